"""Whether a question, and a date, is about how something begins or how it ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.phases import Phase, phase_asked, phase_beside


@pytest.mark.parametrize(
    ("question", "phase"),
    [
        ("When did the exchange begin?", "start"),
        ("when was the handover finished", "end"),
        ("Since when has the truce been in force?", "start"),
        ("Until when does it hold?", "end"),
        ("When is the talk over?", "end"),
        ("When is the next round?", None),
        ("When did it start and when was it over?", None),
        ("Are they open to talks?", None),
        ("Was it over an hour late?", None),
    ],
)
def test_a_question_may_ask_for_one_end_of_something(question: str, phase: Phase | None) -> None:
    assert phase_asked(question) == phase


@pytest.mark.parametrize(
    ("sentence", "day", "phase"),
    [
        ("The exchange, which began on Friday, is complete.", "Friday", "start"),
        ("The return of the dead ended on Sunday.", "Sunday", "end"),
        ("Signed in May, in force since 12 May, it runs out in July.", "12 May", "start"),
        ("The museum has been closed since October 2022.", "October 2022", "end"),
        ("They have been in the valley since 9 May.", "9 May", "start"),
        ("They have been in the valley since 9 May, ended talks and left.", "9 May", "start"),
        ("They met on Sunday.", "Sunday", None),
        ("It will be held at the end of June.", "June", None),
        ("It started late, and after long speeches, songs and a parade of the whole town they had "
         "supper on Sunday.", "Sunday", None),
    ],
)  # fmt: skip
def test_a_date_is_of_the_end_that_the_nearest_word_tells(
    sentence: str, day: str, phase: Phase | None
) -> None:
    start = sentence.index(day)
    assert phase_beside(sentence, start, start + len(day)) == phase


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_any_text_is_read(text: str, start: int, end: int) -> None:
    assert phase_asked(text) in (None, "start", "end")
    assert phase_beside(text, min(start, end), max(start, end)) in (None, "start", "end")
