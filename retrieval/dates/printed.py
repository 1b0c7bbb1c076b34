"""The wording of dates as a calendar prints them: "2 June 2025", "6/2/2025", "June", "2022"."""

from __future__ import annotations

from retrieval.dates import composite
from retrieval.dates.meaning import CalendarDate, CalendarUnit, Decade, InMonth, Quarter, Season
from retrieval.dates.model import Node
from retrieval.dates.words import (
    COUNTS,
    DASH,
    DAY,
    MONTH,
    MONTHS,
    OF,
    ORDINAL,
    SEASON_CODES,
    TO,
    WEEKDAY,
    YEAR,
    Match,
    Rules,
    any_of,
    bounded,
)

RULES = Rules()

_PREPOSITION = bounded(
    r"\b(?:in|since|until|till|by|from|during|before|after|of|late|early|mid|around|about|through"
    r"|throughout|last|next|this|to|for|between|than|and|as\s+of)[\s-]+(?:the\s+)?$"
)
_LEADS_TO_DAY = bounded(
    r"\b(?:on|by|until|till|from|since|before|after|for|due|dated|of|and|between|to|around)\s+(?:the\s+)?$"
)
_DETERMINED = bounded(r"(?:\b(?:the|a|an)|['’]s)\s+$")
_IN = bounded(r"\b(?:in|since|of)\s+$")
_IN_YEAR = bounded(r"\bin\s+$")
_IN_MONTH = bounded(r"\b(?:in|since|from|until|to|by|of)\s+$")
_VERSION = bounded(r"\b(?:version|release|v|ver)\.?\s+$")
_BUSINESS_YEAR = bounded(r"\b(?:fiscal|financial|school|academic|tax|marketing)\s+$")
_PERSON_HAS = bounded(
    r"['’]s\s+(?:(?:own|former|then)\s+)?(?:cabinet|government|office|speech|resignation|deal|team"
    r"|successor|husband|aides?|spokes\w{3,6}|leadership|premiership|ministers?|party|words|view)\b"
)
_NO_QUARTER = bounded(
    r"\s+(?:of\s+(?:the|a)\s+(?:game|match|final)|in\s+a\s+row|running|in\s+succession)\b"
)
_SHORT_YEAR = bounded(r"[-–/]\d\d(?!\d)")
_SEASON_AFTER = bounded(
    r"\s+(?:season|school|academic|term|campaign|fiscal|financial|budget|year|winter|edition|league|wars?)\b"
)
_BUSINESS = bounded(
    r"%|\b(?:percent|per\s+cent|profits?|revenues?|sales|earnings|gdp|gross\s+domestic|growth|grew|output"
    r"|econom\w{1,5}|exports?|imports?|inflation|deliveries|income|orders|budget|shipments|prices|rates?"
    r"|invest\w{2,6}|forecasts?|results|production|turnover|trade)\b"
)
_IN_CENTURY = bounded(r"\b(?:in|of|since|from|until|by|to|early|mid|late)[\s-]+$")
_IN_PERIOD = bounded(r"\b(?:in|during|of|for|by|from|since|until)\s+(?:the\s+)?$")
_NO_YEAR_BEFORE = bounded(
    r"[$€£#№]\s?$|\b(?:no|number|room|flight|route|page|p|chapter|resolution|decree)\.?\s+$"
)
_YEAR_LISTED = bounded(r"\b(?:19|20)\d\d,\s+$")
_LIST_GOES_ON = bounded(r",?\s+(?:and|or)\s+(?:19|20)\d\d\b|,\s+(?:19|20)\d\d,?\s")
_IN_SEASON = bounded(r"\b(?:in|during|by|over|until|since|of|late|early|mid)[\s-]+(?:the\s+)?$")
_NAME = bounded(rf"\s+(?!{MONTH}|{WEEKDAY}|(?-i:[A-Z]{{2,}}\b))(?-i:[A-Z])[a-z]")
_NOUN = bounded(r"\s+(?-i:[a-z])[a-z-]+")
_POSSESSIVE_OR_CLOSED = bounded(r"['’]s\b|\)")
_VERB = bounded(
    r"\s+(?:be|have|not|also|yet|well|even|still|never|come|go|take|make|seem|need|want|say|see|help"
    r"|get|or\s+may|in|on|against|towards?|past|across)\b"
)
_CLAUSE_GOES_ON = bounded(
    r"\s*(?:[.,;)!?]|$)|\s[-–—]\s|\s+(?:and|in|at|as|but|with|when|where|after|before|if|unless|while"
    r"|because|though|although)\b"
)
_LIST_ENDS = bounded(
    r"\s*(?:[.,;:)!?]|$)|\s[-–—]|\s+(?:and|or|in|at|as|by|on|to|for|but|with|when|where|after|before|while"
    r"|he|she|they|we|it|the|is|was|were|will|would|had|has)\b"
)
_YEAR = rf"(?:{OF}(?P<year>{YEAR}))?(?!\w)"
_TWO = rf"(?P<sep>{TO}|/|\s+and\s+(?:the\s+)?)"
_LIST = rf"(?:\s*,\s*{DAY}){{0,3}}(?:\s*,)?\s+(?:and|or)\s+(?:the\s+)?{DAY}"
_LIST_BEFORE = bounded(
    rf"(?P<month>{MONTH})\s+{DAY}(?:\s*,\s*{DAY}){{0,3}}\s*(?P<link>,?\s+(?:and|or)|,)\s+(?:the\s+)?$"
)
_NUMERIC_END = r"(?![\w/%])(?!-(?!\d\d?[/.]\d))(?!\.\d)"
_D, _M = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"


