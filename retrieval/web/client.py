"""One polite request at a time, as many at once as the settings allow.

httpx2 is httpx as Pydantic carries it on, with the same interface: httpx has had no release since
December 2024, httpx2 its last in November 2026, and huggingface_hub brings it along anyway.
"""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from dataclasses import dataclass, field
from functools import cache
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpcore2
import httpx2

from retrieval.errors import ConfigError
from retrieval.web.addresses import absolute, joined
from retrieval.web.bodies import ACCEPTED, Body, Broken, TooLarge
from retrieval.web.manners import HostClosed, Manners, retry_after
from retrieval.web.network import CheckedBackend, PrivateAddress, Resolver, Transport, resolve
from retrieval.web.records import Fetched, FetchError, FetchSettings, Validators
from retrieval.web.robots import MOST_BYTES, Robots

_PERMANENT = (301, 308)
_REDIRECTS = (*_PERMANENT, 302, 303, 307)
_ORIGINS_KEPT = 1000
_TRANSIENT = (
    httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException,
    OSError, UnicodeError, Broken,
)  # fmt: skip
_PLAIN = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,999}\Z")
_MEDIA_TYPE = re.compile(r"\s*([\w.+-]+/[\w.+-]+)", re.ASCII)
_UNCONDITIONAL = Validators()
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:+-]+)""", re.ASCII | re.IGNORECASE)


class _Astray(FetchError):
    """Redirects that lead to no answer."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: httpx2.Headers
    body: bytes


@dataclass(slots=True)
class _Origin:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    robots: Robots | FetchError | None = None
    """FetchError: the rules could not be read, so nothing may be asked for now."""


