"""Commands are registered with Discord when they change, and only then."""

from __future__ import annotations

import pytest

from bot.discord.client import DatelineBot
from bot.discord.sync import sync
from tests.bot.discord.conftest import Make
from tests.bot.discord.test_ask import ROUND, THEN
from tests.loopback import Loopback, running


async def test_commands_are_registered_only_when_they_change(
    discord_world: Loopback, make: Make
) -> None:
    def puts() -> int:
        return len(discord_world.rest.seen("PUT", "/commands"))

    async with running(discord_world, make()):
        assert puts() == 1
    async with running(discord_world, make()):
        assert puts() == 1
    bot: DatelineBot = make()

    @bot.tree.command(name="extra", description="One more")
    async def extra(_: object) -> None: ...

    async with running(discord_world, bot):
        assert puts() == 2


async def test_commands_are_registered_in_one_server_and_removed_on_demand(
    discord_world: Loopback, make: Make
) -> None:
    guild = discord_world.world.guilds[0]
    bot = make()
    bot.serving = False
    async with bot:
        await bot.login(discord_world.token)
        count = len(bot.tree.get_commands(type=None))
        assert count
        assert await sync(bot, int(guild.id)) == count
        assert await sync(bot, int(guild.id), clear=True) == 0
        assert await sync(bot) == count
        assert await sync(bot, clear=True) == 0


async def test_commands_that_discord_refuses_do_not_end_the_bot(
    discord_world: Loopback, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(discord_world, make()):
        pass
    bot = make()

    @bot.tree.command(name="extra", description="One more")
    async def extra(_: object) -> None: ...

    discord_world.faults.refuse("PUT", "/commands")
    async with running(discord_world, bot):
        assert "could not be registered" in caplog.text
        asked = await discord_world.person("alice").slash("ask", question=ROUND, as_of=THEN)
        assert "Scheduled" in asked.text
