"""Once a day at a time on the wall, in a zone with its changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones


def zones() -> frozenset[str]:
    """The names of all zones that this machine knows; read from its disk."""
    return frozenset(name for name in available_timezones() if name != "localtime")


def moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """When it is ``minute`` minutes past midnight on ``day``, in UTC; one moment for each day.

    A time that exists twice is its first; one that is skipped comes as much later as is skipped.
    """
    wall = datetime.combine(day, time(*divmod(minute, 60)), zone)
    return wall.astimezone(UTC)


def latest(now: datetime, minute: int, zone: ZoneInfo) -> tuple[date, datetime]:
    """The last day whose time has come by ``now``, and when it came."""
    today = now.astimezone(zone).date()
    days = (today - timedelta(days=back) for back in range(4))
    return next((day, at) for day in days if (at := moment(day, minute, zone)) <= now)


def following(now: datetime, minute: int, zone: ZoneInfo) -> datetime:
    """The next time after ``now``."""
    day, _ = latest(now, minute, zone)
    ahead = (moment(day + timedelta(days=n), minute, zone) for n in range(1, 5))
    return next(at for at in ahead if at > now)


def minutes(text: str) -> int | None:
    """Minutes past midnight of "7", "07:30" or "7.30"; None where it is no time."""
    hour, _, rest = text.strip().replace(".", ":").partition(":")
    if not hour.isdecimal() or not (rest or "0").isdecimal() or len(hour) > 2 or len(rest) > 2:
        return None
    found = int(hour) * 60 + int(rest or 0)
    return found if int(hour) < 24 and int(rest or 0) < 60 else None
