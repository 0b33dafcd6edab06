"""The contacts between some parties in the order of time, each with the gap before it."""

from collections.abc import Hashable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, exists, select

from communique.query.timeline.among import AT_ONCE, Wanted, contact_ids, participants, wanted
from communique.query.timeline.gaps import Gap, gaps
from communique.query.timeline.reach import months_between
from communique.store import across, schema

c, m, d = across.merged_contacts, across.merged_participants, schema.documents
Row = dict[str, Any]
LIMIT = 200
REMEMBERED = 2_000  # contacts before, of the same parties, among which the one before is looked for
MONTHS = 120  # of a gap that are looked at
NO_GAP = {"since_previous": None, "first_since": None, "exact": None, "previous": None}


def timeline(
    connection: Connection,
    between: tuple[str, ...],
    since: str | None = None,
    until: str | None = None,
    limit: int = LIMIT,
    actions: tuple[str, ...] = (),
    statuses: tuple[str, ...] = (),
    remembered: int = REMEMBERED,
) -> list[Row]:
    """The contacts that all of `between` (names, ids, states) take part in, earliest first; the latest `limit` of them.

    since, until: ISO days; a contact passes when it may have been within them. Each row is a row of `merged_contacts` with
    `who` (names), `precision` of its date (day, month, year, stretch or none: then `day` is that of the first report) and two
    gaps, counted between held contacts of the same action: `since_previous` (days), `first_since` (EDTF), `exact`, `previous`
    (a contact) between the parties asked for, and the same with `persons_` before it where all the same persons took part.
    `unseen`: months of the former without any document. The one before is looked for among the `remembered`
    contacts before those shown. Raises UsageError for unknown names.
    """
    parties = wanted(connection, between)
    known = _known(connection, parties, until, limit + remembered, actions)
    everybody = participants(connection, [row["id"] for row in known])
    by_action = gaps(known, lambda row: row["action"])
    by_persons = gaps(known, lambda row: _circle(row, everybody[row["id"]]))
    rows = []
    for row in known:
        last = row["last_day"] or row["day"]
        if (since and (not last or last < since)) or (until and (not row["day"] or row["day"] > until)):
            continue
        if (actions and row["action"] not in actions) or (statuses and row["status"] not in statuses):
            continue
        names = [p["name"] for p in everybody[row["id"]]]
        own = {"persons_" + k: v for k, v in _fields(by_persons.get(row["id"])).items()}
        rows.append(row | {"who": names, "precision": precision(row)} | _fields(by_action.get(row["id"])) | own)
    shown = rows[-limit:]
    _mark_unseen(connection, shown)
    return shown


def _mark_unseen(connection: Connection, rows: list[Row]) -> None:
    """Adds `unseen` to each row: the months of its gap of which the store has no document."""
    seen: dict[str, bool] = {}
    for row in rows:
        before, row["unseen"] = row["since_previous"], []
        if before is None or not row["first_day"]:
            continue
        first = (date.fromisoformat(row["first_day"]) - timedelta(days=before)).isoformat()
        for month in months_between(first, row["first_day"])[-MONTHS:]:
            if month not in seen:
                some = exists().where(d.c.day >= month, d.c.day <= month + "-31")
                seen[month] = bool(connection.execute(select(some)).scalar_one())
            if not seen[month]:
                row["unseen"].append(month)


def precision(row: Row) -> str:
    """How exactly a contact is dated: day, month, year, stretch (of days), or none."""
    first, last = row["first_day"], row["last_day"]
    if not first or not last:
        return "none"
    if first == last:
        return "day"
    if first[:8] + "01" == first and first[:7] == last[:7] == row["edtf"]:
        return "month"
    return "year" if first[:4] == row["edtf"] else "stretch"


def _known(
    connection: Connection, parties: Wanted, until: str | None, limit: int, actions: tuple[str, ...]
) -> list[Row]:
    """The latest contacts of the parties, earliest first, with some more before those shown, for the gaps."""
    query = contact_ids(connection, parties)
    day = query.selected_columns.day
    if until:
        query = query.where(day <= until)
    if actions and parties:
        query = query.where(exists().where(c.c.id == m.c.contact, c.c.action.in_(actions)))
    last = query.order_by(day.desc().nulls_last(), query.selected_columns.contact.desc()).limit(limit)
    ids = [row.contact for row in connection.execute(last)]
    columns = (
        c.c.id, c.c.day, c.c.first_day, c.c.last_day, c.c.edtf, c.c.action, c.c.status, c.c.place, c.c.reports,
        c.c.origins, c.c.probability,
    )  # fmt: skip
    found: list[Row] = []
    for i in range(0, len(ids), AT_ONCE):
        some = select(*columns).where(c.c.id.in_(ids[i : i + AT_ONCE]))
        found += [dict(r) for r in connection.execute(some).mappings()]
    return sorted(found, key=lambda r: (r["day"] or "", r["id"]))


def _circle(row: Row, everybody: list[Row]) -> Hashable | None:
    """The action and the persons who took part; None where fewer than two did."""
    here = frozenset(p["actor"] for p in everybody if p["kind"] == "person")
    return (row["action"], here) if len(here) > 1 else None


def _fields(gap: Gap | None) -> Row:
    return NO_GAP if gap is None else gap._asdict()
