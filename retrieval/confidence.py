"""How sure the coverage makes us, from named features: more than one similarity score."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from retrieval.evidence import Sentence
from retrieval.search import Ranking
from retrieval.understand import Question

WEAK = 0.35
"""Below this confidence the answer is that the coverage does not say."""


@dataclass(frozen=True, slots=True)
class Features:
    """What the confidence is made of; each between 0 and 1."""

    cosine: float
    """Of the best passage with the question; a negative one counts as 0."""
    coverage: float
    """Share of the question's terms (idf-weighted) in the best sentence and its context."""
    known: float
    """Share of the question's terms that occur anywhere in the index."""
    answer_type: float
    """1 where words of the kind asked for stand in the best sentence, or none are asked for."""
    agreement: float
    """Share of both legs' first five that they have in common."""


WEIGHTS = Features(cosine=5.0, coverage=4.0, known=1.5, answer_type=1.0, agreement=0.5)
INTERCEPT = -5.2


def measure(question: Question, ranking: Ranking, sentences: Sequence[Sentence]) -> Features:
    """The features of the evidence at hand; all 0 where there is none."""
    if not sentences:
        return Features(0.0, 0.0, 0.0, 0.0, 0.0)
    idf = ranking.statistics.idf
    by_bm25 = {h.passage_id for h in sorted(ranking.hits, key=lambda h: -h.bm25)[:5]}
    by_cosine = {h.passage_id for h in sorted(ranking.hits, key=lambda h: -h.cosine)[:5]}
    asks_type = question.kind not in ("what", "yes_no")
    return Features(
        cosine=max(0.0, *(h.cosine for h in ranking.hits)),
        coverage=max(s.coverage for s in sentences),
        known=sum(t in idf for t in question.terms) / max(len(question.terms), 1),
        answer_type=1.0 if not asks_type or sentences[0].found else 0.0,
        agreement=len(by_bm25 & by_cosine) / max(len(by_bm25), 1),
    )


def confidence(features: Features) -> float:
    """A logistic function of the features, between 0 and 1."""
    weights = asdict(WEIGHTS)
    z = INTERCEPT + sum(weights[name] * value for name, value in asdict(features).items())
    return 1 / (1 + math.exp(-z))
