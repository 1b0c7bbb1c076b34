"""Quantities with a grammar of their own: durations, parts, shares, ages, scores, ordinals."""

from __future__ import annotations

import re

from retrieval.entities.counts import head_noun
from retrieval.entities.model import Quantity
from retrieval.entities.numerals import CARDINALS, FRACTIONS, ORDINALS, WORD, Numeral, numeral
from retrieval.entities.units import SECONDS, unit_after

_TIMES = "|".join(SECONDS)

_ARTICLE_TIME = re.compile(
    rf"(?P<amount>an?|half an?|(?:three[ -])?(?:a )?quarters? of an) (?P<unit>{_TIMES})\b(?!')",
    re.IGNORECASE,
)
_HALF_UNIT = re.compile(
    r"half an? (?P<unit>mile|kilometre|metre|tonne|ton|acre|percent|degree)\b", re.IGNORECASE
)
_RATE_BEFORE = re.compile(
    r"(?:times|once|twice|[0-9]|crowns|dollars|euros|pounds|marks|people|(?:an?|one|per)"
    r" (?:hour|day|week)|s) $"
)
_LASTING = re.compile(
    r"\b(?:for|lasted|lasts|last|lasting|took|take|takes|taken|about|nearly|almost|over|under"
    r"|within|than|just|after|of"
    r"|by|around|roughly|spent|spend|another|needed|needs|only|every|be|is|was|in) $",
    re.IGNORECASE,
)
_POINT_IN_TIME = re.compile(r" (?:ago|later|earlier)\b")
_AND_PART = re.compile(r" and (?:a |an )?(?P<part>half|quarter)\b(?! of)|-and-a-half\b")
_MORE = re.compile(r",? and |, | ")

_FRACTION = re.compile(
    rf"(?P<count>an?|one|two|three|four|five|six|seven|eight|nine)[ -](?P<part>half|halves|"
    rf"(?:{'|'.join(k for k in FRACTIONS if k != 'half')})s?)(?= of\b| the\b|[.,;:)]|$|"
    rf" (?:lower|higher|more|less|fewer|majority|in favour|share|stake))"
    r"|(?P<half>half)(?= of\b| the\b| of\b)",
    re.IGNORECASE,
)
_HALF_BEFORE = re.compile(
    r"\b(?:first|second|other|last|this|that|the|each|a|opening|closing|better|top|bottom) $"
)
_SHARE = re.compile(
    rf" (?:in|out of)(?: every)? (?P<of>[0-9]{{1,4}}|{WORD}|a hundred)(?![\w:/.-])", re.IGNORECASE
)
_SHARE_UNIT = re.compile(rf" (?:{_TIMES})s?\b|,?[0-9]")

_AGE_AFTER = re.compile(
    r"(?:-| )years?(?:-| )olds?\b|(?:-| )(?:month|week|day)s?-olds?\b", re.IGNORECASE
)
_AGE_BEFORE = re.compile(
    r"\b(?:aged|age of|ages of|age|the age|aged between|aged from) $|\b(?:prisoners|people|men"
    r"|women|those|children|adults|anyone|everyone|soldiers|all) (?:under|over|between) $",
    re.IGNORECASE,
)
_AGE_RANGE = re.compile(
    r" (?:and|to|or) (?P<high>[1-9][0-9]?)(?![\w.,:][0-9])| ?[-–] ?(?P<dash>[1-9][0-9]?)(?!\w)"
)
_NAME_COMMA = re.compile(r"[^\W\d_]{2,}['’]?[^\W\d_]*, $")

