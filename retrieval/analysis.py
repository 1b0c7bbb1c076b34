"""Text to index terms: fold, drop stop words, stem. The index and the question share this.

Terms are what both the full-text index and BM25 see, so the analysis happens once, here, and the
database's own tokenizer only splits at spaces.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer

ANALYSIS_VERSION = "1"

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+", re.UNICODE)

# Letters that Unicode does not decompose, as Latin-script news spells them without diacritics.
_UNDECOMPOSED = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)

# Function words of English, question words and light verbs included: in a question they say
# nothing about the subject, and in BM25 they would cost most of the time.
STOP_WORDS = frozenset(
    [
        "a",
        "about",
        "above",
        "after",
        "again",
        "against",
        "all",
        "also",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "below",
        "between",
        "both",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "done",
        "down",
        "during",
        "each",
        "few",
        "for",
        "from",
        "further",
        "get",
        "gets",
        "got",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "hers",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "just",
        "let",
        "me",
        "more",
        "most",
        "my",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "off",
        "on",
        "once",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "own",
        "please",
        "s",
        "same",
        "shall",
        "she",
        "should",
        "so",
        "some",
        "such",
        "t",
        "tell",
        "than",
        "that",
        "the",
        "their",
        "theirs",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "until",
        "up",
        "us",
        "very",
        "was",
        "we",
        "were",
        "what",
        "whats",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)

# Places and names that two transliterations or two languages spell differently.
_VARIANTS = {
    "kiev": "kyiv", "kharkov": "kharkiv", "odessa": "odesa", "lvov": "lviv", "turkiye": "turkey",
    "zaporozhye": "zaporizhzhia", "zaporizhzhya": "zaporizhzhia", "dnepr": "dnipro",
    "chiragan": "ciragan", "sibiga": "sybiha", "sybiga": "sybiha", "goncharenko": "honcharenko",
    "defense": "defence", "program": "programme", "center": "centre", "labor": "labour",
}  # fmt: skip

_SKY = re.compile(r"(?<=[a-z])sk(?:y|yy|yi|iy|ii|i|ij|yj)$")
_SLAVIC_NAME = re.compile(r"(?<=[b-df-hj-np-tv-z])(?:ie|ye|je)(?=[a-z]{0,3}(?:ov|ev|va|nko)$)")
_stemmer = Stemmer.Stemmer("english", 0)


def fold(text: str) -> str:
    """Lower case without diacritics: "Erdoğan" and "ERDOGAN" give the same."""
    # Compatibility forms first: a mathematical "A" has no lower case of its own.
    lowered = unicodedata.normalize("NFKD", text).casefold().translate(_UNDECOMPOSED)
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=200_000)
def term(word: str) -> str:
    """The index term of one word, or "" for a stop word."""
    folded = fold(word).replace("’", "'").removesuffix("'s").replace("'", "").replace(",", "")
    if folded in STOP_WORDS:
        return ""
    folded = _VARIANTS.get(folded, folded)
    name = _SLAVIC_NAME.sub("e", _SKY.sub("ski", folded))
    if name != folded or name.endswith("ski"):
        return name.replace("y", "i")
    stem: str = _stemmer.stemWord(folded)
    return re.sub(r"[\W_]+", "", stem)


def terms(text: str) -> list[str]:
    """The index terms of ``text`` in order, stop words left out."""
    return [t for word in _WORD.findall(text) if (t := term(word))]


@lru_cache(maxsize=20_000)
def term_set(text: str) -> frozenset[str]:
    """The terms of ``text``, each once; kept for sentences, which are looked at again and again."""
    return frozenset(terms(text))


def words(text: str) -> list[tuple[int, int, str]]:
    """Offsets and term of each word that is not a stop word, for highlighting and matching."""
    return [(m.start(), m.end(), t) for m in _WORD.finditer(text) if (t := term(m[0]))]