class Fetcher:
    """Asks the web for pages; one for a visit, and for one event loop at a time.

    ``resolver`` stands in for the system's (host, port to IP addresses), ``tls`` for the system's
    trust. What robots.txt says is kept for as long as the context is open.
    Raises ConfigError for a user agent that can't be a header.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        resolver: Resolver | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        if not _PLAIN.match(settings.user_agent):
            raise ConfigError("[fetch] user_agent must be one line of plain ASCII")
        self._settings = settings
        self._resolver = resolver or resolve
        self._tls = tls

    async def __aenter__(self) -> Self:
        settings = self._settings
        self._manners = Manners(settings)
        self._origins: dict[str, _Origin] = {}
        backend = CheckedBackend(self._resolver, allow_private=settings.allow_private_addresses)
        tls = self._tls or _system_trust()
        self._transport = Transport(backend, tls)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._transport.aclose()

    async def get(self, address: str, validators: Validators = _UNCONDITIONAL) -> Fetched:
        """What ``address`` answers, after redirects: 2xx, 304, or a status of 300 to 499 but 429.

        Only a 2xx has a body. Asked conditionally if ``validators`` say how. Raises FetchError:
        ``refused`` where we did not ask (private address, robots.txt, not http), ``status`` set
        for 429 and 5xx that retries did not cure, else for what is unreachable, too slow, too
        large, or redirects without end. Where robots.txt can't be read for now (5xx, unreachable)
        it is not ``refused``: a later visit may find it open.
        """
        try:
            start = absolute(address)
        except ValueError as error:
            raise FetchError(address, str(error), refused=True) from error
        try:
            return await self._follow(address, start, _sendable(validators))
        except FetchError as error:
            if error.address == address:
                raise
            reason = error.reason if error.address == start else f"leads to {error}"
            raise FetchError(address, reason, refused=error.refused, status=error.status) from error

    async def _follow(
        self, address: str, start: str, validators: Validators, *, to_robots: bool = False
    ) -> Fetched:
        current, moved_to, permanent = start, None, True
        seen = {start}
        while True:
            if self._settings.obey_robots and not to_robots:
                await self._obey(current)
            # A date says nothing about the other article that a passing redirect may lead to.
            sent = validators if permanent else Validators(etag=validators.etag)
            answer = await self._attempts(current, sent, to_robots=to_robots)
            if answer.status not in _REDIRECTS:
                return _fetched(address, current, moved_to, answer)
            places = answer.headers.get_list("location")
            target = joined(current, places[0]) if places else None
            if target is None:
                refused = bool(places)
                raise _Astray(current, "redirects to no address of the web", refused=refused)
            if target in seen:
                raise _Astray(current, "redirects in a circle")
            if len(seen) > self._settings.max_redirects:
                raise _Astray(current, "redirects too many times")
            seen.add(target)
            permanent = permanent and answer.status in _PERMANENT
            current, moved_to = target, target if permanent else moved_to

    async def _attempts(self, address: str, validators: Validators, *, to_robots: bool) -> _Answer:
        """The answer of one address, tried again where it may help. Raises FetchError."""
        for attempt in range(self._settings.retries + 1):
            wait = None
            try:
                answer = await self._in_turn(address, validators, to_robots=to_robots)
            except _TRANSIENT as error:
                failure = FetchError(address, self._reason(error))
                failure.__cause__ = error
            else:
                if answer.status < 500 and answer.status != 429:
                    return answer
                failure = FetchError(address, f"answered {answer.status}", status=answer.status)
                wait = self._asked_to_wait(address, answer)
            if attempt < self._settings.retries:
                await asyncio.sleep(self._manners.backoff(attempt) if wait is None else wait)
        raise failure

    def _asked_to_wait(self, address: str, answer: _Answer) -> float | None:
        """Seconds, from Retry-After. Raises FetchError where they are too many."""
        headers = answer.headers
        seconds = retry_after(headers.get("retry-after"), headers.get("date"))
        if seconds is None:
            return None
        if answer.status == 429:  # said of all that we ask there; 503 may be said of one page
            self._manners.pause(_host(address), seconds)
        if seconds > self._settings.max_wait_seconds:
            reason = f"answered {answer.status}, to be asked again in {seconds:.0f} s"
            raise FetchError(address, reason, status=answer.status)
        return seconds

    async def _in_turn(self, address: str, validators: Validators, *, to_robots: bool) -> _Answer:
        try:
            async with self._manners.turn(_host(address)):
                async with asyncio.timeout(self._settings.timeout_seconds):
                    return await self._once(address, validators, to_robots=to_robots)
        except HostClosed as error:
            raise FetchError(address, f"not asked for now: {error}", status=429) from error
        except PrivateAddress as error:
            reason = (
                f"refused: {error}, which is not on the public internet; "
                "[fetch] allow_private_addresses = true would allow it"
            )
            raise FetchError(address, reason, refused=True) from error
        except TooLarge as error:
            raise FetchError(address, f"larger than {self._settings.max_bytes} bytes") from error

    async def _once(self, address: str, validators: Validators, *, to_robots: bool) -> _Answer:
        """One request. Raises TooLarge, PrivateAddress, HostClosed, or one of _TRANSIENT."""
        try:
            request = httpx2.Request(
                "GET", address, headers=self._headers(validators),
                extensions={"timeout": {"connect": self._settings.timeout_seconds}},
            )  # fmt: skip
        except httpx2.InvalidURL as error:
            raise FetchError(address, str(error), refused=True) from error
        response = await self._transport.handle_async_request(request)
        try:
            status = response.status_code
            body = b""
            if status == 304 and validators == _UNCONDITIONAL:
                raise Broken("answered 304 though nothing was known of it")
            if status in (101, 206):
                raise Broken(f"answered {status}, which was not asked for")
            if status // 100 == 2:
                limit = MOST_BYTES if to_robots else self._settings.max_bytes
                body = await _body(response, limit, cut=to_robots)
            elif status == 304:  # nothing, by definition, but then the connection serves again
                async for _ in response.aiter_raw():
                    pass
            return _Answer(status, response.headers, body)
        finally:
            await response.aclose()

    def _headers(self, validators: Validators) -> dict[str, str]:
        headers = {
            "User-Agent": self._settings.user_agent, "Accept": "*/*", "Accept-Encoding": ACCEPTED
        }  # fmt: skip
        if validators.etag:
            headers["If-None-Match"] = validators.etag
        if validators.last_modified:
            headers["If-Modified-Since"] = validators.last_modified
        return headers

    def _reason(self, error: Exception) -> str:
        match error:
            case TimeoutError() | httpcore2.TimeoutException():
                return f"no whole answer within {self._settings.timeout_seconds:g} s"
            case socket.gaierror() | UnicodeError():
                return f"its host name leads nowhere ({error})"
            case Broken():
                return str(error)
            case httpcore2.ProtocolError():
                return f"its answer breaks off or is no HTTP ({error})"
        return f"the connection failed ({error or type(error).__name__})"

    # robots.txt

    async def _obey(self, address: str) -> None:
        parts = urlsplit(address)
        name = f"{parts.scheme}://{parts.netloc}"
        origin = self._origins.setdefault(name, _Origin())
        if len(self._origins) > _ORIGINS_KEPT:
            self._origins.pop(next(iter(self._origins)))
        async with origin.lock:
            if origin.robots is None:
                origin.robots = await self._robots(f"{name}/robots.txt")
        robots = origin.robots
        if isinstance(robots, FetchError):
            reason = robots.reason
            if not robots.refused:
                reason = f"not asked, as robots.txt can't be read for now: {reason}"
            raise FetchError(address, reason, refused=robots.refused, status=robots.status)
        if not robots.allows(address):
            raise FetchError(address, "robots.txt forbids it", refused=True)
        try:
            self._manners.space(_host(address), robots.delay)
        except HostClosed as error:
            reason = f"robots.txt asks for {robots.delay:g} s between requests; more than max_wait"
            raise FetchError(address, reason, refused=True) from error

    async def _robots(self, address: str) -> Robots | FetchError:
        """RFC 9309, 2.3.1: no such file allows all, a failing server nothing for now."""
        try:
            found = await self._follow(address, address, _UNCONDITIONAL, to_robots=True)
        except _Astray:
            body = b""
        except FetchError as error:
            return error
        else:
            body = found.body
        return Robots(body, self._settings.user_agent)


async def _body(response: httpx2.Response, limit: int, *, cut: bool) -> bytes:
    """Unpacked, up to ``limit`` bytes; what is longer is ``cut``, else raises TooLarge."""
    stated = response.headers.get("content-length", "")
    if not cut and stated.isdecimal() and float(stated) > limit:
        raise TooLarge
    body = Body(response.headers.get("content-encoding", ""), limit)
    try:
        async for part in response.aiter_raw():
            body.feed(part)
    except TooLarge:
        if not cut:
            raise
        return body.so_far()
    return body.whole()


def _fetched(address: str, final: str, moved_to: str | None, answer: _Answer) -> Fetched:
    headers = answer.headers
    content_type = headers.get("content-type", "")
    media_type, charset = _MEDIA_TYPE.match(content_type), _CHARSET.search(content_type)
    return Fetched(
        address=address,
        final=final,
        moved_to=moved_to,
        status=answer.status,
        body=answer.body,
        media_type=media_type[1].lower() if media_type else None,
        charset=charset[1].lower() if charset else None,
        validators=_sendable(Validators(headers.get("etag"), headers.get("last-modified"))),
    )


@cache
def _system_trust() -> ssl.SSLContext:
    """Takes a tenth of a second to make, and belongs to no loop."""
    return httpx2.create_ssl_context(trust_env=False)


def _sendable(validators: Validators) -> Validators:
    """Without what can't be sent back: line breaks, other scripts, whole novels."""
    values = (validators.etag, validators.last_modified)
    return Validators(*(v if v and _PLAIN.match(v) else None for v in values))


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""
