"""``/privacy``: what is kept, shown, exported and deleted; and what goes by itself."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.clock import now
from bot.discord import feedback, personal, sending
from bot.discord.asking import Token, this_minute
from bot.discord.authorisation import Interaction, Refused
from bot.discord.cogs.ask import edit, words
from bot.discord.press import press
from bot.discord.render.layout import Block, buttons, view
from bot.discord.words import Say, speaker

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

_log = logging.getLogger(__name__)

GREY = 0x5B6770

GRACE_DAYS = 30
"""What is kept of a server that the bot has left goes after so many days; coming back keeps it."""


class Privacy(
    commands.GroupCog, group_name="privacy", group_description=words("privacy.description")
):
    """The commands, and the daily work."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot
        super().__init__()

    async def cog_load(self) -> None:
        if self.bot.serving:
            self.daily.start()

    async def cog_unload(self) -> None:
        self.daily.cancel()

    @app_commands.command(description=words("privacy.show"))
    async def show(self, interaction: Interaction) -> None:
        await sending.defer(interaction, thinking=True, ephemeral=True)
        say = speaker(str(interaction.locale))
        counts = _counted(await personal.exported(self.bot, interaction.user.id), say)
        lines = [f"- {line}" for line in _kept(self.bot, say)]
        blocks = [
            Block(f"**{say('privacy.title')}**"), Block("\n".join(lines)),
            Block(f"**{say('privacy.now', counts=counts)}**"),
        ]  # fmt: skip
        await edit(interaction, view(blocks, [], GREY))

    @app_commands.command(description=words("privacy.export"))
    async def export(self, interaction: Interaction) -> None:
        await sending.defer(interaction, thinking=True, ephemeral=True)
        found = await personal.exported(self.bot, interaction.user.id)
        text = json.dumps(found, ensure_ascii=False, indent=1)
        say = speaker(str(interaction.locale))
        await sending.edit(
            interaction,
            content=say("privacy.file", counts=_counted(found, say)),
            files=lambda: [discord.File(io.BytesIO(text.encode()), "dateline.json")],
        )

    @app_commands.command(description=words("privacy.delete"))
    async def delete(self, interaction: Interaction) -> None:
        await sending.defer(interaction, thinking=True, ephemeral=True)
        say = speaker(str(interaction.locale))
        found = await personal.exported(self.bot, interaction.user.id)
        token = Token("", this_minute(now()))
        row = buttons(
            self.bot.ids, token, [("erase:" + _extra(interaction), say("privacy.confirm"), "🗑️")]
        )
        sure = say("privacy.sure", counts=_counted(found, say))
        await edit(interaction, view([Block(sure)], [row] if any(found.values()) else [], GREY))

    # What goes by itself ------------------------------------------------------------------------

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Its settings go after a while."""
        await _tried(left(self.bot, guild.id, now()))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """What it had set is there again."""
        await _tried(self.bot.state.set_setting(f"guild:{guild.id}", "left", None))

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Also joined, where Discord says so in passing."""
        await self.on_guild_join(guild)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Notes what happened while the bot was away."""
        await _tried(compare(self.bot, {guild.id for guild in self.bot.guilds}, now()))

    @tasks.loop(hours=24)
    async def daily(self) -> None:
        """Deletes what has been kept for long enough."""
        await _tried(feedback.purge(self.bot, now()))
        await _tried(forget_left(self.bot, now()))


async def _tried(work: Any) -> None:
    # A loop or a listener that raises would end, or be without a word of what it was about.
    try:
        await work
    except Exception:
        _log.exception("what is kept could not be brought in order; the bot goes on")


def _kept(bot: DatelineBot, say: Say) -> list[str]:
    config = bot.config
    lines = [
        say("privacy.questions", days=config.retention_days)
        if config.keep_questions
        else say("privacy.no_questions")
    ]
    if "follows" in personal.HOLDINGS:
        lines.append(say("privacy.follows"))
    return [*lines, say("privacy.settings", days=GRACE_DAYS), say("privacy.messages")]


def _counted(found: Mapping[str, list[Any] | int], say: Say) -> str:
    counts = {name: len(f) if isinstance(f, list) else f for name, f in found.items()}
    said = [say(f"privacy.count.{name}", count=n) for name, n in counts.items() if n]
    return ", ".join(said) or say("privacy.nothing")


@press("erase")
async def erase(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
    """Deletes what is kept about the person that asked for it."""
    if token.extra != _extra(interaction):
        raise Refused("refused.forged")
    await sending.defer(interaction)
    gone = await personal.deleted(bot, interaction.user.id)
    say = speaker(str(interaction.locale))
    done = say("privacy.deleted", counts=_counted(gone, say))
    await edit(interaction, view([Block(done)], [], GREY))


def _extra(interaction: Interaction) -> str:
    """A person's id as an id of a button holds it."""
    return f"{interaction.user.id:x}"[-16:]


# Servers that were left --------------------------------------------------------------------------


async def left(bot: DatelineBot, guild: int, moment: datetime) -> None:
    """Notes when the bot left a server. Raises StateError."""
    await bot.state.set_setting(f"guild:{guild}", "left", moment.astimezone(UTC).isoformat())


async def compare(bot: DatelineBot, here: set[int], moment: datetime) -> None:
    """Notes the servers that were left, and those joined again, while nobody listened.

    Raises StateError.
    """
    found = await bot.state.run(
        lambda c: c.execute(
            "SELECT place, max(key = 'left') AS left FROM settings"
            " WHERE place LIKE 'guild:%' GROUP BY place"
        ).fetchall()
    )
    for row in found:
        guild = int(row["place"].partition(":")[2])
        if guild not in here and not row["left"]:
            await left(bot, guild, moment)
        elif guild in here and row["left"]:
            await bot.state.set_setting(row["place"], "left", None)


async def forget_left(bot: DatelineBot, moment: datetime) -> None:
    """Deletes what is kept of servers that were left long ago. Raises StateError."""
    found = await bot.state.run(
        lambda c: c.execute("SELECT place, value FROM settings WHERE key = 'left'").fetchall()
    )
    for row in found:
        since = datetime.fromisoformat(json.loads(row["value"]))
        if moment - since >= timedelta(days=GRACE_DAYS):
            guild = int(row["place"].partition(":")[2])
            await personal.forget_server(bot, guild)
            _log.info("server %s was left on %s: what was kept of it is deleted", guild, since)


async def forget_settings(bot: DatelineBot, guild: int) -> None:
    """Deletes the settings of a server and its channels. Raises StateError."""
    await bot.state.erase(
        "DELETE FROM settings WHERE place = ?1 OR place IN"
        " (SELECT place FROM settings WHERE key = 'guild' AND value = ?2)",
        [f"guild:{guild}", str(guild)],
    )


personal.keeps_of_servers("settings", forget_settings)


async def setup(bot: Any) -> None:
    """Called by discord.py."""
    await bot.add_cog(Privacy(bot))
