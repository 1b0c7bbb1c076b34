"""Thumbs and unanswered questions: kept in the ledger only where the configuration says so."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.clock import now
from bot.discord.asking import Asked
from bot.discord.safe import tidy
from bot.ledger import Ledger, LedgerError, beside
from retrieval.records import Answer

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

_log = logging.getLogger(__name__)


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
                "INSERT INTO remarks (at, row, user, remark) VALUES (?, ?, ?, ?)",
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

    def work() -> int:
        config = bot.config
        with Ledger(
            beside(config.index_path), retention_days=config.retention_days, now=now()
        ) as ledger:
            row = ledger.note(answer, now(), str(user), asked.follows, ", ".join(limits) or None)
            if rating is not None:
                ledger.rate(row, rating)
            return row

    try:
        return await asyncio.to_thread(work)
    except LedgerError as error:
        _log.error("%s", error)
        return None
