"""The wording of dates counted from now or from another date: "next week", "two days ago"."""

from __future__ import annotations

from typing import Literal

from retrieval.dates.arithmetic import Unit
from retrieval.dates.composite import Clock, PartOf, Shifted
from retrieval.dates.meaning import (
    Ago,
    Beside,
    CalendarDate,
    CalendarUnit,
    FromAnchor,
    Hours,
    MonthNear,
    Overnight,
    Weekday,
    WeekdayFromAnchor,
    Weekend,
    Window,
)
from retrieval.dates.model import Node
from retrieval.dates.words import (
    COUNT,
    COUNTS,
    DAY,
    DAY_PARTS,
    MONTH,
    ORDINAL,
    UNIT,
    VAGUE_NUMBERS,
    WEEKDAY,
    WEEKDAYS,
    WHICH,
    Match,
    Rules,
    any_of,
    bounded,
)

RULES = Rules()

_DEICTIC = {
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "yesterday": -1,
    "the day after tomorrow": 2,
    "the day before yesterday": -2,
}
_BESIDE: dict[str, Literal[-1, 1]] = {
    "following": 1,
    "the following": 1,
    "the previous": -1,
    "the preceding": -1,
}
_TITLE_BEFORE = bounded(
    r"\b(?:Black|Cyber|Ash|Good|Super|Bloody|Palm|Fat|Shrove|Maundy|Giving|Easter|Mail\s+on|Man)\s+$"
)
_TITLE_AFTER = bounded(r"\s+(?-i:Times|Telegraph|Mirror|Mail|World|Post|Independent)\b")
_REPEATED = bounded(r"\b(?:every|each|other)\s+$")
_PLURAL_PART = bounded(r"\s+(?:mornings|afternoons|evenings|nights)\b")
_LEADS_TO_WEEKDAY = bounded(r"(?:\b(?:on|by|until|since|from)\s+|[(])$")
_CAPITAL_BEFORE = bounded(r"(?-i:[A-Z])\w{1,20}\s+$")
_NAMED_AFTER = bounded(
    r"\s+(?:the|a|an|his|her|their|its|he|she|they|it|tomorrow|yesterday)\b|\s+(?-i:[A-Z])"
)
_THAN = bounded(r"\s+than\b")
_LEADS_TO_THAT = bounded(
    r"\b(?:on|in|since|by|until|till|of|from|during|after|before|later|earlier|late|early)\s+$"
)
_PUNCTUATION = bounded(r"\s*(?:[.,;:)!?]|$)")
_FIGURATIVE = bounded(
    r"\b(?:becom\w{1,4}|became|chang\w{1,4}|happen\w{0,3}|vanish\w{0,3}|disappear\w{0,3}|solv\w{1,4}"
    r"|nothing|never|not|almost|virtually)\b[^.!?]{0,40}$|n['’]t\b[^.!?]{0,40}$"
)
_HALF = bounded(r"\b(?:half|and)\s+$")
_GOES_ON_FOR = bounded(
    r"\b(?:to|will|would|shall|should|can|could|may|might|must|not|did|do|does|['’]ll|n['’]t)\s+$"
)
_DAY_BEFORE = bounded(
    rf"(?:{WEEKDAY}|{MONTH}\s+\d\d?|\b\d\d?\s+{MONTH}|today|yesterday)"
    r"(?:\s+(?:morning|afternoon|evening|night))?,\s+(?:(?:just|only|barely|exactly|some)\s+)?$"
)
_POINTS_BACK = bounded(
    r"\s+(?:(?:that|this|it|them|then|which|he|she|they|we|I)\b"
    r"|(?:the|its|his|her|their)\s+(?:[\w-]{1,20}\s+)?(?:dates?|days?|ones?)\b)"
)
"""What is no event: "a day after that", "a day after the date first proposed"."""
_HALVES: dict[str, tuple[Unit, int]] = {
    "year": ("month", 6),
    "decade": ("year", 5),
    "century": ("decade", 5),
}
_NIGHT_OF = bounded(r"\s+(?:on|into|to|from|between)\b")
_NIGHT_GOES_ON = bounded(
    r"\s*(?:[.,;:)!?–—]|$)|\s+(?:in|at|by|with|and|as|after|that|against|near|across|over|using"
    r"|killing|wounding|injuring|targeting|damaging|while|when|but)\b"
)
_STAYED = bounded(r"\b(?:stay\w{0,3}|sle(?:ep|pt)\w{0,3}|kept|held|camp\w{0,3}|left)\s+$")
_MONTH_OR_DAY = bounded(rf",?\s+(?:the\s+)?(?:{MONTH}(?!\w)|\d\d?(?:st|nd|rd|th)?\s+{MONTH})")
_ENDS_THERE = bounded(r"\s*(?:[.,;:)!?]|$)|\s+(?:and|in|at|as|but|to|for|from|with|around)\b")
_OF_PERIOD = bounded(
    rf"\s+of\s+(?:(?:the|this|last|next)\s+)?(?:{MONTH}(?!\w)|\d{{4}}\b|month\b|year\b|week\b)"
)
_EDGE_BEFORE = bounded(
    r"\b(?:first|last|final|opening|closing)\s+\w{1,10}\s+(?:days|weeks|months)\s+of(?:\s+the)?\s+$"
)
_PART_BEFORE = bounded(
    r"\b(?:(?:end|beginning|start|middle|half|close)(?:\s+of)?(?:\s+the)?|(?:early|late)\s+in\s+the)\s+$"
)


