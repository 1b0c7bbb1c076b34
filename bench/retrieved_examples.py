"""What the reader learns from about whole coverage: what the search brings up for a question.

``bench/data/reader/coverage``: stories of some forty articles with questions, like those in
``bench/data/stories``, to which the weights are fitted; these are the reader's alone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from date_examples import NEAREST, Dated, Piece, drawn
from reader_examples import PLAIN, Example, as_typed
from train_sets import Set, moment, reading_sets

from retrieval.candidates import candidates
from retrieval.evaluate import Case, holds, relevant_ids
from retrieval.evidence import Sentence, headed
from retrieval.modality import denies_a_date
from retrieval.scope import Scope

READ = 6
"""Likeliest sentences that a question is read against."""
DRAWN = 4
"""Draws of dated sentences for each question in an epoch."""


@dataclass(frozen=True)
class Retrieved:
    """A question, as it is encoded, with what may be read for it."""

    case: Case
    question: str
    likeliest: tuple[Sentence, ...]
    """Those that hold an answer, and the likeliest others; none where a day is the answer."""
    pieces: tuple[Piece, ...]
    """Dated sentences; none where no day is asked for."""


def retrieved(folder: Path) -> list[Retrieved]:
    """Of all questions of the stories, which are indexed in ``folder``."""
    return [found for one in reading_sets(folder) for found in _of_set(one)]


def _of_set(one: Set) -> list[Retrieved]:
    made = []
    with one.index() as index:
        for case in one.cases:
            as_of = moment(case)
            stages = index.stages(case.question, Scope(as_of), follows=case.follows, read=False)
            question, sentences = stages.question, stages.sentences
            likeliest: list[Sentence] = []
            pieces: list[Piece] = []
            if question.timed and _knows_a_day(case):
                dated = sorted(
                    candidates(question, sentences, as_of.date()), key=lambda c: -c.chance
                )
                places = {c.sentence.place: c.sentence for c in dated}
                pieces = _pieces(case, list(places.values()))
            if not case.answerable or not (question.timed or case.slice == "superseded"):
                telling = [s for s in sentences if _tells(case, s)]
                others = [s for s in sentences if not holds(case, _text(s))]
                likeliest = [*telling, *others[:READ]]
            made.append(Retrieved(case, question.encoded, tuple(likeliest), tuple(pieces)))
    return made


def _knows_a_day(case: Case) -> bool:
    """Whether one day answers, or that there is none, or nothing does."""
    unset = case.verdicts == ("not_set",)
    return not case.answerable or (
        "disputed" not in case.verdicts
        and (unset or ("not_set" not in case.verdicts and case.event_start is not None))
    )


def _pieces(case: Case, sentences: Sequence[Sentence]) -> list[Piece]:
    made: list[Piece] = []
    wrong = 0
    for one in sentences:
        tells, published = _tells(case, one), one.article.published
        unset = tells and case.event_start is None
        relevant = one.article.id in relevant_ids(case)
        own = [(d.start - one.opening, d.first) for d in one.dates]
        right = [
            at for at, first in own
            if relevant and first is not None and first.isoformat() == case.event_start
        ]  # fmt: skip
        if not right and not unset:
            # Whoever wrote the question may have left out one who says that there is no day.
            wrong += 1
            if wrong > NEAREST or (case.event_start is None and denies_a_date(one.text)):
                continue
        day = published.date() if published else date.min
        made.append(Piece(day, headed(one, _text(one)), tuple(own), tuple(right), unset))
    return made


def _tells(case: Case, sentence: Sentence) -> bool:
    return sentence.article.id in relevant_ids(case) and holds(case, sentence.text)


def _text(sentence: Sentence) -> str:
    return sentence.article.text[sentence.opening : sentence.end]


def examples_of(found: Sequence[Retrieved], seed: int) -> list[Example]:
    """Each question against its likeliest sentences."""
    chance = random.Random(seed)
    made = []
    for n, one in enumerate(found):
        typed = as_typed(one.question, chance) if chance.random() < PLAIN else one.question
        for sentence in one.likeliest:
            lead, text = headed(sentence, _text(sentence))
            start, end = _place(one.case, text)
            kind = "answered" if end else "elsewhere" if one.case.answerable else "near"
            made.append(Example(typed, lead, text, start, end, n, kind))
    return made


def _place(case: Case, text: str) -> tuple[int, int]:
    """Where the first answer stands last in a text; two zeros where none does."""
    for answer in case.answers:
        places = [m.span() for m in re.finditer(re.escape(answer), text, re.I)]
        if places:
            return places[-1]
    return 0, 0


def dated_of(found: Sequence[Retrieved], seed: int) -> list[Dated]:
    """Each question of a day with some draws of its dated sentences."""
    chance = random.Random(seed)
    made = []
    for one in found:
        case = one.case
        day = date.fromisoformat(case.event_start) if case.event_start else None
        for _ in range(DRAWN if one.pieces else 0):
            made += drawn(one.question, moment(case).date(), day, one.pieces, chance)
    return made
