"""Routes under an interaction's token: the first response, its edits, the follow-ups."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, NoReturn

from tests.loopback.faults import ApiError
from tests.loopback.interactions import (
    AUTOCOMPLETE,
    CHOICES,
    COMMAND,
    COMPONENT,
    DEFER,
    DEFER_UPDATE,
    MODAL,
    OPEN_MODAL,
    REPLY,
    UPDATE,
    Handle,
)
from tests.loopback.messages import EPHEMERAL, LOADING, Message, blank
from tests.loopback.world import Json

if TYPE_CHECKING:
    from tests.loopback.rest import Request, Rest

Answer = tuple[int, Any]
FOLLOWUPS_IF_USER_INSTALLED = 5
_COMMAND_REPLY = 20
_ALLOWED = {
    COMMAND: {REPLY, DEFER, OPEN_MODAL},
    COMPONENT: {REPLY, DEFER, DEFER_UPDATE, UPDATE, OPEN_MODAL},
    MODAL: {REPLY, DEFER, DEFER_UPDATE, UPDATE},
    AUTOCOMPLETE: {CHOICES},
}


async def callback(rest: Rest, request: Request, _: str, token: str) -> Answer:
    """The first response: within the deadline, once, and of a kind that fits."""
    handle = rest.loopback.handles.get(token)
    if handle is None:
        raise ApiError(404, 10062, "Unknown interaction")
    waited = request.at - handle.sent_at
    if handle.callback is None and waited > rest.loopback.deadline:
        handle.late = True
        _refuse(handle, ApiError(404, 10062, "Unknown interaction"))
    if handle.callback is not None:
        _refuse(handle, ApiError(400, 40060, "Interaction has already been acknowledged."))
    body, kind = request.body, request.body["type"]
    data = body.get("data") or {}
    try:
        rest.loopback.guard.callback(handle.kind, kind, _allowed(handle), data)
        await _apply(rest, request, handle, kind, data)
    except ApiError as error:
        _refuse(handle, error)
    handle.acknowledged_ms = waited * 1000
    handle.callback = body
    if request.query.get("with_response") not in ("1", "true"):
        return 204, None
    return 200, _described(handle, kind)


async def _apply(rest: Rest, request: Request, handle: Handle, kind: int, data: Json) -> None:
    if kind == REPLY:
        handle.message = await _post(rest, request, handle, data, original=True)
    elif kind == DEFER:
        handle.message = _thinking(rest, handle, int(data.get("flags") or 0))
    elif kind == UPDATE:
        assert handle.source is not None
        handle.message = rest.edit(handle.source, data, request.uploads)
    elif kind == DEFER_UPDATE:
        handle.message = handle.source


def _allowed(handle: Handle) -> set[int]:
    """An update needs a message to update: a form opened by a command has none."""
    allowed = _ALLOWED[handle.kind]
    return allowed if handle.source is not None else allowed - {UPDATE, DEFER_UPDATE}


def _thinking(rest: Rest, handle: Handle, flags: int) -> Message:
    world = rest.loopback.world
    kind = _COMMAND_REPLY if handle.kind == COMMAND else 0
    payload = blank(handle.channel, world.bot, kind=kind, flags=LOADING | flags & EPHEMERAL)
    payload |= {"application_id": world.application_id, "webhook_id": world.application_id}
    message = Message(payload, handle.channel, world.bot)
    message.seen_by = handle.user if message.ephemeral else None
    world.messages[message.id] = message
    return message


async def _post(
    rest: Rest, request: Request, handle: Handle, body: Json, *, original: bool
) -> Message:
    kind = _COMMAND_REPLY if original and handle.kind == COMMAND else 0
    ephemeral = int(body.get("flags") or 0) & EPHEMERAL
    message = await rest.post(
        handle.channel, body, request.uploads, kind=kind, flags=ephemeral, announce=False
    )
    message.seen_by = handle.user if ephemeral else None
    return message


def _described(handle: Handle, kind: int) -> Json:
    about: Json = {"id": handle.id, "type": handle.kind}
    described: Json = {"interaction": about}
    if handle.message is not None:
        about["channel_id"] = handle.channel.id
        about["response_message_id"] = handle.message.id
        about["response_message_loading"] = handle.message.loading
        about["response_message_ephemeral"] = handle.message.ephemeral
        if handle.channel.guild:
            about["guild_id"] = handle.channel.guild.id
    if kind in (REPLY, UPDATE) and handle.message is not None:
        described["resource"] = {"type": kind, "message": handle.message.payload}
    return described


async def follow_up(rest: Rest, request: Request, _: str, token: str) -> Answer:
    """A further message; after a deferral the first of them fills in the original."""
    handle = _handle(rest, token)
    try:
        if handle.message is not None and handle.message.loading:
            rest.edit(handle.message, request.body, request.uploads)
            return 200, handle.message.payload
        if handle.user_installed and len(handle.followups) >= FOLLOWUPS_IF_USER_INSTALLED:
            raise ApiError(400, 40094, "Maximum number of follow-up messages reached")
        sent = await _post(rest, request, handle, request.body, original=False)
    except ApiError as error:
        _refuse(handle, error)
    handle.followups.append(sent)
    return 200, sent.payload


async def get_response(rest: Rest, _: Request, __: str, token: str, which: str) -> Answer:
    return 200, _message(_handle(rest, token), which).payload


async def edit_response(rest: Rest, request: Request, _: str, token: str, which: str) -> Answer:
    handle = _handle(rest, token)
    try:
        found = _message(handle, which)
        return 200, rest.edit(found, request.body, request.uploads).payload
    except ApiError as error:
        _refuse(handle, error)


async def delete_response(rest: Rest, _: Request, __: str, token: str, which: str) -> Answer:
    rest.delete(_message(_handle(rest, token), which))
    return 204, None


def _handle(rest: Rest, token: str) -> Handle:
    """The acknowledged interaction behind a token that still lives."""
    handle = rest.loopback.handles.get(token)
    if handle is None or handle.callback is None:
        raise ApiError(404, 10015, "Unknown Webhook")
    if handle.age > rest.loopback.token_life:
        _refuse(handle, ApiError(401, 50027, "Invalid Webhook Token"))
    return handle


def _message(handle: Handle, which: str) -> Message:
    mine = [m for m in (handle.message, handle.source, *handle.followups) if m is not None]
    if which == "@original":
        found = handle.message
    else:
        found = next((m for m in mine if m.id == which), None)
    if found is None or found.deleted:
        raise ApiError(404, 10008, "Unknown Message")
    return found


def _refuse(handle: Handle, error: ApiError) -> NoReturn:
    """Keeps the refusal where the test can see it; always raises."""
    handle.refusals.append(error)
    raise error


_TOKEN = r"([^/]+)"
_WHICH = r"(@original|\d+)"
ROUTES: list[tuple[str, str, Callable[..., Awaitable[Answer]]]] = [
    ("POST", rf"/interactions/(\d+)/{_TOKEN}/callback", callback),
    ("POST", rf"/webhooks/(\d+)/{_TOKEN}", follow_up),
    ("GET", rf"/webhooks/(\d+)/{_TOKEN}/messages/{_WHICH}", get_response),
    ("PATCH", rf"/webhooks/(\d+)/{_TOKEN}/messages/{_WHICH}", edit_response),
    ("DELETE", rf"/webhooks/(\d+)/{_TOKEN}/messages/{_WHICH}", delete_response),
]
