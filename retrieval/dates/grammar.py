"""The wording of simple date expressions: patterns, and what each builds.

A rule is a pattern, matched at a word's beginning, and a builder that makes a node of the match
or declines. Every repetition is bounded, so a rule costs constant time at a position.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from retrieval.dates import meaning
from retrieval.dates.arithmetic import Unit
from retrieval.dates.meaning import CalendarDate, CalendarUnit, Weekday
from retrieval.dates.model import Context, Lean, Meaning, Node
from retrieval.dates.words import (
    COUNTS,
    DAY_PARTS,
    MONTHS,
    NUMBERS,
    ORDINALS,
    SEASON_CODES,
    UNITS,
    VAGUE_NUMBERS,
    WEEKDAYS,
)


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern's match with what builders ask of it."""

    found: re.Match[str]
    day_first: bool

    def __getitem__(self, name: str) -> str:
        return (self.found.groupdict().get(name) or "").lower()

    def number(self, name: str) -> int:
        """A group of digits as a number, ordinals and words included."""
        word = re.sub(r"[\s-]+", " ", self[name])
        for table in (NUMBERS, VAGUE_NUMBERS, ORDINALS):
            if word in table:
                return table[word]
        return int(re.sub(r"\D", "", word) or 0)

    def before(self, size: int = 24) -> str:
        """The text just before the match."""
        start = self.found.start()
        return self.found.string[max(0, start - size) : start]

    def after(self, size: int = 24) -> str:
        """The text just after the match."""
        return self.found.string[self.found.end() : self.found.end() + size]


Builder = Callable[[Match], Node | None]
Rule = tuple[re.Pattern[str], Builder]


def any_of(words: Iterable[str]) -> str:
    ranked = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.sub(r"[ -]", r"[\\s-]+", word) for word in ranked) + ")"


def _dotted(words: Mapping[str, int]) -> str:
    """The words, each abbreviation (they have no more than five letters) with its full stop."""
    whole = [word for word in words if len(word) > 5 or word in _WHOLE]
    return rf"(?:{any_of(whole)}\b|{any_of(set(words) - set(whole))}\b\.?)"


_WHOLE = ("march", "april", "may", "june", "july")
MONTH = _dotted(MONTHS)
WEEKDAY = _dotted(WEEKDAYS)
COUNTED = (
    r"(?:\w{1,20}\s+){0,1}(?:troops|soldiers|prisoners|pow|pows|people|men|women|children|civilians"
    r"|bodies|drones|missiles|km|kilomet\w+|miles|met(?:re|er)s|dollars|euros|tonn?es|tons|times"
    r"|percent|per\s+cent|fighters|officers|families|houses|homes|residents|migrants|refugees"
    r"|workers|employees|protesters|jobs|points|deaths|dead|wounded|killed|hectares|sq|square|others"
    r"|ukrainians|russians|servicemen|personnel|casualties|guests|seats|votes|hours|hrs|gmt|utc"
    r"|shells|tanks|vehicles|delegates|students|patients|cases|million|billion|thousand)\b"
)
YEAR = rf"(?:1[5-9]|20|21)\d\d(?![\w%]|[,.]\d|\s*%|:\d|\s+{COUNTED})"
ORDINAL = any_of(ORDINALS)
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,]\d|:\d|\s*%)"
COUNT = rf"(?:\d{{1,3}}|{any_of([*NUMBERS, *VAGUE_NUMBERS])})"
UNIT = rf"(?:{any_of(UNITS)})"
SEASON = any_of(SEASON_CODES)
DASH = r"\s?[-–—]\s?"
SEP = rf"(?:{DASH}|\s+(?:to|till|until|through)\s+(?:the\s+)?)"
OF = r"(?:\s*,\s*|\s+(?:of\s+|in\s+)?)"
PREPOSITION = (
    r"(?:in|since|until|till|by|from|during|before|after|of|late|early|mid|around|about|through"
    r"|throughout|last|next|this|to|for|between|than|and|back\s+in|as\s+of)"
)
_AFTER_PREPOSITION = re.compile(rf"\b{PREPOSITION}[\s-]+(?:the\s+)?$", re.I)
_AFTER_ON = re.compile(
    r"\b(?:on|by|until|till|from|since|before|after|for|due|dated|of|and|between|to|around)\s+$",
    re.I,
)
_NAME_FOLLOWS = re.compile(rf"\s+(?!{MONTH}|{WEEKDAY}|(?-i:[A-Z]{{2,}}\b))(?-i:[A-Z])[a-z]", re.I)
_VERB_FOLLOWS = re.compile(
    r"\s+(?:be|have|not|also|yet|well|even|still|never|come|go|take|make|seem|need|want|say|see|help"
    r"|get|or\s+may|in|on|against|toward|towards|past|across)\b",
    re.I,
)
_COUNTED_FOLLOWS = re.compile(rf"\s+{COUNTED}", re.I)


