"""Moves: whether something was moved between two days, and by how many days."""

from __future__ import annotations

import re

PUT_OFF = (
    r"(?:move[ds]?|postpone[ds]?|adjourn(?:s|ed)?|delay(?:s|ed)?|reschedule[ds]?|shift(?:s|ed)?"
    r"|defer(?:s|red)?|(?:puts?|push(?:es|ed)?|shov(?:es|ed)|bump(?:s|ed)|kick(?:s|ed))"
    r" (?:[\w-]+ ){0,3}(?:back|off)"
    r"|(?:brings?|brought) (?:[\w-]+ ){0,3}forward)"
)
_MOVED_BETWEEN = re.compile(
    rf"\b{PUT_OFF}(?: (?!(?:and|will|held)\b)[\w'’-]+,?){{0,14}} (?:from )?$", re.I
)
_SIZES = {"day": 1, "week": 7, "fortnight": 14}
_COUNTED = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
BY = rf"(?:{'|'.join(_COUNTED)}|\d\d?) (?:{'|'.join(_SIZES)})s?"
_MOVED_BY = re.compile(
    rf"\b(?P<how>{PUT_OFF})\b[^.;]{{0,40}}? by (?P<by>{BY})\b[^.;]{{0,30}}$",
    re.I,
)
_THAN_PLANNED = re.compile(rf"^,? (?:and )?(?P<by>{BY}) (?P<how>later|earlier) than\b", re.I)


def moved_by(before: str, after: str) -> int | None:
    """By how many days something was moved to the day between ``before`` and ``after``: 7 in
    "postponed by a week to 1 June", -1 in "on 6 May, a day earlier than planned".
    """
    found = _THAN_PLANNED.search(after) or _MOVED_BY.search(before)
    if found is None:
        return None
    count, unit = found["by"].lower().split()
    days = (_COUNTED.get(count) or int(count)) * _SIZES[unit.removesuffix("s")]
    sooner = re.search(r"forward|earlier", found["how"], re.I)
    return -days if sooner else days


def moved_between(before: str, expression: str) -> bool:
    """Whether something was moved between the two days of ``expression``, which follows on
    ``before``: "has moved the hearing from 12 November to 3 December".
    """
    apart = re.search(r"\b(?:to|until)\b", expression) is not None
    opens = expression.lower().startswith("from ") or before.endswith("from ")
    return apart and opens and _MOVED_BETWEEN.search(before) is not None
