"""Kinds: what sort of thing a question asks for."""

from __future__ import annotations

import re
from typing import Literal

from retrieval.ordinals import MONTH, ORDINALS

Kind = Literal["when", "where", "who", "how_many", "how_much", "how_long", "why", "yes_no", "what"]
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_WEEKDAY_TYPED = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_DAY_TYPED = r"(?:today|tonight|tonite|tomorrow|tmrw|tmr|2moro)"
_NO_DATE = (
    "that this in on much of first same second third one two three four five six seven ten many few"
    " winning running response journey travel waiting to"
).split()
"""Before "day" or "time", which is then none that is asked for: "at the same time"."""
_DATE_ITSELF = "".join(rf"(?<!\b{w} )" for w in _NO_DATE) + r"(?<!\d )(?:dates?|days?|time)"
_KINDS: dict[Kind, str] = {
    "when": r"\b(when|when['’]?s|(what|which) (exact |clock |opening |closing )?"
    rf"({MONTH} )?(dates?|days?|time|hour|month|year|decade|century|weekday|weekend|weeks?"
    rf"|(?:evening|night|morning|afternoon)(?! (?:shift|paper|bus|train|ferry|flight|show|tram"
    rf"|club))|{WEEKDAY})|what(['’]?s| (is|was)) the (\w+ )?deadline|how soon|since when"
    r"|until when)\b"
    # Two days to choose from: "Friday or Saturday", "the 16th or the 17th", "16 or 23 June".
    rf"|\b{_WEEKDAY_TYPED} or (on )?{_WEEKDAY_TYPED}\b|\b{_DAY_TYPED} or {_DAY_TYPED}\b"
    # "Last time they met?" wants the day, "is it the first time?" does not.
    r"|^\W*(the )?(last|latest|first|next|previous) time\b"
    r"|\b\d{1,2}(st|nd|rd|th) or (the )?\d{1,2}(st|nd|rd|th)"
    r"|\b\d{1,2} or \d{1,2} (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    rf"|\b{MONTH} or (in )?{MONTH}\b"
    r"|\b(date|day) (set|fixed|picked|chosen|known)\b"
    r"|(?<!\bon )\b(?:(?:a|any|the|what['’]?s|exact|new|start|end|opening|closing) |^\W*)"
    r"(dates?|day|time) (of|for|yet)\b"
    r"|\b(what['’]?s|what (is|was)) (?:the|its|their|[\w-]+['’]s|polling|election)"
    r" ((?!(?:of|on|at|by|in)\b)\w+ ){0,3}(date|day(?!['’]s)"
    r"|(?<!winning )(?<!running )(?<!response )(?<!journey )time)\b"
    rf"|^\W*(the )?(exact )?(dates?|day|deadline)\b|^\W*(the )?exact time\b|\b{_DATE_ITSELF}\W*$"
    rf"|\btiming\b"
    r"|\bdate (and|or) (venue|place|time|city|location)\b|(?-i:\bwen\b)|\b(?:wehn|whne|whn)\b",
    "how_long": r"\bhow (long|much time|old)\b|\bwhat age\b|\b(what|which) duration\b"
    r"|\b(length|duration) of\b",
    "how_much": r"\bhow (much|big|high|large|far(?! along)|fast|heavy|strong|tall|deep|wide"
    r"|expensive|costly|close(?! are)|effective|full|hot|cold|loud)\b"
    r"|\b(what|which) (share|percentage|price|cost|sum|amount|fraction|speed|distance)\b"
    r"|\bwhat part of\b|\bwhat (do|does|did|will|would) .{1,60} (cost|pay|paid|earn|charge|weigh)\b"
    r"|^\W*(the )?(price|cost|size|length|height|weight|turnout)\b"
    r"(?!.*\b(?:wh\w+|how)\b)",
    "how_many": r"\bhow (many|often|frequently)\b|\b(what|which) (number|total)\b"
    r"|\b(number|total|count) of\b"
    r"|\b(?:count|figures?)\W*$|\b(death toll|crowd size|attendance)\b",
    "where": r"\b(venue|location|whereabouts)( (of|for)\b|\W*$)|\b(where|where['’]?s"
    r"|(what|which) (city|country|place|venue|palace|location|town"
    r"|hotel|stadium|building|street|region|island|hall|room|port))\b",
    "who": r"\b(who|who['’]?s|whom|whose|(what|which) (person|minister|official|outlet|man|woman"
    r"|player|judge|company|team|group|party|side))\b",
    "why": r"\b(why|how come|for what reason|what (is|was|were) the (reason|cause))\b",
    "yes_no": r"^\W*(?:so |and |but |then )*(is|are|was|were|did|do|does|has|have|had|will|would"
    r"|can|could|should)\b",
}
_FIXED = (
    r"(?:set|fixed|found|known|confirmed|agreed|final|announced|settled|decided|picked|named|yet)"
)
SETTLED_YET = re.compile(
    r"(?:^|[:,;-])\W*(?:so |and |but )?(?:is|are|has|have|did|do)\b.{1,90}?"
    rf"(?:\b(?:date|day|time)\b.{{0,60}}\b{_FIXED}\b|\b{_FIXED} (?:date|day|time)\b"
    r"|\b(?:exact|official|firm) (?:date|day|time)\b"
    r"|\bthere (?:\w+ )?(?:an? |any )?(?:\w+ ){0,2}(?:date|day(?! \w*(?:care|trip|shift|off))"
    r"|appointment|timetable)\b"
    r"|\b(?:set|fix(?:ed)?|agree[ds]?(?: on)?|named?|pick(?:ed)?|chosen?|choose|announced?)"
    r" (?:an? |the |any |another )?(?:\w+ )?"
    r"(?:date|day|time(?! (?:limit|zone|frame)))\b"
    r"|\b(?:an?|any) (?:date|day) (?:to|for) \w"
    r"|\b(?<!\bas )(?:scheduled|planned|arranged|fixed|announced|set|on the calendar|in the diary)"
    r"(?: yet| already| now)?\W*$)",
    re.I,
)
"""Asks whether there is a date, which is answered by it, or by who says that there is none."""
_STARTS_OR_ENDS = re.compile(
    r"^\W*(?:the )?(?:start|beginning|opening|end) of\b|\b(?:starts?|begins?|(?:re)?open(?:s|ing)?"
    r"|ends?|due|in force|valid|until|kick-?off|starting|beginning)(?: from| on)?\W*$",
    re.I,
)
"""Without a question word it asks when: "start of the exams", "coast road reopening"."""
_EVENT = (
    r"(?:hearing|session|round|sitting|meeting|reading|ballot|vote|premiere|opening|launch"
    r"|lift-?off"
    r"|inauguration|election|run-?off|verdict|judge?ment|ruling|sentencing|trial|summit|conference"
    r"|debate|strike|stoppage|walkout|talk|departure|arrival|return|signing|handover|swap|exchange"
    r"|convoy|flight|funeral|burial|match|game|final|semi|concert|performance|visit|deadline"
    r"|decision|consultation|parade|attempt|restart|reopening)(?:e?s)?"
)
_SURE = re.compile(
    r"\b(?:right|correct|true|confirmed)\W*$|\bstill (?:on|for|at|set|planned|valid)\b"
    rf"|\bstill (?:in )?(?:today|tonight|tomorrow|(?:this|next) \w+|{WEEKDAY}|{MONTH})\b"
    rf"|\b{_EVENT}(?: [\w-]+)? (?:today|tonight|tomorrow|(?:on )?{WEEKDAY})\W*$",
    re.I,
)
"""Asks whether it is so, without a verb: "Cup final still on the 9th?\""""
_WHERE_AND_WHEN = re.compile(r"\bwhere (?:and|or|&) (?:\w+ )?when\b", re.I)
NEXT = re.compile(
    r"\b(next(?! to\b)|upcoming|coming(?! (?:from|to|back|out)\b)|forthcoming|again|the following"
    r"|resumes?|reconvenes?|after (?:this|that) one)\b",
    re.I,
)
"""Asks for what comes after the last one of several."""
_WHAT = re.compile(r"\b(what|which|how|describe|explain)\b", re.I)
_NAMES_AN_EVENT = re.compile(
    r"^(?!.*\b(?:is|are|was|were|will|or)\b)"
    rf"(?!\W*(?:(?!next\b|new\b|{'|'.join(ORDINALS)})[\w'’.-]+ ){{0,3}}(?:talk|strike|trial"
    r"|exchange|swap|convoy|walkout|stoppage|flight|summit|conference)s?\W*$)\W*(?:and |the )*"
    r"(?:(?!(?:of|in|for|on|at|from|per|by|to|as|with|about|after|before|any)\b)"
    r"(?!(?:late|daily|weekly)\b)[\w'’.-]+ ){0,5}?"
    rf"{_EVENT}(?: (?:of|in|on|at|for|with|between|about|to|by|from|before|after|back"
    rf"|now)\b.*)?\W*$"
    rf"|(?<!\bon )\b(?:first|last|earliest|latest|opening|closing|polling|election|launch|strike"
    r"|verdict|inauguration)(?: [\w-]+)? day\b"
    rf"|^\W*(?:the )?(?:{'|'.join(ORDINALS)}) (?:[\w-]+ )?day (?:of|for|in)\b"
    r"|^\W*(?:the )?(?:last|first) (?:chance|night|show)\b|\b(?:on|from|until|till)\W*$",
    re.I,
)
"""Nothing else, and so wants its day: "second reading of the tenancy bill"."""
_OTHER_THING = re.compile(
    r"\b(?:what|which|how)\b(?! (?:is|was|are|were|(?:will|would|could|might) be)"
    r" (?:the|an?|its|their|your)\b)\s+\w",
    re.I,
)
"""Asks for something that is no date, if a date is spoken of further on in the same clause."""
_CLAUSE = re.compile(r"[,;:?–—-]\s*(?:(?:and|or|is|are|has|was|there|an?|the|any) )*$", re.I)
"""Where a clause begins that asks anew: "What comes after the swap, is a day picked?\""""


