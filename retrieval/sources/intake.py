"""What every kind of source does with the raw fields it has read: articles out, each id once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from retrieval.articles import clean_line, read_article
from retrieval.records import Article, Problem

MAX_BYTES = 10_000_000
"""Largest file, and longest line of a file of lines, that is taken in."""


class Intake:
    """One pass over one source. It remembers where each id was met, and nothing else."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._places: dict[str, str] = {}

    def take(
        self,
        where: str,
        raw: Mapping[str, object],
        inferred: datetime | None = None,
        *,
        place: str | None = None,
    ) -> Iterator[Article | Problem]:
        """The article that ``raw`` describes, after a Problem for each of its unreadable dates;
        or only a Problem that says why there is none.

        ``inferred`` is the date to assume where the source states none. ``place`` is where the
        source has it, by default its id.
        """
        try:
            article, complaints = read_article(raw, source=self._source, inferred=inferred)
        except ValueError as error:
            yield Problem(where, str(error), hides=_id_of(raw) if place is None else place)
            return
        article = replace(article, place=article.id if place is None else place)
        if article.id in self._places:
            shown, first = clean_line(article.id, 80), self._places[article.id]
            yield Problem(where, f'left out: the id "{shown}" is already taken by {first}')
            return
        self._places[article.id] = where
        for complaint in complaints:
            yield Problem(where, complaint)
        yield article


def _id_of(raw: Mapping[str, object]) -> str:
    """The id that ``raw`` states; where it states none, it may be anyone's: "", all of them."""
    value = raw.get("id")
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def shown_path(path: object) -> str:
    """A path as one printable line, whatever bytes the file system allows in names."""
    return clean_line(str(path), 4096)


def os_reason(error: OSError) -> str:
    """Why the system refused, in its own words and without a path."""
    return (error.strerror or str(error)).lower()
