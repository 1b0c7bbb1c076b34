"""Answers that arrive: what a cut connection lost is sent again.

discord.py tries again after 429 and 5xx, but not where the connection was reset before an answer
came. To say the same twice in the same place does no harm, so these may be repeated.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp
import discord

T = TypeVar("T")

TRIES = 4
PAUSE = 0.25
"""Seconds before the second try, twice as long before each further one: 1.75 s in all."""

DONE = "acknowledged"
"""Marks, among an interaction's extras, that the answer to its acknowledgement was lost."""

ACKNOWLEDGED = 40060
"""Discord's code for an interaction that has had its first response."""


async def persistently(send: Callable[[], Awaitable[T]]) -> T:
    """What ``send`` returns; called again where the connection breaks. Raises what it raised last.

    For what may be done twice: an acknowledgement, an edit.
    """
    for number in range(TRIES - 1):
        try:
            return await send()
        except (aiohttp.ClientError, OSError):
            await asyncio.sleep(PAUSE * 2**number)
    return await send()


async def defer(interaction: discord.Interaction[Any], **how: Any) -> None:
    """``interaction.response.defer``, once and for sure. Raises HTTPException, ClientError."""
    response = interaction.response

    async def sent() -> None:
        try:
            await response.defer(**how)
        except discord.HTTPException as error:
            # The answer to the first try was lost, and not the request.
            if error.code != ACKNOWLEDGED:
                raise
            # Which discord.py does not know of.
            interaction.extras[DONE] = True

    await persistently(sent)


def acknowledged(interaction: discord.Interaction[Any]) -> bool:
    """Whether it has had its first response."""
    return interaction.response.is_done() or bool(interaction.extras.get(DONE))


async def edit(
    interaction: discord.Interaction[Any],
    *,
    files: Callable[[], list[discord.File]] | None = None,
    **what: Any,
) -> None:
    """Puts something in the place of the acknowledgement, with the files that ``files`` opens anew
    for each try. Raises HTTPException, ClientError.
    """
    none = discord.AllowedMentions.none()

    async def sent() -> None:
        attached: dict[str, Any] = {} if files is None else {"attachments": files()}
        await interaction.edit_original_response(allowed_mentions=none, **attached, **what)

    await persistently(sent)


async def respond(interaction: discord.Interaction[Any], **what: Any) -> None:
    """A first response that is there at once, for the person alone. Raises HTTPException,
    ClientError.
    """
    none = discord.AllowedMentions.none()

    async def sent() -> None:
        try:
            await interaction.response.send_message(
                ephemeral=True, allowed_mentions=none, **what
            )  # fmt: skip
        except discord.HTTPException as error:
            if error.code != ACKNOWLEDGED:
                raise
            # Acknowledged it was, though the answer that said so was lost on its way.
            interaction.extras[DONE] = True
            await edit(interaction, **what)

    await persistently(sent)
