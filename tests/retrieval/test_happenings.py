"""Which sort of event a text speaks of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.happenings import happenings, nearest_happening


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("the next round of talks", "the negotiations", True),
        ("the next round of talks", "the strike", False),
        ("when do Rovers and United meet", "the match kicks off at noon", True),
        ("when does the committee meet", "the talks resume", True),
        ("when does the committee meet", "the lockout ended", False),
        ("the ships", "the harbour", False),
        ("the open day", "the hospital opens", False),
        ("the trial run of the clinics", "the court", False),
        ("the third round of talks", "chief negotiator Ana Ruiz", False),
        ("the Authority's decision", "clearance for the takeover", True),
    ],
)
def test_texts_can_speak_of_the_same_sort(one: str, other: str, alike: bool) -> None:
    assert bool(happenings(one) & happenings(other)) == alike


def test_the_nearest_word_tells_what_is_dated() -> None:
    text = "The strike ended on 3 May amid general relief, the talks on 9 May."
    for day, sort in (("3 May", "strike"), ("9 May", "talks")):
        start = text.index(day)
        assert nearest_happening(text, start, start + len(day)) == happenings(sort)
    assert not nearest_happening("It ended on 3 May.", 12, 17)


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_any_text_is_read(text: str, start: int, end: int) -> None:
    assert nearest_happening(text, start, end) <= happenings(text)
