"""Rivals: what may tell otherwise what the best sentence tells, and whether it does.

A logistic regression over named features picks the few statements worth a comparison, the reader
compares them with the best sentence, and a second regression decides; bench/train.py learns both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from retrieval import rival_features
from retrieval.accounts import halves, side_by_side
from retrieval.agreement import Account, said_to_differ, two_sides
from retrieval.cues import Modality
from retrieval.dates.tense import Clauses
from retrieval.evidence import Sentence, bounded, headed
from retrieval.fitting import FIGURES
from retrieval.hours import hours
from retrieval.modality import modalities
from retrieval.reader import Headed, Reader
from retrieval.records import Span
from retrieval.understand import Question
from retrieval.weights import model

BESIDE, LIKELIEST = 2, 6
"""Sentences on either side of the best one, and of the likeliest ones, that are looked at."""

COMPARED = 2
"""Rivals that the reader compares with the best sentence, which takes as long as reading two."""

WORTH_IT = 0.2
"""Chance to contradict the best sentence from which a rival is compared with it."""

DISPUTED = 0.5
"""Chance from which it is a dispute."""

_TIMETABLE = re.compile(r"\b(?:timetable|programme|schedule|agenda|itinerary|down for)\b", re.I)


@dataclass(frozen=True, slots=True)
class Rival:
    """A statement beside the best one: where each gives its account, and what is known of both."""

    accounts: tuple[Account, Account]
    """The best sentence's first, but for two of one sentence or article, in their order."""
    texts: tuple[Headed, ...]
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Dispute:
    """What was compared, and what came of it."""

    accounts: tuple[Account, ...] = ()
    """Two of what is asked, or none."""
    chances: tuple[float, ...] = ()
    """Of a dispute, for each rival that was compared with the best sentence."""


def dispute(
    question: Question, best: Sentence, sentences: Sequence[Sentence], reader: Reader
) -> Dispute:
    """Whether anything contradicts what the ``best`` sentence tells of what is asked."""
    # Of a day that is settled only the hour is compared, whatever else is told otherwise.
    only_hours = tells_the_hour(question, best) and not question.clock
    if not only_hours and (plainly := said_to_differ(best, sentences)):
        return Dispute(plainly)
    worth = worth_comparing(rivals(question, best, sentences))
    compared = reader.disputes(question.encoded, [r.texts for r in worth])
    told = [(decided(r, odds), r) for r, odds in zip(worth, compared, strict=True)]
    chance, rival = max(told, key=lambda pair: pair[0], default=(0.0, None))
    accounts = rival.accounts if rival and chance >= DISPUTED else ()
    return Dispute(accounts, tuple(chance for chance, _ in told))


def worth_comparing(found: Sequence[Rival]) -> list[Rival]:
    """The likeliest to contradict the best sentence, if they are likely enough."""
    likely = [(model("rival").probability(r.features), r) for r in found]
    likely.sort(key=lambda pair: -pair[0])
    return [r for chance, r in likely[:COMPARED] if chance >= WORTH_IT]


def decided(rival: Rival, odds: float) -> float:
    """The chance of a dispute, by the reader's log-odds and what else is known. One sentence that
    gives two figures of what is asked as two accounts leaves nothing to be judged.
    """
    known = rival.features
    if known["alone"] and known["told_apart"] and known["figure_asked"]:
        return 1.0
    return model("dispute").probability(decision_features(rival, odds))


def decision_features(rival: Rival, odds: float) -> dict[str, float]:
    """The features of the decision."""
    known, told = rival.features, bounded(odds)
    return {
        "compared": told,
        "surely": max(0.0, told),
        "rival": max(-8.0, model("rival").logit(known)),
        "names_apart": known["names_apart"],
        "plain": known["plain"],
        "other_outlet": known["other_outlet"],
        "across": told * known["other_outlet"],
        "along": told * known["after"],
    }


def rivals(question: Question, best: Sentence, sentences: Sequence[Sentence]) -> list[Rival]:
    """The best sentence by itself, those beside it, and the likeliest ones of other articles."""
    if tells_the_hour(question, best):
        question = replace(question, clock=True)
    own = sorted((s for s in sentences if s.article.id == best.article.id), key=lambda s: s.start)
    at = own.index(best)
    around = own[max(0, at - BESIDE) : at + BESIDE + 1]
    plain = two_sides(question, best, sentences)
    said = [s for s, _ in plain]
    likeliest = [s for s in sentences if not question.clock or _values(question, s)][:LIKELIEST]
    others = {s.place: s for s in (*around, *likeliest, *said) if s.place != best.place}
    found = [_alone(question, best, plain)]
    found += [
        _beside(question, best, s, plain)
        for s in others.values()
        if rival_features.days_apart(best, s) <= rival_features.DAYS
    ]
    return [r for r in found if r is not None and (r.features["plain"] or _may(question, r))]


def tells_the_hour(question: Question, best: Sentence) -> bool:
    """Whether the hour is asked for, or is what answers when something was."""
    words = best.reading and best.reading.words(best.start - best.opening, best.end - best.opening)
    if question.clock or question.kind != "when" or not question.past or not words or words[2] < 0:
        return question.clock
    start, end = words[0] + best.opening, words[1] + best.opening
    return bool(hours(best.article.text, start, end))


