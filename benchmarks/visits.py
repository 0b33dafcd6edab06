"""Travel of Biden and Blinken in 2021 (official tables) found in the official items of the same days.

    python benchmarks/visits.py OFFICIALS LEGS [--misses]   (../shared/data/officials ../shared/data/visits/legs_2005_2021.csv)

A leg counts when an item from ten days before to ten days after it names the traveller and the state visited in one sentence
with a word of travel (visit, travel, trip, arrive, welcome …): only those can be found. Found: a visit of the record by the
traveller to that state. Also counted: a contact of any kind with somebody of that state, and what share of the visits that are
found carry a date within two days of the leg.
"""

import argparse
import csv
import os
import re
import sys
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
STAGES = ("paragraphs", "parse", "quotes", "times", "cast", "contacts")
TRAVEL = re.compile(
    r"\b(visit\w*|travel\w*|trip|arriv\w+|flew|fly\w*|welcom\w+|journey\w*|depart\w*|head(?:ed|ing|s) to|stop in)\b",
    re.I,
)
TRAVELLERS = {"Biden": "President", "Blinken": "Secretary"}
REACH = timedelta(days=10)
CLOSE = timedelta(days=2)


def legs(path: Path, first: date, last: date) -> list[tuple[str, date, date, str, str]]:
    """(surname, start, end, country, locale) of the two travellers' legs abroad within the days covered."""
    out = []
    with path.open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            name = next((k for k in TRAVELLERS if k in row["name"]), None)
            if name is None or not row["kind"].endswith("travels"):
                continue
            start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
            if first - CLOSE <= start <= last + CLOSE:
                out.append((name, start, end, row["country"], row["locale"]))
    return out


def corpus(officials: Path) -> list[tuple[date, str, str, str]]:
    """(day, file, body, publisher) of every item."""
    out = []
    for office, publisher in (("statedept", "U.S. Department of State"), ("whitehouse", "The White House")):
        with (officials / office / "index.csv").open(encoding="utf-8") as handle:
            for row in csv.DictReader(handle):
                for file in sorted((officials / office / "text").glob(f"*_{row['id']}.txt")):
                    body = file.read_text(encoding="utf-8").split("\n\n", 1)[1]
                    out.append((parsedate_to_datetime(row["pubDate"]).date(), file.name, body, publisher))
    return sorted(out)


def reports(body: str, surname: str, state: str, locale: str) -> str | None:
    """The sentence of an item that tells the leg; None where none does."""
    office = TRAVELLERS[surname]
    place = re.compile("|".join(re.escape(p.strip()) for p in (state, *locale.split(",")) if p.strip()))
    for sentence in re.split(r"(?<=[.!?])\s+|\n", body):
        if place.search(sentence) and TRAVEL.search(sentence) and re.search(rf"\b({surname}|{office})\b", sentence):
            return sentence
    return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("officials", type=Path)
    parser.add_argument("legs", type=Path)
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()

    from communique.ingest.text import document_from_text
    from communique.lexicon.states import states
    from communique.pipeline.run import run_stages
    from communique.pipeline.stages import STAGES as ALL
    from communique.settings import Settings

    codes = {name: state.iso3 for state in states().values() for name in (state.name, *state.aliases)}
    stages = tuple(s for s in ALL if s.name in STAGES)
    everything = corpus(args.officials)
    wanted = legs(args.legs, everything[0][0], everything[-1][0])
    told = found = contact = dated = 0
    read: dict[str, tuple] = {}  # type: ignore[type-arg]
    for surname, start, end, state, locale in wanted:
        near = [(d, f, b, p) for d, f, b, p in everything if start - REACH <= d <= end + REACH]
        items = [(d, f, b, p, s) for d, f, b, p in near if (s := reports(b, surname, state, locale))]
        if not items:
            continue
        told += 1
        code = codes.get(state) or codes.get(" ".join(reversed(state.split(", "))))
        visits, contacts = [], 0
        for day, file, body, publisher, _ in items:
            if file not in read:
                reading = run_stages(
                    document_from_text(body, Settings(date=day, publisher=publisher, override=True)), Settings(), stages
                )
                read[file] = (reading.cast, reading.contacts)
            cast, events = read[file]
            for event in events:
                people = [cast.entity(p.entity) for p in event.participants]
                if any(surname in e.name for e in people) and any(e.country == code for e in people):
                    contacts += 1
                    if event.action == "visit":
                        visits.append(event)
        found, contact = found + bool(visits), contact + bool(contacts)
        dated += any(
            v.when and v.when.start and start - CLOSE <= date.fromisoformat(v.when.start) <= end + CLOSE for v in visits
        )
        if args.misses and not visits:
            print("MISS", surname, start, state, locale, "|", items[0][1], "|", items[0][4][:200])
    print(f"legs {len(wanted)}; told by an item {told}; visit found {found} ({found / max(1, told):.2f}); ", end="")
    print(f"dated within two days {dated}; any contact with that state {contact} ({contact / max(1, told):.2f})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
