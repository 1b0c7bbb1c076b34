"""``/sources``: what is covered and how fresh it is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from discord import app_commands
from discord.ext import commands

from bot.clock import now
from bot.discord import sending
from bot.discord.asking import Asked, Token, this_minute, token_of
from bot.discord.authorisation import Interaction, Refused, charge, lane, place_of, voice
from bot.discord.cogs.ask import edit, words
from bot.discord.press import press
from bot.discord.render.sources import PAGE, read_sources, sources_view

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot


class Sources(commands.Cog):
    """The command itself."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot

    @app_commands.command(description=words("sources.description"))
    @app_commands.describe(private=words("ask.private"))
    async def sources(self, interaction: Interaction, private: bool | None = None) -> None:
        place = await place_of(self.bot, interaction)
        hidden = place.private if private is None else private
        charge(self.bot, interaction)
        await sending.defer(interaction, thinking=True, ephemeral=hidden)
        token = token_of(Asked("", this_minute(now()), private=hidden), "")
        await _show(self.bot, interaction, token, 0)


@press("sources")
async def page(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
    """Another page, in the place of this one."""
    if not token.extra.isdecimal():
        raise Refused("refused.forged")
    charge(bot, interaction)
    await sending.defer(interaction)
    await _show(bot, interaction, token, int(token.extra))


async def _show(bot: DatelineBot, interaction: Interaction, token: Token, number: int) -> None:
    began = time.monotonic()
    allowed, at = (await place_of(bot, interaction)).outlets, now()
    covered = await bot.engine.run(
        lane(interaction), lambda index: read_sources(index, allowed, at)
    )
    number = min(number, max(-(-len(covered.sources) // PAGE) - 1, 0))
    say = voice(interaction, private=token.private)
    await edit(interaction, sources_view(covered, token, number, bot.ids, say))
    bot.figures.gave("answered", began)


async def setup(bot: Any) -> None:
    """Called by discord.py."""
    await bot.add_cog(Sources(bot))
