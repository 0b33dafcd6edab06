"""The parts of a text: headline, bylines, dateline, paragraphs, speakers' turns, page chrome; and what kind of text it is."""

from collections.abc import Sequence

import msgspec

from communique.ingest.ingested import DateClaim
from communique.ingest.parts.chrome import mark
from communique.ingest.parts.dateline import AGENCY_END, SIGNATURE, find_foot
from communique.ingest.parts.head import Head, find_head
from communique.ingest.parts.kind import OFFICIAL, find_kind
from communique.ingest.parts.paragraphs import paragraphs, visible
from communique.ingest.parts.turns import Turn, find_turns, is_stage
from communique.model import Part, Span
from communique.model.document import DocumentKind, PartRole

__all__ = ["Structure", "find_structure", "paragraphs"]


ROLES: tuple[PartRole, ...] = ("headline", "byline", "dateline")


class Structure(msgspec.Struct, frozen=True, kw_only=True):
    """How a text is made up. parts: in order, without overlap, over every visible character. headline, byline, dateline: the
    words of the text itself. dates: full dates at its head."""

    parts: tuple[Part, ...] = ()
    headline: str | None = None
    byline: tuple[str, ...] = ()
    dateline: str | None = None
    dates: tuple[DateClaim, ...] = ()
    kind: DocumentKind = "unknown"


def find_structure(
    text: str, title: str | None = None, byline: Sequence[str] = (), publisher: str | None = None
) -> Structure:
    """The parts and the kind of a text. Never raises for a text.

    title, byline: as known from elsewhere (metadata), to know them again in the text; publisher: likewise.
    """
    spans = paragraphs(text)
    chrome = mark(text, spans)
    turns = find_turns(text, spans, chrome)
    head = find_head(text, spans, chrome, turns[0].paragraph if turns else None, title, byline)
    below = None if turns else find_foot(text, spans, chrome, head.roles)
    found = [*head.dates, (below, "date line at the foot of the text")] if below else head.dates
    parts = _parts(text, spans, chrome, turns, head)
    dateline = [part for part in parts if part.role == "dateline"]
    body = [text[part.start : part.end] for part in parts if part.role in ("body", "turn")]
    lines = {role: [span.of(text) for i, span in enumerate(spans) if head.roles.get(i) == role] for role in ROLES}
    signed = any(line.startswith(("By ", "BY ")) or SIGNATURE.fullmatch(line) for line in lines["byline"])
    return Structure(
        parts=parts,
        headline=next((text[p.start : p.end] for p in parts if p.role == "headline"), None),
        byline=head.bylines,
        dateline=text[dateline[0].start : dateline[-1].end] if dateline and _adjoin(parts) else None,
        dates=tuple(DateClaim(value, evidence) for value, evidence in found),
        kind=find_kind(
            body,
            turns,
            agency=bool(head.opening) or signed or any(AGENCY_END.search(line) for line in lines["dateline"]),
            issued=(bool(lines["byline"]) and not signed) or any(OFFICIAL.search(name) for name in byline),
            dated=bool(lines["headline"] and head.dates),
            publisher=publisher,
        ),
    )


def _adjoin(parts: Sequence[Part]) -> bool:
    """Whether the dateline parts follow each other without another part in between."""
    where = [i for i, part in enumerate(parts) if part.role == "dateline"]
    return where == list(range(where[0], where[-1] + 1))


def _parts(
    text: str, spans: Sequence[Span], chrome: Sequence[bool], turns: Sequence[Turn], head: Head
) -> tuple[Part, ...]:
    """Parts in order: a paragraph each, but a turn takes in all its paragraphs up to the next turn or chrome."""
    starts: dict[int, list[Turn]] = {}
    for turn in turns:
        starts.setdefault(turn.paragraph, []).append(turn)
    closing = _closing(text, spans, chrome) if turns else len(spans)
    out: list[Part] = []
    speaking = False
    for i, span in enumerate(spans):
        here = starts.get(i, [])
        if chrome[i]:
            out.append(Part(role="chrome", start=span.start, end=span.end))
        elif here:
            speaking = True
            first = here[0].label.start
            if before := visible(text, span.start, first):
                _speak(out, before) if out and out[-1].role == "turn" else out.append(_body(before))
            for turn, following in zip(here, [*here[1:], None], strict=True):
                end = following.label.start if following else span.end
                said = visible(text, turn.label.start, end)
                if said:
                    out.append(Part(role="turn", start=said.start, end=said.end, label=turn.label))
        elif speaking and i < closing:
            _speak(out, span)
        elif i in head.roles:
            out.append(Part(role=head.roles[i], start=span.start, end=span.end))
        elif i in head.opening:
            dateline = head.opening[i]
            out.append(Part(role="dateline", start=dateline.start, end=dateline.end))
            if rest := visible(text, dateline.end, span.end):
                out.append(_body(rest))
        else:
            out.append(_body(span))
    return tuple(out)


def _body(span: Span) -> Part:
    return Part(role="body", start=span.start, end=span.end)


def _speak(out: list[Part], span: Span) -> None:
    """Go on with the turn that is open; after chrome, in a part of its own without a label."""
    if out and out[-1].role == "turn":
        out[-1] = msgspec.structs.replace(out[-1], end=span.end)
    else:
        out.append(Part(role="turn", start=span.start, end=span.end))


def _closing(text: str, spans: Sequence[Span], chrome: Sequence[bool]) -> int:
    """The paragraph from which on there are only end marks, time stamps and chrome: nobody's turn any more."""
    i = len(spans)
    while i > 0 and (chrome[i - 1] or is_stage(spans[i - 1].of(text))):
        i -= 1
    return i
