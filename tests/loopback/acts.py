"""A simulated person: what they can do in Discord's client, and what a forger could send."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.loopback import options, payloads
from tests.loopback.forms import filled
from tests.loopback.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Handle
from tests.loopback.messages import Message, blank, merged
from tests.loopback.options import ClientRefused
from tests.loopback.world import ADMINISTRATOR, DM, Channel, Guild, Json, User

if TYPE_CHECKING:
    from tests.loopback.server import Loopback

CHAT, USER_MENU, MESSAGE_MENU = 1, 2, 3
_GUILD_INSTALL, _USER_INSTALL = 0, 1
_IN_GUILD, _IN_BOT_DM, _IN_PRIVATE = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Person:
    """Somebody with Discord open.

    Each act goes out at once and returns its Handle; `await` that for the answer. `where` is
    a channel, a thread or `person.dm`, by default the first channel there is. In a server
    that never installed the bot, or with `user_installed`, the person brought it along.
    What Discord's client would not let them do raises ClientRefused; with `forge` it is sent
    all the same.
    """

    loopback: Loopback
    user: User

    @property
    def dm(self) -> Channel:
        return self.loopback.world.dm(self.user)

    def slash(
        self,
        name: str,
        *,
        where: Channel | None = None,
        user_installed: bool = False,
        forge: bool = False,
        **values: Any,
    ) -> Handle:
        """Send /name; a subcommand is named with a space: `slash("settings show")`."""
        channel = where or self.loopback.world.general
        command, data = self._command(name, CHAT, channel, values)
        if not forge:
            self._may_use(command, channel, self._brought(channel, user_installed))
            options.check(data["options"], options.offered(command, name), required=True)
        return self._send(COMMAND, channel, data, user_installed=user_installed)

    def autocomplete(
        self,
        name: str,
        focused: str,
        *,
        where: Channel | None = None,
        user_installed: bool = False,
        **values: Any,
    ) -> Handle:
        """Type into the option `focused`, whose text so far is among the values."""
        channel = where or self.loopback.world.general
        command, data = self._command(name, CHAT, channel, {focused: "", **values}, focused)
        self._may_use(command, channel, self._brought(channel, user_installed))
        return self._send(AUTOCOMPLETE, channel, data, user_installed=user_installed)

    def context_menu(
        self, name: str, target: Message, *, user_installed: bool = False, forge: bool = False
    ) -> Handle:
        """Choose a message's menu entry."""
        command, data = self._command(name, MESSAGE_MENU, target.channel, {})
        if not forge:
            self._may_use(command, target.channel, self._brought(target.channel, user_installed))
        del data["options"]
        data |= {"target_id": target.id, "resolved": {"messages": {target.id: target.payload}}}
        return self._send(COMMAND, target.channel, data, user_installed=user_installed)

    def press(
        self,
        message: Message | None,
        label: str | None = None,
        *,
        custom_id: str | None = None,
        forge: bool = False,
    ) -> Handle:
        """Press the button with that label (or emoji) or custom_id."""
        return self._component(message, label, custom_id, None, forge=forge)

    def select(
        self,
        message: Message | None,
        *values: str,
        custom_id: str,
        forge: bool = False,
    ) -> Handle:
        """Choose from a menu; the ids of users or channels where it offers those."""
        return self._component(message, None, custom_id, list(values), forge=forge)

    def submit(self, opened: Handle, *, forge: bool = False, **values: Any) -> Handle:
        """Fill in the form that a handle opened: custom_id=text, or a list for a menu.

        Raises:
            ClientRefused: a required field is empty or a text is too long or short.
            LookupError: the handle opened none, or it has no such field.
        """
        modal = opened.modal
        data = {
            "custom_id": modal["custom_id"],
            "components": filled(modal["components"], values, forge=forge),
        }
        return self._send(
            MODAL, opened.channel, data, opened.source, user_installed=opened.user_installed
        )

    def submit_forged(self, custom_id: str, components: list[Json] | None = None) -> Handle:
        """Submit a form that the bot never opened."""
        data = {"custom_id": custom_id, "components": components or []}
        return self._send(MODAL, self.loopback.world.general, data)

    def say(self, content: str, *, where: Channel | None = None) -> Message:
        """Post a message; the bot hears of it only with the intent for messages."""
        channel = where or self.loopback.world.general
        return self.post(channel, self.user, content)

    def post(
        self,
        channel: Channel,
        author: User,
        content: str,
        components: list[Json] | None = None,
        application_id: str | None = None,
    ) -> Message:
        """A message of anybody's, such as another application's with buttons of its own."""
        body = {"content": content, "components": components or []}
        payload = merged(blank(channel, author), body, [], edit=False)
        if application_id:
            payload["application_id"] = application_id
        message = Message(payload, channel, author)
        self.loopback.world.messages[message.id] = message
        self.loopback.call_soon(self.loopback.gateway.message_created(payload, channel))
        return message

    def _component(
        self,
        message: Message | None,
        label: str | None,
        custom_id: str | None,
        values: list[str] | None,
        *,
        forge: bool,
    ) -> Handle:
        if message is None:
            raise LookupError("there is no message to act on")
        try:
            hit = message.component(label, custom_id)
        except LookupError:
            if not forge:
                raise
            hit = {"type": 2 if values is None else 3, "custom_id": custom_id, "id": 1}
        if not forge:
            if message.deleted or (message.seen_by and message.seen_by is not self.user):
                raise ClientRefused(f"{self.user.name} cannot see that message")
            options.check_selection(hit, values)
        data = {"component_type": hit["type"], "custom_id": hit["custom_id"], "id": hit["id"]}
        if values is not None:
            data |= {"values": values, **options.resolved(self.loopback.world, hit, values)}
        return self._send(COMPONENT, message.channel, data, message)

    def _command(
        self, name: str, kind: int, channel: Channel, values: Json, focused: str = ""
    ) -> tuple[Json, Json]:
        """The command as registered, and the data of using it."""
        first = name if kind != CHAT else name.split(" ")[0]
        command = self.loopback.world.command(first, kind, channel.guild)
        data: Json = {"id": command["id"], "name": first, "type": kind}
        if command.get("guild_id"):
            data["guild_id"] = command["guild_id"]
        data["options"] = options.tree(command, name, values, focused) if kind == CHAT else []
        found = options.resolved_values(channel, values)
        return command, data | ({"resolved": found} if found else {})

    def _brought(self, channel: Channel, user_installed: bool) -> bool:
        return user_installed or bool(channel.guild and not channel.guild.installed)

    def _may_use(self, command: Json, channel: Channel, brought: bool) -> None:
        """Raises ClientRefused where the client would not offer the command."""
        name = command["name"]
        if (_USER_INSTALL if brought else _GUILD_INSTALL) not in command["integration_types"]:
            raise ClientRefused(f"{name} is not offered by this kind of installation")
        contexts = command["contexts"]
        if contexts is not None and _context(channel) not in contexts:
            raise ClientRefused(f"{name} is not offered in this place")
        need = command["default_member_permissions"]
        if need is None or channel.guild is None:
            return
        have = channel.guild.permissions_of(self.user)
        if not have & ADMINISTRATOR and (int(need) == 0 or have & int(need) != int(need)):
            raise ClientRefused(f"{name} is not offered to {self.user.name}")

    def _send(
        self,
        kind: int,
        channel: Channel,
        data: Json,
        source: Message | None = None,
        *,
        user_installed: bool = False,
    ) -> Handle:
        brought = self._brought(channel, user_installed)
        handle = Handle(self.loopback, kind, self.user, channel, data, source, brought)
        self.loopback.handles[handle.token] = handle
        self.loopback.call_soon(self._deliver(handle))
        return handle

    async def _deliver(self, handle: Handle) -> None:
        handle.sent_at = time.monotonic()
        payload = self._payload(handle)
        # A place that never installed the bot belongs to no shard's servers: the first gets it.
        guild = handle.channel.guild
        await self.loopback.gateway.emit("INTERACTION_CREATE", payload, guild)

    def _payload(self, handle: Handle) -> Json:
        channel, guild = handle.channel, handle.channel.guild
        have = guild.permissions_of(self.user) if guild else channel.app_permissions
        payload: Json = {
            "id": handle.id,
            "application_id": self.loopback.world.application_id,
            "type": handle.kind,
            "token": handle.token,
            "version": 1,
            "data": handle.data,
            "channel_id": channel.id,
            "channel": {**payloads.channel(channel), "permissions": str(have)},
            "locale": self.user.locale,
            "app_permissions": str(channel.app_permissions),
            "entitlements": [],
            "authorizing_integration_owners": _owners(guild, self.user, handle.user_installed),
            "context": _context(channel),
            "attachment_size_limit": 10 << 20,
        }
        if guild:
            about = {"id": guild.id, "features": [], "locale": guild.locale}
            payload |= {"guild_id": guild.id, "guild_locale": guild.locale, "guild": about}
            payload["member"] = payloads.member(self.user, have)
        else:
            payload["user"] = payloads.user(self.user)
        if handle.source:
            payload["message"] = handle.source.payload
        return payload


def _context(channel: Channel) -> int:
    if channel.guild:
        return _IN_GUILD
    return _IN_BOT_DM if channel.kind == DM else _IN_PRIVATE


def _owners(guild: Guild | None, user: User, brought: bool) -> dict[str, str]:
    """Who authorised the bot: "0" a server (0 in its DMs), "1" a person."""
    if brought:
        return {str(_USER_INSTALL): user.id}
    return {str(_GUILD_INSTALL): guild.id if guild else "0"}
