"""/ask and its buttons, through the real discord.py against a Discord on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from bot.discord.cogs.ask import matching
from bot.ledger import Ledger, beside
from tests.bot.discord.conftest import REFRESHED, Make
from tests.loopback import Loopback, running

ROUND = "When is the second round of talks?"
THEN = "2025-05-29"
UNKNOWN = "Who won the world cup in curling?"


async def test_an_answer_names_its_verdict_quotes_and_sources(
    discord_world: Loopback, make: Make
) -> None:
    async with running(discord_world, make()):
        asked = await discord_world.person("alice").slash("ask", question=ROUND, as_of=THEN)
        assert asked.callback is not None
        assert asked.callback["type"] == 5
        assert not asked.ephemeral
        assert "> When is the second round of talks?" in asked.text
        assert "Scheduled" in asked.text
        assert "<t:1748865600:D>" in asked.text  # noon of 2 June 2025 in UTC
        assert "**" in asked.text.partition("“")[2]  # the answering words
        assert asked.message is not None
        assert asked.message.bodies[-1]["allowed_mentions"] == {"parse": []}
        assert {"More passages", "Why?", "Follow up", "Read"} <= set(asked.message.buttons)
        assert "Share" not in asked.message.buttons


@pytest.mark.parametrize("where", ["thread", "dm", "brought"])
async def test_it_answers_wherever_it_is_asked(
    discord_world: Loopback, make: Make, where: str
) -> None:
    world = discord_world.world
    alice = discord_world.person("alice")
    places = {
        "thread": lambda: world.guilds[0].add_thread(world.general, "talks"),
        "dm": lambda: alice.dm,
        "brought": lambda: world.add_guild("Elsewhere", installed=False).add_channel("general"),
    }
    channel = places[where]()
    async with running(discord_world, make()):
        asked = await alice.slash("ask", where=channel, question=ROUND, as_of=THEN)
        assert "Scheduled" in asked.text
        paged = await alice.press(asked.message, "More passages")
        assert "Nearest passages, 1 to 4" in paged.text


async def test_every_button_works_after_a_restart(discord_world: Loopback, make: Make) -> None:
    alice, bob = discord_world.person("alice"), discord_world.person("bob")
    async with running(discord_world, make()):
        asked = await alice.slash("ask", question=ROUND, as_of=THEN)
        first = asked.text
        paged = await bob.press(asked.message, "More passages")
    async with running(discord_world, make()):
        again = await bob.press(asked.message, "Why?")
        assert again.ephemeral
        assert "How this answer came about" in again.text
        assert "The index has changed" not in again.text
        page = paged.text
        await (await bob.press(paged.message, "Next")).until(lambda _: paged.text != page)
        assert "5 to 8" in paged.text
        await (await bob.press(paged.message, "Previous")).until(lambda _: paged.text == page)
        form = await bob.press(asked.message, "Follow up")
        followed = await bob.submit(form, question="And where?")
        assert f"↪ {ROUND}" in followed.text
        assert "> And where?" in followed.text
        up = await bob.press(asked.message, "👍")
        assert (up.ephemeral, up.text[:9]) == (True, "Thank you")
        form = await bob.press(asked.message, "👎")
        down = await bob.submit(form, remark="the wrong round")
        assert "Nothing is stored" in down.text
        assert asked.text == first


async def test_an_outlet_is_remembered_by_its_buttons(discord_world: Loopback, make: Make) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make()):
        asked = await alice.slash("ask", question=ROUND, as_of=THEN, outlet="tass")
    async with running(discord_world, make()):
        paged = await alice.press(asked.message, "More passages")
        sources = [line for line in paged.text.splitlines() if line.startswith("-#")]
        assert sources
        assert all("TASS" in line for line in sources)


async def test_a_private_answer_is_shared_on_demand(discord_world: Loopback, make: Make) -> None:
    alice = discord_world.person("al*ice")
    async with running(discord_world, make()):
        asked = await alice.slash("ask", question=ROUND, as_of=THEN, private=True)
        assert asked.ephemeral
        shared = await alice.press(asked.message, "Share")
        assert not shared.ephemeral
        assert "Shared by Al\\*Ice" in shared.text
        assert shared.message is not None
        assert "Share" not in shared.message.buttons
        form = await alice.press(asked.message, "Follow up")
        assert (await alice.submit(form, question="And where?")).ephemeral


async def test_no_answer_says_why_and_shows_what_is_near(
    discord_world: Loopback, make: Make
) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make()):
        asked = await alice.slash("ask", question=UNKNOWN, as_of=THEN)
        assert "The coverage has nothing on this." in asked.text
        assert "\n“" not in asked.text
        near = await alice.press(asked.message, "Nearest passages")
        assert near.ephemeral
        assert "Nearest passages, 1 to 4" in near.text


async def test_ratings_and_gaps_are_kept_only_where_configured(
    discord_world: Loopback, make: Make
) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make("\n[privacy]\nkeep_questions = true\n")) as bot:
        asked = await alice.slash("ask", question=ROUND, as_of=THEN)
        form = await alice.press(asked.message, "👎")
        assert (await alice.submit(form, remark="no: 3 June")).text == "Thank you, noted."
        await alice.slash("ask", question=UNKNOWN, as_of=THEN)
        await asyncio.sleep(0.2)
        with Ledger(beside(bot.config.index_path), retention_days=90, now=REFRESHED) as ledger:
            assert {(gap.question, gap.wrong) for gap in ledger.gaps(5)} == {
                (ROUND, 1), (UNKNOWN, 0),
            }  # fmt: skip
        remarks = await bot.state.run(lambda c: c.execute("SELECT remark FROM remarks").fetchall())
        assert [r["remark"] for r in remarks] == ["no: 3 June"]


async def test_nothing_is_kept_by_default(discord_world: Loopback, make: Make) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make()) as bot:
        asked = await alice.slash("ask", question=ROUND, as_of=THEN)
        await alice.press(asked.message, "👍")
        await alice.slash("ask", question=UNKNOWN, as_of=THEN)
    assert not beside(bot.config.index_path).exists()
    files = bot.state.path.parent.glob(f"{bot.state.path.name}*")
    kept = b"".join(file.read_bytes() for file in files)
    assert b"second round" not in kept
    assert b"curling" not in kept


async def test_outlets_are_completed_from_memory(discord_world: Loopback, make: Make) -> None:
    async with running(discord_world, make()):
        alice = discord_world.person("alice")
        typed = await alice.autocomplete("ask", "outlet", question=ROUND, outlet="ta")
        assert typed.choices[0] == "TASS"


def test_outlets_that_read_the_same_are_offered_once_and_those_that_read_as_nothing_never() -> None:
    offered = matching(("@Post", "Post", "\u3164\u2800", "Morning Post"), "")
    assert sorted(c.name for c in offered) == ["Morning Post", "Post"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"question": "\u200b\u2060"}, "no words"),
        ({"question": ROUND, "as_of": "soon @everyone"}, "is not a date"),
        ({"question": ROUND, "outlet": "Nobody's Gazette"}, "no outlet is called"),
        ({"question": ROUND, "since": "2025-06-01", "until": "2025-05-01"}, "nothing lies between"),
    ],
)
async def test_what_cannot_be_asked_is_said_to_the_asker_alone(
    discord_world: Loopback, make: Make, options: dict[str, str], words: str
) -> None:
    async with running(discord_world, make()):
        asked = await discord_world.person("alice").slash("ask", **options)
        assert words in asked.text
        assert "@everyone" not in asked.text


async def test_a_question_too_many_is_told_when_there_is_room(
    discord_world: Loopback, make: Make
) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make("\n[discord]\nuser_per_minute = 2\n")):
        for _ in range(2):
            await alice.slash("ask", question=ROUND, as_of=THEN)
        refused = await alice.slash("ask", question=ROUND, as_of=THEN)
        assert refused.ephemeral
        assert "go on <t:" in refused.text
        assert "Scheduled" in (
            await discord_world.person("bob").slash("ask", question=ROUND, as_of=THEN)
        ).text  # fmt: skip


async def test_what_fails_is_said_with_an_id_that_the_log_knows(
    discord_world: Loopback, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(discord_world, make()) as bot:

        async def broken(*_: object) -> None:
            raise ZeroDivisionError("a mistake")

        bot.engine.ask = broken  # type: ignore[method-assign, assignment]
        asked = await discord_world.person("alice").slash("ask", question=ROUND)
        number = asked.text.rpartition(" as ")[2].rstrip(".")
        assert len(number) == 8
        assert f"error {number} in /ask" in caplog.text
        assert "ZeroDivisionError" in caplog.text
        assert ROUND not in caplog.text


async def test_a_server_may_limit_who_asks_and_where(discord_world: Loopback, make: Make) -> None:
    guild = discord_world.world.guilds[0]
    alice = discord_world.person("alice")
    async with running(discord_world, make()) as bot:
        asked = await alice.slash("ask", question=ROUND, as_of=THEN)
        await bot.state.set_setting(f"guild:{guild.id}", "channels", [1])
        assert "not answered in this channel" in (await alice.slash("ask", question=ROUND)).text
        pressed = await alice.press(asked.message, "Why?")
        assert (pressed.ephemeral, "not answered in this" in pressed.text) == (True, True)
        await bot.state.set_setting(f"guild:{guild.id}", "channels", None)
        await bot.state.set_setting(f"guild:{guild.id}", "roles", [1])
        assert "may not ask" in (await alice.slash("ask", question=ROUND)).text
        assert (
            "Scheduled"
            in (await alice.slash("ask", where=alice.dm, question=ROUND, as_of=THEN)).text
        )


async def test_what_cannot_be_checked_is_refused(discord_world: Loopback, make: Make) -> None:
    async with running(discord_world, make()) as bot:
        await bot.state.run(lambda c: c.execute("ALTER TABLE settings RENAME TO gone"))
        asked = await discord_world.person("alice").slash("ask", question=ROUND)
        assert "so I did not" in asked.text
        await bot.state.run(lambda c: c.execute("ALTER TABLE gone RENAME TO settings"))


async def test_forged_presses_are_refused(discord_world: Loopback, make: Make) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make()) as bot:
        asked = await alice.slash("ask", question=ROUND, as_of=THEN)
        assert asked.message is not None
        good = next(
            c["custom_id"]
            for c in _walk(asked.message.components)
            if "dl:why" in c.get("custom_id", "")
        )  # fmt: skip
        unknown = bot.ids.written(bot.ids.read(good).doing("nothing"))
        for forged in (good[:-1] + "x", good.replace("why", "share"), "dl:", unknown):
            _walk_replace(asked.message.components, good, forged)
            pressed = await alice.press(asked.message, custom_id=forged, forge=True)
            assert "not one of mine" in pressed.text
            _walk_replace(asked.message.components, forged, good)
        other = alice.post(discord_world.world.general, alice.user, "", asked.message.components)
        pressed = await alice.press(other, custom_id=good, forge=True)
        assert "not one of mine" in pressed.text


async def test_a_form_from_before_a_restart_says_so(discord_world: Loopback, make: Make) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make()):
        asked = await alice.slash("ask", question=ROUND, as_of=THEN)
        form = await alice.press(asked.message, "Follow up")
    async with running(discord_world, make()):
        late = await alice.submit(form, question="And where?")
        assert "press the button again" in late.text


def _walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from _walk(component.get("components") or [])


def _walk_replace(components: list[dict[str, Any]], was: str, by: str) -> None:
    for component in _walk(components):
        if component.get("custom_id") == was:
            component["custom_id"] = by
