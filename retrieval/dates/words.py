"""Words with their values, and the fragments that the patterns are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from retrieval.dates.arithmetic import Unit
from retrieval.dates.model import Node

_FULL_MONTHS = (
    "january february march april may june july august september october november december"
).split()
MONTHS = {name: number for number, name in enumerate(_FULL_MONTHS, 1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}

_FULL_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
WEEKDAYS = {name: number for number, name in enumerate(_FULL_WEEKDAYS)}
WEEKDAYS |= {name[:3]: number for name, number in WEEKDAYS.items()}
WEEKDAYS |= {"tues": 1, "thur": 3, "thurs": 3}

_CARDINALS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
NUMBERS = {name: number for number, name in enumerate(_CARDINALS, 1)}
NUMBERS |= {"a": 1, "an": 1, "a couple of": 2, "couple of": 2, "a couple": 2, "couple": 2}
NUMBERS |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
NUMBERS |= {"hundred": 100, "a hundred": 100}
VAGUE_NUMBERS = {"few": 7, "a few": 3, "several": 3}
"""Counts that mean "some"; "the next few days" are given a week."""

_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
ORDINALS = {name: number for number, name in enumerate(_ORDINALS, 1)}
ORDINALS |= {f"twenty {name}": 20 + number for name, number in list(ORDINALS.items())[:9]}
ORDINALS |= {"thirtieth": 30, "thirty first": 31}

UNITS: dict[str, Unit] = {
    "day": "day",
    "night": "day",
    "weekend": "weekend",
    "week": "week",
    "fortnight": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "decade": "decade",
    "century": "century",
}
SEASON_CODES = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
DAY_PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
COUNTS = {"last": -1, "previous": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
COUNTS |= {"the past": -1, "this past": -1, "this coming": 1, "upcoming": 1, "this upcoming": 1}


def any_of(words: Iterable[str]) -> str:
    """A group that matches any of the words, longest first; a space also matches a hyphen."""
    ranked = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(word.replace(" ", r"[\s-]+") for word in ranked) + ")"


def _dotted(words: Mapping[str, int]) -> str:
    """The words, each that is an abbreviation with its full stop if it has one."""
    whole = [word for word in words if len(word) > 5 or word in _FULL_MONTHS]
    return rf"(?:{any_of(whole)}\b|{any_of(set(words) - set(whole))}\b\.?)"


def bounded(pattern: str) -> re.Pattern[str]:
    """The compiled pattern, its runs of white space bounded so that no text makes it slow."""
    limited = pattern.replace(r"\s+", r"\s{1,4}").replace(r"\s*", r"\s{0,4}")
    return re.compile(limited.replace(r"[\s-]+", r"[\s-]{1,3}"), re.IGNORECASE)


MONTH = _dotted(MONTHS)
WEEKDAY = _dotted(WEEKDAYS)
COUNTED = (
    r"(?:[a-z]{1,20}\s+)?(?:troops|soldiers|prisoners|pows?|people|men|women|children|civilians"
    r"|bodies|drones|missiles|km|kilomet[a-z]{2,4}|miles|met(?:re|er)s|dollars|euros|tonn?es|tons"
    r"|times|percent|per\s+cent|fighters|officers|families|houses|homes|residents|migrants|refugees"
    r"|workers|employees|protesters|jobs|points|deaths|dead|wounded|killed|hectares|sq|square"
    r"|others|ukrainians|russians|servicemen|personnel|casualties|guests|seats|votes|hours|hrs"
    r"|gmt|utc|shells|tanks|vehicles|delegates|students|patients|cases|million|billion|thousand)\b"
)
"""What follows a number that counts things and is no year."""
YEAR = rf"(?:1[5-9]|20|21)\d\d(?![\w%]|[,.]\d|\s*%|:\d|\s+{COUNTED})"
ORDINAL = any_of(ORDINALS)
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,]\d|:\d|\s*%)"
COUNT = rf"(?:\d{{1,3}}|{any_of([*NUMBERS, *VAGUE_NUMBERS])})"
UNIT = any_of(UNITS)
WHICH = rf"(?P<which>{any_of(COUNTS)})"
DASH = r"\s?[-–—]\s?"
TO = rf"(?:{DASH}|\s+(?:to|till|until|through)\s+(?:the\s+)?)"
OF = r"(?:\s*,\s*|\s+(?:of\s+|in\s+)?)"
"""What links a date to its year."""


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern's match with what builders ask of it."""

    found: re.Match[str]
    day_first: bool

    def __getitem__(self, name: str) -> str:
        """A named group in lower case, single-spaced; empty when the pattern has none."""
        if name not in self.found.re.groupindex:
            return ""
        return re.sub(r"\s+", " ", self.found[name] or "").lower()

    def number(self, name: str) -> int:
        """A group's number, ordinals and words included; 0 when the group is empty."""
        word = self[name].replace("-", " ")
        for table in (NUMBERS, VAGUE_NUMBERS, ORDINALS):
            if word in table:
                return table[word]
        return int(re.sub(r"\D", "", word) or 0)

    def year(self) -> int | None:
        """The group "year": two digits stand for 1970 to 2069."""
        digits = self["year"]
        if not digits:
            return None
        return int(digits) + (0 if len(digits) > 2 else 2000 if int(digits) < 70 else 1900)

    def which(self) -> int | None:
        """The group "which": how many units from now; None when the group is empty."""
        return COUNTS.get(self["which"])

    def month(self) -> int:
        """The group "month", 1 to 12."""
        return MONTHS[self["month"].removesuffix(".")]

    def unit(self) -> tuple[Unit, int]:
        """The group "unit", and how many of that unit the word stands for."""
        return UNITS[self["unit"]], 2 if self["unit"] == "fortnight" else 1

    def before(self, pattern: re.Pattern[str]) -> bool:
        """Whether the text just before the match ends in the pattern."""
        return self.find_before(pattern) is not None

    def find_before(self, pattern: re.Pattern[str], width: int = 24) -> re.Match[str] | None:
        """What of the ``width`` characters before the match the pattern finds."""
        start = self.found.start()
        return pattern.search(self.found.string[max(0, start - width) : start])

    def after(self, pattern: re.Pattern[str]) -> bool:
        """Whether the text just after the match begins with the pattern."""
        return pattern.match(self.found.string, self.found.end()) is not None


Builder = Callable[[Match], Node | None]
Rule = tuple[re.Pattern[str], Builder]


class Rules(list[Rule]):
    """A registry of patterns, each with the builder that it decorates."""

    def __call__(self, *patterns: str) -> Callable[[Builder], Builder]:
        """Register the decorated builder under each of the patterns."""

        def register(build: Builder) -> Builder:
            self.extend((bounded(pattern), build) for pattern in patterns)
            return build

        return register
