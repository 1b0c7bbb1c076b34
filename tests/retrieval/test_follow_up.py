"""A follow-up is made whole from the question before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.follow_up import completed


@pytest.mark.parametrize(
    ("before", "text", "whole"),
    [
        ("Who heads the Ukrainian delegation?", "And the Russian one?",
         "Who heads the Russian delegation?"),
        ("Who heads Ukraine's delegation?", "and the russian side",
         "Who heads russian delegation?"),
        ("What did Putin say after the call?", "and trump?", "What did trump say after the call?"),
        ("What does the prosecution demand for Hantsch?", "and dury",
         "What does the prosecution demand for dury?"),
        ("Has Norway paid?", "What about Sweden?", "Has Sweden paid?"),
        ("How many prisoners were freed in May?", "and how many bodies?",
         "how many bodies were freed in May?"),
        ("How many prisoners were freed in May?", "what about bodies?",
         "How many bodies were freed in May?"),
        ("When is the third round?", "and where?", "Where is the third round?"),
        ("How many bodies were handed over on 28 February?", "And in August?",
         "How many bodies were handed over in August?"),
        ("When did the Civic Union meet?", "and Dorrenia's?", "When did the Dorrenia's meet?"),
        ("Who leads the Civic Union?", "and the Harbour Party?", "Who leads the Harbour Party?"),
        ("Who heads the Civic Union in Porto?", "and Labour?", "Who heads the Labour in Porto?"),
        ("When did Trump meet Putin?", "Any deal?", "Any deal? Trump meet Putin"),
        ("Which day did they meet?", "at what time", "At what time did they meet?"),
        ("How far did the union move?", "and the companies?", "How far did the companies move?"),
        ("At what time tomorrow do the crews meet?", "where exactly?",
         "Where exactly do the crews meet tomorrow?"),
        ("how long did hantsch get", "and lohmar", "how long did lohmar get"),
    ],
)  # fmt: skip
def test_what_is_set_against_something_takes_its_place(before: str, text: str, whole: str) -> None:
    assert completed(before, text) == whole


@pytest.mark.parametrize(
    ("before", "text", "whole"),
    [
        ("When does the exchange start?", "for how many people?",
         "for how many people? the exchange start"),
        ("Did the dockers accept the deal?", "how many said yes",
         "how many said yes? the dockers accept the deal"),
        ("Who is on the Russian team?", "who leads the ukrainian one?",
         "who leads the ukrainian one? on the team"),
    ],
)  # fmt: skip
def test_a_question_of_its_own_is_told_what_the_other_was_about(
    before: str, text: str, whole: str
) -> None:
    assert completed(before, text) == whole


@given(before=st.text(max_size=80), text=st.text(max_size=80))
def test_any_two_texts_make_one(before: str, text: str) -> None:
    assert len(completed(before, text)) <= len(before) + len(text) + len("? 's")
