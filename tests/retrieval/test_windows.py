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
