"""What texts claim of the contacts before ("the first call since the end of September"), each with a verdict."""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, and_, select

from communique.query.timeline.among import contact_ids, wanted, within
from communique.query.timeline.saying import Said, points_back, said
from communique.query.timeline.verdict import judge
from communique.store import across, schema

c, r = across.merged_contacts, across.reports
d, e = schema.documents, schema.events
Row = dict[str, Any]
JOINT = " … "
"""Between the sentences of `events.words`."""
_QUICK = re.compile(r"\b(?:first|second|third|\w+th|\d+(?:st|nd|rd)|last)\b", re.I)
_ANAPHOR = re.compile(
    r"\b(?:it|this|that|which|the \w+)(?:\s+(?:is|was|will be|would be|has been|marks|marked|became)|[’']s)\s+(?:\w+ly\s+)?"
    r"(?:(?:the|their|our|his|her|its)\s+(?:two \w+[’']s?\s+)?)?$",
    re.I,
)
_WITH = re.compile(r"\b(?:with|to|and|between)\s+((?:[A-Z][\w’'-]*\s?)+)")
_APPOSED = re.compile(
    r"(?:^|[,—–(-]|\b(?i:in|for|during|at|is|was|be|been|marks?|marked|marking|what (?:is|was)))\s*(?:only\s+)?"
    r"(?:(?i:the|their|his|her|its|our)\s+|(?i:the) \w+ (?:leaders|presidents|ministers|sides|countries)[’']\s+|"
    r"[A-Z]\w+[’']s\s+)?$"
)


def claims(
    connection: Connection,
    between: tuple[str, ...] = (),
    since: str | None = None,
    until: str | None = None,
    limit: int = 500,
) -> list[Row]:
    """Claims about the gap before a contact, in the documents that report it, by the contact's day; the latest `limit`.

    between: whose contacts (names, ids, states); all where none is given, which reads every contact kept. Each row has
    `verdict` (supported, contradicted, unknown), `claim` (the words), `words` (their sentence), document with `published`,
    publisher, title and address, `contact` (id) with `day`, `first_day`, `last_day`, `action`, `status` and `who`,
    `first` and `last` (ISO days of the stretch claimed), `evidence` (ids of contacts), `against` (their words) and `why`.
    Raises UsageError for unknown names.
    """
    tied: dict[tuple[str, str, int], list[tuple[int, Row, Said]]] = {}
    for row in connection.execute(_reports(connection, between, since, until)).mappings():
        for sentence, claim, near in _made(dict(row)):
            tied.setdefault((row["document"], sentence, claim.start), []).append((near, dict(row), claim))
    rows = []
    for (_, sentence, _), candidates in tied.items():
        rows += [judge(connection, report, claim, sentence) for report, claim in _meant(candidates)]
    rows.sort(key=lambda x: (x["day"] or "", x["document"], x["contact"], x["claim"]))
    return rows[-limit:]


def _reports(connection: Connection, between: tuple[str, ...], since: str | None, until: str | None) -> Select[Any]:
    """The reports of the contacts asked for, with what their documents say."""
    columns = (
        r.c.contact, r.c.document, r.c.event, e.c.words, e.c.trigger, e.c.first_day, e.c.last_day, e.c.action, e.c.status,
        c.c.day, c.c.first_day.label("begins"), c.c.last_day.label("ends"), c.c.who, d.c.day.label("published"),
        d.c.publisher, d.c.title, d.c.address,
    )  # fmt: skip
    query = select(*columns).join(e, and_(e.c.document == r.c.document, e.c.id == r.c.event))
    query = query.join(d, d.c.id == r.c.document).join(c, c.c.id == r.c.contact)
    query = query.where(c.c.status.in_(("held", "planned")))
    if between:
        ids = within(contact_ids(connection, wanted(connection, between)), since, until).subquery()
        query = query.join(ids, ids.c.contact == r.c.contact)
    if since:
        query = query.where(c.c.day >= since)
    if until:
        query = query.where(c.c.day <= until)
    return query.order_by(r.c.document, r.c.event)


def _made(row: Row) -> Iterator[tuple[str, Said, int]]:
    """The claims in the sentences of a report that are about its contact: sentence, claim, and how near they are (2 where it
    names whom the contact was with, 1 where its words are those that tell the contact)."""
    if not _QUICK.search(row["words"]):
        return
    triggers = [t for t in row["trigger"].split(JOINT) if t]
    for sentence in row["words"].split(JOINT):
        if not _QUICK.search(sentence):
            continue
        for claim in said(sentence, row["published"]):
            if row["action"] not in claim.actions or points_back(claim, row["last_day"]):
                continue
            close = any(_overlaps(sentence, t, claim) for t in triggers)
            names = _names(sentence[claim.start : claim.end], row["who"])
            before = sentence[: claim.start]
            told = names or all(t in sentence for t in triggers)
            if close or _ANAPHOR.search(before) or (told and _APPOSED.search(before)):
                yield sentence, claim, 2 * names + close


def _names(words: str, who: str) -> bool:
    """Whether a claim itself names somebody who took part: "his first calls with Tolen since May"."""
    named = {name for match in _WITH.finditer(words) for name in match[1].split()}
    return bool(named & {name for person in who.split("; ") for name in person.split()[-1:]})


def _overlaps(sentence: str, trigger: str, claim: Said) -> bool:
    at = sentence.find(trigger)
    while at >= 0:
        if at < claim.end and at + len(trigger) > claim.start:
            return True
        at = sentence.find(trigger, at + 1)
    return False


def _meant(candidates: list[tuple[int, Row, Said]]) -> list[tuple[Row, Said]]:
    """The contacts that one claim is about: those with whom it names, else those told by its own words, else the only one that
    its sentence backs."""
    best = max(near for near, _, _ in candidates)
    chosen = {row["contact"]: (row, claim) for near, row, claim in candidates if near == best}
    return list(chosen.values()) if best or len(chosen) == 1 else []
