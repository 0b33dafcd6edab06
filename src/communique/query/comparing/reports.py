"""All reports of one merged contact side by side."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from communique.errors import UsageError
from communique.model import Record, Spans
from communique.query.comparing.compare import compare
from communique.query.comparing.comparison import Comparison
from communique.query.comparing.sentences import sentences
from communique.store import across, schema
from communique.store.reader import record

MOST = 6  # documents side by side
WHOLE = 40  # sentences of a report that is compared whole; of a longer text only what stands about the contact
AROUND = 2  # sentences before and after those that tell it
r, d, f = across.reports, schema.documents, schema.fingerprints


def compare_reports(connection: Connection, contact: str) -> tuple[Comparison, list[Record]]:
    """The comparison of a merged contact's reports, first published first, and their records. Copies count once; of a
    long text only what stands about the contact is compared. Raises UsageError where there is no such contact or only
    one report."""
    query = (
        select(r.c.document, r.c.event, d.c.day, d.c.published, f.c.origin)
        .join(d, d.c.id == r.c.document).outerjoin(f, f.c.document == r.c.document)
        .where(r.c.contact == contact).order_by(d.c.published, r.c.document, r.c.event)
    )  # fmt: skip
    events: dict[str, list[str]] = {}
    origins: set[str] = set()
    for row in connection.execute(query):
        origin = row.origin or row.document
        if row.document in events or origin not in origins:
            events.setdefault(row.document, []).append(row.event)
            origins.add(origin)
    if not events:
        raise UsageError(f"{contact}: no such contact here")
    if len(events) < 2:
        raise UsageError(f"{contact}: only one document tells it")
    keys = list(events)[:MOST]
    records = [found for key in keys if (found := record(connection, key)) is not None]
    within = [_about(found, events[key]) for key, found in zip(keys, records, strict=True)]
    return compare(records, keys, within), records


def _about(found: Record, events: Iterable[str]) -> Spans | None:
    """The sentences that tell some events, with those around; None for the whole of a short text."""
    spans = sentences(found.document)
    if len(spans) <= WHOLE:
        return None
    wanted = set(events)
    evidence = [s for e in found.events if e.id in wanted for s in e.evidence]
    hits = [i for i, s in enumerate(spans) if any(s.overlaps(x) for x in evidence)]
    near = {j for i in hits for j in range(max(0, i - AROUND), min(len(spans), i + AROUND + 1))}
    return tuple(spans[j] for j in sorted(near))
