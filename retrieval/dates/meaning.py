"""The kinds of date expressions, each with the rule that resolves it.

Every class is a :class:`~retrieval.dates.model.Node`: parsed once, resolved against a context.
Without a reference date whatever needs one keeps ``first`` and ``last`` None; no year is made up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from retrieval.dates import arithmetic
from retrieval.dates.arithmetic import SEASONS, UNKNOWN, Interval, Unit
from retrieval.dates.model import Context, Meaning, Node
from retrieval.records import Granularity

Part = Literal["early", "mid", "late", "first half", "second half", "past", "rest"]

_GRANULARITY: dict[Unit, Granularity] = {
    "day": "day",
    "week": "week",
    "weekend": "period",
    "month": "month",
    "quarter": "period",
    "year": "year",
    "decade": "period",
    "century": "period",
}
_FAR = 150
"""Days on the wrong side of the reference before a clause's direction overrules nearness."""


def _unsettled(unit: Unit) -> Meaning:
    return Meaning(_GRANULARITY[unit], UNKNOWN[unit], relative=True)


def _of(interval: Interval | None, unit: Unit, *, relative: bool = False) -> Meaning | None:
    if interval is None:
        return None
    first, last = interval
    timex = arithmetic.label(first, unit)
    return Meaning(_GRANULARITY[unit], timex, first, last, relative=relative)


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """Any of year, month, day and weekday as printed: "2 June 2025", "June", "the 2nd"."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None

    def resolve(self, context: Context) -> Meaning | None:
        """Absolute where a year is printed; otherwise the year, or month, nearest by."""
        unit: Unit = "day" if self.day else "month" if self.month else "year"
        if self.year is not None:
            return _of(self._interval(self.year, self.month or 0), unit)
        if not any(self._interval(leap, self.month or 1) for leap in (2000, 2001)):
            return None
        if context.today is None:
            return Meaning(_GRANULARITY[unit], self._timex())
        lean = context.lean()
        slack = 0 if context.strict else _FAR if self.day else 31
        if self.month is None:
            lean, slack = 0, 0
        chosen = arithmetic.choose(self._candidates(context.today), context.today, lean, slack)
        return _of(chosen, unit, relative=True)

    def _interval(self, year: int, month: int) -> Interval | None:
        if self.day:
            found = arithmetic.day(year, month, self.day)
            return (found, found) if found else None
        return arithmetic.months(year, month) if month else arithmetic.months(year, 1, 12)

    def _candidates(self, today: date) -> list[Interval]:
        if self.month is None:
            near = [arithmetic.shift(today.replace(day=1), n, "month") for n in (-1, 0, 1)]
            found = [self._interval(d.year, d.month) for d in near if d]
        else:
            years = range(today.year - 4, today.year + 5)
            found = [self._interval(year, self.month) for year in years]
        intervals = [interval for interval in found if interval]
        # A printed weekday is evidence of the year, but a misprint must not carry far.
        fitting = [
            interval
            for interval in intervals
            if interval[0].weekday() == self.weekday and abs(interval[0].year - today.year) <= 1
        ]
        return fitting if self.weekday is not None and fitting else intervals

    def _timex(self) -> str:
        month = f"{self.month:02}" if self.month else "XX"
        return f"XXXX-{month}-{self.day:02}" if self.day else f"XXXX-{month}"


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday (Monday is 0): plain, or in the calendar week ``week`` weeks from now."""

    weekday: int
    week: int | None = None
    nearest: Literal[-1, 0, 1] = 0
    """-1 for "this past Friday", 1 for "the coming Friday": never today itself."""

    def resolve(self, context: Context) -> Meaning | None:
        """A plain weekday goes by the clause's tense; by nearness when nothing tells."""
        today = context.today
        if today is None:
            return Meaning("day", f"XXXX-WXX-{self.weekday + 1}", relative=True)
        offset = self.weekday - today.weekday()
        if self.week is not None:
            offset += 7 * self.week
        elif self.nearest:
            offset = offset % 7 or 7 if self.nearest > 0 else offset % 7 - 7
        else:
            lean = context.lean()
            offset %= 7
            if (lean < 0 and offset) or (lean == 0 and offset > 3):
                offset -= 7
        found = arithmetic.shift(today, offset, "day")
        return _of((found, found) if found else None, "day", relative=True)


