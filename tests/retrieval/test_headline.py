"""The answer in one line: a frame of our own words around what the coverage says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evidence import Sentence
from retrieval.headline import LONGEST, REASONS, day, distance, framed, under_way, worded
from retrieval.records import (
    Article,
    Citation,
    Claim,
    Event,
    Headline,
    Hit,
    Reason,
    Span,
    Verdict,
)
from retrieval.timeline import Judgement

TODAY = date(2025, 5, 30)
TEXT = "The second round will be held in Istanbul on 2 June."
SPAN = Span("date", 45, 51, "2025-06-02", "day", date(2025, 6, 2), date(2025, 6, 2))


def sentence(text: str = TEXT, published: datetime | None = None) -> Sentence:
    article = Article("a", text, "Talks", "Wire", "wire", published=published)
    hit = Hit(1, "a", 1, 0, len(text), 0.0, 0.0, 0.0, 0.0, 1.0, 0)
    return Sentence(article, hit, 0, 0, len(text), {}, 0.0, 0.0, 0.0, (), (), ())


def citation(text: str = TEXT, *highlights: tuple[int, int]) -> Citation:
    return Citation(
        1, "a", 1, "Talks", "Wire", None, None, None, text, 0, len(text), (), highlights
    )


def judged(
    verdict: Verdict, start: date | None = None, end: date | None = None, *,
    place: str | None = None, proposed: bool = False,
) -> Judgement:  # fmt: skip
    event = Event(start, end or start, place) if start else None
    return Judgement(verdict, event, (sentence(),), 0.9, (), SPAN, proposed=proposed)


def headline(
    verdict: Verdict, judgement: Judgement | None, citations: list[Citation], claims: list[Claim],
) -> str:  # fmt: skip
    made = framed(verdict, judgement, citations, claims, sentence())
    return worded(made, verdict, judgement and judgement.event, TODAY)


def line(verdict: Verdict, judgement: Judgement | None, decisive: Sentence | None = None) -> str:
    made = framed(verdict, judgement, [citation()], (), decisive or sentence())
    return worded(made, verdict, judgement and judgement.event, TODAY)


JUNE = date(2025, 6, 2)


@pytest.mark.parametrize(
    ("verdict", "judgement", "expected"),
    [
        (
            "scheduled",
            judged("scheduled", JUNE, place="Istanbul"),
            "Scheduled: 2 June 2025, Istanbul (in 3 days)",
        ),
        ("scheduled", judged("scheduled", JUNE), "Scheduled: 2 June 2025 (in 3 days)"),
        (
            "scheduled",
            judged("scheduled", JUNE, proposed=True),
            "Proposed: 2 June 2025 (in 3 days)",
        ),
        (
            "scheduled",
            judged("scheduled", JUNE, date(2025, 6, 4)),
            "Scheduled: 2 June to 4 June 2025 (in 3 days)",
        ),
        (
            "scheduled",
            judged("scheduled", date(2025, 5, 29), date(2025, 6, 2)),
            "Scheduled: 29 May to 2 June 2025 (under way)",
        ),
        (
            "scheduled",
            judged("scheduled", date(2025, 5, 1), date(2025, 5, 31), proposed=True),
            "Proposed: 1 May to 31 May 2025",
        ),
        (
            "scheduled",
            judged("scheduled", date(2025, 5, 26), date(2025, 6, 1)),
            "Scheduled: 26 May to 1 June 2025",
        ),
        (
            "answered",
            judged("answered", date(2025, 5, 1), date(2025, 5, 31)),
            "1 May to 31 May 2025 (29 days ago)",
        ),
        ("passed", judged("passed", date(2025, 5, 16)), "Passed: 16 May 2025 (14 days ago)"),
        ("answered", judged("answered", date(2025, 5, 16)), "16 May 2025 (14 days ago)"),
        ("not_set", judged("not_set"), f"No date is set, as of 30 May 2025: “{TEXT}”"),
        ("answered", None, f"“{TEXT}”"),
    ],
)
def test_each_verdict_has_its_line(
    verdict: Verdict, judgement: Judgement | None, expected: str
) -> None:
    assert line(verdict, judgement) == expected


def test_the_last_days_of_all_may_be_under_way() -> None:
    last = date.max
    assert under_way("scheduled", Event(last - timedelta(2), last, None), last)
    assert not under_way("scheduled", Event(date(last.year, 12, 1), last, None), last)


def test_an_outdated_date_is_shown_with_the_day_of_the_newest_coverage() -> None:
    older, old = (sentence(published=datetime(2025, 1, n, tzinfo=UTC)) for n in (9, 17))
    judgement = replace(judged("passed", date(2025, 1, 16)), sentences=(older, old))
    expected = "Passed: 16 January 2025 (134 days ago). The newest coverage is of 17 January 2025"
    assert line("outdated", judgement, older) == expected


def test_outlets_that_differ_are_shown_with_each_value_once() -> None:
    claims = [
        Claim("2025-07-23", ("A",), (1,)),
        Claim("2025-07-24", ("B",), (2,)),
        Claim("2025-07-23", ("C",), (3,)),
    ]
    found = headline("disputed", None, [citation()], claims)
    assert found == "Outlets differ: 23 July 2025 or 24 July 2025"


def test_figures_that_differ_are_quoted_as_they_stand() -> None:
    claims = [Claim("4,200\n people", ("A",), (1,)), Claim("2,900 people", ("B",), (2,))]
    found = headline("disputed", None, [citation()], claims)
    assert found == "Outlets differ: “4,200 people” or “2,900 people”"


def test_a_date_without_a_year_is_shown_as_it_stands() -> None:
    judgement = Judgement("answered", None, (sentence(),), 0.6, (), SPAN)
    marked = citation(TEXT, (45, 51))
    found = headline("answered", judgement, [marked], [])
    assert found == "“2 June” (the article states no year)".replace("2 June", TEXT[45:51])


def test_a_sentence_too_long_for_a_line_is_left_to_the_quotes() -> None:
    long = "word " * LONGEST
    assert line("answered", None, sentence(long)) == "See the quotes below."
    assert line("answered", None, sentence("word\n  word")) == "“word word”"


def test_every_reason_has_its_words() -> None:
    assert set(REASONS) == set(get_args(Reason))
    assert len(set(REASONS.values())) == len(REASONS)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"), (1, "tomorrow"), (-1, "yesterday"), (2, "in 2 days"), (-2, "2 days ago"),
        (400, "in 400 days"), (-400, "400 days ago"),
    ],
)  # fmt: skip
def test_a_distance_reads_as_people_say_it(days: int, words: str) -> None:
    assert distance(TODAY + timedelta(days=days), TODAY) == words


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_written_so_that_it_can_be_read_back(value: date) -> None:
    assert datetime.strptime(day(value), "%d %B %Y").date() == value  # noqa: DTZ007
    assert not day(value).startswith("0")


def test_a_headline_is_there_in_parts_as_well() -> None:
    old = sentence(published=datetime(2025, 1, 17, tzinfo=UTC))
    made = framed("outdated", replace(judged("not_set"), sentences=(old,)), [citation()], (), old)
    assert made == Headline("old_undated", TEXT, newest=date(2025, 1, 17))
    made = framed("scheduled", judged("scheduled", JUNE, proposed=True), [], (), sentence())
    assert made == Headline("dated", TEXT, proposed=True)
