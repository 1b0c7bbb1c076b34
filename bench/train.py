"""Learn the weights of ``retrieval/weights.json`` from questions that no report uses.

    DATELINE_SHARED=… python bench/train.py [--write]

Three sets train both models:

- ``bench/data/newsroom``: fictional coverage with questions, written for this;
- the tuning half of the questions over ``seeds/``;
- half of XQuAD's English questions (by a hash of the id), where it is at hand. Every second one of
  them is asked of an index without the articles that answer it, so that there are questions of the
  kind "covered, but not this".

The sentence model learns which sentences hold the answer; the confidence model then learns whether
an answer is right, from the features of the answer that the first model leads to. The threshold is
the highest one that refuses at most ``REFUSED`` of the answerable questions, each set counting
alike. Printed are the figures of five-fold cross-validation by article, and what each feature adds.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.model_selection import GroupKFold

from retrieval import weights
from retrieval.analysis import words
from retrieval.candidates import Candidate, candidates
from retrieval.confidence import measure
from retrieval.encoder import OnnxEncoder
from retrieval.evaluate import Case, holds, read_cases, relevant_ids, score
from retrieval.evidence import Sentence
from retrieval.index import Index
from retrieval.metrics import roc_area
from retrieval.scope import Scope
from retrieval.sources import SourceConfig
from retrieval.timeline import judge
from retrieval.understand import Question
from retrieval.update import refresh

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "retrieval" / "weights.json"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
MORE_IS_BETTER = frozenset(
    "coverage passage_coverage window_coverage cosine passage_cosine bm25 sentence lead answer_type"
    " agreement pairs date passage same_ordinal same_event exact window recency".split()
)
MORE_IS_WORSE = frozenset(
    "score_behind article_behind cosine_behind coverage_behind newer other_ordinal other_event"
    " dropped cancelled denied reported distance missing unknown names negated corrected undated"
    " age".split()
)
"""What is known of a feature before any data: its weight may not have the other sign. Correlated
features would otherwise take turns in compensating each other, which does not carry over."""

PENALTY = 1.0
"""Of the squared weights of a date model, each feature scaled to a deviation of 1."""

MADE_SHARE = 0.4
"""What a corrupted question counts for: they would else outnumber what people ask."""

REFUSED = 0.065
"""Share of the answerable questions that may be refused on the training sets: below a
tenth, to leave room for sets that are met later."""


@dataclass(frozen=True)
class Set:
    """Questions with the index they are asked of."""

    name: str
    cases: list[Case]
    index: Index


def sets(folder: Path, encoder: OnnxEncoder) -> Iterable[Set]:
    """The training sets, indexed."""
    newsroom = ROOT / "bench" / "data" / "newsroom"
    yield Set(
        "newsroom",
        read_cases(newsroom / "questions.jsonl"),
        _indexed(folder / "newsroom", "jsonl", newsroom / "articles.jsonl", encoder),
    )
    yield Set(
        "seeds",
        read_cases(ROOT / "tests" / "data" / "seeds_questions.jsonl", half="tune"),
        _indexed(folder / "seeds", "folder", ROOT / "seeds", encoder),
    )
    shared = Path(os.environ.get("DATELINE_SHARED", ROOT.parent / "shared"))
    xquad = shared / "data" / "xquad_en"
    if xquad.exists():
        yield from _xquad(folder, xquad, encoder)


def _xquad(folder: Path, xquad: Path, encoder: OnnxEncoder) -> Iterable[Set]:
    tuning = read_cases(xquad / "questions.jsonl", half="tune")
    corpus = [json.loads(line) for line in (xquad / "corpus.jsonl").read_text().splitlines()]
    kept = [a for n, a in enumerate(corpus) if n % 2]
    reduced = folder / "reduced.jsonl"
    reduced.write_text("\n".join(json.dumps(a) for a in kept))
    ids = {a["id"] for a in kept}
    cases = [
        c if set(c.relevant) <= ids
        else Case(c.id, c.question, "removed", answerable=False, verdicts=("no_answer",))
        for c in tuning
    ]  # fmt: skip
    yield Set("xquad", cases, _indexed(folder / "xquad", "jsonl", reduced, encoder))


def corrupted(case: Case, text: str, random: np.random.Generator) -> Case | None:
    """``case`` with one word that it shares with ``text`` replaced by another one of ``text``.

    Names and numbers are preferred, and replaced by their like. What is asked then is not in the
    coverage, though nearly: the commonest kind of unanswerable question.
    """
    shared = {t for _, _, t in words(text)}
    places = [(s, e, t) for s, e, t in words(case.question) if t in shared]
    special = [p for p in places if case.question[p[0]].isupper() or case.question[p[0]].isdigit()]
    choice = [p for p in special if p[0] > 0] or places
    if not choice:
        return None
    start, end, _ = choice[random.integers(len(choice))]
    old = case.question[start:end]
    asked = {t for _, _, t in words(case.question)}
    others = [
        text[s:e] for s, e, t in words(text)
        if t not in asked and _alike(text[s:e], old) and len(text[s:e]) > 2
    ]  # fmt: skip
    if not others:
        return None
    new = others[random.integers(len(others))]
    question = case.question[:start] + new + case.question[end:]
    return replace(
        case, id=f"{case.id}x", question=question, slice="corrupted", answerable=False,
        answers=(), relevant=(), verdicts=("no_answer",), event_start=None,
    )  # fmt: skip


def _alike(one: str, other: str) -> bool:
    return (one[0].isupper(), one[0].isdigit()) == (other[0].isupper(), other[0].isdigit())


def case_is_made(case: Case) -> bool:
    """Whether the case was made by :func:`corrupted`."""
    return case.slice == "corrupted"


def with_corrupted(one: Set) -> Set:
    """The set with one corrupted question for every second answerable one."""
    random = np.random.default_rng(5)
    more = []
    for case in [c for c in one.cases if c.answerable and c.relevant and not c.follows][::2]:
        names = relevant_ids(case)
        article = next((a for n in names if (a := one.index.store.article(n))), None)
        made = corrupted(case, article.text, random) if article else None
        more += [made] if made else []
    return Set(one.name, [*one.cases, *more], one.index)


def _indexed(at: Path, kind: str, location: Path, encoder: OnnxEncoder) -> Index:
    path = at.with_suffix(".sqlite3")
    refresh([SourceConfig(kind, at.name, str(location))], path, encoder=lambda: encoder, now=NOW)
    return Index(path, encoder=encoder)


def moment(case: Case) -> datetime:
    """The end of the day that the case is asked on."""
    if not case.as_of:
        return NOW
    return datetime.combine(datetime.fromisoformat(case.as_of).date(), time.max, UTC)


@dataclass
class Asked:
    """A case with what the stages made of it."""

    set: Set
    case: Case
    question: Question
    sentences: list[Sentence]
    features: dict[str, float]
    right: bool


def ask(one: Set) -> list[Asked]:
    """All cases of a set; ``right`` is whether what would be quoted holds the answer."""
    made = []
    texts = one.index.store
    for case in one.cases:
        stages = one.index.stages(case.question, Scope(moment(case)), follows=case.follows)
        if not stages.sentences:
            continue
        answer = one.index.ask(case.question, as_of=moment(case), follows=case.follows)
        outcome = score(case, answer, lambda i, v: (a := texts.article(i, v)) and a.text)
        judgement = judge(stages.question, stages.sentences, moment(case).date())
        features = dict(measure(stages.question, stages.ranking, stages.sentences, judgement))
        # Whether it answers is what the model is to learn; a refusal of the old one says nothing.
        right = case.answerable and (outcome.in_three is not False) and bool(outcome.verdict_right)
        made.append(Asked(one, case, stages.question, stages.sentences, features, right))
    return made


def fit_sentences(asked: list[Asked]) -> dict[str, Any]:
    """The sentence model: does this sentence hold the answer?"""
    rows, labels, shares = [], [], []
    for one in asked:
        if not (one.case.answerable and one.case.answers):
            continue
        relevant = relevant_ids(one.case)
        # Within a question sentences are compared with each other, not with other questions'.
        means = {
            name: float(np.mean([s.features[name] for s in one.sentences]))
            for name in one.sentences[0].features
        }
        for sentence in one.sentences:
            rows.append({name: sentence.features[name] - mean for name, mean in means.items()})
            labels.append(
                holds(one.case, sentence.text) and (not relevant or sentence.article.id in relevant)
            )
            shares.append(_share(one.set))
    return _fitted(rows, np.array(labels), np.array(shares), balanced=True).coefficients()


def fit_dates(asked: list[Asked], *, past: bool) -> dict[str, Any]:
    """Which dated statement, or statement that there is no date, is the one asked for?

    A conditional logit: the candidates of a question compete with each other and with "none of
    these", whose utility is 0 and which is right where the question can't be answered.
    """
    questions: list[tuple[Any, Any, bool]] = []
    names: list[str] = []
    for one in asked:
        if not one.question.timed or one.question.past != past or case_is_made(one.case):
            continue
        everything = candidates(one.question, one.sentences, moment(one.case).date())
        found = [c for c in everything if c.chance > 0]
        right = np.array([_is_right(one.case, c) for c in found], dtype=bool)
        if found and (right.any() or not one.case.answerable):
            names = list(found[0].features)
            matrix = np.array([list(c.features.values()) for c in found], dtype=float)
            questions.append((matrix, right, not one.case.answerable))
    rows = np.concatenate([m for m, _, _ in questions])
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    scaled = [((m - mean) / scale, right, none) for m, right, none in questions]
    fitted = _conditional_logit(scaled, names)
    weight = fitted[1:] / scale
    kind = "past" if past else "ahead"
    print(f"\ndates {kind}: {len(questions)} questions; weights per standard deviation:")
    for name, value in sorted(zip(names, fitted[1:], strict=True), key=lambda p: -abs(p[1])):
        print(f"  {name:18} {value:+.2f}")
    folds = np.arange(len(scaled)) % 5
    hits = 0
    for fold in range(5):
        held = _conditional_logit(
            [q for q, f in zip(scaled, folds, strict=True) if f != fold], names
        )
        for (matrix, right, none), at in zip(scaled, folds, strict=True):
            if at == fold:
                utility = np.append(matrix @ held[1:] + held[0], 0.0)
                hits += np.append(right, none)[utility.argmax()]
    print(f"  cross-validated: the likeliest candidate is right in {hits / len(scaled):.3f}")
    return {
        "intercept": round(float(fitted[0] - (weight * mean).sum()), 4),
        "weights": {n: round(float(w), 4) for n, w in zip(names, weight, strict=True)},
    }


def _is_right(case: Case, candidate: Candidate) -> bool:
    if not case.answerable:
        return False
    if candidate.outcome == "not_set":
        return "not_set" in case.verdicts and candidate.sentence.article.id in relevant_ids(case)
    assert candidate.first is not None
    assert candidate.span is not None
    if case.event_start is None:
        # A set that knows answers by their words alone.
        span = candidate.span
        words_of_date = candidate.sentence.article.text[span.start : span.end].casefold()
        answers = [a.casefold() for a in case.answers]
        return any(a in words_of_date or words_of_date in a for a in answers)
    if "disputed" in case.verdicts and holds(case, candidate.sentence.text):
        return True
    return candidate.first.isoformat() == case.event_start


def _conditional_logit(questions: list[tuple[Any, Any, bool]], names: list[str]) -> Any:
    """Intercept and weights, by penalised maximum likelihood; the penalty spares the intercept."""

    count, bounds = len(names), _bounds(names)

    def loss(values: Any) -> tuple[float, Any]:
        total, slope = PENALTY * (values[1:] ** 2).sum(), np.zeros_like(values)
        slope[1:] = 2 * PENALTY * values[1:]
        for matrix, right, none in questions:
            utility = np.append(matrix @ values[1:] + values[0], 0.0)
            wanted = np.append(right, none)
            shares = np.exp(utility - utility.max())
            chosen = shares * wanted
            total -= np.log(chosen.sum() / shares.sum())
            push = shares / shares.sum() - chosen / chosen.sum()
            slope[0] += push[:-1].sum()
            slope[1:] += push[:-1] @ matrix
        return float(total), slope

    return minimize(loss, np.zeros(count + 1), jac=True, method="L-BFGS-B", bounds=bounds).x


def fit_confidence(asked: list[Asked]) -> dict[str, Any]:
    """The confidence model and its threshold, from out-of-fold predictions."""
    rows = [one.features for one in asked]
    labels = np.array([one.right for one in asked])
    answerable = np.array([one.case.answerable for one in asked])
    shares = np.array(
        [_share(one.set) * (MADE_SHARE if case_is_made(one.case) else 1.0) for one in asked]
    )
    groups = [f"{one.set.name}/{one.sentences[0].article.id}" for one in asked]
    fit = _fitted(rows, labels, shares)
    matrix = np.array([[r[n] for n in fit.names] for r in rows], dtype=float)
    sure = np.zeros(len(rows))
    for train, test in GroupKFold(5).split(matrix, labels, groups):
        part = _fit(fit.names, matrix[train], labels[train], shares[train] / shares.mean())
        sure[test] = part.probability(matrix[test])
    candidates = np.unique(np.round(sure, 3))

    def refused(limit: float) -> float:
        return float(np.average(sure[answerable] < limit, weights=shares[answerable]))

    threshold = max((t for t in candidates if refused(t) <= REFUSED), default=0.0)
    print(f"threshold {threshold:.3f}, refusing {refused(threshold):.3f} of the answerable")
    for name in dict.fromkeys(one.set.name for one in asked):
        inside = np.array([one.set.name == name for one in asked])
        caught = (sure < threshold)[inside & ~answerable].mean()
        near = np.array([one.case.slice in ("corrupted", "unanswerable_near") for one in asked])
        subtle = (sure < threshold)[inside & near].mean()
        lost = (sure < threshold)[inside & answerable].mean()
        print(
            f"  {name}: ROC area {roc_area(sure[inside], answerable[inside]):.3f} (answerable), "
            f"{roc_area(sure[inside], labels[inside]):.3f} (right); "
            f"refused: unanswerable {caught:.3f}, near misses {subtle:.3f}, answerable {lost:.3f}"
        )
    return {**fit.coefficients(), "threshold": round(float(threshold), 3)}


def _share(one: Set) -> float:
    # Each set counts alike, whatever its size.
    return 300 / max(len(one.cases), 1)


def _bounds(names: list[str]) -> list[tuple[float | None, float | None]]:
    """Of the intercept and of each weight."""
    return [
        (None, None),
        *(
            (0.0 if n in MORE_IS_BETTER else None, 0.0 if n in MORE_IS_WORSE else None)
            for n in names
        ),
    ]


@dataclass
class Fit:
    """A logistic regression with weights of known sign."""

    names: list[str]
    mean: Any
    scale: Any
    values: Any
    """Intercept, then weights per standard deviation."""

    def probability(self, matrix: Any) -> Any:
        """Of each row."""
        return 1 / (
            1 + np.exp(-(((matrix - self.mean) / self.scale) @ self.values[1:] + self.values[0]))
        )

    def coefficients(self) -> dict[str, Any]:
        """As they stand in the file, for features as they are."""
        weight = self.values[1:] / self.scale
        return {
            "intercept": round(float(self.values[0] - (weight * self.mean).sum()), 4),
            "weights": {n: round(float(w), 4) for n, w in zip(self.names, weight, strict=True)},
        }


def _fit(names: list[str], matrix: Any, labels: Any, shares: Any) -> Fit:
    mean, scale = matrix.mean(axis=0), np.maximum(matrix.std(axis=0), 1e-6)
    scaled, signs = (matrix - mean) / scale, np.where(labels, 1.0, -1.0)

    def loss(values: Any) -> tuple[float, Any]:
        margin = signs * (scaled @ values[1:] + values[0])
        wrong = signs * shares / (1 + np.exp(np.clip(margin, -50, 50)))
        slope = -np.append(wrong.sum(), wrong @ scaled)
        slope[1:] += 2 * values[1:]
        return float((shares * np.logaddexp(0, -margin)).sum() + (values[1:] ** 2).sum()), slope

    start = np.zeros(len(names) + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=_bounds(names))
    return Fit(names, mean, scale, found.x)


def _fitted(rows: list[Any], labels: Any, shares: Any, *, balanced: bool = False) -> Fit:
    names = list(rows[0])
    matrix = np.array([[row[n] for n in names] for row in rows], dtype=float)
    if balanced:
        shares = shares * np.where(labels, (~labels).sum() / max(labels.sum(), 1), 1.0)
    fit = _fit(names, matrix, labels, shares / shares.mean())
    print(f"\n{labels.mean():.3f} positive of {len(labels)}; weights per standard deviation:")
    for name, value in sorted(zip(names, fit.values[1:], strict=True), key=lambda p: -abs(p[1])):
        print(f"  {name:18} {value:+.2f}")
    return fit


def _use(models: dict[str, Any]) -> None:
    TARGET.write_text(json.dumps(models, indent=1) + "\n")
    for cached in (weights.model, weights.threshold, weights._file):
        cached.cache_clear()


def main() -> None:
    """Fits, prints, and with --write replaces the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace retrieval/weights.json")
    write = parser.parse_args().write
    before = TARGET.read_text()
    with tempfile.TemporaryDirectory() as folder:
        everything = [with_corrupted(one) for one in sets(Path(folder), OnnxEncoder())]
        models = json.loads(before)
        models["confidence"]["threshold"] = 0.0  # nothing is refused while it is learned
        asked = [a for one in everything for a in ask(one)]
        models["sentence"] = fit_sentences(asked)
        _use(models)
        asked = [a for one in everything for a in ask(one)]
        for name, past in (("date_ahead", False), ("date_past", True)):
            models[name] = fit_dates(asked, past=past)
        _use(models)
        models["confidence"] = {"intercept": 0.0, "weights": {}, "threshold": 0.0}
        models["confidence"] = fit_confidence([a for one in everything for a in ask(one)])
    if write:
        _use(models)
    else:
        TARGET.write_text(before)


if __name__ == "__main__":
    main()
