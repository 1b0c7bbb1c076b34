from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import fold, terms, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Erdoğan", "Erdogan"), ("Çırağan", "Ciragan"), ("Zelenskyy", "Zelensky"),
        ("Zelenskiy", "Zelensky"), ("Türkiye", "Turkey"), ("Kiev", "Kyiv"),
        ("Umierov", "Umerov"), ("Umyerov", "Umerov"), ("İstanbul", "Istanbul"),
        ("negotiations", "negotiation"), ("Putin's", "Putin"), ("1,200", "1200"),
        ("Medynskyi", "Medinsky"), ("prisoners’", "prisoner"),
    ],
)  # fmt: skip
def test_spellings_of_one_word_are_one_term(one: str, other: str) -> None:
    assert terms(one) == terms(other) != []


@pytest.mark.parametrize(
    ("one", "other"), [("Umerov", "Yermak"), ("Kyiv", "Kharkiv"), ("1,200", "1,212")]
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert terms(one) != terms(other)


def test_question_and_function_words_are_no_terms() -> None:
    assert terms("When is the next round of it?") == ["next", "round"]


@given(st.text())
def test_terms_can_stand_in_the_full_text_index(text: str) -> None:
    for term in terms(text):
        assert term
        assert term == term.strip()
        assert '"' not in term
        assert " " not in term


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    for start, end, term in words(text):
        assert terms(text[start:end]) == [term]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
