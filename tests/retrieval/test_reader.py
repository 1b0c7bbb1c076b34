"""What the reader makes of a passage: the words that answer, or that none do."""

from __future__ import annotations

import math
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import EncoderError
from retrieval.reader import NOWHERE, Reader, heading, reader

HEADING = heading("Ferry strike in Lindmark is off", date(2025, 4, 30))
PASSAGE = (
    "The ferry strike in Lindmark has been called off. Union leader Maren Oduya said on Tuesday"
    " that the 340 sailors would return to work on 6 May. The owner, Halvor Lines, pays each of"
    " them a bonus of 900 crowns."
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who leads the union?", "Maren Oduya"),
        ("How many sailors are there?", "340"),
        ("When do the sailors go back to work?", "6 May"),
        ("how big is the bonus", "900 crowns"),
    ],
)
def test_the_words_that_answer_are_found(question: str, answer: str) -> None:
    (reading,) = reader().read(question, [(HEADING, PASSAGE)])
    found = reading.words(0, len(PASSAGE))
    assert found is not None
    start, end, _ = found
    assert answer in PASSAGE[start:end] or PASSAGE[start:end] in answer


def test_a_question_that_is_answered_stands_above_one_that_is_not() -> None:
    asked = ["How many sailors are there?", "How many passengers are there?"]
    told, untold = (reader().read(q, [(HEADING, PASSAGE)])[0] for q in asked)
    assert told.answers > untold.answers
    assert told.margin(0, len(PASSAGE)) > untold.margin(0, len(PASSAGE))


def test_passages_are_read_alike_alone_and_together() -> None:
    question, other = "Who leads the union?", ("Weather", "It will rain. " * 90)
    (alone,) = reader().read(question, [(HEADING, PASSAGE)])
    together, _ = reader().read(question, [(HEADING, PASSAGE), other])
    assert together.answers == pytest.approx(alone.answers, abs=0.3)
    assert together.words(0, len(PASSAGE))[:2] == alone.words(0, len(PASSAGE))[:2]  # type: ignore[index]


@pytest.mark.parametrize("weights", ["WEIGHTS", "TOGETHER"])
@pytest.mark.parametrize("content", [None, b"", b"no model"])
def test_a_missing_or_damaged_reader_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, weights: str
) -> None:
    file = tmp_path / "reader.onnx"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setattr(f"retrieval.reader.{weights}", file)
    with pytest.raises(EncoderError, match="reinstall dateline"):
        Reader()


def test_nothing_to_read_gives_no_reading() -> None:
    assert reader().read("Who?", []) == []


def test_where_no_token_stands_the_margin_is_the_lowest() -> None:
    (reading,) = reader().read("Who leads the union?", [(HEADING, PASSAGE)])
    assert reading.margin(5, 5) == NOWHERE
    assert reading.margin(10_000, 10_010) == NOWHERE


@settings(max_examples=40)
@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=3_000))
def test_any_texts_can_be_read(question: str, title: str, passage: str) -> None:
    (reading,) = reader().read(question, [(title, passage)])
    found = reading.words(0, len(passage))
    if found is not None:
        start, end, _ = found
        assert 0 <= start < end <= len(passage)


def account(outlet: str, text: str) -> tuple[str, str]:
    return heading(f"{outlet}: the exchange", date(2025, 6, 17)), text


