"""When a page says that it was published and updated, and where it says so.

In this order: its metadata and JSON-LD, times marked in the article, a line such as "Published
5 June 2025, 14:30 EEST", and last a day in its address. Dates in the story itself, of copyright
and of other articles are never asked.

Where metadata and JSON-LD differ, the one that is more exact counts if they are a day apart or
less (a time zone lost on the way is the usual cause), and otherwise the earlier: an edit moves a
date of publication on in one of two places, and nothing moves it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from retrieval.articles import parse_when
from retrieval.sources.linked_data import Facts
from retrieval.sources.page_tree import Element, names_of

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time",
    "datepublished", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued",
    "dcterms.date", "dc.date", "dcterms.created", "dc.date.created", "dc.created", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "publication-date",
    "published", "date.release", "date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "rbpubdate", "ptime", "originalpublicationdate", "article.published", "timestamp",
    "article_date_original", "displaydate", "created",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "article:modified",
    "datemodified", "dcterms.modified", "dc.date.modified", "lastmod", "last-modified",
    "last_modified", "modified", "updated_time", "utime", "article.updated", "revision_date",
)  # fmt: skip
_EDITED = re.compile(
    r"updat|modif|edited|aktualisi|mis à jour|actualiz|aggiorn|обновл|оновл|güncel|zaktuali"
    r"|bijgewerkt|更新|수정",
    re.I,
)
_LABEL = re.compile(
    r"(?:first\s+)?(?:published|posted|publication date|date|ver[öo]ffentlicht|erschienen"
    r"|publi[ée] le|publicado|pubblicato|опубликовано|дата публикации|опубліковано"
    r"|yay[ıi]nlan?ma(?: tarihi)?|opublikowano|gepubliceerd|publicerad|公開|掲載|发布时间"
    r"|入力|입력|نشر في)\b",
    re.I,
)
_PLACE = re.compile(
    r"(?:^|[\s_-])(?:date|dates|dateline|published|pub-?date|posted|time-?stamp|entry-meta"
    r"|post-meta|article-meta|byline|meta|submitted)(?:$|[\s_-])",
    re.I,
)
_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
    r"|[/-]((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
)
_ZONES = {
    "wet": 0, "west": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180, "trt": 180,
    "мск": 180, "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "hkt": 480, "sgt": 480,
    "nzst": 720, "nzdt": 780, "mez": 60, "mesz": 120, "et": None, "ist": None, "bst": None,
}  # fmt: skip
"""Minutes east of Greenwich of names that stand for one zone; None: several, so unknown."""

Origin = Literal["page metadata", "JSON-LD", "text", "address"]


@dataclass(frozen=True, slots=True)
class PageDates:
    """What was found; ``basis`` as in :class:`retrieval.records.Article`."""

    published: datetime | None = None
    dated_by: Origin | None = None
    basis: Literal["stated", "inferred", "unknown"] = "unknown"
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    when: datetime
    exactness: int
    """0: a day; 1: a time without its zone; 2: a moment."""
    origin: Origin


def page_dates(
    root: Element, facts: Facts, *, address: str | None, now: datetime | None
) -> PageDates:
    """The dates of the page at ``address``. ``root`` still holds its metadata.

    What lies more than a day after ``now``, or before 1990, is passed over for the next.
    """
    limit = now + timedelta(days=1) if now else None
    metas = _metas(root)

    def read(values: Iterator[str | None], origin: Origin) -> _Found | None:
        for value in values:
            if (found := _read(value, origin)) and (limit is None or found.when <= limit):
                return found
        return None

    stated = read((metas.get(name) for name in _PUBLISHED), "page metadata")
    linked = read(iter((facts.published,)), "JSON-LD")
    marked, edited = _marked(root)
    shown, shown_edited = _shown(root)
    published = (
        _settled(stated, linked) or read(iter(marked), "page metadata") or read(iter(shown), "text")
    )
    updated = (
        read((metas.get(name) for name in _UPDATED), "page metadata")
        or read(iter((facts.updated,)), "JSON-LD")
        or read(iter(edited), "page metadata")
        or read(iter(shown_edited), "text")
    )
    basis: Literal["stated", "inferred"] = "stated"
    if published is None:
        published = read(iter((_in_address(address),)), "address")
        basis = "inferred"
    later = updated and (published is None or updated.when >= published.when)
    moment = updated.when if updated and later else None
    if published is None:
        return PageDates(updated=moment)
    return PageDates(published.when, published.origin, basis, moment)


def is_date_line(text: str) -> bool:
    """Whether a line does nothing but say when the page was published or updated."""
    line = " ".join(text[:200].split())
    if _ALONE.fullmatch(line):
        return True
    if len(line) > 110 or not (
        _LABEL.match(line) or _EDITED.match(line.lower().removeprefix("last "))
    ):
        return False
    return bool(_WRITTEN.search(line))


def _settled(stated: _Found | None, linked: _Found | None) -> _Found | None:
    if stated is None or linked is None:
        return stated or linked
    if abs(stated.when - linked.when) <= timedelta(days=1) and stated.exactness != linked.exactness:
        return max(stated, linked, key=lambda found: found.exactness)
    return min(stated, linked, key=lambda found: found.when)


def _metas(root: Element) -> dict[str, str]:
    """The contents of meta elements by their folded names, the first of each name."""
    found: dict[str, str] = {}
    scope = _own_scope(root)
    for meta in root.iter("meta"):
        content = (meta.get("content") or "").strip()
        if not content or _is_of_others(meta) or not _is_in_scope(meta, scope):
            continue
        for key in ("property", "name", "itemprop"):
            if name := (meta.get(key) or "").strip().lower():
                found.setdefault(name, content)
    return found


def _own_scope(root: Element) -> Element | None:
    """The element whose microdata describes the page's own article: the first of that type."""
    for element in root.iter():
        kind = element.get("itemtype") or "" if isinstance(element.tag, str) else ""
        if re.search(r"(?:Article|Posting|Report)$", kind) and not _is_of_others(element):
            return element
    return None


