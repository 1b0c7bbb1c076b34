"""Questions turned into near misses: a word is traded, so that they ask for what is not there."""

from __future__ import annotations

import random
import re

from retrieval.analysis import words

_OPPOSITES = [
    pair.split("/")
    for pair in (
        "first/last before/after more/fewer more/less largest/smallest largest/oldest"
        " biggest/smallest won/lost win/lose wins/loses rose/fell rise/fall rises/falls"
        " increase/decrease increased/decreased north/south northern/southern east/west"
        " eastern/western oldest/youngest older/younger early/late earlier/later begin/end"
        " began/ended start/finish highest/lowest high/low most/least accept/reject"
        " accepted/rejected support/oppose supported/opposed arrive/leave arrived/left buy/sell"
        " bought/sold open/close opened/closed above/below inside/outside for/against"
        " with/without new/old next/previous long/short best/worst father/son brother/sister"
        " husband/wife mother/daughter attack/defend attacked/defended gain/lose gained/lost"
        " enter/leave entered/left join/leave joined/left confirmed/denied begins/ends"
        " starts/ends good/bad strong/weak public/private major/minor upper/lower right/wrong"
        " male/female minimum/maximum import/export imports/exports son/brother king/queen"
        " always/never"
    ).split()
]
_OTHER = {a: b for one, other in _OPPOSITES for a, b in ((one, other), (other, one))}
_HELPING = re.compile(
    r"\b(did|does|do|is|are|was|were|has|have|had|will|would|can|could|should)\b(?! not)", re.I
)


def corrupted(question: str, text: str, chance: random.Random) -> str | None:
    """``question`` with a name, a figure or a word traded for another one of ``text``, for its
    opposite, or denied; None where nothing can be traded.
    """
    roll = chance.random()
    if roll < 0.1 and (found := _HELPING.search(question)):
        return f"{question[: found.end()]} not{question[found.end() :]}"
    places = list(words(question))
    opposite = [p for p in places if question[p[0] : p[1]].lower() in _OTHER]
    if opposite and roll < 0.5:
        start, end, _ = chance.choice(opposite)
        return question[:start] + _OTHER[question[start:end].lower()] + question[end:]
    there = {t for _, _, t in words(text)}
    shared = [p for p in places if p[2] in there]
    names = [p for p in shared if _shape(question[p[0] : p[1]]) != "word" and p[0] > 0]
    choice = names if names and roll < 0.85 else shared
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
