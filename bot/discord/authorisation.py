"""Who may do what: one place for commands, buttons and modals. What can't be checked is refused."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.discord.words import Say, speaker

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

_log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]

_PLACE = "place"
"""Where an interaction keeps what is set for it."""


class Refused(app_commands.CheckFailure):
    """Something that may not be done; ``key`` names the words that say so."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class Limited(app_commands.CheckFailure):
    """Too many questions; there is room again in ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"limited for {seconds:.0f} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Place:
    """What is set for where an interaction comes from: its server, channel and thread."""

    outlets: tuple[str, ...] = ()
    """What it answers from; empty is everything."""
    private: bool = False
    """Whether answers are private unless asked for otherwise."""
    roles: tuple[int, ...] = ()
    """Who may ask; empty is everybody."""
    channels: tuple[int, ...] = ()
    """Where may be asked; empty is everywhere. A channel's threads count as the channel."""
    language: str | None = None
    """The language of what everybody sees; None is that of whoever asks."""
    each: int | None = None
    together: int | None = None
    """Questions a minute of one person and of the server, where it sets them lower than we do."""


def places(interaction: Interaction) -> tuple[str, ...]:
    """Keys of the settings that hold here; a later one overrides those before it."""
    found = [f"guild:{interaction.guild_id}"] if interaction.guild_id else []
    return (*found, *(f"channel:{number}" for number in _channels(interaction)))


async def place_of(bot: DatelineBot, interaction: Interaction) -> Place:
    """What is set where ``interaction`` comes from. Raises StateError."""
    if not interaction.guild_id:
        return Place()
    return placed(await bot.state.settings(*places(interaction)))


def placed(found: Mapping[str, Any]) -> Place:
    """What is set, from the settings as they are kept."""
    return Place(
        tuple(str(o) for o in found.get("outlets", ())),
        bool(found.get("private", False)),
        tuple(int(r) for r in found.get("roles", ())),
        tuple(int(c) for c in found.get("channels", ())),
        found.get("language"),
        found.get("user_per_minute"),
        found.get("guild_per_minute"),
    )


async def check(bot: DatelineBot, interaction: Interaction) -> None:
    """Raises Refused where ``interaction`` may do nothing here, or where that can't be told."""
    if bot.draining:
        raise Refused("refused.draining")
    try:
        place = await place_of(bot, interaction)
        interaction.extras[_PLACE] = place
        _check(place, interaction)
    except Refused:
        raise
    except Exception as error:
        _log.exception("an interaction was refused since it could not be checked")
        raise Refused("refused.closed") from error


def require_manage_guild(interaction: Interaction) -> None:
    """Raises Refused for whoever may not manage the server; what Discord's own client hides from
    them can be changed by a server's admins, and forged.
    """
    _require_installed(interaction)
    if not _manages(interaction):
        raise Refused("refused.permission")


def require_manage_channel(interaction: Interaction) -> None:
    """Raises Refused for whoever may manage neither the server nor the channel, as above."""
    _require_installed(interaction)
    if not manages_channel(interaction):
        raise Refused("refused.channel_permission")


def require_writable(interaction: Interaction) -> None:
    """Raises Refused where the bot could not write by itself, without being asked each time."""
    own = interaction.app_permissions
    thread = isinstance(interaction.channel, discord.Thread)
    if not (own.view_channel and (own.send_messages_in_threads if thread else own.send_messages)):
        raise Refused("refused.unwritable")


def manages_channel(interaction: Interaction) -> bool:
    """Whether somebody may manage the channel, or the server that it belongs to."""
    return bool(interaction.guild_id) and (
        _manages(interaction) or interaction.permissions.manage_channels
    )


def _require_installed(interaction: Interaction) -> None:
    # Where a person alone brought the bot along, the server has not asked it in.
    if not interaction.guild_id or not interaction.is_guild_integration():
        raise Refused("refused.only_server")


def charge(bot: DatelineBot, interaction: Interaction) -> None:
    """Counts a question. Raises Limited."""
    place = _seen(interaction)
    wait = bot.limits.take(
        interaction.user.id, interaction.guild_id, each=place.each, together=place.together
    )
    if wait:
        raise Limited(wait)


def voice(interaction: Interaction, *, private: bool) -> Say:
    """The words for an answer: what everybody sees is in the server's language, where it has
    fixed one, all else in that of whoever asks.
    """
    fixed = None if private else _seen(interaction).language
    return speaker(fixed or str(interaction.locale))


def lane(interaction: Interaction) -> int:
    """Whose turn a question takes: its server's, or in private the person's."""
    return interaction.guild_id or interaction.user.id


def _seen(interaction: Interaction) -> Place:
    """What :func:`check` found to be set."""
    place: Place = interaction.extras.get(_PLACE) or Place()
    return place


def _check(place: Place, interaction: Interaction) -> None:
    if not interaction.guild_id or _manages(interaction):
        return
    if place.channels and not set(place.channels) & set(_channels(interaction)):
        raise Refused("refused.not_here")
    if place.roles:
        # In a server where the bot is no member Discord may name a user alone.
        own = {role.id for role in getattr(interaction.user, "roles", ())}
        if not own & set(place.roles):
            raise Refused("refused.not_you")


def _channels(interaction: Interaction) -> list[int]:
    """The channel, after the one that it is a thread of."""
    parent = getattr(interaction.channel, "parent_id", None)
    return [number for number in (parent, interaction.channel_id) if number]


def _manages(interaction: Interaction) -> bool:
    return interaction.permissions.manage_guild or interaction.permissions.administrator
