"""Deciding about items of a document, its entities, actors everywhere, and merged contacts; each step in one transaction.

A decision is written down, and the rows of the documents that it touches are laid out anew with it. It is refused, and nothing
is kept, where the record would no longer be backed by its text.
"""

import json
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, insert, select, text, update

from communique.errors import UsageError
from communique.model import Record
from communique.model.ids import claim_id, entity_id
from communique.review.actors import actor_decision, fields_of, take_names_back, touched_documents
from communique.review.history import history
from communique.review.values import completed, settled
from communique.store import across, reader, schema
from communique.store.clock import now
from communique.store.corrected import TYPES, apply, issue_id
from communique.store.deciding import Decision, about_all_actors, decision_of, decisions
from communique.store.draft import Item, main_spans
from communique.store.writer import lay_out

__all__ = ["decide", "history", "join", "split", "undo"]

VERDICTS = {
    "event": ("confirm", "reject", "correct", "add", "comment"),
    "statement": ("confirm", "reject", "correct", "add", "comment"),
    "position": ("confirm", "reject", "correct", "add", "comment"),
    "entity": ("confirm", "reject", "correct", "add", "join", "comment"),
    "issue": ("confirm", "reject", "comment"),
    "actor": ("correct", "comment"),
    "merge": ("join", "split", "comment"),
}
"""What may be decided about which kind of item."""
MERGED = ("event", "entity", "actor", "merge")
"""Kinds of items on which merged contacts hang."""
SALT = "added by a person"


def decide(
    engine: Engine,
    by: str,
    document: str | None,
    kind: str,
    item: str,
    verdict: str,
    value: dict[str, Any] | None = None,
    why: str | None = None,
) -> int:
    """Write a decision down and apply it; its number. The same decision by the same person twice is one.

    document: key in `documents`, None for an actor in all documents and for merges. item: see `decisions.item`; "" for one that
    is added. value: the fields corrected (see `values.settled`); {"actor": key} makes an entity, or an actor in all documents,
    that actor; {"with": id} joins two entities of a document. Raises UsageError where it makes no sense or breaks grounding.
    """
    kind = {"contact": "event"}.get(kind, kind)
    _sensible(by, kind, verdict, why)
    with engine.execution_options(writes=True).begin() as connection:
        _hold(connection, document, kind)
        if kind == "merge":
            number = _merge(connection, by, item, str((value or {}).get("with")), verdict, why)
        elif kind == "actor":
            number = _actor(connection, by, item, verdict, value or {}, why)
        else:
            number = _item(connection, by, document or "", kind, item, verdict, value or {}, why)
    if kind in MERGED and verdict not in ("comment", "confirm"):
        _merge_again(engine)
    return number


def join(engine: Engine, by: str, a: str, b: str, why: str | None = None) -> int:
    """Decide that two reports (“document/event”) tell one contact. The latest decision about two reports holds."""
    return decide(engine, by, None, "merge", a, "join", {"with": b}, why)


def split(engine: Engine, by: str, a: str, b: str, why: str | None = None) -> int:
    """Decide that two reports (“document/event”) tell different contacts."""
    return decide(engine, by, None, "merge", a, "split", {"with": b}, why)


def undo(engine: Engine, number: int, by: str) -> None:
    """Take a decision back; it stays on record with who took it back, and when. Raises UsageError."""
    if not by:
        raise UsageError("who takes it back?")
    with engine.execution_options(writes=True).begin() as connection:
        row = connection.execute(select(decisions).where(decisions.c.number == number)).first()
        if row is None:
            raise UsageError(f"{number}: no such decision")
        if row.undone:
            raise UsageError(f"{number}: was taken back by {row.undone_by} on {row.undone[:10]}")
        old = decision_of(row)
        _hold(connection, old.document, old.kind)
        touched = touched_documents(connection, old, True) if old.kind == "actor" else []
        mine = (decisions.c.number == number, decisions.c.undone.is_(None))
        connection.execute(update(decisions).where(*mine).values(undone=now(), undone_by=by))
        _again(connection, touched or ([old.document] if old.document else []))
        if old.kind == "actor":
            take_names_back(connection, old)
    if old.kind in MERGED:
        _merge_again(engine)


def _hold(connection: Connection, document: str | None, kind: str) -> None:
    """Let nobody else decide, or read the documents concerned anew, until this ends. SQLite has one writer."""
    if connection.dialect.name == "sqlite":
        return
    connection.execute(text("LOCK TABLE decisions IN SHARE ROW EXCLUSIVE MODE"))
    if kind == "actor":  # any document, also one that is being added
        connection.execute(text("LOCK TABLE documents, readings IN SHARE MODE"))
    elif document:
        readings = schema.readings
        connection.execute(select(readings.c.read).where(readings.c.document == document).with_for_update())


def _sensible(by: str, kind: str, verdict: str, why: str | None) -> None:
    if not by:
        raise UsageError("who decides?")
    if kind not in VERDICTS:
        raise UsageError(f"{kind!r}: decisions are about: {', '.join(VERDICTS)}")
    if verdict not in VERDICTS[kind]:
        raise UsageError(f"{verdict!r}: of a {kind} one can: {', '.join(VERDICTS[kind])}")
    if verdict == "comment" and not why:
        raise UsageError("a comment without words")


