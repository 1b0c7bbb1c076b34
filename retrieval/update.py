"""Refresh: bring the index in line with its sources.

A run visits what is on the web, which goes into an archive beside the index. Then it reads every
source and compares content hashes, so that only what is new or changed is split, annotated and
encoded. Whatever moment it is stopped at, the index is whole, and the next run finishes the work.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from retrieval.address import compared
from retrieval.analysis import ANALYSIS_VERSION
from retrieval.annotate import ANNOTATION_VERSION
from retrieval.burial import Tombstone, salvaged
from retrieval.connection import kind_of, refuse, translated
from retrieval.encoder import Encoder
from retrieval.errors import (
    DatelineError,
    IndexDamaged,
    IndexMismatch,
    IndexMissing,
    SourceError,
    StoreError,
)
from retrieval.fingerprints import require_model
from retrieval.lock import writer_lock
from retrieval.passages import SPLITTER_VERSION
from retrieval.plan import Plan, Reading, compare
from retrieval.rebuild import discard, rebuilding, swap
from retrieval.records import Article, Gone, Problem
from retrieval.rows import Known
from retrieval.sources import SourceConfig, open_source
from retrieval.store import Store
from retrieval.watch import after
from retrieval.web.records import WEB_SUFFIX, FetchSettings, Visiting
from retrieval.writer import Progress, Writer

if TYPE_CHECKING:
    from retrieval.web.gather import Visit

__all__ = ["Progress", "Report", "note_failure", "refresh", "versions"]

_log = logging.getLogger(__name__)


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
    fetch: FetchSettings | None = None,
    visiting: Callable[[Visiting], None] = lambda _: None,
    only: Collection[str] | None = None,
    resolver: Any = None,
) -> Report:
    """Brings the index at ``path`` in line with ``sources``.

    ``encoder`` is called only when something has to be encoded; ``model`` is the name of its
    model, by which an index of another one is refused without loading it. With ``full``
    everything is made anew beside the old index, which then takes its place at once; with ``only``
    the sources of these names alone are read, and the others stay as they are. A source
    that is suddenly empty counts as failed unless ``allow_empty``.

    Raises StoreError when the index can't be used, IndexLocked when another refresh goes on for
    ``wait_seconds``, SourceError when a full one would lose articles.
    """
    if full and only is not None:
        raise ValueError("a full refresh reads every source")
    _refuse_overlap(sources, path)
    refuse(path, kind_of(path))
    with translated(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with writer_lock(path, wait_seconds=wait_seconds):
        discard(rebuilding(path))
        archive = path.with_name(path.name + WEB_SUFFIX)

        def visits() -> Mapping[str, Visit]:
            wanted = [s for s in sources if s.addresses and (only is None or s.name in only)]
            return _visited(wanted, archive, fetch or FetchSettings(), now, visiting, resolver)

        def run(store: Store, old: Store | None) -> Report:
            writer = Writer(store, encoder, now, progress)
            return _Run(store, old, writer, model, allow_empty, archive, visits, only).run(sources)

        if full:
            return _rebuild(path, run, wait_seconds)
        with Store(path, create=True) as store, store.guarded():
            return run(store, store)


def note_failure(path: Path, source: SourceConfig, message: str, *, now: datetime) -> None:
    """Notes that ``source`` could not be taken in, so that it is tried again later, not at once.

    For what :func:`refresh` did not survive. Raises StoreError as it does, without a wait.
    """
    with writer_lock(path, wait_seconds=0.0), Store(path, create=True) as store, store.guarded():
        _conclude(store, Reading(source, error=message), now=now, news=False)


def _visited(
    sources: Sequence[SourceConfig],
    archive: Path,
    settings: FetchSettings,
    now: datetime,
    progress: Callable[[Visiting], None],
    resolver: Any,
) -> Mapping[str, Visit]:
    if not sources:
        return {}
    from retrieval.sources.html import read_page
    from retrieval.web.gather import Target, visit

    targets = [Target(s.name, s.kind, s.addresses) for s in sources]
    return visit(
        targets, archive, settings, now=now, read_page=read_page, resolver=resolver,
        progress=progress,
    )  # fmt: skip


def versions() -> dict[str, str]:
    """What an index is made with, besides its encoder, by the name in its description."""
    return {
        "splitter": SPLITTER_VERSION,
        "analysis": ANALYSIS_VERSION,
        "annotation": ANNOTATION_VERSION,
    }


def _refuse_overlap(sources: Sequence[SourceConfig], path: Path) -> None:
    for source in sources:
        if not source.addresses and Path(source.location).absolute() == path.absolute():
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
    archive: Path
    visits: Callable[[], Mapping[str, Visit]]
    only: Collection[str] | None = None
    report: Report = field(default_factory=Report)

    def run(self, sources: Sequence[SourceConfig]) -> Report:
        self._check_versions()
        visits = self.visits()
        anew = self.old is not self.store
        if anew and self.old is not None:
            self._take_history(self.old)
        graves = _Graves(self.store.tombstones())
        readings = [self._read(s, visits.get(s.name), graves) for s in sources]
        known = self.old.known() if self.old else {}
        plan = compare(known, readings, allow_empty=self.allow_empty, anew=anew)
        self._note(plan, readings)
        if total := sum(map(len, plan.write.values())):
            self.writer.begin(total)
        if anew:
            self._take_over(plan)
        else:
            self._tidy(plan)
        self._bury(plan.gone)
        for reading in readings:
            if not reading.skipped:
                self._write(reading, plan.write.get(reading.config.name, set()))
                news = reading.config.name in plan.news
                _conclude(self.store, reading, now=self.writer.now, news=news)
        self.store.drop_sources_but({r.config.name for r in readings})
        # An index is built only when each of its sources has had a turn.
        if {row["name"] for row in self.store.sources()} >= {r.config.name for r in readings}:
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

    def _read(self, config: SourceConfig, visit: Visit | None, graves: _Graves) -> Reading:
        """One pass over a source. A line for each article is remembered, never its text."""
        reading = Reading(config)
        if self.only is not None and config.name not in self.only:
            reading.skipped = True
            return reading
        if visit is not None:
            # What earlier visits brought is read all the same.
            reading.error = visit.error
            reading.problems = len(visit.problems)
            reading.ttl = visit.ttl_seconds or 0.0
            self.report.problems += visit.problems
        try:
            for item in _items(config, self.archive):
                if isinstance(item, Article) and graves.hold(item):
                    self.report.forgotten += 1
                    continue
                if isinstance(item, Article):
                    reading.found[item.id] = Known(config.name, item.place, item.content_hash)
                    continue
                if isinstance(item, Gone):
                    reading.gone.add(item.article_id)
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
        report.removed, report.kept = len(plan.remove | plan.gone), len(plan.hidden)
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

    def _bury(self, gone: Collection[str]) -> None:
        for article_id in sorted(gone):
            with self.store.writing():
                self.store.bury(article_id, "gone", self.writer.now)
        if gone:
            self.store.scrub()

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
            for item in _items(reading.config, self.archive) if wanted else ():
                if isinstance(item, Article) and item.id in wanted:
                    wanted.discard(item.id)
                    self.writer.add(item)
        except SourceError as error:
            if self.old is not self.store:
                raise _would_lose(self.store.path, Problem("", str(error))) from error
            reading.error = str(error)
            self.report.failed_sources.append(Problem(reading.config.name, str(error)))
        self.writer.flush()


def _conclude(store: Store, reading: Reading, *, now: datetime, news: bool) -> None:
    """Notes how the source fared, and when it is due again."""
    config = reading.config
    was = next((row for row in store.sources() if row["name"] == config.name), None)
    health = after(
        config, was, lambda: store.arrivals(config.name), now=now,
        failed=reading.error is not None, news=news, ttl=reading.ttl,
    )  # fmt: skip
    with store.writing():
        store.note_source(
            config, problems=reading.problems, error=reading.error, now=now, health=health
        )


def _items(config: SourceConfig, archive: Path) -> Iterator[Article | Gone | Problem]:
    """What the source has. Whatever it raises is its failure, and comes out as SourceError."""
    try:
        yield from open_source(config, archive).read()
    except DatelineError:
        raise
    except Exception as error:
        _log.info("the source %s failed unexpectedly", config.name, exc_info=True)
        raise SourceError(
            f'source "{config.name}": {config.location} could not be read, for a reason that '
            f"nobody foresaw ({type(error).__name__}: {error}); please report it"
        ) from error
