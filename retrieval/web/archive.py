"""What was fetched, in one SQLite file beside the index: reading coverage never needs the web.

An item that has left its feed is still coverage, so the archive is where web sources are read
from. Each page is written in a transaction of its own before the index is touched; a process that
is killed loses at most what was under way. What is gone (410, or forgotten by an operator) leaves
a row without text, so that it never comes back.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from retrieval.errors import ArchiveError
from retrieval.web.addresses import normalised
from retrieval.web.records import WEB_SUFFIX, Item, PageText, Validators

APPLICATION_ID = 0x446C7731
"""Marks the file as ours ("Dlw1"): no other program's database is ever written to."""

BUSY_SECONDS = 5.0
VERSION = "1"

REST = timedelta(hours=6)
"""A page whose item has left its listing is asked again when since its last visit half of the age
that it had then has passed, and at least so long: ten times in the first month, then ever less."""

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;;
CREATE TABLE listings (
    source TEXT NOT NULL, address TEXT NOT NULL, etag TEXT, last_modified TEXT, moved_to TEXT,
    modified TEXT, ttl REAL, PRIMARY KEY (source, address)
) WITHOUT ROWID;;
CREATE TABLE pages (
    key TEXT PRIMARY KEY, id TEXT NOT NULL, address TEXT, moved TEXT, etag TEXT,
    last_modified TEXT, body_hash TEXT, status INTEGER, seen TEXT NOT NULL, checked TEXT,
    page TEXT, gone TEXT
);;
CREATE INDEX pages_by_id ON pages (id);;
CREATE INDEX pages_by_move ON pages (moved);;
CREATE TABLE entries (
    source TEXT NOT NULL, key TEXT NOT NULL, listing TEXT NOT NULL, listed INTEGER NOT NULL,
    item TEXT NOT NULL, PRIMARY KEY (source, key)
);;
CREATE INDEX entries_by_key ON entries (key)
"""


@dataclass(frozen=True, slots=True)
class ListingState:
    """What is known of a listing from earlier visits."""

    validators: Validators = field(default_factory=Validators)
    moved_to: str | None = None
    modified: str | None = None
    """When it was last changed as the index that names it wrote, at the last reading."""
    ttl_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class PageState:
    """What is known of a page from earlier visits, without its text."""

    key: str
    id: str
    address: str
    """Where it is asked: as the listing gave it, or where permanent redirects have led since."""
    validators: Validators
    body_hash: str | None
    status: int | None
    seen: datetime
    """When it was first listed."""
    checked: datetime | None
    held: bool
    """Whether its text is held."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One article as it stands in the archive: what the listing says and what the page says."""

    id: str
    address: str | None
    """Where to read it: its id, or where that has moved for good; None where it has no page."""
    item: Item
    page: PageText | None
    seen: datetime
    """When it was first listed."""
    checked: datetime | None
    """When its page was last asked."""


def beside(index_path: Path) -> Path:
    """Where the archive of the index at ``index_path`` is."""
    return index_path.with_name(index_path.name + WEB_SUFFIX)


