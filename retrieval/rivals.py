"""Rivals: what may tell otherwise what the best sentence tells, and whether it does.

A logistic regression over named features picks the few statements worth a comparison, the reader
compares them with the best sentence, and a second regression decides; bench/train.py learns both.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from retrieval.accounts import (
    gives_another_figure,
    halves,
    opposes,
    side_by_side,
    tells,
    tells_of_a_dispute,
    two_accounts,
)
from retrieval.agreement import (
    Account,
    corrects,
    in_its_place,
    said_to_differ,
    same_figure,
    two_sides,
    values,
)
from retrieval.analysis import term_set
from retrieval.date_features import lacking, names_asked
from retrieval.dates.tense import Clauses
from retrieval.evidence import Sentence, bounded, headed
from retrieval.fitting import FIGURES
from retrieval.hours import hours, same_hour
from retrieval.modality import Modality, modalities
from retrieval.ordinals import ordinals_in
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

DAYS = 7
"""Days within which two articles speak of the same state of things."""

_NEAR = 5
"""Characters between sentences that follow each other, paragraphs apart as well."""

_NO = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|den(?:y|ies|ied)|refus\w+"
    r"|reject\w*|untrue|false|\w+n['’]t)\b",
    re.I,
)
_OWN_COUNT = re.compile(
    r"\b(?:we|our|us|reporters?|correspondents?|stopwatch|this (?:paper|newspaper|reporter))\b",
    re.I,
)
_TURNS = re.compile(
    r"\b(?:but|however|while|whereas|instead|rather|yet|only|in fact|actually|really"
    r"|on the other hand|by contrast|for (?:his|her|its|their) part|another|other)\b",
    re.I,
)
_TIMETABLE = re.compile(r"\b(?:timetable|programme|schedule|agenda|itinerary|down for)\b", re.I)
_MORE_OR_LESS = re.compile(
    r"\b(?:(?:more|less|fewer|longer|shorter|greater|higher|lower) than|over|under|up to"
    r"|at (?:least|most)|not (?:even|quite)|almost|nearly|close to)\s+(?:an? )?$",
    re.I,
)
_CORRECTION = re.compile(r"\bcorrect(?:ion|ed|s)\b|\bclarification\b", re.I)


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
    """The chance of a dispute, by the reader's log-odds and what else is known."""
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
        _beside(question, best, s, plain) for s in others.values() if _days_apart(best, s) <= DAYS
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
    if own and other and not _alike((own, best), (other, best)):
        first, second = sorted((own, other), key=lambda v: v.start)
        parts = ((first.start, first.end), (second.start, second.end))
    elif split := halves(best.text) or told:
        own = other = None
        (a, b), (c, d) = split
        parts = ((best.start + a, best.start + b), (best.start + c, best.start + d))
    else:
        return None
    said = [s for s, _ in plain]
    features = _features(question, best, best, own, other)
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
    features = _features(question, best, sentence, own, other)
    places = {s.place for s, _ in plain}
    features["plain"] = float(sentence.place in places and best.place in places)
    accounts: list[Account] = [(s, (s.start, s.end)) for s in (best, sentence)]
    by_value = question.clock or question.kind in FIGURES or question.kind in ("who", "where")
    if by_value and own and other and not _alike((own, best), (other, sentence)):
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


def _same(value: tuple[Span, Sentence], other: tuple[Span, Sentence]) -> bool:
    one, two = value[0], other[0]
    if one.label == "hour":
        return same_hour(one, value[1].text, two, other[1].text)
    if one.kind == "number":
        return same_figure(one, two)
    if one.kind == "date" and one.first and two.first:
        return (one.first, one.last) == (two.first, two.last)
    return not set(one.value.split()).isdisjoint(two.value.split())


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


def _alike(value: tuple[Span, Sentence], other: tuple[Span, Sentence]) -> bool:
    """Whether two values are the same, and not only one of them a figure "more than" that."""
    return _same(value, other) and _bounds(*value) == _bounds(*other)


def _bounds(value: Span, sentence: Sentence) -> bool:
    before = _MORE_OR_LESS.search(sentence.article.text, sentence.start, value.start)
    return value.kind == "number" and before is not None


def _days_apart(one: Sentence, other: Sentence) -> int:
    if one.article.id == other.article.id:
        return 0
    first, second = one.article.published, other.article.published
    return abs((first - second).days) if first and second else DAYS


