from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from retrieval.errors import QuestionError
from retrieval.headline import distance
from retrieval.index import Index
from retrieval.records import Answer
from retrieval.sources import SourceConfig
from retrieval.update import refresh
from tests.retrieval.conftest import NOW, Newsroom

Open = Callable[[], Index]


def ask(index: Index, question: str, as_of: str, **options: object) -> Answer:
    moment = datetime.fromisoformat(as_of).replace(tzinfo=UTC) + timedelta(hours=23)
    return index.ask(question, as_of=moment, **options)  # type: ignore[arg-type]


def test_the_next_round_is_scheduled_with_day_place_and_distance(seeds_index: Open) -> None:
    with seeds_index() as index:
        answer = ask(index, "When is the next round?", "2025-05-30")
    assert answer.verdict == "scheduled"
    assert answer.event is not None
    assert (answer.event.start, answer.event.place) == (date(2025, 6, 2), "Istanbul")
    assert "2 June 2025" in answer.headline
    assert "Istanbul" in answer.headline
    assert "in 3 days" in answer.headline
    assert answer.citations


def test_a_round_that_was_held_is_never_next(seeds_index: Open) -> None:
    with seeds_index() as index:
        for day in range(3, 30):
            answer = ask(index, "When is the next round?", f"2025-06-{day:02}")
            if answer.verdict == "scheduled":
                assert answer.event is not None
                assert answer.event.end is not None
                assert answer.event.end >= date(2025, 6, day)


@pytest.mark.parametrize(
    ("question", "as_of", "hour"),
    [
        ("At what hour does round three start?", "2025-07-23", "19:00"),
        ("At what time does the second round start tomorrow?", "2025-06-01", "13:00"),
        ("What time will the third round begin on Wednesday?", "2025-07-21", None),
        ("At what hour do the talks that Putin proposes begin on 15 May?", "2025-05-12", None),
    ],
)
def test_an_hour_is_given_or_the_day_alone_is_no_answer(
    seeds_index: Open, question: str, as_of: str, hour: str | None
) -> None:
    with seeds_index() as index:
        answer = ask(index, question, as_of)
    assert (answer.verdict == "no_answer") == (hour is None)
    if hour:
        assert hour in answer.citations[0].quote


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Is the hearing about the harbour dues still on Tuesday, 10 June?", "scheduled"),
        ("Is the hearing about the harbour dues on Friday, 13 June?", "answered"),
        ("Has the court moved the hearing about the harbour dues from 10 June?", "answered"),
    ],
)
def test_who_asks_about_a_day_learns_on_which_other_one_it_is(
    newsroom: Newsroom, question: str, verdict: str
) -> None:
    newsroom.publish(
        "moved",
        "The court has put off the hearing about the harbour dues. It will now be held on Friday,"
        " 13 June.",
        "2025-06-06",
    )
    newsroom.refresh()
    with newsroom.open() as index:
        answer = index.ask(question, as_of=date(2025, 6, 7))
    assert answer.verdict == verdict
    assert answer.event is not None
    assert answer.event.start == date(2025, 6, 13)


def test_a_statement_that_no_date_is_set_is_quoted(seeds_index: Open) -> None:
    with seeds_index() as index:
        answer = ask(index, "When is the next round?", "2025-05-27")
    assert answer.verdict == "not_set"
    assert answer.event is None


def test_a_question_about_the_past_is_answered_with_its_day(seeds_index: Open) -> None:
    with seeds_index() as index:
        answer = ask(index, "When was the first round?", "2025-07-25")
    assert answer.verdict == "answered"
    assert answer.event is not None
    assert answer.event.start == date(2025, 5, 16)


def test_what_the_coverage_does_not_have_is_not_answered(seeds_index: Open) -> None:
    with seeds_index() as index:
        answer = ask(index, "Who won the Champions League?", "2025-07-25")
    assert answer.verdict == "no_answer"
    assert answer.citations == ()
    assert answer.event is None
    assert answer.passages


@pytest.mark.parametrize("day", ["2025-05-12", "2025-05-30", "2025-06-20", "2025-07-25"])
@pytest.mark.parametrize(
    "question",
    ["When is the next round?", "How many prisoners were exchanged?", "Who leads the teams?"],
)
def test_quotes_are_verbatim_and_nothing_is_from_later(
    seeds_index: Open, question: str, day: str
) -> None:
    with seeds_index() as index:
        answer = ask(index, question, day)
        for citation in answer.citations:
            article = index.store.article(citation.article_id, citation.version)
            assert article is not None
            assert article.text[citation.start : citation.end] == citation.quote
            assert citation.published is not None
            assert citation.published <= answer.as_of
            assert citation.attribution == f"summary of a report by {citation.outlet}"
        assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert 0 <= answer.confidence <= 1


