"""The argument scorer and its decoding, on weights and scores made up here."""

import numpy as np

from communique.annotate.tagger.arguments import (
    BETWEEN,
    DISTANCES,
    HIDDEN,
    PAIR,
    PARAGRAPHS,
    WIDTH,
    Scorer,
    best_arguments,
    log_softmax,
    pair_features,
    runs_of,
)
from communique.annotate.tagger.labels import ARGUMENTS, CONTENT, CONTENT_MORE, OUTSIDE, SOURCE, SOURCE_MORE
from communique.annotate.tagger.pieces import Words


def words(paragraph: list[int], stops: list[int]) -> Words:
    place = np.arange(len(paragraph))
    return Words(place * 2, place * 2 + 1, np.array(paragraph), place, np.array(stops), place < 0)


def scorer(rng: np.random.Generator) -> Scorer:
    shapes = {
        "distance": (DISTANCES, HIDDEN), "paragraph": (PARAGRAPHS, HIDDEN), "cues": (BETWEEN, HIDDEN),
        "stops": (BETWEEN, HIDDEN), "bias": (ARGUMENTS,), "out": (HIDDEN, ARGUMENTS), "pair": (ARGUMENTS, PAIR, PAIR),
    }  # fmt: skip
    return Scorer.of({name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()})


def test_features_of_a_cue_and_its_words() -> None:
    found = pair_features(words([0, 0, 0, 0, 1, 1], [0, 0, 0, 0, 1, 1]), 0, 6, [(2, 2), (4, 4)])
    assert found.shape == (2, 6, 4)
    assert found[0, :, 0].tolist() == [6, 7, 8, 9, 10, 10]  # 2 and 1 before, the cue, 1, 2 and 3 after
    assert found[0, :, 1].tolist() == [2, 2, 2, 2, 3, 3]  # the next paragraph
    assert found[0, :, 2].tolist() == [0, 0, 0, 4, 4, 5]  # the other cue lies between the first and the last word
    assert found[1, :, 2].tolist() == [1, 1, 0, 0, 0, 4]
    assert found[0, :, 3].tolist() == [0, 0, 0, 4, 5, 5]


def test_features_do_not_depend_on_the_window() -> None:
    many = words([0] * 30 + [1] * 30, sorted([0, 1, 2] * 20))
    cues = [(20, 21), (40, 40)]
    whole = pair_features(many, 0, 60, cues)
    part = pair_features(many, 10, 50, cues)
    assert (whole[:, 10:50] == part).all()


def test_scores_are_those_of_the_formula() -> None:
    rng = np.random.default_rng(7)
    weigh = scorer(rng)
    projected = rng.normal(size=(5, WIDTH)).astype(np.float32)
    features = pair_features(words([0, 0, 0, 1, 1], [0, 0, 0, 1, 1]), 0, 5, [(1, 2), (4, 4)])
    found = weigh(projected, [(1, 2), (4, 4)], features)
    assert found.shape == (2, 5, ARGUMENTS)
    size = HIDDEN + PAIR
    asking = projected[1, size : 2 * size] + projected[2, 2 * size :]
    d, p, c, s = features[0, 3]
    hidden = (
        projected[3, :HIDDEN]
        + asking[:HIDDEN]
        + weigh.distance[d]
        + weigh.paragraph[p]
        + weigh.cues[c]
        + weigh.stops[s]
    )
    wanted = np.maximum(hidden, 0) @ weigh.out + weigh.bias
    wanted += np.array([asking[HIDDEN:] @ weigh.pair[a] @ projected[3, HIDDEN:size] for a in range(ARGUMENTS)])
    assert np.allclose(found[0, 3], wanted, rtol=1e-3, atol=1e-2)


def test_decoding_never_goes_on_with_what_has_not_begun() -> None:
    scores = np.full((6, ARGUMENTS), -9.0, dtype=np.float32)
    for word, label in enumerate([CONTENT_MORE, CONTENT_MORE, OUTSIDE, SOURCE_MORE, CONTENT, CONTENT_MORE]):
        scores[word, label] = -0.1
    (found,) = best_arguments([scores])
    before = OUTSIDE
    for label in found.tolist():
        assert label != SOURCE_MORE or before in (SOURCE, SOURCE_MORE)
        assert label != CONTENT_MORE or before in (CONTENT, CONTENT_MORE)
        before = label
    assert found[4:].tolist() == [CONTENT, CONTENT_MORE]


def test_cues_of_unlike_windows_are_decoded_together_as_alone() -> None:
    rng = np.random.default_rng(3)
    rows = [log_softmax(rng.normal(size=(n, ARGUMENTS)).astype(np.float32)) for n in (4, 9, 1)]
    together = best_arguments(rows)
    assert [t.tolist() for t in together] == [best_arguments([r])[0].tolist() for r in rows]
    assert best_arguments([]) == []


def test_runs_keep_neighbours_apart_where_a_new_one_begins() -> None:
    labels = np.array([CONTENT, CONTENT_MORE, CONTENT, OUTSIDE, SOURCE, CONTENT_MORE])
    assert runs_of(labels, CONTENT, CONTENT_MORE) == [(0, 1), (2, 2), (5, 5)]
    assert runs_of(labels, SOURCE, SOURCE_MORE) == [(4, 4)]
