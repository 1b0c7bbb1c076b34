"""Quote: how much of the text to show around a sentence that answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.evidence import Sentence

MOST_WORDS = 75
"""Words of a quote of two sentences; one sentence alone may be longer."""

_ANAPHOR = re.compile(
    r"[\"“‘'(]*(?:He|She|It|They|His|Her|Its|Their|This|That|These|Those|Both|Neither|There|Here"
    r"|The (?:latter|former|same|two|move|decision|step|talks|meeting)|So|But|However|Then|Instead"
    r"|Also|In addition|As a result|Meanwhile|And)\b"
)
"""Openings that point back to the sentence before."""

_TELLING = (
    r"(?:gave|wrote|said|stated|reported|put|named|called|described|dated|placed|listed|printed)"
)
_MISTOLD = re.compile(
    r"\b(?:in|on|our|yesterday[’']s|last week)\b.*"
    rf"\bwe (?:also |had |wrongly |incorrectly |mistakenly ){{0,2}}{_TELLING}\b"
    rf"|^(?:correction: )?we (?:also |wrongly |incorrectly |mistakenly ){{0,2}}{_TELLING}\b"
    r"|\bour (?:[\w’'-]+ ){0,3}(?:report|edition|article|story|coverage|item)\b.*"
    rf"\b{_TELLING}\b",
    re.I | re.S,
)
"""What an outlet says that it said: what is right stands in one of the next sentences."""

_RIGHT = re.compile(r"\b(?:correct|right|exact|actual)\b|\b(?:in fact|actually)\b", re.I)

_RIGHTED = 3
"""Sentences after it in which that is looked for."""

_CLOSING = {"“": "”", "«": "»"}


@dataclass(frozen=True, slots=True)
class Quote:
    """One or two whole sentences, of which ``sentence`` is the one that answers."""

    sentence: Sentence
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words, exactly as they stand in the article."""
        return self.sentence.article.text[self.start : self.end]


def quotes(chosen: Sequence[Sentence], everything: Sequence[Sentence]) -> Iterator[Quote]:
    """A quote for each of ``chosen``, in order, none overlapping an earlier one.

    A quotation that goes on is shown to its end, where whoever is quoted mostly stands, and what an
    outlet corrects up to what is right.
    """
    beside = _Neighbours(everything)
    taken: set[tuple[str, int]] = set()
    for sentence in chosen:
        if sentence.place in taken:
            continue
        members = beside.correction(sentence)
        if len(members) < 2:
            members = beside.quotation(sentence)
        if len(members) < 2:
            partner = beside.partner(sentence)
            members = [sentence, partner] if partner else [sentence]
        if any(m.place in taken for m in members):
            members = [sentence]
        taken |= {m.place for m in members}
        yield Quote(sentence, min(m.start for m in members), max(m.end for m in members))


def led(sentence: Sentence, everything: Sequence[Sentence]) -> Quote:
    """The sentence alone, or with the one before it where it points back to that."""
    before = _Neighbours(everything).before(sentence)
    start = before.start if before and _points_back(sentence, before) else sentence.start
    return Quote(sentence, start, sentence.end)


class _Neighbours:
    def __init__(self, everything: Sequence[Sentence]) -> None:
        self._ending = {(s.article.id, s.end): s for s in everything}
        self._starting = {s.place: s for s in everything}

    def partner(self, sentence: Sentence) -> Sentence | None:
        """The neighbour to show with ``sentence``: what it points back to, else the likelier."""
        before, after = self.before(sentence), self._after(sentence)
        if before and _points_back(sentence, before):
            return before
        fitting = [n for n in (before, after) if n is not None]
        return max(fitting, key=lambda n: n.score, default=None)

    def quotation(self, sentence: Sentence) -> list[Sentence]:
        """The sentences up to the end of the quotation that goes on where this one ends, with the
        one that it points back to; this one alone where nothing goes on, or for too long.
        """
        members = [sentence]
        before = self.before(sentence)
        if before and _points_back(sentence, before):
            members.insert(0, before)
        while _is_open(" ".join(m.text for m in members)):
            last = members[-1]
            after = self._after(last)
            if after is None or sum(len(m.text.split()) for m in [*members, after]) > MOST_WORDS:
                return [sentence]
            members.append(after)
        return members if members[-1] is not sentence else [sentence]

    def correction(self, sentence: Sentence) -> list[Sentence]:
        """Where an outlet tells what it told wrongly, the sentences up to the one that puts it
        right ("The correct figure is 78 percent."), or else up to one with other words of the kind
        asked for; this one alone where none does.
        """
        if not _MISTOLD.search(sentence.text):
            return [sentence]
        members = [sentence]
        for _ in range(_RIGHTED):
            last = members[-1]
            after = self._after(last)
            if after is None or "\n" in sentence.article.text[last.end : after.start]:
                break
            if sum(len(m.text.split()) for m in [*members, after]) > MOST_WORDS:
                break
            members.append(after)
        fitting = [n for n, m in enumerate(members) if n and m.found and m.found != sentence.found]
        at = next((n for n in fitting if _RIGHT.search(members[n].text)), min(fitting, default=0))
        return members[: at + 1]

    def before(self, sentence: Sentence) -> Sentence | None:
        """The sentence that ends where this one begins, if both together are short enough."""
        text, at = sentence.article.text, sentence.start
        while at > 0 and text[at - 1].isspace():
            at -= 1
        return _short_enough(sentence, self._ending.get((sentence.article.id, at)))

    def _after(self, sentence: Sentence) -> Sentence | None:
        text, at = sentence.article.text, sentence.end
        while at < len(text) and text[at].isspace():
            at += 1
        return _short_enough(sentence, self._starting.get((sentence.article.id, at)))


def _points_back(sentence: Sentence, before: Sentence) -> bool:
    # A quotation that began in the sentence before has its speaker there.
    return bool(_ANAPHOR.match(sentence.text) or _is_open(before.text))


def _is_open(text: str) -> bool:
    """Whether a quotation in it goes on beyond its end."""
    straight = text.count('"') % 2 == 1
    return straight or any(text.rfind(a) > text.rfind(b) for a, b in _CLOSING.items())


def _short_enough(sentence: Sentence, other: Sentence | None) -> Sentence | None:
    if other is None:
        return None
    words = len(sentence.text.split()) + len(other.text.split())
    return other if words <= MOST_WORDS else None
