"""Find date expressions in English news text and resolve them against the article's date.

The stages, each a module: ``scan`` walks the text and composes expressions, ``grammar`` holds
the wording, ``meaning`` what each kind of expression denotes, ``tense`` which way a clause
looks, ``arithmetic`` the calendar. The conventions are set out in ``docs/dates.md``.
"""

from retrieval.dates.model import DateExpression
from retrieval.dates.scan import find_dates

__all__ = ["DateExpression", "find_dates"]
