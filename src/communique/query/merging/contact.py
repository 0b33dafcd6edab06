"""One contact as its reports tell it together: the columns of `merged_contacts` and of its `reports`."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from communique.model.ids import digest
from communique.query.merging import weights
from communique.query.merging.cluster import Cluster
from communique.query.merging.decided import Decided
from communique.query.merging.parties import same_party
from communique.query.merging.score import compare, probability
from communique.query.merging.told import Party, Told

Row = dict[str, Any]
STATUS = ("held", "cancelled", "planned", "proposed", "denied", "hypothetical")
PRECISE = ("day", "spell", "presumed", "window", "lately", "never")
ENOUGH = 4  # independent reports, of which a single one does not make a participant
COMPARED = 12  # reports that the reasons of another may come from


class Contact(NamedTuple):
    """Rows for the tables of one contact."""

    row: Row
    participants: list[Row]
    reports: list[Row]


def contact_id(first: Told) -> str:
    """The id of the contact that this report is the first of."""
    return "c" + digest("contact", *first.key)


def contact_of(members: Cluster, component: str, decided: Decided) -> Contact:
    """The rows of a contact. members: its reports in the order of `Told.order`."""
    key = contact_id(members[0])
    reports = [_report(told, members, key, decided) for told in members]
    held = [t for t in members if t.status == _status(members)] or list(members)
    timed = min(
        members, key=lambda t: (PRECISE.index(t.dated), t.last - t.first, t.ahead, -_agreeing(t, members), t.order)
    )
    stated = timed.dated not in ("lately", "never")
    first, last = (_day(timed.first), _day(timed.last)) if stated else (None, None)
    who = _who(held)
    day = first or (_day(held[0].published) if held[0].published else None)
    row = {
        "id": key,
        "action": _action(held),
        "status": _status(members),
        "edtf": timed.edtf or (f"{first}~" if timed.dated == "presumed" else None),
        "first_day": first,
        "last_day": last,
        "day": day,
        "place": _place(held),
        "who": "; ".join(p.name for p in who),
        "reports": len(members),
        "origins": len({t.origin for t in members}),
        "probability": min(r["probability"] for r in reports),
        "component": component,
    }
    participants = [
        {
            "contact": key, "ordinal": i, "actor": p.actor, "kind": p.kind, "name": p.name, "country": p.country,
            "side": p.side, "day": day,
        }
        for i, p in enumerate(who)
    ]  # fmt: skip
    return Contact(row, participants, reports)


def _report(told: Told, members: Sequence[Told], contact: str, decided: Decided) -> Row:
    reasons: list[Row] = []
    sure = 1.0
    if told is not members[0]:
        others = [t for t in members if t is not told][:COMPARED]
        best = max((compare(told, other) for other in others), key=lambda s: s.logit)
        mine = decided.group(told.key)
        if mine is not None and any(decided.group(t.key) == mine for t in members if t is not told):
            reasons = [{"what": "a person joined them", "weight": None}]
        else:
            sure = probability(best.logit)
            reasons = [{"what": "before anything is known", "weight": weights.PRIOR}] * (
                best.logit != weights.SAME_WORDS
            )
        reasons += [{"what": what, "weight": round(weight, 2)} for what, weight in best.reasons]
    return {
        "document": told.document,
        "event": told.event,
        "contact": contact,
        "relation": "announces" if told.ahead else "tells",
        "probability": sure,
        "reasons": json.dumps(reasons, ensure_ascii=False),
        "origin": told.origin,
    }


def _status(members: Sequence[Told]) -> str:
    """Held where any report says so; else cancelled, planned …"""
    return min((t.status for t in members), key=STATUS.index)


def _action(members: Sequence[Told]) -> str:
    """What most independent reports say that say more than "talks"."""
    said = Counter(action for _, action in {(t.origin, t.action) for t in members})
    return min(said, key=lambda action: (action == "talks", -said[action], action))


def _place(members: Sequence[Told]) -> str | None:
    """A city rather than a state, the one that most name."""
    named = Counter((t.place.city, t.place.name) for t in members if t.place)
    return min(named, key=lambda place: (not place[0], -named[place], place[1]))[1] if named else None


def _agreeing(told: Told, members: Sequence[Told]) -> int:
    return len({t.origin for t in members if (t.first, t.last) == (told.first, told.last)})


def _who(members: Sequence[Told]) -> list[Party]:
    """Each party once, under its best name; a state only where nobody is named for it, and nobody whom one of many names."""
    found: list[Party] = []
    by: list[set[str]] = []
    for told, party in ((t, p) for t in members for p in t.parties):
        same = next((i for i, other in enumerate(found) if same_party(party, other)), None)
        if same is None:
            found.append(party)
            by.append({told.origin})
            continue
        by[same].add(told.origin)
        if _better(party) > _better(found[same]):
            found[same] = party
    people = {p.country for p in found if p.kind == "person" and p.country}
    least = 2 if len({t.origin for t in members}) >= ENOUGH else 1
    sure = [
        p
        for p, said in zip(found, by, strict=True)
        if len(said) >= least and (p.kind == "person" or p.country not in people)
    ]
    return sure if len(sure) > 1 else found


def _better(party: Party) -> tuple[bool, bool, int]:
    known = party.actor[:1] == "Q" and party.actor[1:].isdigit()
    return party.named, known, len(party.name)


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
