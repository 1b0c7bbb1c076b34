"""Words that the index has never seen are read as the nearest that it has, or else as the English
word that they nearly are; the rest stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spellchecker import SpellChecker

from retrieval.analysis import STOP_WORDS, fold
from retrieval.encoder import OnnxEncoder
from retrieval.spelling import QUESTION_WORDS, Speller
from tests.retrieval.conftest import Newsroom

TEXTS = (
    "The old customs building in Odesa was sold to a company from western Ukraine.",
    "Butter from Normandy became dearer before the negotiations ended.",
    "Butter is scarce at the border, traders told the assembly.",
    "Bakers need more butter than batter in December.",
    "Later a lawyer came, and later still his clerk.",
)
DICTIONARY = set(SpellChecker("en").word_frequency.words())


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory, encoder: OnnxEncoder) -> Newsroom:
    folder: Path = tmp_path_factory.mktemp("spelling")
    made = Newsroom(folder, encoder)
    for number, text in enumerate(TEXTS):
        made.publish(f"a{number}", text, "2025-03-03")
    made.refresh()
    return made


@pytest.fixture(scope="module")
def speller(newsroom: Newsroom) -> Iterator[Speller]:
    with newsroom.open() as index:
        yield Speller(index.store)


@pytest.mark.parametrize("word", ["bitter", "sole", "hospital", "traded", "trading", "Turks"])
def test_an_english_word_that_the_index_lacks_stands(speller: Speller, word: str) -> None:
    assert speller.correct(word) is None


def test_a_stem_is_compared_with_stems_alone(newsroom: Newsroom) -> None:
    newsroom.publish("b", "They handed the keys over. The hands were cold.", "2025-03-03")
    newsroom.refresh()
    with newsroom.open() as index:
        assert Speller(index.store).correct("handover") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bulding", "building"),
        ("Bulding", "building"),
        ("ukrane", "ukraine"),
        ("Ukrainr", "ukraine"),
        ("odsea", "odesa"),
        ("obrder", "border"),
        ("negotations", "negotiations"),
        ("normnady", "normandy"),
        ("asembly", "assembly"),
    ],
)
def test_a_misspelt_word_is_read_as_the_one_in_the_index(
    speller: Speller, typed: str, meant: str
) -> None:
    assert fold(speller.correct(typed) or "") == meant


@pytest.mark.parametrize(
    ("typed", "meant"), [("hospitla", "hospital"), ("goverment", "government")]
)
def test_a_misspelt_word_that_the_index_lacks_is_read_as_english(
    speller: Speller, typed: str, meant: str
) -> None:
    assert speller.correct(typed) == meant
    assert speller.correct(typed.title()) is None, "it may be a name"


def test_of_words_equally_near_the_more_frequent_is_meant(speller: Speller) -> None:
    assert fold(speller.correct("bxtter") or "") == "butter"


def test_a_letter_is_rather_left_out_than_another_one_typed(speller: Speller) -> None:
    assert fold(speller.correct("lawer") or "") == "lawyer"


@pytest.mark.parametrize(
    "word",
    [
        "building", "buildings", "BUTTER", "batter", "Odesa", "the", "when", "to", "xylophone",
        "bot", "odz", "2025", "butter7", "", " ", "’", "Ωmega", "Wutter", "umerov", "handover",
        "form", "saw", "opec",
    ],
)  # fmt: skip
def test_what_is_known_short_far_or_no_word_stands(speller: Speller, word: str) -> None:
    assert speller.correct(word) is None


@pytest.mark.parametrize("word", ["Mary", "Man", "Hans", "Dad", "wheat", "Form"])
def test_a_common_word_or_name_that_opens_a_question_is_no_question_word(
    speller: Speller, word: str
) -> None:
    assert speller.correct(word, opening=True) not in QUESTION_WORDS


@pytest.mark.parametrize(("typed", "meant"), [("wen", "when"), ("whst", "what"), ("wo", "who")])
def test_a_misspelt_question_word_is_only_looked_for_at_the_beginning(
    speller: Speller, typed: str, meant: str
) -> None:
    assert speller.correct(typed, opening=True) == meant
    assert speller.correct(typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bulidings", "buildings"),  # of which the index has only "building"
        ("negotiatng", "negotiating"),
        ("ukrainain", "ukrainian"),
    ],
)
def test_the_form_that_was_typed_is_kept(speller: Speller, typed: str, meant: str) -> None:
    assert fold(speller.correct(typed) or "") == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("thir", "their"), ("wich", "which"), ("teh", "the"), ("agian", "again"), ("adter", "after")],
)
def test_a_function_word_is_known_although_no_index_has_it(
    speller: Speller, typed: str, meant: str
) -> None:
    assert speller.correct(typed) == meant


def test_what_is_written_like_a_name_is_read_as_one(newsroom: Newsroom) -> None:
    newsroom.publish("c", "In Haris they also met Lasko, who hurried home.", "2025-03-03")
    newsroom.refresh()
    with newsroom.open() as index:
        speller = Speller(index.store)
        assert (speller.correct("Laso"), speller.correct("laso")) == ("Lasko", "also")
        assert speller.correct("Hariss") == "Haris"


def test_a_name_is_preferred_to_a_commoner_word_that_is_as_near(newsroom: Newsroom) -> None:
    newsroom.publish("d", "Later the mayor met Bruken.", "2025-03-03")
    for n in range(3):
        newsroom.publish(f"e{n}", "A window was broken again.", "2025-03-03")
    newsroom.refresh()
    with newsroom.open() as index:
        speller = Speller(index.store)
        assert (speller.correct("Brken"), speller.correct("brken")) == ("Bruken", "broken")


@given(word=st.text(max_size=12) | st.text("abcdeilnortu", max_size=12), opening=st.booleans())
def test_any_word_stands_or_becomes_one_of_the_index_or_of_english(
    speller: Speller, word: str, opening: bool
) -> None:
    found = speller.correct(word, opening=opening)
    written = {fold(w.strip(".,")) for text in TEXTS for w in text.split()}
    assert found is None or fold(found) in written | set(QUESTION_WORDS) | STOP_WORDS | DICTIONARY


def test_an_answer_shows_what_was_read_for_what_was_typed(newsroom: Newsroom) -> None:
    with newsroom.open() as index:
        typed = index.ask("Who bought the bulding in ukrane?", as_of=date(2025, 3, 4))
        right = index.ask("Who bought the building in Ukraine?", as_of=date(2025, 3, 4))
    assert [(a, fold(b)) for a, b in typed.corrections] == [
        ("bulding", "building"), ("ukrane", "ukraine")
    ]  # fmt: skip
    assert typed.question == "Who bought the bulding in ukrane?"
    assert right.corrections == ()
    assert typed.passages[0].article_id == right.passages[0].article_id == "a0"


def test_an_empty_index_has_only_english_to_correct_with(
    tmp_path: Path, encoder: OnnxEncoder
) -> None:
    newsroom = Newsroom(tmp_path, encoder)
    newsroom.refresh()
    with newsroom.open() as index:
        assert Speller(index.store).correct("zaporizhia") is None
        assert Speller(index.store).correct("bulding") == "building"
