"""Sitemaps: news sitemaps, plain ones and indexes of sitemaps (sitemaps.org), packed or not."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from retrieval.web.addresses import joined
from retrieval.web.feeds import MAX_LINE
from retrieval.web.records import Further, Item, Listing

_PACKED = b"\x1f\x8b"


def read_sitemap(data: bytes, *, address: str, max_bytes: int) -> tuple[Listing, str | None]:
    """What the sitemap at ``address`` holds, and what is wrong with it where something is.

    A packed one may hold up to ``max_bytes``. Of an address, "lastmod" is when it was updated and
    a news sitemap's "publication_date" when it was published. Raises ValueError, with a message to
    show, for what is no sitemap.
    """
    from lxml import etree

    # Nothing outside of the document is opened, no entity expanded, no tree of any size built.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(_unpacked(data, max_bytes), parser)
    except etree.LxmlError as error:
        raise ValueError(f"the sitemap can't be read ({str(error)[:120]})") from error
    if root is None or _name(root) not in ("urlset", "sitemapindex"):
        raise ValueError("it is no sitemap: neither <urlset> nor <sitemapindex>")
    further = tuple(_further(root, address))
    items = tuple(_items(root, address))
    broken = parser.error_log.last_error
    if broken is None:
        return Listing(items, further=further), None
    reason = " ".join(str(broken.message).split())[:120]
    return Listing(items, further=further), (
        f"the sitemap is ill-formed ({reason}); what could be read was taken"
    )


def _unpacked(data: bytes, max_bytes: int) -> bytes:
    if not data.startswith(_PACKED):
        return data
    opener = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        unpacked = opener.decompress(data, max_bytes + 1)
    except zlib.error as error:
        raise ValueError(f"the packed sitemap can't be unpacked ({error})") from error
    if len(unpacked) > max_bytes:
        raise ValueError(f"the packed sitemap holds more than {max_bytes / 1_000_000:g} MB")
    return unpacked


def _further(root: Any, address: str) -> Iterator[Further]:
    for child in root:
        if _name(child) == "sitemap":
            facts = dict(_facts(child))
            if found := joined(address, facts.get("loc", "")):
                yield Further(found, facts.get("lastmod"))


def _items(root: Any, address: str) -> Iterator[Item]:
    for child in root:
        if _name(child) == "url":
            facts = dict(_facts(child))
            if found := joined(address, facts.get("loc", "")):
                yield Item(
                    found,
                    title=facts.get("title"),
                    outlet=facts.get("name"),
                    published=facts.get("publication_date"),
                    updated=facts.get("lastmod"),
                    language=facts.get("language"),
                )


def _facts(element: Any) -> Iterator[tuple[str, str]]:
    """The first text under each name, those of the news extension included."""
    seen: set[str] = set()
    for below in element.iter():
        # An image's title or address is none of the article's.
        if "image" in str(below.tag) or "video" in str(below.tag):
            continue
        name, text = _name(below), " ".join((below.text or "")[: 4 * MAX_LINE].split())[:MAX_LINE]
        if text and name not in seen:
            seen.add(name)
            yield name, text


def _name(element: Any) -> str:
    tag = element.tag
    return str(tag).rpartition("}")[2].lower() if isinstance(tag, str) else ""
