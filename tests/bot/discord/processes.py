"""The bot in a process of its own, at DEBUG."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.loopback import Loopback

ROOT = Path(__file__).parents[3]
Child = tuple[asyncio.subprocess.Process, Path]


@asynccontextmanager
async def child(
    world: Loopback, config: Path, *, ready: bytes = b"ready in", **environment: str
) -> AsyncIterator[Child]:
    """The bot's process, and the file that it writes to; once ``ready`` stands in it."""
    own = {**os.environ, **world.connector.environment(), "DISCORD_TOKEN": world.token}
    log = config.with_name("log")
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bot.discord.child", str(config),
            env=own | environment, stdout=out, stderr=out, cwd=ROOT,
        )  # fmt: skip
    try:
        await world.expect(lambda: ready in log.read_bytes(), timeout=40)
        yield process, log
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def secrets_in(world: Loopback, log: Path) -> list[str]:
    """What is secret and stands in ``log`` all the same; telling parts of a token count as well."""
    written = log.read_text(errors="replace")
    tokens = [h.token for h in world.handles.values()]
    wanted = [world.token, world.token.rpartition(".")[2][:16], *tokens]
    found = [secret for secret in wanted if secret in written]
    return found + re.findall(
        r"/(?:webhooks|interactions)/\d+/(?!\[redacted\])[\w=.-]{8,}", written
    )
