"""Work that is slow or may hang, in a thread beside the event loop and under a time limit."""

from __future__ import annotations

import asyncio
import ctypes
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar, cast

T = TypeVar("T")
_Job = tuple[Callable[[], object], asyncio.AbstractEventLoop, "asyncio.Future[object]"]

_LOOK_SECONDS = 0.5
_PATIENCE = 20
"""By so much more than the limit may pass while the machine has no time for the work."""


class Reader:
    """Does one thing at a time, in order. What exceeds the limit is given up: its thread ends at
    its next step in Python, and another takes over. (A step outside of Python can't be ended; it is
    left behind and keeps no process from ending. What may hang there is refused beforehand.)
    """

    def __init__(self, limit_seconds: float) -> None:
        """``limit_seconds`` are of processor time where the system counts it for a thread, so that
        a busy machine makes nothing fail; else of the clock.
        """
        self._limit = limit_seconds
        self._turn = asyncio.Lock()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    async def run(self, work: Callable[[], T]) -> T:
        """What ``work`` returns. Raises ValueError, with a message to show, where it takes longer
        than the limit or raises anything.
        """
        async with self._turn:
            if self._thread is None:
                self._thread = threading.Thread(target=_serve, args=(self._jobs,), daemon=True)
                self._thread.start()
            loop = asyncio.get_running_loop()
            done: asyncio.Future[object] = loop.create_future()
            used, began = self._used(), time.monotonic()
            self._jobs.put((work, loop, done))
            while not done.done():
                await asyncio.wait({done}, timeout=min(self._limit, _LOOK_SECONDS))
                long = time.monotonic() - began > _PATIENCE * self._limit
                if not done.done() and (long or self._used() - used >= self._limit):
                    self._give_up()
                    raise ValueError(f"reading it took longer than {self._limit:g} s")
            try:
                return cast(T, done.result())
            except ValueError:
                raise
            except Exception as error:  # whatever a hostile page makes a parser do
                raise ValueError(f"it can't be taken apart ({type(error).__name__})") from error

    def _used(self) -> float:
        """Seconds that the thread has worked."""
        clock_of = getattr(time, "pthread_getcpuclockid", None)
        thread = self._thread
        if clock_of is None or thread is None or not thread.is_alive():
            return time.monotonic()
        return time.clock_gettime(clock_of(thread.ident))

    def _give_up(self) -> None:
        thread = self._thread
        self.close()
        if thread is not None and thread.ident is not None and thread.is_alive():
            raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
            raise_in(ctypes.c_ulong(thread.ident), ctypes.py_object(_GivenUp))

    def close(self) -> None:
        """Lets the thread end when it is done."""
        if self._thread is not None:
            self._jobs.put(None)
            self._jobs, self._thread = queue.SimpleQueue(), None


class _GivenUp(BaseException):
    """Not an Exception, so that nothing on the way takes it for a fault of the page."""


def _serve(jobs: queue.SimpleQueue[_Job | None]) -> None:
    try:
        while (job := jobs.get()) is not None:
            _work(*job)
    except _GivenUp:
        return


def _work(
    work: Callable[[], object],
    loop: asyncio.AbstractEventLoop,
    done: asyncio.Future[object],
) -> None:
    result, error = None, None
    try:
        result = work()
    except Exception as raised:
        error = raised
    with suppress(RuntimeError):  # the loop was closed meanwhile: nobody waits any more
        loop.call_soon_threadsafe(_settle, done, result, error)


def _settle(done: asyncio.Future[object], result: object, error: Exception | None) -> None:
    if done.done():
        return
    if error is None:
        done.set_result(result)
    else:
        done.set_exception(error)
