"""What stands in an article's text and is not the article: teasers, adverts, credits, headings.

Found by offsets, so that sentences can leave it out while the text stays as it was given.
General rules come first; a table of phrases takes what they cannot know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.blocks import Block, find_blocks, is_complete

_HEADING_WORDS = 10
_PLAIN_HEADING_WORDS = 5
"""Longest heading in Title Case, and longest in sentence case."""

_PROSE_WORDS = 6
"""A line of at least so many words that ends in a stop shows that the text is written in prose."""

_PHRASE_CHARACTERS = 300

_LABELS = (
    "advertisement|impact shorts|more shorts|more stories|read more|also read|see also|must read"
    "|recommended(?: stories)?|related(?: stories| articles| news)?|trending(?: now| stories)?"
    "|story continues below(?: this)? advertisement|article continues below"
    "|listen to (?:this )?(?:article|story)|watch live|breaking news"
)
"""Teaser labels that pages set on their own line, and that extraction glues to the next."""

_GLUED = re.compile(
    rf"(?:(?i:{_LABELS})(?=[“‘\"'«]|[A-Z][a-z])"
    r"|(?:[A-Z][a-z]+ ){0,3}[A-Z][a-z]+(?=[“«][^\W\d_a-z]))"
)

_PHRASES = re.compile(
    rf"""(?:{_LABELS})\W*
    |(?:also\ read|read\ more|read\ also|see\ also|related|watch|must\ read)\ ?[:|>-].*
    |(?:photo|image|picture|video|file\ photo|graphic)s?(?:\ (?:credit|by|courtesy))?\ ?[:/©].*
    |(?:photo|image)\ (?:by|courtesy(?:\ of)?)\ .*
    |.{{0,60}}(?:via\ |/\ ?)(?:getty\ images|ap|afp|reuters|epa)\)?
    |(?:\(c\)|©|copyright\b).*|.{{0,80}}all\ rights\ reserved\b.*
    |(?:please\ )?(?:sign|log)\ (?:up|in)\b.*\b(?:newsletter|account|briefing|inbox)s?\b.*
    |(?:please\ )?(?:sign\ up|log\ in|subscribe|register)(?:\ (?:here|now|today|to\ continue))?\W*
    |subscribe\ to\ (?:our|the|us)\b.*
    |(?:share|save|print|tweet|bookmark|comment\ on|rate)\ this\ (?:article|story|post|page)\W*
    |(?:share\ (?:on|via)|follow\ (?:us|our)|like\ us|join\ (?:us|our))\b.*
    |(?:click|tap)\ here\b.*
    |skip\ (?:to|past)\ .*|back\ to\ top|load\ more|show\ more|view\ all|next\ (?:article|story)
    |download\ (?:our|the)\ .{{0,40}}\bapp\b.*
    |(?:we|this\ (?:web)?site|our\ (?:web)?site)\ uses?\ cookies\b.*|accept(?:\ all)?\ cookies\W*
    |by\ (?:continuing|using)\ (?:to|this)\b.*(?:cookies|terms).*
    |[(\[]?with\ (?:additional\ )?inputs?\ from\b.*
    |[(\[—–-]*\s*(?:additional\ )?(?:reporting|editing|writing)\ by\b.*
    |\d+\ min(?:ute)?s?\ read|(?:first\ )?(?:published|updated|last\ updated)\ ?[:|].*
    """,
    re.I | re.X,
)
"""Whole lines. Each pattern begins with fixed words or a short run, so matching stays linear."""

_CREDIT = re.compile(
    r"[(\[](?:with (?:additional )?inputs? from|(?:additional )?reporting by|edited by|editing by)"
    r"\b[^()\[\]]{0,200}[)\]]\W*$",
    re.I,
)
"""A credit in brackets behind the last sentence of a paragraph."""

_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


def find_boilerplate(text: str) -> list[tuple[int, int]]:
    """Offsets of all that is not part of the article's sentences, in order, not overlapping.

    List markers, ``>`` and ``#`` are in it as well, since no sentence begins with them.
    """
    return _find(text, find_blocks(text))


def content(text: str) -> list[tuple[int, int]]:
    """Offsets of the paragraphs and list items that remain without the boilerplate."""
    blocks = find_blocks(text)
    skipped = _find(text, blocks)
    rest: list[tuple[int, int]] = []
    at = 0
    for block in blocks:
        start = block.start
        while at < len(skipped) and skipped[at][0] < block.end:
            rest.append((start, skipped[at][0]))
            start = skipped[at][1]
            at += 1
        rest.append((start, block.end))
    return [(start, end) for start, end in rest if start < end]


def _find(text: str, blocks: Sequence[Block]) -> list[tuple[int, int]]:
    has_prose = any(_is_prose(text, block) for block in blocks)
    found: list[tuple[int, int]] = []
    in_list = False
    for block, following in zip(blocks, [*blocks[1:], None], strict=False):
        titled = has_prose and not in_list and _is_title(text, block, following)
        if block.kind == "heading" or titled or _is_phrase(text, block):
            found.append((block.start, block.end))
            continue
        complete = is_complete(text, block.body, block.end)
        in_list = text[block.end - 1] == ":" or (in_list and not complete)
        found += _furniture(text, block)
    return found


def _furniture(text: str, block: Block) -> list[tuple[int, int]]:
    """The list marker and glued label before a block's sentences, and the credit behind them."""
    body = block.body
    if glued := _GLUED.match(text, body, block.end):
        body = glued.end()
    found = [(block.start, body)] if body > block.start else []
    tail = max(body, block.end - _PHRASE_CHARACTERS)
    if credit := _CREDIT.search(text, tail, block.end):
        found.append((credit.start(), block.end))
    return found


def _is_phrase(text: str, block: Block) -> bool:
    if not _has_word(text, block):
        return True
    if _PICTURE.fullmatch(text, block.body, block.end):
        return True
    short = block.end - block.body <= _PHRASE_CHARACTERS
    return short and bool(_PHRASES.fullmatch(text, block.body, block.end))


def _is_title(text: str, block: Block, following: Block | None) -> bool:
    """A short line without a stop: in Title Case anywhere, else only right above a paragraph."""
    if block.kind == "item":
        return False
    line = text[block.body : block.end].strip("*_ ")
    words = line.split(maxsplit=_HEADING_WORDS)
    if not words or len(words) > _HEADING_WORDS or not line[0].isupper():
        return False
    # A line with a number or a colon in it is more often a fact than a title.
    if is_complete(text, block.body, block.end) or any(c.isdigit() or c in ":;" for c in line):
        return False
    long_words = [word for word in words if len(word) > 3]
    if long_words and all(word[0].isupper() for word in long_words):
        return True
    above = following is not None and is_complete(text, following.body, following.end)
    return above and len(words) <= _PLAIN_HEADING_WORDS


def _is_prose(text: str, block: Block) -> bool:
    words = text[block.body : block.end].split(maxsplit=_PROSE_WORDS)
    return len(words) >= _PROSE_WORDS and is_complete(text, block.body, block.end)


def _has_word(text: str, block: Block) -> bool:
    return any(c.isalnum() for c in text[block.body : block.end])
