"""Evaluate: questions with gold answers asked of an index, scored, and two runs compared."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import numpy as np

from retrieval import metrics
from retrieval.analysis import fold
from retrieval.errors import QuestionError
from retrieval.records import Answer, Verdict

SUFFIXES = (".md", ".txt", ".html", ".htm")
"""Of files in a folder, which questions may leave out."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what is known of its answer; what is empty is not judged."""

    id: str
    question: str
    slice: str
    answerable: bool
    as_of: str | None = None
    follows: str | None = None
    answers: tuple[str, ...] = ()
    """Words any of which answers it."""
    relevant: tuple[str, ...] = ()
    """Ids of the articles that hold an answer, with or without a file's suffix."""
    verdicts: tuple[str, ...] = ()
    """The verdicts that are right."""
    event_start: str | None = None
    """The day that the event begins on."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one answer fared; None where the case does not say what would be right."""

    id: str
    slice: str
    question: str
    verdict: str
    headline: str
    first_quote: str
    confidence: float
    answerable: bool
    abstained: bool
    right: bool
    """Answered with the answer among its quotes, or rightly not answered."""
    verdict_right: bool | None
    event_right: bool | None
    in_headline: bool | None
    in_first: bool | None
    in_three: bool | None
    ndcg: float | None
    reciprocal_rank: float | None
    from_later: int
    """Citations that were published after the moment of asking; must be 0."""
    not_verbatim: int
    """Quotes that do not stand in their article as cited; must be 0."""
    milliseconds: float


def read_cases(path: Path, *, half: str | None = None) -> list[Case]:
    """The cases of a JSONL file, by default all of them, or those of one ``half``: as they say
    themselves, or by :func:`half_of`.

    Raises QuestionError, with the line, for what is no case.
    """
    cases = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"{path} cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            case = _case(raw)
            if half is None or (raw.get("half") or half_of(case.id)) == half:
                cases.append(case)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise QuestionError(f"{path}:{number}: not a question with gold ({error!r})") from error
    return cases


def half_of(case_id: str) -> str:
    """ "tune" or "report", by a hash: the half of a case of a set that names none."""
    return ("tune", "report")[hashlib.sha256(case_id.encode()).digest()[0] % 2]


def _case(raw: dict[str, Any]) -> Case:
    verdicts = _texts(raw, "verdict")
    if unknown := set(verdicts) - {*get_args(Verdict)}:
        raise ValueError(f"no verdict is called {min(unknown)!r}")
    answers = tuple(a for a in _texts(raw, "answers") if a.strip())
    relevant, day = _texts(raw, "relevant"), _text(raw, "event_start")
    if day:
        day = date.fromisoformat(day).isoformat()
    answerable = raw.get("answerable")
    if answerable is None:
        # An empty list of answers says that there are none; what is left out is not known.
        told = answers or verdicts or day or (relevant and "answers" not in raw)
        refused = set(verdicts) == {"no_answer"} or ("no_answer" in verdicts and not answers)
        answerable = bool(told) and not refused
    if not isinstance(answerable, bool):
        raise TypeError('"answerable" must be true or false')
    return Case(
        id=str(raw["id"]),
        question=_text({"question": raw["question"]}, "question") or "",
        slice=_text(raw, "slice") or ("answerable" if answers or answerable else "unanswerable"),
        answerable=answerable,
        as_of=_text(raw, "as_of"),
        follows=_text(raw, "follows"),
        answers=answers,
        relevant=relevant,
        verdicts=verdicts,
        event_start=day,
    )


def _text(raw: dict[str, Any], key: str) -> str | None:
    value = raw.get(key)
    if not isinstance(value, str | None):
        raise TypeError(f'"{key}" must be text')
    return value


def _texts(raw: dict[str, Any], key: str) -> tuple[str, ...]:
    """A list of texts; one text alone stands for a list of it."""
    value = raw.get(key)
    values = [value] if isinstance(value, str) else list(value or ())
    if not all(isinstance(v, str) for v in values):
        raise TypeError(f'"{key}" must be text or a list of texts')
    return tuple(values)


def score(
    case: Case, answer: Answer, text_of: Callable[[str, int], str | None],
    milliseconds: float | None = None,
) -> Outcome:  # fmt: skip
    """How ``answer`` fares against the gold of ``case``; ``milliseconds`` that it took, by default
    those of its own stages, without what a refusal is explained with.
    """
    quotes = [c.quote for c in answer.citations]
    abstained = answer.verdict == "no_answer"
    found = [holds(case, text) for text in (answer.headline, *quotes)] if case.answers else []
    in_three = any(found[1:4]) if found else None
    event = answer.event.start.isoformat() if answer.event and answer.event.start else None
    event_right = event == case.event_start if case.event_start else None
    if answer.verdict == "not_set" and "not_set" in case.verdicts:
        event_right = None
    ranked = [h.article_id for h in answer.passages]
    judged = bool(case.relevant)
    ideal = {next((n for n in _named(r) if n in ranked), r) for r in case.relevant}
    right = not case.answerable if abstained else case.answerable and in_three is not False
    return Outcome(
        id=case.id,
        slice=case.slice,
        question=case.question,
        verdict=answer.verdict,
        headline=answer.headline,
        first_quote=quotes[0] if quotes else "",
        confidence=answer.confidence,
        answerable=case.answerable,
        abstained=abstained,
        right=bool(right),
        verdict_right=_verdict_right(case, answer.verdict),
        event_right=event_right,
        in_headline=found[0] if found else None,
        in_first=any(found[1:2]) if found else None,
        in_three=in_three,
        ndcg=metrics.ndcg(ranked, ideal) if judged else None,
        reciprocal_rank=metrics.reciprocal_rank(ranked, relevant_ids(case)) if judged else None,
        from_later=sum(bool(c.published and c.published > answer.as_of) for c in answer.citations),
        not_verbatim=sum(
            (text_of(c.article_id, c.version) or "")[c.start : c.end] != c.quote
            for c in answer.citations
        ),
        milliseconds=(
            sum(answer.trace.get("milliseconds", {}).values())
            if milliseconds is None
            else milliseconds
        ),
    )