@dataclass(frozen=True, slots=True)
class CalendarUnit:
    """A whole calendar unit counted from now: "last week", "this month", "next year", "today"."""

    unit: Unit
    count: int

    def resolve(self, context: Context) -> Meaning | None:
        """The unit around the reference day, moved."""
        if context.today is None:
            return _unsettled(self.unit)
        inside = arithmetic.shift(context.today, self.count, self.unit)
        interval = arithmetic.period(inside, self.unit) if inside else None
        return _of(interval, self.unit, relative=True)


@dataclass(frozen=True, slots=True)
class Weekend:
    """ "The weekend" without saying which: by the clause's tense, else the one at hand."""

    def resolve(self, context: Context) -> Meaning | None:
        """The weekend last begun for a clause in the past, the one to come otherwise."""
        if context.today is None:
            return _unsettled("weekend")
        count = -1 if context.lean() < 0 and context.today.weekday() < 5 else 0
        if context.lean() == 0 and context.today.weekday() < 2:
            count = -1
        return CalendarUnit("weekend", count).resolve(context)


@dataclass(frozen=True, slots=True)
class Ago:
    """A distance from now: "two days ago", "in three weeks", in the unit that was named."""

    count: int
    unit: Unit
    vague: bool = False

    def resolve(self, context: Context) -> Meaning | None:
        """The unit ``count`` units away, as TimeML has it: "three years ago" is a year."""
        found = CalendarUnit(self.unit, self.count).resolve(context)
        loose = self.vague or self.unit != "day"
        return found and replace(found, approximate=loose)


@dataclass(frozen=True, slots=True)
class Hours:
    """A distance from now in hours or minutes; the day is what matters."""

    minutes: int

    def resolve(self, context: Context) -> Meaning | None:
        """The day that the instant falls on, in UTC."""
        if context.now is None:
            return _unsettled("day")
        try:
            then = context.now + timedelta(minutes=self.minutes)
        except OverflowError:
            return None
        stamp = then.strftime("%H:%M")
        timex = f"{then.date().isoformat()}T{stamp}"
        return Meaning("time", timex, then.date(), then.date(), relative=True, approximate=True)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch that begins or ends now: "the past three days", "within ten days"."""

    count: int
    unit: Unit
    vague: bool = False

    def resolve(self, context: Context) -> Meaning | None:
        """From the reference day to ``count`` units away, or the other way about."""
        today = context.today
        if today is None:
            return replace(_unsettled(self.unit), granularity="period")
        edge = arithmetic.shift(today, self.count, self.unit)
        if edge is None:
            return None
        first, last = min(today, edge), max(today, edge)
        timex = f"{first.isoformat()}/{last.isoformat()}"
        return Meaning("period", timex, first, last, relative=True, approximate=self.vague)


@dataclass(frozen=True, slots=True)
class FromAnchor:
    """A distance from the expression before it: "the following day", "two weeks later"."""

    count: int
    unit: Unit

    def resolve(self, context: Context) -> Meaning | None:
        """Moved from the anchor's last day (ahead) or first day (back)."""
        anchor = context.anchor
        if anchor is None or anchor.first is None or anchor.last is None:
            return _unsettled(self.unit)
        origin = anchor.last if self.count > 0 else anchor.first
        inside = arithmetic.shift(origin, self.count, self.unit)
        interval = arithmetic.period(inside, self.unit) if inside else None
        return _of(interval, self.unit, relative=True)


@dataclass(frozen=True, slots=True)
class WeekdayFromAnchor:
    """ "The following Monday": the first one after the expression before it."""

    weekday: int
    direction: Literal[-1, 1]

    def resolve(self, context: Context) -> Meaning | None:
        """Never the anchor's own day; without an anchor, counted from the reference."""
        anchor = context.anchor
        if anchor is None or anchor.first is None or anchor.last is None:
            return Weekday(self.weekday, nearest=self.direction).resolve(context)
        origin = anchor.last if self.direction > 0 else anchor.first
        offset = (self.weekday - origin.weekday()) % 7
        offset = (offset or 7) if self.direction > 0 else offset - 7
        found = arithmetic.shift(origin, offset, "day")
        return _of((found, found) if found else None, "day", relative=True)


