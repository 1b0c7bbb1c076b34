"""Where the sentences of a text begin and end.

The library sentencex finds the borders inside a paragraph; the rules here see to what news prose
needs beyond that. docs/splitters.md has the comparison that led to both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib.metadata import version

import sentencex

from retrieval.blocks import trim
from retrieval.boilerplate import content

SPLITTER_VERSION = f"sentencex-{version('sentencex')}+1"
"""The library and its version, then the version of our rules for sentences and boilerplate."""

Borders = Callable[[str], list[int]]
"""Offsets in one paragraph at which a sentence ends, ascending; its own end may be among them."""

_LONGEST_WORDS = 200
_LONGEST_CHARACTERS = 2400
"""What goes on for longer without a border is no sentence but a text without punctuation."""

_PIECE_WORDS = 120
_PIECE_CHARACTERS = 1200
"""The most that a piece of such a text holds."""

_WINDOW = 4000
"""Characters given to the library at once: its time grows with the square of what it is given."""

_CLOSERS = "\"'”’»)]*_"
_OPENERS = "\"'“‘«([*_"

_QUOTES = re.compile(r"""["“”„«»]|(?<!\w)['‘’]|['’](?!\w)""")
"""Quotation marks, without the apostrophes inside words."""

_UNSAFE = re.compile(r"\s|[\ud800-\udfff]")
"""The library fails on some white space other than the plain, and on lone surrogates."""

_STARTERS = (
    "A|After|Also|An|And|As|At|Before|Both|But|By|During|Each|Every|Few|For|From|He|Her|His|How|If"
    "|In|It|Its|Many|Most|My|Neither|No|Nobody|None|Nothing|On|Once|Our|She|Since|So|Some|Still"
    "|That|The|Their|Then|There|These|They|This|Those|Though|Through|To|Under|Until|We|What|When"
    "|Where|While|Who|Why|With|Within|Without|Yet|You"
)
"""Words with a capital for no other reason than that a sentence begins."""

_MISSED = (
    re.compile(r"(?:…|\.{3})[\"”’)]*\s+(?=[\"“‘(]*(?:[A-Z][a-z]|A ))"),
    re.compile(r"\b[Nn]o\.[\"”’)]*\s+(?=[\"“‘(]*[A-Z][a-z])"),
    re.compile(rf"(?<![\w.])(?:[A-Za-z]\.){{1,8}}\s+(?=[\"“‘(]*(?:{_STARTERS})\s)"),
)
"""Ellipses, a plain "No." and dotted acronyms that end a sentence, which the library holds open."""

_ZONES = (
    "GMT|UTC|BST|IST|MSK|TRT|JST|KST|HKT|SGT|[CEW]ES?T|EES?T|[ECMP][SD]T|AE[SD]T|NZ[SD]T"
    "|Eastern|Central|Mountain|Pacific|Greenwich|(?:[A-Z]\\w+ ){1,3}time"
)
_MISTAKEN = (
    re.compile(rf"\b[ap]\.m\.\s+(?=(?:{_ZONES})\b)"),
    re.compile(
        r"\b(?:Amb|Adm|Brig|Cmdr|Col|Cpl|Gen|Insp|Lt|Maj|Messrs|Pte|Pvt|Rep|Sen|Sgt|Supt)\.\s+"
        r"(?=[A-Z])"
    ),
    re.compile(rf"\b[A-Z]\w*\.(?!(?:{_STARTERS})\b)(?=(?:[A-Z]{{2,4}}|[A-Z][a-z]{{1,2}})\b)"),
    re.compile(r"\b(?:approx|ca|est|Art|Sec|Fig|Nos?|Para|pp?|Vol)\.\s+(?=[\d$€£])", re.I),
)
"""Times with zone, ranks before names, names with a dot (Censor.NET) and references: no ends."""


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences, in order and not overlapping, boilerplate left out.

    None begins or ends with white space, and each holds a letter or a digit. What has no border
    for more than 200 words is cut into pieces of at most 120, at white space where there is any.
    """
    return split_with(text, library_borders)


def split_with(text: str, find: Borders) -> list[tuple[int, int]]:
    """:func:`split_sentences` over another library's borders, to compare the two."""
    sentences: list[tuple[int, int]] = []
    for start, end in content(text):
        cuts = [0, *_borders(text[start:end], find), end - start]
        for first, last in _with_words(text[start:end], cuts):
            sentences += _pieces(text, *trim(text, start + first, start + last))
    return sentences


