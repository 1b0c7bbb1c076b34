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
    "talks negotiations negotiate round meeting meet session summit table sit dialogue conversation"
    " consultations mediation bargaining reconvene convene conference",
    "trial hearing court proceedings appeal testimony testify sitting sit session judges meet",
    "verdict ruling judgment judgement sentence sentenced sentencing ruled",
    "launch flight liftoff attempt takeoff fly lift countdown blast",
    "match game fixture derby tie kickoff play replay playoff final semifinal quarterfinal cup meet"
    " meeting",
    "vote referendum ballot poll election elections voting runoff plebiscite polls",
    "strike walkout stoppage picket lockout",
    "exchange swap handover repatriation prisoners bodies remains release freed",
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
    (
        re.compile(
            r"\b(?:run|walk|kick|lift|play|take|hand|cease|count|re)-(?:offs?|outs?|overs?|fires?"
            r"|downs?|opening)\b",
            re.I,
        ),
        lambda found: found[0].replace("-", "").ljust(len(found[0])),
    ),
    # The month is no protest.
    (re.compile(r"\bMarch\b"), _padded("")),
    # Who negotiates or reports is no event, nor what has its stem by chance: the public, a premier.
    (
        re.compile(
            r"\b(?:(?:negotiator|mediator|reporter|publisher|prison|premier)s?|public|reported|finally"
            r"|remain(?:ed|ing)?|(?<!the )(?<!their )(?<!human )(?<!of )(?<!and )remains|ties)\b"
            # no final date; called for; a press conference; an attempt to; ruled out; a sign of
            r"|\bfinal(?= (?:date|day|figure|decision|word|stage|phase|bill|result|report|say"
            r"|hour)s?\b)"
            r"|\bcall(?:s|ed|ing)?(?= (?:for|on|off|it|this|that|him|her|the|an?|themselves)\b)"
            r"|\b(?:press|news) conferences?\b|\battempt(?:s|ed|ing)?(?= (?:to|at)\b)"
            r"|\brul(?:es?|ed|ing)(?= out\b)|\bsigns?(?= (?:of|that)\b)|\ba sign\b"
            r"|\bappeal(?:s|ed|ing)?(?= (?:to|for)\b)|\bresult(?:s|ed|ing)?(?= in\b)"
            r"|\blift(?:s|ed|ing)?(?= (?:the |all |its )?(?:sanctions|bans?|siege|blockade"
            r"|embargo)\b)"
            # left open; open to talks; in practice; a refugee camp; shows that
            r"|\b(?<=left )open|(?<=remains )open|(?<=stays )open|(?<=still )open"
            r"|\bopen(?= (?:to|question|letter|air)\b)|\b(?<=in )practice\b"
            r"|\b(?<!training )camps?\b"
            r"|\bshow(?:s|ed|n|ing)?(?= (?:that|how|no|the)\b)"
            r"|\bexchange[sd]?(?= (?:of )?(?:lists|documents|views|letters|drafts|fire|words"
            r"|memorand\w+)\b)"
            r"|\bfigures?(?= (?:of|at|given|for)\b)|\b(?:drone|air|missile|rocket)[ -]?strikes?\b",
            re.I,
        ),
        _padded(""),
    ),
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


_AT_ANOTHER_TIME = re.compile(r"\b(?:before|after|ahead of|until|since)\b", re.I)


@lru_cache(maxsize=20_000)
def nearest_happening(sentence: str, start: int, end: int) -> frozenset[int]:
    """The sorts of the word that stands nearest to ``sentence[start:end]``; empty without one.

    In "a vigil on 23 March, the day before the talks" that is the vigil.
    """
    near = [
        (max(start - word_end, word_start - end), word_start, term)
        for word_start, word_end, term in words(_compounded(sentence))
        if term in _SORTS_OF and not start <= word_start < end
        and not (word_start > end and _AT_ANOTHER_TIME.search(sentence, end, word_start))
    ]  # fmt: skip
    return _SORTS_OF[min(near)[2]] if near else frozenset()
