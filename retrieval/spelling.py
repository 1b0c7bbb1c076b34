"""Spelling: words of a question that the index has never seen, corrected to words that it has, or
else to English ones.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from retrieval.analysis import STOP_WORDS, fold, term
from retrieval.encoder import english_words
from retrieval.store import Store

SHORTEST = 4
"""Letters below which a word is left as it is: too much lies one letter away from it."""

TWO_EDITS = 8
"""Letters from which two edits are allowed; below it is one."""

RAREST = 100
"""Uses in the dictionary's source below which no word is taken for the meant one."""

QUESTION_WORDS = (
    "what where which when who how why whose whom were was did does will would have has many much"
    " long about there their they the with from after before next"
).split()
"""The likelier stands first: it is taken where several are equally near."""


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
        if not own or not folded.isalpha() or self._known(own):
            return None
        if folded in QUESTION_WORDS:
            return None
        likely = {word: len(QUESTION_WORDS) - n for n, word in enumerate(QUESTION_WORDS)}
        if opening and (found := _nearest((folded,), {w: (w,) for w in likely}, likely, edits=1)):
            return found
        if is_english(folded, own):
            return None
        if function_word := _swapped(folded):
            return function_word
        if len(folded) < SHORTEST:
            return None
        spelt = self._spelt_alike(own, folded, _edits(folded))
        found = _nearest((own, folded), spelt, _Frequencies(self._store))
        return self._surface(found) if found else _english_word(word)

    def _known(self, own: str) -> bool:
        row = self._store.connection.execute(
            "SELECT 1 FROM passages_vocabulary WHERE term = ?", [own]
        ).fetchone()
        return row is not None

    def _spelt_alike(self, own: str, folded: str, edits: int) -> dict[str, tuple[str, ...]]:
        """Terms of about the same length, as stems or as written, with both spellings."""
        alike: dict[str, tuple[str, ...]] = {}
        for letter in dict.fromkeys(folded[:2]):
            rows = self._store.connection.execute(
                "SELECT term, word FROM words WHERE term >= ? AND term < ?"
                " AND (length(term) BETWEEN ? AND ? OR length(word) BETWEEN ? AND ?)",
                [
                    letter, chr(ord(letter) + 1), len(own) - edits, len(own) + edits,
                    len(folded) - edits, len(folded) + edits,
                ],
            )  # fmt: skip
            alike.update((str(term), (str(term), fold(str(word)))) for term, word in rows)
        return alike

    def _surface(self, found: str) -> str:
        row = self._store.connection.execute(
            "SELECT word FROM words WHERE term = ?", [found]
        ).fetchone()
        return str(row[0]) if row else found


class _Frequencies(dict[str, int]):
    """In how many passages a term stands; looked up when asked for. 0 for one that is gone."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, term: str) -> int:
        row = self._store.connection.execute(
            "SELECT doc FROM passages_vocabulary WHERE term = ?", [term]
        ).fetchone()
        self[term] = int(row[0]) if row else 0
        return self[term]


_INFLECTIONS = frozenset(("", "s", "es", "e", "d", "ed", "ing", "ly"))


def is_english(folded: str, own: str) -> bool:
    """Whether it is a word of the encoder's vocabulary or of the dictionary, or a form of one."""
    return any(_is_word(folded, own, known) for known in (english_words(), _english()))


def _is_word(folded: str, own: str, known: Collection[str]) -> bool:
    return folded in known or (
        len(own) > SHORTEST
        and folded.removeprefix(own) in _INFLECTIONS
        and any(term(word) == own for word in known if word.startswith(own[:SHORTEST]))
    )


def _swapped(folded: str) -> str | None:
    """The function word that ``folded`` is with two neighbours swapped: "teh", "abuot"."""
    for at in range(len(folded) - 1):
        word = folded[:at] + folded[at + 1] + folded[at] + folded[at + 2 :]
        if word in STOP_WORDS and word != folded:
            return word
    return None


def _english_word(word: str) -> str | None:
    """The commonest English word one edit away from ``word``; None for a short or a capitalised
    one, which may be a name that the index has not met.
    """
    if len(word) < TWO_EDITS - 2 or not word.islower():
        return None
    often = {
        known: times
        for known, times in _english().items()
        if times >= RAREST and abs(len(known) - len(word)) <= 1 and _opens_alike(word, known)
    }
    return _nearest((word,), {known: (known,) for known in often}, often, edits=1)


@cache
def _english() -> dict[str, int]:
    """English words with how often subtitles, the dictionary's source, have each."""
    from spellchecker import SpellChecker

    found: dict[str, int] = SpellChecker("en").word_frequency.dictionary
    return found


def _edits(word: str) -> int:
    return 2 if len(word) >= TWO_EDITS else 1


def _nearest(
    word: Sequence[str],
    among: Mapping[str, Sequence[str]],
    frequency: Mapping[str, int],
    *,
    edits: int | None = None,
) -> str | None:
    """The key of ``among`` that is spelt most like ``word``, stem like stem and as written like as
    written; of several the most frequent.
    """
    from rapidfuzz.distance import OSA

    near = []
    for key, spellings in among.items():
        pairs = [
            (OSA.distance(own, other), own)
            for own, other in zip(word, spellings, strict=True)
            if _opens_alike(own, other)
        ]
        close = [away for away, own in pairs if away <= (edits or _edits(own))]
        if close:
            near.append((min(close), key))
    living = [(away, -frequency[key], key) for away, key in near if frequency[key]]
    return min(living)[2] if living else None


def _opens_alike(word: str, spelling: str) -> bool:
    return spelling[:1] == word[:1] or spelling[:2] == word[1::-1]
