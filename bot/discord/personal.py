"""What is kept about people and of servers: each part of the bot that keeps some registers here.

``/privacy`` exports and deletes through this list, and a server that was left is forgotten by it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of thing that is kept about people."""

    name: str
    """Its key in an export; ``privacy.count.NAME`` are its words."""
    export: Callable[[DatelineBot, int], Awaitable[list[dict[str, Any]]]]
    """All that is kept about a person, as JSON; empty where there is nothing."""
    delete: Callable[[DatelineBot, int], Awaitable[int]]
    """Deletes it for good; how many that were."""


HOLDINGS: dict[str, Holding] = {}

Forget = Callable[["DatelineBot", int], Awaitable[object]]

OF_SERVERS: dict[str, Forget] = {}
"""What deletes what is kept of a server, by a name for it."""


def keeps(
    name: str,
    *,
    export: Callable[[DatelineBot, int], Awaitable[list[dict[str, Any]]]],
    delete: Callable[[DatelineBot, int], Awaitable[int]],
) -> None:
    """Registers something that is kept about people."""
    # discord.py runs a cog's module anew for each bot: the same holding may come again.
    HOLDINGS[name] = Holding(name, export, delete)


def keeps_of_servers(name: str, forget: Forget) -> None:
    """Registers what deletes something that is kept of a server, given its id."""
    OF_SERVERS[name] = forget


async def exported(bot: DatelineBot, user: int) -> dict[str, list[dict[str, Any]]]:
    """All that is kept about a person. Raises LedgerError, StateError."""
    return {name: await holding.export(bot, user) for name, holding in HOLDINGS.items()}


async def deleted(bot: DatelineBot, user: int) -> dict[str, int]:
    """Deletes all that is kept about a person; how many of each. Raises LedgerError, StateError."""
    return {name: await holding.delete(bot, user) for name, holding in HOLDINGS.items()}


async def forget_server(bot: DatelineBot, guild: int) -> None:
    """Deletes what is kept of a server. Raises StateError."""
    for forget in OF_SERVERS.values():
        await forget(bot, guild)
