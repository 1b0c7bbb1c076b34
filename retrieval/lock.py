"""One refresh at a time: a lock file that says who holds it and that a crash releases."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.errors import IndexLocked, IndexUnwritable


@contextmanager
def writer_lock(path: Path, *, wait_seconds: float) -> Iterator[None]:
    """Holds the writer's lock of the index at ``path``.

    Raises IndexLocked, naming the holder, after ``wait_seconds``; IndexUnwritable where no file
    can be made beside the index.
    """
    lock_path = path.with_name(path.name + ".lock")
    note = path.with_name(path.name + ".lock.holder")
    lock = FileLock(lock_path, thread_local=False)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise IndexLocked(
            f"{path} is being refreshed by {_holder(note)}; wait for it, or end it and try again"
        ) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise IndexUnwritable(
            f"cannot write beside {path}: {reason}; refreshing needs a folder that can be written "
            "(asking does not)"
        ) from error
    try:
        # The note is a courtesy: on a full disk there is none, and the work may go on.
        with suppress(OSError):
            started = time.strftime("%H:%M:%S", time.gmtime())
            note.write_text(f"process {os.getpid()} (since {started} UTC)")
        yield
    finally:
        with suppress(OSError):
            note.unlink(missing_ok=True)
        lock.release()


def _holder(note: Path) -> str:
    try:
        return note.read_text(encoding="utf-8", errors="replace").strip() or "another program"
    except OSError:
        return "another program"
