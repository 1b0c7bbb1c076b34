"""The picture of a timeline: coverage a day, and the days that matter.

It is a card with a ground of its own, so that it looks the same on Discord's dark and light. No
text of articles or people is in it: fonts lack signs, and nothing in a picture can be made safe.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from retrieval.records import Chronicle, TimelineEntry

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_log = logging.getLogger(__name__)

GROUND, INK, FAINT, BARS = "#23272e", "#f2f3f5", "#4a505a", "#6ea8e5"
MARKS = {
    "happened": ("o", "#f5c451", "#f5c451"),
    "planned": ("o", GROUND, "#f5c451"),
    "proposed": ("D", GROUND, "#c3b1f0"),
    "moved": ("X", "#ff9d8f", "#ff9d8f"),
    "cancelled": ("X", "#ff9d8f", "#ff9d8f"),
}
"""Shape, filling and colour of a day's mark; shapes tell them apart without colours."""

MARKED = 7
"""Days that are marked: those that most of the coverage dates."""

BINNED = 150
"""Days from which bars stand for weeks, as single days would be hairs."""

ROWS = 3
"""Lines of labels above the bars."""

# Matplotlib is not made for several threads at once.
_drawing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Captions:
    """The words in a picture."""

    per_day: str
    per_week: str
    statuses: dict[str, str]
    today: str
    months: tuple[str, ...]

    def day(self, value: date) -> str:
        """Day and month."""
        return f"{value.day} {self.months[value.month - 1]}"


def draw(chronicle: Chronicle, captions: Captions, today: date) -> bytes | None:
    """A PNG, or None where matplotlib is not installed or there is too little to see.

    Not for the event loop. A failure is logged: the timeline does without.
    """
    if len(chronicle.coverage) < 2:
        return None
    try:
        with _drawing:
            return _drawn(chronicle, captions, today)
    except ImportError:
        return None
    except Exception:
        _log.exception("the picture of a timeline could not be drawn")
        return None


def key_days(entries: Sequence[TimelineEntry]) -> list[TimelineEntry]:
    """One entry for each of the days that matter most, in order."""
    best: dict[date, TimelineEntry] = {}
    for entry in entries:
        if entry.first not in best or entry.weight > best[entry.first].weight:
            best[entry.first] = entry
    return sorted(sorted(best.values(), key=lambda e: -e.weight)[:MARKED], key=lambda e: e.first)


def _drawn(chronicle: Chronicle, captions: Captions, today: date) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 4), dpi=150, facecolor=GROUND)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.07, 0.2, 0.91, 0.5), facecolor=GROUND)
    marked = key_days(chronicle.entries)
    first, last = _span(chronicle, marked)
    axes.set_xlim(_x(first) - 1, _x(last) + 1)
    weekly = (last - first).days > BINNED
    _bars(axes, chronicle, weekly=weekly)
    _scale(axes, first, last, captions, captions.per_week if weekly else captions.per_day)
    if first < today < last:
        axes.axvline(_x(today), color=INK, linewidth=1, linestyle=(0, (2, 3)))
        axes.annotate(
            captions.today, (_x(today), 0.98), (3, 0), xycoords=axes.get_xaxis_transform(),
            textcoords="offset points", color=INK, fontsize=9, va="top", **_FONT,
        )  # fmt: skip
    _marks(axes, marked, captions, first, last)
    _legend(figure, marked, captions)
    out = BytesIO()
    figure.savefig(out, format="png", facecolor=GROUND)
    return out.getvalue()


_FONT: dict[str, Any] = {"fontfamily": "DejaVu Sans", "parse_math": False}


def _x(value: date) -> int:
    return value.toordinal()


def _span(chronicle: Chronicle, marked: Sequence[TimelineEntry]) -> tuple[date, date]:
    days = [day for day, _ in chronicle.coverage] + [e.first for e in marked]
    # Something recalled from years ago would press the rest into a corner.
    newest, oldest = max(d for d, _ in chronicle.coverage), min(d for d, _ in chronicle.coverage)
    reach = max((newest - oldest) / 3, timedelta(days=10))
    near = [d for d in days if oldest - reach <= d <= newest + reach]
    return min(near), max(near)


