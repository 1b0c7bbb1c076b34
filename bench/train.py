"""Learn the weights of ``retrieval/weights.json`` from questions that no report uses.

    DATELINE_SHARED=… python bench/train.py [--write] [--keep FOLDER]

The sets, of which each counts alike:

- ``bench/data/newsroom``: fictional coverage with questions, written for this;
- the tuning half of the questions over ``seeds/``, with more in ``bench/data/seeds_more.jsonl``;
- ``bench/data/stories``: the same story in other words, several times, and invented ones, each with
  questions of its own;
- ``bench/data/disputes/coverage``: coverage that contradicts itself, for the models of that alone;
- ``bench/data/reader/held``: texts with near misses that were held out from the reader;
- half of XQuAD's English questions (by a hash of the id), where it is at hand. They are asked of
  an index without every second article, so that some are of the kind "covered, but not this".

The sentence models learn which sentences hold the answer, before and after reading; the date models
which dated statement does; the models of disputes which statement may contradict the best one, and
whether it does, with what the reader says; the confidence model whether there is an answer and it
is right, from the features of what the others lead to. What has happened is also asked for later,
for the models of sentences and dates: who asks at once would teach them that only what is new
answers.
The threshold is the highest one that refuses at most ``REFUSED`` of the answerable questions, on
average over the sets. Printed are the figures of five-fold cross-validation, and what each feature
adds.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from asked_later import later
from fits import conditional_logit, fitted, logistic
from sklearn.model_selection import GroupKFold
from train_sets import ROOT, Set, moment, sets

from retrieval import disputes, weights
from retrieval.candidates import Candidate, candidates
from retrieval.confidence import measure
from retrieval.disputes import day_rivals
from retrieval.evaluate import Case, holds, relevant_ids, score
from retrieval.evidence import Sentence
from retrieval.index import Index
from retrieval.leading import leading
from retrieval.metrics import roc_area
from retrieval.reader import reader
from retrieval.reading import reread_features, with_readings
from retrieval.records import Answer
from retrieval.rivals import DISPUTED, Rival, decision_features, rivals, worth_comparing
from retrieval.scope import Scope
from retrieval.timeline import judge
from retrieval.understand import Question

TARGET = ROOT / "retrieval" / "weights.json"
WORDS_ALONE = ("reader", "xquad")
"""Sets that know answers by their words, not by their days."""

MISSED = 0.5
"""The label of a question that can be answered and is answered wrongly. The confidence is asked
whether there is an answer as well as whether this is it."""

REFUSED = 0.08
"""Share of the answerable questions that may be refused, on average over the training sets: below a
tenth, to leave room for sets that are met later. The texts of the reader have no say in it: half of
what is asked about them are near misses, which nobody asks that often."""

LATER = (7, 14, 30, 60, 120, 400)
"""Days after its own, one of which a question for what has happened is asked again."""

RARE = 3.0
"""What a contradiction counts for among the statements that may be compared, of which few are."""

PROCESSES = 2


Row = tuple[Mapping[str, float], bool]
"""Features, and whether what has them is right."""


@dataclass
class Asked:
    """A case, and what a stage made of it."""

    set: Set
    case: Case
    question: Question
    rows: list[Row]
    """Of its sentences, of its dates, or of the statements that may contradict the best one."""
    features: Mapping[str, float] = field(default_factory=dict)
    """Of the confidence."""
    right: bool = False
    days: list[Row] = field(default_factory=list)
    """Of the days that may dispute the leading one, where they are compared."""
    article: str = ""
    """That the best sentence is from."""


def unread(one: Set) -> list[Asked]:
    """The sentences of all cases before anything is read, those of some cases asked later too."""
    return [
        Asked(one, case, question, [(s.features, _holds(case, s)) for s in sentences])
        for case, question, sentences in _gathered(one)
    ]


def read(one: Set) -> list[Asked]:
    """The same after the likeliest are read."""
    made = []
    for case, question, found in _gathered(one):
        known = with_readings(question, found, reader(), moment(case).date())
        rows = [(reread_features(s), _holds(case, s)) for s in known]
        made.append(Asked(one, case, question, rows))
    return made


def _gathered(one: Set) -> Iterator[tuple[Case, Question, list[Sentence]]]:
    with one.index() as index:
        for case in [*one.cases, *asked_later(one.cases)]:
            stages = index.stages(
                case.question, Scope(moment(case)), follows=case.follows, read=False
            )
            if stages.sentences and case.answerable and case.answers and not one.disputes:
                yield case, stages.question, stages.sentences


def _holds(case: Case, sentence: Sentence) -> bool:
    relevant = relevant_ids(case)
    return holds(case, sentence.text) and (not relevant or sentence.article.id in relevant)


def asked_later(cases: Sequence[Case]) -> list[Case]:
    """Those for what has happened, which stays true: each on another day."""
    chance = random.Random(1)
    return [c for case in cases if (c := later(case, chance.choice(LATER)))]


def dated(one: Set) -> list[Asked]:
    """The dated statements of all cases that ask for a day, those of some asked later too."""
    made: list[Asked] = []
    if one.disputes or one.name in WORDS_ALONE:
        return made
    with one.index() as index:
        for case in [*one.cases, *asked_later(one.cases)]:
            stages = index.stages(case.question, Scope(moment(case)), follows=case.follows)
            if stages.question.timed:
                found = candidates(stages.question, stages.sentences, moment(case).date())
                rows = [(c.features, _is_right(case, c)) for c in found if c.chance > 0]
                made.append(Asked(one, case, stages.question, rows))
    return made


def rival(one: Set) -> list[Asked]:
    """What may contradict the sentence that each case is answered by."""
    return _asked(one, lambda asked, found, _: [(r.features, asked(r)) for r in found])


def compared(one: Set) -> list[Asked]:
    """The same, where the likeliest of these are compared by the reader."""

    def rows(contradicts: Callable[[Rival], bool], found: list[Rival], typed: str) -> list[Row]:
        worth = worth_comparing(found)
        odds = reader().disputes(typed, [r.texts for r in worth])
        return [
            (decision_features(r, told), contradicts(r))
            for r, told in zip(worth, odds, strict=True)
        ]

    made = _asked(one, rows)
    with one.index() as index:
        for asked in made:
            asked.days = _day_rows(asked, index)
    return made


def _day_rows(asked: Asked, index: Index) -> list[Row]:
    """The days beside the leading one: is it disputed between the two?"""
    case, question = asked.case, asked.question
    if not question.timed:
        return []
    stages = index.stages(case.question, Scope(moment(case)), follows=case.follows)
    led = leading(question, stages.sentences, moment(case).date())
    if led is None or led.lead.outcome == "not_set":
        return []
    found = day_rivals(question, led.main, led.others)
    odds = reader().disputes(question.encoded, [r.texts for r in found])
    rows = []
    for rival, told in zip(found, odds, strict=True):
        contested = "disputed" in case.verdicts
        one, other = (_told(case, [c.sentence for c in g]) for g in (led.main, rival.told))
        if (one and other and one != other) or not contested:
            rows.append((disputes.decision_features(rival, told), contested))
    return rows


def _asked(
    one: Set, rows: Callable[[Callable[[Rival], bool], list[Rival], str], list[Row]]
) -> list[Asked]:
    with one.index() as index:
        made = []
        texts = index.store
        for case in one.cases:
            stages = index.stages(case.question, Scope(moment(case)), follows=case.follows)
            question, sentences = stages.question, stages.sentences
            if not sentences:
                continue
            today = moment(case).date()
            answer = index.ask(case.question, as_of=moment(case), follows=case.follows)
            outcome = score(case, answer, lambda i, v: (a := texts.article(i, v)) and a.text)
            judgement = judge(question, sentences, today)
            features = measure(question, stages.ranking, sentences, judgement)
            # Whether it answers is what is to be learned; a refusal of the old model says nothing.
            right = case.answerable and (outcome.in_three is not False) and outcome.verdict_right
            best = _quoted_first(answer, sentences)
            found = [] if question.open else rivals(question, best, sentences)
            made.append(
                Asked(
                    one, case, question,
                    rows(partial(_contradicts, case), found, question.encoded),
                    features, bool(right), article=sentences[0].article.id,
                )
            )  # fmt: skip
    return made


def _quoted_first(answer: Answer, sentences: Sequence[Sentence]) -> Sentence:
    for cited in answer.citations[:1]:
        start, end = cited.start, cited.end
        if cited.highlights:
            start, end = start + cited.highlights[0][0], start + cited.highlights[0][1]
        for one in sentences:
            if one.article.id == cited.article_id and one.start < end and one.end > start:
                return one
    return sentences[0]


def _contradicts(case: Case, other: Rival) -> bool:
    """Whether the best sentence and this one give two of the accounts; both, where it is alone."""
    if case.verdicts != ("disputed",):
        return False
    told = [_told(case, [s]) for s in {s.place: s for s, _ in other.accounts}.values()]
    if len(told) == 1:
        return len(told[0]) > 1
    return bool(told[0] and told[1]) and told[0] != told[1]


def _told(case: Case, sentences: Sequence[Sentence]) -> set[str]:
    """The gold answers that any of the sentences gives."""
    return {
        a for a in case.answers
        if any(holds(replace(case, answers=(a,)), s.text) for s in sentences)
    }  # fmt: skip


def of_all(sets: Sequence[Set], stage: Callable[[Set], list[Asked]]) -> list[Asked]:
    """What ``stage`` makes of each set, with the weights that the file has now."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=fresh) as pool:
        # The largest first, so that none is left to one process at the end.
        ordered = sorted(sets, key=lambda one: -len(one.cases))
        return [a for made in pool.map(stage, ordered) for a in made]


