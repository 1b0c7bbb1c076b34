"""What a first and a second refresh of one unchanged world of feeds and pages cost, and a third.

    python bench/world.py [--items 1000] [--feeds 4]

The world is served over loopback by the tests' web server, in this process: each feed on a host of
its own, each item with a page of seven paragraphs, made from sentences of the demo coverage, that
states an ETag. Every fifth page is a copy of one in another feed. The second refresh meets the same
world; before the third, every twentieth page was edited. Loading the model is outside of all.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scale import ROOT

sys.path.insert(0, str(ROOT))

from retrieval.encoder import coverage_encoder
from retrieval.sources import SourceConfig
from retrieval.store import Store
from retrieval.update import refresh
from tests.web import FAST, Answer, Web

NOW = datetime(2025, 6, 30, tzinfo=UTC)


def sentences() -> list[str]:
    """Those of the demo coverage."""
    return [
        line.strip().rstrip(".") + "."
        for path in sorted((ROOT / "seeds").glob("2025-*.md"))
        for line in path.read_text().split("---\n", 2)[2].replace("\n", " ").split(". ")
        if len(line.split()) > 6
    ]


def page(n: int, pool: list[str], edit: str = "") -> Answer:
    """The page of item ``n``."""
    chooser = random.Random(n - (n % 5 == 4))
    body = "".join(f"<p>{' '.join(chooser.sample(pool, 3))}</p>" for _ in range(7))
    return Answer(
        f"<html lang=en><head><title>Report {n}</title></head><body><nav><a href=/>Home</a></nav>"
        f"<article><h1>Report {n}</h1>{body}{edit}</article><footer>Paper</footer></body>",
        etag=f'"{n}{edit}"',
    )


def edit(web: Web, feeds: int, items: int) -> None:
    """Changes every twentieth page."""
    pool = sentences()
    for n in range(0, items, 20):
        changed = page(n, pool, f"<p>The {n} delegates left the hall at noon.</p>")
        web.put(f"paper{n % feeds}.example/{n}", changed)


def fill(web: Web, feeds: int, items: int) -> list[SourceConfig]:
    """Puts the world on the web; returns its sources."""
    pool = sentences()
    sources = []
    for feed in range(feeds):
        host = f"paper{feed}.example"
        entries = []
        for n in range(feed, items, feeds):
            address = web.put(f"{host}/{n}", page(n, pool))
            at = NOW - timedelta(minutes=n)
            entries.append(
                f"<item><title>Report {n}</title><link>{address}</link>"
                f"<pubDate>{at:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
            )
        rss = f'<rss version="2.0"><channel><title>Paper</title>{"".join(entries)}</channel></rss>'
        address = web.put(f"{host}/feed", Answer(rss, type="application/rss+xml", etag='"f"'))
        sources.append(SourceConfig("feed", f"Paper {feed}", address))
    return sources


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--feeds", type=int, default=4)
    options = parser.parse_args()
    encoder = coverage_encoder()
    encoder.encode(["warm"])
    rows = []
    with tempfile.TemporaryDirectory() as folder, Web() as web:
        sources = fill(web, options.feeds, options.items)
        for name in ("first", "second", "third"):
            if name == "third":
                edit(web, options.feeds, options.items)
            web.forget()
            started = time.perf_counter()
            report = refresh(
                sources, Path(folder) / "index.sqlite3", encoder=lambda: encoder, now=NOW,
                fetch=replace(FAST, per_host=8), resolver=web.resolver,
            )  # fmt: skip
            rows.append((name, time.perf_counter() - started, str(report), list(web.requests)))
        with Store(Path(folder) / "index.sqlite3") as store:
            (copies,) = store.connection.execute("SELECT count(*) FROM copies").fetchone()
    print("| refresh | seconds | requests | conditional | most for one address | report |")
    print("|---|---:|---:|---:|---:|---|")
    for name, seconds, said, requests in rows:
        times = Counter(r.host + r.path for r in requests)
        conditional = sum("if-none-match" in r.headers for r in requests)
        print(
            f"| {name} | {seconds:.2f} | {len(requests)} | {conditional} | {max(times.values())} "
            f"| {said} |"
        )
    print(f"\n{copies} articles are in groups of copies.", end=" ")
    print(f"The second costs {rows[1][1] / rows[0][1]:.2%} of the first.")


if __name__ == "__main__":
    main()
