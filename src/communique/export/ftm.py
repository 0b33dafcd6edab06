"""FollowTheMoney: parties, contacts and documents as its entities, one JSON object a line.

A state is a PublicBody, a body an Organization, a document an Article, a contact an Event whose `involved` are its participants
and whose `proof` is the document. The model has no place for what was said: statements and positions are counted as left out.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from communique.export.output import Output
from communique.lexicon.state_codes import iso2
from communique.model import Entity, Event, Record
from communique.model.ids import digest

SCHEMATA = {
    "person": "Person",
    "organization": "Organization",
    "country": "PublicBody",
    "group": "LegalEntity",
    "place": None,
}
"""Kind of entity: its schema there; places are no parties."""


def write(records: Iterable[Record], out: Output) -> None:
    """One entity a line; a party that stands in several documents comes once for each, under one id, as streams of it do."""
    import json

    left = 0
    with out.stream() as stream:
        for record in records:
            left += len(record.statements) + len(record.positions)
            for entity in entities(record):
                stream.write(json.dumps(entity, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    out.left_out(left, "item", "left out: the format has no place for statements and positions")


def entities(record: Record) -> Iterator[dict[str, Any]]:
    """The entities of one record."""
    document = record.document
    article = {
        "title": document.title,
        "publisher": document.publisher,
        "sourceUrl": document.url,
        "publishedAt": document.published,
        "language": _iso3(document.language),
        "fileName": document.path,
        "bodyText": document.text,
    }
    yield _entity(_id("document", document.id), "Article", article)
    taking_part = {p.entity for e in record.events for p in e.participants}
    for entity in record.entities:
        if SCHEMATA[entity.kind] and entity.id in taking_part:
            yield _party(entity)
    for event in record.contacts:
        yield _event(record, event)


def _party(entity: Entity) -> dict[str, Any]:
    schema = SCHEMATA[entity.kind] or "Thing"
    properties: dict[str, Any] = {
        "name": entity.name,
        "country": (iso2(entity.country) or "").lower(),
        "wikidataId": entity.wikidata,
    }
    if entity.roles and schema == "Person":
        properties["position"] = [r.title for r in entity.roles]
    return _entity(party_id(entity), schema, properties)


def _event(record: Record, event: Event) -> dict[str, Any]:
    known = {e.id: e for e in record.entities}
    names = [known[p.entity].name for p in event.participants]
    place = known[event.where].name if event.where else None
    when = event.when
    properties = {
        "name": f"{event.action}: {', '.join(names)}",
        "summary": f"{event.status}: {record.words(event.evidence)}",
        "startDate": when.start if when else None,
        "endDate": when.end if when else None,
        "location": place,
        "involved": [party_id(known[p.entity]) for p in event.participants if SCHEMATA[known[p.entity].kind]],
        "proof": _id("document", record.document.id),
        "sourceUrl": record.document.url,
        "keywords": [event.action, event.status],
    }
    return _entity(_id("event", event.id), "Event", properties)


def party_id(entity: Entity) -> str:
    """The same id for one party in all documents: its Wikidata id where it has one."""
    if entity.wikidata:
        return entity.wikidata
    return _id(entity.kind, entity.country or "", "" if entity.kind == "country" else entity.name.casefold())


def _id(kind: str, *parts: str) -> str:
    return f"communique-{digest(kind, *parts)}"


def _entity(key: str, schema: str, properties: dict[str, Any]) -> dict[str, Any]:
    filled = {k: [x for x in (v if isinstance(v, list) else [v]) if x] for k, v in properties.items()}
    return {"id": key, "schema": schema, "properties": {k: v for k, v in filled.items() if v}}


def _iso3(language: str | None) -> str | None:
    return {"en": "eng"}.get(language or "")
