"""A thousand hostile texts through every renderer and through the whole bot.

    python bench/hostile.py [--texts 1000] [--asks 120]

The texts, the readers that look for what lives (Discord's rules written down anew, markdown-it,
signs in the bare text) and the limits are those of tests/bot/discord/hostile.py; bodies are what
discord.py would send, or through the stand-in did send. Exit code 1 where anything was found.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from scale import ROOT

sys.path.insert(0, str(ROOT))

from bot.discord import create_bot
from tests.bot.discord import hostile, hostile_world
from tests.loopback import Loopback, running


async def measured(options: argparse.Namespace) -> int:
    """Prints the table; returns how many faults there were."""
    pool = hostile.texts(options.texts)
    print(f"{len(pool)} texts, {len(set(pool))} different\n")
    print("| through | messages | live | formatted by the words | over a limit |")
    print("|---|---:|---:|---:|---:|")
    total = 0
    for name, function in hostile.renderers().items():
        bodies = [b for n in range(len(pool)) for b in hostile.rendered(function, _from(pool, n))]
        live = [fault for body in bodies for fault in hostile.faults(body)]
        large = [fault for body in bodies for fault in hostile.oversize(body)]
        more = [f for n in range(0, len(pool), 5) for f in hostile.surplus(function, pool, n)]
        print(f"| {name} | {len(bodies)} | {len(live)} | {len(more)} | {len(large)} |", flush=True)
        total += _told(live + more + large)
    with tempfile.TemporaryDirectory() as folder, Loopback() as world:
        config = hostile_world.configured(Path(folder), pool)
        async with running(world, create_bot(config, **world.client_kwargs())):
            answered = await hostile_world.conversation(world, pool, options.asks)
        found = hostile_world.wrong(world)
        refused = world.guard.take()
        count = len(list(hostile_world.sent(world)))
        print(f"| the whole bot: {answered} answers of {options.asks} | {count} | {len(found)} | – "
              f"| {len(refused)} |")  # fmt: skip
        return total + _told(found + refused)


def _from(pool: list[str], start: int) -> hostile.Words:
    return hostile.Words(pool, start)


def _told(faults: list[str]) -> int:
    for fault in faults[:5]:
        print(f"    {fault[:300]}", file=sys.stderr)
    return len(faults)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=1000)
    parser.add_argument("--asks", type=int, default=120)
    sys.exit(bool(asyncio.run(measured(parser.parse_args()))))


if __name__ == "__main__":
    main()