@dataclass(frozen=True, slots=True)
class Shifted:
    """A distance from a date that is named: "two days after 2 June"."""

    origin: Node
    count: int
    unit: Unit

    def resolve(self, context: Context) -> Meaning | None:
        """Moved from the origin's last day (ahead) or first day (back)."""
        origin = self.origin.resolve(context)
        if origin is None:
            return None
        edge = origin.last if self.count > 0 else origin.first
        if edge is None:
            return _unsettled(self.unit)
        exact = arithmetic.shift(edge, self.count, self.unit)
        moved = _of((exact, exact) if exact else None, "day", relative=origin.relative)
        return moved and replace(moved, approximate=self.unit != "day")


@dataclass(frozen=True, slots=True)
class MonthNear:
    """ "Last May", "next June", "May last year"."""

    month: int
    direction: Literal[-1, 0, 1]
    years: int | None = None
    day: int | None = None

    def resolve(self, context: Context) -> Meaning | None:
        """The last one over, this year's, or the next to begin; or that of a year counted."""
        today = context.today
        if today is None:
            return CalendarDate(None, self.month, self.day).resolve(context)
        year = today.year + (self.years or 0)
        if self.years is None and (self.month - today.month) * self.direction <= 0:
            year += self.direction
        found = CalendarDate(year, self.month, self.day).resolve(context)
        return found and replace(found, relative=True)


@dataclass(frozen=True, slots=True)
class Season:
    """A season: "summer 2025", "this winter", "in the spring"."""

    code: str
    year: int | None = None
    count: int | None = None

    def resolve(self, context: Context) -> Meaning | None:
        """The year printed, counted from now, or nearest by."""
        begins = SEASONS[self.code]
        today = context.today
        if self.year or (today and self.count is not None):
            year = self.year or (today.year if today else 0) + (self.count or 0)
            chosen = arithmetic.months(year, begins, 3)
        elif today is None:
            return Meaning("season", f"XXXX-{self.code}")
        else:
            years = range(today.year - 1, today.year + 2)
            found = [arithmetic.months(year, begins, 3) for year in years]
            chosen = arithmetic.choose([c for c in found if c], today, context.lean(), 0)
        if chosen is None:
            return None
        timex = f"{chosen[0].year:04}-{self.code}"
        return Meaning("season", timex, *chosen, relative=not self.year)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter or half of a year: "the third quarter of 2025", "Q3", "the first half of 2026"."""

    number: int
    year: int | None = None
    count: int = 0
    months: int = 3

    def resolve(self, context: Context) -> Meaning | None:
        """The year printed, or counted from the reference's own."""
        letter = "Q" if self.months == 3 else "H"
        if self.year is None and context.today is None:
            return Meaning("period", f"XXXX-{letter}{self.number}")
        year = self.year or (context.today.year if context.today else 0) + self.count
        found = arithmetic.months(year, (self.number - 1) * self.months + 1, self.months)
        if found is None:
            return None
        timex = f"{year:04}-{letter}{self.number}"
        return Meaning("period", timex, *found, relative=self.year is None)


@dataclass(frozen=True, slots=True)
class Decade:
    """ "The 1990s"."""

    year: int

    def resolve(self, context: Context) -> Meaning | None:  # noqa: ARG002 - the Node protocol
        """Ten years from the one ending in 0."""
        found = arithmetic.period(date(self.year, 1, 1), "decade")
        return _of(found, "decade")


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
        begin_share, end_share = _SHARES[self.part]
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
    "early": (0, 3 / 7),
    "mid": (1 / 7, 5 / 7),
    "late": (3 / 7, 1),
    "first half": (0, 0.5),
    "second half": (0.5, 1),
    "past": (0, 1),
    "rest": (0, 1),
}


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
        return _of((found, found), "day", relative=whole.relative)

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

    def resolve(self, context: Context) -> Meaning | None:
        """The week, Monday to Sunday, around the inner expression's first day."""
        inner = self.inner.resolve(context)
        if inner is None or inner.first is None:
            return inner and replace(inner, timex=UNKNOWN["week"])
        found = arithmetic.period(inner.first, "week")
        if found and self.weekday is not None:
            exact = arithmetic.shift(found[0], self.weekday, "day")
            return _of((exact, exact) if exact else None, "day", relative=inner.relative)
        return _of(found, "week", relative=inner.relative)


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
