"""Event dates: the dates that a sentence prints, as the days of what it tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from retrieval.analysis import term_set
from retrieval.evidence import Sentence
from retrieval.modality import is_limit
from retrieval.moves import moved_between
from retrieval.ordinals import ORDINALS
from retrieval.records import Span
from retrieval.understand import Question

_LISTED = re.compile(r"\s*,?\s*(?:and|&|,)\s*(?:on\s+)?(?:the\s+)?", re.I)
_DAY_OF_A_MONTH = re.compile(r"\d(?!.*\b\d{4}\b)")
"""A date with a figure in it and no year."""

_PLACE_OF_WRITING = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ'’./() -]+,\s*")
_AGENCY = re.compile(r"\s*\([^()\n]{2,40}\)")
_DASH = re.compile(r"\s*[-–—]{1,2}\s")

_YEARS = re.compile(r"in [\w-]+ (?:decades|years|months|weeks|days)", re.I)
_COMPARED = re.compile(
    rf"\b(?:last|only|once|twice|most|record|{'|'.join(ORDINALS)}|[a-z]{{3,}}est)\b[^,.;:]{{0,40}}$",
    re.I,
)

_AND = re.compile(r"\s*(?:and|&|[-–])\s*(?:the\s+)?", re.I)
_NEXT_IN_LIST = re.compile(r"\s*(?:,|,? and|&)\s*(?:on\s+)?(?:the\s+)?", re.I)


_NAMELY = re.compile(r",\s*(?:(?:namely|that is),?\s+)?(?:(?:on|from)\s+)?(?:the\s+)?", re.I)
"""Between two ways of telling one day: "a week later, on 26 May"."""


_LIST = re.compile(r".*\b(?:and|&)\b.*", re.I)
"""Days that are told one by one, and not as from one to another."""

_YEAR = re.compile(r"(?:the\s+)?\d{4}", re.I)
_WHOSE = re.compile(
    r"\b(?:budget|plan|programme|program|season|forecasts?|estimates?|accounts|figures|draft|outlook"
    r"|targets?|spending|deficit) (?:for|of) (?:the )?$",
    re.I,
)
_OWNS = re.compile(r"(?:\b(?:the|an?|its|their|his|her|our|this|next)|['’]s?)\s+$", re.I)
_OWNED = re.compile(
    r"\s+(?!(?:in|at|on|and|or|but|to|for|from|with|by|as|after|before|when|if|because|while|is|was"
    r"|are|were|will|would|that|which|who|it|he|she|they|there)\b)[a-z]"
)


def event_dates(sentence: Sentence) -> list[Span]:
    """The dates of a sentence but that of a dateline: of days in a row ("23, 24 and 25 January")
    one date, of "moved from 12 November to 3 December" the second, and of "by the end of June" the
    last day.
    """
    text = sentence.article.text
    made: list[Span] = []
    for span in sorted(sentence.dates, key=lambda s: s.start):
        before = text[sentence.start : span.start]
        if _in_dateline(text, span) or _compares(before, text[span.start : span.end]):
            continue
        if is_limit(before) or moved_between(before, text[span.start : span.end]):
            span = replace(span, first=span.last)
        last = made[-1] if made else None
        if (
            last and last.last and span.first and span.last
            and span.first - last.last == timedelta(days=1)
            and _AND.fullmatch(text, last.end, span.start)
        ):  # fmt: skip
            made[-1] = replace(last, end=span.end, last=span.last)
        elif last and _puts_plainly(text, last, span):
            made[-1] = span
        else:
            made.append(span)
    for n in range(len(made) - 2, -1, -1):
        # "23, 24 and 25 January" is one date, "11, 14, 15 and 16 June" are several
        earlier = made[n - 1] if n else None
        apart = earlier and _listed(earlier, made[n], text) and not _on_next_day(earlier, made[n])
        if not apart and _precedes(made[n], made[n + 1], text):
            made[n : n + 2] = [replace(made[n], end=made[n + 1].end, last=made[n + 1].last)]
    # "On 16 May, 2 June and 23 July last year": a day without a year has that of the day after it.
    for n in range(len(made) - 2, -1, -1):
        one, following = made[n], made[n + 1]
        if (
            one.first and one.first == one.last and following.first
            and one.first.year > following.first.year
            and _LISTED.fullmatch(text, one.end, following.start)
            and _DAY_OF_A_MONTH.search(text, one.start, one.end)
        ):  # fmt: skip
            day = min(one.first.day, 28) if one.first.month == 2 else one.first.day
            first = one.first.replace(year=following.first.year, day=day)
            if first < following.first:
                made[n] = replace(one, first=first, last=first)
    return made


def _precedes(one: Span, several: Span, text: str) -> bool:
    """Whether it is the day before the days of a list, and the next one before them in it."""
    return (
        one.first == one.last
        and several.first != several.last
        and _LIST.fullmatch(text, several.start, several.end) is not None
        and _on_next_day(one, several)
        and _listed(one, several, text)
    )


def _on_next_day(one: Span, other: Span) -> bool:
    return bool(one.last and other.first and other.first - one.last == timedelta(days=1))


def _listed(one: Span, other: Span, text: str) -> bool:
    return _NEXT_IN_LIST.fullmatch(text, one.end, other.start) is not None


def _puts_plainly(text: str, one: Span, following: Span) -> bool:
    """Whether the second tells in figures what the first one tells in words: "this weekend, from
    7 to 9 June". Words are counted from something, and that may be taken for something else.
    """
    return (
        following.first is not None
        and (one.first, one.last) != (following.first, following.last)
        and not any(c.isdigit() for c in text[one.start : one.end])
        and any(c.isdigit() for c in text[following.start : following.end])
        and _NAMELY.fullmatch(text, one.end, following.start) is not None
    )


_AFTER_ANOTHER = re.compile(r".+ (?:days?|weeks?|months?|years?)\s+(?:after|before)", re.I | re.S)
"""The time of another event, "Friday, three days after the quake"."""
_DATELINE = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ'’./-]+[^\n.;:]{0,40} [-–—]{1,2} (?=\S)")
_CLAUSE_END = re.compile(r"[,;:.!?–—](?:\s|$)|$")


def of_two_events(question: Question, sentence: Sentence, dates: Sequence[Span]) -> list[Span]:
    """Without the date that is another event's, where a sentence dates one by the other: "flights
    began on Friday, three days after the quake" dates the quake if it is of that that is asked.
    """
    text, kept = sentence.article.text, list(dates)
    for one, other in pairwise(dates):
        if not _AFTER_ANOTHER.fullmatch(text, other.start, other.end):
            continue
        end = _CLAUSE_END.search(text, other.end)
        line = _DATELINE.match(text, sentence.start)
        before = term_set(text[line.end() if line else sentence.start : one.start])
        after = term_set(text[other.end : min(end.start() if end else other.end, sentence.end)])
        asked = set(question.terms)
        of_the_other = len(asked & after) > len(asked & before)
        gone = one if of_the_other else other
        kept = [k for k in kept if k is not gone]
    return kept


def _in_dateline(text: str, span: Span) -> bool:
    """Whether it is the day of writing that an article opens with: "OSLO, May 3 (Wire) - …"."""
    place = _PLACE_OF_WRITING.fullmatch(text, 0, span.start)
    agency = _AGENCY.match(text, span.end)
    if (span.start and not place) or not (place or agency):
        return False
    return _DASH.match(text, agency.end() if agency else span.end) is not None


def _compares(before: str, expression: str) -> bool:
    """Whether it looks back on years: "for the first time in nineteen years", "the longest strike
    in ten years", "the third stage in three days".
    """
    return bool(_YEARS.fullmatch(expression) and _COMPARED.search(before))


def names_a_year(span: Span, sentence: Sentence) -> bool:
    """Whether it only tells one budget or plan from another: "the 2026 budget"."""
    text = sentence.article.text
    year = _YEAR.fullmatch(text, span.start, span.end)
    if year is None:
        return False
    before = text[max(sentence.start, span.start - 40) : span.start]
    owns = year[0][0] in "tT" or _OWNS.search(before) is not None
    return bool(_WHOSE.search(before) or (owns and _OWNED.match(text, span.end)))
