"""What tells a change comes before what it makes old."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from retrieval.evidence import Sentence
from retrieval.reader import Reading
from retrieval.records import Article, Hit
from retrieval.renewal import NOT_RULED_OUT, renewed
from retrieval.understand import understand

HIT = Hit(1, "a", 1, 0, 0, 0.0, 0.0, 0.0, 0.0, 1.0, 0)
DEAD = "How many people died in the flood?"
FIRST = "Eleven people are dead and 64 are missing."


def sentence(text: str, day: int, score: float, answers: float = 0.0) -> Sentence:
    article = Article(
        str(day), text, "", "Wire", "wire", published=datetime(2025, 3, day, tzinfo=UTC)
    )
    none = np.zeros(0, dtype=np.float32)
    return Sentence(
        article, HIT, 0, 0, len(text), {"other_day": 0.0}, score, 0.3, 0.0, ((0, 3),), (), (),
        reading=Reading(answers, 0.0, none, none, np.zeros((0, 2), dtype=np.int64)),
    )  # fmt: skip


def first_of(asked: str, before: Sentence, after: Sentence) -> str:
    question = understand(asked, as_of=datetime(2025, 3, 30, tzinfo=UTC))
    return renewed(question, [before, after])[0].text


@pytest.mark.parametrize(
    ("asked", "before", "after"),
    [
        (DEAD, FIRST, "The number of dead has risen to 29, the governor said."),
        (DEAD, FIRST, "The crisis staff raises the number of dead to seventeen."),
        (DEAD, FIRST, "The toll had to be corrected from 11 to 9."),
        ("Who leads the team?", "The team is led by Igor Kost.",
         "Vladimir Med takes over from the military men as head of the team."),
        ("Where will the conference be held?", "The conference will be held in Quillara.",
         "The conference will move to Port Ansel."),
    ],
)  # fmt: skip
def test_a_newer_statement_that_tells_a_change_comes_first(
    asked: str, before: str, after: str
) -> None:
    assert first_of(asked, sentence(before, 3, 6.0), sentence(after, 9, 3.0)) == after


def test_what_is_as_old_tells_no_change_or_is_of_something_else_stays_behind() -> None:
    risen = "The number of dead has risen to 29."
    best = sentence(FIRST, 3, 6.0)
    assert first_of(DEAD, best, sentence(risen, 3, 3.0)) == FIRST
    assert first_of(DEAD, best, sentence("Two people died in Sted.", 9, 3.0)) == FIRST
    assert first_of(DEAD, best, sentence(risen, 9, 3.0, NOT_RULED_OUT - 1)) == FIRST
    assert first_of(DEAD, best, sentence("Trams ran from midnight to five.", 9, 3.0)) == FIRST


@pytest.mark.parametrize(
    "asked",
    [
        "How many people were reported dead at first?",
        "Why did so many people die?",
        "Who led the search in January?",
    ],
)
def test_who_asks_for_what_was_or_for_what_does_not_change_gets_the_best(asked: str) -> None:
    newer = sentence("The number of dead has risen to 29.", 9, 3.0)
    assert first_of(asked, sentence(FIRST, 3, 6.0), newer) == FIRST
