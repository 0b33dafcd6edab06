"""One record as Markdown, for notes and issue trackers."""

from collections.abc import Iterator

from communique.model import Event, Record, Spans
from communique.present.escape import markdown as safe
from communique.present.labels import STANCES, Labels, document_name
from communique.present.order import by_holder, nested


def to_markdown(record: Record) -> str:
    """Headings for the document, contacts, statements, positions, other events and what was left open."""
    labels = Labels(record)
    d = record.document
    lines = [f"# {safe(document_name(d.title, d.path, d.url))}", ""]
    facts = (d.publisher, d.published, d.published_evidence, d.kind, d.url or d.path)
    lines += [" · ".join(safe(f) for f in facts if f), ""]
    sections = (
        ("Contacts", [x for e in record.contacts for x in _event(e, labels)]),
        ("Statements", list(_statements(record, labels))),
        ("Positions", list(_positions(record, labels))),
        ("Other events", [x for e in record.events if e.code != "CONSULT" for x in _event(e, labels)]),
        ("Left open", [f"- {i.stage}: {safe(i.reason)}" for i in record.issues]),
    )
    for name, items in sections:
        if items:
            lines += [f"## {name}", "", *items, ""]
    return "\n".join(lines)


def _event(event: Event, labels: Labels) -> Iterator[str]:
    where = f"in {labels.name(event.where)}" if event.where else ""
    facts = " · ".join(f for f in (event.status, labels.when(event.when), where) if f)
    yield f"- **{event.action}: {safe(labels.parties(event) or 'parties left open')}** — {safe(facts)}"
    for topic in event.topics:
        yield f"  - on “{safe(labels.words(topic))}”"
    yield from _quote(event.evidence, labels, 2)


def _statements(record: Record, labels: Labels) -> Iterator[str]:
    for statement, depth in nested(record.statements):
        speakers, relays = labels.chain(statement)
        to = f"to {labels.name(statement.addressee)}" if statement.addressee else ""
        facts = (statement.channel or "", to, statement.form, labels.when(statement.when))
        pad = "  " * depth
        yield f"{pad}- **{safe(speakers)}**{safe(''.join(f' → {r}' for r in relays))} — " + safe(
            " · ".join(f for f in facts if f)
        )
        yield from _quote(statement.content, labels, 2 * depth + 2)


def _positions(record: Record, labels: Labels) -> Iterator[str]:
    for holders, positions in by_holder(record.positions):
        yield f"- **{safe(labels.names(holders) or 'holder left open')}**"
        for p in positions:
            yield f"  - {STANCES[p.stance]} “{safe(labels.words(p.target))}” ({labels.place(p.target)})"


def _quote(spans: Spans, labels: Labels, indent: int) -> Iterator[str]:
    if spans:
        yield ""
        yield " " * indent + f"> {safe(labels.words(spans))} ({labels.place(spans)})"
        yield ""
