"""Whether the record bears out a claim about the contacts before one: by held contacts of the same parties and kind."""

import re
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, exists, func, select

from communique.query.timeline.among import Wanted, contact_ids, participants
from communique.query.timeline.reach import months_between
from communique.query.timeline.saying import Said, points_back, said
from communique.store import across, schema

c, m, r = across.merged_contacts, across.merged_participants, across.reports
d, e = schema.documents, schema.events
Row = dict[str, Any]
MARGIN = 2  # days that a contact must keep from the ends of the gap to lie inside: time zones, dates a day off
NEAR = 4  # days that the contact before may lie outside the time claimed for it
LEAST = 0.5  # probability that the reports of a contact belong together, to speak against a text
COVERED = 60  # months of a gap that are looked at
_REMOTE = re.compile(r"\b(?:phone|telephone|call|video|virtual|virtually|online|remote)\w*\b", re.I)


class Circle(NamedTuple):
    """Who takes part in a contact: keys of persons, states that stand there without a person, who leads a visit, all states."""

    persons: frozenset[str]
    states: frozenset[str]
    leading: frozenset[str]
    sides: frozenset[str]


def judge(connection: Connection, row: Row, claim: Said, sentence: str) -> Row:
    """The answer's row for one claim (see `claims`). row: the report that makes it."""
    everybody = participants(connection, [row["contact"]])[row["contact"]]
    circle = _circle(everybody)
    day = row["begins"] if row["begins"] == row["ends"] else row["published"]  # a stretch may only be the claim's own
    verdict, evidence, why = _verdict(connection, row, claim, circle, day)
    return {
        "verdict": verdict,
        "day": row["day"],
        "first_day": row["begins"],
        "last_day": row["ends"],
        "action": row["action"],
        "status": row["status"],
        "who": [p["name"] for p in everybody],
        "claim": sentence[claim.start : claim.end],
        "words": sentence,
        "first": claim.first or claim.last,
        "last": day,
        "why": why,
        "evidence": [y["id"] for y in evidence],
        "against": [y["words"] for y in evidence] if verdict == "contradicted" else [],
        "contact": row["contact"],
        **{k: row[k] for k in ("document", "published", "publisher", "title", "address")},
    }


def _verdict(
    connection: Connection, row: Row, claim: Said, circle: Circle, day: str | None
) -> tuple[str, list[Row], str]:
    if len(circle.persons | circle.states) < 2:
        return "unknown", [], "who takes part is not known well enough to look for others"
    if day is None:
        return "unknown", [], "the contact has no date"
    if claim.last is None and claim.basis != "ever":
        told = {"office": "an office taken", "event": "something that has no date here"}.get(
            claim.basis, "no certain date"
        )
        return "unknown", [], f"the text counts from {told}"
    others = _others(connection, row, claim, circle, day)
    if claim.basis == "window" or claim.number > 1:
        return _counted(claim, others, day)
    inside = [y for y in others if _sure(y) and (claim.last is None or y["first_day"] > _shift(claim.last, MARGIN))]
    if inside and not claim.narrower:
        latest = inside[-1]
        return "contradicted", [latest], f"a {latest['action']} on {latest['edtf']} lies in between"
    if claim.narrower:
        return "unknown", [], f"the record does not tell “{claim.narrower}” apart"
    if claim.basis in ("ever", "event", "office"):
        return "unknown", [], "nothing in the record speaks against it"
    before = [y for y in others if _overlaps(y, claim)]
    if not before:
        time = f"from {claim.first} to {claim.last}" if claim.first != claim.last else f"on {claim.last}"
        return "unknown", [], f"the record holds no such contact {time} that is told for itself"
    if missing := uncovered(connection, circle.sides, before[-1]["last_day"], day):
        return "unknown", before[-1:], missing
    return "supported", before[-1:], f"a {before[-1]['action']} on {before[-1]['edtf']}, and none in between"


def _counted(claim: Said, others: list[Row], day: str) -> tuple[str, list[Row], str]:
    """The verdict on "the third call this month": how many the record holds before it in that time."""
    first = (claim.first if claim.basis == "window" else claim.last) or day
    inside = [y for y in others if _sure(y) and y["first_day"] >= first]
    days = sorted({y["first_day"] for y in inside})
    wanted = claim.number - 1
    if claim.narrower:
        return "unknown", [], f"the record does not tell “{claim.narrower}” apart"
    if len(days) > wanted:
        return "contradicted", inside, f"the record holds {len(days)} before it since {first}, not {wanted or 'none'}"
    if len(days) == wanted and wanted:
        return "supported", inside, f"the record holds {len(days)} before it since {first}"
    return "unknown", inside, f"the record holds {len(days)} of {wanted} before it since {first}"


