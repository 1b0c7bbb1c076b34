"""From ranked passages to candidate sentences, each with its chance of holding the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from retrieval.analysis import term_set
from retrieval.copies import encoded, figures, standing
from retrieval.fitting import fit
from retrieval.past import Places, Stood
from retrieval.reader import NOWHERE, Headed, Reading, heading
from retrieval.records import Article, Hit, Span
from retrieval.search import Ranking, sentences
from retrieval.store import Store
from retrieval.syndication import Group
from retrieval.understand import Question
from retrieval.weights import model

CONTEXT = 0.4
"""What a question term counts for that stands in the title or the sentence before, not in it."""

ALONE = 16
"""Words from which a sentence is read without the one before it: that takes a fifth less time, and
near misses are told from answers as well (.86 of pairs of the held-out texts)."""

REACH = 400
"""Characters back from a sentence in which the one before it is looked for."""

_BORDER = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘(]?[A-ZÀ-Þ\d])")
"""Between sentences, near enough where nothing is quoted: asking loads no splitter."""

LONG = 40
"""Words from which a sentence counts as long."""

EXACT = timedelta(days=7)
"""Longest that a date may last to be told from the days that a question names."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the coverage as a candidate answer."""

    article: Article
    hit: Hit
    opening: int
    """Where what it is read with begins: the sentence before it in its passage, if it is short."""
    start: int
    end: int
    features: Mapping[str, float]
    """What its score is made of, by name; bench/train.py learns their weights."""
    score: float
    """Log-odds that it holds the answer."""
    coverage: float
    """Share of the question's terms, weighted by idf, that it or its context holds (0..1)."""
    cosine: float
    """Of the sentence, amid its passage, with the question."""
    found: tuple[tuple[int, int], ...]
    """Where words of the kind asked for stand, as offsets into the article's text."""
    spans: tuple[Span, ...]
    """Dates, names and numbers in it."""
    dates: tuple[Span, ...]
    """Of these the dates."""
    repeated: tuple[str, ...] = ()
    """Other outlets in which it was found, word for word or nearly so."""
    reading: Reading | None = None
    """What the reader makes of it, where it was read."""
    days: Mapping[int | None, float] | None = None
    """Where it was read beside other dated sentences: by the offset in its article where a date
    begins, the log-odds that this is the one asked for; under None, that it says there is none."""

    def margin(self, start: int, end: int) -> float:
        """The reader's log-odds of words between these offsets of the article, against none."""
        if self.reading is None:
            return NOWHERE
        return self.reading.margin(start - self.opening, end - self.opening)

    @property
    def text(self) -> str:
        """The sentence's own words."""
        return self.article.text[self.start : self.end]

    @property
    def place(self) -> tuple[str, int]:
        """What tells it from other sentences: its article and where it begins."""
        return self.article.id, self.start

    def answering(self) -> tuple[tuple[int, int], ...]:
        """The words that answer, as offsets into the article's text: those of the kind asked for,
        of several the ones that the reader chose, and its own choice where none is of that kind.
        """
        at = self.opening
        words = self.reading and self.reading.words(self.start - at, self.end - at)
        if not words or words[2] < 0:
            return self.found
        start, end = words[0] + at, words[1] + at
        return tuple(p for p in self.found if p[0] < end and p[1] > start) or ((start, end),)


def gather(
    store: Store,
    question: Question,
    ranking: Ranking,
    query: NDArray[np.float32],
    *,
    limit: int,
    as_of: datetime,
    past: Mapping[str, Stood],
) -> list[Sentence]:
    """The sentences of the first ``limit`` hits, best first; a sentence in two passages is one.

    What copies repeat is taken once; what they put otherwise, or with other figures, is kept. Of
    articles in ``past`` those sentences that stood there at ``as_of``. What was retracted by then
    is left out, save the sentence that says so.
    """
    retracted: dict[str, bool] = {}
    articles: dict[str, Article] = {}
    spans: dict[str, list[Span]] = {}
    best: dict[tuple[str, int], Sentence] = {}
    vectors = store.sentence_vectors([hit.passage_id for hit in ranking.hits[:limit]])
    for hit in ranking.hits[:limit]:
        then = past.get(hit.article_id)
        if hit.article_id not in articles:
            article = then.article if then else store.article(hit.article_id, hit.version)
            if article is None:
                continue
            articles[hit.article_id] = article
            spans[hit.article_id] = list(then.spans) if then else store.spans(hit.article_id)
            kinds = (article.notice, *store.notices_about(article, as_of))
            retracted[hit.article_id] = "retraction" in kinds
        places: Places = tuple(sentences(ranking.rows[hit.passage_id]))
        if then:
            places = then.places[hit.passage_id]
        for sentence in _sentences(
            question, ranking, hit, articles[hit.article_id], spans[hit.article_id], places,
            vectors[hit.passage_id] @ query,
        ):  # fmt: skip
            if retracted[hit.article_id] and not _says_so(sentence):
                continue
            known = best.get(sentence.place)
            if known is None or sentence.features["passage"] > known.features["passage"]:
                best[sentence.place] = sentence
    scored = _scored(list(best.values()))
    if scored and not retracted[scored[0].article.id]:
        # Other evidence is preferred: what says that it was retracted is no answer beside it.
        scored = [s for s in scored if not retracted[s.article.id]]
    return _folded(scored, ranking.copies)


