"""brat standoff (https://brat.nlplab.org/standoff.html): NAME.txt and NAME.ann for each document, with an annotation.conf.

Mentions, contents, cues, sources, triggers and targets are text-bound annotations; contacts, statements and positions are
events with roles and attributes; what brat has no place for stands as JSON in notes. `brat_reading` reads the folder back.
"""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import msgspec

from communique.export.output import Output
from communique.model import Event, Position, Record, Span, Spans, Statement
from communique.model.claim import Code

TYPES = {"person": "Person", "organization": "Organization", "country": "Country", "place": "Place", "group": "Group"}
SIDES = {"actor": "Actor", "recipient": "Recipient", "both": "Both"}
CONF = """[entities]
Person
Organization
Country
Place
Group
Cue
Source
Evidence
Topic

[relations]
<OVERLAP> Arg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>

[events]
{codes}
Statement Cue?:Cue, Source?:Source, Speaker*:{who}, Via*:{who}, Addressee?:{who}, Within?:Statement
Position Holder*:{who}, Evidence*:Evidence, Statement?:Statement

[attributes]
Action Arg:<EVENT>
Status Arg:<EVENT>, Value:held|planned|proposed|cancelled|denied|hypothetical
Form Arg:<EVENT>, Value:direct|indirect|mixed
Channel Arg:<EVENT>
Stance Arg:<EVENT>, Value:support|oppose|welcome|condemn|concern|call-for|commit|reject|recognize
"""
CONTACT = "{code} Actor*:{who}, Recipient*:{who}, Both*:{who}, Where?:{who}, Evidence*:Evidence, Topic*:Topic"


def write(records: Iterable[Record], out: Output) -> None:
    """Two files a document, named by its id, and the configuration."""
    there = out.folder()
    who = "|".join(TYPES.values())
    codes = "\n".join(CONTACT.format(code=code.capitalize(), who=who) for code in get_args(Code))
    (there / "annotation.conf").write_text(CONF.format(codes=codes, who=who), encoding="utf-8")
    seen: Counter[str] = Counter()
    for record in records:
        key = record.document.id
        seen[key] += 1
        write_document(record, there, key if seen[key] == 1 else f"{key}-{seen[key]}")  # one text from two publishers


