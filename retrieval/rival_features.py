"""Features of a rival, each known by a name: what bench/train.py learns weights for."""

from __future__ import annotations

import math
import re

from retrieval.accounts import (
    gives_another_figure,
    halves,
    opposes,
    side_by_side,
    tells,
    tells_of_a_dispute,
    two_accounts,
)
from retrieval.agreement import corrects, in_its_place, same_figure, values
from retrieval.analysis import term_set
from retrieval.date_features import lacking, names_asked
from retrieval.evidence import Sentence, bounded
from retrieval.fitting import FIGURES
from retrieval.hours import same_hour
from retrieval.ordinals import ordinals_in
from retrieval.records import Span
from retrieval.understand import Question

DAYS = 7
"""Days within which two articles speak of the same state of things."""

_NEAR = 5
"""Characters between sentences that follow each other, paragraphs apart as well."""

_NO = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|den(?:y|ies|ied)|refus\w+"
    r"|reject\w*|untrue|false|\w+n['’]t)\b",
    re.I,
)
_OWN_COUNT = re.compile(
    r"\b(?:we|our|us|reporters?|correspondents?|stopwatch|this (?:paper|newspaper|reporter))\b",
    re.I,
)
_TURNS = re.compile(
    r"\b(?:but|however|while|whereas|instead|rather|yet|only|in fact|actually|really"
    r"|on the other hand|by contrast|for (?:his|her|its|their) part|another|other)\b",
    re.I,
)
_MORE_OR_LESS = re.compile(
    r"\b(?:(?:more|less|fewer|longer|shorter|greater|higher|lower) than|over|under|up to"
    r"|at (?:least|most)|not (?:even|quite)|almost|nearly|close to)\s+(?:an? )?$",
    re.I,
)
_CORRECTION = re.compile(r"\bcorrect(?:ion|ed|s)\b|\bclarification\b", re.I)


def features(
    question: Question, best: Sentence, other: Sentence, value: Span | None, rival: Span | None
) -> dict[str, float]:
    """What is known of the ``best`` sentence and another, and of the values that they give."""
    alone = best.place == other.place
    together = best.article.id == other.article.id
    text = best.article.text
    first, second = (best, other) if not together or best.start <= other.start else (other, best)
    between = text[first.end : second.start] if together and not alone else ""
    near = together and len(between) <= _NEAR
    kind = value.kind if value and rival else ""
    units = [v.value.partition(" ")[2] for v in (value, rival) if v] if kind == "number" else []
    asked, own, told = frozenset(question.terms), term_set(best.text), term_set(other.text)
    clash = opposes(first.text, second.text) if together and len(between) < 250 else False
    told_as_untrue = [len(_NO.findall(s.text)) % 2 for s in (best, other)]
    titled = [f"{s.article.title} {s.text}" for s in (best, other)]
    both, either = own & told, own | told
    cue = False
    if value and rival and together and len(between) <= 200:
        parts = [(v.start - first.start, v.end - first.start) for v in (value, rival)]
        cue = two_accounts(text[first.start : second.end], parts[0], parts[1])
    same = alike if cue or alone else _same
    differ = bool(value and rival and not same((value, best), (rival, other)))
    ordinals = [ordinals_in(s.text) for s in (best, other)]
    names = names_asked(question, (best, other))
    published = best.article.published, other.article.published
    later = not together and published[0] and published[1] and published[1] > published[0]
    return {
        "alone": float(alone),
        "after": float(near and not alone and other is second),
        "before": float(near and not alone and other is first),
        "paragraph": float(together and not alone and "\n" not in between),
        "one_article": float(together and not alone),
        "other_outlet": float(not together and other.article.outlet != best.article.outlet),
        "days": math.log1p(days_apart(best, other)),
        "later": float(bool(later and days_apart(best, other))),
        "answers": bounded(other.reading.answers) if other.reading else 0.0,
        "margin": _margin(other, rival),
        "unread": float(other.reading is None),
        "best_margin": _margin(best, value),
        "coverage": other.coverage,
        "cosine": other.cosine,
        "behind": min(best.score - other.score, 8.0),
        "figures_differ": float(kind == "number" and differ),
        "figures_same": float(kind == "number" and not differ),
        "names_differ": float(kind == "entity" and differ),
        "days_differ": float(kind == "date" and differ),
        "figure_asked": float(
            kind == "number" and differ and (question.clock or question.kind in FIGURES)
        ),
        "name_asked": float(kind == "entity" and differ and question.kind in ("who", "where")),
        "apart": _times_apart(value, rival) if value and rival and differ else 0.0,
        "unit_apart": float(all(units) and len(set(units)) > 1),
        "told_apart": float(cue),
        "opposes": float(clash and not alone),
        "says_so": float(_says_so(first, second, between)),
        "in_its_place": float(bool(rival and in_its_place(other, rival))),
        "halves": float(alone and (halves(best.text) or side_by_side(best.text)) is not None),
        "tells": float(tells(other.text)),
        "best_tells": float(tells(best.text)),
        "own_count": float(any(_OWN_COUNT.search(s.text) for s in (best, other))),
        "turns": float(together and len(between) < 200 and bool(_TURNS.search(second.text))),
        "denial": float(told_as_untrue[0] != told_as_untrue[1]),
        "shared": 0.0 if alone else len(both - asked) / max(1, min(len(own), len(told))),
        "shared_asked": 1.0 if alone else len(both & asked) / max(1, len(either & asked)),
        "other_ordinal": float(all(ordinals) and not ordinals[0] & ordinals[1]),
        "names_apart": max(0.0, _lacking(names, other) - _lacking(names, best)),
        "corrected": float(
            any(map(_CORRECTION.search, titled)) or any(map(corrects, (best, other)))
        ),
        **{f"asks_{k}": float(question.kind == k) for k in ("yes_no", "what", "why", "who")},
    }  # fmt: skip


