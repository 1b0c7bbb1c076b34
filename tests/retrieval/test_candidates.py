"""Which of the dates in the coverage are those of what is asked for."""

from __future__ import annotations

import math
from datetime import date

import pytest

from retrieval.candidates import Candidate, candidates
from retrieval.limits import scope_of
from tests.retrieval.answers import ask, start
from tests.retrieval.conftest import Newsroom


def found_in(newsroom: Newsroom, question: str, as_of: str) -> list[Candidate]:
    newsroom.refresh()
    today = date.fromisoformat(as_of)
    scope = scope_of(as_of=today, since=None, until=None, outlets=(), known=())
    with newsroom.open() as index:
        stages = index.stages(question, scope)
        return candidates(stages.question, stages.sentences, today)


def test_a_day_called_wrong_by_its_own_paper_is_not_the_day(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "Correction: in yesterday's edition we dated the first round of the fisheries talks "
        "to 26 May. The first round of the fisheries talks was held on 16 May.", "2025-07-09",
    )  # fmt: skip
    answer = ask(newsroom, "When was the first round of the fisheries talks?", "2025-07-10")
    assert start(answer) == "2025-05-16"


def test_when_a_day_will_be_set_is_another_question_than_the_day(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "A date for the third round of the fisheries talks can be agreed on 24 June, the "
        "mediator said. The third round of the fisheries talks is expected on 30 June.",
        "2025-06-19",
    )  # fmt: skip
    asked = "When is the third round of the fisheries talks?"
    assert start(ask(newsroom, asked, "2025-06-20")) == "2025-06-30"
    asked = "When will they agree on a date for the third round of the fisheries talks?"
    assert start(ask(newsroom, asked, "2025-06-20")) == "2025-06-24"


@pytest.mark.parametrize(("which", "day"), [("first", "2025-05-16"), ("second", "2025-06-02")])
def test_each_of_a_series_has_the_day_beside_it(newsroom: Newsroom, which: str, day: str) -> None:
    newsroom.publish(
        "a", "The fisheries talks go on. The first round, on 16 May, resulted in an exchange; the "
        "second was on 2 June.", "2025-07-22",
    )  # fmt: skip
    assert start(ask(newsroom, f"When was the {which} round of the talks?", "2025-07-25")) == day


def test_the_days_of_a_list_share_the_year_of_its_last_one(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The next round of the fisheries talks would come after those in Bergen on 16 May, "
        "2 June and 23 July last year.", "2026-02-18",
    )  # fmt: skip
    event = ask(newsroom, "When is the next round of the fisheries talks?", "2026-02-20").event
    assert event is None or str(event.start).startswith("2025")


def test_the_day_on_which_it_was_said_is_not_the_day_of_what_was_said(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The third round of the fisheries talks took place on 23 July, a spokesman said on "
        "Tuesday.", "2025-07-30",
    )  # fmt: skip
    assert start(
        ask(newsroom, "When was the third round of the fisheries talks?", "2025-08-01")
    ) == ("2025-07-23")


@pytest.mark.parametrize(
    "days",
    ["on 2 June 2025 and 16 May 2025", "on Friday and Thursday last week", "in June and May"],
)
def test_a_list_that_goes_back_keeps_its_days(newsroom: Newsroom, days: str) -> None:
    newsroom.publish("a", f"The fisheries talks were held in Bergen {days}.", "2025-07-22")
    event = ask(newsroom, "When were the fisheries talks in Bergen?", "2025-07-24").event
    assert event is not None
    assert str(event.start).startswith("2025")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "The court in Graz, meanwhile, has moved the hearing on the dam of Lower Alm from "
            "12 June to 3 July.",
            "2025-07-03",
        ),
        ("The court has put the hearing on the dam back by two weeks, to 26 June.", "2025-06-26"),
        ("The hearing on the dam was adjourned until 19 June.", "2025-06-19"),
    ],
)
def test_what_was_moved_is_on_the_day_it_was_moved_to(
    newsroom: Newsroom, text: str, day: str
) -> None:
    newsroom.publish("a", f"{text} The judge was taken ill.", "2025-06-02")
    assert start(ask(newsroom, "When is the hearing on the dam?", "2025-06-05")) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The commission on the ferry accident is to report by the end of the year.", "2025-12-31"),
        ("The commission on the ferry accident is to report by the end of June.", "2025-06-30"),
        ("The commission on the ferry accident is to report by 12 June.", "2025-06-12"),
    ],
)
def test_what_has_a_limit_is_due_on_its_last_day(newsroom: Newsroom, text: str, day: str) -> None:
    newsroom.publish("a", text, "2025-05-20")
    asked = "When is the commission on the ferry accident to report?"
    assert start(ask(newsroom, asked, "2025-05-22")) == day


