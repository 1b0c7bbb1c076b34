"""What the reader learns from about whole coverage: what the search brings up for a question.

``bench/data/reader/coverage``: stories of some forty articles with questions, like those in
``bench/data/stories``, and corpora that contradict themselves, like those in
``bench/data/disputes/coverage``, to which the weights are fitted; these are the reader's alone.
Nothing is learned from sentences without an answer: whoever wrote a question has not named every
sentence that answers it.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from date_examples import NEAREST, Dated, Piece, drawn
from dispute_examples import Pair
from reader_examples import PLAIN, as_typed
from train_sets import Set, moment, reading_sets

from retrieval.candidates import candidates
from retrieval.disputes import day_rivals
from retrieval.evaluate import Case, holds, relevant_ids
from retrieval.evidence import Sentence, headed
from retrieval.leading import leading
from retrieval.reader import Headed
from retrieval.rivals import rivals
from retrieval.scope import Scope
from retrieval.understand import Question
from retrieval.unset import denies_a_date
from retrieval.weights import model

DRAWN = 4
"""Draws of dated sentences for each question in an epoch."""
LOOKED_AT = 12
"""Likeliest sentences among which two accounts are sought."""
CONTRADICTING, HARMLESS = 6, 3
"""Pairs of statements read with a question that is disputed, and with one that is not, at most."""


@dataclass(frozen=True)
class Retrieved:
    """A question, as it is encoded, with what may be read for it."""

    case: Case
    question: str
    pieces: tuple[Piece, ...]
    """Dated sentences; none where no day is asked for."""
    pairs: tuple[tuple[Headed, ...], ...]
    """Of statements, all of which contradict each other, or none."""
    disputed: bool


def retrieved(folder: Path) -> list[Retrieved]:
    """Of all questions of the stories, which are indexed in ``folder``."""
    return [found for one in reading_sets(folder) for found in _of_set(one)]


def _of_set(one: Set) -> list[Retrieved]:
    made = []
    with one.index() as index:
        for case in one.cases:
            as_of = moment(case)
            stages = index.stages(case.question, Scope(as_of), follows=case.follows)
            question, sentences = stages.question, stages.sentences
            pieces: list[Piece] = []
            if question.timed and _knows_a_day(case):
                dated = sorted(
                    candidates(question, sentences, as_of.date()), key=lambda c: -c.chance
                )
                places = {c.sentence.place: c.sentence for c in dated}
                pieces = _pieces(case, list(places.values()))
            contested = "disputed" in case.verdicts
            if contested:
                pairs = _contradicting(case, sentences)
            else:
                pairs = _harmless(question, sentences, as_of.date())
            made.append(Retrieved(case, question.encoded, tuple(pieces), tuple(pairs), contested))
    return made


def _contradicting(case: Case, sentences: Sequence[Sentence]) -> list[tuple[Headed, ...]]:
    """Statements that give two of the accounts, where the case has just two."""
    accounts: list[set[str]] = []
    for answer in sorted(case.answers, key=len):
        same = next((a for a in accounts if any(x in answer for x in a)), None)
        if same is None:
            accounts.append({answer})
        else:
            same.add(answer)
    if len(accounts) != 2:
        return []
    told = [
        (one, {n for n, a in enumerate(accounts) if any(x in one.text for x in a)})
        for one in sentences[:LOOKED_AT] if one.article.id in relevant_ids(case)
    ]  # fmt: skip
    alone = [(headed(s, s.text),) for s, given in told if len(given) == 2]
    both = [
        (headed(s, s.text), headed(t, t.text))
        for (s, given), (t, others) in itertools.combinations(told, 2)
        if len(given) == len(others) == 1 and given != others
    ]
    return [*alone, *both][:CONTRADICTING]


def _harmless(
    question: Question, sentences: Sequence[Sentence], today: date
) -> list[tuple[Headed, ...]]:
    """Statements that would be compared with the best one."""
    if question.open or not sentences:
        return []
    led = leading(question, sentences, today) if question.timed else None
    if led is not None and led.lead.outcome != "not_set":
        days = day_rivals(question, led.main, led.others)
        days.sort(key=lambda r: -r.features["weight"])
        return [r.texts for r in days[:HARMLESS]]
    found = rivals(question, sentences[0], sentences)
    found.sort(key=lambda r: -model("rival").logit(r.features))
    return [r.texts for r in found[:HARMLESS]]


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


def pairs_of(found: Sequence[Retrieved], seed: int) -> list[Pair]:
    """Each question with its pairs of statements."""
    chance = random.Random(seed)
    made = []
    for one in found:
        for texts in one.pairs:
            typed = as_typed(one.question, chance) if chance.random() < PLAIN else one.question
            made.append(Pair(typed, tuple(chance.sample(texts, len(texts))), one.disputed))
    return made


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
