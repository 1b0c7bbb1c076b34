"""The loopback server behind the test web: asyncio streams in a thread of their own."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from tests.web.answers import Answer

NOT_FOUND = Answer("<p>No such page.", status=404)


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    host: str
    path: str
    """With its query."""
    headers: Mapping[str, str]
    """Lower-case names."""
    at: float
    """time.monotonic()"""


class Web:
    """See the package's docstring. ``tls`` serves https with that context instead."""

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self._routes: dict[str, list[Answer]] = {}
        self._lock = threading.Lock()
        self._busy: Counter[str] = Counter()
        self.requests: list[Asked] = []
        self.peak: dict[str, int] = defaultdict(int)
        """The most requests under way at once, by host; "" is over all."""
        self.connections = 0
        """Connections opened, whether or not a request came over them."""

    # What tests do

    def url(self, place: str) -> str:
        """``news.example/a`` as an address that leads here."""
        host, _, path = place.partition("/")
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}/{path}"

    def put(self, place: str, *answers: Answer | str) -> str:
        """Answer at ``place`` (host/path, or an address of ``url``) with each in turn.

        The last one stays. Returns the address.
        """
        place = self._place(place)
        with self._lock:
            self._routes[place] = [Answer(a) if isinstance(a, str) else a for a in answers]
        return self.url(place)

    def drop(self, place: str) -> None:
        """From now on 404."""
        with self._lock:
            self._routes.pop(self._place(place), None)

    def asked(self, place: str) -> list[Asked]:
        """The requests for ``place`` so far, in order; a bare host means all of its pages."""
        place = self._place(place)
        with self._lock:
            return [r for r in self.requests if place in (r.host + r.path, r.host)]

    def forget(self) -> None:
        """Drop what was recorded, not the routes."""
        with self._lock:
            self.requests.clear()
            self.peak.clear()

    async def resolver(self, host: str, port: int) -> list[str]:  # noqa: ARG002
        """For Fetcher: every name is this machine."""
        return ["127.0.0.1"]

    @staticmethod
    def _place(place: str) -> str:
        if "://" not in place:
            return place
        parts = urlsplit(place)
        query = f"?{parts.query}" if parts.query else ""
        return f"{parts.hostname}{parts.path or '/'}{query}"

    # Its life

    def __enter__(self) -> Self:
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        started.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join()

    def _run(self, started: threading.Event) -> None:
        asyncio.run(self._serve(started))

    async def _serve(self, started: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._closing = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, ssl=self._tls)
        self.port: int = server.sockets[0].getsockname()[1]
        started.set()
        await self._closing.wait()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # One connection

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.get_running_loop().create_task(self._converse(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            while True:
                asked = self._parsed(await reader.readuntil(b"\r\n\r\n"))
                answer = self._record(asked)
                try:
                    goes_on = await self._answer(answer, asked, writer)
                finally:
                    self._done(asked)
                if not goes_on:
                    break
        writer.close()

    @staticmethod
    def _parsed(head: bytes) -> Asked:
        first, *lines = head.decode("latin-1").split("\r\n")
        fields = (line.partition(":") for line in lines if line)
        headers = {name.lower(): value.strip() for name, _, value in fields}
        host = headers.get("host", "").rsplit(":", 1)[0]
        return Asked(host, first.split(" ")[1], headers, time.monotonic())

    def _record(self, asked: Asked) -> Answer:
        with self._lock:
            self.requests.append(asked)
            for who in (asked.host, ""):
                self._busy[who] += 1
                self.peak[who] = max(self.peak[who], self._busy[who])
            turns = self._routes.get(asked.host + asked.path, [NOT_FOUND])
            return turns.pop(0) if len(turns) > 1 else turns[0]

    def _done(self, asked: Asked) -> None:
        with self._lock:
            self._busy[asked.host] -= 1
            self._busy[""] -= 1

    async def _answer(self, answer: Answer, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection can carry another request."""
        if answer.stall:
            await asyncio.sleep(answer.stall)
        if answer.reset:
            _reset(writer)
            return False
        if answer.raw is not None:
            writer.write(answer.raw)
            await writer.drain()
            return False
        if answer.matches(asked.headers):
            writer.write(answer.head(length=0, status=304))
            await writer.drain()
            return True
        body = answer.payload()
        length = len(body) if answer.stated_length is None else answer.stated_length
        writer.write(answer.head(length=length))
        if answer.cut is not None:
            body = body[: answer.cut]
        await self._body(answer, body, writer)
        return answer.cut is None and length == len(body)

    @staticmethod
    async def _body(answer: Answer, body: bytes, writer: asyncio.StreamWriter) -> None:
        step = 1 if answer.drip else 65_536
        while True:
            for start in range(0, len(body), step):
                part = body[start : start + step]
                if answer.chunked or answer.endless:
                    part = b"%x\r\n%s\r\n" % (len(part), part)
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(answer.drip)
            if not answer.endless:
                break
        if answer.chunked and answer.cut is None:
            writer.write(b"0\r\n\r\n")
        await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    # Closing with a linger time of nought sends RST instead of FIN.
    raw: socket.socket = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
