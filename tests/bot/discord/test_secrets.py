"""No token is in anything that the bot's process writes at DEBUG, whatever goes wrong in it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from tests.bot.discord.processes import child, secrets_in
from tests.loopback import Loopback, Unanswered

ROUND = "When is the second round of talks?"
DEBUG = {"PYTHONDEVMODE": "1", "PYTHONASYNCIODEBUG": "1"}
"""Warnings shown, callbacks that are slow named with their arguments, crashes dumped."""


async def test_an_answer_with_all_of_its_buttons_in_debug_mode(
    discord_world: Loopback, config: Path
) -> None:
    alice = discord_world.person("alice")
    async with child(discord_world, config, **DEBUG) as (process, log):
        asked = await alice.slash("ask", question=ROUND, as_of="2025-05-29")
        await alice.press(asked.message, "Why?")
        form = await alice.press(asked.message, "Follow up")
        await alice.submit(form, question="And where?")
        discord_world.faults.refuse("PATCH", "@original", status=401, code=50027)
        discord_world.faults.refuse("POST", "callback", status=404, code=10062)
        for _ in range(2):
            with suppress(Unanswered):  # the second one's acknowledgement is refused
                await alice.slash("ask", question=ROUND).until(lambda h: h.answered, timeout=1)
        discord_world.faults.reset("PATCH", "@original", times=2)
        discord_world.faults.rate_limit("PATCH", "@original", retry_after=0.1)
        await alice.slash("ask", question=ROUND)
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 15) == 0
        assert b"WebSocket Event" in log.read_bytes()
        assert not secrets_in(discord_world, log)


async def test_a_token_that_is_refused(discord_world: Loopback, config: Path) -> None:
    other = ".".join(
        ("MTIzNDU2Nzg5MDEyMzQ1Njc4", "Gother", "a-token-that-nobody-knows-000000000000")
    )
    ended = {"DISCORD_TOKEN": other, **DEBUG}
    async with child(discord_world, config, ready=b"does not know", **ended) as (process, log):
        assert await asyncio.wait_for(process.wait(), 15)
        assert other.rpartition(".")[2] not in log.read_text()


async def test_a_gateway_that_refuses_the_token_later(
    discord_world: Loopback, config: Path
) -> None:
    async with child(discord_world, config, **DEBUG) as (process, log):
        discord_world.gateway.token = "a.new.one"  # it was reset
        await discord_world.here(discord_world.gateway.close(4004))
        assert await asyncio.wait_for(process.wait(), 15)
        assert "LoginError" in log.read_text()
        assert not secrets_in(discord_world, log)


@pytest.mark.parametrize(
    ("trouble", "sign"),
    [("reprs", "trouble over"), ("raise", "trouble over"), ("crash", "Aborted"), ("die", "broke")],
)
async def test_mistakes_that_take_it_along(
    discord_world: Loopback, config: Path, trouble: str, sign: str
) -> None:
    ready = sign.encode()
    async with child(discord_world, config, ready=ready, TROUBLE=trouble, **DEBUG) as (
        process,
        log,
    ):
        if process.returncode is None and trouble in ("reprs", "raise"):
            process.terminate()
        await asyncio.wait_for(process.wait(), 15)
        assert not secrets_in(discord_world, log)
        assert "[redacted]" in log.read_text() or trouble == "crash"
