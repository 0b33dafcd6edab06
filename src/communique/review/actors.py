"""Decisions about an actor in all documents: what they say, and which documents they touch."""

from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from communique.errors import UsageError
from communique.model import Entity
from communique.store import reader, schema
from communique.store.corrected import PERSONAL, in_all_documents
from communique.store.deciding import Decision, Wide, about_actors, about_all_actors, decision_of, decisions
from communique.store.rows import actor_key, fold, last_word

WIKIDATA = "Q"


def fields_of(connection: Connection, key: str) -> dict[str, Any]:
    """What makes an entity the actor of a key: kind, name, country, Wikidata id. Raises UsageError for an unknown key."""
    row = connection.execute(select(schema.actors).where(schema.actors.c.key == key)).mappings().first()
    if row is None:
        raise UsageError(f"{key}: no such actor here")
    wikidata = key if key[:1] == WIKIDATA and key[1:].isdigit() else None
    return {"kind": row["kind"], "name": row["name"], "country": row["country"], "wikidata": wikidata}


def moved_to(connection: Connection, key: str) -> str | None:
    """Where the actor of a key that no document has any more went: the key to which standing decisions lead, else the one
    from which decisions that were taken back had led to it; None where people decided nothing of it."""
    led = [str((d.value or {}).get("key") or d.item) for d in about_actors(connection, [key])]
    if led and led[-1] != key:
        return led[-1]
    taken_back = select(decisions).where(decisions.c.kind == "actor", decisions.c.undone.is_not(None))
    made = map(decision_of, connection.execute(taken_back.order_by(decisions.c.number.desc())))
    return next((d.item for d in made if (d.value or {}).get("key") == key and d.item != key), None)


def actor_decision(connection: Connection, key: str, value: dict[str, Any]) -> dict[str, Any]:
    """The value of a decision about an actor: its fields, and the key that it has then.

    value: {"actor": key of another}, or any of kind, name, country, wikidata. Names of the actor lead to the new key too.
    Raises UsageError for a decision that says nothing, or that would lead in a circle with others.
    """
    was = fields_of(connection, key)
    wanted = dict(value)
    other = wanted.pop("actor", None)
    for name in wanted:
        if name not in PERSONAL:
            raise UsageError(f"{name}: of an actor in all documents one can correct {', '.join(PERSONAL)}")
    fields = {**(fields_of(connection, str(other)) if other else {}), **wanted}
    if not fields or fields == was:
        raise UsageError("nothing to correct")
    new = actor_key(_entity({**was, **fields}))
    led = {key for d in about_actors(connection, [new]) for key in (d.item, (d.value or {}).get("key"))}
    if new != key and key in led:
        raise UsageError("with earlier decisions that would lead in a circle; take those back first")
    if new != key:
        _lend_names(connection, key, new, {**was, **fields})
    return {**fields, "key": new}


def touched_documents(connection: Connection, decision: Decision, undone: bool) -> list[str]:
    """Keys of the documents that a decision about an actor changes: by the index on the actors of entities.

    undone: it is about to be taken back, and its documents have the key that it gave. Where it was decided about the actor
    before, they have the key given then; entities that were corrected by themselves may have any.
    """
    found = _documents(connection, {decision.item})
    led = about_actors(connection, {decision.item})
    if undone or any(d.item == decision.item and d.number != decision.number for d in led):
        doubtful = _documents(connection, {d.value["key"] for d in led if d.value})
    else:
        doubtful = set()
    alone = (decisions.c.kind == "entity", decisions.c.undone.is_(None), decisions.c.verdict == "correct")
    doubtful.update(connection.execute(select(decisions.c.document).where(*alone).distinct()).scalars())
    known = about_all_actors(connection)
    return sorted(found | {key for key in doubtful - found if _has(connection, key, decision.item, known)})


def _documents(connection: Connection, actors: set[str]) -> set[str]:
    entities = schema.entities
    query = select(entities.c.document).where(entities.c.key.in_(sorted(actors)))
    return set(connection.execute(query.distinct()).scalars())


def _has(connection: Connection, document: str, actor: str, known: Wide) -> bool:
    """Whether the machine read of an actor in a document, or of one that other decisions make that actor."""
    machine = reader.record(connection, document, corrected=False)
    if machine is None:
        return False
    keys = {actor_key(e) for e in machine.entities}
    wide = [d for d in about_actors(connection, keys, known) if d.item != actor]
    return any(actor in (actor_key(e), actor_key(in_all_documents(e, wide))) for e in machine.entities)


def _lend_names(connection: Connection, key: str, new: str, fields: dict[str, Any]) -> None:
    """The names of one actor find another too."""
    dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    actors, names = schema.actors, schema.actor_names
    row = {"key": new, "kind": fields["kind"], "name": fields["name"], "country": fields["country"]}
    connection.execute(dialect.insert(actors).on_conflict_do_nothing(), [row])
    lent = {*_names(connection, key), fold(fields["name"])}
    rows = [{"folded": name, "last": last_word(name), "key": new} for name in sorted(lent)]
    connection.execute(dialect.insert(names).on_conflict_do_nothing(), rows)


def take_names_back(connection: Connection, decision: Decision) -> None:
    """After a decision about an actor was taken back: names that found the other only for its sake find it no more."""
    new, names = str((decision.value or {}).get("key")), schema.actor_names
    if new == decision.item:
        return
    entities = schema.entities
    own = select(entities.c.name).where(entities.c.key == new).distinct()
    borne = {fold(name) for name in connection.execute(own).scalars()}
    borne |= set(_names(connection, *(d.item for d in _led_to(connection, new))))
    gone = sorted(set(_names(connection, decision.item)) - borne)
    connection.execute(delete(names).where(names.c.key == new, names.c.folded.in_(gone)))


def _led_to(connection: Connection, key: str) -> list[Decision]:
    """The decisions that make some actor this one."""
    wide = about_all_actors(connection).values()
    return [d for some in wide for d in some if d.value and d.value.get("key") == key]


def _names(connection: Connection, *keys: str) -> list[str]:
    names = schema.actor_names
    return list(connection.execute(select(names.c.folded).where(names.c.key.in_(keys))).scalars())


def _entity(fields: dict[str, Any]) -> Entity:
    return Entity(id="", **{name: fields[name] for name in PERSONAL})
