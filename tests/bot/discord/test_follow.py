"""/follow and /unfollow, and what followers are told, through a Discord on loopback."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.discord import follows
from bot.discord.client import DatelineBot
from bot.discord.cogs.follow import Following
from bot.discord.follows import PER_USER
from tests.bot.discord.conftest import Make
from tests.loopback import MANAGE_GUILD, MEMBER, Loopback, Message, Person, running

ROUND = "When is the second round of talks?"
UNSET = datetime(2025, 5, 27, 12, tzinfo=UTC)
SET = datetime(2025, 5, 30, 12, tzinfo=UTC)
HELD = datetime(2025, 6, 3, 12, tzinfo=UTC)


class At:
    """A clock that is set by hand."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


def at(bot: DatelineBot, moment: datetime) -> DatelineBot:
    bot.clock = At(moment)
    return bot


async def tick(bot: DatelineBot, moment: datetime) -> None:
    bot.clock = At(moment)
    cog = bot.get_cog("Following")
    assert isinstance(cog, Following)
    await cog.teller.tick()


def told(world: Loopback, person: Person) -> list[Message]:
    return [m for m in world.world.messages.values() if m.channel is person.dm]


def posted(world: Loopback) -> list[Message]:
    """What the bot wrote into the first channel by itself."""
    own = [m for m in world.world.messages.values() if m.channel is world.world.general]
    return [m for m in own if any("nonce" in body for body in m.bodies)]


async def test_debug(discord_world: Loopback, make: Make) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, at(make(), UNSET)) as bot:
        asked = await alice.slash("follow", question=ROUND)
        print(asked.text)
        for moment in (UNSET, UNSET + timedelta(days=1), SET, HELD, HELD + timedelta(days=40)):
            await tick(bot, moment)
            print("=====", moment, len(told(discord_world, alice)))
            print(told(discord_world, alice)[-1].text)
            print(told(discord_world, alice)[-1].buttons)
        listed = await alice.slash("unfollow")
        print(listed.text, listed.message.buttons)
