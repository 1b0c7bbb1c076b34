"""The bot as a process: it ends when told to, and no secret is ever in what it writes."""

from __future__ import annotations

import asyncio
import logging
import shutil
import signal
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.config import demo_folder
from bot.discord import create_bot, logs
from bot.discord.client import DatelineBot
from bot.discord.life import LoginError, run
from bot.discord.logs import REDACTED, redacted
from bot.discord.state import StateError
from tests.bot.discord.conftest import Make
from tests.bot.discord.processes import child, secrets_in
from tests.loopback import Connector, Handle, Loopback, running

ROUND = "When is the second round of talks?"
TOKEN = "MTE4NzY1NDMyMTA5ODc2NTQzMg.GhTk3x.abcdefghijklmnopqrstuvwxyz0123456789AB"


async def test_a_signal_lets_an_answer_end_and_no_secret_is_ever_logged(
    discord_world: Loopback, config: Path
) -> None:
    alice = discord_world.person("alice")
    async with child(discord_world, config) as (process, log):
        asked = await alice.slash("ask", question=ROUND, as_of="2025-05-29")
        await alice.press(asked.message, "Why?")
        discord_world.faults.slow("PATCH", "@original", seconds=1.5)
        slow = alice.slash("ask", question="What did TASS say?", as_of="2025-05-29")
        await slow.until(lambda handle: handle.acknowledged)
        process.send_signal(signal.SIGTERM)
        await discord_world.expect(lambda: b"ending: 1" in log.read_bytes())
        refused = await alice.slash("ask", question=ROUND)
        assert "restarting" in refused.text
        await slow
        assert await asyncio.wait_for(process.wait(), 15) == 0
        written = log.read_text()
        assert "DEBUG" in written
        assert not secrets_in(discord_world, log)


SLOW = "\n[discord]\nworkers = 1\ndrain_seconds = {}\nuser_per_minute = 1000\n"
SLEEPY = {"TROUBLE": "slow"}
"""Each question takes half a second."""


async def _asked(world: Loopback, count: int) -> list[Handle]:
    people = [world.person(f"person{n}") for n in range(count)]
    handles = [p.slash("ask", question=ROUND, since=f"2025-05-{n % 28 + 1:02}", as_of="2025-06-30")
               for n, p in enumerate(people)]  # fmt: skip
    for handle in handles:
        await handle.until(lambda h: h.acknowledged)
    return handles


async def test_what_waits_when_it_ends_is_told_and_what_is_under_way_is_answered(
    discord_world: Loopback, config: Path
) -> None:
    config.write_text(config.read_text() + SLOW.format(4))
    async with child(discord_world, config, **SLEEPY) as (process, log):
        await discord_world.expect(lambda: b"trouble over" in log.read_bytes())
        handles = await _asked(discord_world, 20)
        process.send_signal(signal.SIGTERM)
        began = discord_world.loop.time()
        assert await asyncio.wait_for(process.wait(), 20) == 0
        assert discord_world.loop.time() - began < 10
        told = [h for h in handles if "restarting" in h.text]
        answered = [h for h in handles if "\n" in h.text]
        assert len(told) + len(answered) == 20
        assert told
        assert answered


async def test_a_second_signal_ends_it_at_once(discord_world: Loopback, config: Path) -> None:
    config.write_text(config.read_text() + SLOW.format(60))
    async with child(discord_world, config, **SLEEPY) as (process, log):
        await discord_world.expect(lambda: b"trouble over" in log.read_bytes())
        handles = await _asked(discord_world, 20)
        process.send_signal(signal.SIGTERM)
        await discord_world.expect(lambda: b"ending: " in log.read_bytes())
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 8) == 0
        assert all(h.answered for h in handles)
        assert any("restarting" in h.text for h in handles)


async def test_without_a_network_it_ends_in_one_message(
    discord_world: Loopback, config: Path
) -> None:
    nowhere = Connector(1, discord_world.connector.pem)
    bot = create_bot(config, **nowhere.client_kwargs())
    assert isinstance(bot, DatelineBot)
    with pytest.raises(LoginError, match=r"could not be reached.*try again later"):
        await run(bot, discord_world.token)


