"""Between records and rows of the index: how each thing is written and read back."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.records import Article, Passage, Span


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage with what encoding and annotation made of it, ready to be written."""

    passage: Passage
    terms: Sequence[str]
    vector: NDArray[np.float32]
    sentences: NDArray[np.float32]
    """The vectors of the passage's sentences, of shape (sentences, dimension)."""
    words: Mapping[str, str]
    """How each of ``terms`` is written in the passage."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the index knows of a live article: enough to tell whether it changed or moved."""

    source: str
    place: str
    content_hash: str


def scaled_bytes(vectors: NDArray[np.float32]) -> bytes:
    """A byte for each component, scaled to the vector's largest: only directions matter here."""
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-9)
    scaled: NDArray[np.int8] = np.rint(vectors / largest * 127).astype(np.int8)
    return scaled.tobytes()


def version_row(
    article: Article, version: int, now: datetime, detected: str | None
) -> dict[str, Any]:
    """A row of ``versions``; ``detected`` is the language of its text."""
    return {
        "article_id": article.id,
        "version": version,
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "published": _iso(article.published),
        "published_basis": article.published_basis,
        "dated_by": article.dated_by,
        "updated": _iso(article.updated),
        "language": article.language,
        "detected": detected,
        "attribution": article.attribution,
        "notice": article.notice,
        "text": article.text,
        "content_hash": article.content_hash,
        "fetched": _iso(now),
    }


def article_of(row: sqlite3.Row) -> Article:
    """The article of a row of ``versions`` with its ``source`` and ``place``."""
    return Article(
        id=row["article_id"],
        text=row["text"],
        title=row["title"],
        outlet=row["outlet"],
        source=row["source"],
        url=row["url"],
        published=_instant(row["published"]),
        published_basis=row["published_basis"],
        updated=_instant(row["updated"]),
        language=row["language"],
        attribution=row["attribution"],
        version=row["version"],
        place=row["place"],
        dated_by=row["dated_by"],
        notice=row["notice"],
    )


def span_row(span: Span, article_id: str, version: int) -> dict[str, Any]:
    """A row of ``spans``."""
    return {
        "article_id": article_id, "version": version, "kind": span.kind,
        "start": span.start, "end": span.end, "value": span.value, "label": span.label,
        "first": span.first and span.first.isoformat(),
        "last": span.last and span.last.isoformat(),
    }  # fmt: skip


def span_of(row: sqlite3.Row) -> Span:
    """The span of a row of ``spans``."""
    return Span(
        row["kind"], row["start"], row["end"], row["value"], row["label"],
        _day(row["first"]), _day(row["last"]),
    )  # fmt: skip


def _iso(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).isoformat()


def _instant(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


@lru_cache(maxsize=4096)
def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
