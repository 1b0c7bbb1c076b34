"""Who may do what where: every command, menu, button and form that the bot has.

Commands are read from its tree and buttons from their register, so what comes later is covered as
well, or fails here until :data:`OPTIONS` says how it is used or :data:`GUARDED` who may use it.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.discord.asking import Ids, Token
from bot.discord.client import DatelineBot
from bot.discord.press import HANDLERS
from tests.bot.discord.conftest import Make
from tests.loopback import MANAGE_GUILD, MEMBER, Channel, Handle, Loopback, Message, Person, running
from tests.loopback.messages import walk

ROUND = "When is the second round of talks?"
ASK: dict[str, Any] = {"question": ROUND, "as_of": "2025-05-29"}
OPTIONS: dict[str, dict[str, Any]] = {"ask": ASK}
"""Values for a command's required options, where a word does not do."""

EXTRAS = {"page": "0"}
"""What the ids of some buttons hold beside the question."""

GUARDED: frozenset[str] = frozenset({"refresh", "settings", "follow", "unfollow", "digest"})
"""Commands, or groups of them, that may ask for more than that one may ask."""

REFUSALS = {
    "refused role": "may not ask", "refused channel": "not answered in this channel",
    "draining": "restarting", "unknown settings": "so I did not",
}  # fmt: skip


def used(person: Person, command: Any, where: Channel, target: Message) -> Handle:
    """The command used there, forged where a client would not offer it."""
    if isinstance(command, app_commands.ContextMenu):
        return person.context_menu(command.name, target, forge=True)
    name = command.qualified_name
    values = dict(OPTIONS.get(name, {}))
    for parameter in command.parameters:
        if parameter.required and parameter.name not in values:
            values[parameter.name] = "x"
    return person.slash(name, where=where, forge=True, **values)


def commands(bot: DatelineBot) -> list[Any]:
    """Every command that can be used, subcommands in place of their group, and every menu."""
    found: list[Any] = [
        command
        for command in bot.tree.walk_commands()
        if not isinstance(command, app_commands.Group)
    ]
    for kind in (discord.AppCommandType.user, discord.AppCommandType.message):
        found += bot.tree.get_commands(type=kind)
    return found


async def told(handle: Handle) -> str:
    """What the person is told, once anything is."""
    await handle.until(lambda h: h.answered or h.callback is not None)
    await handle
    return handle.text


async def refused_here(bot: DatelineBot, world: Loopback, how: str) -> None:
    """Sets the server up so that nothing may be done in it."""
    place = f"guild:{world.world.guilds[0].id}"
    if how == "refused role":
        await bot.state.set_setting(place, "roles", [1])
    elif how == "refused channel":
        await bot.state.set_setting(place, "channels", [1])
    elif how == "draining":
        bot.draining = True
    else:
        await bot.state.run(lambda c: c.execute("ALTER TABLE settings RENAME TO gone"))


@pytest.mark.parametrize("how", REFUSALS)
async def test_nothing_at_all_can_be_done_where_it_is_refused(
    discord_world: Loopback, make: Make, how: str
) -> None:
    world = discord_world
    alice = world.person("alice")
    thread = world.world.guilds[0].add_thread(world.world.general, "talks")
    async with running(world, make()) as bot:
        asked = await alice.slash("ask", **ASK)
        form = await alice.press(asked.message, "Follow up")
        assert asked.message is not None
        await refused_here(bot, world, how)
        for command in commands(bot):
            for where in (world.world.general, thread):
                handle = used(alice, command, where, asked.message)
                assert REFUSALS[how] in await told(handle), command.name
                assert handle.ephemeral
        for verb in HANDLERS:
            handle = pressed(bot, alice, asked.message, verb)
            assert REFUSALS[how] in await told(handle), verb
            assert handle.ephemeral
        handle = alice.submit(form, question="And where?")
        assert REFUSALS[how] in await told(handle)
        assert handle.ephemeral


def pressed(bot: DatelineBot, person: Person, message: Message, verb: str) -> Handle:
    """The button with that verb pressed beneath ``message``, put there where it has none."""
    found = next(c["custom_id"] for c in walk(message.payload["components"]) if c.get("custom_id"))
    token = dataclasses.replace(bot.ids.read(found), verb=verb, extra=EXTRAS.get(verb, ""))
    return with_id(person, message, bot.ids.written(token))


def with_id(person: Person, message: Message, custom_id: str) -> Handle:
    """A button with that id pressed beneath a copy of ``message``, in place of its first one."""
    copied = copy.copy(message)
    copied.payload = copy.deepcopy(message.payload)
    button = next(c for c in walk(copied.payload["components"]) if c.get("custom_id"))
    button["custom_id"] = custom_id
    return person.press(copied, custom_id=custom_id, forge=True)


