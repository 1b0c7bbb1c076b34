"""The door through which coverage comes in: one module for each kind of source.

    folder.py   .md, .txt and .html files below a folder
    jsonl.py    one JSON object a line

A further kind (a feed, a web page) is a module of its own with one class that fits
:class:`Source`, and one line in ``KINDS``. What kinds have in common stands beside them:
intake.py (raw fields to articles, each id once), decoding.py (bytes to text), frontmatter.py and
html.py (what a file says about itself).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from retrieval.errors import ConfigError
from retrieval.records import Article, Problem

__all__ = ["KINDS", "Source", "SourceConfig", "open_source"]


@dataclass(frozen=True, slots=True)
class SourceConfig:
    """One configured source; ``name`` is the outlet of articles that state none."""

    kind: str
    name: str
    location: str
    """An absolute path or a URL, as the kind wants it."""
    every: int = 0
    """Minutes between two visits when it is watched; 0 leaves that to its habit."""


class Source(Protocol):
    """Something that coverage can be read from."""

    @property
    def name(self) -> str:
        """The configured name."""
        ...

    def read(self) -> Iterator[Article | Problem]:
        """Every article that can be taken in, and a Problem for whatever can't, one at a time.

        No two articles have the same id. Raises SourceError, at the first step or at a later
        one, when the source as a whole can't be read.
        """
        ...


# Their modules are imported when a source is opened: asking reads none.


def _folder(name: str, location: str) -> Source:
    from retrieval.sources.folder import FolderSource

    return FolderSource(name, location)


def _jsonl(name: str, location: str) -> Source:
    from retrieval.sources.jsonl import JsonlSource

    return JsonlSource(name, location)


KINDS: Mapping[str, Callable[[str, str], Source]] = {"folder": _folder, "jsonl": _jsonl}
"""The kinds a configuration may name; each makes its source from a name and a location."""


def open_source(config: SourceConfig) -> Source:
    """The source that ``config`` describes; nothing is read yet.

    Raises ConfigError when there is no such kind.
    """
    if config.kind in KINDS:
        return KINDS[config.kind](config.name, config.location)
    near = get_close_matches(config.kind, KINDS, n=1)
    hint = f'did you mean "{near[0]}"?' if near else f"known kinds: {', '.join(KINDS)}"
    raise ConfigError(f'source "{config.name}" is of the unknown kind "{config.kind}"; {hint}')
