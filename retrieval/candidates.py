"""Candidates: every date that a sentence gives, or its statement that there is none.

A conditional logit over named features (McFadden 1974) weighs them against each other and against
"none of these"; its weights are learned by bench/train.py.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from retrieval import date_features
from retrieval.cues import Modality
from retrieval.dates.tense import Clauses, follows_since
from retrieval.event_dates import event_dates, names_a_year, of_two_events
from retrieval.evidence import Sentence
from retrieval.happenings import happenings, nearest_happening
from retrieval.modality import asks_for_a_statement, asks_what_was_agreed, is_open, modalities
from retrieval.phases import phase_asked, phase_beside
from retrieval.records import Span
from retrieval.understand import Question
from retrieval.unset import calls_off, denied_next, denies_a_date, looks_back
from retrieval.weights import model

LONGEST_AHEAD, LONGEST_PAST = 366, 4_000
"""An expression spanning more days than this dates no event: of what is to come a year may be all
that is known, of what has been a decade."""

LOOKED_AT = 40
"""Best sentences whose dates are candidates."""

ON_IT = 0.45
"""Share of the question's terms from which a statement that names no such event is on it: more than
its title or the sentence before it can give."""

VAGUE_DAYS = 7
"""A time of more days sets no day: "in September; the day will be fixed by the chair"."""

Outcome = Literal["ahead", "over", "not_set"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A dated statement, or one that no date is set, with its chance to be what was asked for."""

    sentence: Sentence
    outcome: Outcome
    span: Span | None
    first: date | None
    last: date | None
    modality: frozenset[Modality]
    features: Mapping[str, float]
    utility: float
    """What the conditional logit makes of the features; that of "none of these" is 0."""
    circumstances: float = 0.0
    """What being new or old contributes to ``utility``."""
    reading: float = 0.0
    """What being read, or not, contributes to it."""
    chance: float = 0.0
    """To be what was asked for, among all candidates of the question."""

    @property
    def published(self) -> date:
        """The day of its article; the earliest date there is where that is unknown."""
        published = self.sentence.article.published
        return published.date() if published else date.min


def candidates(question: Question, sentences: Sequence[Sentence], today: date) -> list[Candidate]:
    """Every date, and every "no date", of the best sentences, with features and chance.

    Those with the chance 0 are out of the running: denied, moved or called off.
    """
    looked_at = sentences[:LOOKED_AT]
    if not looked_at:
        return []
    best = looked_at[0].score
    by_article: dict[str, float] = {}
    for sentence in looked_at:
        by_article.setdefault(sentence.article.id, sentence.score)
    nearest = max(s.cosine for s in looked_at)
    close = [s for s in looked_at if s.score > best - 1.5 and s.article.published]
    newest = max((s.article.published.date() for s in close if s.article.published), default=today)
    made: list[Candidate] = []
    limit_asked = date_features.asks_for_a_limit(question)
    names = date_features.names_asked(question, looked_at)
    for sentence in looked_at:
        common = {
            **date_features.of_sentence(question, sentence, best, nearest, newest, today),
            "article_behind": best - by_article[sentence.article.id],
            "names_apart": date_features.lacking(names, sentence),
        }
        dates = of_two_events(question, sentence, event_dates(sentence))
        dated = [s for s in dates if _dates_an_event(s, sentence, question)]
        found = [_dated(question, sentence, s, common, today) for s in dated]
        # "By the end of June" is when something has to be over, not when it is; and "said on
        # Monday" is no answer to what comes.
        found = [c for c in found if not _tells_when_said(c, question)]
        made += [
            c for c in found
            if limit_asked or "deadline" not in c.modality or "planned" in c.modality
            or (question.past and _has_been_since(c))
        ]  # fmt: skip
        ahead = any(_sets(c) for c in found)
        none, off = denies_a_date(sentence.text), calls_off(sentence.text)
        if (none or off) and not ahead and not common["other_event"]:
            if none:
                # "In September; the day will be fixed later": the month is not the day.
                made = [c for c in made if c.sentence is not sentence or c.outcome != "ahead"]
            how: frozenset[Modality] = frozenset() if none else frozenset({"cancelled"})
            made.append(_made("not_set", question, sentence, None, how, common, today))
    if _sets_a_day(question):
        made = [c for c in made if "to_be_set" in c.modality] or made
    competing = _undenied(_of_the_ordinal(made))
    competing = _moved_on(competing)
    if question.past and question.kind == "when":
        # What has happened has a day, whatever else is open.
        competing = [c for c in competing if c.outcome != "not_set"] or competing
    if question.past and _DID.search(question.encoded) and not _NAMES_FOR.search(question.encoded):
        # "When did it close?" is not answered by a day to come; "which day did he name for it?" is.
        competing = [c for c in competing if c.first is None or c.first <= today] or competing
    total = 1 + sum(math.exp(c.utility) for c in competing)
    weighed = [replace(c, chance=math.exp(c.utility) / total) for c in competing]
    return [*weighed, *(c for c in made if not any(c is k for k in competing))]


