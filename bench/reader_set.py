"""The texts and questions that the reader learns from, and those held out.

``bench/data/reader/learn`` and ``bench/data/reader/held``: one story a line, of one article or of
several, with questions that it answers (and the words that do) and near misses that it does not.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.evaluate import Case

DATA = Path(__file__).resolve().parent / "data" / "reader"


@dataclass(frozen=True)
class Story:
    """Articles with questions about them."""

    articles: list[dict[str, Any]]
    """Each with title, published and text."""
    answered: list[tuple[str, str, int]]
    """Question, words of the answer, and which of the articles has them."""
    unanswered: list[str]


def stories(folder: Path) -> list[Story]:
    """Of all files in ``folder``, in order."""
    found = []
    for file in sorted(folder.glob("**/*.jsonl")):
        for line in map(json.loads, filter(str.strip, file.read_text().splitlines())):
            answered = [
                (question, words, *(at or [0])) for question, words, *at in line["answered"]
            ]
            articles = line.get("articles") or [line]
            found.append(Story(articles, answered, line["unanswered"]))
    return found


def as_coverage(found: list[Story], share: int) -> tuple[list[dict[str, Any]], list[Case]]:
    """The articles as a source's lines, and every ``share``-th question about them as a case, asked
    on the day of the article with the answer, or of the story's last one.
    """
    lines, cases = [], []
    for n, story in enumerate(found):
        for k, article in enumerate(story.articles):
            own = {key: article[key] for key in ("title", "published", "text")}
            lines.append({"id": f"r{n}.{k}", "outlet": f"Outlet {(n + k) % 7}", **own})
        days = [str(article["published"]) for article in story.articles]
        made = [
            Case(f"r{n}a{k}", q, "answerable", True, days[at], None, (a,), (f"r{n}.{at}",))
            for k, (q, a, at) in enumerate(story.answered)
        ] + [
            Case(f"r{n}u{k}", q, "unanswerable_near", False, max(days), verdicts=("no_answer",))
            for k, q in enumerate(story.unanswered)
        ]
        cases += made[n % share :: share]
    return lines, cases
