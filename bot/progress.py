"""A refresh's progress, on standard error: pages visited, then a bar with rate and remaining time;
or for programs one JSON object a line, each with a single key:

    {"visiting": {"pages": 3, "total": 12}}
    {"indexing": {"articles": 40, "total": 120, "passages": 310}}
    {"refreshed": {"new": 12, "changed": 2, "unchanged": 90, "removed": 0, "kept": 0,
                   "problems": 1, "failed": ["Name of a source"]}}

The last one comes once, at the end of a refresh that got that far; lines that are no such object
are messages for people.
"""

from __future__ import annotations

import json
import sys
import time
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.status import Status

from retrieval.update import Progress as Step
from retrieval.update import Report
from retrieval.web.records import Visiting


class RefreshProgress:
    """Called with each step; shows nothing until there is something to write, nor in a log."""

    def __init__(self) -> None:
        self._bar = Progress(
            TextColumn("indexing"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("articles · {task.fields[rate]} passages/s ·"),
            TimeRemainingColumn(compact=True),
            console=Console(stderr=True),
            transient=True,
        )
        self._shown = self._bar.console.is_interactive
        self._task: int | None = None
        self._visit: Status | None = None

    def __enter__(self) -> RefreshProgress:
        return self

    def visiting(self, step: Visiting) -> None:
        """Called with each page that was asked, before anything is indexed."""
        if not self._shown:
            return
        if self._visit is None:
            self._visit = self._bar.console.status("")
            self._visit.start()
        self._visit.update(f"visiting {step.pages}/{step.total} pages")

    def __call__(self, step: Step) -> None:
        if not self._shown:
            return
        self._end_visit()
        if self._task is None:
            self._bar.start()
            self._task = self._bar.add_task("", total=step.total, rate="…")
        task = self._bar.tasks[0]
        seconds = task.elapsed or 0.0
        rate = f"{step.passages / seconds:.0f}" if seconds > 0.5 else "…"
        self._bar.update(task.id, completed=step.articles, total=step.total, rate=rate)

    def done(self, report: Report) -> None:
        """Called at the end; the terminal shows the report in words."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._end_visit()
        if self._task is not None:
            self._bar.stop()

    def _end_visit(self) -> None:
        if self._visit is not None:
            self._visit.stop()
            self._visit = None


class JsonProgress:
    """The same as JSON lines; steps come at most five times a second, so that no pipe fills up."""

    def __init__(self) -> None:
        self._next = 0.0

    def __enter__(self) -> JsonProgress:
        return self

    def visiting(self, step: Visiting) -> None:
        """Called with each page that was asked."""
        self._step("visiting", pages=step.pages, total=step.total)

    def __call__(self, step: Step) -> None:
        counts = {"articles": step.articles, "total": step.total, "passages": step.passages}
        self._step("indexing", **counts)

    def done(self, report: Report) -> None:
        """Called at the end. Of a source that failed only the name is told."""
        counts = {n: getattr(report, n) for n in ("new", "changed", "unchanged", "removed", "kept")}
        failed = [failure.where for failure in report.failed_sources]
        _line("refreshed", {**counts, "problems": len(report.problems), "failed": failed})

    def __exit__(self, *_: object) -> None:
        """Nothing is left to be done."""

    def _step(self, name: str, **counts: int) -> None:
        if time.monotonic() >= self._next:
            _line(name, counts)
            self._next = time.monotonic() + 0.2


def shown_as(name: str) -> RefreshProgress | JsonProgress:
    """The progress by the name of its form: "bar" or "json"."""
    return JsonProgress() if name == "json" else RefreshProgress()


def _line(name: str, values: dict[str, Any]) -> None:
    print(json.dumps({name: values}), file=sys.stderr, flush=True)
