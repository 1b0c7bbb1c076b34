"""Renewal: a newer statement that tells a change comes before the one that it makes old.

"The number of dead has risen to seven" shares fewer words with "how many died?" than the first
report does, and no reader of the sentence alone can tell that it is the one that counts. What it
says of itself does: it is newer, and it puts something in the place of what was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.evidence import Sentence
from retrieval.fitting import FIGURES
from retrieval.ordinals import ordinals_in
from retrieval.understand import Question

LOOKED_AT = 4
"""Best sentences, among which it has to be."""

BEHIND = 6.0
"""Log-odds by which it may be behind the one that it makes old: the reader prefers the plain words
of a first report by far."""

NOT_RULED_OUT = -3.0
"""The reader's log-odds above which it may be about what is asked: it doubts that words of change
answer, and is certain where they are about something else."""

_OF_NOW = frozenset(("who", "where"))
"""Kinds of questions whose answers change while the question stays the same, unless it asks for
what has been: who led the team in May stays true, and how many died in May becomes known later."""

_AS_IT_WAS = re.compile(
    r"\b(?:original\w*|initial\w*|first|at the (?:start|beginning|outset)|before|earlier|used to"
    r"|old|previous\w*|former\w*|until|by (?:then|\w+day))\b",
    re.I,
)
"""Asks for what was before any change."""

_FIGURE = (
    r"(?:\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six"
    r"|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?)"
)
_TELLS_A_CHANGE = re.compile(
    r"\b(?:ris(?:en|es|ing)|rose|(?:gone|went|goes|going) (?:up|down)|c[oa]me down|grow[ns]?|grew"
    r"|fallen|fell|dropped|drops|climb(?:ed|s)|increased?s?|cut|reduced|raise[ds]?|lower(?:ed|s)"
    r"|revised|corrected|shr[au]nk|swollen|swelled|doubled|halved|shortened|extended)\b"
    r"(?:\W+(?:\w+\W+){0,6}?)(?:to|by|from)\b"
    rf"|\bfrom {_FIGURE}(?: \w+){{0,2}} to {_FIGURE}|\binstead of\b|\bno longer\b|\bany ?more\b"
    rf"|\bnot {_FIGURE}\b"
    r"|\bbr(?:ings|inging|ought) the (?:\w+ ){1,4}to\b|\breplac(?:e[sd]?|ing)\b"
    r"|\bin (?:the )?place of\b|\b(?:takes?|took|taken|taking) over\b|\breturns? as\b"
    r"|\bsucceed(?:s|ed)?\b|\b(?:moves?|moved) (?:\w+ ){0,3}to\b|\bmeanwhile\b|\bnow\b"
    r"|\bafter all\b|\bso far\b|\buntil now\b|\bto date\b|\breached\b|\bthe (?:new )?total\b"
    r"|\bin the end\b|\btrue figure\b",
    re.I,
)


def renewed(question: Question, sentences: Sequence[Sentence]) -> list[Sentence]:
    """``sentences``, best first, with the one in front that makes the best one old, if any."""
    order = list(sentences)
    changes = question.kind in FIGURES or (question.kind in _OF_NOW and not question.past)
    if not changes or _AS_IT_WAS.search(question.encoded):
        return order
    for sentence in order[1:LOOKED_AT]:
        if _makes_old(question, sentence, order[0]):
            return [sentence, *(s for s in order if s is not sentence)]
    return order


def _makes_old(question: Question, sentence: Sentence, best: Sentence) -> bool:
    told, before = sentence.article.published, best.article.published
    others = ordinals_in(sentence.text) if question.ordinals else frozenset()
    return (
        told is not None
        and before is not None
        and told.date() > before.date()
        and sentence.score > best.score - BEHIND
        and sentence.coverage > 0
        and sentence.reading is not None
        and sentence.reading.answers > NOT_RULED_OUT
        and bool(sentence.found)
        and not sentence.features["other_day"]
        and not (others and not others & question.ordinals)
        and _TELLS_A_CHANGE.search(sentence.text) is not None
    )
