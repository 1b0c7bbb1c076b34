"""Which coverage a question may draw on, and how its search is set up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Scope:
    """Limits of a search. Undated articles fall out as soon as ``since`` or ``until`` is set."""

    as_of: datetime
    since: datetime | None = None
    until: datetime | None = None
    outlets: tuple[str, ...] = ()

    @property
    def latest(self) -> int:
        """The last admissible publication, in seconds since 1970."""
        last = min(self.as_of, self.until) if self.until else self.as_of
        return int(last.timestamp())

    @property
    def earliest(self) -> int | None:
        """The first admissible publication, in seconds since 1970."""
        return int(self.since.timestamp()) if self.since else None

    @property
    def undated(self) -> bool:
        """Whether articles without a date may be used: they can't be shown to lie in a window."""
        return self.since is None and self.until is None

    def sql(self) -> tuple[str, list[object]]:
        """A condition on ``passages p`` and its parameters."""
        dated = "p.published <= ?"
        parameters: list[object] = [self.latest]
        if self.earliest is not None:
            dated += " AND p.published >= ?"
            parameters.append(self.earliest)
        where = f"({dated} OR p.published IS NULL)" if self.undated else f"({dated})"
        if self.outlets:
            where += f" AND p.outlet IN ({','.join('?' * len(self.outlets))})"
            parameters.extend(self.outlets)
        return where, parameters


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How the legs are combined; the defaults were chosen by measurement (docs/benchmarks.md)."""

    fusion: Literal["min-max", "rrf"] = "min-max"
    candidates: int = 100
    half_life_days: float = 14.0
    recency_floor: float = 0.5
