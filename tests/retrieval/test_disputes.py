"""When other days that are claimed for the same thing make a dispute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from retrieval.disputes import DISPUTED
from retrieval.index import Index
from tests.retrieval.answers import ROUND, ask, cited, start
from tests.retrieval.conftest import Newsroom

VERDICT = "The court in Graz will give its verdict on the dam on {} June."
JUDGED = "When will the court give its verdict on the dam?"
SET = "The next round of the fisheries talks will be held in Bergen on {} March."
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


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("A spokeswoman for the Front said that no date had been agreed.", "disputed"),
        ("The hour will be announced on the radio.", "scheduled"),
        ("In March the Front had said that no date had been agreed.", "scheduled"),
    ],
)
def test_somebody_else_may_say_right_after_a_day_that_there_is_none(
    newsroom: Newsroom, said: str, verdict: str
) -> None:
    newsroom.publish(
        "a", "The Council said that the truce in the valley would begin on Saturday, 21 June. "
        + said,
        "2025-06-17",
    )  # fmt: skip
    assert ask(newsroom, ASKED, "2025-06-18").verdict == verdict


def test_different_days_of_something_else_leave_a_day_as_it_is(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The two courts name different days for the appeal, 14 and 21 July. The truce in the "
        "valley will begin on Saturday, 21 June.",
        "2025-06-17",
    )  # fmt: skip
    assert ask(newsroom, ASKED, "2025-06-18").verdict == "scheduled"


def test_a_few_words_may_stand_between_two_accounts(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The court's spokesman said that the verdict on the ferry would come on 4 October. "
        "But hold on. The prosecutor's office says that the verdict will come on 11 October.",
        "2025-09-05",
    )  # fmt: skip
    answer = ask(newsroom, "When is the verdict on the ferry?", "2025-09-06")
    assert sorted(c.value for c in answer.agreement) == ["2025-10-04", "2025-10-11"]


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
        answer = index.ask("when was Fidan in Moscow?", as_of=date(2025, 5, 31))
    assert (answer.verdict, start(answer)) == ("answered", "2025-05-26")


def test_a_disputed_event_lies_between_the_days_of_the_accounts(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "While the ministry speaks of 9 March for the next round of the fisheries talks, the "
        "mediator gives 11 March.", "2025-03-01",
    )  # fmt: skip
    answer = ask(newsroom, ROUND, "2025-03-02")
    assert answer.verdict == "disputed"
    assert answer.event is not None
    assert (str(answer.event.start), str(answer.event.end)) == ("2025-03-09", "2025-03-11")


@pytest.mark.parametrize("second", ["2025-06-02", "2025-06-03", "2025-06-04"])
def test_two_outlets_with_two_days_at_about_the_same_time_are_disputed(
    newsroom: Newsroom, second: str
) -> None:
    newsroom.publish("a", VERDICT.format(17), "2025-06-02", outlet="Courier")
    newsroom.publish("b", VERDICT.format(18), second, outlet="Herald")
    answer = ask(newsroom, JUDGED, "2025-06-05")
    assert answer.verdict == "disputed"
    assert cited(answer) == {"a", "b"}
    assert max(answer.trace["days_compared"]) >= DISPUTED
    outlet = {c.n: c.outlet for c in answer.citations}
    for claim in answer.agreement:
        assert claim.citations
        assert {outlet[n] for n in claim.citations} == set(claim.outlets)
    assert {c.value: c.outlets for c in answer.agreement} == {
        "2025-06-17": ("Courier",), "2025-06-18": ("Herald",)
    }  # fmt: skip


def test_the_day_of_something_else_is_no_other_account(newsroom: Newsroom) -> None:
    held = "The talks with Ostland were held on 2 June in the palace."
    signed = "The paper that was agreed at the talks with Ostland was signed on 4 June."
    newsroom.publish("a", held, "2025-06-03", outlet="Courier")
    newsroom.publish("b", signed, "2025-06-05", outlet="Herald")
    answer = ask(newsroom, "When were the talks with Ostland?", "2025-06-06")
    (chance,) = answer.trace["days_compared"]
    assert chance < DISPUTED
    assert (answer.verdict, start(answer)) == ("answered", "2025-06-02")


def test_two_days_in_one_outlet_are_no_dispute(newsroom: Newsroom) -> None:
    newsroom.publish("a", VERDICT.format(17), "2025-06-02", outlet="Courier")
    newsroom.publish("b", VERDICT.format(18), "2025-06-03", outlet="Courier")
    answer = ask(newsroom, JUDGED, "2025-06-05")
    assert (answer.verdict, answer.agreement) == ("scheduled", ())


def test_a_day_stated_long_after_another_displaces_it(newsroom: Newsroom) -> None:
    newsroom.publish("a", VERDICT.format(17), "2025-06-02", outlet="Courier")
    newsroom.publish("b", VERDICT.format(18), "2025-06-09", outlet="Herald")
    answer = ask(newsroom, JUDGED, "2025-06-10")
    assert (answer.verdict, start(answer)) == ("scheduled", "2025-06-18")


def test_the_same_story_in_two_outlets_is_one_side_of_a_dispute(newsroom: Newsroom) -> None:
    newsroom.publish("a", VERDICT.format(17), "2025-06-02", outlet="Courier")
    newsroom.publish("b", VERDICT.format(17), "2025-06-02", outlet="Morning Mail")
    newsroom.publish(
        "c", "The verdict on the dam is due on 18 June, a judge of the Graz court told reporters.",
        "2025-06-02", outlet="Herald",
    )  # fmt: skip
    answer = ask(newsroom, JUDGED, "2025-06-03")
    assert answer.verdict == "disputed"
    sides = {claim.value: claim.outlets for claim in answer.agreement}
    assert set(sides) == {"2025-06-17", "2025-06-18"}
    assert len(sides["2025-06-17"]) == 1
    (copied,) = (c for c in answer.citations if "17 June" in c.quote)
    assert {copied.outlet, *copied.also_in} == {"Courier", "Morning Mail"}


def test_a_report_of_the_event_settles_which_day_it_was(newsroom: Newsroom) -> None:
    newsroom.publish("a", SET.format(20), "2025-03-18", outlet="Courier")
    newsroom.publish("b", SET.format(21), "2025-03-18", outlet="Herald")
    newsroom.publish(
        "c", "The fisheries talks ended after an hour on 20 March, and both delegations left Bergen"
        " by the night train.", "2025-03-22", outlet="Evening Mail",
    )  # fmt: skip
    assert ask(newsroom, ROUND, "2025-03-19").verdict == "disputed"
    answer = ask(newsroom, ROUND, "2025-03-23")
    assert (answer.verdict, start(answer)) == ("passed", "2025-03-20")


def test_one_outlet_may_tell_of_two_days(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The mayor says the next round of the fisheries talks will be held on 20 March;"
        " according to a source of the Herald it will be held on 21 March.", "2025-03-12",
    )  # fmt: skip
    answer = ask(newsroom, ROUND, "2025-03-13")
    assert answer.verdict == "disputed"
    assert {c.value for c in answer.agreement} == {"2025-03-20", "2025-03-21"}


def test_the_two_days_of_the_third_round_are_disputed(seeds_index: Callable[[], Index]) -> None:
    # One outlet reports Zelensky's Wednesday beside the Thursday that it holds itself, and "23 and
    # 24 July", said in passing, does not reconcile them.
    with seeds_index() as index:
        answer = index.ask("When is the third round?", as_of=date(2025, 7, 22))
    assert answer.verdict == "disputed"
    assert {c.value for c in answer.agreement} == {"2025-07-23", "2025-07-24"}


def test_where_it_is_held_is_not_disputed_by_two_days(seeds_index: Callable[[], Index]) -> None:
    with seeds_index() as index:
        answer = index.ask(
            "and where?", as_of=date(2025, 7, 22), follows="When is the third round?"
        )
    assert answer.verdict != "disputed"
    assert answer.agreement == ()


BEGINS = "The Council says that the truce in the valley begins on {}, while the Front says {}."


def test_days_far_apart_are_disputed_where_one_sentence_sets_them_apart(
    newsroom: Newsroom,
) -> None:
    newsroom.publish("a", BEGINS.format("21 June", "9 July"), "2025-06-17")
    answer = ask(newsroom, ASKED, "2025-06-18")
    assert [c.value for c in answer.agreement] == ["2025-06-21", "2025-07-09"]


def test_a_sentence_that_sets_two_days_apart_disputes_the_newer_word_for_one(
    newsroom: Newsroom,
) -> None:
    newsroom.publish("a", BEGINS.format("21 June", "23 June"), "2025-06-12", outlet="Courier")
    newsroom.publish(
        "b", "The truce in the valley begins on 21 June, the Council says again.", "2025-06-16",
        outlet="Herald",
    )  # fmt: skip
    assert ask(newsroom, ASKED, "2025-06-17").verdict == "disputed"
