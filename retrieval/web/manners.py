"""When a host may be asked: how many at once, how soon again, how long after a refusal."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from retrieval.web.records import FetchSettings


class HostClosed(Exception):
    """The host wants to be left alone for longer than we are ready to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"it asks to be left alone for {seconds:.0f} s")
        self.seconds = seconds


@dataclass(slots=True)
class _Host:
    slots: asyncio.Semaphore
    turn: asyncio.Lock
    delay: float
    next_at: float = 0.0
    """Of the event loop's clock."""


class Manners:
    """Who may ask now. Belongs to one event loop."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._overall = asyncio.Semaphore(settings.concurrency)
        self._hosts: dict[str, _Host] = {}
        self._clock = asyncio.get_running_loop().time

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn and hold it. Raises HostClosed instead of waiting past the limit."""
        known = self._host(host)
        async with known.slots:
            async with known.turn:
                while (wait := known.next_at - self._clock()) > 0:
                    if wait > self._settings.max_wait_seconds:
                        raise HostClosed(wait)
                    await asyncio.sleep(wait)
                # Only now: those who wait for a slow host take no place from the others.
                await self._overall.acquire()
                known.next_at = max(known.next_at, self._clock() + known.delay)
            try:
                yield
            finally:
                self._overall.release()

    def space(self, host: str, seconds: float) -> None:
        """Keep ``seconds`` between requests. Raises HostClosed if that is too long to wait."""
        if seconds > self._settings.max_wait_seconds:
            raise HostClosed(seconds)
        known = self._host(host)
        known.delay = max(known.delay, seconds)
        known.next_at = max(known.next_at, self._clock() + known.delay)

    def pause(self, host: str, seconds: float) -> None:
        """The host asked for ``seconds`` of rest; ``turn`` sees to it."""
        known = self._host(host)
        known.next_at = max(known.next_at, self._clock() + seconds)

    def backoff(self, attempt: int) -> float:
        """Seconds before the attempt after ``attempt`` (from 0): doubling, with jitter."""
        longest: float = min(0.5 * 2**attempt, self._settings.max_wait_seconds)
        return random.uniform(longest / 2, longest)

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts[host] = _Host(
                asyncio.Semaphore(self._settings.per_host), asyncio.Lock(),
                self._settings.delay_seconds,
            )  # fmt: skip
        return self._hosts[host]


def retry_after(value: str | None, date: str | None) -> float | None:
    """Seconds that a Retry-After header asks for; None where it says nothing usable.

    A point in time is measured from the answer's own Date header: the two clocks need not agree.
    """
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    until, since = _http_date(value), _http_date(date or "")
    if until is None or since is None:
        return None
    return max(0.0, (until - since).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else None
