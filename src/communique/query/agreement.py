"""What the reports of one contact agree on, and where they differ: what it was, when, where, who took part."""

from typing import Any

from sqlalchemy import Connection, and_, select, tuple_

from communique.store import schema

e, n, p = schema.events, schema.entities, schema.participants
Row = dict[str, Any]


def agreement(connection: Connection, told: list[Row]) -> list[Row]:
    """Rows of field (what, whether, when, where, who), value and reports (their places in `told`, from 0), agreed.

    told: reports with document, event, action, status and edtf, as `query.contacts.contact` gives them. agreed: every report
    that says anything of the field says this. A field that no report speaks of has no row; values come as first told.
    """
    keys = [(r["document"], r["event"]) for r in told]
    where, who = _places(connection, keys), _parties(connection, keys)
    rows: list[Row] = []
    for field, column in (("what", "action"), ("whether", "status"), ("when", "edtf")):
        rows += _held_together(field, [[r[column]] if r[column] else [] for r in told])
    rows += _held_together("where", [where.get(key, []) for key in keys])
    rows += _held_together("who", [who.get(key, []) for key in keys])
    return rows


def _held_together(field: str, values: list[list[str]]) -> list[Row]:
    said: dict[str, list[int]] = {}
    for i, some in enumerate(values):
        for value in dict.fromkeys(some):
            said.setdefault(value, []).append(i)
    speaking = sum(1 for some in values if some)
    return [{"field": field, "value": v, "reports": on, "agreed": len(on) == speaking} for v, on in said.items()]


def _places(connection: Connection, keys: list[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    query = select(e.c.document, e.c.id, n.c.name).join(n, and_(n.c.document == e.c.document, n.c.id == e.c.place))
    rows = connection.execute(
        query.where(e.c.document.in_({d for d, _ in keys}), tuple_(e.c.document, e.c.id).in_(keys))
    )
    return {(row.document, row.id): [row.name] for row in rows}


def _parties(connection: Connection, keys: list[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """Under the names by which the actors are known in all documents."""
    a = schema.actors
    query = select(p.c.document, p.c.event, a.c.name).join(a, a.c.key == p.c.actor)
    query = query.where(p.c.document.in_({d for d, _ in keys}), tuple_(p.c.document, p.c.event).in_(keys))
    found: dict[tuple[str, str], list[str]] = {}
    for row in connection.execute(query.order_by(p.c.document, p.c.event, p.c.ordinal)):
        found.setdefault((row.document, row.event), []).append(row.name)
    return found
