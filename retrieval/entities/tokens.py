"""Words with a capital, and the runs of them that may be one name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.entities.gazetteer import Gazetteer, plain

_MOST_WORDS = 10
"""A name is no longer; what goes on is cut, so that a text in capitals costs no more."""

_LONGEST = 80
"""Characters of a word; longer ones are no text."""


def _capitals() -> str:
    """A character class of the capital letters, which ``re`` has no escape for."""
    codes = [c for c in range(0x41, 0x2000) if chr(c).isupper()]
    ranges, first = [], codes[0]
    for code, following in pairwise([*codes, 0x110000]):
        if following != code + 1:
            ranges.append(f"{chr(first)}-{chr(code)}")
            first = following
    return "".join(ranges)


CAPITAL = _capitals()

_TOKEN = re.compile(
    rf"(?<![\w@#/])(?:(?:al|el|an|as|at|ad|ar|ash)-|[dlO]['’])?[{CAPITAL}]"
    r"(?:(?:\.[A-Z])++\.?|\.(?=\s[^\W\d_])|\w*+(?:['’\-.&]\w++){0,6}+)"
)
"""A word with a capital: "Lavrov", "al-Assad", "U.S.", "J.", "O’Neill", "LIGA.net", "Workers'"."""

_PARTICLE = re.compile(
    r" (?:(?:de|van|von|der|den|la|le|del|della|di|da|dos|das|du|bin|ibn|ben|al|el|ter|ten|zu)"
    r" ){1,3}"
)
_LEADING_PARTICLE = re.compile(r"(?<!\w)(?:v[ao]n (?:de[rn]? )?|de la |de |d['’]|bin )$")

_LOWER = re.compile(r"(?<![\w'’])[a-z]{3,}")


@dataclass(slots=True)
class Token:
    """A word with a capital; ``plain`` is folded and without a possessive ending."""

    start: int
    end: int
    plain: str
    initial: bool
    """Whether it begins a sentence or a quotation, so that the capital may say nothing."""
    first: bool = False
    """Whether it is the first word of its sentence; no name reaches across."""
    possessive: bool = False
    joint: str = ""
    """What stands between it and the word before in the same run: " ", " of ", " van der "."""


def lower_words(text: str) -> frozenset[str]:
    """The words that occur in ``text`` in lower case."""
    return frozenset(_LOWER.findall(text))


_BEFORE_INITIAL = frozenset('"“”‘«„([:*•-–—…!?\n')
_CLOSED = frozenset([" '", "'", ".'", ".’", ".)", "?’", "!’"])


def _is_initial(text: str, start: int, sentence: int) -> bool:
    before = text[max(sentence, start - 4) : start].rstrip(" ")
    return not before or before[-1] in _BEFORE_INITIAL or before[-2:] in _CLOSED


def tokens(text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[Token]:
    """The capitalised words of ``text`` in order."""
    borders = iter([start for start, _ in sentences] or [0])
    sentence, following = 0, next(borders, len(text))
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while following <= start:
            sentence, following = following, next(borders, len(text) + 1)
        word = match[0]
        if len(word) > _LONGEST:
            continue
        possessive = word.endswith(("'s", "’s", "'S", "’S"))
        if possessive:
            end -= 2
        elif word.endswith("s") and text[end : end + 1] in ("'", "’"):
            possessive = text[end + 1 : end + 2] == " "
        initial = _is_initial(text, start, sentence)
        yield Token(start, end, plain(text[start:end]), initial, start == sentence, possessive)


def _joint(text: str, left: Token, right: Token, known: Gazetteer) -> str:
    """What joins two words into one name, "" if nothing does."""
    begin = left.end + (left.possessive and 1 + (text[left.end + 1 : left.end + 2] == "s"))
    gap = text[begin : right.start]
    if gap == ". " and left.plain in known.words["titles"]:
        return " "
    if left.plain.endswith(".") and right.plain in known.ordinary:
        # "He wrote on X. Within an hour"
        return ""
    if gap in (" ", " & ", "\u00a0"):
        if not left.possessive:
            return " "
        # "King's College" and "Workers' Union", but not "Russia's Foreign Ministry".
        words = known.words
        owned = right.plain in words["organisation_words"] or right.plain in words["place_words"]
        owned = owned or right.plain in words["event_words"]
        return " " if owned and left.plain not in known.names else ""
    if left.possessive or len(gap) > 16:
        return ""
    if gap in (" of ", " of the ", " for ", " and "):
        return _connective(gap, left, known)
    return gap if _PARTICLE.fullmatch(gap) else ""


def _connective(gap: str, left: Token, known: Gazetteer) -> str:
    words = known.words
    organisation = left.plain in words["organisation_words"]
    if gap == " and ":
        # Whether it joins shows only at the end of the name; see names.conjunctions.
        return gap
    if gap == " for ":
        return gap if organisation else ""
    heads = organisation or any(
        left.plain in words[section]
        for section in ("place_words", "place_heads", "event_words", "thing_words")
    )
    # Secretary of State
    heads = heads or left.plain in ("secretary", "minister", "chief", "chancellor", "speaker")
    return gap if heads else ""


def runs(text: str, found: Iterator[Token], known: Gazetteer) -> Iterator[list[Token]]:
    """Capitalised words that may belong together, in order. " and " is left to whoever reads."""
    run: list[Token] = []
    day: Token | None = None
    suffixes = known.words["organisation_words"]
    for token in found:
        joint = ""
        if day is not None and token.plain in suffixes and text[day.end : token.start] == " ":
            # The Sunday Times, but not "on Sunday Zelensky said".
            run, joint = [day], " "
        elif run and len(run) < _MOST_WORDS and not token.first and text[token.start - 1] == " ":
            joint = _joint(text, run[-1], token, known)
        day = None
        if _is_calendar(text, token, run, joint, known):
            joint, day = "", token
        if not joint and run:
            yield run
            run = []
        if day is None:
            token.joint = joint
            run.append(token)
    if run:
        yield run


def _is_calendar(text: str, token: Token, run: list[Token], joint: str, known: Gazetteer) -> bool:
    if token.plain not in known.words["calendar"]:
        return False
    # Theresa May is no month.
    named = joint == " " and run[-1].plain in known.words["first_names"]
    return not (named and not text[token.end + 1 : token.end + 2].isdigit())


def with_particle(text: str, start: int) -> int:
    """``start`` of a surname, moved before the "von der" or "de" that belongs to it."""
    match = _LEADING_PARTICLE.search(text, max(0, start - 8), start)
    return match.start() if match else start
