"""What independent outlets claim: side by side where they differ, a copied story once."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.agreement import same_figure
from retrieval.records import Answer, Span
from tests.retrieval.conftest import Newsroom

FLOOD = "How many people were displaced by the flood in Ostrava?"
ONE = "The flood in Ostrava displaced 4,200 people, the mayor said."
OTHER = "In Ostrava 2,900 people were displaced by the flood, according to the fire service."


def ask(newsroom: Newsroom, question: str, as_of: str) -> Answer:
    newsroom.refresh()
    with newsroom.open() as index:
        answer = index.ask(question, as_of=date.fromisoformat(as_of))
        for citation in answer.citations:
            article = index.store.article(citation.article_id, citation.version)
            assert article is not None
            assert article.text[citation.start : citation.end] == citation.quote
    return answer


def values(answer: Answer) -> dict[str, tuple[str, ...]]:
    return {claim.value: claim.outlets for claim in answer.agreement}


@pytest.mark.parametrize("second", ["2025-03-03", "2025-03-05"])
def test_two_outlets_with_two_figures_are_a_dispute_and_each_is_cited(
    newsroom: Newsroom, second: str
) -> None:
    newsroom.publish("a", ONE, "2025-03-03", outlet="Courier")
    newsroom.publish("b", OTHER, second, outlet="Herald")
    answer = ask(newsroom, FLOOD, "2025-03-06")
    assert answer.verdict == "disputed"
    assert values(answer) == {"4,200 people": ("Courier",), "2,900 people": ("Herald",)}
    outlet = {c.n: c.outlet for c in answer.citations}
    for claim in answer.agreement:
        assert tuple(outlet[n] for n in claim.citations) == claim.outlets
        assert claim.value in answer.headline


@pytest.mark.parametrize(
    ("text", "published", "outlet"),
    [
        (OTHER.replace("2,900", "4,210"), "2025-03-03", "Herald"),
        (OTHER, "2025-03-09", "Herald"),
        (OTHER, "2025-03-03", "Courier"),
        ("In Ostrava the flood closed 12 schools for a week.", "2025-03-03", "Herald"),
    ],
    ids=["rounded", "long before", "same outlet", "something else"],
)
def test_figures_that_do_not_contradict_are_no_dispute(
    newsroom: Newsroom, text: str, published: str, outlet: str
) -> None:
    newsroom.publish("a", ONE, "2025-03-03", outlet="Courier")
    newsroom.publish("b", text, published, outlet=outlet)
    answer = ask(newsroom, FLOOD, "2025-03-10")
    assert answer.verdict == "answered"
    assert answer.agreement == ()


def test_the_same_wire_story_counts_once(newsroom: Newsroom) -> None:
    wire = f"{ONE} Boats brought them to the sports hall, where they spent the night on mats."
    newsroom.publish("a", wire, "2025-03-03", outlet="Courier")
    newsroom.publish("b", wire, "2025-03-03", outlet="Morning Mail")
    newsroom.publish("c", OTHER, "2025-03-03", outlet="Herald")
    answer = ask(newsroom, FLOOD, "2025-03-04")
    claimed = values(answer)
    assert set(claimed) == {"4,200 people", "2,900 people"}
    assert claimed["2,900 people"] == ("Herald",)
    assert claimed["4,200 people"] in (("Courier",), ("Morning Mail",))
    (copied,) = (c for c in answer.citations if "4,200" in c.quote)
    assert {copied.outlet, *copied.also_in} == {"Courier", "Morning Mail"}


def test_a_copied_story_alone_is_no_dispute_and_one_citation(newsroom: Newsroom) -> None:
    for name in ("Courier", "Morning Mail", "Evening Mail"):
        newsroom.publish(name, ONE, "2025-03-03", outlet=name)
    answer = ask(newsroom, FLOOD, "2025-03-04")
    assert answer.agreement == ()
    (citation,) = answer.citations
    assert {citation.outlet, *citation.also_in} == {"Courier", "Morning Mail", "Evening Mail"}


@pytest.mark.parametrize(
    "text",
    [
        "Correction: The flood in Ostrava displaced 2,400 people, not 4,200 as we reported.",
        "We wrote that the flood in Ostrava displaced 4,200 people. This was wrong. The flood "
        "displaced 2,400 people in Ostrava.",
    ],
)
def test_a_correction_comes_before_what_it_corrects(newsroom: Newsroom, text: str) -> None:
    newsroom.publish("a", ONE, "2025-03-03", outlet="Courier")
    newsroom.publish("b", text, "2025-03-05", outlet="Courier")
    before, after = ask(newsroom, FLOOD, "2025-03-04"), ask(newsroom, FLOOD, "2025-03-06")
    assert {c.article_id for c in before.citations} == {"a"}
    assert after.citations[0].article_id == "b"
    assert "2,400" in after.citations[0].quote


@pytest.mark.parametrize(
    "question", ["Where was the flood?", "Who spoke about the flood in Ostrava?"]
)
def test_figures_are_compared_for_questions_of_figures_alone(
    newsroom: Newsroom, question: str
) -> None:
    newsroom.publish("a", ONE, "2025-03-03", outlet="Courier")
    newsroom.publish("b", OTHER, "2025-03-03", outlet="Herald")
    assert ask(newsroom, question, "2025-03-04").agreement == ()


def test_one_outlet_may_tell_of_both_sides(newsroom: Newsroom) -> None:
    both = (
        "The flood in Ostrava displaced 4,200 people according to the mayor; the fire service"
        " speaks of 2,900 people."
    )
    newsroom.publish("a", both, "2025-03-03", outlet="Courier")
    answer = ask(newsroom, FLOOD, "2025-03-04")
    assert answer.verdict == "disputed"
    assert values(answer) == {"4,200 people": ("Courier",), "2,900 people": ("Courier",)}
    assert answer.headline.startswith("Accounts differ: ")


@pytest.mark.parametrize(
    "text",
    [
        "The flood in Ostrava displaced 4,200 people, the mayor said, and 12 people drowned; the"
        " fire service said so too.",
        "The flood in Ostrava displaced 4,200 people in the first night and 2,900 people later.",
    ],
    ids=["far apart", "no accounts"],
)
def test_two_figures_of_one_account_are_no_dispute(newsroom: Newsroom, text: str) -> None:
    newsroom.publish("a", text, "2025-03-03", outlet="Courier")
    assert ask(newsroom, FLOOD, "2025-03-04").agreement == ()


def test_two_accounts_side_by_side_are_a_dispute_of_one_outlet(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The harbour master says that the pilot rang the ferry before the collision. The "
        "pilot, however, said that it was the ferry that had called him.", "2025-03-03",
    )  # fmt: skip
    answer = ask(
        newsroom, "Who rang whom before the collision, the pilot or the ferry?", "2025-03-04"
    )
    assert answer.verdict == "disputed"
    assert [c.value[:11] for c in answer.agreement] == ["The harbour", "The pilot, "]
    assert answer.headline.startswith("Accounts differ: ")


def test_two_counts_that_are_close_are_still_two_where_each_has_its_teller(
    newsroom: Newsroom,
) -> None:
    newsroom.publish(
        "a", "Ostrava gives the number of displaced people as 6,057. The fire service speaks of "
        "6,060 displaced people.", "2025-03-03",
    )  # fmt: skip
    assert ask(newsroom, FLOOD, "2025-03-04").verdict == "disputed"


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "The city got back a last group of 1,245 stolen bicycles, which brings the number "
            "returned to 6,057, the police said. The insurers put the figure at 6,060.",
            {"6,057", "6,060"},
        ),
        (
            "The police said that only 19 of the 25 stolen bicycles had been returned. The "
            "insurers give the number as 25.",
            {"19", "25"},
        ),
        (
            "The police said that 19 of the stolen bicycles had been returned. The insurers have "
            "25 clerks.",
            set(),
        ),
    ],
)
def test_a_figure_put_in_the_place_of_another_is_another_account(
    newsroom: Newsroom, text: str, claims: set[str]
) -> None:
    newsroom.publish("a", text, "2025-03-03")
    answer = ask(newsroom, "How many stolen bicycles were returned in all?", "2025-03-04")
    assert {claim.value for claim in answer.agreement} == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "The Front says that five villagers died in the shelling of Tharn. The army speaks of "
            "two dead, both of them fighters.",
            {"five villagers", "two dead"},
        ),
        (
            "The Front says that five villagers died in the shelling of Tharn. The army speaks of "
            "a few dozen.",
            {"five villagers", "a few dozen"},
        ),
        (
            "The Front says that five villagers died in the shelling of Tharn. The army sent two "
            "lorries with flour.",
            set(),
        ),
    ],
)
def test_what_another_side_holds_is_another_count_in_other_words(
    newsroom: Newsroom, text: str, claims: set[str]
) -> None:
    newsroom.publish("a", text, "2025-03-03")
    answer = ask(newsroom, "How many died in the shelling of Tharn?", "2025-03-04")
    assert {claim.value for claim in answer.agreement} == claims


@pytest.mark.parametrize(
    ("text", "disputed"),
    [
        (
            "Why the ferry turned back is told differently. The captain says that the engine had "
            "stopped. The owner said that the ferry turned back because of ice.",
            True,
        ),
        (
            "The captain says that the engine had stopped. The owner said that the ferry turned "
            "back because of ice. Neither account could be checked.",
            True,
        ),
        (
            "The owner said that the ferry turned back because of ice. It was late. The captain "
            "says that the engine had stopped. Nobody slept. Each blames the other.",
            True,
        ),
        (
            "The owner said that the ferry turned back because of ice. The captain says that the "
            "passengers were given tea.\n\nWhy it was late is told differently.",
            False,
        ),
    ],
)
def test_accounts_that_are_said_to_differ_are_both_given(
    newsroom: Newsroom, text: str, disputed: bool
) -> None:
    newsroom.publish("a", text, "2025-03-03")
    answer = ask(newsroom, "Why did the ferry turn back?", "2025-03-04")
    assert (answer.verdict == "disputed") == disputed
    assert len(answer.agreement) == 2 * disputed


def test_who_denies_something_else_disputes_no_figure(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "Output of the dam has fallen to 410 megawatts, the operator said. The army denies "
        "any part in the attack.", "2025-03-03",
    )  # fmt: skip
    answer = ask(newsroom, "How many megawatts is the output of the dam?", "2025-03-04")
    assert (answer.verdict, answer.agreement) == ("answered", ())


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("How many stolen bicycles were returned?", "disputed"),
        ("How many stolen bicycles do the police say were returned?", "answered"),
        ("How many stolen bicycles were returned by the insurers' count?", "answered"),
    ],
)
def test_what_one_side_says_is_not_disputed_by_the_other(
    newsroom: Newsroom, question: str, verdict: str
) -> None:
    newsroom.publish(
        "a", "The police gave the number of stolen bicycles that were returned as 19. The insurers "
        "put the figure at 25 bicycles.", "2025-03-03",
    )  # fmt: skip
    assert ask(newsroom, question, "2025-03-04").verdict == verdict


@pytest.mark.parametrize(
    "text",
    [
        "About 900 people joined the vigil, police say. Organisers speak of 4,000.",
        "About 900 people joined the vigil, police say. Organisers speak of 9,000.",
        "The vigil drew 900 people according to the police, and 2,500 according to its organisers.",
    ],
)
def test_two_counts_of_a_crowd_may_be_far_apart(newsroom: Newsroom, text: str) -> None:
    newsroom.publish("a", text, "2025-03-24", outlet="Courier")
    assert ask(newsroom, "How many people joined the vigil?", "2025-03-25").verdict == "disputed"


def test_the_sentence_after_the_best_one_may_hold_both_accounts(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "Three soldiers who are on the list did not come back. The Front says that they chose "
        "to stay in the highlands; the minister says that they are being held.", "2025-06-03",
        outlet="Courier",
    )  # fmt: skip
    answer = ask(newsroom, "Did the three soldiers on the list come back?", "2025-06-04")
    assert answer.verdict == "disputed"
    assert len(answer.agreement) == 2


def test_another_figure_may_be_given_in_the_next_paragraph(newsroom: Newsroom) -> None:
    newsroom.publish(
        "a", "The return of the bodies is complete, officials said. They put the total of bodies "
        "at 6,057.\n\nMoscow gave a slightly different figure. It said that it had returned 6,060 "
        "bodies.", "2025-06-16", outlet="Courier",
    )  # fmt: skip
    answer = ask(newsroom, "How many bodies were returned in total?", "2025-06-18")
    assert answer.verdict == "disputed"
    assert [("6,057" in c.value, "6,060" in c.value) for c in answer.agreement] == [
        (True, False), (False, True),
    ]  # fmt: skip


def test_a_day_that_no_quote_gives_is_not_named(newsroom: Newsroom) -> None:
    for n, outlet in enumerate(("Alfa", "Beta", "Gamma", "Delta", "Epsilon")):
        newsroom.publish(
            outlet,
            f"The summit of the Lake League in Tolm will be held on {21 + n} March, a source at the"
            f" league told {outlet}.",
            "2026-03-10", outlet=outlet,
        )  # fmt: skip
    answer = ask(newsroom, "When is the summit of the Lake League in Tolm?", "2026-03-13")
    assert answer.verdict == "disputed"
    assert all(claim.citations for claim in answer.agreement)
    assert len(answer.agreement) == len(answer.citations) == 3


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1184", "1184", True),
        ("1200", "1184", True),
        ("1184", "1206", False),
        ("6060", "6057", True),
        ("390", "387", True),
        ("12.5", "12.47", True),
        ("12.53", "12.47", False),
        ("100", "95", False),
        ("23", "24", False),
        ("98", "99", False),
        ("390", "397", False),
        ("0", "0", True),
        ("0", "1", False),
    ],
)
def test_a_round_figure_may_be_another_one_rounded(one: str, other: str, same: bool) -> None:
    figures = [Span("number", 0, 4, f"{value} passeng", "count") for value in (one, other)]
    assert same_figure(*figures) is same
    assert same_figure(*reversed(figures)) is same


def test_figures_of_two_kinds_are_two() -> None:
    assert not same_figure(Span("number", 0, 4, "30", "count"), Span("number", 0, 4, "30", "money"))