def write_document(record: Record, there: Path, name: str) -> None:
    """NAME.txt and NAME.ann of one record."""
    text = record.document.text
    (there / f"{name}.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
    lines = Standoff(record).lines()
    (there / f"{name}.ann").write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass"))


class Standoff:
    """The annotation lines of one record; each kind of line has a running number."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.out: list[str] = []
        self.numbers: dict[str, int] = {}
        self.parties: dict[str, list[tuple[Span, str]]] = {}  # entity: its mentions and their text-bound annotations
        self.events: dict[str, str] = {}  # statement: its event annotation

    def lines(self) -> list[str]:
        """All lines: entities first, then what refers to them."""
        for entity in self.record.entities:
            bound = [(m.span, self._bound(TYPES[entity.kind], (m.span,))) for m in entity.mentions]
            self.parties[entity.id] = bound
            if len(bound) > 1:
                self.out.append("*\tEquiv " + " ".join(t for _, t in bound))
            if bound:
                rest = msgspec.to_builtins(entity)
                forms = [m.form for m in entity.mentions]
                self._note(bound[0][1], {k: v for k, v in rest.items() if k != "mentions"} | {"forms": forms})
                if entity.wikidata:
                    self._line("N", f"Reference {bound[0][1]} Wikidata:{entity.wikidata}\t{entity.name}")
        for event in self.record.events:
            self._event(event)
        waiting = list(self.record.statements)
        while waiting:  # those around others come first, so that these can name them
            inside = {s.id for s in waiting}
            ready = [s for s in waiting if s.within not in inside] or waiting
            for statement in ready:
                self._statement(statement)
            waiting = [s for s in waiting if s not in ready]
        for position in self.record.positions:
            self._position(position)
        d = self.record.document
        self._note("T1", {"document": {k: v for k, v in msgspec.to_builtins(d).items() if k != "text"}})
        return self.out

    def _event(self, event: Event) -> None:
        roles: list[tuple[str, str | None]] = [
            (SIDES[p.side], self._party(p.entity, event.evidence or event.trigger)) for p in event.participants
        ] + ([("Where", self._party(event.where, event.evidence))] if event.where else [])
        roles += [("Evidence", self._bound("Evidence", (s,))) for s in event.evidence]
        roles += [("Topic", self._bound("Topic", t)) for t in event.topics]
        key = self._head(event.code.capitalize(), event.trigger or event.evidence, roles)
        self._attributes(key, Action=event.action, Status=event.status)
        mentions = [msgspec.to_builtins(p.mention) for p in event.participants if self.parties.get(p.entity)]
        rest: dict[str, Any] = {
            "id": event.id,
            "mode": event.mode,
            "confidence": event.confidence,
            "mentions": mentions,
        }
        self._note(key, rest | {"when": msgspec.to_builtins(event.when)})

    def _statement(self, s: Statement) -> None:
        roles: list[tuple[str, str | None]] = [("Cue", self._bound("Cue", s.cue))] if s.cue else []
        roles += [("Source", self._bound("Source", s.source))] if s.source else []
        roles += [("Speaker", self._party(i, s.source or s.content)) for i in s.speakers]
        roles += [("Via", self._party(i, s.content)) for i in s.via]
        roles += [("Addressee", self._party(s.addressee, s.content))] if s.addressee else []
        roles += [("Within", self.events.get(s.within))] if s.within else []
        self.events[s.id] = key = self._head("Statement", s.content, roles)
        self._attributes(key, Form=s.form, Channel=s.channel)
        self._note(
            key, {"id": s.id, "confidence": s.confidence, "when": msgspec.to_builtins(s.when), "within": s.within}
        )

    def _position(self, p: Position) -> None:
        roles: list[tuple[str, str | None]] = [("Holder", self._party(i, p.evidence or p.target)) for i in p.holders]
        roles += [("Evidence", self._bound("Evidence", (s,))) for s in p.evidence]
        roles += [("Statement", self.events.get(p.statement))] if p.statement else []
        key = self._head("Position", p.target, roles)
        self._attributes(key, Stance=p.stance)
        self._note(key, {"id": p.id, "confidence": p.confidence, "statement": p.statement})

    def _bound(self, kind: str, spans: Spans) -> str:
        """A text-bound annotation; its pieces end at line breaks, as brat wants them."""
        text = self.record.document.text
        pieces = [piece for span in spans for piece in _lines(text, span)] or [spans[0]]
        where = ";".join(f"{p.start} {p.end}" for p in pieces)
        key = self._line("T", f"{kind} {where}\t{' '.join(p.of(text) for p in pieces)}")
        if pieces != list(spans):
            self._note(key, {"spans": msgspec.to_builtins(spans), "pieces": where})
        return key

    def _party(self, entity: str, beside: Spans) -> str | None:
        """The mention of an entity that stands in or nearest to some words."""
        at = beside[0].start if beside else 0
        bound = self.parties.get(entity) or []
        return min(bound, key=lambda b: (abs(b[0].start - at), b[0].start))[1] if bound else None

    def _head(self, kind: str, spans: Spans, roles: list[tuple[str, str | None]]) -> str:
        trigger = self._bound(kind, spans)
        counts: dict[str, int] = {}
        named = []
        for role, target in roles:
            if target:
                counts[role] = counts.get(role, 0) + 1
                named.append(f"{role}{counts[role] if counts[role] > 1 else ''}:{target}")
        return self._line("E", " ".join([f"{kind}:{trigger}", *named]))

    def _attributes(self, key: str, **values: str | None) -> None:
        for name, value in values.items():
            if value:
                self._line("A", f"{name} {key} {value.replace(' ', '_')}")

    def _note(self, key: str, value: dict[str, Any]) -> None:
        self._line("#", f"AnnotatorNotes {key}\t{json.dumps(value, ensure_ascii=True)}")

    def _line(self, kind: str, rest: str) -> str:
        self.numbers[kind] = self.numbers.get(kind, 0) + 1
        key = f"{kind}{self.numbers[kind]}"
        self.out.append(f"{key}\t{rest}")
        return key


def _lines(text: str, span: Span) -> Iterable[Span]:
    """A span cut at line breaks, without white space at the cuts."""
    start = span.start
    while start < span.end:
        end = text.find("\n", start, span.end)
        end = span.end if end < 0 else end
        left, right = start, end
        while left < right and text[left].isspace() and "\n" in text[span.start : span.end]:
            left += 1
        while right > left and text[right - 1].isspace() and "\n" in text[span.start : span.end]:
            right -= 1
        if left < right:
            yield Span(left, right)
        start = end + 1
