"""Refresh: bring the index in line with its sources, an article a transaction.

A run reads every source and compares content hashes, so that only what is new or changed is split,
annotated and encoded. Whatever moment it is stopped at, the index is whole, and the next run
finishes the work.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from retrieval.analysis import ANALYSIS_VERSION, terms
from retrieval.annotate import ANNOTATION_VERSION, annotate
from retrieval.encoder import Encoder
from retrieval.errors import IndexDamaged, SourceError
from retrieval.lock import writer_lock
from retrieval.passages import SPLITTER_VERSION, passage_text, split_passages
from retrieval.records import Article, Passage, Problem
from retrieval.sources import Source, SourceConfig, open_source
from retrieval.store import IndexedPassage, Store

CHARACTERS_A_BATCH = 150_000
"""About 256 passages: enough to fill the encoder's batches, little to lose by a crash."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: articles and passages written, out of the articles to write."""

    articles: int
    total: int
    passages: int


@dataclass(slots=True)
class Report:
    """What a run did. ``problems`` name what could not be taken in; the rest went in."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    problems: list[Problem] = field(default_factory=list)
    failed_sources: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.new} new, {self.changed} changed, {self.unchanged} unchanged, "
            f"{self.removed} removed"
        )


def refresh(
    sources: Sequence[SourceConfig],
    path: Path,
    *,
    encoder: Callable[[], Encoder],
    now: datetime,
    full: bool = False,
    wait_seconds: float = 30.0,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Report:
    """Brings the index at ``path`` in line with ``sources``.

    ``encoder`` is called only when something has to be encoded. With ``full`` everything is made
    anew beside the old index, which then takes its place at once. Raises StoreError when the
    index can't be used, IndexLocked when another refresh goes on for ``wait_seconds``.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with writer_lock(path, wait_seconds=wait_seconds):
        if not full:
            with Store(path, create=True) as store:
                return _Run(store, encoder, now, progress).run(sources)
        beside = path.with_name(path.name + ".rebuild")
        _discard(beside)
        with Store(beside, create=True) as store:
            report = _Run(store, encoder, now, progress).run(sources)
            _swap(store, path)
        _discard(beside)
        return report


