"""A flood of ``/ask`` through the real discord.py: who waits how long, and what is left of it.

    python bench/flood.py CACHE [--questions 200] [--seconds 5] [--servers 20] [--rounds 3]
                                [--passages 10000] [--workers N]

The bot is a process of its own over an index of so many passages (built in the folder CACHE
where it is not there yet); Discord is the stand-in of tests/loopback, in this process. Each
round's questions are new, so no answer comes from the cache. Printed a round: milliseconds until a
question was acknowledged and answered, as the stand-in measured them; what came of each; the lag of
the bot's event loop (how much too late a sleep of 10 ms ended) and the memory of its process.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import os
import statistics
import time
from pathlib import Path

import coverage
from probe import Probed, probed

from tests.loopback import Handle, Loopback

PAUSE = 25.0
"""Seconds between rounds: the limits of the defaults (600 a minute in all) have room again."""


def outcome(handle: Handle) -> str:
    """What became of a question, as the person sees it."""
    if not handle.answered:
        return "lost"
    assert handle.message is not None
    if len(handle.message.bodies) > 1 or handle.followups:
        return "twice"
    text = handle.text
    marks = {"busy": "many questions waiting", "limited": "go on <t:", "late": "That took too long"}
    found = next((name for name, mark in marks.items() if mark in text), None)
    return found or ("answered" if "\n" in text else "failed")


class Flood:
    """One bot, and the servers and people that ask it."""

    def __init__(self, world: Loopback, options: argparse.Namespace) -> None:
        self.world = world
        self.options = options
        names = (f"Server {n}" for n in range(options.servers))
        self.places = [world.world.add_guild(name).channels[0] for name in names]
        self.people = [world.person(f"person{n}") for n in range(options.questions)]
        self.unasked = iter(coverage.questions(options.questions * options.rounds))

    async def round(self) -> list[Handle]:
        """One flood, until each is answered or has waited for too long."""
        handles = []
        begun = time.monotonic()
        for number, person in enumerate(self.people):
            due = begun + number * self.options.seconds / len(self.people)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            place = self.places[number % len(self.places)]
            question = next(self.unasked)
            handles.append(person.slash("ask", where=place, question=question, as_of="2025-07-26"))
        settled: dict[str, float] = {}

        def done() -> bool:
            for handle in handles:
                if handle.id not in settled and (handle.answered or handle.missed):
                    settled[handle.id] = handle.age
            return len(settled) == len(handles)

        await self.world.until(done, timeout=60)
        await asyncio.sleep(1)  # a second answer would come by now
        self.settled = settled
        return handles


async def flooded(options: argparse.Namespace) -> None:
    """Runs the rounds and prints the table."""
    config = options.cache / "config.toml"
    workers = f"workers = {options.workers}\n" if options.workers else ""
    config.write_text(
        '[index]\npath = "index.sqlite3"\n'
        '[[source]]\nkind = "jsonl"\nname = "Made"\npath = "articles.jsonl"\n'
        f"[discord]\n{workers}"
    )
    with Loopback() as world:
        flood = Flood(world, options)
        async with probed(world, config) as child:
            await _rounds(flood, child)
        left = world.guard.take()
    print(f"\nended with {child.process.returncode}; rules of Discord's broken: {len(left)}")


async def _rounds(flood: Flood, child: Probed) -> None:
    print(f"load {os.getloadavg()[0]:.1f}; the bot before: {child.memory()} MB\n")
    print("| round | load | acknowledged ms p50 | p99 | slowest | answered s p50 | slowest "
          "| outcomes | loop lag ms p99 | most | MB |")  # fmt: skip
    print("|---|---:|---:|---:|---:|---:|---:|---|---:|---:|---:|")
    for number in range(flood.options.rounds):
        await child.state()
        load = os.getloadavg()[0]
        handles = await flood.round()
        seen = (await child.state())["lags"]
        waited = sorted(h.acknowledged_ms or 99_999 for h in handles)
        spent = sorted(flood.settled.get(h.id, 999.0) for h in handles)
        outcomes = collections.Counter(map(outcome, handles))
        told = ", ".join(f"{count} {name}" for name, count in outcomes.most_common())
        print(
            f"| {number + 1} | {load:.1f} | {statistics.median(waited):.0f} "
            f"| {waited[int(len(waited) * 0.99)]:.0f} | {waited[-1]:.0f} "
            f"| {statistics.median(spent):.1f} | {spent[-1]:.1f} | {told} "
            f"| {seen[int(len(seen) * 0.99)]:.0f} | {seen[-1]:.0f} | {child.memory()} |",
            flush=True,
        )
        if number + 1 < flood.options.rounds:
            await asyncio.sleep(flood.options.pause)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--servers", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--pause", type=float, default=PAUSE)
    options = parser.parse_args()
    coverage.index(options.cache, options.passages)
    asyncio.run(flooded(options))


if __name__ == "__main__":
    main()
