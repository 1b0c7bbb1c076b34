"""Accounts: whether the wording sets two accounts of one thing against each other.

Cues of telling and of contrast; no parser.
"""

from __future__ import annotations

import itertools
import re

from retrieval.kinds import WEEKDAY
from retrieval.ordinals import MONTH

APART = 180
"""Characters between two accounts beyond which they are not read as set against each other."""

_ACCOUNT = re.compile(
    r"\b(?:according to|accounts?|count(?:s|ed)?|figures?|totals?|say|says|said|speaks?|spoke|puts?"
    r"|dates?|dated|gives?|gave|given by|stands? by|repeats?|records?|recorded|writes?|wrote"
    r"|names?|named|reports?|reported|estimates?d?|claims?"
    r"|claimed|told|thinks?|thought|believes?|complains?|complained"
    r"|logs?|logged"
    r"|insists?|insisted|maintains?|has it|runs?|sources?|reckon(?:s|ed)?|comes? to|demands?"
    r"|announces?|announced|explain(?:s|ed)|(?:lets?|had) it (?:be )?known|arrives? at|expects?"
    r"|doubts?|doubted)\b",
    re.I,
)
_CONTRAST = re.compile(
    r"\b(?:while|whereas|but|though|although|however|yet|by contrast|on the other hand|another"
    r"|others?|instead|different\w*|differ\w*|contradict\w*|disput\w*|at odds)\b|[;:]"
    r"|[.!?][”\"’')]*\s+(?=\S)",
    re.I,
)
_WHILE = re.compile(r"\W*(?:while|whereas|although|though)\b", re.I)
_OTHER_ACCOUNT = re.compile(
    r"\b(?:another|others?|different) (?:accounts?|reports?|outlets?|sources?|versions?|readings?"
    r"|figures?|counts?|media|coverage)\b",
    re.I,
)


_EACH_BY_ONE = re.compile(
    r"\b(?:according to|by|for) (?P<one>[\w'’ -]{3,40}?)(?:,? (?:and|but|or|against)|,) .{1,40}?"
    r"\b(?:according to|by|for) (?!(?P=one)\b)[\w'’ -]{3,}",
    re.I,
)
"""Two figures with whose they are: "30,000 by the organisers' count and 12,000 by the police's"."""

_SAYS = re.compile(
    r",\s+(?:and |but |while |whereas )?[^,.;:]{3,90} (?:says?|puts?|gives?|names?)"
    r" (?:(?:it|this|that) at )?(?:about |around |only )?"
)
"""What leads from one figure to another's: "the instruments say 04:20, a shepherd says 03:40"."""

_LEFT_OUT = re.compile(
    r"[;,]\s*(?:and |but |while |whereas )?(?:[\w'’.-]+,? ){1,6}?(?:at|of|to|with) "
    r"(?:(?:more|less|fewer) than |over |about |at least |nearly |some |only )?(?:[$€£¥]\s?)?"
)
"""What leaves the verb out: "The ministry puts it at 60 million; the builder, Brevik, at 25"."""


_GIVES = re.compile(
    r"\b(?:has|have|had|bears?|wants?|asks? for)"
    r" (?:(?:the (?:stamp|date) of|a day in|about|around) )?(?:the )?$"
)
"""A bare verb that tells of a day or hour, right before it: "the other party's draft has 1 June";
not "the insurers have 25 clerks".
"""
_DAY_OR_HOUR = re.compile(rf"\b(?:{WEEKDAY}|{MONTH})\b|\d[:.]\d\d\b", re.I)

_THAT_OF = re.compile(r",? (?:and |but )?that of (?:the )?[\w'’ -]{3,40}? (?:for|at|on|as)\s+")
"""What another gives where one verb serves both: "Kyiv's list has 21, that of Moscow at 24"."""