@pytest.mark.parametrize("as_of", ["2025-07-06", "2025-07-20"])
def test_a_day_that_was_set_is_no_statement_that_there_is_none(
    newsroom: Newsroom, as_of: str
) -> None:
    newsroom.publish(
        "a", "The joint committee of Tarvia and Ostrovar will meet for the first time on 18 July "
        "and not, as agreed at the Vessen summit, on 11 July.", "2025-07-05",
    )  # fmt: skip
    answer = ask(newsroom, "next sitting of the tarvia-ostrovar joint committee", as_of)
    assert start(answer) == "2025-07-18"


def test_a_month_named_while_the_day_is_open_sets_none(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The hearings on the ferry accident will begin in September; the day will be fixed "
        "later by the chair, and no date has been set.", "2025-07-05",
    )  # fmt: skip
    asked = "When do the hearings on the ferry accident begin?"
    assert ask(newsroom, asked, "2025-07-06").verdict == "not_set"


def test_after_a_feast_is_no_day(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The second session with the mediator will be held after Easter, but no date has been "
        "set.", "2025-03-27",
    )  # fmt: skip
    assert ask(newsroom, "date of the second session with the mediator", "2025-03-28").verdict == (
        "not_set"
    )


@pytest.mark.parametrize(("which", "day"), [("first", "2025-01-23"), ("second", "2025-02-04")])
def test_days_in_a_list_are_those_of_the_rounds_in_their_order(
    newsroom: Newsroom, which: str, day: str
) -> None:
    newsroom.publish(
        "a", "The two sides have met twice in Bergen for the fisheries talks, on 23 January and "
        "again on 4 February.", "2025-02-20",
    )  # fmt: skip
    asked = f"When was the {which} round of the fisheries talks?"
    assert start(ask(newsroom, asked, "2025-02-22")) == day


def test_the_ordinal_of_something_else_is_not_that_of_the_round(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The second round of the fisheries talks, held on Wednesday, has ended with the first "
        "truce in four months. The third round is planned for 20 March.", "2025-02-07",
    )  # fmt: skip
    found = found_in(newsroom, "When was the second round of the talks?", "2025-02-10")
    ordinals = {str(c.first): c.features["same_ordinal"] for c in found if c.span}
    assert ordinals == {"2025-02-05": 1.0, "2025-03-20": 0.0}


def test_a_day_that_the_next_sentence_denies_is_none(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "A newspaper wrote that the fisheries talks would begin in Bergen on 16 June. The "
        "ministry denied it.", "2025-05-22",
    )  # fmt: skip
    answer = ask(newsroom, "When will the fisheries talks in Bergen begin?", "2025-05-23")
    assert (answer.verdict, start(answer)) == ("not_set", None)


def test_a_sentence_without_an_event_speaks_of_that_of_the_one_before_it(
    newsroom: Newsroom,
) -> None:
    newsroom.publish(
        "a", "As for a third round of the fisheries talks, the mediator made no promises. It comes "
        "once both have read the papers, and no day can be named.", "2025-06-04",
    )  # fmt: skip
    unset = found_in(newsroom, "When is the next round of the fisheries talks?", "2025-06-05")
    assert [(c.outcome, c.features["same_event"]) for c in unset] == [("not_set", 1.0)]
    other = found_in(newsroom, "When is the next exchange of prisoners?", "2025-06-05")
    assert other == []


