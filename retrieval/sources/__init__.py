"""The door through which coverage comes in: one module for each kind of source.

    folder.py   .md, .txt and .html files below a folder
    jsonl.py    one JSON object a line
    web.py      feeds, sitemaps and pages, from the archive that retrieval.web fills

A further kind is a module of its own with one class that fits
:class:`Source`, and one line in ``KINDS``. What kinds have in common stands beside them:
intake.py (raw fields to articles, each id once), decoding.py (bytes to text), frontmatter.py and
html.py (what a file says about itself).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

from retrieval.errors import ConfigError
from retrieval.records import Article, Gone, Problem

__all__ = ["KINDS", "WEB_KINDS", "Source", "SourceConfig", "open_source"]

WEB_KINDS = frozenset({"feed", "pages", "sitemap"})
"""Kinds that have addresses and are visited. What they once had is coverage, so an article goes
only where its source says that it is gone; and one article may stand in several of them."""


@dataclass(frozen=True, slots=True)
class SourceConfig:
    """One configured source; ``name`` is the outlet of articles that state none."""

    kind: str
    name: str
    location: str
    """An absolute path; for ``WEB_KINDS`` an address, or several, one a line."""
    every: int = 0
    """Minutes between two visits when it is watched; 0 leaves that to its habit."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of a source of the web; of another one there are none."""
        return tuple(self.location.split()) if self.kind in WEB_KINDS else ()


class Source(Protocol):
    """Something that coverage can be read from."""

    @property
    def name(self) -> str:
        """The configured name."""
        ...

    def read(self) -> Iterator[Article | Problem | Gone]:
        """Every article that can be taken in, a Problem for whatever can't, and what is Gone, one
        at a time.

        No two articles have the same id. Raises SourceError, at the first step or at a later
        one, when the source as a whole can't be read.
        """
        ...


# Their modules are imported when a source is opened: asking reads none.


def _folder(config: SourceConfig, archive: Path | None) -> Source:  # noqa: ARG001 - one shape for all
    from retrieval.sources.folder import FolderSource

    return FolderSource(config.name, config.location)


def _jsonl(config: SourceConfig, archive: Path | None) -> Source:  # noqa: ARG001 - one shape for all
    from retrieval.sources.jsonl import JsonlSource

    return JsonlSource(config.name, config.location)


def _web(config: SourceConfig, archive: Path | None) -> Source:
    from retrieval.sources.web import WebSource

    if archive is None:
        raise ConfigError(f'source "{config.name}" is of the web: it is read from an archive')
    return WebSource(config.name, config.kind, archive)


KINDS: Mapping[str, Callable[[SourceConfig, Path | None], Source]] = {
    "folder": _folder, "jsonl": _jsonl, "feed": _web, "pages": _web, "sitemap": _web,
}  # fmt: skip
"""The kinds a configuration may name; each makes its source from that and the archive's path."""


def open_source(config: SourceConfig, archive: Path | None = None) -> Source:
    """The source that ``config`` describes; nothing is read yet. ``archive`` is the file in which
    what was fetched from the web is kept.

    Raises ConfigError when there is no such kind.
    """
    if config.kind in KINDS:
        return KINDS[config.kind](config, archive)
    near = get_close_matches(config.kind, KINDS, n=1)
    hint = f'did you mean "{near[0]}"?' if near else f"known kinds: {', '.join(KINDS)}"
    raise ConfigError(f'source "{config.name}" is of the unknown kind "{config.kind}"; {hint}')
