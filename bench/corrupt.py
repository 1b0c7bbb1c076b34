"""Questions turned into near misses: a word is traded, so that they ask for what is not there."""

from __future__ import annotations

import random

from retrieval.analysis import words


def corrupted(question: str, text: str, chance: random.Random) -> str | None:
    """``question`` with a name, a figure or a word traded for another one of ``text``; None where
    nothing can be traded. None is traded for its opposite: what the text denies, it answers.
    """
    places = list(words(question))
    there = {t for _, _, t in words(text)}
    shared = [p for p in places if p[2] in there]
    names = [p for p in shared if _shape(question[p[0] : p[1]]) != "word" and p[0] > 0]
    choice = names if names and chance.random() < 0.85 else shared
    if not choice:
        return None
    start, end, _ = chance.choice(choice)
    asked = {t for _, _, t in places}
    others = [
        text[s:e] for s, e, t in words(text)
        if t not in asked and _shape(text[s:e]) == _shape(question[start:end]) and e - s > 2
    ]  # fmt: skip
    if not others:
        return None
    return question[:start] + chance.choice(others) + question[end:]


def _shape(word: str) -> str:
    return "figure" if word[0].isdigit() else "name" if word[0].isupper() else "word"
