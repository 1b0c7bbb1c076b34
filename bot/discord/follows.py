"""Questions that are followed: kept because somebody asked for it, until they end it."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.discord.changes import Told
from bot.discord.delivery import SURE, pause
from bot.discord.state import State

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

_log = logging.getLogger(__name__)

PER_USER, PER_CHANNEL, PER_SERVER = 10, 10, 50
"""Questions that a person, a channel and a server may follow at once."""

EVERY = timedelta(minutes=10)
"""A question is looked at no more often, however often the index changes."""

SEEN = 50
"""Articles that are remembered as told of, the last ones."""


class TooMany(Exception):
    """No further question can be followed; ``key`` names the words that say why."""

    def __init__(self, key: str, count: int = 0) -> None:
        super().__init__(key)
        self.key, self.count = key, count


@dataclass(frozen=True, slots=True)
class Follow:
    """A question that is followed, with what was told of it last."""

    id: int
    user: int
    guild: int | None
    channel: int | None
    """Where it is told; None is a direct message to ``user``."""
    places: tuple[str, ...]
    """Whose settings hold there (:func:`bot.discord.authorisation.places`)."""
    question: str
    locale: str
    made: str
    told: Told
    seen: tuple[str, ...] = ()
    refusals: int = 0


def followed(row: sqlite3.Row) -> Follow:
    """A follow from its row."""
    return Follow(
        row["id"], row["user"], row["guild"], row["channel"], tuple(json.loads(row["places"])),
        row["question"], row["locale"], row["made"], _told(row),
        tuple(json.loads(row["seen"])), row["refusals"],
    )  # fmt: skip


def _told(row: sqlite3.Row) -> Told:
    try:
        return Told.read(row["told"])
    except ValueError as error:
        # One that can't be read should not end all the others.
        _log.warning("follow %s: what was told can't be read, as if nothing was: %s",
                     row["id"], error)  # fmt: skip
        return Told("no_answer")


async def check_room(state: State, wanted: Follow) -> None:
    """Raises TooMany where ``wanted`` can't be added."""
    await state.run(lambda c: _check_room(c, wanted))


async def add(state: State, wanted: Follow, generation: str, now: datetime) -> Follow:
    """Keeps ``wanted``, whose answer of ``now`` has been told; returns it with its id.

    Raises TooMany.
    """

    def work(c: sqlite3.Connection) -> Follow:
        _check_room(c, wanted)
        seen = json.dumps([wanted.told.article] if wanted.told.article else [])
        cursor = c.execute(
            "INSERT INTO follows (user, guild, channel, places, question, locale, made, told,"
            " seen, generation, checked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                wanted.user, wanted.guild, wanted.channel, json.dumps(wanted.places),
                wanted.question, wanted.locale, wanted.made, wanted.told.written(), seen,
                generation, now.date().isoformat(),
            ],
        )  # fmt: skip
        row = c.execute("SELECT * FROM follows WHERE id = ?", [cursor.lastrowid]).fetchone()
        return followed(row)

    return await state.run(work)


def _check_room(c: sqlite3.Connection, wanted: Follow) -> None:
    mine = c.execute("SELECT * FROM follows WHERE user = ?", [wanted.user]).fetchall()
    here = []
    if wanted.channel is not None:
        here = c.execute("SELECT * FROM follows WHERE channel = ?", [wanted.channel]).fetchall()
    same = _said(wanted.question)
    for row in here if wanted.channel is not None else mine:
        if row["channel"] == wanted.channel and _said(row["question"]) == same:
            raise TooMany("follow.already")
    if len(mine) >= PER_USER:
        raise TooMany("follow.too_many", PER_USER)
    if len(here) >= PER_CHANNEL:
        raise TooMany("follow.too_many_here", PER_CHANNEL)
    if wanted.guild is not None:
        (count,) = c.execute(
            "SELECT count(*) FROM follows WHERE guild = ?", [wanted.guild]
        ).fetchone()
        if count >= PER_SERVER:
            raise TooMany("follow.too_many_server", PER_SERVER)


def _said(question: str) -> str:
    return " ".join(question.casefold().split()).rstrip(" ?!.")


async def one(state: State, number: int) -> Follow | None:
    """The follow of that number."""
    rows = await _rows(state, "SELECT * FROM follows WHERE id = ?", [number])
    return rows[0] if rows else None


async def visible(state: State, user: int, channel: int | None) -> list[Follow]:
    """A person's own, and those that a channel is told of."""
    return await _rows(
        state, "SELECT * FROM follows WHERE user = ? OR channel = ? ORDER BY id", [user, channel]
    )


