"""Items that have the words of a search in their own sentence: of the newest documents that have them at all."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from msgspec.structs import replace
from sqlalchemy import Connection, or_, select
from sqlalchemy.sql.elements import ColumnElement

from communique.query.narrowing import Filter, Key
from communique.query.which import DOCUMENTS, Kind, keys
from communique.store import schema
from communique.store.fulltext import PARTS, WORDS

d = schema.documents
AT_ONCE = 250  # documents in one query
AHEAD = 4  # times as many documents with the words that are found at once


class Found(NamedTuple):
    """keys: (document, id) of items, newest document first. goes_on: from where to look further, None where all documents were
    looked through."""

    keys: list[tuple[str, str]]
    goes_on: Key | None


def saying_so(
    connection: Connection,
    kind: Kind,
    wanted: Filter,
    own: Sequence[ColumnElement[bool]],
    limit: int,
    after: Key | None = None,
    most: int = 2_000,
    newest: Sequence[str] = (),
) -> Found:
    """Statements or positions under a filter with the filter's words in their own, in the order of their documents.

    own: more conditions on the items. most: documents that are looked through, the newest; newest: all of them, or the first
    in hundreds, where they are known already. Raises UsageError for unknown names.
    """
    table = kind.table
    said = [*saying(table.c.words, wanted.words), *own]
    if wanted.actors or wanted.countries:
        return Found(keys(connection, kind, wanted, said, limit, after=after), None)
    of_documents = replace(wanted, channel=None)
    found: list[tuple[str, str]] = []
    at = after and Key(after.day, after.document, after.document + "~")  # that document too: it may have more
    looked = list(newest)
    for n in range(0, most, AT_ONCE):
        if n == len(looked):
            some = keys(connection, DOCUMENTS, of_documents, [], min(most - n, AHEAD * AT_ONCE), after=at)
            looked += [key for key, _ in some]
        documents = looked[n : n + AT_ONCE]
        query = select(table.c.document, table.c.id).where(table.c.document.in_(documents), *said)
        if after:
            query = query.where((table.c.document != after.document) | (table.c.id < after.id))
        place = {key: number for number, key in enumerate(documents)}
        rows = sorted(connection.execute(query), key=lambda row: row.id, reverse=True)
        found += [(row.document, row.id) for row in sorted(rows, key=lambda row: place[row.document])]
        if len(found) >= limit or len(documents) < AT_ONCE:
            return Found(found[:limit], None)
        last = documents[-1]
        at = Key(connection.execute(select(d.c.day).where(d.c.id == last)).scalar(), last, last)
    return Found(found, Key(at.day, at.document, "") if at else None)


def saying(column: Any, query: str | None) -> list[ColumnElement[bool]]:
    """That a text has all words of a query, in any case. Letters beyond a to z stand for any, as accents do not count.

    The words of a quoted phrase stand side by side, a mark and a blank between them at most.

    It narrows items of documents that were found by full text; alone it would read every row.
    """
    conditions: dict[str, ColumnElement[bool]] = {}
    for term in WORDS.findall(query or ""):
        words = ["".join(c if c.isascii() else "_" for c in word) for word in PARTS.findall(term)]
        together = "%".join(words)
        conditions[together] = column.ilike(f"%{together}%")
        for pair in pairwise(words):
            conditions[" ".join(pair)] = or_(*(column.ilike(f"%{gap.join(pair)}%") for gap in ("_", "__")))
    return [condition for words, condition in conditions.items() if words]
