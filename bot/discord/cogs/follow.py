"""``/follow`` and ``/unfollow``: to be told when the answer to a question changes."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands, tasks

from bot.discord import follows, personal, sending
from bot.discord.asking import LONGEST, Asked, Token, this_minute
from bot.discord.authorisation import (
    Interaction,
    Refused,
    charge,
    lane,
    manages_channel,
    place_of,
    places,
    require_manage_channel,
    require_writable,
)
from bot.discord.changes import Told, told
from bot.discord.cogs.ask import edit, words
from bot.discord.delivery import Unreachable, deliver, nonce
from bot.discord.follows import Follow, TooMany
from bot.discord.guarded import guarded
from bot.discord.press import press
from bot.discord.render.following import LISTED, begun_view, list_view
from bot.discord.render.layout import within
from bot.discord.safe import label, tidy
from bot.discord.telling import Teller
from bot.discord.words import speaker
from retrieval.errors import QuestionError

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

HERE, ME = "channel", "me"


class Following(commands.Cog):
    """The commands, and the loop that looks at what is followed."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot
        self.teller = Teller(bot)

    async def cog_load(self) -> None:
        if self.bot.serving:
            self.looking.start()

    async def cog_unload(self) -> None:
        self.looking.cancel()

    @tasks.loop(seconds=60)
    async def looking(self) -> None:
        """Every minute: cheap where nothing has changed."""
        await guarded("follows", self.teller.tick)

    @looking.before_loop
    async def _ready(self) -> None:
        await self.bot.wait_until_ready()

    @app_commands.command(description=words("follow.description"))
    @app_commands.describe(question=words("ask.question"), where=words("follow.where"))
    @app_commands.choices(
        where=[
            app_commands.Choice(name=words("follow.where_me"), value=ME),
            app_commands.Choice(name=words("follow.where_here"), value=HERE),
        ]
    )
    async def follow(
        self,
        interaction: Interaction,
        question: app_commands.Range[str, 1, LONGEST],
        where: str = ME,
    ) -> None:
        said = tidy(question)
        if not said:
            raise QuestionError("there are no words in that question")
        here = where == HERE
        if here:
            require_manage_channel(interaction)
            require_writable(interaction)
        charge(self.bot, interaction)
        wanted = _wanted(interaction, said, self.bot.clock().isoformat(), here=here)
        try:
            await follows.check_room(self.bot.state, wanted)
        except TooMany as error:
            raise Refused(error.key, count=error.count) from None
        await sending.defer(interaction, thinking=True, ephemeral=not here)
        await self._begin(interaction, wanted)

    async def _begin(self, interaction: Interaction, wanted: Follow) -> None:
        began, bot, now = time.monotonic(), self.bot, self.bot.clock()
        # A direct message answers from everything, as /ask does there.
        outlets = (await place_of(bot, interaction)).outlets if wanted.channel else ()
        asked = Asked(wanted.question, this_minute(now), outlets=outlets)
        answered = await bot.engine.ask(lane(interaction), asked)
        current = told(answered.answer)
        try:
            follow = await follows.add(
                bot.state, replace(wanted, told=current), answered.generation, now
            )
        except TooMany as error:
            raise Refused(error.key, count=error.count) from None
        bot.figures.gave(answered.answer.verdict, began)
        say = speaker(follow.locale)
        if follow.channel is not None:
            name = interaction.user.display_name
            await edit(interaction, begun_view(follow, answered, asked, bot.ids, say, by=name))
            return
        # The first message shows at once whether there will be a second.
        view = begun_view(follow, answered, asked, bot.ids, say)
        try:
            about = nonce("followed", follow.id)
            await deliver(bot, view, about, user=follow.user, channel=None)
        except Unreachable:
            await follows.remove(bot.state, follow.id)
            raise Refused("follow.unreachable") from None
        except BaseException:
            await follows.remove(bot.state, follow.id)
            raise
        await _write(interaction, f"{say('follow.told')}\n-# {say('follow.kept')}")

    @app_commands.command(description=words("unfollow.description"))
    @app_commands.describe(question=words("unfollow.question"))
    async def unfollow(
        self, interaction: Interaction, question: app_commands.Range[str, 1, 100] | None = None
    ) -> None:
        if question is None:
            await _show_list(self.bot, interaction, 0)
            return
        if not question.isdecimal():
            raise Refused("unfollow.unknown")
        await _end(self.bot, interaction, int(question))

    @unfollow.autocomplete("question")
    async def questions(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """What may be ended here by whoever is typing."""
        typed = current.casefold().strip()
        found = [
            f for f in await _endable(self.bot, interaction) if typed in f.question.casefold()
        ]  # fmt: skip
        return [
            app_commands.Choice(name=label(f.question, 100) or "…", value=str(f.id))
            for f in found[:25]
        ]


@press("unfollow")
async def unfollow_pressed(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
    """Ends the follow that the button is about."""
    if not token.extra.isdecimal():
        raise Refused("refused.forged")
    await _end(bot, interaction, int(token.extra))


@press("follows")
async def page(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
    """Another page of the list."""
    if not token.extra.isdecimal():
        raise Refused("refused.forged")
    await _show_list(bot, interaction, int(token.extra), new=False)


async def _end(bot: DatelineBot, interaction: Interaction, number: int) -> None:
    follow = await follows.one(bot.state, number)
    if follow is None or not _may_end(follow, interaction):
        # Whether there is one of somebody else's is nobody's business.
        raise Refused("unfollow.unknown" if follow is None else "unfollow.not_yours")
    await follows.remove(bot.state, number)
    say = speaker(str(interaction.locale))
    done = say("unfollow.done", question=within(follow.question, 500))
    await sending.respond(interaction, content=done)


async def _show_list(
    bot: DatelineBot, interaction: Interaction, page: int, *, new: bool = True
) -> None:
    found, say = await _endable(bot, interaction), speaker(str(interaction.locale))
    page = min(page, max(len(found) - 1, 0) // LISTED)
    if not found:
        await sending.respond(interaction, content=say("follows.none"))
        return
    view = list_view(found, Token("", this_minute(bot.clock())), page, bot.ids, say)
    if new:
        await sending.respond(interaction, view=view)
    else:
        await sending.defer(interaction)
        await edit(interaction, view)


async def _endable(bot: DatelineBot, interaction: Interaction) -> list[Follow]:
    found = await follows.visible(bot.state, interaction.user.id, interaction.channel_id)
    return [follow for follow in found if _may_end(follow, interaction)]


def _may_end(follow: Follow, interaction: Interaction) -> bool:
    """One's own, and in one's own channels those of others."""
    if follow.user == interaction.user.id:
        return True
    same = follow.guild is not None and follow.guild == interaction.guild_id
    return same and follow.channel == interaction.channel_id and manages_channel(interaction)


def _wanted(interaction: Interaction, question: str, made: str, *, here: bool) -> Follow:
    return Follow(
        0, interaction.user.id, interaction.guild_id if here else None,
        interaction.channel_id if here else None, places(interaction) if here else (), question,
        str((here and interaction.guild_locale) or interaction.locale), made, Told("no_answer"),
    )  # fmt: skip


async def _write(interaction: Interaction, text: str) -> None:
    await sending.edit(interaction, content=text)


personal.keeps("follows", export=follows.follows_of, delete=follows.delete_follows)
personal.keeps_of_servers("follows", follows.forget_follows)


async def setup(bot: DatelineBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(Following(bot))