@RULES(
    rf"(?P<weekday>{WEEKDAY})(?=\s+(?:and|or)\s+{WEEKDAY}\s+(?:of\s+)?(?P<which>last|this|next)\s+week\b)"
)
def _weekday_sharing_week(match: Match) -> Node:
    return Weekday(WEEKDAYS[match["weekday"].removesuffix(".")], match.which())


@RULES(rf"(?:(?P<which>{any_of([*COUNTS, *_BESIDE])})\s+)?(?P<weekday>{WEEKDAY})")
def _weekday(match: Match) -> Node | None:
    word, which = match.found["weekday"].removesuffix("."), match["which"]
    if match.before(_TITLE_BEFORE) or match.before(_REPEATED):
        return None
    if match.after(_TITLE_AFTER) or match.after(_PLURAL_PART):
        return None
    # "sat", "sun", "wed" and "mon" are words of their own.
    plain = which or match.before(_LEADS_TO_WEEKDAY) or match.after(_MONTH_OR_DAY)
    if not word.lower().endswith("day") and not (word[0].isupper() and plain):
        return None
    number = WEEKDAYS[word.lower()]
    if which in _BESIDE:
        return WeekdayFromAnchor(number, _BESIDE[which])
    if "past" in which or "coming" in which:
        return Weekday(number, nearest=-1 if "past" in which else 1)
    return Weekday(number, COUNTS.get(which))


@RULES(
    rf"(?:the\s+)?(?P<weekday>{WEEKDAY})\s+(?:after\s+next|week)\b(?!-)",
    rf"(?:the\s+)?next[\s-]but[\s-]one\s+(?P<weekday>{WEEKDAY})",
    rf"a\s+week\s+(?:on|from|this|next)\s+(?P<weekday>{WEEKDAY})",
)
def _weekday_after_next(match: Match) -> Node | None:
    word = match["weekday"].removesuffix(".").lower()
    return Weekday(WEEKDAYS[word], nearest=1, later=1) if word.endswith("day") else None


@RULES(
    rf"(?P<weekday>{WEEKDAY}),?\s+(?:the\s+)?(?P<day>(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th))\b",
    # "Saturday, the first in which all three sat together" is no day of a month.
    rf"(?P<weekday>{WEEKDAY})(?:,?\s+the\s+(?P<day>{ORDINAL})\b"
    r"(?!\s+(?:(?:in|for|of) which|of|to|since|that|which|such|time|day|round|stage"
    r"|and (?:final|last|[a-z]{3,}est)"
    r"|(?:in|for)(?: \w+)? (?:years|months|decades|weeks))\b))",
)
def _weekday_of_month(match: Match) -> Node | None:
    """ "Monday the 2nd": the month nearest by in which the weekday fits."""
    if not match.after(_ENDS_THERE):
        return None
    number = WEEKDAYS[match["weekday"].removesuffix(".")]
    return CalendarDate(None, None, match.number("day"), number)


@RULES(r"overnight\b")
def _overnight(match: Match) -> Node | None:
    goes_on = match.after(_NIGHT_GOES_ON) and not match.after(_NIGHT_OF)
    if not goes_on or match.before(_STAYED) or match.find_before(_FIGURATIVE, 48):
        return None
    return Overnight()


@RULES(
    r"(?:the\s+)?(?P<unit>year|month)['’]s[\s-]+end\b",
    r"(?:the\s+)?(?P<unit>year|month)[\s-]end\b(?!\s+(?:results?|report|bonus))",
)
def _year_end(match: Match) -> Node:
    return PartOf(CalendarUnit(match.unit()[0], 0), "late")


@RULES(rf"(?:the\s+)?{WHICH}\s+(?P<unit>week|month|year|quarter|decade|century)\b")
def _unit(match: Match) -> Node:
    return CalendarUnit(match.unit()[0], COUNTS[match["which"]])


