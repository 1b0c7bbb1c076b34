"""What the bot does by itself, from time to time: nothing that goes wrong in it ends it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable

_log = logging.getLogger(__name__)


async def guarded(name: str, work: Callable[[], Awaitable[object]]) -> bool:
    """Does ``work``; what it raises goes into the log under an id. Whether it went well.

    A loop of discord.py ends for good with the first exception of its body, so each body is
    nothing but this.
    """
    try:
        await work()
    except Exception:
        _log.exception("error %s in the loop of %s; it goes on", secrets.token_hex(4), name)
        return False
    return True
