"""All reports of one merged contact side by side."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection

from communique.errors import UsageError
from communique.model import Record, Spans
from communique.query.comparing.compare import compare
from communique.query.comparing.comparison import Comparison
from communique.query.comparing.sentences import sentences
from communique.query.comparing.terms import first_contact
from communique.query.contacts import contact
from communique.store.reader import record

MOST = 6  # documents side by side
WHOLE = 40  # sentences of a report about the contact that is compared whole; of others what stands about it
AROUND = 2  # sentences before and after those that tell it
FIRST = ("readout", "statement", "unknown", "news")
"""Kinds of document that are taken before others where there are too many."""


def compare_reports(connection: Connection, key: str, only: Collection[str] = ()) -> tuple[Comparison, list[Record]]:
    """The comparison of a merged contact's reports, first published first, and their records.

    Copies count once; reports come before announcements where there are more than MOST. Of a long text, or one about
    something else, only what stands about the contact is compared. only: documents to which it is narrowed. Raises
    UsageError where there is no such contact, or only one of the documents tells it.
    """
    found = contact(connection, key)
    if found is None:
        raise UsageError(f"{key}: no such contact here")
    events: dict[str, list[str]] = {}
    rank: dict[str, tuple[bool, bool]] = {}
    origins: set[str] = set()
    for row in found["reports"]:
        if only and row["document"] not in only:
            continue
        origin = row["origin"] or row["document"]
        if row["document"] in events or origin not in origins:
            events.setdefault(row["document"], []).append(row["event"])
            rank.setdefault(row["document"], (row["relation"] != "tells", row["kind"] not in FIRST))
            origins.add(origin)
    if len(events) < 2:
        raise UsageError(f"{key}: only one document tells it")
    chosen = set(sorted(events, key=lambda document: rank[document])[:MOST])
    kept = {k: r for k in events if k in chosen and (r := record(connection, k)) is not None}
    within = [_about(r, events[k]) for k, r in kept.items()]
    told = [next((e for e in r.events if e.id in events[k]), None) for k, r in kept.items()]
    return compare(list(kept.values()), list(kept), within, told), list(kept.values())


def _about(found: Record, events: Iterable[str]) -> Spans | None:
    """The sentences that tell some events, with those around; None for the whole of a short text that is about them."""
    spans = sentences(found.document)
    wanted, first = set(events), first_contact(found)
    if len(spans) <= WHOLE and first and first.id in wanted:
        return None
    evidence = [s for e in found.events if e.id in wanted for s in e.evidence]
    hits = [i for i, s in enumerate(spans) if any(s.overlaps(x) for x in evidence)]
    near = {j for i in hits for j in range(max(0, i - AROUND), min(len(spans), i + AROUND + 1))}
    return tuple(spans[j] for j in sorted(near))
