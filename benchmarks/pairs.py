"""Merging of contacts judged by pairs labelled from the texts: precision and recall of “these two tell one contact”.

    python benchmarks/pairs.py STORE SHARED [--split dev|test] [--wrong]
    python benchmarks/pairs.py STORE SHARED --sample 60 [--near 30] [--seed 7]

STORE holds the official documents of SHARED (`communique add`) and has been merged (`communique merge`). The pairs stand in
`tests/cases/pairs.tsv`, whose head says how they were labelled; same, preview and about count as one contact.

A pair names words in two texts, not the machine's ids. The machine's event for them is the contact whose sentences and trigger
lie nearest to the words and that has two of the pair's parties among its participants: by name within 600 characters, or as
states if its sentences hold the words. An event goes to the nearest words of all pairs that it fits. A pair with a side that
the machine did not read is `unread`: recall is given over all pairs and over those read. `--wrong` lists what was put together
wrongly or kept apart wrongly.

`--sample` prints pairs of reports for somebody to read, drawn by the seed: N that were put together across documents, and with
`--near` also pairs kept apart whose participants include the same two parties within three days.
"""

import argparse
import csv
import os
import random
import re
import sys
import unicodedata
from collections import defaultdict
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("OMP_NUM_THREADS", "1")

from sqlalchemy import Connection, select

from communique.errors import CommuniqueError
from communique.store.across import reports
from communique.store.engine import open_store
from communique.store.schema import documents, entities, events, participants

PAIRS = Path(__file__).resolve().parents[1] / "tests" / "cases" / "pairs.tsv"
REACH = 600
ONE = ("same", "preview", "about")


class Telling(NamedTuple):
    """Words that tell a contact: document (path), offset, parties; `action` and `day` are for the reader of a listing."""

    document: str
    anchor: int
    action: str
    parties: tuple[str, ...]
    day: str


class Pair(NamedTuple):
    """Two tellings and what the texts say of them."""

    split: str
    label: str
    a: Telling
    b: Telling
    note: str


class Report(NamedTuple):
    """The machine's event: what the store says of it, its contact and why it was put there."""

    document: str
    event: str
    first: int
    last: int
    action: str
    status: str
    edtf: str | None
    day: str | None
    words: str
    path: str
    text: str
    contact: str
    probability: float
    reasons: str


def pairs(path: Path = PAIRS) -> list[Pair]:
    """The labelled pairs."""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = csv.DictReader((line for line in handle if not line.startswith("#")), delimiter="\t")
        return [Pair(row["split"], row["label"], telling(row, "a"), telling(row, "b"), row["note"]) for row in rows]


def telling(row: dict[str, str], side: str) -> Telling:
    """One side of a row."""
    parties = tuple(row[f"parties_{side}"].split(";"))
    return Telling(row[f"doc_{side}"], int(row[f"anchor_{side}"]), row[f"action_{side}"], parties, row[f"day_{side}"])


