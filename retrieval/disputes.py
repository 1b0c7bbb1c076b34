"""Disputes: other days that are claimed for the same thing at about the same time."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from retrieval.accounts import tells_that_days_differ, two_accounts
from retrieval.candidates import Candidate, standing, weight
from retrieval.evidence import Sentence, bounded, headed
from retrieval.reader import Headed, reader
from retrieval.records import Span
from retrieval.understand import Question
from retrieval.unset import denies_a_date, looks_back
from retrieval.weights import model

FIRM = 0.3
"""Share of the leading statement's weight from which another one carries the same date; age is left
out of that weight, and so is what the reader makes of either."""

LEAST = 0.01
"""Share of the leading date's weight from which another one is compared with it."""

CLOSE_DAYS = 10
"""Days of the same thing that outlets differ about lie no further apart."""

COMPARED = 4
"""Other days that the reader compares with the leading one, at most, those of the most weight."""

DISPUTED = 0.4
"""Chance from which a day is another account of the same thing."""

AS_LIKELY = 0.5
"""Share of the leading statement's chance from which an article's own day disputes it, though the
article reports the other one too."""

NEAR = 150
"""Characters between sentences that speak of the same thing."""

ASIDE = 4
"""Words that may stand between the sentences of two accounts: "But hold on." """

NEXT = 4
"""Characters between a sentence and the one that follows on it."""

_SAME_TELLER = re.compile(r"\W*(?:he|she|it|they|the same)\b", re.I)
_SAYS = re.compile(
    r"\b(?:said|says?|told|according to|repl(?:ied|ies)|insists?|insisted|maintains?"
    r"|den(?:y|ies|ied)|contradict(?:s|ed)|reject(?:s|ed))\b",
    re.I,
)
"""Who tells; not "the day will be announced", which goes on with the same."""

LATELY = timedelta(days=7)
"""What is dated farther back than this in an article is what was said before."""

CONTEMPORARY_DAYS = 2
"""Statements this many days apart can contradict each other; a newer one displaces an older."""


@dataclass(frozen=True, slots=True)
class DayRival:
    """Another day than the leading one, which may be another account of the same thing."""

    told: Sequence[Candidate]
    """The statements that give it."""
    texts: tuple[Headed, ...]
    """What the reader compares: the likeliest statement of either day, in order of appearance; one
    where they are the same."""
    features: Mapping[str, float]


def rivals_of(
    question: Question, main: Sequence[Candidate], others: Sequence[Sequence[Candidate]]
) -> tuple[list[Sequence[Candidate]], tuple[float, ...]]:
    """Other days that dispute the leading one, and the chances of all that were compared with it: a
    logistic regression over the features of each and what the reader makes of it, which
    bench/train.py learns.
    """
    found = day_rivals(question, main, others)
    if not found:
        return [], ()
    found = sorted(found, key=lambda r: -r.features["weight"])[:COMPARED]
    compared = reader().disputes(question.encoded, [r.texts for r in found])
    learned = model("day_dispute")
    chances = tuple(
        learned.probability(decision_features(r, odds))
        for r, odds in zip(found, compared, strict=True)
    )
    return [r.told for r, c in zip(found, chances, strict=True) if c >= DISPUTED], chances


def decision_features(rival: DayRival, odds: float) -> dict[str, float]:
    """The features of the decision, with the reader's log-odds of a contradiction."""
    return {**rival.features, "compared": bounded(odds)}


def day_rivals(
    question: Question, main: Sequence[Candidate], others: Sequence[Sequence[Candidate]]
) -> list[DayRival]:
    """Other days that an independent outlet gives at about the same time for what may be the same
    thing, or that the sentence itself, or the one beside it, gives as another's account.
    """
    newest = max(c.published for c in main)
    said_by = {c.sentence.article.outlet for c in main}
    ahead = main[0].outcome == "ahead"
    past = question.past or not ahead
    # What hardly counts beside the leading statement does not reconcile it with another day.
    firm = _firm(main)
    moved = max((c.published for c in firm if "moved" in c.modality), default=None)
    found: list[DayRival] = []
    for group in others:
        told = [
            c for c in standing(group)
            if c.sentence.article.outlet not in said_by
            or any(_told_apart(c, m) for m in main)
            or (not past and _is_held_rather(c, main))
        ]  # fmt: skip
        if not told or told[0].outcome == "not_set" or (told[0].outcome == "ahead") != ahead:
            continue
        latest = max(c.published for c in told)
        if moved and latest < moved:
            # Who says that it was moved knows of the day before.
            continue
        first, last = told[0].first, told[0].last
        assert first is not None
        assert last is not None
        if any(c.last and c.first and c.last >= first and last >= c.first for c in firm):
            continue
        gap = abs((newest - latest).days)
        apart = min(abs((c.first - first).days) for c in main if c.first)
        share = weight(told) / weight(main)
        # What one text sets against the other was known at one time; what one sentence does may lie
        # farther apart, while the next sentence's day is then mostly that of something else.
        in_one_text, in_one_sentence = _set_apart(firm, told)
        set_apart = in_one_sentence or (in_one_text and ahead)
        if set_apart:
            gap = 0
        if gap > CONTEMPORARY_DAYS or share < LEAST or (apart > CLOSE_DAYS and not in_one_sentence):
            continue
        features = {
            "weight": math.log(share),
            "past": float(past),
            "told_apart": float(any(_told_apart(c, m) for c in told for m in main)),
            # It was reported when it was over: what was announced before is no other account.
            "only_foretold": float(not _only_foretold(main) and _only_foretold(told)),
            "coverage": max(c.features["coverage"] for c in told),
            "gap": float(gap),
        }
        found.append(DayRival(told, _texts(firm, told), features))
    return found


