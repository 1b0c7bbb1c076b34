from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

import retrieval
from retrieval.encoder import DEFAULT_MODEL, OnnxEncoder
from retrieval.errors import IndexDamaged, IndexLocked, IndexMismatch, IndexMissing
from retrieval.lock import writer_lock
from retrieval.sources import KINDS, SourceConfig
from retrieval.store import Store
from retrieval.update import Report, refresh
from retrieval.writer import BATCH, FIRST_BATCH
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
    newsroom.refresh(allow_empty=True)
    consistent(newsroom.path)
    with newsroom.open() as index:
        assert index.ask("Where was the gathering?", as_of=NOW).passages == ()
        assert index.store.article("a", 2) is not None


def test_an_article_that_comes_back_is_new_again(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    kept = newsroom.articles.pop("a")
    newsroom.refresh(allow_empty=True)
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


def again(newsroom: Newsroom, *sources: SourceConfig, **options: Any) -> Report:
    """A refresh of the coverage as it lies there."""
    return refresh(
        sources or newsroom.sources, newsroom.path, encoder=newsroom.make, now=NOW, **options
    )


def test_the_package_s_refresh_can_be_called_more_than_once(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    for _ in range(2):
        assert retrieval.refresh(newsroom.sources, newsroom.path, now=NOW).unchanged == 1
    with retrieval.open(newsroom.path) as index:
        assert index.ask("When do they meet?", as_of=NOW).passages


@pytest.mark.parametrize("hurt", [lambda lines: [lines[0][:50], *lines[1:]], lambda _: []])
def test_a_torn_file_of_lines_loses_no_article(newsroom: Newsroom, hurt: Any) -> None:
    for id in "abc":
        newsroom.publish(id, f"{TALKS} Report {id}.", "2025-05-01")
    newsroom.refresh()
    newsroom.file.write_text("".join(hurt(newsroom.file.read_text().splitlines(keepends=True))))
    report = again(newsroom)
    assert report.removed == 0
    with Store(newsroom.path) as store:
        assert set(store.known()) == {"a", "b", "c"}


def test_an_emptied_source_is_a_failed_one_until_it_is_said_to_be_meant(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    newsroom.articles.clear()
    assert "--allow-empty" in newsroom.refresh().failed_sources[0].message
    with newsroom.open() as index:
        assert index.freshness().failing_sources == ("Wire",)
    assert newsroom.refresh(allow_empty=True).removed == 1
    with newsroom.open() as index:
        assert index.freshness().failing_sources == ()


def test_a_file_that_cannot_be_taken_in_any_more_keeps_its_article(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    source = SourceConfig("folder", "Desk", str(folder))
    for name in ("a", "b", "c"):
        (folder / f"{name}.md").write_text(f"---\nid: the-{name}\n---\n{TALKS} Report {name}.")
    assert again(newsroom, source).new == 3
    (folder / "a.md").write_text("---\ntitle: [torn\n---\nText.")
    (folder / "b.md").unlink()
    report = again(newsroom, source)
    assert (report.kept, report.removed) == (1, 1)
    assert "1 kept" in str(report)
    with Store(newsroom.path) as store:
        assert set(store.known()) == {"the-a", "the-c"}
        assert store.sources()[0]["problems"] == 1


def test_an_article_that_moves_between_sources_is_never_absent(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    files = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    sources = [SourceConfig("jsonl", name, str(f)) for name, f in zip("AB", files, strict=True)]
    lines = [json.dumps({"id": i, "outlet": "Desk", "text": f"{TALKS} {i}."}) for i in "abc"]
    files[0].write_text("\n".join(lines[:2]))
    files[1].write_text(lines[2])
    again(newsroom, *sources)
    files[0].write_text(lines[0])
    files[1].write_text("\n".join(lines[1:]))
    report = again(newsroom, *sources)
    assert str(report) == "0 new, 0 changed, 3 unchanged, 0 removed"
    assert report.problems == []
    with Store(newsroom.path) as store:
        assert store.known()["b"].source == "B"
    assert newsroom.encoded == 1


@pytest.mark.parametrize("outlet", ["Desk", None])
def test_a_renamed_source_loses_and_encodes_nothing(newsroom: Newsroom, outlet: str | None) -> None:
    newsroom.publish("a", TALKS, "2025-05-01", outlet=outlet)
    newsroom.refresh()
    renamed = SourceConfig("jsonl", "Agency", str(newsroom.file))
    assert again(newsroom, renamed).removed == 0
    assert newsroom.encoded == 1
    consistent(newsroom.path)
    with newsroom.open() as index:
        hits = index.ask("When do they meet?", as_of=NOW, outlets=outlet or "Agency").passages
        assert len(hits) == 1
    assert [s["name"] for s in Store(newsroom.path).sources()] == ["Agency"]


def test_only_the_sources_that_are_named_are_read(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    second = tmp_path / "second.jsonl"
    second.write_text(json.dumps({"id": "b", "text": f"{TALKS} Again."}))
    both = [*newsroom.sources, SourceConfig("jsonl", "Second", str(second))]
    newsroom.file.unlink()
    report = again(newsroom, *both, only={"Second"})
    assert str(report) == "1 new, 0 changed, 0 unchanged, 0 removed"
    assert report.failed_sources == []
    with Store(newsroom.path) as store:
        assert set(store.known()) == {"a", "b"}
        assert [s["failures"] for s in store.sources()] == [0, 0]
    second.write_text(json.dumps({"id": "c", "text": f"{TALKS} Anew."}))
    assert again(newsroom, *both, only={"Second"}).removed == 1
    assert str(again(newsroom, *both, only=())) == "0 new, 0 changed, 0 unchanged, 0 removed"
    with Store(newsroom.path) as store:
        assert set(store.known()) == {"a", "c"}
    with pytest.raises(ValueError, match="every source"):
        again(newsroom, *both, only=(), full=True)


def test_a_source_out_of_turn_keeps_what_another_has_too(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    second = tmp_path / "second.jsonl"
    second.write_text(json.dumps({"id": "a", "text": f"{TALKS} Another text."}))
    both = [*newsroom.sources, SourceConfig("jsonl", "Second", str(second))]
    again(newsroom, *both, only={"Second"})
    with Store(newsroom.path) as store:
        assert store.known()["a"].source == "Wire"


def test_what_a_source_raises_out_of_turn_is_its_failure(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: str) -> Any:
        raise KeyError("nobody foresaw this")

    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    monkeypatch.setitem(KINDS, "jsonl", broken)  # type: ignore[misc]
    report = again(newsroom)
    assert "nobody foresaw this" in report.failed_sources[0].message
    assert report.removed == 0


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


@pytest.mark.parametrize("key", ["schema", "splitter", "analysis", "annotation"])
def test_an_index_made_otherwise_is_refused_with_the_command(newsroom: Newsroom, key: str) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    with Store(newsroom.path, create=True) as store, store.writing():
        store.set_meta(key, "of old")
    with pytest.raises(IndexMismatch, match="refresh --full"):
        newsroom.refresh()


def test_another_model_is_noticed_without_anything_to_encode_or_loading_it(
    newsroom: Newsroom,
) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    with pytest.raises(IndexMismatch, match=r"another is configured.*refresh --full"):
        newsroom.refresh(model="another")
    assert newsroom.refresh(model=DEFAULT_MODEL).unchanged == 1
    assert newsroom.encoded == 1


def test_the_first_batch_is_written_soon_and_the_bar_stands_from_the_start(
    newsroom: Newsroom,
) -> None:
    for n in range(120):
        newsroom.publish(f"a{n}", f"{TALKS} Report {n}.", "2025-05-01")
    steps: list[tuple[int, int]] = []
    encoded: list[int] = []

    class Watched(OnnxEncoder):
        def encode_parts(self, texts: Any, parts: Any) -> Any:
            encoded.append(len(texts))
            return super().encode_parts(texts, parts)

    newsroom.encoder = Watched()
    newsroom.refresh(progress=lambda step: steps.append((step.articles, step.total)))
    assert steps[0] == (0, 120)
    assert steps[-1] == (120, 120)
    assert encoded[0] == FIRST_BATCH
    assert max(encoded) <= BATCH


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
        def encode_parts(self, texts: Any, parts: Any) -> Any:
            time.sleep(0.02)
            return super().encode_parts(texts, parts)

    import retrieval.writer as module

    module.BATCH = module.FIRST_BATCH = 1
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


def test_a_trivial_change_makes_no_version_and_is_looked_at_once(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS + "\n\nUpdated 5 minutes ago\n\n3 comments", "2025-05-01")
    newsroom.refresh()
    newsroom.publish("a", TALKS + "\n\nUpdated 2 hours ago\n\n41 comments", "2025-05-01")
    assert str(newsroom.refresh()) == "0 new, 0 changed, 1 unchanged, 0 removed"
    with Store(newsroom.path) as store:
        generation, known = store.generation, store.known()["a"]
        article = store.article("a")
        assert article is not None
        assert article.version == 1
        assert "5 minutes" in article.text
    assert newsroom.encoded == 1
    newsroom.refresh()
    with Store(newsroom.path) as store:
        assert (store.generation, store.known()["a"]) == (generation, known)
    newsroom.publish("a", TALKS.replace("Monday", "Tuesday"), "2025-05-01")
    assert newsroom.refresh().changed == 1
    consistent(newsroom.path)


def test_an_article_that_comes_back_with_a_trifle_is_what_was_quoted(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.refresh()
    del newsroom.articles["a"]
    newsroom.refresh(allow_empty=True)
    newsroom.publish("a", TALKS + "\n\n12 comments", "2025-05-01")
    assert newsroom.refresh().new == 1
    with Store(newsroom.path) as store:
        assert [v.number for v in store.versions("a")] == [1]
    assert newsroom.refresh().unchanged == 1
    consistent(newsroom.path)


def test_a_trifle_found_at_another_place_moves_the_article(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01", outlet="Wire")
    newsroom.refresh()
    newsroom.publish("a", TALKS + "\n\n12 comments", "2025-05-01", outlet="Wire")
    newsroom.refresh()
    report = again(newsroom, SourceConfig("jsonl", "Second", str(newsroom.file)))
    assert (report.new, report.changed, report.unchanged) == (0, 0, 1)
    with Store(newsroom.path) as store:
        assert store.known()["a"].source == "Second"


def test_what_is_gone_at_its_source_does_not_come_back(newsroom: Newsroom) -> None:
    newsroom.publish("a", TALKS, "2025-05-01")
    newsroom.publish("b", "Wheat prices fell in Velka on Friday.", "2025-05-01")
    newsroom.refresh()
    with Store(newsroom.path, create=True) as store:
        with store.writing():
            buried = store.bury("a", "gone", NOW)
        assert (buried.articles, buried.versions) == (1, 1)
        assert store.scrub()
    report = newsroom.refresh()
    assert (report.new, report.removed, report.forgotten, report.problems) == (0, 0, 1, [])
    consistent(newsroom.path)
