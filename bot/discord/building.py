"""The index brought in line with its sources by a process of its own, one at a time."""

from __future__ import annotations

import asyncio
import json
import logging
from asyncio.subprocess import Process
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import now
from bot.config import Config
from bot.discord.children import command, end, spawn

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a refresh has come: ``done`` of ``total`` pages or articles."""

    stage: str = "reading"
    """ "reading" the sources, "visiting" pages of the web, "indexing" articles."""
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a refresh came to."""

    ended: datetime
    well: bool = False
    """Whether it got to its end, and every source could be read."""
    whole: bool = False
    """Whether it got to its end at all."""
    new: int = 0
    changed: int = 0
    removed: int = 0
    failed: tuple[str, ...] = ()
    """Names of the sources that could not be read; why is in the log alone."""

    def __bool__(self) -> bool:
        return self.well


class Builder:
    """Runs ``dateline refresh``; whoever asks while one runs waits for that one."""

    def __init__(self, config: Config, clock: Callable[[], datetime] = now) -> None:
        self._line = command(config, "refresh", "--progress", "json")
        self._clock = clock
        self._running: asyncio.Task[Outcome] | None = None
        self.standing = Standing()
        """How far the refresh has come that runs."""
        self.last: Outcome | None = None
        """What the last one came to."""

    @property
    def running(self) -> bool:
        """Whether a refresh of this bot is under way."""
        return self._running is not None and not self._running.done()

    def start(self) -> asyncio.Task[Outcome]:
        """The refresh that runs, begun where there is none. Cancel only what shields it."""
        if self._running is None or self._running.done():
            self.standing = Standing()
            self._running = asyncio.create_task(self._run(), name="refresh")
        return self._running

    async def close(self) -> None:
        """Ends the refresh that runs; the next one goes on where it was."""
        if self._running is not None and not self._running.done():
            self._running.cancel()
            await asyncio.wait({self._running})

    async def _run(self) -> Outcome:
        try:
            child = await spawn(self._line)
        except OSError as error:
            _log.error("the refresh could not be started: %s", error)
            self.last = Outcome(self._clock())
            return self.last
        try:
            report, said = await self._listen(child)
            code = await child.wait()
        finally:
            await end(child)
        self.last = _outcome(report, code, self._clock())
        if self.last.well:
            _log.info("refreshed: %s", said[-1] if said else "done")
        else:
            _log.error("the refresh failed (%d): %s", code, " / ".join(said) or "no word")
        return self.last

    async def _listen(self, child: Process) -> tuple[dict[str, Any] | None, list[str]]:
        """The report, if one came, and the last things that were said in words."""
        report, said = None, list[str]()
        assert child.stdout is not None
        async for raw in child.stdout:
            line = raw.decode("utf-8", "replace").strip()
            name, values = _told(line)
            if name == "refreshed":
                report = values
            elif name:
                done = values["pages" if name == "visiting" else "articles"]
                self.standing = Standing(name, int(done), int(values["total"]))
            elif line:
                said = [*said, line][-20:]
        return report, said


def _told(line: str) -> tuple[str, dict[str, Any]]:
    """The name and values of a line for programs; an empty name for one in words."""
    try:
        value = json.loads(line)
    except ValueError:
        return "", {}
    if isinstance(value, dict) and len(value) == 1:
        ((name, values),) = value.items()
        if name in ("visiting", "indexing", "refreshed") and isinstance(values, dict):
            return name, values
    return "", {}


def _outcome(report: dict[str, Any] | None, code: int, ended: datetime) -> Outcome:
    if report is None:
        return Outcome(ended)
    return Outcome(
        ended, code == 0, True, int(report["new"]), int(report["changed"]),
        int(report["removed"]), tuple(str(name) for name in report["failed"]),
    )  # fmt: skip
