"""/follow and /unfollow, and what followers are told, through a Discord on loopback."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.discord import follows, telling
from bot.discord.follows import PER_CHANNEL, PER_USER, delete_follows, follows_of
from tests.bot.discord.background import Crash, Desk, at, look, sent
from tests.bot.discord.conftest import Make
from tests.loopback import MANAGE_GUILD, MEMBER, Loopback, running

ROUND = "When is the second round of talks?"
UNSET = datetime(2025, 5, 27, 12, tzinfo=UTC)
SET = datetime(2025, 5, 28, 12, tzinfo=UTC)
HELD = datetime(2025, 6, 3, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

VOTE = "When is the council's vote on the harbour?"
MARCH = datetime(2031, 3, 1, 9, tzinfo=UTC)
NINTH = "The council votes on the harbour on 9 March 2031 in Lower Hall, the mayor said."
TWELFTH = "The council's vote on the harbour was put off to 12 March 2031, the mayor said."

MANAGER = MEMBER | MANAGE_GUILD


async def test_a_person_is_told_directly_when_a_date_is_set_and_when_it_has_passed(
    discord_world: Loopback, make: Make
) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, at(make(), UNSET)) as bot:
        asked = await alice.slash("follow", question=ROUND)
        assert asked.ephemeral
        assert "I wrote you a direct message" in asked.text
        assert "Kept until it is ended with /unfollow: the question" in asked.text
        (first,) = sent(discord_world, alice.dm)
        assert "You follow this question" in first.text
        assert "No date set" in first.text
        for moment in (UNSET, UNSET + MINUTE, SET, SET + MINUTE, SET + DAY):
            await look(bot, moment)
    async with running(discord_world, at(make(), SET + DAY)) as bot:
        await look(bot, SET + 2 * DAY)
        _, dated = sent(discord_world, alice.dm)
        assert "**What changed:** a date is set: <t:1748865600:D>" in dated.text
        assert "Scheduled" in dated.text
        assert dated.bodies[0]["allowed_mentions"] == {"parse": []}
        await look(bot, HELD)
        await look(bot, HELD + DAY)
        _, _, passed = sent(discord_world, alice.dm)
        assert "the date has passed: <t:1748865600:D>" in passed.text
        paged = await alice.press(passed, "More passages")
        assert "Nearest passages, 1 to 4" in paged.text


async def test_a_channel_is_told_of_a_date_that_moved_once_the_index_has_settled(
    discord_world: Loopback, make: Make, tmp_path: Path
) -> None:
    desk, boss = Desk(tmp_path), discord_world.person("boss", permissions=MANAGER)
    desk.publish(MARCH, NINTH)
    async with running(discord_world, at(make(), MARCH)) as bot:
        begun = await _slash(boss, discord_world.world.general, question=VOTE, where="channel")
        assert not begun.ephemeral
        assert "Boss follows this question: this channel is told" in begun.text
        await look(bot, MARCH + MINUTE)
        desk.publish(MARCH + timedelta(hours=1), TWELFTH)
        now = MARCH + timedelta(hours=2)
        await look(bot, now)
        assert sent(discord_world) == []  # it may be in the midst of being written
        for minutes in (1, 2, 3):
            await look(bot, now + minutes * MINUTE)
        (moved,) = sent(discord_world)
        assert "**What changed:** <t:1930824000:D> → <t:1931083200:D>." in moved.text


async def test_another_outlet_that_says_the_same_is_no_change(
    discord_world: Loopback, make: Make, tmp_path: Path
) -> None:
    desk, alice = Desk(tmp_path), discord_world.person("alice")
    desk.publish(MARCH, NINTH)
    async with running(discord_world, at(make(), MARCH)) as bot:
        await alice.slash("follow", question=VOTE)
        await look(bot, MARCH)
        desk.publish(
            MARCH + MINUTE, "On 9 March 2031 the council votes on the harbour.", "Island Times"
        )
        for minutes in (2, 4, 2000):
            await look(bot, MARCH + minutes * MINUTE)
        assert len(sent(discord_world, alice.dm)) == 1


async def test_only_who_manages_a_channel_lets_it_be_told(
    discord_world: Loopback, make: Make
) -> None:
    world = discord_world.world
    alice = discord_world.person("alice")
    boss = discord_world.person("boss", permissions=MANAGER)
    mute = world.guilds[0].add_channel("mute", app_permissions=1 << 10)
    abroad = world.add_guild("Elsewhere", installed=False).add_channel("general")
    abroad.guild.permissions[boss.user.id] = MANAGER  # type: ignore[union-attr]
    async with running(discord_world, at(make(), UNSET)) as bot:
        refused = await _slash(alice, world.general, question=ROUND, where="channel")
        assert (refused.ephemeral, "may manage this channel" in refused.text) == (True, True)
        refused = await _slash(boss, world.general, question=ROUND, where="channel")
        assert "this channel is told" in refused.text
        for place, words in ((mute, "may not write"), (abroad, "has installed me")):
            refused = await _slash(boss, place, question=ROUND, where="channel")
            assert words in refused.text
        refused = await _slash(alice, alice.dm, question=ROUND, where="channel")
        assert "has installed me" in refused.text
        assert len(await follows_of(bot, int(boss.user.id))) == 1
        assert await follows_of(bot, int(alice.user.id)) == []


async def _slash(person: Any, place: Any, **options: Any) -> Any:
    # "where" is the name of an option as well as of the place that a person acts in.
    command, data = person._command("follow", 1, place, options)
    assert command
    return await person._send(2, place, data)


async def test_whoever_cannot_be_written_to_is_told_so_and_nothing_is_kept(
    discord_world: Loopback, make: Make
) -> None:
    alice = discord_world.person("alice")
    alice.user.accepts_dms = False
    async with running(discord_world, at(make(), UNSET)) as bot:
        asked = await alice.slash("follow", question=ROUND)
        assert "allow direct messages" in asked.text
        assert await follows_of(bot, int(alice.user.id)) == []


async def test_there_are_limits_and_no_question_is_followed_twice(
    discord_world: Loopback, make: Make
) -> None:
    alice = discord_world.person("alice")
    bosses = [discord_world.person(f"boss{n}", permissions=MANAGER) for n in range(2)]
    extra = "\n[discord]\nuser_per_minute = 100\n"
    async with running(discord_world, at(make(extra), UNSET)) as bot:
        await alice.slash("follow", question=ROUND)
        again = await alice.slash("follow", question=ROUND.upper() + "?")
        assert (again.ephemeral, "followed here already" in again.text) == (True, True)
        for number in range(PER_USER - 1):
            await alice.slash("follow", question=f"What does outlet {number} say?")
        refused = await alice.slash("follow", question="And what else?")
        assert f"You follow {PER_USER} questions" in refused.text
        for number in range(PER_CHANNEL):
            await _slash(
                bosses[number % 2], discord_world.world.general,
                question=f"What of {number}?", where="channel",
            )  # fmt: skip
        refused = await _slash(
            bosses[0], discord_world.world.general, question="More?", where="channel"
        )
        assert f"This channel follows {PER_CHANNEL}" in refused.text
        assert len(await follows_of(bot, int(alice.user.id))) == PER_USER


# What goes wrong ------------------------------------------------------------------------------


@pytest.fixture
def boss(discord_world: Loopback) -> Any:
    return discord_world.person("boss", permissions=MANAGER)


async def _followed(boss: Any, discord_world: Loopback) -> None:
    begun = await _slash(boss, discord_world.world.general, question=ROUND, where="channel")
    assert "this channel is told" in begun.text


@pytest.mark.parametrize(
    "fault",
    [
        lambda faults: faults.server_error("POST", "/messages", status=503),
        lambda faults: faults.server_error("POST", "/messages", status=503, after=True),
        lambda faults: faults.rate_limit("POST", "/messages", retry_after=0.1),
        lambda faults: faults.cloudflare_ban("POST", "/messages"),
        lambda faults: faults.reset("POST", "/messages"),
    ],
)
async def test_what_discord_could_not_take_comes_later_and_once(
    discord_world: Loopback, make: Make, boss: Any, fault: Callable[[Any], None]
) -> None:
    async with running(discord_world, at(make(), UNSET)) as bot:
        await _followed(boss, discord_world)
        fault(discord_world.faults)
        for minutes in (0, 1, 6, 7, 60):
            await look(bot, SET + minutes * MINUTE)
        assert len(sent(discord_world)) == 1


async def test_a_channel_that_cannot_be_written_to_is_tried_again_and_then_given_up(
    discord_world: Loopback, make: Make, boss: Any, caplog: pytest.LogCaptureFixture
) -> None:
    channel = discord_world.world.general
    rights = channel.app_permissions
    async with running(discord_world, at(make(), UNSET)) as bot:
        await _followed(boss, discord_world)
        channel.app_permissions = 0
        await look(bot, SET)
        await look(bot, SET + MINUTE)  # it rests
        assert len(discord_world.rest.seen("POST", "/messages")) == 1
        channel.app_permissions = rights
        await look(bot, SET + 6 * MINUTE)
        assert len(sent(discord_world)) == 1
        channel.app_permissions = 0
        for days in range(0, 14, 2):
            await look(bot, HELD + days * DAY)
        assert await follows_of(bot, int(boss.user.id)) == []
        assert "was ended" in caplog.text
        assert ROUND not in caplog.text


@pytest.mark.parametrize(("later", "count"), [(MINUTE, 1), (10 * MINUTE, 1)])
async def test_what_was_sent_as_the_bot_ended_is_not_sent_again(
    discord_world: Loopback, make: Make, boss: Any, monkeypatch: pytest.MonkeyPatch,
    later: timedelta, count: int,
) -> None:  # fmt: skip
    async with running(discord_world, at(make(), UNSET)) as bot:
        await _followed(boss, discord_world)
        with monkeypatch.context() as patched:
            patched.setattr(follows, "checked", _crash)
            with pytest.raises(Crash):
                await look(bot, SET)
        assert len(sent(discord_world)) == 1
    async with running(discord_world, at(make(), SET + later)) as bot:
        await look(bot, SET + later)
        await look(bot, SET + later + DAY)
        assert len(sent(discord_world)) == count


@pytest.mark.parametrize(("later", "count"), [(MINUTE, 1), (10 * MINUTE, 0)])
async def test_what_was_not_sent_as_the_bot_ended_is_sent_while_that_is_sure(
    discord_world: Loopback, make: Make, boss: Any, monkeypatch: pytest.MonkeyPatch,
    later: timedelta, count: int,
) -> None:  # fmt: skip
    async with running(discord_world, at(make(), UNSET)) as bot:
        await _followed(boss, discord_world)
        with monkeypatch.context() as patched:
            patched.setattr(telling, "deliver", _crash)
            with pytest.raises(Crash):
                await look(bot, SET)
    async with running(discord_world, at(make(), SET + later)) as bot:
        await look(bot, SET + later)
        assert len(sent(discord_world)) == count
        await look(bot, HELD)
        assert "the date has passed" in sent(discord_world)[-1].text


async def _crash(*_: object, **__: object) -> None:
    raise Crash


async def test_one_follow_that_fails_holds_up_no_other_and_ends_no_loop(
    discord_world: Loopback, make: Make, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    alice, bob = discord_world.person("alice"), discord_world.person("bob")
    async with running(discord_world, at(make(), UNSET)) as bot:
        await alice.slash("follow", question=ROUND)
        await bob.slash("follow", question=ROUND)
        (row,) = await follows_of(bot, int(alice.user.id))

        async def broken(follow: Any, *rest: Any, **more: Any) -> Any:
            if follow.id == row["id"]:
                raise ZeroDivisionError("a mistake")
            return await sending(follow, *rest, **more)

        cog: Any = bot.get_cog("Following")
        sending = cog.teller._tell
        monkeypatch.setattr(cog.teller, "_tell", broken)
        await look(bot, SET)
        assert len(sent(discord_world, bob.dm)) == 2
        assert f"in follow {row['id']}" in caplog.text
        monkeypatch.setattr(cog.teller, "tick", broken)
        await cog.looking()
        assert "in the loop of follows; it goes on" in caplog.text
        assert cog.looking.is_running()


# Ending ---------------------------------------------------------------------------------------


async def test_a_follow_is_listed_and_ended_also_after_a_restart(
    discord_world: Loopback, make: Make
) -> None:
    alice, bob = discord_world.person("alice"), discord_world.person("bob")
    async with running(discord_world, at(make(), UNSET)):
        assert "Nothing is followed" in (await alice.slash("unfollow")).text
        for question in (ROUND, "Who leads the *delegation*?", "What did TASS say?"):
            await alice.slash("follow", question=question)
        typed = await alice.autocomplete("unfollow", "question", question="second")
        assert typed.choices == [ROUND]
        assert (await bob.autocomplete("unfollow", "question", question="")).choices == []
        listed = await alice.slash("unfollow")
        assert listed.ephemeral
        assert "Followed questions: 3" in listed.text
        assert listed.message is not None
        assert listed.message.buttons == ["End", "End", "End"]
    async with running(discord_world, at(make(), UNSET)) as bot:
        ended = await alice.press(listed.message, "End")
        assert f"No longer followed: {ROUND}" in ended.text
        assert "not followed any more" in (await alice.press(listed.message, "End")).text
        left = await follows_of(bot, int(alice.user.id))
        assert [row["question"] for row in left] == [
            "Who leads the *delegation*?", "What did TASS say?",
        ]  # fmt: skip
        by_id = await alice.slash("unfollow", question=str(left[0]["id"]))
        assert "No longer followed" in by_id.text
        assert "not followed" in (await alice.slash("unfollow", question="what did")).text


async def test_what_a_channel_follows_is_ended_by_its_managers_and_nobody_else(
    discord_world: Loopback, make: Make, boss: Any
) -> None:
    alice = discord_world.person("alice")
    other = discord_world.person("other", permissions=MANAGER)
    async with running(discord_world, at(make(), UNSET)) as bot:
        begun = await _slash(boss, discord_world.world.general, question=ROUND, where="channel")
        refused = await alice.press(begun.message, "Unfollow")
        assert (refused.ephemeral, "Only who follows it" in refused.text) == (True, True)
        assert (await alice.slash("unfollow")).text.startswith("Nothing is followed")
        assert "No longer followed" in (await other.press(begun.message, "Unfollow")).text
        assert await follows_of(bot, int(boss.user.id)) == []


async def test_what_is_kept_of_somebody_is_given_and_deleted(
    discord_world: Loopback, make: Make
) -> None:
    alice, bob = discord_world.person("alice"), discord_world.person("bob")
    async with running(discord_world, at(make(), UNSET)) as bot:
        await alice.slash("follow", question=ROUND)
        await bob.slash("follow", question=ROUND)
        (row,) = await follows_of(bot, int(alice.user.id))
        assert (row["user"], row["question"]) == (int(alice.user.id), ROUND)
        assert await delete_follows(bot, int(alice.user.id)) == 1
        assert await follows_of(bot, int(alice.user.id)) == []
        assert len(await follows_of(bot, int(bob.user.id))) == 1
