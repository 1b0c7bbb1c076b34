"""The stand-in itself: HTTPS and WebSocket on loopback, in a thread of its own."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Self, TypeVar

from aiohttp import web

from tests.loopback.acts import Person
from tests.loopback.connection import Authority, Connector
from tests.loopback.faults import Faults
from tests.loopback.gateway import Gateway
from tests.loopback.guard import Guard
from tests.loopback.interactions import Handle
from tests.loopback.rest import Rest
from tests.loopback.world import MEMBER, User, World

T = TypeVar("T")
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GloopB.a-token-that-opens-nothing-at-all-00000"


class Loopback:
    """Discord, as far as one bot can tell.

    The server keeps its own thread and loop, so that a bot which blocks its loop is seen to
    miss the three seconds. `deadline` and `token_life` are seconds.
    """

    def __init__(
        self, *, spec: Path | None = None, deadline: float = 3.0, token_life: float = 900.0
    ) -> None:
        self.token = TOKEN
        self.deadline = deadline
        self.token_life = token_life
        self.world = World()
        self.faults = Faults()
        self.guard = Guard(spec)
        self.gateway = Gateway(self.world, self.token, self.changed)
        self.rest = Rest(self)
        self.handles: dict[str, Handle] = {}
        self.loop = asyncio.new_event_loop()
        self.port = 0
        self._authority = Authority()
        self._waiting: set[asyncio.Event] = set()
        self._thread = threading.Thread(target=self._serve, name="loopback", daemon=True)
        self._started = threading.Event()

    # Life

    def start(self) -> Self:
        self._thread.start()
        if not self._started.wait(10):
            raise RuntimeError("the stand-in did not start within 10 s")
        return self

    def stop(self) -> None:
        self.call(self._runner.cleanup())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _serve(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._listen())
        self._started.set()
        self.loop.run_forever()

    async def _listen(self) -> None:
        app = web.Application(client_max_size=64 << 20)
        app.router.add_get("/", self.gateway.handle)
        app.router.add_route("*", "/api/v10/{path:.*}", self.rest.handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(
            self._runner, "127.0.0.1", 0, ssl_context=self._authority.server_context()
        )
        await site.start()
        self.port = self._runner.addresses[0][1]

    # From the test's side

    def client_kwargs(self) -> dict[str, Any]:
        """What discord.py's client is given; call it inside the loop that the bot runs in."""
        return self.connector.client_kwargs()

    @property
    def connector(self) -> Connector:
        """The way here, which a child process can be handed through its environment."""
        return Connector(self.port, self._authority.pem)

    def person(self, name: str, *, permissions: int = MEMBER, locale: str = "en-US") -> Person:
        """Somebody new, with those permissions in every server that there is now."""
        user = self.world.add_user(User(name, locale=locale))
        for guild in self.world.guilds:
            guild.permissions[user.id] = permissions
        return Person(self, user)

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Run it in the server's loop from a thread without a loop (or from a frozen one)."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    def call_soon(self, work: Coroutine[Any, Any, Any]) -> None:
        """The same without waiting for it; its failure fails the test through the guard."""

        def note(done: Future[Any]) -> None:
            if error := done.exception():
                self.guard.violations.append(f"stand-in: {error!r}")

        asyncio.run_coroutine_threadsafe(work, self.loop).add_done_callback(note)

    async def here(self, work: Coroutine[Any, Any, T]) -> T:
        """Run it in the server's loop: `await loopback.here(loopback.gateway.drop())`."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self.loop))

    async def until(self, condition: Callable[[], object], timeout: float = 10.0) -> bool:
        """Wait until something that the server can see is so; whether it came to be."""
        return await self.here(self._until(condition, timeout))

    async def expect(self, condition: Callable[[], object], timeout: float = 10.0) -> None:
        """The same, as an assertion."""
        assert await self.until(condition, timeout), f"it never came, in {timeout:g} s"

    # From the server's side

    def changed(self) -> None:
        """Something happened that a waiting test may look for."""
        for event in self._waiting:
            event.set()

    async def _until(self, condition: Callable[[], object], timeout: float) -> bool:
        end = self.loop.time() + timeout
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            while not condition():
                left = end - self.loop.time()
                if left <= 0:
                    return False
                event.clear()
                # Time alone makes some conditions true, such as a missed deadline.
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), min(left, 0.1))
            return True
        finally:
            self._waiting.discard(event)