def sentence_before(sentence: Sentence) -> str:
    """The one that stands before ``sentence`` in its paragraph; empty where it opens that."""
    text = sentence.article.text[max(0, sentence.start - REACH) : sentence.start]
    paragraph = text.rpartition("\n")[2].rstrip()
    opening = max((m.end() for m in _BORDER.finditer(paragraph)), default=0)
    return paragraph[opening:]


def headed(sentence: Sentence, text: str) -> Headed:
    """A text of the sentence's article under the heading that it is read with."""
    published = sentence.article.published
    return heading(sentence.article.title, published.date() if published else None), text


def timeless(sentence: Sentence) -> float:
    """The score of a read sentence without what being new contributes to it: that tells which of
    two sentences to prefer, and nothing of whether either answers.
    """
    return sentence.score - model("reread").weights.get("score", 0.0) * novelty(sentence)


def novelty(sentence: Sentence) -> float:
    """What being new contributes to the score before reading, in log-odds."""
    weights = model("sentence").weights
    return sum(weights.get(n, 0.0) * sentence.features[n] for n in ("recency", "recency_past"))


def bounded(logit: float) -> float:
    """Log-odds of the reader in fives, not beyond ten either way: it is surer than it is right."""
    return max(-10.0, min(10.0, logit)) / 5


def _sentences(
    question: Question, ranking: Ranking, hit: Hit, article: Article, spans: list[Span],
    places: Places, cosines: NDArray[np.float32],
) -> list[Sentence]:  # fmt: skip
    nearest = max((h.cosine for h in ranking.hits), default=0.0)
    heaviest = max((h.bm25 for h in ranking.hits), default=0.0)
    weights = term_weights(question.terms, ranking.statistics.idf)
    title = term_set(article.title)
    context: frozenset[str] = frozenset()
    before: int | None = None
    made = []
    for place, cosine in zip(places, cosines.tolist(), strict=True):
        if place is None:
            continue
        start, end = place
        own = term_set(article.text[start:end])
        inside = [s for s in spans if start <= s.start and s.end <= end]
        dates = tuple(s for s in inside if s.kind == "date")
        fitting = fit(question, article.text, start, end, inside)
        features = {
            "coverage": coverage(weights, own, context | title),
            "cosine": cosine,
            "bm25": hit.bm25 / 20,
            "passage_cosine": hit.cosine,
            "passage": (_share(hit.cosine, nearest) + _share(hit.bm25, heaviest)) / 2,
            "recency": hit.recency,
            "recency_past": hit.recency if question.ageless else 0.0,
            "answer_type": fitting.degree,
            "length": min((end - start) / 6 / LONG, 1.0),
            "asks": float(article.text[start:end].rstrip("\"”’')]").endswith("?")),
            "other_day": float(_of_another_day(question, dates)),
        }
        made.append(
            Sentence(
                article,
                hit,
                start if before is None or _stands_alone(article.text[start:end]) else before,
                start,
                end,
                features,
                0.0,
                features["coverage"],
                cosine,
                fitting.places,
                tuple(inside),
                dates,
            )
        )
        context, before = own, start
    return made


def _of_another_day(question: Question, dates: Sequence[Span]) -> bool:
    """Whether the question names days ("freed on Saturday"), and these are others ("on Friday").
    A reason may lie on another day, and a yes or no may be settled by one.
    """
    window = question.window
    if window is None or question.kind in ("why", "yes_no"):
        return False
    exact = [(d.first, d.last) for d in dates if d.first and d.last and d.last - d.first <= EXACT]
    first, last = window.first or date.min, window.last or date.max
    return bool(exact) and not any(end >= first and start <= last for start, end in exact)