# The same sentences are looked at before and after they are read, and for the next question.
_clauses = lru_cache(maxsize=4_000)(Clauses)


@lru_cache(maxsize=20_000)
def _wording(text: str, start: int, end: int) -> frozenset[Modality]:
    return modalities(text, start, end, _clauses(text))


def _of_the_ordinal(found: Sequence[Candidate]) -> list[Candidate]:
    """Without those that speak of another one of a series, if any speaks of the right one: "the
    third round" is not dated by what is said of the second.
    """
    same, other = "same_ordinal", "other_ordinal"
    if not any(c.features[same] and not c.features[other] for c in found):
        return list(found)
    return [c for c in found if c.features[same] or not c.features[other]]


_DID = re.compile(r"\b(?:did|happened|took place)\b", re.I)
_NAMES_FOR = re.compile(
    r"(?<!\bthe )(?<!\ban )(?<!\ba )(?<!\bhis )(?<!\bher )(?<!\bits )(?<!\btheir )(?<!\bthis )"
    r"(?<!\bthat )\b(?:name|propose|suggest|offer|give|set|announce|plan|schedule|mention|want"
    r"|promise)\b",
    re.I,
)
"""Whether somebody named a day for it; not "when did he make his offer"."""

_SETS_A_DAY = re.compile(
    r"\b(?:agree on|settle on|decide on|fix|set|announce|name|pick) (?:a |the |its |their )?"
    r"(?:\w+ )?(?:date|day|time|timetable)\b",
    re.I,
)
"""Asks when there will be a date, in place of the date."""


def _tells_when_said(candidate: Candidate, question: Question) -> bool:
    return (
        not (question.past and asks_for_a_statement(question.text))
        and "reported" in candidate.modality
        and candidate.first is not None
        and candidate.first <= candidate.published
    )


def _sets(candidate: Candidate) -> bool:
    """Whether a statement set the day of something to come when its article was published."""
    first, last, span = candidate.first, candidate.last, candidate.span
    vague = first is None or last is None or (last - first).days >= VAGUE_DAYS
    if span is not None:
        vague = vague or is_open(candidate.sentence.article.text[: span.start])
    proposed = "proposed" in candidate.modality and "planned" not in candidate.modality
    return (
        (candidate.outcome == "ahead" or bool(candidate.features["foretold"]))
        and not candidate.modality & {"dropped", "denied", "cancelled", "to_be_set", "deadline"}
        and not vague and not proposed
    )  # fmt: skip


def _undenied(found: Sequence[Candidate]) -> list[Candidate]:
    """Without the days that a statement at least as new denies or cancels: days ahead, and days in
    the past in place of which it gives another one ("it was on 16 May, not on 26 May").
    """
    given = {
        c.sentence.place for c in found
        if c.outcome == "over" and not c.modality & {"dropped", "denied", "cancelled"}
    }  # fmt: skip
    denied = {
        (c.first, c.published) for c in found
        if c.span is not None and _is_on_it(c) and (
            c.outcome == "not_set"
            or ("dropped" in c.modality and c.sentence.place in given and _corrects(c))
        )
    }  # fmt: skip
    return [
        c for c in found
        if c.outcome == "not_set"
        or not any(day == c.first and when >= c.published for day, when in denied)
    ]  # fmt: skip


def _is_on_it(candidate: Candidate) -> bool:
    """Whether it speaks of what is asked about: a wedding that is moved denies no meeting."""
    known = candidate.features
    return bool(known["same_event"] or known["same_ordinal"]) or known["coverage"] >= ON_IT


_FIRST_SINCE = re.compile(
    r"\b(?:first|last|only|once|most|record|not|never|no|[a-z]{3,}est)\b[^,.;:]{0,60}\bsince\b[^,.;:]{0,12}$",
    re.I,
)
"""What only compares: "the first talks since March 2022", "as they had not been since 2022"."""


def _has_been_since(candidate: Candidate) -> bool:
    """Whether it is the day since when something is so: "closed since October"."""
    assert candidate.span is not None
    text, start = candidate.sentence.article.text, candidate.span.start
    before = text[max(candidate.sentence.start, start - 80) : start]
    return follows_since(text, start) and _FIRST_SINCE.search(before) is None


_NOT_ON = re.compile(r"\bnot (?:on|in) (?:the )?$", re.I)


def _corrects(candidate: Candidate) -> bool:
    """Whether it is a day of which is said that it was not then."""
    assert candidate.span is not None
    text, start = candidate.sentence.article.text, candidate.span.start
    return _NOT_ON.search(text, max(candidate.sentence.start, start - 20), start) is not None


def _moved_on(found: Sequence[Candidate]) -> list[Candidate]:
    """Without what was denied or called off in articles that give another day: it was moved; and
    without what such an article tells of the time before.
    """
    given = {c.sentence.article.id for c in found if c.outcome == "ahead"}
    return [
        c for c in found
        if c.outcome != "not_set" or c.sentence.article.id not in given
        or (c.span is None and "cancelled" not in c.modality and not looks_back(c.sentence.text))
    ]  # fmt: skip


