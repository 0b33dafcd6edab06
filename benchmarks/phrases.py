"""Set phrases of many documents: time and memory to mine them, to look through new documents, to answer.

    python benchmarks/phrases.py [--documents 10000] [--db FILE|URL] [--keep]

The documents are those of `benchmarks/store.py`, made of the samples. Each gets a paragraph of two statements with formulas out
of 400 invented ones, some in another order or with a word inserted, and a filler sentence. With `--keep`, a store that is there
already is asked and not filled. Prints one JSON object; machines differ, so compare figures of one machine.
"""

import argparse
import json
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from store import STATES, Copies, asked, few_often, samples

os.environ.setdefault("OMP_NUM_THREADS", "1")

from communique.lexicon.phrases import phrase_lexicon
from communique.model import Record, Span, Statement
from communique.model.ids import claim_id, document_id
from communique.query.phrases import alerts, filling, ledger
from communique.store.engine import open_store
from communique.store.writer import add_many

FORMULAS, NEW = 400, 200


def formulas(rng: random.Random) -> list[tuple[str, str, str]]:
    """Invented formulas: a qualifier, two nouns."""
    lexicon = phrase_lexicon()
    qualifiers, nouns = sorted(lexicon.qualifiers), sorted(lexicon.nouns)
    return [(rng.choice(qualifiers), *rng.sample(nouns, 2)) for _ in range(FORMULAS)]


class Speaking:
    """Records with formulas in them."""

    def __init__(self, seed: int = 1) -> None:
        self.copies = Copies(samples(), seed)
        self.formulas = formulas(random.Random(seed))

    def make(self, number: int) -> Record:
        """The record of that number."""
        rng = random.Random(-number)
        record = self.copies.make(number)
        text = record.document.text.rstrip() + "\n\n"
        people = [e.id for e in record.entities if e.kind == "person"]
        statements = []
        for _ in range(2):
            index = min(int(rng.paretovariate(0.5)) - 1, rng.randrange(FORMULAS))
            qualifier, one, other = self.formulas[index]
            words = rng.choice(
                (f"{qualifier} {one} and {other}", f"{qualifier} {one} and {other}", f"{other} and {qualifier} {one}")
            )
            start = len(text)
            text += f"their {words} in {few_often(rng, self.copies.names[7])}"
            span = (Span(start, len(text)),)
            text += ". "
            speakers = (rng.choice(people),) if people else ()
            made = claim_id("statement", record.document.id, span)
            statements.append(Statement(id=made, form="indirect", content=span, speakers=speakers))
        document = replace(record.document, text=text, id=document_id(text), parts=())
        return replace(record, document=document, statements=(*record.statements, *statements))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of the processor, and what came out."""
    start = time.process_time()
    done = work()
    return round(time.process_time() - start, 2), done


def questions(found: list[str]) -> dict[str, list[Any]]:
    """Kinds of question."""
    return {
        "phrases, most used": [lambda c: ledger.phrases(c)],
        "phrases of a state": [lambda c, s=s: ledger.phrases(c, of=s) for s in STATES[:8]],
        "phrases of a state about a state": [lambda c, s=s: ledger.phrases(c, s, STATES[0]) for s in STATES[1:8]],
        "phrases of a month": [lambda c: ledger.phrases(c, since="2021-03-01", until="2021-03-31")],
        "history, most used": [lambda c, p=p: ledger.history(c, p)["uses"] for p in found[:3]],
        "history, seldom used": [lambda c, p=p: ledger.history(c, p)["uses"] for p in found[-20:]],
        "alerts of a state": [lambda c, s=s: alerts.alerts(c, of=s) for s in STATES[:4]],
        "a phrase that is not kept": [lambda c: ledger.history(c, "harbour and railway")["uses"]],
    }


def main() -> None:
    """Fill, mine, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--db", default="")
    parser.add_argument("--keep", action="store_true", help="ask a store that is filled already")
    arguments = parser.parse_args()
    speaking = Speaking()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_store(arguments.db or str(Path(folder) / "store.db"))
        if not arguments.keep:
            for _ in add_many(engine, map(speaking.make, range(arguments.documents)), batch=500):
                pass
        result: dict[str, Any] = {"documents": arguments.documents}
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        result["cpu_seconds_to_mine"], result["phrases"] = timed(lambda: filling.rebuild(engine))
        result["cpu_ms_a_document"] = round(1000 * result["cpu_seconds_to_mine"] / arguments.documents, 2)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        result["peak_mb"], result["peak_mb_before"] = peak // 1024, before // 1024
        for _ in add_many(engine, map(speaking.make, range(arguments.documents, arguments.documents + NEW))):
            pass
        seconds, _ = timed(lambda: filling.refresh(engine))
        result["cpu_ms_to_refresh_a_new_document"] = round(1000 * seconds / NEW, 2)
        with engine.connect() as connection:
            result["cpu_seconds_to_see_that_nothing_is_new"], _ = timed(lambda: filling.pending(connection))
            found = [row["id"] for row in ledger.phrases(connection, limit=1000)]
            result["answers"] = {name: asked(connection, some, 10) for name, some in questions(found).items()}
        engine.dispose()
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