_SCORE = re.compile(r"(?P<left>[0-9]{1,3})[-–](?P<right>[0-9]{1,3})(?![\w%/]|[-–.,:][0-9])")
_SCORE_AFTER = re.compile(
    r" (?:win|victory|defeat|loss|draw|lead|triumph|thrashing|rout|deficit|advantage|vote|margin"
    r"|home|away|success|stalemate|scoreline|on|at|in|to|against|by|after|over|with|and|from"
    r"|for|before"
    r"|up|down|ahead|aggregate|when|as|thanks|but|win's)\b"
)
_RANGE_BEFORE = re.compile(
    r"\b(?:between|from|aged|ages|about|around|some|of|pages?|nos?\.?|lasts?|takes?) $",
    re.IGNORECASE,
)

_ORDINAL = re.compile(
    rf"(?P<ten>twenty|thirty|forty|fifty)?-?(?P<word>{'|'.join(ORDINALS)})(?!\w)", re.IGNORECASE
)
_ORDINAL_BEFORE = re.compile(r"\b(?:a|per|half a|split|every|in|at|one|each) $", re.IGNORECASE)


def duration_tail(
    text: str,
    start: int,
    end: int,
    values: tuple[float | None, float | None],
    unit: str,
    approximate: bool,
) -> Quantity | None:
    """A duration whose first part ends at ``end``, with the smaller parts that follow."""
    value, high = values
    seconds = SECONDS[unit]
    total = None if value is None else value * seconds
    if total is not None:
        total, end = _with_smaller(text, end, total, seconds)
    if _POINT_IN_TIME.match(text, end):
        return None
    return Quantity(
        start,
        end,
        "duration",
        total,
        None if high is None else high * seconds,
        "second",
        approximate,
    )


def _with_smaller(text: str, end: int, total: float, size: float) -> tuple[float, int]:
    """Seconds and end of a duration with the halves and smaller units that follow it."""
    for _ in range(3):
        part = _AND_PART.match(text, end)
        if part:
            return total + (0.25 if part["part"] == "quarter" else 0.5) * size, part.end()
        joint = _MORE.match(text, end)
        more = numeral(text, joint.end()) if joint else None
        smaller = unit_after(text, more.end) if more else None
        if not more or more.value is None or not smaller or smaller[0] != "duration":
            break
        if SECONDS[smaller[1]] >= size:
            break
        size = SECONDS[smaller[1]]
        total, end = total + more.value * size, smaller[2]
    return total, end


def timed(text: str, start: int) -> Quantity | None:
    """An hour and a quarter, half an hour, half a mile."""
    match = _ARTICLE_TIME.match(text, start)
    if not match:
        half = _HALF_UNIT.match(text, start)
        unit = unit_after(text, half.start("unit") - 1) if half else None
        return Quantity(start, unit[2], unit[0], 0.5, None, unit[1], False) if unit else None
    amount, unit_name = match["amount"].lower(), match["unit"].lower()
    plain = amount in ("a", "an")
    leading = max(0, start - 16)
    if plain and _RATE_BEFORE.search(text, leading, start):
        return None
    if plain and unit_name not in ("hour", "minute", "decade", "century", "fortnight"):
        if not _LASTING.search(text, leading, start) or re.match(
            r" (?:before|after|when)", text[match.end() : match.end() + 8]
        ):
            return None
        if unit_name == "second":
            return None
    value = 1.0 if plain else 0.5
    if "quarter" in amount:
        value = 0.75 if amount.startswith("three") else 0.25
    return duration_tail(text, start, match.end(), (value, None), unit_name, False)


def fraction(text: str, start: int) -> Quantity | None:
    """Two thirds, a quarter of, half of: in percent."""
    match = _FRACTION.match(text, start)
    if not match:
        return None
    if match["half"] and _HALF_BEFORE.search(text, max(0, start - 9), start):
        return None
    if match["half"]:
        return Quantity(start, match.end(), "percent", 50.0, None, "percent", False)
    part = match["part"].lower()
    part = "half" if part == "halves" else part.removesuffix("s")
    count = CARDINALS.get(match["count"].lower(), 1)
    if count > 1 and part == "half" and not match["part"].lower().endswith("s"):
        return None
    percent = round(100.0 * count * FRACTIONS[part], 4)
    return (
        Quantity(start, match.end(), "percent", percent, None, "percent", False)
        if percent < 100
        else None
    )