async def due(state: State, generation: str, now: datetime) -> list[Follow]:
    """Those to be looked at: the index has changed since, or the day has."""
    return await _rows(
        state,
        "SELECT * FROM follows WHERE (generation <> ? OR checked < ?)"
        " AND (due IS NULL OR due <= ?) AND sending IS NULL ORDER BY checked, id",
        [generation, now.date().isoformat(), now.isoformat()],
    )


async def checked(
    state: State, follow: Follow, current: Told, generation: str, now: datetime, *, reached: bool
) -> None:
    """Notes the answer as it is now: it was told (``reached``), or there was nothing to tell."""
    seen = [a for a in follow.seen if a != current.article]
    seen = [*seen, current.article][-SEEN:] if current.article else seen
    await state.run(
        lambda c: c.execute(
            "UPDATE follows SET told = ?, seen = ?, generation = ?, checked = ?, sending = NULL,"
            " sent = NULL, due = ?, refusals = CASE WHEN ? THEN 0 ELSE refusals END"
            " WHERE id = ?",
            [
                current.written(), json.dumps(seen), generation, now.date().isoformat(),
                (now + EVERY).isoformat(), reached, follow.id,
            ],
        )
    )  # fmt: skip


async def sending(state: State, follow: Follow, current: Told, now: datetime) -> bool:
    """Notes that a message is about to go out; False where the follow is no more."""
    cursor = await state.run(
        lambda c: c.execute(
            "UPDATE follows SET sending = ?, sent = ? WHERE id = ?",
            [current.written(), now.isoformat(), follow.id],
        )
    )
    return bool(cursor.rowcount)


async def postpone(state: State, follow: Follow, until: datetime) -> None:
    """Lets it rest until then; what there is to tell is told afterwards."""
    await state.run(
        lambda c: c.execute(
            "UPDATE follows SET sending = NULL, sent = NULL, due = ? WHERE id = ?",
            [until.isoformat(), follow.id],
        )
    )


async def refused(state: State, follow: Follow, now: datetime) -> bool:
    """Notes that the message could not be written there; whether the follow goes on."""
    wait = pause(follow.refusals + 1)
    if wait is None:
        await remove(state, follow.id)
        return False
    await state.run(
        lambda c: c.execute(
            "UPDATE follows SET sending = NULL, sent = NULL, due = ?, refusals = refusals + 1"
            " WHERE id = ?",
            [(now + wait).isoformat(), follow.id],
        )
    )
    return True


async def recover(state: State, now: datetime) -> int:
    """After a start: settles what was being sent when the bot ended; how many were.

    What is recent is told again under the same nonce; what is not counts as told.
    """

    def work(c: sqlite3.Connection) -> int:
        rows = c.execute("SELECT * FROM follows WHERE sending IS NOT NULL").fetchall()
        sure = (now - SURE).isoformat()
        c.execute(
            "UPDATE follows SET sending = NULL, sent = NULL, checked = '' WHERE sent > ?", [sure]
        )
        c.execute(
            "UPDATE follows SET told = sending, sending = NULL, sent = NULL"
            " WHERE sending IS NOT NULL"
        )
        return len(rows)

    return await state.run(work)


async def remove(state: State, number: int) -> bool:
    """Ends one; whether there was one."""
    cursor = await state.run(lambda c: c.execute("DELETE FROM follows WHERE id = ?", [number]))
    return bool(cursor.rowcount)


async def follows_of(bot: DatelineBot, user: int) -> list[dict[str, Any]]:
    """All that is kept for somebody's follows, to be given to them. Raises StateError."""
    rows = await bot.state.run(
        lambda c: c.execute("SELECT * FROM follows WHERE user = ? ORDER BY id", [user]).fetchall()
    )
    return [dict(row) for row in rows]


async def delete_follows(bot: DatelineBot, user: int) -> int:
    """Ends all of somebody's follows, also those in channels; how many there were.

    Raises StateError.
    """
    return await bot.state.erase("DELETE FROM follows WHERE user = ?", [user])


async def forget_follows(bot: DatelineBot, guild: int) -> None:
    """Deletes what the channels of a server follow. Raises StateError."""
    await bot.state.erase("DELETE FROM follows WHERE guild = ?", [guild])


async def _rows(state: State, query: str, values: Sequence[Any]) -> list[Follow]:
    rows = await state.run(lambda c: c.execute(query, values).fetchall())
    return [followed(row) for row in rows]