def _stands_alone(sentence: str) -> bool:
    return sentence.count(" ") + 1 >= ALONE


def _folded(found: Sequence[Sentence], copies: Mapping[str, Group]) -> list[Sentence]:
    """Each statement once: in the best original's words, at the place of the best one's score."""
    kept: list[Sentence] = []
    by_group: dict[object, list[tuple[int, str]]] = {}
    for sentence in found:
        group = copies.get(sentence.article.id)
        code = encoded(sentence.text)
        near = [(group.name, True)] if group else []
        for name, copied in [*near, (sentence.hit.group, False)]:
            place = next(
                (
                    n
                    for n, other in by_group.get(name, [])
                    if kept[n].article.id != sentence.article.id
                    and figures(code) == figures(other)
                    and standing(code, [other]) == "same"
                    and (copied or _same_days(kept[n], sentence))
                ),
                None,
            )
            if place is not None:
                kept[place] = _merged(kept[place], sentence, group)
                break
        else:
            for name, _ in [*near, (sentence.hit.group, False)]:
                by_group.setdefault(name, []).append((len(kept), code))
            kept.append(sentence)
    return kept


def _same_days(one: Sentence, other: Sentence) -> bool:
    # "On Friday" in two articles that are no copies need not be the same Friday.
    return {(d.first, d.last) for d in one.dates} == {(d.first, d.last) for d in other.dates}


def _merged(kept: Sentence, found: Sentence, group: Group | None) -> Sentence:
    order = [m.article_id for m in group.members] if group else []
    shown = kept
    if found.article.id in order and kept.article.id in order:
        shown = min(kept, found, key=lambda s: order.index(s.article.id))
    outlets = [*kept.repeated, kept.article.outlet, found.article.outlet]
    return replace(
        shown,
        features=kept.features, score=kept.score, coverage=kept.coverage, cosine=kept.cosine,
        repeated=tuple(dict.fromkeys(o for o in outlets if o != shown.article.outlet)),
    )  # fmt: skip


def also_in(sentence: Sentence, quoted: Sequence[str], group: Group | None) -> tuple[str, ...]:
    """Other outlets that carry what is ``quoted`` of ``sentence``'s article, sentence by sentence.

    An outlet whose copy gives other figures there is not named; one that cut it is.
    """
    outlets: list[str] = []
    codes = [encoded(text) for text in quoted]
    for member in group.members if group else ():
        own = member.sketch.sentences
        if not any(standing(code, own) == "contradicted" for code in codes):
            outlets.append(member.sketch.outlet)
    outlets += sentence.repeated
    return tuple(dict.fromkeys(o for o in outlets if o != sentence.article.outlet))


def _says_so(sentence: Sentence) -> bool:
    from retrieval.notices import states_retraction

    return states_retraction(sentence.text)


def _share(value: float, best: float) -> float:
    # Unlike a min-max score it says the same in an index of two passages as in one of many.
    return max(value, 0.0) / best if best > 0 else 0.0


def _scored(made: Sequence[Sentence]) -> list[Sentence]:
    """With the two features that compare a sentence with the best ones, scored, best first."""
    most = max((s.coverage for s in made), default=0.0)
    nearest = max((s.cosine for s in made), default=0.0)
    learned = model("sentence")
    scored = []
    for sentence in made:
        features = {
            **sentence.features,
            "coverage_behind": most - sentence.coverage,
            "cosine_behind": nearest - sentence.cosine,
        }
        scored.append(replace(sentence, features=features, score=learned.logit(features)))
    return sorted(scored, key=lambda s: -s.score)


def term_weights(wanted: Sequence[str], idf: Mapping[str, float]) -> dict[str, float]:
    """Each of the ``wanted`` terms with its idf.

    A term the corpus has never seen weighs as much as its rarest: the coverage lacks it.
    """
    rarest = max(idf.values(), default=1.0)
    return {t: idf.get(t, rarest) for t in wanted}


def coverage(weights: Mapping[str, float], own: Set[str], context: Set[str] = frozenset()) -> float:
    """Share of the terms, by weight, that are in ``own``; in ``context`` they count less."""
    total = sum(weights.values())
    if not total:
        return 0.0
    found = (
        w * (1.0 if t in own else CONTEXT if t in context else 0.0) for t, w in weights.items()
    )
    return sum(found) / total
