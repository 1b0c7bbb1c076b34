"""Fusion of two legs' scores over the same candidates, as small pure functions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RRF_K = 60


def min_max_mean(lexical: NDArray[np.float64], vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of both legs after each is scaled to 0..1 over the candidates; shape (n,).

    A leg that tells nothing apart contributes 0 for all (convex combination of min-max scores,
    Bruch et al. 2023, https://arxiv.org/abs/2210.11934, with a weight of one half).
    """
    return (_scaled(lexical) + _scaled(vector)) / 2


def reciprocal_rank(
    lexical: NDArray[np.float64], vector: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Reciprocal rank fusion (Cormack et al. 2009) with k = 60, scaled so that 1 is the best.

    A candidate without any lexical match gets nothing from that leg.
    """
    fused = np.where(lexical > 0, 1 / (RRF_K + _ranks(lexical)), 0) + 1 / (RRF_K + _ranks(vector))
    return np.asarray(fused * (RRF_K + 1) / 2)


def recency(
    age_days: NDArray[np.float64], *, half_life: float, floor: float
) -> NDArray[np.float64]:
    """Factor in [floor, 1] that halves its distance to ``floor`` every ``half_life`` days.

    Ages are in days; NaN (no date known) gets the floor: undated is never taken for new.
    """
    factor = floor + (1 - floor) * np.exp2(-np.maximum(age_days, 0) / half_life)
    return np.where(np.isnan(age_days), floor, factor)


def _scaled(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    if not len(scores) or (spread := scores.max() - scores.min()) <= 0:
        return np.zeros_like(scores)
    return np.asarray((scores - scores.min()) / spread)


def _ranks(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return ranks
