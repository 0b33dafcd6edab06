"""Contacts of official readouts found from the body alone, judged by the title that was withheld.

    python benchmarks/readouts.py OFFICIALS [--sample 40] [--seed 7] [--misses]     (OFFICIALS: ../shared/data/officials)

Every State Department and White House item titled "… Call with …" or "… Meeting with …" counts, in three classes:
readout (a title that names persons of two parties), group (the other side is a group: no pair of names to find), home (the
other side is at home by its title: a contact reported there is one too many), remarks (transcripts of remarks and press calls).

pair   both sides' principals, as the title names them, take part in one contact of the record
right  and its action is the title's, it was held, and its date is the day that the body's first sentence tells
       ("today": the day of publication; "yesterday"; "on June 3"; none told: none may be given)
Extra contacts are those of a readout beyond the one in the title; a seeded sample is printed to be read and judged.
"""

import argparse
import csv
import os
import random
import re
import sys
import unicodedata
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("OMP_NUM_THREADS", "1")
STAGES = ("paragraphs", "parse", "quotes", "times", "cast", "contacts")
TITLE = re.compile(r"\b(Call|Meeting)s? with (.+)$")
HOME = re.compile(
    r"\b(Governors?|Mayors?|Senators?|Congress\w*|Legislators|Speaker Pelosi|Leader Schumer|Attorneys? General|Advocates|"
    r"Tribal|Landlords|Voting|Americans?|Latino|Hispanic|Caucus|Regulators|Business|FEMA|Team USA|Lawmakers|Members|"
    r"Family|Families|Workers|Unions?|CEOs?|Jewish|Civil Rights|Black|House|Infrastructure|President Carter)\b"
)
GROUP = re.compile(
    r"^(?:[A-Z]\w+ )*?(?:.*\b(?:Foreign )?(?:Ministers|Officials|Counterparts|Ambassadors|Leaders|Partners|CEO)\b)"
)
MONTHS = "January February March April May June July August September October November December".split()
NAMED_DAY = re.compile(rf"\b({'|'.join(MONTHS)}) (\d{{1,2}})\b(?:, (\d{{4}}))?")
PARTICLES = {"jr", "sr", "ii", "iii", "iv", "dr"}
OFFICE = set(
    """secretary deputy president vice minister ministers foreign prime defense affairs national security advisor adviser
    general of the and with for on to special envoy alternate interim acting king pope prince crown sheikh al bin chair chief
    council republic united states state korea department statement by spokesperson nsc s senior external secretariat house
    white readout from international climate presidential minister federal first council""".split()
)


class Item(NamedTuple):
    """One item: its body without title, the day of publication, what the title says."""

    path: str
    title: str
    body: str
    published: date
    publisher: str
    kind: str
    action: str
    left: frozenset[str]
    right: frozenset[str]


