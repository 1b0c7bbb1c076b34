"""``dateline evaluate``: gold questions asked of the index, tables out, two runs compared."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from bot.clock import moment, now
from bot.config import Config
from bot.render import evaluation
from retrieval.errors import DatelineError, QuestionError
from retrieval.evaluate import Case, changed, read_cases, score
from retrieval.index import Index
from retrieval.records import Answer


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
    default = moment(as_of, end_of_day=True) if as_of else now()

    def ask(case: Case) -> Answer:
        return index.ask(
            case.question,
            as_of=moment(case.as_of, end_of_day=True) if case.as_of else default,
            follows=case.follows,
            limit=config.passages,
        )

    def text_of(article_id: str, version: int) -> str | None:
        article = index.store.article(article_id, version)
        return article.text if article else None

    with click.progressbar(cases, label="asking", file=sys.stderr) as bar:
        outcomes = [score(case, ask(case), text_of) for case in bar]
    tables = evaluation.markdown(outcomes)
    click.echo(tables)
    if before is not None:
        click.echo(f"\n{evaluation.changes(changed(before, outcomes))}")
    if markdown_path:
        _write(markdown_path, tables + "\n")
    if json_path:
        _write(json_path, json.dumps(evaluation.as_json(outcomes), ensure_ascii=False, indent=1))
    if plot_path:
        try:
            evaluation.plot(outcomes, plot_path)
        except ImportError as error:
            raise DatelineError("--plot needs matplotlib: pip install matplotlib") from error
        except OSError as error:
            raise DatelineError(f"{plot_path} cannot be written: {error.strerror}") from error


def _earlier(path: Path) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["questions"]
        for one in found:
            _ = one["id"], one["verdict"], one["first_quote"], one["right"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise QuestionError(f"{path} is not the JSON of an earlier evaluation: {error}") from error
    return found


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DatelineError(f"{path} cannot be written: {error.strerror}") from error
