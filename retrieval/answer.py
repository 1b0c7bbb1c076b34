"""Answer: evidence and judgement made into verbatim quotes with checked citations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from retrieval.agreement import (
    accounts_claimed,
    dates_claimed,
    figures_claimed,
)
from retrieval.confidence import confidence, measure, threshold
from retrieval.evidence import Sentence, also_in
from retrieval.fitting import wants_building
from retrieval.headline import REASONS, framed, newest, worded
from retrieval.leads import leads, news
from retrieval.quote import Quote, quotes
from retrieval.reader import reader
from retrieval.records import Answer, Citation, Event, Freshness, Reason, Verdict
from retrieval.renewal import renewed
from retrieval.rivals import Dispute, dispute, tells_the_hour
from retrieval.search import Ranking
from retrieval.timeline import Judgement, judge
from retrieval.understand import GOES_AHEAD, NEITHER_DAY_NOR_PLACE, Question

QUOTES = 3

STALE_DAYS = 120
"""A question of what comes next is not answered by statements older than this: "outdated"."""

BETTER = 0.5
"""Log-odds by which a sentence answers a yes or no better than one that says no date is set."""

_CORRECTS = re.compile(
    r"\b(?:correction|corrected|clarification|retract\w+|erratum"
    r"|(?:report|claim|statement|figure|article|story) (?:was|is|has been) withdrawn"
    r"|we (?:wrongly|incorrectly|mistakenly)|(?:that|this|which) (?:was|is) (?:wrong|incorrect"
    r"|not correct|a mistake|an error)|in an earlier version"
    r"|the correct (?:figure|number|date|name|spelling|amount)"
    r"|in our (?:edition|report|article|issue) of)\b",
    re.I,
)


_ASKS_FOR_ONE = re.compile(
    r"\b(?:did|does|do|has|have|had) (?:[\w’'-]+ ){1,4}?(?:say|said|claim|claimed|report|reported"
    r"|think|believe|put|speak|estimate|reckon)\b"
    r"|\b[\w-]+['’]s? (?:own )?(?:count|account|figures?|estimate|version)\b",
    re.I,
)
"""Asks what one side says, which another's account does not contradict."""


def compose(
    question: Question,
    ranking: Ranking,
    sentences: Sequence[Sentence],
    as_of: datetime,
    freshness: Freshness,
) -> Answer:
    """The answer to ``question`` from ``sentences`` (best first) of the passages in ``ranking``."""
    today = as_of.date()
    judgement = judge(question, sentences, today) if question.timed else None
    features = measure(question, ranking, sentences, judgement) if sentences else {}
    sure = confidence(features) if sentences else 0.0
    if question.open:
        # Whatever there is answers it.
        sure = float(bool(leads(sentences)))
    # "And where?" by itself asks about nothing.
    unasked = not question.terms and not question.timed and not question.open
    undated = question.kind == "when" and judgement is None
    hours = _telling_the_hour(judgement, sentences) if question.clock else []
    unset = judgement is not None and judgement.verdict == "not_set"
    unnamed = wants_building(question) and features.get("answer_type") == 0
    unsaid = undated or unnamed or (question.clock and not hours and not unset)
    weak = sure < threshold() or not sentences or unasked or unsaid
    chosen = [] if weak else _chosen(question, judgement, [*hours, *sentences])
    # Who leads the next round is no matter of whether its day is set, or disputed.
    days = None if question.kind in NEITHER_DAY_NOR_PLACE else judgement
    if days and hours and chosen and not _dates_the_hour(days, chosen[0], sentences):
        days = None
    if days and chosen and question.kind == "what" and not _carries(days, chosen[0]):
        # What is done at the next round is told by words that say nothing of its day.
        days = None
    compared = _compared(question, days, chosen, sentences)
    accounts = compared.accounts
    if accounts:
        chosen = [chosen[0], *(s for s, _ in accounts if s is not chosen[0]), *chosen[1:]]
    citations = tuple(
        cite(n, quote, _also_in(quote, sentences, ranking))
        for n, quote in enumerate(islice(quotes(chosen, sentences), QUOTES), 1)
    )
    # Nor is where they meet disputed by those who differ about the day.
    told = days.claims if days and not weak and question.kind != "where" else ()
    claims = dates_claimed(told, citations)
    if accounts and not claims:
        claims = figures_claimed(question, chosen, citations)
        claims = claims or accounts_claimed(accounts, citations)
    verdict = "no_answer" if weak else _verdict(question, days, bool(claims), as_of)
    shown = question.kind == "when" or verdict in ("scheduled", "not_set", "disputed", "outdated")
    event = days.event if days and not weak else None
    line = None if weak else framed(
        verdict, days if shown else None, citations, claims, chosen[0] if chosen else None
    )  # fmt: skip
    return Answer(
        question=question.text,
        as_of=as_of,
        verdict=verdict,
        headline=worded(line, verdict, event, today) if line else REASONS["not_this"],
        line=line,
        event=event,
        citations=citations,
        agreement=claims,
        freshness=freshness,
        confidence=round(sure, 4),
        passages=ranking.hits,
        reason="not_this" if weak else None,
        corrections=question.corrections,
        trace={
            **ranking.trace,
            "asked": question.encoded,
            "kind": question.kind,
            "ahead": question.ahead,
            "ordinals": sorted(question.ordinals),
            "features": {k: round(v, 4) for k, v in features.items()},
            "threshold": threshold(),
            "sentences": len(sentences),
            "compared": [round(chance, 4) for chance in compared.chances],
            "days_compared": [round(c, 4) for c in judgement.compared] if judgement else [],
            "displaced": [d.isoformat() for d in judgement.displaced] if judgement else [],
        },
    )  # fmt: skip


