"""The file under the index: what it is, how it is opened, and SQLite's errors put into words.

Every statement goes through :class:`Connection`, so none of SQLite's own errors leaves the library.
"""

from __future__ import annotations

import errno
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from retrieval.errors import (
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexUnwritable,
    StoreError,
)

APPLICATION_ID = 0x446C6E31
"""Marks a SQLite file as ours ("Dln1"): no other program's database is ever written to."""

BUSY_MS = 5_000
DATABASE_SUFFIXES = frozenset(("", ".sqlite3", ".sqlite", ".db", ".db3", ".index", ".idx"))
"""Names under which a file that is no database may be an index that was damaged."""

Kind = Literal["missing", "ours", "earlier", "foreign", "damaged", "other"]


class _Cursor(sqlite3.Cursor):
    connection: Connection

    def fetchone(self) -> Any:
        try:
            return super().fetchone()
        except sqlite3.Error as error:
            raise store_error(self.connection.path, error) from error

    def fetchall(self) -> list[Any]:
        try:
            return super().fetchall()
        except sqlite3.Error as error:
            raise store_error(self.connection.path, error) from error

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except sqlite3.Error as error:
            raise store_error(self.connection.path, error) from error


class Connection(sqlite3.Connection):
    """A connection whose errors are :class:`StoreError`, naming ``path``."""

    path: Path
    file: tuple[int, int] | None = None
    """Device and inode of what is open."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """As in sqlite3. Raises StoreError."""
        try:
            return self.cursor(_Cursor).execute(sql, parameters)
        except sqlite3.Error as error:
            raise store_error(self.path, error) from error

    def executemany(self, sql: str, parameters: Any, /) -> sqlite3.Cursor:
        """As in sqlite3. Raises StoreError."""
        try:
            return self.cursor(_Cursor).executemany(sql, parameters)
        except sqlite3.Error as error:
            raise store_error(self.path, error) from error

    def commit(self) -> None:
        """As in sqlite3. Raises StoreError."""
        try:
            super().commit()
        except sqlite3.Error as error:
            raise store_error(self.path, error) from error

    def close(self) -> None:
        """As in sqlite3. Raises StoreError."""
        try:
            super().close()
        except sqlite3.Error as error:
            raise store_error(self.path, error) from error
        with _opening:
            _open.discard(self)


# What a file is -----------------------------------------------------------------------------------


def kind_of(path: Path) -> Kind:
    """What stands at ``path``: nothing (or an empty file), an index of ours, one of an earlier
    version, another program's database, what may be a damaged index, or some other file. One that
    this process has open as an index is ours.

    Raises StoreError for a folder and for what can't be read.
    """
    with translated(path):
        if "\0" in str(path):
            raise StoreError("the path of the index holds a NUL character")
        if path.is_dir():
            raise StoreError(
                f"{path} is a folder, not an index; name a file in it under [index] path"
            )
        if not path.exists():
            return "missing"
        header = _header(path)
    if header is None:
        return "ours"
    if not header:
        return "missing"
    if not header.startswith(b"SQLite format 3\0"):
        return "damaged" if path.suffix.lower() in DATABASE_SUFFIXES else "other"
    application = int.from_bytes(header[68:72], "big")
    if application == APPLICATION_ID:
        return "ours"
    return "earlier" if application == 0 and _is_earlier(path) else "foreign"


_open: weakref.WeakSet[Connection] = weakref.WeakSet()
_opening = threading.Lock()


def _header(path: Path) -> bytes | None:
    """The first 100 bytes; None where this process has the file open as an index.

    To close a file takes away every lock that the process has on it, those of its connections too
    (POSIX has it so: https://www.sqlite.org/howtocorrupt.html, 2.2). Another process that closes
    the index then believes to be the last, and deletes the write-ahead log under our readers.
    """
    with _opening:
        found = _file(path)
        if any(connection.file == found for connection in _open):
            return None
        with path.open("rb") as file:
            return file.read(100)


def _file(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def refuse(path: Path, kind: Kind) -> None:
    """Raises StoreError for a file that is somebody else's."""
    if kind == "foreign":
        raise StoreError(
            f"{path} is a database of another program; it was left alone. "
            "Name another file under [index] path"
        )
    if kind == "other":
        raise StoreError(
            f"{path} is not an index; it was left alone. Name another file under [index] path, "
            "or move this one away"
        )


def _is_earlier(path: Path) -> bool:
    """Whether it has the tables of an index from before files were marked."""
    names = ("meta", "articles", "versions", "passages", "signatures")
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            (found,) = connection.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'table'"
                f" AND name IN ({','.join('?' * len(names))})",
                names,
            ).fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        return False
    return bool(found == len(names))


