"""Telling copies of one text apart from reports of one event, by their sentences.

An article is sketched as its sentences, each a run of hashed terms. Two articles are copies when
most of the shorter one's sentences stand in the other, term by term and with the same figures
(longest common subsequence, Wagner and Fischer 1974), among the reporter's own words as well as in
all, and when both open alike: a follow-up repeats the background of an earlier story and two
reports of a speech repeat the speech, but each begins with what is its own.

Pairs worth comparing share hashes of runs of three terms, the two smallest of each sentence
(winnowing: Schleimer, Wilkerson and Aiken 2003), so that a cut copy is found by what it has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from retrieval.analysis import terms
from retrieval.records import Article

SHINGLE = 3
KEYS = 2
"""Keys a sentence: with one, light rewording would hide short copies."""

SHORTEST = 4
"""Terms from which a sentence tells its origin; "He did not elaborate" does not."""

SAME_SENTENCE = 0.7
"""Share of the shorter sentence's terms that stand in the other, in order."""

SAME_LENGTH = 0.4
"""The same share of the longer sentence: editors join sentences, but rarely more than two."""

SHARED = 0.6
"""Share of the shorter text's terms, in sentences that stand in the longer one."""

SHARED_OWN = 0.6
"""The same share of what is not quoted speech."""

OPENING = 4
"""Sentences in which the other's beginning has to stand: a local paragraph may come first."""

BEGINNING = 2
"""Sentences that are a beginning, of which one has to stand in the other's opening."""

SAME_SUBJECT = 0.25
"""Share of the terms of a new beginning that the other text has too, from which it is about it."""

SAME_OUTLET = 0.95
"""Share of either text in one outlet: what differs there is a new version, not a copy."""

REPRINTED_DAYS = 30
"""Days within which a story is reprinted; the same words a year later report something else."""

PASSAGES_ALIKE = 0.6
"""Least resemblance (Jaccard of term 3-grams, Broder 1997) of two passages of one ranking."""

Found = NDArray[np.bool_]
Standing = Literal["same", "contradicted", "absent"]

# One character a term, 16 bits each. Words lie in one range, figures in another, kinds apart, so
# that what contradicts can be told from what is worded otherwise.
_WORD_FIRST, _WORDS = 0x0800, 0xD000
_WEEKDAYS, _MONTHS, _NUMBERS, _NUMBER_VALUES = 0xE000, 0xE010, 0xE100, 0x1700
_KINDS = ((_WEEKDAYS, _MONTHS), (_MONTHS, _NUMBERS), (_NUMBERS, _NUMBERS + _NUMBER_VALUES))
_QUOTED, _BREAK = "\x01", "\n"

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_YEAR = (
    "january february march april may june july august september october november december".split()
)
_SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()
_FIGURE = {
    **{terms(d)[0]: chr(_WEEKDAYS + n) for n, d in enumerate(_DAYS) if terms(d)},
    **{terms(m)[0]: chr(_MONTHS + n) for n, m in enumerate(_YEAR) if terms(m)},
}
_SMALL_DIGITS = {terms(w)[0]: str(n) for n, w in enumerate(_SMALL) if terms(w)}

_SPEECH = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“]*“")

_AGENCIES = (
    "Reuters|AFP|Agence France-Presse|AP|Associated Press|TASS|Anadolu(?: Agency)?|AA|dpa|DPA|ANSA|"
    "EFE|Xinhua|Interfax|Ukrinform|PA Media|Bloomberg|Kyodo|Yonhap|PTI|UPI|RIA Novosti|APA|STT|NTB"
)
_CREDIT = re.compile(
    rf"[(/\[](?:The )?(?:{_AGENCIES})[)/\]]"
    rf"|(?:^|[.\n] ?)[^.\n]{{0,40}}\b(?:{_AGENCIES}) ?[-–—] "
    rf"|\b(?:[Bb]y|[Ss]ource:|[Cc]redit:|[Ww]ith) (?:[^.\n]{{0,40}}, )?(?:the )?(?:{_AGENCIES})\b"
)
_AGENCY = re.compile(rf"(?:The )?(?:{_AGENCIES})")
_EDGE = 240
"""Characters at either end of a text in which an agency is credited; between them it is quoted."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What tells an article's copies: each sentence as a string of one character a term."""

    outlet: str
    published: int | None
    """Seconds since 1970."""
    credit: int
    """2 for an agency's own article, 1 where one is credited, else 0."""
    sentences: tuple[str, ...]
    quoted: tuple[bool, ...]
    """Which of the sentences are quoted speech for the most part."""

    @property
    def size(self) -> int:
        """Terms in all sentences."""
        return sum(map(len, self.sentences))

    def __bytes__(self) -> bytes:
        marked = (_QUOTED * q + s for s, q in zip(self.sentences, self.quoted, strict=True))
        return _BREAK.join(marked).encode("utf-16-le")


