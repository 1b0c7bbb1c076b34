"""The bot's smaller parts, each by itself."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import main
from bot.config import load
from bot.discord.asking import Asked, Forged, Ids, Token, asked_by, token_of
from bot.discord.fair import FairQueue, Full
from bot.discord.limits import Limits
from bot.discord.links import link
from bot.discord.state import MIGRATIONS, State, StateError
from bot.discord.token import token
from bot.discord.words import t
from retrieval.errors import ConfigError

AT = datetime(2025, 5, 29, 23, 59, 59, tzinfo=UTC)
whole_seconds = st.datetimes(
    AT.replace(year=1, tzinfo=None), AT.replace(year=9998, tzinfo=None), timezones=st.just(UTC)
).map(lambda m: m.replace(microsecond=0))  # fmt: skip


# Ids ------------------------------------------------------------------------------------------


@given(
    whole_seconds, st.none() | whole_seconds, st.none() | whole_seconds, st.booleans(),
    st.booleans(),
)  # fmt: skip
def test_an_id_brings_back_what_was_written(
    as_of: datetime, since: datetime | None, until: datetime | None, live: bool, private: bool
) -> None:
    ids = Ids(b"secret")
    asked = Asked("q", as_of, live, since, until, ("TASS",), None, private)
    token = token_of(asked, "generation").doing("page", "12")
    written = ids.written(token)
    assert len(written) <= 100
    assert ids.read(written) == token
    assert asked_by(token, "q", None, ("TASS",)) == asked


@given(st.text(max_size=110))
def test_no_other_id_is_read(text: str) -> None:
    for forged in (text, f"dl:{text}"):
        with pytest.raises(Forged):
            Ids(b"secret").read(forged)


def test_an_id_of_another_bot_or_changed_is_none_of_ours() -> None:
    written = Ids(b"secret").written(Token("why", AT))
    with pytest.raises(Forged):
        Ids(b"other").read(written)
    with pytest.raises(Forged):
        Ids(b"secret").read(written.replace("why", "more"))


# The queue ------------------------------------------------------------------------------------


def test_lanes_take_turns() -> None:
    queue: FairQueue[str] = FairQueue(10)
    for item in ("a1", "a2", "a3", "b1", "c1"):
        queue.put(item[0], item)
    assert [queue.get() for _ in range(5)] == ["a1", "b1", "c1", "a2", "a3"]


def test_one_lane_cannot_fill_the_queue() -> None:
    queue: FairQueue[int] = FairQueue(4)
    queue.put("a", 1)
    queue.put("a", 2)
    with pytest.raises(Full):
        queue.put("a", 3)
    queue.put("b", 4)
    queue.put("c", 5)
    with pytest.raises(Full):
        queue.put("d", 6)


def test_a_closed_queue_hands_out_what_waits_and_ends() -> None:
    queue: FairQueue[int] = FairQueue(4)
    queue.put("a", 1)
    queue.close()
    assert (queue.get(), queue.get()) == (1, None)
    with pytest.raises(Full):
        queue.put("a", 2)


# Limits ---------------------------------------------------------------------------------------


def test_limits_refill_and_what_one_refuses_costs_the_others_nothing() -> None:
    at = [0.0]
    limits = Limits(user=2, guild=3, overall=100, clock=lambda: at[0])
    assert [limits.take(1, 9) for _ in range(3)] == [0, 0, 30]
    assert limits.take(2, 9) == 0  # the third of the server
    assert limits.take(3, 9) == 20
    assert limits.take(3, None) == 0
    at[0] = 30.0
    assert limits.take(1, 9) == 0
    assert limits.take(1, 9) > 0


def test_a_server_may_set_lower_limits_but_no_higher_ones() -> None:
    at = [0.0]
    limits = Limits(user=3, guild=3, overall=100, clock=lambda: at[0])
    assert [limits.take(1, 9, each=1, together=99) for _ in range(2)] == [0, 60]
    assert limits.take(1, 8) == 0  # elsewhere it is as it was
    assert limits.take(2, 9, together=2) == 0
    assert limits.take(3, 9, together=2) == 0
    assert limits.take(4, 9, together=2) > 0
    at[0] = 60.0
    assert limits.take(1, 9, each=1) == 0


# Links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://news.example/a?b=c#d", "https://news.example/a?b=c#d"),
        ("HTTP://News.example:8080/", "http://news.example:8080/"),
        ("https://новини.example/стаття", "https://xn--b1amarcd.example/%D1%81%D1%82%D0%B0%D1%82%D1%82%D1%8F"),
        ("javascript:alert(1)", None), ("discord://x.example", None), ("file:///etc/passwd", None),
        ("https://user:word@news.example/", None), ("https://news.example/a b", None),
        ("https://localhost/", None), ("https://127.0.0.1/", None), ("https://[::1]/", None),
        ("https://news.example\\@evil.example/", None), ("https://news.example:x/", None),
        ("//news.example/", None), ("", None), (None, None), ("https://.example/", None),
        ("https://news.example/" + "a" * 500, None), ("https://news.example/\ud800", None),
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str | None, shown: str | None) -> None:
    assert link(url) == shown


@given(st.text())
def test_no_address_breaks_the_check(text: str) -> None:
    made = link(f"https://{text}")
    assert made is None or (made.isascii() and len(made) <= 512)


# State ----------------------------------------------------------------------------------------


async def test_the_state_is_ones_own_and_keeps_what_it_is_given(tmp_path: Path) -> None:
    state = State(tmp_path / "state.sqlite3")
    await state.open()
    secret = await state.secret()
    await state.set_setting("guild:1", "private", True)
    await state.set_setting("guild:1", "outlets", ["TASS"])
    await state.set_setting("channel:2", "outlets", ["BBC"])
    await state.close()
    assert stat.S_IMODE(state.path.stat().st_mode) == 0o600
    again = State(state.path)
    await again.open()
    assert await again.secret() == secret
    assert await again.settings("guild:1", "channel:2") == {"private": True, "outlets": ["BBC"]}
    await again.close()


async def test_another_programs_file_is_left_alone(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "state.sqlite3"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (a)")
    with pytest.raises(StateError, match="another program"):
        await State(path).open()
    path.unlink()
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA application_id = 0x446C6431")
        newer.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(StateError, match="newer version"):
        await State(path).open()


async def test_work_that_fails_changes_nothing(tmp_path: Path) -> None:
    state = State(tmp_path / "state.sqlite3")
    await state.open()

    def fails(connection: object) -> None:
        connection.execute("INSERT INTO meta VALUES ('a', 'b')")  # type: ignore[attr-defined]
        raise LookupError

    with pytest.raises(LookupError):
        await state.run(fails)
    assert await state.meta("a") is None
    await state.close()


# Words, token, configuration --------------------------------------------------------------------


def test_words_fall_back_to_english() -> None:
    assert t("xx", "button.why") == "Why?"
    assert t(None, "limited", when="soon") == "That is a lot of questions; go on soon."


def test_the_token_comes_from_the_environment_or_a_file(config: Path) -> None:
    made = load(config)
    file = config.with_name("discord.token")
    with pytest.raises(ConfigError, match="there is no token"):
        token(made, {})
    file.write_text("from-a-file\n")
    assert token(made, {}) == "from-a-file"
    assert token(made, {"DISCORD_TOKEN": "given"}) == "given"
    other = config.with_name("other")
    other.write_text("two words")
    with pytest.raises(ConfigError, match="nothing else"):
        token(made, {"DISCORD_TOKEN_FILE": str(other)})


@pytest.mark.parametrize("command", ["bot", "sync"])
def test_without_a_token_the_commands_say_what_to_do(config: Path, command: str) -> None:
    result = CliRunner().invoke(main, [command, "--config", str(config)])
    assert result.exit_code == 2
    assert "set DISCORD_TOKEN" in result.output


def test_a_token_in_the_configuration_is_refused(config: Path) -> None:
    config.write_text(config.read_text() + '\n[discord]\ntoken = "secret-as-can-be"\n')
    with pytest.raises(ConfigError, match="DISCORD_TOKEN") as caught:
        load(config)
    assert "secret" not in str(caught.value)
