from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from retrieval.connection import APPLICATION_ID, kind_of, store_error
from retrieval.errors import (
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexUnwritable,
    StoreError,
)
from retrieval.store import Store
from tests.retrieval.conftest import NOW, Newsroom

TALKS = "The delegations will meet in Istanbul on Monday to talk about a truce, officials said."


@pytest.fixture
def filled(newsroom: Newsroom) -> Newsroom:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    return newsroom


@pytest.fixture
def sealed(filled: Newsroom) -> Iterator[Path]:
    """A folder that nobody can write to; passes over to the file alone for root."""
    folder = filled.path.parent
    if os.geteuid() == 0:
        pytest.skip("nothing is forbidden to root")
    filled.path.with_name(filled.path.name + ".lock").unlink(missing_ok=True)
    filled.path.chmod(0o444)
    folder.chmod(0o555)
    yield filled.path
    folder.chmod(0o755)


def failing(code: int, text: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(text)
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "text", "kind", "words"),
    [
        (sqlite3.SQLITE_BUSY, "database is locked", IndexLocked, "try again"),
        (sqlite3.SQLITE_FULL, "database or disk is full", IndexUnwritable, "make room"),
        (sqlite3.SQLITE_IOERR | 10 << 8, "disk I/O error", IndexUnwritable, "check the disk"),
        (sqlite3.SQLITE_CORRUPT, "disk image is malformed", IndexDamaged, "refresh --full"),
        (sqlite3.SQLITE_READONLY, "readonly", IndexUnwritable, "permissions"),
        (sqlite3.SQLITE_ERROR, "no such table: passages", IndexDamaged, "refresh --full"),
        (sqlite3.SQLITE_NOMEM, "out of memory", StoreError, "out of memory"),
    ],
)
def test_each_error_of_the_database_says_what_to_do(
    code: int, text: str, kind: type[StoreError], words: str
) -> None:
    found = store_error(Path("index"), failing(code, text))
    assert type(found) is kind
    assert words in str(found)


def test_a_file_of_ours_is_told_from_others(filled: Newsroom, tmp_path: Path) -> None:
    assert kind_of(filled.path) == "ours"
    header = filled.path.read_bytes()[68:72]
    assert int.from_bytes(header, "big") == APPLICATION_ID
    assert kind_of(tmp_path / "none") == "missing"
    for name, data, kind in (
        ("empty.txt", b"", "missing"),
        ("notes.txt", b"words", "other"),
        ("x.sqlite3", b"words", "damaged"),
    ):
        (tmp_path / name).write_bytes(data)
        assert kind_of(tmp_path / name) == kind


def test_an_index_from_before_files_were_marked_is_named_as_old(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    with sqlite3.connect(path) as connection:
        for name in ("articles", "versions", "passages", "signatures", "meta"):
            connection.execute(f"CREATE TABLE {name} (key TEXT, value TEXT)")
        connection.execute("INSERT INTO meta VALUES ('schema', '2')")
    before = path.read_bytes()
    for create in (False, True):
        with pytest.raises(StoreError, match=r"schema 2.*refresh --full"):
            Store(path, create=create)
    assert path.read_bytes() == before


def test_a_folder_is_no_index(tmp_path: Path) -> None:
    for create in (False, True):
        with pytest.raises(StoreError, match="is a folder"):
            Store(tmp_path, create=create)


def test_an_empty_file_is_an_index_that_is_not_there_yet(newsroom: Newsroom) -> None:
    newsroom.path.touch()
    with pytest.raises(IndexMissing):
        Store(newsroom.path)
    newsroom.publish("a", TALKS, "2025-05-01")
    assert newsroom.refresh().new == 1


def test_a_closed_index_says_so(filled: Newsroom) -> None:
    index = filled.open()
    index.close()
    with pytest.raises(StoreError, match="closed"):
        index.ask("When do they meet?", as_of=NOW)


def test_an_index_of_another_thread_says_so(filled: Newsroom) -> None:
    caught: list[Exception] = []

    def ask() -> None:
        try:
            index.ask("When do they meet?", as_of=NOW)
        except Exception as error:
            caught.append(error)

    with filled.open() as index:
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    assert isinstance(caught[0], StoreError)
    assert "thread" in str(caught[0])


def test_a_read_only_index_can_be_asked(sealed: Path, filled: Newsroom) -> None:
    with filled.open() as index:
        assert index.ask("When do the delegations meet?", as_of=NOW).passages
    with pytest.raises(IndexUnwritable, match="cannot write beside"):
        filled.refresh()
    assert sealed.exists()


BREAK: dict[str, str] = {
    "vector": "UPDATE embeddings SET vector = x'0102'",
    "no vector": "DELETE FROM embeddings",
    "signature": "UPDATE signatures SET bits = x'01'",
    "sentence vectors": "UPDATE sentences SET vectors = x'01'",
    "sentences": "UPDATE passages SET sentences = '[[0,'",
    "offsets": "UPDATE passages SET end = 100000, sentences = '[[0, 100000]]'",
    "date": "UPDATE versions SET published = 'soon'",
    "span": "UPDATE spans SET first = 'soon'",
    "refreshed": "UPDATE meta SET value = 'soon' WHERE key = 'refreshed'",
    "no text": "DELETE FROM versions",
    "no table": "DROP TABLE signatures",
}


@pytest.mark.parametrize("broken", BREAK)
def test_broken_contents_are_damage_and_no_crash(filled: Newsroom, broken: str) -> None:
    with sqlite3.connect(filled.path) as connection:
        connection.execute(BREAK[broken])
    questions: list[Callable[[], object]] = [
        lambda: index.ask("When do the delegations meet?", as_of=NOW),
        lambda: index.store.article("a"),
        lambda: index.freshness(),
    ]
    with filled.open() as index:
        for question in questions:
            with suppress(IndexDamaged):  # nothing else may come out
                question()


def test_a_mistake_of_the_program_is_not_called_damage(filled: Newsroom) -> None:
    with filled.open() as index, pytest.raises(ValueError, match="mine"), index.store.guarded():
        raise ValueError("mine")


def test_to_look_at_an_index_leaves_the_locks_of_those_who_read_it(filled: Newsroom) -> None:
    log = filled.path.with_name(filled.path.name + "-wal")
    other = "import sys; from pathlib import Path; from retrieval.store import Store;"
    other += " Store(Path(sys.argv[1])).close()"
    with Store(filled.path) as store:
        assert store.counts()["articles"] == 1
        assert kind_of(filled.path) == "ours"
        subprocess.run([sys.executable, "-c", other, str(filled.path)], check=True)
        assert log.exists()  # whoever closes an index last deletes it
    assert not log.exists()
    assert kind_of(filled.path) == "ours"
