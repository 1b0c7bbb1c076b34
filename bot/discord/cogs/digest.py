"""``/digest``: once a day, what is new, in a channel."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from discord import app_commands
from discord.ext import commands, tasks

from bot.discord import digests, personal, sending
from bot.discord.asking import Token
from bot.discord.authorisation import (
    Interaction,
    Refused,
    charge,
    lane,
    place_of,
    places,
    require_manage_channel,
    require_writable,
)
from bot.discord.cogs.ask import edit, matching, words
from bot.discord.daily import following, latest, minutes, zones
from bot.discord.digests import PAGED, Digest
from bot.discord.guarded import guarded
from bot.discord.news import read_stories
from bot.discord.press import press
from bot.discord.render.digest import PAGE, digest_view
from bot.discord.render.layout import within
from bot.discord.reporting import Reporter
from bot.discord.safe import tidy
from bot.discord.words import speaker

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.default_permissions(manage_channels=True)
class Digests(commands.GroupCog, group_name="digest", group_description=words("digest.group")):
    """The commands, and the loop that sends what they ask for."""

    def __init__(self, bot: DatelineBot) -> None:
        super().__init__()
        self.bot = bot
        self.reporter = Reporter(bot)
        self.zones: tuple[str, ...] = ()

    async def cog_load(self) -> None:
        self.zones = tuple(sorted(await asyncio.to_thread(zones)))
        if self.bot.serving:
            self.daily.start()

    async def cog_unload(self) -> None:
        self.daily.cancel()

    @tasks.loop(seconds=60)
    async def daily(self) -> None:
        """Every minute."""
        await guarded("digests", self.reporter.tick)

    @daily.before_loop
    async def _ready(self) -> None:
        await self.bot.wait_until_ready()

    @app_commands.command(description=words("digest.on"))
    @app_commands.describe(
        hour=words("digest.hour"), zone=words("digest.zone"), topic=words("digest.topic")
    )
    async def on(
        self,
        interaction: Interaction,
        hour: app_commands.Range[str, 1, 5] | None = None,
        zone: app_commands.Range[str, 1, 60] | None = None,
        topic: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        channel, guild = _channel(interaction)
        require_writable(interaction)
        charge(self.bot, interaction)
        minute = None if hour is None else minutes(hour)
        if hour is not None and minute is None:
            raise Refused("digest.no_hour")
        here, now = places(interaction), self.bot.clock()
        wanted = Digest(
            channel, guild, here, minute, None if zone is None else self._zone(zone),
            (tidy(topic) or None) if topic else None,
            str(interaction.guild_locale or interaction.locale), now,
        )  # fmt: skip
        found = digests.when(wanted, await self.bot.state.settings(*here))
        # Today's is not made up for where its time has passed already.
        wanted = replace(wanted, settled=latest(now, *found)[0].isoformat())
        if not await digests.keep(self.bot.state, wanted):
            raise Refused("digest.too_many", count=digests.PER_SERVER)
        next_one = f"<t:{int(following(now, *found).timestamp())}:F>"
        say = speaker(str(interaction.locale))
        await _say(interaction, say("digest.set", when=_when(*found), next=next_one))

    @on.autocomplete("zone")
    async def zone_names(self, _: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Zones from memory."""
        return matching(self.zones, current.replace(" ", "_"))

    @app_commands.command(description=words("digest.off"))
    async def off(self, interaction: Interaction) -> None:
        channel, _ = _channel(interaction)
        say = speaker(str(interaction.locale))
        ended = await digests.drop(self.bot.state, channel)
        await _say(interaction, say("digest.ended" if ended else "digest.none"))

    @app_commands.command(description=words("digest.now"))
    async def now(self, interaction: Interaction) -> None:
        channel, _ = _channel(interaction)
        charge(self.bot, interaction)
        await sending.defer(interaction, thinking=True)
        say = speaker(str(interaction.locale))
        outlets = (await place_of(self.bot, interaction)).outlets
        digest = await digests.of(self.bot.state, channel)
        at, stories = await self.reporter.now(channel, digest, outlets)
        if not stories:
            await _write(interaction, say("digest.nothing"))
            return
        topic = digest.topic if digest else None
        try:
            view = digest_view(stories[:PAGED], topic, at, 0, self.bot.ids, say)
            await edit(interaction, view)
        except BaseException:
            await digests.withdraw(self.bot.state, channel, at)
            raise

    def _zone(self, name: str) -> str:
        """The zone as it is written. Raises Refused."""
        typed = name.strip().replace(" ", "_").casefold()
        found = next((z for z in self.zones if z.casefold() == typed), None)
        if found is None:
            raise Refused("digest.no_zone", zone=within(name, 60))
        return found


@press("digest")
async def page(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
    """Another page of a digest, for whoever asks for it."""
    if not token.extra.isdecimal() or interaction.channel_id is None:
        raise Refused("refused.forged")
    charge(bot, interaction)
    mine = interaction.message is not None and interaction.message.flags.ephemeral
    if mine:
        await sending.defer(interaction)
    else:
        await sending.defer(interaction, thinking=True, ephemeral=True)
    rows = await digests.lines(bot.state, interaction.channel_id, token.as_of)
    outlets = (await place_of(bot, interaction)).outlets
    stories = await bot.engine.run(lane(interaction), lambda i: read_stories(i, rows, outlets))
    if not stories:
        raise Refused("digest.gone")
    number = min(int(token.extra), (len(stories) - 1) // PAGE)
    say = speaker(str(interaction.locale))
    await edit(interaction, digest_view(stories, None, token.as_of, number, bot.ids, say))


def _channel(interaction: Interaction) -> tuple[int, int]:
    """The channel and the server, for whoever may manage one of them. Raises Refused."""
    require_manage_channel(interaction)
    assert interaction.channel_id is not None
    assert interaction.guild_id is not None
    return interaction.channel_id, interaction.guild_id


def _when(minute: int, zone: ZoneInfo) -> str:
    hour, minute = divmod(minute, 60)
    return f"{hour:02}:{minute:02} ({within(zone.key, 60)})"


async def _say(interaction: Interaction, text: str) -> None:
    await sending.respond(interaction, content=text)


async def _write(interaction: Interaction, text: str) -> None:
    await sending.edit(interaction, content=text)


personal.keeps_of_servers("digests", digests.forget_digests)


async def setup(bot: DatelineBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(Digests(bot))
