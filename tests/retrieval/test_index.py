from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from retrieval.encoder import OnnxEncoder
from retrieval.errors import IndexMismatch, QuestionError
from retrieval.index import Index
from retrieval.store import Store
from tests.retrieval.conftest import NOW, Newsroom

QUESTION = "When do the delegations meet?"


@pytest.fixture
def filled(newsroom: Newsroom) -> Newsroom:
    text = "The delegations will meet in Istanbul on Monday to talk about a truce."
    newsroom.publish("a", text, "2025-05-01", outlet="TASS")
    newsroom.refresh()
    return newsroom


@pytest.mark.parametrize(
    "as_of",
    [
        datetime(2025, 5, 1, 1),  # noqa: DTZ001
        date(2025, 5, 1),
        datetime(2025, 5, 1, 1, tzinfo=timezone(timedelta(hours=-5))),
    ],
)
def test_a_moment_may_be_given_in_any_way(filled: Newsroom, as_of: datetime | date) -> None:
    with filled.open() as index:
        answer = index.ask(QUESTION, as_of=as_of, outlets="tass")
    assert answer.as_of.utcoffset() == timedelta()
    assert len(answer.passages) == 1


def test_what_can_not_be_asked_is_a_question_error(filled: Newsroom) -> None:
    with filled.open() as index:
        for wrong in (
            {"limit": 0}, {"outlets": ("Tas",)}, {"since": date(2026, 1, 1)}, {"outlets": [""]},
        ):  # fmt: skip
            with pytest.raises(QuestionError):
                index.ask(QUESTION, as_of=NOW, **wrong)  # type: ignore[arg-type]
        assert index.ask(QUESTION, as_of=NOW).passages


@pytest.mark.parametrize("key", ["analysis", "encoder"])
def test_an_index_that_would_answer_wrongly_is_refused_before_a_model_is_loaded(
    filled: Newsroom, key: str
) -> None:
    with Store(filled.path, create=True) as store, store.writing():
        store.set_meta(key, "of old")
    with Index(filled.path) as index, pytest.raises(IndexMismatch, match="refresh --full"):
        index.warm()


@pytest.mark.parametrize("key", ["splitter", "annotation"])
def test_an_older_splitter_or_annotation_does_not_stop_asking(filled: Newsroom, key: str) -> None:
    with Store(filled.path, create=True) as store, store.writing():
        store.set_meta(key, "of old")
    with Index(filled.path, encoder=OnnxEncoder()) as index:
        assert index.ask(QUESTION, as_of=NOW).passages
