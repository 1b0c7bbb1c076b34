"""Agreement: what independent outlets claim, lined up; a syndicated copy counts once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from retrieval.accounts import (
    gives_another_figure,
    goes_on,
    halves,
    holds_briefly,
    opposes,
    takes_back,
    tells,
    tells_of_a_dispute,
    two_accounts,
)
from retrieval.analysis import term_set
from retrieval.evidence import Sentence
from retrieval.fitting import FIGURES
from retrieval.records import Citation, Claim, Span
from retrieval.understand import Question

LOOKED_AT = 8
"""Best sentences whose figures are compared."""

CLOSE = 3.0
"""Log-odds by which a sentence may lie behind the best one."""

SHARED = 0.5
"""Share of the question's terms in either of two sentences that both must hold."""

ANSWERS = 2.0
"""The reader's log-odds for a figure from which it is compared, however it is put."""

TOGETHER_DAYS = 3
"""Days within which two reports speak of the same state of things."""

FAR, FAR_BRIEFLY = 3.0, 5.0
"""Times that one of two sides' figures for the same thing may be the other; and where the second
is all that its sentence tells."""

_IN_ITS_PLACE = re.compile(
    r"\b(?:puts?|gives?|gave|has|sets?|reckons?|estimate[sd]?)\b(?: \w+){0,2}?"
    r" (?:the (?:figure|number|total|count|toll)|it|them)\b[^.;]{0,12}$",
    re.I,
)
"""Before a figure that is given for what was counted right before: "Kyiv puts the figure at 25"."""

_A_FIGURE = re.compile(r"\b(?:figures?|numbers?|counts?|totals?|tolls?|accounts?|claims?)\b", re.I)

Account = tuple[Sentence, tuple[int, int]]
"""A sentence, and where in its article what it claims stands."""

VERDICT = 24
"""Characters after a sentence in which the next may say that it was wrong."""

BESIDE = 4
"""Characters between a sentence and the one that follows on it."""

ALIKE = 0.02
"""Relative difference up to which one of two figures may be the other, rounded."""


def dates_claimed(
    claims: Sequence[tuple[date, Sequence[Sentence]]], citations: Sequence[Citation]
) -> tuple[Claim, ...]:
    """A claim for each of several days that outlets give for the same thing, if it is quoted;
    nothing where fewer than two are.
    """
    made = (_claim(day.isoformat(), sentences, citations) for day, sentences in claims)
    quoted = tuple(c for c in made if c.citations)
    return quoted if len(quoted) > 1 else ()


def figures_claimed(
    question: Question, chosen: Sequence[Sentence], citations: Sequence[Citation]
) -> tuple[Claim, ...]:
    """Claims where independent outlets give different figures for what is asked; else nothing.

    Compared are sentences that speak of the same terms of the question, or answer it by what the
    reader makes of them, within ``TOGETHER_DAYS``: what was said long before is displaced, not
    contradicted.
    """
    if question.kind not in FIGURES or not chosen:
        return ()
    best = chosen[0]
    subject = _subject(question, best)
    groups: list[list[tuple[Span, Sentence]]] = []
    for sentence in chosen[:LOOKED_AT]:
        figure = _figure(sentence)
        if figure is None or not _together(best, sentence):
            continue
        own = _subject(question, sentence)
        alike = len(own & subject) >= SHARED * len(own | subject)
        close = best.score - sentence.score <= CLOSE
        if not (alike and close) and sentence.margin(figure.start, figure.end) < ANSWERS:
            continue
        known = next((g for g in groups if same_figure(g[0][0], figure)), None)
        if known is not None:
            known.append((figure, sentence))
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


def said_to_differ(best: Sentence, sentences: Sequence[Sentence]) -> tuple[Account, ...]:
    """The two accounts where the ``best`` sentence, or one near it, says that there are two."""
    own = _of_its_article(best, sentences)
    return () if corrects(best) else _said_to_differ(own, own.index(best))


def corrects(sentence: Sentence) -> bool:
    """Whether the outlet takes back there what it reported."""
    return takes_back(sentence.article.text[sentence.start : sentence.end + VERDICT])


