"""Measures of ranking, of abstention and of confidence: small pure functions over arrays."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RESAMPLES = 1_000
"""Bootstrap samples behind an interval."""


def ndcg(ranked: Sequence[str], relevant: Collection[str], *, depth: int = 10) -> float:
    """nDCG at ``depth`` with binary gains (Järvelin and Kekäläinen 2002); each id counts once."""
    unique = list(dict.fromkeys(ranked))[:depth]
    gained = sum(1 / math.log2(n + 2) for n, name in enumerate(unique) if name in relevant)
    ideal = sum(1 / math.log2(n + 2) for n in range(min(len(set(relevant)), depth)))
    return gained / ideal if ideal else 0.0


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str], *, depth: int = 10) -> float:
    """One over the place of the first relevant id among the first ``depth``; 0 without one."""
    unique = list(dict.fromkeys(ranked))[:depth]
    return next((1 / (n + 1) for n, name in enumerate(unique) if name in relevant), 0.0)


def roc_area(scores: Floats, positive: NDArray[np.bool_]) -> float:
    """Area under the ROC curve: how often a positive outscores a negative, ties counting half.

    NaN where one of the two classes is missing.
    """
    ahead, behind = int(positive.sum()), int((~positive).sum())
    if not ahead or not behind:
        return math.nan
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks = (last - (counts - 1) / 2)[inverse]
    return float((ranks[positive].sum() - ahead * (ahead + 1) / 2) / (ahead * behind))


def risk_coverage(confidence: Floats, right: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Coverage and risk when answering the surest questions first, both of shape (n,).

    After each question: the share answered so far, and the share of those that is wrong
    (Geifman and El-Yaniv 2017).
    """
    order = np.argsort(-confidence, kind="stable")
    answered = np.arange(1, len(order) + 1)
    return answered / max(len(order), 1), np.cumsum(~right[order]) / answered


def risk_coverage_area(confidence: Floats, right: NDArray[np.bool_]) -> float:
    """Mean risk over all coverages, 0 the best; NaN for no questions."""
    _, risk = risk_coverage(confidence, right)
    return float(risk.mean()) if len(risk) else math.nan


def reliability(
    confidence: Floats, right: NDArray[np.bool_], *, bins: int = 10
) -> list[tuple[float, float, int]]:
    """Mean confidence, share that is right, and count, of each bin of confidence in use."""
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    return [
        (float(confidence[inside].mean()), float(right[inside].mean()), int(inside.sum()))
        for n in range(bins)
        if (inside := places == n).any()
    ]


def calibration_error(confidence: Floats, right: NDArray[np.bool_]) -> float:
    """Expected calibration error (Naeini et al. 2015): mean gap of :func:`reliability`."""
    rows = reliability(confidence, right)
    return sum(abs(sure - share) * count for sure, share, count in rows) / max(len(confidence), 1)


def interval(
    count: int, measure: Callable[[NDArray[np.int64]], float], *, seed: int = 0
) -> tuple[float, float]:
    """A 95 % percentile bootstrap interval of ``measure`` over resampled rows 0..count-1."""
    if not count:
        return math.nan, math.nan
    random = np.random.default_rng(seed)
    values = [measure(random.integers(0, count, count)) for _ in range(RESAMPLES)]
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)
