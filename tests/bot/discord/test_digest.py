"""/digest: what is new, once a day, no story twice; through a Discord on loopback."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.discord import digests, reporting
from bot.discord.daily import following, latest, minutes, moment, zones
from tests.bot.discord.background import Crash, Desk, at, report, sent
from tests.bot.discord.conftest import Make
from tests.loopback import MANAGE_GUILD, MEMBER, Loopback, running

MANAGE_CHANNELS = 1 << 4
MANAGER = MEMBER | MANAGE_GUILD | MANAGE_CHANNELS
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MARCH = datetime(2031, 3, 1, 12, tzinfo=UTC)
SEVEN = datetime(2031, 3, 2, 6, tzinfo=UTC)
"""Seven o'clock of the next morning in Berlin."""

TEXTS = (
    "The council votes on the harbour next week, the mayor of the island said.",
    "A ferry ran aground off the northern cape; nobody was hurt, the coastguard reports.",
    "The lighthouse is to be lit again in summer, after nine years of repairs.",
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def boss(discord_world: Loopback) -> Any:
    return discord_world.person("boss", permissions=MANAGER)


async def _on(boss: Any, **options: Any) -> None:
    begun = await boss.slash("digest on", hour="7", zone="Europe/Berlin", **options)
    assert begun.ephemeral
    assert "every day at 07:00 (Europe/Berlin), next <t:" in begun.text


async def test_each_morning_what_is_new_and_no_story_twice(
    discord_world: Loopback, make: Make, desk: Desk, boss: Any
) -> None:
    desk.publish(MARCH - 30 * DAY, "Old news of the island, from the month before.")
    desk.publish(MARCH + HOUR, TEXTS[0])
    desk.publish(MARCH + 2 * HOUR, TEXTS[1], "Island Times")
    async with running(discord_world, at(make(), MARCH)) as bot:
        await _on(boss)
        for now in (MARCH, SEVEN - timedelta(minutes=1), SEVEN, SEVEN + HOUR):
            await report(bot, now)
        (first,) = sent(discord_world)
        lines = [line for line in first.text.splitlines() if line.startswith("**Report")]
        assert lines == ["**Report 2**", "**Report 1**"]  # the newest first
        assert "Island Times, <t:1930140000:R>" in first.text
        assert first.bodies[0]["allowed_mentions"] == {"parse": []}
        # Another outlet runs the text of yesterday, and there is one that is new.
        desk.publish(SEVEN + HOUR, TEXTS[0], "Ferry Post")
        desk.publish(SEVEN + 2 * HOUR, TEXTS[2])
    async with running(discord_world, at(make(), SEVEN + HOUR)) as bot:
        for hours in range(1, 72):
            await report(bot, SEVEN + hours * HOUR)
        _, second = sent(discord_world)
        assert [x for x in second.text.splitlines() if x.startswith("**Report")] == ["**Report 4**"]


async def test_a_digest_that_was_missed_comes_late_or_not_at_all(
    discord_world: Loopback, make: Make, desk: Desk, boss: Any
) -> None:
    desk.publish(MARCH + HOUR, TEXTS[0])
    async with running(discord_world, at(make(), MARCH)):
        await _on(boss)
    async with running(discord_world, at(make(), SEVEN + 7 * HOUR)) as bot:
        await report(bot, SEVEN + 7 * HOUR)
        assert sent(discord_world) == []
    async with running(discord_world, at(make(), SEVEN + DAY + 5 * HOUR)) as bot:
        await report(bot, SEVEN + DAY + 5 * HOUR)
        assert "Report 0" in sent(discord_world)[0].text  # with what was left out


async def test_a_topic_and_the_outlets_of_the_server_limit_it(
    discord_world: Loopback, make: Make, desk: Desk, boss: Any
) -> None:
    for number, text in enumerate(TEXTS):
        desk.publish(MARCH + HOUR, text, f"Outlet {number}")
    async with running(discord_world, at(make(), MARCH)) as bot:
        guild = discord_world.world.guilds[0].id
        await bot.state.set_setting(f"guild:{guild}", "outlets", ["Outlet 0", "Outlet 1"])
        await _on(boss, topic="*ferry* lighthouse")
        await report(bot, SEVEN)
        (only,) = sent(discord_world)
        assert "New on \\*ferry\\* lighthouse" in only.text
        assert "Report 1" in only.text
        assert "Report 0" not in only.text
        assert "Report 2" not in only.text


async def test_what_has_no_room_is_a_button_away_also_after_a_restart(
    discord_world: Loopback, make: Make, desk: Desk, boss: Any
) -> None:
    alice = discord_world.person("alice")
    places = "Aldgate Bryning Corvik Dunmore Elsing Farrow Galby Hestor Imber Jarrow Kelso Lomas"
    for number, place in enumerate(places.split()):
        desk.write(MARCH + number * HOUR, f"{place} has a new {place} bridge. {place} is glad.")
    desk.publish(MARCH, TEXTS[0])
    async with running(discord_world, at(make(), MARCH)) as bot:
        await _on(boss)
        await report(bot, SEVEN)
        (first,) = sent(discord_world)
        assert first.text.count("**Report") == 10
        assert first.buttons[-1] == "… and 3 more"
    async with running(discord_world, at(make(), SEVEN)):
        paged = await alice.press(first, "… and 3 more")
        assert paged.ephemeral
        assert paged.text.count("**Report") == 3
        await (await alice.press(paged.message, "Previous")).until(
            lambda _: paged.text.count("**Report") == 10
        )
        assert first.text.count("**Report") == 10


async def test_now_shows_what_is_new_and_leaves_nothing_of_it_for_later(
    discord_world: Loopback, make: Make, desk: Desk, boss: Any
) -> None:
    desk.publish(MARCH - HOUR, TEXTS[0])
    async with running(discord_world, at(make(), MARCH)) as bot:
        await _on(boss)
        shown = await boss.slash("digest now")
        assert not shown.ephemeral
        assert "Report 0" in shown.text
        assert "Nothing is new" in (await boss.slash("digest now")).text
        await report(bot, SEVEN)
        assert sent(discord_world) == []


async def test_only_who_manages_the_channel_or_server_sets_it(
    discord_world: Loopback, make: Make, boss: Any
) -> None:
    alice = discord_world.person("alice")
    keeper = discord_world.person("keeper", permissions=MEMBER | MANAGE_CHANNELS)
    async with running(discord_world, at(make(), MARCH)) as bot:
        for name in ("digest on", "digest off", "digest now"):
            refused = await alice.slash(name, forge=True)
            assert "may manage this channel or server" in refused.text
            assert refused.ephemeral
            refused = await boss.slash(name, where=boss.dm, forge=True)
            assert "only in a server" in refused.text
            refused = await boss.slash(name, user_installed=True, forge=True)
            assert "only in a server" in refused.text
        assert "every day at 07:00 (UTC)" in (await keeper.slash("digest on")).text
        assert "No more digests" in (await keeper.slash("digest off")).text
        assert "There is no digest" in (await keeper.slash("digest off")).text
        assert await digests.ready(bot.state, MARCH) == []


async def test_it_comes_when_the_server_says_where_its_command_did_not(
    discord_world: Loopback, make: Make, desk: Desk, boss: Any
) -> None:
    desk.publish(MARCH + HOUR, TEXTS[0])
    place = f"guild:{discord_world.world.guilds[0].id}"
    async with running(discord_world, at(make(), MARCH)) as bot:
        await bot.state.set_setting(place, "digest_hour", 9)
        await bot.state.set_setting(place, "digest_zone", "Asia/Tokyo")
        assert "09:00 (Asia/Tokyo)" in (await boss.slash("digest on")).text
        await bot.state.set_setting(place, "digest_hour", 8)
        await report(bot, datetime(2031, 3, 1, 22, 59, tzinfo=UTC))
        assert sent(discord_world) == []
        await report(bot, datetime(2031, 3, 1, 23, 0, tzinfo=UTC))
        assert len(sent(discord_world)) == 1


async def test_one_digest_that_fails_holds_up_no_other(
    discord_world: Loopback, make: Make, desk: Desk, boss: Any, caplog: pytest.LogCaptureFixture
) -> None:
    desk.publish(MARCH + HOUR, TEXTS[0])
    other = discord_world.world.guilds[0].add_channel("other")
    async with running(discord_world, at(make(), MARCH)) as bot:
        await _on(boss)
        await _on(boss, where=other)
        await bot.state.run(
            lambda c: c.execute(
                "UPDATE digests SET zone = 'Gone/Zone' WHERE channel = ?",
                [int(discord_world.world.general.id)],
            )
        )
        await report(bot, SEVEN)
        assert len(sent(discord_world, other)) == 1
        assert "error" in caplog.text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"hour": "25"}, "no time of day"),
        ({"hour": "7:61"}, "no time of day"),
        ({"zone": "../../etc/passwd"}, "no time zone"),
        ({"zone": "Mars/@everyone"}, "no time zone"),
    ],
)
async def test_a_time_that_is_none_is_refused(
    discord_world: Loopback, make: Make, boss: Any, options: dict[str, str], words: str
) -> None:
    async with running(discord_world, at(make(), MARCH)):
        refused = await boss.slash("digest on", forge=True, **options)
        assert words in refused.text
        assert "@everyone" not in refused.text