@RULES(
    rf"(?P<month>{MONTH})\s*(?P<day>{DAY})(?={_LIST},\s*(?P<year>{YEAR}))",
    rf"(?P<day>{DAY})\s+(?P<month>{MONTH})(?=\s+(?:and|or)\s+{DAY}\s+{MONTH}\s+(?P<year>{YEAR}))",
    rf"(?P<month>{MONTH})\s+(?P<day>{DAY})(?=\s+(?:and|or)\s+{MONTH}\s+{DAY},\s*(?P<year>{YEAR}))",
    rf"(?:the\s+)?(?P<day>{DAY}|{ORDINAL})(?:\s+(?:day\s+)?of\s+|\s*-?\s*)(?P<month>{MONTH}){_YEAR}",
    rf"(?P<month>{MONTH})(?:\s*|-)(?:the\s+)?(?P<day>{DAY}|{ORDINAL}){_YEAR}",
    rf"(?P<year>{YEAR})[\s,/-]{{1,2}}(?P<month>{MONTH})[\s,/-]{{1,2}}(?P<day>{DAY})",
    rf"(?P<day>{DAY})(?P<sep>[-/.])(?P<month>{MONTH})(?P=sep)(?P<year>\d{{4}}|\d\d)(?!\w)",
    rf"(?P<month>{MONTH})(?P<sep>[-/])(?P<day>{DAY})(?P=sep)(?P<year>\d{{4}})(?!\w)",
    rf"(?P<day>{DAY})\s+(?P<month>{MONTH})\s?['’](?P<year>\d\d)(?!\w)",
    rf"(?:the\s+)?(?P<day>{DAY})(?=(?:,\s*{DAY}){{0,4}},?\s+(?:and|or)\s+(?:the\s+)?{DAY}\s*"
    rf"(?:of\s+)?(?P<month>{MONTH}){_YEAR})",
)
def _day(match: Match) -> Node | None:
    if match.found["month"] in ("may", "march") and not match.year() and match.after(_VERB):
        return None
    return CalendarDate(match.year(), match.month(), match.number("day"))


