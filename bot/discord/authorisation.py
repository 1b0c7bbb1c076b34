"""Who may do what: one place for commands, buttons and modals. What can't be checked is refused."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

_log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]


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


def places(interaction: Interaction) -> tuple[str, ...]:
    """Keys of the settings that hold here; a later one overrides those before it."""
    found = [f"guild:{interaction.guild_id}"] if interaction.guild_id else []
    return (*found, *(f"channel:{number}" for number in _channels(interaction)))


async def place_of(bot: DatelineBot, interaction: Interaction) -> Place:
    """What is set where ``interaction`` comes from. Raises StateError."""
    if not interaction.guild_id:
        return Place()
    found = await bot.state.settings(*places(interaction))
    return Place(
        tuple(str(o) for o in found.get("outlets", ())),
        bool(found.get("private", False)),
        tuple(int(r) for r in found.get("roles", ())),
        tuple(int(c) for c in found.get("channels", ())),
    )


async def check(bot: DatelineBot, interaction: Interaction) -> None:
    """Raises Refused where ``interaction`` may do nothing here, or where that can't be told."""
    if bot.draining:
        raise Refused("refused.draining")
    try:
        place = await place_of(bot, interaction)
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
    wait = bot.limits.take(interaction.user.id, interaction.guild_id)
    if wait:
        raise Limited(wait)


def lane(interaction: Interaction) -> int:
    """Whose turn a question takes: its server's, or in private the person's."""
    return interaction.guild_id or interaction.user.id


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
