"""A bounded queue that serves its lanes in turn, so that one busy server holds up no other."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Full(Exception):
    """The queue, or the lane's share of it, has no room."""


class FairQueue(Generic[T]):
    """Items by lane (a server, or a person in private), handed out one lane after the other.

    May be used from any thread. A lane may hold at most half of the room.
    """

    def __init__(self, room: int) -> None:
        self._room, self._share = room, max(1, room // 2)
        self._lanes: OrderedDict[Hashable, deque[T]] = OrderedDict()
        self._count = 0
        self._closed = False
        self._changed = threading.Condition()

    def put(self, lane: Hashable, item: T) -> None:
        """Adds ``item`` at the end of its lane. Raises Full."""
        with self._changed:
            waiting = self._lanes.setdefault(lane, deque())
            if self._closed or self._count >= self._room or len(waiting) >= self._share:
                if not waiting:
                    del self._lanes[lane]
                raise Full
            waiting.append(item)
            self._count += 1
            self._changed.notify()

    def get(self) -> T | None:
        """The next item of the lane whose turn it is; waits for one. None once it is closed."""
        with self._changed:
            while not self._count and not self._closed:
                self._changed.wait()
            if not self._count:
                return None
            lane, waiting = next(iter(self._lanes.items()))
            item = waiting.popleft()
            self._count -= 1
            del self._lanes[lane]
            if waiting:  # to the end: every other lane comes first
                self._lanes[lane] = waiting
            return item

    def clear(self) -> list[T]:
        """Takes out all that waits."""
        with self._changed:
            waiting = [item for lane in self._lanes.values() for item in lane]
            self._lanes.clear()
            self._count = 0
            return waiting

    def close(self) -> None:
        """Takes no more; what waits is still handed out."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def __len__(self) -> int:
        return self._count
