from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.config import Config, load
from bot.watch import Watcher
from retrieval.encoder import OnnxEncoder
from retrieval.index import Index
from retrieval.lock import writer_lock
from retrieval.sources import KINDS
from retrieval.store import Store
from tests.bot.conftest import Desk

START = datetime(2025, 6, 2, 12, tzinfo=UTC)
TALKS = "The delegations will meet in Istanbul on Monday to talk about a truce, officials said."
MINUTE = timedelta(minutes=1)
ROOT = Path(__file__).parents[2]


class Watch:
    """Two sources that are watched, a clock, and what was said."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.other = desk.folder / "wire.jsonl"
        self.publish(TALKS)
        desk.config.write_text(
            desk.config.read_text() + "every = 10\n\n"
            '[[source]]\nkind = "jsonl"\nname = "Wire"\npath = "wire.jsonl"\nevery = 60\n'
        )
        self.said: list[str] = []
        self.watcher = self.start()

    def start(self, **options: Any) -> Watcher:
        return Watcher(self.settings, encoder=OnnxEncoder, say=self.said.append, **options)

    @property
    def settings(self) -> Config:
        return load(self.desk.config)

    def publish(self, *texts: str) -> None:
        lines = (json.dumps({"id": f"w{n}", "text": text}) for n, text in enumerate(texts))
        self.other.write_text("\n".join(lines))

    def sources(self) -> dict[str, dict[str, Any]]:
        with Store(self.settings.index_path) as store:
            return {row["name"]: row for row in store.sources()}

    def heard(self) -> list[str]:
        """What was said since, without the times."""
        told = [line.split("UTC  ")[1] for line in self.said]
        self.said.clear()
        return told


@pytest.fixture
def watch(desk: Desk) -> Watch:
    return Watch(desk)


def test_a_shorter_interval_counts_from_the_next_start(watch: Watch) -> None:
    watch.watcher.run_once(START)
    watch.heard()
    watch.publish(TALKS, "Wheat prices fell in Chicago on Friday.")
    written = watch.desk.config.read_text()
    watch.desk.config.write_text(written.replace("every = 60", "every = 1"))
    watcher = watch.start()
    now = START + MINUTE
    for _ in range(3):
        now = watcher.run_once(now)
    assert watch.heard() == ["Wire: +1 new"]


def test_only_what_is_due_is_read_and_only_news_is_said(watch: Watch) -> None:
    then = watch.watcher.run_once(START)
    assert watch.heard() == ["Desk: +1 new", "Wire: +1 new"]
    assert 9 * MINUTE <= then - START <= 11 * MINUTE
    watch.publish(TALKS, "Wheat prices fell in Chicago on Friday.")
    watch.desk.write("2025-05-28-a.md", "The second round was moved to Ankara on 3 June.")
    watch.watcher.run_once(then)
    assert watch.heard() == ["Desk: 1 changed"]
    assert watch.sources()["Wire"]["tried"] == START.isoformat()
    assert watch.watcher.run_once(then + MINUTE) > then + MINUTE
    assert watch.heard() == []
    watch.watcher.run_once(START + 70 * MINUTE)
    assert watch.heard() == ["Wire: +1 new"]


def test_a_restart_finds_the_plan_in_the_index(watch: Watch) -> None:
    then = watch.watcher.run_once(START)
    assert watch.start().run_once(START + MINUTE) == then


def test_an_index_that_watching_began_counts_as_built_when_each_source_was_read(
    watch: Watch,
) -> None:
    calls = iter([False, True])
    watch.start(stopping=lambda: next(calls, True)).run_once(START)
    with Store(watch.settings.index_path, create=True) as store:
        assert store.meta("refreshed") is None
    watch.watcher.run_once(START)
    with Store(watch.settings.index_path) as store:
        assert store.meta("refreshed") == START.isoformat()


def test_whatever_a_source_raises_is_its_own_failure(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch.watcher.run_once(START)
    watch.heard()

    class Broken:
        name = "Wire"

        def read(self) -> Iterator[Any]:
            raise RuntimeError("out of its mind")

    monkeypatch.setitem(KINDS, "jsonl", lambda *_: Broken())  # type: ignore[misc]
    now = START
    waits = []
    for _ in range(3):
        now = datetime.fromisoformat(watch.sources()["Wire"]["due"])
        watch.watcher.run_once(now)
        waits.append(datetime.fromisoformat(watch.sources()["Wire"]["due"]) - now)
    (said,) = watch.heard()
    assert "out of its mind" in said
    assert waits[0] < waits[1] < waits[2]
    assert [a.source for a in watch.watcher.alarms] == ["Wire"]
    with Store(watch.settings.index_path) as store:
        assert "w0" in store.known()
    monkeypatch.undo()
    watch.watcher.run_once(now + 24 * 60 * MINUTE)
    assert watch.heard() == ["Wire: all is well again"]


def test_an_article_that_cannot_be_taken_in_holds_up_no_other_source(watch: Watch) -> None:
    class Picky(OnnxEncoder):
        def encode_parts(self, texts: Any, parts: Any) -> Any:
            if any("truce" in text for text in texts):
                raise RecursionError("too deep")
            return super().encode_parts(texts, parts)

    watch.desk.write("2025-05-28-a.md", TALKS)
    watch.publish("Wheat prices fell in Chicago on Friday.")
    watcher = Watcher(watch.settings, encoder=Picky, say=watch.said.append)
    then = watcher.run_once(START)
    said = watch.heard()
    assert said[0] == "Wire: +1 new"
    assert "too deep" in said[1]
    assert then > START + 5 * MINUTE


def test_a_locked_index_is_waited_for_and_said_once(watch: Watch) -> None:
    with writer_lock(watch.settings.index_path, wait_seconds=0):
        for second in range(3):
            now = START + timedelta(seconds=second)
            assert watch.watcher.run_once(now) == now + timedelta(seconds=1)
    (said,) = watch.heard()
    assert f"process {os.getpid()}" in said
    watch.watcher.run_once(START + MINUTE)
    assert watch.heard() == ["Desk: +1 new", "Wire: +1 new"]


def test_stopping_ends_it_between_two_articles(watch: Watch) -> None:
    for n in range(60):
        watch.desk.write(f"report-{n}.txt", f"{TALKS} This is report {n}.")
    watcher = watch.start(stopping=lambda: bool(written()))

    def written() -> dict[str, Any]:
        with contextlib.suppress(Exception), Store(watch.settings.index_path) as store:
            return dict(store.known())
        return {}

    assert watcher.run_once(START) == START
    assert 0 < len(written()) < 60
    assert watch.start().run_once(START) > START
    assert len(written()) == 62


def test_a_silent_source_is_an_alarm_in_status_in_answers_and_to_the_operator(watch: Watch) -> None:
    days = range(1, 29)
    lines = [
        json.dumps({"id": f"d{d}", "text": f"{TALKS} Day {d}.", "published": f"2025-05-{d:02}"})
        for d in days
    ]
    watch.other.write_text("\n".join(lines))
    watch.watcher.run_once(START)
    (said,) = [line for line in watch.heard() if "silent" in line]
    assert said == "Wire: silent for 5 days, though its usual gap is 1 day"
    assert watch.watcher.alarms[0].silent is not None
    found = watch.desk.ask("Where will the delegations meet?")
    assert found["freshness"]["silent_sources"] == ["Wire"]
    shown = watch.desk.run("ask", "Where will the delegations meet?").stdout
    assert "silent: Wire for 5 days" in " ".join(shown.split())
    status = watch.desk.run("status")
    assert status.exit_code == 1
    assert "✗ source Wire: silent for 5 days" in status.stdout
    assert "still publishes" in " ".join(status.stdout.split())
    with Index(watch.settings.index_path, encoder=OnnxEncoder()) as index:
        assert index.freshness(datetime(2025, 5, 28, tzinfo=UTC)).silent_sources == ()


# As a process -------------------------------------------------------------------------------------

COMMAND = (
    sys.executable, "-c",
    "import time, retrieval.encoder as module\n"
    "class Slow(module.OnnxEncoder):\n"
    "    def encode_parts(self, texts, parts):\n"
    "        time.sleep(0.3)\n"
    "        return super().encode_parts(texts, parts)\n"
    "module.coverage_encoder = lambda _: Slow()\n"
    "from bot.cli import run; run()",
    "refresh", "--config",
)  # fmt: skip


def started(desk: Desk, *options: str, **more: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, str(desk.config), *options], cwd=ROOT, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, **more,
    )  # fmt: skip


def wait_for(condition: Any) -> None:
    for _ in range(600):
        with contextlib.suppress(Exception):
            if condition():
                return
        time.sleep(0.05)
    raise AssertionError("it never came to that")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_refresh_cleanly(desk: Desk, number: int, code: int) -> None:
    for n in range(400):
        desk.write(f"report-{n}.txt", f"{TALKS} This is report {n}.")
    path = load(desk.config).index_path

    def begun() -> bool:
        with Store(path) as store:
            return bool(store.known())

    child = started(desk)
    wait_for(begun)
    child.send_signal(number)
    said = child.communicate(timeout=30)[1]
    assert child.returncode == code
    assert said == "stopped; what was written is kept; run again to go on\n"
    with writer_lock(path, wait_seconds=0), Store(path) as store:
        assert 0 < len(store.known()) < 401
        assert store.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_signal_ends_watching_with_success(desk: Desk) -> None:
    path = load(desk.config).index_path
    child = started(desk, "--watch")
    assert child.stdout is not None
    assert child.stdout.readline().endswith("Desk: +1 new\n")
    child.send_signal(signal.SIGTERM)
    said = child.communicate(timeout=30)[1]
    assert child.returncode == 0
    assert "Traceback" not in said
    with writer_lock(path, wait_seconds=0):
        pass


def test_watching_takes_no_option_that_is_meant_for_once(desk: Desk) -> None:
    assert desk.run("refresh", "--watch", "--full").exit_code == 2


def test_a_disk_without_room_is_named_and_damages_nothing(desk: Desk) -> None:
    desk.run("refresh")
    for n in range(40):
        desk.write(f"report-{n}.txt", f"{TALKS} This is report {n}.")
    limit = 300_000
    child = started(
        desk, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    )
    said = child.communicate(timeout=60)[1]
    assert child.returncode == 1
    assert "make room" in said
    assert "Traceback" not in said
    path = load(desk.config).index_path
    with Store(path) as store:
        assert store.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert "2025-05-28-a.md" in " ".join(store.known())
    assert desk.run("refresh").exit_code == 0
    assert desk.run("status").exit_code == 0
