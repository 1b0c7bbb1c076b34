"""Compare the rate of a refresh with that of a bare ``SentenceTransformer.encode``.

    python bench/refresh.py [--passages 2000] [--rounds 3]

The bare call has the library's defaults (batches of 32). Both meet the same texts, title and date
included, taken from one synthetic corpus of news-like sentences. The rounds alternate, each refresh
starting from an empty index. Loading the model is outside of both timings. A last line gives what a
second refresh of the unchanged corpus costs.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from retrieval.articles import read_article
from retrieval.encoder import TorchEncoder
from retrieval.passages import split_passages
from retrieval.sources import SourceConfig
from retrieval.update import refresh
from retrieval.writer import indexed_text

NOW = datetime(2025, 6, 1, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[1]


def articles(passages: int) -> list[dict[str, str]]:
    """Articles of shuffled sentences of the demo coverage: about three passages each."""
    sentences = [
        line.strip()
        for path in sorted((ROOT / "seeds").glob("2025-*.md"))
        for line in path.read_text().split("---\n", 2)[2].replace("\n", " ").split(". ")
        if len(line.split()) > 6
    ]
    chooser = random.Random(7)
    made = []
    for n in range(passages // 3):
        body = ". ".join(chooser.choice(sentences).rstrip(".") for _ in range(14)) + "."
        day = f"2025-{1 + n % 5:02}-{1 + n % 28:02}"
        made.append({"id": f"a{n}", "title": f"Report {n}", "published": day, "text": body})
    return made


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    encoder = TorchEncoder()
    encoder.encode(["warm"])
    made = articles(options.passages)
    texts = [
        indexed_text(article, passage)
        for article, _ in (read_article(a, source="Bench") for a in made)
        for passage in split_passages(article.text)
    ]
    rates: dict[str, list[float]] = {"bare encode": [], "refresh": []}
    again = 0.0
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles.jsonl"
        source.write_text("\n".join(map(json.dumps, made)))
        configured = [SourceConfig("jsonl", "Bench", str(source))]
        for number in range(options.rounds):
            started = time.perf_counter()
            encoder._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
            rates["bare encode"].append(len(texts) / (time.perf_counter() - started))
            index = Path(folder) / f"{number}.sqlite3"
            started = time.perf_counter()
            report = refresh(configured, index, encoder=lambda: encoder, now=NOW)
            rates["refresh"].append(report.passages / (time.perf_counter() - started))
            started = time.perf_counter()
            refresh(configured, index, encoder=lambda: encoder, now=NOW)
            again = time.perf_counter() - started
    ratios = [r / b for r, b in zip(rates["refresh"], rates["bare encode"], strict=True)]
    print(f"{len(texts)} passages, {options.rounds} alternating rounds\n")
    print("| | passages/s, median |\n|---|---:|")
    for name, values in rates.items():
        print(f"| {name} | {statistics.median(values):.1f} |")
    print(f"| ratio within a round, median | {statistics.median(ratios):.3f} |")
    share = again * statistics.median(rates["refresh"]) / len(texts)
    print(f"| unchanged second refresh, share of the first | {share:.4f} |")


if __name__ == "__main__":
    main()
