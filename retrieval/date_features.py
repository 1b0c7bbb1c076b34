"""Features of a dated statement, each known by a name: what bench/train.py learns weights for."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from retrieval.analysis import term_set, terms, words
from retrieval.cues import Modality
from retrieval.event_dates import event_dates
from retrieval.evidence import Sentence, bounded, sentence_before
from retrieval.happenings import happenings
from retrieval.ordinals import ORDINALS, ordinal_places, ordinals_in
from retrieval.records import Span
from retrieval.understand import Question

LONGEST_AGO = 120
"""Days after its article from which a statement is no older: the weights were learned from coverage
of months, and over the decades of an archive a logarithm of theirs would outweigh all else."""

BESIDE = 32
"""Characters from an ordinal on in which what it counts is named."""

_RENEWED = re.compile(r"\b(?:new|further|next|another|fresh|again|yet|still|other)\b", re.I)

# The same sentences are looked at before and after they are read, and for the next question.
_places = lru_cache(maxsize=4_000)(words)
_HOW_OFTEN = {"twice": 2, "both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_TIMES = re.compile(
    r"\b(twice|(?:both|two|three|four|five|six)(?= (?:\w+ )?(?:times|rounds|meetings|sessions"
    r"|hearings|talks|occasions|stages|games|matches|launches)\b))",
    re.I,
)

_MODALITIES: tuple[Modality, ...] = (
    "planned", "proposed", "dropped", "cancelled", "denied", "held", "reported", "deadline",
    "lead_in", "agreed",
)  # fmt: skip


def of_sentence(
    question: Question, sentence: Sentence, best: float, nearest: float, newest: date, today: date
) -> dict[str, float]:
    """Features of a sentence that all candidates in it share."""
    published = sentence.article.published
    behind = (newest - published.date()).days if published else 60
    age = (today - published.date()).days if published else 60
    own, asked = ordinals_in(sentence.text), question.ordinals
    wanted, here = happenings(question.encoded), happenings(sentence.text)
    if not here and not own & asked:
        # "It will come once both papers have been studied" goes on about the same event.
        before = sentence_before(sentence)
        own, here = own or ordinals_in(before), happenings(before)
    return {
        "score_behind": best - sentence.score,
        "coverage": sentence.coverage,
        "passage": sentence.features["passage"],
        "cosine_behind": nearest - sentence.cosine,
        "newer": math.log1p(min(max(behind, 0), LONGEST_AGO)),
        "age": math.log1p(min(max(age, 0), LONGEST_AGO)),
        "same_event": float(bool(wanted & here)),
        "other_event": float(bool(wanted and here and not wanted & here)),
        "same_ordinal": float(bool(own & asked)),
        "other_ordinal": float(bool(asked and own and not own & asked)),
        "opening": float(sentence.start < 250),
        "renewed": float(bool(_RENEWED.search(sentence.text))),
        "distance": 1.0,
        "same_phase": 0.0,
        "other_phase": 0.0,
    }


def names_asked(question: Question, sentences: Sequence[Sentence]) -> frozenset[str]:
    """The question's terms that name somebody or something in one of the sentences."""
    asked = frozenset(question.terms)
    return frozenset(
        part
        for sentence in sentences
        for span in sentence.spans
        if span.kind == "entity"
        for part in terms(span.value)
        if part in asked
    )


def lacking(names: frozenset[str], sentence: Sentence) -> float:
    """Share of the names that neither the sentence nor the one before it has."""
    if not names:
        return 0.0
    there = term_set(sentence.text) | term_set(sentence_before(sentence))
    return len(names - there) / len(names)


def ordinal_beside(question: Question, text: str, start: int) -> dict[str, float]:
    """Of a sentence that speaks of several of a series, the one that stands nearest to the date:
    "The first, on 16 May, …; the second was on 2 June."
    """
    places = ordinal_places(text) if question.ordinals else []
    wanted = happenings(question.encoded)
    # "The second round … has ended with the first exchange" speaks of the second.
    alike = [p for p in places if wanted & happenings(text[p[0] : p[0] + BESIDE])]
    # "The first of three skeletons, on their fourth expedition": what the question names.
    counted = set(question.terms) - set(terms(" ".join(ORDINALS)))
    alike = alike or [p for p in places if counted & term_set(text[p[0] : p[0] + BESIDE])]
    if not alike and len({number for _, number in places}) < 2:
        return {}
    same = min(alike or places, key=lambda p: (abs(p[0] - start), p))[1] in question.ordinals
    return {"same_ordinal": float(same), "other_ordinal": float(not same)}


