"""Daily digests: which channel gets one and when, and what each channel was told already."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.discord.delivery import SURE, pause
from bot.discord.news import Story
from bot.discord.state import State

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

PER_SERVER = 10
"""Channels of a server that may have one."""

KEPT = timedelta(days=30)
"""For so long it is kept which articles a channel was told of; nothing as old is ever new."""

HOUR, ZONE = 7, "UTC"
"""When a digest comes where neither its command nor the server says."""

PAGED = 100
"""Stories of a digest that can be looked at; more than that nobody reads."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A channel's digest."""

    channel: int
    guild: int
    places: tuple[str, ...]
    minute: int | None
    """Past midnight, in ``zone``; None of either is what the server has set, also later on."""
    zone: str | None
    topic: str | None
    locale: str
    made: datetime
    settled: str = ""
    """The last day, there, whose digest was sent or left out."""
    refusals: int = 0


def when(digest: Digest, found: Mapping[str, Any]) -> tuple[int, ZoneInfo]:
    """Minutes past midnight and the zone of a digest, where ``found`` is set."""
    hour, zone = found.get("digest_hour", HOUR), found.get("digest_zone", ZONE)
    minute = int(hour) * 60 if digest.minute is None else digest.minute
    return minute, ZoneInfo(digest.zone or str(zone))


async def keep(state: State, wanted: Digest) -> bool:
    """Sets a channel's digest, also in the place of another; False where the server has too many.

    What the channel was told stays known.
    """

    def work(c: sqlite3.Connection) -> bool:
        (others,) = c.execute(
            "SELECT count(*) FROM digests WHERE guild = ? AND channel <> ?",
            [wanted.guild, wanted.channel],
        ).fetchone()
        if others >= PER_SERVER:
            return False
        c.execute(
            "INSERT OR REPLACE INTO digests (channel, guild, places, minute, zone, topic, locale,"
            " made, settled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                wanted.channel, wanted.guild, json.dumps(wanted.places), wanted.minute,
                wanted.zone, wanted.topic, wanted.locale, wanted.made.isoformat(), wanted.settled,
            ],
        )  # fmt: skip
        return True

    return await state.run(work)


async def drop(state: State, channel: int) -> bool:
    """Ends a channel's digest; whether there was one."""
    cursor = await state.run(
        lambda c: c.execute("DELETE FROM digests WHERE channel = ?", [channel])
    )
    return bool(cursor.rowcount)


async def of(state: State, channel: int) -> Digest | None:
    """A channel's digest."""
    found = await _digests(state, "SELECT * FROM digests WHERE channel = ?", [channel])
    return found[0] if found else None


async def ready(state: State, now: datetime) -> list[Digest]:
    """Those that are neither resting nor being sent."""
    return await _digests(
        state,
        "SELECT * FROM digests WHERE sending IS NULL AND (due IS NULL OR due <= ?)"
        " ORDER BY channel",
        [now.isoformat()],
    )


async def known(state: State, channel: int) -> frozenset[str]:
    """Ids of the articles that the channel was told of."""
    rows = await state.run(
        lambda c: c.execute("SELECT article FROM digested WHERE channel = ?", [channel]).fetchall()
    )
    return frozenset(str(row["article"]) for row in rows)


async def begin(
    state: State, channel: int, day: str | None, at: datetime, stories: Sequence[Story]
) -> None:
    """Notes ``stories`` as told at that time, before they are; ``day`` is that of the digest,
    None where somebody asked for them.
    """
    rows = [
        (
            channel,
            story.article.id,
            at.isoformat(),
            n if n < PAGED else None,
            json.dumps(story.also),
        )
        for n, story in enumerate(stories)
    ]
    copies = [(channel, c, at.isoformat(), None, "[]") for story in stories for c in story.copies]

    def work(c: sqlite3.Connection) -> None:
        c.executemany("INSERT OR IGNORE INTO digested VALUES (?, ?, ?, ?, ?)", [*rows, *copies])
        if day is not None:
            c.execute(
                "UPDATE digests SET sending = ?, sent = ? WHERE channel = ?",
                [day, at.isoformat(), channel],
            )

    await state.run(work)


