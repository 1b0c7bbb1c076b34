"""What the reader is worth on texts that are held out from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from dispute_examples import Pair
from reader_rows import Row, batches, tensors

from retrieval.metrics import roc_area


def judged(model: Any, found: Sequence[Row]) -> dict[str, float]:
    """ROC area of the questions with an answer against near misses, and spans found, held out."""
    model.eval()
    best: dict[int, tuple[float, float, bool]] = {}
    kinds: dict[int, str] = {}
    kinds_of_row = ("answered", "near", "elsewhere", "foreign", "corrupted")
    by_row: dict[str, list[tuple[float, float, bool]]] = {kind: [] for kind in kinds_of_row}
    with torch.no_grad():
        for batch in batches(found, None):
            ids, mask, types, allowed, _, _ = tensors(batch)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                spans, answers, *_ = model(ids, mask, types)
            spans = spans.float().masked_fill(~allowed[:, :, None], -1e4).numpy()
            for n, row in enumerate(batch):
                begin, end, score = best_span(spans[n, : len(row.ids)])
                margin = score - float(spans[n, 0].sum())
                hit = row.last > 0 and begin <= row.last and end >= row.first
                one = (float(answers[n]), margin, hit)
                by_row[row.example.kind].append(one)
                asked = row.example.asked
                if row.example.kind in ("foreign", "corrupted"):
                    continue
                if row.example.kind in ("answered", "near"):
                    kinds[asked] = row.example.kind
                best[asked] = max(best.get(asked, one), one)
    model.train()
    asked = sorted(kinds)
    there = np.array([kinds[a] == "answered" for a in asked])
    whole = np.array([best[a][0] for a in asked])
    margin = np.array([best[a][1] for a in asked])

    def against(kind: str) -> float:
        rows = by_row["answered"] + by_row[kind]
        return roc_area(
            np.array([r[0] for r in rows]), np.arange(len(rows)) < len(by_row["answered"])
        )

    return {
        "roc, answers": roc_area(whole, there),
        "roc, margin": roc_area(margin, there),
        "roc, both": roc_area(whole + margin / 2, there),
        "roc, elsewhere": against("elsewhere"),
        "roc, corrupted": against("corrupted"),
        "span overlaps": float(np.mean([x[2] for x in by_row["answered"]])),
        "questions": float(len(asked)),
    }


def judged_pairs(model: Any, found: Sequence[Row]) -> dict[str, float]:
    """ROC area of the pairs that contradict each other against the others."""
    model.eval()
    sure, clash = [], []
    with torch.no_grad():
        for batch in batches(found, None):
            ids, mask, types, *_ = tensors(batch)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                disputed = model(ids, mask, types)[2]
            sure += disputed.float().tolist()
            clash += [isinstance(row.example, Pair) and row.example.disputed for row in batch]
    model.train()
    return {"roc, disputed": roc_area(np.array(sure), np.array(clash)), "pairs": float(len(sure))}


def judged_dates(model: Any, found: Sequence[Row]) -> dict[str, float]:
    """ROC area of the dates that are asked for against the others, and how often the likeliest mark
    of a row is right, where one is.
    """
    model.eval()
    sure, asked_for, hits = [], [], []
    with torch.no_grad():
        for batch in batches(found, None):
            ids, mask, types, *_ = tensors(batch)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                dated = model(ids, mask, types)[3].float()
            for n, row in enumerate(batch):
                scores = [(float(dated[n, at]), right) for at, right in row.marks]
                sure += [score for score, _ in scores]
                asked_for += [right for _, right in scores]
                if any(right for _, right in scores):
                    hits.append(max(scores)[1])
    model.train()
    return {
        "roc, dates": roc_area(np.array(sure), np.array(asked_for)),
        "likeliest right": float(np.mean(hits)),
        "dated": float(len(found)),
    }


def best_span(spans: Any, longest: int = 30) -> tuple[int, int, float]:
    """The likeliest span of up to ``longest`` tokens, not the first token, with its score."""
    starts, ends = spans[1:, 0], spans[1:, 1]
    sums = starts[:, None] + ends[None, :]
    size = len(starts)
    reach = np.triu(np.ones((size, size), dtype=bool)) & ~np.triu(
        np.ones((size, size), dtype=bool), longest
    )
    sums = np.where(reach, sums, -np.inf)
    at = int(sums.argmax())
    return at // size + 1, at % size + 1, float(sums.flat[at])


def worded(figures: dict[str, float]) -> str:
    """In one line."""
    return ", ".join(f"{name} {value:.3f}" for name, value in figures.items())
