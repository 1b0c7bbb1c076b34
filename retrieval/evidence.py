"""From ranked passages to candidate sentences, each scored as an answer to the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.analysis import terms
from retrieval.records import Article, Hit, Span
from retrieval.search import Ranking, sentences
from retrieval.store import Store
from retrieval.understand import Kind, Question

COVERAGE, RANK, ANSWER_TYPE, COSINE = 0.55, 0.3, 0.15, 0.6
"""Weights of a sentence's score: question terms in it, its passage's rank, fitting answer type,
and its cosine with the question."""

CONTEXT = 0.4
"""What a question term counts for that stands in the title or the sentence before, not in it."""

_COUNT = r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_NUMBER = re.compile(
    rf"\b\d[\d.,]*\b|\b(?:{_COUNT}|dozens?|hundreds?|thousands?|millions?)\b", re.I
)
_DURATION = re.compile(
    rf"\b(?:an?|one|{_COUNT}|half|\d[\d.,]*)\b[\w\s-]{{0,16}}?\b"
    r"(?:minute|hour|day|week|month|year)s?\b",
    re.I,
)
_NAME = re.compile(r"(?<![.!?“\"] )(?<!^)\b[A-ZÀ-ÞĀ-Ž][\w’'-]+(?: [A-ZÀ-ÞĀ-Ž][\w’'-]+)*")
_PLACE = re.compile(r"\b(?:in|at|to|near|from) (?:the )?((?:[A-ZÇĞİÖŞÜÀ-Þ][\w’-]+ ?)+)")
_CAUSE = re.compile(
    r"\b(because|since|due to|owing to|in order to|so that|after|as a result|over)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the coverage as a candidate answer."""

    article: Article
    hit: Hit
    start: int
    end: int
    score: float
    coverage: float
    """Share of the question's terms, weighted by idf, that it or its context holds (0..1)."""
    cosine: float
    """Of the sentence, amid its passage, with the question."""
    found: tuple[tuple[int, int], ...]
    """Where words of the kind asked for stand, as offsets into the article's text."""
    dates: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The sentence's own words."""
        return self.article.text[self.start : self.end]


def gather(
    store: Store,
    question: Question,
    ranking: Ranking,
    query: NDArray[np.float32],
    *,
    limit: int,
) -> list[Sentence]:
    """The sentences of the first ``limit`` hits, best first; a sentence in two passages is one.

    Of passages that are copies of each other only the first one's sentences are taken.
    """
    articles: dict[str, Article] = {}
    spans: dict[str, list[Span]] = {}
    best: dict[tuple[str, int], Sentence] = {}
    top = max((h.score for h in ranking.hits), default=0) or 1
    for place, hit in enumerate(ranking.hits[:limit]):
        if hit.group != place:
            continue
        if hit.article_id not in articles:
            article = store.article(hit.article_id, hit.version)
            if article is None:
                continue
            articles[hit.article_id] = article
            spans[hit.article_id] = store.spans(hit.article_id)
        for sentence in _sentences(
            question, ranking, hit, articles[hit.article_id], spans[hit.article_id], top,
            store.sentence_vectors(hit.passage_id) @ query,
        ):  # fmt: skip
            key = (hit.article_id, sentence.start)
            if key not in best or sentence.score > best[key].score:
                best[key] = sentence
    return sorted(best.values(), key=lambda s: -s.score)


def _sentences(
    question: Question, ranking: Ranking, hit: Hit, article: Article, spans: list[Span],
    top: float, cosines: NDArray[np.float32],
) -> list[Sentence]:  # fmt: skip
    title = set(terms(article.title))
    context: set[str] = set()
    made = []
    for (start, end), cosine in zip(
        sentences(ranking.rows[hit.passage_id]), cosines.tolist(), strict=True
    ):
        own = set(terms(article.text[start:end]))
        dates = tuple(s for s in spans if s.kind == "date" and start <= s.start and s.end <= end)
        found = find_answer(question.kind, article.text, start, end, dates)
        coverage = _coverage(question.terms, own, context | title, ranking.statistics.idf)
        score = (
            COVERAGE * coverage
            + RANK * hit.score / top
            + ANSWER_TYPE * (1.0 if found else 0.0)
            + COSINE * max(cosine, 0.0)
        )
        made.append(Sentence(article, hit, start, end, score, coverage, cosine, found, dates))
        context = own
    return made


def _coverage(
    wanted: Sequence[str], own: set[str], context: set[str], idf: dict[str, float]
) -> float:
    # A term the corpus has never seen weighs as much as its rarest: the coverage lacks it.
    rarest = max(idf.values(), default=1.0)
    weights = {t: idf.get(t, rarest) for t in wanted}
    total = sum(weights.values())
    if not total:
        return 0.0
    return (
        sum(w * (1.0 if t in own else CONTEXT if t in context else 0.0) for t, w in weights.items())
        / total
    )


def find_answer(
    kind: Kind, text: str, start: int, end: int, dates: Sequence[Span]
) -> tuple[tuple[int, int], ...]:
    """Where words of the kind asked for stand in ``text[start:end]``, as offsets into ``text``."""
    sentence = text[start:end]
    if kind == "when":
        return tuple((s.start, s.end) for s in dates)
    if kind == "where":
        return tuple(
            (start + m.start(1), start + len(m[1].rstrip()) + m.start(1))
            for m in _PLACE.finditer(sentence)
            if not any(s.start <= start + m.start(1) < s.end for s in dates)
        )
    pattern = {"how_many": _NUMBER, "how_long": _DURATION, "who": _NAME, "why": _CAUSE}.get(kind)
    if pattern is None:
        return ()
    return tuple(
        (start + m.start(), start + m.end())
        for m in pattern.finditer(sentence)
        if not any(s.start <= start + m.start() < s.end for s in dates)
    )
