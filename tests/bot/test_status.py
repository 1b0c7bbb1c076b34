from __future__ import annotations

import json
import sqlite3

import pytest

from retrieval.store import Store
from tests.bot.conftest import Desk


def test_status_counts_and_checks(desk: Desk) -> None:
    desk.write("undated.txt", "Another report on the second round, without a date of its own.")
    desk.run("refresh")
    result = desk.run("status", "--json")
    assert result.exit_code == 0, result.output
    state = json.loads(result.stdout)
    assert (state["counts"]["articles"], state["counts"]["undated"]) == (2, 1)
    names = [c["name"] for c in state["checks"]]
    assert names == [
        "integrity", "full text", "contents", "encoder", "made with", "languages", "freshness",
        "source Desk",
    ]  # fmt: skip
    assert "✓ integrity: ok" in desk.run("status").stdout


def test_a_notice_about_another_article_is_no_damage(desk: Desk) -> None:
    desk.write(
        "2025-05-30-correction.md",
        "Correction: In our report of Wednesday, 28 May, on the second round of talks, we gave the "
        "day as 3 June. That was wrong. The round is on 2 June.",
    )
    desk.run("refresh")
    with Store(desk.config.parent / "index.sqlite3") as store:
        found = store.connection.execute("SELECT count(*) FROM notices").fetchone()
    assert found[0]
    assert "✓ integrity: ok" in desk.run("status").stdout


def test_status_fails_with_a_remedy_when_something_is_wrong(desk: Desk) -> None:
    desk.run("refresh")
    desk.config.write_text(desk.config.read_text() + '\n[encoder]\nmodel = "another"\n')
    result = desk.run("status")
    assert result.exit_code == 1
    assert "✗ encoder" in result.stdout
    assert "dateline refresh --full" in result.stdout


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        ("UPDATE embeddings SET vector = x'01'", "✗ contents: 1 vectors of the wrong length"),
        ("UPDATE passages SET sentences = '['", "✗ contents: 1 passages whose sentences"),
        ("UPDATE versions SET published = 'soon'", "✗ contents: 1 articles whose date"),
        ("UPDATE meta SET value = 'soon' WHERE key = 'refreshed'", "✗ contents: 1 times"),
        ("UPDATE meta SET value = 'old' WHERE key = 'splitter'", "✗ made with: splitter old"),
        ("UPDATE meta SET value = 'old' WHERE key = 'annotation'", "✗ made with: annotation old"),
        ("UPDATE meta SET value = '1' WHERE key = 'schema'", "✗ schema: "),
    ],
)
def test_what_is_wrong_inside_is_a_failed_check(desk: Desk, statement: str, shown: str) -> None:
    desk.run("refresh")
    with sqlite3.connect(desk.folder / "index.sqlite3") as connection:
        connection.execute(statement)
    result = desk.run("status")
    assert result.exit_code == 1
    assert shown in result.stdout
    assert "dateline refresh --full" in result.stdout
    json.loads(desk.run("status", "--json").stdout)


def test_articles_that_the_encoder_cannot_read_are_told_and_no_fault(desk: Desk) -> None:
    desk.write("uk.txt", "Рада порту у вівторок проголосувала за відкриття північного пірсу.")
    desk.run("refresh")
    result = desk.run("status", "--json")
    assert result.exit_code == 0
    state = json.loads(result.stdout)
    assert state["counts"]["languages"] == {"en": 1, "uk": 1}
    (check,) = [c for c in state["checks"] if c["name"] == "languages"]
    assert check["ok"]
    assert check["detail"] == "en 1, uk 1 (the encoder does not know uk: found by words alone)"


def test_refused_files_are_counted(desk: Desk) -> None:
    desk.write("empty.txt", "")
    desk.run("refresh")
    assert "source Desk: read, 1 problem(s)" in desk.run("status").stdout


def test_an_index_that_is_old_is_looked_at_without_a_change(desk: Desk) -> None:
    desk.run("refresh")
    path = desk.folder / "index.sqlite3"
    with Store(path, create=True) as store, store.writing():
        store.set_meta("schema", "1")
    before = path.read_bytes()
    for command in (["ask", "When?"], ["status"], ["refresh"]):
        result = desk.run(*command)
        assert result.exit_code == 1
        assert "refresh --full" in result.output
    assert path.read_bytes() == before