def kind_of(text: str) -> Kind:
    """What a question asks for; "what" where nothing tells."""
    # The question word that stands first decides: "Who said when …" asks who.
    found = [
        (m.start(), kind)
        for kind, pattern in _KINDS.items()
        if (m := re.search(pattern, text, re.I))
    ]
    if not found and (bare := _headed(text)):
        return bare
    if not found:
        # "Next hearing?" wants the day as well.
        if _WHAT.search(text):
            return "what"
        signs = (NEXT, SETTLED_YET, _STARTS_OR_ENDS, re.compile(r"\bdate\b", re.I))
        if not _SURE.search(text) and _NAMES_AN_EVENT.search(text):
            return "when"
        if any(sign.search(text) for sign in signs):
            return "when"
        return "yes_no" if _SURE.search(text) else "what"
    first = min(found, key=lambda f: f[0])
    # "What was the score when the match was stopped?" does not ask when.
    if first[1] == "when" and _THEN.search(text):
        return "what"
    # "In which prison does she serve her time?" does not ask when.
    other = _OTHER_THING.search(text)
    if _AND_WHEN.search(text):
        return "when"
    if (
        first[1] == "when"
        and other
        and other.end() < first[0]
        and not _CLAUSE.search(text, other.end(), first[0])
    ):
        return "what"
    if first[1] == "how_long" and _UNTIL_WHEN.search(text):
        return "when"
    # "Where and when is the next one?" is asked of one statement, the one that dates it.
    if first[1] == "where" and _WHERE_AND_WHEN.search(text):
        return "when"
    # "Has the third round got a date yet?" asks when.
    if first[1] == "yes_no" and (SETTLED_YET.search(text) or _asks_when(text, dict(found))):
        return "when"
    return first[1]


