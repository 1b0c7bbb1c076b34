"""Which way a clause looks, and how a weekday goes by it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from retrieval.dates import find_dates
from retrieval.dates.tense import Clauses, follows_since

WEDNESDAY = datetime(2025, 5, 28, 12, tzinfo=UTC)


def day(text: str, reference: datetime = WEDNESDAY) -> str:
    """The first expression's first day, as MM-DD."""
    return str(find_dates(text, reference)[0].first)[5:]


@pytest.mark.parametrize(
    "text",
    [
        "They met on Friday.",
        "On Friday, drones hit a refinery.",
        "Peskov said on Friday that he would not come.",
        "On Friday he proposed that a summit be held.",
        "The exchange agreed on Friday was delayed.",
        "It has been shut since Friday.",
        "He was shot on Friday, police said.",
        "The battle lasted until Friday.",
        "Friday's vote ended in a draw.",
        "Friday's storm has moved to the east.",
        "They postponed the vote on Friday.",
        "Hundreds had to leave after the river burst its banks on Friday.",
    ],
)
def test_a_clause_in_the_past_takes_the_weekday_before(text: str) -> None:
    assert day(text) == "05-23"


@pytest.mark.parametrize(
    "text",
    [
        "They will meet on Monday.",
        "The round will be held on Monday, Zelensky said.",
        "The talks may be postponed to Monday.",
        "They are due to gather on Monday.",
        "Trump is to meet the envoy on Monday.",
        "The hearing opens on Monday, the court said.",
        "The offer expires on Monday.",
        "They have until Monday.",
        "A reply is expected by Monday.",
        "A source had spoken of Monday.",
        "Talks scheduled for Monday are off.",
        "He hopes for a meeting on Monday.",
        "On Monday the ministers will vote.",
        "We’ll decide on Monday.",
        "Starting Monday, trains run again.",
        "The parade is on Monday, and the mayor has promised free ferries.",
        "The hearing is now set for Monday, the court said.",
        "Monday's vote has been postponed.",
        "Monday's long-awaited vote on the levy has again been put off, he said.",
        "The hearing on Monday has been cancelled.",
        "Monday's match is off.",
        "The league put off Monday's election.",
        "The ruling has been pushed back to Monday.",
        "The opening was put back by two days to Monday.",
    ],
)
def test_a_clause_about_the_future_takes_the_weekday_after(text: str) -> None:
    assert day(text) == "06-02"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said that they would meet on Monday.", "06-02"),
        ("The Games end on Monday.", "06-02"),
        ("They said that tickets go on sale on Monday.", "06-02"),
        ("He said that the tariffs will hit on Monday.", "06-02"),
        ("She died on Friday.", "05-23"),
        ("The hostages were freed on Friday.", "05-23"),
        ("Peskov, who will travel to Rome, spoke on Monday.", "05-26"),
        ("They will meet soon. They met on Monday.", "05-26"),
        ("They met; they will meet again on Monday.", "06-02"),
        ("Who exactly it was is to be announced on Monday.", "06-02"),
        ("The result is to be declared on Monday.", "06-02"),
        ("Moscow has pencilled in a round for Monday.", "06-02"),
        ("Their report is promised for Monday.", "06-02"),
        ("A summit had been announced for Monday.", "05-26"),
        ("He was to see the king on Tuesday and the envoy on Friday.", "05-27"),
        ("They came home on Monday, the third and last group of the exchange.", "05-26"),
    ],
)
def test_the_nearest_verb_of_the_same_clause_decides(text: str, expected: str) -> None:
    assert day(text) == expected


def test_several_weekdays_of_one_sentence_each_go_by_their_own_clause() -> None:
    text = "He said on Tuesday that the delegation would arrive on Sunday."
    assert [str(e.first) for e in find_dates(text, WEDNESDAY)] == ["2025-05-27", "2025-06-01"]


@pytest.mark.parametrize(
    ("text", "expected"), [("Friday: press day.", "05-30"), ("Monday: press day.", "05-26")]
)
def test_without_a_verb_the_nearest_day_is_taken(text: str, expected: str) -> None:
    assert day(text) == expected


@pytest.mark.parametrize("text", ["They met on Wednesday.", "They will meet on Wednesday."])
def test_the_weekday_of_publication_is_that_day(text: str) -> None:
    assert day(text) == "05-28"


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("next Monday", "06-02"),
        ("next Friday", "06-06"),
        ("last Friday", "05-23"),
        ("last Monday", "05-19"),
        ("this Friday", "05-30"),
        ("this past Friday", "05-23"),
        ("the coming Friday", "05-30"),
        ("Monday next week", "06-02"),
        ("next week on Monday", "06-02"),
        ("Monday of next week", "06-02"),
        ("Friday last week", "05-23"),
    ],
)
def test_a_weekday_that_says_which_goes_by_calendar_weeks(wording: str, expected: str) -> None:
    for text in (f"They met {wording}.", f"They will meet {wording}."):
        assert day(text) == expected


def test_weekdays_joined_share_the_week() -> None:
    text = "They met on Wednesday and Thursday last week."
    assert [str(e.first) for e in find_dates(text, WEDNESDAY)] == ["2025-05-21", "2025-05-22"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He put it forward last Wednesday.", "05-28"),
        ("He put it forward last Friday.", "05-23"),
        ("They will meet this Monday.", "06-02"),
        ("They will meet next Monday.", "06-02"),
    ],
)
def test_at_the_end_of_a_week_last_and_this_are_the_ones_at_hand(text: str, expected: str) -> None:
    assert day(text, datetime(2025, 6, 1, 12, tzinfo=UTC)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Clashes went on over the weekend.", "05-24"),
        ("Clashes may go on over the weekend.", "05-31"),
        ("The exchange can begin this coming weekend.", "05-31"),
    ],
)
def test_the_weekend_goes_by_tense(text: str, expected: str) -> None:
    assert day(text) == expected


@pytest.mark.parametrize(
    ("text", "lean"),
    [
        ("They met on X.", -1),
        ("They will meet on X.", 1),
        ("X and nothing more.", 0),
        ("The talks were scheduled for X.", 0),
        ("A day of rest comes on X, he said.", 0),
        ("On 16 May and X they met.", -1),
        ("On the way they may stop on X.", 1),
    ],
)
def test_lean(text: str, lean: int) -> None:
    start = text.index("X")
    assert Clauses(text).lean(start, start + 1) == lean


@pytest.mark.parametrize(
    ("text", "expected"), [("the first since ", True), ("since the late ", True), ("on ", False)]
)
def test_since_introduces_background(text: str, *, expected: bool) -> None:
    assert follows_since(text + "2022", len(text)) is expected
