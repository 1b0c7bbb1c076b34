"""Headline: the answer in one line. Only frame words are ours; what claims a fact is quoted."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime

from retrieval.evidence import Sentence
from retrieval.records import Citation, Claim, Event, Headline, Reason, Verdict
from retrieval.timeline import Judgement

LONGEST = 280
"""Characters of a sentence that a headline can hold."""

REASONS: dict[Reason, str] = {
    "no_coverage": "The coverage has nothing on this.",
    "not_this": "The coverage does not say.",
    "later": "The coverage did not say by then; articles published later may.",
    "old": "Only old coverage touches on this.",
}


def framed(
    verdict: Verdict,
    judgement: Judgement | None,
    citations: Sequence[Citation],
    claims: Sequence[Claim],
    decisive: Sentence | None,
) -> Headline:
    """What the line says, for a verdict other than "no_answer"; ``decisive`` is quoted first."""
    said = _said(decisive) if decisive else ""
    if verdict == "disputed" and claims:
        two_sides = len({c.outlets for c in claims}) == 1
        values = tuple(dict.fromkeys(c.value for c in claims))
        return Headline("accounts" if two_sides else "values", values=values)
    if judgement is None or verdict == "disputed":
        return Headline("said", said)
    published = newest(judgement) if verdict == "outdated" else None
    last = published and published.date()
    if judgement.verdict == "not_set":
        return Headline("old_undated" if last else "not_set", said, newest=last)
    if judgement.event and judgement.event.start:
        proposed = verdict == "scheduled" and judgement.proposed
        return Headline("dated", said, proposed=proposed, newest=last)
    if judgement.value and citations and citations[0].highlights:
        start, end = citations[0].highlights[0]
        return Headline("no_year", citations[0].quote[start:end])
    return Headline("said", said)


def newest(judgement: Judgement) -> datetime | None:
    """When the newest of the statements that carry a judgement was published."""
    return max((p for s in judgement.sentences if (p := s.article.published)), default=None)


def worded(line: Headline, verdict: Verdict, event: Event | None, today: date) -> str:
    """The line in English; the days in it count from ``today``."""
    newest = f"{day(line.newest)}" if line.newest else ""
    quoted = f"“{line.said}”" if line.said else "See the quotes below."
    match line.frame:
        case "values" | "accounts":
            # Two spellings of one value are two claims, but not two words.
            found = dict.fromkeys(map(_readable, line.values))
            who = "Outlets" if line.frame == "values" else "Accounts"
            return f"{who} differ: {' or '.join(found)}"
        case "old_undated":
            return f"The newest coverage of this, of {newest}, has no date: {quoted}"
        case "not_set":
            return f"No date is set, as of {day(today)}: {quoted}"
        case "no_year":
            return f"{quoted} (the article states no year)"
        case "dated":
            assert event is not None
            made = _dated(verdict, event, today, proposed=line.proposed)
            return f"{made}. The newest coverage is of {newest}" if newest else made
    return quoted


def _said(sentence: Sentence) -> str:
    flat = " ".join(sentence.text.split())
    return flat if len(flat) <= LONGEST else ""


def _dated(verdict: Verdict, event: Event, today: date, *, proposed: bool) -> str:
    assert event.start is not None
    end = event.end or event.start
    when = day(event.start)
    if end != event.start:
        first = day(event.start) if event.start.year != end.year else f"{event.start:%-d %B}"
        when = f"{first} to {day(end)}"
    where = f", {event.place}" if event.place else ""
    frame = {"scheduled": "Scheduled: ", "passed": "Passed: ", "outdated": "Passed: "}
    words = "Proposed: " if proposed else frame.get(verdict, "")
    if verdict != "scheduled" or not event.start < today <= end:
        away = f" ({distance(event.start, today)})"
    else:
        away = " (under way)" if under_way(verdict, event, today) else ""
    return f"{words}{when}{where}{away}"


def under_way(verdict: Verdict, event: Event, today: date) -> bool:
    """Whether an event of several days goes on. In whole weeks, months and years one only falls:
    nobody says that it has begun.
    """
    start, end = event.start, event.end
    if verdict != "scheduled" or start is None or end is None or not start < today <= end:
        return False
    week = start.weekday() == 0 and (end - start).days == 6
    return not week and (start.day, end.day) != (1, monthrange(end.year, end.month)[1])


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
