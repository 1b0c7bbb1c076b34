"""The ``dateline`` command: thin shells around refreshing and asking."""

from __future__ import annotations

import gc
import math
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from bot import streams
from bot.clock import moment, now
from retrieval.errors import (
    ConfigError,
    DatelineError,
    IndexMissing,
    QuestionError,
    StoreError,
)

if TYPE_CHECKING:
    from bot.config import Config
    from bot.ledger import Keeper
    from retrieval.encoder import Ahead
    from retrieval.index import Index
    from retrieval.records import Answer
    from retrieval.update import Report


class _Group(click.Group):
    """Prints what went wrong as one message: 1 where the work failed, 2 for wrong use."""

    def invoke(self, ctx: click.Context) -> Any:
        streams.prepare()
        try:
            try:
                return super().invoke(ctx)
            finally:
                streams.flush()
        except DatelineError as error:
            click.echo(f"dateline: {error}", err=True)
            ctx.exit(2 if isinstance(error, QuestionError | ConfigError) else 1)
        except BrokenPipeError:
            # The reader of our output has what it wanted (as with `| head`).
            streams.give_up_output()
            ctx.exit(0)
        except OSError as error:
            streams.give_up_output()
            reason = (error.strerror or str(error)).lower()
            click.echo(f"dateline: {error.filename or 'the output'}: {reason}", err=True)
            ctx.exit(1)


def _seconds(_: click.Context, __: click.Parameter, value: float) -> float:
    if not math.isfinite(value) or not 0 <= value <= 86_400:
        raise click.BadParameter("give seconds from 0 to 86400")
    return value


_config = click.option(
    "--config", "config_path", type=click.Path(path_type=Path), metavar="PATH",
    help="The configuration (default: config.toml here, else built-in over the demo coverage).",
)  # fmt: skip


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dateline")
def main() -> None:
    """Answers questions about news coverage with verbatim, dated, cited quotes."""


def run() -> None:
    """The console script: :func:`main`, without taking a loaded model apart at the end."""
    # Importing makes many objects and no garbage; looking for some would cost a tenth of a start.
    gc.set_threshold(20_000, 20, 50)
    code: object = 0
    try:
        main()
    except SystemExit as stop:
        code = stop.code
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


@main.command(epilog="Example: dateline refresh --config config.toml")
@_config
@click.option("--full", is_flag=True, help="Rebuild everything beside the old index, then swap.")
@click.option("--allow-empty", is_flag=True, help="Believe a source that has no articles now.")
@click.option("--wait", default=30.0, metavar="SECONDS", callback=_seconds,
              help="Wait for another refresh this long.")  # fmt: skip
@click.option("--watch", is_flag=True, help="Go on, reading each source when it is due.")
@click.option("--progress", type=click.Choice(["bar", "json"]), default="bar",
              help="Show a bar on a terminal, or print JSON lines on standard error for programs.",
              )  # fmt: skip
def refresh(
    config_path: Path | None, full: bool, allow_empty: bool, wait: float, watch: bool, progress: str
) -> None:
    """Bring the index in line with its sources; only what is new or changed is encoded."""
    from bot.signals import Stopped, ending_cleanly

    if watch and (full or allow_empty or progress == "json"):
        raise click.UsageError("--watch goes with none of --full, --allow-empty, --progress json")
    try:
        with ending_cleanly():
            config = _load(config_path)
            if watch:
                _watch(config)
            report = _refresh(
                config, full=full, allow_empty=allow_empty, wait=wait, progress=progress
            )
    except Stopped as stopped:
        kept = "the index is as it was" if full else "what was written is kept"
        click.echo(f"stopped; {kept}; run again to go on", err=True)
        raise click.exceptions.Exit(0 if watch else 128 + stopped.signal) from None
    click.echo(str(report))
    if keeper := _keeper(config):
        keeper.purge()  # what runs on a timer sees to the retention
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
    with _index(options["config_path"], ask_once=question) as (config, index):
        keeper = _keeper(config)
        if batch is not None:
            from bot.batch import answer_all

            def answered(asked: str, given: dict[str, str]) -> Answer:
                answer = _answer(index, config, asked, {**options, **given})
                _note(keeper, answer, {**options, **given})
                return answer

            answer_all(batch, answered, trace=options["explain"])
            return
        answer = _answer(index, config, question or "", options)
        try:
            _show(answer, index, as_json=options["as_json"], explain=options["explain"])
        finally:  # also where the reader of the output left early
            _note(keeper, answer, options)


