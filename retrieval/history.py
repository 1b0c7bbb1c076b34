"""The versions of an article: since when each stood, and what other articles say of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from retrieval.address import compared
from retrieval.analysis import terms
from retrieval.edits import folded
from retrieval.records import NOTICES, Article, NoticeKind

if TYPE_CHECKING:
    from retrieval.notices import Notice

BEGINNING = datetime.min.replace(tzinfo=UTC)

SKEW = timedelta(days=1)
"""How far after being fetched a version may claim to be updated: clocks and zones differ."""

SUBJECT = 0.5
"""Share of a title's terms that a notice must have to be about the article of a day."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article and since when it stood there."""

    number: int
    since: datetime
    notice: NoticeKind | None


def versions(connection: sqlite3.Connection, article_id: str) -> list[Version]:
    """The versions of an article, oldest first.

    The first stands since the article was published (from the beginning of time where that is not
    known), a later one since its own ``updated``, or since it was fetched where that is not stated,
    was stated before, or can't be true.
    """
    rows = connection.execute(
        "SELECT version, published, updated, fetched, notice FROM versions WHERE article_id = ?"
        " ORDER BY version",
        [article_id],
    ).fetchall()
    made: list[Version] = []
    stated = None
    for row in rows:
        since = _moment(row["published"]) or BEGINNING
        updated, fetched = _moment(row["updated"]), _moment(row["fetched"])
        if made:
            assert fetched is not None
            believed = (
                updated is not None
                and updated != stated
                and made[-1].since <= updated <= fetched + SKEW
            )
            since = max((updated if believed and updated else fetched), made[-1].since)
        stated = updated
        made.append(Version(row["version"], since, row["notice"]))
    return made


def valid_at(history: Sequence[Version], moment: datetime) -> Version:
    """What stood there at ``moment``: the newest version that had come by then, else the first."""
    return next((v for v in reversed(history) if v.since <= moment), history[0])


def note_pointers(connection: sqlite3.Connection, article: Article, notice: Notice | None) -> None:
    """Keeps which other articles a notice is about."""
    connection.execute("DELETE FROM notices WHERE article_id = ?", [article.id])
    if notice is None:
        return
    for kind, target in notice.about:
        connection.execute(
            "INSERT OR IGNORE INTO notices (article_id, kind, pointer, target) VALUES (?, ?, ?, ?)",
            [article.id, notice.kind, kind, _target(article, kind, target)],
        )


def notices_about(
    connection: sqlite3.Connection, article: Article, until: datetime
) -> list[NoticeKind]:
    """What other articles, published up to ``until``, give notice of about ``article``."""
    if connection.execute("SELECT 1 FROM notices LIMIT 1").fetchone() is None:
        return []
    wanted = [("title", _target(article, "title", article.title))]
    if article.url:
        wanted.append(("url", compared(article.url)))
    if article.published:
        day = article.published.date().isoformat()
        wanted.append(("day", _target(article, "day", day)))
    return [kind for pointer, target in wanted
            for kind in _pointing(connection, article, pointer, target, until)]  # fmt: skip


def strongest(kinds: Iterable[NoticeKind | None]) -> NoticeKind | None:
    """The one of several notices that matters most."""
    return max((k for k in kinds if k), key=NOTICES.index, default=None)


def _pointing(
    connection: sqlite3.Connection, article: Article, pointer: str, target: str, until: datetime
) -> Iterator[NoticeKind]:
    for row in connection.execute(
        "SELECT n.kind, v.published, v.text FROM notices n"
        " JOIN articles a ON a.id = n.article_id AND a.live = 1"
        " JOIN versions v ON v.article_id = a.id AND v.version = a.version"
        " WHERE n.pointer = ? AND n.target = ? AND n.article_id != ?",
        [pointer, target, article.id],
    ):
        published = _moment(row["published"])
        if published is not None and published > until:
            continue
        # An outlet prints many articles a day: the notice has to speak of this one's subject.
        subject = set(terms(article.title))
        if pointer != "day" or len(subject & set(terms(row["text"]))) >= SUBJECT * len(subject):
            yield row["kind"]


def _target(article: Article, kind: str, target: str) -> str:
    if kind == "url":
        return compared(target)
    if kind == "title":
        return folded(target).casefold().rstrip(".")
    return f"{target} {article.outlet}"


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)
