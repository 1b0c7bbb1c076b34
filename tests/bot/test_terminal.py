from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.terminal import clean


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[2Jgone", "[2Jgone"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("two\n lines", "two lines"),
        ("bell\x07 \x9b31m", "bell 31m"),
    ],
)
def test_nothing_in_a_text_steers_the_terminal(hostile: str, shown: str) -> None:
    assert clean(hostile) == shown


@given(st.text())
def test_shown_text_is_one_line_without_control_characters(text: str) -> None:
    shown = clean(text)
    assert all(ord(c) >= 32 and not 127 <= ord(c) < 160 for c in shown)
