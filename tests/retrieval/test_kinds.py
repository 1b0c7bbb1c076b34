"""What sort of thing a question asks for, by its words alone."""

from __future__ import annotations

import pytest

from retrieval.kinds import kind_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("second reading of the state budget", "when"),
        ("verdict on the harbour case?", "when"),
        ("metro to the airport, opening day please", "when"),
        ("shuttle launch still today?", "yes_no"),
        ("hasik trial thursday?", "yes_no"),
        ("istanbul talks", "what"),
        ("port strike", "what"),
        ("reason for the delay", "why"),
        ("place of the handover", "where"),
        ("tannery boxes missing seals, number", "how_many"),
        ("speed of the ferry in knots", "how_much"),
        ("river monitoring: deal or no deal?", "yes_no"),
        ("How long does the club have to appeal?", "when"),
        ("how long can i tender my shares", "when"),
        ("How long does the truce last?", "how_long"),
        ("How effective is the vaccine?", "how_much"),
        ("How often did the probe fail?", "how_many"),
        ("what age are those who get swapped", "how_long"),
        ("What part was faulty when the launch was called off?", "what"),
        ("which night is the concert", "when"),
        ("Which week had they suggested?", "when"),
        ("what was the election date", "when"),
        ("exact time the round kicked off?", "when"),
        ("What was the margin when parliament adopted the budget?", "what"),
    ],
)
def test_a_question_without_a_question_word_asks_for_something_too(text: str, kind: str) -> None:
    assert kind_of(text) == kind
