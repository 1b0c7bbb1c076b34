"""Happenings: which sort of event a text speaks of, so that a date is not taken for another one's.

A sentence next to "the next round of talks" often dates something else, the strike or the ballot.
The sorts are those that news keeps announcing; words of one sort stand for the same thing, and
some words for several: a committee, a court and two teams all meet.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from retrieval.analysis import terms, words

_SORTS = (
    "talks negotiations negotiate round meeting meet session summit table sit dialogue"
    " consultations mediation bargaining reconvene convene conference",
    "trial hearing court proceedings appeal testimony testify sitting sit session judges meet",
    "verdict ruling judgment judgement sentence sentenced sentencing ruled",
    "launch flight liftoff attempt takeoff fly lift countdown blast",
    "match game fixture derby tie kickoff play replay playoff final semifinal quarterfinal cup meet"
    " meeting",
    "vote referendum ballot poll election elections voting runoff plebiscite polls",
    "strike walkout stoppage picket lockout",
    "exchange swap handover repatriation prisoners bodies remains",
    "call phone telephone ring conversation",
    "deadline ultimatum",
    "ceasefire truce armistice",
    "visit trip tour audience",
    "signing sign signed contract deal agreement takeover sale",
    "opening open inauguration inaugurated reopening reopen",
    "concert festival premiere show exhibition performance",
    "publication publish published report release released figures results",
    "demonstration protest rally march vigil",
    "funeral burial memorial commemoration",
    "sanctions tariffs embargo",
    "training practice camp",
    "decision approval clearance",
    "openday",
    "dryrun rehearsal",
)


def _padded(name: str) -> Callable[[re.Match[str]], str]:
    """Puts ``name`` where something was found, and leaves everything else where it stood."""
    return lambda found: name.ljust(len(found[0]))


_COMPOUNDS = (
    # They open no new building, and try nobody.
    (re.compile(r"\bopen (?:day|house)s?\b", re.I), _padded("openday")),
    (
        re.compile(r"\b(?:trial|dry|test) (?:run|operation|phase|period)s?\b", re.I),
        _padded("dryrun"),
    ),
    # Who negotiates or reports is no event.
    (re.compile(r"\b(?:negotiator|reporter|publisher)s?\b", re.I), _padded("")),
)
_SORTS_OF: dict[str, frozenset[int]] = {}
for _number, _names in enumerate(_SORTS):
    for _term in terms(_names):
        _SORTS_OF[_term] = _SORTS_OF.get(_term, frozenset()) | {_number}


def _compounded(text: str) -> str:
    for compound, name in _COMPOUNDS:
        text = compound.sub(name, text)
    return text


@lru_cache(maxsize=20_000)
def happenings(text: str) -> frozenset[int]:
    """The sorts of events that ``text`` names, as numbers without meaning of their own."""
    found = (t for t in terms(_compounded(text)) if t in _SORTS_OF)
    return frozenset().union(*(_SORTS_OF[t] for t in found))


@lru_cache(maxsize=20_000)
def nearest_happening(sentence: str, start: int, end: int) -> frozenset[int]:
    """The sorts of the word that stands nearest to ``sentence[start:end]``; empty without one."""
    near = [
        (max(start - word_end, word_start - end), word_start, term)
        for word_start, word_end, term in words(_compounded(sentence))
        if term in _SORTS_OF and not start <= word_start < end
    ]
    return _SORTS_OF[min(near)[2]] if near else frozenset()
