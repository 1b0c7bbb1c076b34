from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.sources import SourceConfig
from retrieval.watch import BACKOFF, JITTER, PACES, after, due, interval, pace_of

START = datetime(2025, 6, 2, tzinfo=UTC)
FEED = SourceConfig("feed", "Wire", "https://wire.example/feed")
SOURCES = [replace(FEED, kind=kind) for kind in (*PACES, "jsonl", "folder")]
SOURCES += [replace(FEED, every=every) for every in (10, 240, 10_080)]


class Month:
    """A source that publishes at known times and is visited whenever it is due."""

    def __init__(self, source: SourceConfig, published: list[datetime], ttl: float = 0) -> None:
        self.source, self.published, self.ttl = source, published, ttl
        self.row: dict[str, Any] | None = None
        self.visits: list[datetime] = []
        self.found: list[timedelta] = []
        """How long after its publication each article was found."""

    def visit(self, now: datetime, *, failed: bool = False) -> datetime:
        last = self.visits[-1] if self.visits else START - timedelta(days=60)
        new = [t for t in self.published if last < t <= now] if not failed else []
        if self.visits:
            self.found += [now - t for t in new]
        health = after(
            self.source, self.row, lambda: [t for t in self.published if t <= now], now=now,
            failed=failed, news=bool(new), ttl=self.ttl,
        )  # fmt: skip
        before = self.row["failures"] if self.row else 0
        self.row = {
            "name": self.source.name, "kind": self.source.kind, "location": self.source.location,
            "habit": health.habit, "patience": health.patience, "due": health.due.isoformat(),
            "changed": health.changed and health.changed.isoformat(),
            "failures": before + 1 if failed else 0,
        }  # fmt: skip
        self.visits.append(now)
        return due([self.source], [self.row], now)[self.source.name]

    def run(self, fails: Callable[[datetime], bool] = lambda _: False) -> list[float]:
        """The seconds between its visits through thirty days."""
        now = START
        while now < START + timedelta(days=30):
            now = self.visit(now, failed=fails(now))
        return [(b - a).total_seconds() for a, b in zip(self.visits, self.visits[1:], strict=False)]


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(SOURCES),
    st.lists(st.floats(-60, 30), max_size=60),
    st.sampled_from([0.0, 900.0, 1e12]),
)
def test_a_source_is_asked_no_more_often_than_its_floor_and_no_less_than_its_ceiling(
    source: SourceConfig, days: list[float], ttl: float
) -> None:
    month = Month(source, [START + timedelta(days=d) for d in days], ttl)
    pace = pace_of(source)
    for gap in month.run():
        assert pace.floor * (1 - JITTER) - 1 <= gap <= pace.ceiling * (1 + JITTER) + 1
        assert gap >= min(ttl, pace.ceiling) * (1 - JITTER) - 1


@given(st.sampled_from(SOURCES), st.integers(1, 12), st.integers(0, 20))
def test_failures_back_off_to_a_cap_and_a_success_ends_it(
    source: SourceConfig, failures: int, days: int
) -> None:
    month = Month(source, [START - timedelta(hours=6 * n) for n in range(4 * days)])
    pace, now = pace_of(source), START
    cap = max(pace.ceiling, BACKOFF) * (1 + JITTER) + 1
    waits = []
    for _ in range(failures):
        then = month.visit(now, failed=True)
        waits.append((then - now).total_seconds())
        now = then
    assert all(pace.floor * (1 - JITTER) <= wait <= cap for wait in waits)
    if failures > 1 and 5 * pace.ceiling < BACKOFF:
        assert waits[1] > waits[0]
    then = month.visit(now)
    assert (then - now).total_seconds() <= pace.ceiling * (1 + JITTER) + 1


def test_a_source_that_is_down_for_a_month_is_asked_a_few_times_a_day() -> None:
    month = Month(FEED, [START - timedelta(hours=n) for n in range(100)])
    month.run(fails=lambda _: True)
    assert 90 < len(month.visits) < 150


def test_what_comes_often_is_found_soon_and_what_is_quiet_costs_little() -> None:
    chooser = random.Random(7)
    brisk, slow = (
        Month(FEED, [START + timedelta(hours=n * gap + chooser.random()) for n in range(-200, 800)])
        for gap in (1, 24)
    )  # fmt: skip
    brisk.run()
    slow.run()
    assert sum(brisk.found, timedelta()) / len(brisk.found) < timedelta(minutes=15)
    assert sum(slow.found, timedelta()) / len(slow.found) < timedelta(hours=6)
    assert len(slow.visits) < len(brisk.visits) / 5


def test_sources_with_one_schedule_do_not_march_in_step() -> None:
    sources = [SourceConfig("feed", f"Wire {n}", "https://wire.example", 60) for n in range(40)]
    waits = {
        after(s, None, lambda: [], now=START, failed=False, news=False).due for s in sources
    }  # fmt: skip
    assert len(waits) == 40
    assert max(waits) - min(waits) > timedelta(minutes=8)


def test_a_restart_goes_on_where_it_was() -> None:
    later = (START + timedelta(hours=3)).isoformat()
    row = {"name": "Wire", "kind": "feed", "location": FEED.location, "failures": 0, "due": later}
    assert due([FEED], [row], START)["Wire"].isoformat() == later


@pytest.mark.parametrize(
    "change", [{"location": "https://else.example"}, {"kind": "pages"}, {"every": 5}]
)
def test_a_source_that_was_configured_anew_is_not_left_waiting(change: dict[str, Any]) -> None:
    later = (START + timedelta(hours=3)).isoformat()
    row = {"name": "Wire", "kind": "feed", "location": FEED.location, "failures": 0, "due": later}
    if "every" in change:  # such a plan lies later than the new interval allows
        assert due([replace(FEED, every=180)], [row], START)["Wire"] > START
    assert due([replace(FEED, **change)], [row], START)["Wire"] == START


def test_a_clock_that_was_set_back_stops_nothing() -> None:
    row = {
        "name": "Wire", "kind": "feed", "location": FEED.location, "failures": 0,
        "due": (START + timedelta(days=3650)).isoformat(),
    }  # fmt: skip
    assert due([FEED], [row], START)["Wire"] == START
    assert interval(PACES["feed"], habit=60, changed=START + timedelta(days=9), now=START) > 0


def test_only_streams_may_be_silent_for_too_long() -> None:
    hourly = [START - timedelta(hours=n) for n in range(50)]
    patient = {
        (s.kind, s.every)
        for s in [*SOURCES, replace(FEED, kind="folder", every=5)]
        if after(s, None, lambda: hourly, now=START, failed=False, news=True).patience
    }
    assert {kind for kind, every in patient if not every} == {"feed", "sitemap"}
    assert ("folder", 5) in patient
