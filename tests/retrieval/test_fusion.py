from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from retrieval.fusion import min_max_mean, recency, reciprocal_rank

legs = st.integers(1, 30).flatmap(
    lambda n: st.tuples(
        arrays(float, n, elements=st.floats(0, 50)), arrays(float, n, elements=st.floats(-1, 1))
    )
)


def test_min_max_mean_weighs_both_legs_alike() -> None:
    fused = min_max_mean(np.array([4.0, 2.0, 0.0]), np.array([0.1, 0.9, 0.5]))
    assert fused == pytest.approx([0.5, 0.75, 0.25])


def test_reciprocal_rank_looks_at_places_alone() -> None:
    close = reciprocal_rank(np.array([3.0, 2.9]), np.array([0.2, 0.1]))
    far = reciprocal_rank(np.array([300.0, 1.0]), np.array([0.9, -0.5]))
    assert close == pytest.approx(far)
    assert close[0] == pytest.approx(1.0)


@given(legs)
def test_fused_scores_lie_between_0_and_1(pair: tuple[np.ndarray, np.ndarray]) -> None:
    for fuse in (min_max_mean, reciprocal_rank):
        fused = fuse(*pair)
        assert (fused >= 0).all()
        assert (fused <= 1 + 1e-9).all()


def test_recency_halves_the_way_to_its_floor_and_never_favours_the_undated() -> None:
    factor = recency(np.array([0.0, 14.0, 28.0, 1e6, np.nan]), half_life=14, floor=0.5)
    assert factor == pytest.approx([1.0, 0.75, 0.625, 0.5, 0.5])
