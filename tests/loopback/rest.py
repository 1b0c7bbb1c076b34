"""The REST side: reads requests, lets faults and the guard have their say, finds the route."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.loopback import routes, webhooks
from tests.loopback.faults import ApiError, Fault, Reset
from tests.loopback.messages import Message, Upload, blank, merged
from tests.loopback.world import (
    ATTACH,
    PUBLIC_THREAD,
    SEND,
    SEND_IN_THREADS,
    VIEW,
    Channel,
    Json,
)

if TYPE_CHECKING:
    from tests.loopback.server import Loopback

_NEEDS_NO_TOKEN = ("/interactions/", "/webhooks/")
_FILE = re.compile(r"files\[(\d+)\]")


@dataclass
class Request:
    """One request of the bot's, kept with its outcome; `status` is 0 where it was cut off."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any = None
    uploads: list[Upload] = field(default_factory=list)
    at: float = field(default_factory=time.monotonic)
    status: int = 0


class Rest:
    """Answers /api/v10; every request is kept in `requests`."""

    def __init__(self, loopback: Loopback) -> None:
        self.loopback = loopback
        self.requests: list[Request] = []
        self.routes: list[tuple[str, re.Pattern[str], Route]] = [
            (method, re.compile(path), route)
            for method, path, route in routes.ROUTES + webhooks.ROUTES
        ]

    @property
    def invalid(self) -> int:
        """Answers of 401, 403 and 429: 10,000 of them in ten minutes ban the address."""
        return sum(request.status in (401, 403, 429) for request in self.requests)

    def seen(self, method: str, path: str) -> list[Request]:
        """The requests of that method whose path the pattern is found in."""
        return [r for r in self.requests if r.method == method and re.search(path, r.path)]

    async def handle(self, raw: web.Request) -> web.StreamResponse:
        request = await _read(raw)
        self.requests.append(request)
        headers = _rate_headers(request)
        try:
            await self._strike(request, headers, after=False)
            status, body = await self._serve(request)
            await self._strike(request, headers, after=True)
        except ApiError as error:
            request.status = error.status
            return _respond(error.status, error.body, headers | error.headers)
        except Reset:
            if raw.transport is not None:
                raw.transport.abort()
            return web.Response()
        finally:
            self.loopback.changed()
        request.status = status
        self.loopback.guard.answer(request.method, request.path, status, body)
        return _respond(status, body, headers)

    async def _strike(self, request: Request, headers: dict[str, str], *, after: bool) -> None:
        fault: Fault | None
        fault = self.loopback.faults.take(request.method, request.path, after=after)
        if fault is None:
            return
        if not fault.via:
            headers.clear()
        await asyncio.sleep(fault.seconds)
        if fault.error:
            raise fault.error

    async def _serve(self, request: Request) -> tuple[int, Any]:
        authorised = request.headers.get("Authorization") == f"Bot {self.loopback.token}"
        if not authorised and not request.path.startswith(_NEEDS_NO_TOKEN):
            raise ApiError(401, 0, "401: Unauthorized")
        self.loopback.guard.request(request.method, request.path, request.body)
        for method, path, route in self.routes:
            if method == request.method and (found := path.fullmatch(request.path)):
                return await route(self, request, *found.groups())
        raise ApiError(501, 0, f"the stand-in has no {request.method} {request.path}")

    # Messages

    async def post(
        self,
        channel: Channel,
        body: Json,
        uploads: list[Upload],
        *,
        kind: int = 0,
        flags: int = 0,
        announce: bool = True,
    ) -> Message:
        """A new message of the bot's; `flags` are those that Discord adds by itself."""
        world = self.loopback.world
        payload = merged(blank(channel, world.bot, kind=kind), body, uploads, edit=False)
        self.loopback.guard.message(payload, body, uploads)
        payload["flags"] |= flags
        message = Message(payload, channel, world.bot)
        if not announce:
            payload |= {"application_id": world.application_id}
            payload |= {"webhook_id": world.application_id}
        message.change(payload, body, uploads)
        world.messages[message.id] = message
        if announce:
            await self.loopback.gateway.message_created(payload, channel)
        return message

    def edit(self, message: Message, body: Json, uploads: list[Upload]) -> Message:
        payload = merged(message.payload, body, uploads, edit=True)
        self.loopback.guard.message(payload, body, uploads)
        message.change(payload, body, uploads)
        return message

    def delete(self, message: Message) -> None:
        message.deleted = True
        self.loopback.world.messages.pop(message.id, None)

    def channel(self, channel_id: str) -> Channel:
        """The channel, if the bot can see it at all.

        Raises:
            ApiError: 404 there is none, 403 it is out of the bot's sight.
        """
        found = self.loopback.world.channel(channel_id)
        if found is None:
            raise ApiError(404, 10003, "Unknown Channel")
        if found.guild and not (found.guild.installed and found.app_permissions & VIEW):
            raise ApiError(403, 50001, "Missing Access")
        return found

    def may_send(self, channel: Channel, uploads: list[Upload]) -> None:
        """Raises ApiError where the bot may not post there."""
        if channel.recipient and not channel.recipient.accepts_dms:
            raise ApiError(403, 50007, "Cannot send messages to this user")
        need = SEND_IN_THREADS if channel.kind == PUBLIC_THREAD else SEND
        need |= ATTACH if uploads else 0
        if channel.guild and channel.app_permissions & need != need:
            raise ApiError(403, 50013, "Missing Permissions")

    def message(self, channel_id: str, message_id: str) -> Message:
        """A message that can be fetched: an ephemeral one cannot."""
        found = self.loopback.world.messages.get(message_id)
        if found is None or found.channel.id != channel_id or found.ephemeral:
            raise ApiError(404, 10008, "Unknown Message")
        return found


Route = Callable[..., Awaitable[tuple[int, Any]]]


async def _read(raw: web.Request) -> Request:
    path = "/" + raw.match_info["path"]
    request = Request(raw.method, path, dict(raw.query), dict(raw.headers))
    if not raw.can_read_body:
        return request
    if raw.content_type == "application/json":
        request.body = await raw.json()
        return request
    form = await raw.post()
    request.body = json.loads(str(form.get("payload_json", "{}")))
    for name, part in form.items():
        if (slot := _FILE.fullmatch(name)) and isinstance(part, web.FileField):
            request.uploads.append(Upload(slot[1], part.filename, part.file.read()))
    return request


def _rate_headers(request: Request) -> dict[str, str]:
    bucket = re.sub(r"\d{15,}", "*", f"{request.method} {request.path}")
    return {
        "X-RateLimit-Limit": "50",
        "X-RateLimit-Remaining": "49",
        "X-RateLimit-Reset": f"{time.time() + 1:.3f}",
        "X-RateLimit-Reset-After": "1.000",
        "X-RateLimit-Bucket": f"{hash(bucket) & (1 << 64) - 1:016x}",
        "Via": "1.1 google",
    }


def _respond(
    status: int, body: Json | list[Json] | str | None, headers: dict[str, str]
) -> web.Response:
    if status == 204:
        return web.Response(status=204, headers=headers)
    if isinstance(body, str):
        return web.Response(text=body, status=status, headers=headers, content_type="text/html")
    # discord.py compares the type for equality, so no charset may follow it.
    headers = {**headers, "Content-Type": "application/json"}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=headers)
