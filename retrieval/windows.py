"""Windows: the days to which a question limits itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from retrieval.dates import DateExpression, find_dates
from retrieval.kinds import WEEKDAY, Kind
from retrieval.ordinals import MONTH

MAY_BE_DATED = re.compile(
    r"\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|day\b|\b(?:week|month|year"
    r"|tonight|tomorrow|weekend|spring|summer|autumn|winter|fall|decade|century|quarter|ago"
    r"|christmas|easter)",
    re.I,
)
"""Without any of these no question names a day; the date grammar takes a tenth of a second to
compile, which a single question should not pay for nothing."""
_ASKED = re.compile(r"\b(what|which)\s+$", re.I)
_OR = re.compile(r"\s+or\s+(?:on\s+)?(?:the\s+)?", re.I)
_SINCE = re.compile(r"\b(since|after|from)\s+(?:the\s+)?$", re.I)
_MOVED_FROM = re.compile(
    r"\b(?:moved?|shift(?:ed)?|put off|put back|postponed?|delayed|brought forward|changed?|resched"
    r"uled?|adjourned|away|absent) from (?:the )?$",
    re.I,
)
_FROM = re.compile(r"\bfrom\s+(?:the\s+)?$", re.I)
_TO = re.compile(r"\s+(?:to|until|till)\b", re.I)
_UNTIL = re.compile(r"\b(until|till|before|up to|by)\s+(?:the\s+)?$", re.I)


@dataclass(frozen=True, slots=True)
class Window:
    """A question's own limits in time, both days inclusive; None where it is open."""

    first: date | None
    last: date | None
    limits: bool = False
    """Whether it says how far back to look ("last week", "since June"), so that older articles
    are left out; a day by its date ("on 16 May") may well be told of in any later article."""


def _beside(text: str, found: DateExpression) -> bool:
    """Whether a day that is told is none that the day asked for lies in: "Is it today? When?",
    "the December date", "they agreed on Monday".
    """
    before, after = text[: found.start], text[found.end :]
    asked = min(
        (m.start() for m in _DAY_ASKED.finditer(text)),
        key=lambda at: abs(at - found.start),
        default=None,
    )
    if asked is not None and _OTHER_CLAUSE.search(text, *sorted((asked, found.start))):
        return True
    return bool(
        _NAMES_IT.match(after)
        or _AGREED.search(before)
        or (before.rstrip().endswith(",") and not after.strip(" ?!."))
    )


_DAY_ASKED = re.compile(
    rf"\bwhen\b|\b(?:what|which) (?:days?|dates?|time|hour|{WEEKDAY})\b|\bdate\b", re.I
)
_OTHER_CLAUSE = re.compile(
    r"[.?!;] |\bor when\b|,? (?:so|and|or|as) (?=when\b)|, (?:so|it|was|is|or)\b|\bnow that\b"
    r"|\bor\s$|\baccording\b",
    re.I,
)
_NAMES_IT = re.compile(r"\s+(?:budget|date|idea|proposal|offer|plan|route|results)\b", re.I)
_AGREED = re.compile(
    r"\bstill (?:on |for )?(?:the )?$|\b(?:they|sides) agreed (?:on |in )?$"
    r"|\b(?:agreed|promised) on $",
    re.I,
)
_MISREAD = re.compile(
    r"(?:the )?(?:first|second|third|fourth|fifth|sixth) march|(?:may|march) the [a-z]+"
    r"|third of \w+",
    re.I,
)
"""Words that are read as a day, and may be none: "when may the first …", "a third of June"."""


