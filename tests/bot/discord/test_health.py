"""/health and /metrics: what a watcher sees, and what nobody sees there."""

from __future__ import annotations

import asyncio
import re
import socket
from typing import Any

import aiohttp
import pytest

from bot.discord.client import DatelineBot
from tests.bot.discord.conftest import Make
from tests.loopback import Loopback, running

ROUND = "When is the second round of talks?"
THEN = "2025-05-29"


async def get(bot: DatelineBot, path: str) -> tuple[int, Any]:
    address = f"http://127.0.0.1:{bot.health.port}{path}"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        text = await answer.text()
        is_json = answer.content_type == "application/json"
        return answer.status, await answer.json() if is_json else text


async def test_health_says_how_it_is(discord_world: Loopback, make: Make) -> None:
    async with running(discord_world, make()) as bot:
        assert bot.health.port == 0  # off unless configured
        await bot.health.start(0)
        status, found = await get(bot, "/health")
        while found["queue"]:  # the loop of the follows takes its turn at the beginning
            status, found = await get(bot, "/health")
        assert (status, found["ok"]) == (200, True)
        assert found["gateway"]["connected"]
        assert found["index"]["open"]
        assert found["index"]["refreshed"] == "2025-07-26T06:00:00+00:00"
        assert found["index"]["age_seconds"] > 0
        assert (found["queue"], found["last_error"]) == (0, None)
        bot.draining = True
        assert (await get(bot, "/health"))[0] == 503
        bot.draining = False
        bot.config.index_path.unlink()
        status, found = await get(bot, "/health")
        assert (status, found["index"]["open"]) == (503, False)
        assert (await get(bot, "/"))[0] == 404


async def test_without_a_gateway_it_is_not_well(discord_world: Loopback, make: Make) -> None:
    async with running(discord_world, make()) as bot:
        await bot.health.start(0)
        bot.ws._keep_alive.latency = float("inf")  # type: ignore[union-attr]
        status, found = await get(bot, "/health")
        assert (status, found["gateway"]) == (503, {"connected": False, "latency_ms": None})


async def test_an_outage_of_the_gateway_shows_and_passes(
    discord_world: Loopback, make: Make
) -> None:
    async with running(discord_world, make()) as bot:
        await bot.health.start(0)
        await discord_world.here(discord_world.gateway.refuse())
        await discord_world.here(discord_world.gateway.drop())
        await until_status(bot, 503)
        await discord_world.here(discord_world.gateway.refuse(refusing=False))
        await until_status(bot, 200)
        _, text = await get(bot, "/metrics")
        assert re.search(r'dateline_gateway_connects_total{kind="\w+"} [12]', text)


async def until_status(bot: DatelineBot, wanted: int) -> None:
    async with asyncio.timeout(30):
        while (await get(bot, "/health"))[0] != wanted:
            await asyncio.sleep(0.1)


async def test_figures_count_and_tell_nobody_apart(discord_world: Loopback, make: Make) -> None:
    alice = discord_world.person("alice")
    guild = discord_world.world.guilds[0]
    async with running(discord_world, make("\n[discord]\nuser_per_minute = 3\n")) as bot:
        await bot.health.start(0)
        asked = await alice.slash("ask", question=ROUND, as_of=THEN)
        await alice.slash("ask", question=ROUND, as_of=THEN)
        await alice.press(asked.message, "Why?")
        await alice.slash("ask", question=ROUND, as_of=THEN)

        async def broken(*_: object) -> None:
            raise ZeroDivisionError

        bot.engine.ask = broken  # type: ignore[method-assign, assignment]
        await discord_world.person("bob").slash("ask", question=ROUND)
        status, text = await get(bot, "/metrics")
        assert status == 200
        found = dict(re.findall(r"^(dateline_\S+) ([\d.e+-]+)$", text, re.M))
        assert float(found['dateline_answers_total{verdict="scheduled"}']) == 2
        assert float(found['dateline_refusals_total{reason="limited"}']) == 1
        assert float(found["dateline_errors_total"]) == 1
        assert float(found["dateline_cache_hits_total"]) == 2
        assert float(found['dateline_gateway_connects_total{kind="new"}']) == 1
        assert float(found["dateline_acknowledge_seconds_count"]) == 5
        assert 0 < float(found["dateline_acknowledge_seconds_sum"]) < 15
        assert float(found["dateline_answer_seconds_count"]) == 2
        assert float(found["dateline_queue_length"]) == 0
        assert float(found["dateline_index_age_seconds"]) > 0
        number = (await get(bot, "/health"))[1]["last_error"]
        assert re.fullmatch(r"[0-9a-f]{8}", number)
        for secret in (alice.user.id, guild.id, "alice", "talks", discord_world.token):
            assert secret not in text


async def test_every_command_that_answers_is_counted(discord_world: Loopback, make: Make) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make()) as bot:
        await alice.slash("latest")
        await alice.slash("timeline", topic="talks")
        await alice.slash("sources")
        await alice.slash("article", title="talks")
        await alice.slash("follow", question=ROUND)
        async with asyncio.timeout(20):  # each is counted once it has arrived
            while bot.figures.registry.get_sample_value("dateline_answer_seconds_count") != 5:
                await asyncio.sleep(0.01)


async def test_a_port_that_is_taken_is_logged_and_the_bot_answers(
    discord_world: Loopback, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with running(discord_world, make(f"\n[discord]\nhealth_port = {port}\n")) as bot:
            assert "cannot be used" in caplog.text
            assert bot.health.port == 0
            asked = await discord_world.person("alice").slash("ask", question=ROUND, as_of=THEN)
            assert "Scheduled" in asked.text


async def test_it_listens_on_loopback_alone(discord_world: Loopback, make: Make) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with running(discord_world, make(f"\n[discord]\nhealth_port = {port}\n")) as bot:
        assert bot.health.port == port
        assert [a[0] for a in bot.health._runner.addresses] == ["127.0.0.1"]  # type: ignore[union-attr]
        assert (await get(bot, "/health"))[0] == 200
    with pytest.raises(aiohttp.ClientConnectorError):
        async with aiohttp.ClientSession() as session:
            await session.get(f"http://127.0.0.1:{port}/health")
