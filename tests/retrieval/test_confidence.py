"""How sure the evidence makes us, and why there is no answer where there is none."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from retrieval.confidence import confidence, measure, threshold
from retrieval.encoder import OnnxEncoder
from retrieval.index import Index
from retrieval.limits import scope_of
from retrieval.timeline import judge
from tests.retrieval.conftest import Newsroom

TODAY = date(2025, 3, 12)
ARTICLES = {
    "harbour": (
        "2025-03-10",
        "The harbour of Varna will get a new crane for 12 million euros. Mayor Ivan Petkov signed "
        "the contract with a shipyard from Gdansk. The crane will not be in use before summer.",
    ),
    "orchestra": (
        "2025-03-11",
        "The city orchestra of Linz has elected Anna Berger as its conductor. She beat two other "
        "candidates in the second ballot.",
    ),
    "later": (
        "2025-03-20",
        "Lighthouse keeper Tomas Ek retired after forty years on the island of Vinga.",
    ),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, encoder: OnnxEncoder) -> Iterator[Index]:
    newsroom = Newsroom(tmp_path_factory.mktemp("confidence"), encoder)
    for name, (published, text) in ARTICLES.items():
        newsroom.publish(name, text, published, outlet="Wire")
    newsroom.refresh()
    with newsroom.open() as opened:
        yield opened


def features(index: Index, question: str) -> dict[str, float]:
    scope = scope_of(as_of=TODAY, since=None, until=None, outlets=(), known=())
    stages = index.stages(question, scope)
    judgement = judge(stages.question, stages.sentences, TODAY) if stages.question.timed else None
    return dict(measure(stages.question, stages.ranking, stages.sentences, judgement))


QUESTIONS = [
    "Who signed the contract for the crane in Varna?", "How much does the crane cost?",
    "When was the conductor elected?", "Why?", "When is the next ballot?", "Qwxz jkvb?",
    "Who did not win the second ballot in Linz?", "Whoo signd teh contrct?", "12?",
]  # fmt: skip
SHARES = (
    "passage_coverage unknown answer_type names other_ordinal agreement age undated date"
).split()


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_feature_is_a_number_and_every_share_a_share(index: Index, question: str) -> None:
    found = features(index, question)
    assert all(math.isfinite(value) for value in found.values())
    assert {n: found[n] for n in SHARES if not -1e-9 <= found[n] <= 1 + 1e-9} == {}
    assert 0 < confidence(found) < 1


@pytest.mark.parametrize(
    ("feature", "question", "value"),
    [
        ("unknown", "Who signed the contract?", 0.0),
        ("unknown", "Who painted the zeppelin?", 1.0),
        ("unknown", "Who signed the Zeppelinke?", 0.5),
        ("unknown", "Who signed the kontrackt?", 0.0),
        ("unknown_name", "Who signed the Norwegian contract?", 1.0),
        ("unknown_name", "Who signed the zeppelin contract?", 0.0),
        ("unknown_name", "Who signed the UNHCR contract in October?", 0.0),
        ("unknown_name", "Who signed the contract in Varna?", 0.0),
        ("unknown_name", "who signed the nato contract", 1.0),
        ("unknown_name", "who signed the usa contract", 0.0),
        ("unknown_name", "who leeds the shipyard", 0.0),
        ("names", "Who signed the contract in Varna?", 0.0),
        ("names", "Who signed the contract in Lisbon?", 1.0),
        ("other_ordinal", "Who won the second ballot in Linz?", 0.0),
        ("other_ordinal", "Who won the third ballot in Linz?", 1.0),
        ("other_ordinal", "Who won the ballot in Linz?", 0.0),
        ("read_figure", "Who signed the contract?", 0.0),
        ("age", "When was the contract for the crane signed?", 0.0),
        ("undated", "When was the conductor elected?", 1.0),
        ("undated", "Who elected the conductor?", 0.0),
    ],
)
def test_a_feature_measures_what_its_name_says(
    index: Index, feature: str, question: str, value: float
) -> None:
    assert features(index, question)[feature] == pytest.approx(value)


@pytest.mark.parametrize(
    ("surer", "less"),
    [
        ("Who signed the contract for the crane?", "Who signed the contract for the zeppelin?"),
        ("Who was elected as conductor in Linz?", "Who was elected as conductor in Lisbon?"),
        ("How much does the crane cost?", "How old is the shipyard?"),
        ("Who beat two candidates in the ballot?", "Who won the cup final in extra time?"),
    ],
)
def test_evidence_on_the_very_subject_makes_surer(index: Index, surer: str, less: str) -> None:
    assert confidence(features(index, surer)) > confidence(features(index, less))


def test_for_a_figure_the_reading_counts_twice(index: Index) -> None:
    found = features(index, "How much does the crane cost?")
    assert found["read_figure"] == found["read"] != 0.0
    assert found["second"] <= found["read"]


def test_an_answer_is_given_from_the_threshold_on(index: Index) -> None:
    seen = set()
    for question in QUESTIONS:
        answer = index.ask(question, as_of=TODAY)
        assert answer.confidence == round(confidence(features(index, question)), 4)
        if answer.confidence < threshold():
            assert answer.verdict == "no_answer"
        seen.add(answer.verdict == "no_answer")
        assert (
            (answer.reason is not None) == (answer.verdict == "no_answer") == (not answer.citations)
        )
    assert seen == {True, False}


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Who won the chess olympiad in Budapest?", "no_coverage"),
        ("Qwxz jkvb?", "no_coverage"),
        ("How many years was Tomas Ek lighthouse keeper on Vinga?", "later"),
        ("Who retired as lighthouse keeper on the island of Vinga?", "later"),
        ("When will the orchestra of Linz elect its conductor?", "not_this"),
    ],
)
def test_a_refusal_says_why(index: Index, question: str, reason: str) -> None:
    answer = index.ask(question, as_of=TODAY)
    assert (answer.verdict, answer.reason) == ("no_answer", reason)
    assert answer.citations == ()


def test_what_came_later_is_answered_later_and_never_cited_before(index: Index) -> None:
    question = "Who retired as lighthouse keeper on the island of Vinga?"
    before, after = (index.ask(question, as_of=date(2025, 3, day)) for day in (19, 20))
    assert (before.verdict, before.reason) == ("no_answer", "later")
    assert all(hit.article_id != "later" for hit in before.passages)
    assert after.verdict == "answered"
    assert after.citations[0].article_id == "later"


def test_a_date_counts_less_for_a_question_with_words_that_the_index_lacks(
    newsroom: Newsroom,
) -> None:
    newsroom.publish("fair", "The spring fair in Linz opens on 4 April.", "2025-03-09")
    newsroom.refresh()
    with newsroom.open() as index:
        known = features(index, "When does the spring fair open?")
        unknown = features(index, "When does the wimbledon zeppelin fair open?")
    assert unknown["unknown"] == 0.5
    assert 0 < unknown["date"] <= 0.5 < known["date"]


def test_what_is_told_of_another_day_is_read_as_no_answer(
    tmp_path: Path, encoder: OnnxEncoder
) -> None:
    newsroom = Newsroom(tmp_path, encoder)
    text = "Three women were among the forty people who were freed on Friday."
    newsroom.publish("a", text, "2025-03-09")
    newsroom.refresh()
    with newsroom.open() as index:
        friday = features(index, "How many women were freed on 7 March?")
        saturday = features(index, "How many women were freed on 8 March?")
    assert friday["read"] > saturday["read"] == -2.0
    assert confidence(friday) > confidence(saturday)


def test_where_something_comes_next_old_words_are_less_sure(index: Index) -> None:
    assert features(index, "When is the next ballot in Linz?")["age"] > 0
