"""The world that the stand-in shows: people, servers, channels, messages and commands."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.loopback.messages import Message

Json = dict[str, Any]

VIEW, SEND, EMBED, ATTACH = 1 << 10, 1 << 11, 1 << 14, 1 << 15
ADMINISTRATOR, MANAGE_GUILD, SEND_IN_THREADS = 1 << 3, 1 << 5, 1 << 38
MEMBER = 2248473465835073  # what @everyone may do in a new server
TEXT, DM, GROUP_DM, PUBLIC_THREAD = 0, 1, 3, 11

_EPOCH = 1_420_070_400_000
_counter = itertools.count(1)


def snowflake() -> str:
    """A fresh id of Discord's shape: milliseconds since 2015, then a counter."""
    return str(((int(time.time() * 1000) - _EPOCH) << 22) | (next(_counter) & 0x3FFFFF))


@dataclass(eq=False)
class User:
    name: str
    bot: bool = False
    locale: str = "en-US"
    accepts_dms: bool = True
    roles: list[str] = field(default_factory=list)
    id: str = field(default_factory=snowflake)


@dataclass(eq=False)
class Channel:
    """A text channel, a thread, or a conversation with a person.

    `app_permissions` is what the bot may do there; without VIEW and SEND its messages
    are refused, as they are where the server never installed it.
    """

    name: str
    kind: int = TEXT
    guild: Guild | None = None
    parent: Channel | None = None
    recipient: User | None = None
    app_permissions: int = MEMBER
    id: str = field(default_factory=snowflake)


@dataclass(eq=False)
class Guild:
    """A server. `installed` is false where only a person brought the bot along."""

    name: str
    owner: User
    locale: str = "en-US"
    installed: bool = True
    channels: list[Channel] = field(default_factory=list)
    permissions: dict[str, int] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    id: str = field(default_factory=snowflake)

    def add_channel(self, name: str, *, app_permissions: int = MEMBER) -> Channel:
        channel = Channel(name, guild=self, app_permissions=app_permissions)
        self.channels.append(channel)
        return channel

    def add_thread(self, parent: Channel, name: str) -> Channel:
        thread = Channel(name, PUBLIC_THREAD, self, parent, app_permissions=parent.app_permissions)
        self.channels.append(thread)
        return thread

    def add_role(self, name: str) -> str:
        """A role's id; people have it by `User.roles`. Before the bot starts."""
        role = snowflake()
        self.roles[role] = name
        return role

    def permissions_of(self, user: User) -> int:
        return self.permissions.get(user.id, MEMBER)


class World:
    """Everything that the bot can see or fetch; changed only in the server's own loop."""

    def __init__(self) -> None:
        self.bot = User("dateline", bot=True)
        self.owner = User("owner")
        self.application_id = snowflake()
        self.guilds: list[Guild] = []
        self.dms: dict[str, Channel] = {}
        self.users: dict[str, User] = {u.id: u for u in (self.bot, self.owner)}
        self.messages: dict[str, Message] = {}
        self.commands: dict[str | None, list[Json]] = {None: []}
        self.add_guild("Newsroom")

    @property
    def general(self) -> Channel:
        """The first channel of the first server: where people act unless told otherwise."""
        return self.guilds[0].channels[0]

    def add_guild(self, name: str, *, locale: str = "en-US", installed: bool = True) -> Guild:
        """A server with one channel, #general. Before the bot starts, or see Gateway.join."""
        guild = Guild(name, self.owner, locale, installed)
        guild.add_channel("general", app_permissions=MEMBER if installed else 0)
        self.guilds.append(guild)
        return guild

    def add_user(self, user: User) -> User:
        return self.users.setdefault(user.id, user)

    def dm(self, user: User) -> Channel:
        if user.id not in self.dms:
            self.dms[user.id] = Channel(user.name, DM, recipient=user)
        return self.dms[user.id]

    def guild(self, guild_id: str) -> Guild | None:
        return next((g for g in self.guilds if g.id == guild_id), None)

    def channel(self, channel_id: str) -> Channel | None:
        everywhere = itertools.chain(self.dms.values(), *(g.channels for g in self.guilds))
        return next((c for c in everywhere if c.id == channel_id), None)

    def command(self, name: str, kind: int, guild: Guild | None) -> Json:
        """The registered command that a client would offer.

        Raises:
            LookupError: nothing of that name was ever synced.
        """
        known = [*self.commands.get(guild.id if guild else None, []), *self.commands[None]]
        for command in known:
            if (command["name"], command["type"]) == (name, kind):
                return command
        raise LookupError(f"{name!r} was never synced; synced: {[c['name'] for c in known]}")
