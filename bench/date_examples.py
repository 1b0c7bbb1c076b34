"""What the reader learns from about days: which of the dates in texts read together is the one that
is asked for, seen from a day, or which text says that there is none.

Of ``bench/data/reader`` the questions that a date answers, each beside other dated sentences of
its story; and ``bench/data/days``: one situation a line, of short ``texts`` out of the coverage of
one story, and ``questions`` as of a day with the date words that are ``right`` then.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from reader_examples import PLAIN, as_typed, place_of, split
from reader_set import Story

from retrieval.analysis import terms
from retrieval.dates import DateExpression, find_dates
from retrieval.reader import Headed, heading, seen_from
from retrieval.understand import understand
from retrieval.unset import denies_a_date

DATA = Path(__file__).resolve().parent / "data" / "days"

TEXTS = (1, 2, 2, 3, 3)
"""Texts that are read together, drawn by example."""
DRAWN = 3
"""Examples of each question of a situation in an epoch."""
WITHOUT = 0.25
"""Share of the examples without any text that answers, though there is one."""
LATER = (0, 0, 1, 2, 5, 14, 40)
"""Days after the newest of the texts that a question about a story is asked, drawn by example."""
BEFORE = (0, 0, 1)
"""Sentences before it that are read with a sentence, drawn by sentence."""
NOW = datetime(2025, 1, 1, tzinfo=UTC)
NEAREST = 6
"""Dated sentences most like the question that an answer is read beside."""


@dataclass(frozen=True)
class Dated:
    """A question as of a day against texts; each mark is a text, the offset of a date in it or None
    for the statement that there is no date, and whether that answers.
    """

    question: str
    texts: tuple[Headed, ...]
    marks: tuple[tuple[int, int | None, bool], ...]


@dataclass(frozen=True)
class Piece:
    """A text that may be read, with its dates."""

    published: date
    headed: Headed
    dates: tuple[tuple[int, date | None], ...]
    """Where each begins, and its first day."""
    right: tuple[int, ...] = ()
    """Offsets of the dates that answer."""
    none: bool = False
    """It answers by saying that there is no date."""


def of_situations(found: Iterable[dict[str, Any]], seed: int) -> list[Dated]:
    """Each question with some draws of the texts that were published by then."""
    chance = random.Random(seed)
    made = []
    for situation in found:
        dates = [_dates(text) for text in situation["texts"]]
        for asked in situation["questions"]:
            pieces = [
                _piece(text, dates[n], [w for i, w in asked["right"] if i == n], asked["day"])
                for n, text in enumerate(situation["texts"])
                if text["published"] <= asked["as_of"]
            ]
            known = asked["day"] and asked["day"] != "not_set"
            day = date.fromisoformat(asked["day"]) if known else None
            as_of = date.fromisoformat(asked["as_of"])
            for _ in range(DRAWN):
                made += drawn(asked["question"], as_of, day, pieces, chance)
    return made


def of_stories(found: Sequence[Story], seed: int) -> list[Dated]:
    """The questions about stories that a date answers, or the statement that there is none."""
    chance = random.Random(seed)
    made = []
    for story in found:
        dates = {id(article): _dates(article) for article in story.articles}
        sentences = split(story)
        unanswered = [(question, "", 0) for question in story.unanswered]
        for question, answer, which in [*story.answered, *unanswered]:
            if not understand(question, as_of=NOW).timed:
                continue
            home = story.articles[which]
            place = place_of(home["text"], question, answer) if answer else 0
            there = range(place, place + len(answer))
            own = [d for d in dates[id(home)] if d.start < there.stop and d.end > there.start]
            wanted = set(terms(question))
            pieces = []
            for one in sorted(sentences, key=lambda s: (-s.likeness(wanted), chance.random())):
                at_home = bool(answer) and one.article is home
                holds = at_home and one.opening[0] <= there.start and there.stop <= one.end
                whole = one.article["text"][one.opening[0] : one.end]
                if not holds and (len(pieces) >= NEAREST or (answer and answer in whole)):
                    continue
                start = one.opening[min(chance.choice(BEFORE), len(one.opening) - 1)]
                inside = range(start, one.end)
                piece = _part(one.article, inside, dates[id(one.article)], own if holds else ())
                if holds and not own and denies_a_date(whole):
                    piece = replace(piece, none=True)
                if _answers(piece) or (not holds and piece.dates):
                    pieces.append(piece)
            if pieces and any(map(_answers, pieces)) == bool(answer):
                as_of = max(p.published for p in pieces) + timedelta(chance.choice(LATER))
                made += drawn(question, as_of, own[0].first if own else None, pieces, chance)
    return made


def _part(
    article: dict[str, Any], inside: range, dates: Sequence[DateExpression],
    right: Sequence[DateExpression],
) -> Piece:  # fmt: skip
    """What stands ``inside`` of an article, of whose dates those in ``right`` answer."""
    found = [d for d in dates if inside.start <= d.start and d.end <= inside.stop]
    return Piece(
        _day(article),
        (_lead(article), article["text"][inside.start : inside.stop]),
        tuple((d.start - inside.start, d.first) for d in found),
        tuple(d.start - inside.start for d in found if d in right),
    )


def _dates(article: dict[str, Any]) -> list[DateExpression]:
    return find_dates(article["text"], datetime.combine(_day(article), time(12), UTC))


def _day(article: dict[str, Any]) -> date:
    return date.fromisoformat(article["published"][:10])


def _lead(article: dict[str, Any]) -> str:
    return heading(article["title"], _day(article))


def _piece(
    text: dict[str, Any], dates: Sequence[DateExpression], right: Sequence[str], day: str | None
) -> Piece:
    """One of a situation's texts, of which the words in ``right`` answer."""
    places = [
        (at, at + len(words)) for words in right if words for at in [text["text"].index(words)]
    ]
    own = [d.start for d in dates if any(d.start < end and d.end > at for at, end in places)]
    found = tuple((d.start, d.first) for d in dates)
    lead = (_lead(text), text["text"])
    # That there is no date may be told beside a date: "not on 3 June any more".
    unset = bool(right) and day == "not_set"
    return Piece(_day(text), lead, found, () if unset else tuple(own), unset)


def _answers(piece: Piece) -> bool:
    return bool(piece.right) or piece.none


def drawn(
    question: str, as_of: date, day: date | None, pieces: Sequence[Piece], chance: random.Random
) -> list[Dated]:
    """Some of the pieces, in the order in which they appeared; none if there are none."""
    typed = as_typed(question, chance) if chance.random() < PLAIN else question
    right = [p for p in pieces if _answers(p)]
    wrong = [p for p in pieces if not _answers(p)]
    size = chance.choice(TEXTS)
    read: list[Piece] = []
    if right and not (wrong and chance.random() < WITHOUT):
        read.append(chance.choice(right))
    read += chance.sample(wrong, min(size - len(read), len(wrong)))
    read.sort(key=lambda p: p.published)
    marks: list[tuple[int, int | None, bool]] = []
    for n, piece in enumerate(read):
        for start, first in piece.dates:
            # Another mention of the right day may well answer: that says nothing.
            if start in piece.right or day is None or first != day:
                marks.append((n, start, start in piece.right))
        marks.append((n, None, piece.none))
    return (
        [Dated(seen_from(as_of, typed), tuple(p.headed for p in read), tuple(marks))]
        if read
        else []
    )
