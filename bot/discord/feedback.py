"""Thumbs and unanswered questions: kept in the ledger only where the configuration says so."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from bot.clock import now
from bot.discord.asking import Asked
from bot.discord.personal import keeps
from bot.discord.safe import tidy
from bot.discord.state import HASHED
from bot.ledger import Kept, Ledger, LedgerError, beside
from retrieval.records import Answer

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

_log = logging.getLogger(__name__)

T = TypeVar("T")


async def note(bot: DatelineBot, asked: Asked, answer: Answer, user: int) -> None:
    """Keeps a question that had no answer, where that is configured."""
    if _may_keep(bot, asked) and answer.verdict == "no_answer":
        await _kept(bot, asked, answer, user, None)


async def rate(
    bot: DatelineBot, asked: Asked, answer: Answer, user: int, rating: int, remark: str = ""
) -> bool:
    """Keeps a rating (1 or -1) and what was remarked with it; whether it was kept."""
    if not _may_keep(bot, asked):
        return False
    row = await _kept(bot, asked, answer, user, rating)
    remark = tidy(remark)
    if row is not None and remark:
        at = now().isoformat()
        await bot.state.run(
            lambda c: c.execute(
                f"INSERT INTO remarks (at, row, user, remark) VALUES (?, ?, {HASHED}, ?)",
                [at, row, str(user), remark],
            )
        )
    return row is not None


def _may_keep(bot: DatelineBot, asked: Asked) -> bool:
    return bot.config.keep_questions and not asked.overheard


async def _kept(
    bot: DatelineBot, asked: Asked, answer: Answer, user: int, rating: int | None
) -> int | None:
    limits = [f"outlet {name}" for name in asked.outlets]
    limits += [f"since {asked.since:%Y-%m-%d}"] if asked.since else []
    limits += [f"until {asked.until:%Y-%m-%d}"] if asked.until else []

    def work(ledger: Ledger) -> int:
        row = ledger.note(answer, now(), str(user), asked.follows, ", ".join(limits) or None)
        if rating is not None:
            ledger.rate(row, rating)
        return row

    try:
        return await asyncio.to_thread(_with_ledger, bot, work)
    except LedgerError as error:
        _log.error("%s", error)
        return None


def _with_ledger(bot: DatelineBot, work: Callable[[Ledger], T]) -> T:
    config = bot.config
    with Ledger(
        beside(config.index_path), retention_days=config.retention_days, now=now()
    ) as ledger:
        return work(ledger)


async def _if_kept(bot: DatelineBot, work: Callable[[Ledger], T], otherwise: T) -> T:
    """What ``work`` makes of the ledger; it is not made where there is none."""
    if not beside(bot.config.index_path).exists():
        return otherwise
    return await asyncio.to_thread(_with_ledger, bot, work)


# What people may see and delete -----------------------------------------------------------------


async def questions_of(bot: DatelineBot, user: int) -> list[dict[str, Any]]:
    """What is kept of a person's questions, also where none are kept any more."""
    nothing: list[Kept] = []
    found = await _if_kept(bot, lambda ledger: ledger.export(str(user)), nothing)
    return [
        {
            "asked_at": k.asked_at.isoformat(), "question": k.question, "follows": k.follows,
            "limits": k.limits, "as_of": k.as_of.isoformat(), "verdict": k.verdict,
            "quote": k.quote, "rating": k.rating,
        }
        for k in found
    ]  # fmt: skip


async def delete_questions(bot: DatelineBot, user: int) -> int:
    """Deletes a person's questions; how many there were."""
    return await _if_kept(bot, lambda ledger: ledger.forget(str(user)), 0)


async def remarks_of(bot: DatelineBot, user: int) -> list[dict[str, Any]]:
    """What a person remarked."""

    def work(c: sqlite3.Connection) -> list[dict[str, Any]]:
        found = c.execute(
            f"SELECT at, remark FROM remarks WHERE user = {HASHED} ORDER BY id", [str(user)]
        )
        return [dict(row) for row in found]

    return await bot.state.run(work)


async def delete_remarks(bot: DatelineBot, user: int) -> int:
    """Deletes what a person remarked; how many that were."""
    return await bot.state.erase(f"DELETE FROM remarks WHERE user = {HASHED}", [str(user)])


async def purge(bot: DatelineBot, moment: datetime) -> None:
    """Deletes what is older than the retention. Raises LedgerError, StateError."""
    oldest = (moment - timedelta(days=bot.config.retention_days)).isoformat()
    await bot.state.erase("DELETE FROM remarks WHERE at < ?", [oldest])
    await _if_kept(bot, lambda _: None, None)  # which purges as it is opened


keeps("questions", export=questions_of, delete=delete_questions)
keeps("remarks", export=remarks_of, delete=delete_remarks)
