"""``dateline bot`` and ``dateline sync``: the bot started, and its commands registered."""

from __future__ import annotations

import asyncio
import logging
import os

import discord

from bot.config import Config
from bot.discord import life, logs
from bot.discord.client import DatelineBot
from bot.discord.sync import sync
from bot.discord.token import token


def serve(config: Config) -> None:
    """Runs the bot until it is told to end. Raises DatelineError."""
    given = prepared(config)
    asyncio.run(life.run(DatelineBot(config), given))


def register(config: Config, guild: int | None, *, clear: bool) -> int:
    """Registers the commands, or with ``clear`` removes them; returns how many there are now.

    Raises DatelineError.
    """
    given = prepared(config)

    async def registered() -> int:
        bot = DatelineBot(config)
        bot.serving = False
        async with bot:
            with life.explained():
                await bot.login(given)
                return await sync(bot, guild, clear=clear)

    return asyncio.run(registered())


def prepared(config: Config) -> str:
    """The token, once nothing can log it. Raises ConfigError."""
    given = token(config, os.environ)
    logs.hide(given)
    logs.redact_streams()
    discord.utils.setup_logging(level=_level(), root=True)
    logs.redact()
    return given


def _level() -> int:
    name = os.environ.get("DATELINE_LOG", "INFO").upper()
    return logging.getLevelNamesMapping().get(name, logging.INFO)
