"""Which day leads: the likeliest of the dated statements, unless something newer displaces it.

Candidates for the same day support each other. What was moved or has been held overrules what was
only announced, and newer statements displace older ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from retrieval.candidates import LOOKED_AT, Candidate, Outcome, candidates, standing, weight
from retrieval.disputes import CONTEMPORARY_DAYS
from retrieval.evidence import Sentence
from retrieval.happenings import happenings
from retrieval.moves import moved_by
from retrieval.ordinals import ordinals_in
from retrieval.understand import Question
from retrieval.unset import speaks_of_a_new_day, tells_of_an_end

DISPLACES = 0.25
"""Share of the leading statement's weight from which a newer one that no date is set, or that there
is one after all, displaces it; age is left out of that weight."""

SINCE_OVER = 0.04
"""The same share where what leads is over and what comes next is asked for: that is never next, so
little is asked of a newer statement about what is."""

VOIDED = 0.05
"""The same share for a newer statement that there is no new day: whoever says so knows that the old
one is off."""

ANNOUNCED = 0.3
"""The same share for the day of a report where the leading day was only announced."""

FINER = 0.015
"""The same share for a statement that gives the days where the leading one gives a part of a
month."""

BOTH_DAYS = 0.1
"""The same share for one that gives both days of an event where the leading one gives one."""

SEVERAL_DAYS = 5
"""An event of fewer days than this is dated by them; a longer time is one in which it falls."""

_BETWEEN = re.compile(r"\b(?:between|either|or)\b", re.I)


@dataclass(frozen=True, slots=True)
class Led:
    """The statements of one day, or that there is none, that lead; and those of other days."""

    main: list[Candidate]
    lead: Candidate
    """The likeliest of ``main``."""
    others: list[list[Candidate]]
    """By day."""
    ended: Sentence | None
    """The statement of today that tells of it as of something that was."""
    everything: list[Candidate]


def leading(question: Question, sentences: Sequence[Sentence], today: date) -> Led | None:
    """What leads among the dated statements; None where none is in the running."""
    everything = candidates(question, sentences, today)
    found = [c for c in everything if c.chance > 0]
    if not found:
        return None
    groups = _by_day(found)
    ranked = sorted(groups.values(), key=lambda g: -support(g))
    main = _moved_to(ranked) or _told_of(ranked) or ranked[0]
    ranked = [main, *(g for g in ranked if g is not main)]
    main = _displacing(question, ranked, today) or main
    ended = _ended_today(question, main, sentences, today)
    if ended is not None and question.ahead:
        # What comes next is not what ended today, if no day is set for it.
        main = _unset_since(ranked, main, today) or main
    ranked = [main, *(g for g in ranked if g is not main)]
    lead = max(main, key=lambda c: c.chance)
    finer = _finer(ranked[1:], main, lead)
    if finer is not None:
        main, lead = [finer, *main], finer
    return Led(main, lead, ranked[1:], ended, everything)


def _told_of(ranked: Sequence[list[Candidate]]) -> list[Candidate] | None:
    """The day on which it was by a report of it, where the leading day was only announced, at about
    the same time as that one.
    """
    main = ranked[0]
    if main[0].outcome != "over" or not all(c.features["foretold"] for c in main):
        return None
    for group in ranked[1:]:
        told = [c for c in group if c.outcome == "over" and not c.features["foretold"]]
        announced = [c for c in group if c.features["foretold"]]
        if not told or not announced:
            continue
        # Before the event the reader had nothing to tell the days by.
        if weight(announced, read=False) < ANNOUNCED * weight(main, read=False):
            continue
        apart = max(c.published for c in main) - max(c.published for c in announced)
        if abs(apart.days) <= CONTEMPORARY_DAYS:
            return group
    return None


def _moved_to(ranked: Sequence[list[Candidate]]) -> list[Candidate] | None:
    """The day that the event was moved to, by a statement no older than those of the leading day:
    whoever says so knows of the other day.
    """
    main = ranked[0]
    upheld = standing(main)
    if main[0].outcome == "not_set" or not all(c.features["foretold"] for c in upheld):
        return None
    newest = max(c.published for c in upheld or main)
    # "That was to start today will start tomorrow instead"
    given_up = {c.sentence.place for c in main if "dropped" in c.modality}
    for group in ranked[1:]:
        moved = [
            c for c in standing(group)
            if c.features["foretold"] and c.published >= newest
            and ("moved" in c.modality or c.sentence.place in given_up)
            and not c.features["other_event"]
        ]  # fmt: skip
        from_there = any(main[0].first in _moved_from(c) for c in moved)
        if moved and (from_there or weight(moved) >= DISPLACES * weight(main)):
            return group
    return None


def _moved_from(candidate: Candidate) -> set[date | None]:
    """The days that a statement of a move may have moved it from."""
    text, span = candidate.sentence.article.text, candidate.span
    days = {d.first for d in candidate.sentence.dates}
    if span is not None and span.first is not None:
        before = text[candidate.sentence.start : span.start]
        by = moved_by(before, text[span.end : candidate.sentence.end])
        if by is not None:
            days.add(span.first - timedelta(by))
    return days


def _finer(
    others: Sequence[Sequence[Candidate]], main: Sequence[Candidate], lead: Candidate
) -> Candidate | None:
    """A statement of the same event's days that says more than ``lead`` does: the days where it
    knows but the part of the month, both days where it knows one of two.
    """
    if lead.first is None or lead.last is None:
        return None
    known, over = (lead.last - lead.first).days, lead.outcome == "over"
    for group in others:
        for c in group:
            # What was in mid-November may be over by now, if newer articles have its day.
            later = c.outcome == "over" and c.published > lead.published
            if (
                c.first is None or c.last is None or c.span is None
                or (c.outcome != lead.outcome and not later) or c.features["other_event"]
                or c.modality & {"dropped", "denied", "cancelled", "deadline"}
                or weight([c]) < FINER * weight(main)
            ):  # fmt: skip
                continue
            days = (c.last - c.first).days
            if days < SEVERAL_DAYS <= known:
                # Ahead of it an older day may have been given up for "late in May".
                near = (lead.published - c.published).days <= CONTEMPORARY_DAYS
                if (near or over) and lead.first <= c.first and c.last <= lead.last:
                    return c
            elif known == 0 < days < SEVERAL_DAYS and c.first <= lead.first <= c.last:
                told_together = any(c.sentence.article.id == m.sentence.article.id for m in main)
                if weight([c]) < BOTH_DAYS * weight(main):
                    continue
                if lead.outcome == "ahead" and not told_together:
                    # Ahead of the event another outlet's days can be another account.
                    continue
                text, start, end = c.sentence.article.text, c.span.start, c.span.end
                if not _BETWEEN.search(text, max(0, start - 12), end):
                    return c
    return None


def _ended_today(
    question: Question, main: Sequence[Candidate], sentences: Sequence[Sentence], today: date
) -> Sentence | None:
    """The statement of today that tells of today's event as of something that was, if any does."""
    lead = max(main, key=lambda c: c.chance)
    if not lead.first == lead.last == today:
        return None
    for c in main:
        told = "held" in c.modality and not c.modality & {"dropped", "proposed", "reported"}
        if told and c.published == today and c.chance >= 0.1 * lead.chance:
            return c.sentence
    sorts = happenings(question.encoded) or happenings(lead.sentence.text)
    ordinals = question.ordinals or ordinals_in(lead.sentence.text)
    for sentence in sentences[:LOOKED_AT]:
        published, own = sentence.article.published, ordinals_in(sentence.text)
        if (
            published and published.date() == today and tells_of_an_end(sentence.text)
            and sorts & (happenings(sentence.text) or happenings(sentence.article.title))
            and (own & ordinals or not own or not ordinals)
            and all(d.first == today for d in sentence.dates)
        ):  # fmt: skip
            return sentence
    return None


