"""What a question asks for: its kind, whether it looks ahead, and the terms of its subject."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from retrieval.analysis import terms
from retrieval.errors import QuestionError

Kind = Literal["when", "where", "who", "how_many", "how_long", "why", "yes_no", "what"]

LONGEST = 1_000
"""Longest question in characters; a longer one is an article pasted by mistake."""

_KINDS: dict[Kind, str] = {
    "when": r"\b(when|(what|which) (date|day|time|month|year)|how soon)\b",
    "how_long": r"\bhow long\b|\bwhat duration\b",
    "how_many": r"\bhow (many|much)\b|\bwhat (number|share|percentage)\b",
    "where": r"\b(where|(what|which) (city|country|place|venue|palace|location))\b",
    "who": r"\b(who|whom|whose|which (person|minister|official|outlet))\b",
    "why": r"\bwhy\b|\bfor what reason\b",
    "yes_no": r"^\W*(is|are|was|were|did|do|does|has|have|had|will|would|can|could)\b",
}
_NEXT = re.compile(r"\b(next|upcoming|coming|forthcoming)\b", re.I)
_PAST = re.compile(r"\b(was|were|did|had|happened|took place|ago|last|previous)\b", re.I)
_FOLLOWS = re.compile(
    r"^\W*(and|but|so|what about|how about|ok(ay)?)\b|"
    r"\b(it|that|there|theirs?|they|them|he|she|his|her|this)\b",
    re.I,
)
_TIME_WORDS = frozenset(
    terms("next upcoming coming forthcoming date day time long many much place happen soon latest")
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood. ``terms`` are its content terms without time and question words."""

    text: str
    kind: Kind
    ahead: bool
    """It asks for what is still to come ("the next round")."""
    timed: bool
    """It, or the question that it follows, asks when something is."""
    past: bool
    """It asks for what has been ("when was…")."""
    terms: tuple[str, ...]
    encoded: str
    """What the vector leg encodes: the question, completed by the one that it follows."""


def understand(text: str, *, follows: str | None = None) -> Question:
    """Raises QuestionError for a question that is empty, has no letter, or is too long."""
    text = " ".join(text.split())
    if not any(c.isalnum() for c in text):
        raise QuestionError("the question is empty; ask something like: When is the next round?")
    if len(text) > LONGEST:
        raise QuestionError(
            f"the question has {len(text):,} characters; at most {LONGEST:,} can be asked"
        )
    own = _content(text)
    kind = _kind(text)
    ahead, timed, encoded = bool(_NEXT.search(text)), kind == "when", text
    if follows and (not own or len(own) < 3 or _FOLLOWS.search(text)):
        before = " ".join(follows.split())[:LONGEST]
        own = tuple(dict.fromkeys((*own, *_content(before))))
        ahead = ahead or bool(_NEXT.search(before))
        timed = timed or _kind(before) == "when"
        encoded = f"{before} {text}"
    past = bool(_PAST.search(text)) and not ahead
    return Question(text, kind, ahead, timed or ahead, past, own, encoded)


def _kind(text: str) -> Kind:
    # The question word that stands first decides: "Who said when …" asks who.
    found = [
        (m.start(), kind)
        for kind, pattern in _KINDS.items()
        if (m := re.search(pattern, text, re.I))
    ]
    return min(found, key=lambda f: f[0])[1] if found else "what"


def _content(text: str) -> tuple[str, ...]:
    found = dict.fromkeys(terms(text))
    content = tuple(t for t in found if t not in _TIME_WORDS)
    return content or tuple(found)
