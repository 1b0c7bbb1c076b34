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
from bot.discord.render.settings import page_extra
from tests.bot.discord.conftest import Make
from tests.bot.discord.test_refresh import scripted
from tests.loopback import (
    MANAGE_GUILD,
    MEMBER,
    Channel,
    ClientRefused,
    Handle,
    Loopback,
    Message,
    Person,
    running,
)
from tests.loopback.messages import walk

ROUND = "When is the second round of talks?"
ASK: dict[str, Any] = {"question": ROUND, "as_of": "2025-05-29"}
OPTIONS: dict[str, dict[str, Any]] = {
    "ask": ASK, "article": {"title": "talks"}, "timeline": {"topic": "talks"},
    "follow": {"question": ROUND}, "digest on": {"hour": "7", "zone": "Europe/Kyiv"},
}  # fmt: skip
"""Values for a command's options, where a word does not do."""

EXTRAS: dict[str, Callable[[DatelineBot, Person], str]] = {
    **dict.fromkeys(
        ("page", "latest", "dates", "sources", "digest", "follows"), lambda _, __: "0"
    ),
    "article": lambda bot, _: bot.engine.titles.matching("talks", ())[0].key + "0",
    "unfollow": lambda _, __: "1",
    "erase": lambda _, person: f"{int(person.user.id):x}"[-16:],
}  # fmt: skip
"""What the ids of some buttons hold beside the question."""

MENUS = {
    "s_outlets": [], "s_roles": [], "s_channels": [], "s_private": ["on"], "s_language": ["tr"],
}  # fmt: skip
"""What is chosen from the menus, where they are offered."""

MANAGE = "may manage this server"
GUARDED = {"refresh": MANAGE, "settings": MANAGE, "digest": "may manage this channel or server"}
"""Commands, or groups of them, that are for some alone, and what others are told."""

NOTHING_THERE = {"digest": "gone"}
"""Buttons of messages that are not there in these tests, and what they come to."""

MANAGE_CHANNELS = 1 << 4

MANY = "\n[discord]\nuser_per_minute = 900\nguild_per_minute = 900\noverall_per_minute = 9000\n"

REFUSALS = {
    "refused role": "may not ask", "refused channel": "not answered in this channel",
    "draining": "restarting", "unknown settings": "so I did not",
}  # fmt: skip


def used(
    person: Person, command: Any, where: Channel, target: Message,
    *, forge: bool = True, brought: bool = False,
) -> Handle:  # fmt: skip
    """The command used there; with ``forge`` also where a client would not offer it."""
    if isinstance(command, app_commands.ContextMenu):
        return person.context_menu(command.name, target, user_installed=brought, forge=forge)
    name = command.qualified_name
    values = dict(OPTIONS.get(name, {}))
    for parameter in command.parameters:
        if parameter.required and parameter.name not in values:
            values[parameter.name] = "x"
    return person.slash(name, where=where, user_installed=brought, forge=forge, **values)


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
    extra = EXTRAS[verb](bot, person) if verb in EXTRAS else ""
    if verb.startswith("s_"):
        extra = page_extra(0, None)
    token = dataclasses.replace(bot.ids.read(found), verb=verb, extra=extra)
    return with_id(person, message, bot.ids.written(token))


def with_id(person: Person, message: Message, custom_id: str) -> Handle:
    """A button with that id pressed beneath a copy of ``message``, in place of its first one."""
    copied = copy.copy(message)
    copied.payload = copy.deepcopy(message.payload)
    button = next(c for c in walk(copied.payload["components"]) if c.get("custom_id"))
    button["custom_id"] = custom_id
    return person.press(copied, custom_id=custom_id, forge=True)


