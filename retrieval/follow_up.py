"""Follow-ups: "and the Russian one?" made whole from the question before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.entities.gazetteer import gazetteer, plain
from retrieval.kinds import WEEKDAY
from retrieval.ordinals import MONTH

_OPENING = re.compile(r"^\W*(?:(?:and|but|so|or|ok|okay|then|what about|how about)\b[\W_]*)+", re.I)
_PREPOSITION = re.compile(r"^(?:by|for|in|on|with|from|to|at|of|as for|about)\s+", re.I)
_ARTICLE = re.compile(r"^(?:the|a|an|his|her|its|their)\s+", re.I)
_ONE = re.compile(r"\s+(?:ones?|sides?|too|then|instead|as well)$", re.I)
_COUNTED = re.compile(r"\b(how many|how much|which|what)\s+([^\W\d_]+)", re.I)
_HELPING = "is|are|was|were|do|does|did|will|would|has|have|had|can|could|should"
_VERBAL = re.compile(rf"^(?:{_HELPING})$", re.I)
_ASKS = re.compile(rf"\b(?:who\w*|what|when|where|which|why|how|{_HELPING})\b", re.I)
_ASKING = re.compile(
    r"^\W*(?:(?:and|so|but)\s+)?(?:(?:on|in|at|by|for|of|with|from|to|until|since)\s+)?"
    r"(?:(?:when|where)\s+(?:and|or)\s+(?:when|where)\b|who\w*|what|when|where|which|why"
    r"|how(?:\s+(?:many|much|long|far|old|big|high|large|soon|often))?)\b"
    r"(?:\s+(?:time|day|date|hour)\b)?"
    rf"(?:\s+(?:{_HELPING})\b)?\s*|^\W*(?:{_HELPING})\b\s*",
    re.I,
)
_ASKED = re.compile(
    r"^\W*(?:(?:at|on|by|until|since) )?(?:when|where|who|why|what (?:time|day|date)"
    r"|which (?:day|date)|how long)(?P<day> today| tonight| tomorrow)?\s+"
    rf"(?=(?:{_HELPING})\b)",
    re.I,
)
"""What a question opens with, which another question word may take the place of."""
_SUBJECT = re.compile(
    rf"^[^,;:]*?\b(?:{_HELPING})\s+(?!(?:the|an?|it|he|she|we|you|i|they|there|this|that|these|those"
    r"|any|some|not|no|all|both|more|next)\b)([^\W\d_][\w-]*)(?=\s+[^\W\d_])",
    re.I,
)
"""Who or what a question without capitals is about, where one word says so."""
_PARTED = re.compile(rf"^(?:{_HELPING}|of)$", re.I)
"""What may stand after "how many" and counts nothing."""
_DAYS = f"{WEEKDAY}|{MONTH}"
_TIME = re.compile(
    rf"^(?:on|in|at|since|until|before|after) (?:the )?(?:(?:\d{{1,2}} )?(?:{_DAYS})(?: \d{{1,4}})?"
    r"|day (?:before|after)(?: that)?|(?:last|next|this) (?:week|month|year)|today|yesterday"
    r"|tomorrow)$|^the day (?:before|after)$|\b(?:today|yesterday|tomorrow)$",
    re.I,
)
"""Names another time and nothing else: "and on Sunday?", "and the day before?\""""
_ADJECTIVE = r"(?:next|last|previous|first|second|third|fourth|fifth|new)"
_WHICH_ONE = re.compile(rf"\b{_ADJECTIVE}\b", re.I)
"""Says which of several is meant: "and the third round?\""""
_TIMED = re.compile(
    rf"[, ]*\b(?:on|in) (?:the )?(?:(?:{_DAYS})\b[ ,]*)?(?:\d{{1,2}} )?(?:{_DAYS})?(?:"
    rf" \d{{4}})?(?=\W*$)",
    re.I,
)
"""The time that a question ends with."""
_NO_MORE = re.compile(
    r"(?:at |on |since |until )?(?:when|where|who|why|what time|how long)(?: exactly)?", re.I
)
_WORD = re.compile(r"[^\W\d_][\w-]*(?P<own>['’]s)?")
_CLASS = {
    "nationality": "country", "place": "country", "person": "name", "organisation": "name",
}  # fmt: skip


