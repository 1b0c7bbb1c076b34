"""An hour of faults in less: whether the bot still answers at its end, and what it has leaked.

    python bench/faults.py CACHE [--minutes 10] [--every 10] [--passages 300]

A fault every 10 seconds for ten minutes stands for one a minute for an hour; the heartbeat has a
second in place of 41. Gateway: lines cut, RECONNECT, invalid sessions (to be resumed or not), close
codes, frozen for 3 s, an outage of 4 s, sessions forgotten. REST: 429 of a route and of all, 5xx
before and after the work was done, pages of a ban, resets, slow answers. Meanwhile the index is
refreshed by another process, in place and as a whole (another file takes its place), and people ask
and press without a pause.

What cannot reach anybody is counted apart: asked while the gateway was down ("unreached"), or the
last request that it took was itself struck ("struck"). Anything else that has no answer is lost.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import itertools
import json
import os
import random
import re
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import coverage
from probe import ROOT, Probed, probed

from tests.loopback import Handle, Loopback

REFRESH = """
import sys
from pathlib import Path
import coverage
from retrieval.encoder import OnnxEncoder
from retrieval.sources import SourceConfig
from retrieval.update import refresh
folder = Path(sys.argv[1])
source = SourceConfig("jsonl", "Made", str(folder / "articles.jsonl"))
refresh([source], folder / "index.sqlite3", encoder=OnnxEncoder, now=coverage.NOW,
        full=sys.argv[2] == "full")
