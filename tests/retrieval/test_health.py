from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.health import PATIENCE, alarms, rhythm, silence, span

MONDAY = datetime(2025, 6, 2, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def row(
    arrivals: list[datetime], read: datetime, *, failures: int = 0, **more: Any
) -> dict[str, Any]:
    """A source as the index has it after a reading at ``read``."""
    found = rhythm(arrivals)
    return {
        "name": "Wire", "location": "https://wire.example/feed", "failures": failures,
        "error": "no answer" if failures else None, "refreshed": read.isoformat(),
        "changed": found.last and found.last.isoformat(),
        "habit": found.habit, "patience": found.patience, **more,
    }  # fmt: skip


def office(weeks: int, *, until: datetime | None = None) -> Iterator[datetime]:
    """Two reports an hour, from eight to six, Monday to Friday."""
    for day in range(7 * weeks):
        for half in range(20):
            when = MONDAY + day * DAY + 8 * HOUR + half * HOUR / 2
            if when.weekday() < 5 and (until is None or when < until):
                yield when


def test_an_office_that_rests_at_the_weekend_is_not_silent_on_sunday_nor_after_a_holiday() -> None:
    for weeks in (1, 2, 6):
        arrivals = list(office(weeks))
        monday = MONDAY + weeks * 7 * DAY + 7 * HOUR
        assert silence(row(arrivals, monday), monday) is None
    easter = MONDAY + 6 * 7 * DAY - 3 * DAY
    tuesday = MONDAY + 6 * 7 * DAY + DAY + 8 * HOUR
    assert silence(row(list(office(6, until=easter)), tuesday), tuesday) is None


def test_an_office_that_stopped_is_silent_before_its_second_weekend_is_over() -> None:
    arrivals = list(office(6))
    late = MONDAY + 7 * 7 * DAY
    found = silence(row(arrivals, late), late)
    assert found is not None
    assert found > 7 * DAY


def test_one_past_outage_does_not_make_it_more_patient() -> None:
    daily = [MONDAY + n * DAY for n in range(50) if not 20 <= n < 32]
    assert rhythm(daily).patience == PATIENCE.total_seconds()


def test_a_weekly_that_misses_one_issue_is_not_silent_but_one_that_misses_three_is() -> None:
    weekly = [MONDAY + 7 * n * DAY for n in range(20)]
    for missed, silent in ((1, False), (3, True)):
        then = weekly[-1] + (missed + 0.5) * 7 * DAY
        assert (silence(row(weekly, then), then) is not None) is silent


@pytest.mark.parametrize("count", [0, 1, 7])
def test_too_few_articles_make_no_habit_to_be_alarmed_by(count: int) -> None:
    assert rhythm([MONDAY + n * HOUR for n in range(count)]).patience is None


def test_articles_that_came_all_at_once_make_no_habit() -> None:
    assert rhythm([MONDAY] * 50) == rhythm([MONDAY])


def test_silence_is_counted_up_to_the_last_reading_and_to_the_moment_of_asking() -> None:
    hourly = [MONDAY + n * HOUR for n in range(100)]
    unread = hourly[-1] + HOUR
    assert silence(row(hourly, unread), unread + 30 * DAY) is None
    read = hourly[-1] + 30 * DAY
    assert silence(row(hourly, read), hourly[-1] - DAY) is None
    assert silence(row(hourly, read), read) == 30 * DAY


def test_an_alarm_names_what_is_wrong_and_what_to_do() -> None:
    hourly = [MONDAY + n * HOUR for n in range(100)]
    read = hourly[-1] + 9 * DAY
    (silent,) = alarms([row(hourly, read)], read)
    assert silent.message == "silent for 9 days, though its usual gap is 1 hour"
    assert "still publishes" in silent.remedy
    (failing,) = alarms([row(hourly, read, failures=3)], read)
    assert "3 times in a row" in failing.message
    assert "no answer" in failing.message
    assert failing.silent is None
    assert alarms([row(hourly, hourly[-1])], hourly[-1]) == []


@given(st.lists(st.integers(-(10**6), 10**6).map(lambda n: MONDAY + n * HOUR / 7)))
def test_any_times_make_a_rhythm_that_their_order_does_not_change(times: list[datetime]) -> None:
    found = rhythm(times)
    assert found == rhythm(reversed(times))
    assert found.last == max(times, default=None)
    assert found.patience is None or found.patience >= PATIENCE.total_seconds()
    assert found.habit is None or found.habit > 0


def test_a_span_is_said_in_its_largest_unit() -> None:
    said = [span(s) for s in (5, 60, 7_200, 86_400, 9.9 * 86_400)]
    assert said == ["less than a minute", "1 minute", "2 hours", "1 day", "9 days"]