class Archive:
    """The open archive. Not for sharing between threads; open one for each."""

    def __init__(self, path: Path) -> None:
        """Opens the file at ``path``, made where there is none. Raises ArchiveError (as everything
        here does) where it can't be used or is another program's.
        """
        self.path = path
        with _translated(path):
            _make(path)
            self._connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            try:
                self._connection.row_factory = sqlite3.Row
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self) -> None:
        # What is deleted is overwritten: a forgotten text must not linger in free pages.
        self._connection.execute("PRAGMA secure_delete = ON")
        if self._mark() != APPLICATION_ID:
            # Before WAL and in one transaction: the file is empty, or complete and marked.
            with self._writing():
                self._make_tables()
        (found,) = self._connection.execute(
            "SELECT value FROM meta WHERE key = 'version'"
        ).fetchone()
        if found != VERSION:
            raise ArchiveError(
                f"{self.path} was written by another version of Dateline (its tables are of "
                f"version {found}, not {VERSION}); use that one, or move the file away and refresh"
            )
        with suppress(sqlite3.OperationalError):  # another one has it open: next time, then
            self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")

    def _make_tables(self) -> None:
        mark = self._mark()
        if mark == APPLICATION_ID:  # somebody else made them just now
            return
        (tables,) = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if mark or tables:
            raise ArchiveError(
                f"{self.path} is a database of another program; it was left alone. Move it away, "
                "and a new one is made"
            )
        for statement in _TABLES.split(";;"):
            self._connection.execute(statement)
        self._connection.execute("INSERT INTO meta VALUES ('version', ?)", [VERSION])
        self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    def _mark(self) -> int:
        return int(self._connection.execute("PRAGMA application_id").fetchone()[0])

    def close(self) -> None:
        """Closes the file; the archive cannot be used afterwards."""
        with _translated(self.path):
            self._connection.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Listings ---------------------------------------------------------------------------------

    def listing(self, source: str, address: str) -> ListingState:
        """What is known of a listing of ``source``; nothing at all at the first visit."""
        row = self._one(
            "SELECT * FROM listings WHERE source = ? AND address = ?", [source, address]
        )
        if row is None:
            return ListingState()
        return ListingState(
            Validators(row["etag"], row["last_modified"]), row["moved_to"], row["modified"],
            row["ttl"],
        )  # fmt: skip

    def put_listing(
        self,
        source: str,
        address: str,
        state: ListingState,
        items: Mapping[str, Item],
        now: datetime,
    ) -> None:
        """Notes a listing and its ``items`` by key, all of it or none.

        Items of this listing that are not among them have left it; they are kept. Of an item that
        is gone nothing is written.
        """
        with self._writing():
            self._connection.execute(
                "INSERT OR REPLACE INTO listings VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    source, address, state.validators.etag, state.validators.last_modified,
                    state.moved_to, state.modified, state.ttl_seconds,
                ],
            )  # fmt: skip
            self._connection.execute(
                "UPDATE entries SET listed = 0 WHERE source = ? AND listing = ?", [source, address]
            )
            for key, item in items.items():
                self._put_entry(source, address, key, item, now)

    def _put_entry(self, source: str, listing: str, key: str, item: Item, now: datetime) -> None:
        self._connection.execute(
            "INSERT INTO pages (key, id, address, seen) VALUES (?1, ?1, ?2, ?3)"
            " ON CONFLICT (key) DO NOTHING",
            [key, item.address, now.isoformat()],
        )
        self._connection.execute(
            "INSERT INTO entries SELECT ?, key, ?, 1, ? FROM pages WHERE key = ? AND gone IS NULL"
            " ON CONFLICT (source, key) DO UPDATE SET listing = excluded.listing, listed = 1,"
            " item = excluded.item",
            [source, listing, json.dumps(asdict(item), ensure_ascii=False), key],
        )

    def item(self, source: str, key: str) -> Item | None:
        """What the listing last said about an item."""
        row = self._one("SELECT item FROM entries WHERE source = ? AND key = ?", [source, key])
        return None if row is None else Item(**json.loads(row["item"]))

    # Pages ------------------------------------------------------------------------------------

    def key_of(self, address: str) -> str:
        """Under which key an address is kept: its normal form, or that of the address of the same
        page before permanent redirects. Raises ValueError for what is no address.
        """
        key = normalised(address)
        if self._one("SELECT 1 FROM pages WHERE key = ?", [key]) is not None:
            return key
        row = self._one("SELECT key FROM pages WHERE moved = ? ORDER BY key LIMIT 1", [key])
        return key if row is None else str(row["key"])

    def listed(self, source: str) -> list[str]:
        """The keys of pages that listings of ``source`` hold now and that are not gone."""
        return self._keys(
            "SELECT key FROM entries e JOIN pages p USING (key)"
            " WHERE e.source = ? AND listed = 1 AND p.address IS NOT NULL AND gone IS NULL",
            [source],
        )

    def due(self, source: str, now: datetime, limit: int) -> list[str]:
        """Up to ``limit`` keys of pages that have left the listings and whose turn it is again
        (see ``REST``), the longest unasked first.
        """
        return self._keys(
            "SELECT key FROM entries e JOIN pages p USING (key) WHERE e.source = ?1 AND listed = 0"
            " AND p.address IS NOT NULL AND gone IS NULL AND julianday(?2) - julianday(checked) >="
            " max(?3, (julianday(checked) - julianday(seen)) / 2) ORDER BY checked LIMIT ?4",
            [source, now.isoformat(), REST / timedelta(days=1), limit],
        )

    def page(self, key: str) -> PageState | None:
        """What is known of a page; None where it is not kept or gone."""
        row = self._one(
            "SELECT *, page IS NOT NULL AS held FROM pages"
            " WHERE key = ? AND gone IS NULL AND address IS NOT NULL",
            [key],
        )
        if row is None:
            return None
        return PageState(
            key, row["id"], row["address"], Validators(row["etag"], row["last_modified"]),
            row["body_hash"], row["status"], datetime.fromisoformat(row["seen"]),
            row["checked"] and datetime.fromisoformat(row["checked"]), bool(row["held"]),
        )  # fmt: skip

    def id_is_free(self, id: str, page: PageText) -> bool:
        """Whether a page may take ``id``: nobody has it, or a page of the same title or text."""
        row = self._one("SELECT page FROM pages WHERE id = ? AND page IS NOT NULL LIMIT 1", [id])
        if row is None:
            return True
        held = _page_of(row["page"])
        return (
            held.text == page.text
            or (held.title or "").casefold() == (page.title or "\0").casefold()
        )

    def note_asked(
        self, keys: Sequence[str], status: int | None, now: datetime, *, moved_to: str | None = None
    ) -> None:
        """Notes that pages were asked, and where one of them has moved; their texts stay."""
        with self._writing():
            self._connection.executemany(
                "UPDATE pages SET status = ?, checked = ? WHERE key = ?",
                [[status, now.isoformat(), key] for key in keys],
            )
            if moved_to is not None:
                self._move(keys[0], moved_to)

    def put_page(
        self,
        state: PageState,
        page: PageText | None,
        *,
        id: str,
        body_hash: str,
        validators: Validators,
        moved_to: str | None,
        now: datetime,
    ) -> None:
        """Writes what a page holds under the article ``id``; None where no text was found, which
        takes nothing away. A page whose article is gone is gone as well.
        """
        with self._writing():
            self._connection.execute(
                "UPDATE pages SET id = ?, status = 200, checked = ?, body_hash = ?, etag = ?,"
                " last_modified = ?, page = coalesce(?, page) WHERE key = ?",
                [
                    id, now.isoformat(), body_hash, validators.etag, validators.last_modified,
                    page and json.dumps(asdict(page), ensure_ascii=False, default=_written),
                    state.key,
                ],
            )  # fmt: skip
            if moved_to is not None:
                self._move(state.key, moved_to)
            others = self._connection.execute(
                "SELECT min(gone IS NOT NULL), max(gone) FROM pages WHERE id = ? AND key != ?",
                [id, state.key],
            ).fetchone()
            if others[0] == 1:
                self._go([state.key], str(others[1]))

    def _move(self, key: str, address: str) -> None:
        self._connection.execute(
            "UPDATE pages SET address = ?, moved = ? WHERE key = ?",
            [address, normalised(address), key],
        )

    # What is gone -----------------------------------------------------------------------------

    def bury(self, key: str, now: datetime, *, reason: str = "410") -> None:
        """Deletes the text of a page and what listings said of it; only a tombstone stays."""
        with self._writing():
            self._go([key], reason)
            self._connection.execute(
                "UPDATE pages SET checked = ? WHERE key = ?", [now.isoformat(), key]
            )
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def forget(self, address_or_id: str, now: datetime) -> list[str]:
        """As after a 410, for the article of that address or id and all addresses that it has.
        Returns its id, in a list; nothing where there is no such article, or it has gone before.
        """
        ids = self._ids(address_or_id, "gone IS NULL")
        for id in ids:
            for key in self._keys("SELECT key FROM pages WHERE id = ?", [id]):
                self.bury(key, now, reason="forgotten")
        return ids

    def lift(self, address_or_id: str) -> list[str]:
        """Lets an article that is gone come back when a listing leads to it: each is read anew at
        its next visit, whether it has changed or not. Returns the article's id, in a list.
        """
        ids = self._ids(address_or_id, "gone IS NOT NULL")
        with self._writing():
            for id in ids:
                self._connection.execute(
                    "UPDATE pages SET gone = NULL, checked = NULL WHERE id = ?", [id]
                )
            if ids:
                self._connection.execute(
                    "UPDATE listings SET etag = NULL, last_modified = NULL, modified = NULL"
                )
        return ids

    def _ids(self, address_or_id: str, condition: str) -> list[str]:
        names = {address_or_id}
        with suppress(ValueError):
            names |= {normalised(address_or_id), self.key_of(address_or_id)}
        marks = ",".join("?" * len(names))
        return self._keys(
            f"SELECT DISTINCT id FROM pages WHERE {condition} AND id IN"
            f" (SELECT id FROM pages WHERE id IN ({marks}) OR key IN ({marks}))",
            [*names, *names],
        )

    def _go(self, keys: Iterable[str], reason: str) -> None:
        for key in keys:
            self._connection.execute(
                "UPDATE pages SET gone = ?, page = NULL, etag = NULL, last_modified = NULL,"
                " body_hash = NULL WHERE key = ?",
                [reason, key],
            )
            self._connection.execute("DELETE FROM entries WHERE key = ?", [key])

    def gone(self) -> list[str]:
        """The ids of articles of which no address is left."""
        return self._keys("SELECT id FROM pages GROUP BY id HAVING min(gone IS NOT NULL) = 1")

    # Reading ----------------------------------------------------------------------------------

    def keys(self, source: str, *, listed_only: bool = False) -> list[str]:
        """One key for each article of ``source``, its best: one whose page is held, under its own
        id, and listed, in this order.
        """
        # SQLite takes the columns that are not grouped from the row with the max().
        return self._keys(
            "SELECT key, max((page IS NOT NULL) * 4 + (p.key = p.id) * 2 + listed)"
            " FROM entries e JOIN pages p USING (key)"
            " WHERE e.source = ? AND gone IS NULL AND listed >= ? GROUP BY p.id ORDER BY p.id",
            [source, int(listed_only)],
        )

    def unlisted(self, source: str) -> list[str]:
        """The ids of articles of ``source`` that its listings hold no longer."""
        return self._keys(
            "SELECT p.id FROM entries e JOIN pages p USING (key) WHERE e.source = ?"
            " GROUP BY p.id HAVING max(listed) = 0",
            [source],
        )

    def kept(self, source: str, key: str) -> Kept | None:
        """What is known of one article; None where it has gone meanwhile."""
        row = self._one(
            "SELECT p.*, e.item FROM entries e JOIN pages p USING (key)"
            " WHERE e.source = ? AND key = ? AND gone IS NULL",
            [source, key],
        )
        if row is None:
            return None
        with _translated(self.path):
            page = None if row["page"] is None else _page_of(row["page"])
            item = Item(**json.loads(row["item"]))
            seen = datetime.fromisoformat(row["seen"])
            checked = row["checked"] and datetime.fromisoformat(row["checked"])
            shown = None if row["address"] is None else row["moved"] or row["id"]
        return Kept(row["id"], shown, item, page, seen, checked)

    def _one(self, sql: str, parameters: Sequence[Any]) -> sqlite3.Row | None:
        with _translated(self.path):
            row: sqlite3.Row | None = self._connection.execute(sql, parameters).fetchone()
            return row

    def _keys(self, sql: str, parameters: Sequence[Any] = ()) -> list[str]:
        with _translated(self.path):
            return [str(row[0]) for row in self._connection.execute(sql, parameters)]

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction for what happens inside; all of it is kept or none."""
        with _translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk has rolled it back already.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def _page_of(written: str) -> PageText:
    fields = json.loads(written)
    for name in ("published", "updated"):
        fields[name] = fields[name] and datetime.fromisoformat(fields[name])
    return PageText(**fields)


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not kept")


def _make(path: Path) -> None:
    # Made here and not by SQLite, so that at no moment anybody else can read it; its log files
    # take over its mode.
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turns errors of SQLite, of the system and of broken contents into ArchiveError."""
    try:
        yield
    except (sqlite3.Error, OSError, ValueError, TypeError, KeyError) as error:
        code = getattr(error, "sqlite_errorcode", None)
        primary = None if code is None else code & 0xFF
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            remedy = "another program is writing to it; try again in a moment"
        elif primary == sqlite3.SQLITE_FULL:
            remedy = "make room on its disk and retry"
        elif isinstance(error, OSError) or primary in _REFUSED:
            remedy = "check its permissions, its folder's and the room on its disk"
        else:
            remedy = "restore it from a copy, or move it away: a new one is made from the web"
        raise ArchiveError(
            f"the archive of web pages {path} cannot be used ({reason}); {remedy}"
        ) from error


_REFUSED = (
    sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_IOERR,
)  # fmt: skip
