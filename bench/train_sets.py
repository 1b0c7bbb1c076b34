"""The training sets of bench/train.py, to be indexed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from reader_set import DATA as READER
from reader_set import as_coverage, stories

from retrieval.encoder import OnnxEncoder
from retrieval.evaluate import Case, read_cases
from retrieval.index import Index
from retrieval.sources import SourceConfig
from retrieval.update import refresh

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
READER_SHARE = 5
"""One in this many of the questions that were held out from the reader."""


@dataclass(frozen=True)
class Set:
    """Questions with the coverage they are asked of."""

    name: str
    cases: list[Case]
    source: SourceConfig
    path: Path
    """Of the index."""
    disputes: bool = False
    """Half of its questions are about what is disputed: they teach that, and nothing else."""

    def index(self) -> Index:
        """The coverage indexed, if it is not yet."""
        encoder = OnnxEncoder()
        refresh([self.source], self.path, encoder=lambda: encoder, now=NOW)
        return Index(self.path, encoder=encoder)


def reading_sets(folder: Path) -> Iterable[Set]:
    """The stories that the reader learns from, and the weights do not."""
    return _of_stories(READER / "coverage", folder)


def _of_stories(found: Path, folder: Path) -> Iterator[Set]:
    for story in sorted(found.glob("*/")):
        source = SourceConfig("jsonl", story.name, str(story / "articles.jsonl"))
        cases = read_cases(story / "questions.jsonl")
        yield Set(story.name, cases, source, folder / f"{story.name}.sqlite3")


def sets(folder: Path) -> Iterable[Set]:
    """The training sets, with their indexes in ``folder``."""

    def one(name: str, kind: str, location: Path, cases: list[Case], disputes: bool = False) -> Set:
        source = SourceConfig(kind, name, str(location))
        return Set(name, cases, source, folder / f"{name}.sqlite3", disputes)

    data = ROOT / "bench" / "data"
    newsroom = data / "newsroom"
    cases = read_cases(newsroom / "questions.jsonl")
    yield one("newsroom", "jsonl", newsroom / "articles.jsonl", cases)
    cases = read_cases(ROOT / "tests" / "data" / "seeds_questions.jsonl", half="tune")
    cases += read_cases(data / "seeds_more.jsonl")
    yield one("seeds", "folder", ROOT / "seeds", cases)
    yield from _of_stories(data / "stories", folder)
    for story in sorted((data / "disputes" / "coverage").glob("*/")):
        cases = read_cases(story / "questions.jsonl")
        name = f"disputes-{story.name}"
        yield one(name, "jsonl", story / "articles.jsonl", cases, disputes=True)
    lines, cases = as_coverage(stories(READER / "held"), READER_SHARE)
    yield one("reader", "jsonl", _written(folder / "held.jsonl", lines), cases)
    shared = Path(os.environ.get("DATELINE_SHARED", ROOT.parent / "shared"))
    xquad = shared / "data" / "xquad_en"
    if xquad.exists():
        lines, cases = _halved(xquad)
        yield one("xquad", "jsonl", _written(folder / "reduced.jsonl", lines), cases)


def _written(target: Path, lines: list[dict[str, Any]]) -> Path:
    target.write_text("\n".join(map(json.dumps, lines)))
    return target


def _halved(xquad: Path) -> tuple[list[dict[str, Any]], list[Case]]:
    """Every second article, and the tuning half of the questions."""
    tuning = read_cases(xquad / "questions.jsonl", half="tune")
    corpus = [json.loads(line) for line in (xquad / "corpus.jsonl").read_text().splitlines()]
    kept = [a for n, a in enumerate(corpus) if n % 2]
    ids = {a["id"] for a in kept}
    cases = [
        c if set(c.relevant) <= ids
        else Case(c.id, c.question, "removed", answerable=False, verdicts=("no_answer",))
        for c in tuning
    ]  # fmt: skip
    return kept, cases


def moment(case: Case) -> datetime:
    """The end of the day that the case is asked on."""
    if not case.as_of:
        return NOW
    return datetime.combine(datetime.fromisoformat(case.as_of).date(), time.max, UTC)
