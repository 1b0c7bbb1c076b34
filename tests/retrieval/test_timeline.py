"""What the coverage says of a date, judged against the moment of asking."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.retrieval.answers import NO_DATE, ROUND, SET, ask, cited, start
from tests.retrieval.conftest import Newsroom


def test_a_round_that_was_held_is_never_next(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The second round of the fisheries talks will be held in Bergen on 5 March.",
        "2025-03-01",
    )  # fmt: skip
    newsroom.publish(
        "b", "The second round of the fisheries talks was held in Bergen on 5 March and lasted "
        "four hours. The delegates went home without a statement.", "2025-03-06",
    )  # fmt: skip
    newsroom.refresh()
    before = ask(newsroom, ROUND, "2025-03-02")
    assert (before.verdict, start(before)) == ("scheduled", "2025-03-05")
    for days in (0, 1, 3, 10, 30):
        answer = ask(newsroom, ROUND, str(date(2025, 3, 6) + timedelta(days=days)))
        assert answer.verdict in ("passed", "no_answer")
        assert not answer.headline.startswith(("Scheduled", "Proposed"))


def test_who_leads_the_next_round_is_no_matter_of_its_day(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The next round of the fisheries talks will be held in Bergen on 5 March. Ingrid Vik "
        "leads the Norwegian delegation at the talks.", "2025-03-01",
    )  # fmt: skip
    newsroom.publish(
        "b", "The next round of the fisheries talks will be held in Bergen on 7 March.",
        "2025-03-01", outlet="Herald",
    )  # fmt: skip
    assert ask(newsroom, ROUND, "2025-03-02").verdict == "disputed"
    answer = ask(newsroom, "Who leads the Norwegian delegation?", "2025-03-02", follows=ROUND)
    assert (answer.verdict, answer.event) == ("answered", None)


@pytest.mark.parametrize(
    ("as_of", "verdict"), [("2025-03-20", "not_set"), ("2025-09-20", "outdated")]
)
def test_that_no_date_is_set_is_outdated_when_it_is_old(
    newsroom: Newsroom, as_of: str, verdict: str
) -> None:
    newsroom.publish("a", NO_DATE, "2025-03-09")
    assert ask(newsroom, "When will the fisheries talks be held?", as_of).verdict == verdict


def test_a_date_stands_beside_the_one_it_replaces(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The vote on the harbour bill will be held on Thursday, not on Tuesday, the speaker "
        "said.", "2025-03-07",
    )  # fmt: skip
    answer = ask(newsroom, "When is the vote on the harbour bill?", "2025-03-08")
    assert (answer.verdict, start(answer)) == ("scheduled", "2025-03-13")


def test_a_deadline_is_not_the_event(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "Statements for the hearing on the quarry must be handed in by 14 March. The hearing "
        "on the quarry will be held in Porto on 21 March.", "2025-03-07",
    )  # fmt: skip
    answer = ask(newsroom, "When is the hearing on the quarry?", "2025-03-08")
    assert (answer.verdict, start(answer)) == ("scheduled", "2025-03-21")
    assert answer.event is not None
    assert answer.event.place == "Porto"


def test_the_day_on_which_something_was_said_is_not_the_event(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The hearing on the quarry will be held on 21 March, the judge said on Monday.",
        "2025-03-11",
    )  # fmt: skip
    assert start(ask(newsroom, "When is the hearing on the quarry?", "2025-03-12")) == "2025-03-21"


@pytest.mark.parametrize(
    "text",
    [
        "There is no date yet for the next round of the fisheries talks, a spokesman said on"
        " Monday, 10 March.",
        "A date for the next round of the fisheries talks can be agreed next week, they said.",
        "Norway told Iceland on Monday that it would host the next round of the fisheries talks as"
        " soon as a date is agreed.",
        "The fisheries talks were held in Bergen on 5 March. No date has been found for the next"
        " round of the fisheries talks.",
    ],
    ids=["said today", "a day to set the day", "told today", "held before"],
)
def test_a_day_beside_the_statement_that_there_is_none_is_not_the_event(
    newsroom: Newsroom, text: str
) -> None:
    newsroom.publish("a", text, "2025-03-10")
    answer = ask(newsroom, ROUND, "2025-03-10")
    assert (answer.verdict, start(answer)) == ("not_set", None)


@pytest.mark.parametrize(
    "question",
    [
        "Is there a date yet for the next round of the fisheries talks?",
        "Has the next round of the fisheries talks been scheduled?",
        "next round of the fisheries talks: has a day been fixed?",
    ],
)
def test_whether_there_is_a_date_is_answered_by_it_or_by_its_lack(
    newsroom: Newsroom, question: str
) -> None:
    newsroom.publish(
        "a", "No date has been set for the next round of the fisheries talks.", "2025-03-10"
    )
    newsroom.publish("b", SET, "2025-03-12")
    assert ask(newsroom, question, "2025-03-11").verdict == "not_set"
    assert ask(newsroom, question, "2025-03-13").verdict == "scheduled"


def test_a_report_is_quoted_before_what_announced_it(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The first round of the fisheries talks will be held in Bergen on 20 March.",
        "2025-03-12", outlet="Wire",
    )  # fmt: skip
    newsroom.publish(
        "b", "The delegations spent four hours in Bergen on 20 March, at the first round of the "
        "fisheries talks, and went home without a word.", "2025-03-21", outlet="Harbour Post",
    )  # fmt: skip
    answer = ask(newsroom, "When was the first round of the fisheries talks?", "2025-03-25")
    assert answer.citations[0].article_id == "b"


def test_two_days_in_a_row_are_one_event(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The next round of the fisheries talks will be held in Bergen on 20 and 21 March.",
        "2025-03-12",
    )  # fmt: skip
    answer = ask(newsroom, ROUND, "2025-03-13")
    assert (answer.verdict, start(answer)) == ("scheduled", "2025-03-20")
    assert answer.event is not None
    assert answer.event.end == date(2025, 3, 21)


def test_the_round_that_is_asked_for_is_the_one_that_is_dated(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The first round of the fisheries talks was held in Bergen on 5 March. The second "
        "round of the fisheries talks will be held in Bergen on 20 March.", "2025-03-06",
    )  # fmt: skip
    first = ask(newsroom, "When was the first round of the fisheries talks?", "2025-03-07")
    second = ask(newsroom, "When is round two of the fisheries talks?", "2025-03-07")
    assert (first.verdict, start(first)) == ("answered", "2025-03-05")
    assert (second.verdict, start(second)) == ("scheduled", "2025-03-20")


def test_what_was_scheduled_has_passed_once_its_day_is_over(newsroom: Newsroom) -> None:
    newsroom.publish("a", SET, "2025-03-12")
    verdicts = [ask(newsroom, ROUND, f"2025-03-{day}").verdict for day in (19, 20, 21)]
    assert verdicts == ["scheduled", "scheduled", "passed"]


@pytest.mark.parametrize(
    ("as_of", "verdict"), [("2025-03-21", "passed"), ("2025-09-20", "outdated")]
)
def test_what_is_next_is_outdated_when_the_newest_statement_is_old(
    newsroom: Newsroom, as_of: str, verdict: str
) -> None:
    newsroom.publish("a", SET, "2025-03-12")
    answer = ask(newsroom, ROUND, as_of)
    assert answer.verdict == verdict
    assert ("newest coverage is of 12 March 2025" in answer.headline) == (verdict == "outdated")


def test_a_question_about_the_past_is_never_outdated(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The second round of the fisheries talks was held in Bergen on 5 March.", "2025-03-06"
    )
    answer = ask(newsroom, "When was the second round of the fisheries talks?", "2025-09-20")
    assert (answer.verdict, start(answer)) == ("answered", "2025-03-05")


def test_an_article_that_came_later_is_not_cited_and_said_to_come(newsroom: Newsroom) -> None:
    newsroom.publish("a", "The fisheries minister opened a new pier in Bergen.", "2025-03-01")
    newsroom.publish("b", SET, "2025-03-12")
    before, after = (ask(newsroom, ROUND, f"2025-03-{day}") for day in (11, 12))
    assert (before.verdict, before.reason, before.event) == ("no_answer", "later", None)
    assert "b" not in {hit.article_id for hit in before.passages}
    assert (after.verdict, after.reason) == ("scheduled", None)


def test_a_question_on_nothing_in_the_coverage_says_so(newsroom: Newsroom) -> None:
    newsroom.publish("a", SET, "2025-03-12")
    answer = ask(newsroom, "When is the chess olympiad in Budapest?", "2025-03-13")
    assert (answer.verdict, answer.reason, answer.event) == ("no_answer", "no_coverage", None)
    assert answer.citations == ()


def test_an_undated_article_dates_nothing(newsroom: Newsroom) -> None:
    newsroom.publish("a", SET)
    answer = ask(newsroom, ROUND, "2025-03-13")
    assert answer.event is None
    assert answer.verdict in ("answered", "no_answer")
    assert "2025" not in answer.headline


def test_follow_up_questions_stay_with_the_event(newsroom: Newsroom) -> None:
    newsroom.publish("a", SET, "2025-03-12")
    newsroom.publish("b", "The chess club of Linz will meet in Wels on 2 April.", "2025-03-12")
    where = ask(newsroom, "And where?", "2025-03-13", follows=ROUND)
    assert "Bergen" in where.citations[0].quote
    assert where.citations[0].article_id == "a"
    again = ask(newsroom, "And when is it?", "2025-03-13", follows="Where are the fisheries talks?")
    assert (again.verdict, start(again)) == ("scheduled", "2025-03-20")


def test_a_question_with_typing_errors_is_judged_as_it_was_meant(newsroom: Newsroom) -> None:
    newsroom.publish("a", SET, "2025-03-12")
    answer = ask(newsroom, "When is the next ruond of the fisherries talks?", "2025-03-13")
    assert (answer.verdict, start(answer)) == ("scheduled", "2025-03-20")
    assert [typed for typed, _ in answer.corrections] == ["ruond", "fisherries"]


def test_a_date_that_is_only_proposed_is_shown_as_such(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "Norway has proposed 20 March for the next round of the fisheries talks.", "2025-03-12"
    )
    answer = ask(newsroom, ROUND, "2025-03-13")
    assert (answer.verdict, start(answer)) == ("scheduled", "2025-03-20")
    assert answer.headline.startswith("Proposed: 20 March 2025")


def test_a_trip_to_settle_a_day_is_not_the_day(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "No date has been set for the second round of the fisheries talks, Orr said, adding "
        "that she would travel to Bergen next week to settle one.", "2025-03-28",
    )  # fmt: skip
    answer = ask(newsroom, "When is the second round of the fisheries talks?", "2025-03-30")
    assert answer.verdict == "not_set"


WATER = "When is the next session of the water commission?"


def test_words_that_no_date_is_set_for_something_else_are_not_shown(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "A date for the next session of the water commission has not been set.", "2026-03-10"
    )
    newsroom.publish(
        "b", "No date has been set for the next session of the town council of Aster.",
        "2026-03-12",
    )  # fmt: skip
    answer = ask(newsroom, WATER, "2026-03-13")
    assert answer.verdict == "not_set"
    assert cited(answer) >= {"a"}
    assert answer.citations[0].article_id == "a"


def test_who_stays_away_calls_nothing_off(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The talks between Arland and Borland will open in Vellin on 20 March.", "2026-03-10"
    )
    newsroom.publish(
        "b", "President Toma will not attend the talks between Arland and Borland on 20 March.",
        "2026-03-12", outlet="Harbour Post",
    )  # fmt: skip
    answer = ask(newsroom, "When are the talks between Arland and Borland?", "2026-03-13")
    assert (answer.verdict, start(answer)) == ("scheduled", "2026-03-20")


def test_what_happened_in_a_month_is_not_ahead_though_the_month_goes_on(
    newsroom: Newsroom,
) -> None:
    newsroom.publish("a", "The kitchen roof at Aster collapsed in March.", "2026-03-12")
    answer = ask(newsroom, "When did the kitchen roof at Aster collapse?", "2026-03-13")
    assert (answer.verdict, start(answer)) == ("answered", "2026-03-01")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The hearing on the cod quota is on 25 March, officials in Oslo said.", None),
        ("The verdict on the cod quota comes on 25 March in the Meller fraud trial.", None),
        ("The hearing on the cod quota will be held in Bodvik on 25 March.", "Bodvik"),
        ("The hearing on the cod quota opens in the Hague on 25 March.", "Hague"),
    ],
)
def test_the_place_is_where_it_is_and_not_where_somebody_says_so(
    newsroom: Newsroom, text: str, place: str | None
) -> None:
    newsroom.publish("a", text, "2026-03-12")
    answer = ask(newsroom, "When is the hearing on the cod quota?", "2026-03-13")
    assert answer.event is not None
    assert answer.event.place == place


def test_the_place_of_something_else_on_that_day_is_not_shown(newsroom: Newsroom) -> None:
    newsroom.publish("a", "The hearing on the cod quota will be held on 25 March.", "2026-03-12")
    newsroom.publish("b", "The flower fair opens in Sarn on 25 March.", "2026-03-12")
    answer = ask(newsroom, "When is the hearing on the cod quota?", "2026-03-13")
    assert answer.event is not None
    assert (start(answer), answer.event.place) == ("2026-03-25", None)


def test_what_is_done_next_time_is_not_told_by_a_date(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a",
        "The water commission will discuss the dam at Rukh at its next session. A date for the next"
        " session has not been set.",
        "2026-03-10",
    )
    answer = ask(
        newsroom, "What will the water commission discuss at its next session?", "2026-03-13"
    )
    assert "No date" not in answer.headline
    assert "dam at Rukh" in answer.citations[0].quote


def test_an_hour_of_what_has_no_day_is_answered_by_who_says_that_it_has_none(
    newsroom: Newsroom,
) -> None:
    newsroom.publish(
        "a", "A date for the next session of the water commission has not been set.", "2026-03-10"
    )
    answer = ask(newsroom, "What time is the next session of the water commission?", "2026-03-13")
    assert answer.verdict == "not_set"


def test_a_date_with_its_year_is_no_date_without_one(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a",
        "Bids for the lighthouse at Skarn have to be in by 30 June 2027, the coast office said.",
    )
    answer = ask(newsroom, "When is the lighthouse at Skarn sold?", "2026-03-13")
    assert "the article states no year" not in answer.headline


def test_the_newest_of_what_carries_it_tells_whether_coverage_is_old(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The next mackerel conference will be held on Monday, 9 March 2026.", "2025-10-01"
    )
    newsroom.publish(
        "b", "The mackerel conference was held today, 9 March, and ended early.", "2026-03-09",
        outlet="Harbour Post",
    )  # fmt: skip
    answer = ask(newsroom, "When is the next mackerel conference?", "2026-03-13")
    assert (answer.verdict, start(answer)) == ("passed", "2026-03-09")
    assert "newest coverage" not in answer.headline
