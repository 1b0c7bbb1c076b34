"""The learned models: what they compute, and that they weigh every feature that is made."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.candidates import candidates
from retrieval.confidence import measure
from retrieval.disputes import day_rivals, decision_features
from retrieval.leading import leading
from retrieval.limits import scope_of
from retrieval.timeline import judge
from retrieval.weights import Logistic, model, threshold
from tests.retrieval.conftest import Newsroom

MODELS = ("sentence", "reread", "confidence", "date_ahead", "date_past")


def test_a_logit_is_the_intercept_and_the_weighted_features() -> None:
    learned = Logistic(-1.0, {"a": 2.0, "b": -0.5})
    assert learned.logit({"a": 1.5, "b": 2.0, "unused": 9.0}) == pytest.approx(1.0)
    assert learned.probability({"a": 0.5, "b": 0.0}) == pytest.approx(0.5)
    assert learned.probability({"a": 1.5, "b": 2.0}) == pytest.approx(1 / (1 + math.e**-1))


def test_a_missing_feature_is_an_error_and_not_nought() -> None:
    with pytest.raises(KeyError, match="b"):
        Logistic(0.0, {"a": 1.0, "b": 1.0}).logit({"a": 1.0})


@given(st.lists(st.floats(-1e300, 1e300), min_size=2, max_size=2))
def test_a_probability_never_falls_as_the_evidence_grows(values: list[float]) -> None:
    low, high = sorted(values)
    learned = Logistic(0.0, {"a": 1.0})
    assert 0.0 < learned.probability({"a": low}) <= learned.probability({"a": high}) < 1.0


@pytest.mark.parametrize("name", MODELS)
def test_the_weights_are_numbers(name: str) -> None:
    learned = model(name)
    assert learned.weights
    assert all(math.isfinite(w) for w in (learned.intercept, *learned.weights.values()))


def test_the_threshold_is_a_probability() -> None:
    assert 0.0 < threshold() < 1.0


def test_a_model_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        model("unheard of")


@pytest.mark.parametrize(
    ("name", "more", "less"),
    [
        ("sentence", "coverage cosine answer_type", "coverage_behind cosine_behind"),
        (
            "confidence",
            "passage_coverage passage_cosine answer_type date read",
            "unknown names age",
        ),
        ("reread", "score margin answers", ""),
        ("date_ahead", "planned foretold margin", "dropped denied newer"),
        ("date_past", "coverage", "dropped denied"),
    ],
)
def test_what_speaks_for_an_answer_is_never_held_against_it(
    name: str, more: str, less: str
) -> None:
    weights = model(name).weights
    assert all(weights[feature] >= 0 for feature in more.split())
    assert all(weights[feature] <= 0 for feature in less.split())


@pytest.mark.parametrize(
    ("question", "name"),
    [("When is the next hearing?", "date_ahead"), ("When was the hearing?", "date_past")],
)
def test_every_feature_that_is_made_is_weighed(
    newsroom: Newsroom, question: str, name: str
) -> None:
    newsroom.publish("a", "The hearing will be held in Porto on 21 March.", "2025-03-10")
    newsroom.publish("b", "No date has been set for the next hearing.", "2025-03-09")
    newsroom.refresh()
    scope = scope_of(as_of=date(2025, 3, 11), since=None, until=None, outlets=(), known=())
    with newsroom.open() as index:
        stages = index.stages(question, scope)
    assert set(stages.sentences[0].features) == set(model("sentence").weights)
    found = candidates(stages.question, stages.sentences, date(2025, 3, 11))
    assert {c.outcome for c in found} == {"ahead", "not_set"}
    assert all(set(c.features) == set(model(name).weights) for c in found)
    assert 0 < sum(c.chance for c in found) < 1
    judgement = judge(stages.question, stages.sentences, date(2025, 3, 11))
    features = measure(stages.question, stages.ranking, stages.sentences, judgement)
    assert set(features) == set(model("confidence").weights)


def test_every_feature_of_a_dispute_about_days_is_weighed(newsroom: Newsroom) -> None:
    newsroom.publish("a", "The hearing will be held on 21 March.", "2025-03-10", outlet="Courier")
    newsroom.publish("b", "The hearing will be held on 22 March.", "2025-03-10", outlet="Herald")
    newsroom.refresh()
    today = date(2025, 3, 11)
    scope = scope_of(as_of=today, since=None, until=None, outlets=(), known=())
    with newsroom.open() as index:
        stages = index.stages("When is the hearing?", scope)
    led = leading(stages.question, stages.sentences, today)
    assert led is not None
    (rival,) = day_rivals(stages.question, led.main, led.others)
    assert set(decision_features(rival, 0.0)) == set(model("day_dispute").weights)