def _is_in_scope(element: Element, scope: Element | None) -> bool:
    """Whether microdata on ``element`` would speak of the page's article."""
    for place in element.iterancestors():
        if place.get("itemscope") is not None:
            return scope is None or place is scope or place.tag in ("html", "body")
    return True


# Times in the page itself -------------------------------------------------------------------------


def _own(root: Element) -> Iterator[Element]:
    """The elements that may carry the article's own dates: none of a teaser, comment or post."""
    for element in root.iter():
        if isinstance(element.tag, str) and not _is_of_others(element):
            yield element


_OTHERS = re.compile(
    r"(?:^|[\s_-])(?:related|teasers?|cards?|promo|comments?|sidebar|widget|most-read|latest"
    r"|recommended|trending|more|events?|live-?(?:blog-?)?posts?|copyright)(?:$|[\s_-])",
    re.I,
)


def _is_of_others(element: Element) -> bool:
    for place in (element, *element.iterancestors()):
        if place.tag in ("body", "html"):
            return False
        if place.tag in ("aside", "nav") or _OTHERS.search(names_of(place)):
            return True
    return False


def _marked(root: Element) -> tuple[list[str], list[str]]:
    """The values of itemprop and time elements: of publication, of updates."""
    published: list[tuple[int, str]] = []
    edited: list[str] = []
    words = 0
    scope = _own_scope(root)
    for element in _own(root):
        if element.tag == "p":
            words += len("".join(element.itertext()).split())
        property = (element.get("itemprop") or "").lower()
        if element.tag == "meta":
            continue
        if element.tag == "abbr" and re.search(r"\b(?:dt-)?published\b", names_of(element)):
            property = "datepublished"
        if element.tag != "time" and not property.startswith("date"):
            continue
        if property and not _is_in_scope(element, scope):
            continue
        value = element.get("datetime") or element.get("content") or element.get("title") or ""
        value = value or " ".join("".join(element.itertext()).split())[:100]
        parent = element.getparent()
        around = f"{names_of(element)} {_before(element)}"
        if property == "datemodified" or (property == "" and _EDITED.search(around)):
            edited.append(value)
        elif property == "datepublished" or element.get("pubdate") is not None:
            published.append((0, value))
        elif property == "" and words < 60 and parent is not None:
            published.append((1 if _LABEL.search(around) else 2, value))
    return [value for _, value in sorted(published, key=lambda each: each[0])], edited


def _before(element: Element) -> str:
    """The words right before an element, within its parent."""
    parent, previous = element.getparent(), element.getprevious()
    if previous is not None:
        tail = previous.tail or ""
        return (tail if tail.strip() else "".join(previous.itertext()))[-40:]
    return ((parent.text or "") if parent is not None else "")[-40:]


