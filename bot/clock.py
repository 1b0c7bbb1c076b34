"""Dates as people type them on the command line; the only place that reads the clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

from retrieval.errors import QuestionError


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


def moment(text: str, *, end_of_day: bool) -> datetime:
    """``YYYY-MM-DD`` or ``YYYY-MM-DDTHH:MM`` (UTC unless it says otherwise) as an instant.

    A date alone means the end of that day, or its beginning. Raises QuestionError.
    """
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise QuestionError(
            f'"{text}" is not a date; write YYYY-MM-DD or YYYY-MM-DDTHH:MM, as in 2025-05-30'
        ) from error
    if re.fullmatch(r"\d{4}-?\d\d-?\d\d|\d{4}-?W\d\d(-?\d)?", text.strip()) and end_of_day:
        value = datetime.combine(value.date(), time.max)
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise QuestionError(f'"{text}" lies outside of the calendar') from error


def ago(then: datetime, at: datetime) -> str:
    """How long ago ``then`` was at ``at``, roughly: "5 minutes ago"."""
    gone = max(at - then, timedelta())
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if (count := int(gone.total_seconds() // size)) >= 1:
            return f"{count} {name}{'s' if count > 1 else ''} ago"
    return "just now"