@main.command(epilog="Example: dateline repl")
@_config
def repl(config_path: Path | None) -> None:
    """Ask questions one after the other; :help lists what else it takes."""
    with _index(config_path) as (config, index):
        from bot.repl import run

        run(config, index, lambda: _refresh(config), _keeper(config))


@main.command(epilog="Example: dateline gaps --limit 50 --export rated.jsonl")
@_config
@click.option("--limit", default=20, type=click.IntRange(1, 100_000), metavar="N",
              help="Questions to show, the newest first (default: 20).")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--export", type=click.Path(path_type=Path), metavar="FILE",
              help="Write what was rated right as cases for: dateline evaluate.")  # fmt: skip
def gaps(config_path: Path | None, limit: int, as_json: bool, export: Path | None) -> None:
    """List kept questions that had no answer or a wrong one: what the coverage lacks."""
    from bot.gaps import run

    config = _load(config_path)
    run(config, _keeper(config), limit=limit, as_json=as_json, export=export)


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


@main.command(epilog="Example: dateline forget https://example.org/news/a-story")
@click.argument("article", metavar="URL_OR_ID", required=False)
@_config
@click.option("--list", "listing", is_flag=True, help="Show what was forgotten, and when.")
@click.option("--undo", is_flag=True, help="Let the article come back with the next refresh.")
@click.option("--wait", default=30.0, metavar="SECONDS", callback=_seconds,
              help="Wait for a refresh this long.")  # fmt: skip
def forget(
    article: str | None, config_path: Path | None, listing: bool, undo: bool, wait: float
) -> None:
    """Remove an article with all its versions for good; no source brings it back."""
    from bot import forget as forgetting

    if listing == (article is not None) or (listing and undo):
        raise click.UsageError("give either a URL_OR_ID or --list")
    config = _load(config_path)
    if article is None:
        forgetting.show(config)
    elif undo:
        forgetting.lift(config, article, wait=wait)
    else:
        forgetting.forget(config, article, now=now(), wait=wait)


@main.command(epilog="Example: dateline status --json")
@_config
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(config_path: Path | None, as_json: bool) -> None:
    """Show what is indexed and how it is, with a remedy for whatever is wrong."""
    from bot import status as report

    state = report.examine(_load(config_path), now=now())
    if as_json:
        streams.print_json(report.as_json(state))
    else:
        report.show(state)
    if not all(check.ok for check in state.checks):
        raise click.exceptions.Exit(1)


@main.command("bot", epilog="Example: dateline bot --config config.toml")
@_config
def serve(config_path: Path | None) -> None:
    """Answer on Discord until told to end; the token is in DISCORD_TOKEN or in a file."""
    config = _load(config_path)
    from bot.discord import start

    start.serve(config)


@main.command(epilog="Example: dateline sync --guild 123456789012345678")
@_config
@click.option("--guild", type=click.IntRange(1), metavar="ID",
              help="Only in this server, where they appear at once.")  # fmt: skip
@click.option("--clear", is_flag=True, help="Remove the commands instead.")
def sync(config_path: Path | None, guild: int | None, clear: bool) -> None:
    """Register the bot's commands with Discord; the bot itself does where they have changed."""
    config = _load(config_path)
    from bot.discord import start

    count = start.register(config, guild, clear=clear)
    where = f"in the server {guild}" if guild else "everywhere"
    click.echo(f"{count} command(s) registered {where}")


def _load(config_path: Path | None) -> Config:
    from bot.config import load

    return load(config_path)


@contextmanager
def _index(
    config_path: Path | None, *, ask_once: str | None = None
) -> Iterator[tuple[Config, Index]]:
    config = _load(config_path)
    from retrieval.encoder import load_ahead
    from retrieval.reader import read_ahead

    one_shot = ask_once is not None
    text = " ".join((ask_once or "").encode("utf-8", "replace").decode().split())
    ahead = load_ahead(config.model, one_shot=one_shot, text=text)
    read_ahead()
    with _opened(config, ahead) as index:
        _note_gaps(config, index)
        index.warm()
        yield config, index