def test_a_year_is_a_date_where_no_more_is_known(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "Marta Ilves takes office today. The next election of a chairman of the ferry company "
        "is due in 2029.", "2025-03-01",
    )  # fmt: skip
    asked = "When is the next election of a chairman of the ferry company?"
    assert start(ask(newsroom, asked, "2025-03-02")) == "2029-01-01"


def test_the_year_that_names_a_budget_is_no_day_of_it(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "Parliament passed the budget for 2026 at first reading. The next vote on the 2026 "
        "budget is on 3 December.", "2025-11-13",
    )  # fmt: skip
    found = found_in(newsroom, "When is the next vote on the budget?", "2025-11-14")
    assert {str(c.first) for c in found} == {"2025-12-03"}


def test_what_had_been_said_of_no_date_yields_to_the_date_beside_it(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "Orr wants to hold the second round of the fisheries talks on 2 June. As late as "
        "Monday he had said that there was no date yet for the fisheries talks.", "2025-05-28",
    )  # fmt: skip
    found = found_in(newsroom, "When is the next round of the fisheries talks?", "2025-05-28")
    assert "not_set" in {c.outcome for c in found}
    assert "not_set" not in {c.outcome for c in found if c.chance}


@pytest.mark.parametrize(("asked", "day"), [("begin", "2025-05-23"), ("end", "2025-05-25")])
def test_the_day_is_of_the_end_that_is_asked_for(newsroom: Newsroom, asked: str, day: str) -> None:
    newsroom.publish(
        "a", "The exchange of prisoners began on Friday, 23 May. It was not easy. The exchange of "
        "prisoners ended on Sunday, 25 May.", "2025-05-26",
    )  # fmt: skip
    answer = ask(newsroom, f"When did the exchange of prisoners {asked}?", "2025-05-28")
    assert start(answer) == day


def test_a_thing_ended_on_the_last_of_its_days(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The strike lasted from 15 March to 16 April, the union said.", "2027-06-11"
    )
    for asked, day in (("end", "2027-04-16"), ("begin", "2027-03-15")):
        found = found_in(newsroom, f"When did the strike {asked}?", "2027-06-15")
        assert [str(c.first) for c in found] == [day]


def test_a_day_called_wrong_in_the_same_breath_is_not_the_day(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The first round of the talks was held in Bergen on 26 May.", "2025-07-08",
        outlet="Post",
    )  # fmt: skip
    newsroom.publish(
        "b", "We gave a wrong date. The first round of the talks was held on 16 May, not on 26 "
        "May.", "2025-07-09", outlet="Post",
    )  # fmt: skip
    answer = ask(newsroom, "When was the first round of the talks held?", "2025-07-10")
    assert start(answer) == "2025-05-16"


def test_what_has_been_has_a_day_though_none_is_set_for_what_comes(newsroom: Newsroom) -> None:
    newsroom.publish("a", "The second round of talks was held on 2 June in Istanbul.", "2025-06-03")
    newsroom.publish(
        "b", "No date has been set for another round of talks in Istanbul.", "2025-07-01",
        outlet="Post",
    )  # fmt: skip
    found = found_in(newsroom, "When was the round of talks in Istanbul?", "2025-07-10")
    assert {(c.outcome, str(c.first)) for c in found if c.chance} == {("over", "2025-06-02")}


@pytest.mark.parametrize(
    ("question", "ago"),
    [
        ("When was the last exchange of prisoners?", [0.0, 30.0]),
        ("most recent prisoner exchange, when was it", [0.0, 30.0]),
        ("When did they exchange prisoners last year?", [0.0, 0.0]),
        ("How long did the exchange of prisoners last?", [0.0, 0.0]),
    ],
)
def test_the_last_one_is_the_less_long_ago(
    newsroom: Newsroom, question: str, ago: list[float]
) -> None:
    newsroom.publish("a", "Prisoners were exchanged at the bridge on 10 June.", "2025-06-10")
    newsroom.publish("b", "Prisoners were exchanged at the bridge on 10 July.", "2025-07-10")
    newsroom.refresh()
    found = found_in(newsroom, question, "2025-07-10")
    days = sorted(math.expm1(c.features["long_ago"]) for c in found if c.span)
    assert days == pytest.approx(ago)


