"""``dateline forget``: an article removed with every trace of its words, for good."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from difflib import get_close_matches

import click

from bot.config import Config
from retrieval.address import compared
from retrieval.burial import Tombstone
from retrieval.connection import missing
from retrieval.errors import DatelineError
from retrieval.lock import writer_lock
from retrieval.store import Store
from retrieval.web.archive import Archive, beside

FORGOTTEN = "forgotten"


def forget(config: Config, what: str, *, now: datetime, wait: float) -> None:
    """Removes the article with the id or address ``what`` and says what went.

    Raises DatelineError where there is none, with those that are near.
    """
    path = config.index_path
    if not path.exists():
        raise missing(path)
    with writer_lock(path, wait_seconds=wait), Store(path, create=True) as store:
        found = _matching(store, what)
        # First of all, so that it can be done again where the kept questions are in use now; and
        # once more for what was forgotten while they were.
        buried = [s.article_id for s in store.tombstones() if _is(what, s.article_id, s.url)]
        questions = _forget_in_questions(config, {*found, *buried}, now)
        fetched = _forget_in_archive(config, what, found, now) - {*found}
        questions += _forget_in_questions(config, fetched, now)
        if not found and not fetched and not questions:
            raise _unknown(store, what)
        articles = versions = 0
        for article_id in [*found, *sorted(fetched)]:
            with store.writing():
                gone = store.bury(article_id, FORGOTTEN, now)
            articles += gone.articles
            versions += gone.versions
        clean = store.scrub()
    parts = [_count(articles, "article"), _count(versions, "version")] if found else []
    parts += [f"{_count(len(fetched), 'page')} not in the index"] if fetched else []
    parts += [_count(questions, "kept answer")] if questions else []
    click.echo(f"Forgotten: {', '.join(parts)}. It will not come back: dateline forget --list")
    if not clean:
        click.echo(
            "Another program has the index open: what was removed stays readable in "
            f"{path.name}-wal until that closes it",
            err=True,
        )


def lift(config: Config, what: str, *, wait: float) -> None:
    """Lifts the tombstone of the article with the id or address ``what``. Raises DatelineError."""
    path = config.index_path
    if not path.exists():
        raise missing(path)
    with writer_lock(path, wait_seconds=wait), Store(path, create=True) as store:
        lifted = {s.article_id for s in store.tombstones() if _is(what, s.article_id, s.url)}
        if (archived := beside(path)).exists():
            with Archive(archived) as archive:
                lifted |= {i for name in {what, *lifted} for i in archive.lift(name)}
        if not lifted:
            raise DatelineError(
                f'"{what}" was not forgotten, so there is nothing to undo; '
                "see: dateline forget --list"
            )
        with store.writing():
            for article_id in lifted:
                store.lift(article_id)
    click.echo(
        f"{', '.join(sorted(lifted))} comes back with the next dateline refresh, where a source "
        "still has it"
    )


def show(config: Config) -> None:
    """Prints the tombstones, oldest first."""
    with Store(config.index_path) as store:
        stones = store.tombstones()
    for stone in stones:
        click.echo(_line(stone))
    if not stones:
        click.echo("Nothing was forgotten.")


def _line(stone: Tombstone) -> str:
    where = f"  {stone.url}" if stone.url and stone.url != stone.article_id else ""
    return f"{stone.at:%Y-%m-%d %H:%M}  {stone.reason:9}  {stone.article_id}{where}"


def _matching(store: Store, what: str) -> list[str]:
    """The ids of the articles meant: the one of that id, else all that had that address."""
    known = list(_addresses(store))
    exact = {i for i, _ in known if i == what}
    return sorted(exact or {i for i, url in known if _is(what, i, url)})


def _is(what: str, article_id: str, url: str | None) -> bool:
    wanted = compared(what)
    return what == article_id or wanted in (url and compared(url), compared(article_id))


def _addresses(store: Store) -> Iterator[tuple[str, str | None]]:
    """Each article with each address that a version of it had."""
    rows = store.connection.execute(
        "SELECT DISTINCT a.id, v.url FROM articles a LEFT JOIN versions v ON v.article_id = a.id"
    )
    return ((str(i), None if url is None else str(url)) for i, url in rows)


def _unknown(store: Store, what: str) -> DatelineError:
    for stone in store.tombstones():
        if _is(what, stone.article_id, stone.url):
            return DatelineError(
                f'"{what}" is {stone.reason} already, since {stone.at:%Y-%m-%d %H:%M} UTC'
            )
    names = {name for pair in _addresses(store) for name in pair if name}
    near = get_close_matches(what, sorted(names), n=3, cutoff=0.6)
    hint = f"; did you mean {' or '.join(near)}?" if near else "; nothing there has a name like it"
    return DatelineError(f'no article has the id or address "{what}"{hint}')


def _forget_in_questions(config: Config, articles: Collection[str], now: datetime) -> int:
    """Kept questions go on without the quote; also where keeping them is switched off now."""
    from bot.ledger import Ledger
    from bot.ledger import beside as ledger_beside

    path = ledger_beside(config.index_path)
    if not articles or not path.exists():
        return 0
    with Ledger(path, retention_days=config.retention_days, now=now) as ledger:
        return sum(ledger.drop_quotes(article_id) for article_id in articles)


def _forget_in_archive(config: Config, what: str, articles: list[str], now: datetime) -> set[str]:
    """What was fetched from the web is kept in a file of its own, where there is any."""
    path = beside(config.index_path)
    if not path.exists():
        return set()
    with Archive(path) as archive:
        return {i for name in {what, *articles} for i in archive.forget(name, now)}


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