async def test_an_index_that_is_missing_is_built_while_it_answers(
    discord_world: Loopback, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hiding = tmp_path / "hiding"
    hiding.mkdir()
    # The packaged encoder, which needs no torch: what the child builds with where that is missing.
    (hiding / "sitecustomize.py").write_text(
        "import importlib.util as u\nfind = u.find_spec\n"
        "u.find_spec = lambda n, *a: None if n == 'sentence_transformers' else find(n, *a)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(hiding), prepend=":")
    some = tmp_path / "some"
    some.mkdir()
    for article in demo_folder().glob("2025-05-28-*.md"):
        shutil.copy(article, some)
    bot = make()
    assert bot.config.origin is not None
    bot.config.origin.write_text(
        bot.config.origin.read_text().replace(str(demo_folder()), str(some))
    )
    bot.config.index_path.unlink()
    alice = discord_world.person("alice")
    async with running(discord_world, bot):
        assert "still being built" in (await alice.slash("ask", question=ROUND)).text
        await discord_world.expect(lambda: not bot.builder.running, timeout=50)
        assert "Scheduled" in (await alice.slash("ask", question=ROUND, as_of="2025-05-29")).text


def _damage(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))


def _another_schema(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    connection.close()


@pytest.mark.parametrize("spoilt", [_damage, _another_schema])
async def test_an_index_that_cannot_be_used_is_said_so_and_the_log_knows_what_to_do(
    discord_world: Loopback, make: Make, seeded: Path, caplog: pytest.LogCaptureFixture,
    spoilt: object,
) -> None:  # fmt: skip
    bot = make()
    path = bot.config.index_path
    assert callable(spoilt)
    spoilt(path)
    alice = discord_world.person("alice")
    async with running(discord_world, bot):
        asked = await alice.slash("ask", question=ROUND)
        number = asked.text.rpartition(" as ")[2].rstrip(".")
        assert f"error {number} in /ask" in caplog.text
        assert "dateline refresh" in caplog.text
        # It goes on as soon as another one takes its place.
        shutil.copy(seeded, path.with_name("fresh"))
        path.with_name("fresh").replace(path)
        assert "Scheduled" in (await alice.slash("ask", question=ROUND, as_of="2025-05-29")).text


async def test_a_full_disk_keeps_settings_from_being_kept_and_no_question_from_an_answer(
    discord_world: Loopback, make: Make
) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make()) as bot:
        await bot.state.run(lambda c: c.execute("PRAGMA max_page_count = 1").fetchall())
        with pytest.raises(StateError, match="full"):
            await bot.state.set_setting("guild:1", "outlets", ["x" * 100_000])
        assert "Scheduled" in (await alice.slash("ask", question=ROUND, as_of="2025-05-29")).text


async def test_a_clock_that_jumps_changes_what_now_is_and_nothing_else(
    discord_world: Loopback, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = discord_world.person("alice")
    clock = [datetime(2025, 5, 29, 12, tzinfo=UTC)]
    monkeypatch.setattr("bot.clock.now", lambda: clock[0])
    async with running(discord_world, make("\n[discord]\nuser_per_minute = 4\n")):
        first = await alice.slash("ask", question=ROUND)
        assert "Scheduled" in first.text
        clock[0] += timedelta(days=30)
        assert "Scheduled" not in (await alice.slash("ask", question=ROUND)).text
        clock[0] -= timedelta(days=60)
        assert "Scheduled" not in (await alice.slash("ask", question=ROUND)).text
        why = await alice.press(first.message, "Why?")
        assert "How this answer came about" in why.text
        assert "go on <t:" in (await alice.slash("ask", question=ROUND)).text


async def test_a_token_that_is_not_known_ends_in_one_message(
    discord_world: Loopback, config: Path
) -> None:
    bot = create_bot(config, **discord_world.client_kwargs())
    assert isinstance(bot, DatelineBot)
    with pytest.raises(LoginError, match="does not know this token"):
        await run(bot, "some.other.token")


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bot {TOKEN}",
        f"{{'Authorization': 'Bot {TOKEN}'}}",
        f"POST https://discord.com/api/v10/webhooks/1187654321098765432/aW50ZXJhY3Rpb246{TOKEN}",
        f"https://discord.com/api/v10/interactions/118/{TOKEN}/callback returned 404",
        f"/webhooks/118/{TOKEN}?wait=true", f"token={TOKEN}", f'{{"token": "{TOKEN}"}}',
        f"just {TOKEN} there",
    ],
)  # fmt: skip
def test_secrets_are_redacted_by_their_shape(text: str) -> None:
    assert TOKEN not in redacted(text)
    assert REDACTED in redacted(text)


def test_what_is_no_secret_stays() -> None:
    for text in ("When is the second round?", "/webhooks/ are used", "error 1a2b3c4d in /ask"):
        assert redacted(text) == text


def test_messages_arguments_and_tracebacks_are_redacted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    factory = logging.getLogRecordFactory()
    handler = logging.FileHandler(tmp_path / "log")
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    try:
        logs.redact()
        log = logging.getLogger("anything")
        log.error("it was %s", TOKEN)
        log.error("it was %s", {"Authorization": f"Bot {TOKEN}"})
        try:
            raise ValueError(f"/webhooks/118/{TOKEN}/messages")
        except ValueError:
            log.exception("failed")
        log.error("wrong %d", TOKEN)
    finally:
        logging.setLogRecordFactory(factory)
        handler.close()
    written = (tmp_path / "log").read_text()
    assert written.count(REDACTED) >= 3
    assert TOKEN not in written
    assert "ValueError" in written