# Opening ------------------------------------------------------------------------------------------


def open_for_writing(path: Path, shown: Path) -> Connection:
    """A connection that may write; a new file is marked as ours. Errors name ``shown``."""
    connection = _opened(str(path), path, shown)
    # What is deleted is overwritten: a forgotten article must not linger in free pages.
    connection.execute("PRAGMA secure_delete = ON")
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if not tables:
        # Before WAL, so that the mark stands in the file itself whenever the run is stopped.
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    return connection


def use_wal(connection: Connection) -> None:
    """Readers go on while one writes, and a crash loses at most the last transaction."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def open_for_reading(path: Path) -> Connection:
    """A connection that only reads, on a read-only disk and in a read-only folder too."""
    uri = path.absolute().as_uri()
    # Read-write where that is allowed, since WAL needs its shared memory file. Where nobody can
    # write, nothing changes under a reader that takes the file as immutable.
    ways = [f"{uri}?mode=rw", f"{uri}?mode=ro"]
    wal = path.with_name(path.name + "-wal")
    with translated(path):
        if not (wal.exists() and wal.stat().st_size):
            ways.append(f"{uri}?immutable=1")
    for way in ways:
        try:
            connection = _opened(way, path, path)
            connection.execute("PRAGMA query_only = ON")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except IndexUnwritable as error:
            refused = error
        else:
            return connection
    raise IndexUnwritable(
        f"{path} cannot be read where it is: it was left open by a program that ended early; run "
        "a command once as somebody who may write to its folder"
        if len(ways) < 3
        else f"{path} cannot be read: check its permissions and its folder's"
    ) from refused


def _opened(name: str, path: Path, shown: Path) -> Connection:
    with _opening:
        try:
            connection = sqlite3.connect(
                name, timeout=BUSY_MS / 1000, isolation_level=None, factory=Connection,
                uri=name.startswith("file:"),
            )  # fmt: skip
        except sqlite3.Error as error:
            raise store_error(shown, error) from error
        connection.path = shown
        connection.row_factory = sqlite3.Row
        with translated(shown):
            connection.file = _file(path)
        _open.add(connection)
    return connection


# Errors -------------------------------------------------------------------------------------------


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns SQLite's and the system's errors into errors that say what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise store_error(path, error) from error
    except PermissionError as error:
        raise IndexUnwritable(
            f"no permission for {error.filename or path}; check its permissions and its folder's"
        ) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        remedy = "; make room and retry" if error.errno in _NO_ROOM else ""
        raise IndexUnwritable(f"{path} cannot be used: {reason}{remedy}") from error


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_REFUSED = (
    sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH,
)  # fmt: skip
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CONSTRAINT)


def store_error(path: Path, error: sqlite3.Error) -> StoreError:
    """What SQLite's ``error`` means for the index at ``path``, and what to do."""
    text = str(error)
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary in _BUSY:
        return IndexLocked(f"{path} is being written by another program; try again in a moment")
    if primary == sqlite3.SQLITE_FULL:
        return IndexUnwritable(f"the disk is full: {path} was left as it was; make room and retry")
    if primary == sqlite3.SQLITE_IOERR:
        return IndexUnwritable(
            f"the disk under {path} refused ({text}): make room there, or check the disk, and retry"
        )
    if primary in _REFUSED:
        return IndexUnwritable(
            f"{path} cannot be opened for writing ({text}); check the permissions of the file "
            "and of its folder"
        )
    if "closed database" in text:
        return StoreError(f"the index {path} has been closed; open it again")
    if "thread" in text:
        return StoreError("an open index belongs to the thread that opened it; open one for each")
    if primary in _DAMAGED or "no such" in text or "decode" in text:
        return damaged(path, text)
    return StoreError(f"{path} could not be used ({text})")


def damaged(path: Path, reason: str) -> IndexDamaged:
    """The error for an index that is broken."""
    return IndexDamaged(
        f"{path} is damaged or not an index ({reason}); rebuild it with: dateline refresh --full"
    )


def missing(path: Path) -> IndexMissing:
    """The error for an index that is not there."""
    return IndexMissing(f"there is no index at {path}; make it with: dateline refresh")


def beside(path: Path, suffixes: Sequence[str] = ("", "-wal", "-shm", "-journal")) -> list[Path]:
    """The files that make up the database at ``path``."""
    return [path.with_name(path.name + suffix) for suffix in suffixes]
