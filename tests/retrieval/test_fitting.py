"""Which words of a sentence answer a question of a kind, and how well."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.annotate import annotate
from retrieval.errors import QuestionError
from retrieval.fitting import NOTHING, RELATED, Fit, fit, wants_building
from retrieval.understand import Question, understand

PUBLISHED = datetime(2025, 3, 10, 9, tzinfo=UTC)


def asked(text: str) -> Question:
    return understand(text, as_of=PUBLISHED)


def fitted(question: str, sentence: str) -> Fit:
    spans = annotate(sentence, PUBLISHED, [(0, len(sentence))])
    return fit(asked(question), sentence, 0, len(sentence), spans)


def words(question: str, sentence: str) -> list[str]:
    return [sentence[start:end] for start, end in fitted(question, sentence).places]


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("When is the hearing?", "The hearing will open in Porto on 21 March.", "21 March"),
        ("Where is the hearing?", "The hearing will open in Porto on 21 March.", "Porto"),
        ("How many bodies came home so far?", "So far 390 bodies came home.", "390 bodies"),
        (
            "Who did Sergey Lavrov meet?",
            "Sergey Lavrov met Hakan Fidan at the border.",
            "Hakan Fidan",
        ),
        (
            "How many prisoners were freed?",
            "In all 390 prisoners on three buses crossed the river.",
            "390 prisoners",
        ),
        ("How long did the talks last?", "The talks of 12 envoys lasted 40 minutes.", "40 minutes"),
        (
            "How many minutes did the talks last?",
            "The talks of 12 envoys lasted 40 minutes.",
            "40 minutes",
        ),
        ("How much does a ticket cost?", "A ticket of 30 grams costs 12 euros.", "12 euros"),
        ("How heavy is a ticket?", "A ticket of 30 grams costs 12 euros.", "30 grams"),
        (
            "How often does the probe pass?",
            "It passes every two hours for 9 minutes.",
            "every two hours",
        ),
        ("What share voted?", "Turnout was 61 percent in 40 districts.", "61 percent"),
    ],
)
def test_the_words_asked_for_are_found_and_others_are_not(
    question: str, sentence: str, answer: str
) -> None:
    assert words(question, sentence) == [answer]
    assert fitted(question, sentence).degree == 1.0


@pytest.mark.parametrize(
    ("sentence", "places", "degree"),
    [
        ("Talks between Russia and Ukraine will be held in Istanbul.", ["Istanbul"], 1.0),
        ("They met in the Turkish city of Istanbul on 21 March.", ["Istanbul"], 1.0),
        ("Talks between Russia and Ukraine will open today.", ["Russia", "Ukraine"], RELATED),
        ("Istanbul is to host the talks.", ["Istanbul"], 1.0),
        ("They met in Istanbul, Turkey.", ["Istanbul", "Turkey"], 1.0),
    ],
)
def test_a_place_is_where_something_is_rather_than_whose(
    sentence: str, places: list[str], degree: float
) -> None:
    assert words("Where do they meet?", sentence) == places
    assert fitted("Where do they meet?", sentence).degree == degree


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When is the hearing?", "The hearing will open in Porto."),
        ("Where is the hearing?", "The hearing will open on 21 March."),
        ("How long is the hearing?", "The hearing will open on 21 March."),
        ("How much does it cost?", "It lasted 40 minutes."),
        ("Where did Porto win?", "Porto won on 21 March."),
    ],
)
def test_nothing_fits_where_no_words_of_the_kind_stand(question: str, sentence: str) -> None:
    assert fitted(question, sentence) == NOTHING


def test_another_unit_fits_less_than_the_one_asked_for() -> None:
    exact = fitted("How many prisoners were freed?", "390 prisoners crossed the river.")
    other = fitted("How many prisoners were freed?", "390 buses crossed the river.")
    assert other.degree < exact.degree == 1.0


def test_a_city_is_found_where_it_is_not_called_one() -> None:
    question, sentence = "Which city hosts the hearing?", "The hearing will open in Porto at noon."
    assert words(question, sentence) == ["Porto"]
    assert 0 < fitted(question, sentence).degree < 1


def test_only_a_clock_time_answers_what_time() -> None:
    question = "What time is the hearing?"
    assert fitted(question, "The hearing opens on 21 March.") == NOTHING
    assert fitted(question, "The hearing opens on 21 March at 10:00.").degree == 1.0


def test_what_someone_said_is_answered_where_they_speak() -> None:
    question = "What did Medinsky say?"
    assert fitted(question, "Medinsky said the talks had gone well.").degree == 1.0
    assert fitted(question, "The talks had gone well.").degree == 0.0
    assert fitted(question, "Medinsky left the palace by car.").degree == 0.0


@pytest.mark.parametrize("question", ["Why did he resign?", "Did he resign?", "What happened?"])
def test_where_no_kind_of_words_is_asked_for_everything_fits_nowhere(question: str) -> None:
    assert fitted(question, "He resigned on 5 March in Porto.") == Fit((), 1.0)


QUESTIONS = [
    "When?", "Where?", "Who?", "How many prisoners?", "How much money?", "How long?", "Why?",
    "Is it?", "What?", "Which club won?", "What did Porto say?", "What is it called?", "What time?",
]  # fmt: skip
WORDS = "Porto on 21 March ten prisoners 40 minutes 5% € 3.5m said “ ” ’s . 1–0 Mr Lavrov".split()


@given(
    question=st.sampled_from(QUESTIONS) | st.text(),
    sentence=st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join),
    before=st.text(max_size=5),
)
def test_what_fits_stands_inside_of_the_sentence(question: str, sentence: str, before: str) -> None:
    try:
        understood = asked(question)
    except QuestionError:
        return
    text = before + sentence
    start, end = len(before), len(text)
    spans = [
        s for s in annotate(text, PUBLISHED, [(start, end)]) if start <= s.start and s.end <= end
    ]
    found = fit(understood, text, start, end, spans)
    assert 0.0 <= found.degree <= 1.0
    assert all(start <= s < e <= end for s, e in found.places)
    assert not found.places or found.degree > 0


@pytest.mark.parametrize(
    ("question", "sentence", "named"),
    [
        ("Which hotel did they stay at?", "The team stayed at the Hotel Miramont.", True),
        ("Which hotel did they stay at?", "The team stayed at the Rixos in Istanbul.", True),
        ("Which hotel did they stay at?", "The team stayed in a hotel in Istanbul.", False),
        ("Which hotel did they stay at?", "The team stayed in a hotel in Nisantasi.", False),
        ("From which airport did they fly?", "Their plane was sent to Beirut.", False),
        ("What is the name of the hotel?", "In Geneva a hotel was booked.", False),
    ],
)
def test_a_building_is_told_by_a_name_of_its_own_and_not_by_its_town(
    question: str, sentence: str, named: bool
) -> None:
    assert wants_building(asked(question))
    assert (fitted(question, sentence).degree > 0) is named


def test_women_are_asked_for_as_such() -> None:
    assert fitted("How many women came home?", "There were 387 men.").degree < 1.0
    assert words("How many women came home?", "387 men and three women came.") == ["three women"]
    assert fitted("How many captives came home?", "They freed 11 hostages.").degree == 1.0


def test_a_company_is_none_of_the_people_whom_a_sentence_names() -> None:
    assert words("Which company made it?", "Anna Berger of Nortec Ltd made it.") == ["Nortec Ltd"]
    assert words("Who made it?", "Anna Berger of Nortec Ltd made it.") == ["Anna Berger"]
