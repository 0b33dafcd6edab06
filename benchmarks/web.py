"""Pages of a store of many documents: time to answer each kind at a steady rate, first paint of the reading room.

    python benchmarks/web.py [--documents 100000] [--db FILE] [--rate 20] [--seconds 90] [--processes N]
                             [--only KIND ...]

The documents are those of `benchmarks/store.py`, merged and with their phrases; a store of `--db` that has documents already
is not filled. `communique serve` runs apart, in as many processes as there are cores (`--processes`). Requests start at their
appointed times whether or not the ones before were answered (an open loop), the kinds of pages in turn, each time about
another document, actor, pair or word; a time is from the appointed start to the last byte. They come from several loopback
addresses, as from several visitors. First paint is Chromium's first contentful paint, a new visitor each time, the median of
five; `--no-browser` omits it. Prints one JSON object; machines differ, so compare figures of one machine.
"""

import argparse
import asyncio
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

os.environ.setdefault("OMP_NUM_THREADS", "1")

import httpx
from sqlalchemy import Connection, func, select

from communique.query import merging
from communique.query.phrases import filling
from communique.store import across, schema
from communique.store.engine import open_store
from communique.store.writer import counts
from store import STATES, Copies, empty, filled, samples

VISITORS = 4  # addresses from which the requests come
EACH = 40  # addresses of a kind, asked in turn
PAINTED = 5


