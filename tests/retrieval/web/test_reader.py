from __future__ import annotations

import asyncio
import threading

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


def test_what_takes_too_long_is_ended_and_the_next_goes_on() -> None:
    ended = threading.Event()

    def hang() -> None:
        try:
            while True:
                try:
                    sum(range(100))
                except Exception:  # as parsers do around each rule of theirs
                    continue
        finally:
            ended.set()

    async def run() -> str:
        reader = Reader(0.05)
        with pytest.raises(ValueError, match="longer than"):
            await reader.run(hang)
        return await reader.run(lambda: "next")

    assert asyncio.run(run()) == "next"
    assert ended.wait(30)