async def test_zones_are_completed_from_memory(
    discord_world: Loopback, make: Make, boss: Any
) -> None:
    async with running(discord_world, at(make(), MARCH)):
        typed = await boss.autocomplete("digest on", "zone", zone="kyi")
        assert typed.choices == ["Europe/Kyiv"]


# What goes wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        lambda faults: faults.server_error("POST", "/messages", status=503),
        lambda faults: faults.server_error("POST", "/messages", status=503, after=True),
        lambda faults: faults.refuse("POST", "/messages"),
    ],
)
async def test_what_could_not_be_sent_comes_later_and_once(
    discord_world: Loopback, make: Make, desk: Desk, boss: Any, fault: Callable[[Any], None]
) -> None:
    desk.publish(MARCH + HOUR, TEXTS[0])
    async with running(discord_world, at(make(), MARCH)) as bot:
        await _on(boss)
        fault(discord_world.faults)
        for quarters in range(20):
            await report(bot, SEVEN + quarters * HOUR / 4)
        assert len(sent(discord_world)) == 1


async def test_a_channel_that_is_gone_ends_its_digest(
    discord_world: Loopback, make: Make, desk: Desk, boss: Any, caplog: pytest.LogCaptureFixture
) -> None:
    desk.publish(MARCH + HOUR, TEXTS[0])
    async with running(discord_world, at(make(), MARCH)) as bot:
        await _on(boss)
        discord_world.world.guilds[0].channels.clear()
        for hours in range(24 * 7):
            desk_time = SEVEN + hours * HOUR
            await report(bot, desk_time)
            if hours % 24 == 12:
                desk.publish(desk_time, f"Day {hours}: {TEXTS[hours // 24 % 3]} {hours}")
        assert len(discord_world.rest.seen("POST", "/messages")) == 5
        assert await digests.ready(bot.state, MARCH + 30 * DAY) == []
        assert "was ended" in caplog.text


