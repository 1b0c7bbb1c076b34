from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from retrieval.errors import ConfigError
from retrieval.web.client import Fetcher
from retrieval.web.records import Fetched, FetchSettings, Validators
from tests.retrieval.web.conftest import Get, Refusal
from tests.web import FAST, Answer, Web, bomb, redirect
from tests.web.answers import Coding

LAST_MODIFIED = "Wed, 25 Nov 2026 12:00:00 GMT"
HASTY = replace(FAST, timeout_seconds=0.3, retries=0, obey_robots=False)


def test_a_page_comes_with_what_its_headers_say(web: Web, get: Get) -> None:
    body = "<p>Die Brücke öffnet.".encode("latin-1")
    page = Answer(body, type='Text/HTML; Charset="ISO-8859-1"', etag='W/"7"')
    address = web.put("news.example/a", page)
    fetched = get("news.example/a")
    assert fetched == Fetched(
        address, address, None, 200, body, "text/html", "iso-8859-1", Validators('W/"7"')
    )


@pytest.mark.parametrize("stated", [None, "", "html", "text/html;charset=", "; charset='\x07'"])
def test_a_content_type_that_says_nothing_is_none(web: Web, get: Get, stated: str | None) -> None:
    web.put("news.example/a", Answer("here", type=stated and stated.replace("\x07", "?")))
    assert get("news.example/a").charset is None


def test_the_request_names_its_agent_and_nothing_of_the_user(web: Web, get: Get) -> None:
    get("news.example/a")
    headers = web.asked("news.example/a")[0].headers
    assert headers["user-agent"] == FAST.user_agent
    assert set(headers) == {"host", "user-agent", "accept", "accept-encoding"}


def test_cookies_are_not_kept(web: Web) -> None:
    page = web.put("news.example/a", Answer("here", headers={"Set-Cookie": "reader=7"}))

    async def look() -> None:
        async with Fetcher(FAST, resolver=web.resolver) as fetcher:
            await fetcher.get(page)
            await fetcher.get(page)

    asyncio.run(look())
    assert "cookie" not in web.asked("news.example/a")[1].headers


@pytest.mark.parametrize("agent", ["", "a\r\nX: y", "Zeitung-Bote/1 für alle", "x" * 2000])
def test_a_user_agent_that_is_no_header_is_a_mistake_of_the_configuration(agent: str) -> None:
    with pytest.raises(ConfigError, match="user_agent"):
        Fetcher(FetchSettings(user_agent=agent))


# Conditional requests


@pytest.mark.parametrize(
    "validators", [Validators(etag='"1"'), Validators(last_modified=LAST_MODIFIED)]
)
def test_an_unchanged_page_answers_304_without_a_body(
    web: Web, get: Get, validators: Validators
) -> None:
    web.put("news.example/a", Answer("here", etag='"1"', last_modified=LAST_MODIFIED))
    fetched = get("news.example/a", FAST, validators)
    assert (fetched.status, fetched.body) == (304, b"")


def test_an_edited_page_answers_with_its_new_text(web: Web, get: Get) -> None:
    web.put("news.example/a", Answer("old", etag='"1"'))
    known = get("news.example/a").validators
    web.put("news.example/a", Answer("new", etag='"2"'))
    fetched = get("news.example/a", FAST, known)
    assert (fetched.status, fetched.body, fetched.validators.etag) == (200, b"new", '"2"')


def test_what_304_says_of_its_absent_body_does_not_matter(web: Web, get: Get) -> None:
    headers = {"Content-Encoding": "a, b, c, d, e, f, g", "Content-Length": "999"}
    web.put("news.example/a", Answer(status=304, headers=headers))
    assert get("news.example/a", FAST, Validators(etag='"1"')).status == 304


def test_304_to_a_question_without_conditions_is_an_error(web: Web, refusal: Refusal) -> None:
    web.put("news.example/a", Answer(status=304))
    assert "304" in refusal("news.example/a").reason


def test_validators_that_would_be_headers_of_their_own_are_not_sent(web: Web, get: Get) -> None:
    get("news.example/a", FAST, Validators('"1"\r\nX-Evil: 1', "gestern, spät"))
    assert not {"if-none-match", "if-modified-since", "x-evil"} & set(
        web.asked("news.example/a")[0].headers
    )