def _bars(axes: Axes, chronicle: Chronicle, *, weekly: bool) -> None:
    heights: Counter[int] = Counter()
    for day, count in chronicle.coverage:
        heights[_x(day - timedelta(days=day.weekday())) + 3 if weekly else _x(day)] += count
    axes.bar(
        list(heights), list(heights.values()), width=6.2 if weekly else 0.8, color=BARS, zorder=2
    )
    axes.set_ylim(0, max(heights.values()) * 1.12)


def _scale(axes: Axes, first: date, last: date, captions: Captions, said: str) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_ylabel(said, color=INK, fontsize=10, **_FONT)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    ticks = _ticks(first, last)
    years = first.year != last.year
    axes.set_xticks(
        [_x(d) for d in ticks],
        [f"{captions.day(d)}\n{d.year}" if years or d == ticks[0] else captions.day(d)
         for d in ticks],
    )  # fmt: skip
    axes.tick_params(colors=INK, labelsize=10, length=3, labelfontfamily="DejaVu Sans")
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(INK)
    axes.grid(visible=True, axis="y", color=FAINT, linewidth=0.7, zorder=0)


def _ticks(first: date, last: date) -> list[date]:
    """Up to seven days at even steps: of days, weeks or months."""
    days = (last - first).days
    step = next((s for s in (1, 2, 7, 14) if days / s <= 7), 0)
    if step:
        return [first + timedelta(days=n) for n in range(0, days + 1, step)]
    months = [
        date(n // 12, n % 12 + 1, 1)
        for n in range(first.year * 12 + first.month, last.year * 12 + last.month)
    ]
    every = -(-len(months) // 7) or 1
    return months[::every] or [first, last]


def _marks(
    axes: Axes, marked: Sequence[TimelineEntry], captions: Captions, first: date, last: date
) -> None:
    """A line down to the axis for each, with its label where no other one stands."""
    total = max((last - first).days + 2, 1)
    ends = [float("-inf")] * ROWS
    up = axes.get_xaxis_transform()
    for entry in (e for e in marked if first <= e.first <= last):
        text = f"{captions.day(entry.first)} [{entry.citation.n}]"
        at = (_x(entry.first) - _x(first) + 1) / total
        width = 0.0103 * len(text)
        wanted = min(max(at - width / 2, 0.0), 1 - width)
        # Beside its line where it must, but never off it.
        fits = [r for r in range(ROWS) if max(ends[r], wanted) <= min(at - 0.01, 1 - width)]
        row = min(fits, key=lambda r: (max(ends[r] - wanted, 0.0), r), default=None)
        left = wanted if row is None else max(ends[row], wanted)
        shape, filling, colour = MARKS[entry.status]
        y = 1.1 + 0.13 * (row or 0)
        axes.plot(
            [_x(entry.first)] * 2, [0, y if row is not None else 1.02], transform=up, clip_on=False,
            color=colour, linewidth=1, alpha=0.75, zorder=1,
        )  # fmt: skip
        axes.plot(
            [_x(entry.first)], [1.02], transform=up, clip_on=False, marker=shape, markersize=8,
            markerfacecolor=filling, markeredgecolor=colour, markeredgewidth=1.6, zorder=3,
        )  # fmt: skip
        if row is None:
            continue
        ends[row] = left + width + 0.012
        axes.text(
            left + width / 2, y, text, transform=axes.transAxes, color=INK, fontsize=10,
            ha="center", va="bottom", zorder=4, **_FONT,
            bbox={"facecolor": GROUND, "edgecolor": "none", "pad": 1},
        )  # fmt: skip


def _legend(figure: Figure, marked: Sequence[TimelineEntry], captions: Captions) -> None:
    from matplotlib.lines import Line2D

    shown = [s for s in MARKS if any(e.status == s for e in marked)]
    handles = [
        Line2D([], [], linestyle="none", marker=shape, markersize=8, markerfacecolor=filling,
               markeredgecolor=colour, markeredgewidth=1.6, label=captions.statuses[status])
        for status in shown for shape, filling, colour in [MARKS[status]]
    ]  # fmt: skip
    if handles:
        figure.legend(
            handles=handles,
            loc="lower center",
            ncols=len(handles),
            frameon=False,
            labelcolor=INK,
            prop={"family": "DejaVu Sans", "size": 10},
        )
