"""What a question asks for: its kind, its subject, its place in time; typing errors mended."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from retrieval.analysis import terms
from retrieval.dates import DateExpression, find_dates
from retrieval.errors import QuestionError

Kind = Literal["when", "where", "who", "how_many", "how_much", "how_long", "why", "yes_no", "what"]

LONGEST = 1_000
"""Longest question in characters; a longer one is an article pasted by mistake."""

_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_WEEKDAY_TYPED = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_DAY_TYPED = r"(?:today|tonight|tonite|tomorrow|tmrw|tmr|2moro)"
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
_NO_DATE = (
    "that this in on much of first same second third one two three four five six seven ten many few"
).split()
"""Before "day" or "time", which is then none that is asked for: "at the same time"."""
_DATE_ITSELF = "".join(rf"(?<!\b{w} )" for w in _NO_DATE) + r"(?<!\d )(?:dates?|days?|time)"
_KINDS: dict[Kind, str] = {
    "when": r"\b(when|when['’]?s|(what|which) (exact )?(dates?|days?|time|hour|month|year|weekday"
    rf"|weekend|{_WEEKDAY})|what(['’]?s| (is|was)) the (\w+ )?deadline|how soon|since when"
    r"|until when)\b"
    # Two days to choose from: "Friday or Saturday", "the 16th or the 17th", "16 or 23 June".
    rf"|\b{_WEEKDAY_TYPED} or (on )?{_WEEKDAY_TYPED}\b|\b{_DAY_TYPED} or {_DAY_TYPED}\b"
    # "Last time they met?" wants the day, "is it the first time?" does not.
    r"|^\W*(the )?(last|latest|first|next|previous) time\b"
    r"|\b\d{1,2}(st|nd|rd|th) or (the )?\d{1,2}(st|nd|rd|th)"
    r"|\b\d{1,2} or \d{1,2} (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    rf"|\b{_MONTH} or (in )?{_MONTH}\b"
    r"|\b(date|day) (set|fixed|picked|chosen|known)\b"
    r"|(?<!\bon )\b(?:(?:a|any|the|what['’]?s|exact|new|start|end|opening|closing) |^\W*)"
    r"(dates?|day|time) (of|for|yet)\b"
    r"|\b(what['’]?s|what (is|was)) the (\w+ ){0,3}(date|day|time)\b"
    rf"|^\W*(the )?(exact )?(dates?|day|deadline)\b|\b{_DATE_ITSELF}\W*$|\btiming\b"
    r"|\bdate (and|or) (venue|place|time|city|location)\b|(?-i:\bwen\b)|\b(?:wehn|whne|whn)\b",
    "how_long": r"\bhow (long|much time|old)\b|\b(what|which) duration\b|\b(length|duration) of\b",
    "how_much": r"\bhow (much|big|high|large|far|fast|heavy|strong|tall|deep|wide|expensive"
    r"|costly)\b"
    r"|\b(what|which) (share|percentage|price|cost|sum|amount|part|fraction|speed|distance)\b"
    r"|\bwhat (do|does|did|will|would) .{1,60} (cost|pay|earn|weigh)\b"
    r"|^\W*(the )?(price|cost|size|length|height|weight|turnout)\b"
    r"(?!.*\b(?:wh\w+|how)\b)",
    "how_many": r"\bhow many\b|\b(what|which) (number|total)\b|\b(number|total|count) of\b"
    r"|\b(?:count|figures?)\W*$|\b(death toll|crowd size|attendance)\b",
    "where": r"\b(venue|location|whereabouts)( of\b|\W*$)|\b(where|where['’]?s"
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
_SETTLED_YET = re.compile(
    r"(?:^|[:,;-])\W*(?:so |and |but )?(?:is|are|has|have|did)\b.{1,90}?"
    rf"(?:\b(?:date|day|time)\b.{{0,60}}\b{_FIXED}\b|\b{_FIXED} (?:date|day|time)\b"
    r"|\b(?:exact|official|firm) (?:date|day|time)\b"
    r"|\bthere (?:\w+ )?(?:an? |any )?(?:\w+ )?(?:date|day(?! \w*(?:care|trip|shift|off))"
    r"|appointment|timetable)\b"
    r"|\b(?:set|fix(?:ed)?|agree[ds]?(?: on)?|named?|pick(?:ed)?|chosen?|choose|announced?)"
    r" (?:an? |the |any |another )?(?:\w+ )?"
    r"(?:date|day|time(?! (?:limit|zone|frame)))\b"
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

_SURE = re.compile(
    r"\b(?:right|correct|true|confirmed)\W*$|\bstill (?:on|for|at|set|planned|valid)\b", re.I
)
"""Asks whether it is so, without a verb: "Cup final still on the 9th?\""""