def fit_sentences(asked: list[Asked]) -> dict[str, Any]:
    """A sentence model: does this sentence hold the answer?"""
    rows, labels, shares = [], [], []
    for one in asked:
        # Within a question sentences are compared with each other, not with other questions'.
        names = one.rows[0][0]
        means = {name: float(np.mean([f[name] for f, _ in one.rows])) for name in names}
        for known, right in one.rows:
            rows.append({name: known[name] - mean for name, mean in means.items()})
            labels.append(right)
            shares.append(_share(one.set))
    return fitted(rows, np.array(labels), np.array(shares), balanced=True).coefficients()


def fit_disputes(asked: list[Asked], counts: float) -> dict[str, Any]:
    """A model of disputes: does this statement contradict the best one? One that does ``counts``
    for several that do not.
    """
    rows, labels, shares, groups = [], [], [], []
    for one in asked:
        contested = "disputed" in one.case.verdicts
        if not one.case.answerable or one.question.timed or one.set.name in WORDS_ALONE:
            continue
        for known, contradicts in one.rows:
            # Of two accounts in a disputed case the gold may name other words: that says nothing.
            if contradicts or not contested:
                rows.append(known)
                labels.append(contradicts)
                shares.append(_share(one.set) * (counts if contradicts else 1.0))
                groups.append(one.set.name)
    return _fit_rivals(rows, labels, shares, groups, DISPUTED)