def test_a_date_is_not_held_against_another_page(web: Web, get: Get) -> None:
    """302 leads to something else than what was dated; 301 to the same thing elsewhere."""
    web.put("news.example/today", redirect("/new", 302))
    web.put("news.example/old", redirect("/new", 301))
    web.put("news.example/new", Answer("here", last_modified=LAST_MODIFIED))
    known = Validators(last_modified=LAST_MODIFIED)
    assert get("news.example/today", FAST, known).body == b"here"
    assert get("news.example/old", FAST, known).status == 304


# Statuses and redirects


@pytest.mark.parametrize("status", [401, 403, 404, 410, 451])
def test_a_final_status_is_an_answer_at_once(web: Web, get: Get, status: int) -> None:
    web.put("news.example/a", Answer("<p>Sorry", status=status))
    fetched = get("news.example/a")
    assert (fetched.status, fetched.body) == (status, b"")
    assert len(web.asked("news.example/a")) == 1


def test_redirects_are_followed_over_hosts_and_recorded(web: Web, get: Get) -> None:
    start = web.put("old.example/a", redirect(web.url("new.example/a"), 301))
    web.put("new.example/a", redirect("/b", 308))
    end = web.put("new.example/b", "here")
    fetched = get("old.example/a")
    assert (fetched.address, fetched.final, fetched.moved_to) == (start, end, end)


def test_only_the_unbroken_run_of_permanent_redirects_moves_an_address(web: Web, get: Get) -> None:
    web.put("news.example/a", redirect("/b", 301))
    moved = web.put("news.example/b", redirect("/c", 302))
    web.put("news.example/c", redirect("/d", 301))
    end = web.put("news.example/d", "here")
    fetched = get("news.example/a")
    assert (fetched.final, fetched.moved_to) == (end, moved)
    assert get("news.example/b").moved_to is None


@pytest.mark.parametrize("path", ["/self", "/ping"])
def test_redirects_in_a_circle_end(web: Web, refusal: Refusal, path: str) -> None:
    web.put("news.example/self", redirect("/self#again"))
    web.put("news.example/ping", redirect("/pong", 302))
    web.put("news.example/pong", redirect("/ping", 302))
    assert "circle" in refusal(f"news.example{path}").reason


def test_redirects_without_end_end(web: Web, refusal: Refusal, get: Get) -> None:
    for n in range(9):
        web.put(f"news.example/{n}", redirect(f"/{n + 1}"))
    web.put("news.example/9", "here")
    assert "too many times" in refusal("news.example/0").reason
    assert len(web.asked("news.example")) == 1 + 1 + FAST.max_redirects
    assert get("news.example/4").body == b"here"


@pytest.mark.parametrize("headers", [{}, {"Location": ""}, {"Location": "http://["}])
def test_a_redirect_to_nowhere_is_an_error(
    web: Web, refusal: Refusal, headers: dict[str, str]
) -> None:
    web.put("news.example/a", Answer(status=302, headers=headers))
    assert "no address" in refusal("news.example/a").reason


def test_a_redirect_in_another_script_is_understood(web: Web, get: Get) -> None:
    web.put("news.example/a", redirect("/straße?ü=1"))
    web.put("news.example/stra%C3%9Fe?%C3%BC=1", "here")
    assert get("news.example/a").body == b"here"


@pytest.mark.parametrize(
    "address", ["ftp://a.example/", "http://u:p@a.example/", "http://a.example/\r\nX: y", "a:b"]
)
def test_what_is_no_plain_web_address_is_not_asked(refusal: Refusal, address: str) -> None:
    assert refusal(address).refused


# Bodies


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
@pytest.mark.parametrize("chunked", [True, False])
def test_packed_bodies_are_unpacked(web: Web, get: Get, coding: Coding, chunked: bool) -> None:
    web.put("news.example/a", Answer("here " * 50_000, coding=coding, chunked=chunked))
    assert get("news.example/a").body == b"here " * 50_000


