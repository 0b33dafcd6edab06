"""Rows of documents and claims by their keys, with the names of the parties linked to them."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, and_, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from communique.query.which import DOCUMENTS, EVENTS, POSITIONS, STATEMENTS, Kind
from communique.store import schema

d, e, s, p = schema.documents, schema.events, schema.statements, schema.positions
Row = dict[str, Any]
AT_ONCE = 500  # keys in one query
AT = schema.entities.alias("at")  # where an event took place
ABOUT = (d.c.publisher, d.c.title, d.c.address, d.c.path)
COLUMNS: dict[Kind, tuple[Any, ...]] = {
    DOCUMENTS: (d.c.id, d.c.text_id, d.c.day, d.c.kind, d.c.language, d.c.version, *ABOUT),
    EVENTS: (
        e.c.document, e.c.id, e.c.day, e.c.first_day, e.c.last_day, e.c.edtf, e.c.action, e.c.status,
        AT.c.name.label("place"), e.c.code, e.c.trigger, e.c.words, e.c.first, e.c.last, e.c.confidence, *ABOUT,
    ),
    STATEMENTS: (
        s.c.document, s.c.id, s.c.day, s.c.form, s.c.channel, s.c.cue, s.c.words, s.c.first, s.c.last, s.c.confidence,
        *ABOUT,
    ),
    POSITIONS: (
        p.c.document, p.c.id, p.c.day, p.c.stance, p.c.target, p.c.words, p.c.first, p.c.last, p.c.confidence, *ABOUT,
    ),
}  # fmt: skip
NAMED: dict[Kind, dict[str, str | None]] = {
    EVENTS: {"who": None},
    STATEMENTS: {"speakers": "speaker", "via": "via"},
    POSITIONS: {"holders": None},
}
"""Under which keys the names of parties stand in a row, and the part of the chain that they have."""


def rows(connection: Connection, kind: Kind, keys: list[tuple[str, str]]) -> list[Row]:
    """The rows of some keys (document, id), in the order of the keys."""
    query = select(*COLUMNS[kind])
    if kind.table is not d:
        query = query.join(d, d.c.id == kind.table.c.document)
    if kind is EVENTS:
        query = query.outerjoin(AT, and_(AT.c.document == e.c.document, AT.c.id == e.c.place))
    names = [str(column.key) for column in query.selected_columns]
    found: dict[tuple[str, str], Row] = {}
    for some in _portions(keys):
        for values in connection.execute(query.where(_among(kind.key, some))):
            row = dict(zip(names, values, strict=True))
            found[row.get("document", row["id"]), row["id"]] = row
    out = [found[key] for key in keys]
    if kind in NAMED:
        _name(connection, out, kind, NAMED[kind])
    return out


def targets(connection: Connection, keys: list[tuple[str, str]]) -> list[str]:
    """What the positions of some keys are about, in no order."""
    query = select(p.c.target)
    return [
        target
        for some in _portions(keys)
        for target in connection.execute(query.where(_among(POSITIONS.key, some))).scalars()
    ]


def _name(connection: Connection, rows: list[Row], kind: Kind, wanted: dict[str, str | None]) -> None:
    """Adds the names of the parties linked to each row, under the keys of `wanted` (its values: the chain's part)."""
    n, link = schema.entities, kind.link
    item = link.c[kind.item]
    part = link.c.part if "part" in link.c else link.c.ordinal
    query = select(link.c.document, item.label("item"), part.label("part"), n.c.name)
    query = query.join(n, and_(n.c.document == link.c.document, n.c.id == link.c.entity)).order_by(link.c.ordinal)
    names = defaultdict(list)
    for some in _portions([(row["document"], row["id"]) for row in rows]):
        for found in connection.execute(query.where(_among((link.c.document, item), some))):
            names[found.document, found.item].append((found.part, found.name))
    for row in rows:
        here = names[row["document"], row["id"]]
        row.update({name: [n for p, n in here if which is None or p == which] for name, which in wanted.items()})


def _portions(wanted: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    return [wanted[i : i + AT_ONCE] for i in range(0, len(wanted), AT_ONCE)]


def _among(columns: tuple[Any, Any], wanted: list[tuple[str, str]]) -> ColumnElement[bool]:
    """That an item is one of some keys. SQLite would look for pairs from one end of a table to the other, but not for ids."""
    here = columns[0].in_(sorted({document for document, _ in wanted}))
    return here if columns[0] is columns[1] else and_(here, tuple_(*columns).in_(wanted))
