"""How expressions combine: what may stand before one, after one, and between two."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from retrieval.dates.composite import Clock, EdgeOf, Nth, Part, PartOf, Range, Shifted, WeekOf
from retrieval.dates.holidays import Holiday
from retrieval.dates.meaning import (
    CalendarDate,
    CalendarUnit,
    FromAnchor,
    Weekday,
    WeekdayFromAnchor,
)
from retrieval.dates.model import Node
from retrieval.dates.words import (
    COUNT,
    DAY_PARTS,
    NUMBERS,
    ORDINALS,
    UNIT,
    UNITS,
    VAGUE_NUMBERS,
    WEEKDAY,
    WEEKDAYS,
    any_of,
    bounded,
)

LINK = bounded(r"\s?[-–—]\s?|,?\s+(?:to|till|until|through|and)\s+(?:the\s+)?")
"""What may stand between the two ends of a range."""
OPENER = bounded(r"(?P<opener>from|between)\s+(?:the\s+)?")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A node with its place in the text."""

    start: int
    end: int
    node: Node


Prefix = Callable[[re.Match[str], Parsed], Node | None]
Extension = Callable[[Parsed, re.Match[str], Parsed | None], Parsed | None]

_ZONE = (
    r"local\s+time|local|(?:GMT|UTC)(?:\s?[+-]\d{1,2}(?::?\d\d)?)?|(?-i:[A-Z][a-z]{2,15})\s+time"
    r"|(?-i:[ECMPAW][SD]?T|BST|CEST|MSK|EEST|EET|TRT)"
)
_CLOCK = (
    r"(?:(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"|(?P<hour2>1[0-2]|0?[1-9])(?:\.(?P<minute2>[0-5]\d))?\s?(?P<half2>[ap])\.?m\b\.?"
    r"|(?P<hour3>[01]\d|2[0-3])(?P<minute3>[0-5]\d)(?=\s?(?:GMT|UTC|hours|hrs|local))(?:\s(?:hours|hrs))?"
    r"|(?P<word>noon|midday|midnight))(?!\w)"
    rf"(?:\s?(?P<zone>{_ZONE})\b|\s?\((?P<zone2>{_ZONE})\))?"
    r"(?:\s?\(\d{1,2}:?\d\d(?:\s?[ap]\.?m\.?)?(?:\s?[\w+: -]{1,20})?\))?"
)
_WORDED = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_PARTS: dict[str, Part] = {
    "early": "early",
    "beginning": "early",
    "start": "early",
    "first days": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "end": "late",
    "close": "late",
    "last days": "late",
    "final days": "late",
    "closing days": "late",
    "first half": "first half",
    "second half": "second half",
    "latter half": "second half",
    "later": "late",
}


def join(start: int, first: Parsed, last: Parsed) -> Parsed | None:
    """The range from one expression to another, or None when the two do not fit together."""
    if isinstance(last.node, CalendarDate) and isinstance(first.node, CalendarDate):
        if first.node.day is None and last.node.day is not None and first.node.month is not None:
            return None
        if first.node.month is None and first.node.day is None and last.node.month is not None:
            return None
    return Parsed(start, last.end, Range(first.node, last.node))


def is_day(node: Node) -> bool:
    """Whether the expression names a single day, so that a clock time can go with it."""
    if isinstance(node, CalendarDate):
        return node.day is not None
    if isinstance(node, CalendarUnit | FromAnchor):
        return node.unit == "day"
    if isinstance(node, WeekOf | Nth):
        return node.weekday is not None
    if isinstance(node, Clock):
        return node.time is None
    return isinstance(node, Weekday | WeekdayFromAnchor | Holiday)


def _squeezed(words: str) -> str:
    return re.sub(r"[\s-]+", " ", words.lower())