def _unset_since(
    ranked: Sequence[list[Candidate]], main: list[Candidate], today: date
) -> list[Candidate] | None:
    """Statements of today that no date is set, where they count beside those of ``main``."""
    for group in ranked:
        unset = [c for c in group if c.outcome == "not_set" and c.published == today]
        if unset and weight(unset) >= DISPLACES * weight(main):
            return unset
    return None


def _displacing(
    question: Question, ranked: Sequence[list[Candidate]], today: date
) -> list[Candidate] | None:
    """What displaces the leading statement: a newer one that no date is set, or a newer date where
    none was; and, where what comes next is asked for, what was said of it since the last one.
    """
    main = ranked[0]
    # "When do they meet again?", asked while they meet, is about the time after that.
    over = main[0].outcome == "over" or (question.ahead and _under_way(main, today))
    if over and (not question.ahead or main[0].first is None):
        return None
    since = main[0].first if over and main[0].first else max(c.published for c in main)
    for group in ranked[1:]:
        newer = [
            c for c in group
            if (c.published > since
                or (c.published == since and _settles(question, c, main[0], over)))
            and _speaks_of_next(c, "over" if over else main[0].outcome)
        ]  # fmt: skip
        share = SINCE_OVER if over else DISPLACES
        if not over and any(map(_voids, newer)):
            share = VOIDED
        # A day for the same event displaces that there was none, however either is worded.
        set_since = main[0].outcome == "not_set" and all(c.features["same_event"] for c in newer)
        if newer and weight(newer, read=not set_since) >= share * weight(main, read=not set_since):
            return newer
    return None


