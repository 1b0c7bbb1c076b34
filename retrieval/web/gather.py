"""A visit to the web: every source's listing, then the pages that it leads to, into the archive.

A refresh reads its sources twice, from the archive alone; the web is asked once, before. What is
fetched is read (parsed, extracted) in a thread beside the event loop, one body at a time, while
fetching goes on. One page that can't be had is a Problem; a source fails where none of its listings
can be had.
"""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Callable, Coroutine, Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from retrieval.errors import DatelineError
from retrieval.records import Problem
from retrieval.web.addresses import normalised
from retrieval.web.archive import Archive, ListingState, PageState
from retrieval.web.feeds import feed_of
from retrieval.web.listings import (
    in_utc,
    is_front,
    keyed,
    newest_first,
    read_listing,
    same_site,
    with_first_date,
)
from retrieval.web.reader import Reader
from retrieval.web.records import (
    Fetched,
    FetchError,
    FetchSettings,
    Further,
    Item,
    Listing,
    PageText,
    Validators,
    Visiting,
)

if TYPE_CHECKING:
    from retrieval.web.client import Fetcher

T = TypeVar("T")

READ_SECONDS = 10.0
"""Longest that reading one body may take, of processor time."""

MAX_SITEMAPS = 100
"""Sitemaps of one source that are opened in one visit."""

MAX_DEPTH = 3
"""How deep indexes of sitemaps may be nested."""

REVISITS = 10
"""At most one in so many of ``max_items`` pages a visit are ones that have left the listing."""

SHOWN = 20
"""Pages of one source whose problems are listed one by one."""

_PAGES = (None, "text/html", "application/xhtml+xml", "text/plain")

ReadPage = Callable[..., PageText]
"""``read_page(data, *, address, charset, now)``; raises ValueError with a message to show."""


@dataclass(frozen=True, slots=True)
class Target:
    """A source to visit: its kind is "feed", "pages" or "sitemap"."""

    name: str
    kind: str
    addresses: tuple[str, ...]


@dataclass(slots=True)
class Visit:
    """How one source fared."""

    error: str | None = None
    """Why the source as a whole could not be visited."""
    problems: list[Problem] = field(default_factory=list)
    asked: int = 0
    unchanged: int = 0
    """Of the pages asked, those that had not changed."""
    ttl_seconds: float | None = None
    """How long the source says its listing may be kept; the shortest of several."""
    stood_in: list[str] = field(default_factory=list)
    """Reasons why pages were not had, where what is held or the feed's own text stands in."""
    missing: list[tuple[str, str]] = field(default_factory=list)
    """Addresses and reasons where nothing does."""


def visit(
    targets: Sequence[Target],
    archive: Path,
    settings: FetchSettings,
    *,
    now: datetime,
    read_page: ReadPage,
    resolver: Any = None,
    progress: Callable[[Visiting], None] = lambda _: None,
) -> dict[str, Visit]:
    """Visits ``targets``, all at once, and writes what they hold into the file ``archive``.

    For synchronous callers, in any thread; ``progress`` is called in another one. ``read_page``
    extracts a page; ``resolver`` is that of the Fetcher. Interrupted, it leaves the archive whole.
    Raises ArchiveError.
    """
    if not targets:
        return {}
    return _beside(_visit(targets, archive, settings, now, read_page, resolver, progress))


def _beside(work: Coroutine[Any, Any, T]) -> T:
    """Runs ``work`` in an event loop in a thread of its own. What a signal raises is raised here,
    in the main thread, and cancels the work; inside a loop it could be lost in a callback.
    """
    outcome: Future[T] = Future()
    running: Future[tuple[asyncio.AbstractEventLoop, asyncio.Task[T]]] = Future()

    async def main() -> T:
        task = asyncio.ensure_future(work)
        running.set_result((asyncio.get_running_loop(), task))
        return await task

    def serve() -> None:
        try:
            outcome.set_result(asyncio.run(main()))
        except BaseException as error:
            outcome.set_exception(error)

    thread = threading.Thread(target=serve, name="visit", daemon=True)
    thread.start()
    try:
        return outcome.result()
    finally:
        if not outcome.done():
            loop, task = running.result()
            with suppress(RuntimeError):  # it has ended just now
                loop.call_soon_threadsafe(task.cancel)
        thread.join()


