"""Event dates: the dates that a sentence prints, as the days of what it tells."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from retrieval.evidence import Sentence
from retrieval.modality import is_limit, moved_between
from retrieval.records import Span

_LISTED = re.compile(r"\s*,?\s*(?:and|&|,)\s*(?:on\s+)?(?:the\s+)?", re.I)
_DAY_OF_A_MONTH = re.compile(r"\d(?!.*\b\d{4}\b)")
"""A date with a figure in it and no year."""

_AND = re.compile(r"\s*(?:and|&|[-–])\s*(?:the\s+)?", re.I)


def event_dates(sentence: Sentence) -> list[Span]:
    """The dates of a sentence, of two days in a row ("23 and 24 January") one date, of "moved from
    12 November to 3 December" the second, and of "by the end of June" the last day.
    """
    text = sentence.article.text
    made: list[Span] = []
    for span in sorted(sentence.dates, key=lambda s: s.start):
        before = text[sentence.start : span.start]
        if is_limit(before) or moved_between(before, text[span.start : span.end]):
            span = replace(span, first=span.last)
        last = made[-1] if made else None
        if (
            last and last.last and span.first and span.last
            and span.first - last.last == timedelta(days=1)
            and _AND.fullmatch(text, last.end, span.start)
        ):  # fmt: skip
            made[-1] = replace(last, end=span.end, last=span.last)
        else:
            made.append(span)
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
