from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from retrieval.connection import kind_of
from retrieval.errors import IndexLocked, SourceError, StoreError
from retrieval.index import Index
from retrieval.sources import SourceConfig
from retrieval.store import Store
from retrieval.update import refresh
from tests.retrieval.conftest import NOW, Newsroom

TALKS = "The delegations will meet in Istanbul on Monday to talk about a truce, officials said."
BROKEN = b"\x00\xff\x13broken" * 900


def ids(path: Path) -> set[str]:
    with Store(path) as store:
        return set(store.known())


def no_leftovers(path: Path) -> bool:
    return not list(path.parent.glob("*.rebuild*"))


def full(newsroom: Newsroom, **options: object) -> str:
    """A full refresh of the coverage as it lies there."""
    report = refresh(
        newsroom.sources, newsroom.path, encoder=lambda: newsroom.encoder, now=NOW, full=True,
        **options,  # type: ignore[arg-type]
    )  # fmt: skip
    return str(report)


def test_a_source_that_fails_is_taken_over_from_the_old_index(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    newsroom.file.unlink()
    full(newsroom)
    assert ids(newsroom.path) == {"a"}
    with newsroom.open() as index:
        assert index.ask("When do the delegations meet?", as_of=NOW).passages
        assert index.freshness().failing_sources == ("Wire",)
        assert index.store.sources()[0]["refreshed"]


def test_what_a_broken_line_may_hide_is_taken_over_too(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.publish("b", TALKS + " Again.", "2025-05-02")
    newsroom.refresh()
    lines = newsroom.file.read_text().splitlines()
    newsroom.file.write_text(f"{lines[0][:40]}\n{lines[1]}\n")
    assert "1 kept" in full(newsroom)
    assert ids(newsroom.path) == {"a", "b"}


def test_a_source_that_fails_stops_the_rebuilding_of_what_cannot_be_read(
    newsroom: Newsroom,
) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    with Store(newsroom.path, create=True) as store, store.writing():
        store.set_meta("schema", "1")
    before = newsroom.path.read_bytes()
    newsroom.file.unlink()
    with pytest.raises(SourceError, match="left as it was"):
        full(newsroom)
    assert newsroom.path.read_bytes() == before
    assert no_leftovers(newsroom.path)


def test_a_generation_never_comes_back(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    seen = set()
    for _ in range(3):
        newsroom.refresh(full=True)
        with Store(newsroom.path) as store:
            seen.add(store.generation)
    assert len(seen) == 3


def test_an_open_index_sees_a_rebuild_with_as_many_changes(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh(full=True)
    with newsroom.open() as reader:
        assert reader.ask("When do the delegations meet?", as_of=NOW).passages
        del newsroom.articles["a"]
        newsroom.publish("b", "Wheat prices fell in Chicago on Friday. " * 40, "2025-05-02")
        newsroom.refresh(full=True)
        answer = reader.ask("Where did wheat prices fall?", as_of=NOW)
        assert {h.article_id for h in answer.passages} == {"b"}
        assert len(answer.passages) > 1


def test_a_damaged_index_is_moved_aside_each_under_its_own_name(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    for number in (1, 2):
        newsroom.path.write_bytes(BROKEN)
        report = newsroom.refresh(full=True)
        aside = newsroom.path.with_name(f"{newsroom.path.name}.damaged-{number}")
        assert report.moved_aside == aside
        assert aside.read_bytes() == BROKEN
        assert ids(newsroom.path) == {"a"}


def test_an_index_that_is_damaged_inside_is_moved_aside_too(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    with sqlite3.connect(newsroom.path) as connection:
        connection.execute("DROP TABLE articles")
    report = newsroom.refresh(full=True)
    assert report.moved_aside is not None
    assert kind_of(report.moved_aside) == "ours"
    assert ids(newsroom.path) == {"a"}


@pytest.mark.parametrize("options", [{}, {"full": True}])
@pytest.mark.parametrize("name", ["coverage.jsonl", "notes.txt", "other.sqlite3", "a-folder"])
def test_what_is_not_ours_is_never_touched(
    newsroom: Newsroom, name: str, options: dict[str, bool]
) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    path = newsroom.path.with_name(name)
    if name == "notes.txt":
        path.write_text("What I wanted to remember.")
    elif name == "other.sqlite3":
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE contacts (name TEXT)")
    elif name == "a-folder":
        path.mkdir()
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(StoreError, match=r"\[index\] path"):
        refresh(newsroom.sources, path, encoder=lambda: newsroom.encoder, now=NOW, **options)
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert not list(path.parent.glob("*.damaged*"))


def test_a_rebuild_that_fails_leaves_nothing_behind(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()

    def fails() -> object:
        raise StoreError("the model is out")

    with pytest.raises(StoreError, match="out"):
        refresh(
            newsroom.sources,
            newsroom.path,
            encoder=fails,
            now=NOW,
            full=True,  # type: ignore[arg-type]
        )
    assert no_leftovers(newsroom.path)
    assert ids(newsroom.path) == {"a"}


def test_what_an_earlier_rebuild_left_is_removed(newsroom: Newsroom) -> None:
    for suffix in ("", "-wal"):
        newsroom.path.with_name(newsroom.path.name + ".rebuild" + suffix).write_bytes(b"rest")
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    assert no_leftovers(newsroom.path)


def test_the_swap_waits_for_another_writer_only_as_long_as_allowed(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    connection = sqlite3.connect(newsroom.path, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(IndexLocked, match="--wait"):
        newsroom.refresh(full=True, wait_seconds=0.01)
    end = threading.Timer(0.3, connection.rollback)
    end.start()
    assert newsroom.refresh(full=True, wait_seconds=60).new == 1
    end.join()
    connection.close()


def test_a_source_under_another_path_to_the_index_is_refused(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    link = newsroom.path.with_name("link.jsonl")
    link.symlink_to(newsroom.file)
    with pytest.raises(StoreError, match="left alone"):
        refresh(
            [SourceConfig("jsonl", "Wire", str(link))], newsroom.file,
            encoder=lambda: newsroom.encoder, now=NOW, full=True,
        )  # fmt: skip


def edited(newsroom: Newsroom) -> None:
    """An article in three versions and one that was removed, and a tombstone."""
    for day in ("Monday", "Tuesday", "Wednesday"):
        newsroom.publish("a", TALKS.replace("Monday", day), "2025-05-01")
        newsroom.publish("gone", "The ferry to Velka sails again.", "2025-05-01")
        newsroom.publish("buried", "The mill in Orsk was sold.", "2025-05-01")
        newsroom.refresh()
    del newsroom.articles["gone"]
    newsroom.refresh()
    with Store(newsroom.path, create=True) as store, store.writing():
        store.bury("buried", "forgotten", NOW)


def history(path: Path) -> list[tuple[object, ...]]:
    with Store(path) as store:
        rows = store.connection.execute("SELECT * FROM versions ORDER BY article_id, version")
        return [tuple(row) for row in rows]


def test_history_and_tombstones_are_kept(newsroom: Newsroom) -> None:
    edited(newsroom)
    before = history(newsroom.path)
    assert len(before) == 4
    newsroom.now = NOW.replace(year=2026)
    newsroom.refresh(full=True)
    assert history(newsroom.path) == before
    assert ids(newsroom.path) == {"a"}
    with Store(newsroom.path) as store:
        assert [(s.article_id, s.reason) for s in store.tombstones()] == [("buried", "forgotten")]
        assert store.article("gone") is not None
    with newsroom.open() as index:
        answer = index.ask("When will the delegations meet?", as_of=NOW)
        assert answer.citations[0].version == 3


def test_what_changed_before_a_rebuild_is_a_version_more(newsroom: Newsroom) -> None:
    edited(newsroom)
    newsroom.publish("a", TALKS.replace("Monday", "Friday"), "2025-05-01")
    newsroom.refresh(full=True)
    with Store(newsroom.path) as store:
        assert [v.number for v in store.versions("a")] == [1, 2, 3, 4]
        assert "Tuesday" in (store.version_text("a", 2) or "")
    newsroom.publish("a", TALKS.replace("Monday", "Friday") + "\n\n7 comments", "2025-05-01")
    newsroom.refresh(full=True)
    with Store(newsroom.path) as store:
        assert len(store.versions("a")) == 4
    assert newsroom.refresh().unchanged == 1


def test_tombstones_outlive_an_index_that_cannot_be_used(newsroom: Newsroom) -> None:
    edited(newsroom)
    with Store(newsroom.path, create=True) as store, store.writing():
        store.set_meta("schema", "3")
    newsroom.refresh(full=True)
    assert ids(newsroom.path) == {"a"}
    with Store(newsroom.path) as store:
        assert [s.article_id for s in store.tombstones()] == ["buried"]


ELSEWHERE = """
import sys
from pathlib import Path
from retrieval.rebuild import swap
from retrieval.store import Store
built, path = map(Path, sys.argv[1:])
Store(path).close()
with Store(built, create=True) as store:
    swap(store, built, path, wait_seconds=5, aside=False)
"""


def test_readers_of_one_process_go_on_when_another_process_swaps_the_index(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    """Whoever opens the index must not take the locks away that others in the process have on it:
    the swapping process would delete the log that they read.
    """
    other = Newsroom(tmp_path / "other", newsroom.encoder)
    other.file.parent.mkdir()
    for n in range(60):
        text = f"Delegation {n} will meet in hall {n * 7} on Monday, said the mayor of town {n}."
        (newsroom if n % 3 else other).publish(str(n), f"{TALKS} {text}", "2025-05-01")
    newsroom.publish(
        "own", "Ferries are painted green this summer, the harbour said.", "2025-05-01"
    )
    other.publish("own", "Ferries are painted blue this summer, the harbour said.", "2025-05-01")
    newsroom.refresh()
    other.refresh()

    def asked(index: Index) -> str:
        answer = index.ask("What colour are ferries painted?", as_of=NOW)
        return answer.citations[0].quote

    with newsroom.open() as one, newsroom.open() as two:
        assert [asked(one), asked(two)] == [
            "Ferries are painted green this summer, the harbour said."
        ] * 2
        subprocess.run(
            [sys.executable, "-c", ELSEWHERE, str(other.path), str(newsroom.path)], check=True
        )
        with newsroom.open() as three:
            for index in (one, two, three, one):
                assert asked(index) == "Ferries are painted blue this summer, the harbour said."
                for n in range(0, 60, 6):
                    assert index.ask(f"When does delegation {n} meet in hall?", as_of=NOW).passages
