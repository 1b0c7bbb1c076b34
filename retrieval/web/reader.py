"""Work that is slow or may hang, in a thread beside the event loop and under a time limit."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import TypeVar, cast

T = TypeVar("T")
_Job = tuple[Callable[[], object], asyncio.AbstractEventLoop, "asyncio.Future[object]"]


class Reader:
    """Does one thing at a time, in order. What exceeds the limit is given up: its thread, which
    nobody can end, is left behind (it keeps no process from ending), and another takes over.
    """

    def __init__(self, limit_seconds: float) -> None:
        self._limit = limit_seconds
        self._turn = asyncio.Lock()
        self._jobs: queue.SimpleQueue[_Job | None] | None = None

    async def run(self, work: Callable[[], T]) -> T:
        """What ``work`` returns. Raises ValueError, with a message to show, where it takes longer
        than the limit or raises anything.
        """
        async with self._turn:
            if self._jobs is None:
                self._jobs = queue.SimpleQueue()
                threading.Thread(target=_serve, args=(self._jobs,), daemon=True).start()
            loop = asyncio.get_running_loop()
            done: asyncio.Future[object] = loop.create_future()
            self._jobs.put((work, loop, done))
            try:
                return cast(T, await asyncio.wait_for(done, self._limit))
            except TimeoutError:
                self.close()
                raise ValueError(f"reading it took longer than {self._limit:g} s") from None
            except ValueError:
                raise
            except Exception as error:  # whatever a hostile page makes a parser do
                raise ValueError(f"it can't be taken apart ({type(error).__name__})") from error

    def close(self) -> None:
        """Lets the thread end when it is done."""
        if self._jobs is not None:
            self._jobs.put(None)
            self._jobs = None


def _serve(jobs: queue.SimpleQueue[_Job | None]) -> None:
    while (job := jobs.get()) is not None:
        work, loop, done = job
        try:
            result, error = work(), None
        except Exception as raised:
            result, error = None, raised
        try:
            loop.call_soon_threadsafe(_settle, done, result, error)
        except RuntimeError:  # the loop was closed meanwhile: nobody waits any more
            return


def _settle(done: asyncio.Future[object], result: object, error: Exception | None) -> None:
    if done.done():
        return
    if error is None:
        done.set_result(result)
    else:
        done.set_exception(error)