def _verdict_right(case: Case, verdict: str) -> bool:
    if case.verdicts:
        return verdict in case.verdicts
    return (verdict != "no_answer") == case.answerable


def relevant_ids(case: Case) -> set[str]:
    """Ids of the relevant articles, as a folder names them too."""
    return {name for r in case.relevant for name in _named(r)}


def _named(article_id: str) -> list[str]:
    return [article_id, *(f"{article_id}{suffix}" for suffix in SUFFIXES)]


def holds(case: Case, text: str) -> bool:
    """Whether any answer of ``case`` stands in ``text``, apart from case and diacritics, and not
    as a part of another figure: "2 June" does not stand in "12 June", nor "60" in "600".
    """
    flat = _flat(text)
    return any(_stands(answer).search(flat) for answer in case.answers)


@lru_cache(maxsize=20_000)
def _stands(answer: str) -> re.Pattern[str]:
    gold = _flat(answer)
    before = r"(?<!\d)(?<!\d[.,])" if gold[:1].isdigit() else ""
    after = r"(?!\d)(?![.,]\d)" if gold[-1:].isdigit() else ""
    return re.compile(before + re.escape(gold) + after)


def _flat(text: str) -> str:
    return " ".join(fold(text).split())


MEASURES: dict[str, str] = {
    "in_headline": "answer in headline",
    "in_first": "answer in first quote",
    "in_three": "answer in first three",
    "verdict_right": "verdict right",
    "event_right": "event date right",
    "abstained": "abstained",
    "ndcg": "nDCG@10",
    "reciprocal_rank": "MRR@10",
}
"""Columns that are means over the cases of a slice that can be judged by them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean (or area) with its 95 % bootstrap interval over ``count`` cases."""

    value: float
    low: float
    high: float
    count: int


def table(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Figure]]:
    """Figures by slice and measure, the slice "all" first; empty measures are left out."""
    slices = ["all", *sorted({o.slice for o in outcomes})]
    return {
        name: {
            measure: figure
            for measure in MEASURES
            if (figure := _mean([o for o in outcomes if name in ("all", o.slice)], measure))
        }
        for name in slices
    }


def _mean(outcomes: Sequence[Outcome], measure: str) -> Figure | None:
    # Not answering what can't be answered is no failure to find the answer.
    values = [getattr(o, measure) for o in outcomes]
    numbers = np.array([float(v) for v in values if v is not None])
    if not len(numbers):
        return None
    low, high = metrics.interval(len(numbers), lambda rows: float(numbers[rows].mean()))
    return Figure(float(numbers.mean()), low, high, len(numbers))


def overall(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    """Abstention, calibration and the promises that hold for all answers."""
    sure = np.array([o.confidence for o in outcomes])
    right = np.array([o.right for o in outcomes], dtype=bool)
    answerable = np.array([o.answerable for o in outcomes], dtype=bool)
    abstained = np.array([o.abstained for o in outcomes], dtype=bool)
    # Of an abstention the confidence speaks of the answer that was withheld.
    worth = np.where(abstained, False, right)

    def share(part: Any, whole: Any) -> tuple[Callable[[Any], float], int]:
        return lambda rows: _ratio((part & whole)[rows].sum(), whole[rows].sum()), int(whole.sum())

    count = len(outcomes)
    measures: dict[str, tuple[Callable[[Any], float], int]] = {
        "recall of abstention": share(abstained, ~answerable),
        "precision of abstention": share(~answerable, abstained),
        "answerable refused": share(abstained, answerable),
        "ROC area of confidence": (lambda r: metrics.roc_area(sure[r], answerable[r]), count),
        "risk-coverage area": (lambda r: metrics.risk_coverage_area(sure[r], worth[r]), count),
        "calibration error": (lambda r: metrics.calibration_error(sure[r], worth[r]), count),
    }
    figures = {}
    for name, (measure, base) in measures.items():
        value = measure(np.arange(count))
        if not math.isnan(value):
            low, high = metrics.interval(count, measure)
            figures[name] = Figure(value, low, high, base)
    for name in ("from_later", "not_verbatim"):
        total = float(sum(getattr(o, name) for o in outcomes))
        figures[name.replace("_", " ")] = Figure(total, total, total, count)
    return figures


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else math.nan


JUDGED = ("right", "verdict_right", "event_right", "in_first", "in_three")
"""What an answer may gain or lose from one run to the next."""


def pairs(
    before: Iterable[dict[str, Any]], after: Iterable[Outcome]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The questions that are in both runs, by id and words; of those asked more than once the first
    with the first.
    """
    old: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in before:
        old.setdefault((str(one["id"]), str(one["question"])), []).append(one)
    return [
        (known.pop(0), asdict(outcome))
        for outcome in after
        if (known := old.get((outcome.id, outcome.question)))
    ]


def turned(before: dict[str, Any], after: dict[str, Any]) -> int:
    """-1 where a judgement became worse, else 1 where one became better, else 0."""
    steps = [
        int(after[name]) - int(before[name]) for name in JUDGED
        if before.get(name) is not None and after[name] is not None
    ]  # fmt: skip
    return -1 if -1 in steps else max(steps, default=0)


def differs(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether the answer is another one, or judged otherwise."""
    told = ("verdict", "headline", "first_quote", *JUDGED)
    return any(before.get(name) != after[name] for name in told)
