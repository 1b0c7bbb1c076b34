"""The ``dateline`` command: thin shells around refreshing and asking."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.clock import moment, now
from retrieval.errors import DatelineError, QuestionError

if TYPE_CHECKING:
    from bot.config import Config
    from retrieval.index import Index
    from retrieval.records import Answer


class _Group(click.Group):
    """Prints Dateline's own errors as one message and exits with 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DatelineError as error:
            click.echo(f"dateline: {error}", err=True)
            ctx.exit(2 if isinstance(error, QuestionError) else 1)
        except BrokenPipeError:
            # The reader of our output went away (as with `| head`): nobody is left to tell.
            sys.stderr.close()
            ctx.exit(1)


_config = click.option(
    "--config", "config_path", type=click.Path(path_type=Path), metavar="PATH",
    help="The configuration (default: config.toml here, else built-in over the demo coverage).",
)  # fmt: skip


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dateline")
def main() -> None:
    """Answers questions about news coverage with verbatim, dated, cited quotes."""


@main.command(epilog="Example: dateline refresh --config config.toml")
@_config
@click.option("--full", is_flag=True, help="Rebuild everything beside the old index, then swap.")
@click.option("--wait", default=30.0, metavar="SECONDS", help="Wait for another refresh this long.")
def refresh(config_path: Path | None, full: bool, wait: float) -> None:
    """Bring the index in line with its sources; only what is new or changed is encoded."""
    report = _refresh(_load(config_path), full=full, wait=wait)
    click.echo(str(report))
    if report.failed_sources:
        raise DatelineError(f"{len(report.failed_sources)} source(s) could not be read (see above)")


@main.command(epilog='Example: dateline ask "When is the next round?" --as-of 2025-05-30')
@click.argument("question", required=False)
@_config
@click.option("--as-of", metavar="DATE", help="Answer as of then: YYYY-MM-DD[THH:MM], UTC.")
@click.option("--since", metavar="DATE", help="Only articles published on or after it.")
@click.option("--until", metavar="DATE", help="Only articles published on or before it.")
@click.option("--outlet", multiple=True, metavar="NAME", help="Only this outlet; may be repeated.")
@click.option("--follows", metavar="QUESTION", help="The question that this one follows.")
@click.option("--limit", type=click.IntRange(1, 1000), metavar="N", help="Passages in the ranking.")
@click.option("--explain", is_flag=True, help="Show how the passages were ranked.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--batch", type=click.Path(path_type=Path), metavar="FILE",
              help="Answer each line of a JSONL file; prints one object a line.")  # fmt: skip
def ask(question: str | None, batch: Path | None, **options: Any) -> None:
    """Answer QUESTION with quotes from the coverage and their citations."""
    if (question is None) == (batch is None):
        raise click.UsageError("give either a QUESTION or --batch FILE")
    with _index(options["config_path"], one_shot=batch is None) as (config, index):
        if batch is not None:
            _answer_batch(index, config, batch, options)
            return
        if options["as_json"]:
            from bot.render.json import as_json

            answer = _answer(index, config, question or "", options)
            click.echo(json.dumps(as_json(answer, trace=options["explain"]), ensure_ascii=False))
            return
        from rich.console import Console

        from bot.render import terminal

        answer = _answer(index, config, question or "", options)
        console = Console()
        terminal.show(console, answer, index, now=now())
        if options["explain"]:
            console.print(terminal.explain(answer, index))


@main.command(epilog="Example: dateline repl")
@_config
def repl(config_path: Path | None) -> None:
    """Ask questions one after the other; :help lists what else it takes."""
    with _index(config_path) as (config, index):
        from bot.repl import run

        run(config, index, lambda: _refresh(config))


@main.command(epilog="Example: dateline evaluate tests/data/seeds_questions.jsonl --half report")
@click.argument("questions", type=click.Path(path_type=Path))
@_config
@click.option("--half", metavar="NAME", help='Only the questions of this "half".')
@click.option("--as-of", metavar="DATE", help="For questions that state none (default: now).")
@click.option("--json", "json_path", type=click.Path(path_type=Path), metavar="FILE",
              help="Write everything, each question included.")  # fmt: skip