def _lacking(names: frozenset[str], sentence: Sentence) -> float:
    """Share of the names of whom is asked about that a sentence lacks, under its title: a figure of
    the other side contradicts nothing.
    """
    return lacking(names - term_set(sentence.article.title), sentence)


def _margin(sentence: Sentence, span: Span | None) -> float:
    if sentence.reading is None:
        return 0.0
    start, end = (span.start, span.end) if span else (sentence.start, sentence.end)
    return bounded(sentence.margin(start, end))


def _times_apart(one: Span, other: Span) -> float:
    found = values(one, other) if one.kind == "number" else None
    if found is None or min(found) <= 0:
        return 3.0
    return min(abs(math.log(found[0] / found[1])), 3.0)


def _says_so(first: Sentence, second: Sentence, between: str) -> bool:
    return any(map(tells_of_a_dispute, (first.text, second.text, between))) or any(
        map(gives_another_figure, (first.text, second.text, between))
    )


def alike(value: tuple[Span, Sentence], other: tuple[Span, Sentence]) -> bool:
    """Whether two values are the same, and not only one of them a figure "more than" that."""
    return _same(value, other) and _bounds(*value) == _bounds(*other)


def _same(value: tuple[Span, Sentence], other: tuple[Span, Sentence]) -> bool:
    one, two = value[0], other[0]
    if one.label == "hour":
        return same_hour(one, value[1].text, two, other[1].text)
    if one.kind == "number":
        return same_figure(one, two)
    if one.kind == "date" and one.first and two.first:
        return (one.first, one.last) == (two.first, two.last)
    return not set(one.value.split()).isdisjoint(two.value.split())


def _bounds(value: Span, sentence: Sentence) -> bool:
    return worded(value, sentence)[0] < value.start


def worded(value: Span, sentence: Sentence) -> tuple[int, int]:
    """Where a value stands, a figure with what makes it a bound: "more than two hours"."""
    before = _MORE_OR_LESS.search(sentence.article.text, sentence.start, value.start)
    bound = before if value.kind == "number" else None
    return (bound.start() if bound else value.start), value.end


def days_apart(one: Sentence, other: Sentence) -> int:
    """Days between the articles of two sentences; as many as count where one has no date."""
    if one.article.id == other.article.id:
        return 0
    first, second = one.article.published, other.article.published
    return abs((first - second).days) if first and second else DAYS
