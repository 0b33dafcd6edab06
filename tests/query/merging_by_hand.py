"""Reports for merging, as the table `tests/cases/merging.toml` writes them."""

import json
import tomllib
from calendar import monthrange
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, select
from tests.factory import Maker

from communique.model import Record, When
from communique.store import across
from communique.store.deciding import decisions
from communique.store.writer import add_many, document_key

TABLE = tomllib.loads((Path(__file__).parents[1] / "cases" / "merging.toml").read_text("utf-8"))
PEOPLE: dict[str, str] = TABLE["people"]
Key = tuple[str, str]


def records(reports: Sequence[dict[str, Any]]) -> tuple[list[Record], list[Key]]:
    """The documents of some reports, and document and event of each report in order."""
    documents: dict[str, list[int]] = {}
    for number, report in enumerate(reports):
        documents.setdefault(report.get("doc", f"#{number}"), []).append(number)
    made, keys = [], {}
    for name, numbers in documents.items():
        record, events = _record(name, [reports[n] for n in numbers])
        made.append(record)
        keys.update({n: (document_key(record), event) for n, event in zip(numbers, events, strict=True)})
    return made, [keys[n] for n in range(len(reports))]


def add(engine: Engine, made: Iterable[Record]) -> None:
    """Keep documents in a store."""
    for _ in add_many(engine, made):
        pass


def decide(engine: Engine, verdict: str, one: Key, other: Key) -> int:
    """A person's decision about two reports; its number."""
    with engine.execution_options(writes=True).begin() as connection:
        row = {
            "kind": "merge", "item": "/".join(one), "verdict": verdict, "value": json.dumps({"with": "/".join(other)}),
            "by": "ines", "at": "2025-04-01T00:00:00",
        }  # fmt: skip
        found: int = connection.execute(insert(decisions).values(row).returning(decisions.c.number)).scalar_one()
    return found


def contacts(engine: Engine) -> dict[str, set[Key]]:
    """The merged contacts of a store: document and event of each one's reports by its id."""
    found: dict[str, set[Key]] = {}
    with engine.connect() as connection:
        for row in connection.execute(select(across.reports)):
            found.setdefault(row.contact, set()).add((row.document, row.event))
    return found


def everything(engine: Engine) -> list[list[tuple[Any, ...]]]:
    """All rows of the tables of merged contacts, but for the ids that they once had."""
    tables = (across.merged_contacts, across.merged_participants, across.reports, across.report_keys)
    with engine.connect() as connection:
        return [sorted(map(tuple, connection.execute(select(table))), key=repr) for table in tables]


def _record(name: str, reports: Sequence[dict[str, Any]]) -> tuple[Record, list[str]]:
    lines = [f"Report {name}, line {i}: they had contact {i}." for i in range(len(reports))]
    first = reports[0]
    maker = Maker(
        "\n".join([*lines, *(sorted({w for r in reports for w in r["who"]}))]),
        published=first["published"],
        kind=first.get("kind", "news"),
        title=first.get("title"),
        url=first.get("address"),
        path=f"{name}.txt",
    )
    known: dict[str, str] = {}
    events = []
    for line, (i, report) in zip(lines, enumerate(reports), strict=True):
        for who in report["who"]:
            known.setdefault(who, _entity(maker, who, report.get("role", {}).get(who, "")))
        fields: dict[str, Any] = {"status": report.get("status", "held"), "when": _when(report.get("when"))}
        if place := report.get("place"):
            city, _, country = place.partition("/")
            kind = "country" if city == country else "place"
            known.setdefault(place, maker.entity(city, report["who"][0], kind=kind, country=country))
            fields["where"] = known[place]
        sides = {known[who]: "both" for who in report["who"]}
        events.append(maker.event(report["action"], f"contact {i}", line, sides, **fields))
    return maker.record(), events


def _entity(maker: Maker, who: str, role: str) -> str:
    if who in PEOPLE:
        name, _, country = PEOPLE[who].partition("/")
        return maker.entity(name, who, country=country or None, role=role)
    return maker.entity(who, who, kind="country", country=who)


def _when(edtf: str | None) -> When | None:
    if edtf is None:
        return None
    first, _, last = edtf.partition("/")
    if len(first) == 4:
        first, last = f"{first}-01-01", f"{first}-12-31"
    elif len(first) == 7:
        first, last = f"{first}-01", f"{first}-{monthrange(int(first[:4]), int(first[5:]))[1]}"
    return When(edtf=edtf, start=first, end=last or first, said=(), anchor="published")
