"""The measures against values worked out by hand."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from retrieval import metrics

SECOND = 1 / math.log2(3)
"""What a relevant id in the second place gains."""


def flags(text: str) -> NDArray[np.bool_]:
    return np.array([c == "+" for c in text], dtype=bool)


@pytest.mark.parametrize(
    ("ranked", "relevant", "value"),
    [
        ("abc", "a", 1.0),
        ("abc", "b", SECOND),
        ("abc", "c", 0.5),
        ("abc", "ac", 1.5 / (1 + SECOND)),
        ("ab", "ac", 1 / (1 + SECOND)),
        ("bba", "a", SECOND),
        ("abc", "d", 0.0),
        ("", "a", 0.0),
        ("abc", "", 0.0),
    ],
)
def test_ndcg_discounts_by_place(ranked: str, relevant: str, value: float) -> None:
    assert metrics.ndcg(list(ranked), set(relevant)) == pytest.approx(value)


def test_ndcg_looks_as_deep_as_it_is_told() -> None:
    ranked = list("abcdefghijk")
    assert metrics.ndcg(ranked, {"k"}) == 0.0
    assert metrics.ndcg(ranked, {"k"}, depth=11) == pytest.approx(1 / math.log2(12))
    assert metrics.ndcg(ranked, set(ranked), depth=3) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("ranked", "relevant", "value"),
    [("abc", "a", 1), ("abc", "bc", 1 / 2), ("aab", "b", 1 / 2), ("abc", "d", 0), ("", "a", 0)],
)
def test_the_reciprocal_rank_is_that_of_the_first_relevant_id(
    ranked: str, relevant: str, value: float
) -> None:
    assert metrics.reciprocal_rank(list(ranked), set(relevant)) == pytest.approx(value)
    assert metrics.reciprocal_rank(["x"] * 3 + list(ranked), set(relevant), depth=1) == 0


@pytest.mark.parametrize(
    ("scores", "positive", "area"),
    [
        ([0.1, 0.4, 0.35, 0.8], "--++", 0.75),
        ([0.1, 0.2, 0.3, 0.4], "--++", 1.0),
        ([0.1, 0.2, 0.3, 0.4], "++--", 0.0),
        ([0.5, 0.5, 0.5, 0.5], "-+-+", 0.5),
        ([0.2, 0.5, 0.5, 0.9], "--++", 0.875),
        ([0.5, 0.5, 0.1], "+-+", 0.25),
    ],
)
def test_the_roc_area_counts_a_tie_as_half(scores: list[float], positive: str, area: float) -> None:
    assert metrics.roc_area(np.array(scores), flags(positive)) == pytest.approx(area)


@given(rows=st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=20))
def test_the_roc_area_is_the_share_of_pairs_in_order(rows: list[tuple[int, bool]]) -> None:
    ahead, behind = [s for s, p in rows if p], [s for s, p in rows if not p]
    scores = np.array([float(s) for s, _ in rows])
    area = metrics.roc_area(scores, np.array([p for _, p in rows], dtype=bool))
    if not ahead or not behind:
        assert math.isnan(area)
        return
    wins = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in product(ahead, behind))
    assert area == pytest.approx(wins / (len(ahead) * len(behind)))


def test_risk_grows_as_less_sure_questions_are_answered() -> None:
    confidence, right = np.array([0.6, 0.9, 0.7, 0.8]), flags("-++-")
    coverage, risk = metrics.risk_coverage(confidence, right)
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert risk.tolist() == pytest.approx([0, 1 / 2, 1 / 3, 1 / 2])
    assert metrics.risk_coverage_area(confidence, right) == pytest.approx(1 / 3)


@pytest.mark.parametrize(("right", "area"), [("++", 0.0), ("--", 1.0), ("+-", 0.25), ("-+", 0.75)])
def test_the_risk_coverage_area_rewards_knowing_what_is_right(right: str, area: float) -> None:
    assert metrics.risk_coverage_area(np.array([0.9, 0.1]), flags(right)) == pytest.approx(area)


def test_reliability_is_by_bins_in_use() -> None:
    confidence = np.array([0.05, 0.15, 0.12, 1.0, 0.0])
    rows = metrics.reliability(confidence, flags("-+-++"))
    assert [count for *_, count in rows] == [2, 2, 1]
    assert [sure for sure, *_ in rows] == pytest.approx([0.025, 0.135, 1.0])
    assert [share for _, share, _ in rows] == [0.5, 0.5, 1.0]
    expected = (0.475 * 2 + 0.365 * 2) / 5
    assert metrics.calibration_error(confidence, flags("-+-++")) == pytest.approx(expected)


def test_without_questions_there_is_no_figure() -> None:
    nothing, none = np.array([]), flags("")
    assert math.isnan(metrics.roc_area(nothing, none))
    assert math.isnan(metrics.risk_coverage_area(nothing, none))
    assert metrics.calibration_error(nothing, none) == 0
    assert metrics.reliability(nothing, none) == []
    assert all(math.isnan(end) for end in metrics.interval(0, lambda _: 1.0))


def test_an_interval_is_the_same_each_time_and_holds_the_mean() -> None:
    values = np.array([0.0] * 30 + [1.0] * 70)
    low, high = metrics.interval(100, lambda rows: float(values[rows].mean()))
    assert (low, high) == metrics.interval(100, lambda rows: float(values[rows].mean()))
    assert low < 0.7 < high
    # The normal approximation gives .70 ± .09.
    assert low == pytest.approx(0.61, abs=0.02)
    assert high == pytest.approx(0.79, abs=0.02)
    assert metrics.interval(100, lambda rows: float(values[rows].mean()), seed=1) != (low, high)


def test_an_interval_narrows_with_more_questions_and_closes_on_a_constant() -> None:
    def width(count: int) -> float:
        values = np.arange(count) % 2
        low, high = metrics.interval(count, lambda rows: float(values[rows].mean()))
        return high - low

    assert width(400) < width(100) < width(20)
    assert metrics.interval(9, lambda _: 0.25) == (0.25, 0.25)
