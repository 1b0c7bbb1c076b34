"""``/ask``, and the buttons beneath its answers."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.clock import moment, now
from bot.discord import feedback, sending
from bot.discord.asking import LONGEST, Asked, Token, digest, this_minute
from bot.discord.authorisation import Interaction, Place, Refused, charge, lane, place_of, voice
from bot.discord.engine import Answered
from bot.discord.press import Modal, press, recover
from bot.discord.render.answer import answer_view
from bot.discord.render.passages import PAGE, pages, passages_view, read_passages, why_view
from bot.discord.safe import label, shorten, tidy
from bot.discord.words import speaker, t
from retrieval.errors import QuestionError

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot


def words(key: str) -> locale_str:
    """A description that a translator may look up by its key."""
    return locale_str(t("en", key), key=key)


class Ask(commands.Cog):
    """The command itself."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot

    @app_commands.command(description=words("ask.description"))
    @app_commands.describe(
        question=words("ask.question"), as_of=words("ask.as_of"), since=words("ask.since"),
        until=words("ask.until"), outlet=words("ask.outlet"), private=words("ask.private"),
    )  # fmt: skip
    async def ask(
        self,
        interaction: Interaction,
        question: app_commands.Range[str, 1, LONGEST],
        as_of: app_commands.Range[str, 1, 40] | None = None,
        since: app_commands.Range[str, 1, 40] | None = None,
        until: app_commands.Range[str, 1, 40] | None = None,
        outlet: app_commands.Range[str, 1, 100] | None = None,
        private: bool | None = None,
    ) -> None:
        place = await place_of(self.bot, interaction)
        asked = Asked(
            question=worded(question),
            as_of=dated(as_of, end_of_day=True) or this_minute(now()),
            live=as_of is None,
            since=dated(since, end_of_day=False),
            until=dated(until, end_of_day=True),
            outlets=(outlet_of(self.bot, outlet, place.outlets),) if outlet else place.outlets,
            private=place.private if private is None else private,
        )
        await answer_to(self.bot, interaction, asked)

    @ask.autocomplete("outlet")
    async def outlets(
        self, interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        """Outlets from memory: this is asked at every key that is pressed."""
        allowed = (await place_of(self.bot, interaction)).outlets
        return matching(allowed or self.bot.engine.outlets, current)


def matching(names: tuple[str, ...], current: str) -> list[app_commands.Choice[str]]:
    """Up to 25 names that hold what was typed, those that begin with it first."""
    typed = current.casefold().strip()
    found = [n for n in names if typed in n.casefold() and len(n) <= 100]
    found.sort(key=lambda n: (not n.casefold().startswith(typed), n.casefold()))
    shown: dict[str, str] = {}
    for name in found:
        shown.setdefault(label(name, 100), name)  # Discord refuses the same words twice
    offered = [(words, name) for words, name in shown.items() if words]
    return [app_commands.Choice(name=words, value=name) for words, name in offered[:25]]


async def answer_to(bot: DatelineBot, interaction: Interaction, asked: Asked) -> None:
    """Answers a question in place of ``interaction``. Refusals come before the acknowledgement,
    which settles who sees the answer.
    """
    began = time.monotonic()
    asked = within(await place_of(bot, interaction), asked)
    charge(bot, interaction)
    await sending.defer(interaction, thinking=True, ephemeral=asked.private)
    answered = await bot.engine.ask(lane(interaction), asked)
    await send(bot, interaction, asked, answered)
    bot.figures.gave(answered.answer.verdict, began)
    await feedback.note(bot, asked, answered.answer, interaction.user.id)


def within(place: Place, asked: Asked) -> Asked:
    """The question within what its place answers from. Raises Refused where it leaves that.

    A form may be older than the settings are.
    """
    if not place.outlets:
        return asked
    kept = tuple(o for o in asked.outlets if o in place.outlets) if asked.outlets else place.outlets
    if not kept:
        raise Refused("refused.outlet")
    return replace(asked, outlets=kept)


async def send(
    bot: DatelineBot, interaction: Interaction, asked: Asked, answered: Answered,
    *, shared_by: str | None = None,
) -> None:  # fmt: skip
    """Puts an answer in the place of the acknowledgement."""
    say = voice(interaction, private=asked.private)
    view = answer_view(answered, asked, bot.ids, say, shared_by=shared_by)
    await edit(interaction, view)


async def edit(interaction: Interaction, view: discord.ui.LayoutView) -> None:
    """Puts ``view`` in the place of the acknowledgement."""
    await sending.edit(interaction, view=view)


# Buttons ----------------------------------------------------------------------------------------


@press("more")
async def more(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
    """The first page of the ranking, for whoever asks for it."""
    await _show_page(bot, interaction, token, 0, new=True)


@press("page")
async def page(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
    """Another page, in the place of this one."""
    if not token.extra.isdecimal():
        raise Refused("refused.forged")
    await _show_page(bot, interaction, token, int(token.extra), new=False)


async def _show_page(
    bot: DatelineBot, interaction: Interaction, token: Token, number: int, *, new: bool
) -> None:
    asked = await recover(bot, interaction, token)
    charge(bot, interaction)
    if new:
        await sending.defer(interaction, thinking=True, ephemeral=True)
    else:
        await sending.defer(interaction)
    answer = (await bot.engine.ask(lane(interaction), asked)).answer
    number = min(number, max(pages(answer) - 1, 0))
    hits = answer.passages[number * PAGE : (number + 1) * PAGE]
    found = await bot.engine.run(lane(interaction), lambda index: read_passages(index, hits))
    say = speaker(str(interaction.locale))
    await edit(interaction, passages_view(found, answer, asked, token, number, bot.ids, say))


@press("why")
async def why(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
    """How the answer came about."""
    asked = await recover(bot, interaction, token)
    charge(bot, interaction)
    await sending.defer(interaction, thinking=True, ephemeral=True)
    answered = await bot.engine.ask(lane(interaction), asked)
    hits = answered.answer.passages[:5]
    found = await bot.engine.run(lane(interaction), lambda index: read_passages(index, hits))
    changed = digest(answered.generation, 4) != token.generation
    say = speaker(str(interaction.locale))
    await edit(interaction, why_view(found, answered.answer, asked, say, changed=changed))


@press("share")
async def share(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
    """A private answer, for everybody in the channel."""
    asked = await recover(bot, interaction, token)
    charge(bot, interaction)
    await sending.defer(interaction, thinking=True, ephemeral=False)
    answered = await bot.engine.ask(lane(interaction), asked)
    public = Asked(**{**_fields(asked), "private": False})
    await send(bot, interaction, public, answered, shared_by=interaction.user.display_name)


@press("follow")
async def follow_up(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
    """Asks for a question that follows the one that was answered."""
    asked = await recover(bot, interaction, token)
    await interaction.response.send_modal(FollowUp(asked, speaker(str(interaction.locale))))


@press("up")
async def up(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
    """The answer was right."""
    asked = await recover(bot, interaction, token)
    await _rate(bot, interaction, asked, 1)


@press("down")
async def down(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
    """The answer was wrong; asks how."""
    asked = await recover(bot, interaction, token)
    await interaction.response.send_modal(WhatWasWrong(asked, speaker(str(interaction.locale))))


class FollowUp(Modal):
    """Takes a question that follows another."""

    def __init__(self, asked: Asked, say: Any) -> None:
        super().__init__(say("follow_up.title"))
        self.asked = asked
        self.box: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id="question", max_length=LONGEST, min_length=1
        )
        self.add_item(discord.ui.Label(text=say("follow_up.label"), component=self.box))

    async def submitted(self, bot: DatelineBot, interaction: Interaction) -> None:
        """Answers it under the limits of the first one."""
        before = self.asked
        follows = f"{before.follows} {before.question}" if before.follows else before.question
        changes = {
            "question": worded(self.box.value),
            "follows": shorten(follows, LONGEST).removesuffix("…"),
            "as_of": this_minute(now()) if before.live else before.as_of,
        }
        await answer_to(bot, interaction, Asked(**{**_fields(before), **changes}))


class WhatWasWrong(Modal):
    """Takes the reason for a thumb down."""

    def __init__(self, asked: Asked, say: Any) -> None:
        super().__init__(say("down.title"))
        self.asked = asked
        self.box: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id="remark", max_length=500, required=False,
            style=discord.TextStyle.paragraph,
        )  # fmt: skip
        self.add_item(discord.ui.Label(text=say("down.label"), component=self.box))

    async def submitted(self, bot: DatelineBot, interaction: Interaction) -> None:
        """Keeps it, where that is configured."""
        await _rate(bot, interaction, self.asked, -1, self.box.value)


async def _rate(
    bot: DatelineBot, interaction: Interaction, asked: Asked, rating: int, remark: str = ""
) -> None:
    await sending.defer(interaction, thinking=True, ephemeral=True)
    kept = False
    if bot.config.keep_questions:
        charge(bot, interaction)
        answer = (await bot.engine.ask(lane(interaction), asked)).answer
        kept = await feedback.rate(bot, asked, answer, interaction.user.id, rating, remark)
    say = speaker(str(interaction.locale))
    await sending.edit(interaction, content=say("feedback.kept" if kept else "feedback.not_kept"))


def _fields(asked: Asked) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in Asked.__slots__}


def worded(question: str) -> str:
    """The question as it is seen. Raises QuestionError where nothing can be seen of it."""
    found = tidy(question)
    if not found:
        raise QuestionError("there are no words in that question")
    return found


def dated(text: str | None, *, end_of_day: bool) -> datetime | None:
    """The moment that was typed, in UTC. Raises QuestionError."""
    found = None if text is None else moment(text, end_of_day=end_of_day)
    return found and found.replace(microsecond=0)


def outlet_of(bot: DatelineBot, name: str, allowed: tuple[str, ...]) -> str:
    """The outlet as the index writes it. Raises Refused where the server leaves it out."""
    known = allowed or bot.engine.outlets
    found = next((o for o in known if o.casefold() == name.casefold()), None)
    if found is None and allowed and name in bot.engine.outlets:
        raise Refused("refused.outlet")
    if found is None:
        raise QuestionError(f'no outlet is called "{name}"')
    return found


async def setup(bot: Any) -> None:
    """Called by discord.py."""
    await bot.add_cog(Ask(bot))