def two_accounts(text: str, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether ``text`` gives its parts ``first`` and ``second`` as two accounts of one thing:
    "Trump spoke of two hours, while by Putin's account it was more", "6,057 by Kyiv's count; TASS
    has 6,060". Wanted are words of telling for each, and a contrast between them.
    """
    one, other = sorted((first, second))
    if other[0] - one[1] > APART:
        return False
    if _EACH_BY_ONE.match(text[one[1] :].lstrip(" ,")):
        return True
    between = text[one[1] : other[0]]
    if (_SAYS.fullmatch(between) or _THAT_OF.fullmatch(between)) and _ACCOUNT.search(
        text[: one[0]]
    ):
        return True
    contrasts = [*_CONTRAST.finditer(text, one[1], other[0])]
    if _WHILE.match(text):
        contrasts += re.finditer(r",(?=\s)", text[: other[0]])
    for contrast in contrasts:
        if contrast.start() < one[1]:
            continue
        left, right = text[: contrast.start()], text[contrast.start() :]
        if _OTHER_ACCOUNT.search(right):
            return True
        if _ACCOUNT.search(left) and (
            _ACCOUNT.search(right)
            or _LEFT_OUT.fullmatch(text, contrast.start(), other[0])
            or (
                _DAY_OR_HOUR.search(text, *other) is not None
                and _GIVES.search(text, contrast.start(), other[0])
            )
        ):
            return True
    return False


_DAYS_DIFFER = re.compile(
    r"\b(?:different|differing|conflicting|contradictory|rival|competing) (?:\w+ )?"
    r"(?:days|dates|times|timetables)\b"
    r"|\bdisagree[sd]? (?:on|about|over) (?:the )?(?:days?|dates?|timing|when)\b"
    r"|\b(?:not|n['’]t|unable to|failed to) agree on the (?:day|date)\b"
    r"|\bearlier (?:accounts|reports|statements) (?:had|gave|named|spoke of|put)\b"
    r"|\b(?:is|are|was|were) (?:told|given|dated|reported) differently\b",
    re.I,
)


def tells_that_days_differ(sentence: str) -> bool:
    """Whether a sentence says that different days are named for something."""
    return _DAYS_DIFFER.search(sentence) is not None


_TELLS = re.compile(
    r"\b(?:said|says?|told|according to|claims?|claimed|maintains?|insists?|insisted|puts?|gives?"
    r"|speaks? of|counted|counts?|reckons?|reckoned|thinks?|repl(?:ied|ies)|rejects?|rejected"
    r"|den(?:y|ies|ied)|contradict(?:s|ed)|demands?|wants?|writes?|announc(?:es?|ed|ing)"
    r"|reports?|reported|accus\w+|blam\w+)\b",
    re.I,
)
_OPPOSES = re.compile(
    r"\b(?:no such|nothing of (?:it|the (?:kind|sort))|untrue|not true|no truth"
    r"|calls? (?:it|this|that) (?:a lie|nonsense|false|untrue)"
    r"|it (?:was|is) (?-i:[A-Z])[\w’'-]+ who"
    r"|the other way round|den(?:y|ies|ied)|contradict(?:s|ed)|disput(?:es?|ed|ing)|maintains?"
    r"|insists?|insisted|whereas|strong doubts|illusory|no more than|counter(?:s|ed)|accus\w+"
    r"|(?:repl(?:ied|ies)|answered) (?:[\w-]+ )?that"
    r"|by contrast|on the contrary|has not agreed|would not confirm|rather than|however|only that"
    r"|reject(?:s|ed) (?:(?:the|this|that|these|those|such) )?(?:it|this|that|charges?|figures?"
    r"|claims?|accusations?|reports?|accounts?|versions?|statements?|allegations?|numbers?))\b",
    re.I,
)


_POSITION = re.compile(
    r"\W*(?:\d\d?[:.]\d\d\W+)?(?P<who>(?:[\w'’.-]+ ){1,6}?)(?:says?|blames?|claims?|counts?|thinks?"
    r"|puts|estimates?|insists?|maintains?|speaks? of|arrives? at|reckons?|denies|doubts?)\b"
)
"""What somebody holds, told in the present tense: "Karsania says that …"."""


_PRONOUN = re.compile(r"\W*(?:\d\d?[:.]\d\d\W+)?(?:he|she|it|they|we|I)\b", re.I)
_GOES_ON = re.compile(
    r"^\W*(?:he|she|they|it) (?:\w+ ){0,2}?(?:said|says?|added|adds?|told|wrote|writes?|called)\b"
    r"|,[”\"’']? (?:he|she|they) (?:also |then )?(?:said|says?|added|adds?|wrote|writes?)\b",
    re.I,
)


def goes_on(sentence: str) -> bool:
    """Whether it tells what the one who was quoted before it says besides: "Russia, he said, had
    1,212 bodies waiting."
    """
    return _GOES_ON.search(sentence) is not None


_TAKES_BACK = re.compile(
    r"^\W*(?:correction|clarification)\b"
    r"|\bwe (?:also |had |have )?(?:wrongly |mistakenly |incorrectly |erroneously )?"
    r"(?:gave|given|reported|wrote|written|said|put|stated)\b"
    r"|\bour (?:[\w-]+ )?(?:report|story|article|piece|headline|edition|issue)\b[^.!?]{0,160}?"
    r"\b(?:gave|said|put|spoke|reported|wrong(?:ly)?|incorrect(?:ly)?)\b"
    r"|[.!?][”\"’']? (?:that|this) (?:was|is) (?:wrong|incorrect|a mistake|an error)\.",
    re.I,
)


def takes_back(text: str) -> bool:
    """Whether an outlet takes back in it what it reported: that is no account which another one
    contradicts. ``text`` is a sentence, perhaps with the beginning of the next: "The Flash reported
    that he had asked for seven years. That was wrong."
    """
    return _TAKES_BACK.search(text) is not None


BRIEF = 14
"""Words of a sentence up to which somebody's figure in it is all that it tells."""


def holds_briefly(sentence: str) -> bool:
    """Whether it tells what somebody holds and little else: "The army speaks of two dead."."""
    return len(sentence.split()) <= BRIEF and _POSITION.match(sentence) is not None


def opposes(account: str, other: str) -> bool:
    """Whether ``other``, a sentence beside ``account``, tells it otherwise: "Medinsky says that he
    rang Umerov. Zelensky, however, said that it was Umerov who had called."; or holds what another
    side does: "The ministry blames the concrete. The builder blames the plans."
    """
    sides = _POSITION.match(account), _POSITION.match(other)
    if (
        sides[0] and sides[1] and sides[0]["who"].casefold() != sides[1]["who"].casefold()
        and not _PRONOUN.match(sides[1]["who"])
    ):  # fmt: skip
        return True
    return all(map(_TELLS.search, (account, other))) and _OPPOSES.search(other) is not None


_DISPUTED = re.compile(
    r"\b(?:accounts?|versions?|reports?|figures|numbers|counts|estimates|statements|sources"
    r"|correspondents|outlets|newspapers|media|desks|sides|parties|witnesses|experts|officials|both"
    r"|two|they)\b[^.;:!?]{0,40}?\b(?:clash|differ|diverge|disagree|contradict|conflict|vary"
    r"|(?:do not|don['’]t|cannot|can['’]t|could not) (?:even )?(?:agree|match|tally)"
    r"|part ways|at odds)\b"
    r"|\b(?:gave|give|gives|tell|told|offer(?:ed)?) (?:\w+ )?(?:different|conflicting"
    r"|contradictory|two)"
    r" (?:accounts?|versions?|figures|numbers|readings)\b"
    r"|\b(?:is|are|was|were|remains?) (?:\w+ )?(?:in dispute|disputed|contested"
    r"|a matter of (?:dispute|argument|quarrel)"
    r"|(?:told|reported|given|counted|described) differently)\b"
    r"|\b(?:unclear|not clear|unknown) who\b"
    r"|\b(?:neither|none of the|no) (?:figure|number|count|account|version|claim)s?\b.{0,20}?"
    r" (?:could|can|has|have) be(?:en)? (?:checked|verified|confirmed)\b"
    r"|\bcannot both be\b|\bboth (?:cannot|can['’]t) be\b"
    r"|\b(?:accuses?|blames?|accused|blamed|contradict(?:s|ed)?)"
    r" (?:each other\b|one another\b"
    r"|the other\b(?=\s*(?:[.,;:]|of|for|$)))",
    re.I,
)


def tells_of_a_dispute(sentence: str) -> bool:
    """Whether it says that what is told beside it, or in it, is told otherwise as well."""
    return _DISPUTED.search(sentence) is not None


_ANOTHER_FIGURE = re.compile(
    r"\b(?:gives?|gave|has|had|puts?|reports?|reported|names?|named) (?:an? |the )?(?:\w+ )?"
    r"(?:different|another|other|higher|lower) (?:figure|number|total|count|toll|day|date|version"
    r"|account)\b",
    re.I,
)


def gives_another_figure(sentence: str) -> bool:
    """Whether it says that somebody gives another figure than the one before it: "Russia gave a
    slightly different figure."
    """
    return _ANOTHER_FIGURE.search(sentence) is not None


def tells(sentence: str) -> bool:
    """Whether it says who tells what it says."""
    return _TELLS.search(sentence) is not None


_BETWEEN_HALVES = re.compile(r";\s+|,\s+(?=(?:while|whereas|though|although)\b)|,\s+(?=others?\b)")


_THE_OTHER_SIDE = re.compile(
    r"(?:and |but )?(?:others?|while|whereas|though|although|the other|another|some)\b", re.I
)


def halves(sentence: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Two accounts that one sentence sets against each other, as offsets in it: "Reports differ:
    some have a summit, others a round", "Kyiv says that it called; Moscow says that it did".
    """
    opening = sentence.find(": ") + 2 if tells_of_a_dispute(sentence) and ": " in sentence else 0
    for border in _BETWEEN_HALVES.finditer(sentence, opening):
        one, other = sentence[opening : border.start()], sentence[border.end() :]
        others = opening > 0 and _THE_OTHER_SIDE.match(other) is not None
        if others or (opening == 0 and opposes(one, other)):
            return (opening, border.start()), (border.end(), len(sentence))
    return None


_ATTRIBUTED = re.compile(
    r"\b(?P<by>according to|if (?:one|you|we) (?:\w+ )??(?:goes? by|follows?|believes?|listens? to"
    r"|asks?|trusts?)|thus|in the (?:view|eyes|opinion|books|words) of|in th(?:at|ose) of"
    r"|by (?=(?:[\w'’.-]+ ){1,4}(?:counts?|records?|registers?|accounts?|figures?|books?|lists?"
    r"|reckoning|estimates?|tally|version|log)\b))"
    r"\s(?P<who>(?:the |its |his |her |their )?[\w'’.-]+(?: [\w'’.-]+)?)",
    re.I,
)
_BORDER = re.compile(r"[,;)]\s|\s(?=(?:and|or|but|while) )")
_THAT_AND_THAT = re.compile(
    r"\b(?:says?|said|states?|stated|maintain(?:s|ed)?|insist(?:s|ed)?|claim(?:s|ed)?|holds?|swears?"
    r"|swore|reports?|reported|thinks?|reckons?|prints?|believes?)(?: [\w ]{1,12}?)? that\b"
    r"[^;:]{8,180}?(?P<border>[,;] (?:and |while |but |whereas )?)"
    r"(?!the (?:first|second|third|last|only)\b)(?:(?:the|its|his|her|their) (?:[\w'’.-]+ ){1,4}?"
    r"|(?-i:[A-Z])[\w'’.-]*(?: [\w'’.-]+){0,3}? )that (?=(?:it|he|she|they|there|no|none|nobody|not"
    r"|the|its|his|her|their|all|some|(?-i:[A-Z])\w+)\b)",
    re.I,
)
"""One verb of telling for two: "The office states that it warned, the company that nobody did"."""


def side_by_side(sentence: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """What a sentence gives as told by two, in the same words for either, as offsets in it: "kept
    out for two hours according to the management, for the whole night according to the agents".
    """
    if that := _THAT_AND_THAT.search(sentence):
        return (0, that.start("border")), (that.end("border"), len(sentence))
    found = list(_ATTRIBUTED.finditer(sentence))
    for one, other in itertools.pairwise(found):
        # "In the books of the customs … in those of the hauliers"
        alike = one["by"].split()[0].casefold() == other["by"].split()[0].casefold()
        border = _BORDER.search(sentence, one.end(), other.start() + 1)
        who, whom = (m["who"].casefold().strip(".,") for m in (one, other))
        if alike and border and who != whom:
            return (0, border.start()), (border.end(), len(sentence))
    return None
