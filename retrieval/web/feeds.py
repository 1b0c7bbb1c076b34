"""Feeds: RSS 0.9x to 2.0, RDF, Atom and JSON Feed, from bytes that were already fetched to items.

A feed that is ill-formed gives what can be read of it. Nothing else is opened for it: feedparser
gets a stream (bytes or text it would take for a file name or an address), and no entity that a
document declares is expanded.
"""

from __future__ import annotations

import calendar
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from retrieval.articles import parse_when
from retrieval.web.addresses import joined
from retrieval.web.records import Item, Listing

MAX_BODY = 1_000_000
"""Longest text of one entry, in characters, that is taken from a feed."""

MAX_LINE = 2_000
"""Longest title, id, name or date of an entry, in characters."""

_HARMLESS = ("CharacterEncodingOverride", "NonXMLContentType")
"""What feedparser calls wrong about the header of a feed that is read without loss all the same."""

_ENTITY = re.compile(rb"<!ENTITY[^>]*>?", re.I)
_BEFORE = re.compile(rb"\A(?:\xef\xbb\xbf)?\s+(?=<)")
"""Space before the XML declaration, which is against the rules, but common and harmless."""

_ALTERNATES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_ZONES = {
    "WET": "+0000", "WEST": "+0100", "CET": "+0100", "CEST": "+0200", "EET": "+0200",
    "EEST": "+0300", "MSK": "+0300", "JST": "+0900", "KST": "+0900",
}  # fmt: skip
"""Names of zones that feeds use beyond those of RFC 2822 and that stand for one zone only."""


