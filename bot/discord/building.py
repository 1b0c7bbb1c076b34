"""The index brought in line with its sources by a process of its own, one at a time.

In a process, since encoding would keep the event loop from its three seconds; it gives all of its
memory back, and a bot that ends leaves no half of a thread behind.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys

from bot.config import Config

_log = logging.getLogger(__name__)


class Builder:
    """Runs ``dateline refresh``; whoever asks while one runs waits for that one."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._running: asyncio.Task[bool] | None = None

    @property
    def running(self) -> bool:
        """Whether a refresh of this bot is under way."""
        return self._running is not None and not self._running.done()

    def start(self) -> asyncio.Task[bool]:
        """The refresh that runs, begun where there is none; True where it went well."""
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run(), name="refresh")
        return self._running

    async def close(self) -> None:
        """Ends the refresh that runs; the next one goes on where it was."""
        if self._running is not None and not self._running.done():
            self._running.cancel()
            await asyncio.wait({self._running})

    async def _run(self) -> bool:
        command = [sys.executable, "-c", "from bot.cli import run; run()", "refresh"]
        if self._config.origin is not None:
            command += ["--config", str(self._config.origin)]
        # The child has no business with the token.
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DISCORD_TOKEN")}
        child = await asyncio.create_subprocess_exec(
            *command, env=environment, stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        try:
            said, _ = await child.communicate()
        except asyncio.CancelledError:
            child.terminate()
            await child.wait()
            raise
        text = said.decode("utf-8", "replace").strip()
        if child.returncode:
            _log.error("the refresh failed: %s", text)
            return False
        _log.info("refreshed: %s", text.splitlines()[-1] if text else "done")
        return True
