"""Spelling: words of a question that the index has never seen, corrected to words that it has."""

from __future__ import annotations

from retrieval.analysis import fold, term
from retrieval.store import Store

SHORTEST = 4
"""Letters below which a word is left as it is: too much lies one letter away from it."""

TWO_EDITS = 8
"""Letters from which two edits are allowed; below it is one."""

QUESTION_WORDS = (
    "what", "when", "where", "which", "who", "whom", "whose", "why", "how", "about", "did", "does",
    "was", "were", "will", "many", "much", "long", "have", "has", "the", "there", "their", "they",
    "with", "from", "after", "before", "next",
)  # fmt: skip


class Speller:
    """Corrects against the vocabulary of one index."""

    def __init__(self, store: Store) -> None:
        """``store`` is read when an unknown word is met, and only then."""
        self._store = store

    def correct(self, word: str, *, opening: bool = False) -> str | None:
        """The word of the index that ``word`` is a misspelling of, or None where it stands.

        The nearest by optimal string alignment (edits and swapped neighbours; Boytsov 2011) among
        those with the same first letter, or the second one where both were swapped; of several
        the most frequent. ``opening`` words of a question may be misspelt question words.
        """
        folded = fold(word)
        own = term(word)
        if not own or not folded.isalpha() or self._known(own):
            return None
        if opening and (found := _nearest(folded, dict.fromkeys(QUESTION_WORDS, 1), edits=1)):
            return found
        if len(folded) < SHORTEST:
            return None
        edits = 2 if len(folded) >= TWO_EDITS else 1
        found = _nearest(own, self._similar(own, edits), edits=edits)
        return self._surface(found) if found else None

    def _known(self, own: str) -> bool:
        row = self._store.connection.execute(
            "SELECT 1 FROM passages_vocabulary WHERE term = ?", [own]
        ).fetchone()
        return row is not None

    def _similar(self, own: str, edits: int) -> dict[str, int]:
        """Terms of about the same length and their frequencies."""
        similar: dict[str, int] = {}
        for letter in dict.fromkeys(own[:2]):
            rows = self._store.connection.execute(
                "SELECT term, doc FROM passages_vocabulary WHERE term >= ? AND term < ?"
                " AND length(term) BETWEEN ? AND ?",
                [letter, chr(ord(letter) + 1), len(own) - edits, len(own) + edits],
            )
            similar.update((str(t), int(n)) for t, n in rows)
        return {t: n for t, n in similar.items() if not t[0].isdigit()}

    def _surface(self, found: str) -> str:
        row = self._store.connection.execute(
            "SELECT word FROM words WHERE term = ?", [found]
        ).fetchone()
        return str(row[0]) if row else found


def _nearest(word: str, among: dict[str, int], *, edits: int) -> str | None:
    from rapidfuzz.distance import OSA

    near = []
    for candidate, frequency in among.items():
        away = OSA.distance(word, candidate, score_cutoff=edits)
        if away <= edits and (candidate[0] == word[0] or candidate[:2] == word[1::-1]):
            near.append((away, -frequency, candidate))
    return min(near)[2] if near else None
