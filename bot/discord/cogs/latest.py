"""``/latest``: the newest coverage, of a topic or of anything."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from discord import app_commands
from discord.ext import commands

from bot.clock import now
from bot.discord import sending
from bot.discord.asking import LONGEST, Asked, Token, this_minute, token_of
from bot.discord.authorisation import Interaction, Refused, charge, lane, place_of, voice
from bot.discord.cogs.ask import edit, matching, outlet_of, worded, words
from bot.discord.press import press, recover_topic
from bot.discord.render.latest import MOST, latest_view, pages
from retrieval.index import Index
from retrieval.records import Freshness, Story

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

Found = tuple[tuple[Story, ...], Freshness, str]


class Latest(commands.Cog):
    """The command itself."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot

    @app_commands.command(description=words("latest.description"))
    @app_commands.describe(
        topic=words("latest.topic"), outlet=words("ask.outlet"), private=words("ask.private"),
    )  # fmt: skip
    async def latest(
        self,
        interaction: Interaction,
        topic: app_commands.Range[str, 1, LONGEST] | None = None,
        outlet: app_commands.Range[str, 1, 100] | None = None,
        private: bool | None = None,
    ) -> None:
        place = await place_of(self.bot, interaction)
        asked = Asked(
            question="" if topic is None else worded(topic),
            as_of=this_minute(now()),
            outlets=(outlet_of(self.bot, outlet, place.outlets),) if outlet else place.outlets,
            private=place.private if private is None else private,
        )
        charge(self.bot, interaction)
        await sending.defer(interaction, thinking=True, ephemeral=asked.private)
        await _show(self.bot, interaction, asked, None, 0)

    @latest.autocomplete("outlet")
    async def outlets(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """Outlets from memory."""
        allowed = (await place_of(self.bot, interaction)).outlets
        return matching(allowed or self.bot.engine.outlets, current)


@press("latest")
async def page(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
    """Another page, in the place of this one."""
    if not token.extra.isdecimal():
        raise Refused("refused.forged")
    asked = await recover_topic(bot, interaction, token)
    charge(bot, interaction)
    await sending.defer(interaction)
    await _show(bot, interaction, asked, token, int(token.extra))


async def _show(
    bot: DatelineBot, interaction: Interaction, asked: Asked, token: Token | None, number: int
) -> None:
    def work(index: Index) -> Found:
        found = index.latest(
            asked.question or None, as_of=asked.as_of, outlets=asked.outlets, limit=MOST
        )
        return found, index.freshness(asked.as_of), index.store.generation

    began = time.monotonic()
    found, freshness, generation = await bot.engine.run(lane(interaction), work)
    token = token or token_of(asked, generation)
    number = min(number, max(pages(found) - 1, 0))
    say = voice(interaction, private=asked.private)
    await edit(interaction, latest_view(found, freshness, asked, token, number, bot.ids, say))
    bot.figures.gave("answered" if found else "no_answer", began)


async def setup(bot: Any) -> None:
    """Called by discord.py."""
    await bot.add_cog(Latest(bot))
