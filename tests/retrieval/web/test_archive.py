from __future__ import annotations

import sqlite3
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from retrieval.errors import ArchiveError
from retrieval.web.archive import APPLICATION_ID, Archive, ListingState, beside
from retrieval.web.records import Item, PageText, Validators
from tests.retrieval.conftest import NOW

ADDRESS = "https://paper.example/a"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return beside(tmp_path / "index.sqlite3")


def hold(archive: Archive, address: str, text: str, id: str | None = None) -> None:
    """Lists an address and holds its page."""
    item = Item(address, title="Title", body="What the feed says.")
    archive.put_listing("Paper", address, ListingState(), {archive.key_of(address): item}, NOW)
    state = archive.page(archive.key_of(address))
    assert state is not None
    archive.put_page(
        state, PageText(text), id=id or state.id, body_hash="1", validators=Validators("e"),
        moved_to=None, now=NOW,
    )  # fmt: skip


def test_what_was_put_comes_back_after_closing(path: Path) -> None:
    with Archive(path) as archive:
        hold(archive, ADDRESS, "Text")
    with Archive(path) as archive:
        assert archive.keys("Paper") == archive.listed("Paper") == [ADDRESS]
        kept = archive.kept("Paper", ADDRESS)
        state = archive.page(ADDRESS)
    assert kept is not None
    assert state is not None
    assert (kept.id, kept.page, kept.seen) == (ADDRESS, PageText("Text"), NOW)
    assert (state.validators, state.held) == (Validators("e"), True)


def test_the_file_is_marked_private_and_beside_the_index(path: Path) -> None:
    with Archive(path):
        pass
    assert path.name == "index.sqlite3.web.sqlite3"
    assert path.stat().st_mode & 0o777 == 0o600
    assert int.from_bytes(path.read_bytes()[68:72], "big") == APPLICATION_ID


def test_a_database_of_another_program_is_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (x)")
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="another program"):
        Archive(path)
    assert path.read_bytes() == before


def test_what_is_no_database_is_an_error_with_a_remedy(path: Path) -> None:
    path.write_bytes(b"no database at all, but quite long enough to be looked at" * 50)
    with pytest.raises(ArchiveError, match="move it away"):
        Archive(path)


def test_tables_of_another_version_are_refused(path: Path) -> None:
    with Archive(path):
        pass
    with sqlite3.connect(path) as other:
        other.execute("UPDATE meta SET value = '9' WHERE key = 'version'")
    with pytest.raises(ArchiveError, match="version 9"):
        Archive(path)


def test_an_interrupted_transaction_leaves_nothing(path: Path) -> None:
    with Archive(path) as archive:
        hold(archive, ADDRESS, "Text")

        class Items(dict[str, Item]):
            def items(self):  # type: ignore[no-untyped-def]
                yield "https://paper.example/b", Item("https://paper.example/b")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            archive.put_listing("Paper", ADDRESS, ListingState(), Items(), NOW)
        assert archive.keys("Paper") == archive.listed("Paper") == [ADDRESS]


def test_forgetting_takes_every_address_of_an_article_and_its_words(path: Path) -> None:
    other = "https://paper.example/print/a"
    with Archive(path) as archive:
        hold(archive, ADDRESS, "Unmistakable")
        hold(archive, other, "Unmistakable", id=ADDRESS)
        assert archive.forget(other, NOW)
        assert archive.keys("Paper") == []
        assert archive.gone() == [ADDRESS]
        for address in (ADDRESS, other, "https://paper.example/third"):
            item = Item(address, body="Again")
            archive.put_listing("Paper", "", ListingState(), {address: item}, NOW)
        third = archive.page("https://paper.example/third")
        assert third is not None
        archive.put_page(
            third, PageText("Unmistakable"), id=ADDRESS, body_hash="2", validators=Validators(),
            moved_to=None, now=NOW,
        )  # fmt: skip
        assert archive.keys("Paper") == []
    assert b"Unmistakable" not in path.read_bytes()


def test_one_address_that_is_gone_leaves_the_others_of_its_article(path: Path) -> None:
    other = "https://paper.example/print/a"
    with Archive(path) as archive:
        hold(archive, ADDRESS, "Text")
        hold(archive, other, "Text", id=ADDRESS)
        archive.bury(ADDRESS, NOW)
        assert (archive.keys("Paper"), archive.gone()) == ([other], [])


def test_pages_that_left_the_listing_come_due_by_their_age(path: Path) -> None:
    with Archive(path) as archive:
        hold(archive, ADDRESS, "Text")
        archive.put_listing("Paper", ADDRESS, ListingState(), {}, NOW)
        visits = []
        for hours in range(24 * 365):
            now = NOW + timedelta(hours=hours)
            if archive.due("Paper", now, 10):
                archive.note_asked([ADDRESS], 200, now)
                visits.append(hours)
    assert visits[0] == 6
    waits = [later - earlier for earlier, later in pairwise(visits)]
    assert waits == sorted(waits)
    assert 10 < len(visits) < 25
