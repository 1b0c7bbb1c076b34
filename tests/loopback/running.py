"""Running a bot against the stand-in within a test's own loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import discord

from tests.loopback.server import Loopback

B = TypeVar("B", bound=discord.Client)


@asynccontextmanager
async def running(loopback: Loopback, bot: B, **kwargs: Any) -> AsyncIterator[B]:
    """The bot, logged in and ready; closed at the end. Its failure to start is raised.

    Keyword arguments go to `Client.start`.
    """
    started = asyncio.create_task(bot.start(loopback.token, **kwargs))
    try:
        ready = asyncio.create_task(_ready(bot))
        await asyncio.wait({started, ready}, timeout=20, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if started.done():
            started.result()
        assert bot.is_ready(), "the bot did not get ready within 20 s"
        yield bot
    finally:
        await bot.close()
        await asyncio.gather(started, return_exceptions=True)


async def _ready(bot: discord.Client) -> None:
    while not bot.is_ready():
        await asyncio.sleep(0.01)


def leaked_tasks() -> list[asyncio.Task[Any]]:
    """Tasks of this loop that still run beside the caller's own."""
    return [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
