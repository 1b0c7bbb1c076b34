"""Spelling: words of a question that the index has never seen, corrected to words that it has, or
else to English ones.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import NamedTuple

from retrieval.analysis import STOP_WORDS, fold, term
from retrieval.encoder import english_words
from retrieval.entities.gazetteer import gazetteer
from retrieval.store import Store

SHORTEST = 4
"""Letters below which a word is left as it is: too much lies one letter away from it."""

TWO_EDITS = 8
"""Letters from which two edits are allowed; below it is one."""

RAREST = {5: 40_000, 6: 100}
"""Uses in the dictionary's source below which no word that the index lacks is taken for the meant
one, by letters: much lies near to a short word."""

COMMON = 2_000
"""Uses in the dictionary's source from which a word that opens a question is no misspelt question
word: "Man" is not "many", "wen" is "when".
"""

SHORT = 3
"""Letters below which a word in lower case may be a misspelt question word though it is common
elsewhere: "wo is in the delegation?"
"""

PARTS, ENGLISH = 80, 1.6e9
"""A word that every passage has is one in so many that are asked: they have some 40 terms, and half
of a question is of them. Uses of all words in the dictionary's source.
"""

LEFT_OUT = 2.0
"""Times that a letter is rather left out than another one typed in its place: 34 in a hundred
misspellings against 19 (Pollock and Zamora 1984). "Lawer" is "lawyer" before it is "later".
"""

FAR = 99
"""Edits between words that do not open alike."""

QUESTION_WORDS = (
    "what where which when who how why whose whom were was did does will would have has many much"
    " long about there their they the with from after before next"
).split()
"""The likelier stands first: it is taken where several are equally near."""


class _Near(NamedTuple):
    """A word that may be meant. The least of several is the likeliest."""

    edits: int
    rarity: float
    """Minus its share in what is asked: in the index, and in English; and in how it is mistyped."""
    word: str
    covered: bool
    """Whether the index has a form of it."""


class Speller:
    """Corrects against the vocabulary of one index, and against English where that has nothing."""

    def __init__(self, store: Store) -> None:
        """``store`` is read when an unknown word is met, and only then."""
        self._store = store

    def correct(self, word: str, *, opening: bool = False) -> str | None:
        """The word of the index, or else of English, that ``word`` is a misspelling of; None where
        it stands.

        The nearest by optimal string alignment (edits and swapped neighbours; Boytsov 2011) among
        those with the same first letter, or the second one where both were swapped; of several
        the most frequent. An English word is none: that the index lacks "hospital" is no reason to
        ask about "hosting". ``opening`` words of a question may be misspelt question words.
        """
        folded = fold(word)
        own = term(word)
        if not own or not folded.isalpha() or self._having(own):
            return None
        if folded in QUESTION_WORDS:
            return None
        if opening and (_times(folded) < COMMON or (len(folded) < SHORT and word.islower())):
            for asking in QUESTION_WORDS:
                if _distance(folded, asking) == 1:
                    return asking
        if is_english(folded, own) or folded in gazetteer().names:
            return None
        named = word[0].isupper() and not opening
        if not named and (function_word := _function_word(folded)):
            return function_word
        if len(folded) < SHORTEST:
            return None
        near = [*self._in_index(folded, own), *self._in_english(folded)]
        if named:
            # What is written like a name is one, if any is as near; English alone knows none.
            near = [n for n in near if n.covered]
            near = [n for n in near if n.word[0].isupper()] or near
        return min(near).word if near else None

    def _near(self, folded: str, edits: int, word: str, passages: int) -> _Near:
        share = passages / self._passages / PARTS + _times(fold(word)) / ENGLISH
        if _stands_in(folded, fold(word)):
            share *= LEFT_OUT
        return _Near(edits, -share, word, passages > 0)

    @cached_property
    def _passages(self) -> int:
        row = self._store.connection.execute("SELECT count(*) FROM passages").fetchone()
        return max(int(row[0]), 1)

    def _having(self, stem: str) -> int:
        """How many passages have it."""
        row = self._store.connection.execute(
            "SELECT doc FROM passages_vocabulary WHERE term = ?", [stem]
        ).fetchone()
        return int(row[0]) if row else 0

    def _in_index(self, folded: str, own: str) -> list[_Near]:
        """The words of the index that are spelt like ``folded``, or whose stem is like ``own``."""
        found = []
        for letter in dict.fromkeys(folded[:2]):
            rows = self._store.connection.execute(
                "SELECT term, word FROM words WHERE term >= ? AND term < ?"
                " AND (length(term) BETWEEN ? AND ? OR length(word) BETWEEN ? AND ?)",
                [
                    letter, chr(ord(letter) + 1), len(own) - 2, len(own) + 2,
                    len(folded) - 2, len(folded) + 2,
                ],
            )  # fmt: skip
            for stem, word in rows:
                away = _distance(folded, fold(word))
                alike = away <= _edits(folded) or _distance(own, stem) <= _edits(own)
                # A word whose last passage is gone still stands among the words.
                if alike and (passages := self._having(stem)):
                    found.append(self._near(folded, away, word, passages))
        return found

    def _in_english(self, folded: str) -> list[_Near]:
        """The English words that are spelt like ``folded``: forms of words of the index, and common
        ones.
        """
        found = []
        for away, word in _english_near(folded):
            if passages := self._having(term(word)):
                found.append(self._near(folded, away, self._as_written(word), passages))
            elif away == 1 and _times(word) >= RAREST.get(min(len(folded), 6), ENGLISH):
                found.append(self._near(folded, away, word, 0))
        return found

    def _as_written(self, word: str) -> str:
        """With a capital where the index has a form of it with one."""
        row = self._store.connection.execute(
            "SELECT word FROM words WHERE term = ?", [term(word)]
        ).fetchone()
        return word.title() if row and row[0].istitle() else word


_INFLECTIONS = frozenset(("", "s", "es", "d", "ed", "ing", "ly"))


def is_english(folded: str, own: str) -> bool:
    """Whether it is a word of the encoder's vocabulary or of the dictionary, or a form of one."""
    if folded in english_words() or folded in _english():
        return True
    alike = _by_letter().get(own[:1], ())
    return (
        len(own) > SHORTEST
        and folded.removeprefix(own) in _INFLECTIONS
        and any(term(word) == own for word in alike if word.startswith(own[:SHORTEST]))
    )


