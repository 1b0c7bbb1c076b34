"""``dateline refresh --watch`` kept alive beside the bot, where the configuration asks for it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from bot.config import Config
from bot.discord.children import command, end, spawn

_log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0
"""Seconds before a child that died is started again: doubled each time, up to the longest."""

STEADY_SECONDS = 600.0
"""One that lived for so long begins with the first pause again."""


class Watching:
    """Keeps one child; what it says goes into the log."""

    def __init__(
        self, config: Config, *, line: list[str] | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:  # fmt: skip
        self._line = line or command(config, "refresh", "--watch")
        self._pause = pause
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins, unless it has begun."""
        if self._task is None:
            self._task = asyncio.create_task(self._keep(), name="watch")

    @property
    def running(self) -> bool:
        """Whether it was begun and not closed."""
        return self._task is not None and not self._task.done()

    async def close(self) -> None:
        """Ends the child."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    async def _keep(self) -> None:
        pause = FIRST_PAUSE
        while True:
            began = time.monotonic()
            try:
                said = await self._live()
            except Exception:  # nothing that goes wrong here may end the watching
                _log.exception("watching failed")
                said = "it could not be run"
            if time.monotonic() - began > STEADY_SECONDS:
                pause = FIRST_PAUSE
            _log.error("watching has ended (%s); again in %.0f s", said, pause)
            await self._pause(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _live(self) -> str:
        """One child from its start to its end; returns what it ended with."""
        child = await spawn(self._line)
        last = ""
        try:
            assert child.stdout is not None
            async for raw in child.stdout:
                if line := raw.decode("utf-8", "replace").strip():
                    last = line
                    _log.info("%s", line)
            return f"code {await child.wait()}: {last}"
        finally:
            await end(child)