def _dates_an_event(span: Span, sentence: Sentence, question: Question) -> bool:
    longest = LONGEST_PAST if question.past else LONGEST_AHEAD
    return (
        span.first is not None
        and span.last is not None
        and (span.last - span.first).days <= longest
        and (question.past or not names_a_year(span, sentence))
    )


def _dated(
    question: Question, sentence: Sentence, span: Span, common: Mapping[str, float], today: date
) -> Candidate:
    start, end = span.start - sentence.start, span.end - sentence.start
    asked, told = phase_asked(question.encoded), phase_beside(sentence.text, start, end)
    if asked == "end" and _FROM_TO.search(sentence.text, start, end):
        # "When was it over?" is answered by the second day of "from 15 March to 16 April".
        span = replace(span, first=span.last)
    how = _wording(sentence.text, start, end)
    if "agreed" in how and asks_what_was_agreed(question.text):
        how -= {"agreed"}
    published = sentence.article.published
    if span.first is not None and published is not None and span.first > published.date():
        how -= {"held"}
    assert span.last is not None
    happened = "held" in how and not how & {"planned", "proposed"} and _falls_in(span, sentence)
    outcome: Outcome = "over" if span.last < today or happened else "ahead"
    if outcome == "ahead" and denied_next(sentence.article.text, sentence.end):
        how |= {"denied"}
    plainly = "denied" in how or "cancelled" in how
    if outcome == "ahead" and (
        plainly
        or ("to_be_set" in how and not _sets_a_day(question))
        or ("dropped" in how and "planned" not in how)
    ):
        # "Not on Tuesday", "20 March has been cancelled": there is no date, as far as that goes.
        outcome = "not_set"
    beside = nearest_happening(sentence.text, start, end)
    wanted = happenings(question.encoded)
    own = {
        **common,
        "same_phase": float(bool(asked and asked == told)),
        "other_phase": float(bool(asked and told and asked != told)),
        "distance": date_features.distance(question, sentence, start, end),
        "other_event": float(bool(wanted and beside and not wanted & beside)),
        **(
            date_features.ordinal_beside(question, sentence.text, start)
            or date_features.place_in_list(question, sentence, span)
        ),
    }
    return _made(outcome, question, sentence, span, how, own, today)


def _falls_in(span: Span, sentence: Sentence) -> bool:
    """Whether a past event's day lies in a period that goes on: "it collapsed in this month"."""
    published = sentence.article.published
    return (
        span.first is not None and span.last is not None and published is not None
        and (span.last - span.first).days >= VAGUE_DAYS - 1
        and span.first <= published.date()
        and _FROM_TO.search(sentence.article.text, span.start, span.end) is None
    )  # fmt: skip


_FROM_TO = re.compile(r"\d.*(?:\b(?:to|until|till|and)\b|[-–]).*\d", re.I)


def _sets_a_day(question: Question) -> bool:
    return _SETS_A_DAY.search(question.text) is not None


def _made(
    outcome: Outcome, question: Question, sentence: Sentence, span: Span | None,
    how: frozenset[Modality], common: Mapping[str, float], today: date,
) -> Candidate:  # fmt: skip
    first = span.first if span else None
    published = sentence.article.published
    foretold = bool(first and published and first > published.date())
    features = {
        **common,
        "is_ahead": float(outcome == "ahead"),
        "is_not_set": float(outcome == "not_set"),
        "away": date_features.away(first, published, today),
        "tenseless": float(outcome == "over" and date_features.tenseless(question)),
        "long_ago": date_features.long_ago(question, first, today),
        "exact": float(bool(span and span.first == span.last)),
        "vague": float(
            bool(span and span.first and span.last and (span.last - span.first).days > 10)
        ),
        "foretold": float(foretold),
        "same_day": float(bool(first and published and first == published.date())),
        **date_features.of_wording(question, how),
        "window": date_features.in_window(question, span),
        **date_features.of_reading(sentence, span),
    }
    learned = model("date_past" if question.past else "date_ahead")
    return Candidate(
        sentence, outcome, span, first, span.last if span else None, how, features,
        learned.logit(features),
        *(sum(learned.weights.get(n, 0.0) * features[n] for n in part) for part in _PARTS),
    )  # fmt: skip


_PARTS = ("newer", "age"), ("unread", "answers", "margin", "apart", "beside")


def weight(group: Sequence[Candidate], *, read: bool = True) -> float:
    """What the likeliest statement would weigh were all equally new; and without ``read`` all read
    alike, or none.
    """
    return max(math.exp(c.utility - c.circumstances - (0 if read else c.reading)) for c in group)


def standing(group: Sequence[Candidate]) -> list[Candidate]:
    """Those that were not dropped, denied or called off."""
    return [c for c in group if not c.modality & {"dropped", "denied", "cancelled"}]