def _firm(main: Sequence[Candidate]) -> list[Candidate]:
    least = FIRM * weight(main, read=False)
    return [c for c in main if weight([c], read=False) >= least]


def _texts(*groups: Sequence[Candidate]) -> tuple[Headed, ...]:
    likeliest = (max(group, key=lambda c: c.chance) for group in groups)
    read = {c.sentence.place: (c.published, c.sentence) for c in likeliest}
    ordered = sorted(read.values(), key=lambda pair: (pair[0], pair[1].place))
    return tuple(headed(s, s.text) for _, s in ordered)


def said_to_differ(main: Sequence[Candidate], sentences: Sequence[Sentence]) -> Sentence | None:
    """The sentence near one that gives the day of ``main`` that says that different days are
    named, if there is one.
    """
    giving, named = [c.sentence for c in _firm(main)], {c.sentence.place for c in main}
    for sentence in sentences:
        if not tells_that_days_differ(sentence.text):
            continue
        own = sentence.place in named
        # "Different days are named, 14 and 21 April" says so of these, not of the day beside it.
        others = not own and sum(map(partial(_is_ahead, sentence), sentence.dates)) > 1
        if own or (not others and any(_near(sentence, g) for g in giving)):
            return sentence
    return None


def _is_ahead(sentence: Sentence, day: Span) -> bool:
    published = sentence.article.published
    return bool(day.first and published and day.first > published.date())


def said_to_be_open(
    question: Question, main: Sequence[Candidate], sentences: Sequence[Sentence]
) -> Sentence | None:
    """The sentence right after one that gives the day of ``main``, by which somebody else says that
    none is set: "It is on Friday, the minister said. The union says that no date was agreed."
    """
    for giving in (c.sentence for c in _firm(main)):
        for sentence in sentences:
            if (
                sentence.article.id == giving.article.id
                and 0 <= sentence.start - giving.end <= NEXT
                and denies_a_date(sentence.text) and _SAYS.search(sentence.text)
                and not looks_back(sentence.text) and not _SAME_TELLER.match(sentence.text)
                and not _of_before(sentence)
            ):  # fmt: skip
                pair = tuple(headed(s, s.text) for s in (giving, sentence))
                if reader().disputes(question.encoded, [pair])[0] > 0:
                    return sentence
    return None


def _of_before(sentence: Sentence) -> bool:
    """Whether it tells what was said some time ago: "In March I said that I would name no day"."""
    published = sentence.article.published
    return published is not None and any(
        d.last is not None and d.last < published.date() - LATELY for d in sentence.dates
    )


def _near(one: Sentence, other: Sentence) -> bool:
    gap = max(one.start - other.end, other.start - one.end)
    return one.article.id == other.article.id and gap <= NEAR


def extent(
    lead: Candidate, rivals: Sequence[Sequence[Candidate]]
) -> tuple[date | None, date | None]:
    """The days of the event; of one that is disputed the days from the first account's to the
    last one's.
    """
    told = [lead, *(c for g in rivals for c in g)]
    firsts, lasts = [c.first for c in told if c.first], [c.last for c in told if c.last]
    return min(firsts, default=None), max(lasts, default=None)


def _is_held_rather(candidate: Candidate, main: Sequence[Candidate]) -> bool:
    """Whether an article gives this day of the event, and reports that of ``main`` only as well:
    "It will be on Thursday, a source said. Zelensky has spoken of Wednesday."
    """
    article, named = candidate.sentence.article.id, candidate.features
    own = [c.chance for c in main if c.sentence.article.id == article]
    return (
        bool(own)
        and candidate.chance > max(own)
        and candidate.chance >= AS_LIKELY * max(c.chance for c in main)
        and bool(named["same_event"] or named["same_ordinal"])
    )


def _set_apart(main: Sequence[Candidate], told: Sequence[Candidate]) -> tuple[bool, bool]:
    """Whether of statements that count one text, and one sentence, gives both days as those of
    two accounts.
    """
    pairs = [(c, m) for c in _firm(told) for m in main if _told_apart(c, m)]
    return bool(pairs), any(c.sentence.place == m.sentence.place for c, m in pairs)


def _only_foretold(group: Sequence[Candidate]) -> bool:
    return all(c.first is not None and c.published < c.first for c in group)


def _told_apart(one: Candidate, other: Candidate) -> bool:
    """Whether a sentence, or two that follow each other, give the days as those of two accounts."""
    first, second = sorted((one, other), key=lambda c: c.span.start if c.span else 0)
    a, b = first.sentence, second.sentence
    text = a.article.text
    if (
        first.span is None or second.span is None or a.article.id != b.article.id
        or (a is not b and text[a.end : b.start].count(" ") > ASIDE)
    ):  # fmt: skip
        return False
    parts = [(s.start - a.start, s.end - a.start) for s in (first.span, second.span)]
    return two_accounts(text[a.start : b.end], parts[0], parts[1])
