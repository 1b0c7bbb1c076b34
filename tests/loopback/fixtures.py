"""Fixtures for tests against the stand-in; a conftest.py imports them by name."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.loopback.server import Loopback


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Runs `async def` tests in a loop of their own, with no plugin."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = inspect.signature(pyfuncitem.obj).parameters
    arguments = {name: pyfuncitem.funcargs[name] for name in wanted}

    async def bounded() -> None:
        async with asyncio.timeout(60):
            await pyfuncitem.obj(**arguments)

    asyncio.run(bounded())
    return True


@pytest.fixture(scope="session")
def openapi(request: pytest.FixtureRequest) -> Path | None:
    """Discord's OpenAPI document, or None where it is not at hand: hand checks remain."""
    try:
        shared: Path = request.getfixturevalue("shared")
    except pytest.skip.Exception:
        return None
    found = shared / "discord" / "openapi.json"
    return found if found.is_file() else None


@pytest.fixture
def discord_world(openapi: Path | None) -> Iterator[Loopback]:
    """A running stand-in; the test fails at its end if the bot broke a rule of Discord's."""
    with Loopback(spec=openapi) as loopback:
        yield loopback
    if violations := loopback.guard.violations:
        pytest.fail("Discord would have refused:\n" + "\n".join(violations), pytrace=False)
