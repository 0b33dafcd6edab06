"""The terminal report: one record for a person to read.

Contacts first, then who said what through whom, positions, other events, dates; what was left open last and in quiet
type.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from communique.counts import counted
from communique.model import Entity, Event, Position, Record, Span, Spans, Statement
from communique.present.escape import harmless
from communique.present.labels import STANCES, Labels, date_in_words, document_name
from communique.present.order import by_holder, nested, timeline

WIDEST = 100
CLIP = 280
"""Most characters of quoted words shown, unless everything is asked for."""

SHORTEST = 20
"""Fewest characters worth beginning a further stretch with."""

PLACES = 4
"""Most places named for one reason why something was left open, likewise."""

BOLD, QUIET, WARN, MARK, VERB = "bold", "dim", "magenta", "underline", "green"
"""Attributes and two colours that read on light and on dark grounds."""


class Line(NamedTuple):
    """A line before wrapping; what does not fit goes on below, indented by `hang`."""

    text: Text
    hang: int = 0


Item = list[Line]
"""The lines about one thing; an empty line goes before it."""


class Report:
    """Writes records to a console. explain: show why, and the words in full."""

    def __init__(self, console: Console, explain: bool = False) -> None:
        self.console = console
        self.explain = explain
        self.width = min(console.width, WIDEST)

    def write(self, record: Record) -> None:
        """The whole report of one record."""
        page = _Page(record, self.explain)
        self._print(page.head())
        self._section("Contacts", (page.event(e) for e in record.contacts))
        self._section("Statements", (page.statement(s, depth) for s, depth in nested(record.statements)))
        self._section("Positions", (page.positions(h, ps) for h, ps in by_holder(record.positions)))
        self._section("Other events", (page.event(e) for e in record.events if e.code != "CONSULT"))
        self._section("Dates", page.dates())
        if self.explain:
            self._section("Actors", (page.actor(e) for e in record.entities))
        if not (record.statements or record.events or record.positions):
            self._print([Line(Text("Nobody is said to have met, said or held anything.", QUIET))])
        self._section("Left open", page.issues(), QUIET)
        self._print([Line(Text())])

    def rule(self) -> None:
        """A line between two reports, and an empty one."""
        self._print([Line(Text("─" * self.width, QUIET)), Line(Text())])

    def _section(self, name: str, items: Iterable[Item], style: str = BOLD) -> None:
        """A heading and the items; neither when there are none."""
        for i, item in enumerate(items):
            self._print([Line(Text())] if item else [])
            if i == 0:
                self._print([Line(Text(name.upper(), style))])
            self._print(item)

    def _print(self, lines: Iterable[Line]) -> None:
        for text, hang in lines:
            for i, part in enumerate(text.wrap(self.console, self.width - hang) or [Text()]):
                part.rstrip()
                self.console.print(Text(" " * hang if i else "").append_text(part), soft_wrap=True)


class _Page:
    """Draws the items of one record as lines."""

    def __init__(self, record: Record, explain: bool) -> None:
        self.record = record
        self.explain = explain
        self.labels = Labels(record)

    def head(self) -> Item:
        d, r = self.record.document, self.record.reader
        published = "no date"
        if d.published:
            published = date_in_words(d.published) + (f" ({d.published_evidence})" if d.published_evidence else "")
        kind = d.kind if d.kind != "unknown" else None
        origin = d.url or d.path
        name = document_name(d.title, d.path, d.url)
        lines = [
            Line(Text(harmless(name), BOLD)),
            _quiet(0, d.publisher, published, kind, d.language, counted(len(d.text.split()), "word")),
        ]
        if origin and origin != name:
            lines.append(_quiet(0, origin))
        if self.explain:
            lines.append(_quiet(0, d.id, f"communique {r.version}", r.model, f"settings {r.settings}"))
        return lines

    def event(self, event: Event) -> Item:
        labels = self.labels
        head = Text("  ").append(event.action, VERB).append("  ")
        head.append(labels.parties(event) or "between parties left open", BOLD)
        facts = Text("    ").append(event.status, "" if event.status == "held" else WARN)
        where = f"in {labels.name(event.where)}" if event.where else ""
        code = event.code if event.code != "CONSULT" else ""
        facts.append("".join(f" · {f}" for f in (labels.when(event.when), where, code) if f))
        lines = [Line(head, 4), Line(facts, 4)]
        roles = {labels.name(p.entity): labels.role(p.entity) for p in event.participants}
        if event.code == "CONSULT" and any(roles.values()):
            lines.append(_quiet(4, "; ".join(f"{name}: {role}" for name, role in roles.items() if role)))
        lines += [Line(Text(f"    on “{labels.words(topic)}”"), 6) for topic in event.topics]
        for span in event.evidence:
            lines.append(self._quote((span,), 4, tuple(t for t in event.trigger if span.contains(t))))
        return lines + self._why(4, event.confidence, labels.why_when(event.when))

    def statement(self, statement: Statement, depth: int) -> Item:
        labels = self.labels
        indent = 2 + 2 * min(depth, 6)
        speakers, relays = labels.chain(statement)
        head = Text(" " * indent).append("↳ " if depth else "", QUIET)
        head.append(speakers, BOLD if statement.speakers else "")
        for relay in relays:
            head.append(f" → {relay}", "" if relay.startswith("via ") else QUIET)
        to = f"to {labels.name(statement.addressee)}" if statement.addressee else None
        lines = [
            Line(head, indent + 2),
            _quiet(indent + 2, statement.channel, to, statement.form, labels.when(statement.when)),
            self._quote(statement.content, indent + 2, lead=labels.words(statement.cue)[:60]),
        ]
        cue = f"cue “{labels.words(statement.cue)}”" if statement.cue else "no cue"
        source = f"source “{labels.words(statement.source)}”" if statement.source else ""
        return lines + self._why(indent + 2, statement.confidence, cue, source, labels.why_when(statement.when))

    def positions(self, holders: tuple[str, ...], positions: list[Position]) -> Item:
        lines = [Line(Text("  " + (self.labels.names(holders) or "holder left open"), BOLD), 4)]
        for position in positions:
            text = Text("    ").append(STANCES[position.stance], VERB)
            words = self.labels.words(position.target)
            if not self.explain and len(words) > CLIP:
                words = words[:CLIP].rsplit(" ", 1)[0] + " […]"
            text.append(f" “{words}”  ").append(self.labels.place(position.target), QUIET)
            lines.append(Line(text, 6))
            lines += self._why(6, position.confidence, f"in “{self.labels.words(position.evidence)}”")
        return lines

    def dates(self) -> Iterator[Item]:
        lines = [
            Line(Text("  ").append(when, BOLD).append("  " + "; ".join(what)), 4)
            for when, what in timeline(self.record, self.labels)
        ]
        if lines:
            yield lines

    def actor(self, entity: Entity) -> Item:
        labels = self.labels
        seen = list(dict.fromkeys(labels.words((m.span,)) for m in entity.mentions))
        named = ", ".join(f"“{s}”" for s in seen[:6]) + (" …" if len(seen) > 6 else "")
        head = Text("  ").append(harmless(entity.name), BOLD)
        known = (entity.kind, entity.country, labels.role(entity.id), entity.wikidata)
        head.append("".join(f" · {k}" for k in known if k), QUIET)
        lines = [Line(head, 4), _quiet(4, f"{len(entity.mentions)}×: {named}")]
        return [*lines, _quiet(4, harmless(entity.decision))] if entity.decision else lines

    def issues(self) -> Iterator[Item]:
        places: dict[str, list[str]] = {}
        for issue in self.record.issues:
            places.setdefault(f"{issue.stage}: {issue.reason}", []).append(self.labels.place(issue.spans))
        most = None if self.explain else PLACES
        lines = []
        for reason, where in places.items():
            known = [w for w in where if w]
            more = [f"and {len(known) - PLACES} more"] if most and len(known) > most else []
            lines.append(_quiet(2, reason, ", ".join(known[:most] + more)))
        if lines:
            yield lines

    def _why(self, indent: int, confidence: float | None, *reasons: str) -> Item:
        if not self.explain:
            return []
        sure = "confidence unknown" if confidence is None else f"confidence {confidence:.2f}"
        return [_quiet(indent, "why: " + "; ".join(r for r in (sure, *reasons) if r))]

    def _quote(self, spans: Spans, indent: int, marks: Spans = (), lead: str = "") -> Line:
        """The words between quotation marks, those at `marks` underlined, and where they stand; `lead` before them."""
        text = Text(" " * indent).append(lead, VERB).append(" “" if lead else "“")
        room = None if self.explain else CLIP
        for i, span in enumerate(spans):
            if room is not None and room < SHORTEST and i:
                text.append(" […]")
                break
            text.append(" … " if i else "")
            for piece, marked in pieces(self.record.document.text, span, marks, room):
                text.append(piece, MARK if marked else "")
                room = None if room is None else max(room - len(piece), SHORTEST - 1)
        return Line(text.append("”  ").append(self.labels.place(spans), QUIET), indent)


def _quiet(indent: int, *facts: str | None) -> Line:
    return Line(Text(" " * indent + " · ".join(harmless(f) for f in facts if f), QUIET), indent + 2 if indent else 0)


def pieces(text: str, span: Span, marks: Spans, room: int | None) -> Iterator[tuple[str, bool]]:
    """The words of `span` in pieces, each with whether it is marked; clipped to about `room` characters, whole words,
    around the first mark."""
    start, end = span.start, span.end
    if room is not None and end - start > room:
        focus = marks[0].start if marks else start
        start = max(start, min(focus - room // 2, end - room))
        end = min(end, start + room)
        start = text.find(" ", start, end) + 1 if start > span.start else start
        end = max(text.rfind(" ", start, end), start) if end < span.end else end
    at = start
    if start > span.start:
        yield "[…] ", False
    for mark in marks:
        lo, hi = max(mark.start, start), min(mark.end, end)
        if at <= lo < hi:
            yield harmless(text[at:lo]), False
            yield harmless(text[lo:hi]), True
            at = hi
    yield harmless(text[at:end]), False
    if end < span.end:
        yield " […]", False
