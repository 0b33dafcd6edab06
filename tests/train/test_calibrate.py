"""Calibration: the curve finds what the data was made with."""

import numpy as np
import pytest

from communique.evaluate.attribution import Rates, Side, calibration_error, paired, side_of
from communique.train.calibrate import _logistic


def test_the_logistic_curve_is_found_again() -> None:
    rng = np.random.default_rng(5)
    x = rng.normal(size=(4000, 2))
    y = (rng.random(4000) < 1 / (1 + np.exp(-(1.5 * x[:, 0] - 0.5 * x[:, 1] + 0.3)))).astype(float)
    assert np.allclose(_logistic(x, y), [1.5, -0.5, 0.3], atol=0.15)


def test_calibration_error() -> None:
    assert calibration_error([0.8] * 10, [True] * 8 + [False] * 2) == pytest.approx(0)
    assert calibration_error([0.95] * 4, [True, True, False, False]) == pytest.approx(0.45)
    assert calibration_error([1.0], [True]) == 0
    assert calibration_error([], []) == 0


def test_sides_touch_whole_words() -> None:
    text = "Envoys met again."
    assert side_of(text, [(2, 8)], []) == Side(frozenset({0, 7}), frozenset())
    assert side_of(text, [(6, 7)], [(16, 17)]) == Side(frozenset(), frozenset())


def test_contents_are_paired_from_one_half_on_closest_first() -> None:
    a, b = Side(frozenset({1, 2}), frozenset({9})), Side(frozenset({1, 2, 3}), frozenset())
    assert paired([a], [b, a]) == {0: 1}
    assert paired([a, b], [b]) == {1: 0}
    assert paired([a], [b]) == {0: 0}
    assert paired([a], [b], Side.agrees) == {}
    assert paired([a], [Side(frozenset({1, 4, 5}), frozenset())]) == {}


def test_rates() -> None:
    rates = Rates(1, 2, 4) + Rates(1, 2, 0)
    assert (rates.precision, rates.recall, rates.f1) == (0.5, 0.5, 0.5)
    assert Rates(0, 0, 0).f1 == 0
