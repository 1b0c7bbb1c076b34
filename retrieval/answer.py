"""Answer: evidence and judgement made into verbatim quotes with checked citations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from retrieval.confidence import WEAK, confidence, measure
from retrieval.evidence import Sentence, find_answer
from retrieval.records import Answer, Citation, Claim, Event, Freshness, Verdict
from retrieval.search import Ranking
from retrieval.timeline import Judgement, judge
from retrieval.understand import Question

QUOTES = 3
HEADLINE_LENGTH = 240


def compose(
    question: Question,
    ranking: Ranking,
    sentences: Sequence[Sentence],
    as_of: datetime,
    freshness: Freshness,
) -> Answer:
    """The answer to ``question`` from ``sentences`` (best first) of the passages in ``ranking``."""
    features = measure(question, ranking, sentences)
    sure = confidence(features) if sentences else 0.0
    judgement = judge(question, sentences, as_of.date()) if question.timed else None
    weak = sure < WEAK or not sentences or (question.kind == "when" and judgement is None)
    chosen = list(judgement.sentences) if judgement and not weak else []
    if not weak:
        chosen = _best_for(question, chosen, sentences)
    citations = tuple(
        cite(n, sentence, question)
        for n, sentence in enumerate((_spread(chosen) if question.timed else chosen)[:QUOTES], 1)
    )
    verdict: Verdict = "no_answer" if weak else _verdict(question, judgement)
    event = judgement.event if judgement and not weak else None
    return Answer(
        question=question.text,
        as_of=as_of,
        verdict=verdict,
        headline=_headline(question, verdict, judgement, citations, as_of.date()),
        event=event,
        citations=citations,
        agreement=_agreement(judgement, citations) if not weak else (),
        freshness=freshness,
        confidence=round(min(sure, WEAK) if weak else sure, 4),
        passages=ranking.hits,
        trace={
            **ranking.trace,
            "kind": question.kind,
            "ahead": question.ahead,
            "features": {k: round(v, 4) for k, v in asdict(features).items()},
            "sentences": len(sentences),
        },
    )


def cite(n: int, sentence: Sentence, question: Question) -> Citation:
    """Citation ``n`` of ``sentence``. Raises AssertionError if the quote is not verbatim."""
    article = sentence.article
    quote = article.text[sentence.start : sentence.end]
    assert article.text[sentence.start : sentence.end] == quote
    found = find_answer(question.kind, article.text, sentence.start, sentence.end, sentence.dates)
    return Citation(
        n=n,
        article_id=article.id,
        version=article.version,
        title=article.title,
        outlet=article.outlet,
        url=article.url,
        published=article.published,
        attribution=article.attribution,
        quote=quote,
        start=sentence.start,
        end=sentence.end,
        also_in=sentence.hit.also_in,
        highlights=tuple((s - sentence.start, e - sentence.start) for s, e in found),
    )


def _best_for(
    question: Question, dated: list[Sentence], sentences: Sequence[Sentence]
) -> list[Sentence]:
    # "And where?" about the next round wants a sentence that dates it and names the place.
    fitting = [s for s in dated if s.found or question.kind == "when"]
    order = [*fitting, *sentences]
    unique: dict[tuple[str, int], Sentence] = {}
    for sentence in order:
        unique.setdefault((sentence.article.id, sentence.start), sentence)
    return list(unique.values())


def _spread(sentences: Sequence[Sentence]) -> list[Sentence]:
    # One quote an article before any article gets a second.
    rounds: dict[str, int] = {}
    placed = []
    for place, sentence in enumerate(sentences):
        turn = rounds[sentence.article.id] = rounds.get(sentence.article.id, -1) + 1
        placed.append((turn, place, sentence))
    return [s for _, _, s in sorted(placed, key=lambda item: item[:2])]


def _verdict(question: Question, judgement: Judgement | None) -> Verdict:
    if judgement is None:
        return "answered"
    if question.kind == "when" or judgement.verdict in ("scheduled", "disputed", "not_set"):
        return judgement.verdict
    return "answered"


def _headline(
    question: Question,
    verdict: Verdict,
    judgement: Judgement | None,
    citations: Sequence[Citation],
    today: date,
) -> str:
    if verdict == "no_answer":
        return "The coverage does not say. The nearest passages are listed below."
    if question.kind == "when" and judgement:
        if judgement.verdict == "disputed":
            days = " or ".join(f"{d:%-d %B %Y}" for d, _ in judgement.claims)
            return f"Outlets differ: {days}"
        if judgement.verdict == "not_set":
            return f"No date is set, as of {today:%-d %B %Y}: {_short(citations[0].quote)}"
        if judgement.event and judgement.event.start:
            return _dated_headline(verdict, judgement.event, today)
        if judgement.value and citations:
            start, end = citations[0].highlights[0]
            return f"“{citations[0].quote[start:end]}” (the article states no year)"
    return _short(citations[0].quote) if citations else ""


def _dated_headline(verdict: Verdict, event: Event, today: date) -> str:
    assert event.start is not None
    end = event.end or event.start
    when = f"{event.start:%-d %B %Y}"
    if end != event.start:
        when = f"{event.start:%-d %B} to {end:%-d %B %Y}"
    where = f", {event.place}" if event.place else ""
    frame = {"scheduled": "Scheduled: ", "passed": "Passed: "}.get(verdict, "")
    return f"{frame}{when}{where} ({distance(event.start, today)})"


def distance(day: date, today: date) -> str:
    """How far ``day`` lies from ``today``, in words: "in 3 days", "today", "2 days ago"."""
    days = (day - today).days
    if days == 0:
        return "today"
    if abs(days) == 1:
        return "tomorrow" if days > 0 else "yesterday"
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def _short(quote: str) -> str:
    flat = " ".join(quote.split())
    return f"“{flat}”" if len(flat) <= HEADLINE_LENGTH else "See the quotes below."


def _agreement(judgement: Judgement | None, citations: Sequence[Citation]) -> tuple[Claim, ...]:
    if judgement is None:
        return ()
    claims = []
    for day, sentences in judgement.claims:
        keys = {(s.article.id, s.start) for s in sentences}
        claims.append(
            Claim(
                value=day.isoformat(),
                outlets=tuple(dict.fromkeys(s.article.outlet for s in sentences)),
                citations=tuple(c.n for c in citations if (c.article_id, c.start) in keys),
            )
        )
    return tuple(claims)
