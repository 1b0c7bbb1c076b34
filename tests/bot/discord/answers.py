"""Answers as data, one for each verdict: fixed, fictional, in our own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.discord.asking import Asked
from bot.discord.engine import Answered
from retrieval.records import Answer, Citation, Claim, Event, Freshness, Headline, Hit

AS_OF = datetime(2031, 3, 4, 9, 30, 59, tzinfo=UTC)


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2031, 3, day, hour, tzinfo=UTC)


def citation(n: int, quote: str, *bold: str, **changes: object) -> Citation:
    starts = [(quote.index(words), quote.index(words) + len(words)) for words in bold]
    made = Citation(
        n, f"article-{n}", 1, f"Harbour vote, part {n}", "Port Gazette",
        f"https://gazette.example/harbour/{n}", at(3, 7), None, quote, 0, len(quote), (),
        tuple(starts),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]  # any field


VOTE = citation(1, "The council votes on the harbour on 9 March in Lower Hall.", "9 March")
OTHER = citation(
    2, "The vote was put off to 12 March, the mayor's office said.", "12 March",
    outlet="Island Times", url=None, published=at(4, 8), also_in=("Ferry Post", "Quay News"),
    attribution="summary of a report by Quay News",
)  # fmt: skip
FRESH = Freshness(at(4, 9), at(4, 8))


def hit(n: int) -> Hit:
    return Hit(n, f"article-{n}", 1, 0, 10, 0.9 - n / 100, 3.2, 0.61, 0.8, 0.97, n)


BASE = Answer(
    question="When does the council vote on the harbour?", as_of=AS_OF, verdict="scheduled",
    headline="Scheduled: 9 March 2031, Lower Hall (in 5 days)",
    event=Event(date(2031, 3, 9), date(2031, 3, 9), "Lower Hall"), line=Headline("dated"),
    citations=(VOTE,),
    agreement=(), freshness=FRESH, confidence=0.91, passages=tuple(hit(n) for n in range(1, 7)),
    trace={"kind": "when", "terms": ["council", "vote", "harbour"], "threshold": 0.4,
           "milliseconds": {"search": 3.2, "answer": 1.1}},
)  # fmt: skip

ANSWERS: dict[str, Answer] = {
    "scheduled": BASE,
    "answered": replace(
        BASE, verdict="answered", event=None,
        headline="“The harbour will be dredged by a company from Norhaven.”",
        line=Headline("said", "The harbour will be dredged by a company from Norhaven."),
        citations=(
            citation(1, "The harbour will be dredged by a company from Norhaven.", "Norhaven"),
            citation(2, "Norhaven Dredging has won the contract.", "Norhaven Dredging"),
        ),
        agreement=(Claim("Norhaven", ("Port Gazette", "Island Times"), (1, 2)),),
    ),
    "passed": replace(
        BASE, verdict="passed", headline="Passed: 1 to 2 March 2031 (2 days ago)",
        event=Event(date(2031, 3, 1), date(2031, 3, 2), None),
    ),
    "not_set": replace(
        BASE, verdict="not_set", event=None,
        headline="No date is set, as of 4 March 2031: “No date has been agreed.”",
        line=Headline("not_set", "No date has been agreed."),
        citations=(citation(1, "No date has been agreed.", published=None),),
    ),
    "disputed": replace(
        BASE, verdict="disputed", headline="Outlets differ: 9 March 2031 or 12 March 2031",
        line=Headline("values", values=("2031-03-09", "2031-03-12")),
        citations=(VOTE, OTHER),
        agreement=(
            Claim("2031-03-09", ("Port Gazette",), (1,)),
            Claim("2031-03-12", ("Island Times", "Ferry Post", "Quay News"), (2,)),
        ),
    ),
    "outdated": replace(
        BASE, verdict="outdated",
        headline="Passed: 9 March 2030. The newest coverage is of 3 March 2030",
        event=Event(date(2030, 3, 9), None, None),
        line=Headline("dated", newest=date(2030, 3, 3)),
        freshness=Freshness(at(4, 9), at(4, 8), ("Quay News",)),
    ),
    "proposed": replace(
        BASE, headline="Proposed: 3 to 8 March 2031, Lower Hall (under way)",
        event=Event(date(2031, 3, 3), date(2031, 3, 8), "Lower Hall"),
        line=Headline("dated", proposed=True),
    ),
    "no_year": replace(
        BASE, verdict="answered", event=None, line=Headline("no_year", "9 March"),
        headline="“9 March” (the article states no year)",
    ),
    "old_undated": replace(
        BASE, verdict="outdated", event=None,
        line=Headline("old_undated", newest=date(2030, 3, 3)),
        headline="The newest coverage of this, of 3 March 2030, has no date: See the quotes below.",
    ),
    "no_answer": replace(
        BASE, verdict="no_answer", event=None, line=None, headline="The coverage does not say.",
        citations=(), reason="not_this", confidence=0.1,
        corrections=(("harbuor", "harbour"),), searched=(date(2031, 2, 25), date(2031, 3, 4)),
    ),
}  # fmt: skip


def answered(answer: Answer) -> Answered:
    return Answered(answer, "build-7")


def asked(answer: Answer, **changes: object) -> Asked:
    made = Asked(answer.question, answer.as_of)
    return replace(made, **changes)  # type: ignore[arg-type]  # any field
