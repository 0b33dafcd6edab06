"""Where the words of a search stand in a text: a stretch of it, and which words of it were searched for."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, select

from communique.store import schema
from communique.store.fulltext import PARTS, terms
from communique.store.rows import fold

LENGTH = 320  # characters of a stretch
BEFORE = 100  # of them before the first word found


class Stretch(NamedTuple):
    """A run of text; found: it is a word that was searched for."""

    text: str
    found: bool


def marked(text: str, query: str | None) -> list[Stretch]:
    """A text in runs, in order: words of the query, and what stands between them."""
    out: list[Stretch] = []
    last = 0
    for match in _found(text, query):
        out += [Stretch(text[last : match.start()], False)] if match.start() > last else []
        out.append(Stretch(match[0], True))
        last = match.end()
    return [*out, Stretch(text[last:], False)] if last < len(text) else out


def snippet(text: str, query: str | None, length: int = LENGTH) -> str:
    """A stretch of a text around the first word of the query, on one line; its beginning where there is none."""
    first = next((match.start() for match in _found(text, query)), 0)
    start = max(0, first - BEFORE)
    start = text.find(" ", start, first) + 1 or start if start else 0
    end = min(len(text), start + length)
    end = text.rfind(" ", first, end) if end < len(text) and text.rfind(" ", first, end) > first else end
    return ("… " if start else "") + " ".join(text[start:end].split()) + (" …" if end < len(text) else "")


def texts(connection: Connection, documents: list[str]) -> dict[str, str]:
    """The texts of some documents by key."""
    d = schema.documents
    return {r.id: r.text for r in connection.execute(select(d.c.id, d.c.text).where(d.c.id.in_(documents)))}


def _found(text: str, query: str | None) -> Iterator[re.Match[str]]:
    """The words of a text that were searched for. Where it has no accents, others are not looked at one by one."""
    whole, begins, plainly = _wanted(query or "")
    if not whole and not begins:
        return
    if text.isascii():
        yield from plainly.finditer(text)
        return
    for match in PARTS.finditer(text):
        word = fold(match[0])
        if word in whole or (begins and word.startswith(begins)):
            yield match


@lru_cache(maxsize=128)
def _wanted(query: str) -> tuple[frozenset[str], tuple[str, ...], re.Pattern[str]]:
    """Words of a query, beginnings of words, and a pattern for both in a text without accents."""
    found = terms(query)
    whole = frozenset(w for term in found for w in (term.split()[:-1] if term.endswith("*") else term.split()))
    begins = tuple(term.split()[-1].rstrip("*") for term in found if term.endswith("*"))
    words = [re.escape(w) for w in sorted(whole)] + [re.escape(w) + r"[^\W_]*" for w in begins]
    return whole, begins, re.compile(r"(?<![^\W_])(?:" + "|".join(words) + r")(?![^\W_])", re.ASCII | re.IGNORECASE)
