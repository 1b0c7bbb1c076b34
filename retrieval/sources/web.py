"""Articles of feeds, sitemaps and single pages, read from the archive of what was fetched.

What a listing says about an article and what its page says are kept apart in the archive and joined
here, so that a better rule needs no new visit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from retrieval.articles import EARLIEST_YEAR, clean_line
from retrieval.records import Article, Gone, Problem
from retrieval.sources.html import text_of
from retrieval.sources.intake import Intake
from retrieval.web.archive import Archive, Kept
from retrieval.web.listings import in_utc
from retrieval.web.records import Item, PageText

SLACK = timedelta(days=1)
"""By so much clocks and zones may differ: a date later than that after an item was first seen is
wrong, and two dates of one item that are further apart contradict each other."""

FULL, SUMMARY = "full text from the feed", "summary from the feed"
"""What a citation adds where the page could not be had."""

_CUT = re.compile(r"(?:…|\.\.\.|&hellip;|&#8230;)[\])]?\s*(?:<[^<>]*>\s*)*\Z")


@dataclass(frozen=True, slots=True)
class WebSource:
    """The articles that visits to the source ``name`` have brought into ``archive``."""

    name: str
    kind: str
    archive: Path

    def read(self) -> Iterator[Article | Problem | Gone]:
        """Articles and problems, one at a time, then what is gone for good.

        Raises ArchiveError.
        """
        intake = Intake(self.name)
        with Archive(self.archive) as archive:
            # An address that was taken out of the configuration takes its article along.
            for key in archive.keys(self.name, listed_only=self.kind == "pages"):
                kept = archive.kept(self.name, key)
                if kept is not None:
                    yield from _taken(kept, intake)
            if self.kind == "pages":
                yield from map(Gone, archive.unlisted(self.name))
            yield from map(Gone, archive.gone())


def _taken(kept: Kept, intake: Intake) -> Iterator[Article | Problem]:
    text, attribution = _text(kept)
    if not text:
        return  # the visit has said so
    page = kept.page if attribution is None else None
    published, dated_by, complaint = _published(kept.item, kept.page, kept.seen)
    basis = kept.page.published_basis if kept.page and dated_by == kept.page.dated_by else "stated"
    where = clean_line(kept.address or kept.id, 200)
    raw = {
        "id": kept.id,
        "text": text,
        "url": kept.address,
        "title": (page.title if page else None) or text_of(kept.item.title or ""),
        "outlet": text_of(kept.item.outlet or "") or (kept.page.outlet if kept.page else None),
        "published": published if basis == "stated" else None,
        "updated": _updated(kept, published),
        "language": (page.language if page else None) or kept.item.language,
        "attribution": attribution,
    }
    if complaint:
        yield Problem(where, complaint)
    for taken in intake.take(where, raw, published if basis == "inferred" else None):
        yield replace(taken, dated_by=dated_by) if isinstance(taken, Article) else taken


def _text(kept: Kept) -> tuple[str, str | None]:
    """The longer of the page's text and the feed's own, and what to add to its citation.

    A page that holds less than its feed is a teaser, a wall or a failed extraction.
    """
    body = kept.item.body or ""
    own = text_of(body) if body else ""
    if kept.page and len(kept.page.text) >= len(own) * (0.9 if kept.item.body_is_full else 1):
        return kept.page.text, None
    # A body that breaks off is no full text, whatever element it stands in.
    return own, FULL if kept.item.body_is_full and not _CUT.search(body[-200:]) else SUMMARY


def _published(
    item: Item, page: PageText | None, seen: datetime
) -> tuple[datetime | None, str | None, str | None]:
    """When it was published, what says so, and a complaint where no date can be trusted.

    A page's stated date, unless it is a day without a time that its feed gives to the minute, or
    contradicts the feed's: then the earlier. Publication is the earliest of what is said about it
    (feeds date what they list again, pages what was edited), and old news that passes for new does
    more harm than the reverse. A date inferred from text or address counts only without any other.
    """
    latest = seen + SLACK
    fed = in_utc(item.published)
    told = page.published if page else None
    by: str | None = "feed"
    trusted = [d if d and d.year >= EARLIEST_YEAR and d <= latest else None for d in (fed, told)]
    if page is None or trusted[1] is None:
        chosen = trusted[0]
    elif trusted[0] is None:
        chosen, by = trusted[1], page.dated_by
    else:
        chosen, by = _preferred(trusted[0], trusted[1], page)
    if chosen is not None:
        return chosen, by, None
    if item.published and fed is None:
        shown = clean_line(item.published, 40)
        return None, None, f'its date "{shown}" can\'t be read; it goes in without one'
    wrong = told or fed
    if wrong is None:
        return None, None, None
    return None, None, f"its date {wrong:%Y-%m-%d} is in the future or too old; left out"


def _preferred(fed: datetime, told: datetime, page: PageText) -> tuple[datetime, str | None]:
    if page.published_basis != "stated":
        return fed, "feed"
    if abs(told - fed) > SLACK:
        return min((fed, "feed"), (told, page.dated_by), key=lambda choice: choice[0])
    midnight = told.hour == told.minute == told.second == 0
    return (fed, "feed") if midnight else (told, page.dated_by)


def _updated(kept: Kept, published: datetime | None) -> datetime | None:
    """The latest time of updating that is said, where it comes after publication."""
    said = [in_utc(kept.item.updated), kept.page.updated if kept.page else None]
    latest = (kept.checked or kept.seen) + SLACK
    trusted = [d for d in said if d and d <= latest and (published is None or d > published)]
    return max(trusted, default=None)