@pytest.mark.parametrize(
    ("question", "tenseless"),
    [
        ("date of the hearing in Porto", 1.0),
        ("Porto hearing, which day", 1.0),
        ("When is the hearing in Porto?", 0.0),
        ("date of the next hearing in Porto", 0.0),
        ("When was the hearing in Porto?", 0.0),
    ],
)
def test_a_question_without_a_tense_may_be_about_what_has_been(
    newsroom: Newsroom, question: str, tenseless: float
) -> None:
    newsroom.publish("a", "The hearing in Porto was held on 21 March.", "2025-03-22")
    newsroom.publish("b", "Another hearing will be held in Porto on 21 May.", "2025-03-22")
    found = found_in(newsroom, question, "2025-03-23")
    assert {c.outcome: c.features["tenseless"] for c in found} == {"over": tenseless, "ahead": 0.0}


def test_when_an_offer_was_made_is_not_answered_by_what_it_names(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "On Sunday the mayor offered to meet the dockers on 20 March.", "2025-03-10"
    )
    made = found_in(newsroom, "When did the mayor make his offer to the dockers?", "2025-03-11")
    assert [str(c.first) for c in made if c.chance] == ["2025-03-09"]
    named = found_in(newsroom, "Which day did the mayor offer for it?", "2025-03-11")
    assert "2025-03-20" in [str(c.first) for c in named if c.chance]


def test_what_has_been_is_not_dated_by_a_day_to_come(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The museum will not open on 1 March but on 12 April. It has been closed since "
        "October 2022, when a storm took the roof.", "2025-01-29",
    )  # fmt: skip
    found = found_in(newsroom, "When did the museum close?", "2025-02-02")
    assert {str(c.first) for c in found if c.chance} == {"2022-10-01"}


@pytest.mark.parametrize(
    "text",
    [
        "The first direct talks since 2022 took place in Bergen on 16 May.",
        "On 16 May the talks took place, which they had not since 2022.",
    ],
)
def test_the_first_since_a_year_is_not_of_that_year(newsroom: Newsroom, text: str) -> None:
    newsroom.publish("a", text, "2025-05-18")
    found = found_in(newsroom, "When did the first talks since 2022 take place?", "2025-05-20")
    assert {str(c.first) for c in found} == {"2025-05-16"}


def test_no_date_is_set_by_when_one_may_be_named(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "A new launch date will not be named before the inquiry has been closed; that is to "
        "happen by the end of the month.", "2027-05-07",
    )  # fmt: skip
    assert ask(newsroom, "When is the next launch?", "2027-05-08").verdict == "not_set"


@pytest.mark.parametrize(
    ("asked", "agreed"),
    [("When did the exchange end?", True), ("When did they agree on the exchange?", False)],
)
def test_the_day_of_an_agreement_is_told_from_that_of_its_matter(
    newsroom: Newsroom, asked: str, agreed: bool
) -> None:
    newsroom.publish(
        "a", "The exchange agreed in Basel on 2 June is complete.", "2025-06-16", outlet="Post"
    )
    found = found_in(newsroom, asked, "2025-06-18")
    assert [bool(c.features["agreed"]) for c in found] == [agreed]


def test_a_statement_lacks_the_names_that_are_asked_for(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "Anna Berger met Ivan Petkov on 3 May.\n\nPetkov met Tomas Ek on 9 May.", "2025-05-10"
    )
    found = found_in(newsroom, "When did Anna Berger meet Ivan Petkov?", "2025-05-12")
    lacking = {str(c.first): c.features["names_apart"] for c in found}
    assert lacking["2025-05-03"] == 0.0 < lacking["2025-05-09"]


def test_the_day_that_somebody_did_name_for_it_may_be_to_come(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The talks went badly on 18 July. Orr said that the talks will go on on 23 July.",
        "2025-07-21",
    )  # fmt: skip
    found = found_in(newsroom, "What day did Orr name for the talks?", "2025-07-22")
    assert "2025-07-23" in {str(c.first) for c in found if c.chance}