def read_feed(
    data: bytes, *, address: str, media_type: str | None = None, charset: str | None = None
) -> tuple[Listing, str | None]:
    """What the feed at ``address`` holds, and what is wrong with it where something is.

    ``media_type`` and ``charset`` are those of the Content-Type header. Raises ValueError, with a
    message to show, for what is no feed.
    """
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{") or (media_type or "").endswith("json"):
        return _json_feed(data, address), None
    return _xml_feed(data, address, media_type, charset)


def feed_of(data: bytes, *, address: str) -> str | None:
    """The address of the feed that an HTML page names as its own, if it names one."""
    from lxml import html

    try:
        # Bytes, so that lxml finds the charset; the names that matter here are ASCII anyway.
        tree = html.document_fromstring(data[:MAX_BODY])
    except Exception:  # lxml's own errors, and ValueError for control characters
        return None
    for link in tree.iter("link"):
        rel, kind = (link.get("rel") or "").lower(), (link.get("type") or "").lower().strip()
        if "alternate" in rel.split() and kind in _ALTERNATES and link.get("href"):
            return joined(address, str(link.get("href")))
    return None


# XML ----------------------------------------------------------------------------------------------


def _xml_feed(
    data: bytes, address: str, media_type: str | None, charset: str | None
) -> tuple[Listing, str | None]:
    import feedparser

    if b"\0" in data[:200] and _ENTITY.search(data.replace(b"\0", b"")):
        raise ValueError("the feed declares entities, which are not expanded")
    kept = _ENTITY.sub(b"", data)
    declares = len(kept) < len(data)
    kept = _BEFORE.sub(b"", kept)
    headers = {"content-location": address}
    if charset:
        headers["content-type"] = f"{media_type or 'application/xml'}; charset={charset}"
    try:
        parsed: Any = feedparser.parse(
            io.BytesIO(kept), response_headers=headers,
            sanitize_html=False, resolve_relative_uris=False,
        )  # fmt: skip
    except Exception as error:  # a hostile feed must not end the visit to all others
        raise ValueError(f"the feed can't be taken apart ({type(error).__name__})") from error
    if not parsed.get("version") and not parsed.entries:
        raise ValueError("it is neither a feed (RSS, Atom, JSON Feed) nor a page that names one")
    feed = parsed.feed
    listing = Listing(
        tuple(_entry(entry, address) for entry in parsed.entries),
        title=_line(_own(feed, "title")),
        language=_line(_own(feed, "language")),
        ttl_seconds=_ttl(feed),
    )
    broken = parsed.get("bozo_exception") if parsed.bozo else None
    if declares:
        return listing, "the feed declares entities, which are not expanded"
    return listing, _complaint(broken, bool(listing.items))


def _complaint(broken: object, has_items: bool) -> str | None:
    """What is said of an ill-formed feed; nothing where only its charset was stated otherwise."""
    if broken is None or type(broken).__name__ in _HARMLESS:
        return None
    read = "what could be read was taken" if has_items else "nothing could be read"
    return f"the feed is ill-formed ({' '.join(str(broken).split())[:120]}); {read}"


def _entry(entry: Any, address: str) -> Item:
    link = _own(entry, "link") or next(
        (a.get("href") for a in _own(entry, "links") or () if a.get("rel") == "alternate"), None
    )
    contents = [c.get("value") or "" for c in _own(entry, "content") or ()]
    whole, summary = max(contents, key=len, default=""), _own(entry, "summary") or ""
    # feedparser gives content:encoded as content, and what is no content as summary.
    full = bool(whole) and len(whole) >= len(summary)
    source = _own(entry, "source") or {}
    return Item(
        address=_address(address, link),
        id=_line(_own(entry, "id")),
        title=_line(_own(entry, "title")),
        outlet=_line(source.get("title") or source.get("value")),
        published=_dated(entry, "published") or _dated(entry, "created"),
        updated=_dated(entry, "updated"),
        language=_line(_own(entry, "language")),
        body=(whole if full else summary)[:MAX_BODY] or None,
        body_is_full=full,
    )


def _own(mapping: Any, key: str) -> Any:
    """A value under its own name: feedparser answers some names with the value of another."""
    return dict.get(mapping, key)


def _dated(entry: Any, key: str) -> str | None:
    """The moment in ISO 8601 where it can be read, else what the feed wrote."""
    written = _line(_own(entry, key))
    if written is None:
        return None
    return _moment(written, _own(entry, f"{key}_parsed")) or written


def _moment(written: str, parsed: Any = None) -> str | None:
    *rest, zone = written.split(" ")
    if rest and zone.upper() in _ZONES:
        written = " ".join([*rest, _ZONES[zone.upper()]])
    try:
        when = parse_when(written)
    except ValueError:
        # feedparser knows more ways of writing, but takes a zone that it doesn't know for UTC.
        if parsed is None or re.search(r"\d\s*(?!GMT|UTC|UT|Z)[A-Z]{2,5}$", written):
            return None
        try:
            when = parse_when(datetime.fromtimestamp(calendar.timegm(parsed), UTC))
        except (ValueError, TypeError, OverflowError, OSError):
            return None
    return when.isoformat() if when else None


def _ttl(feed: Any) -> float | None:
    """What the feed says in minutes (ttl) or by its period of updates (sy:updatePeriod)."""
    periods = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
    if (minutes := _number(_own(feed, "ttl"))) is not None:
        return minutes * 60
    hours = periods.get(str(_own(feed, "sy_updateperiod") or "").strip().lower())
    if hours is None:
        return None
    return hours * 3600 / (_number(_own(feed, "sy_updatefrequency")) or 1)


def _number(value: object) -> float | None:
    found = re.fullmatch(r"\s*(\d{1,6})\s*", str(value or ""), re.A)
    return float(found[1]) if found and int(found[1]) else None


# JSON ---------------------------------------------------------------------------------------------


def _json_feed(data: bytes, address: str) -> Listing:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org)."""
    try:
        feed = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise ValueError("the feed is not valid JSON") from None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise ValueError('it is no JSON Feed: it has no list of "items"')
    return Listing(
        tuple(_json_items(feed["items"], address)),
        title=_line(feed.get("title")),
        language=_line(feed.get("language")),
    )


def _json_items(items: list[object], address: str) -> Iterator[Item]:
    for item in items:
        if not isinstance(item, Mapping):
            continue
        whole = _text(item.get("content_html")) or _as_markup(_text(item.get("content_text")))
        summary = _as_markup(_text(item.get("summary")))
        published, updated = (_line(item.get(k)) for k in ("date_published", "date_modified"))
        yield Item(
            address=_address(address, _text(item.get("url")) or _text(item.get("external_url"))),
            id=_line(item.get("id")),
            title=_line(item.get("title")),
            published=published and (_moment(published) or published),
            updated=updated and (_moment(updated) or updated),
            language=_line(item.get("language")),
            body=(whole or summary or "")[:MAX_BODY] or None,
            body_is_full=bool(whole),
        )


def _as_markup(text: str | None) -> str | None:
    """Plain text as HTML, which is what the body of an item is."""
    if not text:
        return None
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"\n\s*\n", "</p><p>", f"<p>{escaped}</p>")


# Both ---------------------------------------------------------------------------------------------


def _address(base: str, link: object) -> str | None:
    """Where an entry leads, absolute; None where that is no address of the web."""
    return joined(base, link) if isinstance(link, str) and link.strip() else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _line(value: object) -> str | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    return " ".join(value[: 4 * MAX_LINE].split())[:MAX_LINE] or None
