"""Gold sentences: text with marked spans, halved by a hash into dev and report.

While the rules were written only the errors in dev were looked at; of report only totals.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

_MARK = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")

Gold = tuple[str, list[tuple[int, int, str]]]
"""A text and its spans: start, end and what the mark says."""


def read(name: str) -> list[Gold]:
    """The sentences of the file ``name`` beside this module."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [_parsed(line) for line in lines if line and not line.startswith("#")]


def is_report(text: str) -> bool:
    """Whether a sentence belongs to the half that is only counted."""
    return hashlib.sha256(text.encode()).digest()[0] % 2 == 1


def half(name: str, *, report: bool) -> list[Gold]:
    return [gold for gold in read(name) if is_report(gold[0]) == report]


def _parsed(line: str) -> Gold:
    text, spans, last = "", [], 0
    for match in _MARK.finditer(line):
        text += line[last : match.start()]
        spans.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        last = match.end()
    return text + line[last:], spans


def scores(pairs: list[tuple[set[object], set[object]]]) -> tuple[float, float]:
    """Precision and recall over pairs of what was expected and what was found."""
    right = sum(len(expected & found) for expected, found in pairs)
    expected_in_all = sum(len(expected) for expected, _ in pairs)
    found_in_all = sum(len(found) for _, found in pairs)
    return right / max(found_in_all, 1), right / max(expected_in_all, 1)
