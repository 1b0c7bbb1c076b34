"""/settings: what a server sets, kept over a restart and obeyed by everything that answers."""

from __future__ import annotations

from typing import Any

import pytest

from bot.discord.asking import outlets_digest
from bot.discord.render.settings import page_extra, read_extra
from tests.bot.discord.conftest import Make
from tests.loopback import MANAGE_GUILD, MEMBER, ClientRefused, Loopback, Message, Person, running

ROUND = "When is the second round of talks?"
THEN = "2025-05-29"


def manager(world: Loopback, name: str = "boss") -> Person:
    person = world.person(name)
    world.world.guilds[0].permissions[person.user.id] = MEMBER | MANAGE_GUILD
    return person


def menu(message: Message | None, verb: str) -> str:
    assert message is not None
    found = [c["custom_id"] for c in message.components if f"dl:{verb}." in c.get("custom_id", "")]
    assert len(found) == 1, [c.get("custom_id") for c in message.components]
    return str(found[0])


async def choose(person: Person, panel: Any, verb: str, *values: str) -> None:
    before = panel.text
    chosen = person.select(panel.message, *values, custom_id=menu(panel.message, verb))
    await chosen.until(lambda _: panel.text != before)


async def ask(person: Person, **more: Any) -> Any:
    return await person.slash("ask", question=ROUND, as_of=THEN, **more)


async def test_only_managers_may_open_or_use_the_panel_while_they_are(
    discord_world: Loopback, make: Make
) -> None:
    boss, alice = manager(discord_world), discord_world.person("alice")
    async with running(discord_world, make()) as bot:
        with pytest.raises(ClientRefused):
            await alice.slash("settings")
        forged = await alice.slash("settings", forge=True)
        assert "Only those who may manage" in forged.text
        in_private = await boss.slash("settings", where=boss.dm, forge=True)
        assert (in_private.ephemeral, "Settings of" in in_private.text) == (True, False)
        panel = await boss.slash("settings")
        assert panel.ephemeral
        assert "every outlet" in panel.text
        for verb in ("s_outlets", "s_roles", "s_private", "s_language", "s_channels"):
            custom_id = menu(panel.message, verb)
            pressed = await alice.select(panel.message, "1", custom_id=custom_id, forge=True)
            assert "not one of mine" in pressed.text, verb  # for it was shown to the boss alone
        for button in ("s_form", "s_reset"):
            custom_id = menu(panel.message, button)
            pressed = await alice.press(panel.message, custom_id=custom_id, forge=True)
            assert "not one of mine" in pressed.text, button
        discord_world.world.guilds[0].permissions[boss.user.id] = MEMBER
        for verb in ("s_outlets", "s_roles", "s_private", "s_language", "s_channels"):
            custom_id = menu(panel.message, verb)
            pressed = await boss.select(panel.message, "1", custom_id=custom_id, forge=True)
            assert "Only those who may manage" in pressed.text, verb
        for button in ("s_form", "s_reset"):
            pressed = await boss.press(panel.message, custom_id=menu(panel.message, button))
            assert "Only those who may manage" in pressed.text, button
        assert await bot.state.settings(f"guild:{discord_world.world.guilds[0].id}") == {}


