"""Weights of the models with named features, read from ``weights.json`` beside this module.

bench/train.py makes the file, from questions that are not used for reporting.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over named features."""

    intercept: float
    weights: Mapping[str, float]

    def logit(self, features: Mapping[str, float]) -> float:
        """The log-odds. Raises KeyError where a feature is missing."""
        return self.intercept + sum(w * features[name] for name, w in self.weights.items())

    def probability(self, features: Mapping[str, float]) -> float:
        """The logistic function of :meth:`logit`, between 0 and 1."""
        return 1 / (1 + math.exp(-max(min(self.logit(features), 30.0), -30.0)))


@cache
def model(name: str) -> Logistic:
    """The model called ``name``: sentence, reread, date_ahead, date_past, rival, dispute,
    day_dispute or confidence.
    """
    found = _file()[name]
    return Logistic(found["intercept"], found["weights"])


@cache
def threshold() -> float:
    """The confidence below which the answer is that the coverage does not say."""
    return float(_file()["confidence"]["threshold"])


@cache
def _file() -> dict[str, dict[str, Any]]:
    path = Path(__file__).with_name("weights.json")
    found: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found
