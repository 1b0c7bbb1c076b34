"""Damage: what is wrong with the contents of an index that SQLite itself can still read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

_CONTENTS = {
    "vectors of the wrong length": (
        "SELECT count(*) FROM embeddings WHERE typeof(vector) != 'blob' OR length(vector) = 0"
        " OR length(vector) != (SELECT length(vector) FROM embeddings ORDER BY passage_id LIMIT 1)"
        " OR length(vector) % 4"
    ),
    "signatures of the wrong length": (
        "SELECT count(*) FROM signatures s JOIN embeddings e USING (passage_id)"
        " WHERE length(s.bits) != (length(e.vector) / 4 + 7) / 8"
    ),
    "passages without vectors": (
        "SELECT count(*) FROM passages p LEFT JOIN embeddings e ON e.passage_id = p.id"
        " LEFT JOIN signatures g ON g.passage_id = p.id LEFT JOIN sentences s ON"
        " s.passage_id = p.id WHERE e.passage_id IS NULL OR g.passage_id IS NULL"
        " OR s.passage_id IS NULL"
    ),
    "vectors without passages": (
        "SELECT count(*) FROM embeddings WHERE passage_id NOT IN (SELECT id FROM passages)"
    ),
    "passages whose sentences can't be read": (
        "SELECT count(*) FROM passages WHERE NOT json_valid(sentences)"
    ),
    "sentence vectors of the wrong length": (
        "SELECT count(*) FROM passages p JOIN embeddings e ON e.passage_id = p.id"
        " JOIN sentences s ON s.passage_id = p.id WHERE json_valid(p.sentences)"
        " AND length(s.vectors) != length(e.vector) / 4 * json_array_length(p.sentences)"
    ),
    "passages beyond their article's text": (
        "SELECT count(*) FROM passages p LEFT JOIN versions v ON v.article_id = p.article_id"
        " AND v.version = p.version WHERE v.text IS NULL OR p.end > length(v.text)"
        " OR p.start < 0 OR p.start >= p.end"
    ),
    "articles whose date can't be read": (
        "SELECT count(*) FROM versions WHERE (published IS NOT NULL AND julianday(published)"
        " IS NULL) OR (updated IS NOT NULL AND julianday(updated) IS NULL)"
    ),
    "dates in articles that can't be read": (
        "SELECT count(*) FROM spans WHERE (first IS NOT NULL AND date(first) IS NULL)"
        " OR (last IS NOT NULL AND date(last) IS NULL)"
    ),
    "times of refreshing that can't be read": (
        "SELECT count(*) FROM meta WHERE key = 'refreshed' AND julianday(value) IS NULL"
    ),
}


def contents(connection: sqlite3.Connection) -> Iterator[str]:
    """What does not fit together, in words; reads the whole index once. Raises StoreError."""
    for name, sql in _CONTENTS.items():
        (count,) = connection.execute(sql).fetchone()
        if count:
            yield f"{count} {name}"


def first_damage(connection: sqlite3.Connection) -> str | None:
    """The first thing that is wrong, or None for a sound index. Raises StoreError."""
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    return str(found) if found != "ok" else next(contents(connection), None)