async def test_a_panel_from_before_a_restart_works_and_says_who_changed_what(
    discord_world: Loopback, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bot")
    boss, alice = manager(discord_world), discord_world.person("alice")
    async with running(discord_world, make()):
        panel = await boss.slash("settings")
    async with running(discord_world, make()) as bot:
        await choose(boss, panel, "s_private", "on")
        assert "private, unless asked" in panel.text
        assert f"private=True set by user {boss.user.id}" in caplog.text
        assert (await ask(alice)).ephemeral
        assert not (await ask(alice, private=False)).ephemeral
        assert not (await ask(alice, where=alice.dm)).ephemeral
        before = panel.text
        pressed = boss.press(panel.message, "Reset all of this")
        await pressed.until(lambda _: panel.text != before)
        assert not (await ask(alice)).ephemeral
        assert await bot.state.settings(f"guild:{discord_world.world.guilds[0].id}") == {}


async def test_outlets_hold_for_questions_buttons_forms_and_completion(
    discord_world: Loopback, make: Make
) -> None:
    world = discord_world.world
    boss, alice = manager(discord_world), discord_world.person("alice")
    quiet = world.guilds[0].add_channel("quiet")
    thread = world.guilds[0].add_thread(quiet, "talks")
    async with running(discord_world, make()):
        outside = await ask(alice, where=quiet, outlet="Ukrainska Pravda")
        form = await alice.press(outside.message, "Follow up")
        before = await ask(alice, where=quiet)
        panel = await boss.slash("settings", channel=quiet)
        await choose(boss, panel, "s_outlets", outlets_digest(("TASS",)))
        assert "**Answers from:** TASS" in panel.text
        for where in (quiet, thread):
            asked = await ask(alice, where=where)
            paged = await alice.press(asked.message, "More passages")
            sources = [line for line in paged.text.splitlines() if line.startswith("-# ")]
            assert sources
            assert all("TASS" in line for line in sources)
            refused = await ask(alice, where=where, outlet="Ukrainska Pravda")
            assert "does not answer from that outlet" in refused.text
            typed = await alice.autocomplete("ask", "outlet", where=where, outlet="", question="q")
            assert typed.choices == ["TASS"]
        old = await alice.press(before.message, "More passages")
        assert all("TASS" in x for x in old.text.splitlines() if x.startswith("-# "))
        assert "does not answer" in (await alice.press(outside.message, "Why?")).text
        assert "does not answer" in (await alice.submit(form, question="And where?")).text
        assert (
            "Scheduled" in (await ask(alice, outlet="Ukrainska Pravda")).text
        )  # elsewhere all is as it was
        assert "Scheduled" in (await ask(alice, where=alice.dm, outlet="Ukrainska Pravda")).text


async def test_roles_say_who_may_ask_and_one_that_is_deleted_opens_nothing(
    discord_world: Loopback, make: Make
) -> None:
    guild = discord_world.world.guilds[0]
    readers = guild.add_role("readers")
    boss, alice, bob = manager(discord_world), *map(discord_world.person, ("alice", "bob"))
    alice.user.roles.append(readers)
    async with running(discord_world, make()) as bot:
        form = await bob.press((await ask(bob)).message, "Follow up")
        panel = await boss.slash("settings")
        await choose(boss, panel, "s_roles", readers)
        assert f"<@&{readers}>" in panel.text
        assert "Scheduled" in (await ask(alice)).text
        assert "may not ask" in (await ask(bob)).text
        assert "may not ask" in (await bob.submit(form, question="And where?")).text
        typed = await bob.autocomplete("ask", "outlet", outlet="", question="q")
        assert typed.choices == []
        assert "Scheduled" in (await ask(boss)).text
        await bot.state.set_setting(f"guild:{guild.id}", "roles", [1])
        assert "may not ask" in (await ask(alice)).text
        panel = await boss.slash("settings")
        assert "Deleted: 1 role. Until you choose anew, it still counts" in panel.text
        forged = await boss.select(
            panel.message, "77", custom_id=menu(panel.message, "s_roles"), forge=True
        )
        assert "not one of mine" in forged.text


async def test_channels_limit_where_and_their_threads_count(
    discord_world: Loopback, make: Make
) -> None:
    guild = discord_world.world.guilds[0]
    desk = guild.add_channel("desk")
    thread = guild.add_thread(desk, "talks")
    boss, alice = manager(discord_world), discord_world.person("alice")
    async with running(discord_world, make()):
        panel = await boss.slash("settings")
        await choose(boss, panel, "s_channels", desk.id)
        assert "not answered in this channel" in (await ask(alice)).text
        assert "Scheduled" in (await ask(alice, where=desk)).text
        assert "Scheduled" in (await ask(alice, where=thread)).text


async def test_the_servers_language_is_that_of_public_answers_alone(
    discord_world: Loopback, make: Make
) -> None:
    boss, alice = manager(discord_world), discord_world.person("alice")
    alice.user.locale = "uk"
    async with running(discord_world, make()):
        assert "Заплановано" in (await ask(alice)).text
        panel = await boss.slash("settings")
        await choose(boss, panel, "s_language", "de")
        assert "Deutsch" in panel.text
        public = await ask(alice)
        assert "Geplant: <t:" in public.text
        assert "Заплановано: <t:" in (await ask(alice, private=True)).text
        assert "Найближчі уривки" in (await alice.press(public.message, "Weitere Fundstellen")).text
        assert "Заплановано" in (await ask(alice, where=alice.dm)).text


async def test_the_form_sets_limits_within_the_operators_and_the_digest(
    discord_world: Loopback, make: Make
) -> None:
    boss, alice = manager(discord_world), discord_world.person("alice")
    guild = discord_world.world.guilds[0]
    async with running(discord_world, make()) as bot:
        panel = await boss.slash("settings")

        async def fill(**values: str) -> Any:
            form = await boss.press(panel.message, "Limits and digest")
            return await boss.submit(form, **values)

        assert "from 1 to 10" in (await fill(user_per_minute="11")).text
        assert "from 0 to 23" in (await fill(digest_hour="24")).text
        for zone in ("Mars/Olympus", "../../etc/passwd", "*" * 60):
            assert "is not a time zone" in (await fill(digest_zone=zone)).text
        assert await bot.state.settings(f"guild:{guild.id}") == {}
        before = panel.text
        form = await boss.press(panel.message, "Limits and digest")
        sent = boss.submit(form, user_per_minute="1", digest_hour="7", digest_zone="Europe/Kyiv")
        await sent.until(lambda _: panel.text != before)
        assert "1 from each person, 60 from the server" in panel.text
        assert "at 7:00 (Europe/Kyiv)" in panel.text
        found = await bot.state.settings(f"guild:{guild.id}")
        assert (found["digest_hour"], found["digest_zone"]) == (7, "Europe/Kyiv")
        assert "Scheduled" in (await ask(alice)).text
        assert "go on <t:" in (await ask(alice)).text
        assert "Scheduled" in (await ask(alice, where=alice.dm)).text


async def test_outlets_that_are_gone_are_named_and_dropped_with_the_next_choice(
    discord_world: Loopback, make: Make
) -> None:
    guild = discord_world.world.guilds[0]
    boss, alice = manager(discord_world), discord_world.person("alice")
    async with running(discord_world, make()) as bot:
        await bot.state.set_setting(f"guild:{guild.id}", "outlets", ["Gone Gazette"])
        assert "Scheduled" not in (await ask(alice)).text  # nothing opens by itself
        panel = await boss.slash("settings")
        assert "No longer covered, goes with the next choice: Gone Gazette" in panel.text
        await choose(boss, panel, "s_outlets", outlets_digest(("TASS",)))
        assert "Gone Gazette" not in panel.text
        assert (await bot.state.settings(f"guild:{guild.id}"))["outlets"] == ["TASS"]


async def test_many_outlets_fill_pages_and_choices_of_other_pages_stay(
    discord_world: Loopback, make: Make
) -> None:
    boss = manager(discord_world)
    async with running(discord_world, make()) as bot:
        bot.engine.outlets = tuple(f"Outlet {n:02} {'x' * n * 3}" for n in range(60))
        names = bot.engine.outlets
        panel = await boss.slash("settings")
        await choose(boss, panel, "s_outlets", *(outlets_digest((n,)) for n in names[:2]))
        first = menu(panel.message, "s_outlets")
        await boss.press(panel.message, "Next").until(
            lambda _: menu(panel.message, "s_outlets") != first
        )
        await choose(boss, panel, "s_outlets", outlets_digest((names[30],)))
        await choose(boss, panel, "s_outlets")
        await choose(boss, panel, "s_outlets", outlets_digest((names[31],)))
        found = await bot.state.settings(f"guild:{discord_world.world.guilds[0].id}")
        assert found["outlets"] == [names[0], names[1], names[31]]


async def test_a_channel_of_another_server_is_refused(discord_world: Loopback, make: Make) -> None:
    other = discord_world.world.add_guild("Elsewhere")
    boss = manager(discord_world)
    async with running(discord_world, make()) as bot:
        panel = await boss.slash("settings", channel=discord_world.world.general)
        token = bot.ids.read(menu(panel.message, "s_private"))
        foreign = bot.ids.written(
            token.doing("s_private", page_extra(0, int(other.channels[0].id)))
        )
        for component in panel.message.components:
            if "dl:s_private" in component.get("custom_id", ""):
                component["custom_id"] = foreign
        refused = await boss.select(panel.message, "on", custom_id=foreign, forge=True)
        assert "not one of this server's" in refused.text
        assert await bot.state.settings(f"channel:{other.channels[0].id}") == {}


def test_a_page_and_a_channel_fit_into_an_id() -> None:
    for page, channel in ((0, None), (39, None), (1295, 2**63 - 1), (3, 1)):
        extra = page_extra(page, channel)
        assert len(extra) <= 16
        assert read_extra(extra) == (page, channel)
