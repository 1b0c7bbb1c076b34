"""What makes an answer another one: what somebody who follows a question wants to be told of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, get_args

from retrieval.records import Answer, Verdict

Kind = Literal[
    "found", "lost", "dated", "moved", "passed", "unset", "disputed", "settled", "value",
    "coverage", "verdict",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer comes to, without its wording. ``values`` are those that outlets give."""

    verdict: str
    first: str | None = None
    last: str | None = None
    values: tuple[str, ...] = ()
    article: str | None = None
    """The one that is quoted first."""

    @classmethod
    def read(cls, written: str) -> Told:
        """What :meth:`written` made. Raises ValueError where it is anything else."""
        try:
            given: dict[str, Any] = json.loads(written)
            made = cls(**{**given, "values": tuple(map(str, given["values"]))})
            dates(made)
        except (KeyError, TypeError) as error:
            raise ValueError(f"that was never told: {error!r}") from error
        if made.verdict not in get_args(Verdict):
            raise ValueError(f"there is no verdict {made.verdict!r}")
        return made

    def written(self) -> str:
        """As a line of JSON, the same for the same answer."""
        return json.dumps(asdict(self), sort_keys=True)


def told(answer: Answer) -> Told:
    """What ``answer`` comes to."""
    if answer.verdict == "no_answer":
        return Told("no_answer")
    event = answer.event
    first = event.start if event else None
    last = (event.end or first) if event else None
    return Told(
        answer.verdict, _iso(first), _iso(last), tuple(sorted(c.value for c in answer.agreement)),
        answer.citations[0].article_id if answer.citations else None,
    )  # fmt: skip


def change(old: Told, new: Told, seen: Iterable[str] = ()) -> Kind | None:
    """What is new in ``new`` against what was told last; None where nothing is.

    Nothing is: another outlet that says the same, the same dates in other words, an article that
    was told of before (``seen``), and coverage that has merely grown old.
    """
    if (old.verdict == "no_answer") != (new.verdict == "no_answer"):
        return "found" if old.verdict == "no_answer" else "lost"
    if new.verdict in ("no_answer", "outdated"):
        return None
    if new.verdict == "disputed":
        return None if (old.verdict, old.values) == ("disputed", new.values) else "disputed"
    if new.verdict == "not_set" and old.verdict != "not_set":
        return "unset"
    if new.first:
        return _redated(old, new)
    if new.verdict != old.verdict:
        return "verdict"
    return _reworded(old, new, seen) if new.verdict == "answered" else None


def _redated(old: Told, new: Told) -> Kind | None:
    if old.verdict == "disputed":
        return "settled"
    if not old.first:
        return "dated"
    if (old.first, old.last) != (new.first, new.last):
        return "moved"
    return "passed" if new.verdict == "passed" and old.verdict == "scheduled" else None


def _reworded(old: Told, new: Told, seen: Iterable[str]) -> Kind | None:
    if old.values and new.values:
        return None if old.values == new.values else "value"
    known = {old.article, *seen}
    return "coverage" if new.article and new.article not in known else None


def dates(what: Told) -> Sequence[date]:
    """The days of a dated answer: none, one, or the first and the last."""
    found = [date.fromisoformat(d) for d in (what.first, what.last) if d]
    return found[:1] if len(set(found)) < 2 else found


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
