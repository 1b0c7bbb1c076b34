"""Calendar arithmetic: whole units, their labels, and the edges of the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.dates.arithmetic import (
    UNKNOWN,
    Interval,
    Unit,
    choose,
    day,
    distance,
    label,
    months,
    period,
    shift,
)
from retrieval.dates.holidays import easter, nth_weekday, orthodox_easter
from retrieval.dates.model import Lean

UNITS: list[Unit] = list(UNKNOWN)
TODAY = date(2025, 5, 28)


@pytest.mark.parametrize(
    ("start", "count", "unit", "expected"),
    [
        (date(2025, 1, 31), 1, "month", date(2025, 2, 28)),
        (date(2024, 1, 31), 1, "month", date(2024, 2, 29)),
        (date(2024, 2, 29), 1, "year", date(2025, 2, 28)),
        (date(2025, 3, 31), -1, "quarter", date(2024, 12, 31)),
        (date(2025, 12, 31), 1, "day", date(2026, 1, 1)),
        (date(2025, 5, 28), -2, "week", date(2025, 5, 14)),
        (date(9999, 12, 31), 1, "day", None),
        (date(1, 1, 1), -1, "month", None),
        (date(2025, 1, 1), 10**12, "week", None),
    ],
)
def test_shift_keeps_to_the_calendar(
    start: date, count: int, unit: Unit, expected: date | None
) -> None:
    assert shift(start, count, unit) == expected


@pytest.mark.parametrize(
    ("unit", "first", "last", "timex"),
    [
        ("day", date(2025, 5, 28), date(2025, 5, 28), "2025-05-28"),
        ("week", date(2025, 5, 26), date(2025, 6, 1), "2025-W22"),
        ("weekend", date(2025, 5, 31), date(2025, 6, 1), "2025-W22-WE"),
        ("month", date(2025, 5, 1), date(2025, 5, 31), "2025-05"),
        ("quarter", date(2025, 4, 1), date(2025, 6, 30), "2025-Q2"),
        ("year", date(2025, 1, 1), date(2025, 12, 31), "2025"),
        ("decade", date(2020, 1, 1), date(2029, 12, 31), "202X"),
        ("century", date(2000, 1, 1), date(2099, 12, 31), "20XX"),
    ],
)
def test_the_unit_around_a_day_and_its_label(
    unit: Unit, first: date, last: date, timex: str
) -> None:
    assert period(TODAY, unit) == (first, last)
    assert label(first, unit) == timex


def test_a_week_is_numbered_with_its_iso_year() -> None:
    assert label(date(2024, 12, 30), "week") == "2025-W01"


@given(inside=st.dates(), unit=st.sampled_from(UNITS))
def test_a_unit_holds_the_day_it_is_around(inside: date, unit: Unit) -> None:
    found = period(inside, unit)
    if found is None:
        assert inside.year in (1, 9999)
    elif unit != "weekend":
        assert found[0] <= inside <= found[1]


def test_there_is_no_31_june() -> None:
    assert day(2025, 6, 31) is None
    assert months(2025, 13) is None


def test_whole_months_run_over_the_end_of_a_year() -> None:
    assert months(2024, 12, 3) == (date(2024, 12, 1), date(2025, 2, 28))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [("2025-05-20", "2025-05-27", -1), ("2025-05-28", "2025-06-01", 0), ("2025-05-30", None, 2)],
)
def test_distance_is_signed(first: str, last: str | None, expected: int) -> None:
    interval = date.fromisoformat(first), date.fromisoformat(last or first)
    assert distance(interval, TODAY) == expected


@pytest.mark.parametrize(
    ("lean", "slack", "expected"),
    [(0, 0, 2025), (-1, 0, 2025), (1, 0, 2026), (1, 150, 2025)],
)
def test_the_nearest_is_chosen_unless_the_clause_looks_the_other_way(
    lean: Lean, slack: int, expected: int
) -> None:
    marches: list[Interval] = [(date(y, 3, 1), date(y, 3, 31)) for y in (2024, 2025, 2026)]
    chosen = choose(marches, TODAY, lambda: lean, slack)
    assert chosen is not None
    assert chosen[0].year == expected


def test_nothing_is_chosen_from_nothing() -> None:
    assert choose([], TODAY, lambda: 0, 0) is None


@pytest.mark.parametrize(
    ("year", "western", "orthodox"),
    [
        (2018, date(2018, 4, 1), date(2018, 4, 8)),
        (2024, date(2024, 3, 31), date(2024, 5, 5)),
        (2025, date(2025, 4, 20), date(2025, 4, 20)),
        (2026, date(2026, 4, 5), date(2026, 4, 12)),
        (2038, date(2038, 4, 25), date(2038, 4, 25)),
    ],
)
def test_easter_of_either_church(year: int, western: date, orthodox: date) -> None:
    assert (easter(year), orthodox_easter(year)) == (western, orthodox)


def test_thanksgiving_is_the_fourth_thursday() -> None:
    assert nth_weekday(2025, 11, 3, 4) == date(2025, 11, 27)
