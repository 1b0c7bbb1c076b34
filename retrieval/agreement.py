"""Agreement: what independent outlets claim, lined up; a syndicated copy counts once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from retrieval.analysis import terms
from retrieval.evidence import Sentence
from retrieval.records import Citation, Claim, Span
from retrieval.understand import Question

LOOKED_AT = 8
"""Best sentences whose figures are compared."""

CLOSE = 1.5
"""Log-odds by which a sentence may lie behind the best one."""

SHARED = 0.5
"""Share of the question's terms in either of two sentences that both must hold."""

TOGETHER_DAYS = 3
"""Days within which two reports speak of the same state of things."""

ALIKE = 0.02
"""Relative difference up to which two figures are the same one, rounded."""


def dates_claimed(
    claims: Sequence[tuple[date, Sequence[Sentence]]], citations: Sequence[Citation]
) -> tuple[Claim, ...]:
    """A claim for each of several days that outlets give for the same thing."""
    return tuple(_claim(day.isoformat(), sentences, citations) for day, sentences in claims)


def figures_claimed(
    question: Question, chosen: Sequence[Sentence], citations: Sequence[Citation]
) -> tuple[Claim, ...]:
    """Claims where independent outlets give different figures for what is asked; else nothing.

    Compared are sentences that speak of the same terms of the question within ``TOGETHER_DAYS``:
    what was said long before is displaced, not contradicted.
    """
    if question.kind not in ("how_many", "how_much", "how_long") or not chosen:
        return ()
    best = chosen[0]
    subject = _subject(question, best)
    groups: list[list[tuple[Span, Sentence]]] = []
    for sentence in chosen[:LOOKED_AT]:
        figure = _figure(sentence)
        if figure is None or best.score - sentence.score > CLOSE:
            continue
        own = _subject(question, sentence)
        if len(own & subject) < SHARED * len(own | subject) or not _together(best, sentence):
            continue
        alike = next((g for g in groups if _same(g[0][0], figure)), None)
        if alike is not None:
            alike.append((figure, sentence))
        elif not groups or groups[0][0][0].label == figure.label:
            groups.append([(figure, sentence)])
    outlets = [{s.article.outlet for _, s in g} for g in groups]
    if len(groups) < 2 or not all(outlets[0].isdisjoint(o) for o in outlets[1:]):
        return ()
    claims = [
        _claim(g[0][1].article.text[g[0][0].start : g[0][0].end], [s for _, s in g], citations)
        for g in groups
    ]
    return tuple(claims) if sum(bool(c.citations) for c in claims) > 1 else ()


def _subject(question: Question, sentence: Sentence) -> frozenset[str]:
    return frozenset(question.terms) & frozenset(terms(sentence.text))


def _figure(sentence: Sentence) -> Span | None:
    """The first number of the kind asked for; None where none fits exactly."""
    if sentence.features["answer_type"] < 1:
        return None
    return next(
        (s for s in sentence.spans if s.kind == "number" and (s.start, s.end) in sentence.found),
        None,
    )


def _same(one: Span, other: Span) -> bool:
    values = [span.value.partition(" ")[0] for span in (one, other)]
    try:
        a, b = (float(v.partition("-")[0] or v) for v in values)
    except ValueError:
        return values[0] == values[1]
    return one.label == other.label and abs(a - b) <= ALIKE * max(abs(a), abs(b))


def _together(one: Sentence, other: Sentence) -> bool:
    first, second = one.article.published, other.article.published
    if first is None or second is None:
        return False
    return abs((first - second).days) <= TOGETHER_DAYS


def _claim(value: str, sentences: Sequence[Sentence], citations: Sequence[Citation]) -> Claim:
    places = {s.place for s in sentences}
    return Claim(
        value=value,
        outlets=tuple(dict.fromkeys(s.article.outlet for s in sentences)),
        citations=tuple(
            c.n
            for c in citations
            if any(c.article_id == a and c.start <= at < c.end for a, at in places)
        ),
    )
