"""What a saved HTML page holds: its main text, and what it states about itself.

trafilatura finds the text; it and lxml are imported when the first page is met.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from retrieval.articles import EARLIEST_YEAR, LATEST_YEAR, parse_when
from retrieval.sources.decoding import decode

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_LINKED_DATE = '"{}"\\s*:\\s*"([^"]{{1,60}})"'

_DATES = {
    # Dates are taken as stated, never hunted for: an open search reads "© 2019" as a date.
    "original_date": True,
    "extensive_search": False,
    "min_date": f"{EARLIEST_YEAR}-01-01",
    "max_date": f"{LATEST_YEAR}-12-31",
}


def read_page(data: bytes) -> dict[str, object]:
    """The fields that a page states (None where it doesn't) and its main text under "text".

    Raises ValueError, with a message to show, when the bytes can't be decoded or no article text
    is found on the page.
    """
    markup = decode(data, _declared_charset(data))
    try:
        fields = _extracted(markup)
    except Exception as error:  # one hostile page must not end the reading of a whole folder
        raise ValueError(f"the page can't be taken apart ({type(error).__name__})") from error
    if not fields.get("text"):
        raise ValueError("no article text was found on the page")
    return fields


def _extracted(markup: str) -> dict[str, object]:
    from trafilatura import bare_extraction, load_html

    tree = load_html(_whole_page(markup))
    if tree is None:
        return {}
    published = _dates(tree, "article:published_time", "datePublished")
    updated = _dates(tree, "article:modified_time", "dateModified")
    page: Any = bare_extraction(
        tree, with_metadata=True, include_comments=False, date_extraction_params=_DATES
    )
    if page is None:
        return {}
    return {
        "text": page.text,
        "title": page.title,
        # Where a page names no site, trafilatura gives its host, which the page doesn't state.
        "outlet": page.sitename if page.sitename != page.hostname else None,
        "url": page.url,
        "published": _first_readable([*published, page.date]),
        "updated": _first_readable(updated),
        "language": tree.get("lang"),
    }


def _declared_charset(data: bytes) -> str | None:
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii", "ignore") if found else None


def _whole_page(markup: str) -> str:
    """trafilatura refuses fragments, which people do save as pages."""
    return markup if "<html" in markup.lower() else f"<html><body>{markup}</body></html>"


def _dates(tree: Any, property: str, name: str) -> list[str]:
    """The dates with their times, which trafilatura drops: meta elements first, then JSON-LD."""
    found = tree.xpath("//meta[@property=$p or @itemprop=$n]/@content", p=property, n=name)
    linked = "\n".join(tree.xpath('//script[@type="application/ld+json"]/text()'))
    return [str(value) for value in found] + re.findall(_LINKED_DATE.format(name), linked)


def _first_readable(dates: Iterable[str | None]) -> str | None:
    """The first date that can be read; else the first, for the complaint about it."""
    given = [date for date in dates if date]
    for date in given:
        try:
            parse_when(date)
        except ValueError:
            continue
        return date
    return given[0] if given else None
