"""Are texts that were edited after posting noticed, and is the edit described rightly?

    python benchmarks/versions.py OFFICIALS [--store versions.db] [--jobs 1] [--show]     (OFFICIALS: ../shared/data/officials)

Every kept version of every item under OFFICIALS/*/versions is read as a feed with that one item, in the order in which they
were fetched, into one store. The index says of each item whether its text changed; an edit is noticed where the store has more
than one version of the page. `--show` prints every changed page with its description and its differences, to be read.
"""

import argparse
import csv
import os
import re
import tempfile
import time
from collections import Counter
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
FEED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">'
    "<channel><title>{name}</title>{item}</channel></rss>\n"
)
PUBLISHERS = {"statedept": "U.S. Department of State", "whitehouse": "The White House"}
NAME = re.compile(r"_(\d+)_v(\d+)_(.+)\.xml$")


def load(officials: Path, where: str, jobs: int) -> float:
    """Read every version into the store, in order; seconds."""
    from communique.ingest import IngestOptions, SourceFailure
    from communique.ingest.sources import read_sources
    from communique.pipeline.batch import read_many
    from communique.settings import Settings
    from communique.store.engine import open_store
    from communique.store.writer import add_many

    started = time.perf_counter()
    engine = open_store(where)
    for folder, publisher in PUBLISHERS.items():
        files = sorted((officials / folder / "versions").glob("*.xml"), key=_order)
        with tempfile.TemporaryDirectory() as scratch:
            paths = []
            for number, file in enumerate(files):
                path = Path(scratch) / f"{number:04}.xml"
                path.write_text(FEED.format(name=publisher, item=file.read_text(encoding="utf-8")), encoding="utf-8")
                paths.append(str(path))
            settings = Settings(publisher=publisher)
            outcomes = read_many(read_sources(paths, IngestOptions(settings=settings)), settings, jobs)
            failed = []
            records = (o for o in outcomes if not (isinstance(o, SourceFailure) and not failed.append(o)))
            added = Counter(what for _, what in add_many(engine, records))
        print(f"{publisher}: {len(files)} versions read: {dict(added)}; {len(failed)} not read")
    engine.dispose()
    return time.perf_counter() - started


def _order(file: Path) -> tuple[str, int]:
    match = NAME.search(file.name)
    assert match is not None
    return file.name[: match.start()] + match[1], int(match[2])


def expected(officials: Path) -> dict[str, bool]:
    """Address of every item with versions: whether its text changed."""
    out = {}
    for folder in PUBLISHERS:
        with (officials / folder / "index.csv").open(encoding="utf-8", newline="") as file:
            out.update({r["link"]: r["text_changed"] == "1" for r in csv.DictReader(file) if int(r["n_versions"]) > 1})
    return out


def report(where: str, known: dict[str, bool], show: bool) -> None:
    """Which changed items are noticed, what kinds of edits there are; with `show`, each of them."""
    from sqlalchemy import select

    from communique.query.versions import changed_pages, changes_of
    from communique.store import schema
    from communique.store.engine import open_store

    d = schema.documents
    engine = open_store(where, create=False)
    with engine.connect() as connection:
        several = set(connection.execute(select(d.c.address).where(d.c.version > 1)).scalars())
        missed = sorted(a for a, text_changed in known.items() if text_changed and a not in several)
        right = sum(known[a] for a in several)
        print(f"items with several versions {len(known)}; text changed {sum(known.values())}, noticed {right}")
        print(f"noticed beyond the index: {len(several) - right}")
        for address in missed:
            print("  not noticed:", address)
        started = time.perf_counter()
        rows = changed_pages(connection, limit=100_000)
        seconds = time.perf_counter() - started
        print(
            f"{len(rows)} changed versions described in {seconds:.1f} s; items touched: {sum(r['items'] for r in rows)}"
        )
        print("kinds:", dict(Counter(kind for r in rows for kind in r["kinds"]).most_common()))
        for row in sorted(rows, key=lambda r: (r["address"], r["version"])) if show else ():
            print(f"\n{row['address']}  version {row['version']}\n  {row['change']}")
            found = changes_of(connection, row["id"])
            for edit in found.edits:
                print(f"    {edit.kind}{' (quoted)' if edit.quoted else ''}: [{edit.was[:160]}] -> [{edit.now[:160]}]")
            for item in found.items:
                print(f"      {item.kind} {item.became} {','.join(item.fields)}: {(item.now or item.was)[:100]}")
    engine.dispose()


def main() -> None:
    """Load, unless the store is there already, and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("officials", type=Path)
    parser.add_argument("--store", default="versions.db")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    if not Path(given.store).exists():
        print(f"read in {load(given.officials, given.store, given.jobs):.0f} s")
    report(given.store, expected(given.officials), given.show)


if __name__ == "__main__":
    main()