def _month(name: str) -> int:
    return MONTHS[name.removesuffix(".")]


def weekday_number(name: str) -> int:
    """Monday is 0."""
    return WEEKDAYS[name.lower().removesuffix(".")]


def _year(digits: str) -> int | None:
    if not digits:
        return None
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _unit(match: Match, name: str = "unit") -> tuple[Unit, int]:
    """The unit and how many of it the word stands for."""
    word = match[name].removesuffix("s").replace("centurie", "century")
    return UNITS[word], 2 if word == "fortnight" else 1


# Printed dates


def _full(match: Match) -> Node | None:
    month = match.found["month"]
    if month in ("may", "march") and not match["year"] and _VERB_FOLLOWS.match(match.after()):
        return None
    return CalendarDate(_year(match["year"]), _month(month.lower()), match.number("day"))


def _days(match: Match) -> Node | None:
    if ("and" in match["sep"]) != bool(match["between"]):
        return None
    month, year = _month(match["month"]), _year(match["year"])
    first = CalendarDate(year, month, match.number("day"))
    return meaning.Range(first, CalendarDate(year, month, match.number("day2")))


def _iso(match: Match) -> Node:
    date = CalendarDate(int(match["year"]), int(match["month"]), int(match["day"] or 0) or None)
    if not match["time"]:
        return date
    return meaning.Clock(
        date, match["time"], "UTC" if match["zone"] == "z" else match["zone"] or None
    )


def _numeric(match: Match) -> Node | None:
    first, second = int(match["one"]), int(match["two"])
    if not match["year"] and not _is_slashed_date(match, first, second):
        return None
    day_first = match.day_first or match["sep"] == "."
    if first > 12 or (day_first and second <= 12):
        first, second = second, first
    return CalendarDate(_year(match["year"]), first, second)


def _is_slashed_date(match: Match, first: int, second: int) -> bool:
    if match["sep"] != "/" or match["one"] + match["two"] == "911":
        return False
    return bool(_AFTER_ON.search(match.before())) or max(first, second) > 12


def _month_alone(match: Match) -> Node | None:
    name, year = match.found["month"], _year(match["year"])
    bare = name.lower().removesuffix(".")
    if year:
        return CalendarDate(year, _month(bare))
    preceded = bool(_AFTER_PREPOSITION.search(match.before()))
    if len(bare) <= 4 and bare not in ("may", "june", "july"):
        return CalendarDate(None, _month(bare)) if preceded and name[0].isupper() else None
    if not preceded and _NAME_FOLLOWS.match(match.after()):
        return None
    doubtful = bare in ("may", "march", "august") or name[0].islower()
    if doubtful and not preceded:
        shown = name[0].isupper() and re.search(r"\b(?:the|a)\s+$|['’]s\s+$", match.before(), re.I)
        if not shown:
            return None
    if name in ("may", "march") and not re.search(r"\b(?:in|since|of)\s+$", match.before(), re.I):
        return None
    return CalendarDate(None, _month(bare))