def share(text: str, number: Numeral) -> Quantity | None:
    """One in five, 4 out of 10: in percent."""
    match = _SHARE.match(text, number.end)
    if not match or number.value is None or not number.value:
        return None
    written = match["of"].lower()
    of = float(written) if written.isdigit() else float(CARDINALS.get(written, 100))
    if (
        number.value >= of
        or number.value != int(number.value)
        or _SHARE_UNIT.match(text, match.end())
    ):
        return None
    if written.isdigit() and (of > 1000 or not number.bare):
        return None
    percent = round(100.0 * number.value / of, 4)
    return Quantity(number.start, match.end(), "percent", percent, None, "percent", False)


def age(text: str, number: Numeral) -> Quantity | None:
    """61-year-old, aged 61, and 61 between commas after a name."""
    start, end, value = number.start, number.end, number.value
    if value is None or not 0 < value < 130:
        return None
    match = _AGE_AFTER.match(text, end)
    if match:
        factor = {"m": 1 / 12, "w": 7 / 365, "d": 1 / 365}.get(match[0][1].lower(), 1.0)
        return Quantity(start, match.end(), "age", round(value * factor, 4), None, "year", False)
    leading = text[max(0, start - 30) : start]
    if _AGE_BEFORE.search(leading) or (
        leading.endswith("between ") and _AGE_BEFORE.search(leading[:-8])
    ):
        upper = _AGE_RANGE.match(text, end)
        high = float(upper["high"] or upper["dash"]) if upper else None
        stop = upper.end() if upper and high is not None and high > value else end
        return Quantity(start, stop, "age", value, high if stop > end else None, "year", False)
    if number.bare and text[end : end + 1] in (",", ")") and not text[end + 1 : end + 2].isdigit():
        named = _NAME_COMMA.search(leading) if text[end] == "," else None
        if (
            named
            and named[0][0].isupper()
            and value > 4
            and not re.match(r", [0-9]", text[end : end + 3])
        ):
            return Quantity(start, end, "age", value, None, "year", False)
    return None


def score(text: str, number: Numeral) -> Quantity | None:
    """23–16, 0-0: figures of at most three digits that no noun follows."""
    match = _SCORE.match(text, number.start) if number.bare else None
    if not match:
        return None
    left, right = float(match["left"]), float(match["right"])
    following = text[match.end() : match.end() + 2]
    noun = (
        following[:1] == " "
        and following[1:].isalpha()
        and not _SCORE_AFTER.match(text, match.end())
    )
    leading = _RANGE_BEFORE.search(text, max(0, number.start - 10), number.start)
    if left < right and (leading or noun):
        return None
    return Quantity(number.start, match.end(), "score", left, right, "", False)


def ordinal(text: str, start: int, end: int) -> Quantity | None:
    """The third round; not "a second later", "two thirds", "First, ..."."""
    match = _ORDINAL.match(text, start)
    if not match:
        return None
    value = float(ORDINALS[match["word"].lower()])
    if match["ten"]:
        value += {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}[match["ten"].lower()]
    noun = head_noun(text, end, single=True)
    if noun is None:
        return None
    before = _ORDINAL_BEFORE.search(text, max(0, start - 8), start)
    if value == 2 and before and before[0].strip().lower() in ("per", "half a", "split", "each"):
        return None
    return Quantity(start, end, "ordinal", value, None, noun[0], False)


_FIGURE = re.compile(r"(?P<value>[0-9]{1,3})(?:st|nd|rd|th)(?!\w)")


def ordinal_figure(text: str, start: int) -> Quantity | None:
    """The 20th exchange."""
    match = _FIGURE.match(text, start)
    noun = head_noun(text, match.end(), single=True) if match else None
    if match is None or noun is None:
        return None
    return Quantity(start, match.end(), "ordinal", float(match["value"]), None, noun[0], False)
