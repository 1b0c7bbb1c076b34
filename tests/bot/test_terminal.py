from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.render.json import as_json
from bot.render.terminal import clean, edited, explain, nearest, show
from retrieval.encoder import OnnxEncoder
from retrieval.index import Index
from retrieval.records import Edit
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


@pytest.fixture
def edited_index(tmp_path: Path) -> Index:
    newsroom = Newsroom(tmp_path, OnnxEncoder())
    for day, note in ((24, ""), (23, "\n\nCorrection: an earlier version gave a wrong day.")):
        text = f"The third round of talks will be held in Hallin on {day} September.{note}"
        newsroom.publish("a", text, "2025-07-20", title="Third round")
        newsroom.now = NOW if day == 24 else NOW.replace(day=20)
        newsroom.refresh()
    return newsroom.open()


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (10, "edited since 20 August 2025: “24 September” → “23 September”"),
        (25, "edited 20 August 2025: “24 September” → “23 September”"),
    ],
)
def test_an_edit_and_a_correction_stand_with_the_source(
    edited_index: Index, day: int, line: str
) -> None:
    answer = edited_index.ask("When is the third round?", as_of=NOW.replace(day=day))
    console = Console(file=io.StringIO(), width=200)
    show(console, answer, edited_index, now=NOW)
    assert isinstance(console.file, io.StringIO)
    printed = console.file.getvalue()
    assert line in printed
    assert "· corrected" in printed


def test_an_edit_is_said_in_json_too(edited_index: Index) -> None:
    plain = [
        as_json(
            edited_index.ask("When is the third round?", as_of=NOW.replace(day=day)), trace=False
        )["citations"][0]
        for day in (10, 25)
    ]
    then, now = plain
    assert (then["version"], now["version"]) == (1, 2)
    assert then["edited"]["now"].endswith("23 September.")
    assert now["edited"]["was"].endswith("24 September.")
    assert now["edited"]["version"] == 1
    assert now["edited"]["since"] == "2025-08-20T00:00:00+00:00"
    assert now["notice"] == "correction"


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        (Edit("now", NOW, 0, "It is so.", None), "removed 1 August 2025"),
        (Edit("now", NOW, 2, "It is so.", None),
         "edited since 1 August 2025: this is no longer said there"),
    ],
)  # fmt: skip
def test_what_is_said_no_longer_is_said_to_be_gone(edit: Edit, line: str) -> None:
    assert edited(edit) == line
