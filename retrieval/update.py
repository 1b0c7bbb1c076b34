"""Refresh: bring the index in line with its sources.

A run reads every source and compares content hashes, so that only what is new or changed is split,
annotated and encoded. Whatever moment it is stopped at, the index is whole, and the next run
finishes the work.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from retrieval.address import compared
from retrieval.analysis import ANALYSIS_VERSION
from retrieval.annotate import ANNOTATION_VERSION
from retrieval.burial import Tombstone, salvaged
from retrieval.connection import kind_of, refuse, translated
from retrieval.encoder import Encoder
from retrieval.errors import IndexDamaged, IndexMismatch, IndexMissing, SourceError, StoreError
from retrieval.fingerprints import require_model
from retrieval.lock import writer_lock
from retrieval.passages import SPLITTER_VERSION
from retrieval.plan import Plan, Reading, compare
from retrieval.rebuild import discard, rebuilding, swap
from retrieval.records import Article, Problem
from retrieval.rows import Known
from retrieval.sources import SourceConfig, open_source
from retrieval.store import Store
from retrieval.writer import Progress, Writer

__all__ = ["Progress", "Report", "refresh", "versions"]


@dataclass(slots=True)
class Report:
    """What a run did. ``problems`` name what could not be taken in; the rest went in."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: int = 0
    """Not seen, but not removed either: what could not be read may hold them."""
    forgotten: int = 0
    """Left out since they were forgotten, or gone at their source: see :meth:`Store.tombstones`."""
    passages: int = 0
    problems: list[Problem] = field(default_factory=list)
    failed_sources: list[Problem] = field(default_factory=list)
    moved_aside: Path | None = None
    """Where a full refresh has put the damaged index that it replaced."""

    def __str__(self) -> str:
        kept = f", {self.kept} kept though not readable now" if self.kept else ""
        return (
            f"{self.new} new, {self.changed} changed, {self.unchanged} unchanged, "
            f"{self.removed} removed{kept}"
        )


