"""Judging time: what the coverage says of a date, against the moment of asking.

What leads decides; independent outlets that differ about it at about the same time are a dispute.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.candidates import LOOKED_AT, Candidate, standing
from retrieval.disputes import extent, rivals_of, said_to_be_open, said_to_differ
from retrieval.evidence import Sentence
from retrieval.leading import DISPLACES, leading, support
from retrieval.places import place_near
from retrieval.records import Event, Span, Verdict
from retrieval.understand import Question

REPORTED = 0.2
"""Share of the leading statement's chance from which a report of what it announced is quoted before
it."""

UNSETTLED = 0.6
"""Chance of a date that can't be resolved, for want of a reference: it is quoted as it stands."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the statements come to. ``sentences`` carry it, the decisive one first."""

    verdict: Verdict
    event: Event | None
    sentences: tuple[Sentence, ...]
    chance: float
    """Of the leading date, or of the statement that there is none."""
    claims: tuple[tuple[date, tuple[Sentence, ...]], ...] = ()
    """Dates that outlets give for the same thing, where there is more than one."""
    value: Span | None = None
    proposed: bool = False
    """Whether the date is only proposed or expected."""
    displaced: tuple[date, ...] = ()
    """Earlier dates of the same thing that newer statements displaced, newest first."""
    decisive: int = 1
    """How many of ``sentences`` are quoted before any other: each side's where it is disputed."""
    compared: tuple[float, ...] = ()
    """The chances of other days to be another account, of those that were compared."""


def judge(question: Question, sentences: Sequence[Sentence], today: date) -> Judgement | None:
    """The judgement on a question of time as of ``today``; None where nothing dates its subject."""
    led = leading(question, sentences, today)
    if led is None:
        return _undatable(sentences)
    main, lead, ended = led.main, led.lead, led.ended
    if lead.outcome == "not_set":
        # Of those that may be about it: words about something else are no newer ones on this.
        about = [c for c in main if c.chance >= DISPLACES * lead.chance]
        newest = max(about, key=lambda c: (c.published, c.chance))
        carried = _unique([newest.sentence, lead.sentence, *(c.sentence for c in main)])
        return Judgement("not_set", None, tuple(carried), support(main))
    rivals, compared = rivals_of(question, main, led.others)
    verdict: Verdict = "answered"
    if lead.outcome == "ahead":
        verdict = "passed" if ended else "scheduled"
    elif not question.past:
        verdict = "passed"
    differ = opened = None
    if lead.outcome == "ahead" and not ended and not rivals:
        differ = said_to_differ(main, sentences[:LOOKED_AT])
        opened = None if differ else said_to_be_open(question, main, sentences[:LOOKED_AT])
    if rivals or differ or opened:
        verdict = "disputed"
    claims = tuple(
        (g[0].first, tuple(_unique(c.sentence for c in g)))
        for g in [main, *rivals]
        if g[0].first is not None
    )
    carried = _carrying(lead, main, rivals, sentences, ended)
    if opened:
        carried.insert(1, opened)
    return Judgement(
        verdict,
        Event(*extent(lead, rivals), _place(main, lead)),
        tuple(_unique([*([differ] if differ else []), *carried])),
        min(support(main) + sum(map(support, rivals)), 1.0),
        claims if rivals else (),
        lead.span,
        proposed=all("proposed" in c.modality and "planned" not in c.modality for c in main),
        displaced=_displaced(main, led.everything),
        decisive=2 if differ or opened else 1 + len(rivals),
        compared=compared,
    )


def _displaced(main: Sequence[Candidate], everything: Sequence[Candidate]) -> tuple[date, ...]:
    """Other days of the same sort of event that were dropped, denied or called off."""
    gone = {
        c.first
        for c in everything
        if c.first is not None
        and c.first != main[0].first
        and c.modality & {"dropped", "denied", "cancelled"}
        and not c.features["other_event"]
    }
    return tuple(sorted(gone, reverse=True))


def _reporting(main: Sequence[Candidate], lead: Candidate) -> Candidate:
    """The likeliest report that it was, where the leading statement only announced it and the
    report counts beside that.
    """
    if lead.outcome != "over" or not lead.features["foretold"]:
        return lead
    told = [c for c in standing(main) if not c.features["foretold"] and c.first == lead.first]
    best = max(told, key=lambda c: c.chance, default=lead)
    return best if best.chance >= REPORTED * lead.chance else lead


def _carrying(
    lead: Candidate,
    main: Sequence[Candidate],
    rivals: Sequence[Sequence[Candidate]],
    sentences: Sequence[Sentence],
    ended: Sentence | None,
) -> list[Sentence]:
    carried = [_reporting(main, lead).sentence, *([ended] if ended else [])]
    carried += [max(g, key=lambda c: (c.published, c.chance)).sentence for g in rivals]
    carried += [c.sentence for c in sorted(main, key=lambda c: -c.chance) if c.chance > 0.01]
    if lead.outcome == "over" and lead.last is not None and not rivals:
        # How it went, where the coverage says.
        last = lead.last
        after = [
            s for s in sentences[:10] if s.article.published and s.article.published.date() >= last
        ]
        carried[1:1] = after[:1]
    return _unique(carried)


def _undatable(sentences: Sequence[Sentence]) -> Judgement | None:
    # A date without a year in an article without a date answers, but dates nothing.
    for sentence in sentences[:5]:
        yearless = [d for d in sentence.dates if d.first is None]
        if yearless and sentence.article.published is None:
            return Judgement("answered", None, (sentence,), UNSETTLED, (), yearless[0])
    return None


def _unique(sentences: Iterable[Sentence]) -> list[Sentence]:
    seen: dict[tuple[str, int], Sentence] = {}
    for sentence in sentences:
        seen.setdefault(sentence.place, sentence)
    return list(seen.values())


def _place(group: Sequence[Candidate], lead: Candidate) -> str | None:
    """The place named nearest to the date by the likeliest statement that names one, verbatim;
    statements that hardly count beside ``lead`` may be about something else on that day.
    """
    for candidate in sorted(group, key=lambda c: -c.chance):
        if candidate.chance < DISPLACES * lead.chance:
            return None
        if candidate.span and (found := place_near(candidate.sentence, candidate.span)):
            return found
    return None