def _of_its_article(best: Sentence, sentences: Sequence[Sentence]) -> list[Sentence]:
    return sorted((s for s in sentences if s.article.id == best.article.id), key=lambda s: s.start)


def two_sides(
    question: Question, best: Sentence, sentences: Sequence[Sentence]
) -> tuple[Account, ...]:
    """What the article of the ``best`` sentence says there or beside it, and says otherwise by
    someone else: two figures for what is counted, else two sentences, or halves of one; in the
    article's order.
    """
    own = _of_its_article(best, sentences)
    at = own.index(best)
    if corrects(best):
        return ()
    if question.kind in ("why", "what", "when") or (question.timed and question.kind == "yes_no"):
        # What each side says next to a day is mostly about something else.
        return ()
    if question.kind in FIGURES:
        beside = own[max(0, at - 1) : at + 2]
        if figures := _two_figures(best, beside) or _put_again(best, beside):
            return figures
    pairs = [(best, s) for s in own[at + 1 : at + 3]] + [
        (s, best) for s in own[max(0, at - 1) : at]
    ]
    for one, other in pairs:
        # Who denies an attack leaves the output of the dam as it is.
        counts = question.kind not in FIGURES or _speaks_of_figures(other)
        if counts and opposes(one.text, other.text):
            return tuple((s, (s.start, s.end)) for s in (one, other))
    return ()


def _speaks_of_figures(sentence: Sentence) -> bool:
    return (
        any(s.kind == "number" for s in sentence.spans)
        or _A_FIGURE.search(sentence.text) is not None
    )


def _said_to_differ(own: Sequence[Sentence], at: int) -> tuple[Account, ...]:
    """The two accounts where ``own[at]``, or a sentence near it in its paragraph, says that there
    are two.
    """
    best = own[at]
    near = [s for s in own[max(0, at - 4) : at + 5] if _in_one_paragraph(s, best)]
    for said in (best, *(s for s in near if best.end <= s.start <= best.end + BESIDE)):
        if parts := halves(said.text):
            return tuple((said, (said.start + start, said.start + end)) for start, end in parts)
    if figures := _another_figure(own, at):
        return figures
    for said in (s for s in near if tells_of_a_dispute(s.text)):
        # "The accounts clash. He said …", "He said … Neither account could be checked."
        after = [s for s in near if s.start > said.start and tells(s.text)]
        before = [s for s in near if s.start < said.start and tells(s.text)]
        # What somebody says besides is no other account than what he said.
        after = [s for n, s in enumerate(after) if n == 0 or not goes_on(s.text)]
        for told in (after[:2], before[-2:], [s for s in before if s.start >= best.start][:2]):
            if len(told) == 2 and (best in told or best is said):
                return tuple((s, (s.start, s.end)) for s in told)
    return ()


def _another_figure(own: Sequence[Sentence], at: int) -> tuple[Account, ...]:
    """The sentence before one that says that somebody gives another figure, and the one after it,
    which gives it, where ``own[at]`` is near: also across the border of two paragraphs.
    """
    for n in range(max(at - 1, 1), min(at + 3, len(own) - 1)):
        if gives_another_figure(own[n].text):
            pair = (own[n - 1], own[n + 1])
            figures = [any(v.kind == "number" for v in s.spans) for s in pair]
            if all(figures) and tells(pair[1].text):
                return tuple((s, (s.start, s.end)) for s in pair)
    return ()


def _in_one_paragraph(one: Sentence, other: Sentence) -> bool:
    start, end = sorted((one.start, other.start))
    return "\n" not in one.article.text[start:end]


def accounts_claimed(
    accounts: Sequence[Account], citations: Sequence[Citation]
) -> tuple[Claim, ...]:
    """A claim for each of two accounts of one thing, in its own words."""
    return tuple(_claim(s.article.text[start:end], [s], citations) for s, (start, end) in accounts)


