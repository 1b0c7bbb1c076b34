"""``/article``: one article, chosen by its title."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from discord import app_commands
from discord.ext import commands

from bot.clock import now
from bot.discord import sending
from bot.discord.asking import Asked, Token, this_minute, token_of
from bot.discord.authorisation import Interaction, Refused, charge, check, lane, place_of, voice
from bot.discord.cogs.ask import edit, words
from bot.discord.press import press
from bot.discord.render.article import article_view, read_article
from bot.discord.titles import KEY

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot


class ArticleCog(commands.Cog, name="Article"):
    """The command itself."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot

    @app_commands.command(description=words("article.description"))
    @app_commands.describe(title=words("article.title"), private=words("ask.private"))
    async def article(
        self,
        interaction: Interaction,
        title: app_commands.Range[str, 1, 200],
        private: bool | None = None,
    ) -> None:
        place = await place_of(self.bot, interaction)
        key = self.bot.engine.titles.find(title, place.outlets)
        if key is None:
            raise Refused("refused.article")
        hidden = place.private if private is None else private
        charge(self.bot, interaction)
        await sending.defer(interaction, thinking=True, ephemeral=hidden)
        token = token_of(Asked("", this_minute(now()), private=hidden), "")
        await _show(self.bot, interaction, token, key, 0)

    @article.autocomplete("title")
    async def titles(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """Titles from memory, for those who may see what they lead to."""
        try:
            await check(self.bot, interaction)
        except Refused:
            return []
        allowed = (await place_of(self.bot, interaction)).outlets
        return [
            app_commands.Choice(name=titled.name, value=titled.key)
            for titled in self.bot.engine.titles.matching(current, allowed)
        ]


@press("article")
async def page(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
    """Another page, in the place of this one."""
    key, number = token.extra[:KEY], token.extra[KEY:]
    if not number.isdecimal():
        raise Refused("refused.forged")
    charge(bot, interaction)
    await sending.defer(interaction)
    await _show(bot, interaction, token, key, int(number))


async def _show(
    bot: DatelineBot, interaction: Interaction, token: Token, key: str, number: int
) -> None:
    began = time.monotonic()
    allowed, at = (await place_of(bot, interaction)).outlets, now()
    found = await bot.engine.run(
        lane(interaction), lambda index: read_article(index, key, allowed, at)
    )
    if found is None:
        raise Refused("refused.article")
    number = min(number, found.count - 1)
    say = voice(interaction, private=token.private)
    await edit(interaction, article_view(found, token, number, bot.ids, say))
    bot.figures.gave("answered", began)


async def setup(bot: Any) -> None:
    """Called by discord.py."""
    await bot.add_cog(ArticleCog(bot))
