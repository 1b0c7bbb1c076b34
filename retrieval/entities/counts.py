"""What is counted, and which numbers count nothing."""

from __future__ import annotations

import re

from retrieval.analysis import STOP_WORDS, term

# Of bounded length: from each of a chain of hyphens the whole rest would be read.
_WORD = re.compile(r"(?P<gap>[ \u00a0]|-)(?P<word>[^\W\d_]{1,40}(?:['’-][^\W\d_]{1,40}){0,3})")
_ATTACHED = re.compile(r"-([a-z]{3,40})(?![\w-])")
_MORE = re.compile(r" (?:more|other|further|such|new|so-called|different)(?= [a-z])(?! than)")
_MOST_WORDS = 5

_IRREGULAR = frozenset(
    "people men women children police troops personnel staff cattle sheep fish teeth feet geese"
    " mice"
    " aircraft spacecraft media data criteria crew dead wounded injured missing deaf clergy"
    " gentlemen fishermen policemen servicemen servicewomen firemen businessmen spokesmen craft"
    " infantry cavalry livestock poultry wives lives youth folk youngsters percent".split()
)
"""Plurals that do not end in "s", and adjectives that stand for people."""

_NO_PLURAL = re.compile(r"(?:ss|us|is|ous|'s|’s)$")
_VERBS = frozenset(
    "said says told went came left took made gave got saw met won lost beat fell rose grew"
    " began ran"
    " led held kept sat stood paid cost costs remains remain returned home abroad ago later earlier"
    " each apiece instead together yet too alone respectively altogether overall according"
    " including"
    " compared despite thanks either within without across among along behind beyond toward towards"
    " via per since amid upon onto like near around although though however whereas whether because"
    " unless even still also already never always often perhaps must might may shall cannot today"
    " yesterday tomorrow tonight are is was were be been being has have had does did do can could"
    " would should will a an the much many several every another there then than this that these"
    " those whose whom who which what where when why how not nor none nobody nothing gets goes"
    " seems"
    " killed dies happened became".split()
)
"""Words that end the stretch in which the head noun is looked for, besides stop words."""

_NUMBER_WORDS = frozenset("hundred thousand million billion dozen half quarter third".split())

LABELS = re.compile(
    r"(?:\b(?:article|articles|art|section|sec|chapter|flight|no|nos|nr|number|room|page|pages"
    r"|p|pp|line"
    r"|route|highway|platform|gate|pier|terminal|version|resolution|paragraph|clause|rule|title|vol"
    r"|volume|formula|apartment|flat|suite|figure|fig|table|appendix|annex|episode|channel|studio"
    r"|protocol|exit|junction|motorway|category|boeing|airbus|apollo|euro|covid|mi|su|tu|windows"
    r"|world war|psalm|verse)\.?[ \u00a0]|[#№][ \u00a0]?)$",
    re.IGNORECASE,
)
"""What stands before a number that only tells one thing from another: "Article 5"."""
LOOSE_LABELS = re.compile(
    r"\b(?:item|point|season|part|phase|stage|round|level|grade|class|type|model|block|unit|bus"
    r"|tram"
    r"|train|hall|group|band|act|lot|case|box|track|lane|road|zone|sector|district|division|legion"
    r"|step|day|week|game|match|set|option|plan|size|age group|year)[ \u00a0]$",
    re.IGNORECASE,
)
"""Ordinary words that do the same unless something counted follows: "on that day 390 people"."""

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_ORD = r"(?:st|nd|rd|th)?"

ADDRESS = re.compile(
    r"[0-9]{1,4}[A-Za-z]? (?:[A-Z][\w'’]*\.? ){1,3}(?:Street|St\b|Road|Rd\b|Avenue|Ave\b|Lane"
    r"|Square"
    r"|Boulevard|Drive|Gardens|Terrace|Place)"
)
SKIP = re.compile(
    r"[0-9]{1,4}(?:"
    # 2025-06-02, 02/06/2025, 02.06.2025, 1.2.3, 555-01-23, 9/11, 24/7
    r"(?:[-/.][0-9]{1,4}){2,6}|/[0-9]{1,4}"
    # 13:30, 7.40 a.m., 8 p.m., 10am, 10 o'clock, 1300 GMT
    r"|\.[0-9]{2}\s(?:in the (?:morning|afternoon|evening)|at night)"
    r"|:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?(?:\s?[ap]\.?m\b\.?)?"
    r"|(?:[.:][0-9]{2})?(?:\s?[-–]\s?[0-9]{1,2}(?:[.:][0-9]{2})?)?\s?(?:[ap]\.m\.?|[ap]m\b"
    r"|[AP]M\b|o['’]clock)"
    r"|(?:\.[0-9]{2})?\s(?:GMT|UTC|CET|CEST|EST|EDT|PST|MSK|BST|local time|hrs\b)"
    # 2 June, 16-17 May, 2nd of June, 16 and 17 May, 21st century
    rf"|{_ORD}(?:\s?(?:[-–,]|to|and|or)\s?[0-9]{{1,2}}{_ORD}){{0,3}},?\s(?:of\s)?{_MONTH}(?![a-z])"
    r"|(?:st|nd|rd|th)[ -]century"
    # 1990s, 2014-15, 2025/26
    r"|0s\b|[-–/](?:[0-9]{4}|[0-9]{2})(?![0-9%.,])(?=(?<=(?:19|20)[0-9]{2}[-–/][0-9]{2})"
    r"|(?<=(?:19|20)[0-9]{2}[-–/][0-9]{4}))"
    # 020 7946 0958, 555-0123-44
    r"|(?:[ -][0-9]{2,4}){2,4}(?![0-9]|[.,][0-9]))"
)
"""Dates, clock times, versions and telephone numbers, from the first figure on."""