@dataclass(slots=True)
class _Run:
    store: Store
    make_encoder: Callable[[], Encoder]
    now: datetime
    progress: Callable[[Progress], None]
    report: Report = field(default_factory=Report)
    written: int = 0
    total: int = 0
    _encoder: Encoder | None = None

    def run(self, sources: Sequence[SourceConfig]) -> Report:
        self._check_versions()
        self._drop_unconfigured({c.name for c in sources})
        for config in sources:
            try:
                self._source(config, open_source(config))
            except SourceError as error:
                self.report.failed_sources.append(Problem(config.name, str(error)))
                self._note_source(config, str(error))
        with self.store.writing():
            self.store.set_meta("refreshed", self.now.isoformat())
        return self.report

    def _check_versions(self) -> None:
        for key, value in _versions().items():
            self.store.require(key, value)
        with self.store.writing():
            for key, value in _versions().items():
                self.store.set_meta(key, value)

    def _source(self, config: SourceConfig, source: Source) -> None:
        known = self.store.hashes(config.name)
        work = self._compare(source, known)
        self.total += len(work)
        pending: list[Article] = []
        # A second reading, of what has to be written alone, keeps memory bounded.
        for item in source.read() if work else ():
            if not isinstance(item, Article) or item.id not in work:
                continue
            work.discard(item.id)
            pending.append(item)
            if sum(len(a.text) for a in pending) >= CHARACTERS_A_BATCH:
                self._write(pending)
                pending = []
        self._write(pending)
        self._note_source(config, None)

    def _compare(self, source: Source, known: dict[str, str]) -> set[str]:
        """Ids to write; counts what is new, changed and unchanged, and removes what is gone."""
        work: set[str] = set()
        seen: set[str] = set()
        for item in source.read():
            if isinstance(item, Problem):
                self.report.problems.append(item)
                continue
            holder = self.store.holder(item.id)
            if holder not in (None, source.name):
                self.report.problems.append(
                    Problem(item.id, f'left out: the source "{holder}" has an article of this id')
                )
                continue
            seen.add(item.id)
            if known.get(item.id) == item.content_hash:
                self.report.unchanged += 1
                continue
            work.add(item.id)
            if item.id in known:
                self.report.changed += 1
            else:
                self.report.new += 1
        self._remove(set(known) - seen)
        return work

    def _write(self, articles: Sequence[Article]) -> None:
        split = [(a, split_passages(a.text)) for a in articles]
        texts = [(a, p, indexed_text(a, p)) for a, passages in split for p in passages]
        items = iter(self._encode(texts) if texts else ())
        for article, passages in split:
            own = [next(items) for _ in passages]
            spans = annotate(article.text, article.published)
            with self.store.writing():
                self.store.put(article, own, spans, now=self.now)
            self.report.passages += len(own)
            self.written += 1
            self.progress(Progress(self.written, self.total, self.report.passages))

    def _encode(self, texts: Sequence[tuple[Article, Passage, str]]) -> Iterator[IndexedPassage]:
        if self._encoder is None:
            self._encoder = self.make_encoder()
            self.store.require("encoder", str(self._encoder.fingerprint))
            with self.store.writing():
                self.store.set_meta("encoder", str(self._encoder.fingerprint))
        vectors = self._encoder.encode_parts(
            [text for _, _, text in texts], [sentence_places(p, text) for _, p, text in texts]
        )
        for (_, passage, text), (whole, sentences) in zip(texts, vectors, strict=True):
            yield IndexedPassage(passage, terms(text), whole, sentences)

    def _remove(self, ids: set[str]) -> None:
        for article_id in sorted(ids):
            with self.store.writing():
                self.store.remove(article_id)
            self.report.removed += 1

    def _drop_unconfigured(self, names: set[str]) -> None:
        rows = self.store.connection.execute("SELECT DISTINCT source FROM articles WHERE live = 1")
        for (name,) in rows.fetchall():
            if name not in names:
                self._remove(set(self.store.hashes(name)))
        with self.store.writing():
            marks = ",".join("?" * len(names))
            self.store.connection.execute(
                f"DELETE FROM sources WHERE name NOT IN ({marks})", sorted(names)
            )

    def _note_source(self, config: SourceConfig, error: str | None) -> None:
        with self.store.writing():
            self.store.connection.execute(
                "INSERT INTO sources (name, kind, location, refreshed, error, failures)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (name) DO UPDATE SET"
                " kind = ?2, location = ?3, error = ?5,"
                " refreshed = coalesce(?4, refreshed), failures = (failures + 1) * ?6",
                [
                    config.name, config.kind, config.location,
                    None if error else self.now.isoformat(), error, int(error is not None),
                ],
            )  # fmt: skip


def indexed_text(article: Article, passage: Passage) -> str:
    """What is analysed and encoded for a passage: title and date go along with its words."""
    dated = f" ({article.published.date():%-d %B %Y})" if article.published else ""
    return f"{article.title}{dated}. {passage_text(article.text, passage)}"


def sentence_places(passage: Passage, text: str) -> list[tuple[int, int]]:
    """Where the passage's sentences stand in ``text``, its :func:`indexed_text`."""
    at = len(text) - sum(end - start + 1 for start, end in passage.sentences) + 1
    places = []
    for start, end in passage.sentences:
        places.append((at, at + end - start))
        at += end - start + 1
    return places


def _versions() -> dict[str, str]:
    return {
        "splitter": SPLITTER_VERSION,
        "analysis": ANALYSIS_VERSION,
        "annotation": ANNOTATION_VERSION,
    }


def _swap(store: Store, path: Path) -> None:
    # SQLite's own backup is one transaction for readers of the old index; a file moved over it
    # would meet their write-ahead log.
    try:
        target = sqlite3.connect(path, timeout=30)
        with contextlib.closing(target):
            target.execute("PRAGMA journal_mode = WAL")
            target.execute("SELECT count(*) FROM sqlite_master")
            store.connection.backup(target)
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise
        # The old file is no database: nobody can be reading it.
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        store.connection.execute("PRAGMA journal_mode = DELETE")
        _discard(path)
        try:
            store.path.replace(path)
        except OSError as failure:
            raise IndexDamaged(f"{path} could not be replaced: {failure}") from failure


def _discard(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
