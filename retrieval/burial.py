"""Forgetting an article for good: every trace of its words goes, a tombstone stays.

Rows that are deleted are overwritten (see :mod:`retrieval.connection`). What the full-text index
holds of them in merged segments goes when it is optimised, what the log of writes holds when it is
cut.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from retrieval import syndication
from retrieval.address import compared
from retrieval.analysis import words
from retrieval.connection import Connection


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An article that must not come back, with its address where that is known."""

    article_id: str
    reason: str
    """"forgotten" by an operator, or "gone" at its source."""
    at: datetime
    url: str | None
    """As :func:`retrieval.address.compared`."""


@dataclass(frozen=True, slots=True)
class Buried:
    """How much an article came to that was removed."""

    articles: int
    versions: int


_BY_ARTICLE = ("passages", "spans", "versions", "notices")


def bury(connection: Connection, article_id: str, reason: str, now: datetime) -> Buried:
    """Removes an article with all its versions, and leaves a tombstone."""
    rows = connection.execute(
        "SELECT url, title, text FROM versions WHERE article_id = ? ORDER BY version", [article_id]
    ).fetchall()
    url = next((r["url"] for r in reversed(rows) if r["url"]), None)
    # Of all versions: how a word is written stays known when the passages of a version go.
    terms = {term for r in rows for _, _, term in words(f"{r['title']}. {r['text']}")}
    for table in ("embeddings", "signatures", "sentences"):
        connection.execute(
            f"DELETE FROM {table} WHERE passage_id IN"
            " (SELECT id FROM passages WHERE article_id = ?)",
            [article_id],
        )
    for table in _BY_ARTICLE:
        connection.execute(f"DELETE FROM {table} WHERE article_id = ?", [article_id])
    syndication.withdraw(connection, article_id)
    gone = connection.execute("DELETE FROM articles WHERE id = ?", [article_id]).rowcount
    _drop_words(connection, terms)
    # An address that other articles have as well names no article: they may go on coming.
    shared = connection.execute(
        "SELECT 1 FROM versions v JOIN articles a ON a.id = v.article_id WHERE v.url = ?", [url]
    ).fetchone()
    kept = compared(url) if url and not shared else None
    entomb(connection, Tombstone(article_id, reason, now, kept))
    return Buried(gone, len(rows))


def entomb(connection: sqlite3.Connection, stone: Tombstone) -> None:
    """Writes a tombstone; an earlier one of the same article gives way."""
    connection.execute(
        "INSERT OR REPLACE INTO tombstones (article_id, reason, at, url) VALUES (?, ?, ?, ?)",
        [stone.article_id, stone.reason, stone.at.isoformat(), stone.url],
    )


def tombstones(connection: sqlite3.Connection) -> list[Tombstone]:
    """All tombstones, oldest first."""
    return [
        Tombstone(r["article_id"], r["reason"], datetime.fromisoformat(r["at"]), r["url"])
        for r in connection.execute("SELECT * FROM tombstones ORDER BY at, article_id")
    ]


def salvaged(path: Path) -> list[Tombstone]:
    """The tombstones of an index that can't be used otherwise, as far as they can be read."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return []
    try:
        connection.row_factory = sqlite3.Row
        return tombstones(connection)
    except (sqlite3.Error, ValueError, LookupError, TypeError):
        return []
    finally:
        connection.close()


def lift(connection: sqlite3.Connection, article_id: str) -> None:
    """Removes a tombstone: the article may come back."""
    connection.execute("DELETE FROM tombstones WHERE article_id = ?", [article_id])


def scrub(connection: sqlite3.Connection) -> bool:
    """Overwrites what the full-text index and the log of writes still hold of what was deleted.

    Outside of a transaction. Returns False where another program holds the log open: what was
    deleted stays readable there until that program closes the index.
    """
    connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('optimize')")
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _drop_words(connection: sqlite3.Connection, terms: set[str]) -> None:
    """Forgets how terms are written that no other passage has: a name may be one of them."""
    for term in terms:
        quoted = '"' + term.replace('"', '""') + '"'
        found = connection.execute(
            "SELECT 1 FROM passages_fts WHERE passages_fts MATCH ? LIMIT 1", [quoted]
        ).fetchone()
        if found is None:
            connection.execute("DELETE FROM words WHERE term = ?", [term])