AFTER_MONTH = re.compile(
    _MONTH + r"\s(?:the\s)?(?:[0-9]{1,2}" + _ORD + r"(?:\s?(?:[-–,]|to|and)\s?))?$"
)
DAY_OF_MONTH = re.compile(
    rf"[0-9]{{1,2}}{_ORD}(?![0-9])(?:\s?(?:[-–,]|to"
    rf"|and)\s?[0-9]{{1,2}}{_ORD}(?![0-9]))?(?:,?\s[12][0-9]{{3}}(?![0-9,]))?"
)
CLOCK = re.compile(
    r"[0-9]{1,2}\.[0-9]{2}(?![0-9]|[.,][0-9]| ?%| [a-z]*(?:cent|illion|met|mile|euro|dollar))"
)
CLOCK_BEFORE = re.compile(r"\b(?:at|until|till) $", re.IGNORECASE)
LIST_NUMBER = re.compile(r"(?:^|\n)[ \t>*#(-]*$")
LIST_END = re.compile(r"[0-9]{1,3}[.)](?=\s)")
YEAR_BEFORE = re.compile(
    r"\b(?:in|since|by|until|till|from|the|of|during|early|late|mid|before|after|for|summer|winter"
    r"|spring|autumn|fall|and|to|between|year)[ -]$|[\[(]$",
    re.IGNORECASE,
)


_ADJECTIVES = frozenset(
    "direct new big full major joint real public official formal possible main large small long"
    " short high low young old foreign local regional national civil military political personal"
    " irregular separate fresh serious modern senior junior whole such great key good bad other"
    " two three four five six seven eight nine ten".split()
)
"""What stands between an ordinal and its noun so often that it is worth knowing."""


def is_plural(word: str) -> bool:
    """Whether ``word`` may be a noun in the plural."""
    if word in _IRREGULAR:
        return True
    return len(word) > 3 and word.endswith("s") and not _NO_PLURAL.search(word)


def head_noun(text: str, at: int, *, single: bool = False) -> tuple[str, int] | None:
    """Term and end of the noun counted by a number that ends at ``at``; None if there is none.

    Adjectives are skipped up to the first plural ("seriously wounded prisoners"). ``single`` after
    one, and after ordinals, takes the first word that may be a noun.
    """
    attached = _ATTACHED.match(text, at)
    if attached and not single:
        # A five-storey house
        return term(attached[1]), attached.end()
    first, following = None, 0
    more = _MORE.match(text, at)
    position = more.end() if more else at
    for _ in range(_MOST_WORDS):
        match = _WORD.match(text, position)
        if not match:
            break
        word = match["word"]
        lower = word.lower().removesuffix("'s").removesuffix("’s")
        last = lower.rpartition("-")[2]
        if lower in STOP_WORDS or lower in _VERBS or lower in _NUMBER_WORDS:
            break
        position, following = match.end(), following + 1
        if is_plural(last) and not single and not _precedes_plural(text, position, lower):
            return term(last), position
        adjective = lower in _ADJECTIVES or last.endswith(
            ("ed", "ly", "ing", "ous", "ful", "ive", "ish", "ian", "able")
        )
        if first is None and not adjective and match["gap"] != "-":
            first = term(last), position
            if single:
                return first
    return None if single or following > 1 else first


def _precedes_plural(text: str, position: int, word: str) -> bool:
    """Wounded soldiers, missing sailors: where the adjective stands for nobody itself."""
    if word not in ("dead", "wounded", "injured", "missing", "police", "staff", "crew", "deaf"):
        return False
    match = _WORD.match(text, position)
    return bool(match and match["gap"] != "-" and is_plural(match["word"].lower()))
