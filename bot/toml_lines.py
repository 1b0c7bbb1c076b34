"""Where in a TOML file a table or key stands, for messages; tomllib itself does not tell.

Only the plain ways of writing count: ``[table]``, ``[[table]]`` and ``key = value`` with bare
keys. What is written otherwise has no line here, and its message goes without one.
"""

from __future__ import annotations

import re
from collections import Counter

Place = tuple[str, int, str]
"""Table, which one of that name (from 0), and key; the table itself has the key ""."""

_TABLE = re.compile(r"\s*\[(\[?)\s*([\w-]+)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_ROOT = ""


def lines(text: str) -> dict[Place, int]:
    """The line (from 1) of each table and key; of a key at the top the table is ""."""
    places: dict[Place, int] = {}
    seen: Counter[str] = Counter()
    table, which = _ROOT, 0
    inside = ""
    for number, line in enumerate(text.splitlines(), 1):
        begins_inside = bool(inside)
        inside = _open_string(line, inside)
        if begins_inside:
            continue
        if header := _TABLE.match(line):
            table = header[2]
            which = seen[table]
            seen[table] += 1
            places.setdefault((table, which, ""), number)
        elif key := _KEY.match(line):
            places.setdefault((table, which, key[1]), number)
        elif line.lstrip().startswith("["):
            table, which = "\0", 0  # a header of another kind: its keys are nobody's here
    return places


def _open_string(line: str, inside: str) -> str:
    """The quotes of the multi-line string that is open at the end of ``line``, or ""."""
    at = 0
    while at < len(line):
        if inside:
            if line[at] == "\\" and inside == '"""':
                at += 2
                continue
            if line.startswith(inside, at):
                at += 3
                inside = ""
                continue
        elif line[at] == "#":
            return ""
        elif line.startswith(('"""', "'''"), at):
            inside = line[at : at + 3]
            at += 3
            continue
        elif line[at] in "\"'":
            at = _closing(line, at)
        at += 1
    return inside


def _closing(line: str, at: int) -> int:
    """Where the one-line string that opens at ``at`` ends."""
    quote, end = line[at], at + 1
    while end < len(line) and line[end] != quote:
        end += 2 if line[end] == "\\" and quote == '"' else 1
    return end
