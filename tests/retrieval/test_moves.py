"""What was moved between two days, and by how much."""

from __future__ import annotations

import pytest

from retrieval.moves import moved_between, moved_by


@pytest.mark.parametrize(
    ("before", "expression", "moved"),
    [
        ("The court has moved the hearing ", "from 12 November to 3 December", True),
        ("They will put the opening back from ", "4 May until 11 May", True),
        ("They have put off the launch by a week, from ", "Sunday to Sunday, 9 May", True),
        ("The fair is held ", "from 12 November to 3 December", False),
        ("They moved to Bergen. The fair is open ", "from 12 November to 3 December", False),
        ("The court has moved the hearing ", "between 12 and 14 November", False),
        ("", "from 1 to 2 May", False),
    ],
)
def test_between_two_days_something_can_be_moved(before: str, expression: str, moved: bool) -> None:
    assert moved_between(before, expression) == moved


@pytest.mark.parametrize(
    ("before", "after", "days"),
    [
        ("The run-off has been postponed by a week to ", " because of the floods.", 7),
        ("The debate will be on ", ", a day later than first planned.", 1),
        ("The vote has been brought forward by two days to ", ".", -2),
        ("It is now on ", ", three weeks earlier than announced.", -21),
        ("The hearing will be on ", ", a day before the vote.", None),
        ("It was extended by a week. They meet on ", ".", None),
    ],
)
def test_a_move_may_tell_by_how_much(before: str, after: str, days: int | None) -> None:
    assert moved_by(before, after) == days
