"""Titles from memory, and what a message asks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.asking import LONGEST
from bot.discord.cogs.menu import question_in
from bot.discord.titles import KEY, PAUSE, Titles, key_of, keyed
from retrieval.index import Index
from tests.bot.discord.test_render import hostile


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def index(seeded: Path, tmp_path: Path) -> Index:
    shutil.copy(seeded, tmp_path / "index.sqlite3")
    return Index(tmp_path / "index.sqlite3")


def test_titles_are_newest_first_and_hold_every_word_that_was_typed(index: Index) -> None:
    titles = Titles()
    with index:
        titles.note(index)
        found = titles.matching("ROUND third", ())
        assert [t.published for t in found] == sorted((t.published for t in found), reverse=True)
        assert all("third" in t.folded and "round" in t.folded for t in found)
        assert len(titles.matching("", ())) == 25
        assert all(t.outlet == "TASS" for t in titles.matching("", ("TASS",)))
        keys = [t.key for t in titles.matching("", (), 999)]
        assert len(keys) == len(set(keys)) == 43
        for titled in titles.matching("", (), 999):
            assert 1 <= len(titled.name) <= 100
            assert len(titled.key) == KEY
            assert keyed(index.store, titled.key) == titled.article_id


def test_what_was_chosen_or_typed_is_found(index: Index) -> None:
    titles = Titles()
    with index:
        titles.note(index)
    (titled,) = titles.matching("eighth exchange", ())
    for typed in (titled.key, titled.title.upper(), "eighth exch"):
        assert titles.find(typed, ()) == titled.key
        assert titles.find(typed, ("TASS",)) is None
    assert titles.find("curling", ()) is None


def test_an_index_that_changes_all_the_time_is_read_now_and_then(index: Index) -> None:
    clock = Clock()
    titles = Titles(clock)
    with index:
        titles.note(index)
        index.store.connection.execute("PRAGMA query_only = OFF")
        assert titles.matching("eighth", ())
    other = Index.__new__(Index)  # an index that holds nothing must not be asked before its time

    class Store:
        generation = "other"

    other.store = Store()  # type: ignore[assignment]
    titles.note(other)
    clock.now += PAUSE
    with pytest.raises(AttributeError):
        titles.note(other)


def test_a_key_is_short_whatever_the_id() -> None:
    assert len(key_of("https://paper.example/" + "x" * 900)) == KEY


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("When is the next round?", "When is the next round?"),
        ("Did you see? lol. When is **the next** round? I hope soon.", "When is the next round?"),
        ("<@12> <#3> the talks were moved https://a.example/b", "the talks were moved"),
        ("> quoted line\nThe vote is on Friday.", "quoted line The vote is on Friday."),
        ("<:smile:12> <t:12:R> </ask:3>", ""),
        ("🎉🎉", ""),
        ("Коли наступний раунд? Не знаю.", "Коли наступний раунд?"),
    ],
)
def test_a_message_asks_its_last_question_or_what_it_says(text: str, question: str) -> None:
    assert question_in(text) == question


def test_a_long_message_is_asked_by_whole_sentences() -> None:
    asked = question_in("The council of Skarn met on Monday in Lower Hall. " * 20)
    assert len(asked) <= LONGEST
    assert asked.endswith("Lower Hall.")


@given(hostile | st.text(max_size=4000))
def test_no_message_makes_too_long_a_question(text: str) -> None:
    assert len(question_in(text)) <= LONGEST