_OPEN = re.compile(
    r"\b(?:what|anything|any|the|latest|newest|some|more|catch me up|bring me up|tell me)\b.*"
    r"\b(?:happen\w*|occurred|news|new|latest|newest|updates?|updated|developments?|headlines|changed"
    r"|going on|did i miss|missed)\b|^\W*(?:latest|newest|recent)?\W*(?:news|headlines|updates?)\b"
    r"|\bcatch me up\b|^\W*what['’]?s? (?:is )?(?:up|new)\b",
    re.I,
)
_OPEN_WORDS = frozenset(
    terms(
        "happen happened happening occurred news new newest latest recent recently update updates"
        " updated development developments headline headlines changed change going miss missed tell"
        " know catch bring story stories coverage anything today yesterday time times day days last"
        " past give show lately far main important big since until between"
    )
)
"""What may stand in a question for whatever there is, beside its limits in time."""

_WHERE_AND_WHEN = re.compile(r"\bwhere (?:and|or|&) (?:\w+ )?when\b", re.I)
_NEXT = re.compile(
    r"\b(next(?! to\b)|upcoming|coming(?! (?:from|to|back|out)\b)|forthcoming|again|the following"
    r"|resumes?|reconvenes?|after (?:this|that) one)\b",
    re.I,
)
_ONCE_MORE = re.compile(r"again|resumes?|reconvenes?|coming", re.I)
"""Of these the ones that may as well tell of the past: "When did they meet again?\""""
_ANNOUNCED = re.compile(
    r"\b(?:say|said|tell|told|know|announce[ds]?|name[ds]?|set|agree[ds]?|decide[ds]?|plan(?:ned)?)\b",
    re.I,
)
_WHAT = re.compile(r"\b(what|which|how|describe|explain)\b", re.I)
_PAST = re.compile(
    r"\b(was|were|did|had|happened|took place|ago|previous|(?-i:met)|began|started|ended"
    r"|since when)\b"
    r"|^(?!.*\b(?:is|are|does|do|can|have to)\b|.*\w[’']s the\b).*\b(?:last|held)\b",
    re.I,
)
"""Tells of the past; "last" does not in "When is the last concert?"."""
_TENSED = re.compile(r"\b(?:is|are|do|does|will|shall|would|has|have|had|next)\b|['’]ll\b", re.I)
_FUTURE = re.compile(
    r"\b(will|shall|going to|be held|(is|are|was|were) (to|due|set|scheduled|planned|expected"
    r"|supposed|meant))\b",
    re.I,
)
_FOLLOWS = re.compile(
    r"^\W*(and|but|so|what about|how about|ok(ay)?)\b|"
    r"\b(it|that|there|theirs?|they|them|he|she|his|her|this|those|these|one)\b",
    re.I,
)
_TIME_WORDS = frozenset(
    terms(
        "next upcoming coming forthcoming date day time hour long many much place happen soon"
        " latest set fixed wen wehn whne whn"
    )
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ORDINALS = {
    name: number
    for number, names in enumerate(
        (
            "first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th",
            "seventh 7th", "eighth 8th", "ninth 9th", "tenth 10th",
        ), 1,
    )
    for name in names.split()
}  # fmt: skip
_CARDINALS = {
    w: n for n, w in enumerate("one two three four five six seven eight nine ten".split(), 1)
}
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)})\b", re.I)
_NUMBERED = re.compile(
    rf"\b(round|stage|phase|leg|match|game|test|flight|day|session|meeting|part|week)\s+"
    rf"(?:no\.?\s*|number\s+)?(\d{{1,2}}|{'|'.join(_CARDINALS)})\b",
    re.I,
)
_CLOCK = re.compile(
    r"\b(what|which) (exact )?(time|hour)\b(?! (of (the )?year|period|frame|span|zone))", re.I
)
_MAY_BE_DATED = re.compile(
    r"\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|day\b|\b(?:week|month|year"
    r"|tonight|tomorrow|weekend|spring|summer|autumn|winter|fall|decade|century|quarter|ago|christmas"
    r"|easter)",
    re.I,
)
"""Without any of these no question names a day; the date grammar takes a tenth of a second to
compile, which a single question should not pay for nothing."""

