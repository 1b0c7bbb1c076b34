"""Search over many passages beside rank_bm25's own scoring of the whole corpus, in one run.

    python bench/search.py [--passages 100000] [--queries 60]

The corpus is synthetic: 80 to 100 words a passage, drawn from a Zipfian vocabulary; vectors are
clustered unit vectors of 384 dimensions. A query has six content terms, four of them common (each
in 2 to 6 % of all passages): the hard case. Printed: search (both legs, fusion, recency, grouping;
no encoding) at p50 and p95, rank_bm25 over everything, their ratio, whether both find the same
best passages, and peak memory of a process that only searches.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from retrieval import lexical
from retrieval.records import Article, Passage
from retrieval.rows import IndexedPassage
from retrieval.scope import Scope, SearchSettings
from retrieval.search import search
from retrieval.store import Store
from retrieval.vectors import Vectors

NOW = datetime(2025, 6, 1, tzinfo=UTC)
DIMENSION, VOCABULARY, CLUSTERS = 384, 40_000, 500


def corpus(count: int) -> tuple[list[list[str]], np.ndarray]:
    """Terms and vectors of ``count`` passages, the same in every run."""
    random = np.random.default_rng(11)
    weights = 1 / np.arange(20, VOCABULARY + 20)
    words = random.choice(VOCABULARY, size=(count, 100), p=weights / weights.sum())
    lengths = random.integers(80, 101, count)
    terms = [[f"w{w}" for w in row[:n]] for row, n in zip(words, lengths, strict=True)]
    centres = random.normal(size=(CLUSTERS, DIMENSION))
    vectors = centres[random.integers(0, CLUSTERS, count)] + 0.7 * random.normal(
        size=(count, DIMENSION)
    )
    return terms, (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def queries(terms: list[list[str]], vectors: np.ndarray, count: int) -> list[tuple]:
    """Term lists and vectors: four common terms and two rare ones, near a passage each."""
    frequency: dict[str, int] = {}
    for document in terms:
        for word in set(document):
            frequency[word] = frequency.get(word, 0) + 1
    size = len(terms)
    common = sorted(w for w, f in frequency.items() if 0.02 * size <= f <= 0.06 * size)
    rare = sorted(w for w, f in frequency.items() if 5 <= f <= 0.002 * size)
    random = np.random.default_rng(12)
    made = []
    for _ in range(count):
        chosen = [*random.choice(common, 4, replace=False), *random.choice(rare, 2, replace=False)]
        near = vectors[random.integers(size)] + 0.02 * random.normal(size=DIMENSION)
        made.append(([str(w) for w in chosen], (near / np.linalg.norm(near)).astype(np.float32)))
    return made


def build(path: Path, terms: list[list[str]], vectors: np.ndarray) -> None:
    """An index of one-passage articles."""
    with Store(path, create=True) as store, store.writing():
        for n, (document, vector) in enumerate(zip(terms, vectors, strict=True)):
            text = " ".join(document)
            article = Article(
                id=f"a{n}", text=text, title="t", outlet=f"o{n % 20}", source="bench",
                published=NOW - timedelta(hours=n % 8760), published_basis="stated",
            )  # fmt: skip
            whole = Passage(0, 0, len(text), ((0, len(text)),))
            item = IndexedPassage(whole, document, vector, vector[None, :], {})
            store.put(article, [item], [], now=NOW)


def searched(path: Path, asked: list[tuple]) -> tuple[list[float], list[list[str]]]:
    """Milliseconds, and the articles that the lexical leg proposes, for each query."""
    spent, best = [], []
    with Store(path) as store, store.reading():
        loaded = Vectors(store)
        for words, vector in asked:
            started = time.perf_counter()
            ranking = search(store, loaded, words, vector, Scope(NOW), SearchSettings(), limit=20)
            spent.append((time.perf_counter() - started) * 1000)
            ids = lexical.candidates(store, words, Scope(NOW), limit=100)
            rows = store.passages(ids)
            best.append([rows[i]["article_id"] for i in ids])
            assert ranking.hits
    return spent, best


def peak_megabytes() -> int:
    """Most memory that this process has had; getrusage would count its parent's as well."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=60)
    parser.add_argument("--only-search", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only_search:
        asked = np.load(options.only_search.with_suffix(".npz"), allow_pickle=True)["asked"]
        searched(options.only_search, [tuple(q) for q in asked])
        print(peak_megabytes())
        return
    from rank_bm25 import BM25Okapi

    terms, vectors = corpus(options.passages)
    asked = queries(terms, vectors, options.queries)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.sqlite3"
        started = time.perf_counter()
        build(path, terms, vectors)
        built = time.perf_counter() - started
        whole = BM25Okapi(terms)
        searched(path, asked[:3])
        ours, best = searched(path, asked)
        theirs, agree = [], []
        for (words, _), found in zip(asked, best, strict=True):
            started = time.perf_counter()
            scores = whole.get_scores(words)
            theirs.append((time.perf_counter() - started) * 1000)
            truth = {f"a{n}" for n in np.argsort(-scores)[:5]}
            agree.append(len(truth & set(found)) / 5)
        np.savez(path.with_suffix(".npz"), asked=np.array(asked, dtype=object))
        memory = subprocess.run(
            [sys.executable, __file__, "--only-search", str(path)],
            check=True, capture_output=True, text=True,
        ).stdout.strip()  # fmt: skip
        size = path.stat().st_size / 1e6
    p50, base = statistics.median(ours), statistics.median(theirs)
    print(f"{options.passages:,} passages, {len(asked)} queries; built in {built:.0f} s\n")
    print("| | ms p50 | ms p95 |\n|---|---:|---:|")
    print(f"| search, both legs and fusion | {p50:.1f} | {np.percentile(ours, 95):.1f} |")
    print(f"| rank_bm25 over everything | {base:.1f} | {np.percentile(theirs, 95):.1f} |")
    print(
        f"\nratio {p50 / base:.3f}; of rank_bm25's first five, {np.mean(agree):.3f} are candidates"
    )
    print(f"memory of a searching process {memory} MB; index {size:.0f} MB")


if __name__ == "__main__":
    main()
