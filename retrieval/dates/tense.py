"""Which way the clause around a date expression looks: back or ahead.

A plain "on Wednesday" is the last one in "met on Wednesday" and the next one in "will meet on
Wednesday". Without a parser the nearest cue decides: the last verb before the expression in
its sentence, or the first one after it when none comes before.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

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
    r"said|agreed|was|were|had|did|met|held|told|began|took|went|came|gave|left|made|saw|sent|spoke|wrote"
    r"|won|lost|fell|rose|broke|led|hit|struck|shot|flew|found|got|became|kept|cut|brought|thought"
    r"|fought|put|ran|sat|laid|paid|withdrew|drew|knew|swore|bore|sought|heard|understood|has been"
    r"|burst|beat|shook|stood|woke|taught|caught|bought|sold|spent|lent|built|dealt|slid|swept|drove"
    r"|rode|chose|froze|stole|hid|threw|grew|blew|swung|sank|sang|rang|drank|swam|tore|wore|forgot"
    r"|overcame|overthrew|undertook|upheld|overtook|outbid|fled|crept|stuck|underwent|oversaw"
    r"|died|tied|lied|freed|disagreed|guaranteed|dug|ate|hung|wept|slept|arose|rebuilt|repaid"
    r"|have been|has|have"
)
_TIMETABLE = (
    r"opens|begins|starts|resumes|reopens|ends|expires|closes|convenes|meets|arrives|travels"
    r"|kicks\ off|takes\ place|comes\ into\ force|takes\ effect|enters\ into\ force"
)
_COMES_UP = (
    r"open|begin|start|resume|reopen|end|expire|close|convene|meet|arrive|kick\ off|take\ place"
    r"|go\ on\ sale|come\ into\ force|take\ effect"
)
"""The same of more than one: "the Games end on Sunday"."""
# "May" with a capital is the month.
_CUE = re.compile(
    rf"""\b(?:
    (?P<open>(?:was|were|had\ been)\ (?:also\ )?(?:{_PLANNED})(?:\ (?:for|to|on))?
      | (?:was|were)\ (?:also\ |then\ )?to\ (?!be\b)\w+)
  | (?P<ahead>
        (?<=[^\W\d_s]s\ )(?:{_COMES_UP})
        (?=\ (?:again\ |only\ )?(?:on|in|at|next|tomorrow|tonight)\b)
      | (?:(?:will|won['’]t|shall|would|could|should|must|can|(?-i:may)|might|to)
        \ (?:not\ |also\ |then\ )?)?be
        \ (?:\w{{2,20}}ed|held|sent|made|told|met|given|taken|put|shown|brought|begun|paid)
      | (?:will|would|shall|should|can|could|may|might|must|to)\ (?:hit|put|cut|beat|burst)
  | will|won['’]t|shall|would|could|should|must|can|(?-i:may)|might|going\ to
      | upcoming|forthcoming
      | {_TIMETABLE} | (?:spoken?|talk(?:s|ed)?|wrote|writes?|thinks?|thought)\ of
      | (?:sets?|schedule[ds]?|call(?:s|ed)|fix(?:es|ed)|propose[ds]?|planned)
        \ (?:[\w'’-]{{1,20}}\ ){{1,4}}for
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
_LASTED = re.compile(r"\b(?:lasted|continued|went on|remained|stayed|ran|waited)\b", re.I)
"""What makes "until Monday" a matter of the past."""
_ATTRIBUTION = re.compile(
    r",\s+[^,.;:!?\n]{0,60}\b(?:said|says|told|added|announced|reported|confirmed|wrote)\b", re.I
)
_PAST_VERB = re.compile(
    r"(?:called|fixed|proposed|planned|expected|invited|moved|postponed|scheduled|spoke)\b", re.I
)
_UNTIL = re.compile(
    r"\b(?:by|until|till|ahead of|no later than|not before|starting|beginning|effective)\s+"
    r"(?:(?:the|early|late|at least|on|from|end of)\s+){0,3}$",
    re.I,
)

_OFF = (
    r"(?:cancell?ed|called\ off|off|postponed|delayed|rescheduled|adjourned|scrapped|suspended"
    r"|moved|(?:put|pushed|shoved|set)\ (?:back|off)|brought\ forward)"
)
_IS_OFF = re.compile(
    rf"""(?:['’]s\ (?:[\w'’-]+\ ){{1,8}}?|\ )(?:(?:has|have)\ (?:now\ |again\ )?been|is|are)
    \ (?:now\ |again\ |once\ more\ )?{_OFF}\b""",
    re.I | re.X,
)
_PUTS_OFF = re.compile(
    r"\b(?:put(?:s|ting)? (?:off|back)|postpon(?:e|es|ed|ing)|call(?:s|ed|ing)? off"
    r"|cancel(?:s|l?ed|l?ing)?|scrap(?:s|ped|ping)?|mov(?:es|ed|ing)|delay(?:s|ed|ing)?"
    r"|adjourn(?:s|ed|ing)?|(?:brings?|brought) forward) (?:the |its |their |his |her )?$",
    re.I,
)
"""What is put off, or is off, lies ahead, though that was done before: "Thursday's vote has been
postponed", "they put off Saturday's vote"."""

_PUT_TO = re.compile(
    rf"\b{_OFF}\ (?:by\ [\w ]{{1,20}}\ )?(?:from\ [\w ,]{{1,30}}\ )?(?:to|until|till)\ (?:the\ )?$",
    re.I,
)
"""Before the day that something was moved to."""

_SET_FOR = re.compile(
    r"(?<!had )(?<!had been )(?<!first been )\b(?:pencilled in|promised|announced|named|foreseen"
    r"|listed|summoned|reserved|invitation|called)\b(?: [\w'’-]+,?){0,7}? for (?:the )?$",
    re.I,
)
"""Before the day for which something is set: "their report is promised for Friday"."""

_IS = re.compile(
    r"\b(?:is|are)\s+(?:(?:now|only|again|already|due|planned|set)\s+)?(?:on|for)\s+(?:the\s+)?$",
    re.I,
)
"""The present of "the vote is on Tuesday" looks ahead, whatever else the sentence tells."""


def follows_since(text: str, start: int) -> bool:
    """Whether "since" introduces what begins at ``start``: background, not the story's time."""
    return _SINCE.search(text, max(0, start - 40), start) is not None


class Clauses:
    """The cues and sentence borders of one text, found once, when first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _cues(self) -> list[tuple[int, int, Lean]]:
        return [(m.start(), m.end(), _direction(m)) for m in _CUE.finditer(self._text)]

    @cached_property
    def _cue_ends(self) -> list[int]:
        return [end for _, end, _ in self._cues]

    @cached_property
    def _borders(self) -> list[int]:
        return [match.end() for match in _SENTENCE_END.finditer(self._text)]

    def lean(self, start: int, end: int) -> Lean:
        """The direction of the clause around ``text[start:end]``; 0 when nothing tells."""
        border = bisect_right(self._borders, start)
        begins = max(self._borders[border - 1] if border else 0, start - _WINDOW)
        ends = self._borders[border] if border < len(self._borders) else len(self._text)
        if _UNTIL.search(self._text, max(begins, start - 40), start):
            return -1 if _LASTED.search(self._text, max(begins, start - 60), start) else 1
        if _SINCE.search(self._text, max(begins, start - 40), start):
            return -1
        if _IS.search(self._text, max(begins, start - 40), start):
            return 1
        if _SET_FOR.search(self._text, max(begins, start - 80), start):
            return 1
        if _PUT_TO.search(self._text, max(begins, start - 80), start):
            return 1
        if _IS_OFF.match(self._text, end) or (
            _PUTS_OFF.search(self._text, max(begins, start - 40), start)
            and self._text.startswith(("'s", "’s"), end)
        ):
            return 1
        before = bisect_right(self._cue_ends, start)
        if before and self._cues[before - 1][0] >= begins:
            return self._cues[before - 1][2]
        # "The talks open on Monday, he said": the closing verb tells nothing of the opening one.
        if start - begins > 12 and _ATTRIBUTION.match(self._text, end):
            return 0
        after = bisect_left(self._cue_ends, end)
        if after == len(self._cues) or self._cues[after][0] >= min(ends, end + _WINDOW):
            return 0
        # "On Friday he proposed that …" looks ahead from its verb on, but not before it.
        return -1 if _PAST_VERB.match(self._text, self._cues[after][0]) else self._cues[after][2]


def _direction(cue: re.Match[str]) -> Lean:
    if cue["open"]:
        return 0
    return -1 if cue["back"] else 1
