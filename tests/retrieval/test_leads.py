"""Questions that ask for whatever there is are answered by what the newest articles begin with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from retrieval.encoder import OnnxEncoder
from retrieval.index import Index
from tests.retrieval.conftest import Newsroom


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, encoder: OnnxEncoder) -> Iterator[Index]:
    newsroom = Newsroom(tmp_path_factory.mktemp("leads"), encoder)
    newsroom.publish(
        "old", "The harbour was dredged for the first time since 1990.", "2025-03-03", outlet="A"
    )
    newsroom.publish(
        "swans",
        "Who would buy ten swans?\n\nNobody, it seems.\n\nThe mayor has sold the swans to a zoo.",
        "2025-03-10",
        outlet="B",
    )
    newsroom.publish(
        "copied",
        "Snow closed both passes above the town on Tuesday night, and the buses stood still.",
        "2025-03-12",
        outlet="C",
    )
    newsroom.publish(
        "copy",
        "Snow closed both passes above the town on Tuesday night, and the buses stood still.",
        "2025-03-13",
        outlet="D",
    )
    newsroom.refresh()
    with newsroom.open() as opened:
        yield opened


SNOW, SWANS, HARBOUR = "Snow closed", "The mayor has sold", "The harbour was dredged"


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("What's new?", [SNOW, SWANS, HARBOUR]),
        ("any news", [SNOW, SWANS, HARBOUR]),
        ("what is the latest?", [SNOW, SWANS, HARBOUR]),
        ("What happened in the last 5 days?", [SNOW, SWANS]),
        ("what happened since 11 March", [SNOW]),
        ("What happened on 10 March?", [SWANS]),
        ("what was the news on 3 March", [HARBOUR]),
    ],
)
def test_the_newest_come_first_each_text_once_within_the_days_asked_for(
    index: Index, question: str, opening: list[str]
) -> None:
    answer = index.ask(question, as_of=date(2025, 3, 14))
    assert (answer.verdict, answer.confidence) == ("answered", 1.0)
    quoted = [c.quote for c in answer.citations]
    assert len(quoted) == len(opening)
    assert all(o in q for q, o in zip(quoted, opening, strict=True))


@pytest.mark.parametrize(
    "question",
    ["latest on the swans", "any news about the swans?", "swans news", "whats up with the swans"],
)
def test_the_newest_of_a_subject_comes_first(
    tmp_path: Path, encoder: OnnxEncoder, question: str
) -> None:
    newsroom = Newsroom(tmp_path, encoder)
    newsroom.publish(
        "begun", "The sale of the swans begins on Monday, the mayor said.", "2025-03-03"
    )
    newsroom.publish(
        "over", "The zoo has taken the last swans away. Nobody in the town waved.", "2025-03-20"
    )
    newsroom.publish("bridge", "The bridge is to be painted green in May.", "2025-03-21")
    newsroom.refresh()
    with newsroom.open() as index:
        answer = index.ask(question, as_of=date(2025, 3, 22))
    assert answer.verdict == "answered"
    assert answer.citations[0].article_id == "over"


def test_neither_a_question_nor_a_scrap_of_a_sentence_is_the_news(index: Index) -> None:
    answer = index.ask("What happened on 10 March?", as_of=date(2025, 3, 14))
    assert answer.headline == f"“{SWANS} the swans to a zoo.”"


def test_what_came_later_is_not_news_yet(index: Index) -> None:
    answer = index.ask("What's new?", as_of=date(2025, 3, 9))
    assert [c.article_id for c in answer.citations] == ["old"]


def test_the_days_that_were_searched_are_said(index: Index) -> None:
    answer = index.ask("What happened on 10 March?", as_of=date(2025, 3, 14))
    assert answer.searched == (date(2025, 3, 10), date(2025, 3, 10))


def test_the_days_of_the_question_leave_the_limits_of_whoever_asks(index: Index) -> None:
    asked = "What happened from 3 to 12 March?"
    answer = index.ask(asked, as_of=date(2025, 3, 14), until=date(2025, 3, 5))
    assert [c.article_id for c in answer.citations] == ["old"]


def test_days_without_coverage_have_no_news(index: Index) -> None:
    answer = index.ask("What happened on 6 March?", as_of=date(2025, 3, 9))
    assert (answer.verdict, answer.reason) == ("no_answer", "no_coverage")
    assert answer.searched == (date(2025, 3, 6), date(2025, 3, 6))


def test_what_lies_ahead_is_no_news(index: Index) -> None:
    assert index.ask("What happens on 20 March?", as_of=date(2025, 3, 14)).confidence < 1.0


@pytest.mark.parametrize(
    "question",
    [
        "What happened to the swans?", "What's new at the harbour?", "Any news about the tunnel?",
        "What happened in Geneva on 10 March?", "When is the next news conference?",
    ],
)  # fmt: skip
def test_a_question_with_a_subject_is_about_that(index: Index, question: str) -> None:
    assert index.ask(question, as_of=date(2025, 3, 14)).confidence < 1.0
