"""What goes wrong on the way: rate limits, server errors, bans, slow answers, resets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.loopback.world import Json

BAN_PAGE = "<!DOCTYPE html><title>Access denied</title>Error 1015: you are being rate limited"


class ApiError(Exception):
    """An answer that is no success; `code` is Discord's own error code."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(f"{status} ({code}) {message}")
        self.status = status
        self.code = code
        self.headers: dict[str, str] = {}
        self.body: Json | str = {"code": code, "message": message}


class Reset(Exception):
    """The connection is cut where an answer was due."""


@dataclass
class Fault:
    """One kind of failure for the next `times` requests that match.

    With `after` the request is carried out first and only its answer is lost, which is how
    a retry comes to post twice.
    """

    method: str
    path: re.Pattern[str]
    times: int = 1
    after: bool = False
    seconds: float = 0.0
    error: ApiError | Reset | None = None
    via: bool = True

    def matches(self, method: str, path: str, *, after: bool) -> bool:
        if self.times < 1 or self.after is not after or self.method not in ("*", method):
            return False
        return self.path.search(path) is not None


@dataclass
class Faults:
    """The faults to come; `method` may be "*", `path` is searched as a regular expression."""

    pending: list[Fault] = field(default_factory=list)

    def take(self, method: str, path: str, *, after: bool) -> Fault | None:
        """The fault that strikes this request, counted down."""
        for fault in self.pending:
            if fault.matches(method, path, after=after):
                fault.times -= 1
                return fault
        return None

    def clear(self) -> None:
        self.pending.clear()

    def rate_limit(
        self,
        method: str,
        path: str,
        *,
        retry_after: float = 0.3,
        times: int = 1,
        everywhere: bool = False,
    ) -> None:
        """429 as Discord sends it: Retry-After, X-RateLimit-* and Via; `everywhere` is global."""
        error = ApiError(429, 0, "You are being rate limited.")
        error.body = {
            "message": "You are being rate limited.",
            "retry_after": retry_after,
            "global": everywhere,
        }
        error.headers = {
            "Retry-After": str(retry_after),
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset-After": str(retry_after),
            "X-RateLimit-Scope": "global" if everywhere else "user",
        }
        if everywhere:
            error.headers["X-RateLimit-Global"] = "true"
        self.pending.append(Fault(method, re.compile(path), times, error=error))

    def server_error(
        self, method: str, path: str, *, status: int = 502, times: int = 1, after: bool = False
    ) -> None:
        """discord.py retries 500, 502, 504 and 524 itself; under a webhook's token all 5xx."""
        error = ApiError(status, 0, f"{status}: injected")
        self.pending.append(Fault(method, re.compile(path), times, after, error=error))

    def refuse(
        self, method: str, path: str, *, status: int = 403, code: int = 50013, times: int = 1
    ) -> None:
        """Any of Discord's own refusals, such as Missing Permissions."""
        error = ApiError(status, code, "injected refusal")
        self.pending.append(Fault(method, re.compile(path), times, error=error))

    def cloudflare_ban(self, method: str = "*", path: str = "", *, times: int = 1) -> None:
        """Error 1015: a page of HTML under 429, without the Via header of Discord's own."""
        error = ApiError(429, 1015, "banned")
        error.body = BAN_PAGE
        error.headers = {"Retry-After": "600", "Server": "cloudflare"}
        self.pending.append(Fault(method, re.compile(path), times, error=error, via=False))

    def slow(self, method: str, path: str, *, seconds: float, times: int = 1) -> None:
        self.pending.append(Fault(method, re.compile(path), times, seconds=seconds))

    def reset(self, method: str, path: str, *, times: int = 1, after: bool = False) -> None:
        self.pending.append(Fault(method, re.compile(path), times, after, error=Reset()))
