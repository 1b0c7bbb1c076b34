"""A web of our own for tests: real HTTP over loopback, edited and broken on purpose.

    with Web() as web:
        web.put("news.example/a", Answer("<p>Bridge opens.", etag='"1"'))
        web.put("news.example/busy", Answer(status=503), Answer("<p>Now."))   # in turn; last stays
        web.put("news.example/old", redirect(web.url("other.example/a")))
        web.put("news.example/robots.txt", robots("User-agent: *\\nDisallow: /admin"))
        async with Fetcher(FAST, resolver=web.resolver) as fetcher:
            fetched = await fetcher.get(web.url("news.example/a"))
        assert [r.headers.get("if-none-match") for r in web.asked("news.example/a")] == [None]

Any host name leads to the one port (``web.url`` adds it), so limits a host and redirects over hosts
are real. What is not put answers 404. Faults are fields of ``Answer``; ``put`` again to edit.
``FAST`` is FetchSettings for loopback: private addresses allowed, next to no waiting.
"""

from __future__ import annotations

from retrieval.web.records import FetchSettings
from tests.web.answers import Answer, bomb, redirect, robots
from tests.web.server import Asked, Web

FAST = FetchSettings(
    user_agent="dateline-tests/1", allow_private_addresses=True, timeout_seconds=10.0,
    max_wait_seconds=0.02, retries=2,
)  # fmt: skip

__all__ = ["FAST", "Answer", "Asked", "Web", "bomb", "redirect", "robots"]
