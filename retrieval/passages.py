"""Passages: runs of whole sentences of about equal length, the unit that is indexed and ranked."""

from __future__ import annotations

import re
from itertools import accumulate

from retrieval.records import Passage
from retrieval.sentences import SPLITTER_VERSION, split_sentences

__all__ = ["SPLITTER_VERSION", "passage_text", "split_passages", "split_sentences"]

_MOST_SENTENCES = 40
"""In one passage; it bounds the work on a text of one-word sentences."""


def split_passages(
    text: str, *, target_words: int = 90, max_words: int = 120, overlap: int = 1
) -> list[Passage]:
    """The passages of a text, in order, each of its sentences in at least one of them.

    Each repeats up to ``overlap`` sentences of the one before, as far as they fit into a third of
    ``max_words``. Only a single sentence longer than ``max_words`` exceeds it, standing alone.
    Of all partitions the one is taken whose passages differ least from ``target_words``, by the
    sum of squares, so no short rest is left at the end of a text that allows for better.
    """
    sentences = split_sentences(text)
    words = [len(re.findall(r"\S+", text[start:end])) for start, end in sentences]
    total = [0, *accumulate(words)]
    leads = [_lead(total, i, overlap, max_words // 3) for i in range(len(sentences))]
    passages: list[Passage] = []
    for opening, end in _partition(total, leads, target_words, max_words):
        inside = tuple(sentences[opening:end])
        passages.append(Passage(len(passages), inside[0][0], inside[-1][1], inside))
    return passages


def passage_text(text: str, passage: Passage) -> str:
    """The words of a passage without the boilerplate that stands between its sentences."""
    return " ".join(text[start:end] for start, end in passage.sentences)


def _lead(total: list[int], first: int, overlap: int, most_words: int) -> int:
    """The sentence with which a passage opens whose first new sentence is ``first``."""
    lead = first
    while lead > max(0, first - overlap) and total[first] - total[lead - 1] <= most_words:
        lead -= 1
    return lead


def _partition(total: list[int], leads: list[int], target: int, most: int) -> list[tuple[int, int]]:
    """The cheapest cut of the sentences into runs, each as its first sentence and its end.

    ``total[i]`` counts the words before sentence ``i``. ``best[end]`` holds the least cost of
    the sentences before ``end``, and for the last run there its first new sentence and its
    opening one, the overlap included. Each step depends on earlier ones only: dynamic programming.
    """
    best = [(0, 0, 0)]
    for end in range(1, len(total)):
        options = []
        for new in range(end - 1, max(-1, end - 1 - _MOST_SENTENCES), -1):
            if new < end - 1 and total[end] - total[new] > most:
                break
            fits = total[end] - total[leads[new]] <= most
            opening = leads[new] if fits else new
            cost = (total[end] - total[opening] - target) ** 2
            if total[end] - total[new] < target // 2:
                cost += target**2
            options.append((best[new][0] + cost, new, opening))
        best.append(min(options))
    runs: list[tuple[int, int]] = []
    end = len(total) - 1
    while end > 0:
        _, new, opening = best[end]
        runs.append((opening, end))
        end = new
    return runs[::-1]