@RULES(r"(?:the\s+)?(?P<unit>week|month|year)\b")
def _unit_of_part(match: Match) -> Node | None:
    """ "The week" is this one only in "the end of the week" and the like."""
    parted = match.before(_PART_BEFORE) or match.find_before(_EDGE_BEFORE, 40)
    return CalendarUnit(match.unit()[0], 0) if parted else None


@RULES(r"the\s+(?P<unit>week|month|year)\s+(?P<way>after\s+next|before\s+last)\b")
def _second_unit(match: Match) -> Node:
    return CalendarUnit(match.unit()[0], 2 if "next" in match["way"] else -2)


@RULES(rf"(?:{WHICH}|the|that)\s+weekend\b")
def _weekend(match: Match) -> Node:
    which = match["which"]
    if "coming" in which:
        return Weekend(coming=True)
    return CalendarUnit("weekend", COUNTS[which]) if which else Weekend()


@RULES(
    r"(?P<half>half)\s+an?\s+(?P<unit>year|decade|century)\s+ago\b",
    rf"(?P<count>{COUNT})\s+(?P<unit>year|decade)s?\s+and\s+a\s+half\s+ago\b",
    rf"(?P<count>{COUNT})\s+and\s+a\s+half\s+(?P<unit>year|decade)s\s+ago\b",
)
def _halves_ago(match: Match) -> Node:
    halves = 1 if match["half"] else 2 * match.number("count") + 1
    unit, size = _HALVES[match["unit"]]
    return Ago(-halves * size, unit, vague=True)


@RULES(rf"(?P<count>{COUNT})\s+(?P<unit>{UNIT})s?\s+ago\b")
def _ago(match: Match) -> Node | None:
    if match.before(_HALF):
        return None
    unit, size = match.unit()
    return Ago(-match.number("count") * size, unit, match["count"] in VAGUE_NUMBERS)


@RULES(rf"(?P<count>{COUNT})\s+(?P<unit>{UNIT})s?\s+(?P<way>ago|from)\s+today\b")
def _to_the_day(match: Match) -> Node:
    """ "A week from today", "a year ago today": the very day."""
    unit, size = match.unit()
    count = match.number("count") * size * (-1 if match["way"] == "ago" else 1)
    return Shifted(CalendarUnit("day", 0), count, unit, exact=True)


@RULES(
    rf"in\s+(?P<count>{COUNT})\s+(?P<unit>{UNIT})s?(?P<time>(?:['’]s?)?\s+time)?(?:['’](?!\w))?"
    r"(?!\w)(?!\s+of\b)",
    rf"(?P<count>{COUNT})\s+(?P<unit>{UNIT})s?\s+from\s+(?P<time>now)\b",
)
def _ahead(match: Match) -> Node:
    unit, size = match.unit()
    vague = match["count"] in VAGUE_NUMBERS
    return Ago(match.number("count") * size, unit, vague, lasting=not match["time"])


@RULES(
    rf"(?P<count>{COUNT})\s+(?P<unit>hour|minute)s?\s+(?:(?P<ago>ago)|from\s+now)\b",
    r"(?P<unit>half)\s+an\s+hour\s+(?:(?P<ago>ago)|from\s+now)\b",
    r"in\s+(?P<unit>half)\s+an\s+hour\b",
    rf"in\s+(?P<count>{COUNT})\s+(?P<unit>hour|minute)s?(?:['’]?\s+time)?\b(?!\s+of\b)",
)
def _hours(match: Match) -> Node:
    size = {"hour": 60, "half": 30}.get(match["unit"], 1)
    minutes = (match.number("count") or 1) * size
    return Hours(-minutes if match["ago"] else minutes)


