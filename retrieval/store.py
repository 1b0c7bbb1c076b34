"""The index: one SQLite file. Everything that is written or read goes through :class:`Store`.

WAL with one writer at a time; readers see a snapshot. A citation stays valid because versions of
articles are never overwritten; passages exist for the current version alone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import (
    IndexDamaged,
    IndexLocked,
    IndexMismatch,
    IndexMissing,
    IndexUnwritable,
    StoreError,
)
from retrieval.records import Article, Passage, Span
from retrieval.schema import SCHEMA_VERSION, migrate

if TYPE_CHECKING:
    import sqlite_utils

BUSY_MS = 5_000


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage with what encoding and annotation made of it, ready to be written."""

    passage: Passage
    terms: Sequence[str]
    vector: NDArray[np.float32]
    sentences: NDArray[np.float32]
    """The vectors of the passage's sentences, of shape (sentences, dimension)."""


class Store:
    """An open index. Not for sharing between threads; open one for each."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        """Opens the index at ``path``, making it where ``create`` says so.

        Raises IndexMissing, IndexMismatch, IndexDamaged, IndexUnwritable or IndexLocked.
        """
        self.path = path
        if not create and not path.exists():
            raise IndexMissing(f"there is no index at {path}; make it with: dateline refresh")
        with translated(path):
            if create:
                path.parent.mkdir(parents=True, exist_ok=True)
            self.connection = _connect(path, writable=create)
            if create:
                migrate(self.db)
            if self.meta("schema") != SCHEMA_VERSION:
                raise IndexMismatch(
                    f"{path} is not an index of this version of Dateline; "
                    "rebuild it with: dateline refresh --full"
                )

    @cached_property
    def db(self) -> sqlite_utils.Database:
        """The same connection through sqlite-utils, which asking can do without."""
        import sqlite_utils

        return sqlite_utils.Database(self.connection)

    def close(self) -> None:
        """Closes the file; the store cannot be used afterwards."""
        self.connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Transactions and meta --------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction for what happens inside; all of it is kept or none."""
        with translated(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.connection.rollback()
                raise
            self.connection.commit()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One snapshot for all reads inside."""
        with translated(self.path):
            self.connection.execute("BEGIN")
            try:
                yield
            finally:
                self.connection.rollback()

    def meta(self, key: str) -> str | None:
        """A value of the index's own description, or None."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Sets one value; inside :meth:`writing`."""
        self.connection.execute(
            "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", [key, value]
        )

    def require(self, key: str, value: str) -> None:
        """Raises IndexMismatch where the index was made with another ``value`` of ``key``."""
        stored = self.meta(key)
        if stored is not None and stored != value:
            raise IndexMismatch(
                f"the index was made with {key} {stored}, but {value} is in use now; "
                "rebuild it with: dateline refresh --full"
            )

    @property
    def generation(self) -> int:
        """Counts the changes of the index; what was read before is stale when it has moved."""
        return int(self.meta("generation") or 0)

    # Writing ----------------------------------------------------------------------------------

    def hashes(self, source: str) -> dict[str, str]:
        """Content hash of each live article of ``source``, by article id."""
        rows = self.connection.execute(
            "SELECT a.id, v.content_hash FROM articles a JOIN versions v"
            " ON v.article_id = a.id AND v.version = a.version"
            " WHERE a.source = ? AND a.live = 1",
            [source],
        )
        return {str(i): str(h) for i, h in rows}

    def holder(self, article_id: str) -> str | None:
        """The source whose live article has this id, or None."""
        row = self.connection.execute(
            "SELECT source FROM articles WHERE id = ? AND live = 1", [article_id]
        ).fetchone()
        return None if row is None else str(row[0])

    def put(
        self,
        article: Article,
        passages: Iterable[IndexedPassage],
        spans: Iterable[Span],
        *,
        now: datetime,
    ) -> int:
        """Writes ``article`` as its newest version, replacing its passages; returns the version.

        Inside :meth:`writing`.
        """
        row = self.connection.execute(
            "SELECT max(version) FROM versions WHERE article_id = ?", [article.id]
        ).fetchone()
        version = int(row[0] or 0) + 1
        self._drop_passages(article.id)
        self.db.table("versions").insert(_version_row(article, version, now))
        self.db.table("articles").upsert(
            {"id": article.id, "source": article.source, "version": version, "live": 1}, pk="id"
        )
        self._put_passages(article, version, passages)
        self.db.table("spans").insert_all(
            [
                {
                    "article_id": article.id, "version": version, "kind": s.kind,
                    "start": s.start, "end": s.end, "value": s.value, "label": s.label,
                    "first": s.first and s.first.isoformat(),
                    "last": s.last and s.last.isoformat(),
                }
                for s in spans
            ]
        )  # fmt: skip
        self._bump()
        return version

    def remove(self, article_id: str) -> None:
        """Takes an article out of the search; its versions stay citable. Inside :meth:`writing`."""
        self._drop_passages(article_id)
        self.connection.execute("UPDATE articles SET live = 0 WHERE id = ?", [article_id])
        self._bump()

    def _put_passages(
        self, article: Article, version: int, passages: Iterable[IndexedPassage]
    ) -> None:
        published = article.published and int(article.published.timestamp())
        for item in passages:
            cursor = self.connection.execute(
                "INSERT INTO passages (article_id, version, ordinal, start, end, sentences, terms,"
                " length, published, outlet) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    article.id, version, item.passage.ordinal, item.passage.start,
                    item.passage.end, json.dumps(item.passage.sentences), " ".join(item.terms),
                    len(item.terms), published, article.outlet,
                ],
            )  # fmt: skip
            vector = np.ascontiguousarray(item.vector, dtype=np.float32)
            self.connection.execute(
                "INSERT INTO embeddings (passage_id, vector) VALUES (?, ?)",
                [cursor.lastrowid, vector.tobytes()],
            )
            self.connection.execute(
                "INSERT INTO signatures (passage_id, bits) VALUES (?, ?)",
                [cursor.lastrowid, np.packbits(vector > 0).tobytes()],
            )
            self.connection.execute(
                "INSERT INTO sentences (passage_id, vectors) VALUES (?, ?)",
                [cursor.lastrowid, _bytes(item.sentences)],
            )

    def _drop_passages(self, article_id: str) -> None:
        for table in ("embeddings", "signatures", "sentences"):
            self.connection.execute(
                f"DELETE FROM {table} WHERE passage_id IN"
                " (SELECT id FROM passages WHERE article_id = ?)",
                [article_id],
            )
        self.connection.execute("DELETE FROM passages WHERE article_id = ?", [article_id])
        self.connection.execute("DELETE FROM spans WHERE article_id = ?", [article_id])

    def _bump(self) -> None:
        self.set_meta("generation", str(self.generation + 1))

    # Reading ----------------------------------------------------------------------------------

    def article(self, article_id: str, version: int | None = None) -> Article | None:
        """One version of an article, by default the current one, removed ones included."""
        row = self.connection.execute(
            "SELECT v.*, a.source AS source FROM versions v JOIN articles a ON a.id = v.article_id"
            " WHERE v.article_id = ? AND v.version = coalesce(?, a.version)",
            [article_id, version],
        ).fetchone()
        return None if row is None else _article(row)

    def spans(self, article_id: str) -> list[Span]:
        """What annotation found in the current version, in order of offsets."""
        rows = self.connection.execute(
            "SELECT * FROM spans WHERE article_id = ? ORDER BY start, end", [article_id]
        )
        return [
            Span(r["kind"], r["start"], r["end"], r["value"], r["label"],
                 _day(r["first"]), _day(r["last"]))
            for r in rows
        ]  # fmt: skip

    def passages(self, ids: Sequence[int]) -> dict[int, sqlite3.Row]:
        """Rows of ``passages`` by id; ids that are gone are missing."""
        marks = ",".join("?" * len(ids))
        rows = self.connection.execute(f"SELECT * FROM passages WHERE id IN ({marks})", list(ids))
        return {int(r["id"]): r for r in rows}

    def sentence_vectors(self, passage_id: int) -> NDArray[np.float32]:
        """Unit vectors of a passage's sentences, of shape (sentences, dimension)."""
        row = self.connection.execute(
            "SELECT vectors, (SELECT length(vector) / 4 FROM embeddings WHERE passage_id = ?1)"
            " FROM sentences WHERE passage_id = ?1",
            [passage_id],
        ).fetchone()
        vectors = np.frombuffer(row[0], dtype=np.int8).reshape(-1, row[1]).astype(np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)

    def counts(self) -> dict[str, Any]:
        """How much is indexed: articles, passages, outlets, oldest and newest publication."""
        row = self.connection.execute(
            "SELECT count(*) AS articles, count(DISTINCT v.outlet) AS outlets,"
            " min(v.published) AS oldest, max(v.published) AS newest,"
            " sum(v.published IS NULL) AS undated"
            " FROM articles a JOIN versions v ON v.article_id = a.id AND v.version = a.version"
            " WHERE a.live = 1"
        ).fetchone()
        (passages,) = self.connection.execute("SELECT count(*) FROM passages").fetchone()
        return {**dict(row), "passages": passages}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns SQLite's and the system's errors into errors that say what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _store_error(path, error) from error
    except PermissionError as error:
        raise IndexUnwritable(f"no permission to write {path}: {error.strerror}") from error


