"""How much may be asked: a bucket of tokens for each person, each server, and all together."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

REMEMBERED = 10_000
"""Buckets that are kept; the one that was used longest ago is full again by then."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Buckets:
    """Token buckets of one size, by key: ``per_minute`` at once, refilled evenly over a minute."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._most = float(per_minute)
        self._rate = per_minute / 60
        self._clock = clock
        self._buckets: OrderedDict[Hashable, _Bucket] = OrderedDict()

    def wait(self, key: Hashable) -> float:
        """Seconds until there is a token for ``key``; 0 where there is one."""
        return max(0.0, (1 - self._filled(key).tokens) / self._rate)

    def take(self, key: Hashable) -> None:
        """Takes a token."""
        self._filled(key).tokens -= 1

    def _filled(self, key: Hashable) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.setdefault(key, _Bucket(self._most, now))
        bucket.tokens = min(self._most, bucket.tokens + (now - bucket.at) * self._rate)
        bucket.at = now
        self._buckets.move_to_end(key)
        while len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return bucket


class Limits:
    """The three limits together: what one refuses costs nothing of the others."""

    def __init__(self, *, user: int, guild: int, overall: int, clock: Callable[[], float]) -> None:
        self._user = Buckets(user, clock)
        self._guild = Buckets(guild, clock)
        self._overall = Buckets(overall, clock)

    def take(self, user: int, guild: int | None) -> float:
        """Takes a question of ``user``; seconds to wait where there is none left, else 0."""
        asked: list[tuple[Buckets, Hashable]] = [(self._user, user), (self._overall, None)]
        if guild is not None:
            asked.append((self._guild, guild))
        wait = max(buckets.wait(key) for buckets, key in asked)
        if not wait:
            for buckets, key in asked:
                buckets.take(key)
        return wait
