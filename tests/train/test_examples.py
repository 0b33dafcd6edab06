"""Labels laid over words, and windows of them."""

import random

import numpy as np
from tokenizers import Tokenizer

from communique.annotate.tagger import labels
from communique.annotate.tagger.arguments import runs_of
from communique.annotate.tagger.network import SHIPPED
from communique.train.corpus import Example, Gold, Stretch, lines_of
from communique.train.examples import UNKNOWN, Prepared, items, prepare

TOKENIZER = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
TOKENIZER.no_truncation()
TOKENIZER.no_padding()
TEXT = "“The minister welcomed the deal,” Varga said. Dask disagreed."


def at(words: str) -> tuple[Stretch, ...]:
    start = TEXT.index(words)
    return ((start, start + len(words)),)


def nested() -> Example:
    outer = Gold(at("said"), at("Varga"), at("“The minister welcomed the deal,”"))
    inner = Gold(at("welcomed"), at("The minister"), at("the deal"))
    turn = Gold((), (), at("Dask disagreed."))
    return Example("x", TEXT, "diplomacy", [outer, inner, turn], paragraphs=lines_of(TEXT))


def said(prepared: Prepared, row: int, first: int, more: int) -> list[str]:
    w = prepared.words
    return [TEXT[w.starts[a] : w.ends[b]] for a, b in runs_of(prepared.arguments[row], first, more)]


def test_each_cue_has_its_own_view_of_the_words() -> None:
    prepared = prepare(nested(), TOKENIZER)
    assert len(prepared.cues) == 2
    assert said(prepared, 0, labels.CONTENT, labels.CONTENT_MORE) == ["the deal"]
    assert said(prepared, 0, labels.SOURCE, labels.SOURCE_MORE) == ["The minister"]
    assert said(prepared, 1, labels.CONTENT, labels.CONTENT_MORE) == ["“The minister welcomed the deal,”"]
    assert said(prepared, 1, labels.SOURCE, labels.SOURCE_MORE) == ["Varga"]


def test_heads_that_nobody_marked_are_not_learnt() -> None:
    example = nested()
    prepared = prepare(example, TOKENIZER)
    assert (prepared.heads[:, 3:] == UNKNOWN).all()
    example.stances, example.triggers = [(at("the deal")[0], "welcome")], []
    marked = prepare(example, TOKENIZER)
    first = 1 + 2 * labels.STANCES.index("welcome")
    assert marked.heads[:, 3].tolist().count(first) == 1
    assert marked.heads[:, 3].tolist().count(first + 1) == 1
    assert not marked.heads[:, 4].any()


def test_the_flat_head_learns_the_outermost_content() -> None:
    prepared = prepare(nested(), TOKENIZER)
    assert [b - a for a, b in runs_of(prepared.heads[:, 2], 1, 2)] == [7]


def test_windows_carry_the_labels_of_their_words() -> None:
    example = nested()
    example.text = "\n".join([TEXT] * 40)
    example.paragraphs = lines_of(example.text)
    size = len(TEXT) + 1
    example.attributions = [
        Gold(*(tuple((a + n * size, b + n * size) for a, b in part) for part in (g.cue, g.source, g.content)))
        for n in range(40)
        for g in nested().attributions
    ]
    prepared = prepare(example, TOKENIZER)
    whole, shifted = items(prepared, None), items(prepared, random.Random(1))
    for found in (whole, shifted):
        assert sum(len(item.words) for item in found) == len(prepared.words)
        assert sum(len(item.cues) for item in found) == 80
        assert np.array_equal(np.concatenate([item.heads for item in found]), prepared.heads)
        for item in found:
            assert item.arguments.shape == item.pairs.shape[:2] == (len(item.cues), len(item.words))
    assert [len(i.ids) for i in whole] != [len(i.ids) for i in shifted]
