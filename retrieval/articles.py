"""From the raw fields a source read to an :class:`Article`: pure functions, no files, no network.

The text of an article is never altered, so that offsets into it fit what the source gave. What is
only shown (title, outlet, language, attribution) is made one clean line. Dates become aware UTC.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Literal
from urllib.parse import urlsplit

from retrieval.records import Article

EARLIEST_YEAR = 1990
LATEST_YEAR = 2100
"""A date outside these years is a mistake of the source, not a date of news coverage."""

TITLE_LIMIT = 300
"""Longest title in characters; outlet, language and attribution share the limit."""

DERIVED_TITLE_LIMIT = 90
"""Longest title in characters where it has to be cut from the article's first sentence."""

FIELDS = ("id", "url", "title", "outlet", "published", "updated", "language", "attribution")
"""What a source may say about an article besides its text; everything else is ignored."""


# Articles -----------------------------------------------------------------------------------------


def make_article(
    *,
    id: str,
    text: str,
    source: str,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    published: datetime | None = None,
    published_basis: Literal["stated", "inferred"] = "stated",
    updated: datetime | None = None,
    language: str | None = None,
    attribution: str | None = None,
) -> Article:
    """The article with its defaults filled in: outlet from the source, title from the text.

    ``published`` and ``updated`` are aware (see :func:`parse_when`); without ``published`` the
    basis is "unknown". A ``url`` that is not http or https is dropped. Lone surrogates become
    U+FFFD in what is only shown, but are refused in ``id`` and ``text``: these are looked up and
    quoted by offset, and no UTF-8 store could give them back as they were.

    Raises ValueError, with a message to show, for an id that is empty or holds control
    characters, and for a text that is empty, has no letters, or can't be stored exactly.
    """
    _check_id(id)
    _check_text(text)
    return Article(
        id=id,
        text=text,
        title=clean_line(title or "") or title_from(text) or id,
        outlet=clean_line(outlet or "") or source,
        source=source,
        url=_web_address(url),
        published=published,
        published_basis=published_basis if published else "unknown",
        updated=updated,
        language=clean_line(language or "") or None,
        attribution=clean_line(attribution or "") or None,
    )


def read_article(
    raw: Mapping[str, object], *, source: str, inferred: datetime | None = None
) -> tuple[Article, tuple[str, ...]]:
    """The article that a mapping of ``FIELDS`` and "text" describes, and complaints about it.

    None and "" mean that a field is absent. ``inferred`` is the date to assume where none is
    stated. A date that can't be read is a complaint, and the article goes in without it: what it
    reports stays findable, and nothing passes for new on the strength of a guess.

    Raises ValueError, with a message to show, for a wrong type or for what
    :func:`make_article` refuses.
    """
    complaints: list[str] = []

    def when(name: str) -> datetime | None:
        try:
            return parse_when(raw.get(name))
        except ValueError as error:
            complaints.append(f'"{name}" is left out: {error}')
            return None

    published = when("published")
    assumed = inferred if published is None and not complaints else None
    article = make_article(
        id=_identifier(raw.get("id")),
        text=_string(raw, "text") or "",
        source=source,
        title=_string(raw, "title"),
        outlet=_string(raw, "outlet"),
        url=_string(raw, "url"),
        published=published or assumed,
        published_basis="inferred" if assumed else "stated",
        updated=when("updated"),
        language=_string(raw, "language"),
        attribution=_string(raw, "attribution"),
    )
    return article, tuple(complaints)


