"""The kinds of date expressions, each with the rule that resolves it.

Every class is a :class:`~retrieval.dates.model.Node`: parsed once, resolved against a context.
Without a reference date whatever needs one keeps ``first`` and ``last`` None; no year is made up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from retrieval.dates import arithmetic
from retrieval.dates.arithmetic import SEASONS, UNKNOWN, Interval, Unit
from retrieval.dates.model import Context, Meaning
from retrieval.records import Granularity

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
_LAST = -4
"""From how many days back on this week's weekday is already the "last" one."""
_NEAR = 60
"""Days from the reference within which a date is this year's, whatever weekday is printed."""
_FAR = 150
"""Days on the wrong side of the reference before a clause's direction overrules nearness."""


def unsettled(unit: Unit) -> Meaning:
    """A unit that nothing settles."""
    return Meaning(_GRANULARITY[unit], UNKNOWN[unit], relative=True)


def placed(interval: Interval | None, unit: Unit, *, relative: bool = False) -> Meaning | None:
    """The calendar unit that covers the interval."""
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
            return placed(self._interval(self.year, self.month or 0), unit)
        if not any(self._interval(leap, self.month or 1) for leap in (2000, 2001)):
            return None
        if context.today is None:
            return Meaning(_GRANULARITY[unit], self._timex())
        slack = _FAR if self.day else 31
        if self.month is None or context.strict:
            slack = 31 if self.month is None else 0
        candidates = self._candidates(context.today)
        if self.month is None and (named := self._within(context.anchor)):
            # "In mid-September, on the 18th": the month that was just named.
            candidates = [named]
        chosen = arithmetic.choose(candidates, context.today, context.lean, slack)
        return placed(chosen, unit, relative=True)

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
        if self.weekday is None or (self.month and self._is_near(intervals, today)):
            return intervals
        fitting = [
            interval
            for interval in intervals
            if interval[0].weekday() == self.weekday and abs(interval[0].year - today.year) <= 1
        ]
        return fitting or intervals

    def _within(self, period: Meaning | None) -> Interval | None:
        """The day inside of a period of two days to a month; None where there is no such period."""
        if period is None or period.first is None or period.last is None:
            return None
        if not 0 < (period.last - period.first).days <= 31:
            return None
        found = [self._interval(d.year, d.month) for d in (period.first, period.last)]
        return next((i for i in found if i and period.first <= i[0] and i[1] <= period.last), None)

    @staticmethod
    def _is_near(intervals: list[Interval], today: date) -> bool:
        return any(abs(arithmetic.distance(interval, today)) <= _NEAR for interval in intervals)

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
    later: int = 0
    """Weeks after that: 1 for "the Monday after next", "Monday week"."""

    def resolve(self, context: Context) -> Meaning | None:
        """A plain weekday goes by the clause's tense; by nearness when nothing tells."""
        today = context.today
        if today is None:
            return Meaning("day", f"XXXX-WXX-{self.weekday + 1}", relative=True)
        offset = self.weekday - today.weekday()
        if self.week is not None:
            offset += 7 * self.week
            # "Will meet this Monday", said on a Sunday, is about the morrow; "last Monday", said
            # on a Friday or later, is the one just past.
            this_ahead = self.week == 0 and offset < 0 and context.lean() > 0
            if this_ahead or (self.week == -1 and offset <= _LAST - 7):
                offset += 7
        elif self.nearest:
            offset = offset % 7 or 7 if self.nearest > 0 else offset % 7 - 7
        else:
            lean = context.lean()
            offset %= 7
            if (lean < 0 and offset) or (lean == 0 and offset > 3):
                offset -= 7
        found = arithmetic.shift(today, offset + 7 * self.later, "day")
        return placed((found, found) if found else None, "day", relative=True)


@dataclass(frozen=True, slots=True)
class CalendarUnit:
    """A whole calendar unit counted from now: "last week", "this month", "next year", "today"."""

    unit: Unit
    count: int

    def resolve(self, context: Context) -> Meaning | None:
        """The unit around the reference day, moved."""
        if context.today is None:
            return unsettled(self.unit)
        inside = arithmetic.shift(context.today, self.count, self.unit)
        interval = arithmetic.period(inside, self.unit) if inside else None
        return placed(interval, self.unit, relative=True)


@dataclass(frozen=True, slots=True)
class Overnight:
    """The night before the article, or the one to come; a night has two days."""

    def resolve(self, context: Context) -> Meaning | None:
        """Both days of the night, named after the first."""
        if context.today is None:
            return unsettled("day")
        first = arithmetic.shift(context.today, 0 if context.lean() > 0 else -1, "day")
        last = first and arithmetic.shift(first, 1, "day")
        if first is None or last is None:
            return None
        return Meaning("period", f"{first.isoformat()}TNI", first, last, relative=True)


