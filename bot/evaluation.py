"""``dateline evaluate``: gold questions asked of the index, tables out, two runs compared."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from bot.clock import moment, now
from bot.config import Config
from bot.render import evaluation
from retrieval.errors import DatelineError, QuestionError
from retrieval.evaluate import Case, Outcome, read_cases, score
from retrieval.index import Index
from retrieval.understand import understand


def run(
    index: Index,
    config: Config,
    *,
    questions: Path,
    half: str | None,
    as_of: str | None,
    json_path: Path | None,
    markdown_path: Path | None,
    plot_path: Path | None,
    compare: Path | None,
) -> None:
    """Prints the tables and writes what is asked for. Raises DatelineError."""
    cases = read_cases(questions, half=half)
    if not cases:
        raise QuestionError(f"{questions} holds no questions" + (f' of half "{half}"' * bool(half)))
    before = _earlier(compare) if compare else None
    if before is not None and not {o["id"] for o in before} & {case.id for case in cases}:
        raise QuestionError(f"{compare} is of other questions than {questions}")
    default = moment(as_of, end_of_day=True) if as_of else now()
    # A day that can't be read or a question that can't be asked is told before any is asked.
    moments = [_checked(case, default) for case in cases]

    def text_of(article_id: str, version: int) -> str | None:
        article = index.store.article(article_id, version)
        return article.text if article else None

    outcomes = []
    asked = list(zip(cases, moments, strict=True))
    with click.progressbar(asked, label="asking", file=sys.stderr) as bar:
        for case, at in bar:
            started = time.perf_counter()
            answer = index.ask(case.question, as_of=at, follows=case.follows, limit=config.passages)
            outcomes.append(score(case, answer, text_of, (time.perf_counter() - started) * 1000))
    tables = evaluation.markdown(outcomes)
    try:
        click.echo(tables)
        if before is not None:
            click.echo(f"\n{evaluation.changes(before, outcomes)}")
    finally:
        # Whoever reads the tables may have left: the files are written all the same.
        if markdown_path:
            _write(markdown_path, tables + "\n")
        if json_path:
            found = evaluation.as_json(outcomes)
            _write(json_path, json.dumps(found, ensure_ascii=False, indent=1))
        if plot_path:
            _plot(outcomes, plot_path)


def _checked(case: Case, default: datetime) -> datetime:
    """The moment that a case is asked at. Raises QuestionError with its id."""
    try:
        at = moment(case.as_of, end_of_day=True) if case.as_of else default
        understand(case.question, as_of=at, follows=case.follows)
    except QuestionError as error:
        raise QuestionError(f"question {case.id}: {error}") from error
    return at


def _plot(outcomes: Sequence[Outcome], path: Path) -> None:
    try:
        evaluation.plot(outcomes, path)
    except ImportError as error:
        raise DatelineError("--plot needs matplotlib: pip install matplotlib") from error
    except OSError as error:
        raise DatelineError(f"{path} cannot be written: {error.strerror}") from error


def _earlier(path: Path) -> list[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        found: list[dict[str, Any]] = json.loads(text)["questions"]
        for one in found:
            _ = one["id"], one["question"], one["verdict"], one["first_quote"], one["right"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise QuestionError(f"{path} is not the JSON of an earlier evaluation: {error}") from error
    return found


def _write(path: Path, text: str) -> None:
    """In place of what stood there, whole or not at all; half of a surrogate pair as its escape."""
    beside = path.with_name(f"{path.name}.new")
    try:
        beside.write_text(text, encoding="utf-8", errors="backslashreplace")
        beside.replace(path)
    except OSError as error:
        raise DatelineError(f"{path} cannot be written: {error.strerror}") from error