def _identifier(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None:
        raise ValueError('"id" is missing')
    if not isinstance(value, str):
        raise ValueError('"id" must be text or a whole number')
    return value


def _string(raw: Mapping[str, object], name: str) -> str | None:
    value = raw.get(name)
    if value is None or isinstance(value, str):
        return value
    raise ValueError(f'"{name}" must be text, not {_a_kind_of(value)}')


def _a_kind_of(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return "a list" if isinstance(value, list) else "an object"


def _check_id(id: str) -> None:
    if not id.strip():
        raise ValueError('"id" is empty')
    if _CONTROLS.search(id) or _SURROGATES.search(id):
        raise ValueError('"id" holds control characters or is not valid Unicode')


def _check_text(text: str) -> None:
    if not text.strip():
        raise ValueError("the text is empty")
    broken = _SURROGATES.search(text)
    if broken:
        raise ValueError(f"the text is not valid Unicode at character {broken.start()}")
    if "\0" in text:
        raise ValueError(f"the text holds a NUL character at {text.index(chr(0))}")
    if not has_letters(text):
        raise ValueError("the text has no letters")


def _web_address(url: str | None) -> str | None:
    address = (url or "").strip()
    if _CONTROLS.search(address) or _SURROGATES.search(address) or re.search(r"\s", address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None


# Lines and titles ---------------------------------------------------------------------------------

_CONTROLS = re.compile("[\u0000-\u001f\u007f-\u009f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Soft hyphens, zero-width marks and direction controls: at best noise, at worst a disguise.
The zero-width joiners stay, as Persian, Hindi and emoji are written with them."""

_OPENING = 4000
_HEADING = re.compile(r"#{1,6} (.*?)(?: #+)?$")
_SENTENCE_END = re.compile(
    # Four letters or a digit before the stop, so that "U.S." and "Gen." end nothing.
    r"(?:[^\W_]{4}|\d|[)”\"’»])[.!?…]+[”\"’»)]*(?=\s+[^\Wa-z])|[。！？]"
)
_NOT_A_HEADLINE = (".", "!", "?", "…", ":", ";", ",", "。", "！", "？")
_HEADLINE_LIMIT = 120
_CLAUSE = re.compile(
    r"[,;:](?=\s)|\s[–—](?=\s)|\s(?:that|which|who|while|but|after|before|because|when|where"
    r"|although|following)(?=\s)"
)
"""Where a clause ends, before the sign or word that begins the next one."""


def has_letters(text: str) -> bool:
    """Whether there is a letter of any script in it."""
    return any(map(str.isalpha, text))


def clean_line(value: str, limit: int = TITLE_LIMIT) -> str:
    """One line fit to be shown: no control characters, single spaces, at most ``limit`` long."""
    line = _CONTROLS.sub(" ", value.strip()[: 8 * limit])
    line = _SURROGATES.sub("\ufffd", _UNSEEN.sub("", line))
    return shorten(" ".join(line.split()), limit)


def shorten(line: str, limit: int) -> str:
    """The line, or its beginning up to a word border and "…", at most ``limit`` characters."""
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    if line[limit - 1] != " " and " " in head[limit // 2 :]:
        head = head[: head.rindex(" ")]
    return head.rstrip(" ,;:–—-") + "…"


def title_from(text: str) -> str:
    """A title for a text that came without one; "" where its opening has no letters.

    A Markdown heading on the first line; else a first line that reads like a headline (short, no
    closing punctuation, more text below it that does not carry it on in lower case); else the
    first sentence, cut at a clause or word border to ``DERIVED_TITLE_LIMIT`` characters.
    """
    lines = [clean_line(line, _OPENING) for line in text.lstrip()[:_OPENING].splitlines()]
    while lines and not has_letters(lines[0]):
        lines.pop(0)
    if not lines:
        return ""
    first = lines[0]
    if heading := _HEADING.match(first):
        return shorten(heading[1], TITLE_LIMIT)
    below = [line for line in lines[1:] if line]
    carried_on = len(lines) > 1 and lines[1][:1].islower()
    set_apart = len(first) <= _HEADLINE_LIMIT and not first.endswith(_NOT_A_HEADLINE)
    if below and set_apart and not carried_on:
        return first
    paragraph = " ".join(lines[: lines.index("")] if "" in lines else lines)
    end = _SENTENCE_END.search(paragraph)
    return _shorten_at_clause(paragraph[: end.end()] if end else paragraph, DERIVED_TITLE_LIMIT)


def _shorten_at_clause(line: str, limit: int) -> str:
    """As :func:`shorten`, but ending with the last clause that fits, if it isn't too short."""
    if len(line) > limit:
        borders = [m.start() for m in _CLAUSE.finditer(line[:limit]) if m.start() >= limit // 2]
        if borders:
            return line[: borders[-1]].rstrip() + "…"
    return shorten(line, limit)


# Dates --------------------------------------------------------------------------------------------

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_CLOCK = (
    r"(?:,?\s+(?:at\s+)?(?P<clock>\d{1,2}:\d\d(?::\d\d)?)(?:\s*(?P<zone>[a-z]+|[+-]\d\d:?\d\d))?)?"
)
_WRITTEN_OUT = tuple(
    re.compile(rf"{_WEEKDAY}{day_and_month}\s+(?P<year>\d{{4}}){_CLOCK}", re.I | re.A)
    for day_and_month in (
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?",
    )
)
_ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d|\d{8})"
    r"(?:[T ]\s*(?P<clock>[\d:.,]+)\s*(?P<zone>[a-z]+|[+-]\d\d(?::?\d\d)?)?)?",
    re.I | re.A,
)
_ZONES = {"z": "+00:00", "ut": "+00:00", "utc": "+00:00", "gmt": "+00:00"} | {
    f"{letter}{kind}": f"-{hours:02}:00"
    for letter, standard in (("e", 5), ("c", 6), ("m", 7), ("p", 8))
    for kind, hours in (("st", standard), ("dt", standard - 1))
}
"""The zone names of RFC 2822, section 4.3; any other name stands for several zones."""

_NAME_DATE = re.compile(r"(\d{4})([-_.]?)(\d\d)\2(\d\d)(?![0-9A-Za-z])", re.A)


def parse_when(value: object) -> datetime | None:
    """A source's date as an aware datetime in UTC; None for None and for blank strings.

    Takes datetimes and dates, and as strings ISO 8601 ("2025-06-02", "2025-06-02T10:00+03:00",
    "20250602"), RFC 2822 ("Mon, 02 Jun 2025 10:00:00 +0300") and dates whose month is written out
    ("2 June 2025", "June 2, 2025"). A date alone is 00:00 UTC, and a time without a zone is UTC.

    Raises ValueError for anything else: all-number dates such as 06/02/2025, which read either
    way; zone names that stand for several zones; and years before 1990 or after 2100. Callers
    report it and take the article as undated, since a wrong date would do more harm than none.
    """
    if isinstance(value, datetime):
        return _in_utc(value)
    if isinstance(value, date):
        return _in_utc(datetime(value.year, value.month, value.day, tzinfo=UTC))
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(f"{_a_kind_of(value)} is not a date; write YYYY-MM-DD")
    written = value.strip()
    if not written:
        return None
    try:
        return _in_utc(datetime.fromisoformat(_as_iso(written)))
    except ValueError:
        shown = clean_line(written, 40)
        raise ValueError(
            f'"{shown}" is not a date from {EARLIEST_YEAR} to {LATEST_YEAR}; write YYYY-MM-DD'
        ) from None


def date_in_name(name: str) -> datetime | None:
    """The date that a file name begins with, at 00:00 UTC: 2025-05-29-x, 2025_05_29 x, 20250529."""
    found = _NAME_DATE.match(name)
    if not found:
        return None
    try:
        return parse_when(f"{found[1]}-{found[3]}-{found[4]}")
    except ValueError:
        return None


def _as_iso(written: str) -> str:
    """The same moment in ISO 8601; raises ValueError where the wording is not known."""
    if found := _ISO.fullmatch(written):
        day = found["day"]
    else:
        found = next(filter(None, (shape.fullmatch(written) for shape in _WRITTEN_OUT)), None)
        if found is None:
            raise ValueError(written)
        month = _MONTHS.index(found["month"][:3].lower()) + 1
        day = f"{found['year']}-{month:02}-{int(found['day']):02}"
    if not found["clock"]:
        return day
    hour, *rest = found["clock"].replace(",", ".").split(":")
    return f"{day}T{':'.join([hour.zfill(2), *rest])}{_offset(found['zone'])}"


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    if not zone.isalpha():
        return zone
    if zone.lower() not in _ZONES:
        raise ValueError(zone)
    return _ZONES[zone.lower()]


def _in_utc(moment: datetime) -> datetime:
    try:
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:
        raise ValueError("the date is out of range") from None
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise ValueError(f"the year {moment.year} is not from {EARLIEST_YEAR} to {LATEST_YEAR}")
    return moment
