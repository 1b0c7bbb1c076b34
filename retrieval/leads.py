"""Leads: what the newest articles begin with, for questions that ask for whatever there is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from retrieval.evidence import Sentence
from retrieval.lexical import statistics
from retrieval.records import Hit
from retrieval.scope import Scope
from retrieval.search import Ranking
from retrieval.store import Store
from retrieval.stories import newest as newest_stories
from retrieval.vectors import Vectors

SHORTEST = 5
"""Words of a sentence that can stand for an article's news."""


def newest_openings(
    store: Store, vectors: Vectors, query: NDArray[np.float32], scope: Scope, *, limit: int
) -> Ranking:
    """The first passages of the ``limit`` newest stories within ``scope``, newest first."""
    also_in = {story.article_id: story.also_in for story in newest_stories(store, scope, limit)}
    wanted = list(also_in)
    marks = ",".join("?" * len(wanted))
    found = store.connection.execute(
        f"SELECT article_id, id FROM passages WHERE ordinal = 0 AND article_id IN ({marks})", wanted
    )
    by_article = {str(row["article_id"]): int(row["id"]) for row in found}
    ids = [by_article[i] for i in wanted if i in by_article]
    rows = store.passages(ids)
    cosines = vectors.cosines(ids, query).tolist() if ids else []
    hits = tuple(
        Hit(
            passage_id=i, article_id=rows[i]["article_id"], version=rows[i]["version"],
            start=rows[i]["start"], end=rows[i]["end"], score=1 / n, bm25=0.0, cosine=cosine,
            fused=0.0, recency=1.0, group=n, also_in=also_in[rows[i]["article_id"]],
        )
        for n, (i, cosine) in enumerate(zip(ids, cosines, strict=True), 1)
    )  # fmt: skip
    copies = store.copies(wanted, *scope.sql())
    return Ranking(hits, rows, statistics(store, ()), {"newest": len(hits)}, copies)


def leads(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Of each article the first sentence that says something, in the order of their hits."""
    first: dict[str, Sentence] = {}
    for sentence in sorted(sentences, key=lambda s: (-s.hit.score, s.start)):
        if len(sentence.text.split()) >= SHORTEST and not sentence.features["asks"]:
            first.setdefault(sentence.article.id, sentence)
    return list(first.values())


ABOUT = 0.6
"""Share of the most that a sentence has of the subject, from which one is about it as well."""

APART = 0.25
"""Cosine by which it may be further from the question than the nearest one."""


def news(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Of each article about the subject the first sentence that is, the newest article first; then
    the rest in its order.
    """
    most = max((s.coverage for s in sentences), default=0.0)
    nearest = max((s.cosine for s in sentences), default=0.0)
    first: dict[str, Sentence] = {}
    for s in sorted(sentences, key=lambda s: s.start):
        about = s.coverage >= ABOUT * most and s.cosine >= nearest - APART
        if about and not s.features["asks"]:
            first.setdefault(s.article.id, s)
    newest = sorted(first.values(), key=lambda s: (_day(s), s.score), reverse=True)
    places = {s.place for s in newest}
    return [*newest, *(s for s in sentences if s.place not in places)]


def _day(sentence: Sentence) -> date:
    published = sentence.article.published
    return published.date() if published else date.min
