"""The times of day that a text gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.hours import hours, same_hour


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("The dam broke at 4.50 a.m., the company said.", [290]),
        ("It burst at twenty past three.", [200]),
        ("At a quarter to nine the first bus crossed.", [525]),
        ("It was half past twelve, and by 13:10 it was over.", [30, 70]),
        ("He rang at 4 in the morning and again at five o'clock.", [240, 300]),
        ("The doors open at noon.", [0]),
        ("15:40 It is over. The session opened at 13:30.", [90]),
        ("Output fell by 4.50 per cent.", []),
        ("Half past midnight it was.", []),
        ("At ² o'clock, at half past 3².", []),
    ],
)
def test_hours_are_read_in_figures_and_in_words(text: str, minutes: list[int]) -> None:
    found = hours(text, 0, len(text))
    assert [int(span.value.split()[0]) for span in found] == minutes


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("It opened at 17:00.", "It opened at five o'clock.", True),
        ("It opened at 13:00 Kyiv time.", "It opened at 10:00 GMT.", True),
        ("It landed at 14:07 UTC.", "It landed at 14:19 UTC.", False),
        ("It opened at 13:00.", "It opened at 14:00.", False),
    ],
)
def test_hours_may_be_the_same_in_another_zone(one: str, other: str, same: bool) -> None:
    first, second = (hours(text, 0, len(text))[0] for text in (one, other))
    assert same_hour(first, one, second, other) == same


@given(st.text(st.sampled_from("0123456789²٣:. ’'apmoclk-halfstenquer"), max_size=60))
def test_whatever_is_written_has_hours_of_half_a_day_or_none(text: str) -> None:
    for span in hours(text, 0, len(text)):
        assert 0 <= int(span.value.split()[0]) < 720
        assert 0 <= span.start < span.end <= len(text)


def test_a_figure_of_any_length_breaks_nothing() -> None:
    text = f"At half past {'1' * 6_000}."
    assert hours(text, 0, len(text)) == []
