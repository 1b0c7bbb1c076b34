"""Unset: whether a sentence says that no date is set for something, that it is off, or over."""

from __future__ import annotations

import re
from functools import lru_cache

EVENT = (
    r"(?:meetings?|rounds?|sessions?|talks|negotiations|hearings?|sittings?|launch|attempt"
    r"|contacts?|match|game|vote|trial|flight|visit|summit|exchange|start|opening|election|replay)"
)
DAY = (
    # Neither "five days" nor "in that time".
    r"(?:dates?|(?<!-)day"
    r"|(?:(?<=the )|(?<=no )|(?<=any )|(?<=exact )|(?<=which )|(?<=new )|(?<=naming )"
    r"|(?<=name ))days"
    r"|(?<!that )(?<!this )time(?! limit)|timing|timetable|schedule|deadline|appointment)"
)

_DENIED_NEXT = re.compile(
    r"\s{0,3}[^.;\n]{0,60}\b(?:den(?:ied|ies)|reject(?:ed|s)|dismiss(?:ed|es)|contradict(?:ed|s))"
    r" (?:it|this|that|both|them|the (?:report|claim|rumour|story)s?|such \w+)\b",
    re.I,
)


def denied_next(text: str, end: int) -> bool:
    """Whether the sentence that follows on ``text[:end]`` denies what that one reports: "A paper
    wrote that talks would open in June. Peskov denied it."
    """
    return _DENIED_NEXT.match(text, end) is not None


