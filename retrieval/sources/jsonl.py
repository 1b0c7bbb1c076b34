"""A file of JSON Lines: one article a line, as public collections of articles come."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from retrieval.errors import SourceError
from retrieval.records import Article, Problem
from retrieval.sources.intake import MAX_BYTES, Intake, os_reason, shown_path

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class JsonlSource:
    """The articles of the JSON Lines file at ``location``.

    A line is an object with "id" (text or a whole number) and "text", and may have "url", "title",
    "outlet", "published", "updated", "language" and "attribution"; other keys are ignored.
    """

    name: str
    location: str

    def read(self) -> Iterator[Article | Problem]:
        """Articles and problems, one line at a time; a problem's ``where`` is "path:line".

        Raises SourceError when the file is missing, can't be read, or is UTF-16.
        """
        intake = Intake(self.name)
        shown = shown_path(self.location)
        try:
            with Path(self.location).open("rb") as file:
                if file.peek(2).startswith(_UTF16):
                    raise SourceError(f'source "{self.name}": {shown} is UTF-16; save it as UTF-8')
                for number, line in enumerate(_lines(file), start=1):
                    if line is None or line.strip():
                        yield from _take(f"{shown}:{number}", line, intake)
        except OSError as error:
            raise SourceError(
                f'source "{self.name}": the file {shown} can\'t be read: '
                f"{os_reason(error)}; check its path and permissions"
            ) from error


def _take(where: str, line: bytes | None, intake: Intake) -> Iterator[Article | Problem]:
    try:
        raw = _parsed(line)
    except ValueError as error:
        yield Problem(where, str(error), hides="")  # nobody knows whose line it is
    else:
        yield from intake.take(where, raw)


def _parsed(line: bytes | None) -> dict[str, object]:
    if line is None:
        raise ValueError(f"the line is longer than {MAX_BYTES // 1_000_000} MB")
    try:
        raw = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError(f"the line is not valid UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        reason = error.msg.removesuffix(" at")  # some end so, before the column
        raise ValueError(f"malformed JSON at column {error.colno}: {reason}") from None
    except (ValueError, RecursionError):
        raise ValueError("malformed JSON: a number too long or brackets too deep") from None
    if not isinstance(raw, dict):
        raise ValueError("the line is not a JSON object")
    return raw


def _lines(file: BinaryIO) -> Iterator[bytes | None]:
    """The lines; None for one over ``MAX_BYTES``, which is skipped without being held at once."""
    while line := file.readline(MAX_BYTES + 1):
        fits = len(line) <= MAX_BYTES
        while len(line) > MAX_BYTES and not line.endswith(b"\n"):
            line = file.readline(MAX_BYTES + 1)
        yield line if fits else None