def reason_for(answer: Answer, found_later: bool) -> Reason:
    """Why a question has no answer; ``found_later`` says that articles after ``as_of`` have one."""
    if found_later:
        return "later"
    features = answer.trace["features"]
    if not answer.passages or not features:
        return "no_coverage"
    if features["passage_coverage"] < 0.35 or features["unknown"] >= 0.5:
        return "no_coverage"
    old = answer.passages[0].recency < 0.51 and features["passage_coverage"] < 0.6
    return "old" if old else "not_this"


def cite(n: int, quoted: Quote, copied: tuple[str, ...] = ()) -> Citation:
    """Citation ``n`` of a quote, ``copied`` in other outlets.

    Raises AssertionError if it is not verbatim.
    """
    sentence, article = quoted.sentence, quoted.sentence.article
    assert article.text[quoted.start : quoted.end] == quoted.text
    return Citation(
        n=n,
        article_id=article.id,
        version=article.version,
        title=article.title,
        outlet=article.outlet,
        url=article.url,
        published=article.published,
        attribution=article.attribution,
        quote=quoted.text,
        start=quoted.start,
        end=quoted.end,
        also_in=copied,
        highlights=tuple((s - quoted.start, e - quoted.start) for s, e in sentence.answering()),
    )


def _also_in(quoted: Quote, sentences: Sequence[Sentence], ranking: Ranking) -> tuple[str, ...]:
    article = quoted.sentence.article
    parts = [
        s.text
        for s in sentences
        if s.article.id == article.id and quoted.start <= s.start < quoted.end
    ]
    return also_in(quoted.sentence, parts, ranking.copies.get(article.id))


def _chosen(
    question: Question, judgement: Judgement | None, sentences: Sequence[Sentence]
) -> list[Sentence]:
    """The sentences to quote, best first, each once."""
    if question.open:
        return leads(sentences)
    if question.news:
        return [s for s in news(sentences) if _on_the_subject(s)]
    dated = list(judgement.sentences) if judgement and question.dated else []
    if judgement and _answers_better(question, judgement, sentences):
        dated.insert(0, sentences[0])
    # "And where?" about the next round wants a sentence that dates it and names the place.
    # Where neither is set, the newest statement that says so does without it.
    of_days = question.kind in ("when", "yes_no") and not question.clock
    unset = judgement is not None and judgement.verdict == "not_set" and question.kind == "where"
    fitting = [s for s in dated if s.found or of_days or unset]
    order = [*fitting, *(sentences if dated else renewed(question, _corrected(sentences)))]
    wanted = {s.place for s in fitting}
    order[1:] = [s for s in order[1:] if s.place in wanted or _on_the_subject(s)]
    first: dict[tuple[str, int], Sentence] = {}
    for sentence in order:
        first.setdefault(sentence.place, sentence)
    unique = list(first.values())
    if not question.timed:
        return unique
    return _spread(unique, judgement.decisive if judgement else 1)


def _answers_better(
    question: Question, judgement: Judgement, sentences: Sequence[Sentence]
) -> bool:
    """Whether a yes or no is told by the best sentence, and not by an older one, or a less fitting
    one, that no date is set: "Will they meet in August?" – "By the end of August it is unlikely."
    """
    if question.kind != "yes_no" or judgement.verdict != "not_set":
        return False
    best, unset = sentences[0], judgement.sentences[0]
    if GOES_AHEAD.search(question.encoded) or not best.article.published:
        return False
    as_new = not unset.article.published or best.article.published >= unset.article.published
    return as_new and best.score > unset.score + BETTER