_UNTIL_WHEN = re.compile(
    r"\b(?:until|till) (?:when|(?:what|which) (?:day|date))\b|\bhow long (?:can|may) (?:i|you|one"
    r"|we|people|anyone|someone|residents|members|voters|customers|passengers|shareholders)\b"
    r"|\bhow long (?:do|does|has|have) (?:[\w'’-]+ ){1,5}?(?:have|got) (?:left )?to (?:appeal"
    r"|accept|answer"
    r"|apply|ask|bid|choose|claim|comment|decide|enter|file|fix|object|pay|register|reply|respond"
    r"|sign|submit|vote)\b",
    re.I,
)
"""Wants the day on which the time is up: "How long do they have to appeal?\""""
_THEN = re.compile(
    r"^\W*what (?:is|was|were|are)\b(?!.*\b(?:dates?|days?|plans?|news|known|latest|timetable)\b).*"
    r"[^\W,;:?–—-] when (?:[\w'’-]+ ){1,4}?(?:was|were|had|\w+ed|broke|fell|left|came|hit|struck"
    r"|began)\b|^\W*(?!when)[\w' ’-]+ \bon (?:the )?(?:opening|strike|election|polling) day\W*$",
    re.I,
)
"""Tells when something was so: "What was the score when the match was stopped?\""""
_HEADS: tuple[tuple[Kind, str], ...] = (
    ("why", r"^\W*(?:the )?(?:reasons?|causes?)\b|\b(?:reason|cause)\W*$|, cause\b"),
    ("where", r"^\W*(?:the )?(?:landing |exact )?(?:place|site|venue) (?:of|for)\b"),
    ("who", r"^\W*(?:the )?(?:author|finder|winner|founder)s? of\b"),
    (
        "how_long",
        r"^\W*(?:the )?(?:hours|minutes|days|weeks|seconds) (?:of|spent|until|the)\b"
        r"|^\W*(?:the )?(?:running|journey|response|waiting) time\b|\bresponse time\W*$"
        r"|^\W*time (?:until|the [\w-]+ spent)\b|\b(?:minutes|hours|seconds)\W*$|\bset length\b",
    ),
    (
        "how_many",
        r"\b(?:number|total|head ?count)\W*$"
        r"|^\W*(?:the )?(?:head ?count|number|total(?! (?:damage|pledges|cost|bill)))\b"
        r"|\bcases (?:at|in|on)\b",
    ),
    (
        "how_much",
        r"^\W*(?:the )?(?:[\w'’-]+ ){0,3}?(?:share|proportion|value|amount|volume|fee|bill|budget"
        r"|speed|altitude|depth|level|efficacy|ratio|salary|bonus|damage|spending|rainfall|margin"
        r"|reward|compensation|price tag|percentage)(?: (?:of|for|in|to|per|from|total)\b|\W*$)"
        r"|\b(?:per ?cent(?:age)?|in (?:millions|billions|knots|km|metres|mm|crowns)|millions"
        r"|billions|tonnes|mm|sum|amount|fee|cost)\W*$",
    ),
    (
        "yes_no",
        r"\b(?:or not|yes or no|or no [\w-]+)\W*$|^\W*any\b"
        r"(?! (?:more|new|news|word|updates?|idea|developments?|\w*date)\b)",
    ),
)
"""What a question without a question word and a verb asks for by the noun that it begins or ends
with: "reason for the delay", "homes flooded, number".
"""