def _year_alone(match: Match) -> Node | None:
    before, year = match.before(), int(match["year"])
    if re.search(
        r"[$€£#№]\s?$|\b(?:no|number|room|flight|route|page|p|chapter)\.?\s+$", before, re.I
    ):
        return None
    if _AFTER_PREPOSITION.search(before) or match.after(2) in (")", "’s", "'s"):
        return CalendarDate(year) if 1800 <= year <= 2100 else None
    described = re.match(r"\s+(?-i:[a-z])[a-z-]+", match.after())
    shown = re.search(r"\b(?:the|a|an)\s+$|['’]s\s+$", before, re.I)
    return CalendarDate(year) if described and shown and 1900 <= year <= 2050 else None


def _years(match: Match) -> Node | None:
    if not 1900 <= int(match["year"]) < int(match["year2"]) <= 2100:
        return None
    return meaning.Range(CalendarDate(int(match["year"])), CalendarDate(int(match["year2"])))


def _day_alone(match: Match) -> Node | None:
    ordinal = match["day"][-1].isalpha() or match["the"]
    if match["of"]:
        inner = CalendarUnit("month", COUNTS.get(match["which"], 0))
        return _InUnit(inner, match.number("day"))
    preceded = _AFTER_ON.search(match.before())
    closed = re.match(
        r"\s*(?:[.,;)!?]|$)|\s+(?:and|in|at|as|but|with|when|where|after|before)\b", match.after()
    )
    return (
        CalendarDate(None, None, match.number("day")) if ordinal and preceded and closed else None
    )


@dataclass(frozen=True, slots=True)
class _InUnit:
    """ "The 20th of next month"."""

    inner: CalendarUnit
    day: int

    def resolve(self, context: Context) -> Meaning | None:
        whole = self.inner.resolve(context)
        if whole is None or whole.first is None:
            return whole
        found = CalendarDate(whole.first.year, whole.first.month, self.day).resolve(context)
        return found and replace(found, relative=True)


# Weekdays


def _weekday_rule(match: Match) -> Node | None:
    word, which = match.found["weekday"], re.sub(r"\s+", " ", match["which"])
    if re.search(r"(?-i:[A-Z])\w*\s+$", match.before(12)) and _TITLED.search(
        match.before() + word + match.after()
    ):
        return None
    short = len(word.removesuffix(".")) <= 5 and not word.lower().endswith("day")
    if short and not (word[0].isupper() and (which or _DATE_CUE.search(match.before(14)))):
        return None
    if re.search(r"\b(?:every|each|other)\s+$", match.before(), re.I):
        return None
    weekday = weekday_number(word)
    if not which:
        return Weekday(weekday)
    if "past" in which or "coming" in which:
        return Weekday(weekday, nearest=-1 if "past" in which else 1)
    if which in ("the following", "following"):
        return meaning.WeekdayFromAnchor(weekday, 1)
    if which in ("the previous", "the preceding"):
        return meaning.WeekdayFromAnchor(weekday, -1)
    return Weekday(weekday, COUNTS[which])


_TITLED = re.compile(
    r"(?-i:Black|Cyber|Ash|Good|Super|Bloody|Palm|Fat|Shrove|Maundy|Giving|Easter)\s+\w+day"
    r"|Sunday\s+(?:Times|Telegraph|Mirror|Mail|World)|Mail\s+on\s+Sunday|Man\s+Friday"
)
_DATE_CUE = re.compile(r"\b(?:on|by|until|since|last|next|this|from)\s+$|[(]$", re.I)


# Units and distances


def _unit_rule(match: Match) -> Node:
    unit, size = _unit(match)
    return CalendarUnit(unit, COUNTS[re.sub(r"\s+", " ", match["which"])] * size)