@click.option("--markdown", "markdown_path", type=click.Path(path_type=Path), metavar="FILE",
              help="Write the tables to a file too.")  # fmt: skip
@click.option("--plot", "plot_path", type=click.Path(path_type=Path), metavar="FILE",
              help="Draw reliability and risk as a PNG (needs matplotlib).")  # fmt: skip
@click.option("--compare", type=click.Path(path_type=Path), metavar="FILE",
              help="Show what changed against an earlier --json FILE.")  # fmt: skip
def evaluate(config_path: Path | None, **options: Any) -> None:
    """Ask QUESTIONS (JSONL with gold answers) and print how the answers fare, by slice."""
    from bot.evaluation import run

    with _index(config_path) as (config, index):
        run(index, config, **options)


@main.command(epilog="Example: dateline status --json")
@_config
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(config_path: Path | None, as_json: bool) -> None:
    """Show what is indexed and how it is, with a remedy for whatever is wrong."""
    from bot import status as report

    state = report.examine(_load(config_path), now=now())
    if as_json:
        click.echo(json.dumps(report.as_json(state), ensure_ascii=False))
    else:
        report.show(state)
    if not all(check.ok for check in state.checks):
        raise click.exceptions.Exit(1)


def _load(config_path: Path | None) -> Config:
    from bot.config import load

    return load(config_path)


@contextmanager
def _index(config_path: Path | None, *, one_shot: bool = False) -> Iterator[tuple[Config, Index]]:
    from retrieval.index import Index

    config = _load(config_path)
    if not config.index_path.exists():
        where = config.origin or "the demo coverage"
        click.echo(f"No index yet: building {config.index_path.name} over {where}.", err=True)
        _refresh(config)
    with Index(
        config.index_path, model=config.model, settings=config.search, one_shot=one_shot
    ) as index:
        index.warm()
        yield config, index


def _refresh(config: Config, *, full: bool = False, wait: float = 30.0) -> Any:
    from bot.progress import RefreshProgress
    from retrieval.encoder import coverage_encoder
    from retrieval.refresh import refresh as run

    with RefreshProgress() as progress:
        report = run(
            config.sources, config.index_path, encoder=lambda: coverage_encoder(config.model),
            now=now(), full=full, wait_seconds=wait, progress=progress,
        )  # fmt: skip
    for problem in [*report.problems, *report.failed_sources]:
        click.echo(f"{problem.where}: {problem.message}", err=True)
    return report


def _answer(index: Index, config: Config, question: str, options: dict[str, Any]) -> Answer:
    return index.ask(
        question,
        as_of=_date(options["as_of"], end_of_day=True) or now(),
        since=_date(options["since"], end_of_day=False),
        until=_date(options["until"], end_of_day=True),
        outlets=tuple(options["outlet"]),
        follows=options["follows"],
        limit=options["limit"] or config.passages,
    )


def _answer_batch(index: Index, config: Config, batch: Path, options: dict[str, Any]) -> None:
    from bot.render.json import as_json

    failed = False
    try:
        lines = batch.open(encoding="utf-8")
    except OSError as error:
        raise QuestionError(f"{batch} cannot be read: {error.strerror}") from error
    with lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                entry = _entry(line)
                given = {k: entry[k] for k in ("as_of", "follows") if entry.get(k)}
                answer = _answer(index, config, entry["question"], {**options, **given})
            except QuestionError as error:
                failed = True
                click.echo(f"{batch}:{number}: {error}", err=True)
                continue
            found = as_json(answer, trace=options["explain"])
            click.echo(json.dumps({"id": entry.get("id"), **found}, ensure_ascii=False))
    if failed:
        raise DatelineError("some lines could not be answered (see above)")


def _entry(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except ValueError as error:
        raise QuestionError(f"not JSON: {error}") from error
    if not isinstance(entry, dict) or not isinstance(entry.get("question"), str):
        raise QuestionError('not an object with the text "question"')
    for key in ("as_of", "follows"):
        if not isinstance(entry.get(key), str | None):
            raise QuestionError(f'"{key}" must be text')
    return entry


def _date(text: str | None, *, end_of_day: bool) -> datetime | None:
    return None if text is None else moment(text, end_of_day=end_of_day)
