"""A bot over the demo coverage, and a Discord on loopback to run it against."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import demo_folder
from bot.discord import create_bot
from bot.discord.client import DatelineBot
from retrieval.encoder import OnnxEncoder
from retrieval.sources import SourceConfig
from retrieval.update import refresh
from tests.loopback import Loopback
from tests.loopback.fixtures import discord_world, openapi, pytest_pyfunc_call

__all__ = ["discord_world", "openapi", "pytest_pyfunc_call"]

REFRESHED = datetime(2025, 7, 26, 6, tzinfo=UTC)
FAILING = SourceConfig("folder", "Missing", "/nowhere/at/all")


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index over the demo coverage, to be copied; made once for all of xdist's workers."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "seeded"
    made, path = folder / "made", folder / "index.sqlite3"
    try:
        folder.mkdir()
    except FileExistsError:
        for _ in range(1200):
            if made.exists():
                return path
            time.sleep(0.1)
        raise TimeoutError("another worker did not make the index; see what it says") from None
    source = SourceConfig("folder", "Dateline demo", str(demo_folder()))
    refresh([source], path, encoder=OnnxEncoder, now=REFRESHED)
    made.touch()
    return path


@pytest.fixture
def config(tmp_path: Path, seeded: Path) -> Path:
    """A configuration over a copy of it."""
    shutil.copy(seeded, tmp_path / "index.sqlite3")
    path = tmp_path / "config.toml"
    path.write_text(
        '[index]\npath = "index.sqlite3"\n\n'
        f'[[source]]\nkind = "folder"\nname = "Dateline demo"\npath = "{demo_folder()}"\n'
    )
    return path


Make = Callable[..., DatelineBot]


@pytest.fixture
def make(discord_world: Loopback, config: Path) -> Make:
    """Makes bots over the same configuration, one after the other."""

    def made(extra: str = "", **kwargs: object) -> DatelineBot:
        if extra:
            config.write_text(config.read_text() + extra)
        bot = create_bot(config, **discord_world.client_kwargs(), **kwargs)
        assert isinstance(bot, DatelineBot)
        return bot

    return made


@pytest.fixture(autouse=True)
def _no_token() -> Iterator[None]:
    """No test sees a token that this machine may hold."""
    kept = {k: os.environ.pop(k) for k in list(os.environ) if k.startswith("DISCORD_TOKEN")}
    yield
    os.environ.update(kept)
