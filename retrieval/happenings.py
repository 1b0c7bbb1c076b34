"""Happenings: which sort of event a text speaks of, so that a date is not taken for another one's.

A sentence next to "the next round of talks" often dates something else, the strike or the ballot.
The sorts are those that news keeps announcing; words of one sort stand for the same thing.
"""

from __future__ import annotations

from retrieval.analysis import terms, words

_SORTS = (
    "talks negotiations negotiate round meeting meet session summit table sit dialogue"
    " consultations mediation bargaining reconvene conference",
    "trial hearing court proceedings appeal testimony testify sitting judges",
    "verdict ruling judgment judgement sentence sentenced sentencing ruled",
    "launch flight liftoff attempt takeoff fly lift countdown blast",
    "match game fixture derby tie kickoff play replay playoff final semifinal quarterfinal cup",
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
)
_SORT_OF = {term: number for number, names in enumerate(_SORTS) for term in terms(names)}


def happenings(text: str) -> frozenset[int]:
    """The sorts of events that ``text`` names, as numbers without meaning of their own."""
    return frozenset(_SORT_OF[t] for t in terms(text) if t in _SORT_OF)


def nearest_happening(sentence: str, start: int, end: int) -> int | None:
    """The sort whose word stands nearest to ``sentence[start:end]``, or None."""
    near = [
        (max(start - word_end, word_start - end), _SORT_OF[term])
        for word_start, word_end, term in words(sentence)
        if term in _SORT_OF and not start <= word_start < end
    ]
    return min(near)[1] if near else None
