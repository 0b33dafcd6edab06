"""How well the cast of a document is found: gold actors against resolved entities.

    python benchmarks/actors.py ../shared/data/gold/train [--errors]

actors    gold actors of a contact or statement that some entity is (recall, by kind)
surfaces  words that gold says denote an actor: resolved to it, to another, or left open
sources   words that name the source of a statement: Cast.at gives exactly the gold speakers, others, or nobody
merged    resolved entities whose words denote two different gold people
speed     words a second of mentions and resolution together, parse excluded
"""

import argparse
import importlib.util
import re
import time
from collections import Counter
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from communique.annotate.layers import Layers
from communique.annotate.paragraphs import split
from communique.annotate.parse import parse
from communique.annotate.quotes import find_quotes
from communique.ingest.text import document_from_text
from communique.model import Span
from communique.resolve import Cast, resolve
from communique.settings import Settings


def scorer(shared: Path) -> ModuleType:
    """The scorer's own idea of when two actors are one."""
    spec = importlib.util.spec_from_file_location("records", shared / "score" / "records.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def layers_of(text: str, gold: dict[str, Any]) -> Layers:
    """The layers that resolution needs."""
    document = read(text, gold)
    paragraphs = split(document)
    return Layers(document, paragraphs, parse(paragraphs, text), find_quotes(text, paragraphs))


def read(text: str, gold: dict[str, Any]) -> Any:
    """The document as `communique read` would see the file with its date and publisher given."""
    settings = Settings(date=date.fromisoformat(gold["date"][:10]), override=True) if gold.get("date") else Settings()
    return document_from_text(text, settings, publisher=gold.get("publisher"), title=gold.get("title"))


def plain(cast: Cast, entity_id: str) -> dict[str, Any]:
    """An entity as the scorer wants it."""
    entity = cast.entity(entity_id)
    return {"name": entity.name, "kind": entity.kind, "country": entity.country}


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", type=Path)
    options.add_argument("--errors", action="store_true")
    options.add_argument("--only")
    chosen = options.parse_args()
    records = scorer(chosen.gold.resolve().parents[2])
    tally: Counter[str] = Counter()
    seconds, words = 0.0, 0
    for name, text, gold in records.load(str(chosen.gold)):
        if chosen.only and chosen.only not in name:
            continue
        layers = layers_of(text, gold)
        if not words:
            resolve(layers)  # the tables are loaded outside the clock
        began = time.process_time()
        cast, _, _ = resolve(layers)
        seconds += time.process_time() - began
        words += len(text.split())
        for kind, line in compare(records, text, gold, cast, tally):
            if chosen.errors:
                print(f"{name}\t{kind}\t{line}")
    report(tally, words / max(seconds, 1e-9))


def compare(
    records: ModuleType, text: str, gold: dict[str, Any], cast: Cast, tally: Counter[str]
) -> list[tuple[str, str]]:
    """Counts one document; returns what went wrong, a line each."""
    wrong: list[tuple[str, str]] = []
    actors = {a["name"]: a for a in gold["actors"]}
    entities = [plain(cast, i) for i in cast.entities]
    used = {p for c in gold["contacts"] for p in c["participants"]}
    used |= {p for s in gold["statements"] for p in (*s["speakers"], *s["via"], s["addressee"]) if p}
    for name in sorted(used & actors.keys()):
        hit = any(records.same_actor(actors[name], e) for e in entities)
        tally[f"actors {actors[name]['kind']} {'hit' if hit else 'missed'}"] += 1
        if not hit:
            wrong.append(("missed", f"{name} {actors[name]['surface']}"))
    denotes: dict[str, set[str]] = {}
    for name in sorted(actors):
        for surface in actors[name]["surface"]:
            if sum(surface in a["surface"] for a in gold["actors"]) > 1:
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text):
                found = cast.at([Span(match.start(), match.end())])
                if any(records.same_actor(actors[name], plain(cast, i)) for i in found):
                    outcome = "right"
                else:
                    outcome = "wrong" if found else "open"
                    wrong.append(
                        (f"surface {outcome}", f"{surface!r} is {name}, found {[cast.entity(i).name for i in found]}")
                    )
                tally[f"surfaces {outcome}"] += 1
                if actors[name]["kind"] == "person" and len(found) == 1:
                    denotes.setdefault(found[0], set()).add(name)
    for entity_id, names in denotes.items():
        if len(names) > 1 and cast.entity(entity_id).kind == "person":
            tally["merged"] += 1
            wrong.append(("merged", f"{cast.entity(entity_id).name}: {sorted(names)}"))
    position = 0
    for statement in gold["statements"]:
        start = records.find(text, statement["content"][0], position)
        position = max(position, start)
        source = statement["source_text"]
        if not source or start < 0:
            continue
        places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(source)}(?!\w)", text)]
        if not places:
            continue
        at = min(places, key=lambda p: (abs(p - start), p))
        found = cast.at([Span(at, at + len(source))])
        want = [actors[n] for n in statement["speakers"] if n in actors]
        got = [plain(cast, i) for i in found]
        same = len(want) == len(got) and all(any(records.same_actor(w, g) for g in got) for w in want)
        outcome = "right" if same else "wrong" if found else "open"
        tally[f"sources {outcome}"] += 1
        if not same:
            wrong.append(
                (
                    f"source {outcome}",
                    f"{source!r} is {statement['speakers']}, found {[g['name'] for g in got]} | "
                    + repr(text[max(0, at - 60) : at + 60]),
                )
            )
    return wrong


def report(tally: Counter[str], speed: float) -> None:
    """Shares and counts."""
    for kind in ("person", "country", "organization"):
        hit, missed = tally[f"actors {kind} hit"], tally[f"actors {kind} missed"]
        print(f"actors {kind:13} recall {hit / max(1, hit + missed):.3f}  ({hit} of {hit + missed})")
    for part in ("surfaces", "sources"):
        right, other, left = (tally[f"{part} {x}"] for x in ("right", "wrong", "open"))
        total = max(1, right + other + left)
        print(f"{part:20} right {right / total:.3f}  wrong {other / total:.3f}  open {left / total:.3f}  (n {total})")
    print(f"merged people {tally['merged']}\nmentions and resolution: {speed:,.0f} words a second")


if __name__ == "__main__":
    main()