def _fit_rivals(
    rows: list[Mapping[str, float]], labels: list[bool], shares: list[float], groups: list[str],
    limit: float,
) -> dict[str, Any]:  # fmt: skip
    """Prints what cross-validation by set makes of it, at the ``limit`` from which it is one."""
    fit = fitted(rows, np.array(labels), np.array(shares))
    matrix = np.array([[r[n] for n in fit.names] for r in rows], dtype=float)
    sure, wanted = np.zeros(len(rows)), np.array(labels, dtype=float)
    weight = np.array(shares) / np.mean(shares)
    for learned, held in GroupKFold(5).split(matrix, groups=groups):
        part = logistic(fit.names, matrix[learned], wanted[learned], weight[learned])
        sure[held] = part.probability(matrix[held])
    told = np.array(labels)
    print(f"  cross-validated by set: ROC area {roc_area(sure, told):.3f}; from {limit} on found")
    print(
        f"  {(sure[told] >= limit).mean():.3f}, and {(sure[~told] >= limit).mean():.4f} of the"
        f" {(~told).sum()} others"
    )
    return fit.coefficients()


def fit_days(asked: list[Asked]) -> dict[str, Any]:
    """A model of disputes about days: is this day another account of the same thing?"""
    rows = [(row, one.set) for one in asked for row in one.days]
    return _fit_rivals(
        [known for (known, _), _ in rows], [told for (_, told), _ in rows],
        [_share(one) for _, one in rows], [one.name for _, one in rows], disputes.DISPUTED,
    )  # fmt: skip


def fit_dates(asked: list[Asked], *, past: bool) -> dict[str, Any]:
    """Which dated statement, or statement that there is no date, is the one asked for?

    A conditional logit: the candidates of a question compete with each other and with "none of
    these", whose utility is 0 and which is right where the question can't be answered.
    """
    questions: list[tuple[Any, Any, bool]] = []
    names: list[str] = []
    for one in asked:
        right = np.array([right for _, right in one.rows], dtype=bool)
        if one.rows and one.question.past == past and (right.any() or not one.case.answerable):
            names = list(one.rows[0][0])
            matrix = np.array([list(known.values()) for known, _ in one.rows], dtype=float)
            questions.append((matrix, right, not one.case.answerable))
    rows = np.concatenate([m for m, _, _ in questions])
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    scaled = [((m - mean) / scale, right, none) for m, right, none in questions]
    values = conditional_logit(scaled, names, past=past)
    weight = values[1:] / scale
    kind = "past" if past else "ahead"
    print(f"\ndates {kind}: {len(questions)} questions; weights per standard deviation:")
    for name, value in sorted(zip(names, values[1:], strict=True), key=lambda p: -abs(p[1])):
        print(f"  {name:18} {value:+.2f}")
    folds = np.arange(len(scaled)) % 5
    hits = 0
    for fold in range(5):
        held = conditional_logit(
            [q for q, f in zip(scaled, folds, strict=True) if f != fold], names, past=past
        )
        for (matrix, right, none), at in zip(scaled, folds, strict=True):
            if at == fold:
                utility = np.append(matrix @ held[1:] + held[0], 0.0)
                hits += np.append(right, none)[utility.argmax()]
    print(f"  cross-validated: the likeliest candidate is right in {hits / len(scaled):.3f}")
    return {
        "intercept": round(float(values[0] - (weight * mean).sum()), 4),
        "weights": {n: round(float(w), 4) for n, w in zip(names, weight, strict=True)},
    }