@pytest.mark.parametrize("before", [True, False])
async def test_a_bot_that_ends_while_it_sends_does_not_send_twice(
    discord_world: Loopback, make: Make, desk: Desk, boss: Any, before: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    desk.publish(MARCH + HOUR, TEXTS[0])
    async with running(discord_world, at(make(), MARCH)) as bot:
        await _on(boss)
        with monkeypatch.context() as patched:
            where, name = (reporting, "deliver") if before else (digests, "settle")
            patched.setattr(where, name, _crash)
            with pytest.raises(Crash):
                await report(bot, SEVEN)
        assert len(sent(discord_world)) == (0 if before else 1)
    later = SEVEN + timedelta(minutes=1)
    async with running(discord_world, at(make(), later)) as bot:
        await report(bot, later)
        await report(bot, later + DAY)
        assert len(sent(discord_world)) == 1


async def _crash(*_: object, **__: object) -> None:
    raise Crash


# Once a day, whatever the clocks do -----------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Europe/Berlin", datetime(2031, 3, 27, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2031, 10, 23, tzinfo=UTC)),
        ("America/Havana", datetime(2025, 3, 6, tzinfo=UTC)),  # there midnight is skipped
        ("Australia/Lord_Howe", datetime(2025, 10, 2, tzinfo=UTC)),  # by half an hour
        ("Pacific/Apia", datetime(2011, 12, 27, tzinfo=UTC)),  # a whole day is skipped
        ("Asia/Kathmandu", datetime(2025, 10, 2, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("minute", [0, 30, 120, 150, 180, 1439])
def test_each_day_that_there_is_comes_once_and_in_its_order(
    zone: str, start: datetime, minute: int
) -> None:
    there = ZoneInfo(zone)
    fired: list[date] = []
    settled = latest(start, minute, there)[0]
    for step in range(7 * 24 * 12):
        now = start + step * timedelta(minutes=5)
        day, at_ = latest(now, minute, there)
        assert at_ <= now < following(now, minute, there)
        if day > settled:
            fired.append(day)
            settled = day
    days = [settled - n * DAY for n in range(len(fired))][::-1]
    skipped = date(2011, 12, 30) if zone == "Pacific/Apia" else None
    expected = [d for d in days if d != skipped]
    assert [d for d in fired if d != skipped][-len(expected) :] == expected
    assert len(set(fired)) == len(fired)


def test_a_time_that_does_not_exist_comes_after_the_gap_and_one_that_is_double_comes_first() -> (
    None
):
    berlin = ZoneInfo("Europe/Berlin")
    gap = moment(date(2031, 3, 30), 150, berlin)
    assert gap.astimezone(berlin).strftime("%H:%M") == "03:30"
    double = moment(date(2031, 10, 26), 150, berlin)
    assert double == datetime(2031, 10, 26, 0, 30, tzinfo=UTC)


def test_times_of_day_are_read_as_people_write_them() -> None:
    read = {"7": 420, "07:30": 450, "7.05": 425, "23:59": 1439, " 0 ": 0}
    assert {text: minutes(text) for text in read} == read
    for wrong in ("", "24", "7:60", "seven", "-1", "7:5:1", "٧²", "7:001"):
        assert minutes(wrong) is None
    assert "Europe/Kyiv" in zones()
