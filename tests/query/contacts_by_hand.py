"""Merged contacts written into a store by hand: who, when, what, and one report with its words."""

from calendar import monthrange
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert

from communique.store import across, schema
from communique.store.rows import fold, last_word


@dataclass(frozen=True)
class Actor:
    """A person and the state that they act for."""

    name: str
    country: str

    @property
    def key(self) -> str:
        """The key in `actors`."""
        return f"person:{self.country}:{fold(self.name)}"

    def row(self) -> dict[str, Any]:
        """The row of `actors`."""
        return {"key": self.key, "kind": "person", "name": self.name, "country": self.country}

    def name_row(self) -> dict[str, Any]:
        """The row of `actor_names`."""
        folded = fold(self.name)
        return {"folded": folded, "key": self.key, "last": last_word(folded)}


ACTORS = {
    "Dask": Actor("Orlan Dask", "AUT"),
    "Varga": Actor("Ilse Varga", "AUT"),
    "Tolen": Actor("Mira Tolen", "CHE"),
    "Fenn": Actor("Odile Fenn", "PRT"),
    "Karel": Actor("Josip Karel", "DNK"),
    "Lund": Actor("Pia Lund", "NOR"),
}


def add_contact(
    connection: Connection,
    edtf: str | None,
    action: str,
    who: str,
    status: str = "held",
    words: str | None = None,
    published: str | None = None,
    document: str | None = None,
) -> str:
    """A merged contact with one report; its id. edtf: a day, month or year, or about a day. who: surnames, "Dask–Tolen".

    document: one that is already there."""
    number = len(connection.execute(across.merged_contacts.select()).all())
    contact, event, new = f"c{number}", f"e{number}", document is None
    document = document or f"d{number}"
    plain = (edtf or "").rstrip("~")
    first = plain + {4: "-01-01", 7: "-01"}.get(len(plain), "") or None
    end = f"-{monthrange(int(plain[:4]), int(plain[5:7]))[1]}" if len(plain) == 7 else ""
    last = plain + {4: "-12-31", 7: end}.get(len(plain), "") or None
    people = [ACTORS[name] for name in who.split("–")]
    told = words or f"{people[0].name} had a {action} with {people[-1].name}."
    dates = {"edtf": edtf, "first_day": first, "last_day": last, "day": first}
    page = {"id": document, "text_id": document, "version": 1, "kind": "news", "published": published or last}
    page |= {
        "day": published or last,
        "added": "2025-01-01",
        "raw_sha256": "0",
        "text": told,
        "publisher": "Meridian Wire",
    }
    if new:
        connection.execute(insert(schema.documents).values(page))
    common = {"action": action, "status": status, **dates}
    connection.execute(insert(schema.events).values(
        document=document, id=event, code="CONSULT", trigger=action, words=told, first=0, last=1, **common
    ))  # fmt: skip
    connection.execute(insert(across.merged_contacts).values(
        id=contact, who="; ".join(p.name for p in people), reports=1, origins=1, probability=1.0, component=contact, **common
    ))  # fmt: skip
    connection.execute(insert(across.reports).values(
        document=document, event=event, contact=contact, relation="tells", probability=1.0, reasons="[]", origin=document
    ))  # fmt: skip
    for ordinal, person in enumerate(people):
        connection.execute(insert(across.merged_participants).values(
            contact=contact, ordinal=ordinal, actor=person.key, kind="person", name=person.name, country=person.country,
            side="both", day=first,
        ))  # fmt: skip
    return contact
