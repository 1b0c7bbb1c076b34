"""What a cut connection lost arrives all the same, whichever command it was."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.bot.discord.conftest import Make
from tests.bot.discord.test_ask import ROUND, THEN
from tests.loopback import MANAGE_GUILD, MEMBER, Loopback, running


@pytest.mark.parametrize("fault", ["reset", "lost"])
async def test_an_answer_arrives_though_the_connection_breaks(
    discord_world: Loopback, make: Make, fault: str
) -> None:
    alice, faults = discord_world.person("alice"), discord_world.faults
    async with running(discord_world, make()):
        if fault == "reset":
            faults.reset("POST", "callback")
            faults.reset("PATCH", "@original", times=2)
        else:
            faults.reset("POST", "callback", after=True)
        asked = await alice.slash("ask", question=ROUND, as_of=THEN)
        assert "Scheduled" in asked.text
        if fault == "lost":
            faults.reset("POST", "callback", after=True)
        why = await alice.press(asked.message, "Why?")
        await asyncio.sleep(2.2)  # nothing takes it for a button that nobody knows
        assert "How this answer came about" in why.text
        assert not why.followups


COMMANDS: dict[str, tuple[dict[str, Any], str]] = {
    "latest": ({}, "Newest"), "timeline": ({"topic": "talks"}, "Timeline"),
    "sources": ({}, "Dateline demo"), "article": ({"title": "talks"}, "talks"),
    "settings": ({}, "Settings of"), "privacy show": ({}, "What this bot keeps"),
    "unfollow": ({}, "Nothing is followed"), "digest off": ({}, "There is no digest"),
}  # fmt: skip
"""Commands with their options, and words of what comes of them."""


def nothing_runs() -> bool:
    """Whether no command is being answered."""
    return all(task.get_name() != "CommandTree-invoker" for task in asyncio.all_tasks())


@pytest.mark.parametrize("after", [False, True], ids=["reset", "lost"])
async def test_every_command_answers_though_the_connection_breaks(
    discord_world: Loopback, make: Make, after: bool
) -> None:
    boss = discord_world.person("boss", permissions=MEMBER | MANAGE_GUILD)
    faults = discord_world.faults
    room = "\n[discord]\nuser_per_minute = 90\n"
    async with running(discord_world, make(room)) as bot:
        for name, (options, words) in COMMANDS.items():
            faults.reset("POST", "callback", after=after)
            faults.reset("PATCH", "@original", after=after)
            shown = await boss.slash(name, forge=True, **options)
            # Its text can stand there while the bot, which does not know, still tries again, and
            # would then meet with the fault that is meant for the next command.
            await discord_world.until(nothing_runs)
            assert words in shown.text, name
            assert not shown.followups
            faults.pending.clear()
        assert bot.figures.last_error is None
