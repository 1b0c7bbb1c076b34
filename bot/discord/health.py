"""``/health`` and ``/metrics`` over HTTP on loopback, for whatever watches the bot."""

from __future__ import annotations

import asyncio
import logging
import math
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.clock import now
from bot.discord.engine import Busy
from retrieval.errors import DatelineError

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

_log = logging.getLogger(__name__)

HOST = "127.0.0.1"

LATENCY_SECONDS = 15.0
"""A heartbeat that took longer than this has as good as no connection behind it."""


LOOK_SECONDS = 5.0
"""Whoever watches does not wait for longer than this."""


class Health:
    """The small server. It answers nothing that tells people, servers or questions."""

    def __init__(self, bot: DatelineBot) -> None:
        self._bot = bot
        self._runner: web.AppRunner | None = None
        self._linked = False
        self.refreshed: datetime | None = None
        """When the index was last brought in line with its sources, as far as is known."""
        figures = bot.figures
        figures.reads("queue_length", "Questions that wait", lambda: bot.engine.waiting)
        figures.counts("cache_hits", "Answers given from memory", lambda: bot.engine.hits)
        figures.reads("servers", "Servers that the bot is in", lambda: len(bot.guilds))
        figures.reads("gateway_latency_seconds", "The last heartbeat's", lambda: bot.latency)
        figures.reads("index_age_seconds", "Since the last refresh", self._age)

    async def start(self, port: int) -> None:
        """Listens on ``port`` (0 is any). A port that can't be had is logged: the bot goes on."""
        app = web.Application()
        app.router.add_get("/health", self._health)
        app.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, HOST, port).start()
        except OSError as error:
            _log.error("no /health: port %d of %s cannot be used (%s)", port, HOST, error.strerror)
            await self.close()
        else:
            _log.info("/health and /metrics on http://%s:%d", HOST, self.port)

    @property
    def port(self) -> int:
        """Where it listens; 0 where it does not."""
        addresses = self._runner.addresses if self._runner else []
        return int(addresses[0][1]) if addresses else 0

    async def close(self) -> None:
        """Stops listening."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def linked(self, *, resumed: bool) -> None:
        """The gateway has taken the bot in."""
        self._linked = True
        self._bot.figures.connects.labels("resumed" if resumed else "new").inc()

    def unlinked(self) -> None:
        """The connection to the gateway is gone; discord.py itself goes on saying it is ready."""
        self._linked = False

    async def report(self) -> dict[str, Any]:
        """How the bot is, as JSON; ``ok`` says whether it can answer."""
        bot = self._bot
        connected = self._linked and bot.is_ready() and bot.latency < LATENCY_SECONDS
        usable = await self._look()
        return {
            "ok": connected and usable and not bot.draining,
            "gateway": {
                "connected": connected,
                "latency_ms": round(bot.latency * 1000) if math.isfinite(bot.latency) else None,
            },
            "index": {
                "open": usable,
                "generation": bot.engine.generation or None,
                "refreshed": self.refreshed and self.refreshed.isoformat(),
                "age_seconds": None if self.refreshed is None else round(self._age()),
                "refreshing": bot.builder.running,
            },
            "queue": bot.engine.waiting,
            "draining": bot.draining,
            "last_error": bot.figures.last_error,
        }

    async def _look(self) -> bool:
        """Whether a worker reads the index; one that is busy does."""
        reading = self._bot.engine.run("health", lambda index: index.freshness())
        try:
            seen = (await asyncio.wait_for(reading, LOOK_SECONDS)).refreshed
        except Busy:
            return True
        except (DatelineError, TimeoutError):
            return False
        if seen != self.refreshed and self.refreshed is not None:
            self._bot.figures.refreshes.inc()
        self.refreshed = seen
        return True

    async def _health(self, _: web.Request) -> web.Response:
        made = await self.report()
        return web.json_response(made, status=200 if made["ok"] else 503)

    async def _metrics(self, _: web.Request) -> web.Response:
        await self._look()
        text = generate_latest(self._bot.figures.registry)
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE_LATEST})

    def _age(self) -> float:
        return math.nan if self.refreshed is None else (now() - self.refreshed).total_seconds()
