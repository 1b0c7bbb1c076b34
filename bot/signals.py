"""SIGINT and SIGTERM as an exception, for work that can be cut anywhere and taken up again."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn


class Stopped(BaseException):
    """A signal asked the work to end. No handler of errors catches it on its way out."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.signal = number


@contextmanager
def ending_cleanly() -> Iterator[None]:
    """Raises :class:`Stopped` inside where a signal comes; only in a program's main thread.

    A signal that was being ignored (as under nohup) stays so.
    """

    def stop(number: int, _: FrameType | None) -> NoReturn:
        raise Stopped(number)

    before = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
