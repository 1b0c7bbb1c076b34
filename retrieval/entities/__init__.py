"""Who, where, how many, how long: names and quantities in English news text, by rules alone.

``names`` finds and ``classify`` labels names, with the words of ``gazetteer.txt``; ``quantities``
finds numbers with their units, with ``numerals`` and ``units`` for how both are written and
``counts`` for what is counted. No model, time linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.entities.model import Entity, Quantity

__all__ = ["Entity", "Quantity", "find_entities", "find_quantities"]


def find_entities(text: str, sentences: Sequence[tuple[int, int]]) -> list[Entity]:
    """The names in ``text`` in order, never overlapping.

    ``sentences`` are offsets of the text's sentences, in order; at their beginnings a capital
    letter says little. Without them only the text's own beginning and quotation marks do so.
    """
    # The gazetteer takes a moment to read; whoever only imports should not pay.
    from retrieval.entities.names import find

    return find(text, sentences)


def find_quantities(text: str) -> list[Quantity]:
    """The quantities in ``text`` in order, never overlapping; dates and clock times are none."""
    from retrieval.entities.quantities import find

    return find(text)