@pytest.mark.parametrize(
    "answer",
    [
        Answer("x" * 200_000),
        Answer("x" * 200_000, chunked=True),
        Answer("x" * 60_000, endless=True),
        Answer(stated_length=10**15),
        bomb("gzip", 10_000_000),
        bomb("deflate", 10_000_000),
        bomb("br", 10_000_000),
    ],
    ids=["long", "chunked", "endless", "claimed", "gzip", "deflate", "brotli"],
)
def test_a_body_past_the_limit_is_given_up_at_once(
    web: Web, refusal: Refusal, answer: Answer
) -> None:
    web.put("news.example/a", answer)
    error = refusal("news.example/a", replace(FAST, max_bytes=100_000))
    assert error.reason == "larger than 100000 bytes"
    assert len(web.asked("news.example/a")) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Answer("x" * 1000, cut=10),
        Answer("x" * 1000, cut=10, chunked=True),
        Answer("x", stated_length=1000),
        Answer("x" * 1000, coding="gzip", stated_length=15),
        Answer("not packed", headers={"Content-Encoding": "gzip"}),
        Answer("packed twice", headers={"Content-Encoding": "gzip, br"}),
        Answer(reset=True),
        Answer(raw=b""),
        Answer(raw=b"220 mail.example ESMTP\r\n"),
        Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"),
        Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: " + b"1" * 9999 + b"\r\n\r\n"),
        Answer(raw=b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000),
        Answer(status=206, body="half"),
    ],
)
def test_a_broken_answer_is_tried_again_and_then_an_error(
    web: Web, refusal: Refusal, get: Get, fault: Answer
) -> None:
    web.put("news.example/a", fault)
    error = refusal("news.example/a")
    assert (error.refused, error.status) == (False, None)
    assert len(web.asked("news.example/a")) == 1 + FAST.retries
    web.put("news.example/a", fault, Answer("whole"))
    assert get("news.example/a").body == b"whole"


def test_a_length_that_says_too_little_cuts_the_body_and_spoils_no_other(web: Web) -> None:
    pages = [web.put("news.example/a", Answer("here and more", stated_length=4)),
             web.put("news.example/b", "whole")]  # fmt: skip

    async def look() -> list[bytes]:
        async with Fetcher(FAST, resolver=web.resolver) as fetcher:
            return [(await fetcher.get(page)).body for page in pages]

    assert asyncio.run(look()) == [b"here", b"whole"]


@pytest.mark.parametrize(
    "slow",
    [
        Answer("late", stall=30.0),
        Answer("x" * 1000, drip=0.05),
        Answer("x", endless=True, drip=0.05),
        Answer("x" * 9, headers={"Location": "/b"}, status=302, stall=30.0),
    ],
    ids=["stall", "drip", "endless", "redirect"],
)
def test_a_slow_answer_ends_in_time(web: Web, refusal: Refusal, slow: Answer) -> None:
    web.put("news.example/a", slow)
    assert refusal("news.example/a", HASTY).reason == "no whole answer within 0.3 s"


def test_a_host_that_is_not_there_is_an_error(refusal: Refusal) -> None:
    assert not refusal("http://news.example:9/").refused


def test_a_name_that_leads_nowhere_is_an_error(web: Web) -> None:
    async def nowhere(host: str, port: int) -> list[str]:
        raise OSError(f"no such host {host}:{port}")

    async def look() -> None:
        async with Fetcher(FAST, resolver=nowhere) as fetcher:
            await fetcher.get(web.url("news.example/"))

    with pytest.raises(Exception, match="no such host"):
        asyncio.run(look())


def test_a_connection_serves_more_than_one_request(web: Web) -> None:
    page = web.put("news.example/a", Answer("here", etag='"1"'))

    async def look() -> list[int]:
        async with Fetcher(FAST, resolver=web.resolver) as fetcher:
            known = [Validators(), Validators(etag='"1"'), Validators(etag='"1"')]
            return [(await fetcher.get(page, validators)).status for validators in known]

    assert asyncio.run(look()) == [200, 304, 304]
    # robots.txt answers 404, whose page is not worth reading on for.
    assert web.connections == 2


def test_one_fetcher_serves_one_loop_after_another(web: Web) -> None:
    page = web.put("news.example/a", "here")
    fetcher = Fetcher(FAST, resolver=web.resolver)

    async def look() -> bytes:
        async with fetcher:
            return (await fetcher.get(page)).body

    assert [asyncio.run(look()), asyncio.run(look())] == [b"here", b"here"]
