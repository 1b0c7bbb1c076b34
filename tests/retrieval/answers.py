"""Asking in tests; every quote is verbatim, and none is from later than the moment of asking."""

from __future__ import annotations

from datetime import date

from retrieval.records import Answer
from tests.retrieval.conftest import Newsroom

ROUND = "When is the next round of the fisheries talks?"
NO_DATE = "No date has been set for the next round of the fisheries talks, a spokesman said."
SET = "The next round of the fisheries talks will be held in Bergen on 20 March."


def ask(newsroom: Newsroom, question: str, as_of: str, *, follows: str | None = None) -> Answer:
    """The answer; whatever it is, its quotes are verbatim and none of them is from later."""
    newsroom.refresh()
    with newsroom.open() as index:
        answer = index.ask(question, as_of=date.fromisoformat(as_of), follows=follows)
        for citation in answer.citations:
            article = index.store.article(citation.article_id, citation.version)
            assert article is not None
            assert article.text[citation.start : citation.end] == citation.quote
            assert citation.published is None or citation.published <= answer.as_of
    return answer


def start(answer: Answer) -> str | None:
    return answer.event.start.isoformat() if answer.event and answer.event.start else None


def cited(answer: Answer) -> set[str]:
    return {c.article_id for c in answer.citations}