def _function_word(folded: str) -> str | None:
    """The function word that ``folded`` is with two neighbours swapped ("teh", "abuot"), or a short
    one with a letter left out ("thir"): to take it for a word of the subject costs the answer.
    """
    swapped = (
        folded[:at] + folded[at + 1] + folded[at] + folded[at + 2 :]
        for at in range(len(folded) - 1)
    )
    if found := next((w for w in swapped if w in STOP_WORDS and w != folded), None):
        return found
    if len(folded) != SHORTEST:
        return None
    longer = (w for w in STOP_WORDS if len(w) == len(folded) + 1 and _distance(folded, w) == 1)
    return max(longer, key=_times, default=None)


@cache
def _english() -> dict[str, int]:
    """English words with how often subtitles, the dictionary's source, have each."""
    from spellchecker import SpellChecker

    found: dict[str, int] = SpellChecker("en").word_frequency.dictionary
    return found


@cache
def _by_letter() -> dict[str, list[str]]:
    """The English words by their first letters."""
    found: dict[str, list[str]] = {}
    for word in _english():
        found.setdefault(word[:1], []).append(word)
    return found


def _english_near(folded: str) -> list[tuple[int, str]]:
    """English words that are spelt like ``folded``, with how many edits away they are."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    near = []
    for letter in dict.fromkeys(folded[:2]):
        words = _by_letter().get(letter, ())
        found = extract(folded, words, scorer=OSA.distance, score_cutoff=_edits(folded), limit=None)
        near += [(int(away), word) for word, away, _ in found if _opens_alike(folded, word)]
    return near


def _times(word: str) -> int:
    return _english().get(word, 0)


def _edits(word: str) -> int:
    return 2 if len(word) >= TWO_EDITS else 1


def _distance(word: str, spelling: str) -> int:
    """Edits and swapped neighbours; many where the two do not open alike."""
    from rapidfuzz.distance import OSA

    return OSA.distance(word, spelling) if _opens_alike(word, spelling) else FAR


def _stands_in(word: str, spelling: str) -> bool:
    """Whether ``word`` is ``spelling`` with letters left out."""
    letters = iter(spelling)
    return all(letter in letters for letter in word)


def _opens_alike(word: str, spelling: str) -> bool:
    return spelling[:1] == word[:1] or spelling[:2] == word[1::-1]
