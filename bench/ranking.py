"""Passage retrieval with each leg alone and with both, on question sets with known articles.

    DATELINE_SHARED=… python bench/ranking.py

Reads ``data/xquad_en`` and ``data/squad2_500`` below ``$DATELINE_SHARED`` (or ``shared`` beside the
repository), answerable questions only, and prints nDCG@10 and MRR@10 with 95 % intervals.
"""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from retrieval import lexical
from retrieval.encoder import OnnxEncoder
from retrieval.evaluate import read_cases
from retrieval.metrics import interval, ndcg, reciprocal_rank
from retrieval.scope import Scope, SearchSettings
from retrieval.search import search
from retrieval.sources import SourceConfig
from retrieval.store import Store
from retrieval.understand import understand
from retrieval.update import refresh
from retrieval.vectors import Vectors

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
DEPTH = 40
"""Passages looked at, to find ten different articles among them."""


def rankings(
    store: Store, vectors: Vectors, question: str, encoder: OnnxEncoder
) -> dict[str, list]:
    """Article ids by each way of ranking, best first."""
    asked = understand(question, as_of=NOW)
    (vector,) = encoder.encode([asked.encoded])
    scope = Scope(NOW)
    corpus = lexical.statistics(store, asked.terms)
    ids = lexical.candidates(store, asked.terms, scope, limit=100)
    rows = store.passages(ids)
    scores = lexical.scores([rows[i]["terms"].split() for i in ids], asked.terms, corpus)
    by_terms = [rows[ids[n]]["article_id"] for n in np.argsort(-scores, kind="stable")]
    near, _ = vectors.nearest(vector, scope, limit=DEPTH)
    found = store.passages(near)
    made = {"BM25": by_terms, "cosine": [found[i]["article_id"] for i in near]}
    for fusion in ("min-max", "rrf"):
        settings = SearchSettings(fusion=fusion)
        ranking = search(store, vectors, asked.terms, vector, scope, settings, limit=DEPTH)
        made[f"both, {fusion}"] = [h.article_id for h in ranking.hits]
    return made


def main() -> None:
    """Prints a table for each set."""
    shared = Path(os.environ.get("DATELINE_SHARED", ROOT.parent / "shared"))
    encoder = OnnxEncoder()
    for name in ("xquad_en", "squad2_500"):
        folder = shared / "data" / name
        cases = [c for c in read_cases(folder / "questions.jsonl") if c.relevant]
        with tempfile.TemporaryDirectory() as work:
            path = Path(work) / "index.sqlite3"
            source = SourceConfig("jsonl", name, str(folder / "corpus.jsonl"))
            refresh([source], path, encoder=lambda: encoder, now=NOW)
            scores: dict[str, list[tuple[float, float]]] = {}
            with Store(path) as store, store.reading():
                vectors = Vectors(store)
                for case in cases:
                    for way, ids in rankings(store, vectors, case.question, encoder).items():
                        pair = ndcg(ids, case.relevant), reciprocal_rank(ids, case.relevant)
                        scores.setdefault(way, []).append(pair)
        print(f"\n{name}: {len(cases)} questions\n\n| | nDCG@10 | MRR@10 |\n|---|---:|---:|")
        for way, pairs in scores.items():
            cells = []
            for column in np.array(pairs).T:
                low, high = interval(len(column), lambda rows, c=column: float(c[rows].mean()))
                cells.append(f"{column.mean():.3f} ({low:.3f}–{high:.3f})")
            print(f"| {way} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
