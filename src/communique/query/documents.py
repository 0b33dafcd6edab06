"""Documents and claims under a filter, newest first, a page at a time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, exists, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from communique.query.narrowing import Filter, Key
from communique.query.which import DOCUMENTS, EVENTS, POSITIONS, STATEMENTS, Kind, keys
from communique.store import schema

d, e, s, p = schema.documents, schema.events, schema.statements, schema.positions
Row = dict[str, Any]
LIMIT = 50
AT_ONCE = 500  # keys in one query
ANY = Filter()
ABOUT = (d.c.publisher, d.c.title, d.c.address, d.c.path)


def documents(
    connection: Connection,
    wanted: Filter = ANY,
    limit: int = LIMIT,
    skip: int = 0,
    after: Key | None = None,
    own: Sequence[ColumnElement[bool]] = (),
) -> list[Row]:
    """Documents, newest publication first; those without a date last. Every version counts as one.

    after: the row that the page goes on from. own: more conditions.
    """
    own = [*own, exists().where(s.c.document == d.c.id, s.c.channel == wanted.channel)] if wanted.channel else own
    columns = (d.c.id, d.c.text_id, d.c.day, d.c.kind, d.c.language, d.c.version, *ABOUT)
    return _rows(connection, DOCUMENTS, columns, keys(connection, DOCUMENTS, wanted, own, limit, skip, after))


def contacts(
    connection: Connection,
    wanted: Filter = ANY,
    limit: int = LIMIT,
    skip: int = 0,
    after: Key | None = None,
    codes: str = "CONSULT",
) -> list[Row]:
    """Events (contacts unless `codes` says otherwise), latest first, each with its participants' names in order.

    The filter's days are those of the event, or of the document where the event has none; its actors take part in it.
    """
    columns = (
        e.c.document, e.c.id, e.c.day, e.c.first_day, e.c.last_day, e.c.action, e.c.status, e.c.code, e.c.trigger,
        e.c.words, e.c.first, e.c.last, e.c.confidence, *ABOUT,
    )  # fmt: skip
    found = keys(connection, EVENTS, wanted, [e.c.code == codes], limit, skip, after)
    return _named(connection, _rows(connection, EVENTS, columns, found), EVENTS, {"who": None})


def statements(
    connection: Connection, wanted: Filter = ANY, limit: int = LIMIT, skip: int = 0, after: Key | None = None
) -> list[Row]:
    """Statements, newest document first, with the names of speakers and of those who relayed. Actors spoke or relayed."""
    columns = (
        s.c.document, s.c.id, s.c.day, s.c.form, s.c.channel, s.c.cue, s.c.words, s.c.first, s.c.last, s.c.confidence,
        *ABOUT,
    )  # fmt: skip
    own = [s.c.channel == wanted.channel] if wanted.channel else []
    found = keys(connection, STATEMENTS, wanted, own, limit, skip, after)
    parts = {"speakers": "speaker", "via": "via"}
    return _named(connection, _rows(connection, STATEMENTS, columns, found), STATEMENTS, parts)


def positions(
    connection: Connection, wanted: Filter = ANY, limit: int = LIMIT, skip: int = 0, after: Key | None = None
) -> list[Row]:
    """Positions, newest document first, with the holders' names. The filter's actors hold them."""
    columns = (
        p.c.document, p.c.id, p.c.day, p.c.stance, p.c.target, p.c.words, p.c.first, p.c.last, p.c.confidence, *ABOUT,
    )  # fmt: skip
    found = keys(connection, POSITIONS, wanted, [], limit, skip, after)
    return _named(connection, _rows(connection, POSITIONS, columns, found), POSITIONS, {"holders": None})


def _rows(connection: Connection, kind: Kind, columns: Any, wanted: list[tuple[str, str]]) -> list[Row]:
    """The rows of some keys, in the order of the keys."""
    query = select(*columns)
    if kind.table is not d:
        query = query.join(d, d.c.id == kind.table.c.document)
    found = {
        (row.get("document", row["id"]), row["id"]): dict(row)
        for some in _portions(wanted)
        for row in connection.execute(query.where(_among(kind.key, some))).mappings()
    }
    return [found[key] for key in wanted]


def _named(connection: Connection, rows: list[Row], kind: Kind, wanted: Mapping[str, str | None]) -> list[Row]:
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
    return rows


def _portions(wanted: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    return [wanted[i : i + AT_ONCE] for i in range(0, len(wanted), AT_ONCE)]


def _among(columns: tuple[Any, Any], wanted: list[tuple[str, str]]) -> ColumnElement[bool]:
    """That an item is one of some keys. SQLite would look for pairs from one end of a table to the other, but not for ids."""
    here = columns[0].in_(sorted({document for document, _ in wanted}))
    return here if columns[0] is columns[1] else and_(here, tuple_(*columns).in_(wanted))
