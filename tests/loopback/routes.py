"""Routes that need the bot's token: who it is, its commands, servers, channels, messages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from tests.loopback import payloads
from tests.loopback.faults import ApiError
from tests.loopback.gateway import URL
from tests.loopback.world import Guild, Json

if TYPE_CHECKING:
    from tests.loopback.rest import Request, Rest

Answer = tuple[int, Any]
ID = r"(\d+)"


async def gateway(_: Rest, __: Request) -> Answer:
    limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
    return 200, {"url": URL, "shards": 1, "session_start_limit": limit}


async def myself(rest: Rest, _: Request) -> Answer:
    return 200, payloads.own_user(rest.loopback.world.bot)


async def application(rest: Rest, _: Request) -> Answer:
    return 200, payloads.application(rest.loopback.world)


async def user(rest: Rest, _: Request, user_id: str) -> Answer:
    found = rest.loopback.world.users.get(user_id)
    if found is None:
        raise ApiError(404, 10013, "Unknown User")
    return 200, payloads.user(found)


async def get_commands(rest: Rest, _: Request, __: str, guild_id: str | None = None) -> Answer:
    return 200, rest.loopback.world.commands.get(guild_id, [])


async def put_commands(rest: Rest, request: Request, _: str, guild_id: str | None = None) -> Answer:
    """Overwrites them all; a command keeps its id while its name and type stay."""
    world = rest.loopback.world
    if guild_id is not None:
        _guild(rest, guild_id)
    known = {(c["name"], c["type"]): c["id"] for c in world.commands.get(guild_id, [])}
    rest.loopback.guard.commands(request.body)
    world.commands[guild_id] = [
        payloads.command(body, world, guild_id, known.get((body["name"], body.get("type") or 1)))
        for body in request.body
    ]
    return 200, world.commands[guild_id]


async def guild(rest: Rest, _: Request, guild_id: str) -> Answer:
    return 200, payloads.guild(_guild(rest, guild_id))


async def guild_channels(rest: Rest, _: Request, guild_id: str) -> Answer:
    return 200, [payloads.channel(c) for c in _guild(rest, guild_id).channels if c.kind == 0]


async def guild_roles(rest: Rest, _: Request, guild_id: str) -> Answer:
    return 200, [payloads.everyone(_guild(rest, guild_id))]


async def guild_member(rest: Rest, _: Request, guild_id: str, user_id: str) -> Answer:
    known = _guild(rest, guild_id)
    found = rest.loopback.world.users.get(user_id)
    if found is None or (user_id not in known.permissions and not found.bot):
        raise ApiError(404, 10007, "Unknown Member")
    return 200, payloads.member(found)


async def channel(rest: Rest, _: Request, channel_id: str) -> Answer:
    return 200, payloads.channel(rest.channel(channel_id))


async def typing(rest: Rest, _: Request, channel_id: str) -> Answer:
    rest.channel(channel_id)
    return 204, None


async def open_dm(rest: Rest, request: Request) -> Answer:
    world = rest.loopback.world
    found = world.users.get(str(request.body["recipient_id"]))
    if found is None:
        raise ApiError(400, 50033, "Invalid Recipient(s)")
    return 200, payloads.channel(world.dm(found))


async def post_message(rest: Rest, request: Request, channel_id: str) -> Answer:
    where = rest.channel(channel_id)
    rest.may_send(where, request.uploads)
    if (nonce := request.body.get("nonce")) and request.body.get("enforce_nonce"):
        for known in rest.loopback.world.messages.values():
            if known.channel is where and any(b.get("nonce") == nonce for b in known.bodies):
                return 200, known.payload  # Discord knows a nonce for some minutes
    sent = await rest.post(where, request.body, request.uploads)
    return 200, sent.payload


async def list_messages(rest: Rest, request: Request, channel_id: str) -> Answer:
    where = rest.channel(channel_id)
    known = rest.loopback.world.messages.values()
    found = [m.payload for m in known if m.channel is where and not m.ephemeral]
    return 200, found[::-1][: int(request.query.get("limit", 50))]


async def get_message(rest: Rest, _: Request, channel_id: str, message_id: str) -> Answer:
    rest.channel(channel_id)
    return 200, rest.message(channel_id, message_id).payload


async def edit_message(rest: Rest, request: Request, channel_id: str, message_id: str) -> Answer:
    rest.channel(channel_id)
    found = rest.message(channel_id, message_id)
    if not found.author.bot or found.author is not rest.loopback.world.bot:
        raise ApiError(403, 50005, "Cannot edit a message authored by another user")
    return 200, rest.edit(found, request.body, request.uploads).payload


async def delete_message(rest: Rest, _: Request, channel_id: str, message_id: str) -> Answer:
    rest.channel(channel_id)
    rest.delete(rest.message(channel_id, message_id))
    return 204, None


async def start_thread(
    rest: Rest, request: Request, channel_id: str, message_id: str | None = None
) -> Answer:
    where = rest.channel(channel_id)
    if where.guild is None:
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    thread = where.guild.add_thread(where, request.body["name"])
    if message_id is not None:
        thread.id = rest.message(channel_id, message_id).id
    body: Json = payloads.channel(thread)
    await rest.loopback.gateway.emit("THREAD_CREATE", {**body, "newly_created": True}, thread)
    return 201, body


def _guild(rest: Rest, guild_id: str) -> Guild:
    found = rest.loopback.world.guild(guild_id)
    if found is None:
        raise ApiError(404, 10004, "Unknown Guild")
    if not found.installed:
        raise ApiError(403, 50001, "Missing Access")
    return found


ROUTES: list[tuple[str, str, Callable[..., Awaitable[Answer]]]] = [
    ("GET", "/gateway/bot", gateway),
    ("GET", "/users/@me", myself),
    ("GET", "/(?:oauth2/)?applications/@me", application),
    ("GET", f"/users/{ID}", user),
    ("POST", "/users/@me/channels", open_dm),
    ("GET", f"/applications/{ID}(?:/guilds/{ID})?/commands", get_commands),
    ("PUT", f"/applications/{ID}(?:/guilds/{ID})?/commands", put_commands),
    ("GET", f"/guilds/{ID}", guild),
    ("GET", f"/guilds/{ID}/channels", guild_channels),
    ("GET", f"/guilds/{ID}/roles", guild_roles),
    ("GET", f"/guilds/{ID}/members/{ID}", guild_member),
    ("GET", f"/channels/{ID}", channel),
    ("POST", f"/channels/{ID}/typing", typing),
    ("POST", f"/channels/{ID}/messages", post_message),
    ("GET", f"/channels/{ID}/messages", list_messages),
    ("GET", f"/channels/{ID}/messages/{ID}", get_message),
    ("PATCH", f"/channels/{ID}/messages/{ID}", edit_message),
    ("DELETE", f"/channels/{ID}/messages/{ID}", delete_message),
    ("POST", f"/channels/{ID}(?:/messages/{ID})?/threads", start_thread),
]
