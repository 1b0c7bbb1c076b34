"""/privacy: what is kept is shown, exported and deleted for good, and goes by itself in time."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.discord import feedback, personal
from bot.discord.client import DatelineBot
from bot.discord.cogs import privacy
from bot.discord.state import APPLICATION_ID, HASHED, MIGRATIONS, State
from bot.ledger import beside
from tests.bot.discord.conftest import Make
from tests.loopback import Loopback, Person, running

ROUND = "When is the second round of talks?"
UNKNOWN = "Who won the world cup in curling?"
THEN = "2025-05-29"
KEEP = "\n[privacy]\nkeep_questions = true\nretention_days = 30\n"
NOW = datetime(2031, 5, 1, tzinfo=UTC)


async def rated(person: Person, remark: str) -> None:
    asked = await person.slash("ask", question=ROUND, as_of=THEN)
    form = await person.press(asked.message, "👎")
    await person.submit(form, remark=remark)


def everything(bot: DatelineBot) -> bytes:
    folder, found = bot.config.index_path.parent, b""
    for pattern in ("*.discord.sqlite3*", "*.questions.sqlite3*"):
        found += b"".join(path.read_bytes() for path in folder.glob(pattern))
    return found


async def test_what_is_kept_is_shown_as_it_is_configured(
    discord_world: Loopback, make: Make
) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make()):
        shown = await alice.slash("privacy show", where=alice.dm)
        assert shown.ephemeral
        assert "set up to keep none" in shown.text
        assert "About you at this moment: nothing" in shown.text
        assert "Nothing" not in (await alice.slash("privacy delete")).text
    async with running(discord_world, make(KEEP)) as bot:
        shown = await alice.slash("privacy show")
        assert "for 30 days" in shown.text
        assert not beside(bot.config.index_path).exists()  # looking makes no file


async def test_mine_is_exported_and_deleted_and_others_stays(
    discord_world: Loopback, make: Make
) -> None:
    alice, bob = discord_world.person("alice"), discord_world.person("bob")
    async with running(discord_world, make(KEEP)) as bot:
        await rated(alice, "no: 3 June, says the harbourmaster")
        await rated(bob, "it was moved")
        await alice.slash("ask", question=UNKNOWN, as_of=THEN)
        await asyncio.sleep(0.3)
        exported = await alice.slash("privacy export")
        assert exported.ephemeral
        assert "2 questions, 1 remark" in exported.text
        assert exported.message is not None
        found = json.loads(exported.message.files["dateline.json"])
        assert [q["question"] for q in found["questions"]] == [ROUND, UNKNOWN]
        assert [r["remark"] for r in found["remarks"]] == ["no: 3 June, says the harbourmaster"]
        sure = await alice.slash("privacy delete")
    async with running(discord_world, make()) as bot:  # the button outlives a restart
        before = sure.text
        forged = await bob.press(sure.message, "Delete it", forge=True)
        assert "not one of mine" in forged.text
        await alice.press(sure.message, "Delete it").until(lambda _: sure.text != before)
        assert "Deleted: 2 questions, 1 remark." in sure.text
        assert "nothing" in (await alice.slash("privacy export")).text
        assert "1 question, 1 remark" in (await bob.slash("privacy export")).text
        assert b"harbourmaster" not in everything(bot)
        assert b"curling" not in everything(bot)
        assert b"it was moved" in everything(bot)


async def test_no_id_of_a_person_is_kept(discord_world: Loopback, make: Make) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make(KEEP)) as bot:
        await rated(alice, "wrong")
        assert alice.user.id.encode() not in everything(bot)


async def test_remarks_go_with_the_retention(discord_world: Loopback, make: Make) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make(KEEP)) as bot:
        await rated(alice, "an old remark")
        day = datetime.now(UTC)
        await feedback.purge(bot, day + timedelta(days=29))
        assert len(await feedback.remarks_of(bot, int(alice.user.id))) == 1
        await feedback.purge(bot, day + timedelta(days=31))
        assert await feedback.remarks_of(bot, int(alice.user.id)) == []


async def test_a_server_is_forgotten_a_while_after_the_bot_has_left(
    discord_world: Loopback, make: Make
) -> None:
    guild = discord_world.world.guilds[0]
    number, channel = int(guild.id), f"channel:{guild.channels[0].id}"
    async with running(discord_world, make()) as bot:
        state = bot.state

        async def set_up() -> None:
            await state.set_setting(f"guild:{number}", "private", True)
            await state.set_setting(channel, "private", False)
            await state.set_setting(channel, "guild", number)

        async def marked() -> bool:
            return "left" in await state.settings(f"guild:{number}")

        await set_up()
        await discord_world.here(discord_world.gateway.leave(guild))
        await until(marked, True)
        await discord_world.here(discord_world.gateway.join(guild))
        await until(marked, False)
        await privacy.compare(bot, set(), NOW)
        assert await marked()
        await privacy.compare(bot, {number}, NOW)
        assert not await marked()
        await privacy.left(bot, number, NOW)
        await privacy.forget_left(bot, NOW + timedelta(days=privacy.GRACE_DAYS, seconds=-1))
        assert (await state.settings(f"guild:{number}"))["private"] is True
        await privacy.forget_left(bot, NOW + timedelta(days=privacy.GRACE_DAYS))
        assert await state.settings(f"guild:{number}", channel) == {}


async def until(found: Any, wanted: object) -> None:
    async with asyncio.timeout(5):
        while await found() != wanted:
            await asyncio.sleep(0.02)


async def test_every_kind_that_is_kept_can_be_exported_and_deleted(
    discord_world: Loopback, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = {7: ["a", "b"]}

    async def export(_: DatelineBot, user: int) -> list[dict[str, Any]]:
        return [{"question": q} for q in held.get(user, [])]

    async def delete(_: DatelineBot, user: int) -> int:
        return len(held.pop(user, []))

    monkeypatch.setattr(personal, "HOLDINGS", dict(personal.HOLDINGS))
    personal.keeps("notes", export=export, delete=delete)
    async with running(discord_world, make()) as bot:
        assert (await personal.exported(bot, 7))["notes"] == [
            {"question": "a"},
            {"question": "b"},
        ]
        assert await personal.deleted(bot, 7) == {
            "questions": 0, "remarks": 0, "follows": 0, "notes": 2,
        }  # fmt: skip
        assert (await personal.exported(bot, 7))["notes"] == []


async def test_ids_kept_by_an_earlier_version_become_hashes(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    with sqlite3.connect(path) as old:
        for statement in MIGRATIONS[0].split(";;"):
            old.execute(statement)
        old.execute("INSERT INTO remarks (at, user, remark) VALUES ('2031', '4711', 'wrong')")
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        old.execute("PRAGMA user_version = 1")
    state = State(path)
    await state.open()
    assert await state.erase("DELETE FROM remarks WHERE user = '4711'") == 0
    assert await state.erase(f"DELETE FROM remarks WHERE user = {HASHED}", ["4711"]) == 1
    await state.close()
