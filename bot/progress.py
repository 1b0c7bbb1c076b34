"""A refresh's progress on the terminal, on standard error: pages visited, then a bar with rate and
remaining time."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.status import Status

from retrieval.update import Progress as Step
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
