"""Reading: the likeliest sentences are read with the question, and put in order anew."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from retrieval.candidates import candidates
from retrieval.evidence import Sentence, bounded, headed, novelty
from retrieval.reader import Reader
from retrieval.understand import Question
from retrieval.weights import model

BESIDE = 2
"""Dated statements that the likeliest one is read beside."""

READ = 4
"""Sentences that are read with the question, short ones after the one before them."""


def read_over(
    question: Question, found: Sequence[Sentence], reader: Reader, today: date
) -> list[Sentence]:
    """``found`` with what the reader makes of the likeliest of them, in the order of that."""
    learned = model("reread")
    known = with_readings(question, found, reader, today)
    scored = [replace(s, score=learned.logit(reread_features(s))) for s in known]
    order = sorted(scored, key=lambda s: -s.score)
    return with_days(question, order, reader, today) if question.timed else order


def with_readings(
    question: Question, found: Sequence[Sentence], reader: Reader, today: date
) -> list[Sentence]:
    """``found``, ``READ`` of them with what the reader makes of them."""
    likeliest = _likeliest(question, found, today)[:READ]
    texts = [headed(s, s.article.text[s.opening : s.end]) for s in likeliest]
    readings = dict(
        zip((s.place for s in likeliest), reader.read(question.encoded, texts), strict=True)
    )
    return [replace(s, reading=readings.get(s.place)) for s in found]


def with_days(
    question: Question, found: Sequence[Sentence], reader: Reader, today: date
) -> list[Sentence]:
    """``found``, with what the reader makes of the likeliest dated statement and its rivals, each
    read beside it in the order in which they appeared: only together do they show which of two
    days is meant, and which statement has displaced another.
    """
    likely = sorted(candidates(question, found, today), key=lambda c: -c.chance)
    rivals = list({c.sentence.place: c.sentence for c in likely if c.chance > 0}.values())
    groups = [sorted(pair, key=_appearance) for pair in _pairs(rivals[: 1 + BESIDE])]
    told = reader.dates(question.encoded, today, [
        tuple(headed(s, s.article.text[s.opening : s.end]) for s in group) for group in groups
    ])  # fmt: skip
    days: dict[tuple[str, int], dict[int | None, list[float]]] = {}
    for group, dates in zip(groups, told, strict=True):
        for n, sentence in enumerate(group):
            known = days.setdefault(sentence.place, {})
            for start in (*(s.start for s in sentence.dates), None):
                at = None if start is None else start - sentence.opening
                logit = dates.logit(n, at)
                if logit is not None:
                    known.setdefault(start, []).append(logit)
    means = {
        place: {start: sum(odds) / len(odds) for start, odds in known.items()}
        for place, known in days.items()
    }
    return [replace(s, days=means.get(s.place)) for s in found]


def _pairs(rivals: Sequence[Sentence]) -> list[list[Sentence]]:
    if len(rivals) < 2:
        return [list(rivals)] if rivals else []
    return [[rivals[0], other] for other in rivals[1:]]


def _appearance(sentence: Sentence) -> tuple[date, str, int]:
    published = sentence.article.published
    return published.date() if published else date.min, *sentence.place


def _likeliest(question: Question, found: Sequence[Sentence], today: date) -> list[Sentence]:
    """The best sentence; where a day is asked for, the likeliest dated statements; the others, by
    turns with those that would be the best were all equally new: what is asked for may be long ago.
    """
    order = list(found[:1])
    if question.dated:
        dated = sorted(candidates(question, found, today), key=lambda c: -c.chance)
        order += [c.sentence for c in dated]
        order += found
    else:
        ageless = sorted(found, key=lambda s: novelty(s) - s.score)
        order += itertools.chain.from_iterable(zip(found, ageless, strict=True))
    return list({s.place: s for s in order}.values())


def reread_features(sentence: Sentence) -> dict[str, float]:
    """What a sentence is scored by after reading: its score before it, and the reader's margins."""
    reading = sentence.reading
    return {
        "score": sentence.score,
        "unread": float(reading is None),
        "answers": bounded(reading.answers) if reading else 0.0,
        "margin": bounded(sentence.margin(sentence.start, sentence.end)) if reading else 0.0,
        "other_day": sentence.features["other_day"],
    }
