"""An evaluation as Markdown tables, as JSON, and as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from retrieval import metrics
from retrieval.evaluate import (
    MEASURES,
    Figure,
    Outcome,
    differs,
    overall,
    pairs,
    table,
    turned,
)

LISTED = 40
"""Changed questions that are shown of a comparison, of those that fare as before."""


def as_json(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Everything that was measured, each question included."""
    return {
        "slices": {
            name: {measure: asdict(figure) for measure, figure in row.items()}
            for name, row in table(outcomes).items()
        },
        "overall": {name: asdict(figure) for name, figure in overall(outcomes).items()},
        "milliseconds": {
            "median": float(np.median([o.milliseconds for o in outcomes])),
            "p95": float(np.percentile([o.milliseconds for o in outcomes], 95)),
        },
        "questions": [asdict(o) for o in outcomes],
    }


def markdown(outcomes: Sequence[Outcome]) -> str:
    """Two tables: measures by slice, and what holds over all questions; 95 % intervals."""
    rows = table(outcomes)
    used = [m for m in MEASURES if any(m in row for row in rows.values())]
    lines = ["| slice | n | " + " | ".join(MEASURES[m] for m in used) + " |"]
    lines.append("|---|---:|" + "---:|" * len(used))
    for name, row in rows.items():
        count = sum(name in ("all", o.slice) for o in outcomes)
        cells = (_cell(row.get(m), short=name != "all") for m in used)
        lines.append(f"| {name} | {count} | " + " | ".join(cells) + " |")
    lines += ["", "| over all questions | |", "|---|---:|"]
    lines += [f"| {name} | {_cell(figure)} |" for name, figure in overall(outcomes).items()]
    spent = [o.milliseconds for o in outcomes]
    lines.append(f"| milliseconds a question, median | {np.median(spent):.0f} |")
    return "\n".join(lines)


def changes(before: Sequence[dict[str, Any]], after: Sequence[Outcome]) -> str:
    """The questions whose answers changed between two runs, one a line: what became wrong stands
    first, then what became right; of the others no more than ``LISTED``.
    """
    both = pairs(before, after)
    rows = sorted(
        ((turned(*pair), *pair) for pair in both if differs(*pair)),
        key=lambda row: (-1, 1, 0).index(row[0]),
    )
    gained, lost = (sum(row[0] == way for row in rows) for way in (1, -1))
    lines = [f"{len(rows)} answers changed: {gained} became right, {lost} became wrong."]
    shown = rows[: gained + lost + LISTED]
    for way, was, now in shown:
        mark = {1: "+", 0: "·", -1: "-"}[way]
        lines.append(f"{mark} {now['id']}: {now['question']} — {was['verdict']} → {now['verdict']}")
    if len(rows) > len(shown):
        lines.append(f"… and {len(rows) - len(shown)} more that fare as before.")
    if single := len(before) + len(after) - 2 * len(both):
        lines.append(f"Not compared: {single} questions of one of the two runs alone.")
    return "\n".join(lines)


def plot(outcomes: Sequence[Outcome], path: Path) -> None:
    """Writes a PNG: reliability on the left, risk over coverage on the right."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    sure = np.array([o.confidence for o in outcomes])
    worth = np.array([o.right and not o.abstained for o in outcomes], dtype=bool)
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4.5), dpi=150)
    bins = metrics.reliability(sure, worth)
    left.plot([0, 1], [0, 1], color="0.7", linewidth=1, linestyle="--")
    left.plot([b[0] for b in bins], [b[1] for b in bins], marker="o", color="#1f6f8b")
    for mean, share, count in bins:
        left.annotate(
            str(count), (mean, share), textcoords="offset points", xytext=(6, -10), fontsize=8
        )
    left.set(xlabel="confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1))
    left.set_title("Reliability (questions in each bin)")
    coverage, risk = metrics.risk_coverage(sure, worth)
    right.plot(coverage, risk, color="#b3541e")
    right.set(xlabel="share of questions answered", ylabel="share of those wrong")
    right.set(xlim=(0, 1), ylim=(0, 1))
    right.set_title("Risk over coverage")
    figure.tight_layout()
    figure.savefig(path, format="png")
    pyplot.close(figure)


def _cell(figure: Figure | None, *, short: bool = False) -> str:
    if figure is None:
        return "–"
    if figure.low == figure.high == figure.value and figure.value == int(figure.value):
        return f"{figure.value:.0f}" if not short else f"{figure.value:.2f}"
    if short:
        return f"{figure.value:.2f}"
    return f"{figure.value:.3f} ({figure.low:.2f}–{figure.high:.2f})"
