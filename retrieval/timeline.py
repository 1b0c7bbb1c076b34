"""Judging time: dated statements about what a question asks for, against the moment of asking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from retrieval.evidence import Sentence
from retrieval.records import Event, Span, Verdict
from retrieval.understand import Question

LONGEST_EVENT_DAYS = 4
"""An expression spanning more days than this ("in June") does not date an event."""

RELEVANT = 0.6
"""Sentences below this share of the best one's score are not about what was asked."""

STALE_DAYS = 4
"""A statement this many days older than the newest one on the same question is superseded by it."""

_PLANNED = re.compile(
    r"\b(will|shall|would|to be held|schedul\w+|set for|propos\w+|plan\w*|expect\w*|due|"
    r"agreed to (?:meet|hold)|slated|confirm\w*|invit\w+|suggest\w*|offer\w*|next|upcoming|"
    r"ahead)\b",
    re.I,
)
_NOT_SET = re.compile(
    r"\b(?:no|not|nor|neither|without|yet to|hardly|cannot|can't|hasn't|haven't|isn't)\b"
    r"[^.;]{0,80}\b(?:date|dates|time|timing|understanding|decision|decided|fixed|agreed|set|"
    r"scheduled)\b|\b(?:date|dates|timing)\b[^.;]{0,50}\b(?:no|not|nor|neither|yet to|remains? "
    r"open|undecided|unclear|only (?:after|when|once))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the statements come to. ``sentences`` carry it, the decisive one first."""

    verdict: Verdict
    event: Event | None
    sentences: tuple[Sentence, ...]
    claims: tuple[tuple[date, tuple[Sentence, ...]], ...] = ()
    """Dates that outlets give for the same thing, where there is more than one."""
    value: Span | None = None


@dataclass(frozen=True, slots=True)
class _Dated:
    sentence: Sentence
    span: Span
    first: date
    last: date
    weight: float


def judge(question: Question, sentences: Sequence[Sentence], today: date) -> Judgement | None:
    """The judgement on a when-question as of ``today``, or None where nothing dates the subject."""
    best = max((s.score for s in sentences), default=0.0)
    relevant = [s for s in sentences if s.score >= RELEVANT * best and s.coverage > 0]
    dated = [d for s in relevant for d in _dated(s)]
    if question.past:
        return _of_the_past(relevant, dated)
    ahead = _current([d for d in dated if d.last >= today and _announced(d, today)])
    none_set = _not_set(relevant)
    if ahead and not _displaces(none_set, ahead):
        return _ahead(ahead)
    held = [d for d in dated if d.last < today]
    if none_set and (question.ahead or not held):
        return Judgement("not_set", None, (none_set,))
    if held and (question.ahead or question.kind == "when"):
        return _held(held)
    return _undatable(relevant)


def _dated(sentence: Sentence) -> list[_Dated]:
    return [
        _Dated(sentence, span, span.first, span.last, sentence.score)
        for span in sentence.dates
        if span.first is not None
        and span.last is not None
        and (span.last - span.first).days <= LONGEST_EVENT_DAYS
    ]


def _published(sentence: Sentence) -> date:
    return sentence.article.published.date() if sentence.article.published else date.min


def _announced(dated: _Dated, today: date) -> bool:
    # A date that was still ahead when the article appeared; one of the same day needs a word of
    # planning, since reports of what happened carry their own day.
    published = _published(dated.sentence)
    return dated.first > published or bool(
        dated.last >= today and _PLANNED.search(dated.sentence.text)
    )


def _current(dated: Sequence[_Dated]) -> list[_Dated]:
    if not dated:
        return []
    newest = max(_published(d.sentence) for d in dated)
    if newest == date.min:
        return list(dated)
    limit = newest - timedelta(days=STALE_DAYS)
    return [d for d in dated if _published(d.sentence) >= limit]


def _not_set(sentences: Sequence[Sentence]) -> Sentence | None:
    found = [s for s in sentences if _NOT_SET.search(s.text)]
    return max(found, key=lambda s: (_published(s), s.score), default=None)


def _displaces(statement: Sentence | None, ahead: Sequence[_Dated]) -> bool:
    return statement is not None and _published(statement) > max(
        _published(d.sentence) for d in ahead
    )


def _ahead(dated: Sequence[_Dated]) -> Judgement:
    by_day: dict[date, list[_Dated]] = {}
    for item in dated:
        by_day.setdefault(item.first, []).append(item)
    ranked = sorted(by_day.values(), key=lambda group: -_support(group))
    main = ranked[0]
    rivals = [
        group
        for group in ranked[1:]
        if _support(group) >= 0.6 * _support(main)
        and not any(a.last >= b.first and b.last >= a.first for a in main for b in group)
        and _outlets(group) - _outlets(main)
    ]
    lead = max(main, key=lambda d: (d.weight, _published(d.sentence)))
    claims = tuple(
        (group[0].first, tuple(_unique(d.sentence for d in group))) for group in [main, *rivals]
    )
    verdict: Verdict = "disputed" if rivals else "scheduled"
    carried = [lead.sentence, *(d.sentence for d in main)]
    if rivals:
        carried[1:1] = [max(g, key=lambda d: d.weight).sentence for g in rivals]
    event = Event(lead.first, lead.last, place_near(lead.sentence, lead.span))
    return Judgement(verdict, event, tuple(_unique(carried)), claims if rivals else (), lead.span)


def _held(dated: Sequence[_Dated]) -> Judgement:
    strongest = max(d.weight for d in dated)
    strong = [d for d in dated if d.weight >= 0.75 * strongest]
    lead = max(strong, key=lambda d: (d.first, d.weight))
    same = [d for d in strong if d.first == lead.first]
    lead = max(same, key=lambda d: d.weight)
    event = Event(lead.first, lead.last, place_near(lead.sentence, lead.span))
    carried = _unique([lead.sentence, *(d.sentence for d in same)])
    return Judgement("passed", event, tuple(carried), (), lead.span)


def _of_the_past(relevant: Sequence[Sentence], dated: Sequence[_Dated]) -> Judgement | None:
    if not dated:
        return _undatable(relevant)
    by_day: dict[date, list[_Dated]] = {}
    for item in dated:
        by_day.setdefault(item.first, []).append(item)
    top = max(dated, key=lambda d: d.weight)
    group = max(
        by_day.values(), key=lambda g: max(d.weight for d in g) + 0.05 * (len(_outlets(g)) - 1)
    )
    lead = max(group, key=lambda d: d.weight) if top not in group else top
    event = Event(lead.first, lead.last, place_near(lead.sentence, lead.span))
    carried = _unique([lead.sentence, *(d.sentence for d in group)])
    return Judgement("answered", event, tuple(carried), (), lead.span)


def _undatable(relevant: Sequence[Sentence]) -> Judgement | None:
    # A date without a year in an article without a date answers, but dates nothing.
    for sentence in relevant:
        if sentence.dates:
            return Judgement("answered", None, (sentence,), (), sentence.dates[0])
    return None


def _support(group: Sequence[_Dated]) -> float:
    strongest: dict[str, float] = {}
    for item in group:
        outlet = item.sentence.article.outlet
        strongest[outlet] = max(strongest.get(outlet, 0.0), item.weight)
    return sum(strongest.values())


def _outlets(group: Sequence[_Dated]) -> set[str]:
    return {d.sentence.article.outlet for d in group}


def _unique(sentences: Iterable[Sentence]) -> list[Sentence]:
    seen: dict[tuple[str, int], Sentence] = {}
    for sentence in sentences:
        seen.setdefault((sentence.article.id, sentence.start), sentence)
    return list(seen.values())


_PLACE = re.compile(
    r"\b(?:in|at) (?:the )?((?:[A-ZÇĞİÖŞÜÀ-Þ][\w’'-]+)(?: (?:of |de )?[A-ZÇĞİÖŞÜÀ-Þ][\w’'-]+)*)"
)


def place_near(sentence: Sentence, span: Span) -> str | None:
    """The place named nearest to ``span`` in its sentence, verbatim, or None."""
    found = [
        m
        for m in _PLACE.finditer(sentence.text)
        if not any(d.start <= sentence.start + m.start(1) < d.end for d in sentence.dates)
    ]
    middle = (span.start + span.end) / 2 - sentence.start
    near = min(found, key=lambda m: abs(m.start(1) - middle), default=None)
    return near[1] if near else None
