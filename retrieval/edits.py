"""What changed between two versions of an article: whether it matters, and which sentence it was.

A change is trivial where the sentences that remain without boilerplate, counters and time stamps
are the same but for white space and the way marks are written. A figure or a date that changed in
a sentence is never trivial.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from retrieval.records import Article

ALIKE = 0.5
"""Least resemblance of two wordings of one sentence: the share of words that both have in the same
order (indel similarity). One of 1,918 pairs of sentences of one demo article reaches it."""

SHOWN_WORDS = 12
"""Longest difference that is shown by its words alone."""

_LONGEST_FURNITURE = 160
"""Characters; it bounds the matching too."""

_MARKS = str.maketrans({
    **dict.fromkeys("‘’‚‛`´′ʼ", "'"), **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"), "…": "...",
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", None),
})  # fmt: skip

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_TIME = r"\d{1,2}(?:[:.]\d\d){1,2}(?: ?[ap]\.?m\.?)?(?: ?\(?(?:[a-z]{1,2}[sd]?t|gmt|utc)\)?)?"
_DATE = (
    rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
    rf"(?:\d{{1,2}} {_MONTH}(?:,? \d{{4}})?|{_MONTH} \d{{1,2}}(?:,? \d{{4}})?|\d{{4}}-\d\d-\d\d"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
)
_AGO = (
    r"(?:(?:about|over|less than) )?(?:\d+|an?|one|two|three|a few)"
    r" (?:sec(?:ond)?|min(?:ute)?|h(?:ou)?r|h|m|d|day|week|month|year)s? ago"
    r"|just now|moments ago|yesterday|today"
)
_STAMP = rf"(?:{_TIME}|{_DATE}|{_AGO})(?:,? ?(?:at |on |- |\| )?(?:{_TIME}|{_DATE}|{_AGO}))*"
_THINGS = "(?:comment|view|share|like|reaction|repl(?:y|ie)|retweet|repost|read|clap|upvote)s?"
_COUNT = r"\d[\d,.]*\+? ?[km]?"
_LABELLED = "|".join(
    (
        r"(?:(?:first|last|originally) )?(?:published|updated|modified|posted|edited|uploaded"
        rf"|refreshed)(?: (?:on|at))?:? ?-? ?(?:{_STAMP})",
        rf"{_COUNT} (?:new )?{_THINGS}",
        rf"(?:comments|views|likes|reactions|replies) ?[:(]? ?{_COUNT}\)?",
        rf"(?:shared|viewed|read|liked|seen) {_COUNT} times",
        rf"{_COUNT} (?:people|others|readers) (?:are )?(?:reading|watching)(?: this)?(?: now)?",
        r"(?:reading time:? )?\d+[ -]min(?:ute)?s?(?: read(?:ing time)?)?",
    )
)


@cache
def _furniture() -> re.Pattern[str]:
    """A counter or a time stamp with its label, or several of them, as a whole line."""
    between = r" ?[-·•|,/]? ?"
    return re.compile(
        rf"(?:(?:{_STAMP}){between})?(?:{_LABELLED})(?:{between}(?:{_LABELLED}|{_STAMP}))* ?\.?",
        re.I,
    )


def _is_furniture(sentence: str) -> bool:
    return len(sentence) <= _LONGEST_FURNITURE and bool(_furniture().fullmatch(sentence))


def folded(text: str) -> str:
    """``text`` with single spaces and with one way of writing quotation marks and dashes."""
    return " ".join(text.translate(_MARKS).replace("--", "-").split())


def substance(text: str) -> str:
    """What of a text counts as its words: its sentences, folded, without counters and stamps."""
    from retrieval.sentences import split_sentences

    sentences = (folded(text[start:end]) for start, end in split_sentences(text))
    return " ".join(s for s in sentences if not _is_furniture(s)) or folded(text)


def is_trivial(was: Article, now: Article) -> bool:
    """Whether nothing that a reader could quote or look up differs between two versions."""
    shown = [
        (folded(a.title), a.url, a.published, a.published_basis, *_credits(a)) for a in (was, now)
    ]
    if shown[0] != shown[1]:
        return False
    return was.text == now.text or substance(was.text) == substance(now.text)


def _credits(article: Article) -> tuple[str | None, ...]:
    return article.outlet, article.attribution, article.language


@dataclass(frozen=True, slots=True)
class Wording:
    """A version's text, ready to look for the sentences of another version in it."""

    text: str
    places: Sequence[tuple[int, int]]
    """Offsets of its sentences."""
    whole: str
    """The text, folded."""

    def holds(self, sentence: str) -> bool:
        """Whether ``sentence`` stands in the text, however its marks are written."""
        return folded(sentence) in self.whole


def wording(text: str) -> Wording:
    """The :class:`Wording` of a text."""
    from retrieval.sentences import split_sentences

    return Wording(text, split_sentences(text), folded(text))


def counterpart(sentence: str, there: Wording, here: Wording) -> tuple[int, int] | None:
    """Where in ``there`` a sentence of ``here`` stands, verbatim or as it was worded there.

    None where there is nothing like it. What both versions have cannot be the other wording of
    anything.
    """
    own = folded(sentence)
    for start, end in there.places:
        if folded(there.text[start:end]) == own:
            return start, end
    at = there.text.find(sentence)
    if at >= 0:
        return at, at + len(sentence)
    best = max(
        ((resemblance(sentence, there.text[s:e]), -s, (s, e)) for s, e in there.places
         if not here.holds(there.text[s:e])),
        default=None,
    )  # fmt: skip
    return best[2] if best and best[0] >= ALIKE else None


def resemblance(one: str, other: str) -> float:
    """Indel similarity of two sentences, word by word (0..1)."""
    from rapidfuzz.distance import Indel

    return float(Indel.normalized_similarity(_words(one), _words(other)))


def difference(was: str, now: str) -> tuple[str, str]:
    """The words in which two wordings differ: ("24 July", "23 July").

    The whole of both where more than ``SHOWN_WORDS`` differ.
    """
    old, new = was.split(), now.split()
    head = 0
    while head < min(len(old), len(new)) and folded(old[head]) == folded(new[head]):
        head += 1
    tail = 0
    while (
        tail < min(len(old), len(new)) - head
        and folded(old[-1 - tail]) == folded(new[-1 - tail])
    ):  # fmt: skip
        tail += 1
    # A bare number says little, and a mere addition has no words on one side.
    if tail and (not old[head : len(old) - tail] or not new[head : len(new) - tail]
                 or all(w[:1].isdigit() for w in old[head : len(old) - tail])):  # fmt: skip
        tail -= 1
    elif head and (head == len(old) - tail or head == len(new) - tail):
        head -= 1
    changed = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(map(len, changed)) > SHOWN_WORDS:
        return " ".join(old), " ".join(new)
    return " ".join(changed[0]).rstrip(".,;"), " ".join(changed[1]).rstrip(".,;")


def _words(sentence: str) -> list[str]:
    return re.findall(r"\w+(?:[.,]\d+)*", folded(sentence).casefold())