def _shown(root: Element) -> tuple[list[str], list[str]]:
    """Dates written out in the page's lines of dates: of publication, of updates."""
    published: list[str] = []
    edited: list[str] = []
    words = 0
    for element in _own(root):
        if element.tag in ("script", "style", "title", "head", "meta") or len(element) > 12:
            continue
        text = " ".join(" ".join(element.itertext()).split()) if _is_short(element) else ""
        words += len((element.text or "").split()) + len((element.tail or "").split())
        if not text or len(text) > 160:
            continue
        label = _LABEL.match(text) or _EDITED.match(
            text.removeprefix("Last ").removeprefix("last ")
        )
        alone = words < _TOP and bool(_ALONE.fullmatch(text))
        if not label and not alone and not _PLACE.search(names_of(element)):
            continue
        for start, end in _pieces(text):
            piece = text[start:end]
            (edited if _EDITED.search(text[max(0, start - 25) : start]) else published).append(
                piece
            )
    return published, edited


def _is_short(element: Element) -> bool:
    return sum(len(piece) for piece, _ in zip(element.itertext(), range(40), strict=False)) <= 400


_MONTH_WORD = r"[^\W\d_]{3,12}\.?"
_WRITTEN = re.compile(
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


_TOP = 150
"""Words from the top of a page within which a date that stands alone is the page's own."""
_ALONE = re.compile(
    rf"(?:[^\W\d_]{{2,12}},?\s+)?(?:{_WRITTEN.pattern})(?:\W{{1,4}}\d{{1,2}}[:.]\d\d.{{0,8}})?"
    r"(?:,?\s+(?:by|von|par|por|di|door)\s.{2,60})?",
    re.I,
)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where dates stand in a line, each with the clock behind it."""
    for found in _WRITTEN.finditer(text):
        clock = _CLOCK.match(text, found.end())
        yield found.start(), clock.end() if clock else found.end()


def _in_address(address: str | None) -> str | None:
    found = _ADDRESS.search((address or "").split("?")[0].split("#")[0])
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    return f"{year}-{month:02}-{day:02}"


# Reading one date ---------------------------------------------------------------------------------


def _read(value: str | None, origin: Origin) -> _Found | None:
    written = re.sub(r"\s+", " ", value or "").strip()[:100]
    if not written:
        return None
    if re.fullmatch(r"\d{10}|\d{13}", written):
        seconds = int(written) / (1000 if len(written) == 13 else 1)
        return _checked(datetime.fromtimestamp(seconds, UTC), 2, origin)
    compact = re.fullmatch(r"(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)?Z?", written)
    if compact:
        written = "{}-{}-{}T{}:{}".format(*compact.groups()[:5])
    written = re.sub(r"([+-]\d\d)$", r"\1:00", written) if "T" in written else written
    try:
        when = parse_when(written)
    except ValueError:
        return _written_out(written, origin)
    if when is None:
        return None
    timed = ":" in written or len(re.sub(r"\D", "", written)) > 8
    zoned = bool(re.search(r"(?:[+-]\d\d:?\d\d|[a-z])\s*$", written, re.I))
    return _Found(when, 0 if not timed else 1 + zoned, origin)


def _checked(when: datetime, exactness: int, origin: Origin) -> _Found | None:
    try:
        known = parse_when(when)
    except ValueError:
        return None
    return _Found(known, exactness, origin) if known else None


def _written_out(written: str, origin: Origin) -> _Found | None:
    """A date in words of any language, with or without a clock and the name of a zone."""
    found = _WRITTEN.search(written)
    day = _day(found[0]) if found else None
    if found is None or day is None:
        return None
    clock = _CLOCK.match(written, found.end())
    if not clock:
        return _checked(day, 0, origin)
    hour, minute = int(clock[1]), int(clock[2])
    half = (clock[3] or "").lower()[:1]
    hour = hour % 12 + 12 * (half == "p") if half else hour
    offset = _offset(clock[4])
    if hour > 23 or minute > 59 or offset is None:
        return _checked(day, 0, origin)
    when = day + timedelta(hours=hour, minutes=minute) - timedelta(minutes=offset[0])
    return _checked(when, 1 + offset[1], origin)


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
