"""Two stores that should hold the same, such as a SQLite file and a PostgreSQL database that were given the same sources.

    python benchmarks/same.py officials.db postgresql://user@host/officials [--questions 400]

Compares the rows of every table (times of adding and reading, the folder that a file lay in, and the order of arrival left out)
and the answers to questions drawn from what the first one holds. Prints one JSON object; exits with 1 where the two differ.
"""

import argparse
import json
import random
import sys
import zlib
from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, select

from communique.errors import UsageError
from communique.model import from_json
from communique.query.documents import contacts, documents, positions, statements
from communique.query.narrowing import Filter
from communique.store import schema
from communique.store.engine import open_store

OF_THE_RUN = {"added", "read", "path"}
ASKED = (documents, contacts, statements, positions)
WORDS = (
    "the",
    "agreement",
    "sovereignty",
    "visit*",
    "support for",
    '"foreign minister"',
    "gas",
    "talks climate",
    "vaccin*",
)


def rows(connection: Connection, table: Any) -> list[tuple[Any, ...]]:
    """The rows of a table in an order of their own."""
    columns = [c for c in table.c if c.name not in OF_THE_RUN]
    found = connection.execute(select(*columns))
    return sorted((tuple(comparable(v) for v in row) for row in found), key=repr)


def comparable(value: Any) -> Any:
    """A cell, packed records without the path."""
    if not isinstance(value, bytes | memoryview):
        return value
    try:
        record = from_json(zlib.decompress(value))
    except zlib.error:  # a signature
        return bytes(value)
    return replace(record, document=replace(record.document, path=None)).to_json()


def questions(connection: Connection, many: int) -> Iterator[tuple[Any, Filter]]:
    """Questions about who and what is there, each of every kind of item."""
    rng = random.Random(3)

    def some(column: Any, most: int) -> list[Any]:
        return rng.sample(found, min(most, len(found))) if (found := distinct(connection, column)) else []

    people = [(name,) for name in some(schema.entities.c.name, 40)]
    states = [(code,) for code in some(schema.entities.c.country, 30)]
    pairs = [(a[0], b[0]) for a, b in zip(states, rng.sample(states, len(states)), strict=True)]
    months = [(f"2021-{m:02}-01", f"2021-{m:02}-28") for m in (1, 6, 11, 12)]
    wanted = [Filter(words=w) for w in WORDS]
    wanted += [Filter(actors=who) for who in (*people, *states, *pairs)]
    wanted += [Filter(publisher=p) for p in some(schema.documents.c.publisher, 5)]
    wanted += [Filter(kind=k, since=a, until=b) for k, (a, b) in product(some(schema.documents.c.kind, 5), months)]
    wanted += [
        Filter(channel=c, countries=who) for c, who in zip(some(schema.statements.c.channel, 9), states, strict=False)
    ]
    wanted += [Filter(words=w, actors=who, since="2021-10-01") for w, who in product(WORDS[:4], states[:6])]
    return islice(((ask, one) for one in wanted for ask in ASKED), many)


def distinct(connection: Connection, column: Any) -> list[Any]:
    """The values of a column, sorted by code point."""
    return sorted(connection.execute(select(column).where(column.is_not(None)).distinct()).scalars())


def answer(connection: Connection, ask: Any, wanted: Filter) -> object:
    """An answer, or that there is nobody of that name."""
    try:
        return [{k: v for k, v in row.items() if k not in OF_THE_RUN} for row in ask(connection, wanted, 200)]
    except UsageError as error:
        return str(error)


def main() -> int:
    """Compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("one")
    parser.add_argument("other")
    parser.add_argument("--questions", type=int, default=400)
    arguments = parser.parse_args()
    one, other = (open_store(where, create=False) for where in (arguments.one, arguments.other))
    tables: dict[str, Any] = {}
    differing, asked, items = [], 0, 0
    with one.connect() as left, other.connect() as right:
        for table in (schema.documents, schema.readings, schema.actors, schema.actor_names, *schema.CLAIM_TABLES,
                      schema.fingerprints, schema.bands):  # fmt: skip
            here, there = rows(left, table), rows(right, table)
            tables[table.name] = len(here) if here == there else [len(here), len(there), "DIFFERENT"]
        for ask, wanted in questions(left, arguments.questions):
            answers = answer(left, ask, wanted), answer(right, ask, wanted)
            asked += 1
            items += len(answers[0]) if isinstance(answers[0], list) else 0
            if answers[0] != answers[1]:
                differing.append(f"{ask.__name__} {wanted}")
    print(
        json.dumps(
            {"rows": tables, "questions": asked, "items": items, "answers_that_differ": differing[:20]}, indent=1
        )
    )
    return 1 if differing or any(isinstance(v, list) for v in tables.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
