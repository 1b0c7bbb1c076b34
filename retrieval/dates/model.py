"""What the finder hands out, and what its parts hand to each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from retrieval.records import Granularity

Lean = Literal[-1, 0, 1]
"""Which way a clause looks: back, undecided, ahead."""


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date expression where it stands in a text, with the interval that it denotes."""

    start: int
    end: int
    text: str
    first: date | None
    """First day of the interval; None where neither text nor reference settles it."""
    last: date | None
    """Last day of the interval, inclusive."""
    granularity: Granularity
    timex: str
    """TIMEX3-like: "2025-06-02T13:00", "2025-W23", "2025-SU", "XXXX-06-02", "XXXX-WXX-1"."""
    time: str | None = None
    """Clock time stated with the date, "HH:MM", in ``zone``."""
    zone: str | None = None
    """The zone as stated: "local", "GMT", "UTC+03:00", "Kyiv time"."""
    relative: bool = False
    """Settled only through the reference date or an earlier expression."""
    approximate: bool = False
    """Worded as an approximation or as a part of a period: "around", "early June"."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression denotes, apart from its place in the text."""

    granularity: Granularity
    timex: str
    first: date | None = None
    last: date | None = None
    time: str | None = None
    zone: str | None = None
    relative: bool = False
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is resolved against."""

    now: datetime | None
    """The article's publication instant; None when unknown."""
    anchor: Meaning | None
    """The nearest earlier expression of the text, for "a year later"."""
    day_anchor: Meaning | None
    """The nearest earlier one that is no longer than a week, for "the following day"."""
    lean: Callable[[], Lean]
    """The direction of the clause; computed only when an expression asks."""
    strict: bool = False
    """Whether the direction overrules nearness, as in a range, whose end is never before it, or
    after "since"."""

    @property
    def today(self) -> date | None:
        """The reference day."""
        return self.now.date() if self.now else None


class Node(Protocol):
    """A parsed expression."""

    def resolve(self, context: Context) -> Meaning | None:
        """What it denotes in ``context``, or None when there is no such date (31 June)."""
