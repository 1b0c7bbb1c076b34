"""Logs without secrets: tokens and addresses of interactions are redacted by their shape."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from typing import Any, TextIO

REDACTED = "[redacted]"

_SHAPES = (
    # A bot's token: its id, a time and a signature, in base 64.
    re.compile(r"()[\w-]{18,}\.[\w-]{6,}\.[\w-]{20,}"),
    re.compile(r"(/(?:webhooks|interactions)/\d+/)[^/\s?\"'#]+"),
    re.compile(
        r"(Authorization['\"]?\s*[:=,]\s*['\"]?)(?:Bot |Bearer )?[^\s'\",;)}]+", re.I
    ),
    re.compile(r"(\b(?:Bot|Bearer) )[\w.=-]{12,}"),
    re.compile(r"(['\"]?\btoken['\"]?\s*[:=]\s*['\"]?)[^\s'\",;)}]+", re.I),
)  # fmt: skip
_known: set[str] = set()


def hide(secret: str) -> None:
    """Redacts ``secret`` wherever it comes to stand, whatever its shape."""
    if secret:
        _known.add(secret)


def redacted(text: str) -> str:
    """``text`` without secrets."""
    for secret in _known:
        text = text.replace(secret, REDACTED)
    for shape in _SHAPES:
        text = shape.sub(rf"\1{REDACTED}", text)
    return text


class _Redacting(logging.Formatter):
    """Another formatter, with what it wrote redacted: the message, its traceback and the rest."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        return redacted(self._inner.format(record))


class _Stream:
    """A stream that redacts each line before it goes on to the one behind it."""

    def __init__(self, inner: TextIO) -> None:
        self._inner = inner
        self._begun = ""

    def write(self, text: str) -> int:
        lines, end, self._begun = (self._begun + text).rpartition("\n")
        if end:
            self._inner.write(redacted(lines) + end)
        return len(text)

    def flush(self) -> None:
        begun, self._begun = self._begun, ""
        self._inner.write(redacted(begun))
        self._inner.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def redact_streams() -> None:
    """Redacts what Python itself writes: errors that nobody caught, in threads and finalisers as
    well, warnings, and what logging says of its own mistakes.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if not isinstance(stream, _Stream):
            setattr(sys, name, _Stream(stream))


class _Records:
    """Makes log records as another factory does, without secrets."""

    def __init__(self, make: Callable[..., logging.LogRecord]) -> None:
        self._make = make

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record = self._make(*args, **kwargs)
        try:
            record.msg, record.args = redacted(record.getMessage()), ()
        except Exception:  # a wrong format: logging itself says so, without the arguments
            record.msg, record.args = redacted(str(record.msg)), ()
        return record


def redact() -> None:
    """Redacts all that is logged from now on, and what the handlers at hand write in all.

    Records are redacted as they are made, so handlers that are added later see no secret in
    their messages either; only tracebacks need the formatter.
    """
    if not isinstance(logging.getLogRecordFactory(), _Records):
        logging.setLogRecordFactory(_Records(logging.getLogRecordFactory()))
    for handler in logging.getLogger().handlers:
        if not isinstance(handler.formatter, _Redacting):
            handler.setFormatter(_Redacting(handler.formatter or logging.Formatter()))
