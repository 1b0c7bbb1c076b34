"""The bot as its command runs it, but with its way led to the stand-in: python child.py CONFIG."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from bot.config import load
from bot.discord import create_bot, life, start
from bot.discord.client import DatelineBot
from tests.loopback import Connector


async def main() -> None:
    path = Path(sys.argv[1])
    token = start.prepared(load(path))
    bot = create_bot(path, **Connector.from_environment().client_kwargs())
    assert isinstance(bot, DatelineBot)
    await life.run(bot, token)


if __name__ == "__main__":
    os.environ.setdefault("DATELINE_LOG", "DEBUG")
    asyncio.run(main())
