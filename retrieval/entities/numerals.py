"""Numbers as news prose writes them, in digits and in words."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
CARDINALS: dict[str, int] = {w: i for i, w in enumerate(_SMALL)} | {
    w: 10 * i for i, w in enumerate(_TENS, 2)
}
SCALES: dict[str, float] = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "dozen": 12.0,
}  # fmt: skip
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
_FRACTION_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
FRACTIONS: dict[str, float] = {
    "half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "sixth": 1 / 6,
    "seventh": 1 / 7, "eighth": 1 / 8, "ninth": 1 / 9, "tenth": 1 / 10,
}  # fmt: skip
_VAGUE = "dozens|scores|hundreds|thousands|millions|billions"

ORDINALS: dict[str, int] = {
    w: i
    for i, w in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
        " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
        1,
    )
} | {"twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100}

WORD = "|".join(sorted(CARDINALS, key=len, reverse=True))

_DIGITS = re.compile(
    r"(?P<sign>[-−])?(?:(?P<whole>[0-9]{1,3}(?:[,\u00a0\u202f\u2009][0-9]{3})+"
    # In place of a possessive "++", which takes in a trailing comma in Python 3.11.2.
    r"(?![,\u00a0\u202f\u2009][0-9]{3})|[0-9]{1,15})"
    r"(?P<part>\.[0-9]{1,6})?(?![0-9])(?:\s?(?P<sign_part>[½¼¾⅓⅔]))?|(?P<lone>[½¼¾⅓⅔]))"
)
_SCALE = re.compile(
    r"[ \u00a0-](?P<long>hundred|thousand|million|billion|trillion|dozen)\b(?!s)"
    r"|[ \u00a0]?(?P<short>bn|tn|mn|k)\b"
)
_MONEY_SCALE = re.compile(r"[ \u00a0]?m\b")
_VAGUE_SCALE = re.compile(
    rf"(?:(?:tens|dozens|scores|hundreds) of )?(?:{_VAGUE})\b"
    r"|(?:several|a few|many|a couple of|couple of|a couple) (?:hundred|thousand|million"
    r"|billion|dozen)\b",
    re.IGNORECASE,
)
_HALF_SCALE = re.compile(
    r"half an? (?P<scale>dozen|hundred|thousand|million|billion|trillion)\b", re.IGNORECASE
)
_COUPLE = re.compile(r"a couple(?: of)?\b(?! hundred| thousand| million)", re.IGNORECASE)
_STEP = re.compile(
    rf"(?P<join> and |[ -])?(?P<word>{WORD}|hundred|thousand|million|billion|trillion|dozen)(?!\w)",
    re.IGNORECASE,
)
_A_SCALE = re.compile(
    r"an? (?=(?:hundred|thousand|million|billion|trillion|dozen)\b)", re.IGNORECASE
)
_AND_PART = re.compile(r" and (?:a |one[- ])?(?P<part>half|quarter|third)\b(?! of)|-and-a-half\b")

_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written; ``value`` None for "dozens"."""

    start: int
    end: int
    value: float | None
    approximate: bool = False
    digits: bool = False
    scaled: float = 1.0
    """The "million" written behind it, which the lower end of a range may share."""
    bare: bool = False
    """Digits alone, without separator, fraction or scale: may be a year, or a label."""


def numeral(text: str, at: int, *, money: bool = False) -> Numeral | None:
    """The number that begins at ``at``. ``money`` reads "5m" as five million."""
    opening = text[at : at + 1]
    if opening in "-−½¼¾⅓⅔" or "0" <= opening <= "9":
        return _digits(text, at, money)
    match = _VAGUE_SCALE.match(text, at)
    if match:
        return Numeral(at, match.end(), None, True)
    match = _HALF_SCALE.match(text, at)
    if match:
        return Numeral(at, match.end(), SCALES[match["scale"].lower()] / 2)
    match = _COUPLE.match(text, at)
    if match:
        return Numeral(at, match.end(), 2.0, True)
    return _words(text, at)


def _digits(text: str, at: int, money: bool) -> Numeral | None:
    match = _DIGITS.match(text, at)
    if not match:
        return None
    whole, part = match["whole"] or "", match["part"] or ""
    sign = match["lone"] or match["sign_part"] or ""
    digits = re.sub(r"[^0-9]", "", whole)
    value = float(digits + part) if digits else 0.0
    value += _FRACTION_SIGNS.get(sign, 0.0)
    end, bare = match.end(), not part and not sign and digits == whole
    scale = _SCALE.match(text, end) or (_MONEY_SCALE.match(text, end) if money else None)
    factor = 1.0
    if scale:
        word = scale[0].strip(" \u00a0-").lower()
        factor = SCALES.get(word) or _SHORT_SCALES[word]
        end, bare = scale.end(), False
    # Rounded, since 4.1 times a thousand million is not quite 4,100 million.
    value = round(value * (-factor if match["sign"] else factor), 4)
    return Numeral(at, end, value, False, True, factor, bare)


def _words(text: str, at: int) -> Numeral | None:
    article = _A_SCALE.match(text, at)
    position = begin = article.end() if article else at
    total, current = 0.0, 1.0 if article else 0.0
    last, scaled, smallest = "unit" if article else "", 1.0, 1e15
    for _ in range(_MOST_WORDS):
        match = _STEP.match(text, position)
        if not match or bool(match["join"]) != (position != begin):
            break
        word = match["word"].lower()
        kind = "scale" if word in SCALES else "ten" if word in _TENS else "unit"
        if position != begin and not _continues(last, kind, match["join"], CARDINALS.get(word, 0)):
            break
        if kind != "scale":
            current += CARDINALS[word]
        elif word in ("hundred", "dozen"):
            current, scaled = (current or 1.0) * SCALES[word], SCALES[word]
        elif SCALES[word] < smallest:
            smallest = scaled = SCALES[word]
            total, current = total + (current or 1.0) * smallest, 0.0
        else:
            break
        position, last = match.end(), kind
    if position == begin:
        return None
    return _with_part(text, at, position, total + current) or Numeral(
        at, position, total + current, scaled=scaled
    )


def _with_part(text: str, at: int, position: int, value: float) -> Numeral | None:
    """Two and a half, two and a half million."""
    part = _AND_PART.match(text, position)
    if not part:
        return None
    value += FRACTIONS[part["part"] or "half"]
    scale = _SCALE.match(text, part.end())
    if scale and scale["long"]:
        return Numeral(at, scale.end(), value * SCALES[scale["long"]])
    return Numeral(at, part.end(), value)


def _continues(last: str, kind: str, join: str | None, value: int) -> bool:
    """Whether a number word may follow another: "two hundred", "and fifty", "fifty-one"."""
    if last == "scale" and kind != "scale":
        return True
    if kind == "scale":
        return join in (" ", "-")
    return last == "ten" and kind == "unit" and 0 < value < 10 and join in (" ", "-")
