from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.articles import make_article
from retrieval.edits import (
    counterpart,
    difference,
    folded,
    is_trivial,
    resemblance,
    substance,
    wording,
)

TEXT = (
    "The delegations meet in Hallin on 24 July, the ministry said.\n\n"
    "Forty-one prisoners were freed on Monday. “More will follow,” the envoy said."
)
ARTICLE = make_article(
    id="a", text=TEXT, source="Wire", title="Talks in Hallin",
    published=datetime(2025, 7, 1, tzinfo=UTC),
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        TEXT + "\n\nUpdated 5 minutes ago",
        "Last updated 14:05\n\n" + TEXT,
        "Updated 3 July 2025 at 14:05 GMT\n\n" + TEXT,
        TEXT + "\n\n12 comments",
        TEXT + "\n\n1.2K views · 34 shares",
        "3 min read | 12 comments\n\n" + TEXT,
        TEXT + "\n\nShared 120 times",
        TEXT + "\n\nRelated: Bridge to close for repairs",
        TEXT.replace("\n\n", "\r\n\r\n  "),
        TEXT.replace("“", '"').replace("”", '"'),
        TEXT.replace(" on 24", "\u00a0on\u00a024"),
        TEXT.replace("Forty-one", "Forty\u2011one"),
    ],
)
def test_stamps_counters_marks_and_spaces_are_trivial(text: str) -> None:
    assert is_trivial(ARTICLE, replace(ARTICLE, text=text))
    assert is_trivial(replace(ARTICLE, text=text), ARTICLE)


def test_one_counter_after_another_is_trivial() -> None:
    one, other = (replace(ARTICLE, text=f"{TEXT}\n\n{n} comments") for n in (3, 470))
    assert is_trivial(one, other)


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("24 July", "23 July"),
        TEXT.replace("Forty-one", "Forty-two"),
        TEXT.replace("Monday", "Tuesday"),
        TEXT.replace(" on Monday", ""),
        TEXT + "\n\nThe talks were called off.",
        TEXT + "\n\nThe council received 12 comments on the plan.",
        TEXT + "\n\nUpdated figures put the dead at 14.",
        TEXT.replace("said.\n", "denied.\n"),
    ],
)
def test_a_change_in_a_sentence_is_not(text: str) -> None:
    assert not is_trivial(ARTICLE, replace(ARTICLE, text=text))


def test_a_figure_that_changes_beside_a_word_that_counts_is_not() -> None:
    old = replace(ARTICLE, text=TEXT + "\n\nThe council received 12 comments on the plan.")
    assert not is_trivial(old, replace(old, text=old.text.replace("12", "13")))


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Talks in Oslo"},
        {"url": "https://wire.example/b"},
        {"published": datetime(2025, 7, 2, tzinfo=UTC)},
        {"outlet": "Other"},
        {"attribution": "summary"},
    ],
)
def test_what_a_citation_shows_is_never_trivial(change: dict[str, object]) -> None:
    assert not is_trivial(ARTICLE, replace(ARTICLE, **change))  # type: ignore[arg-type]


def test_a_later_stamp_alone_is_trivial() -> None:
    assert is_trivial(ARTICLE, replace(ARTICLE, updated=datetime(2025, 7, 3, tzinfo=UTC)))


def test_a_text_of_counters_alone_keeps_its_words() -> None:
    assert substance("12 comments") != substance("13 comments")


@given(st.text(alphabet="ab1 \n.,-'“”", max_size=60), st.integers(0, 9))
def test_a_digit_more_is_never_folded_away(text: str, digit: int) -> None:
    assert folded(text) != folded(f"{text}{digit}")


def test_the_counterpart_is_the_sentence_that_was_reworded() -> None:
    here = wording(TEXT)
    there = wording(
        "Weather: rain.\n\nForty-one prisoners were freed on Monday.\n\n"
        "The two delegations will meet in Hallin on 23 July, the ministry said."
    )
    place = counterpart(
        "The delegations meet in Hallin on 24 July, the ministry said.", there, here
    )
    assert place is not None
    assert there.text[slice(*place)].startswith("The two delegations")
    same = counterpart("Forty-one prisoners were freed on Monday.", there, here)
    assert same is not None
    assert there.text[slice(*same)] == "Forty-one prisoners were freed on Monday."


def test_what_both_versions_have_is_no_other_wording() -> None:
    # The nearest sentence there is unchanged, so the asked one is new.
    text = "The delegations meet in Hallin on 24 July."
    there, here = wording(text), wording(f"{text} The delegations meet in Oslo on 30 July.")
    assert counterpart("The delegations meet in Oslo on 30 July.", there, here) is None


@pytest.mark.parametrize(
    ("was", "now", "shown"),
    [
        ("They meet on 24 July in Hallin.", "They meet on 23 July in Hallin.",
         ("24 July", "23 July")),
        ("The toll is 14.", "The toll is 17.", ("14", "17")),
        ("He said yes.", "He said yes again.", ("yes", "yes again")),
        ("Ilse Brandt leads.", "Olga Brandt leads.", ("Ilse", "Olga")),
    ],
)  # fmt: skip
def test_a_difference_is_shown_by_its_words(was: str, now: str, shown: tuple[str, str]) -> None:
    assert difference(was, now) == shown


def test_unrelated_sentences_do_not_resemble_each_other() -> None:
    assert resemblance("The bank cut rates on Monday.", "A ferry sank off the coast.") < 0.3
