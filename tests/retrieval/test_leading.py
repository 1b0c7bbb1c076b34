"""Which of the dated statements leads, and what displaces it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.retrieval.answers import NO_DATE, ROUND, SET, ask, cited, start
from tests.retrieval.conftest import Newsroom

MOVED = {
    "old": ("2025-09-18", "The inquest into the ferry accident will open in Lisbon on 26 "
            "September, the coroner's office said."),
    "new": ("2025-09-22", "The inquest into the ferry accident, which was to open on 26 September, "
            "has been put off to 29 September, the coroner's office said."),
}  # fmt: skip
INQUEST = "When does the inquest into the ferry accident open?"


def publish(newsroom: Newsroom, articles: dict[str, tuple[str, str]], outlet: str) -> None:
    for name, (published, text) in articles.items():
        newsroom.publish(name, text, published, outlet=outlet)


@pytest.mark.parametrize(
    ("as_of", "verdict", "day"),
    [
        ("2025-09-19", "scheduled", "2025-09-26"),
        ("2025-09-23", "scheduled", "2025-09-29"),
        ("2025-09-27", "scheduled", "2025-09-29"),
        ("2025-09-29", "scheduled", "2025-09-29"),
    ],
)
def test_a_newer_statement_displaces_an_older_date(
    newsroom: Newsroom, as_of: str, verdict: str, day: str
) -> None:
    publish(newsroom, MOVED, "Harbour Post")
    answer = ask(newsroom, INQUEST, as_of)
    assert (answer.verdict, start(answer)) == (verdict, day)


@pytest.mark.parametrize(
    ("as_of", "verdict"),
    [("2025-05-20", "scheduled"), ("2025-05-28", "scheduled"), ("2025-06-02", "passed")],
)
def test_an_event_is_on_the_day_it_was_moved_to_though_the_first_day_is_over(
    newsroom: Newsroom, as_of: str, verdict: str
) -> None:
    newsroom.publish(
        "a", "The Aldessa Opera House announces the premiere of The Glass Ferry for 21 May.",
        "2025-05-19",
    )  # fmt: skip
    newsroom.publish(
        "b", "The premiere of The Glass Ferry, planned for tomorrow, is postponed by a week to "
        "Wednesday, 28 May.", "2025-05-20", outlet="Harbour Post",
    )  # fmt: skip
    answer = ask(newsroom, "When is the next premiere at the Aldessa Opera House?", as_of)
    assert (answer.verdict, start(answer)) == (verdict, "2025-05-28")


def test_the_displaced_date_is_kept_in_the_trace(newsroom: Newsroom) -> None:
    publish(newsroom, MOVED, "Harbour Post")
    assert "2025-09-26" in ask(newsroom, INQUEST, "2025-09-23").trace["displaced"]


def test_a_date_moved_in_several_articles_is_the_last_one(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The launch of the Vega probe is set for 3 April.", "2025-03-20", outlet="Wire"
    )
    newsroom.publish(
        "b", "The launch of the Vega probe has been postponed to 8 April.", "2025-04-01",
        outlet="Wire",
    )  # fmt: skip
    newsroom.publish(
        "c", "The launch of the Vega probe has been postponed again, to 15 April.", "2025-04-06",
        outlet="Wire",
    )  # fmt: skip
    question = "When is the launch of the Vega probe?"
    asked = ("2025-03-21", "2025-04-02", "2025-04-07")
    days = {day: start(ask(newsroom, question, day)) for day in asked}
    assert days == {
        "2025-03-21": "2025-04-03", "2025-04-02": "2025-04-08", "2025-04-07": "2025-04-15"
    }  # fmt: skip


def test_a_round_that_ended_today_is_over_though_the_report_names_no_day(
    newsroom: Newsroom,
) -> None:
    newsroom.publish(
        "a", "The third round of the fisheries talks will be held in Bergen on 5 March.",
        "2025-03-03", outlet="Wire",
    )  # fmt: skip
    question = "When is the third round of the fisheries talks?"
    assert ask(newsroom, question, "2025-03-05").verdict == "scheduled"
    newsroom.publish(
        "b", "The third round of the fisheries talks is over, after a plenary of forty minutes.",
        "2025-03-05", outlet="Harbour Post",
    )  # fmt: skip
    answer = ask(newsroom, question, "2025-03-05")
    assert (answer.verdict, start(answer)) == ("passed", "2025-03-05")
    assert cited(answer) == {"a", "b"}


@pytest.mark.parametrize(
    ("text", "published", "as_of", "days"),
    [
        ("The next round of the fisheries talks will be held in Bergen in early March. The "
         "ministry named 5 and 6 March as the days.", "2025-02-20", "2025-02-21",
         ("2025-03-05", "2025-03-06")),
        ("The second round of the fisheries talks, 4 and 5 March, ended today.", "2025-03-05",
         "2025-03-06", ("2025-03-04", "2025-03-05")),
    ],
)  # fmt: skip
def test_the_days_are_told_rather_than_a_part_of_a_month_or_one_of_them(
    newsroom: Newsroom, text: str, published: str, as_of: str, days: tuple[str, str]
) -> None:
    newsroom.publish("a", text, published)
    question = ROUND if as_of < "2025-03" else "When was the second round of the fisheries talks?"
    event = ask(newsroom, question, as_of).event
    assert event is not None
    assert (str(event.start), str(event.end)) == days


def test_the_days_are_told_however_much_older_once_it_is_over(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "Minister Dagny Vik was in Oslo on 26 and 27 May to see her colleague.", "2025-05-28"
    )
    newsroom.publish(
        "b", "Minister Dagny Vik, who was in Oslo late in May to see her colleague, wants more.",
        "2025-07-08", outlet="Harbour Post",
    )  # fmt: skip
    event = ask(newsroom, "When was Vik in Oslo?", "2025-07-10").event
    assert event is not None
    assert (str(event.start), str(event.end)) == ("2025-05-26", "2025-05-27")


def test_that_no_date_is_set_wins_when_it_is_newer(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The second round of the fisheries talks was held in Bergen on 5 March.", "2025-03-05"
    )
    newsroom.publish("b", NO_DATE, "2025-03-09")
    answer = ask(newsroom, ROUND, "2025-03-10")
    assert answer.verdict == "not_set"
    assert answer.event is None
    assert NO_DATE in answer.headline
    assert answer.citations[0].article_id == "b"


def test_that_no_date_is_set_may_be_said_on_the_day_of_the_last_round(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The second round of the fisheries talks was held in Bergen on 5 March.", "2025-03-06"
    )
    newsroom.publish(
        "b", "The ministers went home. They did not name a day for another round.", "2025-03-05",
        outlet="Harbour Post",
    )  # fmt: skip
    assert ask(newsroom, ROUND, "2025-03-10").verdict == "not_set"


@pytest.mark.parametrize("day", ["2025-03-09", "2025-03-15"])
def test_that_no_date_is_set_displaces_a_date_that_was(newsroom: Newsroom, day: str) -> None:
    newsroom.publish("a", SET, "2025-03-01")
    newsroom.publish("b", NO_DATE, day)
    answer = ask(newsroom, ROUND, day)
    assert (answer.verdict, answer.event) == ("not_set", None)
    assert answer.citations[0].article_id == "b"


def test_that_no_date_is_set_wins_over_a_date_that_it_withdraws(newsroom: Newsroom) -> None:
    newsroom.publish("a", SET, "2025-03-01")
    newsroom.publish(
        "b", "The next round of the fisheries talks has been called off and no new date has been "
        "set for it, a spokesman said.", "2025-03-12",
    )  # fmt: skip
    answer = ask(newsroom, ROUND, "2025-03-13")
    assert (answer.verdict, answer.event) == ("not_set", None)


def test_that_there_is_no_new_date_withdraws_a_plainer_one(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The summit of the lake towns: was October, is now November 7.", "2025-10-28"
    )
    newsroom.publish(
        "b", "Mayor Salquin will not travel to Hallin on Friday. By noon the summit of the lake "
        "towns had been postponed for the second time. No new date has been named.", "2025-11-04",
        outlet="Harbour Post",
    )  # fmt: skip
    assert ask(newsroom, "when is the summit now", "2025-11-05").verdict == "not_set"


def test_that_no_date_is_set_loses_to_a_date_that_is_newer(newsroom: Newsroom) -> None:
    newsroom.publish("a", NO_DATE, "2025-03-09")
    newsroom.publish("b", SET, "2025-03-12")
    answer = ask(newsroom, ROUND, "2025-03-13")
    assert (answer.verdict, start(answer)) == ("scheduled", "2025-03-20")
    assert answer.citations[0].article_id == "b"


def test_that_no_date_is_set_is_all_there_was_before_the_date(newsroom: Newsroom) -> None:
    newsroom.publish("a", NO_DATE, "2025-03-09")
    newsroom.publish("b", SET, "2025-03-12")
    assert ask(newsroom, ROUND, "2025-03-11").verdict == "not_set"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The next round of the fisheries talks ended in Bergen today, 20 March.", "passed"),
        ("The next round of the fisheries talks will open in Bergen today, 20 March.", "scheduled"),
    ],
)
def test_what_was_held_today_is_over(newsroom: Newsroom, text: str, verdict: str) -> None:
    newsroom.publish("a", text, "2025-03-20")
    answer = ask(newsroom, ROUND, "2025-03-20")
    assert (answer.verdict, start(answer)) == (verdict, "2025-03-20")


def test_what_has_been_is_not_on_the_day_of_todays_talks(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The team for the fisheries talks was approved yesterday. It is led by Ada Renn.",
        "2025-03-19",
    )  # fmt: skip
    newsroom.publish("b", "The fisheries talks are held in Bergen today.", "2025-03-20")
    answer = ask(newsroom, "When was the team for the talks approved?", "2025-03-20")
    assert start(answer) == "2025-03-18"


def test_a_move_of_the_same_day_settles_what_was_open(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "When the fisheries talks will begin was not clear in the morning.", "2025-03-20",
        outlet="Harbour Post",
    )  # fmt: skip
    newsroom.publish(
        "b", "The start of the fisheries talks has been moved to 21 March.", "2025-03-20",
        outlet="Wire",
    )  # fmt: skip
    answer = ask(newsroom, "Do the fisheries talks still begin on 20 March?", "2025-03-20")
    assert (answer.verdict, start(answer)) == ("scheduled", "2025-03-21")


def test_an_undated_article_never_outweighs_a_dated_one(newsroom: Newsroom) -> None:
    newsroom.publish("a", SET.replace("20 March", "27 March 2025"))
    newsroom.publish("b", SET, "2025-03-12")
    assert start(ask(newsroom, ROUND, "2025-03-13")) == "2025-03-20"


def test_the_day_that_something_was_moved_from_is_not_settled_by_the_word_of_that_day(
    newsroom: Newsroom,
) -> None:
    newsroom.publish(
        "a", "The fisheries talks will start on Thursday 13 March at noon.", "2025-03-12",
    )  # fmt: skip
    newsroom.publish(
        "b", "The fisheries talks that were to start today will start tomorrow instead.",
        "2025-03-13",
    )  # fmt: skip
    answer = ask(newsroom, "When do the fisheries talks start?", "2025-03-13")
    assert (answer.verdict, start(answer)) == ("scheduled", "2025-03-14")


def test_again_is_after_the_round_that_is_under_way(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The two delegations are to meet for the fisheries talks on 12 and 13 March.",
        "2025-03-10",
    )  # fmt: skip
    newsroom.publish(
        "b", "Norway confirms: the next round of the fisheries talks is planned for 3 April.",
        "2025-03-13", outlet="Harbour Post",
    )  # fmt: skip
    answer = ask(newsroom, "When do the delegations meet again for the talks?", "2025-03-13")
    assert (answer.verdict, start(answer)) == ("scheduled", "2025-04-03")
    answer = ask(newsroom, "When are the fisheries talks?", "2025-03-12")
    assert start(answer) == "2025-03-12"


def test_what_names_only_an_end_of_waiting_does_not_displace_that_no_date_is_set(
    newsroom: Newsroom,
) -> None:
    newsroom.publish("a", NO_DATE, "2025-03-09")
    newsroom.publish(
        "b", "Norway would be ready for a new round of the fisheries talks after 22 March.",
        "2025-03-11",
    )  # fmt: skip
    assert ask(newsroom, ROUND, "2025-03-12").verdict == "not_set"


def test_what_was_moved_and_is_over_yields_to_newer_words(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The next exchange of prisoners takes place on 20 March at the bridge of Garra.",
        "2025-03-09",
    )  # fmt: skip
    newsroom.publish(
        "b", "The river is high; the Red Cross has put off the exchange by a week, to 27 March.",
        "2025-03-18", outlet="Harbour Post",
    )  # fmt: skip
    newsroom.publish(
        "c", "A third exchange is wanted by both sides, he said, but there is no date for it.",
        "2025-03-27", outlet="Town Echo",
    )  # fmt: skip
    answer = ask(newsroom, "When's the next prisoner exchange?", "2025-04-01")
    assert answer.verdict == "not_set"


def test_the_word_of_the_day_itself_settles_which_day_it_is(newsroom: Newsroom) -> None:
    talks = "The third round of the fisheries talks"
    publish(newsroom, {"a": ("2025-07-22", f"{talks} will be held on 23 July.")}, "One")
    publish(newsroom, {"b": ("2025-07-22", f"{talks} will be held on 24 July.")}, "Other")
    assert ask(newsroom, "When is the third round of talks?", "2025-07-22").verdict == "disputed"
    publish(newsroom, {"c": ("2025-07-23", f"{talks} is to start at 19:00 today.")}, "Third")
    answer = ask(newsroom, "When is the third round of the fisheries talks?", "2025-07-23")
    assert answer.verdict == "scheduled"
    assert answer.event is not None
    assert answer.event.start == date(2025, 7, 23)


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("When was the fisheries team for the talks approved?", "answered"),
        ("Is there a day for the round of fisheries talks after this one?", "not_set"),
    ],
)
def test_the_word_of_the_day_itself_settles_no_other_day(
    newsroom: Newsroom, question: str, verdict: str
) -> None:
    publish(
        newsroom,
        {"a": ("2025-07-22", "The team for the fisheries talks was approved on Monday.")},
        "One",
    )
    publish(newsroom, {"b": ("2025-07-23", "Two meetings are on the timetable of the talks today. "
            "For the next round itself, no date has been set.")}, "Other")  # fmt: skip
    assert ask(newsroom, question, "2025-07-23").verdict == verdict


def test_a_move_by_days_displaces_the_day_that_it_counts_from(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "Public television wants to bring the four strongest candidates into one studio on 6 "
        "May.", "2025-04-15", outlet="Wire",
    )  # fmt: skip
    newsroom.publish(
        "b", "He also brought news: the debate will take place on 7 May, a day later than the "
        "broadcaster first planned.", "2025-04-25", outlet="Post",
    )  # fmt: skip
    answer = ask(newsroom, "When do the four candidates meet in one studio?", "2025-04-28")
    assert (answer.verdict, start(answer)) == ("scheduled", "2025-05-07")


def test_what_should_have_been_leaves_the_day_that_it_was_put_off_to(newsroom: Newsroom) -> None:
    newsroom.publish("a", "The corridor is to open on 19 May.", "2025-05-09", outlet="Wire")
    newsroom.publish(
        "b", "The corridor, which should have opened on Monday, stayed shut. The opening has been "
        "put off to Friday, 23 May, the observers said.", "2025-05-20", outlet="Post",
    )  # fmt: skip
    answer = ask(newsroom, "When will the corridor open?", "2025-05-21")
    assert (answer.verdict, start(answer)) == ("scheduled", "2025-05-23")


def test_a_part_of_a_month_yields_to_newer_days_that_are_over(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The play-off matches will be played in mid-November.", "2027-10-12", outlet="Wire"
    )
    newsroom.publish(
        "b", "In the play-offs Orsund meets Dorvik on 13 November.", "2027-10-21", outlet="Post"
    )
    answer = ask(newsroom, "When are the play-off matches?", "2027-11-19")
    assert (answer.verdict, start(answer)) == ("passed", "2027-11-13")


def test_a_move_told_the_same_day_counts_before_that_it_is_unclear(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The vote on the quay will not be held on 15 March. It is not clear when the vote on "
        "the quay will be held, the clerk said.", "2025-03-10",
    )  # fmt: skip
    newsroom.publish(
        "b", "The vote on the quay has been moved to 22 March, the mayor said.", "2025-03-10",
        outlet="Harbour Post",
    )  # fmt: skip
    answer = ask(newsroom, "Is the vote on the quay still on 15 March?", "2025-03-11")
    assert start(answer) == "2025-03-22"
