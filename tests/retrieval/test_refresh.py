from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from retrieval.errors import IndexDamaged, IndexLocked, IndexMismatch, IndexMissing
from retrieval.lock import writer_lock
from retrieval.refresh import refresh
from retrieval.sources import SourceConfig
from retrieval.store import Store
from tests.retrieval.conftest import NOW, Newsroom

TALKS = "The delegations will meet in Istanbul on Monday to talk about a truce, officials said."


def consistent(path: Path) -> None:
    with Store(path) as store:
        execute = store.connection.execute
        assert execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        (passages,) = execute("SELECT count(*) FROM passages").fetchone()
        for table in ("embeddings", "signatures"):
            assert execute(f"SELECT count(*) FROM {table}").fetchone()[0] == passages
        for sql in (
            "SELECT count(*) FROM articles a WHERE live = 1 AND NOT EXISTS"
            " (SELECT 1 FROM passages p WHERE p.article_id = a.id AND p.version = a.version)",
            "SELECT count(*) FROM passages p JOIN articles a ON a.id = p.article_id"
            " WHERE a.live = 0 OR a.version != p.version",
        ):
            assert execute(sql).fetchone()[0] == 0


def test_new_changed_unchanged_and_removed_articles_are_told_apart(newsroom: Newsroom) -> None:
    for id in "abc":
        newsroom.publish(id, f"{TALKS} Report {id}.", "2025-05-01")
    assert str(newsroom.refresh()) == "3 new, 0 changed, 0 unchanged, 0 removed"
    newsroom.publish("b", TALKS + " The time was changed.", "2025-05-01")
    newsroom.publish("d", "Wheat prices fell in Chicago on Friday.", "2025-05-02")
    del newsroom.articles["c"]
    assert str(newsroom.refresh()) == "1 new, 1 changed, 1 unchanged, 1 removed"
    consistent(newsroom.path)


