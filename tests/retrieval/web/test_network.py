from __future__ import annotations

import asyncio
import ssl
from dataclasses import replace

import pytest
import trustme

from retrieval.web.client import Fetcher
from retrieval.web.network import is_public
from retrieval.web.records import Fetched, FetchError
from tests.retrieval.web.conftest import Refusal
from tests.web import FAST, Answer, Web, redirect

PUBLIC = ["93.184.216.34", "2a00:1450:4001::1", "64:ff9b::5db8:d822", "::ffff:93.184.216.34"]
PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1",
    "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd12::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2001::1", "2001:db8::1",
]  # fmt: skip
STRICT = replace(FAST, allow_private_addresses=False)


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_nothing_else_is(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0177.1", "0x7f.0.0.1", "localhost"])
def test_a_private_address_is_never_asked(web: Web, host: str) -> None:
    async def look() -> FetchError:
        async with Fetcher(STRICT) as fetcher:
            with pytest.raises(FetchError, match="not on the public internet") as caught:
                await fetcher.get(f"http://{host}:{web.port}/")
            return caught.value

    assert asyncio.run(look()).refused
    assert web.connections == 0


def test_one_private_address_among_public_ones_is_enough(web: Web) -> None:
    async def resolver(host: str, port: int) -> list[str]:  # noqa: ARG001
        return ["93.184.216.34", "127.0.0.1"]

    async def look() -> None:
        async with Fetcher(STRICT, resolver=resolver) as fetcher:
            await fetcher.get(web.url("news.example/"))

    with pytest.raises(FetchError) as caught:
        asyncio.run(look())
    assert caught.value.refused
    assert web.connections == 0


def test_a_redirect_does_not_lead_inside(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host may be asked; where it leads to is judged anew."""
    monkeypatch.setattr("retrieval.web.network.is_public", "127.0.0.1".__eq__)
    start = web.put("news.example/a", redirect("http://internal.example/"))

    async def resolver(host: str, port: int) -> list[str]:  # noqa: ARG001
        return ["10.0.0.1" if host == "internal.example" else "127.0.0.1"]

    async def look() -> None:
        async with Fetcher(STRICT, resolver=resolver) as fetcher:
            await fetcher.get(start)

    with pytest.raises(FetchError, match=r"leads to http://internal\.example/: refused") as caught:
        asyncio.run(look())
    assert caught.value.refused
    assert caught.value.address == start


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://news.example/", "http://user@news.example/"]
)
def test_a_redirect_leads_to_the_web_only(web: Web, refusal: Refusal, target: str) -> None:
    web.put("news.example/a", redirect(target))
    assert refusal("news.example/a").refused


def test_the_address_that_was_judged_is_the_one_connected_to(web: Web) -> None:
    """A name that answers differently the second time (DNS rebinding) is asked for only once."""
    answers = [["127.0.0.1"], ["10.0.0.1"]]

    async def resolver(host: str, port: int) -> list[str]:  # noqa: ARG001
        return answers.pop(0)

    async def look() -> Fetched:
        settings = replace(FAST, obey_robots=False)
        async with Fetcher(settings, resolver=resolver) as fetcher:
            return await fetcher.get(web.url("news.example/a"))

    web.put("news.example/a", "here")
    assert asyncio.run(look()).body == b"here"
    assert answers == [["10.0.0.1"]]


def test_the_next_address_is_tried_where_one_does_not_answer(web: Web) -> None:
    async def resolver(host: str, port: int) -> list[str]:  # noqa: ARG001
        return ["127.0.0.2", "127.0.0.1"]  # the server listens on the second only

    async def look() -> Fetched:
        async with Fetcher(FAST, resolver=resolver) as fetcher:
            return await fetcher.get(web.put("news.example/a", "here"))

    assert asyncio.run(look()).body == b"here"


def test_environment_proxies_are_not_used(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    async def look() -> Fetched:
        async with Fetcher(FAST, resolver=web.resolver) as fetcher:
            return await fetcher.get(web.put("news.example/a", "here"))

    assert asyncio.run(look()).body == b"here"


@pytest.mark.parametrize(("name", "trusted"), [("news.example", True), ("other.example", False)])
def test_tls_verifies_the_name_though_the_connection_goes_to_a_number(
    name: str, trusted: bool
) -> None:
    authority = trustme.CA()
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("news.example").configure_cert(serving)
    trust = ssl.create_default_context()
    authority.configure_trust(trust)

    async def look(web: Web) -> Fetched:
        settings = replace(FAST, retries=0)
        async with Fetcher(settings, resolver=web.resolver, tls=trust) as fetcher:
            return await fetcher.get(web.put(f"{name}/a", Answer("here")))

    with Web(tls=serving) as web:
        if trusted:
            assert asyncio.run(look(web)).body == b"here"
        else:
            with pytest.raises(FetchError, match="certificate"):
                asyncio.run(look(web))
            assert web.requests == []
