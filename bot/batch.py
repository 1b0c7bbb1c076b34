"""``dateline ask --batch``: a file of questions, an object for each on standard output."""

from __future__ import annotations

import codecs
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from bot.render.json import as_json
from bot.streams import print_json
from retrieval.errors import DatelineError, QuestionError
from retrieval.records import Answer

Ask = Callable[[str, dict[str, str]], Answer]
"""Answers a question under the options that its line gives: "as_of", "follows"."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def answer_all(batch: Path, ask: Ask, *, trace: bool) -> None:
    """Answers the lines of ``batch`` in their order; a bad one is named and passed over.

    Raises QuestionError when the file can't be read, DatelineError at the end when there were
    bad lines.
    """
    failed = 0
    for number, line in enumerate(_lines(batch), 1):
        if not line.strip():
            continue
        try:
            entry = _entry(line)
            given = {k: entry[k] for k in ("as_of", "follows") if entry.get(k)}
            answer = ask(entry["question"], given)
        except QuestionError as error:
            failed += 1
            click.echo(f"{batch}:{number}: {error}", err=True)
            continue
        print_json({"id": entry.get("id"), **as_json(answer, trace=trace)})
    if failed:
        raise DatelineError(f"{failed} line(s) could not be answered (see above)")


def _lines(batch: Path) -> Iterator[bytes]:
    try:
        with batch.open("rb") as file:
            if file.peek(2).startswith(_UTF16):
                raise QuestionError(f"{batch} is UTF-16; save it as UTF-8")
            yield from file
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise QuestionError(f"{batch} cannot be read: {reason}") from error


def _entry(line: bytes) -> dict[str, Any]:
    try:
        text = line.decode("utf-8-sig")
        entry = json.loads(text, parse_float=_number, parse_constant=str)
    except UnicodeDecodeError as error:
        raise QuestionError(f"not UTF-8 at byte {error.start} of the line") from error
    except RecursionError as error:
        raise QuestionError("not JSON: brackets too deep") from error
    except ValueError as error:
        raise QuestionError(f"not JSON: {error}") from error
    if not isinstance(entry, dict) or not isinstance(entry.get("question"), str):
        raise QuestionError('not an object with the text "question"')
    for key in ("as_of", "follows"):
        if not isinstance(entry.get(key), str | None):
            raise QuestionError(f'"{key}" must be text')
    return entry


def _number(written: str) -> float | str:
    # "1e999" is no float; as an id it must come back as something that JSON can hold.
    value = float(written)
    return value if math.isfinite(value) else written
