"""Records made by hand: spans are found by their words, so that a test reads like the record it is about."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from communique.model import (
    Document,
    Entity,
    Event,
    Issue,
    Mention,
    Participant,
    Position,
    Reader,
    Record,
    Role,
    Span,
    Spans,
    Statement,
    When,
)
from communique.model.ids import claim_id, document_id, entity_id

CALL = """Minister Dask speaks with Kestria's Tolen

LARN, 3 March 2025 — Valdorian Foreign Minister Orlan Dask on Monday called Kestrian \
Prime Minister Mira Tolen to discuss the reopening of the Ormund crossing.

Dask "reaffirmed Valdoria's full support for the Ormund agreement," Foreign Ministry spokesperson Ilse Varga said.

The two are to meet in Port Sele next week.
"""


class Maker:
    """Collects the items of one record. Words are looked up in the text; `nth` picks a later occurrence."""

    def __init__(self, text: str = CALL, **document: Any) -> None:
        self.text = text
        self.id = document_id(text)
        fields = {"raw_sha256": "0" * 64, "language": "en", "kind": "news"} | document
        self.document = Document(id=self.id, text=text, **fields)
        self.entities: list[Entity] = []
        self.statements: list[Statement] = []
        self.events: list[Event] = []
        self.positions: list[Position] = []
        self.issues: list[Issue] = []

    def at(self, words: str, nth: int = 0) -> Span:
        """Where `words` stand."""
        start = -1
        for _ in range(nth + 1):
            start = self.text.index(words, start + 1)
        return Span(start, start + len(words))

    def spans(self, words: Iterable[str] | str) -> Spans:
        """Where each of the words stand."""
        return tuple(self.at(w) for w in ([words] if isinstance(words, str) else words))

    def entity(
        self,
        name: str,
        *seen: str,
        kind: Any = "person",
        country: str | None = None,
        role: str = "",
        of: str | None = None,
    ) -> str:
        """Add an entity seen as the words `seen` (its name when none are given); its id."""
        mentions = tuple(Mention(s.start, s.end, "name") for s in self.spans(seen or (name,)))
        roles = (Role(title=role, of=of, said=self.spans(role) if role in self.text else ()),) if role else ()
        entity = Entity(
            id=entity_id(self.id, kind, name),
            kind=kind,
            name=name,
            country=country,
            roles=roles,
            mentions=mentions,
            decision="introduced by the text",
        )
        self.entities.append(entity)
        return entity.id

    def when(self, day: date | str, said: str = "", anchor: Any = "published") -> When:
        """A day, or an interval of two."""
        edtf = str(day)
        start, _, end = edtf.partition("/")
        return When(edtf=edtf, start=start, end=end or start, said=self.spans(said) if said else (), anchor=anchor)

    def statement(self, content: Iterable[str] | str, cue: str = "", source: str = "", **fields: Any) -> str:
        """Add a statement; its id."""
        spans = self.spans(content)
        statement = Statement(
            id=claim_id("statement", self.id, spans),
            content=spans,
            cue=self.spans(cue) if cue else (),
            source=self.spans(source) if source else (),
            **({"form": "indirect"} | fields),
        )
        self.statements.append(statement)
        return statement.id

    def event(self, action: Any, trigger: str, evidence: str, sides: dict[str, Any], **fields: Any) -> str:
        """Add an event between entities (id: side); its id."""
        topics = tuple(self.spans(t) for t in fields.pop("topics", ()))
        event = Event(
            id=claim_id("event", self.id, self.spans(trigger), action, *sides),
            action=action,
            trigger=self.spans(trigger),
            evidence=self.spans(evidence),
            participants=tuple(Participant(entity=e, side=s) for e, s in sides.items()),
            topics=topics,
            **({"code": "CONSULT"} | fields),
        )
        self.events.append(event)
        return event.id

    def position(self, holder: str, stance: Any, target: str, evidence: str, **fields: Any) -> str:
        """Add a position; its id."""
        spans = self.spans(target)
        position = Position(
            id=claim_id("position", self.id, spans, stance),
            holders=(holder,),
            stance=stance,
            target=spans,
            evidence=self.spans(evidence),
            **fields,
        )
        self.positions.append(position)
        return position.id

    def record(self) -> Record:
        """All of it."""
        return Record(
            document=self.document,
            reader=Reader(version="0", model="none", settings="0"),
            entities=tuple(self.entities),
            statements=tuple(self.statements),
            events=tuple(self.events),
            positions=tuple(self.positions),
            issues=tuple(self.issues),
        )


def call_record() -> Record:
    """A record with one of everything: a held call, a planned meeting, a relayed statement, a position, an issue."""
    m = Maker(
        publisher="Meridian Wire",
        title="Minister Dask speaks with Kestria's Tolen",
        published="2025-03-03",
        published_evidence="dateline",
        path="call.txt",
    )
    dask = m.entity("Orlan Dask", country="VLD", role="Foreign Minister", of="Valdoria")
    tolen = m.entity("Mira Tolen", country="KES", role="Prime Minister", of="Kestria")
    varga = m.entity("Ilse Varga", country="VLD", role="Foreign Ministry spokesperson")
    sele = m.entity("Port Sele", kind="place")
    call, plan = m.text.split("\n")[2], m.text.split("\n")[6]
    m.event(
        "call",
        "called",
        call,
        {dask: "actor", tolen: "recipient"},
        when=m.when("2025-03-03", "on Monday"),
        topics=[["the reopening of the Ormund crossing"]],
        confidence=0.97,
    )
    m.event(
        "meeting",
        "meet",
        plan,
        {dask: "both", tolen: "both"},
        status="planned",
        where=sele,
        when=m.when("2025-03-10/2025-03-16", "next week"),
    )
    m.event("agreement", "agreement", m.text.split("\n")[4], {dask: "actor"}, code="AGREE", status="held")
    said = m.statement(
        "reaffirmed Valdoria's full support for the Ormund agreement,",
        cue="said",
        source="Dask",
        speakers=(dask,),
        via=(varga,),
        form="direct",
        channel="readout",
        confidence=0.91,
    )
    m.position(dask, "support", "the Ormund agreement", m.text.split("\n")[4], statement=said)
    m.issues.append(Issue(stage="cast", reason="“The two” could be more than one pair", spans=m.spans("The two")))
    return m.record()
