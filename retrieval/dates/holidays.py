"""Holidays whose day is the same wherever their English name is used, or nearly so.

Left out are those that differ by country (Independence Day, Victory Day, Mother's Day) and those
of the moon, which a table would have to list year by year (Eid al-Fitr, Hanukkah).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from retrieval.dates import arithmetic
from retrieval.dates.arithmetic import Interval
from retrieval.dates.meaning import placed, unsettled
from retrieval.dates.model import Context, Meaning, Node
from retrieval.dates.words import COUNTS, YEAR, Match, Rules, any_of, bounded

RULES = Rules()


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus)."""
    century, rest = divmod(year, 100)
    moon = 19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    epact = moon % 30
    shift = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    days = epact + shift - 7 * ((year % 19 + 11 * epact + 22 * shift) // 451) + 114
    return date(year, days // 31, days % 31 + 1)


def orthodox_easter(year: int) -> date:
    """Orthodox Easter Sunday in the Gregorian calendar (Meeus, Julian computus)."""
    moon = (19 * (year % 19) + 15) % 30
    days = moon + (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7 + 114
    julian = date(year, days // 31, days % 31 + 1)
    return julian + timedelta(days=year // 100 - year // 400 - 2)


def nth_weekday(year: int, month: int, weekday: int, number: int) -> date:
    """The nth such weekday of a month, which has to have one."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


_FIXED = {
    "new year's day": (1, 1),
    "new year": (1, 1),
    "orthodox christmas": (1, 7),
    "orthodox christmas eve": (1, 6),
    "valentine's day": (2, 14),
    "international women's day": (3, 8),
    "st patrick's day": (3, 17),
    "april fools' day": (4, 1),
    "earth day": (4, 22),
    "international workers' day": (5, 1),
    "juneteenth": (6, 19),
    "halloween": (10, 31),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
}
_BY_EASTER = {
    "ash wednesday": -46,
    "palm sunday": -7,
    "maundy thursday": -3,
    "good friday": -2,
    "easter": 0,
    "easter sunday": 0,
    "easter day": 0,
    "easter monday": 1,
    "whit monday": 50,
}
_BY_WEEKDAY = {
    "martin luther king day": (1, 0, 3, 0),
    "thanksgiving": (11, 3, 4, 0),
    "thanksgiving day": (11, 3, 4, 0),
    "black friday": (11, 3, 4, 1),
    "cyber monday": (11, 3, 4, 4),
}
"""Month, weekday, which of them, and days after it."""
NAMES = (*_FIXED, *_BY_EASTER, *_BY_WEEKDAY, "orthodox easter")
_NAME_OF = {name.replace("'", ""): name for name in NAMES}
_ANY = any_of(NAMES).replace("'", "['’]?")
_SEASONS = (
    "christmas",
    "easter",
    "thanksgiving",
    "halloween",
    "new year",
    "black friday",
    "cyber monday",
)
"""Names that are also adjectives, as in "a Christmas tree": taken only after a preposition."""
_AT = bounded(
    r"\b(?:on|at|by|before|after|until|till|since|over|around|of|from|to|ahead\s+of)\s+"
    r"(?:the\s+)?(?:(?:western|catholic)\s+)?$"
)
_ADJECTIVE = bounded(
    r"\s+(?:trees?|markets?|gifts?|presents?|part(?:y|ies)|dinners?|cards?|carols?|songs?|shopping"
    r"|shoppers|sales?|messages?|address|services?|mass|truce|ceasefire|lights|eggs?|bunny|parades?"
    r"|decorations?|stories|story|films?|movies?|specials?|spirit|resolutions?|celebrations?)\b"
)
_NAMED_AFTER_IT = bounded(r"\s+(?:(?-i:[A-Z][a-z])|agreements?\b|accords?\b|deal\b|peace\b)")


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday: "Christmas Day", "Easter 2018", "last Thanksgiving"."""

    name: str
    year: int | None = None
    count: int | None = None
    """-1 for the last one over, 1 for the next to come."""
    years: int | None = None
    """Years from now: -1 for "Easter last year"."""

    def resolve(self, context: Context) -> Meaning | None:
        """In the year printed or counted; otherwise the nearest that the clause's tense allows."""
        today = context.today
        if self.year is None and today is None:
            return unsettled("day")
        if self.year is not None or (today and self.years is not None):
            year = self.year or (today.year if today else 0) + (self.years or 0)
            return placed(self._in(year), "day", relative=self.year is None)
        if today is None:
            return None
        found = [self._in(today.year + shift) for shift in (-1, 0, 1)]
        ranked = [interval for interval in found if interval]
        if self.count:
            right = [i for i in ranked if arithmetic.distance(i, today) * self.count > 0]
            chosen = next(iter(right[-1:] if self.count < 0 else right[:1]), None)
        else:
            chosen = arithmetic.choose(ranked, today, context.lean, 0)
        return placed(chosen, "day", relative=True)

    def _in(self, year: int) -> Interval | None:
        if not 1600 <= year <= 2300:
            return None
        if self.name in _FIXED:
            found = date(year, *_FIXED[self.name])
        elif self.name == "orthodox easter":
            found = orthodox_easter(year)
        elif self.name in _BY_EASTER:
            found = easter(year) + timedelta(days=_BY_EASTER[self.name])
        else:
            month, weekday, number, later = _BY_WEEKDAY[self.name]
            found = nth_weekday(year, month, weekday, number) + timedelta(days=later)
        return found, found


@RULES(
    rf"(?:(?P<which>last|this|next|previous|coming)\s+)?(?P<name>{_ANY})(?!\w|['’])"
    rf"(?:(?:\s+of|,)?\s+(?:(?P<year>{YEAR})|(?P<of>last|this|next)\s+year\b))?"
)
def _holiday(match: Match) -> Node | None:
    name = _NAME_OF.get(match["name"].replace("’", "").replace("'", "").replace("-", " "))
    if name is None:
        return None
    year, count, years = match.year(), match.which(), COUNTS.get(match["of"])
    dated = match["year"] or match["which"] or match["of"]
    if not dated and match.after(_NAMED_AFTER_IT):
        return None
    if not dated and name in _SEASONS and (match.after(_ADJECTIVE) or not match.before(_AT)):
        return None
    return Holiday(name, year, count or None, years)