_SETTLED = (
    r"(?:set|fixed|agreed|arranged|scheduled|planned|named|announced|decided|picked|chosen"
    r"|determined|known|predicted|settled|confirmed|given|mentioned|discussed|found|published"
    r"|disclosed|in sight)"
)
_NOT = (
    r"(?:(?<!place )(?<!venue )(?<!price )(?<!room )"
    r"(?:not|nor|neither|never|yet to|cannot|n['’]t|refused to|declined to|unable to|avoided"
    r"|without))"
)
_OPEN = (
    # "Is still open", not "the open day" and "is to open in May".
    r"(?:unclear|uncertain|undecided|unknown|up in the air"
    r"|(?:is|are|was|were|remain(?:s|ed)?|stay(?:s|ed)?|left|leaves?"
    r"|still) (?:[\w-]+ ){0,2}?(?<!to )open"
    r"(?! (?:to|for|from|at|in|on|until|till|between|daily|day|who|whether|what|how)\b)"
    r"|(?<!a place )(?:yet|still|remains?) to be"
    r"|not (?:yet )?(?:clear|known|certain|decided)|only (?:after|when|once)|depends? on|premature"
    r"|too early)"
)
_QUALIFIED = (
    r"(?:(?!(?:the|of|in|at|on|for|while|during|before|until|other|more|less|than|to"
    r"|all)\b)[\w-]+ ){0,3}?"
)
"""Words between "no" and what there is none of: "no new launch date"."""
_ORDINAL_ONE = (
    r"(?:an?|the|any|another) (?:second|third|fourth|fifth|sixth|seventh|new|next|further)"
)
_CALLED_OFF = re.compile(
    # has called off the fourth round
    r"\b(?:call(?:s|ed|ing)? off|cancel(?:s|l?ed)|scrap(?:s|ped)|shelve[sd])(?: on \w+day)?"
    rf" (?:the|its|their|an?|[\w-]+['’]s) (?:[\w-]+ ){{0,3}}?{EVENT}\b"
    # the talks will not take place
    rf"|\b{EVENT}\b[^.;]{{0,90}}\b(?:(?:will|did|is|are) ?n[o'’]t|won['’]t) (?:be held|take place"
    r"|go ahead|happen(?:ing)?|come about|taking place|going ahead)\b(?! (?:until|before"
    r"|on time)\b)"
    # the match has been cancelled
    rf"|\b{EVENT}\b[^.;]{{0,110}}\b(?:(?<!had )been|was|were|is|are) (?:cancelled|canceled"
    r"|called off|scrapped|suspended|dropped|put on hold|shelved|postponed indefinitely|abandoned"
    r"|off(?=[.,;!]| again| after| because))",
    re.I,
)
_NONE = r"(?<!\bneeds )(?<!\bneed )(?<!\bneeded )(?<!\bat )\bno (?!match for\b|time to\b)"
_NEEDED = r"(?![^.;]{0,20}\b(?:needed|necessary|required)\b)"
_WHEN_OR_DAY = (
    r"(?:how long,? or )?(?:(?:by |or )?when\b(?! asked| pressed)"
    rf"|(?:on )?(?:what|which) {DAY}\b)"
)
_NOBODY = r"(?:nobody|no one|neither side)"
_ON_CONDITION = r"(?:when|once|after|as soon as)"
_NOT_SET = re.compile(
    # no date; no further meeting; no launch date
    rf"{_NONE}{_QUALIFIED}{DAY}\b{_NEEDED}|\bno (?:other|more) (?:dates?|days?)\b"
    # Neither "there was no meeting" nor "no exchange has taken place", nor "no talks today", nor
    # what "is no vote"; but "there is no vote"
    rf"|(?<!\bwas )(?<!\bwere )(?<!\bbeen )(?:(?<!\bis )|(?<=\bthere is ))"
    rf"{_NONE}{_QUALIFIED}{EVENT}\b{_NEEDED}"
    r"(?! (?:today|tonight)\b)(?! (?:of \w+ )?(?:took|has taken|have taken|was held|were held)\b)"
    rf"|\b(?:was|were|been) no {_QUALIFIED}{EVENT}\b[^.;]{{0,30}}\b{_SETTLED}\b"
    # neither a day nor a place; not "any day" nor "not a day sooner"
    r"|\b(?:(?:neither|nor)(?: the)?"
    r"|not an?(?! day (?:more|less|sooner|later|before|earlier|longer|after)\b)"
    rf"|without an?) {_QUALIFIED}{DAY}\b"
    rf"|{_NOT}\b[^.;]{{0,50}}\b(?<!at )any {_QUALIFIED}{DAY}\b|\bnone\b[^.;]{{0,50}}\b{DAY}\b"
    # did not name a new date; nobody has a date
    rf"|(?:{_NOT}|nobody|no one)\b[^.;]{{0,50}}\b(?<!not to be )(?:name|set|fix|give|announce"
    r"|agree on|pick|mention|specify|naming|setting|giving|gave|got|predict"
    r"|commit (?:it|him|her|them)sel|be drawn on|put an?|have an)\w*\b"
    rf"[^.;]{{0,30}}\b{DAY}\b"
    rf"|\b{_NOBODY} (?:\w+ )?(?:ha[sd]|offer(?:s|ed))\b[^.;]{{0,20}}\b(?:an?|another) {DAY}\b"
    # has not said when; neither would say when; the ministry will announce the day in good time
    rf"|{_NOT} (?:yet |been |able to ){{0,2}}(?:say|said|tell|told|know|known|disclosed?|revealed?)"
    rf" (?:(?:us|me|them|reporters|anyone) )?{_WHEN_OR_DAY}"
    rf"|\b(?:neither|nobody|no one|none)\b[^.;]{{0,40}}\b(?:say|said|tell|told|knows?|knew)"
    rf" (?:us |me |them |reporters |anyone )?(?:when|(?:the|a) {DAY})\b"
    rf"|\bwill (?:announce|publish|name|give|tell|inform)\b[^.;]{{0,40}}\bthe (?:exact )?{DAY}"
    r" (?:in good time|in due (?:course|time)|later|soon|shortly)\b"
    # we have not spoken about a date
    rf"|{_NOT} (?:spoken?|speak|talk(?:ed)?|discuss(?:ed)?) (?:(?:of|about|on) )?(?:an?|any|the)"
    rf" {DAY}\b"
    # a new meeting has not been agreed; the date is not known
    rf"|\b(?:{DAY}|{_ORDINAL_ONE}|when)\b[^.;]{{0,60}}{_NOT}(?<!without)\b[^.;]{{0,20}}"
    # "The trial will not open on 7 April as planned" is another matter.
    rf"\b(?<!as ){_SETTLED}\b"
    # Talks may not have found anything, and still have a day.
    rf"|\b{EVENT}\b[^.;]{{0,60}}{_NOT}(?<!without)\b[^.;]{{0,20}}\b(?<!as )"
    rf"(?!found|discussed|given|published|disclosed|mentioned|known){_SETTLED}\b"
    # nothing is fixed for a fourth round; nobody has booked it
    r"|\bnothing\b[^.;]{0,20}\b(?:fixed|set|agreed|arranged|scheduled|planned|decided|heard|said)\b"
    rf"[^.;]{{0,40}}\b(?:{DAY}|{EVENT})\b"
    rf"|\b{_NOBODY} (?:has |had )?(?:yet )?(?:booked|called|convened"
    rf"|scheduled)\b[^.;]{{0,30}}\b{EVENT}\b"
    # when it starts has not been said; when a fourth might take place they did not say
    r"|\bwhen\b[^.;]{0,60}\b(?:ha[sd]|have|was|were) not (?:yet )?(?:been )?(?:said|told)\b"
    r"|\bwhen\b[^.;]{0,30}\bno (?:clarity|word|decision|agreement)\b"
    r"|\bwhen\b[^.;]{0,60}\b(?:nobody|no one|none|neither)\b[^.;]{0,20}\b(?:say|said|tell|knows?)\b"
    r"|\bwhen\b[^.;]{0,60}\b(?:did|do|does|would|could|can) ?n[o'’]t (?:yet )?(?:say|tell)\b"
    # a date he did not name; dates are still being worked out; ends without one
    rf"|\b(?:an?|which|what) {DAY}\b[^.;]{{0,60}}\b(?:did|do|does|would|could|can) ?n[o'’]t"
    r" (?:yet )?(?:say|tell|name)\b"
    rf"|\b(?:{DAY}|when)\b[^.;]{{0,40}}\bbeing (?:worked (?:on|out)|negotiated|looked for|sought)\b"
    rf"|\b{DAY}\b[^.;]{{0,60}}\b(?:without one|come to nothing)\b"
    # the day would be announced before Christmas; a date is still missing; does not exist
    rf"|\b(?:the|an?|its|their|exact|new) {DAY} (?:will|would|is to|are to|was to|has to|must)"
    rf" (?:then |only )?be {_SETTLED}\b"
    rf"|\b(?:an?|the|exact|new) {DAY}\b[^.;]{{0,40}}\b(?:(?:is|are|was|were) (?:[\w-]+ ){{0,2}}?"
    r"(?:missing|lacking|outstanding|awaited|pending)|(?:does|did|do) ?n[o'’]t (?:yet )?exist)\b"
    # will name a day when the road is ready; a starting date will be named once it is
    rf"|\bwill (?:announce|publish|name|give|come back with|fix|set) (?:an?|the) (?:[\w-]+ )?{DAY}"
    rf" (?:only|{_ON_CONDITION})\b"
    rf"|\b(?:an?|the) (?:[\w-]+ )?{DAY} (?:will|would"
    rf"|is to) (?:only )?be {_SETTLED} {_ON_CONDITION}\b"
    # looking for another day
    rf"|\b(?:look(?:s|ed|ing)?|search(?:es|ed|ing)?) for (?:an?|another|a new|other|new) {DAY}s?\b"
    # the date remains open; when is unclear; it is open when
    rf"|\b(?:{DAY}|{EVENT}|when)\b(?:(?!\b(?:terms|doors?)\b)[^.;]){{0,60}}\b{_OPEN}\b"
    rf"|\b{_OPEN}\b[^.;]{{0,40}}\b(?:when|{DAY})\b"
    r"|\bno (?:(?:clear|final|firm|definite) )?(?:understanding|decision|agreement|clarity"
    r"|word(?! from)|indication)\b[^.;]{0,60}\b(?:when|how"
    rf"|where|next|further|new|continu\w+|{DAY}|{EVENT}|of it)\b"
    # the date will be agreed later; as soon as a date has been agreed
    rf"|\b(?:{DAY}|{EVENT}|when|it|this|that|details|rest)\b[^.;]{{0,50}}"
    r"\b(?:to be|will be|is|are|be) (?:decided|agreed|set|announced|fixed|determined|discussed)"
    r" (?:on |upon )?(?:only )?(?:later|after|when|once|in due (?:time|course)|at a later)\b"
    rf"|\b(?:as soon as|(?<!for )(?<!at )once|only when|only after)\b[^.;]{{0,40}}\b{DAY}\b"
    rf"|\b{DAY}\b[^.;]{{0,40}}\b(?:only (?:after|when|once)|as soon as)\b",
    re.I,
)


