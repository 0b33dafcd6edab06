"""GDELT 2's event table: 61 columns without a header, one row for each pair of an actor and a recipient.

PLOVER's kinds are mapped to CAMEO: contacts exactly, the others by their root, which is what their words say for sure. No
Goldstein score, tone or FIPS geography is made up: those columns stay empty.
"""

from collections.abc import Iterable
from datetime import date

from communique.export.output import Output
from communique.export.parties import event_day, happened, sector, sides
from communique.model import Entity, Event, Record
from communique.model.ids import digest

WIDTH = 61
CONTACTS = {
    "call": "041", "visit": "042", "meeting": "040", "summit": "040", "talks": "046", "mediation": "045", "message": "040",
}  # fmt: skip
ROOTS = {
    "AGREE": "050", "CONSULT": "040", "SUPPORT": "051", "CONCEDE": "080", "COOPERATE": "060", "AID": "070",
    "RETREAT": "087", "REQUEST": "100", "ACCUSE": "110", "REJECT": "120", "THREATEN": "130", "PROTEST": "140",
    "SANCTION": "160", "MOBILIZE": "150", "COERCE": "170", "ASSAULT": "190",
}  # fmt: skip
PLANNED = "030"  # express intent to cooperate
HOSTED = "043"  # the same visit, seen from the host's side


def write(records: Iterable[Record], out: Output) -> None:
    """One row an event and pair."""
    left = 0
    with out.stream() as stream:
        for record in records:
            for event in record.events:
                day = event_day(record, event)
                if day is None or not happened(event):
                    left += 1
                    continue
                stream.writelines(_line(row) for row in _rows(record, event, day))
    out.left_out(left, "event", "left out: not held or planned, or without any date")


def cameo(event: Event) -> str:
    """The CAMEO code of an event."""
    if event.code == "CONSULT":
        return PLANNED if event.status == "planned" else CONTACTS.get(event.action, ROOTS["CONSULT"])
    return ROOTS[event.code]


def _rows(record: Record, event: Event, day: str) -> Iterable[dict[int, str]]:
    actors, recipients = sides(record, event)
    code = cameo(event)
    for actor in actors:
        for recipient in (*recipients,) or (None,):
            yield _row(record, event, day, code, actor, recipient)
            if code == CONTACTS["visit"] and recipient is not None:
                yield _row(record, event, day, HOSTED, recipient, actor)


def _row(record: Record, event: Event, day: str, code: str, actor: Entity, recipient: Entity | None) -> dict[int, str]:
    when = date.fromisoformat(day)
    number = int(digest(event.id, code, actor.id, recipient.id if recipient else "")[:15], 16)
    place = record.entity(event.where) if event.where else None
    published = (record.document.published or day)[:10].replace("-", "")
    cells = {
        0: str(number),
        1: day.replace("-", ""),
        2: f"{when:%Y%m}",
        3: f"{when.year:04d}",
        4: f"{when.year + (when.month * 30 + when.day) / 365:.4f}",
        25: "1" if event.trigger and event.trigger[0].start < 600 else "0",  # root events stand in the lead
        26: code,
        27: code[:3],
        28: code[:2],
        29: _quad(code),
        31: str(len(event.evidence)),
        32: "1",
        33: "1",
        59: published + "000000",
        60: record.document.url or record.document.path or record.document.id,
    }
    cells |= _actor(5, actor) | (_actor(15, recipient) if recipient else {})
    if place is not None:
        cells |= {51: "1" if place.kind == "country" else "4", 52: place.name}
    return cells


def _actor(first: int, entity: Entity) -> dict[int, str]:
    kind = sector(entity) or ""
    country = entity.country or ""
    cells = {first: country + kind, first + 1: entity.name.upper(), first + 2: country, first + 7: kind}
    return {k: v for k, v in cells.items() if v}


def _quad(code: str) -> str:
    root = int(code[:2])
    return "1" if root <= 5 else "2" if root <= 8 else "3" if root <= 13 else "4"


def _line(cells: dict[int, str]) -> bytes:
    row = [" ".join(cells.get(i, "").split()) for i in range(WIDTH)]
    return ("\t".join(row) + "\n").encode("utf-8", "replace")