def test_what_is_moved_from_a_day_denies_nothing_else_on_it(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The fisheries talks go on in Bergen on Monday, 2 June, a diplomat said. They are to "
        "begin at 13:00.\n\nThe wedding booked into the hotel for Monday evening has been moved to "
        "Tuesday, a florist told us.", "2025-06-01",
    )  # fmt: skip
    asked = "When do the fisheries talks go on?"
    assert start(ask(newsroom, asked, "2025-06-01")) == "2025-06-02"


def test_a_day_stands_though_its_sentence_speaks_of_another_sort_of_event(
    newsroom: Newsroom,
) -> None:
    newsroom.publish(
        "a", "The supervisory board of Norhav will deal with the wage proposal on Tuesday, 3 June. "
        "Talks with the union go on. The board met last on 2 May.", "2025-05-30",
    )  # fmt: skip
    asked = "When does the supervisory board of Norhav talk about the proposal?"
    assert start(ask(newsroom, asked, "2025-06-01")) == "2025-06-03"


def test_what_lies_ahead_of_an_article_was_not_held_by_then(newsroom: Newsroom) -> None:
    newsroom.publish("a", "The union named 21 March for its ballot.", "2025-03-10")
    found = found_in(newsroom, "When was the ballot of the union?", "2025-03-30")
    assert [c.first for c in found] == [date(2025, 3, 21)]
    assert not any("held" in c.modality for c in found)


def test_in_an_archive_nothing_grows_older_than_it_is_after_months(newsroom: Newsroom) -> None:
    newsroom.publish("a", "The hearing in Porto was held on 21 March.", "1996-03-22")
    newsroom.publish("b", "A hearing on the mill in Varna was held on 5 May.", "2024-05-06")
    asked = "When was the hearing in Porto?"
    chances = {}
    for day in ("2024-06-01", "2026-06-01"):
        found = found_in(newsroom, asked, day)
        chances[day] = [c.chance for c in found if str(c.first) == "1996-03-21"]
    assert chances["2024-06-01"] == pytest.approx(chances["2026-06-01"], abs=0.02)
    assert start(ask(newsroom, asked, "2026-06-01")) == "1996-03-21"


def test_the_first_of_something_else_displaces_nothing(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "A team found the first of three skeletons in July 2004, on its fourth journey.",
        "2006-04-26",
    )  # fmt: skip
    newsroom.publish("b", "Delmas became the first actor to win on Sunday.", "2006-02-27")
    asked = "When was the first skeleton found?"
    assert start(ask(newsroom, asked, "2007-01-01")) == "2004-07-01"


SIGNED = "The treaty on the lake was signed in Morz on 3 March 2004 by both of the ministers."


def test_in_an_archive_a_statement_grows_no_older_after_some_months(newsroom: Newsroom) -> None:
    newsroom.publish("a", SIGNED, "2004-03-05")
    asked = "When was the treaty on the lake signed?"
    soon, later, decades = (
        found_in(newsroom, asked, day)[0].features
        for day in ("2004-03-06", "2005-03-05", "2024-03-05")
    )
    names = ("age", "newer", "away")
    assert soon["age"] < later["age"]
    assert soon["away"] < later["away"]
    assert {n: later[n] for n in names} == {n: decades[n] for n in names}


def test_a_deadline_speaks_against_a_date_unless_it_is_asked_for(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a",
        "The tenants of the harbour have to leave their flats by Friday, 20 June.",
        "2025-06-10",
    )
    limit, day = (
        [c.features["deadline"] for c in found_in(newsroom, asked, "2025-06-11")]
        for asked in (
            "By when do the tenants of the harbour have to leave?",
            "When do the tenants of the harbour leave?",
        )
    )
    assert limit == [0.0]
    assert day in ([], [1.0])


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("When was the earthquake in Morz?", "2025-05-06"),
        ("When did aid flights land in Morz?", "2025-05-09"),
    ],
)
def test_of_two_events_that_date_each_other_one_is_asked_for(
    newsroom: Newsroom, question: str, day: str
) -> None:
    newsroom.publish(
        "a", "Aid flights landed in Morz on Friday, three days after the earthquake struck Morz.",
        "2025-05-11",
    )  # fmt: skip
    assert start(ask(newsroom, question, "2025-05-12")) == day
