"""Calendar arithmetic that answers None instead of raising outside the years 1 to 9999.

Weeks run from Monday to Sunday and are numbered after ISO 8601. Seasons are the
meteorological ones of the northern hemisphere; a winter is named after the year it begins in.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Literal

from retrieval.dates.model import Lean

Unit = Literal["day", "weekend", "week", "month", "quarter", "year", "decade", "century"]
Interval = tuple[date, date]

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""TIMEX3 season code to the month it begins in."""

_DAYS = {"day": 1, "weekend": 7, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def day(year: int, month: int, day_of_month: int) -> date | None:
    """The date, or None when the calendar has no such day."""
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return None


def shift(start: date, count: int, unit: Unit) -> date | None:
    """``start`` moved by ``count`` units; a month's missing days fall on its last day."""
    try:
        if unit in _DAYS:
            return start + timedelta(days=count * _DAYS[unit])
        months = start.year * 12 + start.month - 1 + count * _MONTHS[unit]
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(start.day, monthrange(year, month)[1]))
    except (ValueError, OverflowError):
        return None


def months(year: int, month: int, count: int = 1) -> Interval | None:
    """The interval of ``count`` whole months from the given one on."""
    first = day(year, month, 1)
    last = first and shift(first, count - 1, "month")
    if first is None or last is None:
        return None
    return first, last.replace(day=monthrange(last.year, last.month)[1])


def period(inside: date, unit: Unit) -> Interval | None:
    """The calendar unit around a day; for "weekend" the one of that day's week."""
    if unit == "day":
        return inside, inside
    if unit in _DAYS:
        monday = shift(inside, -inside.weekday(), "day")
        first = monday and shift(monday, 5 if unit == "weekend" else 0, "day")
        last = monday and shift(monday, 6, "day")
        return (first, last) if first and last else None
    if unit == "month":
        return months(inside.year, inside.month)
    if unit == "quarter":
        return months(inside.year, (inside.month - 1) // 3 * 3 + 1, 3)
    years = _MONTHS[unit] // 12
    return months(max(inside.year // years * years, 1), 1, 12 * years)


def label(first: date, unit: Unit) -> str:
    """The TIMEX3 value of the calendar unit that begins at ``first``."""
    week = f"{first.isocalendar().year:04}-W{first.isocalendar().week:02}"
    match unit:
        case "day":
            return first.isoformat()
        case "week":
            return week
        case "weekend":
            return f"{week}-WE"
        case "month":
            return first.isoformat()[:7]
        case "quarter":
            return f"{first.year:04}-Q{(first.month + 2) // 3}"
        case "year":
            return f"{first.year:04}"
        case "decade":
            return f"{first.year:04}"[:3] + "X"
        case "century":
            return f"{first.year:04}"[:2] + "XX"


UNKNOWN: dict[Unit, str] = {
    "day": "XXXX-XX-XX",
    "week": "XXXX-WXX",
    "weekend": "XXXX-WXX-WE",
    "month": "XXXX-XX",
    "quarter": "XXXX-QX",
    "year": "XXXX",
    "decade": "XXXX",
    "century": "XXXX",
}
"""The TIMEX3 value of a unit that nothing settles."""


def distance(interval: Interval, today: date) -> int:
    """Days from ``today`` to the interval: negative when it is past, 0 inside."""
    first, last = interval
    if last < today:
        return (last - today).days
    return max((first - today).days, 0)


def choose(
    candidates: Iterable[Interval], today: date, lean: Callable[[], Lean], slack: int
) -> Interval | None:
    """The candidate nearest to ``today``, unless the clause plainly looks the other way.

    A clause plainly looks the other way when the nearest lies more than ``slack`` days on the
    wrong side: then the nearest on the right side is taken.
    """
    ranked = sorted(candidates, key=lambda interval: abs(distance(interval, today)))
    if not ranked or abs(distance(ranked[0], today)) <= slack:
        return next(iter(ranked), None)
    direction = lean()
    fitting = [c for c in ranked if distance(c, today) * direction >= -slack]
    return next(iter(fitting or ranked))