async def settle(state: State, channel: int, day: str, *, reached: bool) -> None:
    """That day's digest was sent (``reached``), or there is none."""
    await state.run(
        lambda c: c.execute(
            "UPDATE digests SET settled = ?, sending = NULL, sent = NULL, due = NULL,"
            " refusals = CASE WHEN ? THEN 0 ELSE refusals END WHERE channel = ?",
            [day, reached, channel],
        )
    )


async def withdraw(
    state: State, channel: int, at: datetime, due: datetime | None = None
) -> None:  # fmt: skip
    """What was begun at that time was not told; it is tried again when ``due``."""

    def work(c: sqlite3.Connection) -> None:
        _untell(c, channel, at.isoformat())
        c.execute(
            "UPDATE digests SET sending = NULL, sent = NULL, due = ? WHERE channel = ?",
            [due and due.isoformat(), channel],
        )

    await state.run(work)


async def refused(state: State, digest: Digest, now: datetime) -> bool:
    """Notes that the channel can't be written to; whether its digest goes on."""
    wait = pause(digest.refusals + 1)
    if wait is None:
        await drop(state, digest.channel)
        return False
    await state.run(
        lambda c: c.execute(
            "UPDATE digests SET refusals = refusals + 1, due = ? WHERE channel = ?",
            [(now + wait).isoformat(), digest.channel],
        )
    )
    return True


async def recover(state: State, now: datetime) -> int:
    """After a start: settles what was being sent when the bot ended; how many were.

    What is recent is sent again under the same nonce; what is not counts as sent.
    """

    def work(c: sqlite3.Connection) -> int:
        rows = c.execute("SELECT * FROM digests WHERE sending IS NOT NULL").fetchall()
        for row in rows:
            if row["sent"] > (now - SURE).isoformat():
                _untell(c, row["channel"], row["sent"])
            else:
                c.execute(
                    "UPDATE digests SET settled = sending WHERE channel = ?", [row["channel"]]
                )
        c.execute("UPDATE digests SET sending = NULL, sent = NULL")
        return len(rows)

    return await state.run(work)


async def lines(
    state: State, channel: int, at: datetime
) -> list[tuple[str, tuple[str, ...]]]:  # fmt: skip
    """The stories of a digest in their order: the article's id, and who else carries it."""
    rows = await state.run(
        lambda c: c.execute(
            "SELECT article, also FROM digested WHERE channel = ? AND at = ?"
            " AND line IS NOT NULL ORDER BY line",
            [channel, at.isoformat()],
        ).fetchall()
    )
    return [(str(row["article"]), tuple(json.loads(row["also"]))) for row in rows]


async def forget_digests(bot: DatelineBot, guild: int) -> None:
    """Deletes what is kept of a server's digests. Raises StateError."""

    def work(c: sqlite3.Connection) -> None:
        c.execute(
            "DELETE FROM digested WHERE channel IN (SELECT channel FROM digests WHERE guild = ?)",
            [guild],
        )
        c.execute("DELETE FROM digests WHERE guild = ?", [guild])

    await bot.state.run(work)


async def purge(state: State, now: datetime) -> None:
    """Forgets what was told long ago."""
    until = (now - KEPT).isoformat()
    await state.run(lambda c: c.execute("DELETE FROM digested WHERE at < ?", [until]))


def _untell(c: sqlite3.Connection, channel: int, at: str) -> None:
    c.execute("DELETE FROM digested WHERE channel = ? AND at = ?", [channel, at])


async def _digests(state: State, query: str, values: Sequence[Any]) -> list[Digest]:
    rows = await state.run(lambda c: c.execute(query, values).fetchall())
    return [
        Digest(
            row["channel"], row["guild"], tuple(json.loads(row["places"])), row["minute"],
            row["zone"], row["topic"], row["locale"], datetime.fromisoformat(row["made"]),
            row["settled"], row["refusals"],
        )
        for row in rows
    ]  # fmt: skip
