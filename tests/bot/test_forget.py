"""``dateline forget``: the words are gone from the files, and no source brings them back."""

from __future__ import annotations

import json
import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.ledger import Ledger, beside
from retrieval.lock import writer_lock
from retrieval.store import Store
from tests.bot.conftest import Desk

URL = "https://desk.example/news/brandt"
SECRET = "Quillomena"
EARLIER = "Vandorakis"
"""Names that stand nowhere else; the second one in the first version alone."""


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A story in two versions, with a name in it that must go."""
    for said in (f"and {EARLIER} deny", "admits"):
        desk.write(
            "story.md",
            f"---\nid: brandt\nurl: {URL}?utm_source=feed\npublished: 2025-06-01\n---\n"
            f"{SECRET} Brandt {said} that she sold the harbour in 2019, the court heard.",
        )
        desk.run("refresh")
    return desk


def index(desk: Desk) -> Path:
    return desk.folder / "index.sqlite3"


def holds(desk: Desk, word: str) -> list[str]:
    """The files beside the index that hold ``word``, written anyhow."""
    return [
        p.name
        for p in desk.folder.iterdir()
        if p.is_file() and word.lower().encode() in p.read_bytes().lower()
    ]


def test_every_trace_of_the_words_is_gone_from_the_files(story: Desk) -> None:
    assert holds(story, SECRET)
    result = story.run("forget", URL)
    assert result.exit_code == 0, result.output
    assert "1 article, 2 versions" in result.stdout
    assert holds(story, SECRET) == []
    assert holds(story, SECRET[:-1]) == []  # as a stem, too
    assert holds(story, EARLIER[:-1]) == []
    with Store(index(story), create=True) as store:
        assert store.article("brandt") is None
        assert store.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        store.connection.execute(
            "INSERT INTO passages_fts (passages_fts) VALUES ('integrity-check')"
        )


@pytest.mark.parametrize(
    "name",
    [
        f"{URL}#top",
        f"{URL}?utm_medium=mail",
        f"{URL}/",
        "brandt",
        "HTTPS://DESK.example/news/brandt",
    ],
)
def test_an_address_is_known_in_every_form(story: Desk, name: str) -> None:
    assert "1 article, 2 versions" in story.run("forget", name).stdout


@pytest.mark.parametrize("full", [[], ["--full"]])
def test_no_refresh_brings_it_back_and_none_complains(story: Desk, full: list[str]) -> None:
    story.run("forget", URL)
    for _ in range(2):
        result = story.run("refresh", *full)
        assert result.exit_code == 0
        assert "brandt" not in result.output
        assert "0 new" in result.stdout or full
        assert holds(story, f"{SECRET}") == []
    with Store(index(story)) as store:
        assert "brandt" not in store.known()
        assert [s.article_id for s in store.tombstones()] == ["brandt"]


def test_nor_under_another_id_from_another_source(story: Desk) -> None:
    story.run("forget", URL)
    line = {"id": "x", "url": URL, "text": f"{SECRET} Brandt was in court.", "published": None}
    (story.folder / "other.jsonl").write_text(json.dumps(line) + "\n")
    with story.config.open("a") as config:
        config.write('\n[[source]]\nkind = "jsonl"\nname = "Other"\npath = "other.jsonl"\n')
    story.run("refresh")
    with Store(index(story)) as store:
        assert "x" not in store.known()


def test_an_address_that_many_articles_have_names_none_of_them(desk: Desk) -> None:
    for id in "pq":
        desk.write(f"{id}.md", f"---\nid: {id}\nurl: {URL}\n---\nReport {id} is about the harbour.")
    desk.run("refresh")
    assert "1 article" in desk.run("forget", "p").stdout
    desk.run("refresh")
    with Store(index(desk)) as store:
        assert set(store.known()) >= {"q"}
        assert "p" not in store.known()


def test_what_was_forgotten_is_listed_and_may_come_back(story: Desk) -> None:
    assert "Nothing was forgotten" in story.run("forget", "--list").stdout
    story.run("forget", "brandt")
    assert "forgotten" in (listed := story.run("forget", "--list").stdout)
    assert URL in listed
    assert "brandt" in listed
    assert story.run("forget", "brandt").exit_code == 1
    assert story.run("forget", URL, "--undo").exit_code == 0
    assert story.run("refresh").stdout.startswith("1 new")
    assert story.run("forget", "brandt", "--undo").exit_code == 1


def test_an_unknown_name_fails_with_those_that_are_near(story: Desk) -> None:
    result = story.run("forget", URL + "t")
    assert result.exit_code == 1
    assert URL in result.stderr
    assert holds(story, SECRET)
    assert story.run("forget", "zzzzzz").exit_code == 1


@pytest.mark.parametrize("arguments", [[], ["brandt", "--list"], ["--undo"], ["--list", "--undo"]])
def test_wrong_use_is_said(story: Desk, arguments: list[str]) -> None:
    assert story.run("forget", *arguments).exit_code == 2


def test_without_an_index_there_is_nothing_to_forget(desk: Desk) -> None:
    assert desk.run("forget", "brandt").exit_code == 1
    assert not index(desk).exists()


def keep(story: Desk, *articles: str) -> Path:
    """Questions that were answered from these articles, with a quote, in the file of kept ones."""
    path = beside(index(story))
    now = datetime.now(UTC)
    with Ledger(path, retention_days=90, now=now):
        pass
    with sqlite3.connect(path) as connection:
        for article in articles:
            connection.execute(
                "INSERT INTO questions (asked_at, question, folded, as_of, verdict, confidence,"
                " article_id, quote) VALUES (?, 'Who?', 'who', ?, 'answered', 0.5, ?, ?)",
                [now.isoformat(), now.isoformat(), article, f"{SECRET} of {article}"],
            )
    connection.close()
    return path


def test_a_kept_question_goes_on_without_the_quote(story: Desk) -> None:
    path = keep(story, "brandt", "2025-05-28-a")
    assert "1 kept answer" in story.run("forget", URL).stdout
    assert f"{SECRET} of brandt".encode() not in path.read_bytes()
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT article_id, quote FROM questions ORDER BY id").fetchall()
    connection.close()
    assert rows == [(None, None), ("2025-05-28-a", f"{SECRET} of 2025-05-28-a")]


def test_nothing_is_forgotten_while_the_kept_questions_are_in_use(story: Desk) -> None:
    path = keep(story, "brandt")
    with sqlite3.connect(path) as other:
        other.execute("BEGIN IMMEDIATE")
        assert story.run("forget", URL).exit_code == 1
        other.rollback()
    other.close()
    assert holds(story, EARLIER)
    assert "1 article, 2 versions, 1 kept answer" in story.run("forget", URL).stdout
    assert f"{SECRET} of brandt".encode() not in path.read_bytes()


def test_a_quote_that_outlived_its_article_goes_when_it_is_forgotten_again(story: Desk) -> None:
    story.run("forget", "brandt")
    path = keep(story, "brandt")
    assert "Forgotten: 1 kept answer." in story.run("forget", "brandt").stdout
    assert f"{SECRET} of brandt".encode() not in path.read_bytes()
    assert "is forgotten already" in story.run("forget", "brandt").stderr


def test_it_waits_for_a_refresh(story: Desk) -> None:
    with writer_lock(index(story), wait_seconds=0):
        result = story.run("forget", "brandt", "--wait", "0")
    assert result.exit_code == 1
    assert "being refreshed" in result.stderr
    assert holds(story, SECRET)


def test_where_the_log_cannot_be_cut_it_says_so(story: Desk) -> None:
    done = threading.Event()
    started = threading.Event()

    def read() -> None:
        with Store(index(story)) as store, store.reading():
            store.known()
            started.set()
            done.wait(60)

    reader = threading.Thread(target=read)
    reader.start()
    started.wait(60)
    try:
        result = story.run("forget", "brandt")
    finally:
        done.set()
        reader.join()
    assert result.exit_code == 0
    assert "-wal" in result.stderr
