"""Bodies unpacked within bounds.

httpx2 unpacks in bounded pieces too, but takes a compressed body that breaks off for a whole one,
and unpacks through several codings at once, which multiplies what one read can cost.
"""

from __future__ import annotations

import zlib
from typing import Protocol

import brotli

ACCEPTED = "gzip, br"


class TooLarge(Exception):
    """The body grows past its limit."""


class Broken(Exception):
    """The body is not what its Content-Encoding says, or ends too early."""


class _Unpacker(Protocol):
    def unpack(self, data: bytes, room: int) -> bytes:
        """At least what is known of the next ``room`` bytes; little more than that at a time."""

    def is_whole(self) -> bool: ...


class Body:
    """Takes a body as it comes in and unpacks it; never holds much more than ``limit`` bytes.

    ``coding`` is the Content-Encoding header. Raises Broken at once for one that was not offered.
    """

    def __init__(self, coding: str, limit: int) -> None:
        self._unpacker = _unpacker(coding)
        self._limit = limit
        self._received = 0
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, data: bytes) -> None:
        """Raises TooLarge past the limit, packed or unpacked, and Broken."""
        self._received += len(data)
        try:
            part = self._unpacker.unpack(data, self._limit - self._size + 1)
        except (zlib.error, brotli.error) as error:
            raise Broken("its body is not packed as it says") from error
        self._parts.append(part)
        self._size += len(part)
        if max(self._size, self._received) > self._limit:
            raise TooLarge

    def so_far(self) -> bytes:
        """What came before the limit."""
        return b"".join(self._parts)[: self._limit]

    def whole(self) -> bytes:
        """The body, once all of it has been fed. Raises Broken where it breaks off."""
        if self._received and not self._unpacker.is_whole():
            raise Broken("its body breaks off")
        return b"".join(self._parts)


def _unpacker(coding: str) -> _Unpacker:
    match coding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip" | "deflate":
            return _Zlib()
        case "br":
            return _Brotli()
    raise Broken(f"its body is packed in a way that was not offered ({coding[:40]!r})")


class _Plain:
    def unpack(self, data: bytes, room: int) -> bytes:
        return data[:room]

    def is_whole(self) -> bool:
        return True


class _Zlib:
    def __init__(self) -> None:
        # 32: the header says whether it is gzip or zlib.
        self._state = zlib.decompressobj(wbits=32 + zlib.MAX_WBITS)

    def unpack(self, data: bytes, room: int) -> bytes:
        # What follows the end is ignored, as browsers do.
        return b"" if self._state.eof else self._state.decompress(data, room)

    def is_whole(self) -> bool:
        return self._state.eof


class _Brotli:
    def __init__(self) -> None:
        self._state = brotli.Decompressor()

    def unpack(self, data: bytes, room: int) -> bytes:
        if self._state.is_finished():
            return b""
        out = bytes(self._state.process(data, output_buffer_limit=room))
        while len(out) < room and (more := self._state.process(b"", output_buffer_limit=room)):
            out += more
        return out

    def is_whole(self) -> bool:
        return bool(self._state.is_finished())
