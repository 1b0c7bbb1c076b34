"""What the reader learns from about disputes: two statements that contradict each other about what
is asked, and pairs that do not.

``bench/data/disputes/learn`` and ``…/held``: one situation a line, of short ``texts`` by several
outlets, and ``questions`` with the pairs of them that are ``disputed``.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from reader_examples import PLAIN, as_typed

from retrieval.reader import heading

DATA = Path(__file__).resolve().parent / "data" / "disputes"

OTHERS = 5
"""Pairs without a contradiction that are read with each question, at most."""
ALONE = 0.15
"""Share of the texts without two accounts that are read alone."""
ONE_ARTICLE, ONE_TEXT = 0.3, 0.15
"""Shares of the pairs that are read as two sentences of one article, and as one text."""


@dataclass(frozen=True)
class Pair:
    """A question against two texts, or one, each with its heading."""

    question: str
    texts: tuple[tuple[str, str], ...]
    disputed: bool


def situations(folder: Path) -> list[dict[str, Any]]:
    """Of all files in ``folder``, in order."""
    lines = (line for file in sorted(folder.glob("*.jsonl")) for line in file.open())
    return [json.loads(line) for line in lines if line.strip()]


def pairs(found: Iterable[dict[str, Any]], seed: int) -> list[Pair]:
    """Each question with the pairs that contradict each other, and some of those that do not."""
    chance = random.Random(seed)
    made = []
    for situation in found:
        texts = [_headed(text) for text in situation["texts"]]
        places = range(len(texts))
        anywhere = {(i, j) for asked in situation["questions"] for i, j in asked["disputed"]}
        for asked in situation["questions"]:
            typed = asked["question"]
            if chance.random() < PLAIN:
                typed = as_typed(typed, chance)
            disputed = {(i, j) for i, j in asked["disputed"]}
            others = [(i, j) for i in places for j in places if i < j and (i, j) not in disputed]
            # Those that contradict each other about something else look most like a dispute.
            chance.shuffle(others)
            others = sorted(others, key=lambda pair: pair not in anywhere)[:OTHERS]
            others += [(i, i) for i in places if (i, i) not in disputed and chance.random() < ALONE]
            for i, j in [*disputed, *others]:
                order = [i] if i == j else chance.sample([i, j], 2)
                read = _together([texts[n] for n in order], chance.random())
                made.append(Pair(typed, read, (i, j) in disputed))
    return made


def _together(texts: Sequence[tuple[str, str]], drawn: float) -> tuple[tuple[str, str], ...]:
    lead = texts[0][0]
    if len(texts) == 2 and drawn < ONE_TEXT:
        return ((lead, f"{texts[0][1]} {texts[1][1]}"),)
    if drawn < ONE_TEXT + ONE_ARTICLE:
        return tuple((lead, text) for _, text in texts)
    return tuple(texts)


def _headed(text: dict[str, Any]) -> tuple[str, str]:
    return heading(text["title"], date.fromisoformat(text["published"][:10])), text["text"]
