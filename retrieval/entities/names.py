"""Names in a text: runs of capitals cut into names, classified, then made consistent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from retrieval.entities.classify import Name, classify, spelled, suffix
from retrieval.entities.gazetteer import Gazetteer, gazetteer
from retrieval.entities.model import Entity, EntityLabel
from retrieval.entities.tokens import Token, lower_words, runs, tokens

_Piece = tuple[list[Token], bool]
"""Words of one name, and whether a title stands before them."""

_DATELINE = re.compile(
    r"(?=([A-Z][A-Z'-]{2,24}(?: [A-Z][A-Z'-]{2,24}){0,2}))\1(?=,? \(| [-–—] |, )"
)

_VERBAL = ("ing", "ed", "ly")
"""Endings of words that begin a sentence before a name: "Visiting Kyiv", "Finally Russia"."""


def find(text: str, sentences: Sequence[tuple[int, int]]) -> list[Entity]:
    """See ``retrieval.entities.find_entities``."""
    known = gazetteer()
    lower = lower_words(text)
    headlines = _headlines(text, sentences)
    names: list[Name] = []
    for run in runs(text, tokens(text, sentences), known):
        if _inside(run[0].start, headlines):
            pieces = _headline_pieces(run, known)
        else:
            pieces = _pieces(run, known, lower)
        for words, titled in pieces:
            names.append(classify(text, words, titled, known))
    _datelines(text, sentences, names)
    return _settled(text, names, lower)


def _inside(offset: int, ranges: dict[int, int]) -> bool:
    # Headlines are few: an empty dict answers at once, and a text has a handful.
    return any(start <= offset < end for start, end in ranges.items()) if ranges else False


def _headlines(text: str, sentences: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Sentences in title case or capitals, where a capital says nothing."""
    found: dict[int, int] = {}
    for start, end in sentences:
        if text[end - 1 : end] in '.!?"”' and not text[start : start + 300].isupper():
            continue
        words = text[start:end].split()
        if len(words) >= 5 and sum(w[0].isupper() for w in words) >= 0.6 * len(words):
            found[start] = end
            if len(found) >= 50:
                break
    return found


def _headline_pieces(run: list[Token], known: Gazetteer) -> Iterator[_Piece]:
    """In a headline only what is known makes a name; other words wait for the text to say."""
    at = 0
    given = known.words["first_names"]
    while at < len(run):
        size = _known_prefix(run, at, known)
        if not size:
            following = run[at + 1 : at + 2]
            pair = run[at].plain in given and following and following[0].joint == " "
            size = 2 if pair and following[0].plain not in known.ordinary else 1
        run[at].initial = True
        if size > 1 or run[at].plain not in known.ordinary:
            yield run[at : at + size], False
        at += size


def _known_prefix(run: list[Token], at: int, known: Gazetteer) -> int:
    """How many words from ``at`` on make a name of the gazetteer, 0 if none do."""
    for size in range(min(known.longest, len(run) - at), 0, -1):
        if spelled(run[at : at + size]) in known.names:
            return size
    return 0


def _pieces(run: list[Token], known: Gazetteer, lower: frozenset[str]) -> Iterator[_Piece]:
    for part in _parts(run, known):
        trimmed = _trimmed(part, known, lower)
        if trimmed:
            yield from _untitled(trimmed, known)


def _parts(run: list[Token], known: Gazetteer) -> Iterator[list[Token]]:
    """The run, cut at each "and" that does not belong to a name."""
    begin = 0
    for i, token in enumerate(run):
        if token.joint == " and " and not _conjoins(run, begin, i, known):
            yield run[begin:i]
            begin = i
    yield run[begin:]


def _conjoins(run: list[Token], begin: int, at: int, known: Gazetteer) -> bool:
    left, right = run[begin:at], run[at:]
    if len(left) > 1 and left[0].plain == "the":
        left = left[1:]
    if spelled(left + right[:1]) in known.names:
        return True
    if any(t.plain in known.words["first_names"] or t.plain in known.names for t in right[:1]):
        return False
    organisations = known.words["organisation_words"]
    if len(left) > 1 and left[1].joint.startswith(" of") and left[0].plain in organisations:
        # Ministry of Culture and Tourism
        return right[0].plain not in known.words["titles"]
    # Harbour and Quay Workers' Union
    alone = len(left) == 1 and not left[0].initial and left[0].plain not in known.names
    alone = alone and left[0].plain not in organisations
    return alone and right[-1].plain in organisations and len(right) > 1


def _trimmed(part: list[Token], known: Gazetteer, lower: frozenset[str]) -> list[Token]:
    """The part without words that have their capital from the beginning of the sentence."""
    if all(t.plain in known.words["not_names"] for t in part):
        return []
    while part and spelled(part) not in known.names:
        first = part[0]
        word = first.plain
        article = word in ("the", "a", "an")
        if not article and not (first.initial and _is_ordinary(part, known, lower)):
            break
        part = part[1:]
    return part


