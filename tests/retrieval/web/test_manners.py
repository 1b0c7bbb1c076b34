from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.web.client import Fetcher
from retrieval.web.manners import Manners, retry_after
from retrieval.web.records import Fetched, FetchError, FetchSettings
from tests.retrieval.web.conftest import Get, Refusal
from tests.web import FAST, Answer, Web

NOON = "Wed, 25 Nov 2026 12:00:00 GMT"


def visit(
    web: Web, pages: list[str], settings: FetchSettings = FAST
) -> list[Fetched | BaseException]:
    async def look() -> list[Fetched | BaseException]:
        async with Fetcher(settings, resolver=web.resolver) as fetcher:
            return await asyncio.gather(*map(fetcher.get, pages), return_exceptions=True)

    return asyncio.run(look())


def test_a_host_is_asked_by_few_at_once_and_the_web_by_more(web: Web) -> None:
    hosts = ["a.example", "b.example", "c.example"]
    slow = Answer("here", stall=0.1)
    pages = [web.put(f"{host}/{n}", slow) for n in range(6) for host in hosts]
    settings = replace(FAST, per_host=2, concurrency=5)
    assert all(isinstance(answer, Fetched) for answer in visit(web, pages, settings))
    assert [web.peak[host] for host in hosts] == [2, 2, 2]
    assert 2 < web.peak[""] <= 5


def test_a_slow_host_takes_no_place_from_the_others(web: Web) -> None:
    slow = [web.put(f"slow.example/{n}", Answer("late", stall=0.2)) for n in range(8)]
    quick = [web.put(f"quick.example/{n}", "here") for n in range(8)]
    settings = replace(FAST, per_host=1, concurrency=2, obey_robots=False)
    visit(web, slow + quick, settings)
    hosts = [r.host for r in web.requests]
    assert hosts.index("slow.example") < hosts.index("quick.example")
    assert "slow.example" in hosts[-1]
    assert hosts[-1] == "slow.example"


def test_the_least_delay_is_kept(web: Web) -> None:
    pages = [web.put(f"a.example/{n}", "here") for n in range(3)]
    answers = visit(web, pages, replace(FAST, delay_seconds=0.2, per_host=4))
    assert all(isinstance(answer, Fetched) for answer in answers)
    times = [r.at for r in web.asked("a.example")]
    assert len(times) == 4
    assert times[-1] - times[0] > 0.4


@pytest.mark.parametrize("fault", [Answer(status=503), Answer(status=429), Answer(reset=True)])
def test_what_passes_is_tried_again(web: Web, get: Get, fault: Answer) -> None:
    web.put("a.example/a", fault, fault, Answer("here"))
    assert get("a.example/a").body == b"here"
    assert len(web.asked("a.example/a")) == 3


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_does_not_pass_is_an_error_with_its_status(
    web: Web, refusal: Refusal, status: int
) -> None:
    web.put("a.example/a", Answer(status=status))
    error = refusal("a.example/a")
    assert (error.status, error.refused) == (status, False)
    assert len(web.asked("a.example/a")) == 3


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_waited_out(web: Web, get: Get, status: int) -> None:
    web.put("a.example/a", Answer(status=status, headers={"Retry-After": "1"}), Answer("here"))
    assert get("a.example/a", replace(FAST, max_wait_seconds=5)).body == b"here"
    first, second = web.asked("a.example/a")
    assert second.at - first.at > 0.5


def test_a_longer_retry_after_ends_the_attempts(web: Web, refusal: Refusal) -> None:
    web.put("a.example/a", Answer(status=503, headers={"Retry-After": "3600"}))
    error = refusal("a.example/a")
    assert error.status == 503
    assert "3600 s" in error.reason
    assert len(web.asked("a.example/a")) == 1


def test_429_for_long_closes_the_host_and_503_only_the_page(web: Web) -> None:
    web.put("a.example/", Answer(status=429, headers={"Retry-After": "3600"}))
    web.put("b.example/", Answer(status=503, headers={"Retry-After": "3600"}))
    pages = [web.put(f"{host}/page", "here") for host in ("a.example", "b.example")]

    async def look() -> list[FetchError | Fetched]:
        async with Fetcher(FAST, resolver=web.resolver) as fetcher:
            for host in ("a.example/", "b.example/"):
                with pytest.raises(FetchError):
                    await fetcher.get(web.url(host))
            with pytest.raises(FetchError) as caught:
                await fetcher.get(pages[0])
            return [caught.value, await fetcher.get(pages[1])]

    closed, page = asyncio.run(look())
    assert isinstance(closed, FetchError)
    assert closed.status == 429
    assert web.asked("a.example/page") == []
    assert isinstance(page, Fetched)


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("120", None, 120),
        (" 0 ", None, 0),
        ("Wed, 25 Nov 2026 12:02:00 GMT", NOON, 120),
        ("Wed, 25 Nov 2026 11:00:00 GMT", NOON, 0),
        ("Wednesday, 25-Nov-26 12:00:30 GMT", NOON, 30),
        ("Wed, 25 Nov 2026 12:02:00 GMT", None, None),
        ("soon", NOON, None),
        ("-5", NOON, None),
        ("٣", NOON, None),
        (None, NOON, None),
    ],
)
def test_retry_after_is_seconds_or_a_point_in_time(
    value: str | None, date: str | None, seconds: float | None
) -> None:
    assert retry_after(value, date) == seconds


@given(st.text() | st.from_regex(r"\w{3}, \d+ \w{3} \d+ \d+:\d+:\d+ \S+"), st.text())
def test_any_retry_after_is_a_wait_or_nothing(value: str, date: str) -> None:
    for other in (date, NOON):
        seconds = retry_after(value, other)
        assert seconds is None or seconds >= 0


def test_backoff_doubles_with_jitter_up_to_its_bound() -> None:
    async def waits() -> list[list[float]]:
        manners = Manners(replace(FAST, max_wait_seconds=3.0))
        return [[manners.backoff(attempt) for _ in range(50)] for attempt in range(8)]

    drawn = asyncio.run(waits())
    for attempt, longest in enumerate([0.5, 1.0, 2.0, 3.0, 3.0, 3.0, 3.0, 3.0]):
        assert longest / 2 <= min(drawn[attempt]) < max(drawn[attempt]) <= longest


def test_a_visit_that_is_cancelled_leaves_its_places_free(web: Web) -> None:
    stuck, free = web.put("a.example/stuck", Answer(stall=30.0)), web.put("a.example/a", "here")

    async def look() -> Fetched:
        settings = replace(FAST, per_host=1, concurrency=1, obey_robots=False)
        async with Fetcher(settings, resolver=web.resolver) as fetcher:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(fetcher.get(stuck), 0.1)
            return await fetcher.get(free)

    assert asyncio.run(look()).body == b"here"
