from __future__ import annotations

import random
from datetime import UTC, datetime

import numpy as np
import pytest
from rank_bm25 import BM25Okapi

from retrieval import lexical
from retrieval.scope import Scope
from tests.retrieval.conftest import Newsroom

EVER = Scope(as_of=datetime(2100, 1, 1, tzinfo=UTC))


def test_candidates_score_as_rank_bm25_scores_them_amid_the_whole_corpus() -> None:
    rng = random.Random(1)
    vocabulary = [f"w{i}" for i in range(300)]
    weights = [1 / (i + 1) for i in range(300)]
    corpus = [rng.choices(vocabulary, weights, k=rng.randint(20, 80)) for _ in range(400)]
    whole = BM25Okapi(corpus)
    query = ["w20", "w60", "w140"]
    frequency = {t: sum(t in d for d in corpus) for t in query}
    statistics = lexical.Statistics(
        len(corpus),
        sum(map(len, corpus)) / len(corpus),
        {t: lexical.idf(len(corpus), f) for t, f in frequency.items()},
    )
    some = sorted([*np.argsort(-whole.get_scores(query))[:7].tolist(), 3, 50, 399])
    assert lexical.scores([corpus[i] for i in some], query, statistics) == pytest.approx(
        whole.get_scores(query)[some]
    )


def test_the_index_knows_the_whole_corpus_statistics(newsroom: Newsroom) -> None:
    texts = {
        "a": "The minister spoke of prisoners at length today in the capital city.",
        "b": "Grain exports rose while the minister slept through the long session.",
        "c": "Football results came in late on Sunday evening from every stadium.",
    }
    for id, text in texts.items():
        newsroom.publish(id, text, "2025-05-01", title=id.upper())
    newsroom.refresh()
    with newsroom.open() as index:
        found = lexical.statistics(index.store, ["minist", "footbal", "unheard"])
        assert found.size == 3
        assert found.idf == {
            "minist": lexical.idf(3, 2),
            "footbal": lexical.idf(3, 1),
        }
        assert len(lexical.candidates(index.store, ["minist"], EVER, limit=10)) == 2


def test_a_term_in_most_passages_still_counts_for_a_little() -> None:
    assert lexical.idf(10, 9) == lexical.IDF_FLOOR > 0


def test_no_documents_and_no_terms_give_no_scores() -> None:
    statistics = lexical.Statistics(0, 1.0, {})
    assert lexical.scores([], ["a"], statistics).shape == (0,)
    assert np.array_equal(lexical.scores([["a"]], [], statistics), [0.0])
