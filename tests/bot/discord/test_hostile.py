"""Hostile words do nothing in any message, and none is over Discord's limits.

bench/hostile.py does the same with all of the thousand texts.
"""

from __future__ import annotations

from pathlib import Path

import discord
import pytest

from bot.discord import create_bot
from bot.discord.client import DatelineBot
from tests.bot.discord.hostile import Words, faults, oversize, rendered, renderers, surplus, texts
from tests.bot.discord.hostile_world import configured, conversation, sent, wrong
from tests.loopback import Loopback, running

POOL = texts(1000)


@pytest.mark.parametrize("name", renderers())
async def test_a_renderer_makes_nothing_live_and_nothing_too_large(name: str) -> None:
    function = renderers()[name]
    for start in range(0, len(POOL), 50):
        for body in rendered(function, Words(POOL, start)):
            assert not faults(body)
            assert not oversize(body)


@pytest.mark.parametrize("name", renderers())
async def test_a_renderer_takes_no_formatting_from_the_words(name: str) -> None:
    for start in range(3, len(POOL), 200):
        assert not surplus(renderers()[name], POOL, start)


async def test_a_renderer_that_escapes_nothing_would_be_seen() -> None:
    def naive_view(title: str) -> discord.ui.LayoutView:
        view = discord.ui.LayoutView()
        view.add_item(discord.ui.TextDisplay(f"**{title}**"))
        return view

    def wide_view(titles: list[str]) -> discord.ui.LayoutView:
        view = discord.ui.LayoutView()
        view.add_item(discord.ui.TextDisplay("w" * 4001 + f"{titles:}"[:0]))
        return view

    seen = [
        fault
        for start in range(0, 1000, 10)
        for body in rendered(naive_view, Words(POOL, start))
        for fault in faults(body)
    ]
    for kind in (
        "everyone",
        "link",
        "masked link",
        "code",
        "strike",
        "spoiler",
        "bidi",
        "timestamp",
    ):
        assert any(kind in fault for fault in seen), kind
    assert any(surplus(naive_view, POOL, start) for start in range(0, 1000, 10))
    assert oversize(rendered(wide_view, Words(POOL, 0))[0])


async def test_through_the_whole_bot(discord_world: Loopback, tmp_path: Path) -> None:
    bot = create_bot(configured(tmp_path, POOL[:90]), **discord_world.client_kwargs())
    assert isinstance(bot, DatelineBot)
    async with running(discord_world, bot):
        answered = await conversation(discord_world, POOL[:90], 16)
    assert answered > 8
    assert len(list(sent(discord_world))) > 60
    assert not wrong(discord_world)
