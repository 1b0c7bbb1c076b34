"""Options of commands: their tree, what the client would refuse, what they resolve to."""

from __future__ import annotations

from typing import Any

from tests.loopback import payloads
from tests.loopback.world import MEMBER, Channel, Json, User, World

SUBCOMMAND, GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10
_USER_MENU, _CHANNEL_MENU = 5, 8


class ClientRefused(Exception):
    """Discord's own client would not send this."""


def offered(command: Json, name: str) -> dict[str, Json]:
    """The options of the (sub)command of that full name.

    Raises:
        LookupError: there is no such subcommand.
    """
    level = command
    for part in name.split(" ")[1:]:
        found = [o for o in level["options"] if o["name"] == part and o["type"] in (1, 2)]
        if not found:
            raise LookupError(f"no subcommand {part!r} in {name!r}")
        level = found[0]
    return {option["name"]: option for option in level.get("options") or []}


def tree(command: Json, name: str, values: Json, focused: str = "") -> list[Json]:
    """The values as Discord nests them under subcommands."""
    known = offered(command, name)
    out: list[Json] = []
    for key, value in values.items():
        if key not in known:
            raise LookupError(f"/{name} has no option {key!r}, only {list(known)}")
        option = {"name": key, "type": known[key]["type"], "value": _plain(value)}
        out.append(option | ({"focused": True} if key == focused else {}))
    parts = name.split(" ")[1:]
    for depth, part in reversed(list(enumerate(parts))):
        kind = SUBCOMMAND if depth == len(parts) - 1 else GROUP
        out = [{"name": part, "type": kind, "options": out}]
    return out


def check(given: list[Json], known: dict[str, Json], *, required: bool) -> None:
    """Raises ClientRefused for what the client would not let through."""
    while given and given[0]["type"] in (SUBCOMMAND, GROUP):
        given = given[0]["options"]
    names = {option["name"] for option in given}
    missing = [n for n, option in known.items() if option.get("required") and n not in names]
    if required and missing:
        raise ClientRefused(f"required: {missing}")
    for option in given:
        _check_value(known[option["name"]], option["value"])


def _check_value(option: Json, value: Any) -> None:
    name = option["name"]
    if option["type"] == STRING:
        least, most = option.get("min_length") or 0, option.get("max_length") or 6000
        if not isinstance(value, str) or not least <= len(value) <= most:
            raise ClientRefused(f"{name}: not a text of {least} to {most} characters")
    if option["type"] in (INTEGER, NUMBER):
        low, high = option.get("min_value", -(2**53)), option.get("max_value", 2**53)
        if not low <= value <= high:
            raise ClientRefused(f"{name}: {value} is not from {low} to {high}")
    choices = [choice["value"] for choice in option.get("choices") or []]
    if choices and value not in choices:
        raise ClientRefused(f"{name}: {value!r} is not among {choices}")


def check_selection(component: Json, values: list[str] | None) -> None:
    """Raises ClientRefused for a choice that the menu does not offer."""
    if values is None:
        if component.get("url"):
            raise ClientRefused("a link opens the browser; the bot hears nothing of it")
        return
    if not component.get("min_values", 1) <= len(values) <= component.get("max_values", 1):
        raise ClientRefused(f"{len(values)} values chosen")
    known = {option["value"] for option in component.get("options") or []}
    if known and not known.issuperset(values):
        raise ClientRefused(f"{values} are not all among {sorted(known)}")


def resolved(world: World, component: Json, values: list[str]) -> Json:
    """What a menu of people or channels resolves its values to."""
    if component["type"] == _USER_MENU:
        return {"resolved": {"users": {v: payloads.user(world.users[v]) for v in values}}}
    if component["type"] == _CHANNEL_MENU:
        found = [c for v in values if (c := world.channel(v))]
        return {"resolved": {"channels": {c.id: _partial(c) for c in found}}}
    return {}


def resolved_values(channel: Channel, values: Json) -> Json:
    """What options that are people or channels resolve to."""
    people = [v for v in values.values() if isinstance(v, User)]
    places = [v for v in values.values() if isinstance(v, Channel)]
    out: Json = {}
    if people:
        out["users"] = {u.id: payloads.user(u) for u in people}
        if channel.guild:
            out["members"] = {u.id: _member(channel, u) for u in people}
    if places:
        out["channels"] = {c.id: _partial(c) for c in places}
    return out


def _member(channel: Channel, user: User) -> Json:
    permissions = channel.guild.permissions_of(user) if channel.guild else MEMBER
    return {k: v for k, v in payloads.member(user, permissions).items() if k != "user"}


def _partial(channel: Channel) -> Json:
    return {**payloads.channel(channel), "permissions": str(MEMBER)}


def _plain(value: Any) -> Any:
    return value.id if isinstance(value, User | Channel) else value
