"""Logistic regressions and conditional logits whose weights have a known sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize

MORE_IS_BETTER = frozenset(
    "coverage passage_coverage cosine passage_cosine bm25 sentence answer_type agreement date"
    " passage same_ordinal same_event same_phase exact window recency score answers margin read"
    " read_figure second compared surely rival plain figure_asked told_apart opposes beside"
    " day weight tenseless".split()
)
MORE_IS_WORSE = frozenset(
    "score_behind article_behind cosine_behind coverage_behind newer other_ordinal other_event"
    " dropped cancelled denied reported distance unknown names undated asks age other_phase agreed"
    " names_apart unknown_name long_ago other_day apart unit_apart corrected behind gap"
    " only_foretold".split()
)
"""What is known of a feature before any data: its weight may not have the other sign. Correlated
features would otherwise take turns in compensating each other, which does not carry over."""
BETTER_AHEAD = frozenset(("planned", "foretold"))
"""The same for days to come; of the past, what was planned is rather not what was."""

PENALTY = 1.0
"""Of the squared weights of a date model, each feature scaled to a deviation of 1."""


@dataclass
class Fit:
    """A logistic regression with weights of known sign."""

    names: list[str]
    mean: Any
    scale: Any
    values: Any
    """Intercept, then weights per standard deviation."""

    def probability(self, matrix: Any) -> Any:
        """Of each row."""
        return 1 / (
            1 + np.exp(-(((matrix - self.mean) / self.scale) @ self.values[1:] + self.values[0]))
        )

    def coefficients(self) -> dict[str, Any]:
        """As they stand in the file, for features as they are."""
        weight = self.values[1:] / self.scale
        return {
            "intercept": round(float(self.values[0] - (weight * self.mean).sum()), 4),
            "weights": {n: round(float(w), 4) for n, w in zip(self.names, weight, strict=True)},
        }


def logistic(names: list[str], matrix: Any, labels: Any, shares: Any) -> Fit:
    """By penalised maximum likelihood; ``matrix``: (rows, names), ``shares`` weigh the rows."""
    mean, scale = matrix.mean(axis=0), np.maximum(matrix.std(axis=0), 1e-6)
    scaled, wanted = (matrix - mean) / scale, np.asarray(labels, dtype=float)

    def loss(values: Any) -> tuple[float, Any]:
        logit = scaled @ values[1:] + values[0]
        entropy = np.logaddexp(0, logit) - wanted * logit
        wrong = shares * (1 / (1 + np.exp(np.clip(-logit, -50, 50))) - wanted)
        slope = np.append(wrong.sum(), wrong @ scaled)
        slope[1:] += 2 * values[1:]
        return float((shares * entropy).sum() + (values[1:] ** 2).sum()), slope

    start = np.zeros(len(names) + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=_bounds(names))
    return Fit(names, mean, scale, found.x)


def fitted(rows: list[Any], labels: Any, shares: Any, *, balanced: bool = False) -> Fit:
    """A logistic regression on features by name; ``balanced``: the rare label counts as much."""
    names = list(rows[0])
    matrix = np.array([[row[n] for n in names] for row in rows], dtype=float)
    if balanced:
        shares = shares * np.where(labels, (~labels).sum() / max(labels.sum(), 1), 1.0)
    fit = logistic(names, matrix, labels, shares / shares.mean())
    print(f"\n{labels.mean():.3f} positive of {len(labels)}; weights per standard deviation:")
    for name, value in sorted(zip(names, fit.values[1:], strict=True), key=lambda p: -abs(p[1])):
        print(f"  {name:18} {value:+.2f}")
    return fit


def conditional_logit(
    questions: list[tuple[Any, Any, bool]], names: list[str], *, past: bool
) -> Any:
    """Intercept and weights, by penalised maximum likelihood; the penalty spares the intercept."""

    count, bounds = len(names), _bounds(names, frozenset() if past else BETTER_AHEAD)

    def loss(values: Any) -> tuple[float, Any]:
        total, slope = PENALTY * (values[1:] ** 2).sum(), np.zeros_like(values)
        slope[1:] = 2 * PENALTY * values[1:]
        for matrix, right, none in questions:
            utility = np.append(matrix @ values[1:] + values[0], 0.0)
            wanted = np.append(right, none)
            shares = np.exp(utility - utility.max())
            chosen = shares * wanted
            total -= np.log(chosen.sum() / shares.sum())
            push = shares / shares.sum() - chosen / chosen.sum()
            slope[0] += push[:-1].sum()
            slope[1:] += push[:-1] @ matrix
        return float(total), slope

    return minimize(loss, np.zeros(count + 1), jac=True, method="L-BFGS-B", bounds=bounds).x


def _bounds(
    names: list[str], better: frozenset[str] = frozenset()
) -> list[tuple[float | None, float | None]]:
    """Of the intercept and of each weight."""
    return [
        (None, None),
        *(
            (0.0 if n in MORE_IS_BETTER | better else None, 0.0 if n in MORE_IS_WORSE else None)
            for n in names
        ),
    ]
