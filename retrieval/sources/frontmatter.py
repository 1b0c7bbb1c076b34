"""What a text file says about itself on top: YAML between two lines of three hyphens.

The YAML is read as a stream of parser events and never built into objects. That leaves nothing to
expand or recurse into, whatever a file holds, and keeps every value as it is written: a title of
``2025`` or ``No`` stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from retrieval.articles import FIELDS

MAX_CHARS = 16_384
"""Longest front matter."""

MAX_DEPTH = 10
"""Deepest nesting below an unknown key; the YAML scanner's time grows with the square of it."""

_NEWLINE = r"(?:\r\n|\n|\r)"
_OPENING = re.compile(rf"---[ \t]*{_NEWLINE}")
_CLOSING = re.compile(rf"(?<![^\r\n])---[ \t]*(?:{_NEWLINE}|\Z)")
_FIRST_KEY = re.compile(r"(?:#[^\r\n]*[\r\n]+)*[A-Za-z][\w-]*[ \t]*:(?!\S)")
_KNOWN_KEY = re.compile(rf"^[ \t]*(?:{'|'.join(FIELDS)})[ \t]*:(?!\S)", re.MULTILINE)
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


class FrontMatterError(ValueError):
    """Front matter that can't be read, and the line of the file where reading it failed."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"malformed front matter: {message}")
        self.line = line


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The known fields of the front matter and the text after it, which is left as it is.

    A text that opens otherwise, that never closes what it opens, or in which the lines between
    hold no keys (as between two Markdown rules) has no front matter: ``({}, text)``.

    Raises FrontMatterError for malformed YAML, for a known field that is given twice or holds a
    list or mapping, for anchors and aliases, and for front matter beyond ``MAX_CHARS``.
    """
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return {}, text
    block = text[opening.end() : closing.start()]
    head = block[:MAX_CHARS]
    if block.strip() and not (_FIRST_KEY.match(head) or _KNOWN_KEY.search(head)):
        return {}, text
    if len(block) > MAX_CHARS:
        raise FrontMatterError(1, f"it is longer than {MAX_CHARS:,} characters")
    try:
        return _fields(block), text[closing.end() :]
    except yaml.MarkedYAMLError as error:
        raise _explained(error) from None
    except yaml.reader.ReaderError as error:
        line = block.count("\n", 0, error.position) + 2
        raise FrontMatterError(line, "a control character") from None
    except FrontMatterError:
        raise
    except (ValueError, OverflowError):  # an escape or version number out of range
        raise FrontMatterError(1, "an escape sequence that stands for no character") from None


def _explained(error: yaml.MarkedYAMLError) -> FrontMatterError:
    """The same at the line where the mistake was made, rather than where it was noticed."""
    context = error.context or ""
    mark = error.problem_mark
    if error.context_mark and not context.startswith("while parsing a block"):
        mark = error.context_mark
    reason = error.problem or context or "not YAML"
    if reason.startswith("mapping values"):
        reason = 'a value that holds ": " must stand in quotes'
    return FrontMatterError(_line(mark), reason)


def _line(mark: Any) -> int:
    """The line of the file: a mark counts from 0, below the opening hyphens."""
    return mark.line + 2 if mark else 1


def _fields(block: str) -> dict[str, str]:
    """The known keys that have a value, in a block that holds one mapping."""
    fields: dict[str, str] = {}
    nodes = list(_nodes(block))
    for key, value in zip(nodes[::2], nodes[1::2], strict=True):
        line = _line(key.start_mark)
        if not isinstance(key, yaml.ScalarEvent):
            raise FrontMatterError(line, "a key must be a word")
        if key.value not in FIELDS:
            continue
        if not isinstance(value, yaml.ScalarEvent):
            raise FrontMatterError(line, f'"{key.value}" must be one value')
        if key.value in fields:
            raise FrontMatterError(line, f'"{key.value}" is given twice')
        if not (value.implicit[0] and value.value in _NULLS):
            fields[key.value] = value.value
    return fields


def _nodes(block: str) -> Iterator[yaml.Event]:
    """The mapping's keys and values in turn, each by the event that begins it."""
    depth = 0
    for event in yaml.parse(block, Loader=yaml.BaseLoader):
        line = _line(event.start_mark)
        if getattr(event, "anchor", None) is not None:
            raise FrontMatterError(line, "anchors and aliases are not allowed")
        if isinstance(event, yaml.DocumentStartEvent) and event.explicit:
            raise FrontMatterError(line, "a second document begins")
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if not isinstance(event, yaml.NodeEvent):
            continue
        if depth == 0 and not isinstance(event, yaml.MappingStartEvent):
            raise FrontMatterError(line, "it must hold lines of the form key: value")
        if depth == 1:
            yield event
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        if depth > MAX_DEPTH:
            raise FrontMatterError(line, "it is nested too deep")
