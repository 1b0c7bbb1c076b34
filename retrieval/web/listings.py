"""From a listing's bytes to items with keys: feeds and sitemaps alike."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from retrieval.articles import parse_when
from retrieval.web.addresses import normalised
from retrieval.web.feeds import read_feed
from retrieval.web.records import Fetched, Item, Listing
from retrieval.web.sitemaps import read_sitemap


def read_listing(kind: str, fetched: Fetched, *, max_bytes: int) -> tuple[Listing, str | None]:
    """What a listing of a source of ``kind`` holds, and what is wrong with it where something is.

    Raises ValueError, with a message to show, for what is no such listing.
    """
    if kind == "sitemap":
        return read_sitemap(fetched.body, address=fetched.final, max_bytes=max_bytes)
    return read_feed(
        fetched.body, address=fetched.final, media_type=fetched.media_type, charset=fetched.charset
    )


def keyed(
    source: str, listing: Listing, *, key_of: Callable[[str], str], limit: int
) -> tuple[dict[str, Item], int]:
    """Up to ``limit`` items, the newest first, by the key of their page; and how many were left
    out. An item without an address has its own id, else its title, for a key.
    """
    ordered = list(listing.items)
    if len(ordered) > limit:
        # Stable: items without dates stay in the listing's order, behind those that have one.
        ordered.sort(key=lambda item: _rank(item), reverse=True)
    found: dict[str, Item] = {}
    for item in ordered[:limit]:
        item = replace(item, language=item.language or listing.language)
        try:
            key = key_of(item.address) if item.address else _own_key(source, item)
        except ValueError:
            key, item = _own_key(source, replace(item, address=None)), replace(item, address=None)
        if key:
            found.setdefault(key, item)
    return found, max(0, len(ordered) - limit)


def with_first_date(item: Item, before: Item | None) -> Item:
    """The item with a date of publication where its listing gives only one of updating (Atom
    requires no other): the first that was seen, so that an edit does not make old news new.
    """
    if item.published:
        return item
    earlier = before and (before.published or before.updated)
    return replace(item, published=earlier or item.updated)


def in_utc(written: str | None) -> datetime | None:
    """A date of a listing; None where there is none that can be read."""
    try:
        return parse_when(written)
    except ValueError:
        return None


def _rank(item: Item) -> float:
    when = in_utc(item.published) or in_utc(item.updated)
    return when.timestamp() if when else 0.0


def _own_key(source: str, item: Item) -> str:
    if not item.body:  # neither a page nor a text of its own
        return ""
    name = item.id or hashlib.sha256((item.title or item.body).encode()).hexdigest()[:16]
    return f"{source}#{name}"


def same_site(one: str, other: str) -> bool:
    """Whether two addresses in normal form are of one host, "www." aside."""
    return _host(one) == _host(other)


def is_front(address: str) -> bool:
    """Whether it is the front page of a host, which is no article."""
    return normalised(address).rstrip("/").count("/") == 2


def _host(address: str) -> str:
    return address.split("/", 3)[2].removeprefix("www.") if address.count("/") >= 2 else address


def newest_first(addresses: Iterable[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """Addresses with the dates of their last change, the newest first, undated ones last."""
    return sorted(
        addresses,
        key=lambda a: when.timestamp() if (when := in_utc(a[1])) else 0.0,
        reverse=True,
    )
