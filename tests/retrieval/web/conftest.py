"""A web for each test, and one look at it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from retrieval.encoder import OnnxEncoder
from retrieval.web.client import Fetcher
from retrieval.web.records import Fetched, FetchError, FetchSettings, Validators
from tests.retrieval.web.paper import Paper
from tests.web import FAST, Web

NOTHING_KNOWN = Validators()
Get = Callable[..., Fetched]
Refusal = Callable[..., FetchError]


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as web:
        yield web


@pytest.fixture
def paper(tmp_path: Path, web: Web, encoder: OnnxEncoder) -> Paper:
    return Paper(tmp_path, web, encoder)


@pytest.fixture
def get(web: Web) -> Get:
    """What a place of the web answers to a Fetcher of its own."""

    def get(
        place: str, settings: FetchSettings = FAST, validators: Validators = NOTHING_KNOWN
    ) -> Fetched:
        async def look() -> Fetched:
            async with Fetcher(settings, resolver=web.resolver) as fetcher:
                return await fetcher.get(place if ":" in place else web.url(place), validators)

        return asyncio.run(look())

    return get


@pytest.fixture
def refusal(web: Web, get: Get) -> Refusal:
    """The error that a place leads to; its message begins with the address as it was asked."""

    def refusal(place: str, settings: FetchSettings = FAST) -> FetchError:
        with pytest.raises(FetchError) as caught:
            get(place, settings)
        error = caught.value
        assert str(error) == f"{error.address}: {error.reason}"
        assert error.address == (place if ":" in place else web.url(place))
        return error

    return refusal
