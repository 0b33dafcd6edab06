"""What matters in the attribution model: short trainings, or readings by one model, that differ in one thing.

    python benchmarks/ablations.py --encoder DIR --out RESULTS.jsonl [--only NAME…] [--epochs 2]
    python benchmarks/ablations.py --model DIR --out RESULTS.jsonl

The first trains each variant on a quarter of PolNeAR train and all diplomatic gold and judges it on both dev sets in
32-bit floats (needs the extra `train`); figures of full trainings are higher, compare within one table only. The second
takes away from a trained model, at reading, what it was taught with: how much it leans on each.
"""

import argparse
import json
import multiprocessing
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from communique.annotate.tagger import decode, network, pieces
from communique.train import examples
from communique.train.calibrate import calibrate, read_all
from communique.train.corpus import read
from communique.train.recipe import Recipe, Weights

BASE = Recipe(epochs=2.0, fraction=0.25, tokens=2048, warm_up=40, average=0.98, repeat={"diplomacy": 2})


def no_quotes() -> None:
    """No feature for words in quotation marks."""
    whole = pieces.cut

    def cut(*arguments: Any) -> pieces.Pieces:
        found = whole(*arguments)
        found.shape = [s // 2 * 2 for s in found.shape]
        return found

    examples.cut = cut
    import communique.train.calibrate as judge

    judge.cut = cut


def no_pairs() -> None:
    """Nothing but the words themselves tells a cue how far a word is and what stands between."""
    whole = examples.pair_features
    examples.pair_features = decode.pair_features = lambda *a: np.zeros_like(whole(*a))


def one_domain() -> None:
    """The network is not told which world it reads."""
    whole = pieces.laid_out
    examples.laid_out = network.laid_out = lambda p, w, domain, shapes: whole(p, w, 0, shapes)


def context(size: int) -> Callable[[], None]:
    """Windows of another size."""

    def change() -> None:
        examples.WINDOW = network.WINDOW = size
        network.OVERLAP = size // 4

    return change


def overlap(size: int) -> Callable[[], None]:
    """Windows that share so many pieces."""

    def change() -> None:
        network.OVERLAP = size

    return change


def other_domain() -> None:
    """Campaign news read as records and the other way round."""
    whole = pieces.laid_out
    network.laid_out = lambda p, w, domain, shapes: whole(p, w, 1 - domain, shapes)


NOTHING: Callable[[], None] = lambda: None  # noqa: E731
VARIANTS: dict[str, tuple[Callable[[], None], Recipe]] = {
    "base": (NOTHING, BASE),
    "base, another seed": (NOTHING, replace(BASE, seed=1)),
    "no quotation feature": (no_quotes, BASE),
    "no pair features": (no_pairs, BASE),
    "no domain feature": (one_domain, BASE),
    "no flat heads": (NOTHING, replace(BASE, weights=Weights(flat=0.0))),
    "no diplomatic gold": (NOTHING, replace(BASE, repeat={"diplomacy": 0})),
    "diplomatic gold once": (NOTHING, replace(BASE, repeat={"diplomacy": 1})),
    "diplomatic gold 5 times": (NOTHING, replace(BASE, repeat={"diplomacy": 5})),
    "windows of 128": (context(128), BASE),
    "3 layers": (NOTHING, replace(BASE, layers=3)),
    "4 layers": (NOTHING, replace(BASE, layers=4)),
    "label smoothing 0.05": (NOTHING, replace(BASE, weights=Weights(smoothing=0.05))),
    "no averaging of weights": (NOTHING, replace(BASE, average=0.0)),
    "half of PolNeAR": (NOTHING, replace(BASE, fraction=0.5, epochs=1.2)),
}


READINGS: dict[str, Callable[[], None]] = {
    "as shipped": NOTHING,
    "no quotation feature": no_quotes,
    "the other domain": other_domain,
    "windows of 128": context(128),
    "windows of 384": context(384),
    "windows that do not overlap": overlap(0),
}


def judged(folder: Path, shared: Path) -> dict[str, float | None]:
    """Content overlap and e2e F1 of a model on both dev sets, at the best threshold."""
    loaded = network.load(folder)
    row: dict[str, float | None] = {}
    for domain, path in (("news", "polnear/dev.jsonl"), ("diplomacy", "gold/dev")):
        reads = read_all(loaded, list(read(shared / "data" / path)))
        fitted = calibrate(loaded, reads, 0.0)
        row[f"{domain} overlap"] = round(fitted.overlap.f1, 3) if fitted else None
        row[f"{domain} e2e"] = round(fitted.e2e.f1, 3) if fitted else None
    return row


def read_as(name: str, folder: Path, shared: Path) -> dict[str, Any]:
    """Read with one thing taken away."""
    READINGS[name]()
    return {"name": name, **judged(folder, shared)}


def run(name: str, encoder: Path, shared: Path, epochs: float) -> dict[str, Any]:
    """Train one variant and judge it."""
    import torch

    from communique.train.export import export
    from communique.train.fit import fit

    torch.set_num_threads(1)
    change, recipe = VARIANTS[name]
    change()
    data = shared / "data"
    began = time.process_time()
    model = fit(
        [*read(data / "gold" / "train"), *read(data / "polnear" / "train.jsonl")],
        encoder,
        replace(recipe, epochs=epochs),
    )
    spent = round(time.process_time() - began)
    with tempfile.TemporaryDirectory() as folder:
        export(model, encoder, Path(folder), quantize=False)
        (Path(folder) / "config.json").write_text('{"name": "trial"}')
        return {"name": name, "seconds": spent, **judged(Path(folder), shared)}


def main() -> None:
    """Run the variants asked for, one after the other, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--epochs", type=float, default=BASE.epochs)
    arguments = parser.parse_args()
    if (arguments.encoder is None) == (arguments.model is None):
        parser.error("give --encoder or --model")
    for name in arguments.only or (VARIANTS if arguments.encoder else READINGS):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            if arguments.encoder:
                row = pool.apply(run, (name, arguments.encoder, arguments.shared, arguments.epochs))
            else:
                row = pool.apply(read_as, (name, arguments.model, arguments.shared))
        with arguments.out.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row) + "\n")
        print(row, flush=True)


if __name__ == "__main__":
    main()