def _features(
    question: Question, best: Sentence, other: Sentence, value: Span | None, rival: Span | None
) -> dict[str, float]:
    alone = best.place == other.place
    together = best.article.id == other.article.id
    text = best.article.text
    first, second = (best, other) if not together or best.start <= other.start else (other, best)
    between = text[first.end : second.start] if together and not alone else ""
    near = together and len(between) <= _NEAR
    kind = value.kind if value and rival else ""
    units = [v.value.partition(" ")[2] for v in (value, rival) if v] if kind == "number" else []
    asked, own, told = frozenset(question.terms), term_set(best.text), term_set(other.text)
    clash = opposes(first.text, second.text) if together and len(between) < 250 else False
    told_as_untrue = [len(_NO.findall(s.text)) % 2 for s in (best, other)]
    titled = [f"{s.article.title} {s.text}" for s in (best, other)]
    both, either = own & told, own | told
    cue = False
    if value and rival and together and len(between) <= 200:
        parts = [(v.start - first.start, v.end - first.start) for v in (value, rival)]
        cue = two_accounts(text[first.start : second.end], parts[0], parts[1])
    same = _alike if cue or alone else _same
    differ = bool(value and rival and not same((value, best), (rival, other)))
    ordinals = [ordinals_in(s.text) for s in (best, other)]
    names = names_asked(question, (best, other))
    published = best.article.published, other.article.published
    later = not together and published[0] and published[1] and published[1] > published[0]
    return {
        "alone": float(alone),
        "after": float(near and not alone and other is second),
        "before": float(near and not alone and other is first),
        "paragraph": float(together and not alone and "\n" not in between),
        "one_article": float(together and not alone),
        "other_outlet": float(not together and other.article.outlet != best.article.outlet),
        "days": math.log1p(_days_apart(best, other)),
        "later": float(bool(later and _days_apart(best, other))),
        "answers": bounded(other.reading.answers) if other.reading else 0.0,
        "margin": _margin(other, rival),
        "unread": float(other.reading is None),
        "best_margin": _margin(best, value),
        "coverage": other.coverage,
        "cosine": other.cosine,
        "behind": min(best.score - other.score, 8.0),
        "figures_differ": float(kind == "number" and differ),
        "figures_same": float(kind == "number" and not differ),
        "names_differ": float(kind == "entity" and differ),
        "days_differ": float(kind == "date" and differ),
        "figure_asked": float(
            kind == "number" and differ and (question.clock or question.kind in FIGURES)
        ),
        "name_asked": float(kind == "entity" and differ and question.kind in ("who", "where")),
        "apart": _times_apart(value, rival) if value and rival and differ else 0.0,
        "unit_apart": float(all(units) and len(set(units)) > 1),
        "told_apart": float(cue),
        "opposes": float(clash and not alone),
        "says_so": float(_says_so(first, second, between)),
        "in_its_place": float(bool(rival and in_its_place(other, rival))),
        "halves": float(alone and (halves(best.text) or side_by_side(best.text)) is not None),
        "tells": float(tells(other.text)),
        "best_tells": float(tells(best.text)),
        "own_count": float(any(_OWN_COUNT.search(s.text) for s in (best, other))),
        "turns": float(together and len(between) < 200 and bool(_TURNS.search(second.text))),
        "denial": float(told_as_untrue[0] != told_as_untrue[1]),
        "shared": 0.0 if alone else len(both - asked) / max(1, min(len(own), len(told))),
        "shared_asked": 1.0 if alone else len(both & asked) / max(1, len(either & asked)),
        "other_ordinal": float(all(ordinals) and not ordinals[0] & ordinals[1]),
        "names_apart": max(0.0, _lacking(names, other) - _lacking(names, best)),
        "corrected": float(
            any(map(_CORRECTION.search, titled)) or any(map(corrects, (best, other)))
        ),
        **{f"asks_{k}": float(question.kind == k) for k in ("yes_no", "what", "why", "who")},
    }  # fmt: skip


def _lacking(names: frozenset[str], sentence: Sentence) -> float:
    """Share of the names of whom is asked about that a sentence lacks, under its title: a figure of
    the other side contradicts nothing.
    """
    return lacking(names - term_set(sentence.article.title), sentence)


def _margin(sentence: Sentence, span: Span | None) -> float:
    if sentence.reading is None:
        return 0.0
    start, end = (span.start, span.end) if span else (sentence.start, sentence.end)
    return bounded(sentence.margin(start, end))


def _times_apart(one: Span, other: Span) -> float:
    found = values(one, other) if one.kind == "number" else None
    if found is None or min(found) <= 0:
        return 3.0
    return min(abs(math.log(found[0] / found[1])), 3.0)


def _says_so(first: Sentence, second: Sentence, between: str) -> bool:
    return any(map(tells_of_a_dispute, (first.text, second.text, between))) or any(
        map(gives_another_figure, (first.text, second.text, between))
    )
