"""The texts and questions that the reader learns from, and those held out.

``bench/data/reader/learn`` and ``bench/data/reader/held``: one article a line, with questions that
it answers (and the words that do) and near misses that it does not.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from retrieval.evaluate import Case

DATA = Path(__file__).resolve().parent / "data" / "reader"


def articles(folder: Path) -> list[dict[str, Any]]:
    """Of all files in ``folder``, in order."""
    files = sorted(folder.glob("**/*.jsonl"))
    return [json.loads(line) for f in files for line in f.read_text().splitlines() if line.strip()]


def as_coverage(found: list[dict[str, Any]], share: int) -> tuple[list[dict[str, Any]], list[Case]]:
    """The articles as a source's lines, and every ``share``-th question about them as a case."""
    lines, cases = [], []
    for n, article in enumerate(found):
        own = {k: article[k] for k in ("title", "published", "text")}
        lines.append({"id": f"r{n}", "outlet": f"Outlet {n % 7}", **own})
        name = f"r{n}"
        made = [
            Case(f"{name}a{k}", q, "answerable", True, answers=(a,), relevant=(name,))
            for k, (q, a) in enumerate(article["answered"])
        ] + [
            Case(f"{name}u{k}", q, "unanswerable_near", False, verdicts=("no_answer",))
            for k, q in enumerate(article["unanswered"])
        ]
        cases += made[n % share :: share]
    return lines, cases
