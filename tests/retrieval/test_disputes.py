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

LONG = (
    ", since its units in the gorge, on the two passes and on the far side of the lake had no "
    "radios and could not be reached by messengers before the Sunday, when the ferries and the "
    "only bus of the upper valley run again after the holiday, as they do each year when the snow "
    "has gone and the road is dry"
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


def test_a_few_words_may_stand_between_two_accounts(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The court's spokesman said that the verdict on the ferry would come on 4 October. "
        "But hold on. The prosecutor's office says that it will be 11 October.", "2025-09-05",
    )  # fmt: skip
    answer = ask(newsroom, "When is the verdict on the ferry?", "2025-09-06")
    assert [c.value for c in answer.agreement] == ["2025-10-04", "2025-10-11"]


def test_each_side_of_a_dispute_is_quoted_though_both_are_in_one_article(
    newsroom: Newsroom,
) -> None:
    newsroom.publish("a", ACCOUNTS[:-1] + LONG + ".", "2025-06-17")
    newsroom.publish(
        "b", "Shepherds of the valley hope that the truce begins soon.", "2025-06-17",
        outlet="Harbour Post",
    )  # fmt: skip
    newsroom.publish(
        "c", "For the mediator the truce in the valley is a beginning, no more.", "2025-06-17",
        outlet="Wire",
    )  # fmt: skip
    answer = ask(newsroom, ASKED, "2025-06-18")
    assert [c.value for c in answer.agreement] == ["2025-06-21", "2025-06-23"]
    assert all(c.citations for c in answer.agreement)


def test_what_was_over_is_not_disputed_by_something_less_likely(
    seeds_index: Callable[[], Index],
) -> None:
    with seeds_index() as index:
        answer = index.ask(
            "when is zelensky's next audience with the pope", as_of=date(2025, 5, 27)
        )
    assert (answer.verdict, start(answer)) == ("passed", "2025-05-18")
