"""Reading one date as pages write it: by a machine, or in words of any of many languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from retrieval.articles import parse_when

_MONTH_WORD = r"[^\W\d_]{3,12}\.?"
WRITTEN = re.compile(
    rf"(?:\d{{4}}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+)?{_MONTH_WORD},?\s+(?:de\s+)?\d{{4}}"
    rf"|{_MONTH_WORD}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{1,2}/\d{4}|\d{4}[年./]\s?\d{1,2}[月./]\s?\d{1,2}日?"
    r"|\d{4}년\s?\d{1,2}월\s?\d{1,2}일)"
)
_CLOCK = re.compile(
    r"\W{0,4}(?:at|um|à|a las|alle|в|о|saat|o godz\.?|г\.|року|om|kl\.?)?\W{0,3}"
    r"(\d{1,2})[:.h](\d\d)(?::\d\d)?\s*(a\.?m\.?|p\.?m\.?)?(?:\s*(?:Uhr|Uhr\.)\b)?"
    r"\s*\(?((?:UTC|GMT)?[+-]\d\d?:?(?:\d\d)?|[A-Za-zА-Яа-я]{1,4})?\b",
    re.I,
)
_CLOCK_BEFORE = re.compile(
    r"(?<!\d)(\d{1,2})[:.h](\d\d)(?::\d\d)?\s*(a\.?m\.?|p\.?m\.?)?(?:\s*Uhr\b)?"
    r"\s*\(?((?:UTC|GMT)?[+-]\d\d?:?(?:\d\d)?|[A-Za-zА-Яа-я]{1,4})?\)?"
    r"\W{1,4}(?:[^\W\d_]{2,12},?\s{1,2})?$",
    re.I,
)
_SYSTEM = re.compile(
    r"[a-z]{3} ([a-z]{3}) +(\d\d?) (\d\d:\d\d)(?::\d\d)? ?([a-z]{1,5})? (\d{4})", re.I
)
"""As the date command of Unix and Java's Date print it."""
_ZONES = {
    "wet": 0, "west": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180, "trt": 180,
    "мск": 180, "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "hkt": 480, "sgt": 480,
    "nzst": 720, "nzdt": 780, "mez": 60, "mesz": 120, "et": None, "ist": None, "bst": None,
}  # fmt: skip
"""Minutes east of Greenwich of names that stand for one zone; None: several, so unknown."""


@dataclass(frozen=True, slots=True)
class Found:
    """A date and how much of it was said."""

    when: datetime
    exactness: int
    """0: a day; 1: a time without its zone; 2: a moment."""


def read_date(value: str | None) -> Found | None:
    """The date that ``value`` begins with or holds, in whatever form; None where there is none."""
    written = re.sub(r"\s+", " ", value or "").strip()[:100]
    if not written:
        return None
    if re.fullmatch(r"\d{10}|\d{13}", written):
        seconds = int(written) / (1000 if len(written) == 13 else 1)
        return _checked(datetime.fromtimestamp(seconds, UTC), 2)
    compact = re.fullmatch(r"(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)?Z?", written)
    if compact:
        written = "{}-{}-{}T{}:{}".format(*compact.groups()[:5])
    if system := _SYSTEM.fullmatch(written):
        written = "{0} {1} {4} {2} {3}".format(*(part or "" for part in system.groups())).strip()
    written = re.sub(r"([+-]\d\d)$", r"\1:00", written) if "T" in written else written
    try:
        when = parse_when(written)
    except ValueError:
        return _written_out(written)
    if when is None:
        return None
    timed = ":" in written or len(re.sub(r"\D", "", written)) > 8
    zoned = bool(re.search(r"(?:[+-]\d\d:?\d\d|[a-z])\s*$", written, re.I))
    return Found(when, 0 if not timed else 1 + zoned)


def _checked(when: datetime, exactness: int) -> Found | None:
    try:
        known = parse_when(when)
    except ValueError:
        return None
    return Found(known, exactness) if known else None