def test_a_follow_up_is_completed_by_the_question_before(seeds_index: Open) -> None:
    with seeds_index() as index:
        alone = ask(index, "And where?", "2025-05-30")
        after = ask(index, "And where?", "2025-05-30", follows="When is the next round?")
    assert alone.verdict == "no_answer"
    assert "Istanbul" in after.citations[0].quote


def test_where_the_next_round_will_be_is_told_by_the_newest_statement(seeds_index: Open) -> None:
    with seeds_index() as index:
        answer = index.ask("and where?", as_of=date(2025, 7, 25), follows="When is the next round?")
    assert answer.verdict == "not_set"
    assert answer.citations[0].published is not None
    assert answer.citations[0].published.date() >= date(2025, 7, 24)


def test_whether_something_is_on_a_day_is_answered_by_who_says_that_it_is_not(
    newsroom: Newsroom,
) -> None:
    newsroom.publish("a", "There will be no strike of the ferrymen on 14 March.", "2025-03-10")
    newsroom.refresh()
    with newsroom.open() as index:
        answer = index.ask(
            "Is there a strike of the ferrymen on 14 March?", as_of=date(2025, 3, 11)
        )
    assert answer.verdict == "answered"
    assert "no strike" in answer.headline


def test_a_yes_or_no_is_told_by_what_is_said_of_it_and_not_by_another_date_that_is_open(
    seeds_index: Open,
) -> None:
    with seeds_index() as index:
        answer = ask(index, "will putin meet zelensky in august", "2025-07-25")
    assert "by the end of August is unlikely" in answer.citations[0].quote


@pytest.mark.parametrize(
    ("question", "told"),
    [("Where is the meeting of the ferrymen?", "Kotor"), ("Is the meeting on Friday?", "Friday")],
)
def test_what_asks_for_no_day_is_answered_by_a_quote_though_the_day_is_ahead(
    newsroom: Newsroom, question: str, told: str
) -> None:
    newsroom.publish(
        "a", "The ferrymen will hold their next meeting in Kotor on Friday.", "2025-03-10"
    )
    newsroom.refresh()
    with newsroom.open() as index:
        answer = index.ask(
            question, as_of=date(2025, 3, 11), follows="When is the next meeting of the ferrymen?"
        )
    assert answer.verdict == "answered"
    assert told in answer.headline
    assert answer.event is not None
    assert answer.event.start == date(2025, 3, 14)


def test_each_article_is_quoted_once_before_any_is_twice(seeds_index: Open) -> None:
    with seeds_index() as index:
        answer = index.ask("When is the next round?", as_of=date(2025, 5, 30))
    assert len({c.article_id for c in answer.citations}) == 3


def test_two_outlets_with_two_days_are_a_dispute(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The third round of talks will be held in Istanbul on 23 July.", "2025-07-21",
        outlet="One",
    )  # fmt: skip
    newsroom.publish(
        "b", "The third round of talks will be held in Istanbul on 24 July.", "2025-07-22",
        outlet="Other",
    )  # fmt: skip
    newsroom.refresh()
    with newsroom.open() as index:
        answer = ask(index, "When is the third round of talks?", "2025-07-22")
    assert answer.verdict == "disputed"
    assert {(c.value, c.outlets) for c in answer.agreement} == {
        ("2025-07-23", ("One",)),
        ("2025-07-24", ("Other",)),
    }
    for claim in answer.agreement:
        assert claim.citations


def test_an_undated_article_dates_nothing(newsroom: Newsroom) -> None:
    newsroom.publish("a", "The second round of talks will be held in Istanbul on June 2.")
    newsroom.refresh()
    with newsroom.open() as index:
        answer = ask(index, "When is the second round of talks?", "2025-05-30")
    assert answer.event is None
    assert answer.verdict == "answered"
    assert "June 2" in answer.headline
    assert answer.citations[0].published is None


def test_an_empty_index_has_no_answer(newsroom: Newsroom) -> None:
    newsroom.refresh()
    with newsroom.open() as index:
        answer = index.ask("When is the next round?", as_of=NOW)
    assert (answer.verdict, answer.confidence, answer.passages) == ("no_answer", 0.0, ())


