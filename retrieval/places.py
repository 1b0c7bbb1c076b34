"""Places: where something is, by the name that stands nearest to its date."""

from __future__ import annotations

import re

from retrieval.evidence import Sentence
from retrieval.records import Span

_PLACE = re.compile(
    r"\b(?:in|at) (?:the )?((?:[A-ZÇĞİÖŞÜÀ-Þ][\w’'-]+)(?: (?:of |de )?[A-ZÇĞİÖŞÜÀ-Þ][\w’'-]+)*)"
)


_SPEAKER_AT = re.compile(
    r"\b(?:officials?|reporters?|journalists?|sources?|diplomats?|analysts?|observers?"
    r"|correspondents?|said|says|told \w+|speaking|spoke|wrote|announced|added)(?: on \w+)?\s+$",
    re.I,
)
"""Before a place where something is said, which is none where it happens."""

_OF_A_THING = re.compile(
    r"^ (?!(?:and|or|on|in|at|from|to|until|by|with|for|after|before|between|during|as|but|which"
    r"|where|when|while|that|is|are|was|were|will|has|have|next|this|last|later|late|early|again"
    r"|today|tomorrow|tonight|yesterday)\b)[a-z]"
)
"""After a name that only tells which thing is meant: "in the Meller fraud trial"."""


def place_near(sentence: Sentence, span: Span) -> str | None:
    """The place named nearest to ``span`` in its sentence, verbatim, or None."""
    found = [
        m
        for m in _PLACE.finditer(sentence.text)
        if not any(d.start <= sentence.start + m.start(1) < d.end for d in sentence.dates)
        and not _SPEAKER_AT.search(sentence.text, 0, m.start())
        and not (" the " in f"{m[0]} " and _OF_A_THING.match(sentence.text[m.end() :]))
    ]
    middle = (span.start + span.end) / 2 - sentence.start
    near = min(found, key=lambda m: abs(m.start(1) - middle), default=None)
    return near[1] if near else None
