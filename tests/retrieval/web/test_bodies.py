from __future__ import annotations

import gzip
import tracemalloc
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.web.bodies import Body, Broken, TooLarge
from tests.web import bomb
from tests.web.answers import Coding

PACK = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "": bytes}


@pytest.mark.parametrize("coding", PACK)
@given(data=st.binary(max_size=3000), step=st.integers(1, 999))
def test_a_body_comes_out_as_it_went_in_however_it_is_cut(
    coding: str, data: bytes, step: int
) -> None:
    packed = PACK[coding](data)
    body = Body(coding, limit=10_000)
    for start in range(0, len(packed), step):
        body.feed(packed[start : start + step])
    assert body.whole() == data


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
@pytest.mark.parametrize("missing", [1, 10])
def test_a_packed_body_that_breaks_off_is_broken(coding: str, missing: int) -> None:
    body = Body(coding, limit=10_000)
    body.feed(PACK[coding](bytes(range(256)))[:-missing])
    with pytest.raises(Broken, match="breaks off"):
        body.whole()


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_an_empty_body_needs_no_packing(coding: str) -> None:
    assert Body(coding, limit=10).whole() == b""


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_bomb_takes_little_more_memory_than_the_limit(coding: Coding) -> None:
    packed = bomb(coding, 30_000_000).payload()
    tracemalloc.start()
    body = Body(coding, limit=1_000_000)
    with pytest.raises(TooLarge):
        body.feed(packed)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
    assert body.so_far() == bytes(1_000_000)


@pytest.mark.parametrize("coding", PACK)
def test_a_body_may_be_as_long_as_the_limit_and_no_longer(coding: str) -> None:
    data = bytes(range(100))
    body = Body(coding, limit=200)
    body.feed(PACK[coding](data))
    assert body.whole() == data
    with pytest.raises(TooLarge):
        Body(coding, limit=99).feed(PACK[coding](data))


@pytest.mark.parametrize("coding", ["gzip, gzip", "zstd", "compress", "x" * 999])
def test_a_coding_that_was_not_offered_is_broken(coding: str) -> None:
    with pytest.raises(Broken, match="not offered"):
        Body(coding, limit=100)


@given(st.sampled_from(["gzip", "deflate", "br", ""]), st.lists(st.binary()))
def test_any_bytes_are_a_body_or_broken_or_too_large(coding: str, parts: list[bytes]) -> None:
    body = Body(coding, limit=50)
    try:
        for part in parts:
            body.feed(part)
        assert len(body.whole()) <= 50
    except (Broken, TooLarge):
        assert len(body.so_far()) <= 50
