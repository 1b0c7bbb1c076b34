"""/refresh, and the processes that refresh: children that end with the bot."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import load
from bot.discord import children
from bot.discord.building import Builder
from bot.discord.watching import Watching
from tests.bot.discord.background import Desk, at
from tests.bot.discord.conftest import Make
from tests.loopback import MANAGE_GUILD, MEMBER, Loopback, running

NOW = datetime(2025, 7, 26, 12, tzinfo=UTC)
MANAGER = MEMBER | MANAGE_GUILD


def scripted(bot_or_builder: object, script: str) -> None:
    """Lets the child be a script of ours in the place of ``dateline refresh``."""
    builder = getattr(bot_or_builder, "builder", bot_or_builder)
    builder._line = [sys.executable, "-c", "import json, sys, time\n" + script]


SLOW = """
for n in range(3):
    print(json.dumps({"indexing": {"articles": n, "total": 3, "passages": n}}), flush=True)
    time.sleep(0.4)
print(json.dumps({"refreshed": {"new": 12, "changed": 2, "removed": 0, "failed": []}}))
"""


async def test_it_says_what_is_new_and_which_sources_failed_but_not_where_they_are(
    discord_world: Loopback, make: Make, tmp_path: Path
) -> None:
    desk, boss = Desk(tmp_path), discord_world.person("boss", permissions=MANAGER)
    desk.write(NOW, "The council votes on the harbour on 9 March.")
    more = (
        '\n[[source]]\nkind = "folder"\nname = "Desk"\npath = "desk"\n'
        '\n[[source]]\nkind = "folder"\nname = "@everyone"\npath = "/nowhere/at/all"\n'
    )
    async with running(discord_world, at(make(more), NOW)):
        done = await boss.slash("refresh")
        assert done.ephemeral
        await done.until(lambda h: "Refreshed" in h.text, timeout=50)
        assert done.text.splitlines()[0] == "Refreshed: +1 new, 0 changed."
        assert "could not be read: @\u200beveryone" in done.text
        assert "nowhere" not in done.text
        again = await boss.slash("refresh")
        assert "That was just now" in again.text
        asked = await boss.slash("ask", question="When does the council vote on the harbour?")
        assert "harbour on" in asked.text


async def test_a_second_one_is_shown_the_progress_of_the_first(
    discord_world: Loopback, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.discord.cogs.refresh.EDIT_SECONDS", 0.1)
    one = discord_world.person("one", permissions=MANAGER)
    other = discord_world.person("other", permissions=MANAGER)
    elsewhere = discord_world.world.guilds[0].add_channel("elsewhere")
    async with running(discord_world, at(make(), NOW)) as bot:
        module = sys.modules[type(bot.get_cog("Refresh")).__module__]
        monkeypatch.setattr(module, "EDIT_SECONDS", 0.1)
        scripted(bot, SLOW)
        first = await one.slash("refresh")
        task = bot.builder.start()
        second = await other.slash("refresh", where=elsewhere)
        assert "under way already" in second.text
        for handle in (first, second):
            await handle.until(lambda h: "+12 new, 2 changed" in h.text)
        assert bot.builder.start() is not task
        said = {v["content"] for v in first.message.versions}  # type: ignore[union-attr]
        assert {"Indexing articles: 1 of 3", "Indexing articles: 2 of 3"} & said
        await bot.builder.close()


async def test_only_who_manages_the_server_refreshes(discord_world: Loopback, make: Make) -> None:
    alice = discord_world.person("alice")
    boss = discord_world.person("boss", permissions=MANAGER)
    async with running(discord_world, at(make(), NOW)) as bot:
        refused = await alice.slash("refresh", forge=True)
        assert (refused.ephemeral, "may manage this server" in refused.text) == (True, True)
        assert "only in a server" in (await boss.slash("refresh", where=boss.dm, forge=True)).text
        brought = await boss.slash("refresh", user_installed=True, forge=True)
        assert "only in a server" in brought.text
        assert not bot.builder.running
        assert bot.builder.last is None


async def test_one_that_fails_says_so_and_the_log_knows_why(
    discord_world: Loopback, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    boss = discord_world.person("boss", permissions=MANAGER)
    async with running(discord_world, at(make(), NOW)) as bot:
        scripted(bot, "print('/secret/index is locked'); sys.exit(1)")
        failed = await boss.slash("refresh")
        await failed.until(lambda h: "It failed" in h.text)
        assert "secret" not in failed.text
        assert "/secret/index is locked" in caplog.text


async def test_the_end_of_the_bot_ends_the_refresh(config: Path, tmp_path: Path) -> None:
    builder = Builder(load(config))
    note = tmp_path / "pid"
    scripted(
        builder, f"import os; open({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    )
    builder.start()
    while not note.exists() or not note.read_text():
        await asyncio.sleep(0.01)
    await builder.close()
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)
    assert not builder.running


async def test_a_child_that_does_not_end_is_killed_and_none_knows_the_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "a-secret")
    script = (
        "import os, signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print(sorted(k for k in os.environ if 'TOKEN' in k), flush=True)\ntime.sleep(60)"
    )
    child = await children.spawn([sys.executable, "-c", script])
    assert child.stdout is not None
    assert (await child.stdout.readline()).strip() == b"[]"
    await children.end(child, seconds=0.2)
    assert child.returncode == -9


async def test_watching_is_begun_again_after_ever_longer_pauses(
    config: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pauses: list[float] = []
    enough = asyncio.Event()

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 4:
            enough.set()
            await asyncio.sleep(60)

    script = [sys.executable, "-c", "print('no such option'); raise SystemExit(2)"]
    watching = Watching(load(config), line=script, pause=pause)
    watching.start()
    await asyncio.wait_for(enough.wait(), 20)
    assert watching.running
    await watching.close()
    assert pauses == [2, 4, 8, 16]
    assert "code 2: no such option" in caplog.text
    assert not watching.running


async def test_the_bot_watches_where_it_is_told_to(discord_world: Loopback, make: Make) -> None:
    async with running(discord_world, make()) as bot:
        assert not bot.watching.running
        assert bot.watching._line[3:5] == ["refresh", "--watch"]
    bot = make("\n[discord]\nrefresh = true\n")
    bot.watching._line = [sys.executable, "-c", "import time; time.sleep(60)"]
    async with running(discord_world, bot):
        assert bot.watching.running
    assert not bot.watching.running


def test_what_the_child_says_is_taken_only_in_its_own_form() -> None:
    from bot.discord.building import _told

    line = json.dumps({"refreshed": {"new": 1}})
    assert _told(line) == ("refreshed", {"new": 1})
    for other in ("", "a word", "[1]", "3", '{"refreshed": 3}', '{"a": {}, "b": {}}', "{}"):
        assert _told(other) == ("", {})
