"""The bot as its command runs it, but with its way led to the stand-in: python child.py CONFIG.

TROUBLE in the environment names something of :data:`TROUBLES` that happens once it is ready: a
mistake in the program that takes a secret along.
"""

from __future__ import annotations

import asyncio
import faulthandler
import logging
import os
import sys
import threading
import time
import warnings
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp

from bot.config import load
from bot.discord import create_bot, life, start
from bot.discord.client import DatelineBot
from retrieval.index import Index
from tests.loopback import Connector

_log = logging.getLogger("trouble")


async def _log_reprs(bot: DatelineBot, token: str) -> None:
    session = bot.http._HTTPClient__session  # type: ignore[attr-defined]
    headers = {"Authorization": f"Bot {token}"}
    _log.debug("%r %r %r", bot.http, vars(bot.http), session)
    _log.debug("%(Authorization)s", headers)
    _log.error("%d", token)
    _log.info({"headers": headers, "token": token}, stack_info=True)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"token {token}", stacklevel=1)
    async with aiohttp.ClientSession(headers=headers) as other:
        _log.warning("%r %r", other.headers, list(other.headers.items()))


async def _raise_everywhere(bot: DatelineBot, token: str) -> None:
    def raising() -> None:
        raise ValueError(f"{token} in a thread or a callback")

    async def failing() -> None:
        raise KeyError({"token": token, "args": (token,)})

    class Broken:
        def __del__(self) -> None:
            raise ValueError(f"{token} in a finaliser")

    thread = threading.Thread(target=raising)
    thread.start()
    thread.join()
    asyncio.get_running_loop().call_soon(raising)
    bot.loop.create_task(failing())
    Broken()
    await asyncio.sleep(0.1)
    import gc

    gc.collect()


async def _crash(_: DatelineBot, token: str) -> None:
    faulthandler.enable()
    secret = token  # noqa: F841  in a frame that is dumped
    os.abort()


async def _die(_: DatelineBot, token: str) -> None:
    raise RuntimeError(f"the session of Bot {token} broke") from ValueError(token)


async def _slow(_: DatelineBot, __: str) -> None:
    ask = Index.ask

    def slowly(*args: object, **kwargs: object) -> object:
        time.sleep(0.5)
        return ask(*args, **kwargs)  # type: ignore[arg-type]

    Index.ask = slowly  # type: ignore[method-assign, assignment]


TROUBLES: dict[str, Callable[[DatelineBot, str], Awaitable[None]]] = {
    "reprs": _log_reprs, "raise": _raise_everywhere, "crash": _crash, "die": _die,
    "slow": _slow,
}  # fmt: skip


async def _troubled(bot: DatelineBot, token: str, name: str) -> None:
    while not bot.is_ready():
        await asyncio.sleep(0.05)
    await TROUBLES[name](bot, token)
    _log.info("trouble over")


async def main() -> None:
    path = Path(sys.argv[1])
    token = start.prepared(load(path))
    bot = create_bot(path, **Connector.from_environment().client_kwargs())
    assert isinstance(bot, DatelineBot)
    running = asyncio.ensure_future(life.run(bot, token))
    if name := os.environ.get("TROUBLE"):
        await asyncio.sleep(0)
        await _troubled(bot, token, name)
    await running


if __name__ == "__main__":
    os.environ.setdefault("DATELINE_LOG", "DEBUG")
    asyncio.run(main())