def _is_right(case: Case, candidate: Candidate) -> bool:
    if not case.answerable:
        return False
    if candidate.outcome == "not_set":
        return "not_set" in case.verdicts and candidate.sentence.article.id in relevant_ids(case)
    assert candidate.first is not None
    if "disputed" in case.verdicts and holds(case, candidate.sentence.text):
        return True
    return candidate.first.isoformat() == case.event_start


def fit_confidence(asked: list[Asked]) -> dict[str, Any]:
    """The confidence model and its threshold, from out-of-fold predictions."""
    asked = [one for one in asked if not one.set.disputes]
    rows = [one.features for one in asked]
    answerable = np.array([one.case.answerable for one in asked])
    right = np.array([one.right for one in asked])
    labels = np.where(right, 1.0, np.where(answerable, MISSED, 0.0))
    shares = np.array([_share(one.set) for one in asked])
    for timed in (True, False):
        # Of the questions of time few can't be answered; half-way to a balance they count for more.
        same = np.array([one.question.timed == timed for one in asked])
        shares[same & ~answerable] *= np.sqrt(
            shares[same & answerable].sum() / shares[same & ~answerable].sum()
        )
    groups = [f"{one.set.name}/{one.article}" for one in asked]
    fit = fitted(rows, labels, shares)
    matrix = np.array([[r[n] for n in fit.names] for r in rows], dtype=float)
    sure = np.zeros(len(rows))
    for train, test in GroupKFold(5).split(matrix, groups=groups):
        part = logistic(fit.names, matrix[train], labels[train], shares[train] / shares.mean())
        sure[test] = part.probability(matrix[test])
    candidates = np.unique(np.round(sure, 3))

    names = [n for n in dict.fromkeys(one.set.name for one in asked) if n != "reader"]
    parts = [answerable & np.array([one.set.name == n for one in asked]) for n in names]

    def refused(limit: float) -> float:
        return float(np.mean([(sure[part] < limit).mean() for part in parts]))

    threshold = max((t for t in candidates if refused(t) <= REFUSED), default=0.0)
    print(f"threshold {threshold:.3f}, refusing {refused(threshold):.3f} of the answerable")
    for name in dict.fromkeys(one.set.name for one in asked):
        inside = np.array([one.set.name == name for one in asked])
        caught = (sure < threshold)[inside & ~answerable].mean()
        near = np.array([one.case.slice == "unanswerable_near" for one in asked])
        subtle = (sure < threshold)[inside & near].mean()
        lost = (sure < threshold)[inside & answerable].mean()
        print(
            f"  {name}: ROC area {roc_area(sure[inside], answerable[inside]):.3f} (answerable), "
            f"{roc_area(sure[inside], right[inside]):.3f} (right); "
            f"refused: unanswerable {caught:.3f}, near misses {subtle:.3f}, answerable {lost:.3f}"
        )
    return {**fit.coefficients(), "threshold": round(float(threshold), 3)}


def _share(one: Set) -> float:
    # Each set counts alike, whatever its size.
    return 300 / max(len(one.cases), 1)


def _use(models: dict[str, Any]) -> None:
    TARGET.write_text(json.dumps(models, indent=1) + "\n")
    for cached in (weights.model, weights.threshold, weights._file):
        cached.cache_clear()


def main() -> None:
    """Fits, prints, and with --write replaces the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="replace retrieval/weights.json")
    parser.add_argument("--keep", type=Path, help="where indexes are kept from one run to the next")
    wanted = parser.parse_args()
    before = TARGET.read_text()
    with tempfile.TemporaryDirectory() as folder:
        everything = list(sets(wanted.keep or Path(folder)))
        models = json.loads(before)
        # Nothing is refused while it is learned, nor does it want features that are no more.
        models["confidence"] = {"intercept": 0.0, "weights": {}, "threshold": 0.0}
        models["sentence"] = fit_sentences(of_all(everything, unread))
        _use(models)
        models["reread"] = fit_sentences(of_all(everything, read))
        _use(models)
        asked = of_all(everything, dated)
        for name, past in (("date_ahead", False), ("date_past", True)):
            models[name] = fit_dates(asked, past=past)
        _use(models)
        models["rival"] = fit_disputes(of_all(everything, rival), counts=RARE)
        _use(models)
        asked = of_all(everything, compared)
        models["dispute"] = fit_disputes(asked, counts=1.0)
        models["day_dispute"] = fit_days(asked)
        models["confidence"] = fit_confidence(asked)
    if wanted.write:
        _use(models)
    else:
        TARGET.write_text(before)


if __name__ == "__main__":
    main()
