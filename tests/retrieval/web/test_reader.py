from __future__ import annotations

import asyncio

import pytest

from retrieval.web.reader import Reader


def test_work_is_done_in_order_and_what_it_raises_becomes_a_message() -> None:
    def fails() -> None:
        raise RecursionError

    async def run() -> list[int]:
        reader = Reader(5)
        with pytest.raises(ValueError, match="RecursionError"):
            await reader.run(fails)
        with pytest.raises(ValueError, match="no article"):
            await reader.run(lambda: int("no article"))
        made = [await reader.run(lambda n=n: n) for n in range(3)]  # type: ignore[misc]
        reader.close()
        return made

    assert asyncio.run(run()) == [0, 1, 2]


def test_what_takes_too_long_is_given_up_and_the_next_goes_on() -> None:
    gone = False

    def wait() -> None:
        while not gone:
            pass

    async def run() -> str:
        reader = Reader(0.05)
        with pytest.raises(ValueError, match="longer than"):
            await reader.run(wait)
        return await reader.run(lambda: "next")

    try:
        assert asyncio.run(run()) == "next"
    finally:
        gone = True
