"""What people reviewed, as gold: ID.txt with ID.json that quotes its words, or the corrected records themselves."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from communique.model import Entity, Event, Position, Record, Spans, Statement, When
from communique.store import reader
from communique.store.corrected import CERTAIN
from communique.store.deciding import decisions

DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
KINDS = ("person", "country")
SENTENCE = 80  # characters of a sentence that are quoted


def write_gold(connection: Connection, folder: Path, complete: bool = False) -> int:
    """Write ID.txt and ID.json of every reviewed document, ID being its key; how many. The folder is made where missing."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for key, record in reviewed(connection, complete):
        (folder / f"{key}.txt").write_bytes(record.document.text.encode("utf-8", "replace"))
        told = json.dumps({"id": key, **gold_of(record)}, ensure_ascii=False, indent=1)
        (folder / f"{key}.json").write_text(told + "\n", encoding="utf-8")
        count += 1
    return count


def write_records(connection: Connection, folder: Path, complete: bool = False) -> int:
    """Write the corrected records of every reviewed document to `records.jsonl` in a folder; how many."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with (folder / "records.jsonl").open("wb") as out:
        for _, record in reviewed(connection, complete):
            out.write(record.to_json() + b"\n")
            count += 1
    return count


def reviewed(connection: Connection, complete: bool = False) -> Iterator[tuple[str, Record]]:
    """Key and corrected record of the documents about which decisions stand, in the order of their keys.

    complete: only those in which every contact, statement and position was confirmed, corrected or added by a person.
    """
    table = decisions
    mine = (table.c.document.is_not(None), table.c.undone.is_(None), table.c.verdict != "comment")
    keys = connection.execute(select(table.c.document).where(*mine).distinct().order_by(table.c.document)).scalars()
    for key in list(keys):
        record = reader.record(connection, key)
        if record is not None and not (complete and unreviewed(record)):
            yield key, record


def unreviewed(record: Record) -> int:
    """How many contacts, statements and positions of a corrected record nobody looked at: those that are not certain."""
    sure = [e.confidence for e in record.contacts] + [s.confidence for s in record.statements]
    sure += [p.confidence for p in record.positions]
    return sum(confidence != CERTAIN for confidence in sure)


def gold_of(record: Record) -> dict[str, Any]:
    """A record as gold that quotes the text: date, publisher, title, kind, actors, contacts, statements, positions."""
    names = {e.id: e.name for e in record.entities}
    statements = sorted(record.statements, key=lambda s: s.content[0].start)
    cast = list(_cast(record))
    document = record.document
    return {
        "date": document.day,
        "publisher": document.publisher,
        "title": document.title,
        "kind": document.kind,
        "actors": _actors(record, cast),
        "contacts": [_contact(record, e, names) for e in record.contacts],
        "statements": [_statement(record, s, names) for s in statements],
        "positions": [_position(record, p, names) for p in record.positions],
    }


def _cast(record: Record) -> Iterator[str]:
    for e in record.contacts:
        yield from (p.entity for p in e.participants)
    for s in record.statements:
        yield from (*s.speakers, *s.via, *((s.addressee,) if s.addressee else ()))
    for p in record.positions:
        yield from p.holders


def _actors(record: Record, cast: list[str]) -> list[dict[str, Any]]:
    """Each party of an item, by name: two entities of one name are one actor."""
    out: dict[str, dict[str, Any]] = {}
    for entity in record.entities:
        if entity.id not in cast:
            continue
        actor = out.setdefault(entity.name, {**_actor(entity), "surface": []})
        surfaces = [m.span.of(record.document.text) for m in entity.mentions if m.form in ("name", "title")]
        actor["surface"] = list(dict.fromkeys([*actor["surface"], *surfaces]))
    return list(out.values())


def _actor(entity: Entity) -> dict[str, Any]:
    kind = entity.kind if entity.kind in KINDS else "organization"
    office = entity.roles[0].title if entity.roles else None
    return {"name": entity.name, "kind": kind, "country": entity.country, "office": office}


def _contact(record: Record, event: Event, names: dict[str, str]) -> dict[str, Any]:
    return {
        "action": event.action,
        "status": event.status,
        "participants": _names(tuple(p.entity for p in event.participants), names),
        "when": when_of(event.when),
        "where": names.get(event.where or ""),
        "trigger": event.trigger[0].of(record.document.text),
        "sentence": event.evidence[0].of(record.document.text)[:SENTENCE],
    }


def _statement(record: Record, statement: Statement, names: dict[str, str]) -> dict[str, Any]:
    return {
        "speakers": _names(statement.speakers, names),
        "via": _names(statement.via, names),
        "source_text": _first(record, statement.source),
        "cue": _first(record, statement.cue),
        "content": [span.of(record.document.text) for span in statement.content],
        "form": statement.form,
        "channel": statement.channel,
        "addressee": names.get(statement.addressee or ""),
    }


def _position(record: Record, position: Position, names: dict[str, str]) -> dict[str, Any]:
    target = position.target[0].of(record.document.text)
    return {"holders": _names(position.holders, names), "stance": position.stance, "target": target}


def _names(entities: tuple[str, ...], names: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(names[i] for i in entities))


def _first(record: Record, spans: Spans) -> str | None:
    return spans[0].of(record.document.text) if spans else None


def when_of(when: When | None) -> str | None:
    """A time as gold writes it: a day, month or year, or first/last; None where an end is open."""
    if when is None or when.start is None or when.end is None:
        return None
    if DAY.fullmatch(when.edtf):
        return when.edtf
    return when.start if when.start == when.end else f"{when.start}/{when.end}"
