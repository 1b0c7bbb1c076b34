"""Disputes: other days that are claimed for the same thing at about the same time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from retrieval.accounts import tells_that_days_differ, two_accounts
from retrieval.candidates import Candidate, standing, weight
from retrieval.evidence import Sentence

RIVAL = 0.3
"""Share of the leading date's weight from which another date, by another outlet, disputes it; age
is left out of that weight, since only statements of about the same time are compared, and so is
what the reader makes of either."""

RIVAL_PAST = 0.5
"""The same share where the day is one in the past: there the outlets' days are mostly those of
other things that happened."""

LIKELY_PAST = 0.1
"""Share of the leading statement's chance that another outlet's day in the past has to have."""

AS_LIKELY = 0.5
"""Share of the leading statement's chance from which an article's own day disputes it, though the
article reports the other one too."""

NEAR = 150
"""Characters between sentences that speak of the same thing."""

ASIDE = 4
"""Words that may stand between the sentences of two accounts: "But hold on." """

CONTEMPORARY_DAYS = 2
"""Statements this many days apart can contradict each other; a newer one displaces an older."""


def rivals_of(
    main: Sequence[Candidate],
    others: Sequence[Sequence[Candidate]],
    *,
    past: bool,
    ahead: bool,
) -> list[Sequence[Candidate]]:
    """Other days that an independent outlet gives at about the same time for the same thing, or
    that the sentence itself, or the one beside it, gives as another's account.
    """
    share = RIVAL_PAST if past or not ahead else RIVAL
    newest = max(c.published for c in main)
    said_by = {c.sentence.article.outlet for c in main}
    least = 0.0 if ahead else LIKELY_PAST * max(c.chance for c in main)
    # What hardly counts beside the leading statement does not reconcile it with another day.
    firm = [c for c in main if _weight([c]) >= RIVAL * _weight(main)]
    moved = max((c.published for c in firm if "moved" in c.modality), default=None)
    found: list[Sequence[Candidate]] = []
    for group in others:
        told = [
            c for c in standing(group)
            if (c.sentence.article.outlet not in said_by and c.chance >= least)
            or any(_told_apart(c, m) for m in main)
            or (not past and _is_held_rather(c, main))
        ]  # fmt: skip
        if not told or told[0].outcome == "not_set":
            continue
        if moved and max(c.published for c in told) < moved:
            # Who says that it was moved knows of the day before.
            continue
        if not _only_foretold(main) and _only_foretold(told):
            # It was reported when it was over: what was announced before is no other account.
            continue
        first, last = told[0].first, told[0].last
        assert first is not None
        assert last is not None
        if any(c.last and c.first and c.last >= first and last >= c.first for c in firm):
            continue
        near = abs((newest - max(c.published for c in told)).days) <= CONTEMPORARY_DAYS
        same_side = (told[0].outcome == "ahead") == ahead
        close_days = min(abs((c.first - first).days) for c in main if c.first) <= 10
        if near and same_side and close_days and _weight(told) >= share * _weight(main):
            found.append(told)
    return found


def _weight(group: Sequence[Candidate]) -> float:
    # Of two accounts that are worded otherwise the reader likes one better; both are accounts.
    return weight(group, read=False)


def said_to_differ(main: Sequence[Candidate], sentences: Sequence[Sentence]) -> Sentence | None:
    """The sentence near one that gives the day of ``main`` that says that different days are
    named, if there is one.
    """
    giving = [c.sentence for c in main if _weight([c]) >= RIVAL * _weight(main)]
    for sentence in sentences:
        if tells_that_days_differ(sentence.text) and any(_near(sentence, g) for g in giving):
            return sentence
    return None


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