@RULES(
    rf"(?:the\s+)?(?P<day>{DAY})(?=(?P<rest>{_LIST})(?:,\s*(?P<year>{YEAR}))?)",
    rf"(?:the\s+)?(?P<day>{DAY})(?:,\s*(?P<year>{YEAR}))?",
)
def _day_of_list(match: Match) -> Node | None:
    """The 17 of "May 16 and 17"; the number has to end the phrase, as 3 in "June 2, 3 died" not."""
    before = match.find_before(_LIST_BEFORE, 48)
    if before is None or not match.after(_LIST_ENDS):
        return None
    if before["link"] == "," and not match["rest"]:
        return None
    month = MONTHS[before["month"].lower().removesuffix(".")]
    return CalendarDate(match.year(), month, match.number("day"))


@RULES(
    rf"(?P<between>between\s+)?(?:from\s+)?(?:the\s+)?(?P<day>{DAY}){_TWO}(?P<day2>{DAY})\s*"
    rf"(?:of\s+)?(?P<month>{MONTH}){_YEAR}",
    rf"(?P<between>between\s+)?(?:from\s+)?(?P<month>{MONTH})\s*(?P<day>{DAY}){_TWO}"
    rf"(?P<day2>{DAY}){_YEAR}(?!\s*{MONTH})",
)
def _days(match: Match) -> Node | None:
    if ("and" in match["sep"]) != bool(match["between"]):
        return None
    if match["sep"] == "/" and match.number("day2") != match.number("day") + 1:
        return None
    first = CalendarDate(match.year(), match.month(), match.number("day"))
    last = CalendarDate(match.year(), match.month(), match.number("day2"))
    return composite.Range(first, last)


@RULES(
    rf"(?P<year>\d{{4}})-(?P<month>\d\d?)-(?P<day>\d\d?)(?:[T ](?P<time>\d\d:\d\d)"
    rf"(?::\d\d(?:\.\d{{1,6}})?)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?{_NUMERIC_END}",
    rf"(?P<year>\d{{4}})[/.](?P<month>\d\d?)[/.](?P<day>\d\d?){_NUMERIC_END}",
    rf"(?P<year>(?:19|20)\d\d)[/-](?P<month>{_M}){_NUMERIC_END}",
)
def _iso(match: Match) -> Node:
    date = CalendarDate(match.year(), match.number("month"), match.number("day") or None)
    if not match["time"]:
        return date
    zone = "UTC" if match["zone"] == "z" else match["zone"] and f"UTC{match['zone']}"
    return composite.Clock(date, match["time"], zone or None)


@RULES(
    rf"(?P<one>{_D})(?P<sep>[/.-])(?P<two>{_D})(?P=sep)(?P<year>\d{{4}}|\d\d){_NUMERIC_END}",
    rf"(?P<one>{_D})(?P<sep>/)(?P<two>{_D}){_NUMERIC_END}",
)
def _numeric(match: Match) -> Node | None:
    first, second = match.number("one"), match.number("two")
    if not match["year"] and not _is_slashed_day(match, max(first, second)):
        return None
    if match.before(_VERSION):
        return None
    day_first = match.day_first or match["sep"] == "."
    if first > 12 or (day_first and second <= 12):
        first, second = second, first
    return CalendarDate(match.year(), first, second)


def _is_slashed_day(match: Match, larger: int) -> bool:
    """Whether 6/2 without a year is a day: not a fraction, a score, 9/11 or 24/7."""
    if match["one"] + match["two"] in ("911", "247"):
        return False
    return match.before(_LEADS_TO_DAY) or larger > 12


