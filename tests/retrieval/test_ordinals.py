"""Which one of a series a text speaks of, and dates that are none."""

from __future__ import annotations

import pytest

from retrieval.ordinals import ordinals_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the 2nd round", {2}),
        ("round two and the third round", {2, 3}),
        ("cup final still on the 9th of may?", set()),
        ("is it still lifting off on the 3rd", set()),
        ("the 6th or the 7th of May", set()),
        ("How many hours did the first officer fly?", set()),
        ("the second of June", set()),
    ],
)
def test_an_ordinal_counts_in_a_series_and_not_in_a_date(text: str, found: set[int]) -> None:
    assert ordinals_in(text) == found
