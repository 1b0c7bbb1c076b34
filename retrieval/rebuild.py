"""Putting a rebuilt index in the old one's place, and clearing away what rebuilds left."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from retrieval.connection import (
    beside,
    kind_of,
    open_for_writing,
    refuse,
    translated,
    use_wal,
)
from retrieval.errors import IndexDamaged, IndexLocked
from retrieval.store import Store


def rebuilding(path: Path) -> Path:
    """Where the next index is built while the one at ``path`` goes on."""
    return path.with_name(path.name + ".rebuild")


def discard(path: Path) -> None:
    """Deletes the database at ``path``, if there is one."""
    with translated(path):
        for part in beside(path):
            part.unlink(missing_ok=True)


def swap(store: Store, built: Path, path: Path, *, wait_seconds: float, aside: bool) -> Path | None:
    """Makes the contents of ``store``, at ``built``, those of the index at ``path``.

    Where the file at ``path`` is damaged, or ``aside`` says so, it is moved aside; its new place
    is returned. Raises
    IndexLocked where another program goes on writing for ``wait_seconds``.
    """
    kind = kind_of(path)
    refuse(path, kind)
    if kind != "damaged" and not aside:
        try:
            _copy(store, path, until=time.monotonic() + wait_seconds)
        except IndexDamaged:
            pass
        else:
            return None
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.connection.execute("PRAGMA journal_mode = DELETE")
    moved = _move_aside(path)
    with translated(path):
        built.replace(path)
    return moved


def _copy(store: Store, path: Path, *, until: float) -> None:
    # SQLite's own backup is one transaction for readers of the old index; a file moved over it
    # would meet their write-ahead log.
    target = open_for_writing(path, path)
    with contextlib.closing(target), translated(path):
        use_wal(target)
        target.execute("PRAGMA busy_timeout = 50")
        store.connection.backup(target, progress=_patience(path, until), sleep=0.1)


def _patience(path: Path, until: float) -> Callable[[int, int, int], None]:
    def check(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > until:
            raise IndexLocked(
                f"{path} is being written by another program; the rebuilt index was not put in "
                "its place. End that program, or give --wait more seconds"
            )

    return check


def _move_aside(path: Path) -> Path:
    """Renames what is at ``path`` to the first free name.damaged-N, its companions with it."""
    names = (path.with_name(f"{path.name}.damaged-{n}") for n in count(1))
    aside = next(name for name in names if not name.exists())
    with translated(path):
        for part, new in zip(beside(path), beside(aside), strict=True):
            if part.exists():
                part.rename(new)
    return aside
