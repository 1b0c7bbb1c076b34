"""What the bot itself has to remember, in a file of its own beside the index.

No question is in it but those that are followed: buttons carry and show what they need. To add a
table, append a step to ``MIGRATIONS``; steps that are out in the world are never changed.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import secrets
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from retrieval.errors import DatelineError

APPLICATION_ID = 0x446C6431
"""Marks the file as ours ("Dld1"): no other program's database is ever written to."""

BUSY_SECONDS = 2.0

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;;
    CREATE TABLE settings (
        place TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (place, key)
    ) WITHOUT ROWID;;
    CREATE TABLE remarks (
        id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, row INTEGER, user TEXT NOT NULL,
        remark TEXT NOT NULL
    )""",
    """
    INSERT OR IGNORE INTO meta VALUES ('salt', lower(hex(randomblob(32))));;
    UPDATE remarks SET user = keyed_hash(user, (SELECT value FROM meta WHERE key = 'salt'))
    """,
    """
    CREATE TABLE follows (
        id INTEGER PRIMARY KEY AUTOINCREMENT, user INTEGER NOT NULL, guild INTEGER,
        channel INTEGER, places TEXT NOT NULL, question TEXT NOT NULL, locale TEXT NOT NULL,
        made TEXT NOT NULL, told TEXT NOT NULL, seen TEXT NOT NULL, generation TEXT NOT NULL,
        checked TEXT NOT NULL, sending TEXT, sent TEXT, refusals INTEGER NOT NULL DEFAULT 0,
        due TEXT
    );;
    CREATE INDEX follows_by_user ON follows (user);;
    CREATE TABLE digests (
        channel INTEGER PRIMARY KEY, guild INTEGER NOT NULL, places TEXT NOT NULL,
        minute INTEGER, zone TEXT, topic TEXT, locale TEXT NOT NULL,
        made TEXT NOT NULL, settled TEXT NOT NULL, sending TEXT, sent TEXT,
        refusals INTEGER NOT NULL DEFAULT 0, due TEXT
    );;
    CREATE TABLE digested (
        channel INTEGER NOT NULL, article TEXT NOT NULL, at TEXT NOT NULL, line INTEGER,
        also TEXT NOT NULL DEFAULT '[]', PRIMARY KEY (channel, article)
    ) WITHOUT ROWID;;
    CREATE INDEX digested_by_time ON digested (at)""",
)
"""One step a version of the file; statements are divided by ``;;``.

``settings.place`` is "guild:ID" or "channel:ID", its values JSON. ``remarks`` holds the reasons
that came with a thumb down, only where questions are kept; ``row`` is that of the ledger, and
``user`` a salted hash as it is there.

``follows`` and ``digests`` are what the bot does by itself: ``channel`` is where it speaks (in
follows NULL is a direct message to ``user``), ``places`` whose settings hold there. ``sending``
is set before a message goes out and unset once it is known what came of it. ``digested`` are
articles that a channel was told of, by the digest ``at`` that time; ``line`` is NULL for copies.
"""

HASHED = "keyed_hash(?, (SELECT value FROM meta WHERE key = 'salt'))"
"""SQL for the hash of a person's id, given as text: it lets what is theirs be found and deleted."""

T = TypeVar("T")


class StateError(DatelineError):
    """The bot's own file can't be read or written."""


def beside(index_path: Path) -> Path:
    """Where the bot over the index at ``index_path`` keeps what it has to remember."""
    return index_path.with_name(index_path.name + ".discord.sqlite3")


class State:
    """The open file. All work runs in its one thread, so the event loop never waits for a disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._thread = ThreadPoolExecutor(1, "state")
        self._connection: sqlite3.Connection | None = None

    async def open(self) -> None:
        """Opens the file, made where there is none, and brings it up to date. Raises StateError."""
        await self._submit(self._opened)

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What ``work`` makes of the connection, in one transaction. Raises StateError."""

        def inside() -> T:
            assert self._connection is not None, "the state is not open"
            connection = self._connection
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(connection)
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            return result

        return await self._submit(inside)

    async def meta(self, key: str) -> str | None:
        """A single value, or None."""
        row = await self.run(
            lambda c: c.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
        )
        return None if row is None else str(row[0])

    async def set_meta(self, key: str, value: str) -> None:
        """Sets a single value."""
        await self.run(
            lambda c: c.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, value])
        )

    async def secret(self) -> bytes:
        """The key that signs the ids of buttons; made once."""

        def work(c: sqlite3.Connection) -> str:
            c.execute("INSERT OR IGNORE INTO meta VALUES ('secret', ?)", [secrets.token_hex(32)])
            return str(c.execute("SELECT value FROM meta WHERE key = 'secret'").fetchone()[0])

        return bytes.fromhex(await self.run(work))

    async def settings(self, *places: str) -> dict[str, Any]:
        """What is set for ``places``; a later one overrides those before it."""

        def work(c: sqlite3.Connection) -> dict[str, Any]:
            found: dict[str, Any] = {}
            for place in places:
                rows = c.execute("SELECT key, value FROM settings WHERE place = ?", [place])
                found |= {str(key): json.loads(value) for key, value in rows}
            return found

        return await self.run(work)

    async def set_setting(self, place: str, key: str, value: Any) -> None:
        """Sets one value of a place; None unsets it."""

        def work(c: sqlite3.Connection) -> None:
            c.execute("DELETE FROM settings WHERE place = ? AND key = ?", [place, key])
            if value is not None:
                c.execute("INSERT INTO settings VALUES (?, ?, ?)", [place, key, json.dumps(value)])

        await self.run(work)

    async def erase(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Deletes rows so that no copy of them stays in the file's log; how many that were."""

        def work() -> int:
            assert self._connection is not None, "the state is not open"
            gone = self._connection.execute(sql, parameters).rowcount
            if gone:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            return gone

        return await self._submit(work)

    async def close(self) -> None:
        """Closes the file."""

        def closed() -> None:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

        await self._submit(closed)
        self._thread.shutdown(wait=False)

    async def _submit(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except (sqlite3.Error, OSError, ValueError) as error:
            raise StateError(
                f"the bot's own file {self.path} cannot be used ({error}); check its permissions "
                "and the room on its disk, or move it away, and a new one is made"
            ) from error

    def _opened(self) -> None:
        # Made here and not by SQLite, so that at no moment anybody else can read it.
        with suppress(FileExistsError):
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        connection = sqlite3.connect(
            self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA secure_delete = ON")
            connection.create_function("keyed_hash", 2, _keyed_hash, deterministic=True)
            _migrate(connection, self.path)
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except BaseException:
            connection.close()
            raise
        self._connection = connection


def _keyed_hash(user: str, salt: str) -> str:
    return hmac.new(bytes.fromhex(salt), user.encode(), hashlib.sha256).hexdigest()


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("BEGIN IMMEDIATE")
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if mark != APPLICATION_ID and (mark or tables):
        raise StateError(f"{path} is a database of another program; it was left alone")
    if version > len(MIGRATIONS):
        raise StateError(f"{path} was made by a newer version of Dateline; upgrade this one")
    for step in MIGRATIONS[version:]:
        for statement in step.split(";;"):
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    connection.execute("COMMIT")
