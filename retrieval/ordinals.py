"""Ordinals: which one of a series a text speaks of, in words and in digits."""

from __future__ import annotations

import re
from functools import lru_cache

MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_MONTH_TYPED = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
ORDINALS = {
    name: number
    for number, names in enumerate(
        (
            "first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th",
            "seventh 7th", "eighth 8th", "ninth 9th", "tenth 10th",
        ), 1,
    )
    for name in names.split()
}  # fmt: skip
CARDINALS = {
    w: n for n, w in enumerate("one two three four five six seven eight nine ten".split(), 1)
}
_ORDINAL = re.compile(
    # "On the 2nd", "2 June", "the first of May" is a day, and no second one.
    rf"\b(\d(?:st|nd|rd|th))\b(?!(?<=\bon the \d[a-z]{{2}})(?:\W*$|[.,;:?!]| (?:or|and|as|at"
    rf"|still|on)\b))(?! (?:of )?{_MONTH_TYPED})(?! or (?:the )?\d{{1,2}}(?:st|nd|rd|th))"
    rf"|\b({'|'.join(n for n in ORDINALS if n.isalpha())})\b(?! of {MONTH})"
    r"(?! (?:minister|lady|officer|mate|division|world war)\b)",
    re.I,
)
NUMBERED = re.compile(
    rf"\b(round|stage|phase|leg|match|game|test|flight|day|session|meeting|part|week)\s+"
    rf"(?:no\.?\s*|number\s+)?(\d{{1,2}}|{'|'.join(CARDINALS)})\b",
    re.I,
)
"""One of a series by its number: "round two", "day 3"."""
DIGIT_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b", re.I)
"""In a series or in a date."""


@lru_cache(maxsize=20_000)
def ordinals_in(text: str) -> frozenset[int]:
    """Which ones of a series a text speaks of: {2} for "the second round" or "round two"."""
    return frozenset(number for _, number in ordinal_places(text))


def ordinal_places(text: str) -> list[tuple[int, int]]:
    """Where they stand: offset and number, in no order."""
    found = [
        (m.start(), n)
        for m in _ORDINAL.finditer(text)
        if (n := ORDINALS.get((m[1] or m[2]).lower()))
    ]
    for m in NUMBERED.finditer(text):
        number = m[2].lower()
        found.append((m.start(2), CARDINALS.get(number) or int(number)))
    return found
