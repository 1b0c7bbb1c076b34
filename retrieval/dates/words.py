"""Words with their values, and the regular-expression fragments made of them."""

from __future__ import annotations

from retrieval.dates.arithmetic import Unit

_FULL_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MONTHS = {name: number for number, name in enumerate(_FULL_MONTHS, 1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}

_FULL_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS = {name: number for number, name in enumerate(_FULL_WEEKDAYS)}
WEEKDAYS |= {name[:3]: number for name, number in WEEKDAYS.items()}
WEEKDAYS |= {"tues": 1, "thur": 3, "thurs": 3}

_CARDINALS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty "
).split()
NUMBERS = {name: number for number, name in enumerate(_CARDINALS, 1)}
NUMBERS |= {"a": 1, "an": 1, "a couple of": 2, "couple of": 2, "thirty": 30, "forty": 40}
NUMBERS |= {"fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100, "a hundred": 100}
VAGUE_NUMBERS = {"few": 7, "a few": 3, "several": 3}
"""Counts that mean "some"; with days a plain "few" is given a week's room."""

_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh "
    "twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth "
    "nineteenth twentieth "
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
