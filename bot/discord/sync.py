"""Registering commands with Discord: only when they have changed, since a day has its limits."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING, Any

import discord

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

_log = logging.getLogger(__name__)


async def payload(bot: DatelineBot) -> list[dict[str, Any]]:
    """The commands as Discord is told of them, translations included."""
    tree = bot.tree
    if (translator := tree.translator) is not None:
        return [
            await c.get_translated_payload(tree, translator)
            for c in tree.get_commands(type=None)
        ]  # fmt: skip
    return [c.to_dict(tree) for c in tree.get_commands(type=None)]


async def fingerprint(bot: DatelineBot) -> str:
    """Changes whenever the commands do, or the application."""
    said = json.dumps([bot.application_id, await payload(bot)], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


async def sync_if_changed(bot: DatelineBot) -> bool:
    """Registers the commands where they are not those registered last; whether it did.

    A failure is logged: the commands of before go on working.
    """
    current = await fingerprint(bot)
    if await bot.state.meta("commands") == current:
        return False
    try:
        await sync(bot)
    except (discord.HTTPException, discord.app_commands.AppCommandError) as error:
        _log.error("the commands could not be registered: %s; try: dateline sync", error)
        return False
    return True


async def sync(bot: DatelineBot, guild: int | None = None, *, clear: bool = False) -> int:
    """Registers the commands everywhere, or in one server at once; ``clear`` removes them.

    Returns how many are registered there now.
    """
    place = discord.Object(guild) if guild else None
    if clear:
        bot.tree.clear_commands(guild=place)
    elif place is not None:
        bot.tree.copy_global_to(guild=place)
    made = await bot.tree.sync(guild=place)
    if place is None:
        await bot.state.set_meta("commands", "" if clear else await fingerprint(bot))
    return len(made)