def key_words(name: str) -> frozenset[str]:
    """The words of a name without accents, cut to five letters: Russia and Russian, Erdoğan and Erdogan are one."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("ı", "i")).encode("ascii", "ignore").decode()
    words = re.findall(r"\w+", plain)
    return frozenset(w[:5] for w in words if len(w) > 3 or len(words) == 1 or w[-1].isdigit())


def fits(parties: tuple[str, ...], present: list[frozenset[str]], states: bool) -> bool:
    """Whether at least two of the parties are among the participants, by name or, if `states`, as what stands in brackets."""
    wanted = [key_words(party if states else party.partition(" (")[0]) for party in parties]
    return sum(any(words & names for names in present) for words in wanted) >= 2


class Read:
    """What the machine read and merged: its contacts by document, and who takes part."""

    def __init__(self, connection: Connection) -> None:
        self.reports: dict[str, list[Report]] = defaultdict(list)
        self.present: dict[tuple[str, str], list[frozenset[str]]] = defaultdict(list)
        self.actors: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        e, d, r = events.c, documents.c, reports.c
        told = (
            select(
                *(e.document, e.id, e.first, e.last, e.action, e.status, e.edtf, e.day, e.words, d.path, d.text),
                *(r.contact, r.probability, r.reasons),
            )
            .join_from(reports, events, (r.document == e.document) & (r.event == e.id))
            .join(documents, d.id == e.document)
            .order_by(d.path, e.first, e.id)
        )
        for row in connection.execute(told):
            report = Report._make(row)
            self.reports[in_officials(report.path or "")].append(report)
        p, n = participants.c, entities.c
        who = (
            select(p.document, p.event, p.actor, n.name)
            .join(entities, (n.document == p.document) & (n.id == p.entity))
            .order_by(p.document, p.event, p.ordinal)
        )
        for document, event, actor, name in connection.execute(who):
            self.present[document, event].append(key_words(name))
            self.actors[document, event][actor] = name

    def who(self, report: Report) -> str:
        """Names of the participants."""
        return "; ".join(self.actors[report.document, report.event].values())

    def found(self, tellings: set[Telling]) -> dict[Telling, Report]:
        """The machine's event for each telling that it read; see the head of this file."""
        wanted: dict[str, list[Telling]] = defaultdict(list)
        for one in sorted(tellings):
            wanted[one.document].append(one)
        out: dict[Telling, tuple[tuple[int, int], Report]] = {}
        for path, here in wanted.items():
            for report in self.reports[path]:
                if near_ones := [(off, one) for one in here if (off := self.off(report, one)) is not None]:
                    off, one = min(near_ones)
                    if one not in out or off < out[one][0]:
                        out[one] = (off, report)
        return {one: report for one, (_, report) in out.items()}

    def off(self, report: Report, told: Telling) -> tuple[int, int] | None:
        """Characters between the words and the event's sentences, and its trigger; None where the event cannot be meant."""
        spans = [(report.first, report.last), *sentences(report)]
        apart = [max(first - told.anchor, told.anchor - last + 1, 0) for first, last in spans]
        present = self.present[report.document, report.event]
        by_name = min(apart) <= REACH and fits(told.parties, present, states=False)
        as_states = min(apart) == 0 and fits(told.parties, present, states=True)
        return (min(apart), apart[0]) if by_name or as_states else None


def sentences(report: Report) -> list[tuple[int, int]]:
    """Where the sentences stand that tell the event."""
    places = ((report.text.find(piece), len(piece)) for piece in report.words.split(" … "))
    return [(first, first + length) for first, length in places if first >= 0]


def in_officials(path: str) -> str:
    """A document's path under the folder of officials."""
    return path.rpartition("/officials/")[2]


def score(labelled: list[Pair], found: dict[Telling, Report], wrong: bool) -> None:
    """Print the table, precision and recall, and on request what went wrong."""
    counts: dict[str, dict[str, int]] = {label: defaultdict(int) for label in (*ONE, "different")}
    lines = []
    for pair in labelled:
        a, b = found.get(pair.a), found.get(pair.b)
        outcome = "unread" if a is None or b is None else "together" if a.contact == b.contact else "apart"
        counts[pair.label][outcome] += 1
        if outcome == ("together" if pair.label == "different" else "apart"):
            lines += [f"\n{outcome}, but {pair.label} ({pair.split}): {pair.note}", *side(pair.a, a), *side(pair.b, b)]
    print(f"{'':<10}{'pairs':>7}{'unread':>8}{'together':>10}{'apart':>7}")
    for label, row in counts.items():
        total = sum(row.values())
        print(f"{label:<10}{total:>7}{row['unread']:>8}{row['together']:>10}{row['apart']:>7}")
    right = sum(counts[label]["together"] for label in ONE)
    false = counts["different"]["together"]
    every = sum(sum(counts[label].values()) for label in ONE)
    seen = every - sum(counts[label]["unread"] for label in ONE)
    print(f"precision  {share(right, right + false)}")
    print(f"recall     {share(right, seen)} of those read, {share(right, every)} of all")
    if wrong:
        print("\n".join(lines))


