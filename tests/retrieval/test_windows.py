"""The days to which a question limits itself, and those that it only speaks of."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from retrieval.windows import Window, window_of

MAY = datetime(2025, 5, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "so when do they actually meet now that today fell through",
        "is the bridge closed today? when does it start",
        "When did parliament agree to the December date?",
        "When will the second march of the tenants take place?",
        "Why was the summit moved from April to May?",
        "Which side stayed away from Monday's round?",
    ],
)
def test_a_day_that_is_spoken_of_beside_the_one_asked_for_is_no_limit(text: str) -> None:
    assert window_of(text, MAY, "when") is None


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("Who spoke on 16 May?", Window(date(2025, 5, 16), date(2025, 5, 16))),
        ("Who spoke before June 2025?", Window(None, date(2025, 5, 31))),
    ],
)
def test_a_day_that_is_named_limits_it(text: str, window: Window) -> None:
    assert window_of(text, MAY, "who") == window


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("is the vote still on the 3rd?", date(2025, 6, 3)),
        ("is the vote still on the 23rd?", date(2025, 5, 23)),
        ("was the vote on the 3rd?", date(2025, 5, 3)),
    ],
)
def test_whether_it_is_on_the_3rd_asks_about_the_next_one(text: str, day: date) -> None:
    window = window_of(text, datetime(2025, 5, 10, tzinfo=UTC), "yes_no")
    assert window is not None
    assert (window.first, window.last) == (day, day)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("What happened on the 25th?", date(2025, 5, 25), date(2025, 5, 25)),
        ("What happened on the 2nd?", date(2025, 6, 2), date(2025, 6, 2)),
        ("Who spoke two weeks ago?", date(2025, 5, 26), date(2025, 6, 1)),
        ("Who spoke last week?", date(2025, 6, 2), date(2025, 6, 10)),
        ("What did he say on 11/5?", date(2025, 5, 11), date(2025, 5, 11)),
        ("What did he say on 5/11?", date(2025, 5, 11), date(2025, 5, 11)),
        ("What did he say on 02/06/2025?", date(2025, 6, 2), date(2025, 6, 2)),
    ],
)
def test_what_has_been_was_lately(text: str, first: date, last: date) -> None:
    window = window_of(text, datetime(2025, 6, 10, 12, tzinfo=UTC), past=True)
    assert window is not None
    assert (window.first, window.last) == (first, last)


def test_nothing_lies_before_the_first_day_of_all() -> None:
    asked = datetime(1, 1, 5, tzinfo=UTC)
    assert window_of("Who spoke before January?", asked, "who") == Window(None, date(1, 1, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Who spoke on 16 May?", date(2025, 5, 16), date(2025, 5, 16)),
        ("Who spoke on 5/16?", date(2025, 5, 16), date(2025, 5, 16)),
        ("What was agreed in June?", date(2025, 6, 1), date(2025, 6, 30)),
        # Coverage speaks of what is to come as well.
        ("Who was to speak on 3 September?", date(2025, 9, 3), date(2025, 9, 3)),
        ("What was known before June?", None, date(2025, 5, 31)),
        # What says itself which one it means keeps it.
        ("Who spoke on 16 May 2026?", date(2026, 5, 16), date(2026, 5, 16)),
        ("Who spoke last May?", date(2026, 5, 1), date(2026, 5, 31)),
        ("Who spoke yesterday?", date(2026, 11, 29), date(2026, 11, 29)),
        ("Who has spoken since June?", date(2026, 6, 1), None),
    ],
)
def test_a_day_without_a_year_is_one_that_the_coverage_can_know(
    text: str, first: date | None, last: date | None
) -> None:
    asked, newest = datetime(2026, 11, 30, tzinfo=UTC), datetime(2025, 7, 25, tzinfo=UTC)
    window = window_of(text, asked, "who", past=True, newest=newest)
    assert window is not None
    assert (window.first, window.last) == (first, last)


def test_the_29th_of_february_is_found_in_a_year_without_one() -> None:
    asked, newest = datetime(2028, 12, 1, tzinfo=UTC), datetime(2027, 3, 10, tzinfo=UTC)
    window = window_of("Who spoke on 29 February?", asked, "who", past=True, newest=newest)
    assert window is not None
    assert (window.first, window.last) == (date(2027, 2, 28), date(2027, 2, 28))


def test_coverage_that_goes_on_settles_no_year() -> None:
    newest = datetime(2025, 5, 18, tzinfo=UTC)
    for text in ("Who spoke on 16 May?", "Who spoke on 2 December?"):
        assert window_of(text, MAY, "who", newest=newest) == window_of(text, MAY, "who")