def acted(bot: DatelineBot, person: Person, messages: list[Message], verb: str) -> Handle:
    """What has that verb used where a message has it, else pressed beneath the first message."""
    for message in messages:
        for component in walk(message.payload["components"]):
            custom_id = component.get("custom_id", "")
            if custom_id and bot.ids.read(custom_id).verb == verb and not component.get("disabled"):
                if verb in MENUS:
                    return person.select(message, *MENUS[verb], custom_id=custom_id)
                return person.press(message, custom_id=custom_id)
    return pressed(bot, person, messages[0], verb)


def refusals(bot: DatelineBot) -> dict[str, float]:
    """What was not done so far, by reason."""
    (metric,) = bot.figures.refusals.collect()
    return {s.labels["reason"]: s.value for s in metric.samples if s.name.endswith("_total")}


@pytest.mark.parametrize("where", ["server", "thread", "dm", "brought", "brought to a dm"])
async def test_whatever_is_offered_in_a_place_answers_there_and_nothing_else_does(
    discord_world: Loopback, make: Make, where: str
) -> None:
    world = discord_world
    boss = world.person("boss", permissions=MEMBER | MANAGE_GUILD | MANAGE_CHANNELS)
    channel = {
        "server": lambda: world.world.general,
        "thread": lambda: world.world.guilds[0].add_thread(world.world.general, "talks"),
        "dm": lambda: boss.dm,
        "brought": lambda: world.world.add_guild("Elsewhere", installed=False).channels[0],
        "brought to a dm": lambda: boss.dm,
    }[where]()
    brought = where.startswith("brought")
    async with running(world, make(MANY)) as bot:
        scripted(bot, "pass")
        asked = await boss.slash("ask", where=channel, user_installed=brought, **ASK)
        said = boss.say(ROUND, where=channel)
        assert asked.message is not None
        messages = [asked.message]
        offered = set()
        for command in commands(bot):
            before = refusals(bot)
            try:
                handle = used(boss, command, channel, said, forge=False, brought=brought)
            except ClientRefused:
                handle = used(boss, command, channel, said, brought=brought)
                assert "only in a server" in await told(handle), command.name
                continue
            assert await told(handle), command.name
            assert refusals(bot) == before, (command.name, handle.text)
            offered.add(command.name)
            messages += [handle.message] if handle.message else []
        assert {"ask", "latest", "timeline", "article", "sources", "follow", "show"} <= offered
        assert ({"refresh", "settings", "on"} <= offered) == (where in ("server", "thread"))
        for verb in sorted(HANDLERS, key=lambda verb: verb == "erase"):
            before = refusals(bot)
            handle = acted(bot, boss, messages, verb)
            await handle.until(lambda h: h.callback is not None)
            await handle
            if verb.startswith("s_") and where not in ("server", "thread"):
                assert "only in a server" in handle.text, verb
            elif verb not in NOTHING_THERE:
                assert refusals(bot) == before, (verb, handle.text)
        form = await boss.press(asked.message, "Follow up")
        assert "↪" in (await boss.submit(form, question="And where?")).text
        assert bot.figures.last_error is None


async def test_what_is_for_some_alone_is_refused_to_others_whatever_the_client_offers(
    discord_world: Loopback, make: Make
) -> None:
    world = discord_world
    alice = world.person("alice", permissions=MEMBER & ~MANAGE_GUILD)
    async with running(world, make(MANY)) as bot:
        asked = await alice.slash("ask", **ASK)
        assert asked.message is not None
        restricted = set()
        for command in commands(bot):
            name = getattr(command, "qualified_name", command.name).split(" ")[0]
            top = getattr(command, "root_parent", None) or command
            if not top.default_permissions:
                continue
            assert name in GUARDED, f"{name} is restricted: say in GUARDED that this is meant"
            restricted.add(name)
            handle = used(alice, command, world.world.general, asked.message)
            assert GUARDED[name] in await told(handle), name
            assert handle.ephemeral
        assert restricted == set(GUARDED)
        for verb in (v for v in HANDLERS if v.startswith("s_")):
            handle = pressed(bot, alice, asked.message, verb)
            assert MANAGE in await told(handle), verb
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