def _headed(text: str) -> Kind | None:
    if _WHAT.search(text) or NEXT.search(text) or SETTLED_YET.search(text):
        return None
    return next((kind for kind, head in _HEADS if re.search(head, text, re.I)), None)


_AND_WHEN = re.compile(
    r"\b(?:and|or) (?:for |until |till |from |on )?(?:when|(?:what|which) (?:day|date))(?=\W*$"
    r"|\s*[-–—,:]|\s+(?:is|was|will|are|does|do|did)\b)|\babout when\b",
    re.I,
)
"""Wants the day beside something else: "Who do they play next, and when?\""""
_SAYS_WHEN = re.compile(
    r"\b(?:say|said|tell|told|know|knew|known|announced?|clear|sure|idea|word|revealed?|disclosed?"
    r"|heard?|find out|found out|remember|(?:it|that) (?:been |be )?(?:decided|agreed|confirmed)"
    r"|(?:has|have|had) (?:[\w-]+ ){1,4}(?:decided|agreed|confirmed))\b[^,;:]{0,30}$",
    re.I,
)
"""Before a "when" that is asked for: "Do they know when …", "has it been agreed when …"."""


def _asks_when(text: str, found: dict[int, Kind]) -> bool:
    """Whether a question that opens like one for yes or no wants a day: "Do we know when it is?",
    and not "Was anyone hurt when it fell?".
    """
    at = next((at for at, kind in found.items() if kind == "when"), None)
    if at is None or not re.match(r"when\b", text[at:], re.I):
        return at is not None
    return bool(_SAYS_WHEN.search(text, 0, at) or _CLAUSE.search(text, 0, at))
