from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.languages import detect, known_to, primary
from tests.data.languages import TEXTS


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_short_news_is_told_apart(language: str, text: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "12:30 | 3-1", "Fidan", "OK, yes.", "\0\0\0", "zzz " * 3])
def test_too_little_text_has_no_language(text: str) -> None:
    assert detect(text) is None


@given(st.text(max_size=300))
def test_any_text_has_a_code_of_two_letters_or_none(text: str) -> None:
    found = detect(text)
    assert found is None or (len(found) == 2 and found.isalpha())


@pytest.mark.parametrize(
    ("model", "known"),
    [
        ("all-MiniLM-L6-v2", frozenset(("en",))),
        ("sentence-transformers/all-MiniLM-L6-v2", frozenset(("en",))),
        ("multi-qa-MiniLM-L6-cos-v1", frozenset(("en",))),
        ("paraphrase-multilingual-MiniLM-L12-v2", None),
        ("intfloat/multilingual-e5-small", None),
        ("a-model-of-my-own", None),
    ],
)
def test_what_an_encoder_knows_is_told_by_its_name(
    model: str, known: frozenset[str] | None
) -> None:
    assert known_to(model) == known


@pytest.mark.parametrize(
    ("tag", "language"), [("en-GB", "en"), ("EN_us", "en"), ("uk", "uk"), ("", None), (None, None)]
)
def test_the_language_of_a_tag(tag: str | None, language: str | None) -> None:
    assert primary(tag) == language
