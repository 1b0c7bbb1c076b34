"""From login to the end: a signal refuses what is new, lets end what runs, and closes."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from retrieval.errors import DatelineError

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

_log = logging.getLogger(__name__)


SWITCH_SECONDS = 0.0005
"""How long a thread that computes keeps the interpreter from one that waits for it. With Python's
own 5 ms a question was acknowledged three to four times later while others were being answered
(bench/flood.py), and those were not answered sooner.
"""


TELLING_SECONDS = 2.0
"""How much of the time to end in is kept for telling those who can't be answered any more."""


class LoginError(DatelineError):
    """Discord does not let the bot in."""


async def run(bot: DatelineBot, token: str) -> None:
    """Runs ``bot`` until SIGTERM or SIGINT; a second one ends it at once.

    Raises LoginError, or whatever ended it.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    stop, hurry = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, lambda: (hurry if stop.is_set() else stop).set())
    async with bot:
        running = asyncio.create_task(bot.start(token), name="bot")
        stopping = asyncio.create_task(stop.wait(), name="stop")
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not running.done():
            await drain(bot, hurry)
            await bot.close()
            await asyncio.wait({running}, timeout=5)
            running.cancel()  # where the signal came amid the start
        with explained(), suppress(asyncio.CancelledError):
            await running


async def drain(bot: DatelineBot, hurry: asyncio.Event) -> None:
    """Refuses what is new and waits for what runs, for as long as the configuration says.

    Shortly before that is over, or where ``hurry`` is set, those whose turn has not come are told.
    """
    bot.draining = True
    seconds = bot.config.discord.drain_seconds
    telling = min(TELLING_SECONDS, seconds / 2)
    if running := set(bot.inflight):
        _log.info("ending: %d interaction(s) are being answered", len(running))
    hurried = asyncio.create_task(hurry.wait(), name="hurry")
    answered = asyncio.create_task(_all(running), name="drain")
    await asyncio.wait(
        {answered, hurried}, timeout=seconds - telling, return_when=asyncio.FIRST_COMPLETED
    )
    bot.engine.abandon()
    await asyncio.wait({answered}, timeout=telling)
    hurried.cancel()
    answered.cancel()


async def _all(tasks: set[asyncio.Task[Any]]) -> None:
    if tasks:
        await asyncio.wait(tasks)


@contextmanager
def explained() -> Iterator[None]:
    """Raises LoginError for what Discord says where it does not let the bot in."""
    try:
        yield
    except discord.LoginFailure as error:
        raise LoginError(
            "Discord does not know this token; make a new one in the Developer Portal under Bot, "
            "and set DISCORD_TOKEN to it"
        ) from error
    except discord.PrivilegedIntentsRequired as error:
        raise LoginError(
            "Discord refuses the intents; this bot needs none with privileges"
        ) from error
    except discord.ConnectionClosed as error:
        raise LoginError(
            f"Discord closed the connection for good (code {error.code}); was the token reset? If "
            "not, try again later"
        ) from error
    except (discord.HTTPException, aiohttp.ClientError) as error:
        raise LoginError(f"Discord could not be reached: {error}; try again later") from error
