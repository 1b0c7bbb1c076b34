"""Phases: whether a text speaks of how something begins or how it ends.

"When was the exchange finished?" is not answered by the day on which it began, though the sentence
that tells of both is the one to quote.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Phase = Literal["start", "end"]

NEAR = 70
"""Characters from a date within which a word of beginning or ending is taken to be about it."""

ADJACENT = 12
"""Characters before a date, "since" among them, in which a word says what has been so since."""

_STARTS = (
    r"(?:beg[aiu]ns?|beginning|start(?:s|ed|ing)?|open(?:s|ed|ing)?|launch(?:es|ed)?|reopen(?:s|ed)?"
    r"|kick(?:s|ed)? off|(?:gets?|got|getting) (?:going|under ?way)|(?:be|is|are|was|were|came|come"
    r"|comes|coming|entered|enters?) (?:in(?:to)? force|under ?way)|under ?way|t(?:ook|akes?|ake)"
    r" effect|broke out|set(?:s)? in|in force since|resum(?:es|ed|e|ing))"
)
_ENDS = (
    r"(?:end(?:s|ed|ing)?|finish(?:es|ed|ing)?|complet(?:es?|ed|ing|ion)|conclu(?:des?|ded|ding"
    r"|sion)|over|wrap(?:s|ped)? up|clos(?:es?|ed|ing)|expir(?:es?|ed|y)|r[au]ns? out|lapse[sd]?)"
)
_WORD = re.compile(
    rf"\b(?:(?P<start>{_STARTS})|(?P<end>{_ENDS}))\b(?! (?:a|an|the) (?:hour|year)\b)", re.I
)
_NO_PHASE = re.compile(
    r"\b(?:open (?:to|for|letter|question|day)|by the end of|(?:the )?(?:beginning|start|end) of"
    r" (?=(?:the )?(?:day|week|month|year|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|summer|winter|spring|autumn)\b)|at the end|in the end"
    r"|all over|over (?=(?:the|a|an|\d|two|three|four|half|lunch|breakfast)\b))",
    re.I,
)
"""What sounds like a phase and is none: the start of a month, "open to talks", "over two hours"."""

_SINCE = re.compile(r"\bsince (?:the |last |early |late )*$", re.I)


def _phases(text: str) -> list[tuple[int, int, Phase]]:
    plain = _NO_PHASE.sub(lambda m: " " * len(m[0]), text)
    return [(m.start(), m.end(), "start" if m["start"] else "end") for m in _WORD.finditer(plain)]


@lru_cache(maxsize=20_000)
def phase_asked(question: str) -> Phase | None:
    """Which end of something a question asks for; None where it asks for neither, or for both."""
    if re.search(r"\bsince when\b", question, re.I):
        return "start"
    if re.search(r"\buntil when\b", question, re.I):
        return "end"
    named = {phase for *_, phase in _phases(question)}
    return named.pop() if len(named) == 1 else None


@lru_cache(maxsize=20_000)
def phase_beside(sentence: str, start: int, end: int) -> Phase | None:
    """Which end the date ``sentence[start:end]`` is of, by the nearest word that tells."""
    near = [
        (max(start - word_end, word_start - end), phase)
        for word_start, word_end, phase in _phases(sentence)
        if not start <= word_start < end
    ]
    if _SINCE.search(sentence, max(0, start - 24), start):
        # "Closed since October" is when it closed, "in the valley since October" when that began.
        just_before = [
            p for _, word_end, p in _phases(sentence) if 0 < start - word_end <= ADJACENT
        ]
        return just_before[-1] if just_before else "start"
    gap, phase = min(near, default=(NEAR, None))
    return phase if gap < NEAR else None
