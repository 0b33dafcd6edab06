"""Whose words a phrase is, to whom and about whom: read off the record around it."""

from collections.abc import Iterable
from typing import NamedTuple

from communique.model import Record, Span, hull
from communique.query.phrases.matching import Found
from communique.query.phrases.words import Token, tokens

ENDS = frozenset(".!?\n")
OWN_WORDS = frozenset({"readout", "statement", "transcript", "speech"})
FEW = 3  # states that meet in a document about one contact


class Placed(NamedTuple):
    """A phrase with the statement it stands in, if any, and entity ids. told: party ids by part (by, to, about)."""

    found: Found
    statement: str | None
    told: dict[str, list[str]]


def body(record: Record) -> list[Token]:
    """The words of a text without its head and the page's furniture."""
    document = record.document
    parts = [p for p in document.parts if p.role in ("body", "turn")]
    if not parts:
        return tokens(document.text)
    return _cut(document.text, ((p.start, p.end) for p in parts))


def said(record: Record) -> list[Token]:
    """The words of a text that somebody is held to: statements; all of it where an office speaks for itself."""
    document = record.document
    if document.kind in OWN_WORDS:
        return body(record)
    outermost = sorted({span for s in record.statements for span in s.content})
    spans: list[Span] = []
    for span in outermost:
        if not spans or not spans[-1].overlaps(span):
            spans.append(span)
        elif span.end > spans[-1].end:
            spans[-1] = Span(spans[-1].start, span.end)
    return _cut(document.text, ((s.start, s.end) for s in spans))


def _cut(text: str, ranges: Iterable[tuple[int, int]]) -> list[Token]:
    words: list[Token] = []
    for start, end in ranges:
        words += tokens(text, start, end)
        words.append(Token(".", "ends", end, end, False))
    return words


class Placer:
    """Answers for one record."""

    def __init__(self, record: Record) -> None:
        self.record = record
        contents = [(hull(s.content), s) for s in record.statements]
        self.statements = sorted(contents, key=lambda c: (c[0].end - c[0].start, c[0].start, c[1].id))
        self.mentions = sorted((m.start, m.end, e.id) for e in record.entities for m in e.mentions)
        head = [p for p in record.document.parts if p.role == "headline"]
        self.headline = [i for s, e, i in self.mentions if any(p.start <= s and e <= p.end for p in head)]
        self.country = {e.id: e.country for e in record.entities}
        self.met = self._met()

    def place(self, found: Found) -> Placed:
        """Where a phrase stands in the record."""
        place = Span(found.start, found.end)
        around = next((s for whole, s in self.statements if whole.contains(place)), None)
        by = list(around.speakers) if around else self._holders(place)
        to = [around.addressee] if around and around.addressee else self._partners(by)
        about = [i for i in dict.fromkeys([*self._beside(place), *self.headline]) if i not in by and i not in to]
        return Placed(found, around.id if around else None, {"by": by, "to": to, "about": about})

    def _holders(self, place: Span) -> list[str]:
        """In a document's own words: who is said to hold a position on what the phrase is part of."""
        for position in self.record.positions:
            if any(span.overlaps(place) for span in position.target):
                return list(position.holders)
        return []

    def _met(self) -> list[str]:
        """Who takes part in the contacts of a document that is about one."""
        parties = [p.entity for e in self.record.events if e.code == "CONSULT" for p in e.participants]
        states = {self.country[p] or p for p in parties}
        return list(dict.fromkeys(parties)) if 1 < len(states) <= FEW else []

    def _partners(self, by: list[str]) -> list[str]:
        own = {self.country[i] for i in by}
        return [i for i in self.met if i not in by and self.country[i] not in own] if by else []

    def _beside(self, place: Span) -> list[str]:
        """Who is named in the same sentence."""
        text = self.record.document.text
        start, end = place.start, place.end
        while start and text[start - 1] not in ENDS:
            start -= 1
        while end < len(text) and text[end] not in ENDS:
            end += 1
        return [i for s, e, i in self.mentions if start <= s and e <= end]
