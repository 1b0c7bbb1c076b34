from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.render.terminal import clean, explain, nearest
from retrieval.encoder import OnnxEncoder
from retrieval.index import Index
from tests.retrieval.conftest import NOW, Newsroom


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[2Jgone", "[2Jgone"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("two\n lines", "two lines"),
        ("می\u200cخواهم 👩\u200d🚀", "می\u200cخواهم 👩\u200d🚀"),
        ("bell\x07 \x9b31m", "bell 31m"),
    ],
)
def test_nothing_in_a_text_steers_the_terminal(hostile: str, shown: str) -> None:
    assert clean(hostile) == shown


@given(st.text())
def test_shown_text_is_one_line_without_control_characters(text: str) -> None:
    shown = clean(text)
    assert all(ord(c) >= 32 and not 127 <= ord(c) < 160 for c in shown)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    newsroom = Newsroom(tmp_path, OnnxEncoder())
    text = (
        "The delegations will meet in Istanbul on Monday to talk about a truce.\n\n"
        "Read more: Ten things to know about Istanbul\n\n"
        "The agenda holds an exchange of prisoners, officials said on Friday."
    )
    newsroom.publish("a", text, "2025-05-01", title="A meeting with a title of some length")
    newsroom.refresh()
    return newsroom.open()


def shown(what: object, width: int) -> str:
    console = Console(file=io.StringIO(), width=width)
    console.print(what)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_passage_is_shown_without_the_boilerplate_inside_it(index: Index) -> None:
    answer = index.ask("When do the delegations meet?", as_of=NOW)
    text = " ".join(shown(nearest(answer, index, count=1), 200).split())
    assert "about a truce. The agenda holds" in text
    assert "Read more" not in text


@pytest.mark.parametrize("width", [40, 60, 120])
def test_the_ranking_can_be_read_at_any_width(index: Index, width: int) -> None:
    answer = index.ask("When do the delegations meet?", as_of=NOW)
    text = " ".join(shown(explain(answer, index), width).split())
    for words in ("A meeting with a title", "1 May 2025", f"{answer.passages[0].cosine:.3f}"):
        assert words in text
