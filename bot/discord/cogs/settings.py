"""``/settings``: what a server, or one of its channels, answers from, and to whom."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import discord
from discord import app_commands
from discord.ext import commands

from bot.clock import now
from bot.discord import sending
from bot.discord.asking import Token, outlets_digest, this_minute
from bot.discord.authorisation import Interaction, Refused, require_manage_guild
from bot.discord.cogs.ask import edit, words
from bot.discord.press import Modal, press
from bot.discord.render.settings import CHANNELS, Panel, page_extra, panel_view, read_extra
from bot.discord.safe import plain, shorten
from bot.discord.words import LANGUAGES, Say, speaker

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

_log = logging.getLogger(__name__)

MANY = 25
"""Roles and channels that can be set: what one menu holds."""


class Where(app_commands.Transformer):
    """A channel in which the bot answers, or a thread; as Discord names it, cached or not."""

    type = discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        kinds = discord.ChannelType
        return [*CHANNELS, kinds.news_thread, kinds.public_thread, kinds.private_thread]

    async def transform(self, _: Interaction, value: Any, /) -> Any:
        return value


class Settings(commands.Cog):
    """The command that opens the panel."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot

    @app_commands.command(description=words("settings.description"))
    @app_commands.describe(channel=words("settings.channel"))
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def settings(
        self,
        interaction: Interaction,
        channel: app_commands.Transform[app_commands.AppCommandChannel, Where] | None = None,
    ) -> None:
        require_manage_guild(interaction)
        if channel is not None and channel.guild_id != interaction.guild_id:
            raise Refused("refused.channel")
        await sending.defer(interaction, thinking=True, ephemeral=True)
        await _show(self.bot, interaction, 0, channel.id if channel else None)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """What was set for it alone goes with it."""
        await _forget(self.bot, channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """What was set for it alone goes with it."""
        await _forget(self.bot, payload.thread_id)


async def _forget(bot: DatelineBot, channel: int) -> None:
    try:
        await bot.state.run(
            lambda c: c.execute("DELETE FROM settings WHERE place = ?", [f"channel:{channel}"])
        )
    except Exception:
        _log.exception("the settings of a deleted channel could not be removed")


# The panel ---------------------------------------------------------------------------------------


async def _show(bot: DatelineBot, interaction: Interaction, page: int, channel: int | None) -> None:
    found = await bot.state.settings(_place(interaction, channel))
    panel = Panel(
        found, bot.engine.outlets,
        (bot.config.discord.user_per_minute, bot.config.discord.guild_per_minute),
        channel, page, _gone(interaction.guild, found),
    )  # fmt: skip
    token = Token("", this_minute(now()), extra=page_extra(page, channel))
    await edit(interaction, panel_view(panel, token, bot.ids, speaker(str(interaction.locale))))


def _gone(guild: discord.Guild | None, found: dict[str, Any]) -> dict[str, int]:
    if guild is None:
        return {}
    lost = {
        "roles": [r for r in found.get("roles") or [] if guild.get_role(int(r)) is None],
        "channels": [
            c for c in found.get("channels") or [] if guild.get_channel(int(c)) is None
        ],
    }  # fmt: skip
    return {what: len(ids) for what, ids in lost.items()}


def _place(interaction: Interaction, channel: int | None) -> str:
    """Key of the settings that a panel is about. Raises Refused where that is none of theirs."""
    guild = interaction.guild
    if guild is None:
        raise Refused("refused.permission")
    if channel is None:
        return f"guild:{guild.id}"
    if guild.get_channel_or_thread(channel) is None:
        raise Refused("refused.channel")
    return f"channel:{channel}"


async def _set(
    bot: DatelineBot, interaction: Interaction, channel: int | None, values: dict[str, Any]
) -> None:
    place = _place(interaction, channel)
    if channel is not None:  # so that it goes with its server
        values = values | {"guild": interaction.guild_id}
    for key, value in values.items():
        await bot.state.set_setting(place, key, value)
    _log.info(
        "%s in server %s: %s set by user %s",
        place, interaction.guild_id, ", ".join(f"{k}={v!r}" for k, v in values.items()),
        interaction.user.id,
    )  # fmt: skip


Choice = Callable[["DatelineBot", Interaction, list[str], int, int | None], Awaitable[Any]]


def chosen(verb: str, key: str) -> Callable[[Choice], Choice]:
    """Registers what a menu of the panel sets ``key`` to; None takes the setting away."""

    def registered(choice: Choice) -> Choice:
        async def handler(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
            require_manage_guild(interaction)
            page, channel = read_extra(token.extra)
            _place(interaction, channel)
            data: Any = interaction.data or {}
            values = [str(v) for v in data.get("values") or []]
            made = await choice(bot, interaction, values[:MANY], page, channel)
            await sending.defer(interaction)
            await _set(bot, interaction, channel, {key: made})
            await _show(bot, interaction, page, channel)

        handler.__module__ = choice.__module__
        press(verb)(handler)
        return choice

    return registered


@chosen("s_outlets", "outlets")
async def outlets(
    bot: DatelineBot, interaction: Interaction, values: list[str], page: int, channel: int | None
) -> list[str] | None:
    """Those chosen on this page of the menu, with those of other pages that are still there."""
    known = bot.engine.outlets
    shown = set(Panel({}, known, (0, 0), page=page).shown)
    before = (await bot.state.settings(_place(interaction, channel))).get("outlets") or []
    kept = [o for o in before if o in known and o not in shown]
    return [*kept, *(o for o in known if o in shown and outlets_digest((o,)) in values)] or None


@chosen("s_roles", "roles")
async def roles(
    _: DatelineBot, interaction: Interaction, values: list[str], __: int, ___: int | None
) -> list[int] | None:
    """The roles that may ask, of those that there are."""
    guild = interaction.guild
    found = [int(v) for v in values if v.isdecimal()]
    known = [r for r in found if guild is not None and guild.get_role(r) is not None]
    if values and not known:
        raise Refused("refused.forged")
    return known or None


@chosen("s_channels", "channels")
async def channels(
    _: DatelineBot, interaction: Interaction, values: list[str], __: int, ___: int | None
) -> list[int] | None:
    """Where may be asked, of the channels that there are."""
    guild = interaction.guild
    found = [int(v) for v in values if v.isdecimal()]
    known = [
        c for c in found
        if guild is not None and (at := guild.get_channel(c)) is not None and at.type in CHANNELS
    ]  # fmt: skip
    if values and not known:
        raise Refused("refused.channel")
    return known or None


@chosen("s_private", "private")
async def private(
    _: DatelineBot, __: Interaction, values: list[str], ___: int, ____: int | None
) -> bool | None:
    """Whether answers are private by default."""
    return {"on": True, "off": False}.get(values[0]) if values else None


@chosen("s_language", "language")
async def language(
    _: DatelineBot, __: Interaction, values: list[str], ___: int, ____: int | None
) -> str | None:
    """The language of what everybody sees."""
    return values[0] if values and values[0] in LANGUAGES else None


@press("s_before")
async def before(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
    """Another page of outlets."""
    require_manage_guild(interaction)
    page, channel = read_extra(token.extra)
    _place(interaction, channel)
    await sending.defer(interaction)
    await _show(bot, interaction, page, channel)


@press("s_after")
async def after(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
    """Another page of outlets."""
    await before(bot, interaction, token)


@press("s_reset")
async def reset(bot: DatelineBot, interaction: Interaction, token: Token) -> None:
    """Everything here as it was at the beginning."""
    require_manage_guild(interaction)
    _, channel = read_extra(token.extra)
    place = _place(interaction, channel)
    await sending.defer(interaction)
    await bot.state.run(lambda c: c.execute("DELETE FROM settings WHERE place = ?", [place]))
    _log.info("%s was reset by user %s", place, interaction.user.id)
    await _show(bot, interaction, 0, channel)


# The form ----------------------------------------------------------------------------------------


@press("s_form")
async def form(bot: DatelineBot, interaction: Interaction, _: Token) -> None:
    """Asks for what is typed, and not chosen."""
    require_manage_guild(interaction)
    found = await bot.state.settings(_place(interaction, None))
    await interaction.response.send_modal(Form(bot, found, speaker(str(interaction.locale))))


class Form(Modal):
    """Takes the limits, and when the digest comes."""

    def __init__(self, bot: DatelineBot, found: dict[str, Any], say: Say) -> None:
        super().__init__(say("settings.more"))
        self.most = {
            "user_per_minute": bot.config.discord.user_per_minute,
            "guild_per_minute": bot.config.discord.guild_per_minute,
        }
        self.boxes: dict[str, discord.ui.TextInput[Any]] = {}
        for key, words_key in (
            ("user_per_minute", "settings.form_user"), ("guild_per_minute", "settings.form_guild"),
            ("digest_hour", "settings.form_hour"), ("digest_zone", "settings.form_zone"),
        ):  # fmt: skip
            value = found.get(key)
            box: discord.ui.TextInput[Any] = discord.ui.TextInput(
                custom_id=key, required=False, max_length=60,
                default=None if value is None else str(value),
            )  # fmt: skip
            self.boxes[key] = box
            text = say(words_key, most=self.most.get(key, 0))
            self.add_item(discord.ui.Label(text=text, component=box))

    async def submitted(self, bot: DatelineBot, interaction: Interaction) -> None:
        """Sets them all, or none where one is wrong."""
        require_manage_guild(interaction)
        given = {key: box.value.strip() for key, box in self.boxes.items()}
        values: dict[str, Any] = {
            key: _number(given[key], 1, most) for key, most in self.most.items()
        }
        values["digest_hour"] = _number(given["digest_hour"], 0, 23)
        values["digest_zone"] = _zone(given["digest_zone"])
        await sending.defer(interaction)
        await _set(bot, interaction, None, values)
        await _show(bot, interaction, 0, None)


def _number(given: str, low: int, high: int) -> int | None:
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and low <= int(given) <= high):
        raise Refused("refused.number", given=plain(shorten(given, 60)), low=low, high=high)
    return int(given)


def _zone(given: str) -> str | None:
    if not given:
        return None
    try:
        return ZoneInfo(given).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refused("refused.zone", given=plain(shorten(given, 60))) from error


async def setup(bot: Any) -> None:
    """Called by discord.py."""
    await bot.add_cog(Settings(bot))