def _may(question: Question, rival: Rival) -> bool:
    """Whether it may contradict the best sentence, though no wording says so."""
    known = rival.features
    if question.kind == "when" or (question.timed and question.kind == "yes_no"):
        # What stands next to a day, or another day, is mostly about something else; hours of one
        # day are compared as figures are, but for what an outlet says later.
        independent = known["alone"] or known["one_article"] or known["other_outlet"]
        return bool(question.clock and known["figures_differ"] and independent)
    across = not known["alone"] and not known["one_article"]
    if across and not known["other_outlet"]:
        # What an outlet says later displaces what it said.
        return False
    if across and question.kind == "yes_no" and not known["denial"]:
        # "Neither brought a ceasefire" and "made no progress towards a ceasefire" agree.
        return False
    return question.kind not in FIGURES or bool(known["figures_differ"])


def _alone(question: Question, best: Sentence, plain: Sequence[Account]) -> Rival | None:
    own = _answer(question, best)
    other = _other_value(question, best, own) if own else None
    told = side_by_side(best.text)
    if own and other and not rival_features.alike((own, best), (other, best)):
        first, second = sorted((own, other), key=lambda v: v.start)
        parts = (rival_features.worded(first, best), rival_features.worded(second, best))
    elif split := halves(best.text) or told:
        own = other = None
        (a, b), (c, d) = split
        parts = ((best.start + a, best.start + b), (best.start + c, best.start + d))
    else:
        return None
    said = [s for s, _ in plain]
    features = rival_features.features(question, best, best, own, other)
    features["plain"] = float(told is not None)
    if said and all(s.place == best.place for s in said):
        parts = (plain[0][1], plain[1][1])
        features["plain"] = 1.0
    if question.clock:
        features["plain"] = features["told_apart"] * features["figures_differ"]
    return Rival(((best, parts[0]), (best, parts[1])), (headed(best, best.text),), features)


def _beside(
    question: Question, best: Sentence, sentence: Sentence, plain: Sequence[Account]
) -> Rival:
    own = _answer(question, best)
    other = _other_value(question, sentence, own) if own else None
    if (
        question.clock
        and own
        and other
        and not _of_one_event(question, (own, best), (other, sentence))
    ):
        other = None
    features = rival_features.features(question, best, sentence, own, other)
    places = {s.place for s, _ in plain}
    features["plain"] = float(sentence.place in places and best.place in places)
    accounts: list[Account] = [(s, (s.start, s.end)) for s in (best, sentence)]
    by_value = question.clock or question.kind in FIGURES or question.kind in ("who", "where")
    if by_value and own and other and not rival_features.alike((own, best), (other, sentence)):
        accounts = [(best, (own.start, own.end)), (sentence, (other.start, other.end))]
    if features["plain"]:
        accounts = list(plain)
    elif best.article.id == sentence.article.id:
        accounts.sort(key=lambda a: a[1])
    if question.clock:
        features["plain"] = features["told_apart"] * features["figures_differ"]
    texts = tuple(headed(s, s.text) for s, _ in accounts)
    return Rival((accounts[0], accounts[1]), texts, features)


def _values(question: Question, sentence: Sentence) -> Sequence[Span]:
    """What a sentence gives that may answer: its hours where these are asked for."""
    if question.clock:
        return hours(sentence.article.text, sentence.start, sentence.end)
    return sentence.spans


def _answer(question: Question, sentence: Sentence) -> Span | None:
    """The span of the words that answer; of several the reader's likeliest."""
    places, given = sentence.answering(), _values(question, sentence)
    fitting = [v for v in given if any(v.start < end and v.end > start for start, end in places)]
    if question.clock:
        fitting = fitting or list(given)
    return max(fitting, key=lambda v: sentence.margin(v.start, v.end), default=None)


def _other_value(question: Question, sentence: Sentence, value: Span) -> Span | None:
    """The likeliest span of the sort of ``value``, but not itself."""
    # "8.2 million crowns … 7.4 million": what is counted may be left out the second time.
    labels = {value.label, "count"} if value.kind == "number" else {value.label}
    alike = [
        v for v in _values(question, sentence)
        if v.kind == value.kind and v.label in labels and v != value
    ]  # fmt: skip
    return max(alike, key=lambda v: (sentence.margin(v.start, v.end), -v.start), default=None)


def _of_one_event(
    question: Question, value: tuple[Span, Sentence], other: tuple[Span, Sentence]
) -> bool:
    """Whether hours may be of one event: not on two days, and not one of them planned and the
    other what became of it, nor one that does not answer.
    """
    (own, one), (rival, two) = value, other
    if one.reading and one.margin(own.start, own.end) < 0 < two.margin(rival.start, rival.end):
        # What answers contradicts nothing that does not.
        return False
    told = _wording(one, own), _wording(two, rival)
    if question.past and len({"planned" in how or "proposed" in how for how in told}) > 1:
        return False
    if not question.past and "held" in told[1]:
        return False
    return not (one.dates and two.dates) or any(
        a.first and a.last and b.first and b.last and a.first <= b.last and b.first <= a.last
        for a in one.dates for b in two.dates
    )  # fmt: skip


def _wording(sentence: Sentence, value: Span) -> frozenset[Modality]:
    start, end = value.start - sentence.start, value.end - sentence.start
    how = modalities(sentence.text, start, end, Clauses(sentence.text))
    return how | {"planned"} if _TIMETABLE.search(sentence.text, 0, start) else how
