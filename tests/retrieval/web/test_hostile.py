"""Any bytes at all from a real socket: an answer or a FetchError, in time."""

from __future__ import annotations

import asyncio
import gzip
import os
import zlib
from collections.abc import Callable, Iterator
from functools import partial

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.web.client import Fetcher
from retrieval.web.records import Fetched, FetchError, FetchSettings
from tests.web import Answer, Web

HURRIED = FetchSettings(
    user_agent="dateline-tests/1", allow_private_addresses=True, timeout_seconds=1.0,
    max_wait_seconds=0.0, retries=1, max_bytes=50_000, max_redirects=2,
)  # fmt: skip
EXAMPLES = int(os.environ.get("DATELINE_FUZZ", "100"))

statuses = st.one_of(
    st.sampled_from([b"200 OK", b"301 Moved", b"302 Found", b"304 Not Modified", b"404 Not Found",
                     b"429 Slow", b"503 Busy", b"100 Continue", b"101 Switch", b"204 No", b"206 P",
                     b"999 ?", b"20", b"-200 OK", b"200"]),
    st.binary(max_size=12),
)  # fmt: skip
names = st.sampled_from([
    b"Content-Type", b"Content-Length", b"Content-Encoding", b"Transfer-Encoding", b"Location",
    b"ETag", b"Last-Modified", b"Retry-After", b"Date", b"Connection", b"Upgrade", b"X-\xff", b"",
])  # fmt: skip
values = st.one_of(
    st.sampled_from([
        b"text/html; charset=utf-8", b"0", b"3", b"99999999999999999999", b"-1", b"1e3", b"3, 3",
        b"gzip", b"br", b"deflate", b"identity", b"gzip, br", b"chunked", b"chunked, chunked", b"/",
        b"/next", b"//", b"http://[", b"http://user@news.example/", b"file:///etc/passwd", b"../..",
        b"http://127.0.0.1:9/\x0b", b"Wed, 25 Nov 2026 12:00:00 GMT", b"close", b"keep-alive",
        b'"\xc3\xbc"', b"\xff\xfe", b"W/\"1\"\r X: y", b"h2c",
    ]),
    st.binary(max_size=30),
)  # fmt: skip
packed = partial(gzip.compress, mtime=0)  # the time in the header would make no two runs alike
packings: list[Callable[[bytes], bytes]] = [
    bytes, packed, zlib.compress, brotli.compress,
    lambda data: b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data),
    lambda data: b"%x;%s" % (len(data) * 7, data),
    lambda data: packed(bytes(200_000) + data),
]  # fmt: skip
bodies = st.tuples(st.binary(max_size=200), st.lists(st.sampled_from(packings), max_size=2)).map(
    lambda made: made[1][-1](made[1][0](made[0])) if made[1] else made[0]
)


@st.composite
def answers(draw: st.DrawFn) -> bytes:
    """A response made of plausible and implausible parts, then damaged in up to three places."""
    lines = [b"HTTP/1.1 " + draw(statuses)]
    lines += [b"%s: %s" % pair for pair in draw(st.lists(st.tuples(names, values), max_size=6))]
    data = bytearray(b"\r\n".join(lines) + b"\r\n\r\n" + draw(bodies))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(data)))
        end = at + draw(st.integers(0, 20))
        data[at:end] = draw(st.one_of(st.binary(max_size=8), st.just(bytes(data[at:end] * 2))))
    return bytes(data)


@pytest.fixture(scope="module")
def hostile() -> Iterator[Web]:
    with Web() as web:
        yield web


@given(page=st.one_of(answers(), st.binary()), robots=st.one_of(st.none(), answers()))
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
def test_any_bytes_are_an_answer_or_a_fetch_error(
    hostile: Web, page: bytes, robots: bytes | None
) -> None:
    async def look() -> Fetched | FetchError:
        async with Fetcher(HURRIED, resolver=hostile.resolver) as fetcher:
            # Two tries, three hops, and as much again for robots.txt: far from a hang.
            async with asyncio.timeout(30):
                try:
                    return await fetcher.get(address)
                except FetchError as error:
                    return error

    hostile.forget()
    address = hostile.put("news.example/", Answer(raw=page))
    hostile.put("news.example/next", Answer(raw=page))
    hostile.put("news.example/robots.txt", *([Answer(raw=robots)] if robots else ["# open"]))
    result = asyncio.run(look())
    assert result.address == address
    if isinstance(result, Fetched):
        assert len(result.body) <= HURRIED.max_bytes
        assert 200 <= result.status < 500
