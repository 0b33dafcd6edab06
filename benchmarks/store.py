"""A store of many documents: time to add, size on disk, time to answer.

    python benchmarks/store.py [--documents 100000] [--db FILE|URL]

The sample documents are read once; the rest are made of their records: people, organizations and states are drawn from some
thousands with a few named often and most seldom, half of the longer words of a text are exchanged, dates lie within five years,
and publishers are 800. Without `--db` the store is a temporary SQLite file. A store of `--db` that has documents
already is asked and not filled. Prints one JSON object; machines differ, so compare figures of one machine.
"""

import argparse
import json
import os
import platform
import random
import re
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, text

os.environ.setdefault("OMP_NUM_THREADS", "1")

from communique.model import Document, Entity, Event, Record
from communique.model.ids import document_id
from communique.query.documents import contacts, documents, positions, statements
from communique.query.narrowing import Filter
from communique.store.engine import open_store
from communique.store.writer import add_many, counts

STATES = """USA CHN RUS GBR FRA DEU UKR IND JPN TUR IRN ISR SAU EGY BRA ZAF KOR AUS CAN ITA ESP POL MEX IDN PAK ARG NGA
    KEN""".split()
FIRST, DAYS = date(2020, 1, 1), 1826
WORD = re.compile(r"[A-Za-z]+")
SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]