def _second_next(match: Match) -> Node:
    return CalendarUnit(_unit(match)[0], 2 if "next" in match["way"] else -2)


def _ago(match: Match) -> Node:
    unit, size = _unit(match)
    return meaning.Ago(-match.number("count") * size, unit, match["count"] in VAGUE_NUMBERS)


def _ahead(match: Match) -> Node:
    unit, size = _unit(match)
    return meaning.Ago(match.number("count") * size, unit, match["count"] in VAGUE_NUMBERS)


def _hours(sign: int) -> Builder:
    def build(match: Match) -> Node:
        minutes = match.number("count") * (60 if match["unit"].startswith("h") else 1)
        return meaning.Hours(sign * minutes)

    return build


def _window(match: Match) -> Node:
    sign = -1 if match["way"] in ("past", "last", "previous") else 1
    unit, size = _unit(match) if not match["unit"].startswith("hour") else ("day", 1)
    vague = match["count"] in VAGUE_NUMBERS or not match["count"]
    count = match.number("count") or (7 if unit == "day" else 4 if unit == "week" else 3)
    if match["unit"].startswith("hour"):
        count = -(-count // 24)
    return meaning.Window(sign * count * size, unit, vague)


def _recent(match: Match) -> Node:
    unit, _ = _unit(match)
    count = {"day": 7, "week": 4, "month": 3}.get(unit, 3)
    return meaning.Window(-count if match["way"] == "recent" else count, unit, vague=True)


def _later(match: Match) -> Node:
    unit, size = _unit(match)
    sign = 1 if match["way"] in ("later", "after", "on", "afterwards") else -1
    return meaning.FromAnchor(sign * match.number("count") * size, unit)


def _adjacent(match: Match) -> Node | None:
    unit, size = _unit(match)
    way = match["way"]
    if way == "same":
        return meaning.FromAnchor(0, unit)
    return meaning.FromAnchor(size if way in ("following", "next") else -size, unit)


def _day_before(match: Match) -> Node | None:
    if re.match(
        r"\s+(?:the|a|an|his|her|their|its|he|she|they|it|tomorrow|yesterday)\b|\s+(?-i:[A-Z])",
        match.after(),
    ):
        return None
    unit, size = _unit(match)
    return meaning.FromAnchor(-size if match["way"] in ("before", "earlier") else size, unit)


_DEICTIC = {
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "yesterday": -1,
    "the day after tomorrow": 2,
    "the day before yesterday": -2,
}


def _deictic(match: Match) -> Node | None:
    word = re.sub(r"\s+", " ", match.found["word"])
    if word == "Today" and re.search(r"(?-i:[A-Z])\w+\s+$", match.before()):
        return None
    day = CalendarUnit("day", _DEICTIC[word.lower()])
    part = DAY_PARTS.get(match["part"]) or ("NI" if word.lower() == "tonight" else None)
    return meaning.Clock(day, part=part) if part else day


def _this_part(match: Match) -> Node:
    day = CalendarUnit("day", -1 if match["which"] == "last" else 0)
    return meaning.Clock(day, part=DAY_PARTS[match["part"]])


def _rest(match: Match) -> Node:
    part: meaning.Part = "rest" if match["way"] in ("later", "rest of") else "past"
    return meaning.PartOf(CalendarUnit(_unit(match)[0], 0), part)


def _near_month(match: Match) -> Node | None:
    direction = COUNTS[re.sub(r"\s+", " ", match["which"])]
    if match.found["month"][0].islower() and match["month"] in ("may", "march"):
        return None
    lean: Lean = -1 if direction < 0 else 1 if direction > 0 else 0
    return meaning.MonthNear(_month(match["month"]), lean)


def _month_of_year(match: Match) -> Node:
    years = COUNTS[match["which"]]
    return meaning.MonthNear(_month(match["month"]), 0, years, match.number("day") or None)


def _season(match: Match) -> Node | None:
    code, year = SEASON_CODES[match["season"]], _year(match["year"])
    if year:
        return meaning.Season(code, year)
    if match["which"]:
        return meaning.Season(code, count=COUNTS[match["which"]])
    preceded = re.search(
        r"\b(?:in|during|by|over|until|since|of|late|early|mid)[\s-]+(?:the\s+)?$",
        match.before(),
        re.I,
    )
    if not preceded or (match["season"] in ("fall", "spring") and not match["the"]):
        return None
    return meaning.Season(code)


def _quarter(match: Match) -> Node | None:
    number = match.number("number")
    half = match["what"] == "half"
    if not 1 <= number <= (2 if half else 4):
        return None
    count = COUNTS.get(match["which"], 0)
    if half and not match["year"] and not match["which"]:
        return None
    return meaning.Quarter(number, _year(match["year"]), count, 6 if half else 3)


def _decade(match: Match) -> Node:
    digits = match["year"]
    return meaning.Decade(int(digits) if len(digits) == 4 else 1900 + int(digits))


def _bare_unit(match: Match) -> Node | None:
    of_part = re.search(
        r"\b(?:end|beginning|start|middle|half|close)(?:\s+of)?(?:\s+the)?\s+$",
        match.before(),
        re.I,
    )
    return CalendarUnit(_unit(match)[0], 0) if of_part else None


def _weekend(match: Match) -> Node:
    which = re.sub(r"\s+", " ", match["which"])
    return CalendarUnit("weekend", COUNTS[which]) if which in COUNTS else meaning.Weekend()


def _rule(pattern: str, build: Builder) -> Rule:
    return re.compile(pattern, re.I), build


_WHICH = rf"(?P<which>{any_of(COUNTS)})"
RULES: tuple[Rule, ...] = tuple(
    _rule(pattern, build)
    for pattern, build in [
        (
            rf"(?:the\s+)?(?P<day>{DAY}|{ORDINAL})(?:\s+(?:day\s+)?of\s+|\s*-?\s*)(?P<month>{MONTH})"
            rf"(?:{OF}(?P<year>{YEAR}))?(?!\w)",
            _full,
        ),
        (
            rf"(?P<month>{MONTH})(?:\s*|-)(?:the\s+)?(?P<day>{DAY}|{ORDINAL})(?:{OF}(?P<year>{YEAR}))?"
            r"(?!\w)",
            _full,
        ),
        (rf"(?P<year>{YEAR})[\s,/-]{{1,2}}(?P<month>{MONTH})[\s,/-]{{1,2}}(?P<day>{DAY})", _full),
        (
            rf"(?P<between>between\s+)?(?:from\s+)?(?:the\s+)?(?P<day>{DAY})(?P<sep>{SEP}|\s+and\s+(?:the\s+)?)"
            rf"(?P<day2>{DAY})\s*(?:of\s+)?(?P<month>{MONTH})(?:{OF}(?P<year>{YEAR}))?(?!\w)",
            _days,
        ),
        (
            rf"(?P<between>between\s+)?(?:from\s+)?(?P<month>{MONTH})\s*(?P<day>{DAY})(?P<sep>{SEP}|\s+and\s+(?:the\s+)?)"
            rf"(?P<day2>{DAY})(?:{OF}(?P<year>{YEAR}))?(?!\w)(?!\s*{MONTH})",
            _days,
        ),
        (
            rf"(?:the\s+)?(?P<day>{DAY})(?=(?:,\s*{DAY}){{0,4}},?\s+(?:and|or)\s+(?:the\s+)?{DAY}\s*(?:of\s+)?"
            rf"(?P<month>{MONTH})(?:{OF}(?P<year>{YEAR}))?(?!\w))",
            _full,
        ),
        (
            r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)"
            r"(?:[T ](?P<time>\d\d:\d\d)(?::\d\d(?:\.\d{1,6})?)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
            r"(?![\w/-])(?!\.\d)",
            _iso,
        ),
        (
            r"(?P<year>\d{4})[/.](?P<month>\d\d?)[/.](?P<day>\d\d?)(?P<time>)(?P<zone>)"
            r"(?![\w/-])(?!\.\d)",
            _iso,
        ),
        (
            r"(?P<year>(?:19|20)\d\d)[/-](?P<month>0?[1-9]|1[0-2])(?P<day>)(?P<time>)(?P<zone>)"
            r"(?![\w/-])(?!\.\d)",
            _iso,
        ),
        (
            r"(?P<one>0?[1-9]|[12]\d|3[01])(?P<sep>[/.-])(?P<two>0?[1-9]|[12]\d|3[01])(?P=sep)"
            r"(?P<year>\d{4}|\d\d)(?![\w/%-])(?!\.\d)",
            _numeric,
        ),
        (
            r"(?P<one>0?[1-9]|[12]\d|3[01])(?P<sep>/)(?P<two>0?[1-9]|[12]\d|3[01])(?P<year>)"
            r"(?![\w/%-])(?!\.\d)",
            _numeric,
        ),
        (
            rf"(?P<month>{MONTH})(?:{OF}(?P<year>{YEAR})|[\s'’-]{{0,2}}['’](?P<short>\d\d))?(?!\w)",
            _month_alone,
        ),
        (rf"(?P<year>{YEAR})[\s,-]{{1,2}}(?P<month>{MONTH})(?!\w)(?!\s*\d)", _month_alone),
        (rf"(?:the\s+)?(?:year\s+)?(?P<year>{YEAR})", _year_alone),
        (
            rf"(?P<the>the\s+)?(?P<day>{DAY})(?P<of>\s+(?:of\s+)?(?P<which>the|this|next|last)\s+month)?"
            r"(?!\s*/)",
            _day_alone,
        ),
        (
            rf"(?:(?P<which>{any_of([*COUNTS, 'following', 'the following', 'the previous'])})\s+)?"
            rf"(?P<weekday>{WEEKDAY})",
            _weekday_rule,
        ),
        (rf"(?:the\s+)?{_WHICH}\s+(?P<unit>week|month|year|quarter|decade|century)\b", _unit_rule),
        (r"the\s+(?P<unit>week|month|year)\s+(?P<way>after\s+next|before\s+last)\b", _second_next),
        (rf"(?:{_WHICH}|the|that)\s+weekend\b", _weekend),
        (r"(?:the\s+)?(?P<unit>week|month|year)\b", _bare_unit),
        (rf"(?P<count>{COUNT})\s+(?P<unit>{UNIT})s?\s+ago\b", _ago),
        (rf"(?P<count>{COUNT})\s+(?P<unit>hour|minute)s?\s+ago\b", _hours(-1)),
        (
            rf"in\s+(?P<count>{COUNT})\s+(?P<unit>{UNIT})s?(?:['’]s?)?(?:\s+time)?\b(?!\s+of\b)",
            _ahead,
        ),
        (rf"(?P<count>{COUNT})\s+(?P<unit>{UNIT})s?\s+from\s+(?:now|today)\b", _ahead),
        (
            rf"in\s+(?P<count>{COUNT})\s+(?P<unit>hour|minute)s?(?:['’]\s+time)?\b(?!\s+of\b)",
            _hours(1),
        ),
        (
            rf"(?P<way>within)\s+(?:the\s+(?:next\s+|coming\s+)?)?(?P<count>{COUNT})\s+"
            rf"(?P<unit>{UNIT}|hour)s?\b",
            _window,
        ),
        (
            rf"(?:in\s+|within\s+)?(?:the\s+)?(?P<way>next|coming|past|last|previous)\s+(?P<count>{COUNT})\s+"
            rf"(?P<unit>{UNIT}|hour)s?\b",
            _window,
        ),
        (
            r"(?:in\s+)?(?:the\s+)?(?P<way>coming|upcoming|recent)\s+(?P<unit>day|week|month|year)s\b",
            _recent,
        ),
        (
            rf"(?P<count>{COUNT})\s+(?P<unit>{UNIT})s?\s+(?P<way>later|earlier|before|afterwards)\b"
            r"(?!\s+(?:the|a|an|his|her|their)\b)",
            _later,
        ),
        (
            r"(?:the\s+|that\s+)(?P<way>same|following|next|previous|preceding)\s+"
            r"(?P<unit>day|week|month|year|weekend)\b",
            _adjacent,
        ),
        (r"the\s+(?P<unit>day|week|month|year)\s+(?P<way>before|after|earlier)\b", _day_before),
        (
            rf"(?P<word>{any_of(_DEICTIC)})\b(?:\s+(?P<part>morning|afternoon|evening|night)\b)?",
            _deictic,
        ),
        (r"(?P<which>this|last)\s+(?P<part>morning|afternoon|evening|night)\b", _this_part),
        (
            r"(?P<way>later|earlier)\s+(?:in\s+)?(?:this|the)\s+(?P<unit>week|month|quarter|year)\b",
            _rest,
        ),
        (
            r"the\s+(?P<way>rest\s+of|remainder\s+of)\s+(?:this|the)\s+(?P<unit>week|month|year)\b",
            _rest,
        ),
        (rf"{_WHICH}\s+(?P<month>{MONTH})(?!\s*\d)", _near_month),
        (
            rf"(?:(?P<day>{DAY})\s+)?(?P<month>{MONTH})(?:\s+of)?\s+(?P<which>last|this|next)\s+year\b",
            _month_of_year,
        ),
        (
            rf"(?:(?P<which>last|this|next)\s+|(?P<the>the\s+))?(?P<season>{SEASON})"
            rf"(?:(?:\s+of)?\s+(?P<year>{YEAR}))?\b(?!\w)",
            _season,
        ),
        (rf"(?P<year>{YEAR})[\s-]Q(?P<number>[1-4])(?!\w)", _quarter),
        (rf"(?:from\s+)?(?P<year>{YEAR}){DASH}(?P<year2>{YEAR})(?![/-])", _years),
        (
            r"(?:the\s+)?Q(?P<number>[1-4])"
            rf"(?:(?:\s+of)?\s*(?P<year>{YEAR}))?(?!\w)",
            _quarter,
        ),
        (
            rf"(?:the\s+)?(?P<number>first|second|third|fourth|1st|2nd|3rd|4th)\s+(?P<what>quarter|half)"
            rf"\s+of\s+(?:(?P<which>last|this|next)\s+year|the\s+year|(?P<year>{YEAR}))\b",
            _quarter,
        ),
        (
            r"(?:the\s+)?(?:(?:early|mid|late)[\s-]+)?(?P<year>(?:1[89]|20)\d0|[2-9]0)['’]?s\b",
            _decade,
        ),
    ]
)

RANGE_OPENER = re.compile(r"(?P<opener>from|between)\s+(?:the\s+)?", re.I)
RANGE_LINK = re.compile(r"\s?[-–—]\s?|\s+(?:to|till|until|through|and)\s+(?:the\s+)?", re.I)
FIRST_WORDS = any_of(
    [
        *(f"{name}" for name in (*MONTHS, *WEEKDAYS, *NUMBERS, *VAGUE_NUMBERS, *ORDINALS, *COUNTS)),
        *(*SEASON_CODES, *DAY_PARTS, "today", "tonight", "tomorrow", "yesterday", "the", "that"),
        *("in", "within", "from", "between", "early", "mid", "late", "end", "beginning", "start"),
        *("middle", "close", "later", "earlier", "week", "recent", "following", "noon", "midday"),
        *("midnight", "final", "year", *(f"q{n}" for n in range(1, 5))),
    ]
)
"""Every word that an expression can begin with."""
