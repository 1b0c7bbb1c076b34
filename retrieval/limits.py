"""The limits of a question as callers give them, checked and made a :class:`Scope`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from difflib import get_close_matches

from retrieval.errors import QuestionError
from retrieval.scope import Scope


def scope_of(
    *,
    as_of: datetime | date,
    since: datetime | date | None,
    until: datetime | date | None,
    outlets: str | Iterable[str],
    known: Sequence[str],
) -> Scope:
    """The scope that the limits describe; outlets in any case, as ``known`` writes them.

    A time without a zone is UTC. A date alone is its beginning for ``since``, else its end.
    Raises QuestionError for an outlet that is not known, and where nothing can lie between.
    """
    last = _instant("as_of", as_of, time.max)
    first = None if since is None else _instant("since", since, time.min)
    end = None if until is None else _instant("until", until, time.max)
    for name, bound in (("until", end), ("as of", last)):
        if first is not None and bound is not None and first > bound:
            raise QuestionError(
                f"nothing lies between since {first:%Y-%m-%d} and {name} {bound:%Y-%m-%d}; "
                "give an earlier since"
            )
    wanted = (outlets,) if isinstance(outlets, str) else tuple(outlets)
    return Scope(last, first, end, tuple(_outlet(name, known) for name in wanted))


def checked_limit(limit: int) -> int:
    """``limit``, at least 1. Raises QuestionError."""
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise QuestionError(f"limit must be a whole number from 1, not {limit!r}")
    return limit


def _instant(name: str, value: datetime | date, at: time) -> datetime:
    if not isinstance(value, date):
        raise QuestionError(f"{name} must be a datetime or date, not {value!r}")
    moment = value if isinstance(value, datetime) else datetime.combine(value, at)
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError as error:
        raise QuestionError(f"{name} lies outside of the calendar: {value}") from error


def _outlet(name: str, known: Sequence[str]) -> str:
    if name in known:
        return name
    folded = {outlet.casefold(): outlet for outlet in known}
    if name.casefold() in folded:
        return folded[name.casefold()]
    near = get_close_matches(name.casefold(), folded, n=1)
    if near:
        hint = f'did you mean "{folded[near[0]]}"?'
    elif known:
        hint = f"known: {', '.join(known[:10])}" + (" …" if len(known) > 10 else "")
    else:
        hint = "nothing is indexed yet"
    raise QuestionError(f'no outlet is called "{name}"; {hint}')