def sketch(article: Article, sentences: Sequence[tuple[int, int]]) -> Sketch:
    """The sketch of ``article`` with sentences at the given offsets."""
    speech = bytearray(len(article.text))
    for found in _SPEECH.finditer(article.text):
        speech[found.start() : found.end()] = b"\x01" * (found.end() - found.start())
    coded = [
        (code, speech[start:end].count(1) * 2 > end - start)
        for start, end in sentences
        if len(code := encoded(article.text[start:end])) >= SHORTEST
    ]
    return Sketch(
        article.outlet,
        int(article.published.timestamp()) if article.published else None,
        _credit(article),
        tuple(code for code, _ in coded),
        tuple(quoted for _, quoted in coded),
    )


def parsed(outlet: str, published: int | None, credit: int, stored: bytes) -> Sketch:
    """A sketch from its columns in the index."""
    parts = [p for p in stored.decode("utf-16-le").split(_BREAK) if p]
    return Sketch(
        outlet, published, credit,
        tuple(p.lstrip(_QUOTED) for p in parts), tuple(p.startswith(_QUOTED) for p in parts),
    )  # fmt: skip


def encoded(sentence: str) -> str:
    """A sentence as one character a term."""
    return "".join(map(_character, terms(sentence)))


@lru_cache(maxsize=65_536)
def _character(term: str) -> str:
    if term in _FIGURE:
        return _FIGURE[term]
    digits = _SMALL_DIGITS.get(term, term)
    if digits[0].isdigit():
        return chr(_NUMBERS + crc32(digits.replace(",", "").encode()) % _NUMBER_VALUES)
    return chr(_WORD_FIRST + crc32(term.encode()) % _WORDS)


def _credit(article: Article) -> int:
    if _AGENCY.fullmatch(article.outlet.strip()):
        return 2
    edges = (article.attribution or "", article.text[:_EDGE], article.text[-_EDGE:])
    return int(any(_AGENCY.search(edge) and _CREDIT.search(edge) for edge in edges))


def keys(own: Sketch) -> set[int]:
    """Numbers that a copy is likely to share, ``KEYS`` for each sentence."""
    found: set[int] = set()
    for sentence in own.sentences:
        coded, width = sentence.encode("utf-16-le"), 2 * SHINGLE
        runs = {crc32(coded[i : i + width]) for i in range(0, max(len(coded) - width, 0) + 1, 2)}
        found.update(sorted(runs)[:KEYS])
    return found


def comparable(one: Sketch, other: Sketch, shared: int) -> bool:
    """Whether two articles with so many ``shared`` keys are worth comparing."""
    fewer = min(len(one.sentences), len(other.sentences))
    if shared < 1 + fewer // 6:
        return False
    if one.published is None or other.published is None:
        return True
    return abs(one.published - other.published) <= REPRINTED_DAYS * 86_400


def are_copies(one: Sketch, other: Sketch) -> bool:
    """Whether two articles are one text, cut or edited."""
    if not one.sentences or not other.sentences:
        return False
    alike, same = _compared(one.sentences, other.sentences)
    if not same[:BEGINNING, :OPENING].any() and not same[:OPENING, :BEGINNING].any():
        return False
    if _begins_anew(one, other, alike) or _begins_anew(other, one, alike.T):
        return False
    rows, columns = np.asarray(same.any(axis=1)), np.asarray(same.any(axis=0))
    held = [(one, rows), (other, columns)]
    shares = [_share(s, found) for s, found in held]
    if one.outlet == other.outlet:
        return min(shares) >= SAME_OUTLET
    shorter = [h for h in held if h[0].size == min(one.size, other.size)]
    return any(
        _share(s, found) >= SHARED and _share(s, found, own_words=True) >= SHARED_OWN
        for s, found in shorter
    )


