"""One record laid out as rows of the claim tables."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Table

from communique.model import Entity, Event, Record, Spans, hull
from communique.store import schema

Row = dict[str, Any]


def actor_key(entity: Entity) -> str:
    """The same text for one party in all documents: the Wikidata id, the state for a country, else kind, state and name."""
    if entity.wikidata:
        return entity.wikidata
    if entity.kind == "country" and entity.country:
        return entity.country
    return plain(f"{entity.kind}:{entity.country or ''}:{entity.name.casefold()}")


def rows_of(record: Record, document: str) -> Iterator[tuple[Table, list[Row]]]:
    """The rows of every claim table, in the order in which they may be inserted. document: the key in `documents`."""
    day = record.document.day
    party = {e.id: {"entity": e.id, "actor": actor_key(e), "country": e.country} for e in record.entities}
    yield schema.entities, [{**_entity(e, document), "day": day} for e in record.entities]
    yield (
        schema.statements,
        [
            {
                "document": document,
                "id": s.id,
                "form": s.form,
                "channel": s.channel,
                "addressee": s.addressee,
                "within": s.within,
                "cue": words(record, s.cue) or None,
                "words": words(record, s.content),
                **_where(s.content),
                "edtf": s.when.edtf if s.when else None,
                "confidence": s.confidence,
                "day": day,
            }
            for s in record.statements
        ],
    )
    yield (
        schema.chain,
        [
            {
                "document": document,
                "statement": s.id,
                "part": part,
                "ordinal": i,
                **party[entity],
                "day": day,
            }
            for s in record.statements
            for part, entities in (("speaker", s.speakers), ("via", s.via))
            for i, entity in enumerate(entities)
        ],
    )
    yield (
        schema.events,
        [
            {
                "document": document,
                "id": e.id,
                "code": e.code,
                "action": e.action,
                "mode": e.mode,
                "status": e.status,
                "edtf": e.when.edtf if e.when else None,
                "first_day": e.when.start if e.when else None,
                "last_day": e.when.end if e.when else None,
                "place": e.where,
                "trigger": words(record, e.trigger),
                "words": words(record, e.evidence),
                **_where(e.trigger),
                "confidence": e.confidence,
                "day": _event_day(e) or day,
            }
            for e in record.events
        ],
    )
    yield (
        schema.participants,
        [
            {
                "document": document,
                "event": e.id,
                "ordinal": i,
                **party[p.entity],
                "side": p.side,
                "day": _event_day(e) or day,
            }
            for e in record.events
            for i, p in enumerate(e.participants)
        ],
    )
    yield (
        schema.positions,
        [
            {
                "document": document,
                "id": p.id,
                "stance": p.stance,
                "target": words(record, p.target),
                "words": words(record, p.evidence),
                **_where(p.target),
                "statement": p.statement,
                "confidence": p.confidence,
                "day": day,
            }
            for p in record.positions
        ],
    )
    yield (
        schema.holders,
        [
            {"document": document, "position": p.id, "ordinal": i, **party[entity], "day": day}
            for p in record.positions
            for i, entity in enumerate(p.holders)
        ],
    )
    yield (
        schema.issues,
        [
            {"document": document, "ordinal": i, "stage": issue.stage, "reason": plain(issue.reason)}
            for i, issue in enumerate(record.issues)
        ],
    )


def actors_of(record: Record) -> tuple[list[Row], list[Row]]:
    """Rows of `actors` and `actor_names`, each key and each name once."""
    actors = {actor_key(e): e for e in reversed(record.entities)}
    rows = [{"key": k, "kind": e.kind, "name": plain(e.name), "country": e.country} for k, e in sorted(actors.items())]
    names = sorted({(fold(e.name), actor_key(e)) for e in record.entities})
    return rows, [{"folded": folded, "key": key, "last": last_word(folded)} for folded, key in names]


class Changes(NamedTuple):
    """What makes the rows of a table those wanted: rows to add, (row, columns that differ) to update, keys to delete."""

    added: list[Row]
    other: list[tuple[Row, set[str]]]
    gone: list[Row]


def changes(there: Iterable[Any], wanted: list[Row], keys: tuple[str, ...]) -> Changes:
    """Compare the rows of a table with those that it should have. keys: the columns of its primary key."""
    old = {tuple(row[k] for k in keys): row for row in there}
    new = {tuple(row[k] for k in keys): row for row in wanted}
    both = [(row, {c for c, v in row.items() if old[k][c] != v}) for k, row in new.items() if k in old]
    return Changes(
        [row for k, row in new.items() if k not in old],
        [(row, columns) for row, columns in both if columns],
        [dict(zip(keys, k, strict=True)) for k in old if k not in new],
    )


def fold(name: str) -> str:
    """A name for finding: lower case, without accents, one blank between words."""
    bare = plain(name)
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def last_word(folded: str) -> str:
    """The last word of a folded name, which is the surname more often than not."""
    return folded.rpartition(" ")[2]


def plain(text: str) -> str:
    """Text as both databases can keep it: PostgreSQL takes no NUL. Offsets stay."""
    return text.replace("\x00", "\ufffd")


def words(record: Record, spans: Spans) -> str:
    """The words at `spans`, fit for a column."""
    return plain(record.words(spans))


def _entity(entity: Entity, document: str) -> Row:
    return {
        "document": document,
        "id": entity.id,
        "key": actor_key(entity),
        "kind": entity.kind,
        "name": plain(entity.name),
        "country": entity.country,
        "wikidata": entity.wikidata,
        "geonames": entity.geonames,
        "role": plain(entity.roles[0].title) if entity.roles else None,
        "mentions": len(entity.mentions),
    }


def _event_day(event: Event) -> str | None:
    return event.when.start if event.when else None


def _where(spans: Spans) -> Row:
    whole = hull(spans)
    return {"first": whole.start, "last": whole.end}
