"""Days in milliseconds: the bot's clock set by hand, its loops stepped, coverage added."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from bot.config import demo_folder
from bot.discord.client import DatelineBot
from retrieval.encoder import OnnxEncoder
from retrieval.sources import SourceConfig
from retrieval.update import refresh
from tests.loopback import Channel, Loopback, Message


class Crash(BaseException):
    """The process ends here."""


def at(bot: DatelineBot, moment: datetime) -> DatelineBot:
    """The bot, for which it is that time from now on."""
    bot.clock = lambda: moment
    return bot


async def look(bot: DatelineBot, moment: datetime) -> None:
    """What the loop of the follows does each minute."""
    cog: Any = at(bot, moment).get_cog("Following")
    await cog.teller.tick()


async def report(bot: DatelineBot, moment: datetime) -> None:
    """What the loop of the digests does each minute."""
    cog: Any = at(bot, moment).get_cog("Digests")
    await cog.reporter.tick()


def sent(world: Loopback, channel: Channel | None = None) -> list[Message]:
    """What the bot wrote there by itself, asked by nobody."""
    where = channel or world.world.general
    own = [m for m in world.world.messages.values() if m.channel is where]
    return [m for m in own if any("nonce" in body for body in m.bodies)]


class Desk:
    """A folder of articles beside the demo coverage, in the index that the bot answers from."""

    def __init__(self, folder: Path) -> None:
        self.index, self.folder = folder / "index.sqlite3", folder / "desk"
        self.folder.mkdir(exist_ok=True)

    def write(self, published: datetime, text: str, outlet: str = "Port Gazette") -> None:
        """Publishes an article, without bringing it into the index."""
        number = len(list(self.folder.iterdir()))
        head = f"title: Report {number}\noutlet: {outlet}\npublished: {published.isoformat()}\n"
        (self.folder / f"{number}.md").write_text(
            f"---\n{head}url: https://gazette.example/{number}\n---\n\n{text}\n"
        )

    def publish(self, published: datetime, text: str, outlet: str = "Port Gazette") -> None:
        """Publishes an article and brings it into the index."""
        self.write(published, text, outlet)
        sources = [
            SourceConfig("folder", "Dateline demo", str(demo_folder())),
            SourceConfig("folder", "Desk", str(self.folder)),
        ]
        refresh(sources, self.index, encoder=OnnxEncoder, now=published)