def fold(text: str) -> list[str]:
    """Lower-case ASCII words."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return [w for w in re.findall(r"\w+", plain) if w not in PARTICLES]


def names(side: str) -> frozenset[str]:
    """The words in one side of a title that may name a person: those that are neither office nor state."""
    return frozenset(w for w in fold(side) if len(w) > 1 and w not in OFFICE)


def items(officials: Path) -> list[Item]:
    """All items whose title tells a call or a meeting."""
    out = []
    for office in ("statedept", "whitehouse"):
        with (officials / office / "index.csv").open(encoding="utf-8") as handle:
            rows = list(csv.DictReader(handle))
        for row in rows:
            title = TITLE.search(row["title"])
            files = sorted((officials / office / "text").glob(f"*_{row['id']}.txt"))
            if title is None or not files:
                continue
            left, right = row["title"][: title.start()].strip(), title.group(2)
            left = re.sub(r"\s*(?:’s|'s|s’)?\s*(?:Bilateral|Virtual|Phone|Video|Trilateral)?\s*$", "", left)
            left = re.split(r"(?:Horne|Psaki|Sanders|Price|Spokesperson) (?:on|of) |Readout of ", left)[-1]
            kind = "readout"
            if row["title"].startswith(("Remarks", "Background")) or " Before " in row["title"]:
                kind = "remarks"
            elif HOME.search(right):
                kind = "home"
            elif GROUP.match(right):
                kind = "group"
            out.append(
                Item(
                    path=files[0].name,
                    title=row["title"],
                    body=files[0].read_text(encoding="utf-8").split("\n\n", 1)[1],
                    published=parsedate_to_datetime(row["pubDate"]).date(),
                    publisher={"statedept": "U.S. Department of State", "whitehouse": "The White House"}[office],
                    kind=kind,
                    action=title.group(1).lower(),
                    left=names(left),
                    right=names(right),
                )
            )
    return out


def told_day(item: Item) -> date | None:
    """The day that the sentence telling the contact gives, read independently of the package."""
    opening = re.split(
        r"(?<=[a-z]{3}[.])\s", re.sub(r"^.{0,140}(?:Price|Horne|Psaki|Porter)\s*:\W*", "", item.body, flags=re.S)
    )[0]
    if re.search(r"\b(today|this (?:morning|afternoon|evening)|tonight)\b", opening, re.I):
        return item.published
    if re.search(r"\byesterday\b", opening, re.I):
        return item.published - timedelta(days=1)
    if day := NAMED_DAY.search(opening):
        year = int(day.group(3)) if day.group(3) else item.published.year
        return date(year, MONTHS.index(day.group(1)) + 1, int(day.group(2)))
    if day := re.search(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", opening):
        back = 0
        while (item.published - timedelta(days=back)).strftime("%A") != day.group(0):
            back += 1
        return item.published - timedelta(days=back)
    return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("officials", type=Path)
    parser.add_argument("--sample", type=int, default=40)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()

    from communique.ingest.text import document_from_text
    from communique.pipeline.run import run_stages
    from communique.pipeline.stages import STAGES as ALL
    from communique.settings import Settings

    stages = tuple(s for s in ALL if s.name in STAGES)
    count: dict[str, dict[str, int]] = {}
    extras: list[str] = []
    for item in items(args.officials):
        tally = count.setdefault(item.kind, dict.fromkeys(("items", "pair", "action", "date", "right", "contacts"), 0))
        settings = Settings(date=item.published, publisher=item.publisher, override=True)
        reading = run_stages(document_from_text(item.body, settings), settings, stages)
        tally["items"] += 1
        tally["contacts"] += len(reading.contacts)

        def who(event, reading=reading) -> set[str]:  # type: ignore[no-untyped-def]
            people = [e for p in event.participants if (e := reading.cast.entity(p.entity)).kind == "person"]
            return {word for e in people for word in fold(e.name)} - OFFICE

        # a title may name an office alone on the left ("State Department Meetings with")
        pair = [e for e in reading.contacts if (item.left & who(e) or not item.left) and item.right & who(e)]
        day = told_day(item)
        right = [
            (
                e.action == item.action,
                (e.when.edtf if e.when else None) == (day.isoformat() if day else None),
                e.status == "held",
            )
            for e in pair
        ]
        tally["pair"] += bool(pair)
        tally["action"] += any(r[0] and r[2] for r in right)
        tally["date"] += any(r[1] for r in right)
        tally["right"] += any(all(r) for r in right)
        if args.misses and item.kind == "readout" and not any(all(r) for r in right):
            print("MISS", item.path, "|", item.title, "| day", day)
            for e in reading.contacts:
                print("      ", _line(reading, e))
            if not pair:
                print("      ", " ".join(item.body.split())[:300])
        first = next((e for e, r in zip(pair, right, strict=True) if all(r)), pair[0] if pair else None)
        if item.kind != "remarks":
            extras += [f"{item.path}: {_line(reading, e)}" for e in reading.contacts if e is not first]
    for kind, tally in count.items():
        n = tally["items"]
        rates = " ".join(f"{k} {tally[k] / n:.3f}" for k in ("pair", "action", "date", "right"))
        print(f"{kind:8} {n:4} items  {rates}  contacts {tally['contacts']}")
    print(f"extra contacts (readout, group, home): {len(extras)}; a sample:")
    for line in sorted(random.Random(args.seed).sample(extras, min(args.sample, len(extras)))):
        print("  ", line)
    return 0


def _line(reading, event) -> str:  # type: ignore[no-untyped-def]
    text = reading.document.text
    people = " + ".join(reading.cast.entity(p.entity).name for p in event.participants)
    when = event.when.edtf if event.when else "-"
    words = " ".join(text[event.evidence[0].start : event.evidence[0].end].split())[:260]
    trigger = " … ".join(s.of(text) for s in event.trigger)
    return f"{event.action} {event.status} {when} [{people}] “{trigger}” << {words}"


if __name__ == "__main__":
    sys.exit(main())
