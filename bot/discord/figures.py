"""What the bot counts and measures, for Prometheus. No label tells people or servers apart."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric
from prometheus_client.core import CounterMetricFamily
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from types import SimpleNamespace

    from bot.discord.authorisation import Interaction

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0)

WATCHED = 4096
"""Interactions whose acknowledgement is waited for; of more than that the oldest are given up."""


class Figures:
    """Counters and histograms of one bot, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)

        def counter(name: str, meaning: str, *labels: str) -> Counter:
            return Counter(f"dateline_{name}", meaning, labels, registry=self.registry)

        def histogram(name: str, meaning: str) -> Histogram:
            return Histogram(
                f"dateline_{name}_seconds", meaning, buckets=_SECONDS, registry=self.registry
            )

        self.answers = counter("answers", "Answers given, by verdict", "verdict")
        self.refusals = counter("refusals", "What was not done, by reason", "reason")
        self.errors = counter("errors", "Errors that whoever asked was told an id of")
        self.connects = counter("gateway_connects", "Connections to the gateway", "kind")
        self.refreshes = counter("refreshes", "Refreshes of the index seen, whoever did them")
        self.acknowledged = histogram("acknowledge", "From an arrival to its first response")
        self.answered = histogram("answer", "From a question's arrival to its answer")
        self.last_error: str | None = None
        """The id of the last error, which the log knows."""
        self._arrived: dict[str, float] = {}

    def reads(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        """A figure that is read whenever it is asked for."""
        Gauge(f"dateline_{name}", meaning, registry=self.registry).set_function(value)

    def counts(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        """A number that only grows, read whenever it is asked for."""
        self.registry.register(_Count(f"dateline_{name}", meaning, value))

    def failed(self, number: str) -> None:
        """Somebody was told that error ``number`` happened."""
        self.errors.inc()
        self.last_error = number

    def gave(self, verdict: str, began: float) -> None:
        """An answer was given to what had come at ``began`` (of ``time.monotonic``)."""
        self.answers.labels(verdict).inc()
        self.answered.observe(time.monotonic() - began)

    def arrived(self, interaction: Interaction) -> None:
        """An interaction has come in."""
        self._arrived[str(interaction.id)] = time.monotonic()
        while len(self._arrived) > WATCHED:
            del self._arrived[next(iter(self._arrived))]

    def trace(self) -> aiohttp.TraceConfig:
        """Watches discord.py's requests, for when each interaction is responded to."""
        config = aiohttp.TraceConfig()
        config.on_request_end.append(self._requested)
        return config

    async def _requested(
        self, _: aiohttp.ClientSession, __: SimpleNamespace, ended: aiohttp.TraceRequestEndParams
    ) -> None:
        parts = ended.url.path.split("/")
        if parts[-1:] != ["callback"] or "interactions" not in parts:
            return
        at = self._arrived.pop(parts[-3], None)
        if at is not None and ended.response.status < 300:
            self.acknowledged.observe(time.monotonic() - at)


@dataclass(frozen=True, slots=True)
class _Count(Collector):
    name: str
    meaning: str
    value: Callable[[], float]

    def collect(self) -> Iterator[Metric]:
        yield CounterMetricFamily(self.name, self.meaning, value=self.value())
