"""Walk a text and compose date expressions of the simple ones that the grammar knows.

Composition is by recursive descent with one token of look-ahead: a part of a date ("early
June"), a distance from one ("two days after 2 June"), a clock time beside one, a range between
two. Depth and look-ahead are bounded, so the whole walk is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from retrieval.dates import holidays, printed, spoken
from retrieval.dates.compose import EXTENSIONS, LINK, OPENER, PREFIXES, Parsed, join
from retrieval.dates.meaning import Beside, CalendarUnit
from retrieval.dates.model import Context, DateExpression, Meaning
from retrieval.dates.tense import Clauses, follows_since
from retrieval.dates.words import (
    COUNTS,
    DAY_PARTS,
    MONTHS,
    NUMBERS,
    ORDINALS,
    SEASON_CODES,
    VAGUE_NUMBERS,
    WEEKDAYS,
    Match,
    any_of,
)

_DEPTH = 3
_RULES = (*printed.RULES, *spoken.RULES, *holidays.RULES)
_FIRST_WORDS = any_of(
    [
        *(*MONTHS, *WEEKDAYS, *NUMBERS, *VAGUE_NUMBERS, *ORDINALS, *COUNTS, *SEASON_CODES),
        *(*DAY_PARTS, "today", "tonight", "tomorrow", "yesterday", "the", "that", "in", "within"),
        *("from", "between", "early", "mid", "late", "end", "beginning", "start", "middle"),
        *("close", "later", "earlier", "week", "month", "year", "recent", "following", "noon"),
        *("half", "overnight", "rest", "remainder", "year-end", "h1", "h2", "closing"),
        *(name.split()[0].removesuffix("'s") for name in holidays.NAMES),
        *("midday", "midnight", "final", "latter", "q1", "q2", "q3", "q4"),
    ]
)
"""Every word that an expression can begin with."""
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}"
    r"|(?<![\w.])[\w-]{1,60}(?:\.[a-z]{2,10}){1,3}/[^\s<>\"]*",
    re.I,
)
_LEADING = ("the", "that", "in", "a", "an", "from")
_BEHIND_LEADING = any_of(
    [
        *("day", "night", "weekend", "fortnight", "quarter", "decade", "century", "couple", "half"),
        *("same", "very", "rest", "turn", "whole", "current", "full", "new", "around", "about"),
        *("dawn", "hour", "minute"),
    ]
)
"""More words that may follow a leading one; most of what does follow begins no expression."""
_START = re.compile(
    rf"(?<![\w@#&$€£¥])(?:(?<![.,/+=-])(?<!\d[:–—])(?=\d)|(?:{any_of(_LEADING)})(?!\w)"
    rf"(?=[\s-]{{1,4}}(?:\d|['’]|(?:{_FIRST_WORDS}|{_BEHIND_LEADING})))"
    rf"|(?!(?:{any_of(_LEADING)})\b)(?:{_FIRST_WORDS})(?!\w))",
    re.I,
)
_HEDGE = re.compile(r"\b(?:around|about|approximately|circa|roughly)\s+(?:the\s+)?$", re.I)
_NOW = re.compile(r"(?:now|the present(?: day)?)\b", re.I)
"""The one place where "now" is a date: as the end of a range."""
_MOVED = re.compile(
    r"\b(?:moved|postponed|shifted|delayed|rescheduled|put back|put off|pushed back|changed"
    r"|deferred|brought forward|advanced)\b[^.;]{0,30}\bfrom\s+(?:the\s+)?\Z",
    re.I,
)
"""What was moved from one date to another did not last from one to the other."""

_DAY_FIRST = re.compile(
    r"(?<![\w/.-])(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])/(?:\d{4}|\d\d)(?![\w/])"
)


def scan(
    text: str, reference: datetime | None, *, day_first: bool | None = None
) -> list[DateExpression]:
    """The work of :func:`retrieval.dates.find_dates`."""
    now = reference.astimezone(UTC) if reference and reference.tzinfo else reference
    if day_first is None:
        day_first = _DAY_FIRST.search(text) is not None
    clauses = Clauses(text)
    found: list[DateExpression] = []
    anchor: Meaning | None = None
    day_anchor: Meaning | None = None
    for parsed in _Walk(text, day_first).expressions():
        direction = partial(clauses.lean, parsed.start, parsed.end)
        since = follows_since(text, parsed.start)
        meaning = parsed.node.resolve(Context(now, anchor, day_anchor, direction, since))
        if meaning is None:
            continue
        if _HEDGE.search(text, max(0, parsed.start - 24), parsed.start):
            meaning = replace(meaning, approximate=True)
        found.append(_expression(text, parsed, meaning))
        if meaning.first and meaning.last and not since and not isinstance(parsed.node, Beside):
            anchor = meaning
            if (meaning.last - meaning.first).days < 7:
                day_anchor = meaning
    return found


def _expression(text: str, parsed: Parsed, meaning: Meaning) -> DateExpression:
    return DateExpression(
        start=parsed.start,
        end=parsed.end,
        text=text[parsed.start : parsed.end],
        first=meaning.first,
        last=meaning.last,
        granularity=meaning.granularity,
        timex=meaning.timex,
        time=meaning.time,
        zone=meaning.zone,
        relative=meaning.relative,
        approximate=meaning.approximate,
    )


class _Walk:
    """One pass over one text."""

    def __init__(self, text: str, day_first: bool) -> None:
        self.text = text
        self.day_first = day_first

    def expressions(self) -> Iterator[Parsed]:
        """The longest expression at each start, left to right, without overlap."""
        done = 0
        addresses = _ADDRESS.finditer(self.text)
        address = next(addresses, None)
        for start in _START.finditer(self.text):
            position = start.start()
            while address and address.end() <= position:
                address = next(addresses, None)
            if position < done or (address and address.start() <= position):
                continue
            parsed = self.expression(position)
            if parsed:
                yield parsed
                done = parsed.end

    def expression(self, position: int) -> Parsed | None:
        """A range where there is one, else a single expression."""
        opener = OPENER.match(self.text, position)
        start = self.element(opener.end() if opener else position)
        if start is None:
            return self.element(position) if opener else None
        joined = self._range(position, opener["opener"].lower() if opener else "", start)
        return joined or (self.element(position) if opener else start)

    def _range(self, position: int, opener: str, start: Parsed) -> Parsed | None:
        if _MOVED.search(self.text, max(0, position - 60), start.start):
            return None
        link = LINK.match(self.text, start.end)
        if link is None or ("and" in link[0].lower()) != (opener == "between"):
            return None
        end = self.element(link.end())
        now = None if end else _NOW.match(self.text, link.end())
        if now:
            end = Parsed(link.end(), now.end(), CalendarUnit("day", 0))
        return join(position, start, end) if end else None

    def element(self, position: int, depth: int = 0) -> Parsed | None:
        """The longest single expression that begins at ``position``."""
        best = self._simple(position)
        if depth < _DEPTH:
            for pattern, build in PREFIXES:
                prefix = pattern.match(self.text, position)
                inner = prefix and self.element(prefix.end(), depth + 1)
                node = build(prefix, inner) if prefix and inner else None
                if inner and node and (best is None or inner.end > best.end):
                    best = Parsed(position, inner.end, node)
        return self._extended(best) if best else None

    def _simple(self, position: int) -> Parsed | None:
        best: Parsed | None = None
        for pattern, build in _RULES:
            match = pattern.match(self.text, position)
            if match is None or (best and match.end() <= best.end):
                continue
            node = build(Match(match, self.day_first))
            if node:
                best = Parsed(position, match.end(), node)
        return best

    def _extended(self, parsed: Parsed) -> Parsed:
        for pattern, extend in EXTENSIONS:
            match = pattern.match(self.text, parsed.end)
            if match is None:
                continue
            following = self._simple(match.end()) if "next" in pattern.groupindex else None
            parsed = extend(parsed, match, following) or parsed
        return parsed
