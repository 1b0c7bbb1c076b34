"""Where the paragraphs, list items and headings of a text lie; the text itself is never changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad"
"""Characters without width that ``str.strip`` leaves standing at the edge of a text."""

_TERMINAL = re.compile(r"""[.!?…:;。！？][)\]"'”’»*_]*$""")

_MARKER = re.compile(r"\s*(?:>\s*)*(?:(#{1,6}\s)|([-*+•·▪‣–]|\d{1,3}[.)]|\(?[a-z\d]{1,2}\))\s)?\s*")

_SHORTEST_LINE, _LONGEST_LINE = 45, 100
"""Length in characters of a line that may have been broken by a hard wrap."""

_DANGLING = re.compile(
    r"(?:,|\b(?:a|an|and|as|at|but|by|for|from|in|into|of|on|or|than|that|the|their|to|with))$",
    re.I,
)
"""No paragraph ends with these, so a line that does goes on in the next."""

_SUBSCRIPT = re.compile(r"\d{1,2}(?![\d.):/-])")
"""Extraction sets the 2 of CO2 on a line of its own, with what follows it."""

Kind = Literal["prose", "item", "heading"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item or marked heading.

    ``start`` is where it begins, ``body`` where its words do, after a list marker or ``#``.
    """

    start: int
    body: int
    end: int
    kind: Kind


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow an interval until it neither begins nor ends with white space or the invisible."""
    while start < end and (text[start].isspace() or text[start] in INVISIBLE):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in INVISIBLE):
        end -= 1
    return start, end


def is_complete(text: str, start: int, end: int) -> bool:
    """Whether an interval ends as a sentence or clause does, closing quotes and brackets aside."""
    return bool(_TERMINAL.search(text, max(start, end - 8), end))


def find_blocks(text: str) -> list[Block]:
    """The blocks of a text in order; a line broken by a hard wrap is joined to the one before."""
    blocks: list[Block] = []
    last_line: tuple[int, int] | None = None
    for line in _lines(text):
        block = _block(text, *line)
        if block.start == block.end:
            last_line = None
            continue
        if last_line and block.kind == "prose" and _is_wrapped(text, last_line, block):
            before = blocks.pop()
            block = Block(before.start, before.body, block.end, before.kind)
        blocks.append(block)
        last_line = line if block.kind != "heading" else None
    return blocks


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)


def _block(text: str, start: int, end: int) -> Block:
    start, end = trim(text, start, end)
    marker = _MARKER.match(text, start, end)
    if not marker:
        return Block(start, start, end, "prose")
    kind: Kind = "heading" if marker[1] else "item" if marker[2] else "prose"
    return Block(start, trim(text, marker.end(), end)[0], end, kind)


def _is_wrapped(text: str, line: tuple[int, int], following: Block) -> bool:
    start, end = trim(text, *line)
    if text[end - 1].isupper() and _SUBSCRIPT.match(text, following.body):
        return True
    if end - start < _SHORTEST_LINE:
        return False
    if text[following.body].islower():
        return end - start <= _LONGEST_LINE or not is_complete(text, start, end)
    return end - start <= _LONGEST_LINE and bool(_DANGLING.search(text, end - 12, end))
