"""How a source fares: its habit, and what is an alarm. Pure functions of what the index knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

ENOUGH = 8
"""Articles from which a habit can be told."""

WINDOW = timedelta(days=60)
AT_LEAST = 20
"""A habit is that of the last 60 days, or of the last 20 articles where these go further back."""

PATIENCE = timedelta(days=3)
"""The least silence that is an alarm: an office that is closed from Friday evening to Monday
morning is silent for 64 hours."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What the times at which articles came say about the next."""

    last: datetime | None = None
    habit: float | None = None
    """Seconds between two articles, at the median of the gaps; what came together is one."""
    patience: float | None = None
    """Seconds of silence that are still usual; None where too little is known."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something about a source that its operator should see."""

    source: str
    message: str
    """"has been silent for 9 days, though …": to be put after the source's name."""
    remedy: str
    silent: timedelta | None = None
    """For how long nothing has come; None where the source can't be read."""


def rhythm(arrivals: Iterable[datetime]) -> Rhythm:
    """The habit of a source whose articles came at these times, in any order.

    It is patient for twice its second-longest gap, and for at least ``PATIENCE``: two months hold
    eight weekends, so that the weekly rhythm is in the gaps, and one past outage is not.
    """
    times = sorted(arrivals)
    if not times:
        return Rhythm()
    recent = [t for t in times if times[-1] - t <= WINDOW]
    recent = recent if len(recent) >= AT_LEAST else times[-AT_LEAST:]
    gaps = sorted((b - a).total_seconds() for a, b in pairwise(recent) if b > a)
    if len(recent) < ENOUGH or len(gaps) < 2:
        return Rhythm(times[-1], median(gaps) if gaps else None)
    return Rhythm(times[-1], median(gaps), max(2 * gaps[-2], PATIENCE.total_seconds()))


def alarms(rows: Iterable[Mapping[str, Any]], at: datetime) -> list[Alarm]:
    """What is wrong at ``at`` with the sources in ``rows``, as :meth:`Store.sources` has them."""
    found: list[Alarm] = []
    for row in rows:
        if row["failures"]:
            found.append(_failing(row))
        elif (silent := silence(row, at)) is not None:
            found.append(_silent(row, silent))
    return found


def silence(row: Mapping[str, Any], at: datetime) -> timedelta | None:
    """For how long the source has been silent, where that is longer than is usual.

    Counted up to its last reading: what nobody asked may have had a lot to say. Nothing is known
    of a source that failed then.
    """
    if row["patience"] is None or not row["changed"] or not row["refreshed"] or row["failures"]:
        return None
    until = min(at, datetime.fromisoformat(row["refreshed"]))
    silent = until - datetime.fromisoformat(row["changed"])
    return silent if silent.total_seconds() > row["patience"] else None


def _failing(row: Mapping[str, Any]) -> Alarm:
    times = "once" if row["failures"] == 1 else f"{row['failures']} times in a row"
    last = row["refreshed"]
    reason = str(row["error"]).removeprefix(f'source "{row["name"]}": ')  # its name stands before
    since = f"last read {last[:16].replace('T', ' ')} UTC" if last else "never read yet"
    return Alarm(
        row["name"], f"failed {times} ({since}): {reason}",
        f"check {_where(row)}, then run: dateline refresh",
    )  # fmt: skip


def _silent(row: Mapping[str, Any], silent: timedelta) -> Alarm:
    usual = f", though its usual gap is {span(row['habit'])}" if row["habit"] else ""
    return Alarm(
        row["name"], f"silent for {span(silent.total_seconds())}{usual}",
        f"look whether {_where(row)} still publishes, or has moved", silent,
    )  # fmt: skip


def _where(row: Mapping[str, Any]) -> str:
    """Where the source is, its addresses in one line."""
    first, *more = str(row["location"]).split("\n")
    return ", ".join([first, *more[:2], *(["…"] if more[2:] else [])])


def span(seconds: float) -> str:
    """A length of time, roughly: "9 days"."""
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if (count := int(seconds // size)) >= 1:
            return f"{count} {name}{'s' if count > 1 else ''}"
    return "less than a minute"
