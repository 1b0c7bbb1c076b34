"""Compare sentence splitters on hard cases of news English and print a Markdown table.

    pip install pysbd sentencesplit syntok sentencex blingfire spacy
    python bench/splitters.py --half report

A candidate that is not installed is left out. Each is measured alone, over our paragraphs with
our boilerplate left out, and under all our rules: the three columns of exact cases.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution
from math import sqrt
from pathlib import Path
from typing import Any

from retrieval.blocks import trim
from retrieval.boilerplate import content
from retrieval.sentences import split_with

GOLD = Path(__file__).parent / "data" / "sentences.jsonl"

Span = tuple[int, int]
Splitter = Callable[[str], list[Span]]

_MARKER = re.compile(r"(?:[-*•–>]|\d+[.)]|[a-z]\))\s+")


@dataclass(frozen=True)
class Case:
    """A text with the offsets of its sentences and of its headings, which may be left out."""

    kind: str
    half: str
    text: str
    sentences: list[Span]
    headings: list[Span]


def load_cases(path: Path) -> list[Case]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Case(
            row["kind"],
            row["half"],
            row["text"],
            list(locate(row["text"], row["sentences"])),
            list(locate(row["text"], row.get("headings", []))),
        )
        for row in rows
    ]


def locate(text: str, parts: list[str]) -> Iterator[Span]:
    """Offsets of parts that follow each other in a text. Raises ValueError where one is missing."""
    at = 0
    for part in parts:
        start = text.index(part, at)
        at = start + len(part)
        yield start, at


def _sentencex() -> Splitter:
    sentencex = import_module("sentencex")

    def split(text: str) -> list[Span]:
        found = sentencex.get_sentence_boundaries("en", text)
        return [(each["start_index"], each["end_index"]) for each in found]

    return split


def _sentencesplit() -> Splitter:
    segmenter = import_module("sentencesplit").Segmenter(language="en")
    return lambda text: [(span.start, span.end) for span in segmenter.segment_spans(text)]


def _pysbd() -> Splitter:
    segmenter = import_module("pysbd").Segmenter(language="en", clean=False, char_span=True)
    return lambda text: [(span.start, span.end) for span in segmenter.segment(text)]


def _syntok() -> Splitter:
    segmenter = import_module("syntok.segmenter")

    def split(text: str) -> list[Span]:
        found = [list(tokens) for part in segmenter.process(text) for tokens in part]
        return [(ts[0].offset, ts[-1].offset + len(ts[-1].value)) for ts in found]

    return split


def _blingfire() -> Splitter:
    blingfire = import_module("blingfire")
    return lambda text: blingfire.text_to_sentences_and_offsets(text)[1] if text else []


def _spacy() -> Splitter:
    pipeline = import_module("spacy").blank("en")
    pipeline.add_pipe("sentencizer")
    return lambda text: [(span.start_char, span.end_char) for span in pipeline(text).sents]


CANDIDATES: dict[str, tuple[Callable[[], Splitter], str]] = {
    "sentencex": (_sentencex, "2026-09"),
    "sentencesplit": (_sentencesplit, "2026-06"),
    "pysbd": (_pysbd, "2021-02"),
    "syntok": (_syntok, "2022-03"),
    "blingfire": (_blingfire, "2021-09"),
    "spacy": (_spacy, "2026-10"),
}
"""Each library with how to make its splitter and the month of its last release."""


def over_paragraphs(split: Splitter) -> Splitter:
    return lambda text: [
        (start + first, start + last)
        for start, end in content(text)
        for first, last in split(text[start:end])
    ]


def under_rules(split: Splitter) -> Splitter:
    return lambda text: split_with(text, lambda paragraph: [end for _, end in split(paragraph)])


def predicted(case: Case, split: Splitter) -> list[Span]:
    """The splitter's sentences as the gold has them: no marker, no heading set apart."""
    spans = []
    for found in split(case.text):
        start, end = trim(case.text, *found)
        if marker := _MARKER.match(case.text, start, end):
            start = marker.end()
        heading = any(first <= start and end <= last for first, last in case.headings)
        if start < end and not heading:
            spans.append((start, end))
    return spans


def measure(cases: list[Case], split: Splitter) -> tuple[float, float, Counter[str]]:
    """Share of cases without any error, F1 over sentences, and the exact cases by kind."""
    exact: Counter[str] = Counter()
    right = found = 0
    for case in cases:
        spans = predicted(case, split)
        exact[case.kind] += spans == case.sentences
        right += len(set(spans) & set(case.sentences))
        found += len(spans)
    wanted = sum(len(case.sentences) for case in cases)
    return exact.total() / len(cases), 2 * right / (found + wanted), exact


def half_width(share: float, n: int) -> float:
    """Half of the 95 % Wilson score interval (Wilson 1927) of a share of ``n``."""
    z = 1.96
    return z * sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2) / (1 + z * z / n)


def speed(cases: list[Case], split: Splitter) -> float:
    """Million characters a second over articles made of the cases, best of three."""
    articles = [
        "\n\n".join(case.text for case in cases[at : at + 10]) for at in range(0, len(cases), 10)
    ]
    seconds = []
    for _ in range(3):
        begun = time.perf_counter()
        for article in articles:
            split(article)
        seconds.append(time.perf_counter() - begun)
    return sum(map(len, articles)) / min(seconds) / 1e6


def package(name: str) -> tuple[str, str, str]:
    """Version, installed size without dependencies, and the dependencies it always needs."""
    info = distribution(name)
    size = sum(Path(str(each.locate())).stat().st_size for each in info.files or [])
    needs = [each for each in info.requires or [] if "extra ==" not in each]
    return info.version, f"{size / 1e6:.1f} MB", str(len(needs))


def table(cases: list[Case]) -> Iterator[str]:
    yield "| library | last release | size | needs | alone | paragraphs | rules | F1 | Mchar/s |"
    yield "|---" * 9 + "|"
    for name, (make, released) in CANDIDATES.items():
        try:
            version, size, needs = package(name)
        except PackageNotFoundError:
            continue
        split = make()
        ways = [measure(cases, way(split)) for way in (lambda s: s, over_paragraphs, under_rules)]
        shares = " | ".join(
            f"{share:.3f} ± {half_width(share, len(cases)):.3f}" for share, *_ in ways
        )
        yield (
            f"| {name} {version} | {released} | {size} | {needs} | {shares} "
            f"| {ways[-1][1]:.3f} | {speed(cases, split):.2f} |"
        )


def kinds(cases: list[Case]) -> Iterator[str]:
    """Exact cases by kind, under all rules."""
    names = [name for name in CANDIDATES if _is_installed(name)]
    exact = {name: measure(cases, under_rules(CANDIDATES[name][0]()))[2] for name in names}
    yield f"| kind | cases | {' | '.join(names)} |"
    yield "|---" * (len(names) + 2) + "|"
    for kind, n in Counter(case.kind for case in cases).items():
        yield f"| {kind} | {n} | {' | '.join(str(exact[name][kind]) for name in names)} |"


def _is_installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--half", choices=["dev", "report"], default="report")
    arguments: Any = parser.parse_args()
    cases = [case for case in load_cases(GOLD) if case.half == arguments.half]
    print(f"{len(cases)} cases, {sum(len(case.sentences) for case in cases)} sentences\n")
    print(*table(cases), "", *kinds(cases), sep="\n")


if __name__ == "__main__":
    main()
