"""Merging many events: seconds, and how they grow.

    python benchmarks/merge.py [--events 1000 3000 10000 30000 100000] [--db URL] [--per-day 60] [--seed 1]

Each size is a store of its own: contacts of 3,000 people of 120 states, a few of whom meet often and most seldom, told by one
to twelve documents each: readouts with a date, news without one, plans before, mentions by month or by the states' names alone,
copies. `--per-day` is how many reports a day has, so that more events are more days, as in a growing store. Measured are a
rebuild, a refresh after 50 documents more, and the share of pairs of reports that is put together rightly (the store is made
up, so that this checks the benchmark rather than the merging). With `--db` the stores are made in an empty PostgreSQL database.
Prints one JSON object; `exponent` is the slope of processor seconds over events, both logarithms: 1 is linear.
"""

import argparse
import json
import math
import os
import platform
import random
import tempfile
import time
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

from sqlalchemy import Engine, delete, insert, select

from communique.lexicon.states import states
from communique.query.merging import rebuild, refresh
from communique.store import across, schema
from communique.store.engine import open_store

FIRST = date(2015, 1, 1)
APART = 5  # days between two contacts of the same two people
Row = dict[str, Any]


class World:
    """Contacts that took place, and documents that tell them."""

    def __init__(self, seed: int, per_day: int) -> None:
        self.rng = random.Random(seed)
        self.per_day = per_day
        self.codes = sorted(states())[:120]
        self.people = [(f"Person{chr(97 + n % 26)} Surname{n}x", self.codes[n % len(self.codes)]) for n in range(3000)]
        self.rng.shuffle(self.people)
        self.number = self.told = 0
        self.last: dict[Any, date] = {}

    def contact(self) -> tuple[list[tuple[str, str]], str, date]:
        """Who, what and when."""
        day = FIRST + timedelta(days=self.told // self.per_day)
        while True:
            one, other = sorted((self._often(), self._often()))
            if one[1] != other[1] and (day - self.last.get((one, other), date.min)).days > APART:
                break
        self.last[one, other] = day
        return [one, other], self.rng.choice(("call", "call", "meeting", "meeting", "visit")), day

    def _often(self) -> tuple[str, str]:
        return self.people[min(int(self.rng.paretovariate(0.5)) - 1, self.rng.randrange(len(self.people)))]

    def documents(self, events: int) -> tuple[dict[Any, list[Row]], dict[str, int]]:
        """Rows by table for so many events, and the contact of each document."""
        rows: dict[Any, list[Row]] = defaultdict(list)
        truth: dict[str, int] = {}
        end = self.told + events
        while self.told < end:
            who, action, day = self.contact()
            self.number += 1
            for _ in range(min(1 + int(self.rng.expovariate(0.7)), 12, end - self.told)):
                key = f"k{self.told:08}"
                truth[key] = self.number
                self._document(rows, key, who, action, day)
                self.told += 1
        return rows, truth

    def _document(
        self, rows: dict[Any, list[Row]], key: str, who: list[tuple[str, str]], action: str, day: date
    ) -> None:
        rng = self.rng
        form = rng.choices(("dated", "about", "plan", "month", "states", "talks"), (45, 25, 10, 5, 7, 8))[0]
        lag = {"plan": -rng.randrange(1, 6), "month": rng.randrange(10, 60), "about": rng.randrange(2)}.get(form, 0)
        published = (day + timedelta(days=lag)).isoformat()
        edtf = {"about": None, "month": f"{day:%Y-%m}"}.get(form, day.isoformat())
        month_end = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        first, last = (
            (None, None) if edtf is None else (edtf, edtf) if form != "month" else (f"{edtf}-01", f"{month_end}")
        )
        title = f"{action} of {who[0][0]} with {who[1][0]}" if form in ("about", "dated") else f"Briefing {key}"
        rows[schema.documents].append({
            "id": key, "text_id": key, "version": 1, "kind": "news" if form != "month" else "transcript", "title": title,
            "published": published, "day": published, "added": "2025-01-01", "raw_sha256": "0", "text": title,
            "address": f"https://{rng.choice(('a.ru', 'b.gov', 'c.uk', 'd.in'))}/{key}",
        })  # fmt: skip
        dates = {"edtf": edtf, "first_day": first, "last_day": last, "day": first or published}
        rows[schema.events].append({
            "document": key, "id": "e", "code": "CONSULT", "action": "talks" if form in ("talks", "states") else action,
            "status": "planned" if form == "plan" else "held", "trigger": action, "words": f"{title} {key}",
            "first": 900 if form == "month" else 10, "last": 15, **dates,
        })  # fmt: skip
        for i, (name, country) in enumerate(who):
            state = form == "states" or (action == "visit" and i == 1)
            actor, kind = (country, "country") if state else (f"person:{country}:{name.casefold()}", "person")
            entity = {"key": actor, "kind": kind, "name": country if state else name, "country": country, "mentions": 1}
            rows[schema.entities].append({"document": key, "id": f"p{i}", **entity})
            link = {"event": "e", "ordinal": i, "entity": f"p{i}", "actor": actor, "country": country, "side": "both"}
            rows[schema.participants].append({"document": key, **link})


def fill(engine: Engine, rows: dict[Any, list[Row]]) -> None:
    """Write rows in the order in which they refer to each other."""
    with engine.execution_options(writes=True).begin() as connection:
        for table in (schema.documents, schema.entities, schema.events, schema.participants):
            for i in range(0, len(rows[table]), 5000):
                connection.execute(insert(table), rows[table][i : i + 5000])


def judged(engine: Engine, truth: dict[str, int]) -> tuple[float, float]:
    """Precision and recall over pairs of reports."""
    with engine.connect() as connection:
        found = {row.document: row.contact for row in connection.execute(select(across.reports))}
    both = Counter((found[key], truth[key]) for key in truth)
    together, alike, right = Counter(found.values()), Counter(truth.values()), sum(map(_pairs, both.values()))
    return right / max(1, sum(map(_pairs, together.values()))), right / max(1, sum(map(_pairs, alike.values())))


def _pairs(n: int) -> int:
    return n * (n - 1) // 2


def measure(where: str, events: int, per_day: int, seed: int) -> Row:
    """The figures of one size."""
    engine = open_store(where)
    with engine.execution_options(writes=True).begin() as connection:
        for table in (across.merged_contacts, across.former_contacts, schema.documents):
            connection.execute(delete(table))
    world = World(seed, per_day)
    rows, truth = world.documents(events)
    fill(engine, rows)
    start, busy = time.perf_counter(), time.process_time()
    done = rebuild(engine)
    rebuilt, worked = time.perf_counter() - start, time.process_time() - busy
    precision, recall = judged(engine, truth)
    more, _ = world.documents(50)
    fill(engine, more)
    start = time.perf_counter()
    refresh(engine)
    refreshed = time.perf_counter() - start
    engine.dispose()
    return {
        "events": events, "contacts": done.contacts, "rebuild_s": round(rebuilt, 2), "rebuild_cpu_s": round(worked, 2),
        "refresh_50_s": round(refreshed, 2),
        "pair_precision": round(precision, 4), "pair_recall": round(recall, 3),
    }  # fmt: skip


def exponent(rows: list[Row]) -> float | None:
    """Slope of a line through the logarithms of events and seconds, by least squares."""
    points = [(math.log(row["events"]), math.log(max(row["rebuild_cpu_s"], 0.01))) for row in rows]
    if len(points) < 2:
        return None
    x, y = (sum(p[i] for p in points) / len(points) for i in (0, 1))
    return round(sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points), 2)


def main() -> None:
    """Measure each size and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, nargs="+", default=[1000, 3000, 10_000, 30_000, 100_000])
    parser.add_argument("--db")
    parser.add_argument("--per-day", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rows = []
    for events in options.events:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measure(options.db or str(Path(folder) / "merge.db"), events, options.per_day, options.seed))
        print(json.dumps(rows[-1]), flush=True)
    machine = {"python": platform.python_version(), "cores": os.cpu_count()}
    print(json.dumps({"exponent": exponent(rows), "sizes": rows, "per_day": options.per_day, **machine}, indent=1))


if __name__ == "__main__":
    main()