def addresses(connection: Connection, rng: random.Random) -> dict[str, list[str]]:
    """Of every kind of page some addresses, drawn by lot from what the store has."""
    c, p, r = across.merged_contacts, across.merged_participants, across.reports
    documents = drawn(connection, schema.documents.c.id, rng)
    contacts = drawn(connection, c.c.id, rng)
    several = select(r.c.contact).group_by(r.c.contact).having(func.count(r.c.document.distinct()) > 1).limit(5000)
    told = list(connection.execute(several).scalars())  # by two documents that can be compared
    told = rng.sample(told, min(EACH, len(told))) or contacts
    often = select(p.c.actor).group_by(p.c.actor).order_by(func.count().desc()).limit(EACH // 2)
    actors = [*connection.execute(often).scalars(), *drawn(connection, schema.actors.c.key, rng)[: EACH // 2]]
    phrases = drawn(connection, across.phrases.c.id, rng)
    texts = connection.execute(select(schema.documents.c.title).where(schema.documents.c.id.in_(documents))).scalars()
    words = sorted({w.lower() for text in texts for w in (text or "").split() if w.isalpha() and len(w) > 3})
    words = rng.sample(words, min(EACH, len(words)))
    reviewed = select(schema.events.c.document, schema.events.c.id).where(schema.events.c.document.in_(documents))
    items = connection.execute(reviewed.limit(EACH)).all()
    pairs = [(a, b) for a in STATES[:8] for b in STATES[8:13]]
    years = [f"{year}-{month:02}-01" for year in range(2020, 2025) for month in range(1, 13)]
    return {
        "news line": ["/", *(f"/?country={code}" for code in STATES), *(f"/?until={day}" for day in years)],
        "documents": ["/documents", *(f"/documents?q={word}" for word in words)],
        "reading room": [f"/documents/{part(key)}" for key in documents],
        "contacts": ["/contacts", *(f"/contacts?country={code}" for code in STATES)],
        "contact": [f"/contacts/{part(key)}" for key in (*told, *contacts)],
        "compare": [f"/compare?contact={part(key)}" for key in told]
        + [f"/compare?{urlencode([('doc', a), ('doc', b)])}" for a, b in pairwise(documents)],
        "actors": ["/actors", *(f"/actors?q={quote(key.rsplit(':', 1)[-1])}" for key in actors)],
        "actor": [f"/actors/{part(key)}" for key in actors],
        "pairs": ["/pairs", "/pairs?level=persons", *(f"/pairs?until={day}" for day in years)],
        "pair": [f"/pairs/{a}/{b}" for a, b in pairs],
        "phrases": ["/phrases", *(f"/phrases?of={code}" for code in STATES)],
        "phrase": [f"/phrases/{part(key)}" for key in phrases],
        "phrase alerts": [f"/phrases/alerts?of={a}&about={b}" for a, b in pairs],
        "search": [f"/search?q={word}" for word in words],
        "search in statements": [f"/search?in=statements&q={word}" for word in words],
        "charts": ["/charts", *(f"/charts?a={a}&b={b}" for a, b in pairs)],
        "chart, drawn": [f"/charts/contacts.svg?a={a}&b={b}" for a, b in pairs],
        "review": [
            "/review",
            *(f"/review?kind={kind}" for kind in ("event", "statement", "position", "merge", "issue")),
        ],
        "review of an item": [f"/review/{part(document)}/{part(item)}" for document, item in items],
        "decided": ["/review/history"],
        "follows": ["/follows"],
        "log": ["/audit"],
    }


def part(value: str) -> str:
    """A value as one part of an address."""
    return quote(value, safe="")


def drawn(connection: Connection, column: Any, rng: random.Random) -> list[str]:
    """Some values of a key, by lot: those that follow places in its order."""
    first, last = connection.execute(select(func.min(column), func.max(column))).one()
    if first is None:
        return []
    alike = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    found = []
    for _ in range(EACH):
        at = first[:alike] + "".join(rng.choice("0123456789abcdefghijklmnopqrstuvwxyz") for _ in range(3))
        found.append(connection.execute(select(column).where(column >= at).order_by(column).limit(1)).scalar() or last)
    return list(dict.fromkeys(found))


@contextmanager
def serving(where: str, processes: int) -> Iterator[str]:
    """The address of the served store."""
    command = [sys.executable, "-m", "communique", "serve", "--db", where, "--port", "0", "--processes", str(processes)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[0].rstrip("/")
        finally:
            process.terminate()


async def asked(site: str, kinds: dict[str, list[str]], rate: float, seconds: float) -> dict[str, dict[str, Any]]:
    """Ask at a rate for some time; for each kind how long it took and what was not answered with 200."""
    taken: dict[str, list[float]] = defaultdict(list)
    wrong: dict[str, set[str]] = defaultdict(set)
    clients = [
        httpx.AsyncClient(
            base_url=site, transport=httpx.AsyncHTTPTransport(local_address=f"127.0.0.{n + 1}"), timeout=60
        )
        for n in range(VISITORS)
    ]

    async def ask(client: httpx.AsyncClient, kind: str, address: str, due: float) -> None:
        try:
            status = str((await client.get(address)).status_code)
        except httpx.HTTPError as error:
            status = type(error).__name__
        taken[kind].append(1000 * (time.perf_counter() - due))
        if status != "200":
            wrong[kind].add(f"{status} {address}")

    for kind, some in kinds.items():  # the first of each kind: templates and tables are loaded once in a server's life
        await ask(clients[0], kind, some[0], time.perf_counter())
    first = {kind: round(times[0], 1) for kind, times in taken.items()}
    taken.clear()
    start, waiting, names = time.perf_counter() + 0.5, [], list(kinds)
    for n in range(int(rate * seconds)):
        due = start + n / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        kind = names[n % len(names)]
        address = kinds[kind][(1 + n // len(names)) % len(kinds[kind])]
        waiting.append(asyncio.create_task(ask(clients[n % VISITORS], kind, address, due)))
    await asyncio.gather(*waiting)
    for client in clients:
        await client.aclose()
    return {
        kind: {
            "p50_ms": round(statistics.median(times), 1),
            "p95_ms": round(sorted(times)[int(0.95 * (len(times) - 1))], 1),
            "first_ms": first[kind],
            "asked": len(times),
            **({"not_answered": sorted(wrong[kind])[:3]} if wrong[kind] else {}),
        }
        for kind, times in sorted(taken.items())
    }


def painted(site: str, rooms: list[str], chromium: str) -> float:
    """Milliseconds to the first contentful paint of reading rooms, the median."""
    from playwright.sync_api import sync_playwright

    script = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for address in rooms[: PAINTED + 1]:
            tab = browser.new_page()
            tab.goto(site + address)
            tab.wait_for_function(script)
            found.append(float(tab.evaluate(script)))
            tab.close()
        browser.close()
    return round(statistics.median(found[1:]), 1)  # the browser's own first page is not ours


def main() -> None:
    """Fill, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--db", default="", help="file or URL; a store that has documents is not filled")
    parser.add_argument("--rate", type=float, default=20.0, help="requests a second, of all kinds together")
    parser.add_argument("--seconds", type=float, default=90.0)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", nargs="*", metavar="KIND", help="only these kinds of pages")
    parser.add_argument("--no-browser", action="store_true", help="leave out the first paint")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = arguments.db or str(Path(folder) / "store.db")
        engine = open_store(where)
        result: dict[str, Any] = {
            "machine": platform.machine(),
            "cores": os.cpu_count(),
            "processes": arguments.processes,
        }
        if empty(engine):
            filled(engine, Copies(samples()), arguments.documents)
        start = time.perf_counter()
        merging.refresh(engine)
        result["merged_s"] = round(time.perf_counter() - start)
        filling.refresh(engine)
        with engine.connect() as connection:
            result["rows"] = counts(connection)
            kinds = addresses(connection, random.Random(5))
        engine.dispose()
        kinds = {kind: some for kind, some in kinds.items() if some and kind in (arguments.only or kinds)}
        with serving(where, arguments.processes) as site:
            result["pages"] = asyncio.run(asked(site, kinds, arguments.rate, arguments.seconds))
            chromium = os.environ.get("COMMUNIQUE_TEST_CHROMIUM") or shutil.which("chromium")
            if chromium and not arguments.no_browser and "reading room" in kinds:
                result["first_paint_ms"] = painted(site, kinds["reading room"], chromium)
    result["load"] = [round(n, 1) for n in os.getloadavg()]
    result["slowest_p95_ms"] = max(page["p95_ms"] for page in result["pages"].values())
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
