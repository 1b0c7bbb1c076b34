"""The entry "Ask about this" in the menu of a message: what it says, asked of the coverage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.clock import now
from bot.discord.asking import LONGEST, Asked, this_minute
from bot.discord.authorisation import Interaction, Refused, place_of
from bot.discord.cogs.ask import answer_to, words
from bot.discord.safe import shorten, tidy

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

_NO_WORDS = re.compile(
    r"<a?:\w+:\d+>|<(?:@[!&]?|#|id:)\w+>|</[^>]+:\d+>|<t:-?\d+(?::\w)?>"  # Discord's own marks
    r"|<?https?://\S+|```\w*|[*_~`|]{1,3}|^\s*(?:>{1,3}|#{1,3}|-#)\s+",
    re.M,
)
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=\W*[\wÀ-ɏ])|\n+")


class Menu(commands.Cog):
    """Puts the entry into the menu and takes it out again."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot
        self.entry = app_commands.ContextMenu(name=words("menu.ask"), callback=self.ask_about)

    async def cog_load(self) -> None:
        self.bot.tree.add_command(self.entry)

    async def cog_unload(self) -> None:
        self.bot.tree.remove_command(self.entry.name, type=self.entry.type)

    async def ask_about(self, interaction: Interaction, message: discord.Message) -> None:
        """Answers for the person alone. Nothing of the message is kept, whatever is configured."""
        if self.bot.user is not None and message.author.id == self.bot.user.id:
            raise Refused("refused.own")
        question = question_in(said(message))
        if not question:
            raise Refused("refused.no_text")
        place = await place_of(self.bot, interaction)
        asked = Asked(
            question, this_minute(now()), outlets=place.outlets, private=True, overheard=True
        )
        await answer_to(self.bot, interaction, asked)


def said(message: discord.Message) -> str:
    """The words of a message; of one that only carries a card (as bots and links do), the card's.

    The text of a forwarded message is that of what it forwards.
    """
    texts = [message.content, *(snapshot.content for snapshot in message.message_snapshots)]
    for embed in message.embeds:
        texts += [embed.title or "", embed.description or ""]
    return next((text for text in texts if tidy(_NO_WORDS.sub(" ", text))), "")


def question_in(text: str) -> str:
    """What to ask about a text: the last question in it, else what it begins with."""
    sentences = [tidy(s) for s in _SENTENCE.split(_NO_WORDS.sub(" ", text))]
    sentences = [s for s in sentences if re.search(r"\w", s)]
    asked = [s for s in sentences if s.rstrip('"”’)').endswith("?")]
    if asked:
        return _cut(asked[-1])
    kept = ""
    for sentence in sentences:
        longer = f"{kept} {sentence}".strip()
        if kept and len(longer) > LONGEST:
            break
        kept = longer
    return _cut(kept)


def _cut(text: str) -> str:
    return shorten(text, LONGEST).removesuffix("…") if len(text) > LONGEST else text


async def setup(bot: Any) -> None:
    """Called by discord.py."""
    await bot.add_cog(Menu(bot))
