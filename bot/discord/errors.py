"""What goes wrong reaches the person as one line, with an id that the log knows."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

import aiohttp
import discord
from discord import app_commands

from bot.discord.authorisation import Interaction, Limited, Refused
from bot.discord.engine import Busy, Ending, Late
from bot.discord.safe import plain, shorten
from bot.discord.sending import DONE, acknowledged, edit, respond
from bot.discord.words import Say, speaker
from retrieval.errors import IndexMissing, QuestionError

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

_log = logging.getLogger(__name__)


async def report(bot: DatelineBot, interaction: Interaction, error: BaseException) -> None:
    """Says what went wrong, to the person alone where that is still possible."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    text = _words(bot, error, speaker(str(interaction.locale)), interaction)
    if reason := _reason(error):
        bot.figures.refusals.labels(reason).inc()
    try:
        await _say(interaction, text)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as failure:
        _log.warning("an error could not be reported to the person: %s", failure)


def _words(bot: DatelineBot, error: BaseException, say: Say, interaction: Interaction) -> str:
    match error:
        case Refused():
            return say(error.key, **error.values)
        case Limited():
            return say("limited", when=f"<t:{int(time.time() + error.seconds) + 1}:R>")
        case Busy():
            return say("busy")
        case Late():
            return say("late")
        case Ending():
            return say("refused.draining")
        case IndexMissing():
            return say("building" if bot.builder.running else "missing")
        case QuestionError():
            return say("question", message=plain(shorten(str(error), 400)))
    number = secrets.token_hex(4)
    bot.figures.failed(number)
    _log.error("error %s in %s", number, _where(interaction), exc_info=error)
    return say("failed", id=number)


def _reason(error: BaseException) -> str | None:
    """Why something was not done, in one word; None for what went wrong."""
    if isinstance(error, Refused):
        return error.key.removeprefix("refused.")
    expected = (Limited, Busy, Late, IndexMissing, QuestionError)
    return type(error).__name__.lower() if isinstance(error, expected) else None


def _where(interaction: Interaction) -> str:
    """What was done, without a word of what was asked."""
    data: Mapping[str, object] = interaction.data or {}
    if interaction.type is discord.InteractionType.application_command:
        return f"/{data.get('name')}"
    return f"{interaction.type.name} {str(data.get('custom_id', ''))[:16]}"


async def _say(interaction: Interaction, text: str) -> None:
    if not acknowledged(interaction):
        await respond(interaction, content=text)
    elif (
        interaction.response.type is discord.InteractionResponseType.deferred_channel_message
        or interaction.extras.get(DONE)
    ):
        await edit(interaction, content=text)
    else:
        await interaction.followup.send(
            text, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
        )