def _is_ordinary(part: list[Token], known: Gazetteer, lower: frozenset[str]) -> bool:
    word = part[0].plain
    if len(part) > 1 and (_known_prefix(part, 0, known) or _is_named_by_next(part, known)):
        return False
    if word in known.ordinary or word.partition("-")[0] in known.ordinary:
        return True
    if word in known.words["first_names"] or word in known.names or word in known.words["titles"]:
        return False
    if word in lower:
        return True
    if len(part) < 2 or part[1].joint != " ":
        return False
    # "Teenager Kit Mabry", "Visiting Kyiv"
    return part[1].plain in known.words["first_names"] or word.endswith(_VERBAL)


def _is_named_by_next(part: list[Token], known: Gazetteer) -> bool:
    """Whether all that follows is one word that needs the first: "Justice Department"."""
    return len(part) == 2 and suffix(part, known) is not None and part[0].plain not in (
        "the", "this", "that", "in", "at", "on", "for", "and", "but", "our", "his", "her", "their",
    )  # fmt: skip


def _untitled(part: list[Token], known: Gazetteer) -> Iterator[_Piece]:
    """The part cut at titles: "Russian Foreign Minister Sergey Lavrov" is two names."""
    if spelled(part) in known.names:
        yield part, False
        return
    titles, modifiers = known.words["titles"], known.words["title_modifiers"]
    at = next((i for i, t in enumerate(part) if t.plain in titles), None)
    if at is None or (at == 0 and len(part) > 1 and _is_plain_suffix(part, known)):
        yield from _unprefixed(part, known)
        return
    begin = at
    while begin and part[begin - 1].plain in modifiers and part[begin].joint == " ":
        begin -= 1
    end = at + 1
    while end < len(part) and part[end].plain in titles and not part[end - 1].possessive:
        end += 1
    for size in (2, 3):
        if spelled(part[at : at + size]) in known.words["title_links"]:
            end = max(end, at + size)
    if begin:
        yield from _unprefixed(part[:begin], known)
    if end < len(part):
        rest = part[end:]
        if rest[0].joint == " ":
            yield rest, True
        else:
            yield from _untitled(rest, known)


def _is_plain_suffix(part: list[Token], known: Gazetteer) -> bool:
    """Premier League, but not Captain James Church."""
    given = part[1].plain in known.words["first_names"]
    return not given and suffix(part, known) is not None


def _unprefixed(part: list[Token], known: Gazetteer) -> Iterator[_Piece]:
    """The part without a nationality or place before it that is a name of its own."""
    names = known.names
    if len(part) == 1 or spelled(part) in names:
        yield part, False
        return
    size = 0 if part[0].plain in known.words["first_names"] else _known_prefix(part, 0, known)
    rest = part[size:]
    if not size or not rest or rest[0].joint != " " or suffix(part, known):
        yield part, False
        return
    label = names[spelled(part[:size])][0]
    separate = label == "nationality" or rest[0].plain in known.words["first_names"]
    if separate or _known_prefix(rest, 0, known):
        yield part[:size], False
        yield from _unprefixed(rest, known)
    else:
        yield part, False


def _datelines(text: str, sentences: Sequence[tuple[int, int]], names: list[Name]) -> None:
    """NORDBY (Meridian) - : the place in capitals that an agency's report begins with."""
    match = _DATELINE.match(text, sentences[0][0] if sentences else 0)
    if match:
        for name in names[:2]:
            if match.start() == name.start and name.end == match.end():
                name.label, name.sure = "place", 3
            elif name.start == match.end() + 2 and text[name.start - 1] == "(":
                name.label, name.sure = "organisation", 3


def _settled(text: str, names: list[Name], lower: frozenset[str]) -> list[Entity]:
    """The names that are ones, each labelled as the surest mention of it in the text is."""
    best: dict[str, tuple[int, EntityLabel]] = {}
    for key, group in groupby(sorted(names, key=lambda n: n.key), key=lambda n: n.key):
        votes: dict[EntityLabel, int] = {}
        mentions = list(group)
        surest = max(n.sure for n in mentions)
        for name in mentions:
            if name.sure == surest:
                votes[name.label] = votes.get(name.label, 0) + 1
        best[key] = surest, max(votes, key=lambda label: votes[label])
    found: list[Entity] = []
    end = 0
    for name in names:
        if name.sure < 0:
            continue
        sure, label = best[name.key]
        if name.sure < 3:
            name.label = label
        elif sure < 3:
            sure = name.sure
        if not sure or not name.key or (name.sure == 0 and _says_nothing(text, name, lower)):
            continue
        start = max(name.start, end)
        if start < name.end:
            found.append(Entity(start, name.end, name.label, name.key))
            end = name.end
    return found


def _says_nothing(text: str, name: Name, lower: frozenset[str]) -> bool:
    """A word that elsewhere has no capital stays one at the beginning of a sentence."""
    return name.single and text[name.start : name.end].lower() in lower
