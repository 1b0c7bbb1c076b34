"""The bot as a process that can be asked how it is: for the benches over the stand-in."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from scale import ROOT

sys.path.insert(0, str(ROOT))

from tests.loopback import Connector, Loopback


class Probed:
    """The process from outside."""

    def __init__(self, process: asyncio.subprocess.Process, state: Path, log: Path) -> None:
        self.process = process
        self.log = log
        self._state = state

    async def state(self) -> dict[str, Any]:
        """``lags`` (ms that sleeps of 10 ms ended too late, sorted) since the last call; how many
        ``tasks``, ``threads`` and ``fds`` (open files) there are; ``mb``, resident.
        """
        self._state.unlink(missing_ok=True)
        self.process.send_signal(signal.SIGUSR1)
        while not self._state.exists():
            await asyncio.sleep(0.05)
        found: dict[str, Any] = json.loads(self._state.read_text())
        return found | {"lags": sorted(found["lags"]), "mb": self.memory()}

    def memory(self) -> int:
        """Megabytes resident."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(n.split()[1]) // 1024 for n in lines if n.startswith("VmRSS"))


@asynccontextmanager
async def probed(world: Loopback, config: Path) -> AsyncIterator[Probed]:
    """The bot in a process of its own, ready; told to end at the end."""
    log, state = config.with_name("log"), config.with_name("state.json")
    environment = {**os.environ, **world.connector.environment(), "DISCORD_TOKEN": world.token}
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable, __file__, str(config), str(state),
            env=environment, stdout=out, stderr=out, cwd=ROOT,
        )  # fmt: skip
    try:
        await world.expect(lambda: b"ready in" in log.read_bytes(), timeout=90)
        yield Probed(process, state, log)
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


async def bot(config: Path, state: Path) -> None:
    """The bot as its command runs it; SIGUSR1 writes what the probe has seen."""
    from bot.config import load
    from bot.discord import create_bot, life, start
    from bot.discord.client import DatelineBot

    lags: list[float] = []

    async def probe() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.01)
            lags.append((time.perf_counter() - before - 0.01) * 1000)

    def write() -> None:
        seen = {
            "lags": lags, "tasks": len(asyncio.all_tasks()), "threads": threading.active_count(),
            "fds": len(list(Path("/proc/self/fd").iterdir())),
        }  # fmt: skip
        passing = state.with_suffix(".new")
        passing.write_text(json.dumps(seen))
        passing.replace(state)
        lags.clear()

    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, write)
    probing = asyncio.create_task(probe())
    token = start.prepared(load(config))
    made = create_bot(config, **Connector.from_environment().client_kwargs())
    assert isinstance(made, DatelineBot)
    await life.run(made, token)
    probing.cancel()


if __name__ == "__main__":
    asyncio.run(bot(Path(sys.argv[1]), Path(sys.argv[2])))
