"""Questions over an index that is missing, replaced or rebuilt, and many of them at once."""

from __future__ import annotations

import asyncio
import shutil
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.config import demo_folder
from retrieval.encoder import OnnxEncoder
from retrieval.sources import SourceConfig
from retrieval.update import refresh
from tests.bot.discord.conftest import REFRESHED, Make
from tests.bot.discord.test_ask import ROUND, THEN
from tests.loopback import Loopback, running
from tests.loopback.running import leaked_tasks


async def test_a_flood_is_acknowledged_in_time_and_answered_once(
    discord_world: Loopback, make: Make
) -> None:
    world = discord_world.world
    places = [world.add_guild(f"Server {n}").add_channel("general") for n in range(6)]
    people = [discord_world.person(f"person{n}") for n in range(60)]
    async with running(discord_world, make()):
        handles = [
            person.slash(
                "ask", where=places[n % 6], question=f"What did outlet {n} say of the talks?"
            )
            for n, person in enumerate(people)
        ]  # fmt: skip
        for handle in handles:
            await handle.until(lambda h: h.answered or h.missed, timeout=40)
            assert handle.answered
            assert not handle.followups
            assert handle.acknowledged_ms is not None


async def test_without_an_index_it_says_that_one_is_being_built(
    discord_world: Loopback, make: Make, seeded: Path
) -> None:
    bot = make()
    bot.config.index_path.unlink()
    alice = discord_world.person("alice")
    async with running(discord_world, bot):
        asked = await alice.slash("ask", question=ROUND)
        assert "still being built" in asked.text
        shutil.copy(seeded, bot.config.index_path)
        asked = await alice.slash("ask", question=ROUND, as_of=THEN)
        assert "Scheduled" in asked.text


async def test_another_index_in_its_place_is_taken_up(discord_world: Loopback, make: Make) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make()) as bot:
        await alice.slash("ask", question=ROUND, as_of=THEN)
        path = bot.config.index_path
        fresh = path.with_name("fresh")
        fresh.write_bytes(path.read_bytes())
        fresh.replace(path)
        assert (
            "Scheduled"
            in (await alice.slash("ask", question=ROUND, since="2025-05-01", as_of=THEN)).text
        )


async def test_an_index_that_is_rebuilt_again_and_again_is_asked_on(
    discord_world: Loopback, make: Make, tmp_path: Path
) -> None:
    alice = discord_world.person("alice")
    some = tmp_path / "some"
    some.mkdir()
    for article in demo_folder().glob("2025-05-28-*.md"):
        shutil.copy(article, some)
    source = SourceConfig("folder", "Dateline demo", str(some))
    async with running(discord_world, make("\n[discord]\nworkers = 1\n")) as bot:
        path = bot.config.index_path
        for hour in range(3):
            when = f"2025-05-29T0{hour}:00"
            assert "Scheduled" in (await alice.slash("ask", question=ROUND, as_of=when)).text
            later = REFRESHED + timedelta(hours=hour)
            await asyncio.to_thread(
                partial(refresh, [source], path, encoder=OnnxEncoder, now=later, full=True)
            )
        assert "Scheduled" in (await alice.slash("ask", question=ROUND, as_of=THEN)).text


async def test_a_refresh_that_fails_is_logged(
    discord_world: Loopback, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    bot = make()
    bot.config.index_path.unlink()
    broken = bot.config.origin
    assert broken is not None
    broken.write_text(broken.read_text().replace("[index]", "[nonsense]"))
    async with running(discord_world, bot):
        assert not await bot.builder.start()
        assert "nonsense" in caplog.text
        asked = await discord_world.person("alice").slash("ask", question=ROUND)
        assert "There is no index yet" in asked.text


async def test_nothing_is_left_running(discord_world: Loopback, make: Make) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make()):
        asked = await alice.slash("ask", question=ROUND, as_of=THEN)
        await alice.press(asked.message, "Why?")
    await asyncio.sleep(0.05)
    assert not leaked_tasks()
