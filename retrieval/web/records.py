"""What travels between fetching, reading and keeping: settings, answers of the web, items."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from retrieval.errors import DatelineError

WEB_SUFFIX = ".web.sqlite3"
"""What the archive beside an index has after its name."""


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How the web is asked; the ``[fetch]`` table of the configuration."""

    user_agent: str = "Dateline/0.1 (news archive bot; set [fetch] user_agent to name yourself)"
    allow_private_addresses: bool = False
    """Whether addresses that resolve to private, loopback or link-local ranges may be asked."""
    obey_robots: bool = True
    concurrency: int = 8
    """Requests under way at once, over all hosts."""
    per_host: int = 2
    """Requests under way at once to one host."""
    delay_seconds: float = 0.0
    """Least time between two requests to one host; robots.txt may ask for more."""
    timeout_seconds: float = 20.0
    """For a request as a whole, from connecting to its last byte."""
    max_bytes: int = 10_000_000
    """Largest body, after decompression."""
    max_redirects: int = 5
    retries: int = 2
    """Further attempts after a network failure, 429 or 5xx."""
    max_wait_seconds: float = 60.0
    """Longest Retry-After, crawl delay or backoff that is waited out; beyond it the visit fails."""
    max_items: int = 2_000
    """Entries of a source that one visit looks at, the newest first."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What makes the next request conditional."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered: 200, 304, 404, 410 or another final status below 500."""

    address: str
    """As it was asked."""
    final: str
    """Where redirects led."""
    moved_to: str | None
    """Where an unbroken run of permanent redirects (301, 308) from ``address`` led, if anywhere."""
    status: int
    body: bytes = field(default=b"", repr=False)
    media_type: str | None = None
    """Lower case, without parameters."""
    charset: str | None = None
    """As the Content-Type header states it."""
    validators: Validators = Validators()


class FetchError(DatelineError):
    """An address could not be had: refused, unreachable, too slow, too large, too many redirects.

    The message begins with the address and says why.
    """

    def __init__(
        self, address: str, reason: str, *, refused: bool = False, status: int | None = None
    ) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason
        self.refused = refused
        """We did not ask: private address, robots.txt, a scheme that is not http or https."""
        self.status = status


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed or sitemap: where its article is and what the listing says about it."""

    address: str | None
    id: str | None = None
    """The entry's own id (guid, atom:id), where it states one."""
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    updated: str | None = None
    language: str | None = None
    body: str | None = None
    """HTML or text of the article that the feed itself carries."""
    body_is_full: bool = False
    """Whether ``body`` is the whole article (content:encoded, atom:content) or a summary."""


@dataclass(frozen=True, slots=True)
class Further:
    """A sitemap that an index names, and when it was last changed, as the index writes it."""

    address: str
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed or a sitemap holds."""

    items: tuple[Item, ...]
    title: str | None = None
    language: str | None = None
    further: tuple[Further, ...] = ()
    """Sitemaps that an index names."""
    ttl_seconds: float | None = None
    """How long the feed says it may be kept before it is asked again."""


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page holds, extracted."""

    text: str
    title: str | None = None
    outlet: str | None = None
    canonical: str | None = None
    """The address that the page names as its own (rel=canonical, og:url), absolute."""
    published: datetime | None = None
    dated_by: str | None = None
    """What gave ``published``: "page metadata", "JSON-LD", "text", "address"."""
    published_basis: Literal["stated", "inferred", "unknown"] = "unknown"
    updated: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Visiting:
    """How far a visit has come: pages asked, out of those that are known so far."""

    pages: int
    total: int