def _item(
    connection: Connection,
    by: str,
    document: str,
    kind: str,
    item: str,
    verdict: str,
    value: dict[str, Any],
    why: str | None,
) -> int:
    machine = reader.record(connection, document, corrected=False)
    if machine is None:
        raise UsageError(f"{document}: no such document here")
    standing = reader.standing(connection, document, machine)
    shown = apply(machine, standing).record
    here = _items(shown, kind) | _items(machine, kind) if verdict != "add" else {}
    found = here.get(item)
    if verdict == "add":
        value = completed(shown, kind, settled(shown, kind, None, value))
        item = _new_id(machine, kind, value)
    elif item not in here and not any(d.kind == kind and d.item == item for d in standing):
        raise UsageError(f"{item}: the document has no such {kind}")
    elif verdict == "correct":
        value = settled(shown, kind, found, _with_actor(connection, value) if kind == "entity" else value)
        if not value:
            raise UsageError("nothing to correct")
    was = _items(machine, kind).get(item)
    new = _written(connection, by, document, kind, item, verdict, value or None, was, why)
    if verdict == "comment" or new.number in {d.number for d in standing}:
        return new.number
    idle = apply(machine, [*standing, new]).idle
    if new.number in idle:
        raise UsageError(idle[new.number])
    lay_out(connection, machine, document)
    return new.number


def _items(record: Record, kind: str) -> dict[str, Any]:
    if kind == "issue":
        return {issue_id(issue): issue for issue in record.issues}
    group = {"event": "events", "statement": "statements", "position": "positions", "entity": "entities"}[kind]
    return {item.id: item for item in getattr(record, group)}


def _new_id(record: Record, kind: str, value: dict[str, Any]) -> str:
    """The id of an item that people add: made of its words, like every other."""
    if kind == "entity":
        return entity_id(record.document.id, SALT, str(value.get("name")))
    try:
        item: Item = msgspec.convert({**value, "id": ""}, TYPES[kind])
    except msgspec.ValidationError as error:
        raise UsageError(f"not a whole {kind}: {error}") from error
    return claim_id(kind, record.document.id, main_spans(item), SALT)


def _with_actor(connection: Connection, value: dict[str, Any]) -> dict[str, Any]:
    fields = dict(value)
    actor = fields.pop("actor", None)
    return {**(fields_of(connection, str(actor)) if actor else {}), **fields}


def _actor(connection: Connection, by: str, item: str, verdict: str, value: dict[str, Any], why: str | None) -> int:
    if verdict == "comment":
        return _written(connection, by, None, "actor", item, verdict, None, None, why).number
    fields = actor_decision(connection, item, value)
    new = _written(connection, by, None, "actor", item, verdict, fields, None, why)
    _again(connection, touched_documents(connection, new, False))
    return new.number


def _merge(connection: Connection, by: str, a: str, b: str, verdict: str, why: str | None) -> int:
    a, b = sorted((a, b))
    if a == b:
        raise UsageError("a report and itself")
    for report in (a, b):
        document, _, event = report.partition("/")
        here = (schema.events.c.document == document, schema.events.c.id == event)
        if connection.execute(select(schema.events.c.id).where(*here)).first() is None:
            raise UsageError(f"{report}: no such report here; it is written DOCUMENT/EVENT")
    return _written(connection, by, None, "merge", a, verdict, {"with": b}, None, why).number


def _merge_again(engine: Engine) -> None:
    """Bring the merged contacts up to date, where there are any."""
    from communique.query.merging.run import refresh

    with engine.connect() as connection:
        merged = connection.execute(select(across.merged_contacts.c.id).limit(1)).first()
    if merged is not None:
        refresh(engine)


def _again(connection: Connection, documents: list[str]) -> None:
    """Lay documents out anew."""
    known = about_all_actors(connection)
    for document in documents:
        machine = reader.record(connection, document, corrected=False)
        if machine is not None:
            lay_out(connection, machine, document, known=known)


def _written(
    connection: Connection,
    by: str,
    document: str | None,
    kind: str,
    item: str,
    verdict: str,
    value: dict[str, Any] | None,
    was: Any,
    why: str | None,
) -> Decision:
    """The decision as it stands in the table; the one already there where the same person decided the same before."""
    row = {
        "document": document,
        "kind": kind,
        "item": item,
        "verdict": verdict,
        "value": json.dumps(value, ensure_ascii=False, sort_keys=True) if value else None,
        "was": msgspec.json.encode(was).decode() if was is not None else None,
        "why": why,
        "by": by,
    }
    latest = select(decisions).where(
        decisions.c.document == document if document else decisions.c.document.is_(None),
        decisions.c.kind == kind,
        decisions.c.item == item,
        decisions.c.undone.is_(None),
    )
    before = connection.execute(latest.order_by(decisions.c.number.desc()).limit(1)).first()
    if before is not None and all(before._mapping[name] == row[name] for name in ("verdict", "value", "why", "by")):
        return decision_of(before)
    done = connection.execute(insert(decisions).values(**row, at=now()))
    number = done.inserted_primary_key[0]  # type: ignore[index]
    return decision_of(connection.execute(select(decisions).where(decisions.c.number == number)).one())
