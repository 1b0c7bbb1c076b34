"""What the reader learns from as rows of tokens, and rows of like length as batches."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from date_examples import Dated
from dispute_examples import Pair
from reader_examples import Example

from retrieval.reader import Tokens, together

TOKENS = 48 * 80
"""In a batch, padding included."""


@dataclass
class Row:
    """An example as tokens."""

    ids: list[int]
    types: list[int]
    first: int
    last: int
    allowed: list[bool]
    offsets: list[tuple[int, int]]
    example: Example | Pair | Dated
    marks: list[tuple[int, bool]] = field(default_factory=list)
    """Positions where a date begins or a text ends, and whether that is what is asked for."""


def rows(found: Sequence[Example], tokenizer: Any) -> list[Row]:
    """Examples whose answer is within reach of the model."""
    made = []
    encoded = tokenizer.encode_batch([(e.question, e.lead + e.text) for e in found])
    for example, one in zip(found, encoded, strict=True):
        shift = len(example.lead)
        inside = [
            kind == 1 and end > start >= shift
            for kind, (start, end) in zip(one.type_ids, one.offsets, strict=True)
        ]
        first = last = 0
        if example.end > example.start:
            own = [
                n for n, (start, end) in enumerate(one.offsets)
                if inside[n] and start < example.end + shift and end > example.start + shift
            ]  # fmt: skip
            if not own or one.offsets[own[-1]][1] < example.end + shift:
                continue
            first, last = own[0], own[-1]
        inside[0] = True
        made.append(Row(one.ids, one.type_ids, first, last, inside, one.offsets, example))
    return made


def pair_rows(found: Iterable[Pair], tokenizer: Any) -> list[Row]:
    """Pairs of texts; none of their words is an answer."""
    return [_row(together(tokenizer, pair.question, pair.texts), pair) for pair in found]


def dated_rows(found: Iterable[Dated], tokenizer: Any) -> list[Row]:
    """Texts read together for their dates; without those whose dates are all cut off."""
    made = []
    for one in found:
        tokens = together(tokenizer, one.question, one.texts)
        row = _row(tokens, one)
        for text, start, right in one.marks:
            at = tokens.closing(text) if start is None else tokens.at(text, start)
            if at is not None:
                row.marks.append((at, right))
        made.append(row)
    return made


def _row(tokens: Tokens, example: Pair | Dated) -> Row:
    size = len(tokens.ids)
    allowed = [place == 0 for place in range(size)]
    return Row(tokens.ids, tokens.kinds, 0, 0, allowed, [(0, 0)] * size, example)


def batches(found: Sequence[Row], chance: random.Random | None) -> Iterator[list[Row]]:
    """Rows of like length together; in random order if ``chance`` is given."""
    order = list(found)
    if chance:
        chance.shuffle(order)
    pools = [order[at : at + 1200] for at in range(0, len(order), 1200)]
    made = []
    for pool in pools:
        pool.sort(key=lambda r: len(r.ids))
        batch: list[Row] = []
        for row in pool:
            if batch and (len(batch) + 1) * len(row.ids) > TOKENS:
                made.append(batch)
                batch = []
            batch.append(row)
        made.append(batch)
    if chance:
        chance.shuffle(made)
    yield from made


def tensors(batch: Sequence[Row]) -> tuple[Any, ...]:
    """Ids, mask, types, allowed, first, last."""
    longest = max(len(r.ids) for r in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    mask, types = torch.zeros_like(ids), torch.zeros_like(ids)
    allowed = torch.zeros(len(batch), longest, dtype=torch.bool)
    for n, row in enumerate(batch):
        size = len(row.ids)
        ids[n, :size] = torch.tensor(row.ids)
        mask[n, :size] = 1
        types[n, :size] = torch.tensor(row.types)
        allowed[n, :size] = torch.tensor(row.allowed)
    first = torch.tensor([r.first for r in batch])
    last = torch.tensor([r.last for r in batch])
    return ids, mask, types, allowed, first, last