def library_borders(paragraph: str) -> list[int]:
    """Where sentencex ends the sentences of a paragraph."""
    found: list[int] = []
    start = 0
    while len(paragraph) - start > _WINDOW:
        ends = _sentence_ends(paragraph[start : start + _WINDOW])[:-1]
        found += [start + end for end in ends]
        # The window's last sentence may go on behind it, so the next one begins there.
        start += ends[-1] if ends else _WINDOW
    return found + [start + end for end in _sentence_ends(paragraph[start:])]


def _sentence_ends(prose: str) -> list[int]:
    return [found["end_index"] for found in sentencex.get_sentence_boundaries("en", prose)]


def _borders(prose: str, find: Borders) -> list[int]:
    """Offsets inside a paragraph at which its sentences end, ascending."""
    # The library looks for no border between quotation marks, and quotes have sentences too.
    # Each character is replaced by one, so that offsets hold in both texts.
    plain = _UNSAFE.sub(" ", _QUOTES.sub(" ", prose))
    opening = {m.start() for m in list(re.finditer('"', prose))[::2]}
    found = {_behind_closers(prose, cut, opening) for cut in find(plain)}
    for pattern in _MISSED:
        found |= {_behind_closers(prose, m.end(), opening) for m in pattern.finditer(prose)}
    for pattern in _MISTAKEN:
        found -= {_behind_closers(prose, m.end(), opening) for m in pattern.finditer(prose)}
    return [cut for cut in sorted(found) if 0 < cut < len(prose) and _can_begin(prose, cut)]


def _behind_closers(prose: str, cut: int, opening: set[int]) -> int:
    """Move a cut to where its sentence ends: in front of the space, behind the closing quotes.

    ``opening`` has the straight quotes that open, by their place in the paragraph.
    """
    while cut > 0 and (prose[cut - 1].isspace() or prose[cut - 1] in _OPENERS):
        cut -= 1
    while cut < len(prose) and prose[cut] in _CLOSERS and cut not in opening:
        cut += 1
    return cut


def _can_begin(prose: str, cut: int) -> bool:
    """Whether a sentence can begin behind ``cut``: none does in lower case, save names (iPhone)."""
    following = re.compile(r"\W{0,20}(\w?\w?)").match(prose, cut)
    return not (following and following[1][:1].islower() and not following[1][1:].isupper())


def _with_words(prose: str, cuts: list[int]) -> Iterator[tuple[int, int]]:
    """The intervals between cuts; one without a letter or digit goes to the one before it."""
    has_word = re.compile(r"[^\W_]")
    start = cuts[0]
    for cut, following in zip(cuts[1:], [*cuts[2:], None], strict=True):
        if following and not has_word.search(prose, cut, following):
            continue
        if has_word.search(prose, start, cut):
            yield start, cut
            start = cut


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The interval itself, or pieces of it when it is too long for a sentence."""
    words = [m.span() for m in re.finditer(rf"\S{{1,{_PIECE_CHARACTERS}}}", text[start:end])]
    if len(words) <= _LONGEST_WORDS and end - start <= _LONGEST_CHARACTERS:
        yield start, end
        return
    size = -(-len(words) // -(-len(words) // _PIECE_WORDS))
    first = 0
    for at in range(1, len(words) + 1):
        full = at - first == size or at == len(words)
        if full or words[at][1] - words[first][0] > _PIECE_CHARACTERS:
            piece = trim(text, start + words[first][0], start + words[at - 1][1])
            if any(c.isalnum() for c in text[slice(*piece)]):
                yield piece
            first = at
