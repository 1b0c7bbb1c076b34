"""What contradicts the best sentence, with words that say so or without."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from retrieval.index import Index
from retrieval.limits import scope_of
from retrieval.rivals import DISPUTED, rivals
from tests.retrieval.answers import ask, cited
from tests.retrieval.conftest import Newsroom

FREED = "How many prisoners did Ostland free at the bridge?"
ONE = "At the Sarn bridge Ostland freed 214 prisoners on Wednesday, the captives' office said."
OTHER = "Ostland's justice ministry put 197 prisoners across the Sarn bridge on Wednesday."


def test_two_outlets_contradict_each_other_without_a_word_of_it(newsroom: Newsroom) -> None:
    newsroom.publish("a", f"The exchange took an hour. {ONE}", "2025-10-08", outlet="Courier")
    newsroom.publish("b", f"{OTHER} Tea was served.", "2025-10-09", outlet="Herald")
    answer = ask(newsroom, FREED, "2025-10-10")
    assert answer.verdict == "disputed"
    assert cited(answer) == {"a", "b"}
    assert max(answer.trace["compared"]) >= DISPUTED
    assert {outlet for claim in answer.agreement for outlet in claim.outlets} == {
        "Courier", "Herald",
    }  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        OTHER.replace("197", "214"),
        "At the Sarn bridge Westland freed 197 prisoners on Wednesday.",
        "Ostland freed the prisoners at the Sarn bridge on Wednesday after 197 days of talks.",
    ],
    ids=["the same", "of the other side", "of something else"],
)
def test_what_only_looks_like_a_contradiction_is_none(newsroom: Newsroom, other: str) -> None:
    title = "Prisoners cross the Sarn"
    newsroom.publish(
        "a", f"The exchange took an hour. {ONE}", "2025-10-08", outlet="Courier", title=title
    )
    newsroom.publish("b", f"{other} Tea was served.", "2025-10-09", outlet="Herald", title=title)
    assert ask(newsroom, FREED, "2025-10-10").verdict == "answered"


@pytest.mark.parametrize(
    ("title", "apart"), [("The bridge", 1.0), ("Ostland's handover", 0.0)], ids=["bare", "titled"]
)
def test_a_title_may_name_whose_figure_it_is(newsroom: Newsroom, title: str, apart: float) -> None:
    newsroom.publish("a", ONE, "2025-10-08", outlet="Courier")
    newsroom.publish(
        "b", "At the Sarn bridge 197 prisoners were freed on Wednesday.", "2025-10-08",
        outlet="Herald", title=title,
    )  # fmt: skip
    newsroom.refresh()
    scope = scope_of(as_of=date(2025, 10, 10), since=None, until=None, outlets=(), known=())
    with newsroom.open() as index:
        stages = index.stages("How many prisoners did Ostland free?", scope)
    best = next(s for s in stages.sentences if s.article.id == "a")
    (rival,) = (r for r in rivals(stages.question, best, stages.sentences) if len(r.texts) == 2)
    assert rival.features["names_apart"] == apart


def test_two_sentences_of_one_article_are_both_quoted(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "Ukraine handed over a list of children. Medinsky put the number of names on the list "
        "of children at 339. An investigative outlet, Verstka, counted more than 500 names.",
        "2025-06-03",
    )  # fmt: skip
    answer = ask(newsroom, "How many names are on the list of children?", "2025-06-03")
    assert answer.verdict == "disputed"
    quoted = " ".join(c.quote for c in answer.citations)
    assert "339" in quoted
    assert "more than 500" in quoted


def test_two_outlets_that_both_say_no_agree(seeds_index: Callable[[], Index]) -> None:
    with seeds_index() as index:
        answer = index.ask("did they get a ceasefire?", as_of=date(2025, 7, 25))
    assert answer.verdict == "answered"
    assert "ceasefire" in answer.citations[0].quote


def test_what_an_outlet_takes_back_disputes_nothing(newsroom: Newsroom) -> None:
    newsroom.publish("a", f"The exchange took an hour. {ONE}", "2025-10-08", outlet="Courier")
    newsroom.publish(
        "b",
        "Yesterday we wrote that Ostland put 197 prisoners across the Sarn bridge on Wednesday.",
        "2025-10-09", outlet="Herald",
    )  # fmt: skip
    assert ask(newsroom, FREED, "2025-10-10").verdict == "answered"


BROKE = "The Ulmet dam broke at 4.50 a.m. on Tuesday, said the company that runs it."


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        (
            "The Ulmet dam broke at twenty past three on Tuesday, says the mayor of Kaldby.",
            "disputed",
        ),
        ("The Ulmet dam broke at ten to five on Tuesday, says the mayor of Kaldby.", "answered"),
        ("The Kaldby dam was to be inspected at ten past three on Wednesday.", "answered"),
    ],
)
def test_hours_of_one_thing_are_compared_as_figures_are(
    newsroom: Newsroom, other: str, verdict: str
) -> None:
    newsroom.publish("a", f"The valley is under water. {BROKE}", "2023-09-05", outlet="Courier")
    newsroom.publish("b", f"{other} Sheep stood on roofs.", "2023-09-06", outlet="Herald")
    assert ask(newsroom, "At what time did the Ulmet dam break?", "2023-09-06").verdict == verdict


@pytest.mark.parametrize(
    ("rest", "verdict"),
    [
        (
            "for two hours according to the hall, and for ten hours according to the agents.",
            "disputed",
        ),
        ("for two hours according to the hall.", "answered"),
    ],
)
def test_one_sentence_that_attributes_twice_is_a_dispute(
    newsroom: Newsroom, rest: str, verdict: str
) -> None:
    newsroom.publish("a", f"The visitors of the fair were kept out {rest}", "2023-09-05")
    asked = "How long were the visitors of the fair kept out?"
    assert ask(newsroom, asked, "2023-09-06").verdict == verdict


@pytest.mark.parametrize(
    ("second", "verdict"),
    [
        ("The union said that the foreman had struck the match.", "disputed"),
        ("It also said that the foreman had been asleep.", "answered"),
    ],
)
def test_what_the_same_one_says_besides_is_no_second_account(
    newsroom: Newsroom, second: str, verdict: str
) -> None:
    newsroom.publish(
        "a", "The accounts of the fire in the mill differ. The company said that a lamp had "
        f"started the fire in the mill. {second}", "2023-09-05",
    )  # fmt: skip
    assert ask(newsroom, "What started the fire in the mill?", "2023-09-06").verdict == verdict


@pytest.mark.parametrize(
    ("text", "differ"),
    [
        ("Trask spoke of a two-hour call, while by Orlo's count it lasted more than two hours.", 1),
        ("Trask spoke of a two-hour call, while by Orlo's count it lasted two hours.", 0),
    ],
    ids=["more than that", "the same"],
)
def test_more_than_a_figure_is_another_account_where_two_tell_it(
    newsroom: Newsroom, text: str, differ: int
) -> None:
    question = "How long was the call between Trask and Orlo?"
    newsroom.publish("a", text, "2025-10-08", outlet="Courier")
    newsroom.refresh()
    scope = scope_of(as_of=date(2025, 10, 9), since=None, until=None, outlets=(), known=())
    with newsroom.open() as index:
        stages = index.stages(question, scope)
        found = rivals(stages.question, stages.sentences[0], stages.sentences)
    assert [r.features["figures_differ"] for r in found] == [differ] * len(found)
    assert differ == len(found)
    told = {s.article.text[start:end] for r in found for s, (start, end) in r.accounts}
    assert told == ({"two-hour", "more than two hours"} if differ else set())


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Trask spoke of a two-hour call, while by Orlo's count it took three hours.", "disputed"),
        ("Trask spoke of a two-hour call, and Orlo slept for three hours.", "answered"),
    ],
)
def test_one_sentence_with_two_accounts_of_a_figure_is_a_dispute(
    newsroom: Newsroom, text: str, verdict: str
) -> None:
    newsroom.publish("a", text, "2025-10-08", outlet="Courier")
    answer = ask(newsroom, "How long was the call between Trask and Orlo?", "2025-10-09")
    assert answer.verdict == verdict


def test_two_outlets_that_round_differently_agree(newsroom: Newsroom) -> None:
    question = "How long was the call between Trask and Orlo?"
    newsroom.publish("a", "Trask and Orlo's call lasted two hours.", "2025-10-08", outlet="Courier")
    newsroom.publish(
        "b", "Trask and Orlo's call lasted more than two hours.", "2025-10-08", outlet="Herald"
    )
    newsroom.refresh()
    scope = scope_of(as_of=date(2025, 10, 9), since=None, until=None, outlets=(), known=())
    with newsroom.open() as index:
        stages = index.stages(question, scope)
        found = rivals(stages.question, stages.sentences[0], stages.sentences)
    assert all(r.features["figures_differ"] == 0 for r in found)
    assert ask(newsroom, question, "2025-10-09").verdict == "answered"