@pytest.mark.parametrize("where", ["server", "thread", "dm", "brought", "brought to a dm"])
async def test_whatever_is_offered_in_a_place_answers_there(
    discord_world: Loopback, make: Make, where: str
) -> None:
    world = discord_world
    alice = world.person("alice")
    channel = {
        "server": lambda: world.world.general,
        "thread": lambda: world.world.guilds[0].add_thread(world.world.general, "talks"),
        "dm": lambda: alice.dm,
        "brought": lambda: world.world.add_guild("Elsewhere", installed=False).channels[0],
        "brought to a dm": lambda: alice.dm,
    }[where]()
    async with running(world, make()) as bot:
        asked = await alice.slash(
            "ask", where=channel, user_installed=where == "brought to a dm", **ASK
        )
        assert asked.message is not None
        for command in commands(bot):
            handle = used(alice, command, channel, asked.message)
            assert await told(handle) or handle.callback is not None, command.name
        for verb in HANDLERS:
            handle = pressed(bot, alice, asked.message, verb)
            await handle.until(lambda h: h.callback is not None)
            assert "refused" not in str(handle.refusals), verb
            assert "not one of mine" not in handle.text, verb
        form = await alice.press(asked.message, "Follow up")
        assert "↪" in (await alice.submit(form, question="And where?")).text


async def test_what_needs_manage_guild_is_refused_to_members_whatever_the_client_offers(
    discord_world: Loopback, make: Make
) -> None:
    world = discord_world
    alice = world.person("alice", permissions=MEMBER & ~MANAGE_GUILD)
    async with running(world, make()) as bot:
        asked = await alice.slash("ask", **ASK)
        assert asked.message is not None
        for command in commands(bot):
            name = getattr(command, "qualified_name", command.name).split(" ")[0]
            top = getattr(command, "root_parent", None) or command
            if not top.default_permissions:
                continue
            assert name in GUARDED, f"{name} is restricted: say in GUARDED that this is meant"
            handle = used(alice, command, world.world.general, asked.message)
            assert "may manage this server" in await told(handle), name
            assert handle.ephemeral


Forgery = Callable[[DatelineBot, Person, Message], Handle]


def _another_application(bot: DatelineBot, person: Person, message: Message) -> Handle:
    other = person.post(
        message.channel, person.user, "", message.payload["components"], application_id="42"
    )
    return pressed(bot, person, other, "why")


def _unknown_verb(bot: DatelineBot, person: Person, message: Message) -> Handle:
    return pressed(bot, person, message, "nothing")


def _changed(_: DatelineBot, person: Person, message: Message) -> Handle:
    found = next(c["custom_id"] for c in walk(message.payload["components"]) if c.get("custom_id"))
    return with_id(person, message, found[:-1] + ("1" if found[-1] == "0" else "0"))


def _own_secret(bot: DatelineBot, person: Person, message: Message) -> Handle:
    found = next(c["custom_id"] for c in walk(message.payload["components"]) if c.get("custom_id"))
    token: Token = bot.ids.read(found)
    return with_id(person, message, Ids(b"mine").written(token))


FORGERIES: dict[str, Forgery] = {
    "another application's message": _another_application, "an unknown verb": _unknown_verb,
    "an id that was changed": _changed, "an id signed by another": _own_secret,
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_forged_presses_do_nothing(discord_world: Loopback, make: Make, forgery: str) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make()) as bot:
        asked = await alice.slash("ask", **ASK)
        assert asked.message is not None
        before = asked.text
        handle = FORGERIES[forgery](bot, alice, asked.message)
        assert "not one of mine" in await told(handle)
        assert handle.ephemeral
        assert asked.text == before


async def test_a_form_that_was_never_opened_does_nothing(
    discord_world: Loopback, make: Make
) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make()):
        assert "press the button again" in await told(alice.submit_forged("a" * 32))


async def test_another_person_s_private_answer_is_shared_by_nobody_else(
    discord_world: Loopback, make: Make
) -> None:
    alice, mallory = discord_world.person("alice"), discord_world.person("mallory")
    async with running(discord_world, make()) as bot:
        asked = await alice.slash("ask", private=True, **ASK)
        assert asked.message is not None
        assert asked.ephemeral
        for verb in HANDLERS:
            handle = pressed(bot, mallory, asked.message, verb)
            assert "not one of mine" in await told(handle), verb
            assert handle.ephemeral
