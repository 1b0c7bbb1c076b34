"""Watching: refreshes each source when it is due, and says what came of it.

One :meth:`Watcher.run_once` after the other is the whole of it, so that a terminal, a thread of
the bot and a test can each drive it with a clock of their own. What it plans stands in the index,
where a restart finds it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from retrieval.errors import DatelineError, IndexLocked
from retrieval.health import Alarm, alarms
from retrieval.watch import due

if TYPE_CHECKING:
    from bot.config import Config
    from retrieval.encoder import Encoder
    from retrieval.sources import SourceConfig
    from retrieval.update import Report
    from retrieval.web.records import Visiting
    from retrieval.writer import Progress

LOCKED = timedelta(seconds=1)
"""After which a locked index is tried again: a wait that a signal can end, and ``stopping`` too."""

TROUBLE = timedelta(minutes=1)
"""After which an index that can't be used (a full disk, another model) is tried again."""

_log = logging.getLogger(__name__)


class StopAsked(Exception):
    """Ends a refresh between two pages or articles, because ``stopping`` said so."""


class Watcher:
    """Reads the configured sources on their own schedules. Belongs to one thread at a time."""

    def __init__(
        self,
        config: Config,
        *,
        encoder: Callable[[], Encoder] | None = None,
        say: Callable[[str], None] = lambda _: None,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        """``say`` gets a line for whatever happens; ``stopping`` is asked between pages and between
        articles.

        The encoder (by default the configured one) is loaded when it is first needed and kept.
        """
        self.config = config
        self.alarms: list[Alarm] = []
        """What was wrong with the sources after the last :meth:`run_once`."""
        self._encoder = cache(encoder or self._configured)
        self._say, self._stopping = say, stopping
        self._trouble: str | None = None
        self._alarmed: dict[str, bool] = {}

    def run_once(self, now: datetime) -> datetime:
        """Refreshes the sources that are due at ``now``; returns when to come again.

        Raises nothing of what a source or the index does: what is wrong is said, once, and tried
        again later.
        """
        for source in self._due(now):
            if self._stopping():
                return now
            try:
                report = self._refresh(source, now)
            except StopAsked:
                return now
            except DatelineError as error:
                return now + self._troubled(error, now)
            except Exception as error:
                # Not of the index, and not caught where the source is read: something in one of
                # its articles. The others must not wait for it.
                _log.exception("refreshing %s failed", source.name)
                try:
                    self._failed(source, error, now)
                except DatelineError as worse:
                    return now + self._troubled(worse, now)
            else:
                self._tell(source, report, now)
            self._trouble = None
        return self._look(now)

    def _due(self, now: datetime) -> list[SourceConfig]:
        planned = due(self.config.sources, self._rows(), now)
        return [s for s in self.config.sources if planned[s.name] <= now]

    def _rows(self) -> list[dict[str, Any]]:
        """What the index knows of the sources; nothing where it can't be read just now, so that
        all are due and the refresh says what is wrong.
        """
        from retrieval.store import Store

        try:
            with Store(self.config.index_path) as store:
                return store.sources()
        except DatelineError:
            return []

    def _refresh(self, source: SourceConfig, now: datetime) -> Report:
        from retrieval.update import refresh

        return refresh(
            self.config.sources, self.config.index_path, encoder=self._encoder, now=now,
            model=self.config.model, only={source.name}, wait_seconds=0.0, progress=self._step,
            fetch=self.config.fetch, visiting=self._step,
        )  # fmt: skip

    def _step(self, _: Progress | Visiting) -> None:
        if self._stopping():
            raise StopAsked

    def _failed(self, source: SourceConfig, error: Exception, now: datetime) -> None:
        from retrieval.update import note_failure

        kind = type(error).__name__
        message = f'source "{source.name}": it could not be taken in ({kind}: {error}); report it'
        note_failure(self.config.index_path, source, message, now=now)

    def _tell(self, source: SourceConfig, report: Report, now: datetime) -> None:
        counts = ((report.new, "new"), (report.changed, "changed"), (report.removed, "removed"))
        if told := [f"{count} {name}" for count, name in counts if count]:
            plus = "+" if report.new else ""
            self._line(now, f"{source.name}: {plus}{', '.join(told)}")

    def _troubled(self, error: DatelineError, now: datetime) -> timedelta:
        """Says what is wrong with the index itself, once; returns when to try again."""
        if str(error) != self._trouble:
            self._line(now, str(error))
            self._trouble = str(error)
        return LOCKED if isinstance(error, IndexLocked) else TROUBLE

    def _look(self, now: datetime) -> datetime:
        """Says which sources have begun or ceased to fail or to be silent; returns what is next."""
        rows = self._rows()
        self.alarms = alarms(rows, now)
        alarmed = {alarm.source: alarm.silent is None for alarm in self.alarms}
        for alarm in self.alarms:
            if self._alarmed.get(alarm.source) != alarmed[alarm.source]:
                self._line(now, f"{alarm.source}: {alarm.message}")
        for name in self._alarmed.keys() - alarmed.keys():
            self._line(now, f"{name}: all is well again")
        self._alarmed = alarmed
        return min(due(self.config.sources, rows, now).values(), default=now + TROUBLE)

    def _line(self, now: datetime, text: str) -> None:
        self._say(f"{now:%Y-%m-%d %H:%M} UTC  {text}")

    def _configured(self) -> Encoder:
        from retrieval.encoder import coverage_encoder

        return coverage_encoder(self.config.model)
