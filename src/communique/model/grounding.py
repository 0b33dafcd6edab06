"""Re-verify a record against its own text: the promise that every item shows its words."""

from collections.abc import Iterator

from communique.model import Record, Span


def unbacked(record: Record) -> Iterator[str]:
    """One line for each thing in the record that its text does not back, or that points nowhere; none for a sound record."""
    length = len(record.document.text)
    chrome = [Span(p.start, p.end) for p in record.document.parts if p.role == "chrome" and p.start < p.end]
    entities = {e.id for e in record.entities}
    statements = {s.id for s in record.statements}
    seen: set[str] = set()
    for what, spans in _spans(record):
        for span in spans:
            if span.end > length:
                yield f"{what}: {span.start}..{span.end} lies outside the text"
            elif any(c.overlaps(span) for c in chrome):
                yield f"{what}: {span.start}..{span.end} lies in page chrome"
    groups = (record.entities, record.statements, record.events, record.positions)
    for item_id in (item.id for group in groups for item in group):
        if item_id in seen:
            yield f"{item_id}: the id stands twice"
        seen.add(item_id)
    for what, reference in _references(record):
        if reference not in entities:
            yield f"{what}: no entity {reference}"
    for s in record.statements:
        if not s.content:
            yield f"statement {s.id}: no words"
        if s.within is not None and s.within not in statements:
            yield f"statement {s.id}: no statement {s.within}"
    for e in record.events:
        if not e.trigger or not e.evidence:
            yield f"event {e.id}: no words"
    for p in record.positions:
        if not p.target or not p.evidence:
            yield f"position {p.id}: no words"
        if p.statement is not None and p.statement not in statements:
            yield f"position {p.id}: no statement {p.statement}"
    for entity in record.entities:
        if not entity.mentions:
            yield f"entity {entity.id}: no words"


def _spans(record: Record) -> Iterator[tuple[str, tuple[Span, ...]]]:
    for e in record.entities:
        yield f"entity {e.id}", tuple(m.span for m in e.mentions)
        for role in e.roles:
            yield f"entity {e.id} role", role.said
    for s in record.statements:
        yield f"statement {s.id}", s.content + s.cue + s.source + (s.when.said if s.when else ())
    for v in record.events:
        yield f"event {v.id}", v.trigger + v.evidence + (v.when.said if v.when else ())
        for spans in (*v.topics, *(p.mention for p in v.participants)):
            yield f"event {v.id}", spans
    for p in record.positions:
        yield f"position {p.id}", p.target + p.evidence
    for i in record.issues:
        for span in i.spans:
            if span.end > len(record.document.text):
                yield f"issue of {i.stage}", (span,)


def _references(record: Record) -> Iterator[tuple[str, str]]:
    for part in record.document.parts:
        if part.speaker is not None:
            yield "turn", part.speaker
    for s in record.statements:
        for x in (*s.speakers, *s.via, *((s.addressee,) if s.addressee else ())):
            yield f"statement {s.id}", x
    for v in record.events:
        for x in (*(p.entity for p in v.participants), *((v.where,) if v.where else ())):
            yield f"event {v.id}", x
    for p in record.positions:
        for x in p.holders:
            yield f"position {p.id}", x