def side(words: Telling, report: Report | None) -> list[str]:
    """One telling and what the machine made of it."""
    told = f"  {words.document} @{words.anchor}: {words.action}, {'; '.join(words.parties)}, {words.day}"
    made = f"    read: {report.action}, {report.status}, {report.edtf}, contact {report.contact}" if report else ""
    return [told, made, f"    why: {report.reasons}" if report else ""]


def share(part: int, whole: int) -> str:
    """A ratio with its counts."""
    return f"{part / whole:.3f} ({part}/{whole})" if whole else "none"


def near(a: Report, b: Report) -> bool:
    """Whether both have a day and the days lie within three of each other."""
    if a.day is None or b.day is None:
        return False
    return abs((date.fromisoformat(a.day) - date.fromisoformat(b.day)).days) <= 3


def sample(read: Read, together: int, apart: int, seed: int) -> None:
    """Print pairs of reports across documents: put together, and kept apart though the parties and days are close."""
    rng = random.Random(seed)
    told = [report for here in read.reports.values() for report in here]
    by_contact: dict[str, list[Report]] = defaultdict(list)
    by_parties: dict[tuple[str, str], list[Report]] = defaultdict(list)
    for report in told:
        by_contact[report.contact].append(report)
        for two in combinations(sorted(read.actors[report.document, report.event]), 2):
            by_parties[two].append(report)
    merged = [p for same in by_contact.values() for p in combinations(same, 2) if p[0].document != p[1].document]
    close = {
        (a, b)
        for same in by_parties.values()
        for a, b in combinations(same, 2)
        if a.document != b.document and a.contact != b.contact and near(a, b)
    }
    missed = sorted(close)
    print(f"{len(merged)} pairs of reports put together across documents; {len(missed)} near ones kept apart")
    drawn = (("TOGETHER", merged, together), ("APART", missed, apart))
    for title, population, number in drawn:
        for index, (a, b) in enumerate(rng.sample(population, min(number, len(population))), 1):
            print(f"\n{title} {index}")
            for report in (a, b):
                print(f"  {in_officials(report.path)} @{report.first} {report.action}, {report.status}, {report.edtf}")
                print(f"    who: {read.who(report)}")
                print(f"    words: {' '.join(report.words.split())[:400]}")
                print(f"    p {report.probability:.2f} {report.reasons}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", help="file or database URL")
    parser.add_argument(
        "shared", type=Path, help="folder of the shared documents, for the check that the store has them"
    )
    parser.add_argument("--split", choices=("dev", "test"))
    parser.add_argument("--wrong", action="store_true", help="list the pairs that went wrong")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="print N pairs put together")
    parser.add_argument("--near", type=int, default=0, metavar="N", help="with --sample: N near ones kept apart")
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    try:
        engine = open_store(args.store, create=False)
        with engine.connect() as connection:
            read = Read(connection)
            kept = {in_officials(path) for path in connection.scalars(select(documents.c.path)) if path}
    except CommuniqueError as error:
        print(error, file=sys.stderr)
        return 1
    labelled = pairs()
    tellings = {telling for pair in labelled for telling in (pair.a, pair.b)}
    if absent := {one.document for one in tellings} - kept:
        print(f"{len(absent)} documents of {args.shared / 'data' / 'officials'} are not in the store", file=sys.stderr)
        return 1
    if not read.reports:
        print("nothing has been merged in this store: communique merge", file=sys.stderr)
        return 1
    if args.sample:
        sample(read, args.sample, args.near, args.seed)
    else:
        score([pair for pair in labelled if args.split in (None, pair.split)], read.found(tellings), args.wrong)
    return 0


if __name__ == "__main__":
    sys.exit(main())