def _others(connection: Connection, row: Row, claim: Said, circle: Circle, day: str) -> list[Row]:
    """Held contacts of the same parties and kind that ended before the one spoken of, earliest first, each with `words`.

    Those that a text only points back to, as this one does, are no evidence.
    """
    parties: Wanted = [("actor", [key]) for key in sorted(circle.persons)]
    parties += [("country", [code]) for code in sorted(circle.states)]
    columns = (c.c.id, c.c.action, c.c.edtf, c.c.first_day, c.c.last_day)
    ids = contact_ids(connection, parties).subquery()
    query = select(*columns).join(ids, ids.c.contact == c.c.id)
    query = query.where(
        c.c.id != row["contact"],
        c.c.status == "held",
        c.c.action.in_(sorted(claim.actions)),
        c.c.probability >= LEAST,
        c.c.last_day < _shift(day, 1 - MARGIN),
        c.c.first_day.is_not(None),
    )
    found = [dict(y) for y in connection.execute(query.order_by(c.c.first_day, c.c.id)).mappings()]
    everybody = participants(connection, [y["id"] for y in found])
    return [y for y in found if _comparable(circle, everybody[y["id"]], y) and _told(connection, y, claim)]


def _comparable(circle: Circle, everybody: list[Row], other: Row) -> bool:
    """Whether another contact is one between the same: states alone are compared with states alone, visitors with visitors."""
    there = _circle(everybody)
    if not circle.persons and there.persons:
        return False
    return other["action"] != "visit" or not circle.leading or circle.leading <= there.leading


def _told(connection: Connection, other: Row, claim: Said) -> bool:
    """Whether a report tells the contact for itself, and in the way that the claim asks for; adds its words."""
    query = select(e.c.words, e.c.trigger, e.c.first_day, e.c.last_day, d.c.day)
    query = query.join(r, and_(e.c.document == r.c.document, e.c.id == r.c.event)).join(d, d.c.id == e.c.document)
    for report in connection.execute(
        query.where(r.c.contact == other["id"]).order_by(d.c.day, d.c.id, e.c.id)
    ).mappings():
        words = report["words"]
        pointed = any(points_back(s, report["last_day"]) for s in said(words, report["day"]))
        if pointed or (claim.remote is False and _REMOTE.search(words)):
            continue
        other["words"] = words
        return True
    return False


def _circle(everybody: list[Row]) -> Circle:
    persons = frozenset(p["actor"] for p in everybody if p["kind"] == "person")
    spoken_for = {p["country"] for p in everybody if p["actor"] in persons}
    alone = {p["country"] for p in everybody if p["actor"] not in persons and p["country"]}
    leading = {p["actor"] for p in everybody if p["side"] == "actor"}
    sides = {p["country"] for p in everybody if p["country"]}
    return Circle(persons, frozenset(alone - spoken_for), frozenset(leading), frozenset(sides))


def _sure(other: Row) -> bool:
    """Whether a contact's date is told, and not only that of a report about it."""
    return bool(other["edtf"]) and not set(other["edtf"]) & set("~?%")


def _overlaps(other: Row, claim: Said) -> bool:
    if not claim.first or not claim.last:
        return False
    return bool(other["first_day"] <= _shift(claim.last, NEAR) and other["last_day"] >= _shift(claim.first, -NEAR))


def uncovered(connection: Connection, sides: frozenset[str], first: str, last: str) -> str:
    """What the record lacks of some states' contacts between two days, in words; "" where it has some in every month.

    Without them, that it holds no contact in between says nothing.
    """
    if len(sides) < 2:
        return "it is not known for which states all who take part act"
    begins = connection.execute(select(func.min(d.c.day))).scalar_one()
    if begins is None or begins > first:
        return f"the record begins on {begins}" if begins else "no document has a date"
    months = months_between(first, last)
    if len(months) > COVERED:
        return f"the gap is longer than {COVERED} months"
    lacking = []
    for side in sorted(sides):
        for month in months:
            some = exists().where(m.c.country == side, m.c.day >= month, m.c.day <= month + "-31")
            if not connection.execute(select(some)).scalar_one():
                lacking.append(f"{side} in {month}")
    return f"the record holds no contacts of {', '.join(lacking)}" if lacking else ""


def _shift(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