@dataclass(frozen=True, slots=True)
class Weekend:
    """ "The weekend" without saying which: by the clause's tense, else the one at hand."""

    coming: bool = False
    """Said to be the coming one: that of this week, on a weekend the one after it."""

    def resolve(self, context: Context) -> Meaning | None:
        """The weekend last begun for a clause in the past, the one to come otherwise."""
        if context.today is None:
            return unsettled("weekend")
        if self.coming:
            return CalendarUnit("weekend", int(context.today.weekday() >= 5)).resolve(context)
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
    lasting: bool = False
    """Whether it may be how long something took: "it was done in three weeks"."""

    def resolve(self, context: Context) -> Meaning | None:
        """The unit ``count`` units away, as TimeML has it: "three years ago" is a year."""
        if self.lasting and context.lean() < 0:
            return None
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
            return unsettled("day")
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
            return replace(unsettled(self.unit), granularity="period")
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
        anchor = context.day_anchor if self.unit == "day" else context.anchor
        if anchor is None or anchor.first is None or anchor.last is None:
            return unsettled(self.unit)
        origin = anchor.last if self.count > 0 else anchor.first
        inside = arithmetic.shift(origin, self.count, self.unit)
        interval = arithmetic.period(inside, self.unit) if inside else None
        return placed(interval, self.unit, relative=True)


@dataclass(frozen=True, slots=True)
class Beside(FromAnchor):
    """The time of another event, by its distance from the expression before it: "on Friday, three
    days after the quake". Nothing else is counted from there.
    """


@dataclass(frozen=True, slots=True)
class WeekdayFromAnchor:
    """ "The following Monday": the first one after the expression before it."""

    weekday: int
    direction: Literal[-1, 1]

    def resolve(self, context: Context) -> Meaning | None:
        """Never the anchor's own day; without an anchor, counted from the reference."""
        anchor = context.day_anchor
        if anchor is None or anchor.first is None or anchor.last is None:
            return Weekday(self.weekday, nearest=self.direction).resolve(context)
        origin = anchor.last if self.direction > 0 else anchor.first
        offset = (self.weekday - origin.weekday()) % 7
        offset = (offset or 7) if self.direction > 0 else offset - 7
        found = arithmetic.shift(origin, offset, "day")
        return placed((found, found) if found else None, "day", relative=True)


@dataclass(frozen=True, slots=True)
class InMonth:
    """ "The 20th of next month"."""

    month: CalendarUnit
    day: int

    def resolve(self, context: Context) -> Meaning | None:
        """That day of the month counted from now."""
        whole = self.month.resolve(context)
        if whole is None or whole.first is None:
            return whole
        found = CalendarDate(whole.first.year, whole.first.month, self.day).resolve(context)
        return found and replace(found, relative=True)


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
    """-1 for "last summer", 0 for "this summer", 1 for "next summer"."""
    years: int | None = None
    """Years from now: -1 for "summer last year"."""

    def resolve(self, context: Context) -> Meaning | None:
        """The year printed, counted from now, or nearest by."""
        begins = SEASONS[self.code]
        today = context.today
        if self.year:
            chosen = arithmetic.months(self.year, begins, 3)
        elif today is None:
            return Meaning("season", f"XXXX-{self.code}")
        elif self.years is not None:
            chosen = arithmetic.months(today.year + self.years, begins, 3)
        else:
            years = range(today.year - 2, today.year + 3)
            found = [arithmetic.months(year, begins, 3) for year in years]
            chosen = self._chosen([c for c in found if c], today, context)
        if chosen is None:
            return None
        timex = f"{chosen[0].year:04}-{self.code}"
        return Meaning("season", timex, *chosen, relative=not self.year)

    def _chosen(self, ranked: list[Interval], today: date, context: Context) -> Interval | None:
        """For "last" the one last over, for "next" the first to begin, else the one at hand."""
        if self.count:
            past = [c for c in ranked if c[1] < today]
            ahead = [c for c in ranked if c[0] > today]
            return next(iter(past[-1:] if self.count < 0 else ahead[:1]), None)
        return arithmetic.choose(ranked, today, context.lean, 0)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter or half of a year: "the third quarter of 2025", "Q3", "the first half of 2026"."""

    number: int
    year: int | None = None
    count: int | None = None
    """Years from now, when the wording counts them."""
    months: int = 3

    def resolve(self, context: Context) -> Meaning | None:
        """The year printed, counted from the reference's own, or nearest by."""
        letter = "Q" if self.months == 3 else "H"
        today = context.today
        begins = (self.number - 1) * self.months + 1
        if self.year is None and today is None:
            return Meaning("period", f"XXXX-{letter}{self.number}")
        if self.year is None and self.count is None and today:
            near = [
                arithmetic.months(today.year + shift, begins, self.months) for shift in (-1, 0, 1)
            ]
            found = arithmetic.choose([i for i in near if i], today, context.lean, 0)
        else:
            year = self.year or (today.year if today else 0) + (self.count or 0)
            found = arithmetic.months(year, begins, self.months)
        if found is None:
            return None
        timex = f"{found[0].year:04}-{letter}{self.number}"
        return Meaning("period", timex, *found, relative=self.year is None)


@dataclass(frozen=True, slots=True)
class Decade:
    """ "The 1990s", and "the 20th century", counted like a decade from the year in zeros."""

    year: int
    unit: Literal["decade", "century"] = "decade"

    def resolve(self, context: Context) -> Meaning | None:  # noqa: ARG002 - the Node protocol
        """The years that begin with the same digits."""
        return placed(arithmetic.period(date(self.year, 1, 1), self.unit), self.unit)
