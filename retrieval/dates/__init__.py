"""Find date expressions in English news text and resolve them against the article's date.

The stages, each a module: ``scan`` walks the text, ``printed`` and ``spoken`` hold the wording of
simple expressions, ``compose`` how they combine, ``meaning`` and ``composite`` what each kind
denotes, ``tense`` which way a clause looks, ``arithmetic`` the calendar. The conventions are set
out in ``docs/dates.md``.
"""

from __future__ import annotations

from datetime import datetime

from retrieval.dates.model import DateExpression

__all__ = ["DateExpression", "find_dates"]


def find_dates(
    text: str, reference: datetime | None, *, day_first: bool | None = None
) -> list[DateExpression]:
    """The date expressions of ``text`` in order, resolved against ``reference``.

    ``reference`` is the article's publication instant (aware; its day is taken in UTC) or None:
    then what depends on it keeps ``first`` and ``last`` None. ``day_first`` settles 02/06/2025;
    when None such dates are read month first unless a date in the same text, such as
    28/05/2025, shows the other order. Offsets are of ``text``; expressions never overlap.
    """
    # The grammar's patterns take a moment to compile; whoever only imports should not pay.
    from retrieval.dates.scan import scan

    return scan(text, reference, day_first=day_first)
