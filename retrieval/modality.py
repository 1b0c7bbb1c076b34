"""What a clause says of the date in it: planned, proposed, dropped, denied, held, or merely said.

Cues of wording around the expression, within its clause; no parser. A date can bear several.
"""

from __future__ import annotations

import re

from retrieval.analysis import terms
from retrieval.cues import AFTER, BEFORE, SAYING, Modality
from retrieval.dates.tense import Clauses
from retrieval.moves import moved_between

REACH = 90
"""Characters on either side of an expression in which its clause is looked at."""

OPENING = 12
"""Characters within which a sentence opens with its date: "On Friday, officials said …"."""

_TOLD = frozenset(
    terms(
        SAYING.replace("|", " ") + " say tell write offer propose suggest reject deny accuse order"
        " decide sign speak spoke talk interview statement give gave agree agreement deal promise"
        " arrange contract accord pact treaty settlement"
    )
)
_DONE_BY_SAYING = frozenset(
    terms(
        "cancel postpone appoint approve accept threaten threat demand apologise resign dismiss ban"
        " condemn invite testify plead"
    )
)


def asks_for_a_statement(question: str) -> bool:
    """Whether the day of a statement is asked for, or of what is done by making one."""
    return asks_what_was_agreed(question) or not _DONE_BY_SAYING.isdisjoint(terms(question))


def asks_what_was_agreed(question: str) -> bool:
    """Whether the day of what was said or agreed is asked for, or of who talked."""
    return not _TOLD.isdisjoint(terms(question))


_LIMIT = re.compile(
    r"\b(?:by|until|till|before|no later than|within|up to)\s+(?:at least\s+|the\s+)?$", re.I
)


def is_limit(before: str) -> bool:
    """Whether the expression that follows on ``before`` is one by whose end something is to be."""
    return _LIMIT.search(before) is not None


_OPEN_END = re.compile(r"\b(?:after|not before)\s+(?:the\s+)?$", re.I)


def is_open(before: str) -> bool:
    """Whether the expression that follows on ``before`` is one after which something may be at any
    time: "after Easter".
    """
    return _OPEN_END.search(before, max(0, len(before) - 20)) is not None


_NOT_UNTIL = re.compile(r"\b(?:before|until|till)\s+(?:the\s+)?$", re.I)

_NOW_OPEN = re.compile(
    r"^,? (?:is|are) (?:(?:now|again|also|once more) ){0,2}(?:off|open|uncertain|in doubt"
    r"|in question|up in the air|on hold)\b(?! (?:to|again|for|from|at|on)\b)",
    re.I,
)
"""Of a day that was planned: "planned for Friday, is now open too"."""

_WAS_TO = re.compile(r"\b(?:was|were) to \w+[^.;]{0,40}$", re.I)
_NOW_WILL = re.compile(r"^[^.;]{0,40}\b(?:will|is now|are now|is to|are to)\b", re.I)
"""Of a day that is not the event's any more: "which was to begin on the 3rd, will begin …"."""
_WAS_SET = re.compile(
    r"\b(?:was|were) (?:planned|set|scheduled|due|fixed|called|announced"
    r"|booked)\b[^.;,]{0,40}$",
    re.I,
)
_NOT_KEPT = re.compile(
    r"^(?: at first\b|,? (?:(?:and|but|then) ){0,2}(?:(?:it|they) )?(?:was |were |has been "
    r"|have been )?(?:held|moved|put|slipped|switched|postponed|delayed)\b)",
    re.I,
)
"""Of a day that was set and not kept: "was planned for Friday, but was put off"."""

_IF = re.compile(r"\b(?:if|unless)\b[^.;:,]{0,90}$", re.I)
_AS_PLANNED = re.compile(
    r"^[^.;,]{0,15}\bas (?:originally |first )?(?:planned|scheduled|announced|expected)\b", re.I
)
_SUGGESTS = re.compile(
    r"\b(?:propos(?:e[ds]?|ing|als?)|offer(?:s|ed|ing)?|suggest(?:s|ed|ing|ions?)?|invit(?:e[ds]?"
    r"|ing|ations?)|wants?|wanted|would like|ready|wish(?:es|ed)?|ask(?:s|ed|ing)? for"
    r"|put(?:s|ting)? forward|floated|urg(?:e[ds]|ing)|call(?:s|ed|ing) for|mooted)\b",
    re.I,
)
_SETTLES = re.compile(
    r"\b(?:will|shall|scheduled|set|(?:is|are) (?:now )?to|is due|fixed|moved|adjourned"
    r"|postponed)\b",
    re.I,
)
_ACCEPTS = re.compile(r"\b(?:agree[ds]?|accept(?:s|ed)?|confirm(?:s|ed)?|approve[ds]?)\b", re.I)


def _only_suggests(before: str) -> bool:
    """Whether what leads to a date merely suggests it: "wants the two to meet on", "the proposal to
    begin on"; not "accepted the proposal to meet on", "proposed by Kyiv, will begin on".
    """
    clause = re.split(r"[.;]", before)[-1]
    cues = list(_SUGGESTS.finditer(clause))
    if not cues or _ACCEPTS.search(clause):
        return False
    return _SETTLES.search(clause, cues[-1].end()) is None


def modalities(sentence: str, start: int, end: int, clauses: Clauses) -> frozenset[Modality]:
    """What the wording around ``sentence[start:end]`` says of that date.

    ``clauses`` are those of the same sentence. "held" is a clause in the past tense.
    """
    before = sentence[max(0, start - 2 * REACH) : start]
    after = sentence[end : end + REACH]
    found: set[Modality] = {name for name, cue in BEFORE.items() if cue.search(before)}
    following = {name for name, cue in AFTER.items() if cue.search(after)}
    if after.startswith(",") and start > OPENING:
        # "They met on Friday, officials said" gives the day of the meeting.
        following.discard("reported")
    found |= following
    if _WAS_TO.search(before) and _NOW_WILL.search(after):
        found.add("dropped")
    if _WAS_SET.search(before) and _NOT_KEPT.search(after):
        found.add("dropped")
    if "planned" in found and _NOW_OPEN.search(after):
        found.add("cancelled")
    if "denied" in found and _AS_PLANNED.search(after):
        found.add("dropped")
    if moved_between(before, sentence[start:end]):
        found.add("moved")
        found.discard("dropped")
    if _NOT_UNTIL.search(before) or _IF.search(before):
        # "Will not open before 5 May": on that day it may.
        found.discard("denied")
    if "moved" in found:
        # "Adjourned until 13 February" sets a day, "open until 13 February" a limit.
        found.discard("deadline")
    if is_open(before) and not after.startswith(("'s", "’s")):
        found.add("deadline")
    planned_before = "planned" in found and "planned" not in following
    if planned_before and "deadline" not in found and _only_suggests(before):
        found.discard("planned")
        found.add("proposed")
    lean = clauses.lean(start, end)
    if lean < 0:
        found.add("held")
    if start <= 3:
        # "On Friday, …": the date of what the whole sentence tells.
        found.add("lead_in")
    return frozenset(found)
