"""The bot as a process: it ends when told to, and no secret is ever in what it writes."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.discord import create_bot, logs
from bot.discord.client import DatelineBot
from bot.discord.life import LoginError, run
from bot.discord.logs import REDACTED, redacted
from tests.loopback import Loopback

ROOT = Path(__file__).parents[3]
ROUND = "When is the second round of talks?"
TOKEN = "MTE4NzY1NDMyMTA5ODc2NTQzMg.GhTk3x.abcdefghijklmnopqrstuvwxyz0123456789AB"


@asynccontextmanager
async def child(
    world: Loopback, config: Path
) -> AsyncIterator[tuple[asyncio.subprocess.Process, Path]]:
    """The bot in a process of its own, at DEBUG, and the file that it writes to."""
    own = {**os.environ, **world.connector.environment(), "DISCORD_TOKEN": world.token}
    log = config.with_name("log")
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bot.discord.child", str(config),
            env=own, stdout=out, stderr=out, cwd=ROOT,
        )  # fmt: skip
    try:
        await world.expect(lambda: b"ready in" in log.read_bytes(), timeout=40)
        yield process, log
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_a_signal_lets_an_answer_end_and_no_secret_is_ever_logged(
    discord_world: Loopback, config: Path
) -> None:
    alice = discord_world.person("alice")
    async with child(discord_world, config) as (process, log):
        asked = await alice.slash("ask", question=ROUND, as_of="2025-05-29")
        await alice.press(asked.message, "Why?")
        discord_world.faults.slow("PATCH", "@original", seconds=1.5)
        slow = alice.slash("ask", question="What did TASS say?", as_of="2025-05-29")
        await slow.until(lambda handle: handle.acknowledged)
        process.send_signal(signal.SIGTERM)
        await discord_world.expect(lambda: b"ending: 1" in log.read_bytes())
        refused = await alice.slash("ask", question=ROUND)
        assert "restarting" in refused.text
        await slow
        assert await asyncio.wait_for(process.wait(), 15) == 0
        written = log.read_text()
        assert "DEBUG" in written
        for secret in (discord_world.token, *(h.token for h in discord_world.handles.values())):
            assert secret not in written


async def test_a_token_that_is_not_known_ends_in_one_message(
    discord_world: Loopback, config: Path
) -> None:
    bot = create_bot(config, **discord_world.client_kwargs())
    assert isinstance(bot, DatelineBot)
    with pytest.raises(LoginError, match="does not know this token"):
        await run(bot, "some.other.token")


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bot {TOKEN}",
        f"{{'Authorization': 'Bot {TOKEN}'}}",
        f"POST https://discord.com/api/v10/webhooks/1187654321098765432/aW50ZXJhY3Rpb246{TOKEN}",
        f"https://discord.com/api/v10/interactions/118/{TOKEN}/callback returned 404",
        f"/webhooks/118/{TOKEN}?wait=true", f"token={TOKEN}", f'{{"token": "{TOKEN}"}}',
        f"just {TOKEN} there",
    ],
)  # fmt: skip
def test_secrets_are_redacted_by_their_shape(text: str) -> None:
    assert TOKEN not in redacted(text)
    assert REDACTED in redacted(text)


def test_what_is_no_secret_stays() -> None:
    for text in ("When is the second round?", "/webhooks/ are used", "error 1a2b3c4d in /ask"):
        assert redacted(text) == text


def test_messages_arguments_and_tracebacks_are_redacted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    factory = logging.getLogRecordFactory()
    handler = logging.FileHandler(tmp_path / "log")
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    try:
        logs.redact()
        log = logging.getLogger("anything")
        log.error("it was %s", TOKEN)
        log.error("it was %s", {"Authorization": f"Bot {TOKEN}"})
        try:
            raise ValueError(f"/webhooks/118/{TOKEN}/messages")
        except ValueError:
            log.exception("failed")
        log.error("wrong %d", TOKEN)
    finally:
        logging.setLogRecordFactory(factory)
        handler.close()
    written = (tmp_path / "log").read_text()
    assert written.count(REDACTED) >= 3
    assert TOKEN not in written
    assert "ValueError" in written
