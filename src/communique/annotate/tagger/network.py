"""The network at run time: an ONNX file, its tokenizer, the scorer's weights and what calibration found.

A model is a folder: `model.onnx`, `tokenizer.json`, `arguments.npz`, `config.json`. The one that ships lies in `data/`;
`COMMUNIQUE_MODEL` names another. Nothing is loaded before the first document.
"""

import hashlib
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from communique.annotate.tagger.arguments import Scorer
from communique.annotate.tagger.labels import COLUMNS, DOMAINS, SHAPES
from communique.annotate.tagger.pieces import OVERLAP, WINDOW, Pieces, Window, Words, batches, laid_out, windows
from communique.errors import MissingPartError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

SHIPPED: Final = Path(__file__).parent / "data"
VARIABLE: Final = "COMMUNIQUE_MODEL"
TOKENS: Final = 1024  # pieces a batch: enough to fill one core, small enough to stay in its cache

Floats = NDArray[np.float32]


class Calibration(msgspec.Struct, frozen=True):
    """A logistic curve over the features of `decode.evidence`, per domain; threshold: least confidence to keep."""

    weights: tuple[float, ...]
    bias: float
    threshold: float


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What `config.json` holds, by domain. cue_bias: added to the log score of "no cue" before decoding (below 0 finds
    more). Without a curve, confidence is the network's own."""

    name: str
    cue_bias: dict[str, float] = {}
    calibration: dict[str, Calibration] = {}


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network says of a document: label scores of each word, and for each window the words it holds
    (low, high, owned low, owned high) with their projections."""

    words: Words
    scores: Floats
    windows: tuple[tuple[int, int, int, int], ...]
    projected: tuple[Floats, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """A loaded model."""

    session: "InferenceSession"
    tokenizer: "Tokenizer"
    scorer: Scorer
    config: Config
    digest: str

    def read(self, text: str, pieces: Pieces, words: Words, domain: str) -> Reading:
        """Run the network over all windows of a document, the lengths alike together."""
        cut = windows(text, pieces, WINDOW, OVERLAP)
        laid = [laid_out(pieces, w, DOMAINS.index(domain), SHAPES) for w in cut]
        scores = np.zeros((len(words), COLUMNS), dtype=np.float32)
        spans = [_words_in(words, w) for w in cut]
        projected: list[Floats] = [np.empty((0, 0), dtype=np.float32)] * len(cut)
        for group in batches([len(ids) for ids, _, _ in laid], TOKENS):
            longest = max(len(laid[i][0]) for i in group)
            ids = np.zeros((len(group), longest), dtype=np.int64)
            mask, features = np.zeros_like(ids), np.zeros_like(ids)
            for row, i in enumerate(group):
                size = len(laid[i][0])
                ids[row, :size], features[row, :size], mask[row, :size] = laid[i][0], laid[i][1], 1
            found, shown = self.session.run(None, {"ids": ids, "mask": mask, "features": features})
            for row, i in enumerate(group):
                low, high, own_low, own_high = spans[i]
                place = laid[i][2][words.piece[low:high] - cut[i].low]
                projected[i] = shown[row][place]
                scores[own_low:own_high] = found[row][place[own_low - low : own_high - low]]
        return Reading(words, scores, tuple(spans), tuple(projected))


def _words_in(words: Words, window: Window) -> tuple[int, int, int, int]:
    """The words that begin in a window, and those of them that it owns."""
    edges = (window.low, window.high, window.own_low, window.own_high)
    low, high, own_low, own_high = np.searchsorted(words.piece, edges).tolist()
    return low, high, own_low, own_high


def load(folder: Path) -> Network:
    """Load the model in `folder`. Raises MissingPartError where it is not one."""
    import onnxruntime
    from tokenizers import Tokenizer

    try:
        raw = (folder / "model.onnx").read_bytes()
        config = msgspec.json.decode((folder / "config.json").read_bytes(), type=Config)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        with np.load(folder / "arguments.npz") as arrays:
            scorer = Scorer.of(arrays)
    except (OSError, KeyError, msgspec.DecodeError) as error:
        raise MissingPartError(f"no attribution model in {folder}: {error}") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(raw, options, providers=["CPUExecutionProvider"])
    return Network(session, tokenizer, scorer, config, hashlib.sha256(raw).hexdigest()[:8])


@lru_cache(maxsize=2)
def _loaded(folder: Path) -> Network:
    return load(folder)


def chosen(folder: Path | None = None) -> Network:
    """The model in `folder`, else in the one that COMMUNIQUE_MODEL names, else the one that ships; loaded once."""
    named = os.environ.get(VARIABLE)
    return _loaded(folder or (Path(named) if named else SHIPPED))
