"""Date expressions made of others: parts, distances, ranges, clock times.

Like the kinds in ``meaning`` each is a node: parsed once, resolved against a context.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from retrieval.dates import arithmetic
from retrieval.dates.arithmetic import UNKNOWN, Interval, Unit
from retrieval.dates.meaning import CalendarDate, Weekday, placed, unsettled
from retrieval.dates.model import Context, Meaning, Node

Part = Literal["early", "mid", "late", "first half", "second half", "past", "rest"]


@dataclass(frozen=True, slots=True)
class Shifted:
    """A distance from a date that is named: "two days after 2 June"."""

    origin: Node
    count: int
    unit: Unit
    exact: bool = False
    """Whether the very day is meant, whatever the unit: "a week from today"."""

    def resolve(self, context: Context) -> Meaning | None:
        """Moved from the origin's last day (ahead) or first day (back)."""
        origin = self.origin.resolve(context)
        if origin is None:
            return None
        edge = origin.last if self.count > 0 else origin.first
        if edge is None:
            return unsettled(self.unit)
        exact = arithmetic.shift(edge, self.count, self.unit)
        moved = placed((exact, exact) if exact else None, "day", relative=origin.relative)
        return moved and replace(moved, approximate=self.unit != "day" and not self.exact)


@dataclass(frozen=True, slots=True)
class PartOf:
    """Part of a longer period: "early June", "the end of 2025", "later this month"."""

    inner: Node
    part: Part

    def resolve(self, context: Context) -> Meaning | None:
        """Days 1-10, 10-20 and 21-end of a month, thirds of others; flagged approximate."""
        whole = self.inner.resolve(context)
        if whole is None:
            return None
        whole = replace(whole, approximate=True)
        if whole.first is None or whole.last is None or whole.first == whole.last:
            return whole
        first, last = self._bounds(whole.first, whole.last, context.today)
        return replace(whole, first=first, last=max(first, last))

    def _bounds(self, first: date, last: date, today: date | None) -> Interval:
        if self.part in ("past", "rest") and today and first <= today <= last:
            past = self.part == "past"
            edge = min(max(today + timedelta(days=-1 if past else 1), first), last)
            return (first, edge) if past else (edge, last)
        days = (last - first).days + 1
        if 28 <= days <= 31:
            begin, end = _MONTH_PARTS[self.part]
            return first + timedelta(days=begin), min(first + timedelta(days=end), last)
        if days > 300 and first.day == 1 and days < 370:
            begin, end = _YEAR_PARTS[self.part]
            inner = arithmetic.months(first.year, begin, end - begin + 1)
            return inner or (first, last)
        if days > 3000:
            years = (days // 365) // 10
            begin, end = _DECADE_YEARS[self.part]
            return arithmetic.months(first.year + begin * years, 1, 12 * (end - begin) * years) or (
                first,
                last,
            )
        begin_share, end_share = (_WEEK_SHARES if days == 7 else _SHARES)[self.part]
        return (
            first + timedelta(days=int(days * begin_share)),
            first + timedelta(days=max(int(days * end_share + 0.5) - 1, 0)),
        )


_MONTH_PARTS: dict[Part, tuple[int, int]] = {
    "early": (0, 9),
    "mid": (9, 19),
    "late": (20, 30),
    "first half": (0, 14),
    "second half": (15, 30),
    "past": (0, 30),
    "rest": (0, 30),
}
_YEAR_PARTS: dict[Part, tuple[int, int]] = {
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "first half": (1, 6),
    "second half": (7, 12),
    "past": (1, 12),
    "rest": (1, 12),
}
_SHARES: dict[Part, tuple[float, float]] = {
    "early": (0, 1 / 3),
    "mid": (1 / 3, 2 / 3),
    "late": (2 / 3, 1),
    "first half": (0, 0.5),
    "second half": (0.5, 1),
    "past": (0, 1),
    "rest": (0, 1),
}
_WEEK_SHARES = _SHARES | {"early": (0, 3 / 7), "mid": (1 / 7, 5 / 7), "late": (3 / 7, 1)}
"""Monday to Wednesday, Tuesday to Friday, Thursday to Sunday."""
_DECADE_YEARS: dict[Part, tuple[int, int]] = {
    "early": (0, 4),
    "mid": (4, 7),
    "late": (7, 10),
    "first half": (0, 5),
    "second half": (5, 10),
    "past": (0, 10),
    "rest": (0, 10),
}
"""Tenths of a decade or century: "the late 1980s" are 1987 to 1989."""


@dataclass(frozen=True, slots=True)
class EdgeOf:
    """ "The first three months of 2025", "the last two weeks of May"."""

    inner: Node
    count: int
    """Negative when counted from the end."""
    unit: Unit

    def resolve(self, context: Context) -> Meaning | None:
        """None when the period is shorter than what is taken of it."""
        whole = self.inner.resolve(context)
        if whole is None or whole.first is None or whole.last is None:
            return whole
        day = timedelta(days=1)
        if self.count > 0:
            after = arithmetic.shift(whole.first, self.count, self.unit)
            bounds = (whole.first, after - day) if after else None
        else:
            # The day after the end, so that months are counted from their firsts.
            after = arithmetic.shift(whole.last, 1, "day")
            begin = after and arithmetic.shift(after, self.count, self.unit)
            bounds = (begin, whole.last) if begin else None
        if bounds is None or bounds[0] < whole.first or bounds[1] > whole.last:
            return None
        timex = f"{bounds[0].isoformat()}/{bounds[1].isoformat()}"
        return Meaning("period", timex, *bounds, relative=whole.relative)


@dataclass(frozen=True, slots=True)
class Nth:
    """The nth weekday or week of a longer period: "the first Monday of June"."""

    inner: Node
    number: int
    """1 for the first, -1 for the last."""
    weekday: int | None
    """None for a week."""

    def resolve(self, context: Context) -> Meaning | None:
        """None when the period has no such day. The first week is the period's first 7 days."""
        whole = self.inner.resolve(context)
        if whole is None or whole.first is None or whole.last is None:
            return whole
        if self.weekday is None:
            return self._week(whole, whole.first, whole.last)
        if self.number > 0:
            ahead = (self.weekday - whole.first.weekday()) % 7 + 7 * (self.number - 1)
            found = arithmetic.shift(whole.first, ahead, "day")
        else:
            found = arithmetic.shift(
                whole.last, -((whole.last.weekday() - self.weekday) % 7), "day"
            )
        if found is None or not whole.first <= found <= whole.last:
            return None
        return placed((found, found), "day", relative=whole.relative)

    def _week(self, whole: Meaning, begins: date, ends: date) -> Meaning | None:
        if self.number > 0:
            first = arithmetic.shift(begins, 7 * (self.number - 1), "day")
        else:
            first = arithmetic.shift(ends, -6, "day")
        if first is None or first > ends:
            return None
        last = min(first + timedelta(days=6), ends)
        timex = arithmetic.label(first, "week")
        return Meaning("week", timex, first, last, relative=whole.relative, approximate=True)


@dataclass(frozen=True, slots=True)
class WeekOf:
    """ "The week of 2 June", and "Monday of next week" when a weekday is given."""

    inner: Node
    weekday: int | None = None
    edge: Literal[-1, 0, 1] = 0
    """1 for "the week from 2 June", -1 for "the week to 2 June"."""

    def resolve(self, context: Context) -> Meaning | None:
        """The week, Monday to Sunday, around the inner expression's first day, or its 7 days."""
        inner = self.inner.resolve(context)
        if inner is None or inner.first is None:
            return inner and replace(inner, timex=UNKNOWN["week"])
        if self.edge:
            other = arithmetic.shift(inner.first, 6 * self.edge, "day")
            if other is None:
                return None
            first, last = min(inner.first, other), max(inner.first, other)
            timex = f"{first.isoformat()}/{last.isoformat()}"
            return Meaning("week", timex, first, last, relative=inner.relative)
        found = arithmetic.period(inner.first, "week")
        if found and self.weekday is not None:
            exact = arithmetic.shift(found[0], self.weekday, "day")
            return placed((exact, exact) if exact else None, "day", relative=inner.relative)
        return placed(found, "week", relative=inner.relative)


@dataclass(frozen=True, slots=True)
class Range:
    """From one expression to another; what one end leaves out is taken from the other."""

    start: Node
    end: Node

    def resolve(self, context: Context) -> Meaning | None:
        """None when an end does not exist or the range would run backwards."""
        start_node, end_node = _completed(self.start, self.end)
        start, end = start_node.resolve(context), end_node.resolve(context)
        if start is None or end is None:
            return None
        if isinstance(start_node, Weekday) and isinstance(end_node, CalendarDate):
            start = _weekday_before(start_node, end) or start
        end = _after(start, end, end_node, context)
        timex = f"{start.timex}/{end.timex}"
        settled = start.first is not None and end.last is not None
        if start.first is not None and end.last is not None and end.last < start.first:
            return None
        return Meaning(
            "period",
            timex,
            start.first if settled else None,
            end.last if settled else None,
            relative=start.relative or end.relative,
            approximate=start.approximate or end.approximate,
        )


def _completed(start: Node, end: Node) -> tuple[Node, Node]:
    if not (isinstance(start, CalendarDate) and isinstance(end, CalendarDate)):
        return start, end
    if start.month is None and start.day and end.month:
        start = replace(start, month=end.month)
    if end.month is None and end.day and start.month:
        end = replace(end, month=start.month)
    if end.year and start.year is None and start.month and end.month:
        turn = (start.month, start.day or 0) > (end.month, end.day or 31)
        start = replace(start, year=end.year - turn)
    elif start.year and end.year is None and start.month and end.month:
        turn = (start.month, start.day or 0) > (end.month, end.day or 31)
        end = replace(end, year=start.year + turn)
    return start, end


def _weekday_before(node: Weekday, end: Meaning) -> Meaning | None:
    """The last such weekday before the day that ends a range, "Sunday to Monday, 24 October"; None
    for one that is counted from now, "next Sunday".
    """
    if node != Weekday(node.weekday) or end.first is None or end.first != end.last:
        return None
    back = (end.first.weekday() - node.weekday) % 7 or 7
    found = arithmetic.shift(end.first, -back, "day")
    return placed((found, found) if found else None, "day", relative=end.relative)


def _after(start: Meaning, end: Meaning, node: Node, context: Context) -> Meaning:
    """The first fitting ``end`` at or after ``start``, where the wording leaves a choice."""
    if start.first is None or end.last is None or not end.relative or end.last >= start.first:
        return end
    now = datetime.combine(start.first, time())
    later = node.resolve(replace(context, now=now, lean=lambda: 1, strict=True))
    return later or end


@dataclass(frozen=True, slots=True)
class Clock:
    """A day with a clock time, or with a part of the day ("MO", "AF", "EV", "NI")."""

    inner: Node
    time: str | None = None
    zone: str | None = None
    part: str | None = None
    vague: bool = False

    def resolve(self, context: Context) -> Meaning | None:
        """The day keeps its own calendar date; zones are reported, not converted."""
        day = self.inner.resolve(context)
        if day is None:
            return None
        if self.time is None:
            return replace(day, timex=f"{day.timex}T{self.part}")
        return replace(
            day,
            granularity="time",
            timex=f"{day.timex.partition('T')[0]}T{self.time}",
            time=self.time,
            zone=self.zone,
            approximate=day.approximate or self.vague,
        )


@dataclass(frozen=True, slots=True)
class About:
    """An expression that is hedged: "around 15 June"."""

    inner: Node

    def resolve(self, context: Context) -> Meaning | None:
        """The inner expression, flagged."""
        inner = self.inner.resolve(context)
        return inner and replace(inner, approximate=True)
