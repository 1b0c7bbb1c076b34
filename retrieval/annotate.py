"""What is found in a text once, at refresh, and stored as spans, so that asking loads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from retrieval.dates import find_dates
from retrieval.entities import find_entities, find_quantities
from retrieval.entities.model import Quantity
from retrieval.records import Span

ANNOTATION_VERSION = "10"


def annotate(
    text: str, published: datetime | None, sentences: Sequence[tuple[int, int]]
) -> list[Span]:
    """Dates, names and numbers of ``text`` as spans, in order.

    Dates are resolved against ``published``; without it what only a reference date could settle
    stays open: no year is made up. ``sentences`` are the offsets of the text's sentences.
    """
    dates = [
        Span("date", d.start, d.end, d.timex, d.granularity, d.first, d.last)
        for d in find_dates(text, published)
    ]
    taken = {at for d in dates for at in range(d.start, d.end)}
    entities = [
        Span("entity", e.start, e.end, e.value, e.label)
        for e in find_entities(text, sentences)
        if e.start not in taken
    ]
    numbers = [
        Span("number", q.start, q.end, _value(q), q.label)
        for q in find_quantities(text)
        if q.start not in taken
    ]
    return sorted([*dates, *entities, *numbers], key=lambda s: (s.start, s.end))


def _value(quantity: Quantity) -> str:
    """ "1200 prison", "86400-172800 s", "? bodi": the number or range, then the unit."""
    if quantity.value is None:
        return f"? {quantity.unit}".strip()
    high = f"-{quantity.high:g}" if quantity.high is not None else ""
    return f"{quantity.value:.12g}{high} {quantity.unit}".strip()