async def _visit(
    targets: Sequence[Target],
    path: Path,
    settings: FetchSettings,
    now: datetime,
    read_page: ReadPage,
    resolver: Any,
    progress: Callable[[Visiting], None],
) -> dict[str, Visit]:
    from retrieval.web.client import Fetcher

    reader = Reader(READ_SECONDS)
    with Archive(path) as archive:
        async with Fetcher(settings, resolver=resolver) as fetcher:
            round = _Round(archive, fetcher, reader, settings, now, read_page, progress)
            try:
                visits = await _together([round.source(target) for target in targets])
            finally:
                round.flush()
                reader.close()
    return {target.name: visit for target, visit in zip(targets, visits, strict=True)}


async def _together(work: Iterable[Any]) -> list[Any]:
    """As asyncio.gather, but the first failure ends the others and is raised as it is."""
    tasks = [asyncio.ensure_future(w) for w in work]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@dataclass(slots=True)
class _Round:
    archive: Archive
    fetcher: Fetcher
    reader: Reader
    settings: FetchSettings
    now: datetime
    read_page: ReadPage
    progress: Callable[[Visiting], None]
    claimed: set[str] = field(default_factory=set)
    """Keys of pages that somebody asks in this round, so that nobody else does."""
    unchanged: list[str] = field(default_factory=list)
    done: int = 0
    total: int = 0

    # Sources ----------------------------------------------------------------------------------

    async def source(self, target: Target) -> Visit:
        visit = Visit()
        if target.kind == "pages":
            self._list_pages(target)
        else:
            await self._listings(target, visit)
        if visit.error is None:
            await self._pages(target, visit)
        self._conclude(target, visit)
        return visit

    def _list_pages(self, target: Target) -> None:
        listing = Listing(tuple(Item(address) for address in target.addresses))
        items, _ = keyed(
            target.name, listing, key_of=self.archive.key_of, limit=len(target.addresses)
        )
        self.archive.put_listing(target.name, "", ListingState(), items, self.now)

    async def _listings(self, target: Target, visit: Visit) -> None:
        """Every listing of the source, and the sitemaps that these name."""
        failures = []
        opened = 0
        level: list[Further] = [Further(address) for address in target.addresses]
        for depth in range(MAX_DEPTH + 1 if target.kind == "sitemap" else 1):
            below: list[Further] = []
            for further in level[: MAX_SITEMAPS - opened] if depth else level:
                opened += 1
                try:
                    below += await self._listing(target, further, visit)
                except (FetchError, ValueError) as error:
                    said = str(error)
                    known = further.address in said
                    failures.append(said if known else f"{further.address}: {said}")
            if depth == 0 and len(failures) == len(level):
                visit.error = f'source "{target.name}": {failures[0]}'
                return
            ordered = newest_first({f.address: f.modified for f in below}.items())
            level = [Further(address, modified) for address, modified in ordered]
        visit.problems += [Problem(target.name, failure) for failure in failures]

    async def _listing(self, target: Target, further: Further, visit: Visit) -> tuple[Further, ...]:
        """One listing into the archive; returns the sitemaps that it names, if it is an index.

        Raises FetchError, ValueError.
        """
        state = self.archive.listing(target.name, further.address)
        if further.modified is not None and state.modified == further.modified:
            return ()
        fetched = await self._fetch_listing(further.address, state)
        if fetched is None:
            self._keep_shortest(visit, state.ttl_seconds)
            return ()
        moved = fetched.moved_to or state.moved_to
        try:
            listing, complaint = await self._read(target.kind, fetched)
        except ValueError:
            found = feed_of(fetched.body, address=fetched.final) if target.kind == "feed" else None
            if found is None:
                raise
            fetched, moved = await self._had(found, Validators()), found
            assert fetched is not None  # only a conditional request is answered by nothing
            listing, complaint = await self._read(target.kind, fetched)
        if complaint:
            visit.problems.append(Problem(further.address, complaint))
        # Whether an index has changed says nothing about the sitemaps that it names.
        validators = Validators() if listing.further else fetched.validators
        self._keep_shortest(visit, listing.ttl_seconds)
        self._put(
            target, further.address, listing, visit,
            ListingState(validators, moved, further.modified, listing.ttl_seconds),
        )  # fmt: skip
        return listing.further

    def _put(
        self, target: Target, address: str, listing: Listing, visit: Visit, state: ListingState
    ) -> None:
        items, left_out = keyed(
            target.name, listing, key_of=self.archive.key_of, limit=self.settings.max_items
        )
        dated = {k: with_first_date(i, self.archive.item(target.name, k)) for k, i in items.items()}
        self.archive.put_listing(target.name, address, state, dated, self.now)
        if left_out:
            message = f"its {left_out} oldest items were left out; [fetch] max_items sets how many"
            visit.problems.append(Problem(address, message))

    async def _fetch_listing(self, address: str, state: ListingState) -> Fetched | None:
        """The listing where it is now, else where it is configured; None where it is unchanged."""
        if state.moved_to is not None:
            try:
                return await self._had(state.moved_to, state.validators)
            except (FetchError, ValueError):
                return await self._had(address, Validators())
        return await self._had(address, state.validators)

    async def _had(self, address: str, validators: Validators) -> Fetched | None:
        fetched = await self.fetcher.get(address, validators)
        if fetched.status not in (200, 304):
            raise ValueError(f"{address}: {_answered(fetched.status)}")
        return fetched if fetched.status == 200 else None

    async def _read(self, kind: str, fetched: Fetched) -> tuple[Listing, str | None]:
        return await self.reader.run(
            lambda: read_listing(kind, fetched, max_bytes=self.settings.max_bytes)
        )

    @staticmethod
    def _keep_shortest(visit: Visit, ttl: float | None) -> None:
        if ttl is not None:
            visit.ttl_seconds = min(ttl, visit.ttl_seconds or ttl)

    # Pages ------------------------------------------------------------------------------------

    async def _pages(self, target: Target, visit: Visit) -> None:
        most = self.settings.max_items // REVISITS
        wanted = self.archive.listed(target.name)
        wanted += self.archive.due(target.name, self.now, most)
        keys = iter(wanted)
        self.total += len(wanted)

        async def work() -> None:
            for key in keys:
                await self._page(target, key, visit)
                self.done += 1
                self.progress(Visiting(self.done, self.total))

        await _together(work() for _ in range(min(self.settings.concurrency, len(wanted))))

    async def _page(self, target: Target, key: str, visit: Visit) -> None:
        state = self.archive.page(key)
        if state is None or key in self.claimed:
            return
        self.claimed.add(key)
        item = self.archive.item(target.name, key)
        if target.kind == "sitemap" and _unchanged_by(item, state):
            return
        visit.asked += 1
        try:
            fetched = await self.fetcher.get(state.address, state.validators)
            shown = state.held or bool(item and item.body and state.checked)
            reason = await self._take(state, fetched, visit, keep_id=shown)
        except FetchError as error:
            self.archive.note_asked([key], error.status, self.now)
            reason = error.reason
        except DatelineError:
            raise
        except Exception as error:  # one page must not end the visit to all others
            reason = f"it can't be taken in ({type(error).__name__})"
        if reason is None:
            return
        if state.held or (item and item.body):
            visit.stood_in.append(f"{state.address}: {reason}")
        else:
            visit.missing.append((state.address, reason))

    async def _take(
        self, state: PageState, fetched: Fetched, visit: Visit, *, keep_id: bool
    ) -> str | None:
        """What a page answered into the archive; returns why it could not be had, if so."""
        if fetched.status == 410:
            self.archive.bury(state.key, self.now)
            return None
        body_hash = hashlib.sha256(fetched.body).hexdigest()
        if fetched.status == 304 or (fetched.status == 200 and body_hash == state.body_hash):
            visit.unchanged += 1
            self._note_unchanged(state.key, fetched.moved_to)
            return None
        reason = None if fetched.status == 200 else _answered(fetched.status)
        if reason is None and is_front(fetched.final) and not is_front(state.address):
            reason = "it leads to the front page of its site"
        if reason is None and fetched.media_type not in _PAGES:
            reason = f"it is no page but {fetched.media_type}"
        if reason is not None:
            self.archive.note_asked([state.key], fetched.status, self.now, moved_to=None)
            return reason
        page: PageText | None = None
        try:
            page = await self.reader.run(
                lambda: self.read_page(
                    fetched.body, address=fetched.final, charset=fetched.charset, now=self.now
                )
            )
        except ValueError as error:
            reason = str(error)
        self.archive.put_page(
            state, page, id=self._id(state, fetched, page, keep_id), body_hash=body_hash,
            validators=fetched.validators, moved_to=fetched.moved_to, now=self.now,
        )  # fmt: skip
        return reason

    def _id(self, state: PageState, fetched: Fetched, page: PageText | None, keep: bool) -> str:
        """The id of the article on a page: given when it is first had and kept ever after.

        It is the canonical address that the page names, if that is of the host that served it and
        is not another article's; else where redirects led. An id of another host than the page
        was listed on lasts only as long as that host serves it.
        """
        final = normalised(fetched.final)
        if keep:
            kept = same_site(state.id, state.key) or same_site(state.id, final)
            return state.id if kept else state.key
        if page is None:
            return state.key
        if page.canonical:
            try:
                own = normalised(page.canonical)
            except ValueError:
                own = final
            believed = same_site(own, final) and (not is_front(own) or is_front(final))
            if believed and self.archive.id_is_free(own, page):
                return own
        return final if self.archive.id_is_free(final, page) else state.key

    def _note_unchanged(self, key: str, moved_to: str | None) -> None:
        if moved_to is not None:
            self.archive.note_asked([key], 200, self.now, moved_to=moved_to)
            return
        self.unchanged.append(key)
        if len(self.unchanged) >= 100:
            self.flush()

    def flush(self) -> None:
        """Notes the pages that had not changed, many in one transaction."""
        if self.unchanged:
            self.archive.note_asked(self.unchanged, 200, self.now)
            self.unchanged.clear()

    @staticmethod
    def _conclude(target: Target, visit: Visit) -> None:
        if target.kind == "pages" and len(visit.missing) == visit.asked > 0:
            address, reason = visit.missing[0]
            visit.error = f'source "{target.name}": {address}: {reason}'
            return
        if visit.stood_in:
            message = (
                f"{len(visit.stood_in)} page(s) could not be had; what is held or what the feed "
                f"itself carries stands in. The first: {visit.stood_in[0]}"
            )
            visit.problems.append(Problem(target.name, message))
        visit.problems += [Problem(address, reason) for address, reason in visit.missing[:SHOWN]]
        if (more := len(visit.missing) - SHOWN) > 0:
            visit.problems.append(Problem(target.name, f"{more} further pages could not be had"))


def _unchanged_by(item: Item | None, state: PageState) -> bool:
    """Whether a sitemap says that a page which is held has not changed since it was asked."""
    modified = in_utc(item.updated) if item else None
    if item is None or modified is None or not state.held or state.checked is None:
        return False
    # A day without a time lasts until its end.
    return modified + timedelta(days="T" not in str(item.updated)) < state.checked


def _answered(status: int) -> str:
    known = {401: "asks for a password", 402: "asks for money", 403: "refuses", 404: "is not there"}
    return f"it {known.get(status, 'can not be had')} ({status})"
