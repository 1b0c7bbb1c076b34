"""The Discord bot. Nothing of discord.py is loaded before a bot is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from discord.ext import commands


def create_bot(config_path: Path | str | None = None, **client_kwargs: Any) -> commands.Bot:
    """The bot over the configuration in ``config_path``, ready to be started with a token.

    What else is given goes through to discord.py. Raises ConfigError.
    """
    from bot.config import load
    from bot.discord.client import DatelineBot

    return DatelineBot(load(None if config_path is None else Path(config_path)), **client_kwargs)