def _opened(config: Config, ahead: Ahead) -> Index:
    """The index, built first where there is none yet."""
    from retrieval.index import Index

    def opened() -> Index:
        return Index(config.index_path, model=config.model, settings=config.search, ahead=ahead)

    try:
        return opened()
    except IndexMissing:
        where = config.origin or "the demo coverage"
        click.echo(f"No index yet: building {config.index_path.name} over {where}.", err=True)
        _refresh(config)
        return opened()


def _note_gaps(config: Config, index: Index) -> None:
    """Says on standard error what the index lacks; a first build that was cut short is finished."""
    if index.store.meta("refreshed") is None:
        click.echo("The index is incomplete: finishing its first build.", err=True)
        try:
            _refresh(config, wait=0)
        except StoreError as error:
            click.echo(f"The index stays incomplete: {error}", err=True)
    failing = [str(s["name"]) for s in index.store.sources() if s["failures"]]
    if failing:
        click.echo(
            f"The index may be incomplete: {', '.join(failing)} could not be read at the last "
            "refresh; see: dateline status",
            err=True,
        )


def _refresh(
    config: Config, *, full: bool = False, allow_empty: bool = False, wait: float = 30.0,
    progress: str = "bar",
) -> Report:  # fmt: skip
    from bot.progress import shown_as
    from retrieval.encoder import coverage_encoder
    from retrieval.update import refresh as run

    with shown_as(progress) as shown:
        report = run(
            config.sources, config.index_path, encoder=lambda: coverage_encoder(config.model),
            now=now(), model=config.model, full=full, allow_empty=allow_empty, wait_seconds=wait,
            progress=shown, fetch=config.fetch, visiting=shown.visiting,
        )  # fmt: skip
        shown.done(report)
    for problem in report.problems:
        click.echo(f"{problem.where}: {problem.message}", err=True)
    for failure in report.failed_sources:
        click.echo(failure.message, err=True)  # it names the source
    if report.kept:
        click.echo(
            f"{report.kept} indexed article(s) were kept, since what could not be read may hold "
            "them",
            err=True,
        )
    if report.moved_aside is not None:
        click.echo(f"The damaged index was moved to {report.moved_aside}", err=True)
    return report


def _watch(config: Config) -> NoReturn:
    """Until a signal ends it."""
    import time

    from bot.watch import Watcher

    keeper = _keeper(config)
    watcher = Watcher(config, say=click.echo)
    click.echo(
        f"Watching {len(config.sources)} source(s); a change of the configuration counts from the "
        "next start. End it with Ctrl-C.",
        err=True,
    )
    purged = None
    while True:
        due = watcher.run_once(now())
        if keeper and purged != (today := now().date()):
            keeper.purge()
            purged = today
        streams.flush()
        # In short steps, so that a clock that was set or a machine that slept is noticed.
        time.sleep(min(max((due - now()).total_seconds(), 0.0), 60.0))


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


def _show(answer: Answer, index: Index, *, as_json: bool, explain: bool) -> None:
    if as_json:
        from bot.render.json import as_json as plain

        streams.print_json(plain(answer, trace=explain))
        return
    from bot.render import terminal

    console = streams.console()
    terminal.show(console, answer, index, now=now())
    if explain:
        console.print(terminal.explain(answer, index))


def _keeper(config: Config) -> Keeper | None:
    """What keeps questions, where that is configured; nothing of it is loaded otherwise."""
    if not config.keep_questions:
        return None
    from bot.ledger import Keeper, beside

    return Keeper(beside(config.index_path), config.retention_days, now)


def _note(keeper: Keeper | None, answer: Answer, options: dict[str, Any]) -> None:
    if keeper is None:
        return
    limits = [f"outlet {name}" for name in options["outlet"]]
    limits += [f"{name} {options[name]}" for name in ("since", "until") if options[name]]
    keeper.note(answer, follows=options["follows"], limits=", ".join(limits) or None)


def _date(text: str | None, *, end_of_day: bool) -> datetime | None:
    return None if text is None else moment(text, end_of_day=end_of_day)
