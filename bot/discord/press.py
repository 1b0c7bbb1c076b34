"""Every button and modal of the bot: one way in, checked before anything is done.

A handler is registered by its verb; the button's id carries the verb and the question's limits.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import discord

from bot.discord.asking import Asked, Forged, Token, asked_by, outlets_digest
from bot.discord.authorisation import Interaction, Refused, check, place_of
from bot.discord.errors import report
from bot.discord.render.layout import FOLLOWS, QUESTION, read_back

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

Handler = Callable[["DatelineBot", Interaction, Token], Awaitable[None]]

HANDLERS: dict[str, Handler] = {}


def press(verb: str) -> Callable[[Handler], Handler]:
    """Registers what a button with ``verb`` does."""

    def registered(handler: Handler) -> Handler:
        # discord.py runs a cog's module anew for each bot: the same handler may come again.
        known = HANDLERS.get(verb, handler)
        assert known.__module__ == handler.__module__, f"two handlers for {verb}"
        HANDLERS[verb] = handler
        return handler

    return registered


async def pressed(bot: DatelineBot, interaction: Interaction, custom_id: str) -> None:
    """Does what the button with ``custom_id`` says; says so where that can't be."""
    try:
        token = bot.ids.read(custom_id)
        handler = HANDLERS.get(token.verb)
        if handler is None or not _is_ours(interaction):
            raise Refused("refused.forged")
        await handler(bot, interaction, token)
    except Forged:
        await report(bot, interaction, Refused("refused.forged"))
    except Exception as error:
        await report(bot, interaction, error)


class Modal(discord.ui.Modal):
    """A modal that is checked like a button. Subclasses do their work in :meth:`submitted`."""

    def __init__(self, title: str) -> None:
        super().__init__(title=title, timeout=900)

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        return await admitted(interaction.client, interaction)

    async def on_submit(self, interaction: Interaction, /) -> None:
        await self.submitted(interaction.client, interaction)

    # discord.py calls a modal's with two arguments; what its type says is that of all views, three.
    async def on_error(  # type: ignore[override]
        self, interaction: Interaction, error: Exception, /
    ) -> None:
        await report(interaction.client, interaction, error)

    async def submitted(self, bot: DatelineBot, interaction: Interaction) -> None:
        """What the modal does."""
        raise NotImplementedError


async def admitted(bot: DatelineBot, interaction: Interaction) -> bool:
    """Whether the interaction may go on; says why where it may not."""
    try:
        bot.track()
        bot.figures.arrived(interaction)
        await check(bot, interaction)
    except Exception as error:
        await report(bot, interaction, error)
        return False
    return True


async def completes(bot: DatelineBot, interaction: Interaction) -> bool:
    """Whether options are completed here; whoever may not ask is shown none."""
    try:
        await check(bot, interaction)
    except Refused:
        await interaction.response.autocomplete([])
        return False
    return True


async def recover(bot: DatelineBot, interaction: Interaction, token: Token) -> Asked:
    """The question of the message whose button was pressed. Raises Refused."""
    message = interaction.message
    question = message and read_back(message, QUESTION)
    if message is None or not question:
        raise Refused("refused.gone")
    allowed = (await place_of(bot, interaction)).outlets
    return asked_by(token, question, read_back(message, FOLLOWS), _outlets(bot, token, allowed))


async def recover_topic(bot: DatelineBot, interaction: Interaction, token: Token) -> Asked:
    """Like :func:`recover` for a message that may be about nothing in particular: its question is
    empty then. Raises Refused.
    """
    message = interaction.message
    topic = read_back(message, QUESTION) if message else None
    allowed = (await place_of(bot, interaction)).outlets
    return asked_by(token, topic or "", None, _outlets(bot, token, allowed))


def _outlets(bot: DatelineBot, token: Token, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """The outlets that a token stands for, within those that are ``allowed`` now."""
    known = allowed or bot.engine.outlets
    if not token.outlets or token.outlets == outlets_digest(allowed):
        return allowed
    found = tuple(o for o in known if outlets_digest((o,)) == token.outlets)
    if not found:
        raise Refused("refused.outlet")
    return found


def _is_ours(interaction: Interaction) -> bool:
    """Whether the bot sent the message, and this person can see it."""
    message, user = interaction.message, interaction.client.user
    if message is None or user is None or message.author.id != user.id:
        return False
    asked = message.interaction_metadata
    return not (message.flags.ephemeral and asked and asked.user.id != interaction.user.id)
