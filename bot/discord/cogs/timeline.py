"""``/timeline``: the dated events of a topic, with a picture of its coverage."""

from __future__ import annotations

import time
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.clock import now
from bot.discord import sending
from bot.discord.asking import LONGEST, Asked, Token, this_minute, token_of
from bot.discord.authorisation import Interaction, Refused, charge, lane, place_of, voice
from bot.discord.cogs.ask import dated, worded, words
from bot.discord.picture import draw
from bot.discord.press import press, recover
from bot.discord.render.timeline import PICTURE, captions, described, pages, timeline_view
from bot.discord.words import Say
from retrieval.index import Index
from retrieval.records import Chronicle, Freshness

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

MOST = 60
"""Events that are paged through."""


class Timeline(commands.Cog):
    """The command itself."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot

    @app_commands.command(description=words("timeline.description"))
    @app_commands.describe(
        topic=words("timeline.topic"), since=words("timeline.first"),
        until=words("timeline.last"), private=words("ask.private"),
    )  # fmt: skip
    async def timeline(
        self,
        interaction: Interaction,
        topic: app_commands.Range[str, 1, LONGEST],
        since: app_commands.Range[str, 1, 40] | None = None,
        until: app_commands.Range[str, 1, 40] | None = None,
        private: bool | None = None,
    ) -> None:
        place = await place_of(self.bot, interaction)
        asked = Asked(
            question=worded(topic),
            as_of=this_minute(now()),
            since=dated(since, end_of_day=False),
            until=dated(until, end_of_day=True),
            outlets=place.outlets,
            private=place.private if private is None else private,
        )
        charge(self.bot, interaction)
        await sending.defer(interaction, thinking=True, ephemeral=asked.private)
        await _show(self.bot, interaction, asked, None, 0)


@press("dates")
async def page(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
    """Another page, in the place of this one."""
    if not token.extra.isdecimal():
        raise Refused("refused.forged")
    asked = await recover(bot, interaction, token)
    charge(bot, interaction)
    await sending.defer(interaction)
    await _show(bot, interaction, asked, token, int(token.extra))


@dataclass(frozen=True, slots=True)
class _Drawn:
    chronicle: Chronicle
    freshness: Freshness
    generation: str
    picture: bytes | None


async def _show(
    bot: DatelineBot, interaction: Interaction, asked: Asked, token: Token | None, number: int
) -> None:
    began, say = time.monotonic(), voice(interaction, private=asked.private)
    found = await bot.engine.run(
        lane(interaction), lambda index: _read(index, asked, say, picture=number == 0)
    )
    number = min(number, max(pages(found.chronicle) - 1, 0))
    token = token or token_of(asked, found.generation)
    made = timeline_view(
        found.chronicle, found.freshness, asked, token, number, bot.ids, say,
        picture=found.picture is not None,
    )  # fmt: skip

    def files() -> list[discord.File]:
        if found.picture is None:
            return []
        alt = described(found.chronicle, say)
        return [discord.File(BytesIO(found.picture), PICTURE, description=alt)]

    await sending.edit(interaction, view=made, files=files)
    bot.figures.gave("answered" if found.chronicle.entries else "no_answer", began)


def _read(index: Index, asked: Asked, say: Say, *, picture: bool) -> _Drawn:
    """In a thread of the index: drawing takes its turn like everything that takes time."""
    chronicle = index.timeline(
        asked.question, as_of=asked.as_of, since=asked.since, until=asked.until,
        outlets=asked.outlets, limit=MOST,
    )  # fmt: skip
    drawn = draw(chronicle, captions(say), asked.as_of.date()) if picture else None
    return _Drawn(chronicle, index.freshness(asked.as_of), index.store.generation, drawn)


async def setup(bot: Any) -> None:
    """Called by discord.py."""
    await bot.add_cog(Timeline(bot))
