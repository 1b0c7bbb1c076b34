"""Measure the grouping of copies on the labelled pairs in bench/data/copies.

    python bench/copies.py [--tune] [--articles 10000]

Prints precision and recall on the reporting half with 95 % Wilson intervals, right decisions by
kind, and beside them a plain MinHash (datasketch, 128 permutations over term 3-grams) at the
threshold that is best for it on the tuning half. Then every article of the set, of seeds/ and of
the newsroom goes into one index in two orders: no group may hold two texts. ``--tune`` prints what
other thresholds give on the tuning half alone. ``--articles`` also measures what grouping costs
beside splitting and annotating.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from retrieval import copies, syndication
from retrieval.analysis import terms
from retrieval.annotate import annotate
from retrieval.articles import read_article
from retrieval.passages import split_passages
from retrieval.records import Article
from retrieval.sources import SourceConfig, open_source
from retrieval.store import Store

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "bench" / "data"
Pair = dict[str, Any]
Judge = Callable[[Pair], bool]


def read(name: str) -> list[dict[str, Any]]:
    """The lines of a file of the set."""
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def sentences(article: Article) -> list[tuple[int, int]]:
    """Offsets of the sentences that are indexed."""
    return sorted({s for p in split_passages(article.text) for s in p.sentences})


def articles(name: str) -> list[Article]:
    """The articles of a file of lines."""
    return [read_article(row, source="Bench")[0] for row in read(name)]


def wilson(right: int, total: int) -> str:
    """A share with its 95 % score interval (Wilson 1927)."""
    if not total:
        return "–"
    z, share = 1.96, right / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total**2))
    spread /= 1 + z * z / total
    return f"{share:.3f} ({max(middle - spread, 0):.3f}-{min(middle + spread, 1):.3f})"


def scores(pairs: Iterable[Pair], judge: Judge) -> tuple[int, int, int]:
    """True and false joins, and copies that were missed."""
    joined = [(p["copies"], judge(p)) for p in pairs]
    return (
        sum(c and j for c, j in joined), sum(j and not c for c, j in joined),
        sum(c and not j for c, j in joined),
    )  # fmt: skip


def ours(sketches: dict[str, copies.Sketch]) -> Judge:
    """The grouping's own decision on a pair, its keys included."""
    keyed = {name: copies.keys(s) for name, s in sketches.items()}

    def judge(pair: Pair) -> bool:
        one, other = pair["one"], pair["other"]
        shared = len(keyed[one] & keyed[other])
        a, b = sketches[one], sketches[other]
        return copies.comparable(a, b, shared) and copies.are_copies(a, b)

    return judge


def plain(found: list[Article], tuning: list[Pair]) -> tuple[str, Judge]:
    """A MinHash at the threshold with the best F1 on the tuning half."""
    from datasketch import MinHash

    hashed = {}
    for article in found:
        own = terms(article.text)
        mine = hashed[article.id] = MinHash(128)
        mine.update_batch([" ".join(own[i : i + 3]).encode() for i in range(len(own) - 2)])

    def at(threshold: float) -> Judge:
        return lambda p: hashed[p["one"]].jaccard(hashed[p["other"]]) >= threshold

    def f1(threshold: float) -> float:
        true, false, missed = scores(tuning, at(threshold))
        return 2 * true / (2 * true + false + missed)

    best = max((n / 20 for n in range(1, 20)), key=f1)
    return f"MinHash ≥ {best:.2f}", at(best)


