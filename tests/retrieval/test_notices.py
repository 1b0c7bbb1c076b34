"""Notices told from news about corrections, over labelled cases.

tests/data/notices.jsonl: our own words, half of them near misses ("market correction", "he
retracted his statement"). Rules may be mended over the half "tune"; "report" is only counted.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from retrieval.notices import find_notice, states_retraction

CASES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "notices.jsonl").read_text().splitlines()
]


@pytest.mark.parametrize("half", ["tune", "report"])
def test_precision_and_recall_over_the_labelled_cases(half: str) -> None:
    right = false = missed = 0
    for case in (c for c in CASES if c["half"] == half):
        notice = find_notice(case["title"], case["text"])
        found = notice and notice.kind
        right += found is not None and found == case["kind"]
        false += found is not None and case["kind"] is None
        missed += found is None and case["kind"] is not None
    assert right + missed >= 20
    assert right / (right + false) >= 0.95
    assert right / (right + missed) >= 0.9


def test_the_cases_are_enough_and_no_case_is_in_both_halves() -> None:
    texts = {half: {(c["title"], c["text"]) for c in CASES if c["half"] == half}
             for half in ("tune", "report")}  # fmt: skip
    assert not texts["tune"] & texts["report"]
    assert sum(c["kind"] is not None for c in CASES) >= 40
    assert sum(c["kind"] is None for c in CASES) >= 40


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Our report of 3 June wrongly said that the mayor resigned.", ("day", "2025-06-03")),
        ("Correction: the story at https://wire.example/a?utm_source=x gave a wrong sum.",
         ("url", "https://wire.example/a?utm_source=x")),
        ("Correction: in the article headlined “Mayor resigns over bridge” the name was wrong.",
         ("title", "Mayor resigns over bridge")),
    ],
)  # fmt: skip
def test_a_notice_names_the_article_that_it_is_about(text: str, about: tuple[str, str]) -> None:
    notice = find_notice("For the record", text, datetime(2025, 6, 5, tzinfo=UTC))
    assert notice is not None
    assert notice.about == (about,)


def test_the_strongest_of_several_notices_counts_and_has_its_place() -> None:
    text = (
        "Correction: the date was wrong.\n\nThe bridge is shut.\n\nThis story has been retracted."
    )
    notice = find_notice("Bridge", text)
    assert notice is not None
    assert notice.kind == "retraction"
    assert text[notice.start : notice.end] == "This story has been retracted."


def test_a_sentence_in_the_middle_of_a_long_article_is_no_notice() -> None:
    middle = "An earlier version of this report said otherwise, the committee noted."
    paragraphs = [f"Paragraph {n} is about the bridge." for n in range(12)]
    paragraphs[6] = middle
    assert find_notice("Report", "\n\n".join(paragraphs)) is None
    assert find_notice("Report", "\n\n".join([*paragraphs[7:], middle])) is not None


def test_only_a_retraction_of_its_own_text_states_one() -> None:
    assert states_retraction("This article has been retracted after complaints.")
    assert not states_retraction("The witness retracted his statement.")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Bridge",
            "Correction: this story gave a wrong sum. Our rules: https://wire.example/rules",
        ),
        ("RETRACTED: Bridge", "The study (https://journal.example/1) was published in May."),
        ("Bridge", "The report is at https://wire.example/x.\n\nThis story has been corrected."),
    ],
)
def test_an_address_beside_a_notice_of_its_own_is_not_whom_it_is_about(
    title: str, text: str
) -> None:
    notice = find_notice(title, text)
    assert notice is not None
    assert notice.about == ()