def test_an_unchanged_corpus_loads_no_encoder(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    generation = Store(newsroom.path).generation
    newsroom.refresh()
    assert newsroom.encoded == 1
    assert Store(newsroom.path).generation == generation


def test_older_versions_and_removed_articles_stay_citable_but_leave_the_search(
    newsroom: Newsroom,
) -> None:
    newsroom.publish("a", "The summit was set for Tuesday in Geneva.", "2025-05-01")
    newsroom.refresh()
    newsroom.publish("a", "The gathering was moved to Thursday in Vienna.", "2025-05-01")
    newsroom.refresh()
    with Store(newsroom.path) as store:
        old, new = store.article("a", 1), store.article("a")
        assert old is not None
        assert "Geneva" in old.text
        assert new is not None
        assert (new.version, "Vienna" in new.text) == (2, True)
    del newsroom.articles["a"]
    newsroom.refresh()
    consistent(newsroom.path)
    with newsroom.open() as index:
        assert index.ask("Where was the gathering?", as_of=NOW).passages == ()
        assert index.store.article("a", 2) is not None


def test_an_article_that_comes_back_is_new_again(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    kept = newsroom.articles.pop("a")
    newsroom.refresh()
    newsroom.articles["a"] = kept
    assert str(newsroom.refresh()) == "1 new, 0 changed, 0 unchanged, 0 removed"
    consistent(newsroom.path)


def test_an_id_that_another_source_has_is_left_out_and_named(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    other = SourceConfig("jsonl", "Second", str(newsroom.file))
    report = refresh(
        [*newsroom.sources, other], newsroom.path, encoder=lambda: newsroom.encoder, now=NOW
    )
    assert str(report) == "0 new, 0 changed, 1 unchanged, 0 removed"
    assert "Wire" in report.problems[0].message


def test_a_source_that_fails_keeps_its_articles_and_is_noted(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    newsroom.file.unlink()
    report = refresh(newsroom.sources, newsroom.path, encoder=lambda: newsroom.encoder, now=NOW)
    assert report.failed_sources[0].where == "Wire"
    assert report.removed == 0
    with newsroom.open() as index:
        assert index.freshness().failing_sources == ("Wire",)
        assert index.ask("When do the delegations meet?", as_of=NOW).passages


def test_a_source_that_left_the_configuration_takes_its_articles_along(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    report = refresh([], newsroom.path, encoder=lambda: newsroom.encoder, now=NOW)
    assert report.removed == 1


def test_full_rebuilds_beside_and_swaps(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    with newsroom.open() as reader:
        assert len(reader.ask("When do the delegations meet?", as_of=NOW).passages) == 1
        newsroom.publish("b", "The delegations meet again in Ankara on Friday.", "2025-05-02")
        assert newsroom.refresh(full=True).new == 2
        assert len(reader.ask("When do the delegations meet?", as_of=NOW).passages) == 2
    consistent(newsroom.path)
    assert not newsroom.path.with_name(newsroom.path.name + ".rebuild").exists()


def test_full_replaces_a_file_that_is_no_database(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.path.write_bytes(b"not a database at all, but long enough to be read as one" * 100)
    with pytest.raises(IndexDamaged, match="refresh --full"):
        newsroom.refresh()
    newsroom.refresh(full=True)
    consistent(newsroom.path)


def test_an_index_of_another_model_is_refused_with_the_command(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    with Store(newsroom.path, create=True) as store, store.writing():
        store.set_meta("encoder", "another (768 dimensions, weights 00000000)")
    with newsroom.open() as index, pytest.raises(IndexMismatch, match="refresh --full"):
        index.ask("When do they meet?", as_of=NOW)
    newsroom.publish("b", "Another report on grain.", "2025-05-02")
    with pytest.raises(IndexMismatch, match="refresh --full"):
        newsroom.refresh()


def test_an_index_of_another_splitter_is_refused_with_the_command(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    with Store(newsroom.path, create=True) as store, store.writing():
        store.set_meta("splitter", "of old")
    with pytest.raises(IndexMismatch, match="refresh --full"):
        newsroom.refresh()


def test_the_second_refresh_says_who_holds_the_lock(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    with (
        writer_lock(newsroom.path, wait_seconds=0),
        pytest.raises(IndexLocked, match=f"process {os.getpid()}"),
    ):
        newsroom.refresh(wait_seconds=0.05)
    assert newsroom.refresh().new == 1


def test_a_missing_index_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="dateline refresh"):
        Store(tmp_path / "none.sqlite3")


def test_a_file_of_zeros_is_damaged_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "zeros.sqlite3"
    path.write_bytes(bytes(8192))
    with pytest.raises(IndexDamaged):
        Store(path)


def _refresh_slowly(file: str, path: str) -> None:
    from retrieval.encoder import OnnxEncoder

    class Slow(OnnxEncoder):
        def encode(self, texts):  # type: ignore[no-untyped-def]
            time.sleep(0.02)
            return super().encode(texts)

    import retrieval.refresh as module

    module.CHARACTERS_A_BATCH = 1
    refresh([SourceConfig("jsonl", "Wire", file)], Path(path), encoder=Slow, now=NOW)


def test_a_kill_at_any_moment_leaves_a_whole_index_that_the_next_run_finishes(
    newsroom: Newsroom,
) -> None:
    for n in range(60):
        newsroom.publish(f"a{n}", f"{TALKS} This is report number {n}.", "2025-05-01")
    newsroom.refresh()
    for n in range(60):
        newsroom.publish(f"a{n}", f"{TALKS} This is the changed report {n}.", "2025-05-01")
    lines = newsroom.file.read_text()
    newsroom.file.write_text(lines.replace("This is report number", "This is the changed report"))
    context = multiprocessing.get_context("spawn")
    for delay in (0.9, 1.3, 1.7):
        process = context.Process(
            target=_refresh_slowly, args=(str(newsroom.file), str(newsroom.path))
        )
        process.start()
        time.sleep(delay)
        if process.pid and process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        consistent(newsroom.path)
    newsroom.refresh()
    consistent(newsroom.path)
    with sqlite3.connect(newsroom.path) as connection:
        rows = connection.execute("SELECT DISTINCT version FROM articles").fetchall()
    assert rows == [(2,)]