_OTHER_THING = re.compile(
    r"\b(?:what|which|how)\b(?! (?:is|was|are|were|(?:will|would|could|might) be)"
    r" (?:the|an?|its|their|your)\b)\s+\w",
    re.I,
)
"""Asks for something that is no date, if a date is spoken of further on in the same clause."""

_CLAUSE = re.compile(r"[,;:?–—-]\s*(?:(?:and|or|is|are|has|was|there|an?|the|any) )*$", re.I)
"""Where a clause begins that asks anew: "What comes after the swap, is a day picked?\""""

_ASKED = re.compile(r"\b(what|which)\s+$", re.I)
_OR = re.compile(r"\s+or\s+(?:on\s+)?(?:the\s+)?", re.I)
_SINCE = re.compile(r"\b(since|after|from)\s+(?:the\s+)?$", re.I)
_UNTIL = re.compile(r"\b(until|till|before|up to|by)\s+(?:the\s+)?$", re.I)


@dataclass(frozen=True, slots=True)
class Window:
    """A question's own limits in time, both days inclusive; None where it is open."""

    first: date | None
    last: date | None
    limits: bool = False
    """Whether it says how far back to look ("last week", "since June"), so that older articles
    are left out; a day by its date ("on 16 May") may well be told of in any later article."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood. ``terms`` are its content terms without time and question words."""

    text: str
    kind: Kind
    ahead: bool
    """It asks for what is still to come ("the next round")."""
    timed: bool
    """It, or the question that it follows, asks when something is."""
    past: bool
    """It asks for what has been ("when was…")."""
    terms: tuple[str, ...]
    encoded: str
    """What the vector leg encodes: the question, completed by the one that it follows."""
    ordinals: frozenset[int] = frozenset()
    """Which of several it asks about: {2} for "the second round", "round two"."""
    window: Window | None = None
    """The days that it names ("on 16 May", "last week", "since June")."""
    clock: bool = False
    """It asks for the time of day."""
    corrections: tuple[tuple[str, str], ...] = ()
    """Words as they were typed, and as they were read."""
    open: bool = False
    """It asks for whatever there is ("what happened last week?"), and names no subject."""


def understand(
    text: str,
    *,
    as_of: datetime,
    follows: str | None = None,
    correct: Callable[..., str | None] = lambda _, **__: None,
) -> Question:
    """Raises QuestionError for a question that is empty, has no letter, or is too long.

    ``correct`` gives the word that a misspelt one stands for, or None.
    """
    text = _storable(text)
    if not any(c.isalnum() for c in text):
        raise QuestionError("the question is empty; ask something like: When is the next round?")
    if len(text) > LONGEST:
        raise QuestionError(
            f"the question has {len(text):,} characters; at most {LONGEST:,} can be asked"
        )
    plain, written_out = _written_out(text)
    meant, corrections = _mended(plain, correct)
    corrections = (*written_out, *corrections)
    own = _content(meant)
    kind = _kind(meant)
    ahead, timed, encoded = _looks_ahead(meant), kind == "when", meant
    ordinals, tensed = ordinals_in(meant), meant
    if follows and (not own or len(own) < 3 or _FOLLOWS.search(meant)):
        from retrieval.follow_up import completed  # its names take a while to be read

        before = _storable(follows)[:LONGEST]
        encoded = completed(before, meant)
        own = _content(encoded)
        if kind == "what" and not encoded.startswith(meant):
            kind = _kind(encoded)
        # "And when was the one before that?", after a question about the next one.
        ahead = ahead or bool(_NEXT.search(before) and not _PAST.search(meant))
        timed = timed or _kind(before) == "when"
        ordinals = ordinals or ordinals_in(before)
        # "And where?" asks in the tense of the question before it.
        tensed = meant if _TENSED.search(meant) or _PAST.search(meant) else before
    # "Did they name a day?" asks for one that is to come.
    past = (
        bool(_PAST.search(tensed)) and not ahead and not _FUTURE.search(tensed)
        and not _SETTLED_YET.search(meant)
    )  # fmt: skip
    window = _window(meant, as_of)
    # "Is the second round still on Tuesday?" asks about a date as well.
    if window and window.first and window.first >= as_of.date() and kind == "yes_no":
        timed = True
    return Question(
        text, kind, ahead, timed or ahead, past, own, encoded, ordinals,
        window, kind == "when" and bool(_CLOCK.search(meant)), corrections,
        not (follows or ahead or (window and window.first and window.first > as_of.date()))
        and _is_open(meant, kind, as_of),
    )  # fmt: skip


