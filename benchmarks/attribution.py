"""Score and time the attribution model.

    python benchmarks/attribution.py [--shared ../shared] [--model DIR] [--domain news] [--threshold T] [--kinds]

PolNeAR dev by ../shared/score/attributions.py; the statements of data/gold/dev that a cue marks, by the words of their
content; expected calibration error of the confidence; words per core-second of the tagger alone (CPU time, model loaded).
"""

import argparse
import importlib.util
import sys
import time
from pathlib import Path
from types import ModuleType

from communique.annotate.layers import Attribution, Layers
from communique.annotate.paragraphs import split
from communique.annotate.tagger import Tags, model_name, tag
from communique.evaluate.attribution import Side, calibration_error, paired, side_of
from communique.model import Document, Spans
from communique.train.corpus import Example, lines_of, read


def scorer(shared: Path) -> ModuleType:
    """The task's own scorer, which stands beside the data."""
    spec = importlib.util.spec_from_file_location("attributions", shared / "score" / "attributions.py")
    if spec is None or spec.loader is None:
        sys.exit(f"no scorer in {shared}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def layers_of(text: str) -> Layers:
    """Plain text as the pipeline would hand it to the tagger."""
    document = Document(id="", text=text, raw_sha256="")
    return Layers(document, split(document))


def pairs(spans: Spans) -> list[list[int]]:
    """Spans as the scorer has them."""
    return [[s.start, s.end] for s in spans]


def side(text: str, found: Attribution) -> Side:
    """A found attribution as sets of words."""
    return side_of(text, [(s.start, s.end) for s in found.content], [(s.start, s.end) for s in found.source])


def errors(examples: list[Example], tags: list[Tags]) -> str:
    """Calibration error over all that was found, right meaning content and source; and how many that were."""
    sure: list[float] = []
    right: list[bool] = []
    for example, found in zip(examples, tags, strict=True):
        gold = [side_of(example.text, g.content, g.source) for g in example.attributions]
        mine = [side(example.text, a) for a in found.attributions]
        hits = set(paired(gold, mine, Side.agrees).values())
        sure += [a.confidence for a in found.attributions]
        right += [j in hits for j in range(len(mine))]
    return f"{calibration_error(sure, right):.3f} over {len(sure)}"


def statements(examples: list[Example], tags: list[Tags]) -> str:
    """Content overlap against the statements with a cue; those without (turns) count neither for nor against."""
    hit = found = wanted = sources = 0
    for example, mine in zip(examples, tags, strict=True):
        gold = [side_of(example.text, g.content, g.source) for g in example.attributions]
        sides = [side(example.text, a) for a in mine.attributions]
        matched = paired(gold, sides)
        cued = [i for i in matched if example.attributions[i].cue]
        hit += len(cued)
        found += len(sides) - (len(matched) - len(cued))
        wanted += sum(bool(g.cue) for g in example.attributions)
        sources += sum(gold[i].agrees(sides[matched[i]]) for i in cued)
    f1 = 2 * hit / max(1, found + wanted)
    return f"P {hit / max(1, found):.3f}  R {hit / max(1, wanted):.3f}  F1 {f1:.3f}  sources right {sources / max(1, hit):.3f}"


def heads(examples: list[Example], tags: list[Tags]) -> str:
    """Stances and triggers: right when the label agrees and the words overlap."""
    out = []
    for name in ("stances", "triggers"):
        hit = found = wanted = 0
        for example, mine in zip(examples, tags, strict=True):
            gold = list(getattr(example, name) or ())
            wanted += len(gold)
            for span in getattr(mine, name):
                found += 1
                for g in gold:
                    if g[1] == span.label and g[0][0] < span.span.end and span.span.start < g[0][1]:
                        hit += 1
                        gold.remove(g)
                        break
        out.append(f"{name} F1 {2 * hit / max(1, found + wanted):.3f} ({hit} of {wanted}, {found} found)")
    return "; ".join(out)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--domain", default="news", help="domain to read PolNeAR as")
    parser.add_argument("--threshold", type=float)
    arguments = parser.parse_args()
    print(model_name(arguments.model))
    news = list(read(arguments.shared / "data" / "polnear" / "dev.jsonl"))
    records = list(read(arguments.shared / "data" / "gold" / "dev"))
    assert all(lines_of(e.text) for e in news)
    began, words = time.process_time(), 0
    tagged: list[list[Tags]] = []
    for examples, domain in ((news, arguments.domain), (records, "diplomacy")):
        tagged.append(
            [tag(layers_of(e.text), arguments.threshold, domain=domain, model=arguments.model) for e in examples]
        )
        words += sum(len(e.text.split()) for e in examples)
    print(f"{words / (time.process_time() - began):.0f} words per core-second over {words} words")
    gold = {
        e.id: [{"source": g.source or None, "cue": g.cue, "content": g.content} for g in e.attributions] for e in news
    }
    found = {
        e.id: [
            {"source": pairs(a.source) or None, "cue": pairs(a.cue), "content": pairs(a.content)}
            for a in t.attributions
        ]
        for e, t in zip(news, tagged[0], strict=True)
    }
    judge = scorer(arguments.shared)
    judge.show(judge.score(gold, found, {e.id: e.text for e in news}))
    print(f"news: calibration error {errors(news, tagged[0])}")
    print("records, statements with a cue:", statements(records, tagged[1]))
    print(f"records: calibration error {errors(records, tagged[1])}")
    print("records:", heads(records, tagged[1]))


if __name__ == "__main__":
    main()