def completed(before: str, text: str) -> str:
    """The question that ``text`` asks after ``before``, in the words of both.

    "And the Russian one?" takes the place of what it is set against: "Who heads the Russian
    delegation?"; "and where?" that of the question word. A follow-up with a question word of its
    own is given what the other was about.
    """
    bare = _OPENING.sub("", text).strip(" ?!.…,;:")
    asked = _ASKED.match(before)
    if _NO_MORE.fullmatch(bare) and asked:
        rest, day = before[asked.end() :], asked["day"]
        return (
            f"{bare.capitalize()} {rest.rstrip(' ?')}{day}?"
            if day
            else f"{bare.capitalize()} {rest}"
        )
    counted = _COUNTED.match(bare)
    if (
        counted
        and not _VERBAL.match(counted[2])
        and len(bare.split()) <= 4
        and not _TIME.search(bare)
    ):
        same = _COUNTED.search(before)
        if same and same[1].lower() == counted[1].lower() and not _PARTED.match(same[2]):
            return _put(before, *same.span(), bare)
    if bare and _TIME.search(bare) and not _ASKS.search(bare):
        return _at_another_time(before, bare)
    if bare and not _ASKS.search(bare) and not re.match(r"(?:any|no)\b", bare, re.I):
        whole = _exchanged(before, _ONE.sub("", _PREPOSITION.sub("", bare)))
        if whole:
            return whole
    return f"{text.strip().removesuffix('?')}? {_about(before, text)}".strip()


def _exchanged(before: str, bare: str) -> str | None:
    """``before`` with ``bare`` in place of what it stands against, if that is to be found."""
    own = next(_labelled(bare), None)
    if own is not None:
        start, end, kind, possessive = own
        rivals = [r for r in _labelled(before) if _CLASS.get(r[2]) == _CLASS.get(kind)]
        exact = [r for r in rivals if r[2] == kind]
        if rivals:
            at, to, _, owner = (exact or rivals)[0]
            word = bare[start:end]
            if owner and not possessive and kind != "nationality":
                word += "'s"
            return _put(before, at, to, word)
    counted = _COUNTED.search(before)
    single = _ARTICLE.match(bare) and not bare.endswith("s")
    if counted and bare == bare.lower() and not _PARTED.match(counted[2]) and not single:
        return _put(before, *counted.span(2), _ARTICLE.sub("", bare))
    names = [m for m in _WORD.finditer(before) if m.start() and m[0][0].isupper()]
    if names and not _ARTICLE.match(bare):
        ending = "" if re.search(r"['’]s$", bare) else names[0]["own"] or ""
        return _put(before, names[0].start(), _run(names, before), bare + ending)
    named = re.search(r"\bthe [^\W\d_]+", before)
    if not _WHICH_ONE.search(bare):
        named = re.search(rf"\bthe (?!{_ADJECTIVE}\b)[^\W\d_]+", before) or named
    if named is None:
        # "How long did hantsch get?" "and lohmar?"
        subject = _SUBJECT.match(before)
        if subject and len(bare.split()) <= 2 and not _ARTICLE.match(bare):
            return _put(before, *subject.span(1), bare)
        return None
    own_name = [m for m in names if m.start() >= named.start() + len("the ")]
    whole = bool(own_name) and own_name[0].end() == named.end()
    return _put(before, named.start(), _run(own_name, before) if whole else named.end(), bare)


def _run(names: list[re.Match[str]], text: str) -> int:
    """Where a name of several words ends: "the Civic Union"."""
    end = names[0].end()
    for m in names[1:]:
        if text[end : m.start()] != " ":
            break
        end = m.end()
    return end


def _at_another_time(before: str, bare: str) -> str:
    """``before`` with the time that ``bare`` names in place of its own."""
    rest = (before if " day " in f" {bare}" else _TIMED.sub("", before)).strip(" ?!")
    return f"{rest} {bare}?"


def _labelled(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Words that the gazetteer knows: offsets, label, and whether they are a possessive."""
    known = gazetteer().names
    for m in _WORD.finditer(text):
        word = m[0].removesuffix(m["own"] or "")
        # "Who" is an organisation as well.
        label = "" if _ASKS.fullmatch(word) else known.get(plain(word), ("", ""))[0]
        if label in _CLASS and (m.start() or word[0].islower() or label != "person"):
            yield m.start(), m.end(), label, m["own"] is not None


def _put(text: str, start: int, end: int, words: str) -> str:
    if re.search(r"\b(?:the|a|an)\s+$", text[:start], re.I):
        words = _ARTICLE.sub("", words)
    return f"{text[:start]}{words}{text[end:]}"


def _about(before: str, text: str) -> str:
    """What ``before`` was about: without its question words, and the country that ``text`` trades
    for another.
    """
    rest = _ASKING.sub("", before, count=1).strip(" ?!")
    if any(label == "nationality" for _, _, label, _ in _labelled(text)):
        for start, end, label, _ in reversed(list(_labelled(rest))):
            if label == "nationality":
                rest = f"{rest[:start]}{rest[end:].lstrip()}"
    return rest