def _storable(text: str) -> str:
    """In one line, and without the halves of surrogate pairs that a command line can deliver."""
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").split())


@lru_cache(maxsize=20_000)
def ordinals_in(text: str) -> frozenset[int]:
    """Which ones of a series a text speaks of: {2} for "the second round" or "round two"."""
    return frozenset(number for _, number in ordinal_places(text))


def ordinal_places(text: str) -> list[tuple[int, int]]:
    """Where they stand: offset and number, in no order."""
    found = [(m.start(), _ORDINALS[m[1].lower()]) for m in _ORDINAL.finditer(text)]
    for m in _NUMBERED.finditer(text):
        number = m[2].lower()
        found.append((m.start(2), _CARDINALS.get(number) or int(number)))
    return found


_SHORT = {
    "r": "are", "u": "you", "ur": "your", "n": "and", "whens": "when is",
    "whats": "what is", "wheres": "where is", "whos": "who is", "hows": "how is",
    "tmrw": "tomorrow", "tmr": "tomorrow", "2moro": "tomorrow", "tonite": "tonight",
    "gonna": "going to", "gotta": "got to", "atm": "at the moment", "pls": "please",
    "plz": "please", "cuz": "because", "coz": "because", "ppl": "people", "govt": "government",
    "gov": "government", "fm": "foreign minister", "pm": "prime minister", "yr": "year",
    "yrs": "years", "hrs": "hours", "mins": "minutes", "wk": "week", "wks": "weeks",
    "mtg": "meeting", "abt": "about",
}  # fmt: skip
"""What is typed for short, in lower case, and stands for nothing else in a question about news."""

