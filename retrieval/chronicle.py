"""Chronicle: what happened when, as the coverage of a topic dates it, day by day.

Every resolved date in the sentences on the topic is a statement that something happened then, is
planned or proposed for then, or is off. Statements of one day about the same thing are one entry,
whatever outlet made them, and the entry says what they come to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from retrieval.answer import cite
from retrieval.dates.tense import Clauses
from retrieval.evidence import Sentence, also_in
from retrieval.happenings import nearest_happening
from retrieval.modality import modalities
from retrieval.ordinals import ordinals_in
from retrieval.past import compared
from retrieval.quote import led
from retrieval.records import Chronicle, Citation, Span, TimelineEntry, TimelineStatus
from retrieval.search import Ranking, sentences
from retrieval.store import Store
from retrieval.understand import Question

LONGEST, SHORT = 7, 4
"""Days: what spans more is no date of an event, or of one that was."""

COVERED, NEAR, APART = 0.4, 0.5, 0.3
"""A sentence is on the topic that holds this share of its terms (title and sentence before
included) and is not ``APART`` from it, or is as ``NEAR`` to it by its vector."""

SAME, SAME_ANYHOW = 0.6, 0.75
"""Cosine from which two statements of one day are about one thing; the second where they name
different sorts of happenings or say different things of the day."""

OPENING = 250
"""Characters at the head of an article, where its news stands."""

_OFF = re.compile(
    r"\b(?:called off|cancell?ed|postpon\w+|put (?:off|back)|scrapped|abandoned|suspended|shelved"
    r"|delayed|moved|rescheduled|adjourned|brought forward)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Statement:
    sentence: Sentence
    span: Span
    first: date
    last: date
    says: TimelineStatus
    """"cancelled" is whatever is said to be off; an entry may come to "moved"."""
    sorts: frozenset[int]
    vector: NDArray[np.float32]

    @property
    def published(self) -> date:
        found = self.sentence.article.published
        return found.date() if found else date.min

    @property
    def relevance(self) -> float:
        return (self.sentence.coverage + self.sentence.cosine) / 2


def chronicle(
    store: Store,
    question: Question,
    ranking: Ranking,
    found: Sequence[Sentence],
    *,
    since: date | None,
    until: date | None,
    limit: int,
) -> Chronicle:
    """The dated events in ``found``, in order; of more than ``limit`` those that weigh most.

    ``since`` and ``until`` limit the days of the events, both inclusive.
    """
    on_topic = [s for s in found if is_on_topic(s, question)]
    articles = {s.article.id: s.article for s in on_topic}
    days = Counter(a.published.date() for a in articles.values() if a.published)
    statements = _statements(store, ranking, on_topic, found)
    moved = _moves(statements)
    within = [
        s for s in statements
        if (since is None or s.last >= since) and (until is None or s.first <= until)
    ]  # fmt: skip
    entries = [_entry(group, moved, ranking, found) for group in _groups(within)]
    kept = sorted(entries, key=lambda e: (-e.weight, e.first))[:limit]
    kept.sort(key=lambda e: (e.first, e.last, -e.weight))
    return Chronicle(
        question.text,
        tuple(
            replace(e, citation=compared(store, replace(e.citation, n=n)))
            for n, e in enumerate(kept, 1)
        ),
        tuple(
            (day, count) for day, count in sorted(days.items())
            if (since is None or day >= since) and (until is None or day <= until)
        ),
        len(articles),
        len(entries) - len(kept),
    )  # fmt: skip


def is_on_topic(sentence: Sentence, question: Question) -> bool:
    """Whether a sentence is about what ``question`` names."""
    own = ordinals_in(sentence.text)
    if question.ordinals and own and not own & question.ordinals:
        return False
    covered = sentence.coverage >= COVERED and sentence.cosine >= APART
    return covered or sentence.cosine >= NEAR


def _statements(
    store: Store, ranking: Ranking, on_topic: Sequence[Sentence], found: Sequence[Sentence]
) -> list[_Statement]:
    made = []
    for sentence in on_topic:
        dated = [s for s in sentence.dates if _is_of_an_event(s)]
        if not dated:
            continue
        clauses, vector = Clauses(sentence.text), _vector(store, ranking, sentence)
        for span in dated:
            says = _says(sentence, span, clauses)
            if says is not None:
                assert span.first is not None
                assert span.last is not None
                sorts = _sorts(sentence, span, found)
                made.append(_Statement(sentence, span, span.first, span.last, says, sorts, vector))
    return made


def _sorts(sentence: Sentence, span: Span, found: Sequence[Sentence]) -> frozenset[int]:
    """The happening that is dated; "it will now be held" is about that of the sentence before."""
    article = sentence.article
    text = article.text[: sentence.end]
    for other in (d for s in found if s.article.id == article.id for d in s.dates):
        # "On 11 March" names no march.
        text = text[: other.start] + " " * (other.end - other.start) + text[other.end :]
    for start in (sentence.start, led(sentence, found).start):
        near = nearest_happening(text[start : sentence.end], span.start - start, span.end - start)
        if near:
            return near
    return frozenset()


def _is_of_an_event(span: Span) -> bool:
    if span.first is None or span.last is None:
        return False
    return (span.last - span.first) < timedelta(days=LONGEST)


def _vector(store: Store, ranking: Ranking, sentence: Sentence) -> NDArray[np.float32]:
    passage = sentence.hit.passage_id
    places = sentences(ranking.rows[passage])
    vectors = store.sentence_vectors([passage])[passage]
    own = (sentence.start, sentence.end)
    # What stood there in an earlier version has no vector: its sort of happening has to do.
    return np.asarray(vectors[places.index(own)] if own in places else np.zeros_like(vectors[0]))


def _says(sentence: Sentence, span: Span, clauses: Clauses) -> TimelineStatus | None:
    """What a sentence says of one of its dates; None where that is the date of no event."""
    assert span.first is not None
    assert span.last is not None
    how = modalities(sentence.text, span.start - sentence.start, span.end - sentence.start, clauses)
    published = sentence.article.published
    if published is None or ("deadline" in how and "planned" not in how):
        return None
    over = span.first <= published.date()
    if over and "reported" in how:  # when it was said, and not when it was
        return None
    off = how & {"denied", "cancelled"} or ("dropped" in how and "planned" not in how)
    if off and ("held" not in how or _OFF.search(sentence.text)):
        return "cancelled"
    if over and ("held" in how or not how & {"planned", "proposed"}):
        # "Last week" is when something was remembered of, not a day on which it was.
        return "happened" if span.last < span.first + timedelta(days=SHORT) else None
    if "planned" in how:
        return "planned"
    # Of a day that is over by then, "it would be the third after 2 June" proposes nothing.
    return None if span.last < published.date() else "proposed" if "proposed" in how else "planned"


def _moves(statements: Sequence[_Statement]) -> Mapping[tuple[str, date], date]:
    """By article and the day that it says is off: the day that it gives instead."""
    found: dict[tuple[str, date], date] = {}
    for off in (s for s in statements if s.says == "cancelled"):
        others = [
            s for s in statements
            if s.sentence.article.id == off.sentence.article.id
            and s.says in ("planned", "proposed")
            and s.first != off.first and s.first >= off.published and s.first == s.last
            and (not s.sorts or not off.sorts or s.sorts & off.sorts)
        ]  # fmt: skip
        if others:
            near = min(others, key=lambda s: abs(s.span.start - off.span.start))
            found.setdefault((off.sentence.article.id, off.first), near.first)
    return found


def _groups(statements: Iterable[_Statement]) -> list[list[_Statement]]:
    """Statements about one thing on one day; the most relevant of a group is its first."""
    groups: dict[tuple[date, date], list[list[_Statement]]] = {}
    for statement in sorted(statements, key=lambda s: -s.relevance):
        same_day = groups.setdefault((statement.first, statement.last), [])
        for group in same_day:
            if any(_same(statement, other) for other in group):
                group.append(statement)
                break
        else:
            same_day.append([statement])
    return [group for same_day in groups.values() for group in same_day]


def _same(one: _Statement, other: _Statement) -> bool:
    if one.sorts & other.sorts:
        return True
    differ = bool(one.sorts and other.sorts) or one.says != other.says
    return float(one.vector @ other.vector) >= (SAME_ANYHOW if differ else SAME)


def _entry(
    group: Sequence[_Statement], moved: Mapping[tuple[str, date], date], ranking: Ranking,
    found: Sequence[Sentence],
) -> TimelineEntry:  # fmt: skip
    status, decisive = _status(group)
    to = [
        moved[key] for s in decisive
        if s.says == "cancelled" and (key := (s.sentence.article.id, s.first)) in moved
    ]  # fmt: skip
    if status == "cancelled" and to:
        status = "moved"
    lead = max(decisive, key=_telling)
    citation = _cited(lead, group, ranking, found)
    strongest: dict[str, float] = {}
    for statement in group:
        outlet = statement.sentence.article.outlet
        strongest[outlet] = max(strongest.get(outlet, 0.0), statement.relevance)
    return TimelineEntry(
        lead.first, lead.last, status, citation,
        to[0] if status == "moved" else None,
        round(sum(strongest.values()), 4),
    )  # fmt: skip


def _status(group: Sequence[_Statement]) -> tuple[TimelineStatus, list[_Statement]]:
    """What the statements come to, with those that say so."""
    by = {
        says: [s for s in group if s.says == says]
        for says in ("happened", "cancelled", "planned", "proposed")
    }
    # "It had been planned for Thursday", said afterwards, does not restore what was called off.
    ahead = [s for s in by["planned"] + by["proposed"] if s.published <= s.first]
    if by["cancelled"] and not any(
        s.published > max(c.published for c in by["cancelled"])
        for s in [*ahead, *by["happened"]]
    ):  # fmt: skip
        return "cancelled", by["cancelled"]
    if by["happened"]:
        return "happened", by["happened"]
    status: TimelineStatus = "planned" if by["planned"] else "proposed"
    return status, by[status]


def _telling(statement: _Statement) -> float:
    """How well a statement tells what was: news of the time, and not what is recalled of it."""
    away = abs((statement.published - statement.first).days)
    opening = statement.sentence.start < OPENING
    return statement.relevance + 0.3 * opening + (0.2 if away <= 1 else 0.0)


def _cited(
    lead: _Statement, group: Sequence[_Statement], ranking: Ranking, found: Sequence[Sentence]
) -> Citation:
    sentence = lead.sentence
    copies = also_in(sentence, [sentence.text], ranking.copies.get(sentence.article.id))
    others = (o for s in group for o in (s.sentence.article.outlet, *s.sentence.repeated))
    named = tuple(dict.fromkeys(o for o in (*copies, *others) if o != sentence.article.outlet))
    made = cite(0, led(sentence, found), named)
    start = sentence.start + (lead.span.start - sentence.start) - made.start
    return replace(made, highlights=((start, start + lead.span.end - lead.span.start),))
