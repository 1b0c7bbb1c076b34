"""When other days that are claimed for the same thing make a dispute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from retrieval.index import Index
from tests.retrieval.answers import ask, start
from tests.retrieval.conftest import Newsroom

ASKED = "When does the truce in the valley begin?"
ACCOUNTS = (
    "The Council said that the truce in the valley would begin on Saturday, 21 June. The Front said"
    " that it would begin on Monday, 23 June."
)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (f"The sides in the valley named different days for their truce. {ACCOUNTS}", "disputed"),
        (
            "The truce in the valley will begin on Saturday, 21 June, the Council said. The two "
            "sides had named different days for it.",
            "disputed",
        ),
        ("The truce in the valley will begin on Saturday, 21 June, the Council said.", "scheduled"),
        (
            "The truce in the valley will begin on Saturday, 21 June, the Council said. "
            + "Nobody was seen on the bridge, and the shops of the old town were shut. " * 5
            + "The opera and the circus named different days for their first nights.",
            "scheduled",
        ),
    ],
)
def test_days_are_disputed_where_the_coverage_says_so(
    newsroom: Newsroom, text: str, verdict: str
) -> None:
    newsroom.publish("a", text, "2025-06-17")
    answer = ask(newsroom, ASKED, "2025-06-18")
    assert answer.verdict == verdict
    assert ("different days" in " ".join(c.quote for c in answer.citations)) == (
        verdict == "disputed"
    )


def test_what_was_over_is_not_disputed_by_something_less_likely(
    seeds_index: Callable[[], Index],
) -> None:
    with seeds_index() as index:
        answer = index.ask(
            "when is zelensky's next audience with the pope", as_of=date(2025, 5, 27)
        )
    assert (answer.verdict, start(answer)) == ("passed", "2025-05-18")
