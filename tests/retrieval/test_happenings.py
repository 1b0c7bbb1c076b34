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
        ("the run-off", "the next round of voting", True),
        ("the cease-fire", "the truce", True),
        ("the by-election", "the vote", True),
        ("the in-off", "the election", False),
        ("by the middle of March", "the march through the town", False),
        ("media reported", "the publication of the report", False),
        ("public television", "the publication of the report", False),
        ("the date remains open", "the opening of the museum", False),
        ("the date remains open", "the return of the remains", False),
        ("they called for calm", "the phone call", False),
        ("there is no final date", "the final of the cup", False),
        ("nine years in prison", "the exchange of prisoners", False),
        ("an exchange of memorandums", "the exchange of prisoners", False),
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


def test_what_comes_before_or_after_is_not_what_is_dated() -> None:
    text = "The party called a vigil in the old town for 23 March, the day before the talks begin."
    start = text.index("23 March")
    assert nearest_happening(text, start, start + 8) == happenings("vigil")


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_any_text_is_read(text: str, start: int, end: int) -> None:
    assert nearest_happening(text, start, end) <= happenings(text)
