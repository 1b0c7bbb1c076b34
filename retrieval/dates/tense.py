"""Which way the clause around a date expression looks: back or ahead.

A plain "on Wednesday" is the last one in "met on Wednesday" and the next one in "will meet on
Wednesday". Without a parser the nearest cue decides: the last verb before the expression in
its sentence, or the first one after it when none comes before.
"""

from __future__ import annotations

import re

from retrieval.dates.model import Lean

_WINDOW = 240

_PLANNED = (
    r"scheduled|planned|expected|slated|due|set|proposed|postponed|moved|rescheduled|delayed"
    r"|invited|tipped|poised|ready|prepared|likely"
)
_INFINITIVES = (
    r"meet|hold|resume|begin|start|take|visit|travel|attend|sign|vote|discuss|speak|arrive|return"
    r"|be|go|come|host|send|convene|gather|launch|leave|fly|talk|hand|present|open|continue|decide"
    r"|give|make|join|end|swap|exchange|release|announce|publish|agree|deliver|run|conduct|address"
)
_IRREGULAR = (
    r"said|was|were|had|did|met|held|told|began|took|went|came|gave|left|made|saw|sent|spoke|wrote"
    r"|won|lost|fell|rose|broke|led|hit|struck|shot|flew|found|got|became|kept|cut|brought|thought"
    r"|fought|put|ran|sat|laid|paid|withdrew|drew|knew|swore|bore|sought|heard|understood|has been"
    r"|have been|has|have"
)
_CUE = re.compile(
    rf"""\b(?:
    (?P<open>(?:was|were|had\ been)\ (?:also\ )?(?:{_PLANNED})(?:\ (?:for|to|on))?)
  | (?P<ahead>
        will|won['’]t|shall|would|could|should|must|can|may|might|going\ to|upcoming|forthcoming
      | hopes?|intends?|aims?|plans?|expects?|looks?\ to|wants?|wishes|proposes?|let\ us
      | (?:is|are|be|being|remains?)\ (?:also\ |now\ |still\ |not\ )?(?:{_PLANNED}|to)
      | to\ (?:also\ )?(?:{_INFINITIVES})
      | (?:{_PLANNED})\ (?:for|to|on|from|by|that)
      | ahead\ of | (?:is|are)\ (?:\w{{2,20}}ing)
    )
  | (?P<back>
        (?:was|were|had\ been)\ (?:\w{{2,20}}ed|held|said|told|sent|made|shot|hit) | {_IRREGULAR}
      | (?<!the\ )(?<!\ba\ )(?<!['’]s\ )
        (?!need|speed|indeed|exceed|proceed|succeed|hundred|united|armed|alleged|red\b)
        [a-z]{{2,20}}[^e\W\d_]ed
      | ago | earlier
    )
    )\b | (?P<promise>['’]ll)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]*[A-Z])|\n|[;:]\s")
_SINCE = re.compile(r"\bsince\s+(?:(?:the|early|late|mid|last|at least)[\s-]+){0,2}$", re.I)
_UNTIL = re.compile(
    r"\b(?:by|until|till|ahead of|no later than|not before|starting|beginning|effective)\s+"
    r"(?:(?:the|early|late|at least|on|from|end of)\s+){0,3}$",
    re.I,
)


def lean(text: str, start: int, end: int) -> Lean:
    """The direction of the clause around ``text[start:end]``; 0 when nothing tells."""
    before = text[max(0, start - _WINDOW) : start]
    ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    before = before[ends[-1] :] if ends else before
    if _UNTIL.search(before[-50:]):
        return 1
    if _SINCE.search(before[-50:]):
        return -1
    after = _SENTENCE_END.split(text[end : end + _WINDOW], maxsplit=1)[0]
    cues = list(_CUE.finditer(before))
    if cues:
        return _direction(cues[-1])
    following = _CUE.search(after)
    return _direction(following) if following else 0


def _direction(cue: re.Match[str]) -> Lean:
    if cue["open"]:
        return 0
    return -1 if cue["back"] else 1