@pytest.mark.parametrize(
    ("question", "one", "contradicted", "agreed"),
    [
        (
            "How many prisoners came home?",
            "214 prisoners came home, the office said on Wednesday.",
            "Only 197 prisoners came home on Wednesday, relatives counted.",
            "On Wednesday the gates opened for 214 prisoners.",
        ),
        (
            "Where was the ship hit?",
            "The ship was hit in the port of Varna, its owner said.",
            "The ship was at sea, forty miles off the coast, when it was hit, the navy said.",
            "A drone hit the ship in Varna's harbour.",
        ),
        (
            "Did they agree to extend the ceasefire?",
            "The Council has accepted another thirty days of truce, a mediator said.",
            "Nobody on our side said yes to thirty days, the Council's spokesman said.",
            "The truce will go on for thirty more days, the Council confirmed.",
        ),
    ],
)
def test_a_contradiction_stands_above_the_same_in_other_words(
    question: str, one: str, contradicted: str, agreed: str
) -> None:
    first = account("Courier", one)
    odds = reader().disputes(
        question, [(first, account("Herald", contradicted)), (first, account("Herald", agreed))]
    )
    assert odds[0] > odds[1]


@settings(max_examples=40)
@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=3_000))
def test_any_texts_can_be_compared(question: str, title: str, text: str) -> None:
    alone, together = reader().disputes(question, [((title, text),), ((title, text), ("", text))])
    assert math.isfinite(alone)
    assert math.isfinite(together)


def test_nothing_to_compare_gives_nothing() -> None:
    assert reader().disputes("Who?", []) == []


def logits(question: str, today: date, *texts: tuple[date, str]) -> list[float | None]:
    """Of each text's last date, or where it has none of its saying that there is none."""
    headed = tuple((heading("Talks", published), text) for published, text in texts)
    (dates,) = reader().dates(question, today, [headed])
    found = [re.search(r"\d+ \w+\W*$", text) for _, text in texts]
    return [dates.logit(n, at.start() if at else None) for n, at in enumerate(found)]


ANNOUNCED = "The ministry announced on 27 May that the second round will be held on 2 June."
STRIKE = "The strike, which began on 3 March, ended on Friday, 14 March, with an agreement."


@pytest.mark.parametrize(
    ("text", "question", "right", "wrong"),
    [
        (ANNOUNCED, "When is the second round?", "2 June", "27 May"),
        (ANNOUNCED, "When did the ministry announce it?", "27 May", "2 June"),
        (STRIKE, "When did the strike begin?", "3 March", "Friday"),
        (STRIKE, "When did the strike end?", "Friday", "3 March"),
    ],
)
def test_of_two_days_in_a_sentence_the_one_asked_for_stands_above(
    text: str, question: str, right: str, wrong: str
) -> None:
    lead = heading("News", date(2025, 5, 27))
    (dates,) = reader().dates(question, date(2025, 5, 28), [((lead, text),)])
    first, second = (dates.logit(0, text.index(day)) for day in (right, wrong))
    assert first is not None
    assert second is not None
    assert first > second


@pytest.mark.parametrize(
    "since",
    [
        "The next round, planned for 4 June, was put off to 11 June.",
        "The next round of talks was called off; there is no new date.",
    ],
    ids=["moved", "called off"],
)
def test_what_holds_since_stands_above_the_day_that_was_set(since: str) -> None:
    before, after = logits(
        "When is the next round of talks?", date(2025, 6, 1),
        (date(2025, 5, 27), "The next round of talks will be held in Oslo on 4 June."),
        (date(2025, 5, 31), since),
    )  # fmt: skip
    assert before is not None
    assert after is not None
    assert before < after


def test_a_date_beyond_what_is_read_has_no_logit() -> None:
    text = "It is not known. " * 100 + "It will be on 2 June."
    (dates,) = reader().dates("When is it?", date(2025, 6, 1), [(("Talks. ", text),)])
    assert dates.logit(0, text.index("2 June")) is None
    assert dates.logit(0, None) is not None


@settings(max_examples=40)
@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=3_000), st.integers(0, 3_000))
def test_any_texts_can_be_read_together(question: str, title: str, text: str, at: int) -> None:
    (dates,) = reader().dates(question, date(2025, 6, 1), [((title, text), ("", text))])
    for place in (at, None):
        for n in range(2):
            logit = dates.logit(n, place)
            assert logit is None or math.isfinite(logit)
