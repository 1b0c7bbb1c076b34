from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from retrieval.web.client import Fetcher
from retrieval.web.robots import MOST_BYTES, Robots, product_token
from tests.retrieval.web.conftest import Get, Refusal
from tests.web import FAST, Answer, Web, redirect, robots

AGENT = "Dateline/0.1 (a test)"
RULES = [
    ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b", True),
    ("User-agent: *\nAllow: /\nDisallow: /a", "/a", False),
    ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
    ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf?y", True),
    ("User-agent: *\nDisallow: /a?b", "/a?b=1", False),
    ("User-agent: *\nDisallow:", "/a", True),
    ("User-agent: *\nDisallow: /\n\nUser-agent: dateline\nAllow: /", "/a", True),
    ("User-agent: DATELINE\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
    ("User-agent: dateline\nDisallow: /a\n\nUser-agent: x\n\nUser-agent: Dateline\nDisallow: /b",
     "/b", False),
    ("User-agent: x\nUser-agent: *\n\nDisallow: /", "/a", False),
    ("User-agent: line\nDisallow: /", "/a", True),
    ("User-agent: *\nDisallow: /%7ejoe", "/~joe", False),
    ("User-agent: *\nDisallow: /ü", "/%C3%BC", False),
    ("\ufeffUser-agent: *\nDisallow: /", "/a", False),
    ("User-agent: *\rDisallow: /", "/a", False),
    ("user-AGENT : * # all\n disallow : /a # b", "/a", False),
    ("Disallow: /", "/a", True),
    ("<!doctype html><p>Not found", "/a", True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "path", "allowed"), RULES)
def test_rules_are_read_as_the_rfc_says(text: str, path: str, allowed: bool) -> None:
    assert Robots(text.encode(), AGENT).allows(f"http://a.example{path}") is allowed


@pytest.mark.parametrize(
    ("agent", "token"),
    [
        (AGENT, "Dateline"),
        ("Mozilla/5.0 (compatible; NewsDesk/2; +https://desk.example)", "NewsDesk"),
        ("9", "*"),
    ],
)
def test_an_agent_is_known_by_its_product_token(agent: str, token: str) -> None:
    assert product_token(agent) == token


@pytest.mark.parametrize(
    ("line", "delay"),
    [("", 0), ("Crawl-delay: 2.5", 2.5), ("Crawl-delay: -3", 0), ("Crawl-delay: nan", 0),
     ("Crawl-delay: soon", 0)],
)  # fmt: skip
def test_the_crawl_delay_is_a_number_of_seconds(line: str, delay: float) -> None:
    assert Robots(f"User-agent: *\n{line}\nDisallow: /x".encode(), AGENT).delay == delay


def test_of_a_huge_file_the_first_500_kib_hold_and_no_half_rule(web: Web, get: Get) -> None:
    first = "User-agent: *\nDisallow: /first\n"
    filler = "#" * (MOST_BYTES - len(first) - 12) + "\n"
    web.put("a.example/robots.txt", robots(f"{first}{filler}Disallow: /half-of-a-rule\n"))
    web.put("a.example/half", "open")
    assert get("a.example/half").body == b"open"
    assert not Robots(first.encode(), AGENT).allows("http://a.example/first")


def test_what_robots_txt_forbids_is_not_asked(web: Web, refusal: Refusal) -> None:
    web.put("a.example/robots.txt", robots("User-agent: *\nDisallow: /a"))
    error = refusal("a.example/a")
    assert error.refused
    assert error.reason == "robots.txt forbids it"
    assert [r.path for r in web.requests] == ["/robots.txt"]


def test_what_robots_txt_forbids_is_not_asked_after_a_redirect_either(
    web: Web, refusal: Refusal
) -> None:
    web.put("b.example/robots.txt", robots("User-agent: *\nDisallow: /a"))
    web.put("a.example/a", redirect(web.url("b.example/a")))
    assert refusal("a.example/a").refused
    assert web.asked("b.example/a") == []


def test_rules_may_be_disobeyed_where_the_settings_say_so(web: Web, get: Get) -> None:
    web.put("a.example/robots.txt", robots("User-agent: *\nDisallow: /"))
    web.put("a.example/a", "here")
    assert get("a.example/a", replace(FAST, obey_robots=False)).body == b"here"
    assert web.asked("a.example/robots.txt") == []


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots_txt_allows_all(web: Web, get: Get, status: int) -> None:
    web.put("a.example/robots.txt", Answer("Disallow: /", status=status))
    web.put("a.example/a", "here")
    assert get("a.example/a").body == b"here"


def test_a_robots_txt_that_redirects_in_a_circle_allows_all(web: Web, get: Get) -> None:
    web.put("a.example/robots.txt", redirect("/robots.txt"))
    web.put("a.example/a", "here")
    assert get("a.example/a").body == b"here"


@pytest.mark.parametrize(
    ("broken", "status"),
    [(Answer(status=503), 503), (Answer(status=429), 429), (Answer(reset=True), None)],
)
def test_where_robots_txt_cannot_be_read_nothing_is_asked_for_now(
    web: Web, refusal: Refusal, broken: Answer, status: int | None
) -> None:
    web.put("a.example/robots.txt", broken)
    web.put("a.example/a", "here")
    error = refusal("a.example/a")
    assert not error.refused
    assert error.status == status
    assert web.asked("a.example/a") == []


def test_robots_txt_follows_redirects(web: Web, refusal: Refusal) -> None:
    web.put("www.a.example/robots.txt", robots("User-agent: *\nDisallow: /"))
    web.put("a.example/robots.txt", redirect(web.url("www.a.example/robots.txt")))
    assert refusal("a.example/a").refused


def test_robots_txt_is_asked_once_a_visit(web: Web) -> None:
    pages = [web.put(f"a.example/{n}", "here") for n in range(10)]

    async def visit() -> None:
        async with Fetcher(FAST, resolver=web.resolver) as fetcher:
            await asyncio.gather(*(fetcher.get(page) for page in pages))

    asyncio.run(visit())
    assert len(web.asked("a.example/robots.txt")) == 1
    asyncio.run(visit())
    assert len(web.asked("a.example/robots.txt")) == 2


def test_a_crawl_delay_is_kept_between_all_requests(web: Web) -> None:
    web.put("a.example/robots.txt", robots("User-agent: *\nCrawl-delay: 0.2"))
    pages = [web.put(f"a.example/{n}", "here") for n in range(3)]

    async def visit() -> None:
        settings = replace(FAST, max_wait_seconds=5.0)
        async with Fetcher(settings, resolver=web.resolver) as fetcher:
            await asyncio.gather(*(fetcher.get(page) for page in pages))

    asyncio.run(visit())
    times = [r.at for r in web.asked("a.example")]
    assert len(times) == 4
    assert times[-1] - times[0] > 0.4


def test_a_crawl_delay_too_long_to_wait_for_closes_the_host(web: Web, refusal: Refusal) -> None:
    web.put("a.example/robots.txt", robots("User-agent: *\nCrawl-delay: 3600"))
    error = refusal("a.example/a")
    assert error.refused
    assert "3600 s between requests" in error.reason
    assert web.asked("a.example/a") == []