_OTHERWISE_OPEN = re.compile(
    r"\b(?:how (?:long|many|much|far)|where|who|what)\b[^.;]{0,70}\b(?:open|unclear|uncertain"
    r"|unknown|undecided|not (?:yet )?(?:been )?(?:clear|known|said|decided|agreed|settled))\b",
    re.I,
)
_OF_A_DAY = re.compile(rf"\b(?:when|{DAY})\b", re.I)
_OLD_WORD = re.compile(
    r"\b(?:had (?:[\w-]+ ){0,2}?(?:said|told|insisted|declared|stated|spoken|complained|replied"
    r"|noted)|as (?:late|recently) as|until (?:now|yesterday)|up until then"
    r"|(?:said|spoke) (?:earlier in the day|the day before|a day earlier)"
    r"|\w+ (?:days|weeks) ago (?:\w+ ){1,4}?said)\b",
    re.I,
)


@lru_cache(maxsize=20_000)
def denies_a_date(sentence: str) -> bool:
    """Whether a sentence says that no date is set for something."""
    if _NOT_SET.search(sentence) is None:
        return False
    # "How long the meeting will last has been left open" is another matter.
    return not _OTHERWISE_OPEN.search(sentence) or _OF_A_DAY.search(sentence) is not None


_NEW_DAY = re.compile(rf"\b(?:new|another|other|fresh) (?:[\w-]+ )?{DAY}\b", re.I)