def _compared(
    question: Question,
    judgement: Judgement | None,
    chosen: Sequence[Sentence],
    sentences: Sequence[Sentence],
) -> Dispute:
    """What of all this contradicts the first sentence that is chosen."""
    settled = judgement is not None and judgement.verdict != "scheduled"
    # That a day is settled, or over, leaves open the hour.
    settled = settled and not (chosen and tells_the_hour(question, chosen[0]))
    whatever = question.open or question.news
    if not chosen or settled or whatever or _ASKS_FOR_ONE.search(question.encoded):
        return Dispute()
    return dispute(question, chosen[0], sentences, reader())


def _telling_the_hour(judgement: Judgement | None, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that give a time of day, in passages that date what is asked for."""
    passages = {s.hit.passage_id for s in judgement.sentences} if judgement else set()
    return [s for s in sentences if s.found and s.hit.passage_id in passages]


def _carries(judgement: Judgement, sentence: Sentence) -> bool:
    return any(s.place == sentence.place for s in judgement.sentences)


def _dates_the_hour(judgement: Judgement, told: Sentence, sentences: Sequence[Sentence]) -> bool:
    """Whether the day that was found is one of the passage that gives the hour, or of its article:
    "05:12" in a live blog is no hour of another year.
    """
    day = judgement.event.start if judgement.event else None
    published = told.article.published
    passage = (s for s in sentences if s.hit.passage_id == told.hit.passage_id)
    known = {d.first for s in passage for d in s.dates}
    return day is None or day in known or bool(published and published.date() == day)


def _on_the_subject(sentence: Sentence) -> bool:
    """Whether a sentence may stand beside the best one. In small coverage the second best can be
    about something else; on the tuning sets no answer is lost by leaving those out.
    """
    return sentence.coverage >= 0.1 or sentence.cosine >= 0.3


def _corrected(sentences: Sequence[Sentence]) -> list[Sentence]:
    """A correction of what the best sentence says comes before it."""
    best = sentences[0]
    for sentence in sentences[1:8]:
        newer = (
            sentence.article.published is not None
            and best.article.published is not None
            and sentence.article.published > best.article.published
        )
        alike = sentence.coverage >= 0.6 * best.coverage
        text = sentence.article.text[sentence.hit.start : sentence.hit.end]
        fitting = sentence.features["answer_type"] >= best.features["answer_type"]
        if newer and alike and fitting and _CORRECTS.search(f"{sentence.article.title}. {text}"):
            return [sentence, *(s for s in sentences if s is not sentence)]
    return list(sentences)


def _spread(sentences: Sequence[Sentence], decisive: int) -> list[Sentence]:
    # One quote an article before any article gets a second, but for the decisive ones.
    rounds: dict[str, int] = {}
    placed = []
    for place, sentence in enumerate(sentences):
        turn = rounds[sentence.article.id] = rounds.get(sentence.article.id, -1) + 1
        placed.append((place >= decisive, turn, place, sentence))
    return [s for *_, s in sorted(placed, key=lambda item: item[:3])]


_HAS = re.compile(r"\W*(?:(?:so|and|but|then) )*(?:has|have|had|did)\b", re.I)
"""Asks whether something was done about a day: "Has she accepted 2 June?\""""


def _on_another_day(question: Question, event: Event | None) -> bool:
    """Whether it is on none of the days that the question names: "Is it still on Tuesday?" """
    window = question.window
    if window is None or event is None or event.start is None or _HAS.match(question.encoded):
        return False
    last = event.end or event.start
    return (window.last is not None and event.start > window.last) or (
        window.first is not None and last < window.first
    )


def _verdict(
    question: Question, judgement: Judgement | None, disputed: bool, as_of: datetime
) -> Verdict:
    if disputed:
        return "disputed"
    if judgement is None:
        return "answered"
    if question.kind == "yes_no" and judgement.verdict == "not_set":
        # "Is there a strike on Tuesday?" is answered by who says that there is none.
        return "answered"
    if question.kind == "where" and judgement.verdict != "not_set":
        # The place is no date: the quote says it.
        return "answered"
    if question.kind == "yes_no" and judgement.verdict in ("scheduled", "passed"):
        # Nor is whether it will be; but who asks about a day that it is not learns which it is.
        ahead = judgement.verdict == "scheduled"
        return "scheduled" if ahead and _on_another_day(question, judgement.event) else "answered"
    if not (
        question.kind == "when"
        or question.window
        or judgement.verdict in ("scheduled", "disputed", "not_set")
    ):
        return "answered"
    published = newest(judgement)
    over = (question.ahead and judgement.verdict == "passed") or (
        judgement.verdict == "not_set" and not question.past
    )
    if over and published and (as_of - published).days > STALE_DAYS:
        return "outdated"
    return judgement.verdict
