"""The lexical leg: FTS5 proposes candidates, rank-bm25 scores them with the corpus's statistics."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from retrieval.scope import Scope
from retrieval.store import Store

IDF_FLOOR = 0.1
"""BM25Okapi's idf turns negative for a term in more than half of the passages. In a small corpus
that is the subject itself, which must still count for a little."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """What BM25 knows of the whole corpus: passages, mean length in terms, and idf by term."""

    size: int
    average_length: float
    idf: dict[str, float]


class CorpusBM25(BM25Okapi):  # type: ignore[misc]  # rank-bm25 has no types
    """BM25Okapi over a few candidates, scored as it would score them amid the whole corpus."""

    def __init__(self, documents: Sequence[Sequence[str]], statistics: Statistics) -> None:
        """``documents`` are the candidates' terms; needs at least one."""
        self._statistics = statistics
        super().__init__(documents)
        self.avgdl = statistics.average_length

    def _calc_idf(self, _: dict[str, int]) -> None:
        # Given are the candidates' own frequencies, which are not the corpus's.
        self.idf = self._statistics.idf


def statistics(store: Store, query: Sequence[str]) -> Statistics:
    """The corpus's statistics for the terms of ``query``."""
    size, total = store.connection.execute("SELECT count(*), sum(length) FROM passages").fetchone()
    unique = sorted(set(query))
    marks = ",".join("?" * len(unique))
    frequencies = dict(
        store.connection.execute(
            f"SELECT term, doc FROM passages_vocabulary WHERE term IN ({marks})", unique
        ).fetchall()
    )
    return Statistics(
        size, max(total or 0, 1) / max(size, 1), {t: idf(size, f) for t, f in frequencies.items()}
    )


def idf(size: int, frequency: int) -> float:
    """BM25Okapi's inverse document frequency, not below ``IDF_FLOOR``."""
    return max(math.log(size - frequency + 0.5) - math.log(frequency + 0.5), IDF_FLOOR)


def candidates(store: Store, query: Sequence[str], scope: Scope, *, limit: int) -> list[int]:
    """Ids of up to ``limit`` passages within ``scope`` that share a term with ``query``."""
    if not query:
        return []
    match = " OR ".join(f'"{t}"' for t in sorted(set(query)))
    where, parameters = scope.sql()
    rows = store.connection.execute(
        "SELECT p.id FROM passages_fts f JOIN passages p ON p.id = f.rowid"
        f" WHERE passages_fts MATCH ? AND {where} ORDER BY f.rank LIMIT ?",
        [match, *parameters, limit],
    )
    return [int(row[0]) for row in rows]


def scores(
    documents: Sequence[Sequence[str]], query: Sequence[str], corpus: Statistics
) -> NDArray[np.float64]:
    """Exact BM25Okapi scores of ``documents`` (lists of terms); shape (len(documents),)."""
    if not documents or not query:
        return np.zeros(len(documents))
    return np.asarray(CorpusBM25(documents, corpus).get_scores(list(query)), dtype=np.float64)
