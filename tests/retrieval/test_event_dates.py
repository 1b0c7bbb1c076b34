"""The dates that a sentence prints, as the days of what it tells."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.event_dates import event_dates, of_two_events
from retrieval.limits import scope_of
from tests.retrieval.conftest import Newsroom


def days(newsroom: Newsroom, text: str) -> list[str]:
    """Of the first sentence of an article of Sunday, 11 May 2025, as it words them."""
    newsroom.publish("a", text, "2025-05-11")
    newsroom.refresh()
    scope = scope_of(as_of=date(2025, 5, 12), since=None, until=None, outlets=(), known=())
    with newsroom.open() as index:
        sentences = index.stages("When are the fisheries talks?", scope).sentences
    first = min(sentences, key=lambda s: s.start)
    return [first.article.text[d.start : d.end] for d in event_dates(first)]


@pytest.mark.parametrize(
    ("opening", "kept"),
    [
        ("BERGEN, May 11 (Wire) - ", []),
        ("May 11 (Wire) -- ", []),
        ("BERGEN/OSLO, 11 May – ", []),
        ("In Bergen, on 11 May - ", ["11 May"]),
        ("11 May: ", ["11 May"]),
    ],
)
def test_the_day_of_a_dateline_is_not_that_of_an_event(
    newsroom: Newsroom, opening: str, kept: list[str]
) -> None:
    text = f"{opening}The fisheries talks are to be held again on Thursday."
    assert days(newsroom, text) == [*kept, "Thursday"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("For the first time in nineteen years the fisheries talks are in Bergen.", []),
        ("It is the longest pause of the fisheries talks in ten years.", []),
        ("It was the third session of the fisheries talks in three days.", []),
        ("The fisheries talks begin in two weeks.", ["in two weeks"]),
    ],
)
def test_a_look_back_on_years_is_no_date(newsroom: Newsroom, text: str, kept: list[str]) -> None:
    assert days(newsroom, text) == kept


@pytest.mark.parametrize(
    ("listed", "kept"),
    [
        ("14, 15 and 16 May", ["14, 15 and 16 May"]),
        ("12, 14, 18 and 22 May", ["12", "14", "18", "22 May"]),
        ("11, 14, 15 and 16 May", ["11", "14", "15 and 16 May"]),
        ("12, 13, 14 and 15 May", ["12, 13, 14 and 15 May"]),
        ("13 May, from 14 to 16 May", ["13 May", "from 14 to 16 May"]),
    ],
)
def test_days_in_a_row_are_one_date(newsroom: Newsroom, listed: str, kept: list[str]) -> None:
    assert days(newsroom, f"The fisheries talks are to be held on {listed}.") == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The fisheries talks will be held a week later, on 26 May.", ["26 May"]),
        ("The fisheries talks go on in two weeks, in May.", ["in two weeks", "May"]),
        ("The fisheries talks go on next weekend, from 24 to 25 May.", ["from 24 to 25 May"]),
        ("The fisheries talks were on Monday, and on 9 May they ended.", ["Monday", "9 May"]),
    ],
)  # fmt: skip
def test_figures_say_which_day_the_words_before_them_mean(
    newsroom: Newsroom, text: str, kept: list[str]
) -> None:
    assert days(newsroom, text) == kept


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("When was the earthquake?", "three days after"),
        ("When did aid flights land in the capital?", "Friday"),
    ],
)
def test_of_two_events_that_are_told_by_each_other_one_is_asked_for(
    newsroom: Newsroom, question: str, kept: str
) -> None:
    text = "Aid flights landed in the capital on Friday, three days after the earthquake struck."
    newsroom.publish("a", text, "2025-05-11")
    newsroom.refresh()
    scope = scope_of(as_of=date(2025, 5, 12), since=None, until=None, outlets=(), known=())
    with newsroom.open() as index:
        stages = index.stages(question, scope)
    sentence = stages.sentences[0]
    found = of_two_events(stages.question, sentence, event_dates(sentence))
    assert [sentence.article.text[d.start : d.end] for d in found] == [kept]