def _written_out(written: str) -> Found | None:
    """A date in words of any language, with or without a clock and the name of a zone."""
    found = WRITTEN.search(written)
    day = _day(found[0]) if found else None
    if found is None or day is None:
        return None
    clock = _CLOCK.match(written, found.end()) or _clock_before(written[: found.start()])
    if not clock:
        return _checked(day, 0)
    hour, minute = int(clock[1]), int(clock[2])
    half = (clock[3] or "").lower()[:1]
    hour = hour % 12 + 12 * (half == "p") if half else hour
    offset = _offset(clock[4])
    if hour > 23 or minute > 59 or offset is None:
        return _checked(day, 0)
    when = day + timedelta(hours=hour, minutes=minute) - timedelta(minutes=offset[0])
    return _checked(when, 1 + offset[1])


def _offset(zone: str | None) -> tuple[int, bool] | None:
    """Minutes east of Greenwich and whether they are stated; None for a zone of several."""
    name = (zone or "").lower()
    if found := re.fullmatch(r"(?:utc|gmt)?([+-])(\d\d?):?(\d\d)?", name):
        minutes = 60 * int(found[2]) + int(found[3] or 0)
        return (-minutes if found[1] == "-" else minutes), True
    if name in ("z", "ut", "utc", "gmt"):
        return 0, True
    if name in _ZONES:
        minutes_east = _ZONES[name]
        return None if minutes_east is None else (minutes_east, True)
    if re.fullmatch(r"[ecmp][sd]t", name):
        hours = {"e": 5, "c": 6, "m": 7, "p": 8}[name[0]] - (name[1] == "d")
        return -60 * hours, True
    return 0, False


def _day(written: str) -> datetime | None:
    """The day at 00:00 UTC; None for all-number dates that read either way."""
    numbers = [int(n) for n in re.findall(r"\d+", written)]
    if len(numbers) == 3:
        year, month, day = numbers if numbers[0] > 31 else (numbers[2], numbers[1], numbers[0])
        if "/" in written and numbers[0] <= 12 and numbers[1] <= 12 and numbers[0] != numbers[1]:
            return None
        if month > 12 >= day:
            month, day = day, month
    else:
        word = re.search(r"(?:\d|^)\W*(?:st|nd|rd|th|er|º)?\W*(?:de\s+)?([^\W\d_]{3,})", written)
        known = _month(word[1]) if word and len(numbers) == 2 else None
        if known is None:
            return None
        day, month, year = numbers[0], known, numbers[1]
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


_MONTHS = (
    ("jan", "ene", "gen", "янв", "січ", "oca", "sty"),
    ("feb", "fév", "fev", "фев", "лют", "şub", "lut"),
    ("mar", "mär", "maa", "мар", "бер", "mrt"),
    ("apr", "avr", "abr", "апр", "кві", "nis", "kwi"),
    ("may", "mai", "mag", "мая", "май", "тра", "maj", "mei"),
    ("jun", "jui", "giu", "июн", "чер", "haz", "cze"),
    ("jul", "lug", "июл", "лип", "tem", "lip"),
    ("aug", "aoû", "aou", "ago", "авг", "сер", "ağu", "sie"),
    ("sep", "set", "сен", "вер", "eyl", "wrz"),
    ("oct", "okt", "ott", "out", "окт", "жов", "eki", "paź"),
    ("nov", "ноя", "лис", "kas", "lis"),
    ("dec", "dez", "déc", "dic", "дек", "гру", "ara", "gru"),
)
"""The first letters of the months in English, German, French, Spanish, Italian, Portuguese,
Russian, Ukrainian, Turkish, Polish, Dutch and Swedish."""


def _month(word: str) -> int | None:
    folded = word.lower()
    if folded.startswith("juil"):
        return 7
    for number, beginnings in enumerate(_MONTHS, 1):
        if folded.startswith(beginnings):
            return number
    return None


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where dates stand in a line, each with the clock behind it, or else before it."""
    done = 0
    for found in WRITTEN.finditer(text):
        start, end = found.span()
        if clock := _CLOCK.match(text, end):
            end = clock.end()
        elif before := _clock_before(text[done:start]):
            start = done + before.start()
        yield start, end
        done = end


def _clock_before(text: str) -> re.Match[str] | None:
    begin = max(0, len(text) - 40)
    return _CLOCK_BEFORE.search(text, begin)