@pytest.mark.parametrize("question", ["", "   ", "?!", "x" * 10_000])
def test_what_is_no_question_is_refused(newsroom: Newsroom, question: str) -> None:
    newsroom.refresh()
    with newsroom.open() as index, pytest.raises(QuestionError):
        index.ask(question, as_of=NOW)


def test_the_real_article_has_a_title_no_year_and_no_boilerplate(
    shared: Path, newsroom: Newsroom
) -> None:
    config = SourceConfig("folder", "Clippings", str(shared / "seeds"))
    refresh([config], newsroom.path, encoder=lambda: newsroom.encoder, now=NOW)
    with newsroom.open() as index:
        for question in ("When is the next round?", "What did Medinsky say he is ready for?"):
            answer = index.ask(question, as_of=datetime(2025, 5, 30, 23, tzinfo=UTC))
            assert answer.citations
            for citation in answer.citations:
                assert citation.published is None
                assert citation.title.startswith("Russian Foreign Minister Sergey Lavrov")
                assert "Shorts" not in citation.quote
            assert answer.event is None


def test_distances_read_as_people_say_them() -> None:
    today = date(2025, 5, 30)
    days = {0: "today", 1: "tomorrow", -1: "yesterday", 3: "in 3 days", -14: "14 days ago"}
    for days_off, words in days.items():
        assert distance(today + timedelta(days=days_off), today) == words


def test_what_is_about_something_else_is_not_quoted_beside_the_answer(newsroom: Newsroom) -> None:
    vote = "The council of Skelby will vote on the new bridge on Monday, 4 August, its mayor said."
    newsroom.publish("bridge", vote, "2025-07-30")
    newsroom.publish("ferry", "Nine crews went back to their ships, a union said.", "2025-07-29")
    newsroom.refresh()
    with newsroom.open() as index:
        answer = ask(index, "When is the bridge vote?", "2025-07-31")
    assert [c.article_id for c in answer.citations] == ["bridge"]


def test_an_hour_is_not_shown_with_a_day_of_something_else(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The fire at the Brenlow foam works broke out at 05:12, says the control room of the "
        "brigade.", "2025-11-06",
    )  # fmt: skip
    newsroom.publish(
        "b", "The Brenlow foam works started in Tanner's Lane in 1961. Its fire brigade is the "
        "oldest of the county.", "2025-11-07",
    )  # fmt: skip
    newsroom.refresh()
    with newsroom.open() as index:
        answer = ask(index, "What time did the fire at the Brenlow foam works start?", "2025-11-08")
    assert "05:12" in answer.headline
    assert answer.event is None or answer.event.start == date(2025, 11, 6)


def test_soldiers_that_were_withdrawn_correct_nothing(newsroom: Newsroom) -> None:
    newsroom.publish("a", "The Ninth Brigade had 3,000 soldiers at Kupra.", "2026-03-10")
    newsroom.publish(
        "b", "Of the Ninth Brigade 200 soldiers were withdrawn from Kupra.", "2026-03-11"
    )
    newsroom.refresh()
    with newsroom.open() as index:
        answer = index.ask(
            "How many soldiers did the Ninth Brigade have at Kupra?", as_of=date(2026, 3, 12)
        )
    assert "3,000" in answer.citations[0].quote


@pytest.mark.parametrize(
    ("stay", "verdict"),
    [("at a hotel in Varna", "no_answer"), ("at the Hotel Miramont in Varna", "answered")],
)
def test_which_hotel_it_is_is_not_told_by_its_town(
    newsroom: Newsroom, stay: str, verdict: str
) -> None:
    newsroom.publish("a", f"The team of the ferrymen stays {stay} until Friday.", "2025-03-10")
    question = "At which hotel does the team of the ferrymen stay?"
    newsroom.refresh()
    with newsroom.open() as index:
        assert ask(index, question, "2025-03-11").verdict == verdict


def test_a_day_without_a_year_is_asked_for_years_later(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The two delegations met in the town hall of Bergen on 16 May.", "2025-05-17"
    )
    newsroom.publish("b", "The two delegations met at the airport of Oslo on 2 June.", "2025-06-03")
    newsroom.refresh()
    for as_of in ("2025-06-10", "2026-11-30"):
        with newsroom.open() as index:
            answer = ask(index, "Where did the delegations meet on 16 May?", as_of)
        assert answer.verdict == "answered"
        assert "town hall of Bergen" in answer.citations[0].quote
