"""What people type out of politeness, which says nothing of what they want to know."""

from __future__ import annotations

import pytest

from retrieval.wording import POLITE


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("could you tell me who leads the delegation", "who leads the delegation"),
        ("do we know how many people died", "how many people died"),
        ("i was wondering when the trial starts", "when the trial starts"),
        ("hi, any idea when they meet?", "when they meet?"),
        ("Do we know the mayor?", "Do we know the mayor?"),
        ("Could you build a bridge?", "Could you build a bridge?"),
    ],
)
def test_a_polite_opening_is_left_out(typed: str, meant: str) -> None:
    assert POLITE.sub("", typed) == meant