def place_in_list(question: Question, sentence: Sentence, span: Span) -> dict[str, float]:
    """Of the days of "They met twice, on 16 May and on 2 June" the second is that of the second."""
    days = [s.start for s in event_dates(sentence)] if question.ordinals else []
    times = _TIMES.search(sentence.text)
    if not times or span.start not in days or len(days) != _HOW_OFTEN[times[1].lower()]:
        return {}
    same = days.index(span.start) + 1 in question.ordinals
    return {"same_ordinal": float(same), "other_ordinal": float(not same)}


def of_reading(sentence: Sentence, span: Span | None) -> dict[str, float]:
    """What the reader makes of the date, or of the whole sentence that there is none."""
    beside = sentence.days.get(span.start if span else None) if sentence.days else None
    together = {"apart": float(beside is None), "beside": bounded(beside or 0.0)}
    if sentence.reading is None:
        return {"unread": 1.0, "answers": 0.0, "margin": 0.0, **together}
    start, end = (span.start, span.end) if span else (sentence.start, sentence.end)
    return {
        "unread": 0.0,
        "answers": bounded(sentence.reading.answers),
        "margin": bounded(sentence.margin(start, end)),
        **together,
    }


_LIMIT = re.compile(
    r"\b(?:(?:by|until|till|before) (?:when|what|which)|how soon|how much time|deadlines?"
    r"|(?:last|latest|final) (?:possible )?(?:day|date|chance) (?:to|for)|the latest"
    r"|ha(?:ve|s) to|must|due(?! (?:in|at|to|for|before)\b)"
    r"|expir(?:es?|ed|y)|ultimatum|runs? out|no later"
    r"|(?:holds?|lasts?|stays?|remains?|valid|extended|open|over|ends?|finish(?:ed)?|complete[ds]?)"
    r" (?:un)?till?)\b|^\W*(?:un)?till? when\b",
    re.I,
)
"""Asks for the day by which something has to be, in place of the day on which it is."""
_SINCE_WHEN = re.compile(r"\bsince when\b|\bhow long (?:has|have|had)\b", re.I)


def asks_for_a_limit(question: Question) -> bool:
    """Whether it asks for the day by which something has to be, or until which it lasts."""
    return _LIMIT.search(question.text) is not None


def of_wording(question: Question, how: frozenset[Modality]) -> dict[str, float]:
    """Of each manner in which a date may be told whether it is. "By Friday" speaks against a date,
    but not where that is what is asked for.
    """
    told: dict[str, float] = {name: float(name in how) for name in _MODALITIES}
    if asks_for_a_limit(question) or _SINCE_WHEN.search(question.text):
        told["deadline"] = 0.0
    return told


def away(first: date | None, published: datetime | None, today: date) -> float:
    """How long lies between a day and the moment of asking, or that from which its statement is no
    older.
    """
    if first is None:
        return 0.0
    if published is not None:
        today = min(today, published.date() + timedelta(LONGEST_AGO))
    return math.log1p(abs((first - today).days))


_TENSE = re.compile(
    r"\b(?:is|are|be|been|do|does|will|shall|would|has|have|had|going|can|could|should|might|next"
    r"|still|yet|again|new|upcoming|coming)\b|['’]ll\b|\bwhen['’]?s\b",
    re.I,
)


def tenseless(question: Question) -> bool:
    """Whether nothing tells if it is about what has been: "date of the summit"."""
    return not question.past and not question.ahead and not _TENSE.search(question.encoded)


def long_ago(question: Question, first: date | None, today: date) -> float:
    """How long a day lies back, where the last one of several is asked for."""
    if first is None or first > today or not question.last:
        return 0.0
    return math.log1p((today - first).days)


def in_window(question: Question, span: Span | None) -> float:
    """1 inside of the days that the question names, -1 outside of them, 0 where it names none."""
    if question.window is None or span is None or span.first is None or span.last is None:
        return 0.0
    if question.kind == "yes_no":
        # "Still on Tuesday?" may well be answered by another day.
        return 0.0
    first, last = question.window.first, question.window.last
    inside = (first is None or span.last >= first) and (last is None or span.first <= last)
    return 1.0 if inside else -1.0


def distance(question: Question, sentence: Sentence, start: int, end: int) -> float:
    """From a date to the nearest of the question's terms in its sentence; 80 characters are 1."""
    wanted = set(question.terms)
    gaps = [
        max(start - word_end, word_start - end, 0)
        for word_start, word_end, term in _places(sentence.text)
        if term in wanted and not start <= word_start < end
    ]
    return min(min(gaps, default=80), 80) / 80
