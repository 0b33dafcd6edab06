"""How templates put things into words: the filters. Text of documents goes through `plain`, `shown` or `spaced`."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from communique.lexicon.states import states
from communique.present.escape import harmless
from communique.present.labels import STANCES, date_in_words, document_name, listed
from communique.web.conventions.asking import as_one

CLIPPED = 400
HIDDEN = {"Cc", "Cf", "Co", "Cs"}
OWN_STATES: ContextVar[Callable[[str], str]] = ContextVar("own_states", default=str)
"""While a page is made: the name of a state that only the store knows, by its code."""
HARMLESS = {"\n", "\t", "\u00ad", "\u200b", "\u200c", "\u200d", "\ufeff"}


class Piece(NamedTuple):
    """A run of text, or the code (“U+202E”) of a character that would hide or turn things."""

    text: str
    hidden: bool


def pieces(text: str) -> Iterator[Piece]:
    """Text with its white space kept, control and direction marks taken out and named."""
    if text.isascii() and text.replace("\n", "").isprintable():
        yield Piece(text, False)
        return
    run: list[str] = []
    for character in text:
        if character in HARMLESS or unicodedata.category(character) not in HIDDEN:
            run.append(character)
            continue
        if character == "\r":
            continue
        if run:
            yield Piece("".join(run), False)
            run = []
        yield Piece(f"U+{ord(character):04X}", True)
    if run:
        yield Piece("".join(run), False)


def clipped(text: str | None, most: int = CLIPPED) -> str:
    """On one line, harmless, at most so long; cut at a word."""
    line = harmless(text or "")
    if len(line) <= most:
        return line
    return (line[:most].rsplit(" ", 1)[0] or line[:most]) + " …"


def safe_href(address: str | None) -> str | None:
    """An address that may stand in a link: http and https only; None for any other."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None


def day(value: str | None) -> str:
    """A day or EDTF date in words."""
    return date_in_words(value) if value else "no date"


def percent(value: float | None) -> str:
    """A probability; “” for none."""
    return "" if value is None else f"{value:.0%}"


def state(code: str | None) -> str:
    """The name of a state by its code, also of one that only the store knows."""
    found = states().get(code or "")
    return found.name if found else OWN_STATES.get()(code) if code else ""


def called(document: Any) -> str:
    """What to call a document that may have no title: a row, a record's document, or a side of a comparison."""
    get = document.get if isinstance(document, dict) else partial(getattr, document)
    fields = {name: get(name, None) for name in ("title", "path", "address", "url", "document", "id")}
    address = fields["address"] or fields["url"]
    return document_name(fields["title"], fields["path"], address, fields["document"] or fields["id"])


def part(value: Any) -> str:
    """A value as one part of an address' path."""
    return quote(str(value), safe="")


def names(values: Iterable[str]) -> str:
    """Names in a row, harmless."""
    return listed(harmless(v) for v in values)


def by_day(rows: list[dict[str, Any]]) -> list[tuple[str | None, list[dict[str, Any]]]]:
    """Rows under their days."""
    return [(day, list(some)) for day, some in groupby(rows, key=lambda r: r["day"])]


FILTERS: dict[str, Callable[..., Any]] = {
    "plain": harmless,
    "as_one": as_one,
    "called": called,
    "clipped": clipped,
    "pieces": pieces,
    "safe_href": safe_href,
    "day": day,
    "percent": percent,
    "state": state,
    "part": part,
    "names": names,
    "groups": by_day,
    "stance": lambda s: STANCES.get(s, s),
}