def _store_error(path: Path, error: sqlite3.Error) -> StoreError:
    text = str(error)
    if "locked" in text or "busy" in text:
        return IndexLocked(f"{path} is being written by another program; try again in a moment")
    if "disk is full" in text:
        return IndexUnwritable(f"the disk is full: {path} was left as it was; make room and retry")
    if "readonly" in text or "unable to open" in text:
        return IndexUnwritable(f"{path} cannot be opened for writing ({text})")
    return IndexDamaged(
        f"{path} is damaged or not an index ({text}); rebuild it with: dateline refresh --full"
    )


def _connect(path: Path, *, writable: bool) -> sqlite3.Connection:
    # Readers open read-write where they may, since WAL needs its shared memory file.
    connection = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    if writable:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
    else:
        connection.execute("PRAGMA query_only = ON")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection


def _bytes(vectors: NDArray[np.float32]) -> bytes:
    # A byte for each component, scaled to the vector's largest: only directions matter here.
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-9)
    scaled: NDArray[np.int8] = np.rint(vectors / largest * 127).astype(np.int8)
    return scaled.tobytes()


def _version_row(article: Article, version: int, now: datetime) -> dict[str, Any]:
    return {
        "article_id": article.id,
        "version": version,
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "published": _iso(article.published),
        "published_basis": article.published_basis,
        "updated": _iso(article.updated),
        "language": article.language,
        "attribution": article.attribution,
        "text": article.text,
        "content_hash": article.content_hash,
        "fetched": _iso(now),
    }


def _article(row: sqlite3.Row) -> Article:
    return Article(
        id=row["article_id"],
        text=row["text"],
        title=row["title"],
        outlet=row["outlet"],
        source=row["source"],
        url=row["url"],
        published=_instant(row["published"]),
        published_basis=row["published_basis"],
        updated=_instant(row["updated"]),
        language=row["language"],
        attribution=row["attribution"],
        version=row["version"],
    )


def _iso(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).isoformat()


def _instant(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
