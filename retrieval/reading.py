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

READ = 4
"""Sentences that are read with the question, short ones after the one before them."""


def read_over(
    question: Question, found: Sequence[Sentence], reader: Reader, today: date
) -> list[Sentence]:
    """``found`` with what the reader makes of the likeliest of them, in the order of that."""
    learned = model("reread")
    known = with_readings(question, found, reader, today)
    scored = [replace(s, score=learned.logit(reread_features(s))) for s in known]
    return sorted(scored, key=lambda s: -s.score)


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


def _likeliest(question: Question, found: Sequence[Sentence], today: date) -> list[Sentence]:
    """The best sentence; where a day is asked for, the likeliest dated statements; the others, by
    turns with those that would be the best were all equally new: what is asked for may be long ago.
    """
    order = list(found[:1])
    if question.timed:
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