def refresh(
    sources: Sequence[SourceConfig],
    path: Path,
    *,
    encoder: Callable[[], Encoder],
    now: datetime,
    model: str | None = None,
    full: bool = False,
    allow_empty: bool = False,
    wait_seconds: float = 30.0,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Report:
    """Brings the index at ``path`` in line with ``sources``.

    ``encoder`` is called only when something has to be encoded; ``model`` is the name of its
    model, by which an index of another one is refused without loading it. With ``full``
    everything is made anew beside the old index, which then takes its place at once. A source
    that is suddenly empty counts as failed unless ``allow_empty``.

    Raises StoreError when the index can't be used, IndexLocked when another refresh goes on for
    ``wait_seconds``, SourceError when a full one would lose articles.
    """
    _refuse_overlap(sources, path)
    refuse(path, kind_of(path))
    with translated(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with writer_lock(path, wait_seconds=wait_seconds):
        discard(rebuilding(path))

        def run(store: Store, old: Store | None) -> Report:
            writer = Writer(store, encoder, now, progress)
            return _Run(store, old, writer, model, allow_empty).run(sources)

        if full:
            return _rebuild(path, run, wait_seconds)
        with Store(path, create=True) as store, store.guarded():
            return run(store, store)


def versions() -> dict[str, str]:
    """What an index is made with, besides its encoder, by the name in its description."""
    return {
        "splitter": SPLITTER_VERSION,
        "analysis": ANALYSIS_VERSION,
        "annotation": ANNOTATION_VERSION,
    }


def _refuse_overlap(sources: Sequence[SourceConfig], path: Path) -> None:
    for source in sources:
        if Path(source.location).absolute() == path.absolute():
            raise StoreError(
                f'{path} is the source "{source.name}", not an index; it was left alone. '
                "Name another file under [index] path"
            )


def _rebuild(
    path: Path, run: Callable[[Store, Store | None], Report], wait_seconds: float
) -> Report:
    built = rebuilding(path)
    old, state = _old(path)
    try:
        with Store(built, create=True, shown=path) as store:
            if old is None:
                with store.writing():
                    for stone in salvaged(path):
                        store.entomb(stone)
            report = run(store, old)
            if state == "other schema" and report.failed_sources:
                raise _would_lose(path, report.failed_sources[0])
            if old is not None:
                old.close()
            report.moved_aside = swap(
                store, built, path, wait_seconds=wait_seconds, aside=state == "damaged"
            )
        return report
    finally:
        if old is not None:
            old.close()
        discard(built)


def _old(path: Path) -> tuple[Store | None, Literal["sound", "damaged", "other schema"]]:
    """The index that is to be replaced, where there is one that can be read."""
    store = None
    try:
        store = Store(path)
        store.known()
        store.sources()
    except IndexMissing:
        return None, "sound"
    except IndexMismatch:
        return None, "other schema"
    except IndexDamaged:
        if store is not None:
            store.close()
        return None, "damaged"
    return store, "sound"


def _would_lose(path: Path, failed: Problem) -> SourceError:
    return SourceError(
        f"{path} was left as it was, since rebuilding it now would lose the articles of a source: "
        f"{failed.message}"
    )


class _Graves:
    """What must not come back, by id and by address."""

    def __init__(self, stones: Sequence[Tombstone]) -> None:
        self._ids = {s.article_id for s in stones}
        self._addresses = {s.url for s in stones if s.url}

    def hold(self, article: Article) -> bool:
        if article.id in self._ids:
            return True
        # An address is only put in its compared form where there is anything to compare with.
        return bool(self._addresses and article.url) and (
            compared(article.url or "") in self._addresses
        )


@dataclass(slots=True)
class _Run:
    store: Store
    old: Store | None
    """Where what is known stands: the store itself, or the index that a full run replaces."""
    writer: Writer
    model: str | None
    allow_empty: bool
    report: Report = field(default_factory=Report)

    def run(self, sources: Sequence[SourceConfig]) -> Report:
        self._check_versions()
        anew = self.old is not self.store
        if anew and self.old is not None:
            self._take_history(self.old)
        graves = _Graves(self.store.tombstones())
        readings = [self._read(config, graves) for config in sources]
        known = self.old.known() if self.old else {}
        plan = compare(known, readings, allow_empty=self.allow_empty, anew=anew)
        self._note(plan, readings)
        if total := sum(map(len, plan.write.values())):
            self.writer.begin(total)
        if anew:
            self._take_over(plan)
        else:
            self._tidy(plan)
        for reading in readings:
            self._write(reading, plan.write.get(reading.config.name, set()))
        self.store.drop_sources_but({r.config.name for r in readings})
        with self.store.writing():
            self.store.set_meta("refreshed", self.writer.now.isoformat())
        self.report.passages = self.writer.passages
        if not anew:
            self.report.changed -= self.writer.trivial
            self.report.unchanged += self.writer.trivial
        return self.report

    def _take_history(self, old: Store) -> None:
        try:
            with old.guarded():
                self.store.take_history(old)
        except IndexDamaged as error:
            raise _would_lose(self.store.path, Problem("", str(error))) from error

    def _check_versions(self) -> None:
        for key, value in versions().items():
            self.store.require(key, value)
        if self.model is not None:
            require_model(self.store, self.model)
        with self.store.writing():
            for key, value in versions().items():
                self.store.set_meta(key, value)

    def _read(self, config: SourceConfig, graves: _Graves) -> Reading:
        """One pass over a source. A line for each article is remembered, never its text."""
        reading = Reading(config)
        try:
            for item in open_source(config).read():
                if isinstance(item, Article) and graves.hold(item):
                    self.report.forgotten += 1
                    continue
                if isinstance(item, Article):
                    reading.found[item.id] = Known(config.name, item.place, item.content_hash)
                    continue
                reading.problems += 1
                self.report.problems.append(item)
                if item.hides is not None:
                    reading.hidden.add(item.hides)
        except SourceError as error:
            reading.found.clear()
            reading.error = str(error)
        return reading

    def _note(self, plan: Plan, readings: Sequence[Reading]) -> None:
        report = self.report
        report.new, report.changed, report.unchanged = plan.new, plan.changed, plan.unchanged
        report.removed, report.kept = len(plan.remove), len(plan.hidden)
        report.problems += plan.problems
        for reading in readings:
            if reading.error is not None:
                report.failed_sources.append(Problem(reading.config.name, reading.error))

    def _tidy(self, plan: Plan) -> None:
        """What needs no encoding: articles that moved, and those that are gone."""
        if plan.move:
            with self.store.writing():
                for article_id, found in plan.move.items():
                    self.store.move(article_id, found.source, found.place)
        for article_id in sorted(plan.remove):
            with self.store.writing():
                self.store.remove(article_id)

    def _take_over(self, plan: Plan) -> None:
        """From the index that is replaced: what could not be read, and how its sources fared."""
        if self.old is None:
            return
        with self.store.writing():
            for row in self.old.sources():
                self.store.put_source(row)
        for article_id in sorted(plan.hidden | plan.failed):
            try:
                article = self.old.article(article_id)
            except IndexDamaged as error:
                raise _would_lose(self.store.path, Problem("", str(error))) from error
            if article is not None:
                self.writer.add(article)
        self.writer.flush()

    def _write(self, reading: Reading, wanted: set[str]) -> None:
        """A second reading, of what has to be written alone, keeps memory bounded."""
        try:
            for item in open_source(reading.config).read() if wanted else ():
                if isinstance(item, Article) and item.id in wanted:
                    wanted.discard(item.id)
                    self.writer.add(item)
        except SourceError as error:
            if self.old is not self.store:
                raise _would_lose(self.store.path, Problem("", str(error))) from error
            reading.error = str(error)
            self.report.failed_sources.append(Problem(reading.config.name, str(error)))
        self.writer.flush()
        with self.store.writing():
            self.store.note_source(
                reading.config, problems=reading.problems, error=reading.error, now=self.writer.now
            )
