"""The index: one SQLite file. Everything that is written or read goes through :class:`Store`.

WAL with one writer at a time; readers see a snapshot. A citation stays valid because versions of
articles are never overwritten; passages exist for the current version alone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from retrieval import burial, history, syndication
from retrieval.connection import (
    Connection,
    damaged,
    kind_of,
    missing,
    open_for_reading,
    open_for_writing,
    refuse,
    translated,
    use_wal,
)
from retrieval.copies import sketch
from retrieval.damage import first_damage
from retrieval.errors import IndexMismatch
from retrieval.languages import primary
from retrieval.records import Article, NoticeKind, Span
from retrieval.rows import (
    IndexedPassage,
    Known,
    article_of,
    scaled_bytes,
    span_of,
    span_row,
    version_row,
)
from retrieval.schema import SCHEMA_VERSION, migrate

if TYPE_CHECKING:
    import sqlite_utils

    from retrieval.sources import SourceConfig
    from retrieval.watch import Health

REBUILD = "rebuild it with: dateline refresh --full"


class Store:
    """An open index. Not for sharing between threads; open one for each."""

    def __init__(self, path: Path, *, create: bool = False, shown: Path | None = None) -> None:
        """Opens the index at ``path``, for writing (and made) where ``create`` says so.

        Errors name ``shown`` where the file is only a step to the index there. Raises
        IndexMissing, IndexMismatch, IndexDamaged, IndexUnwritable, IndexLocked, or StoreError
        for a file that is no index of ours, which is left alone.
        """
        self.path = shown or path
        kind = kind_of(path)
        refuse(path, kind)
        if kind == "damaged":
            raise damaged(self.path, "file is not a database")
        if kind == "missing" and not create:
            raise missing(self.path)
        if create:
            with translated(self.path):
                path.parent.mkdir(parents=True, exist_ok=True)
        self.connection: Connection = (
            open_for_writing(path, self.path) if create else open_for_reading(path)
        )
        try:
            self._check_schema(create=create)
        except BaseException:
            self.connection.close()
            raise

    def _check_schema(self, *, create: bool) -> None:
        (made,) = self.connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'meta'"
        ).fetchone()
        if not made and not create:
            raise missing(self.path)
        if made and (found := self.meta("schema")) != SCHEMA_VERSION:
            raise IndexMismatch(
                f"the index {self.path} has schema {found}, but this version of Dateline has "
                f"schema {SCHEMA_VERSION}; {REBUILD}"
            )
        if create:
            use_wal(self.connection)
            if not made:
                with translated(self.path):
                    migrate(self.db)

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
                self.connection.commit()
            except BaseException:
                self.connection.rollback()
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One snapshot for all reads inside, which are guarded."""
        with self.guarded():
            self.connection.execute("BEGIN")
            try:
                yield
            finally:
                self.connection.rollback()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Raises IndexDamaged where what happens inside fails over contents that are broken.

        An error over an index that is sound is a mistake of the program, and stays what it is.
        """
        try:
            yield
        except (ValueError, LookupError, TypeError, AssertionError, OverflowError) as error:
            found = first_damage(self.connection)
            if found is None:
                raise
            raise damaged(self.path, found) from error

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
                f"the index was made with {key} {stored}, but {value} is in use now; {REBUILD}"
            )

    @property
    def generation(self) -> str:
        """Changes with every change of the index and never comes back, rebuilt or not: what was
        read under another one is stale.
        """
        return f"{self.meta('build')}-{self.meta('generation') or 0}"

    # Writing ----------------------------------------------------------------------------------

    def known(self) -> dict[str, Known]:
        """What is known of each live article, by its id."""
        rows = self.connection.execute(
            "SELECT a.id, a.source, a.place, coalesce(a.seen, v.content_hash) FROM articles a"
            " JOIN versions v ON v.article_id = a.id AND v.version = a.version WHERE a.live = 1"
        )
        return {str(i): Known(str(s), str(p), str(h)) for i, s, p, h in rows}

    def is_live(self, article_id: str) -> bool:
        """Whether the article is searched: it is in the index and was not removed."""
        row = self.connection.execute(
            "SELECT 1 FROM articles WHERE id = ? AND live = 1", [article_id]
        ).fetchone()
        return row is not None

    def put(
        self,
        article: Article,
        passages: Iterable[IndexedPassage],
        spans: Iterable[Span],
        *,
        now: datetime,
        detected: str | None = None,
    ) -> int:
        """Writes ``article`` as its newest version, replacing its passages; returns the version.

        One that has the contents of the newest version already is that version. ``detected`` is
        the language that its text is in, where that is known. Inside :meth:`writing`.
        """
        passages = list(passages)
        version = self._put_version(article, now, detected)
        self._drop_passages(article.id)
        self._put_passages(article, version, passages)
        self._place(article, (s for p in passages for s in p.passage.sentences))
        self.connection.executemany(
            "INSERT INTO spans (article_id, version, kind, start, end, value, label, first, last)"
            " VALUES (:article_id, :version, :kind, :start, :end, :value, :label, :first, :last)",
            [span_row(s, article.id, version) for s in spans],
        )
        self._bump()
        return version

    def restate(self, article: Article, *, now: datetime) -> None:
        """Writes ``article`` as its newest version over the passages of the one before, of which
        neither text nor title nor date may differ. Inside :meth:`writing`.
        """
        row = self.connection.execute(
            "SELECT detected FROM versions WHERE article_id = ? ORDER BY version DESC LIMIT 1",
            [article.id],
        ).fetchone()
        version = self._put_version(article, now, row["detected"])
        self.connection.execute(
            "UPDATE passages SET version = ?, outlet = ? WHERE article_id = ?",
            [version, article.outlet, article.id],
        )
        self.connection.execute(
            "UPDATE spans SET version = ? WHERE article_id = ?", [version, article.id]
        )
        rows = self.connection.execute(
            "SELECT sentences FROM passages WHERE article_id = ?", [article.id]
        )
        self._place(article, ((s, e) for (found,) in rows for s, e in json.loads(found)))
        self._bump()

    def move(self, article_id: str, source: str, place: str) -> None:
        """Notes that an article is found elsewhere now. Inside :meth:`writing`."""
        self.connection.execute(
            "UPDATE articles SET source = ?, place = ? WHERE id = ?", [source, place, article_id]
        )

    def note_seen(self, article: Article) -> None:
        """Notes that the newest version was found as ``article``, which differs by trifles alone.

        Inside :meth:`writing`.
        """
        self.connection.execute(
            "UPDATE articles SET seen = ?, source = ?, place = ? WHERE id = ?",
            [article.content_hash, article.source, article.place, article.id],
        )

    def note_source(
        self,
        source: SourceConfig,
        *,
        problems: int,
        error: str | None,
        now: datetime,
        health: Health,
    ) -> None:
        """Notes how a source fared in a refresh. Inside :meth:`writing`."""
        self.connection.execute(
            "INSERT INTO sources (name, kind, location, refreshed, error, failures, problems,"
            " tried, changed, habit, patience, due)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
            " ON CONFLICT (name) DO UPDATE SET"
            " kind = ?2, location = ?3, error = ?5, problems = ?7,"
            " refreshed = coalesce(?4, refreshed), failures = (failures + 1) * ?6,"
            " tried = ?8, changed = ?9, habit = ?10, patience = ?11, due = ?12",
            [
                source.name, source.kind, source.location,
                None if error else now.isoformat(), error, int(error is not None), problems,
                now.isoformat(), health.changed and health.changed.isoformat(),
                health.habit, health.patience, health.due.isoformat(),
            ],
        )  # fmt: skip

    def arrivals(self, source: str, limit: int = 1000) -> list[datetime]:
        """When the articles that came last from ``source`` came: their publication, or when they
        were first seen where that is not known or lies later.
        """
        rows = self.connection.execute(
            "SELECT v.published, v.fetched FROM articles a JOIN versions v"
            " ON v.article_id = a.id WHERE a.source = ? AND v.version ="
            " (SELECT min(version) FROM versions WHERE article_id = a.id)"
            " ORDER BY a.rowid DESC LIMIT ?",
            [source, limit],
        )
        with self.guarded():
            return [datetime.fromisoformat(min(p or f, f)) for p, f in rows]

    def put_source(self, row: Mapping[str, Any]) -> None:
        """Takes over a row of another index's :meth:`sources`. Inside :meth:`writing`."""
        self.db.table("sources").upsert(dict(row), pk="name")

    def drop_sources_but(self, names: set[str]) -> None:
        """Forgets how all other sources fared."""
        marks = ",".join("?" * len(names))
        with self.writing():
            self.connection.execute(
                f"DELETE FROM sources WHERE name NOT IN ({marks})", sorted(names)
            )

    def _put_version(self, article: Article, now: datetime, detected: str | None) -> int:
        row = self.connection.execute(
            "SELECT version, content_hash FROM versions WHERE article_id = ?"
            " ORDER BY version DESC LIMIT 1",
            [article.id],
        ).fetchone()
        version = int(row["version"]) if row else 0
        if row is None or row["content_hash"] != article.content_hash:
            from retrieval.notices import find_notice  # asking needs none of its patterns

            version += 1
            notice = find_notice(article.title, article.text, article.published)
            own = notice.kind if notice and not notice.about else None
            noted = replace(article, notice=own)
            self.db.table("versions").insert(version_row(noted, version, now, detected))
            history.note_pointers(self.connection, article, notice)
        self.db.table("articles").upsert(
            {
                "id": article.id, "source": article.source, "place": article.place,
                "version": version, "live": 1, "seen": None,
            },
            pk="id",
        )  # fmt: skip
        return version

    # Forgetting and history -------------------------------------------------------------------

    def bury(self, article_id: str, reason: str, now: datetime) -> burial.Buried:
        """Removes an article with all its versions and leaves a tombstone, so that no source
        brings it back. Inside :meth:`writing`; :meth:`scrub` afterwards.
        """
        buried = burial.bury(self.connection, article_id, reason, now)
        self._bump()
        return buried

    def scrub(self) -> bool:
        """Overwrites what is left of the words of buried articles; see :func:`burial.scrub`."""
        with translated(self.path):
            return burial.scrub(self.connection)

    def tombstones(self) -> list[burial.Tombstone]:
        """The articles that must not come back, oldest first."""
        return burial.tombstones(self.connection)

    def entomb(self, stone: burial.Tombstone) -> None:
        """Takes over a tombstone of another index. Inside :meth:`writing`."""
        burial.entomb(self.connection, stone)

    def lift(self, article_id: str) -> None:
        """Removes a tombstone. Inside :meth:`writing`."""
        burial.lift(self.connection, article_id)

    def take_history(self, old: Store) -> None:
        """Takes over all versions of ``old``'s articles and its tombstones; nothing is searched
        until it is put. In transactions of its own, a row in memory at a time.
        """
        with self.writing():
            for table in ("versions", "notices"):
                for row in old.connection.execute(f"SELECT * FROM {table}"):
                    marks = ", ".join("?" * len(row))
                    self.connection.execute(
                        f"INSERT INTO {table} ({', '.join(row.keys())}) VALUES ({marks})",
                        tuple(row),
                    )
            for row in old.connection.execute("SELECT id, source, place, version FROM articles"):
                self.connection.execute(
                    "INSERT INTO articles (id, source, place, version, live)"
                    " VALUES (?, ?, ?, ?, 0)",
                    tuple(row),
                )
            for stone in old.tombstones():
                self.entomb(stone)

    def versions(self, article_id: str) -> list[history.Version]:
        """The versions of an article and since when each stood there, oldest first."""
        with self.guarded():
            return history.versions(self.connection, article_id)

    def notices_about(self, article: Article, until: datetime) -> list[NoticeKind]:
        """What other articles published up to ``until`` say of ``article``."""
        return history.notices_about(self.connection, article, until)

    def version_text(self, article_id: str, version: int) -> str | None:
        """The text of one version; None where there is none (any more)."""
        row = self.connection.execute(
            "SELECT text FROM versions WHERE article_id = ? AND version = ?", [article_id, version]
        ).fetchone()
        return None if row is None else str(row[0])

    def verify(self, article_id: str, version: int, start: int, end: int, quote: str) -> bool:
        """Whether ``quote`` stands at these offsets of that version, as a citation says."""
        text = self.version_text(article_id, version)
        return text is not None and text[start:end] == quote

    def remove(self, article_id: str) -> None:
        """Takes an article out of the search; its versions stay citable. Inside :meth:`writing`."""
        self._drop_passages(article_id)
        syndication.withdraw(self.connection, article_id)
        self.connection.execute("UPDATE articles SET live = 0 WHERE id = ?", [article_id])
        self._bump()

    def _place(self, article: Article, sentences: Iterable[tuple[int, int]]) -> None:
        # Passages overlap, so that a sentence may stand in two of them.
        own = sketch(article, sorted(set(sentences)))
        syndication.place(self.connection, article.id, own)

    def copies(
        self, article_ids: Sequence[str], where: str, parameters: Sequence[object]
    ) -> dict[str, syndication.Group]:
        """The group of copies of each article that has some; see :func:`syndication.within`."""
        with self.guarded():
            return syndication.within(self.connection, article_ids, where, parameters)

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
            self.connection.executemany(
                "INSERT OR IGNORE INTO words (term, word) VALUES (?, ?)", item.words.items()
            )
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
                [cursor.lastrowid, scaled_bytes(item.sentences)],
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
        self.connection.execute(
            "INSERT INTO meta (key, value) VALUES ('generation', '1')"
            " ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
        )

    # Reading ----------------------------------------------------------------------------------

    def article(self, article_id: str, version: int | None = None) -> Article | None:
        """One version of an article, by default the current one, removed ones included."""
        row = self.connection.execute(
            "SELECT v.*, a.source, a.place FROM versions v JOIN articles a ON a.id = v.article_id"
            " WHERE v.article_id = ? AND v.version = coalesce(?, a.version)",
            [article_id, version],
        ).fetchone()
        with self.guarded():
            return None if row is None else article_of(row)

    def spans(self, article_id: str) -> list[Span]:
        """What annotation found in the current version, in order of offsets."""
        rows = self.connection.execute(
            "SELECT * FROM spans WHERE article_id = ? ORDER BY start, end", [article_id]
        ).fetchall()
        with self.guarded():
            return [span_of(row) for row in rows]

    def outlets(self) -> list[str]:
        """The outlets that are indexed, in order of their names."""
        rows = self.connection.execute("SELECT DISTINCT outlet FROM passages ORDER BY outlet")
        return [str(name) for (name,) in rows]

    def sources(self) -> list[dict[str, Any]]:
        """The sources as the last refresh left them, in order of their names."""
        rows = self.connection.execute("SELECT * FROM sources ORDER BY name")
        return [dict(row) for row in rows]

    def passages(self, ids: Sequence[int]) -> dict[int, sqlite3.Row]:
        """Rows of ``passages`` by id; ids that are gone are missing."""
        marks = ",".join("?" * len(ids))
        rows = self.connection.execute(f"SELECT * FROM passages WHERE id IN ({marks})", list(ids))
        return {int(r["id"]): r for r in rows}

    def sentence_vectors(self, passage_ids: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        """Unit vectors of each passage's sentences, of shape (sentences, dimension)."""
        marks = ",".join("?" * len(passage_ids))
        rows = self.connection.execute(
            "SELECT passage_id, vectors, (SELECT length(vector) / 4 FROM embeddings e"
            " WHERE e.passage_id = sentences.passage_id)"
            f" FROM sentences WHERE passage_id IN ({marks})",
            list(passage_ids),
        ).fetchall()
        made = {}
        with self.guarded():
            for passage_id, found, dimension in rows:
                vectors = np.frombuffer(found, dtype=np.int8).reshape(-1, dimension)
                lengths = np.linalg.norm(vectors.astype(np.float32), axis=1, keepdims=True)
                unit = vectors / np.maximum(lengths, 1e-9)
                made[int(passage_id)] = unit.astype(np.float32)
            return {i: made[i] for i in passage_ids}

    def languages(self) -> dict[str, int]:
        """How many live articles are in each language, "" for those whose it is unknown.

        What was detected counts, as pages and feeds state the language of their site; what is
        stated counts where the text was too short to tell.
        """
        found: dict[str, int] = {}
        for stated, detected, count in self.connection.execute(
            "SELECT v.language, v.detected, count(*) FROM articles a JOIN versions v"
            " ON v.article_id = a.id AND v.version = a.version WHERE a.live = 1 GROUP BY 1, 2"
        ):
            language = detected or primary(stated) or ""
            found[language] = found.get(language, 0) + count
        return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))

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
