"""How sure the coverage makes us, from named features: more than one similarity score."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from retrieval.analysis import terms
from retrieval.evidence import Sentence, coverage
from retrieval.fitting import asks_for_words
from retrieval.search import Ranking
from retrieval.timeline import Judgement
from retrieval.understand import Question
from retrieval.weights import model, threshold

__all__ = ["confidence", "measure", "threshold"]

PAIR_REACH = 3
"""Terms that may lie between two that belong together, and one."""

_NAME = re.compile(r"(?<=\s)[A-ZÀ-ÞĀ-Ž][\w’'-]+|\b\d[\d.,]*\b")
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|without|except|neither|nor|fail\w*|refus\w+|n['’]t)\b|n['’]t\b", re.I
)


def measure(
    question: Question,
    ranking: Ranking,
    sentences: Sequence[Sentence],
    judgement: Judgement | None = None,
) -> Mapping[str, float]:
    """The features of the evidence at hand; needs at least one sentence.

    coverage            share of the question's terms (idf-weighted) in the best sentence
    passage_coverage    the same for its whole passage and title
    missing             weight of the heaviest term that the passage lacks, against the heaviest
    unknown             share of the terms that occur nowhere in the index
    cosine              of the best sentence; passage_cosine, of the best passage
    bm25                of the best passage, against the most it could have for these terms
    sentence            log-odds of the best sentence; lead, its distance to the best of another
                        passage
    answer_type         how well words in the best sentence or its neighbours fit the kind asked
                        for; 1 where no kind is asked for
    agreement           share of both legs' first three passages that they have in common
    age                 of the best sentence's article, 0 (new) to 1 (old or undated)
    terms               how many terms the question has, up to 8, of 8
    corrected           1 where words of the question were corrected
    window_coverage     share of the terms in the best sentence and its neighbours
    names               share of the question's names and numbers that the passage lacks
    pairs               share of neighbouring terms of the question that stand close together there
    negated             1 where either the question or the best sentence has a negation, not both
    open                1 where no kind of answer is asked for (what, yes or no)
    dated               1 where a question of time has a judgement; undated, where it has none
    date                chance of the date (or of "no date is set") in that judgement
    """
    best = sentences[0]
    idf = ranking.statistics.idf
    rarest = max(idf.values(), default=1.0)
    weights = {t: idf.get(t, rarest) for t in question.terms}
    whole = best.article.text[best.hit.start : best.hit.end]
    around = set(terms(f"{best.article.title} {whole}"))
    window = _beside(best, sentences)
    near = terms(" ".join(s.text for s in window))
    lacking = [w for t, w in weights.items() if t not in around]
    heaviest = max(weights.values(), default=1.0) or 1.0
    ideal = sum(w * 2.5 for t, w in weights.items() if t in idf) or 1.0
    age = (1 - best.hit.recency) * 2
    other = next((s for s in sentences if s.hit.passage_id != best.hit.passage_id), None)
    return {
        "coverage": best.coverage,
        "passage_coverage": coverage(question.terms, around, set(), idf),
        "missing": max(lacking, default=0.0) / heaviest,
        "unknown": sum(t not in idf for t in question.terms) / max(len(question.terms), 1),
        "cosine": best.cosine,
        "passage_cosine": max(0.0, *(h.cosine for h in ranking.hits)),
        "bm25": max(h.bm25 for h in ranking.hits) / ideal,
        "sentence": best.score / 4,
        "lead": math.tanh(best.score - other.score) if other else 1.0,
        "answer_type": max(
            best.features["answer_type"], *(0.7 * s.features["answer_type"] for s in window)
        ),
        "window_coverage": coverage(question.terms, set(near), set(), idf),
        "names": _missing_names(question, around),
        "pairs": _pairs(question.terms, near),
        "negated": float(_negated(question.text) != _negated(best.text)),
        "open": float(not asks_for_words(question)),
        "agreement": _agreement(ranking),
        "age": age,
        "terms": min(len(question.terms), 8) / 8,
        "corrected": float(bool(question.corrections)),
        "dated": float(question.timed and judgement is not None),
        "undated": float(question.timed and judgement is None),
        "date": judgement.chance if question.timed and judgement else 0.0,
    }


def _beside(best: Sentence, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentence with those right before and after it, in order."""
    own = sorted((s for s in sentences if s.article.id == best.article.id), key=lambda s: s.start)
    at = own.index(best)
    return own[max(0, at - 1) : at + 2]


def _negated(text: str) -> bool:
    return _NEGATION.search(text) is not None


def _missing_names(question: Question, around: set[str]) -> float:
    names = {t for m in _NAME.finditer(question.text) for t in terms(m[0])}
    return sum(t not in around for t in names) / len(names) if names else 0.0


def _pairs(wanted: Sequence[str], near: Sequence[str]) -> float:
    """Of the neighbouring terms of a question, how many pairs stand within three terms there."""
    pairs = list(pairwise(wanted))
    if not pairs:
        return 1.0
    close = {
        frozenset((a, b)) for n, a in enumerate(near) for b in near[n + 1 : n + 1 + PAIR_REACH]
    }
    return sum(frozenset(pair) in close for pair in pairs) / len(pairs)


def _agreement(ranking: Ranking) -> float:
    by_bm25 = {h.passage_id for h in sorted(ranking.hits, key=lambda h: -h.bm25)[:3]}
    by_cosine = {h.passage_id for h in sorted(ranking.hits, key=lambda h: -h.cosine)[:3]}
    return len(by_bm25 & by_cosine) / max(len(by_bm25), 1)


def confidence(features: Mapping[str, float]) -> float:
    """The chance that the answer is right, between 0 and 1, by logistic regression."""
    return model("confidence").probability(features)