def speaks_of_a_new_day(sentence: str) -> bool:
    """Whether the day that a sentence says is not set would be another than the one known."""
    return _NEW_DAY.search(sentence) is not None


def looks_back(sentence: str) -> bool:
    """Whether a sentence tells what was said before: "As late as Monday he had said that …"."""
    return _OLD_WORD.search(sentence) is not None


@lru_cache(maxsize=20_000)
def calls_off(sentence: str) -> bool:
    """Whether a sentence says that something will not be, without saying when else."""
    return _CALLED_OFF.search(sentence) is not None


_ENDED = re.compile(
    rf"\b(?!start\b|opening\b|launch\b){EVENT}\b(?! the\b)[^.;]{{0,60}}?\b"
    r"(?:(?:is|are|was|were|has|have|had)"
    r" (?:(?!handed|turned|carried|taken|washed|him|her|them)\w+ )?"
    r"(?:over|ended|finished|concluded|completed?)"
    r"|(?<!-)ended|concluded|finished|wrapped up|broke (?:up|off)|came to an end)\b"
    rf"|\b{EVENT}\b[^.;]{{0,110}}?\b(?:is|are|was|were) over\b|\bended (?:[\w-]+ ){{1,5}}?{EVENT}\b"
    r"|^(?:\d\d?[:.]\d\d\W+)?(?:and )?it(?: is|['’]s) (?:all )?over\b(?! for\b)"
    r"|^\d\d?[:.]\d\d\W+it(?: is|['’]s) (?:all )?(?:done|finished)\b"
    r"|^\d\d?[:.]\d\d\W+over\b(?! to\b)|\bthe end is reported\b",
    re.I,
)
_NOT_ENDED = re.compile(
    r"\b(?:not|n['’]t|never|when|once|until|till|before|if|unless|will|would|could|should|(?-i:may)"
    r"|might|must|to be|as soon as)\b",
    re.I,
)


def tells_of_an_end(sentence: str) -> bool:
    """Whether a sentence says that an event is over."""
    found = _ENDED.search(sentence)
    if found is None or sentence.endswith("?"):
        return False
    return _NOT_ENDED.search(sentence, 0, found.end()) is None
