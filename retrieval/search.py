"""Retrieve: both legs over the same scope, fused, weighted by recency, copies grouped."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval import fusion, lexical
from retrieval.copies import group_passages
from retrieval.records import Hit
from retrieval.scope import Scope, SearchSettings
from retrieval.store import Store
from retrieval.syndication import Group
from retrieval.vectors import Vectors

SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Ranking:
    """The hits, best first, with the rows they came from and what the stage did."""

    hits: tuple[Hit, ...]
    rows: dict[int, sqlite3.Row]
    statistics: lexical.Statistics
    trace: dict[str, Any]
    copies: Mapping[str, Group] = field(default_factory=dict)
    """By the id of each article that has copies within the scope."""


def search(
    store: Store,
    vectors: Vectors,
    query_terms: Sequence[str],
    query_vector: NDArray[np.float32],
    scope: Scope,
    settings: SearchSettings,
    *,
    limit: int = 20,
) -> Ranking:
    """The ``limit`` best passages within ``scope``; each with both raw scores.

    Candidates are the union of what both legs propose; both legs score all of them, so that
    fusion compares like with like. To be called inside one ``store.reading()``.
    """
    corpus = lexical.statistics(store, query_terms)
    by_terms = lexical.candidates(store, query_terms, scope, limit=settings.candidates)
    by_vector, _ = vectors.nearest(query_vector, scope, limit=settings.candidates)
    rows = store.passages(list(dict.fromkeys(by_terms + by_vector)))
    ids = list(rows)
    bm25 = lexical.scores([rows[i]["terms"].split() for i in ids], query_terms, corpus)
    cosine = vectors.cosines(ids, query_vector) if ids else np.zeros(0)
    fuse = fusion.min_max_mean if settings.fusion == "min-max" else fusion.reciprocal_rank
    fused = fuse(bm25, cosine)
    factor = fusion.recency(
        _ages(ids, rows, scope.as_of),
        half_life=settings.half_life_days,
        floor=settings.recency_floor,
    )
    score = fused * factor
    order = np.argsort(-score, kind="stable")[:limit]
    hits = [
        Hit(
            passage_id=(i := ids[n]),
            article_id=rows[i]["article_id"],
            version=rows[i]["version"],
            start=rows[i]["start"],
            end=rows[i]["end"],
            score=float(score[n]),
            bm25=float(bm25[n]),
            cosine=float(cosine[n]),
            fused=float(fused[n]),
            recency=float(factor[n]),
            group=0,
        )
        for n in order
    ]
    trace = {
        "terms": list(query_terms),
        "idf": {t: round(v, 3) for t, v in corpus.idf.items()},
        "candidates": {"lexical": len(by_terms), "vector": len(by_vector), "union": len(ids)},
        "fusion": settings.fusion,
        "recency": {"half_life_days": settings.half_life_days, "floor": settings.recency_floor},
    }
    copies = store.copies(list(dict.fromkeys(h.article_id for h in hits)), *scope.sql())
    return Ranking(tuple(_grouped(hits, rows, copies)), rows, corpus, trace, copies)


def sentences(row: sqlite3.Row) -> list[tuple[int, int]]:
    """Offsets of the sentences of a row of ``passages``, in its article's text."""
    return [(int(start), int(end)) for start, end in json.loads(row["sentences"])]


def _ages(ids: Sequence[int], rows: dict[int, sqlite3.Row], as_of: datetime) -> NDArray[np.float64]:
    now = as_of.timestamp()
    published = [rows[i]["published"] for i in ids]
    return np.array([np.nan if p is None else (now - p) / SECONDS_A_DAY for p in published])


def _grouped(
    hits: Sequence[Hit], rows: dict[int, sqlite3.Row], copies: Mapping[str, Group]
) -> list[Hit]:
    """With passages that are alike as one group, and the outlets of an article's copies."""
    groups = group_passages([rows[h.passage_id]["terms"].split() for h in hits])
    return [
        replace(hit, group=group, also_in=_others(copies.get(hit.article_id), rows[hit.passage_id]))
        for hit, group in zip(hits, groups, strict=True)
    ]


def _others(group: Group | None, row: sqlite3.Row) -> tuple[str, ...]:
    return tuple(o for o in group.outlets() if o != row["outlet"]) if group else ()
