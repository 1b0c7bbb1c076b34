"""Near-identical passages: the same wire story in several outlets is one group."""

from __future__ import annotations

from collections.abc import Sequence

SHINGLE = 3
ALIKE = 0.6
"""Least resemblance (Jaccard of term 3-grams, Broder 1997) of two copies. Two reports that were
written independently share names and numbers, but hardly any run of three terms."""


def group_copies(documents: Sequence[Sequence[str]]) -> list[int]:
    """A group number for each document (a list of terms): the place of the first one like it."""
    shingles = [_shingles(d) for d in documents]
    groups: list[int] = []
    for n, own in enumerate(shingles):
        first = next((m for m in range(n) if groups[m] == m and _alike(own, shingles[m])), n)
        groups.append(first)
    return groups


def _shingles(document: Sequence[str]) -> frozenset[tuple[str, ...]]:
    if len(document) < SHINGLE:
        return frozenset({tuple(document)})
    return frozenset(tuple(document[i : i + SHINGLE]) for i in range(len(document) - SHINGLE + 1))


def _alike(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> bool:
    common = len(a & b)
    return common > 0 and common / (len(a) + len(b) - common) >= ALIKE
