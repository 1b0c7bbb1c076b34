"""``/refresh``: the index brought in line with its sources, and how far that has come."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.discord import sending
from bot.discord.authorisation import Interaction, charge, require_manage_guild
from bot.discord.building import Outcome, Standing
from bot.discord.cogs.ask import words
from bot.discord.render.layout import within
from bot.discord.words import Say, speaker

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

EDIT_SECONDS = 2.5
"""Between two edits of the message."""

TOKEN_SECONDS = 840.0
"""An interaction can be edited for fifteen minutes; the refresh itself may take longer."""

REST = timedelta(minutes=2)
"""A refresh that ended less than this ago is not begun again: sources are asked with manners, by
whichever server."""


class Refresh(commands.Cog):
    """The command itself."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot

    @app_commands.command(description=words("refresh.description"))
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    async def refresh(self, interaction: Interaction) -> None:
        require_manage_guild(interaction)
        charge(self.bot, interaction)
        await sending.defer(interaction, thinking=True, ephemeral=True)
        say = speaker(str(interaction.locale))
        last, running = self.bot.builder.last, self.bot.builder.running
        if not running and last is not None and self.bot.clock() - last.ended < REST:
            await _write(interaction, f"{_ended(last, say)}\n{say('refresh.rest')}")
            return
        await self._follow(interaction, say)

    async def _follow(self, interaction: Interaction, say: Say) -> None:
        """Shows the refresh that runs, begun here or by somebody else, until its end."""
        builder = self.bot.builder
        joined = builder.running
        task = builder.start()
        loop = asyncio.get_running_loop()
        until, shown = loop.time() + TOKEN_SECONDS, ""
        while not task.done() and not self.bot.draining and loop.time() < until:
            lines = [say("refresh.joined")] if joined else []
            text = "\n".join([*lines, _standing(builder.standing, say)])
            if text != shown:
                await _write(interaction, text)
                shown = text
            await asyncio.wait({task}, timeout=EDIT_SECONDS)
        if not task.done():
            ending = self.bot.draining  # which ends the child as well
            await _write(interaction, say("refresh.ended" if ending else "refresh.goes_on"))
        elif task.cancelled():
            await _write(interaction, say("refresh.ended"))
        else:
            await _write(interaction, _ended(task.result(), say))


def _standing(standing: Standing, say: Say) -> str:
    return say(f"refresh.{standing.stage}", done=standing.done, total=standing.total)


def _ended(outcome: Outcome, say: Say) -> str:
    """What a refresh came to, in words; why a source failed is for the log alone."""
    if not outcome.whole:
        return say("refresh.failed")
    counts = [say("refresh.new", count=outcome.new), say("refresh.changed", count=outcome.changed)]
    if outcome.removed:
        counts.append(say("refresh.removed", count=outcome.removed))
    lines = [say("refresh.done", counts=", ".join(counts))]
    if outcome.failed:
        shown = ", ".join(within(name, 60) for name in outcome.failed[:15])
        rest = len(outcome.failed) - 15
        if rest > 0:
            shown = say("answer.more_outlets", outlets=shown, count=rest)
        lines.append(say("answer.failing", sources=shown))
    return "\n".join(lines)


async def _write(interaction: Interaction, text: str) -> None:
    await sending.edit(interaction, content=text)


async def setup(bot: DatelineBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(Refresh(bot))
