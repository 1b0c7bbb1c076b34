"""When each source is to be read next: pure functions of what is known of it.

A source is asked about four times in the time that it usually takes to bring something new, or
that it has been quiet for, whichever is longer. So what it brings is found within a quarter of
that time, one that sleeps at night is asked ever more seldom until it wakes, and nothing has to be
remembered but its habit and when it last changed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from retrieval.health import Rhythm, rhythm

if TYPE_CHECKING:
    from retrieval.sources import SourceConfig

MINUTE, HOUR = 60.0, 3_600.0
VISITS = 4
"""Visits in a usual gap between two articles."""

JITTER = 0.1
"""The share by which an interval is stretched or cut, so that sources don't march in step."""

BACKOFF = 6 * HOUR
"""The longest wait after failures, unless the source is asked more seldom anyway."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The seconds between two visits, at least and at most, before jitter."""

    floor: float
    ceiling: float


PACES: Mapping[str, Pace] = {
    "feed": Pace(5 * MINUTE, 6 * HOUR),
    "sitemap": Pace(10 * MINUTE, 12 * HOUR),
    "pages": Pace(30 * MINUTE, 24 * HOUR),
}
LOCAL = Pace(5 * MINUTE, HOUR)
"""For what is read off a disk."""


@dataclass(frozen=True, slots=True)
class Health:
    """What a visit has shown of a source's habits, and when the next one is due."""

    changed: datetime | None
    """When it last brought something new."""
    habit: float | None
    patience: float | None
    """As in :class:`Rhythm`; None for a source that may be silent for as long as it likes."""
    due: datetime


def pace_of(source: SourceConfig) -> Pace:
    """How often the source is asked: as configured, else as its kind allows."""
    if source.every:
        return Pace(source.every * MINUTE, source.every * MINUTE)
    return PACES.get(source.kind, LOCAL)


def is_watched(source: SourceConfig) -> bool:
    """Whether silence is an alarm. A list of pages is no stream, and a folder only by request."""
    return source.kind in ("feed", "sitemap") or (source.every > 0 and source.kind != "pages")


def after(
    source: SourceConfig,
    was: Mapping[str, Any] | None,
    arrivals: Callable[[], Iterable[datetime]],
    *,
    now: datetime,
    failed: bool,
    news: bool,
    ttl: float = 0.0,
) -> Health:
    """The health of ``source`` after a visit at ``now``.

    ``was`` is its row before, ``arrivals`` tells when its articles came (asked only when needed),
    ``news`` is whether something new or changed came, ``ttl`` the seconds for which the source
    asks to be left alone.
    """
    habit, patience = (was["habit"], was["patience"]) if was else (None, None)
    changed = _instant(was["changed"] if was else None)
    found = rhythm(arrivals()) if news or habit is None else Rhythm()
    if changed is None:
        changed = found.last and min(found.last, now)
    elif news:
        changed = now
    habit, patience = found.habit or habit, found.patience or patience
    failures = (was["failures"] if was else 0) + 1 if failed else 0
    wait = interval(pace_of(source), habit=habit, changed=changed, now=now, ttl=ttl)
    wait = backed_off(wait, failures) * jitter(source.name, now)
    return Health(
        changed, habit, patience if is_watched(source) else None, now + timedelta(seconds=wait)
    )


def interval(
    pace: Pace, *, habit: float | None, changed: datetime | None, now: datetime, ttl: float = 0.0
) -> float:
    """Seconds until a source that answered is asked again, before jitter."""
    if changed is None and habit is None:
        wanted = 3 * pace.floor
    else:
        quiet = (now - changed).total_seconds() if changed else 0.0
        wanted = max(habit or 0.0, quiet) / VISITS
    return min(max(wanted, ttl, pace.floor), pace.ceiling)


def backed_off(wait: float, failures: int) -> float:
    """The interval after so many failures in a row: doubled for each, up to ``BACKOFF``."""
    return min(wait * 2.0 ** min(failures, 30), max(wait, BACKOFF))


def jitter(name: str, now: datetime) -> float:
    """A factor from 1 - JITTER to 1 + JITTER that differs by source and by visit."""
    chance = zlib.crc32(f"{name} {now.isoformat()}".encode()) / 0xFFFFFFFF
    return 1 + JITTER * (2 * chance - 1)


def due(
    sources: Sequence[SourceConfig], rows: Iterable[Mapping[str, Any]], now: datetime
) -> dict[str, datetime]:
    """When each source is due, by its name, the most urgent first.

    At once where it was never visited, was another place then, or is planned later than its pace
    allows from now: its ``every`` was shortened, or the clock set back.
    """
    known = {row["name"]: row for row in rows}
    found: dict[str, datetime] = {}
    for source in sources:
        row = known.get(source.name)
        planned = _instant(row["due"]) if row else None
        same = row and (row["kind"], row["location"]) == (source.kind, source.location)
        if row is None or planned is None or not same:
            found[source.name] = now
            continue
        latest = backed_off(pace_of(source).ceiling, row["failures"]) * (1 + JITTER)
        found[source.name] = now if planned > now + timedelta(seconds=latest) else planned
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _instant(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
