"""``dateline`` in processes of its own: encoding in ours would keep the event loop from its three
seconds; a process gives all of its memory back and leaves no half of a thread behind.
"""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress

from bot.config import Config

LIMIT = 1 << 20
"""Bytes of a line that a child may write."""

END_SECONDS = 10.0
"""A child that was asked to end is killed after it; what it has written is whole either way."""


def command(config: Config, *arguments: str) -> list[str]:
    """``dateline`` with ``arguments`` under the configuration that is in force."""
    made = [sys.executable, "-c", "from bot.cli import run; run()", *arguments]
    return [*made, "--config", str(config.origin)] if config.origin is not None else made


async def spawn(line: list[str]) -> Process:
    """Starts a child with pipes from its output, both streams in one. Raises OSError."""
    # It has no business with the token.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DISCORD_TOKEN")}
    # A session of its own: Ctrl-C on the terminal is ours to pass on, once.
    return await asyncio.create_subprocess_exec(
        *line, env=environment, stdin=DEVNULL, stdout=PIPE, stderr=asyncio.subprocess.STDOUT,
        limit=LIMIT, start_new_session=True,
    )  # fmt: skip


async def end(child: Process, seconds: float = END_SECONDS) -> None:
    """Asks a child to end, and kills it where it does not."""
    for signal in (child.terminate, child.kill):
        if child.returncode is None:
            with suppress(ProcessLookupError):
                signal()
            with suppress(TimeoutError):
                await asyncio.wait_for(child.wait(), seconds)
