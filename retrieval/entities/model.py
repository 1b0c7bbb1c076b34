"""What is found: records without behaviour. Offsets are of the text, end exclusive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EntityLabel = Literal["person", "place", "organisation", "nationality", "event", "other"]

QuantityLabel = Literal[
    "count", "duration", "money", "percent", "distance", "weight", "temperature", "speed", "area",
    "score", "age", "ordinal",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in a text, without title, article or possessive ending."""

    start: int
    end: int
    label: EntityLabel
    value: str
    """The key that spellings of one name share, made of index terms: of a person the surname's
    ("zelenski"), of anything else those of its words ("ciragan palac"), or a better-known name's
    ("unit state" for "US"). To compare, not to show."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it measures.

    ``start`` to ``end`` is the number with its unit, or with the head noun of what is counted and
    the adjectives between; an ordinal and an age in commas are the number alone.
    """

    start: int
    end: int
    label: QuantityLabel
    value: float | None
    """In ``unit``; None for "dozens" and the like. Of a range the lower end, of a score the first
    figure."""
    high: float | None
    """The upper end of a range, the second figure of a score, otherwise None."""
    unit: str
    """"second" of all durations (a month is 30 days, a year 365), "year" of ages; of money the
    currency's code or plain name, of percent "percent" or "point", of other measures the unit's
    singular as written ("kilometre"). Of counts and ordinals the index term of the head noun, ""
    where there is none; of scores ""."""
    approximate: bool
    """Whether the text hedges or bounds it: "about", "more than", "at least", "dozens"."""