def _share(own: Sketch, found: Found, *, own_words: bool = False) -> float:
    lengths = np.array([len(s) for s in own.sentences])
    counted = ~np.array(own.quoted) if own_words else np.ones(len(lengths), bool)
    total = lengths[counted].sum()
    return float(lengths[counted & found].sum() / total) if total else 1.0


def _begins_anew(own: Sketch, other: Sketch, alike: Found) -> bool:
    """Whether ``own`` opens with something of its own on the subject of ``other``.

    So does a follow-up; a local paragraph in front of a copy speaks of other things.
    """
    first = int(np.argwhere(alike)[:, 0].min()) if alike.any() else len(own.sentences)
    new = "".join(own.sentences[:first])
    known = set("".join(other.sentences))
    return bool(new) and sum(c in known for c in new) >= SAME_SUBJECT * len(new)


def _compared(rows: Sequence[str], columns: Sequence[str]) -> tuple[Found, Found]:
    """Which sentences are alike, and which are the same statement; of shape (rows, columns)."""
    alike = _alike(*_common(rows, columns))
    same = alike.copy()
    for i, j in np.argwhere(alike).tolist():
        same[i, j] = not _conflict(rows[i], columns[j])
    return alike, same


def _common(
    rows: Sequence[str], columns: Sequence[str]
) -> tuple[NDArray[np.int_], NDArray[np.int_], NDArray[np.int_]]:
    from rapidfuzz.distance import LCSseq
    from rapidfuzz.process import cdist

    common = np.asarray(cdist(rows, columns, scorer=LCSseq.similarity, dtype=np.int32), dtype=int)
    lengths = np.array([len(s) for s in rows])[:, None]
    return common, lengths, np.array([len(s) for s in columns])[None, :]


def _alike(common: NDArray[np.int_], lengths: NDArray[np.int_], widths: NDArray[np.int_]) -> Found:
    shorter, longer = np.minimum(lengths, widths), np.maximum(lengths, widths)
    return (common >= SAME_SENTENCE * shorter) & (common >= SAME_LENGTH * longer)


def standing(sentence: str, other: Sequence[str]) -> Standing:
    """How an :func:`encoded` sentence stands among ``other`` ones: there, there with other
    figures, or not at all.
    """
    if len(sentence) < SHORTEST or not other:
        return "same" if sentence in other else "absent"
    alike = _alike(*_common([sentence], other))[0]
    found = [other[i] for i in np.nonzero(alike)[0].tolist()]
    if any(not _contradict(sentence, s) for s in found):
        return "same"
    return "contradicted" if found else "absent"


@lru_cache(maxsize=4096)
def figures(sentence: str) -> tuple[frozenset[str], ...]:
    """The weekdays, the months and the numbers of an :func:`encoded` sentence."""
    return tuple(frozenset(c for c in sentence if a <= ord(c) < b) for a, b in _KINDS)


def _contradict(one: str, other: str) -> bool:
    """Whether both have weekdays, months or numbers, but not the same ones."""
    return any(a and b and a != b for a, b in zip(figures(one), figures(other), strict=True))


def _conflict(one: str, other: str) -> bool:
    """Whether each has a weekday, a month or a number that the other lacks: a conversion that one
    adds in brackets does not part two texts.
    """
    return any(a - b and b - a for a, b in zip(figures(one), figures(other), strict=True))


def group_passages(documents: Sequence[Sequence[str]]) -> list[int]:
    """A group number for each document (a list of terms): the place of the first one like it."""
    shingles = [_shingles(d) for d in documents]
    groups: list[int] = []
    for n, own in enumerate(shingles):
        first = next((m for m in range(n) if groups[m] == m and _resemble(own, shingles[m])), n)
        groups.append(first)
    return groups


def _shingles(document: Sequence[str]) -> frozenset[tuple[str, ...]]:
    if len(document) < SHINGLE:
        return frozenset({tuple(document)})
    return frozenset(tuple(document[i : i + SHINGLE]) for i in range(len(document) - SHINGLE + 1))


def _resemble(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> bool:
    common = len(a & b)
    return common > 0 and common / (len(a) + len(b) - common) >= PASSAGES_ALIKE