def _two_figures(best: Sentence, beside: Sequence[Sentence]) -> tuple[Account, ...]:
    figure = _figure(best)
    if figure is None:
        return ()
    text = best.article.text
    for sentence in sorted(beside, key=lambda s: s is not best):
        for other in sentence.spans:
            if other == figure or not _comparable(figure, other, best, sentence):
                continue
            told = sorted(((figure, best), (other, sentence)), key=lambda p: p[0].start)
            start, end = min(best.start, sentence.start), max(best.end, sentence.end)
            parts = [(v.start - start, v.end - start) for v, _ in told]
            if two_accounts(text[start:end], parts[0], parts[1]):
                return tuple((s, (v.start, v.end)) for v, s in told)
    return ()


def _comparable(figure: Span, other: Span, best: Sentence, sentence: Sentence) -> bool:
    """Whether ``other``, a span of ``sentence``, may be another count of what ``figure`` counts."""
    # "8.2 million crowns … 7.4 million": what is counted may be left out the second time.
    if other.kind != "number" or other.label not in (figure.label, "count"):
        return False
    if _near(figure, other):
        return True
    # "… that five villagers died. The army speaks of two dead."
    if sentence.start <= best.start or not holds_briefly(sentence.text):
        return False
    return values(figure, other) is None or _near(figure, other, alike=False, far=FAR_BRIEFLY)


def _put_again(best: Sentence, beside: Sequence[Sentence]) -> tuple[Account, ...]:
    """A figure of ``best`` and the one that somebody else gives in its place right after it."""
    told = [
        (span, s) for s in beside if s.start >= best.start for span in s.spans
        if span.kind == "number"
    ]  # fmt: skip
    for other, sentence in told:
        if not in_its_place(sentence, other):
            continue
        earlier = [(v, s) for v, s in told if v.end <= other.start and _near(v, other)]
        if earlier:
            pair = (earlier[-1], (other, sentence))
            return tuple((s, (v.start, v.end)) for v, s in pair)
    return ()


def in_its_place(sentence: Sentence, figure: Span) -> bool:
    """Whether a figure is given for what was counted right before: "Kyiv puts the figure at 25"."""
    return _IN_ITS_PLACE.search(sentence.article.text, sentence.start, figure.start) is not None


def _near(one: Span, other: Span, *, alike: bool = True, far: float = FAR) -> bool:
    """Whether two figures of a kind could be two counts of one thing: unlike, but not far apart,
    and ``alike`` in what is counted where both say it.
    """
    units = [span.value.partition(" ")[2] for span in (one, other)]
    found = values(one, other)
    if found is None or found[0] == found[1]:
        return False
    if alike and all(units) and units[0] != units[1]:
        return False
    return max(found) <= far * min(found)


def _subject(question: Question, sentence: Sentence) -> frozenset[str]:
    return term_set(sentence.text).intersection(question.terms)


def _figure(sentence: Sentence) -> Span | None:
    """The first number of a kind that fits, rather one that answers; None where none fits."""
    found, answering = set(sentence.found), set(sentence.answering())
    fitting = [s for s in sentence.spans if s.kind == "number" and (s.start, s.end) in found]
    return next((s for s in fitting if (s.start, s.end) in answering), next(iter(fitting), None))


def same_figure(one: Span, other: Span) -> bool:
    """Whether two figures of a kind are the same one, perhaps rounded."""
    found = values(one, other)
    if found is None:
        return one.value.partition(" ")[0] == other.value.partition(" ")[0]
    a, b = found
    apart = abs(a - b)
    if one.label != other.label or apart > ALIKE * max(abs(a), abs(b)):
        return False
    # 1,206 is no rounded 1,184, but 1,200 is; and 6,060 is 6,057.
    return apart <= max(map(_unit, (a, b))) / 2


def _unit(value: float) -> float:
    """What the last digit of a figure that is not zero counts in: 10 of 6,060. 0 of a 0."""
    digits = f"{abs(value):.12g}"
    whole, _, part = digits.partition(".")
    if part:
        return 10.0 ** -len(part)
    return 10.0 ** (len(whole) - len(whole.rstrip("0"))) if value else 0.0


def values(one: Span, other: Span) -> tuple[float, float] | None:
    """Both as numbers, if both are."""
    texts = [span.value.partition(" ")[0] for span in (one, other)]
    try:
        a, b = (float(t.partition("-")[0] or t) for t in texts)
    except ValueError:
        return None
    return a, b


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