def _time(match: re.Match[str]) -> str:
    if match["word"]:
        return _WORDED[match["word"].lower()]
    hour = int(match["hour"] or match["hour2"] or match["hour3"])
    minute = int(match["minute"] or match["minute2"] or match["minute3"] or 0)
    half = (match["half"] or match["half2"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}"


def _zone(match: re.Match[str]) -> str | None:
    stated = re.sub(r"\s+", " ", match["zone"] or match["zone2"] or "").strip()
    if stated.lower().startswith("local"):
        return "local"
    offset = re.fullmatch(r"(?:GMT|UTC) ?([+-])(\d{1,2}):?(\d\d)?", stated, re.I)
    if offset:
        return f"UTC{offset[1]}{int(offset[2]):02}:{offset[3] or '00'}"
    return stated or None


# Before an expression


def _part(match: re.Match[str], inner: Parsed) -> Node | None:
    if is_day(inner.node) or isinstance(inner.node, Clock):
        return None
    return PartOf(inner.node, _PARTS[_squeezed(match["part"])])


def _edge(match: re.Match[str], inner: Parsed) -> Node | None:
    if is_day(inner.node):
        return None
    word = _squeezed(match["count"])
    count = NUMBERS.get(word) or VAGUE_NUMBERS.get(word) or int(word)
    sign = 1 if match["edge"].lower() in ("first", "opening") else -1
    return EdgeOf(inner.node, sign * count, UNITS[match["unit"].lower()])


def _distance(match: re.Match[str], inner: Parsed) -> Node:
    word = _squeezed(match["count"] or "one")
    count = NUMBERS.get(word) or VAGUE_NUMBERS.get(word) or int(word)
    unit = UNITS[match["unit"].lower()]
    sign = -1 if match["way"].lower() in ("before", "prior to", "ahead of") else 1
    return Shifted(inner.node, sign * count, unit)


def _nth(match: re.Match[str], inner: Parsed) -> Node | None:
    if is_day(inner.node):
        return None
    word = match["nth"].lower()
    number = -1 if word in ("last", "final") else ORDINALS.get(word) or int(word[0])
    name = match["weekday"]
    return Nth(inner.node, number, WEEKDAYS[name.lower()] if name else None)


def _week_of(match: re.Match[str], inner: Parsed) -> Node | None:
    edge = (match["edge"] or match["until"]).lower()
    if not is_day(inner.node):
        return None
    return WeekOf(inner.node, edge=0 if edge == "of" else -1 if edge in ("ending", "to") else 1)


def _clock_before(match: re.Match[str], inner: Parsed) -> Node | None:
    if not is_day(inner.node):
        return None
    return Clock(inner.node, _time(match), _zone(match))


def _day_part_before(match: re.Match[str], inner: Parsed) -> Node | None:
    if not is_day(inner.node):
        return None
    return Clock(inner.node, part=DAY_PARTS[match["part"].lower()])


_NOUN_PARTS = [part for part in _PARTS if part not in ("early", "mid", "late", "later")]
# "Start", "end" and "close" are verbs in "talks start in June", hence "of" after the nouns.
PREFIXES: tuple[tuple[re.Pattern[str], Prefix], ...] = tuple(
    (bounded(pattern), build)
    for pattern, build in (
        (
            rf"(?:the\s+)?(?:very\s+)?(?P<part>{any_of(_NOUN_PARTS)})(?:\s+of\s+|(?<=end)-)"
            r"(?:the\s+(?!\w+\s+(?:before|after)))?",
            _part,
        ),
        (
            r"(?:the\s+)?(?:very\s+)?(?P<part>early|mid|late|later)(?:\s+in\s+|\s*[-–]\s*|\s+)"
            r"(?:the\s+(?!\w+\s+(?:before|after)))?",
            _part,
        ),
        (
            rf"(?:the\s+)?(?P<edge>first|opening|last|final|closing)\s+(?P<count>{COUNT})\s+"
            r"(?P<unit>day|week|month|year)s?\s+(?:of|in)\s+(?:the\s+)?",
            _edge,
        ),
        (
            rf"(?:(?P<count>{COUNT})\s+|the\s+(?!\w+\s+from))(?P<unit>{UNIT})s?\s+"
            r"(?P<way>before|prior\s+to|ahead\s+of|after|following|from)\s+(?:the\s+)?",
            _distance,
        ),
        (
            rf"(?:the\s+)?(?P<nth>first|second|third|fourth|fifth|[1-5](?:st|nd|rd|th)|last|final)\s+"
            rf"(?:(?P<weekday>{WEEKDAY})|(?:full\s+)?week)\s+(?:of|in)\s+(?:the\s+)?",
            _nth,
        ),
        (
            # "Put back by a week to 30 June" is no week.
            r"(?:(?:the\s+)?week\s+(?P<edge>of|beginning|starting|commencing|from|ending)"
            r"|the\s+week\s+(?P<until>to))\s+(?:on\s+)?(?:the\s+)?",
            _week_of,
        ),
        (rf"{_CLOCK}(?:\s*,)?\s+(?:on\s+|of\s+)?(?:the\s+)?", _clock_before),
        (
            r"(?:the\s+)?(?P<part>morning|afternoon|evening|night)\s+(?:of|on)\s+(?:the\s+)?",
            _day_part_before,
        ),
    )
)


# After an expression


def _date_after_weekday(
    parsed: Parsed, match: re.Match[str], following: Parsed | None
) -> Parsed | None:
    if following is None or not isinstance(parsed.node, Weekday):
        return None
    node, end = following.node, following.end
    text = match.string
    if isinstance(node, CalendarUnit) and node.unit == "week":
        return Parsed(parsed.start, end, WeekOf(node, parsed.node.weekday))
    if not (isinstance(node, CalendarDate) and node.day and "of" not in match[0]):
        return None
    end += "(" in match[0] and text[end : end + 1] == ")"
    return Parsed(parsed.start, end, replace(node, weekday=parsed.node.weekday))


def _weekday_after(parsed: Parsed, match: re.Match[str], following: Parsed | None) -> Parsed | None:
    if following is None or not isinstance(following.node, Weekday):
        return None
    node, weekday = parsed.node, following.node.weekday
    if isinstance(node, CalendarUnit) and node.unit == "week" and "(" not in match[0]:
        return Parsed(parsed.start, following.end, WeekOf(node, weekday))
    closed = match.string[following.end : following.end + 1] == ")"
    if isinstance(node, CalendarDate) and node.day and "(" in match[0] and closed:
        return Parsed(parsed.start, following.end + 1, replace(node, weekday=weekday))
    return None


def _clock_after(parsed: Parsed, match: re.Match[str], following: Parsed | None) -> Parsed | None:  # noqa: ARG001 - one shape for all
    if not is_day(parsed.node):
        return None
    vague = bool(re.search(r"around|about|before|after|by", match["link"]))
    return Parsed(
        parsed.start,
        match.end(),
        Clock(parsed.node, _time(match), _zone(match), None, vague),
    )


def _part_after(parsed: Parsed, match: re.Match[str], following: Parsed | None) -> Parsed | None:  # noqa: ARG001 - one shape for all
    if not is_day(parsed.node) or isinstance(parsed.node, Clock):
        return None
    part = DAY_PARTS[match["part"].lower()]
    return Parsed(parsed.start, match.end(), Clock(parsed.node, part=part))


EXTENSIONS: tuple[tuple[re.Pattern[str], Extension], ...] = tuple(
    (bounded(pattern), extend)
    for pattern, extend in (
        (r"(?P<next>\s*,\s*(?:the\s+)?|\s*\(|\s+(?:of\s+)?(?:the\s+)?)(?=\w)", _date_after_weekday),
        (r"(?P<next>\s*\(|\s+(?:on\s+)?)(?=\w)", _weekday_after),
        (
            r"(?:\s+in\s+the)?\s+(?:early\s+|late\s+)?(?P<part>morning|afternoon|evening|night)\b",
            _part_after,
        ),
        (
            r"(?P<link>,?\s*(?:\(|\s(?:at|from|around|about|by|before|after|starting\s+at|not\s+before))?"
            rf"\s*(?:about\s+|around\s+)?){_CLOCK}",
            _clock_after,
        ),
    )
)