def _voids(candidate: Candidate) -> bool:
    """Whether it says that there is no new day: then the one that was known no longer stands."""
    about = candidate.features["same_event"] and not candidate.features["other_event"]
    unset = candidate.outcome == "not_set" and candidate.span is None
    return bool(unset and about and speaks_of_a_new_day(candidate.sentence.text))


def _settles(question: Question, candidate: Candidate, leading: Candidate, over: bool) -> bool:
    """Whether a statement of the same day counts as a newer one: that no day is set, of what is
    over, or, where a question names a day ("is it still on the 15th?"), to which day it was moved.
    """
    if over:
        return candidate.outcome == "not_set"
    moved = "moved" in candidate.modality and not candidate.features["other_event"]
    return leading.outcome == "not_set" and moved and question.window is not None


def _under_way(main: Sequence[Candidate], today: date) -> bool:
    """Whether it has begun before today, and is not over before that."""
    lead = max(main, key=lambda c: c.chance)
    return lead.first is not None and lead.last is not None and lead.first < today <= lead.last


def _speaks_of_next(candidate: Candidate, than: Outcome) -> bool:
    """Whether it says otherwise ``than`` a date, that there is none, or that one is over."""
    if than == "not_set":
        return candidate.outcome == "ahead"
    if than == "ahead":
        return candidate.outcome == "not_set"
    planned = "planned" in candidate.modality and bool(candidate.features["same_event"])
    speaks = candidate.outcome == "not_set" or (candidate.outcome == "ahead" and planned)
    return speaks and not candidate.features["other_event"]


def _by_day(found: Iterable[Candidate]) -> dict[object, list[Candidate]]:
    groups: dict[object, list[Candidate]] = {}
    for candidate in found:
        day = None if candidate.outcome == "not_set" else candidate.first
        groups.setdefault(day or "none", []).append(candidate)
    return groups


def support(group: Sequence[Candidate]) -> float:
    """The likeliest statement of each outlet counts, once."""
    strongest: dict[str, float] = {}
    for item in group:
        outlet = item.sentence.article.outlet
        strongest[outlet] = max(strongest.get(outlet, 0.0), item.chance)
    return sum(strongest.values())
