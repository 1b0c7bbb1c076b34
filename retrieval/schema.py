"""The tables of the index, as migrations that are each applied in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite_utils

SCHEMA_VERSION = "4"


def migrate(db: sqlite_utils.Database) -> None:
    """Brings the tables of ``db`` up to ``SCHEMA_VERSION``."""
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("dateline")

    @migrations()
    def first(db: sqlite_utils.Database) -> None:
        for statement in _TABLES.split(";;"):
            db.execute(statement)

    migrations.apply(db)


# In tables without rowids the key's columns come first: SQLite before 3.41 otherwise takes what
# stands between them for NULL when it checks the file.
# The full-text index is contentless and without column sizes (a third of the disk): it only
# proposes candidates, which BM25Okapi scores exactly. Its tokenizer merely splits the terms that
# retrieval.analysis made, since "ascii" takes every non-ASCII character as part of a word.
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;;
CREATE TABLE sources (
    name TEXT PRIMARY KEY, kind TEXT NOT NULL, location TEXT NOT NULL,
    refreshed TEXT, error TEXT, failures INTEGER NOT NULL DEFAULT 0,
    problems INTEGER NOT NULL DEFAULT 0, tried TEXT, changed TEXT, due TEXT,
    habit REAL, patience REAL
);;
CREATE TABLE articles (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, place TEXT NOT NULL,
    version INTEGER NOT NULL, live INTEGER NOT NULL, seen TEXT
);;
CREATE TABLE versions (
    article_id TEXT NOT NULL, version INTEGER NOT NULL, url TEXT, outlet TEXT NOT NULL,
    title TEXT NOT NULL, published TEXT, published_basis TEXT NOT NULL, dated_by TEXT,
    updated TEXT, language TEXT, detected TEXT, attribution TEXT, notice TEXT,
    text TEXT NOT NULL, content_hash TEXT NOT NULL,
    fetched TEXT NOT NULL, PRIMARY KEY (article_id, version)
);;
CREATE TABLE tombstones (
    article_id TEXT PRIMARY KEY, reason TEXT NOT NULL, at TEXT NOT NULL, url TEXT
) WITHOUT ROWID;;
CREATE TABLE sketches (
    id INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL UNIQUE, outlet TEXT NOT NULL,
    published INTEGER, credit INTEGER NOT NULL, sentences BLOB NOT NULL
);;
CREATE TABLE notices (
    article_id TEXT NOT NULL, pointer TEXT NOT NULL, target TEXT NOT NULL, kind TEXT NOT NULL,
    PRIMARY KEY (article_id, pointer, target)
) WITHOUT ROWID;;
CREATE INDEX notices_by_target ON notices (pointer, target);;
CREATE TABLE bands (
    key INTEGER NOT NULL, published INTEGER NOT NULL, sketch INTEGER NOT NULL,
    PRIMARY KEY (key, published, sketch)
) WITHOUT ROWID;;
CREATE TABLE alike (
    one INTEGER NOT NULL, other INTEGER NOT NULL, PRIMARY KEY (one, other)
) WITHOUT ROWID;;
CREATE TABLE copies (article_id TEXT PRIMARY KEY, original TEXT NOT NULL);;
CREATE INDEX copies_by_original ON copies (original);;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL, version INTEGER NOT NULL,
    ordinal INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    length INTEGER NOT NULL, published INTEGER, outlet TEXT NOT NULL,
    sentences TEXT NOT NULL, terms TEXT NOT NULL
);;
CREATE INDEX passages_by_article ON passages (article_id);;
CREATE INDEX passages_by_date ON passages (published, outlet, length);;
CREATE TABLE embeddings (passage_id INTEGER PRIMARY KEY, vector BLOB NOT NULL);;
CREATE TABLE signatures (passage_id INTEGER PRIMARY KEY, bits BLOB NOT NULL);;
CREATE TABLE sentences (passage_id INTEGER PRIMARY KEY, vectors BLOB NOT NULL);;
CREATE TABLE words (term TEXT PRIMARY KEY, word TEXT NOT NULL) WITHOUT ROWID;;
CREATE TABLE spans (
    article_id TEXT NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, value TEXT NOT NULL, label TEXT NOT NULL,
    first TEXT, last TEXT
);;
CREATE INDEX spans_by_article ON spans (article_id, start);;
CREATE VIRTUAL TABLE passages_fts USING fts5 (
    terms, content='', columnsize=0, tokenize="ascii"
);;
CREATE VIRTUAL TABLE passages_vocabulary USING fts5vocab (passages_fts, 'row');;
CREATE TRIGGER passages_inserted AFTER INSERT ON passages BEGIN
    INSERT INTO passages_fts (rowid, terms) VALUES (new.id, new.terms);
END;;
CREATE TRIGGER passages_deleted AFTER DELETE ON passages BEGIN
    INSERT INTO passages_fts (passages_fts, rowid, terms) VALUES ('delete', old.id, old.terms);
END;;
INSERT INTO meta (key, value) VALUES ('schema', '4');;
INSERT INTO meta (key, value) VALUES ('build', lower(hex(randomblob(8))))
"""
