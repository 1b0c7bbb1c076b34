"""What a route of the test web answers, well or badly."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from typing import Literal

import brotli

Coding = Literal["gzip", "deflate", "br"]


@dataclass(frozen=True)
class Answer:
    """One response. The fields below ``coding`` are faults."""

    body: str | bytes = b""
    status: int = 200
    type: str | None = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None
    """HTTP date; with it or ``etag`` a matching conditional request is answered 304."""
    coding: Coding | None = None
    """Compresses the body and says so."""
    chunked: bool = False
    stated_length: int | None = None
    """A Content-Length other than the true one."""
    cut: int | None = None
    """Bytes of the body after which the connection is closed."""
    stall: float = 0.0
    """Seconds of silence before the first byte."""
    drip: float = 0.0
    """Seconds between single bytes of the body."""
    endless: bool = False
    """The body again and again, chunked, until the client goes."""
    reset: bool = False
    """The connection is reset instead of an answer."""
    raw: bytes | None = None
    """These bytes instead of anything else, then the connection is closed."""

    def payload(self) -> bytes:
        body = self.body.encode() if isinstance(self.body, str) else self.body
        match self.coding:
            case "gzip":
                return gzip.compress(body, mtime=0)
            case "deflate":
                return zlib.compress(body)
            case "br":
                return brotli.compress(body, quality=1)
        return body

    def head(self, *, length: int, status: int | None = None) -> bytes:
        """Status line and header fields; ``status`` replaces the own one (304)."""
        code = status or self.status
        known = {s.value for s in HTTPStatus}
        phrase = HTTPStatus(code).phrase if code in known else "Whatever"
        lines = [f"HTTP/1.1 {code} {phrase}", f"Date: {formatdate(usegmt=True)}"]
        if self.type is not None:
            lines.append(f"Content-Type: {self.type}")
        if self.etag:
            lines.append(f"ETag: {self.etag}")
        if self.last_modified:
            lines.append(f"Last-Modified: {self.last_modified}")
        if code != 304:
            if self.coding:
                lines.append(f"Content-Encoding: {self.coding}")
            if self.chunked or self.endless:
                lines.append("Transfer-Encoding: chunked")
            else:
                lines.append(f"Content-Length: {length}")
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")

    def matches(self, headers: Mapping[str, str]) -> bool:
        """Whether a request with these (lower-case) headers already has this body (RFC 9110)."""
        if self.status != 200:
            return False
        if "if-none-match" in headers:
            named = [tag.strip().removeprefix("W/") for tag in headers["if-none-match"].split(",")]
            return self.etag is not None and self.etag.removeprefix("W/") in named
        return self.last_modified is not None and (
            headers.get("if-modified-since") == self.last_modified
        )


def redirect(to: str, status: int = 301) -> Answer:
    """Leads to ``to``, relative or absolute."""
    return Answer(status=status, headers={"Location": to}, type=None)


def robots(text: str) -> Answer:
    """A robots.txt."""
    return Answer(text, type="text/plain")


def bomb(coding: Coding, size: int = 200_000_000) -> Answer:
    """``size`` zeros that travel as next to nothing."""
    block = bytes(1_000_000)
    if coding == "br":
        packer = brotli.Compressor(quality=5)
        packed = b"".join(packer.process(block) for _ in range(size // len(block)))
        packed += packer.finish()
    else:
        deflater = zlib.compressobj(9, wbits=31 if coding == "gzip" else 15)
        packed = b"".join(deflater.compress(block) for _ in range(size // len(block)))
        packed += deflater.flush()
    return Answer(packed, headers={"Content-Encoding": coding})
