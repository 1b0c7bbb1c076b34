"""How sure the coverage makes us, from named features: more than one similarity score."""

from __future__ import annotations

import math
import re
from collections.abc import Container, Mapping, Sequence

from retrieval.analysis import fold, term, terms, words
from retrieval.entities.gazetteer import gazetteer, plain
from retrieval.evidence import (
    Sentence,
    bounded,
    coverage,
    sentence_before,
    term_weights,
    timeless,
)
from retrieval.fitting import FIGURES
from retrieval.ordinals import ordinals_in
from retrieval.search import Ranking
from retrieval.spelling import is_english
from retrieval.timeline import Judgement
from retrieval.understand import Question
from retrieval.weights import model, threshold

__all__ = ["confidence", "measure", "threshold"]

_NAME = re.compile(r"(?<=\s)[A-ZÀ-ÞĀ-Ž][\w’'-]+|\b\d[\d.,]*\b")

_PROPER = re.compile(
    r"(?<=[\w,] )(?!(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(?:day)?\b)[A-ZÀ-ÞĀ-Ž][^\W\d_A-ZÀ-Þ]+\b"
)
"""A name within a question, but an abbreviation or a day or month: "UAE" may be spelled out, and
the coverage may know of no September."""


def measure(
    question: Question,
    ranking: Ranking,
    sentences: Sequence[Sentence],
    judgement: Judgement | None = None,
) -> Mapping[str, float]:
    """The features of the evidence at hand; needs at least one sentence.

    passage_coverage    share of the question's terms (idf-weighted) in the best sentence's passage
                        and title
    unknown             share of the terms that occur nowhere in the index; what is neither English
                        nor a name or figure may be mistyped, and says nothing
    unknown_name        1 where it names, by a capital within it, what occurs nowhere in the index
    passage_cosine      of the best passage
    sentence            log-odds of the best sentence, whenever it was published
    answer_type         how well words in the best sentence or its neighbours fit the kind asked
                        for; 1 where no kind is asked for
    names               share of the question's names and numbers that the passage lacks
    other_ordinal       1 where it asks about one of a series, and the best sentence about another
    agreement           share of both legs' first three passages that they have in common
    age                 of the best sentence's article, 0 (new) to 1 (old or undated), where a day
                        of now or later is asked for; what has been, and what else is asked for,
                        does not grow old
    undated             1 where a question of time has no judgement
    date                chance of the date (or of "no date is set") in that judgement, times what
                        ``unknown`` leaves: there is always some date
    read                the reader's log-odds that a sentence that it read answers, at most; one of
                        another day than the question names does not
    read_figure         the same where a figure is asked for, which is easily another's
    second              the reader's log-odds for the second likeliest of those sentences
    day                 the reader's log-odds of the likeliest of the dates that it read beside each
                        other, or of a statement that there is none; 0 where no day is asked for
    margin              log-odds of the reader's likeliest words anywhere, against none
    """
    best = sentences[0]
    idf = ranking.statistics.idf
    whole = best.article.text[best.hit.start : best.hit.end]
    around = set(terms(f"{best.article.title} {whole}"))
    window = _beside(best, sentences)
    age = (1 - best.hit.recency) * 2
    read = [s for s in sentences if s.reading is not None]
    answers = sorted((_answers(s) for s in read), reverse=True)
    likeliest = answers[0] if answers else 0.0
    unknown = _unknown(question, idf)
    dated = judgement.chance if question.timed and judgement else 0.0
    return {
        "passage_coverage": coverage(term_weights(question.terms, idf), around),
        "unknown": unknown,
        "unknown_name": _unknown_name(question, idf),
        "passage_cosine": max(0.0, *(h.cosine for h in ranking.hits)),
        "sentence": timeless(best) / 4,
        "answer_type": max(
            best.features["answer_type"], *(0.7 * s.features["answer_type"] for s in window)
        ),
        "names": _missing_names(question, around),
        "other_ordinal": _other_ordinal(question, best),
        "agreement": _agreement(ranking),
        "age": age if question.timed and not question.past else 0.0,
        "undated": float(question.timed and judgement is None),
        "date": dated * (1 - unknown),
        "read": likeliest,
        "read_figure": likeliest if question.kind in FIGURES else 0.0,
        "second": answers[1] if len(answers) > 1 else 0.0,
        "day": bounded(
            max((odds for s in sentences for odds in (s.days or {}).values()), default=0.0)
        ),
        "margin": max((bounded(s.margin(s.start, s.end)) for s in read), default=0.0),
    }


def _answers(read: Sentence) -> float:
    assert read.reading is not None
    return bounded(-math.inf if read.features["other_day"] else read.reading.answers)


def _unknown(question: Question, known: Container[str]) -> float:
    missing = {t for t in question.terms if t not in known}
    if not missing:
        return 0.0
    typed = {t: question.encoded[start:end] for start, end, t in words(question.encoded)}

    def counts(term: str) -> bool:
        word = typed.get(term, "")
        return not (word.isalpha() and word.islower()) or is_english(fold(word), term)

    return sum(map(counts, missing)) / len(question.terms)


def _unknown_name(question: Question, known: Container[str]) -> float:
    names = {t for m in _PROPER.finditer(question.encoded) for t in terms(m[0])}
    return float(any(t not in known for t in names) or _well_known(question, known))


_LOWER = re.compile(r"(?<![\w’'-])(?<!\bwho )[a-z][a-z0-9]+(?=(?:['’]s)?(?![\w’'-]))")


def _well_known(question: Question, known: Container[str]) -> bool:
    """Whether it names in lower case somebody or something that is known beforehand, as most people
    type it, and that the index lacks: "next nato summit". "Usa" may be spelled out there, and after
    "who" stands a misspelt verb.
    """
    names = gazetteer().names
    for m in _LOWER.finditer(question.encoded):
        label, key = names.get(plain(m[0]), ("", ""))
        itself = label != "nationality" and key == term(m[0])
        if itself and any(t not in known for t in terms(m[0])):
            return True
    return False


def _beside(best: Sentence, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentence with those right before and after it, in order."""
    own = sorted((s for s in sentences if s.article.id == best.article.id), key=lambda s: s.start)
    at = own.index(best)
    return own[max(0, at - 1) : at + 2]


def _missing_names(question: Question, around: set[str]) -> float:
    names = {t for m in _NAME.finditer(question.text) for t in terms(m[0])}
    return sum(t not in around for t in names) / len(names) if names else 0.0


def _other_ordinal(question: Question, best: Sentence) -> float:
    around = f"{best.article.title}. {sentence_before(best)} {best.text}"
    spoken = ordinals_in(around) if question.ordinals else frozenset()
    return float(bool(spoken) and not spoken & question.ordinals)


def _agreement(ranking: Ranking) -> float:
    by_bm25 = {h.passage_id for h in sorted(ranking.hits, key=lambda h: -h.bm25)[:3]}
    by_cosine = {h.passage_id for h in sorted(ranking.hits, key=lambda h: -h.cosine)[:3]}
    return len(by_bm25 & by_cosine) / max(len(by_bm25), 1)


def confidence(features: Mapping[str, float]) -> float:
    """The chance that the answer is right, between 0 and 1, by logistic regression."""
    return model("confidence").probability(features)
