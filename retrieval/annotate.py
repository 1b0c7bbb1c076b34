"""What is found in a text once, at refresh, and stored as spans, so that asking loads nothing."""

from __future__ import annotations

from datetime import datetime

from retrieval.dates import find_dates
from retrieval.records import Span

ANNOTATION_VERSION = "2"


def annotate(text: str, published: datetime | None) -> list[Span]:
    """The date expressions of ``text`` as spans, resolved against ``published``.

    Without ``published`` what only a reference date could settle stays open: no year is made up.
    """
    return [
        Span(
            kind="date",
            start=found.start,
            end=found.end,
            value=found.timex,
            label=found.granularity,
            first=found.first,
            last=found.last,
        )
        for found in find_dates(text, published)
    ]
