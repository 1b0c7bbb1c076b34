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
    """Token buckets by key: ``per_minute`` at once, refilled evenly over a minute. A key may have
    a size of its own, which is never above that.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._most = per_minute
        self._clock = clock
        self._buckets: OrderedDict[Hashable, _Bucket] = OrderedDict()

    def wait(self, key: Hashable, most: int | None = None) -> float:
        """Seconds until there is a token for ``key``; 0 where there is one."""
        size = self._size(most)
        return max(0.0, (1 - self._filled(key, size).tokens) * 60 / size)

    def take(self, key: Hashable, most: int | None = None) -> None:
        """Takes a token."""
        self._filled(key, self._size(most)).tokens -= 1

    def _size(self, most: int | None) -> int:
        return self._most if most is None else max(1, min(most, self._most))

    def _filled(self, key: Hashable, size: int) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.setdefault(key, _Bucket(size, now))
        bucket.tokens = min(size, bucket.tokens + (now - bucket.at) * size / 60)
        bucket.at = now
        self._buckets.move_to_end(key)
        while len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return bucket


class Limits:
    """The limits together: what one refuses costs nothing of the others."""

    def __init__(self, *, user: int, guild: int, overall: int, clock: Callable[[], float]) -> None:
        self._user = Buckets(user, clock)
        self._member = Buckets(user, clock)
        self._guild = Buckets(guild, clock)
        self._overall = Buckets(overall, clock)

    def take(
        self, user: int, guild: int | None, *, each: int | None = None, together: int | None = None
    ) -> float:
        """Takes a question of ``user``; seconds to wait where there is none left, else 0.

        ``each`` and ``together`` are what a server allows a minute, a person and in all.
        """
        asked: list[tuple[Buckets, Hashable, int | None]] = [
            (self._user, user, None), (self._overall, None, None),
        ]  # fmt: skip
        if guild is not None:
            asked.append((self._guild, guild, together))
            if each is not None:
                asked.append((self._member, (guild, user), each))
        wait = max(buckets.wait(key, most) for buckets, key, most in asked)
        if not wait:
            for buckets, key, most in asked:
                buckets.take(key, most)
        return wait
