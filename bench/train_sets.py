"""The training sets of bench/train.py, indexed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

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
    """Questions with the index they are asked of."""

    name: str
    cases: list[Case]
    index: Index


def sets(folder: Path, encoder: OnnxEncoder) -> Iterable[Set]:
    """The training sets, indexed."""
    newsroom = ROOT / "bench" / "data" / "newsroom"
    yield Set(
        "newsroom",
        read_cases(newsroom / "questions.jsonl"),
        _indexed(folder / "newsroom", "jsonl", newsroom / "articles.jsonl", encoder),
    )
    more = read_cases(ROOT / "bench" / "data" / "seeds_more.jsonl")
    yield Set(
        "seeds",
        [*read_cases(ROOT / "tests" / "data" / "seeds_questions.jsonl", half="tune"), *more],
        _indexed(folder / "seeds", "folder", ROOT / "seeds", encoder),
    )
    for story in sorted((ROOT / "bench" / "data" / "stories").iterdir()):
        if story.is_dir():
            yield Set(
                story.name,
                read_cases(story / "questions.jsonl"),
                _indexed(folder / story.name, "jsonl", story / "articles.jsonl", encoder),
            )
    lines, cases = as_coverage(stories(READER / "held"), READER_SHARE)
    held = folder / "held.jsonl"
    held.write_text("\n".join(map(json.dumps, lines)))
    yield Set("reader", cases, _indexed(folder / "reader", "jsonl", held, encoder))
    shared = Path(os.environ.get("DATELINE_SHARED", ROOT.parent / "shared"))
    xquad = shared / "data" / "xquad_en"
    if xquad.exists():
        yield from _xquad(folder, xquad, encoder)


def _xquad(folder: Path, xquad: Path, encoder: OnnxEncoder) -> Iterable[Set]:
    tuning = read_cases(xquad / "questions.jsonl", half="tune")
    corpus = [json.loads(line) for line in (xquad / "corpus.jsonl").read_text().splitlines()]
    kept = [a for n, a in enumerate(corpus) if n % 2]
    reduced = folder / "reduced.jsonl"
    reduced.write_text("\n".join(json.dumps(a) for a in kept))
    ids = {a["id"] for a in kept}
    cases = [
        c if set(c.relevant) <= ids
        else Case(c.id, c.question, "removed", answerable=False, verdicts=("no_answer",))
        for c in tuning
    ]  # fmt: skip
    yield Set("xquad", cases, _indexed(folder / "xquad", "jsonl", reduced, encoder))


def _indexed(at: Path, kind: str, location: Path, encoder: OnnxEncoder) -> Index:
    path = at.with_suffix(".sqlite3")
    refresh([SourceConfig(kind, at.name, str(location))], path, encoder=lambda: encoder, now=NOW)
    return Index(path, encoder=encoder)


def moment(case: Case) -> datetime:
    """The end of the day that the case is asked on."""
    if not case.as_of:
        return NOW
    return datetime.combine(datetime.fromisoformat(case.as_of).date(), time.max, UTC)
