"""Headline: the answer in one line. Only frame words are ours; what claims a fact is quoted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from retrieval.evidence import Sentence
from retrieval.records import Citation, Claim, Event, Reason, Verdict
from retrieval.timeline import Judgement

LONGEST = 280
"""Characters of a sentence that a headline can hold."""

REASONS: dict[Reason, str] = {
    "no_coverage": "The coverage has nothing on this.",
    "not_this": "The coverage does not say.",
    "later": "The coverage did not say by then; articles published later may.",
    "old": "Only old coverage touches on this.",
}


def headline(
    verdict: Verdict,
    judgement: Judgement | None,
    citations: Sequence[Citation],
    claims: Sequence[Claim],
    decisive: Sentence | None,
    today: date,
) -> str:
    """The line for a verdict other than "no_answer"; ``decisive`` is the sentence quoted first."""
    said = _said(decisive) if decisive else ""
    if verdict == "disputed" and claims:
        return f"Outlets differ: {' or '.join(dict.fromkeys(_readable(c.value) for c in claims))}"
    if judgement is None:
        return said
    if judgement.verdict == "not_set":
        newest = decisive.article.published if decisive else None
        if verdict == "outdated" and newest:
            return f"The newest coverage of this, of {day(newest.date())}, has no date: {said}"
        return f"No date is set, as of {day(today)}: {said}"
    if judgement.event and judgement.event.start:
        line = _dated(verdict, judgement, judgement.event, today)
        if verdict == "outdated" and decisive and decisive.article.published:
            published = decisive.article.published.date()
            return f"{line}. The newest coverage is of {day(published)}"
        return line
    if judgement.value and citations and citations[0].highlights:
        start, end = citations[0].highlights[0]
        return f"“{citations[0].quote[start:end]}” (the article states no year)"
    return said


def _said(sentence: Sentence) -> str:
    flat = " ".join(sentence.text.split())
    return f"“{flat}”" if len(flat) <= LONGEST else "See the quotes below."


def _dated(verdict: Verdict, judgement: Judgement, event: Event, today: date) -> str:
    assert event.start is not None
    end = event.end or event.start
    when = day(event.start)
    if end != event.start:
        first = day(event.start) if event.start.year != end.year else f"{event.start:%-d %B}"
        when = f"{first} to {day(end)}"
    where = f", {event.place}" if event.place else ""
    frame = {"scheduled": "Scheduled: ", "passed": "Passed: ", "outdated": "Passed: "}
    words = frame.get(verdict, "")
    if verdict == "scheduled" and judgement.proposed:
        words = "Proposed: "
    away = "under way" if event.start < today <= end else distance(event.start, today)
    return f"{words}{when}{where} ({away})"


def _readable(value: str) -> str:
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return f"“{' '.join(value.split())}”"


def day(value: date) -> str:
    """A day as it is written out: "2 June 2025"."""
    return f"{value:%-d %B %Y}"


def distance(then: date, today: date) -> str:
    """How far ``then`` lies from ``today``, in words: "in 3 days", "today", "2 days ago"."""
    days = (then - today).days
    if days == 0:
        return "today"
    if abs(days) == 1:
        return "tomorrow" if days > 0 else "yesterday"
    return f"in {days} days" if days > 0 else f"{-days} days ago"
