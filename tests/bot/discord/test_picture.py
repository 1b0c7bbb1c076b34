"""The picture of a timeline: legible on dark and on light, and left out where it can't be drawn."""

from __future__ import annotations

import logging
import struct
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.discord import picture
from bot.discord.picture import BARS, FAINT, GROUND, INK, MARKED, MARKS, draw, key_days
from bot.discord.render.timeline import captions
from bot.discord.words import speaker
from retrieval.records import TimelineEntry
from tests.bot.discord.answers import VOTE
from tests.bot.discord.test_render_coverage import CHRONICLE

WORDS = captions(speaker("en"))
TODAY = date(2031, 3, 4)


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_and_shapes_stand_out_from_a_ground_of_their_own() -> None:
    assert contrast(INK, GROUND) >= 7
    assert contrast(BARS, GROUND) >= 4.5
    assert all(contrast(edge, GROUND) >= 4.5 for _, _, edge in MARKS.values())
    assert contrast(FAINT, GROUND) < 3  # a grid stays behind
    assert contrast("#ffffff", GROUND) >= 7  # a card on Discord's light


def test_a_png_of_a_sensible_size() -> None:
    png = draw(CHRONICLE, WORDS, TODAY)
    assert png is not None
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (1200, 600)
    assert len(png) < 200_000


@pytest.mark.parametrize("days", [2, 40, 400, 4000])
def test_any_stretch_of_time_can_be_drawn(days: int) -> None:
    first = date(2021, 1, 1)
    coverage = tuple((first + timedelta(days=n), 1 + n % 5) for n in (0, days // 2, days))
    entries = tuple(
        TimelineEntry(day, day, "happened", replace(VOTE, n=n), None, 1.0)
        for n, (day, _) in enumerate(dict(coverage).items(), 1)
    )
    chronicle = replace(CHRONICLE, entries=entries, coverage=tuple(dict(coverage).items()))
    assert draw(chronicle, WORDS, first + timedelta(days=1)) is not None


def test_the_days_that_most_of_the_coverage_dates_are_marked_once_each() -> None:
    entries = [
        TimelineEntry(date(2031, 3, 1) + timedelta(days=n // 2), date(2031, 3, 20), "happened",
                      replace(VOTE, n=n), None, float(n))
        for n in range(40)
    ]  # fmt: skip
    marked = key_days(entries)
    assert len(marked) == MARKED
    assert [e.citation.n for e in marked] == [27, 29, 31, 33, 35, 37, 39]


def test_a_single_day_is_no_picture() -> None:
    assert draw(replace(CHRONICLE, coverage=CHRONICLE.coverage[:1]), WORDS, TODAY) is None


def test_without_matplotlib_there_is_none_and_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with caplog.at_level(logging.DEBUG, "bot.discord"):
        assert draw(CHRONICLE, WORDS, TODAY) is None
    assert not caplog.records


def test_a_picture_that_fails_is_logged_and_left_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(picture, "_bars", None)
    assert draw(CHRONICLE, WORDS, TODAY) is None
    assert "could not be drawn" in caplog.text


def test_every_month_has_a_name() -> None:
    assert len(WORDS.months) == 12