def report(pairs: list[Pair], judges: dict[str, Judge]) -> None:
    """The tables of one half."""
    print("| | precision | recall |\n|---|---|---|")
    for name, judge in judges.items():
        true, false, missed = scores(pairs, judge)
        print(f"| {name} | {wilson(true, true + false)} | {wilson(true, true + missed)} |")
    print(f"\n| kind | pairs | {' | '.join(f'{n}: right' for n in judges)} |")
    print("|---|---:|" + "---:|" * len(judges))
    kinds: dict[tuple[bool, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        kinds[not pair["copies"], pair["kind"]].append(pair)
    for (different, kind), some in sorted(kinds.items()):
        right = [sum(j(p) == p["copies"] for p in some) for j in judges.values()]
        print(f"| {'not: ' * different}{kind} | {len(some)} | {' | '.join(map(str, right))} |")


def tune(pairs: list[Pair], judge: Judge) -> None:
    """What other thresholds give on the tuning half, best first."""
    names = ("SAME_SENTENCE", "SHARED", "SHARED_OWN", "OPENING", "SAME_SUBJECT")
    grid = itertools.product(
        (0.6, 0.7, 0.8), (0.5, 0.6, 0.7), (0.6, 0.7, 0.8), (4, 6), (0.15, 0.2, 0.25, 0.3, 0.4)
    )
    found = []
    for values in grid:
        for name, value in zip(names, values, strict=True):
            setattr(copies, name, value)
        true, false, missed = scores(pairs, judge)
        found.append((-false - missed, values, true, false, missed))
    print(f"| {' | '.join(names)} | joined | wrongly | missed |\n|---|---|---|---|---:|---:|---:|")
    for _, values, *counts in sorted(found, key=lambda row: -row[0]):
        print(f"| {' | '.join(map(str, [*values, *counts]))} |")


def grouped(found: list[Article], path: Path) -> set[frozenset[str]]:
    """The groups of an index that took the articles in this order, a third of them twice."""
    with Store(path, create=True) as store, store.writing():
        for n, article in enumerate(found):
            own = copies.sketch(article, sentences(article))
            syndication.place(store.connection, article.id, own)
            if n % 3 == 0:
                syndication.withdraw(store.connection, found[n // 2].id)
                again = copies.sketch(found[n // 2], sentences(found[n // 2]))
                syndication.place(store.connection, found[n // 2].id, again)
        groups: dict[str, set[str]] = defaultdict(set)
        for row in store.connection.execute("SELECT article_id, original FROM copies"):
            groups[row["original"]].add(row["article_id"])
    return {frozenset(g) for g in groups.values()}


def whole(pairs: list[Pair], found: list[Article]) -> None:
    """Every article in one index, in two orders."""
    text: dict[str, str] = {}
    for pair in sorted(pairs, key=lambda p: (p["one"], p["other"])):
        if pair["copies"]:
            text[pair["other"]] = text.setdefault(pair["one"], pair["one"])
        elif pair["kind"] == "shared speech":  # each report comes in two arrangements
            text.setdefault(pair["one"], f"before {pair['other']}")
            text.setdefault(pair["other"], f"after {text[pair['one']]}")
    shuffled = random.Random(3).sample(found, len(found))
    with tempfile.TemporaryDirectory() as folder:
        groups = grouped(found, Path(folder) / "a.sqlite3")
        again = grouped(shuffled, Path(folder) / "b.sqlite3")
    mixed = [g for g in groups if len({text.get(a, a) for a in g}) > 1]
    print(f"\n{len(found)} articles in one index: {len(groups)} groups, {len(mixed)} of them with "
          f"more than one text; the same in another order: {groups == again}")  # fmt: skip
    for group in mixed:
        print("  ", sorted(group))


def invented(count: int) -> list[Article]:
    """Articles as long as real ones, a fifth of them cut copies of earlier ones."""
    chance = random.Random(5)
    sentences = [
        s for a in articles("copies/articles.jsonl") for s in a.text.replace("\n", " ").split(". ")
    ]
    vocabulary = [w for s in sentences for w in s.split()]
    made: list[Article] = []
    for n in range(count):
        at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=9 * n)
        if made and n % 5 == 0:
            copied = chance.choice(made[-500:])
            text = copied.text[: chance.randint(len(copied.text) // 2, len(copied.text))]
        else:
            chosen = chance.choices(sentences, k=chance.randint(8, 24))
            text = ". ".join(
                " ".join(chance.choice(vocabulary) if chance.random() < 0.6 else w
                         for w in s.split())
                for s in chosen
            )  # fmt: skip
        made.append(Article(f"i{n}", text, f"Title {n}", f"Outlet {n % 40}", "Bench", published=at))
    return made


def timed(count: int) -> None:
    """What grouping costs beside splitting and annotating, and a question."""
    found = invented(count)
    spent = dict.fromkeys(("split", "annotate", "group"), 0.0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.sqlite3"
        with Store(path, create=True) as store:
            for article in found:
                started = time.process_time()
                places = sentences(article)
                spent["split"] += time.process_time() - started
                started = time.process_time()
                annotate(article.text, article.published, places)
                spent["annotate"] += time.process_time() - started
                with store.writing():
                    started = time.process_time()
                    own = copies.sketch(article, places)
                    syndication.place(store.connection, article.id, own)
                    spent["group"] += time.process_time() - started
            asked = asking(store.connection, found)
            (pages,) = store.connection.execute("PRAGMA page_count").fetchone()
    print(f"\n| {count} articles | processor ms an article |\n|---|---:|")
    for name, seconds in spent.items():
        print(f"| {name} | {seconds / count * 1000:.2f} |")
    rest = spent["split"] + spent["annotate"]
    print(f"| grouping, share of splitting and annotating | {spent['group'] / rest:.3f} |")
    print(f"| groups of 20 hits' articles, ms | {asked:.2f} |")
    print(f"| on disk, bytes an article | {pages * 4096 / count:.0f} |")


def asking(connection: sqlite3.Connection, found: list[Article]) -> float:
    """Milliseconds to find the groups of twenty articles."""
    chance = random.Random(1)
    asked = [[a.id for a in chance.sample(found, 20)] for _ in range(200)]
    started = time.perf_counter()
    for names in asked:
        syndication.within(connection, names, "p.published <= ?", [2**40])
    return (time.perf_counter() - started) / len(asked) * 1000


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tune", action="store_true")
    parser.add_argument("--articles", type=int, default=0)
    options = parser.parse_args()
    pairs = read("copies/pairs.jsonl")
    found = articles("copies/articles.jsonl")
    judge = ours({a.id: copies.sketch(a, sentences(a)) for a in found})
    tuning = [p for p in pairs if p["half"] == "tuning"]
    if options.tune:
        tune(tuning, judge)
        return
    name, baseline = plain(found, tuning)
    report([p for p in pairs if p["half"] == "reporting"], {"ours": judge, name: baseline})
    seeds = SourceConfig("folder", "Demo", str(ROOT / "seeds"))
    others = [a for a in open_source(seeds).read() if isinstance(a, Article)]
    whole(pairs, [*found, *others, *articles("newsroom/articles.jsonl")])
    if options.articles:
        timed(options.articles)


if __name__ == "__main__":
    main()