@RULES(
    rf"(?P<month>{MONTH})(?=\s+(?:and|or)\s+(?P<month2>{MONTH}){OF}(?P<year>{YEAR}))",
    rf"(?P<month>{MONTH})(?:{OF}(?P<year>{YEAR})|[\s-]?['’](?P<short>\d\d))?(?!\w)",
    rf"(?P<year>{YEAR})[\s,-]{{1,2}}(?P<month>{MONTH})(?!\w)(?!\s*\d)",
)
def _month(match: Match) -> Node | None:
    later = match["month2"].removesuffix(".")
    if later and MONTHS[later] < match.month():
        return CalendarDate((match.year() or 1) - 1, match.month())
    year = match.year() or (2000 + match.number("short") if match["short"] else None)
    if year or _is_month(match, match.found["month"].removesuffix(".")):
        return CalendarDate(year, match.month())
    return None


def _is_month(match: Match, name: str) -> bool:
    """Whether a month's name standing alone is the month: not a verb, a person, a word."""
    capital, preceded = name[0].isupper(), match.before(_PREPOSITION)
    if len(name) <= 4 and name.lower() not in ("may", "june", "july"):
        return preceded and capital
    if name in ("may", "march"):
        return match.before(_IN)
    if name.lower() == "may" and match.after(_PERSON_HAS):
        return False
    if not preceded and match.after(_NAME):
        return False
    if name.lower() in ("may", "march", "august") or not capital:
        return preceded or (capital and match.before(_DETERMINED))
    return True


@RULES(rf"(?:the\s+)?(?:year\s+)?(?P<year>{YEAR})")
def _year(match: Match) -> Node | None:
    year = int(match["year"])
    if match.before(_NO_YEAR_BEFORE) or match.before(_BUSINESS_YEAR) or match.after(_SHORT_YEAR):
        return None
    if match.before(_PREPOSITION) or match.after(_POSSESSIVE_OR_CLOSED) or "year" in match.found[0]:
        earliest = 1500 if match.before(_IN_YEAR) else 1800
        return CalendarDate(year) if earliest <= year <= 2100 else None
    if match.before(_YEAR_LISTED) and match.after(_LIST_GOES_ON):
        return CalendarDate(year)
    determined = match.found[0][0].isalpha() or match.before(_DETERMINED)
    described = determined and match.after(_NOUN) and 1900 <= year <= 2050
    return CalendarDate(year) if described else None


@RULES(rf"(?P<month>{_M})/(?P<year>(?:19|20)\d\d){_NUMERIC_END}")
def _month_slashed(match: Match) -> Node | None:
    """11/2016; decrees and cases are numbered so too, hence the preposition."""
    return CalendarDate(match.year(), match.number("month")) if match.before(_IN_MONTH) else None


@RULES(rf"(?P<year>{YEAR})(?:(?P<slash>/)|[-–])(?P<short>\d\d)(?![\w/–-])")
def _short_years(match: Match) -> Node | None:
    """2024/25 or 1914-18; up to 2011-12 it may be ISO's year and month."""
    first, short = int(match["year"]), match.number("short")
    last = first - first % 100 + short
    if short <= 12 or last <= first or (match["slash"] and last > first + 1):
        return None
    if not (match.before(_IN_PERIOD) or match.after(_SEASON_AFTER)):
        return None
    return composite.Range(CalendarDate(first), CalendarDate(last))


@RULES(rf"(?:from\s+)?(?P<year>{YEAR}){DASH}(?P<year2>{YEAR})(?![/-])")
def _years(match: Match) -> Node | None:
    first, last = int(match["year"]), int(match["year2"])
    if not 1900 <= first < last <= 2100:
        return None
    return composite.Range(CalendarDate(first), CalendarDate(last))


@RULES(
    rf"(?P<the>the\s+)?(?P<day>{DAY})(?P<of>\s+(?:of\s+)?(?P<which>the|this|next|last)\s+month)?"
    r"(?!\s*/)"
)
def _day_alone(match: Match) -> Node | None:
    if match["of"]:
        return InMonth(CalendarUnit("month", COUNTS.get(match["which"], 0)), match.number("day"))
    ordinal = match["day"][-1].isalpha() or match["the"]
    if ordinal and match.before(_LEADS_TO_DAY) and match.after(_CLAUSE_GOES_ON):
        return CalendarDate(None, None, match.number("day"))
    return None


