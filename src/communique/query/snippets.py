"""Where the words of a search stand in a text: a stretch of it, and which words of it were searched for."""

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
    whole, begins = _wanted(query)
    out: list[Stretch] = []
    last = 0
    for match in PARTS.finditer(text) if whole or begins else ():
        word = fold(match[0])
        if word in whole or (begins and word.startswith(begins)):
            out += [Stretch(text[last : match.start()], False)] if match.start() > last else []
            out.append(Stretch(match[0], True))
            last = match.end()
    return [*out, Stretch(text[last:], False)] if last < len(text) else out


def snippet(text: str, query: str | None, length: int = LENGTH) -> str:
    """A stretch of a text around the first word of the query, on one line; its beginning where there is none."""
    whole, begins = _wanted(query)
    first = 0
    for match in PARTS.finditer(text) if whole or begins else ():
        word = fold(match[0])
        if word in whole or (begins and word.startswith(begins)):
            first = match.start()
            break
    start = max(0, first - BEFORE)
    start = text.find(" ", start, first) + 1 or start if start else 0
    end = min(len(text), start + length)
    end = text.rfind(" ", first, end) if end < len(text) and text.rfind(" ", first, end) > first else end
    return ("… " if start else "") + " ".join(text[start:end].split()) + (" …" if end < len(text) else "")


def texts(connection: Connection, documents: list[str]) -> dict[str, str]:
    """The texts of some documents by key."""
    d = schema.documents
    return {r.id: r.text for r in connection.execute(select(d.c.id, d.c.text).where(d.c.id.in_(documents)))}


def _wanted(query: str | None) -> tuple[set[str], tuple[str, ...]]:
    """Words of a query, and beginnings of words."""
    found = terms(query or "")
    whole = {w for term in found if not term.endswith("*") for w in term.split()}
    whole |= {w for term in found if term.endswith("*") for w in term.split()[:-1]}
    return whole, tuple(term.split()[-1].rstrip("*") for term in found if term.endswith("*"))