def window_of(
    text: str, as_of: datetime, kind: Kind = "what", *, past: bool = False,
    newest: datetime | None = None,
) -> Window | None:  # fmt: skip
    """The days that a question, asked at ``as_of``, names; None where it names none. ``past`` says
    that it asks for what has been. "On 16 May" is that of a year which coverage up to ``newest``
    can know of.
    """
    if not MAY_BE_DATED.search(text):
        return None
    dated = _in_either_order(text, as_of)
    for read in dated:
        before = text[max(0, read.start - 20) : read.start]
        # "Since June" looks back from now, and finds nothing where all coverage is older.
        back = _SINCE.search(before) is not None
        found = _known_of(read, newest.date()) if newest and not back else read
        # "Which Sunday?" and "Friday or Saturday?" ask for a day instead of naming one.
        if found.first is None or found.last is None or _ASKED.search(before):
            continue
        if kind == "when" and _beside(text, found):
            continue
        if _MISREAD.fullmatch(text[found.start : found.end]) and (
            not text[found.start : found.end].lower().startswith("third of")
            or before.endswith("last ")
        ):
            continue
        if any(_OR.fullmatch(text, found.end, other.start) for other in dated):
            return None
        if _MOVED_FROM.search(text, 0, found.start) or (
            _FROM.search(before) and _TO.match(text, found.end)
        ):
            # "Moved from October to November" limits nothing.
            return None
        if back:
            return Window(found.first, None, limits=True)
        if _UNTIL.search(before):
            whole = (
                before.rstrip().lower().endswith("before")
                and found.first.day == 1
                and found.granularity in ("month", "year")
            )
            if whole and found.first > date.min:
                return Window(None, found.first - timedelta(days=1))
            return Window(None, found.last)
        today = as_of.date()
        if _NUMBER.fullmatch(found.text):
            if kind == "yes_no" and not _WAS.match(text) and found.first < today:
                return _in_month(found.first, 1) or _rolling(found, today)
            if kind != "yes_no" and past and found.first > today:
                return _in_month(found.first, -1) or _rolling(found, today)
        return _rolling(found, today)
    return None


def _in_either_order(text: str, as_of: datetime) -> list[DateExpression]:
    """The dates of a question, "11/5" being the one of 5 November and 11 May that is nearer."""
    dated = find_dates(text, as_of)
    if not _SLASHED.search(text):
        return dated
    swapped = {(d.start, d.end): d for d in find_dates(text, as_of, day_first=True)}

    def away(found: DateExpression) -> int:
        return abs((found.first - as_of.date()).days) if found.first else NEVER

    return [min(d, swapped.get((d.start, d.end), d), key=away) for d in dated]


_SLASHED = re.compile(r"\d/\d")
AHEAD = timedelta(days=183)
"""How long before a day coverage speaks of it at most, where the question leaves open the year."""
_OF_ANY_YEAR = re.compile(rf"\b{MONTH}\b|\d[./-]\d", re.I)
_OF_THIS_TIME = re.compile(r"\b(?:last|this|next|past|coming|previous|current)\b", re.I)


def _known_of(found: DateExpression, newest: date) -> DateExpression:
    """``found`` in the last year of which coverage up to ``newest`` can tell: who asks long after
    that means no later one with "on 16 May".
    """
    first, last = found.first, found.last
    open_year = found.relative and _OF_ANY_YEAR.search(found.text)
    if not open_year or _OF_THIS_TIME.search(found.text) or first is None or last is None:
        return found
    while first - newest > AHEAD:
        first, last = _a_year_before(first), _a_year_before(last)
    return replace(found, first=first, last=last)


def _a_year_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


NEVER = 10**7
"""Days beyond the calendar's."""


_NUMBER = re.compile(r"the \d{1,2}(?:st|nd|rd|th)", re.I)
_WAS = re.compile(r"^\W*(?:was|were|did|had|has|have)\b", re.I)


def _in_month(day: date, step: int) -> Window | None:
    """A day that is known by its number alone in the month after or before: "Is the vote still on
    the 23rd?" asks for the coming one, "who spoke on the 23rd?" for the last one.
    """
    try:
        middle = day.replace(day=15) + timedelta(days=30 * step)
        day = middle.replace(day=day.day)
    except (ValueError, OverflowError):
        return None
    return Window(day, day)


def _rolling(found: DateExpression, today: date) -> Window:
    # "Last week" asked on a Friday reaches from the week before up to now; not "two weeks ago".
    assert found.first is not None
    assert found.last is not None
    last_week = found.granularity == "week" and (today - found.first).days < 2 * 7
    if found.relative and last_week and found.last < today:
        return Window(min(found.first, today - timedelta(days=7)), today, limits=True)
    limits = found.relative and found.granularity != "day" and found.first <= today
    return Window(found.first, found.last, limits or found.timex == today.isoformat())
