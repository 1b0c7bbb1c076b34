"""Hours: the times of day that a text gives, and whether two of them are the same one."""

from __future__ import annotations

import re

from retrieval.records import Span

_COUNTED = "one two three four five six seven eight nine ten eleven twelve".split()
_SPOKEN = {word: n for n, word in enumerate(_COUNTED, 1)}
_MINUTES = {"five": 5, "ten": 10, "quarter": 15, "twenty": 20, "twenty-five": 25, "half": 30}
_ONE = rf"(?:{'|'.join(_COUNTED)})"
_OF_DAY = r"(?:in the (?:early )?(?:morning|afternoon|evening)|at night|(?:that|this) \w+ing)"

HOUR = re.compile(
    r"\b(?P<figures>(?:[01]?\d|2[0-3])[:.][0-5]\d)(?P<half> ?[ap]\.?m\b\.?)?(?![.:]?\d)"
    r"(?! ?(?:%|per cent|percent|million|billion|bn))"
    r"|\b(?P<full>1[0-2]|0?[1-9]) ?(?P<of>[ap]\.?m\b\.?)|\b(?P<oclock>[\w-]+) o['’]clock\b"
    r"|\b(?P<named>noon|midnight|midday)\b"
    r"|\b(?P<minutes>half|quarter|twenty-five|twenty|ten|five)(?: minutes)? (?P<side>past|to)"
    r" (?P<spoken>\w+)"
    rf"|\b(?P<bare>{_ONE}|1[0-2]|[1-9])(?= {_OF_DAY}\b)"
    r"|\b(?P<joined>(?:[01]\d|2[0-3])[0-5]\d) (?:GMT|UTC|hours|hrs|local)\b",
    re.I,
)
"""A time of day, with or without a date beside it."""

HALF_DAY = 720
"""Minutes after which a clock shows the same again: "at five" may be either."""

_ZONE = re.compile(r"\b(?:GMT|UTC|[CEMPWB]E?[SD]?T|[A-Z][\w-]+ time|local(?: time)?)\b")
_STAMP = re.compile(r"^\W*(?:[01]?\d|2[0-3])[:.][0-5]\d(?! ?[ap]\.?m)(?! (?:in|on|at|was|is)\b)")


def hours(text: str, start: int, end: int) -> list[Span]:
    """The times of day in ``text[start:end]``, as figures in minutes on a clock of twelve hours;
    not the time at which an entry of a live blog was written.
    """
    stamp = _STAMP.match(text[start:end])
    after = start + stamp.end() if stamp else start
    found = ((m, _minutes(m)) for m in HOUR.finditer(text, after, end))
    return [
        Span("number", m.start(), m.end(), f"{n} hour", "hour") for m, n in found if n is not None
    ]


def _minutes(match: re.Match[str]) -> int | None:
    found = match.groupdict()
    if figures := found["figures"] or found["joined"]:
        hour, minute = figures[:-2].strip(":."), figures[-2:]
        return (60 * int(hour) + int(minute)) % HALF_DAY
    if found["named"]:
        return 0
    if found["minutes"]:
        full = _full(found["spoken"])
        minutes = _MINUTES[found["minutes"].lower()]
        if full is None:
            return None
        return (60 * full + (minutes if found["side"].lower() == "past" else -minutes)) % HALF_DAY
    full = _full(found["full"] or found["oclock"] or found["bare"])
    return None if full is None else 60 * full % HALF_DAY


def _full(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) <= 2 else _SPOKEN.get(word.lower())


def same_hour(one: Span, text: str, other: Span, rival: str) -> bool:
    """Whether two hours, each of a sentence, may be the same one: in another zone, they are whole
    hours apart.
    """
    apart = abs(int(one.value.split()[0]) - int(other.value.split()[0]))
    if apart % 60 == 0 and (_ZONE.search(text) or _ZONE.search(rival)):
        return True
    return apart == 0