@RULES(
    rf"(?:from\s+)?(?:the\s+)?(?P<day>{DAY}){TO}(?P<day2>{DAY})\s+(?:of\s+)?"
    r"(?P<which>this|next|last)\s+month\b"
)
def _days_of_month(match: Match) -> Node:
    month = CalendarUnit("month", match.which() or 0)
    return composite.Range(
        InMonth(month, match.number("day")), InMonth(month, match.number("day2"))
    )


@RULES(
    rf"(?:(?P<which>last|this|next)\s+|(?P<the>the\s+))?(?P<season>{any_of(SEASON_CODES)})"
    rf"(?:(?:\s+of)?\s+(?:(?P<year>{YEAR})(?:[-–/]\d\d(?!\d))?|(?P<of>last|this|next)\s+year))?\b(?!\w)"
)
def _season(match: Match) -> Node | None:
    code = SEASON_CODES[match["season"]]
    if match["of"]:
        return Season(code, years=COUNTS[match["of"]])
    if match["year"] or match["which"]:
        return Season(code, match.year(), COUNTS.get(match["which"]))
    verb = match["season"] in ("fall", "spring") and not match["the"]
    return Season(code) if match.before(_IN_SEASON) and not verb else None


@RULES(
    rf"(?P<year>{YEAR})[\s-]Q(?P<number>[1-4])(?!\w)",
    rf"(?:the\s+)?Q(?P<number>[1-4])(?:(?:\s+of)?\s*(?P<year>{YEAR}))?(?!\w)",
    r"(?:the\s+)?(?P<number>first|second|third|fourth|[1-4](?:st|nd|rd|th))\s+"
    rf"(?P<what>quarter|half)(?:\s+of)?\s+(?:(?P<which>last|this|next)\s+year|the\s+(?P<its>year)|"
    rf"(?P<year>{YEAR}))",
    rf"(?P<what>H)(?P<number>[12])(?:\s+of)?\s*(?P<year>{YEAR})(?!\w)",
    r"(?:the\s+)?(?P<number>first|second|third|fourth)\s+(?P<bare>quarter)\b",
)
def _quarter(match: Match) -> Node | None:
    if match["bare"] and not _is_business_quarter(match):
        return None
    months = 6 if match["what"] in ("half", "h") else 3
    number, count = match.number("number"), 0 if match["its"] else match.which()
    return Quarter(number, match.year(), count, months) if number * months <= 12 else None


def _is_business_quarter(match: Match) -> bool:
    """Whether "in the third quarter" is the economy's, for games have quarters too."""
    if match.after(_NO_QUARTER) or not match.before(_IN_PERIOD):
        return False
    end = match.found.end()
    near = match.found.string[max(0, match.found.start() - 160) : end + 160]
    return _BUSINESS.search(near) is not None


@RULES(r"(?:the\s+)?['’]?(?P<year>(?:1[89]|20)\d0|[2-9]0)['’]?s\b")
def _decade(match: Match) -> Node | None:
    """'90s has to be written as one: "in his 50s" and "temperatures in the 20s" are no decades."""
    digits = match["year"]
    if len(digits) == 4:
        return Decade(int(digits))
    said = match.found[0].lower()
    apostrophe = said.removeprefix("the").lstrip()[0] in "'’"
    certain = apostrophe or (said.startswith("the") and int(digits) >= 50)
    return Decade(1900 + int(digits)) if certain else None


@RULES(rf"(?:the\s+)?(?P<number>\d\d?(?:st|nd|rd|th)|{ORDINAL})\s+century\b")
def _century(match: Match) -> Node | None:
    number = match.number("number")
    led = match.found[0][:3].lower() == "the" or match.before(_IN_CENTURY)
    return Decade(number * 100 - 100, "century") if led and 1 < number <= 21 else None
