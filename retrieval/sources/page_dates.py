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
from datetime import datetime, timedelta
from typing import Literal

from retrieval.sources.linked_data import Facts
from retrieval.sources.page_tree import Element, names_of, words_in
from retrieval.sources.written_dates import WRITTEN, pieces, read_date

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
Origin = Literal["page metadata", "JSON-LD", "text", "address"]


@dataclass(frozen=True, slots=True)
class PageDates:
    """What was found; ``basis`` as in :class:`retrieval.records.Article`."""

    published: datetime | None = None
    dated_by: Origin | None = None
    basis: Literal["stated", "inferred", "unknown"] = "unknown"
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Stated:
    when: datetime
    exactness: int
    origin: Origin


def page_dates(
    root: Element,
    facts: Facts,
    state: Facts = Facts(),  # noqa: B008, frozen
    *,
    address: str | None,
    now: datetime | None,
) -> PageDates:
    """The dates of the page at ``address``. ``root`` still holds its metadata; ``facts`` are of
    JSON-LD, ``state`` of the data that the page is drawn from.

    What lies more than a day after ``now``, or before 1990, is passed over for the next.
    """
    limit = now + timedelta(days=1) if now else None
    metas = _metas(root)

    def read(values: Iterator[str | None], origin: Origin) -> _Stated | None:
        for value in values:
            if (found := read_date(value)) and (limit is None or found.when <= limit):
                return _Stated(found.when, found.exactness, origin)
        return None

    stated = read((metas.get(name) for name in _PUBLISHED), "page metadata")
    linked = read(iter((facts.published,)), "JSON-LD")
    own = _own(root)
    marked, edited = _marked(root, own)
    shown, shown_edited = _shown(own)
    published = (
        _settled(stated, linked)
        or read(iter((state.published, *marked)), "page metadata")
        or read(iter(shown), "text")
    )
    updated = (
        read((metas.get(name) for name in _UPDATED), "page metadata")
        or read(iter((facts.updated,)), "JSON-LD")
        or read(iter((state.updated, *edited)), "page metadata")
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
    return bool(WRITTEN.search(line))


def _settled(stated: _Stated | None, linked: _Stated | None) -> _Stated | None:
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


def _own(root: Element) -> list[Element]:
    """The elements that may carry the article's own dates, in order: none of a teaser, comment or
    post, and none in a link that leads on with many more words.
    """
    found: list[Element] = []
    pending: list[Element] = [root]
    while pending:
        element = pending.pop()
        if not isinstance(element.tag, str):
            continue
        if element.tag not in ("html", "body"):
            if element.tag in ("aside", "nav") or _OTHERS.search(names_of(element)):
                continue
            if element.tag == "a" and words_in(element) > _DATE_WORDS:
                continue
        found.append(element)
        pending += reversed(element)
    return found


_DATE_WORDS = 9
"""The most words in a link that is but a date, as blogs link theirs to the page itself."""
_OTHERS = re.compile(
    r"(?:^|[\s_-])(?:related|teasers?|cards?|promo|comments?|sidebar|widget|most-read|latest"
    r"|recommended|trending|more|events?|live-?(?:blog-?)?posts?|copyright|today|current-?date"
    r"|weather)(?:$|[\s_-])",
    re.I,
)


def _is_of_others(element: Element) -> bool:
    for place in (element, *element.iterancestors()):
        if place.tag in ("body", "html"):
            return False
        if place.tag in ("aside", "nav") or _OTHERS.search(names_of(place)):
            return True
    return False


def _marked(root: Element, own: list[Element]) -> tuple[list[str], list[str]]:
    """The values of itemprop and time elements: of publication, of updates."""
    published: list[tuple[int, str]] = []
    edited: list[str] = []
    words = 0
    scope = _own_scope(root)
    for element in own:
        if element.tag == "p":
            words += words_in(element)
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
        elif property == "" and words < _STORY and parent is not None:
            published.append((1 if _LABEL.search(around) else 2, value))
    return [value for _, value in sorted(published, key=lambda each: each[0])], edited


def _before(element: Element) -> str:
    """The words right before an element, within its parent."""
    parent, previous = element.getparent(), element.getprevious()
    if previous is not None:
        tail = previous.tail or ""
        return (tail if tail.strip() else "".join(previous.itertext()))[-40:]
    return ((parent.text or "") if parent is not None else "")[-40:]


def _shown(own: list[Element]) -> tuple[list[str], list[str]]:
    """Dates written out in the page's lines of dates: of publication, of updates.

    First those that say what they are, then those right below a heading, those further down that
    say so, and those above it. A date far below that only its place marks counts if it is the only
    such and no link is beside it: several are of other articles, or of events.
    """
    published: list[tuple[int, str]] = []
    edited: list[str] = []
    below: dict[str, Element] = {}
    words, story, headed = 0, 0, False
    for element in own:
        if element.tag in ("script", "style", "title", "head", "meta"):
            continue
        if element.tag == "h1":
            words, story, headed = 0, 0, True
        text = " ".join(" ".join(element.itertext()).split()) if _is_short(element) else ""
        story += words_in(element) if element.tag == "p" else 0
        words += len((element.text or "").split()) + len((element.tail or "").split())
        if not text or len(text) > 160 or len(element) > 12:
            continue
        label = _LABEL.match(text) or _EDITED.match(
            text.removeprefix("Last ").removeprefix("last ")
        )
        top = words < _TOP and story < _STORY
        if not (label or (top and _ALONE.fullmatch(text)) or _PLACE.search(names_of(element))):
            continue
        rank = (0 if label else 1 if headed else 3) if top else 2
        for start, end in pieces(text):
            if _EDITED.search(text[max(0, start - 25) : start]):
                edited.append(text[start:end])
            elif top or label:
                published.append((rank, text[start:end]))
            else:
                below[text[start:end]] = element
    if len(below) == 1 and not any(map(_has_link_beside, below.values())):
        published += [(2, date) for date in below]
    return [piece for _, piece in sorted(published, key=lambda each: each[0])], edited


def _has_link_beside(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag != "body" and next(parent.iter("a"), None) is not None


def _is_short(element: Element) -> bool:
    return sum(len(piece) for piece, _ in zip(element.itertext(), range(40), strict=False)) <= 400


_TOP = 150
"""Words from the top of a page within which a date that stands alone is the page's own."""
_STORY = 60
"""Words in paragraphs after which a date is no longer above the article."""
_ALONE = re.compile(
    rf"(?:[^\W\d_]{{2,12}},?\s+)?(?:{WRITTEN.pattern})(?:\W{{1,4}}\d{{1,2}}[:.]\d\d.{{0,8}})?"
    r"(?:,?\s+(?:by|von|par|por|di|door)\s.{2,60})?",
    re.I,
)


def _in_address(address: str | None) -> str | None:
    found = _ADDRESS.search((address or "").split("?")[0].split("#")[0])
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    return f"{year}-{month:02}-{day:02}"
