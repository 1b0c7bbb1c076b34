"""What the reader learns from: questions against sentences that answer them, and that don't."""

from __future__ import annotations

import random
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from corrupt import corrupted
from reader_set import Story

from retrieval.analysis import terms
from retrieval.reader import heading
from retrieval.sentences import split_sentences

FOREIGN = 0.1
"""Questions that are also read against another article's sentence, where nothing answers them."""
CORRUPTED = 0.4
"""Answered questions that are also read with a word traded, so that nothing answers them."""
NEAREST = (0.6, 0.3)
"""Share of the answered questions that are also read against the sentence most like them that has
no answer, and against the second one."""
NEAREST_MISS = (1.0, 0.5)
"""The same of the near misses."""
ELSEWHERE = 0.04
"""Share of the other sentences that are read."""
BEFORE = (0, 1, 1, 2)
"""Sentences before it that are read with a sentence, drawn by question."""
PLAIN = 0.4
"""Questions that are read in lower case and without their last mark, as people type them."""
TERSE = 0.25
"""Share of the plain ones that are read without the words that only hold a question together."""
MISTYPED = 0.25
"""Share of the plain ones that are read with a letter dropped, doubled or traded."""
HOLDING = frozenset(
    "a an and are at be by did do does for had has have in is it its of on the to was were will"
    " with".split()
)


@dataclass(frozen=True)
class Example:
    """A question against sentences; ``start == end`` where nothing answers it."""

    question: str
    lead: str
    text: str
    start: int
    end: int
    asked: int
    """Number of the question, the same for all that it is read against."""
    kind: str


def examples(found: Sequence[Story], seed: int) -> list[Example]:
    """Each question against the sentences nearest to it, and some others, each with its context."""
    chance = random.Random(seed)
    made: list[Example] = []
    parted = [split(story) for story in found]
    asked = 0

    def add(typed: str, one: Sentence, start: int, answer: range, kind: str) -> None:
        text = one.article["text"][start : one.end]
        first = answer.start - start if answer else 0
        lead = heading(one.article["title"], date.fromisoformat(one.article["published"][:10]))
        made.append(Example(typed, lead, text, first, first + len(answer), asked, kind))

    for story, own in zip(found, parted, strict=True):
        unanswered = [(question, "", 0) for question in story.unanswered]
        for question, answer, which in [*story.answered, *unanswered]:
            asked += 1
            typed = as_typed(question, chance) if chance.random() < PLAIN else question
            home = story.articles[which]
            place = place_of(home["text"], question, answer) if answer else 0
            there = range(place, place + len(answer))
            back = chance.choice(BEFORE)
            wanted = set(terms(question))
            order = sorted(own, key=lambda s: (-s.likeness(wanted), chance.random()))
            blank = range(0)
            misses = 0
            for one in order:
                start = one.opening[min(back, len(one.opening) - 1)]
                text = one.article["text"][start : one.end]
                at_home = one.article is home
                if answer and at_home and start <= there.start and there.stop <= one.end:
                    # Where it stands in the sentence before, it is read so now and then.
                    if there.start >= one.opening[0] or chance.random() < 0.3:
                        add(typed, one, start, there, "answered")
                        traded = corrupted(typed, home["text"], chance)
                        if traded and chance.random() < CORRUPTED:
                            add(traded, one, start, blank, "corrupted")
                    continue
                if answer and answer in text:
                    continue
                misses += 1
                nearest = NEAREST if answer else NEAREST_MISS
                share = nearest[misses - 1] if misses <= len(nearest) else ELSEWHERE
                if chance.random() < share:
                    add(typed, one, start, blank, "elsewhere" if answer else "near")
            if chance.random() < FOREIGN:
                other = _likest(parted, own, wanted, chance)
                add(typed, other, other.opening[0], blank, "foreign")
    return made


def as_typed(question: str, chance: random.Random) -> str:
    """The question as somebody types it in haste."""
    words = question.lower().rstrip("?").replace("'", "").split()
    if chance.random() < TERSE:
        words = [w for w in words if w not in HOLDING] or words
    long = [n for n, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if long and chance.random() < MISTYPED:
        n = chance.choice(long)
        word, at = words[n], chance.randrange(1, len(words[n]) - 1)
        words[n] = chance.choice([
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ])  # fmt: skip
    return " ".join(words)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a story."""

    article: dict[str, Any]
    opening: tuple[int, ...]
    """Where it begins, and where the sentences before it do, the nearest first."""
    end: int
    terms: frozenset[str]
    title: frozenset[str]

    def likeness(self, wanted: Set[str]) -> float:
        """How many of the terms it has; those of its title alone are half."""
        return len(wanted & self.terms) + len(wanted & (self.title - self.terms)) / 2


def split(story: Story) -> list[Sentence]:
    """The sentences of all articles of a story."""
    made = []
    for article in story.articles:
        title = frozenset(terms(article["title"]))
        places = split_sentences(article["text"])
        for n, (start, end) in enumerate(places):
            opening = tuple(place[0] for place in reversed(places[: n + 1]))
            own = frozenset(terms(article["text"][start:end]))
            made.append(Sentence(article, opening, end, own, title))
    return made


def place_of(text: str, question: str, answer: str) -> int:
    """Where the answer stands: of several places the one amid most of the question's terms."""
    wanted = set(terms(question))
    places = [at for at in range(len(text)) if text.startswith(answer, at)]
    near = (text[max(0, at - 120) : at + 120] for at in places)
    return max(zip(map(len, (wanted & set(terms(t)) for t in near)), places, strict=True))[1]


def _likest(
    parted: Sequence[list[Sentence]], own: list[Sentence], wanted: Set[str], chance: random.Random
) -> Sentence:
    """Of some sentences of other stories the one most like the question."""
    others = [s for s in chance.sample(parted, min(12, len(parted))) if s is not own]
    return max((chance.choice(s) for s in others), key=lambda s: s.likeness(wanted))