"""
HEARTBEAT = 1
Fault = Callable[[], Awaitable[None]]


class Hour:
    """The stand-in with its faults, and the people that ask meanwhile."""

    def __init__(self, world: Loopback, folder: Path) -> None:
        self.world = world
        self.folder = folder
        self.ended = False
        self.handles: list[Handle] = []
        self.down: list[tuple[float, float]] = []
        self.struck: collections.Counter[str] = collections.Counter()
        self.beats: list[tuple[float, int]] = []
        self.refreshes: list[tuple[float, float]] = []
        self._extra = 0
        rest, gateway = world.faults, world.gateway
        self.faults: dict[str, Fault] = {
            "line cut": self._gateway(gateway.drop),
            "asked to reconnect": self._gateway(gateway.ask_to_reconnect),
            "session invalid": self._gateway(gateway.invalidate, after=7.0),
            "session to be resumed": self._gateway(lambda: gateway.invalidate(resumable=True), 7.0),
            "closed with 4000": self._gateway(gateway.close),
            "sessions forgotten": self._gateway(self._forgotten, 7.0),
            "frozen for 3 s": self._frozen,
            "outage of 4 s": self._outage,
            "429 of a route": self._rest(lambda: rest.rate_limit("PATCH", "@original", times=2)),
            "429 of everything": self._rest(
                lambda: rest.rate_limit("*", "/webhooks/", retry_after=1.0, everywhere=True)
            ),
            "502 of edits": self._rest(lambda: rest.server_error("PATCH", "@original", times=2)),
            "500 of acknowledgements": self._rest(
                lambda: rest.server_error("POST", "callback", status=500)
            ),
            "502 after the work": self._rest(
                lambda: rest.server_error("POST", "callback", after=True)
            ),
            "ban page once": self._rest(lambda: rest.cloudflare_ban("PATCH", "@original")),
            "ban page five times": self._rest(lambda: rest.cloudflare_ban("*", "", times=5)),
            "resets of edits": self._rest(lambda: rest.reset("PATCH", "@original", times=3)),
            "reset of an acknowledgement": self._rest(lambda: rest.reset("POST", "callback")),
            "reset after the work": self._rest(lambda: rest.reset("POST", "callback", after=True)),
            "slow edits": self._rest(lambda: rest.slow("PATCH", "@original", seconds=2, times=4)),
            "slow acknowledgements": self._rest(
                lambda: rest.slow("POST", "callback", seconds=1, times=4)
            ),
            "refresh": lambda: self._refreshed("incremental"),
            "refresh --full": lambda: self._refreshed("full"),
        }

    # Faults

    def _gateway(self, break_it: Callable[[], Awaitable[None]], after: float = 3.0) -> Fault:
        async def happen() -> None:
            began = time.monotonic()
            await self.world.here(break_it())
            await asyncio.sleep(0.3)
            await self.world.until(lambda: self.world.gateway.connected, timeout=20)
            self.down.append((began - 0.5, max(time.monotonic() + 1, began + after)))

        return happen

    def _rest(self, set_up: Callable[[], None]) -> Fault:
        async def happen() -> None:
            set_up()

        return happen

    async def _forgotten(self) -> None:
        await self.world.gateway.forget_sessions()
        await self.world.gateway.drop()

    async def _frozen(self) -> None:
        began = time.monotonic()
        await self.world.here(self.world.gateway.freeze())
        await asyncio.sleep(3)
        await self.world.here(self.world.gateway.thaw())
        self.down.append((began - 0.5, time.monotonic() + 0.5))

    async def _outage(self) -> None:
        began = time.monotonic()
        await self.world.here(self.world.gateway.refuse())
        await self.world.here(self.world.gateway.drop())
        await asyncio.sleep(4)
        await self.world.here(self.world.gateway.refuse(refusing=False))
        await self.world.until(lambda: self.world.gateway.connected, timeout=60)
        self.down.append((began - 0.5, time.monotonic() + 1))

    async def _refreshed(self, how: str) -> None:
        self._extra += 1
        made = coverage.articles(3, seed=100 + self._extra)
        with (self.folder / "articles.jsonl").open("a") as source:
            source.writelines(json.dumps(article) + "\n" for article in made)
        path = os.pathsep.join(map(str, (ROOT, ROOT / "bench")))
        began = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", REFRESH, str(self.folder), how,
            env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip
        assert await process.wait() == 0, f"the {how} refresh failed"
        self.refreshes.append((began, time.monotonic()))

    # People

    async def person(self, name: str, pause: float) -> None:
        """Somebody who asks and presses until the hour is over."""
        person = self.world.person(name)
        chooser = random.Random(name)
        asked = itertools.cycle(coverage.questions(400, seed=len(name) + ord(name[-1])))
        while not self.ended:
            where = person.dm if chooser.random() < 0.2 else None
            ask = person.slash("ask", where=where, question=next(asked), as_of="2025-07-26")
            await self._settled(ask)
            buttons = set(ask.message.buttons) if ask.message else set()
            wanted = chooser.choice(["Why?", "More passages", "👍", "", ""])
            if wanted in buttons:
                await self._settled(person.press(ask.message, wanted))
            await asyncio.sleep(pause * chooser.uniform(0.5, 1.5))

    async def _settled(self, handle: Handle) -> None:
        self.handles.append(handle)
        await self.world.until(lambda: handle.answered or handle.missed, timeout=45)

    async def watch(self) -> None:
        """Notes how many heartbeats came by when."""
        while not self.ended:
            self.beats.append((time.monotonic(), self.world.gateway.count(HEARTBEAT)))
            await asyncio.sleep(0.5)

    # What came of it

    def outcome(self, handle: Handle, log: str) -> str:
        """What became of an interaction."""
        if handle.answered:
            if len(handle.followups) + (handle.message is None) > 1:
                return "twice"
            number = re.search(r"in the log as ([0-9a-f]{8})", handle.text)
            if number:
                return "failed, id in the log" if number[1] in log else "failed, id UNKNOWN"
            return "answered" if "\n" in handle.text or handle.kind != 2 else "told why not"
        if any(began <= handle.sent_at <= ended for began, ended in self.down):
            return "unreached"
        own = [r for r in self.world.rest.requests if handle.token in r.path]
        return "struck" if own and own[-1].status not in (200, 204) else "LOST"

    def longest_without_beat(self) -> float:
        """Seconds, while an index was refreshed and the gateway stood."""
        longest = 0.0
        for began, ended in self.refreshes:
            last = None
            for at, count in self.beats:
                if not began <= at <= ended or any(a <= at <= b for a, b in self.down):
                    last = None
                elif last is None or last[1] != count:
                    last = (at, count)
                else:
                    longest = max(longest, at - last[0])
        return longest


async def measured(options: argparse.Namespace) -> bool:
    """Runs it and prints what came of it; whether all was well."""
    folder = options.cache / "faults"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    coverage.index(folder, options.passages)
    config = folder / "config.toml"
    config.write_text(
        '[index]\npath = "index.sqlite3"\n'
        '[[source]]\nkind = "jsonl"\nname = "Made"\npath = "articles.jsonl"\n'
        "[discord]\nuser_per_minute = 1000\nguild_per_minute = 1000\noverall_per_minute = 6000\n"
    )
    with Loopback() as world:
        hour = Hour(world, folder)
        async with probed(world, config) as child:
            before, after, last = await _run(hour, child, options)
            log = child.log.read_text()
    wrong = world.guard.take()
    return _told(hour, before, after, log, last, wrong, child)


async def _run(
    hour: Hour, child: Probed, options: argparse.Namespace
) -> tuple[dict[str, int], dict[str, int], Handle]:
    people = [asyncio.create_task(hour.person(f"person {n}", options.pause)) for n in range(6)]
    watch = asyncio.create_task(hour.watch())
    await asyncio.sleep(options.every)
    before = await child.state()
    end = time.monotonic() + options.minutes * 60
    chooser, names = random.Random(5), list(hour.faults)
    order = itertools.chain.from_iterable(iter(lambda: chooser.sample(names, len(names)), None))
    while time.monotonic() < end:
        due = time.monotonic() + options.every
        name = next(order)
        hour.struck[name] += 1
        await hour.faults[name]()
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        hour.world.faults.clear()
    await asyncio.sleep(options.every)
    hour.ended = True
    await asyncio.gather(*people, watch)
    await asyncio.sleep(20)  # connections that are kept for the next request are closed by now
    after = await child.state()
    last = hour.world.person("last").slash("ask", question="What is new?", as_of="2025-07-26")
    await hour.world.until(lambda: last.answered or last.missed, timeout=40)
    return before, after, last


def _told(
    hour: Hour, before: dict[str, int], after: dict[str, int], log: str, last: Handle,
    wrong: list[str], child: Probed,
) -> bool:  # fmt: skip
    outcomes = collections.Counter(hour.outcome(h, log) for h in hour.handles)
    kinds = ", ".join(f"{name} {count}" for name, count in sorted(hour.struck.items()))
    print(f"{sum(hour.struck.values())} faults, load {os.getloadavg()[0]:.1f}: {kinds}\n")
    print("| what came of it | interactions |\n|---|---:|")
    for name, count in outcomes.most_common():
        print(f"| {name} | {count} |")
    print("\n| | tasks | threads | files | MB |\n|---|---:|---:|---:|---:|")
    for name, state in (("before", before), ("after", after)):
        values = (state["tasks"], state["threads"], state["fds"], state["mb"])
        print(f"| {name} | {' | '.join(map(str, values))} |")
    print(f"\nlongest without a heartbeat while refreshing: {hour.longest_without_beat():.1f} s; "
          f"at the end: {'answered' if last.answered else 'NOT answered'}; "
          f"ended with {child.process.returncode}; "
          f"rules of Discord's broken: {len(wrong)}")  # fmt: skip
    for handle in hour.handles:
        if hour.outcome(handle, log) in ("LOST", "twice", "failed, id UNKNOWN"):
            requests = hour.world.rest.requests
            own = [(r.method, r.status) for r in requests if handle.token in r.path]
            print(f"    {handle.name} {own} {handle.text[:80]!r}", file=sys.stderr)
    bad = {"LOST", "twice", "failed, id UNKNOWN"} & set(outcomes)
    return not bad and last.answered and not wrong and child.process.returncode == 0


def main() -> None:
    """Prints the tables; exit code 1 where something was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--every", type=float, default=10.0, help="seconds between faults")
    parser.add_argument("--pause", type=float, default=1.5, help="seconds between questions")
    parser.add_argument("--passages", type=int, default=300)
    sys.exit(not asyncio.run(measured(parser.parse_args())))


if __name__ == "__main__":
    main()