def invented(rng: random.Random, length: int) -> str:
    """A pronounceable name of some length."""
    return "".join(rng.choice(SYLLABLES) for _ in range(length // 2 + 1))[:length].capitalize()


def few_often(rng: random.Random, values: list[str]) -> str:
    """One of the values: the first ones often, the last ones seldom."""
    return values[min(int(rng.paretovariate(0.7)) - 1, rng.randrange(len(values)))]


class Copies:
    """Records like those of the samples, under other names, words and dates; offsets stay, for every word keeps its length."""

    def __init__(self, records: list[Record], seed: int = 1) -> None:
        self.records = records
        self.rng = random.Random(seed)
        self.words: dict[int, list[str]] = defaultdict(list)
        for word in sorted({w for r in records for w in WORD.findall(r.document.text) if w.islower() and len(w) > 4}):
            self.words[len(word)].append(word)
        self.names = {n: sorted({invented(self.rng, n) for _ in range(1500)}) for n in range(2, 16)}
        for names in self.names.values():
            self.rng.shuffle(names)
        self.publishers = [
            f"{invented(self.rng, 6)} {kind}" for kind in ("Times", "Wire", "Post", "Daily") for _ in range(200)
        ]

    def make(self, number: int) -> Record:
        """The record of that number."""
        rng = self.rng = random.Random(number)
        record = self.records[number % len(self.records)]
        shift = timedelta(days=rng.randrange(DAYS))
        day = (FIRST + shift).isoformat()
        parties = {w for e in record.entities if e.kind in ("person", "organization") for w in WORD.findall(e.name)}
        parties = {w for w in parties if w[0].isupper() and 1 < len(w) < 16}
        other = {w: few_often(rng, self.names[len(w)]) for w in sorted(parties)}

        def exchanged(match: re.Match[str]) -> str:
            word = match[0]
            if word in other:
                return other[word]
            alike = self.words.get(len(word)) if word.islower() else None
            return rng.choice(alike) if alike and rng.random() < 0.5 else word

        def renamed(value: str) -> str:
            return WORD.sub(lambda m: other.get(m[0], m[0]), value)

        def party(entity: Entity) -> Entity:
            state = few_often(rng, STATES) if entity.kind in ("person", "organization") else entity.country
            return replace(entity, name=renamed(entity.name), country=state)

        def dated(event: Event) -> Event:
            when = event.when and replace(event.when, edtf=day, start=day, end=day)
            return replace(event, when=when)

        words = WORD.sub(exchanged, record.document.text)
        publisher = few_often(rng, self.publishers)
        document: Document = replace(
            record.document,
            id=document_id(words),
            text=words,
            title=renamed(record.document.title or "") or None,
            publisher=publisher,
            published=day,
            url=f"https://{publisher.split()[0].lower()}.example/{number}",
            path=None,
        )
        return replace(
            record,
            document=document,
            entities=tuple(map(party, record.entities)),
            events=tuple(map(dated, record.events)),
        )

    def many(self, first: int, last: int) -> Iterator[Record]:
        """Records, one after another."""
        return map(self.make, range(first, last))


def samples() -> list[Record]:
    """Records of the sample documents."""
    from communique.ingest import IngestOptions
    from communique.ingest.sources import read_sources
    from communique.pipeline.batch import read_many
    from communique.samples import FOLDER
    from communique.settings import Settings

    settings = Settings()
    found = read_sources([str(FOLDER)], IngestOptions(settings=settings))
    return [record for record in read_many(found, settings, 1) if isinstance(record, Record)]


def questions(copies: Copies) -> dict[str, list[Callable[[Connection], Any]]]:
    """Kinds of question, with as many of each as are asked."""
    rng = random.Random(7)
    often, seldom = copies.names[5][:5], copies.names[6][200:230]
    common, rare = rng.sample([w for n in (6, 7, 8) for w in copies.words[n]], 12), copies.names[7][300:312]

    def ask(what: Any, wanted: list[Filter]) -> list[Callable[[Connection], Any]]:
        return [lambda c, f=f: what(c, f) for f in wanted]  # type: ignore[misc]

    pairs = [(a, b) for a in STATES[:4] for b in STATES[4:9]]
    years = [("2021-01-01", "2021-12-31"), ("2023-02-01", "2023-02-28")]
    return {
        "search, common word": ask(documents, [Filter(words=w) for w in common]),
        "search, two common words": ask(documents, [Filter(words=f"{a} {b}") for a, b in pairwise(common)]),
        "search, rare name": ask(documents, [Filter(words=w) for w in rare]),
        "search, phrase": ask(documents, [Filter(words='"prime minister"'), Filter(words='"foreign minister"')]),
        "search, word and state": ask(documents, [Filter(words=w, countries=(s,)) for w in common[:6] for s in STATES[:3]]),
        "search, word and days": ask(documents, [Filter(words=w, since=a, until=b) for w in common for a, b in years]),
        "search contacts, common word": ask(contacts, [Filter(words=w) for w in common]),
        "search contacts, rare name": ask(contacts, [Filter(words=w) for w in rare]),
        "search statements, common word": ask(statements, [Filter(words=w) for w in common]),
        "search statements, rare name": ask(statements, [Filter(words=w) for w in rare]),
        "documents, newest": ask(documents, [Filter()] * 10),
        "documents, publisher": ask(documents, [Filter(publisher=n) for n in copies.publishers[::80]]),
        "documents, state": ask(documents, [Filter(countries=(s,)) for s in STATES]),
        "contacts, newest": ask(contacts, [Filter()] * 10),
        "contacts, person": ask(contacts, [Filter(actors=(n,)) for n in (*often, *seldom)]),
        "contacts, state": ask(contacts, [Filter(actors=(s,)) for s in STATES]),
        "contacts, state, month": ask(contacts, [Filter(actors=(s,), since=years[1][0], until=years[1][1]) for s in STATES]),
        "contacts, two states": ask(contacts, [Filter(actors=p) for p in pairs]),
        "contacts, two states, publisher": ask(contacts, [Filter(actors=p, publisher="wire") for p in pairs]),
        "statements, person": ask(statements, [Filter(actors=(n,)) for n in (*often, *seldom)]),
        "statements, state, channel": ask(statements, [Filter(actors=(s,), channel="readout") for s in STATES]),
        "positions, state": ask(positions, [Filter(actors=(s,)) for s in STATES]),
    }  # fmt: skip


def asked(connection: Connection, some: list[Callable[[Connection], Any]], least: int = 60) -> dict[str, float]:
    """Milliseconds to answer: median and 95th percentile, of the clock and of the processor; rows found on average."""
    from communique.errors import UsageError

    taken, busy, found = [], [], []
    for question in [*some] * max(1, -(-least // len(some))):
        start, cpu = time.perf_counter(), time.process_time()
        try:
            rows = question(connection)
        except UsageError:  # nobody of that name has come up
            continue
        taken.append(1000 * (time.perf_counter() - start))
        busy.append(1000 * (time.process_time() - cpu))
        found.append(len(rows))
    ordered = sorted(taken)
    return {
        "p50_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[int(0.95 * (len(ordered) - 1))], 1),
        "p95_cpu_ms": round(sorted(busy)[int(0.95 * (len(busy) - 1))], 1),
        "rows": round(statistics.mean(found), 1),
    }


def filled(engine: Any, copies: Copies, many: int, block: int = 2000) -> dict[str, float]:
    """Add documents; the seconds that the store took, without those in which the records were made."""
    spent, cpu, single = [], 0.0, []
    records = copies.many(0, many)
    while waiting := list(islice(records, block)):
        start, busy = time.perf_counter(), time.process_time()
        for _ in add_many(engine, waiting):
            pass
        spent.append((time.perf_counter() - start) / len(waiting))
        cpu += time.process_time() - busy
    for record in copies.many(many, many + 50):
        start = time.perf_counter()
        for _ in add_many(engine, [record]):
            pass
        single.append(1000 * (time.perf_counter() - start))
    return {
        "documents_a_second": round(1 / statistics.mean(spent)),
        "documents_a_core_second": round(many / cpu),
        "ms_a_document_first_tenth": round(1000 * statistics.mean(spent[: len(spent) // 10 or 1]), 2),
        "ms_a_document_last_tenth": round(1000 * statistics.mean(spent[-(len(spent) // 10) or -1 :]), 2),
        "ms_to_add_one_p50": round(statistics.median(single), 1),
        "ms_to_add_one_p95": round(sorted(single)[int(0.95 * len(single))], 1),
    }


def empty(engine: Any) -> bool:
    """Whether a store has no documents yet."""
    with engine.connect() as connection:
        return counts(connection)["documents"] == 0


def size(engine: Any, path: str) -> int:
    """Bytes of the store."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    return Path(path).stat().st_size


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--db", default="", help="file or URL; a store that has documents is asked as it is")
    arguments = parser.parse_args()
    copies = Copies(samples())
    with tempfile.TemporaryDirectory() as folder:
        where = arguments.db or str(Path(folder) / "store.db")
        engine = open_store(where)
        result: dict[str, Any] = {"machine": platform.machine(), "database": engine.dialect.name}
        if empty(engine):
            result |= filled(engine, copies, arguments.documents)
        with engine.connect() as connection:
            rows = counts(connection)
            result["rows"] = rows
            result["words_a_document"] = round(
                statistics.mean(len(r.document.text.split()) for r in copies.many(0, 200))
            )
        result["bytes_a_document"] = round(size(engine, where) / rows["documents"])
        result["answers"] = {}
        for name, some in questions(copies).items():
            with engine.connect() as connection:
                result["answers"][name] = asked(connection, some)
        result["slowest_p95_ms"] = max(a["p95_ms"] for a in result["answers"].values())
        engine.dispose()
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