@RULES(
    rf"within\s+(?:the\s+(?:next\s+|coming\s+)?)?(?P<count>{COUNT})\s+(?P<unit>{UNIT}|hour)s?\b",
    r"(?:in\s+|within\s+)?(?:the\s+)?(?P<way>next|coming|past|last|previous)\s+"
    rf"(?P<count>{COUNT})\s+(?P<unit>{UNIT}|hour)s?\b",
)
def _window(match: Match) -> Node | None:
    if match.after(_OF_PERIOD) or (match["way"] == "last" and _lasts(match)):
        return None
    sign = -1 if match["way"] in ("past", "last", "previous") else 1
    vague = match["count"] in VAGUE_NUMBERS
    count = match.number("count")
    if match["unit"] == "hour":
        return Window(sign * -(-count // 24), "day", vague)
    unit, size = match.unit()
    return Window(sign * (3 if vague and unit != "day" else count) * size, unit, vague)


def _lasts(match: Match) -> bool:
    """Whether "last" is a verb: "is to last three days", "did not last a year"."""
    return match.before(_GOES_ON_FOR) or match["count"] in ("a", "an")


@RULES(r"(?:in\s+|within\s+)?(?:the\s+|a\s+)?(?P<way>next|coming|past|last)\s+fortnight\b")
def _fortnight(match: Match) -> Node:
    return Window(-2 if match["way"] in ("past", "last") else 2, "week")


@RULES(r"(?:in\s+)?(?:the\s+)?(?P<way>coming|upcoming|recent)\s+(?P<unit>day|week|month|year)s\b")
def _vague_window(match: Match) -> Node:
    count = {"day": 7, "week": 4, "month": 3, "year": 3}[match["unit"]]
    return Window(-count if match["way"] == "recent" else count, match.unit()[0], vague=True)


@RULES(rf"(?P<count>{COUNT})\s+(?P<unit>{UNIT})s?\s+(?P<way>later|earlier|before|afterwards)\b")
def _later(match: Match) -> Node | None:
    if match.before(_HALF) or match.after(_THAN):
        return None
    if match["way"] == "before" and match.after(_NAMED_AFTER):
        return None
    unit, size = match.unit()
    sign = 1 if match["way"] in ("later", "afterwards") else -1
    return FromAnchor(sign * match.number("count") * size, unit)


@RULES(rf"(?P<count>{COUNT})\s+(?P<unit>day|week|month|year)s?\s+(?P<way>after|before)\b")
def _beside_event(match: Match) -> Node | None:
    """ "On Friday, three days after the quake": the day of the quake."""
    if not match.find_before(_DAY_BEFORE, 40) or match.after(_POINTS_BACK):
        return None
    unit, size = match.unit()
    count = match.number("count") * size
    return Beside(-count if match["way"] == "after" else count, unit)


@RULES(
    r"(?:the|that)\s+(?P<way>same|following|next|previous|preceding)\s+"
    r"(?P<unit>day|week|month|quarter|year|weekend)\b",
    r"(?P<way>that)\s+(?P<same>same\s+)?(?P<unit>day|month|year)\b(?!\s+after\b|['’-])",
)
def _beside(match: Match) -> Node | None:
    if match["way"] == "that":
        led = match.before(_LEADS_TO_THAT) or match.after(_PUNCTUATION)
        return FromAnchor(0, match.unit()[0]) if led else None
    count = {"same": 0, "following": 1, "next": 1}.get(match["way"], -1)
    if match["unit"] != "day" and match["way"] == "next":
        return CalendarUnit(match.unit()[0], 1)
    return FromAnchor(count, match.unit()[0])


@RULES(r"the\s+(?P<unit>day|week|month|year)\s+(?P<way>before|after|earlier)\b")
def _before(match: Match) -> Node | None:
    if match.after(_NAMED_AFTER):
        return None
    return FromAnchor(1 if match["way"] == "after" else -1, match.unit()[0])


@RULES(rf"(?P<word>{any_of(_DEICTIC)})\b(?:\s+(?P<part>morning|afternoon|evening|night)\b)?")
def _deictic(match: Match) -> Node | None:
    if match.found["word"] == "Today" and match.before(_CAPITAL_BEFORE):
        return None
    day = CalendarUnit("day", _DEICTIC[match["word"]])
    part = DAY_PARTS.get(match["part"]) or ("NI" if match["word"] == "tonight" else None)
    return Clock(day, part=part) if part else day


@RULES(r"(?P<which>this|last)\s+(?P<part>morning|afternoon|evening|night)\b")
def _part_of_today(match: Match) -> Node:
    day = CalendarUnit("day", -1 if match["which"] == "last" else 0)
    return Clock(day, part=DAY_PARTS[match["part"]])


@RULES(
    r"(?P<way>later|earlier)\s+(?:in\s+)?(?:this|the)\s+(?P<unit>week|month|quarter|year)\b",
    r"(?:the\s+)?(?P<way>rest\s+of|remainder\s+of)\s+(?:this|the)\s+(?P<unit>week|month|year)\b",
)
def _rest(match: Match) -> Node:
    return PartOf(CalendarUnit(match.unit()[0], 0), "past" if match["way"] == "earlier" else "rest")


@RULES(rf"{WHICH}\s+(?P<month>{MONTH})(?!\s*\d)")
def _month_near(match: Match) -> Node | None:
    if match.found["month"] in ("may", "march"):
        return None
    count = COUNTS[match["which"]]
    return MonthNear(match.month(), -1 if count < 0 else 1 if count > 0 else 0)


@RULES(
    rf"(?:(?P<day>{DAY})\s+)?(?P<month>{MONTH})(?:\s+of)?\s+(?P<which>last|this|next)\s+year\b",
    rf"(?P<month>{MONTH})\s+(?P<day>{DAY})(?:\s+of|,)?\s+(?P<which>last|this|next)\s+year\b",
)
def _month_of_year(match: Match) -> Node:
    return MonthNear(match.month(), 0, COUNTS[match["which"]], match.number("day") or None)
