"""Conditions on the words of single items, beside those on the text of their documents."""

from typing import Any

from sqlalchemy.sql.elements import ColumnElement

from communique.store.fulltext import PARTS, WORDS


def saying(column: Any, query: str | None) -> list[ColumnElement[bool]]:
    """That a text has all words of a query, in any case. Letters beyond a to z stand for any, as accents do not count.

    It narrows items of documents that were found by full text; alone it would read every row.
    """
    words = [part for term in WORDS.findall(query or "") for part in PARTS.findall(term)]
    found = ("".join(c if c.isascii() else "_" for c in word) for word in words)
    return [column.ilike(f"%{word}%") for word in dict.fromkeys(found)]