_SHORT_DAYS = {
    "mon": "Monday", "tue": "Tuesday", "tues": "Tuesday", "wed": "Wednesday", "thu": "Thursday",
    "thur": "Thursday", "thurs": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip
"""The same where a day is wanted: "on wed", "wed or thurs"."""

_ANY_DAY = "|".join(_SHORT_DAYS)
_SHORT_WORD = re.compile(
    rf"(?<![\w.'’/:-])(?<!\d )(?:({'|'.join(_SHORT)})(?! (?:korea|ireland)\b)"
    rf"|(?:(?<=\bon )|(?<=\bor )|(?<=\bnext )|(?<=\bthis ))({_ANY_DAY})"
    rf"|({_ANY_DAY})(?= or ))(?![\w'’/&-]|\.(?!\W*$))"
)


def _written_out(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    whole = _SHORT | _SHORT_DAYS
    found = tuple((m[0], whole[m[0]]) for m in _SHORT_WORD.finditer(text))
    return _SHORT_WORD.sub(lambda m: whole[m[0]], text), found


def _mended(
    text: str, correct: Callable[..., str | None]
) -> tuple[str, tuple[tuple[str, str], ...]]:
    corrections = []
    parts, at = [], 0
    for place, m in enumerate(_WORD.finditer(text)):
        # A name may well be the second word: "Did Hau win?"
        found = correct(m[0], opening=not place or (place == 1 and m[0][0].islower()))
        if found:
            parts += [text[at : m.start()], found]
            at = m.end()
            corrections.append((m[0], found))
    return "".join([*parts, text[at:]]), tuple(corrections)


def _looks_ahead(text: str) -> bool:
    found = [m[0] for m in _NEXT.finditer(text)]
    if not found or not all(map(_ONCE_MORE.fullmatch, found)):
        return bool(found)
    # "When did they meet again?" asks for what has been, "did they say when they meet again?" not.
    back = _PAST.search(text) and not _FUTURE.search(text)
    return not back or _ANNOUNCED.search(text) is not None


def _kind(text: str) -> Kind:
    # The question word that stands first decides: "Who said when …" asks who.
    found = [
        (m.start(), kind)
        for kind, pattern in _KINDS.items()
        if (m := re.search(pattern, text, re.I))
    ]
    if not found:
        # "Next hearing?" wants the day as well.
        if _WHAT.search(text):
            return "what"
        signs = (_NEXT, _SETTLED_YET, _STARTS_OR_ENDS, re.compile(r"\bdate\b", re.I))
        if any(sign.search(text) for sign in signs):
            return "when"
        return "yes_no" if _SURE.search(text) else "what"
    first = min(found, key=lambda f: f[0])
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
    # "Where and when is the next one?" is asked of one statement, the one that dates it.
    if first[1] == "where" and _WHERE_AND_WHEN.search(text):
        return "when"
    # "Has the third round got a date yet?" asks when.
    if first[1] == "yes_no" and (_SETTLED_YET.search(text) or _asks_when(text, dict(found))):
        return "when"
    return first[1]


_AND_WHEN = re.compile(
    r"\band when(?=\W*$|\s*[-–—,:]|\s+(?:is|was|will|are|does|do|did)\b)|\babout when\b", re.I
)
"""Wants the day beside something else: "Who do they play next, and when?\""""

_SAYS_WHEN = re.compile(
    r"\b(?:say|said|tell|told|know|knew|known|announced?|clear|sure|idea|word|revealed?|disclosed?"
    r"|heard?|find out|found out|remember|(?:it|that) (?:been |be )?(?:decided|agreed|confirmed)"
    r"|(?:has|have|had) (?:[\w-]+ ){1,4}(?:decided|agreed|confirmed))\b"
    r"[^,;:]{0,30}$",
    re.I,
)


def _asks_when(text: str, found: dict[int, Kind]) -> bool:
    """Whether a question that opens like one for yes or no wants a day: "Do we know when it is?",
    and not "Was anyone hurt when it fell?".
    """
    at = next((at for at, kind in found.items() if kind == "when"), None)
    if at is None or not re.match(r"when\b", text[at:], re.I):
        return at is not None
    return bool(_SAYS_WHEN.search(text, 0, at) or _CLAUSE.search(text, 0, at))


def _content(text: str) -> tuple[str, ...]:
    for m in _NUMBERED.finditer(text):
        number = _CARDINALS.get(m[2].lower()) or int(m[2])
        names = [name for name, n in _ORDINALS.items() if n == number]
        text += f" {names[0]}" if names else ""
    found = dict.fromkeys(terms(text))
    content = tuple(t for t in found if t not in _TIME_WORDS)
    return content or tuple(found)


def _is_open(text: str, kind: Kind, as_of: datetime) -> bool:
    if kind not in ("what", "yes_no") or not _OPEN.search(text):
        return False
    if _MAY_BE_DATED.search(text):
        for found in reversed(find_dates(text, as_of)):
            text = f"{text[: found.start]} {text[found.end :]}"
    return set(terms(text)) <= _OPEN_WORDS


def _window(text: str, as_of: datetime) -> Window | None:
    if not _MAY_BE_DATED.search(text):
        return None
    dated = find_dates(text, as_of)
    for found in dated:
        before = text[max(0, found.start - 20) : found.start]
        # "Which Sunday?" and "Friday or Saturday?" ask for a day instead of naming one.
        if found.first is None or found.last is None or _ASKED.search(before):
            continue
        if any(_OR.fullmatch(text, found.end, other.start) for other in dated):
            return None
        if _SINCE.search(before):
            return Window(found.first, None, limits=True)
        if _UNTIL.search(before):
            return Window(None, found.last)
        return _rolling(found, as_of.date())
    return None


def _rolling(found: DateExpression, today: date) -> Window:
    # "Last week" asked on a Friday reaches from the week before up to now.
    assert found.first is not None
    assert found.last is not None
    if found.relative and found.granularity == "week" and found.last < today:
        return Window(min(found.first, today - timedelta(days=7)), today, limits=True)
    limits = found.relative and found.granularity != "day" and found.first <= today
    return Window(found.first, found.last, limits or found.timex == today.isoformat())
