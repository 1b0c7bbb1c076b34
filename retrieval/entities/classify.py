"""One name: its label, how sure it is, and its key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from retrieval.analysis import term
from retrieval.entities import context
from retrieval.entities.context import Judgement
from retrieval.entities.gazetteer import Gazetteer, joined, plain
from retrieval.entities.model import EntityLabel
from retrieval.entities.tokens import Token, with_particle

_ENDING = re.compile(r"(?:jr|sr)\.?|[ivx]{1,5}")
"""What follows a surname, or a pope's or king's name."""

_ORGANISATION_HEADS = frozenset("radio channel club fc ac university bank institute".split())
_ALSO_SURNAMES = frozenset(
    "hill hills wood woods park lake banks house temple church hall star law price pass castle"
    " street guard young marsh stone bush bridge lane field fields cross star gates brook".split()
)

_SUFFIXES: tuple[tuple[str, EntityLabel], ...] = (
    ("organisation_words", "organisation"),
    ("place_words", "place"),
    ("event_words", "event"),
    ("thing_words", "other"),
)


@dataclass(slots=True)
class Name:
    """A stretch of text that may be a name, and what is believed of it so far."""

    start: int
    end: int
    label: EntityLabel
    sure: int
    key: str
    single: bool


def spelled(tokens: list[Token]) -> str:
    """The folded name as the gazetteer spells it."""
    return "".join(t.joint + t.plain if i else t.plain for i, t in enumerate(tokens))


def suffix(tokens: list[Token], known: Gazetteer) -> EntityLabel | None:
    """What a name says of itself by its last word, or by the one before its first "of"."""
    head = tokens[-1]
    for left, right in pairwise(tokens):
        if right.joint.startswith((" of", " for")):
            head = left
            break
    for section, label in _SUFFIXES:
        if head.plain in known.words[section]:
            return label
    return None


def classify(text: str, tokens: list[Token], titled: bool, known: Gazetteer) -> Name:
    """The first belief about a name, from itself and its neighbours."""
    name = spelled(tokens)
    start, end = tokens[0].start, tokens[-1].end
    found = known.names.get(name)
    if len(tokens) == 1 and name in known.ordinary and not text[start:end].isupper():
        # "Who" is not the WHO, and "Work" no name, unless something beside it says so.
        label, sure = _judge(text, tokens, titled, known)
        sure = sure if sure >= 2 and not tokens[0].initial else -1
        return Name(start, end, label, sure, surname(tokens), True)
    if found:
        sure = 3
        if tokens[0].initial and len(tokens) == 1 and name in known.words["ambiguous"]:
            sure = 0
        return Name(start, end, found[0], sure, found[1], len(tokens) == 1)
    label, sure = _judge(text, tokens, titled, known)
    if label == "person":
        start = with_particle(text, start)
        return Name(start, end, label, sure, surname(tokens), len(tokens) == 1)
    return Name(start, end, label, sure, joined(name), len(tokens) == 1)


def surname(tokens: list[Token]) -> str:
    """The term of a person's last name."""
    last = tokens[-1].plain
    if len(tokens) > 1 and last != "xi" and _ENDING.fullmatch(last):
        last = tokens[-2].plain
    last = last.removeprefix("al-").removeprefix("el-")
    return term(last) or plain(last)


def _judge(text: str, tokens: list[Token], titled: bool, known: Gazetteer) -> Judgement:
    first, size = tokens[0].plain, len(tokens)
    given = first in known.words["first_names"] or (size > 1 and _is_initial_letter(first))
    if titled:
        return "person", 3
    if size > 1:
        own = suffix(tokens, known)
        if own and not (given and size == 2 and tokens[-1].plain in _ALSO_SURNAMES):
            return own, 3
        if given:
            return "person", 3
        if first in _ORGANISATION_HEADS:
            return "organisation", 3
        if _is_acronym(text, tokens[0]):
            return "organisation", 2
        if first in known.words["place_heads"] and tokens[1].joint != " and ":
            return "place", 2
    elif _is_acronym(text, tokens[0]):
        return "organisation", 2
    beside = context.judge(text, tokens[0].start, tokens[-1].end, size)
    if size == 1:
        return _single(tokens[0], beside, given, known)
    if any(t.plain in known.ordinary or t.plain[-1].isdigit() for t in tokens):
        # Keep Our Trees
        return "other", 1
    if beside:
        return beside
    definite = context.before(text, tokens[0].start)[2].lower() == "the"
    return ("other" if definite or size > 3 else "person"), 1


def _single(token: Token, beside: Judgement | None, given: bool, known: Gazetteer) -> Judgement:
    own = suffix([token], known)
    if token.initial:
        if token.plain in known.ordinary or own:
            return own or "other", 0
        plural = token.plain.endswith("s")
        if beside and beside[1] >= 2 and not plural:
            return beside
        if beside and beside[1] == 3:
            return beside
        return ("person", 1) if given and not plural else ("other", 0)
    if own:
        return own, 1
    if token.plain[-1].isdigit():
        return "other", 1
    if token.plain in known.words["titles"]:
        return "person", 0
    if beside:
        return beside
    return ("person" if given else "other"), 1


def _is_initial_letter(word: str) -> bool:
    return (len(word) == 2 and word.endswith(".")) or (word.count(".") >= 2 and len(word) <= 6)


def _is_acronym(text: str, token: Token) -> bool:
    word = text[token.start : token.end]
    letters = word.replace("-", "").replace(".", "")
    return 2 <= len(letters) <= 6 and letters.isupper() and letters.isalpha()
