"""POLECAT's table: one row an event, "None" for what is not known (Halterman et al., PLOVER and POLECAT, 2023).

A planned contact is AGREE, as the PLOVER manual says. What was only proposed, cancelled, denied or supposed has no row there:
it is counted and named. Sectors are given for governments only, intensity never.
"""

from collections.abc import Iterable

from communique.export.output import Output
from communique.export.parties import event_day, happened, sector, sides
from communique.lexicon.state_codes import cow
from communique.model import Entity, Event, Record
from communique.version import VERSION

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District",
    "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source",
    "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
QUADS = {
    "VERBAL COOPERATION": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "MATERIAL COOPERATION": ("COOPERATE", "AID", "RETREAT"),
    "VERBAL CONFLICT": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "MATERIAL CONFLICT": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
QUAD = {code: quad for quad, codes in QUADS.items() for code in codes}
NONE = "None"
LANGUAGES = {"en": "English"}


def write(records: Iterable[Record], out: Output) -> None:
    """The header and one row an event."""
    undated = unreal = 0
    with out.stream() as stream:
        stream.write(("\t".join(COLUMNS) + "\n").encode())
        for record in records:
            for event in record.events:
                if not happened(event):
                    unreal += 1
                elif (day := event_day(record, event)) is None:
                    undated += 1
                else:
                    row = _row(record, event, day)
                    stream.write(("\t".join(_cell(row.get(c)) for c in COLUMNS) + "\n").encode("utf-8", "replace"))
    out.left_out(unreal, "event", "left out: proposed, cancelled, denied or hypothetical")
    out.left_out(undated, "event", "left out: no date, nor one of publication")


def _row(record: Record, event: Event, day: str) -> dict[str, str | None]:
    document = record.document
    actors, recipients = sides(record, event)
    planned = event.status == "planned" and event.code == "CONSULT"
    code = "AGREE" if planned else event.code
    place = record.entity(event.where) if event.where else None
    return {
        "Event ID": event.id,
        "Event Date": day,
        "Event Type": code,
        "Event Mode": None if planned else event.mode,
        "Quad Code": QUAD[code],
        **_party("Actor", actors, record),
        **_party("Recipient", recipients, record),
        "Placename": place.name if place else None,
        "Raw Placename": _said(place, record) if place else None,
        "Country": place.country if place else None,
        "GeoNames ID": str(place.geonames) if place and place.geonames else None,
        "Source": document.publisher,
        "Publication Date": document.day,
        "Story People": _joined(e.name for e in record.entities if e.kind == "person"),
        "Story Organizations": _joined(e.name for e in record.entities if e.kind == "organization"),
        "Story Locations": _joined(e.name for e in record.entities if e.kind in ("place", "country")),
        "Language": LANGUAGES.get(document.language or "", document.language),
        "Version": f"communique {VERSION}",
    }


def _party(side: str, entities: list[Entity], record: Record) -> dict[str, str | None]:
    sectors = [s for s in map(sector, entities) if s]
    return {
        f"{side} Name": _joined(e.name for e in entities),
        f"{side} Country": _joined(e.country or NONE for e in entities),
        f"{side} COW": _joined(cow(e.country) or NONE for e in entities),
        f"Primary {side} Sector": sectors[0] if sectors else None,
        f"{side} Sectors": _joined(sectors),
        f"{side} Title": _joined(e.roles[0].title if e.roles else NONE for e in entities),
        f"{side} Name Raw": _joined(_said(e, record) or NONE for e in entities),
        f"Wikipedia {side} ID": _joined(e.wikidata or NONE for e in entities),
    }


def _said(entity: Entity, record: Record) -> str | None:
    """The words that first name an entity."""
    return entity.mentions[0].span.of(record.document.text) if entity.mentions else None


def _joined(values: Iterable[str]) -> str | None:
    return "; ".join(dict.fromkeys(values)) or None


def _cell(value: str | None) -> str:
    return " ".join(value.split()) if value else NONE
