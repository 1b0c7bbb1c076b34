"""The gateway: one WebSocket a connection, sessions that outlive it, and what breaks them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.loopback import payloads
from tests.loopback.world import Channel, Guild, Json, World, snowflake

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT = 0, 1, 2, 6, 7
REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 8, 9, 10, 11
PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15)  # members, presences, message content
GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 9, 1 << 12
URL = "wss://gateway.discord.gg/"
RESUME_URL = "wss://gateway-us-east1-b.discord.gg/"


@dataclass(eq=False)
class Session:
    """What Discord keeps of a connected shard, for RESUME: every event since IDENTIFY."""

    shard: tuple[int, int]
    intents: int
    connection: Connection
    id: str = field(default_factory=snowflake)
    events: list[tuple[int, str, Json]] = field(default_factory=list)
    alive: bool = True


@dataclass(eq=False)
class Connection:
    socket: web.WebSocketResponse
    encode: Callable[[bytes], bytes] | None
    transport: asyncio.Transport | None
    session: Session | None = None
    last_seq: int = 0

    async def send(self, op: int, data: Any, event: str | None = None, seq: int = 0) -> None:
        if self.socket.closed:
            return
        raw = json.dumps({"op": op, "d": data, "t": event, "s": seq or None}).encode()
        with contextlib.suppress(ConnectionError, RuntimeError):
            if self.encode:
                await self.socket.send_bytes(self.encode(raw))
            else:
                await self.socket.send_str(raw.decode())


class Gateway:
    """Speaks the gateway's side of the protocol; the methods that break it run in its loop.

    The ACK of a heartbeat is held back by `ack_delay` seconds: discord.py notes the time of
    a heartbeat after it is sent, so that an instant ACK would measure the one before.
    """

    def __init__(self, world: World, token: str, changed: Callable[[], None]) -> None:
        self.world = world
        self.token = token
        self.changed = changed
        self.heartbeat_ms = 1000
        self.ack_delay = 0.03
        self.granted_intents = 0
        self.refusing = False
        self.turned_away = 0
        self._thawed = asyncio.Event()
        self._thawed.set()
        self.connections: list[Connection] = []
        self.sessions: list[Session] = []
        self.received: list[Json] = []

    def count(self, op: int) -> int:
        """How often the bot sent that op."""
        return sum(payload["op"] == op for payload in self.received)

    @property
    def connected(self) -> bool:
        """Some shard is identified or resumed right now."""
        return any(s.alive and not s.connection.socket.closed for s in self.sessions)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.refusing:
            self.turned_away += 1
            self.changed()
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        encode = _encoder(request.query.get("compress"))
        connection = Connection(socket, encode, request.transport)
        self.connections.append(connection)
        await connection.send(HELLO, {"heartbeat_interval": self.heartbeat_ms, "_trace": []})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            payload = json.loads(message.data)
            self.received.append(payload)
            await self._thawed.wait()
            await self._answer(connection, payload["op"], payload.get("d"))
            self.changed()
        self.changed()
        return socket

    async def _answer(self, connection: Connection, op: int, data: Any) -> None:
        if op == HEARTBEAT:
            await asyncio.sleep(self.ack_delay)
            await connection.send(HEARTBEAT_ACK, None)
        elif op == IDENTIFY:
            await self._identify(connection, data)
        elif op == RESUME:
            await self._resume(connection, data)
        elif op == REQUEST_MEMBERS and connection.session:
            members = [payloads.member(self.world.bot)]
            chunk = {"guild_id": data["guild_id"], "members": members, "not_found": []}
            chunk |= {"chunk_index": 0, "chunk_count": 1, "nonce": data.get("nonce")}
            await self._dispatch(connection.session, "GUILD_MEMBERS_CHUNK", chunk)

    async def _identify(self, connection: Connection, data: Json) -> None:
        if data["token"] != self.token:
            await connection.socket.close(code=4004, message=b"Authentication failed.")
            return
        if data["intents"] & PRIVILEGED & ~self.granted_intents:
            await connection.socket.close(code=4014, message=b"Disallowed intent(s).")
            return
        number, of = data.get("shard", (0, 1))
        session = Session((number, of), data["intents"], connection)
        connection.session = session
        self.sessions.append(session)
        mine = [g for g in self.world.guilds if g.installed and _shard(g, of) == number]
        ready = {
            "v": 10,
            "user": payloads.own_user(self.world.bot),
            "guilds": [{"id": g.id, "unavailable": True} for g in mine],
            "session_id": session.id,
            "resume_gateway_url": RESUME_URL,
            "session_type": "normal",
            "shard": [number, of],
            "private_channels": [],
            "application": {"id": self.world.application_id, "flags": 0},
        }
        await self._dispatch(session, "READY", ready)
        for guild in mine:
            created = payloads.guild_create(guild, self.world.bot)
            await self._dispatch(session, "GUILD_CREATE", created)

    async def _resume(self, connection: Connection, data: Json) -> None:
        session = next((s for s in self.sessions if s.id == data["session_id"]), None)
        if session is None or not session.alive or data["token"] != self.token:
            await connection.send(INVALID_SESSION, False)
            return
        session.connection, connection.session = connection, session
        connection.last_seq = data["seq"]
        await self._dispatch(session, "RESUMED", {})

    async def _dispatch(self, session: Session, event: str, data: Json) -> None:
        """Keeps the event for a RESUME, whether or not the connection still stands."""
        session.events.append((len(session.events) + 1, event, data))
        if self._thawed.is_set():
            await self._catch_up(session)

    async def _catch_up(self, session: Session) -> None:
        """Sends what the connection has not had yet, in order."""
        connection = session.connection
        while connection.last_seq < len(session.events):
            seq, event, data = session.events[connection.last_seq]
            connection.last_seq = seq
            await connection.send(DISPATCH, data, event, seq)

    async def emit(
        self, event: str, data: Json, where: Channel | Guild | None = None, intent: int = 0
    ) -> None:
        """An event to the shard that serves `where`, if it asked for that intent."""
        guild = where.guild if isinstance(where, Channel) else where
        for session in [s for s in self.sessions if s.alive]:
            number, of = session.shard
            mine = _shard(guild, of) if guild and guild.installed else 0
            if number == mine and (not intent or session.intents & intent):
                await self._dispatch(session, event, data)

    async def message_created(self, payload: Json, where: Channel) -> None:
        intent = GUILD_MESSAGES if where.guild else DIRECT_MESSAGES
        extra = {"guild_id": where.guild.id} if where.guild else {}
        await self.emit("MESSAGE_CREATE", {**payload, **extra}, where, intent)

    async def join(self, guild: Guild) -> None:
        """A server installs the bot while it runs."""
        guild.installed = True
        await self.emit("GUILD_CREATE", payloads.guild_create(guild, self.world.bot), guild)

    async def leave(self, guild: Guild) -> None:
        await self.emit("GUILD_DELETE", {"id": guild.id}, guild)
        guild.installed = False

    async def ask_to_reconnect(self) -> None:
        await self._latest.send(RECONNECT, None)

    async def invalidate(self, *, resumable: bool = False) -> None:
        connection = self._latest
        if connection.session:
            connection.session.alive = resumable
        await connection.send(INVALID_SESSION, resumable)

    async def close(self, code: int = 4000) -> None:
        await self._latest.socket.close(code=code)

    async def drop(self) -> None:
        """The line goes dead at once, with no closing handshake."""
        for connection in self.connections:
            if connection.transport is not None:
                connection.transport.abort()

    async def freeze(self) -> None:
        """Connections stand, but nothing comes: no events, no ACK of a heartbeat."""
        self._thawed.clear()

    async def thaw(self) -> None:
        self._thawed.set()
        for session in self.sessions:
            await self._catch_up(session)

    async def refuse(self, *, refusing: bool = True) -> None:
        """An outage: new connections get 503 (and old ones live on)."""
        self.refusing = refusing

    async def forget_sessions(self) -> None:
        """An outage on Discord's side: a RESUME will be refused."""
        for session in self.sessions:
            session.alive = False

    @property
    def _latest(self) -> Connection:
        return self.connections[-1]


def _shard(guild: Guild, of: int) -> int:
    return (int(guild.id) >> 22) % of


def _encoder(compression: str | None) -> Callable[[bytes], bytes] | None:
    """The stream compression that the client asked for: one context a connection."""
    if compression == "zlib-stream":
        stream = zlib.compressobj()
        return lambda raw: stream.compress(raw) + stream.flush(zlib.Z_SYNC_FLUSH)
    if compression == "zstd-stream":
        import zstandard  # type: ignore[import-not-found,unused-ignore]

        chunks = zstandard.ZstdCompressor().compressobj()
        return lambda raw: chunks.compress(raw) + chunks.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    return None
