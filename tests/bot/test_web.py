"""The command over a web of our own: what a user meets from the first refresh to forgetting."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import load
from bot.watch import Watcher
from retrieval.encoder import OnnxEncoder
from retrieval.store import Store
from retrieval.web.archive import beside
from tests.bot.conftest import Desk
from tests.web import Answer, Web

HOST = "127.0.0.1"
BRIDGE = "The harbour bridge at Norwick will reopen on 14 December, the council said on Tuesday."
FERRY = "The ferry to Holm leaves at seven in the morning from the first of December on."


class Paper:
    """A paper with a feed of two stories, and a desk that reads it."""

    def __init__(self, desk: Desk, web: Web) -> None:
        self.desk, self.web = desk, web
        self.bridge = web.put(f"{HOST}/bridge", _page("Bridge", BRIDGE))
        self.ferry = web.put(f"{HOST}/ferry", _page("Ferry", FERRY))
        items = "".join(f"<item><link>{a}</link></item>" for a in (self.bridge, self.ferry))
        rss = f'<rss version="2.0"><channel><title>Paper</title>{items}</channel></rss>'
        feed = Answer(rss, type="application/rss+xml", etag='"same"')
        self.feed = web.put(f"{HOST}/feed", feed)
        desk.config.write_text(
            f'[index]\npath = "index.sqlite3"\n\n[[source]]\nkind = "feed"\nname = "Paper"\n'
            f'url = "{self.feed}"\n\n[fetch]\nallow_private_addresses = true\nretries = 0\n'
        )

    @property
    def index(self) -> Path:
        return self.desk.folder / "index.sqlite3"

    def live(self) -> set[str]:
        with Store(self.index) as store:
            return {str(r[0]) for r in store.connection.execute("SELECT id FROM articles")}


def _page(title: str, text: str) -> Answer:
    return Answer(f"<title>{title}</title><article><h1>{title}</h1><p>{text}</p></article>")


@pytest.fixture
def paper(desk: Desk) -> Iterator[Paper]:
    with Web() as web:
        yield Paper(desk, web)


def test_what_was_forgotten_comes_back_after_undo_though_its_feed_has_not_changed(
    paper: Paper,
) -> None:
    paper.desk.run("refresh")
    paper.desk.run("forget", paper.bridge)
    assert "0 new" in paper.desk.run("refresh").stdout
    assert paper.live() == {paper.ferry}
    assert paper.bridge in paper.desk.run("forget", "--undo", paper.bridge).stdout
    assert "1 new" in paper.desk.run("refresh").stdout
    assert paper.live() == {paper.bridge, paper.ferry}
    assert "Nothing" in paper.desk.run("forget", "--list").stdout


def test_a_page_that_was_gone_comes_back_after_undo(paper: Paper) -> None:
    paper.desk.run("refresh")
    paper.web.put(paper.bridge, Answer(status=410))
    assert "1 removed" in paper.desk.run("refresh").stdout
    paper.web.put(paper.bridge, _page("Bridge", BRIDGE))
    assert "0 new" in paper.desk.run("refresh").stdout
    paper.desk.run("forget", "--undo", paper.bridge)
    assert "1 new" in paper.desk.run("refresh").stdout


def test_forgetting_twice_says_that_it_is_done(paper: Paper) -> None:
    paper.desk.run("refresh")
    assert "1 article, 1 version" in paper.desk.run("forget", paper.bridge).stdout
    again = paper.desk.run("forget", paper.bridge)
    assert again.exit_code == 1
    assert "forgotten already" in again.output


def test_a_page_that_was_fetched_but_not_indexed_can_be_forgotten(paper: Paper) -> None:
    paper.desk.run("refresh")
    paper.index.unlink()
    Store(paper.index, create=True).close()
    assert "1 page not in the index" in paper.desk.run("forget", paper.bridge).stdout
    assert paper.bridge in paper.desk.run("forget", "--list").stdout
    paper.desk.run("refresh")
    assert paper.live() == {paper.ferry}


def test_watching_asks_as_the_configuration_says(paper: Paper) -> None:
    with paper.desk.config.open("a") as written:
        written.write('user_agent = "paper-desk/2"\n')
    said: list[str] = []
    watcher = Watcher(load(paper.desk.config), encoder=OnnxEncoder, say=said.append)
    watcher.run_once(datetime(2025, 6, 2, 12, tzinfo=UTC))
    assert [line.split("UTC  ")[1] for line in said] == ["Paper: +2 new"]
    assert {r.headers["user-agent"] for r in paper.web.requests} == {"paper-desk/2"}


def test_watching_stops_between_two_pages(paper: Paper) -> None:
    stopping = lambda: len(paper.web.asked(HOST)) > 2  # noqa: E731  robots.txt, the feed, a page
    watcher = Watcher(load(paper.desk.config), encoder=OnnxEncoder, stopping=stopping)
    watcher.run_once(datetime(2025, 6, 2, 12, tzinfo=UTC))
    assert paper.live() == set()


def test_a_failing_source_is_named_once_and_its_addresses_stand_in_one_line(paper: Paper) -> None:
    paper.desk.config.write_text(
        paper.desk.config.read_text()
        .replace('"feed"', '"pages"')
        .replace(f'"{paper.feed}"', f'["{paper.bridge}", "{paper.ferry}"]')
        .replace("allow_private_addresses = true", "")
    )
    assert paper.desk.run("refresh").exit_code == 1
    said = " ".join(paper.desk.run("status").stdout.split())
    assert f"failed once (never read yet): {paper.bridge}: refused" in said
    assert f"check {paper.bridge}, {paper.ferry}, then run" in said


def test_a_full_disk_keeps_the_archive_and_is_called_one(paper: Paper) -> None:
    paper.desk.run("refresh")
    path = beside(paper.index)
    before = path.read_bytes()
    from retrieval.errors import ArchiveError
    from retrieval.web.archive import Archive, ListingState
    from retrieval.web.records import Item

    with Archive(path) as archive:
        connection: sqlite3.Connection = archive._connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        items = {"k": Item("https://a.example/", body="x" * 100_000)}
        with pytest.raises(ArchiveError, match=r"full.*make room"):
            archive.put_listing("Paper", "l", ListingState(), items, datetime.now(UTC))
    assert path.read_bytes() == before
