from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from retrieval import vectors as vectors_module
from retrieval.analysis import terms
from retrieval.copies import group_passages
from retrieval.errors import QuestionError
from retrieval.scope import Scope
from retrieval.vectors import Vectors
from tests.retrieval.conftest import NOW, Newsroom

QUESTION = "What did the ministers say about the ceasefire?"


def story(day: str, words: str = "") -> str:
    return f"The ministers spoke about the ceasefire on that day, {words or day} in mind."


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def dated(newsroom: Newsroom) -> Newsroom:
    for name in ("2025-05-01", "2025-05-10", "2025-05-20"):
        newsroom.publish(name, story(name), name, outlet=f"Outlet {name[-2:]}")
    newsroom.publish("undated", story("", "no day"), None, outlet="Nowhere")
    newsroom.refresh()
    return newsroom


def found(newsroom: Newsroom, **limits: object) -> set[str]:
    with newsroom.open() as index:
        answer = index.ask(QUESTION, **{"as_of": NOW, **limits})  # type: ignore[arg-type]
        return {h.article_id for h in answer.passages}


def test_nothing_published_after_as_of_is_found(dated: Newsroom) -> None:
    assert found(dated, as_of=day("2025-05-10")) == {"2025-05-01", "2025-05-10", "undated"}
    assert found(dated, as_of=day("2025-04-30")) == {"undated"}


def test_windows_leave_out_what_cannot_be_shown_to_lie_in_them(dated: Newsroom) -> None:
    assert found(dated, since=day("2025-05-05")) == {"2025-05-10", "2025-05-20"}
    assert found(dated, since=day("2025-05-05"), until=day("2025-05-15")) == {"2025-05-10"}


def test_an_outlet_can_be_asked_alone(dated: Newsroom) -> None:
    assert found(dated, outlets=("Outlet 20",)) == {"2025-05-20"}
    with pytest.raises(QuestionError, match="no outlet is called"):
        found(dated, outlets=("Unheard of",))


def test_newer_coverage_stands_first_and_the_undated_is_never_new(dated: Newsroom) -> None:
    with dated.open() as index:
        hits = index.ask(QUESTION, as_of=day("2025-05-21")).passages
    factor = {h.article_id: h.recency for h in hits}
    assert factor["2025-05-20"] > factor["2025-05-10"] > factor["2025-05-01"] > factor["undated"]
    assert factor["undated"] == 0.5
    for hit in hits:
        assert hit.score == pytest.approx(hit.fused * hit.recency)


def test_copies_are_grouped_and_their_outlets_named(newsroom: Newsroom) -> None:
    wire = (
        "The two delegations agreed on Friday to exchange a thousand prisoners from each side "
        "within days, the heads of both teams told reporters in front of the palace."
    )
    newsroom.publish("a", wire, "2025-05-16", outlet="First")
    newsroom.publish("b", wire + " More follows.", "2025-05-16", outlet="Second")
    newsroom.publish("c", "A thousand prisoners a side will go home.", "2025-05-16", outlet="Own")
    newsroom.refresh()
    with newsroom.open() as index:
        hits = index.ask("How many prisoners?", as_of=NOW).passages
    also = {h.article_id: h.also_in for h in hits}
    assert also == {"a": ("Second",), "b": ("First",), "c": ()}


def test_independent_reports_are_no_copies() -> None:
    one = terms("the talks were led by the defence minister and lasted for an hour")
    other = terms("an hour was enough for the talks the defence minister had led")
    assert group_passages([one, other, one]) == [0, 1, 0]


def test_sign_bits_with_rescoring_find_what_exact_search_finds(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    subjects = terms("grain steel ports talks prisoners elections football weather films banks")
    for n in range(60):
        text = f"Report {n} deals with {subjects[n % 10]} and {subjects[n // 10]}."
        newsroom.publish(f"a{n}", text, "2025-05-01")
    newsroom.refresh()
    scope = Scope(as_of=NOW)
    (query,) = newsroom.encoder.encode(["prisoners and elections"])
    with newsroom.open() as index:
        exact = Vectors(index.store).nearest(query, scope, limit=5)
        monkeypatch.setattr(vectors_module, "LARGE", 10)
        large = Vectors(index.store)
        assert large.large
        ids, cosines = large.nearest(query, scope, limit=5)
    assert ids == exact[0]
    assert cosines == pytest.approx(exact[1], abs=1e-6)
    assert np.all(np.diff(cosines) <= 0)
