"""Quantities: what is measured or counted, in which unit, and what is no quantity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import term
from retrieval.entities import Quantity, find_quantities
from tests.retrieval.entities.gold import Gold, half, read, scores

Row = tuple[int, int, str, float | None, float | None, str, bool]


def expected(gold: Gold) -> set[object]:
    return {_row(start, end, mark) for start, end, mark in gold[1]}


def _row(start: int, end: int, mark: str) -> Row:
    label, written, *more = mark.split(" ")
    low, _, high = written.partition("..")
    words = [w for w in more if w != "~"]
    return (
        start,
        end,
        label,
        None if low == "?" else float(low),
        float(high) if high else None,
        term(words[0]) if words else "",
        "~" in more,
    )


def seen(text: str) -> set[object]:
    return {
        (q.start, q.end, q.label, q.value, q.high,
         q.unit if q.label in ("count", "ordinal") else "", q.approximate)
        for q in find_quantities(text)
    }  # fmt: skip


def only(text: str) -> Quantity:
    (found,) = find_quantities(text)
    return found


@pytest.mark.parametrize("gold", half("gold_quantities.txt", report=False), ids=lambda g: g[0][:50])
def test_quantities_of_the_development_half_are_read(gold: Gold) -> None:
    assert seen(gold[0]) == expected(gold)


def test_quantities_of_the_report_half_are_mostly_read() -> None:
    pairs = [(expected(g), seen(g[0])) for g in half("gold_quantities.txt", report=True)]
    precision, recall = scores(pairs)
    assert precision >= 0.85
    assert recall >= 0.85


def test_there_are_enough_gold_sentences() -> None:
    assert len(read("gold_quantities.txt")) >= 80


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("It took an hour and a half.", 5400),
        ("It took two and a half hours.", 9000),
        ("It took 90 minutes.", 5400),
        ("It lasted a quarter of an hour.", 900),
        ("It lasted three quarters of an hour.", 2700),
        ("It lasted 1½ hours.", 5400),
        ("It lasted one hour, 20 minutes.", 4800),
        ("It lasted a week.", 604800),
        ("A 24-hour truce.", 86400),
    ],
)
def test_durations_are_in_seconds(text: str, seconds: float) -> None:
    found = only(text)
    assert (found.label, found.value, found.unit) == ("duration", seconds, "second")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("It cost $5m.", 5e6, "USD"),
        ("It cost US$3 billion.", 3e9, "USD"),
        ("It cost 40 euros.", 40.0, "EUR"),
        ("It cost 2.5 million roubles.", 2.5e6, "rouble"),
        ("It cost EUR 12,000.", 12000.0, "EUR"),
        ("It cost 300 UAH.", 300.0, "UAH"),
    ],
)
def test_money_names_its_currency(text: str, value: float, unit: str) -> None:
    found = only(text)
    assert (found.label, found.value, found.unit) == ("money", value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "In 2022, by 1998 and since 2014.",
        "On 2 June, June 2nd, 16-17 May and May 16 and 17, 2025.",
        "At 13:30, at 19.00, at 7 p.m., at 10am, at 1300 GMT.",
        "2025-06-02 02/06/2025 02.06.2025",
        "See Article 5, Section 12, No. 7, page 4 and Resolution 1701.",
        "Flight 103 and Apollo 11 and F-16 and G7.",
        "1. Introduction\n2. Method\n",
        "Call +44 20 7946 0958 or 0800 123 456.",
        "Version 1.2.3 and 10.0.0.1",
        "No one came one day, and one must go.",
        "Two weeks ago it began; three days later it ended.",
        "The 1990s and the 21st century.",
        "First, he left. At first nobody saw.",
        "",
    ],
)
def test_dates_times_and_labels_are_no_quantities(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    "hedge",
    ["about", "around", "nearly", "almost", "more than", "at least", "up to", "some", "fewer than"],
)
def test_a_hedge_makes_a_number_approximate(hedge: str) -> None:
    assert only(f"There were {hedge} 300 ships.").approximate
    assert not only("There were 300 ships.").approximate


@given(st.text(max_size=300))
def test_any_text_gives_valid_spans_in_order(text: str) -> None:
    _check(text)


PIECES = st.sampled_from(
    "1 1,000 2.5 ½ – - -5 $ € million bn % percent two hundred and a an half hour hours minutes to"
    " between people prisoners year-old aged June 2025 13:30 first second dozens of in quarter"
    " third"
    " 007 1.2.3 , . ( ) \n km °C ٣ ² m pounds".split(" ")
)


@given(st.lists(PIECES, max_size=40))
def test_any_mixture_of_numbers_gives_valid_spans_in_order(pieces: list[str]) -> None:
    _check(" ".join(pieces))
    _check("".join(pieces))


def _check(text: str) -> None:
    last = 0
    for quantity in find_quantities(text):
        assert last <= quantity.start < quantity.end <= len(text)
        last = quantity.end
