"""Quantities in a text: where a number begins, what it is a number of, and where it ends."""

from __future__ import annotations

import re
from dataclasses import replace

from retrieval.entities import counts
from retrieval.entities.model import Quantity, QuantityLabel
from retrieval.entities.numerals import FRACTIONS, ORDINALS, SCALES, WORD, Numeral, numeral
from retrieval.entities.special import (
    age,
    duration_tail,
    fraction,
    ordinal,
    ordinal_figure,
    score,
    share,
    timed,
)
from retrieval.entities.units import CURRENCIES, CURRENCY, SECONDS, UNITS, unit_after

_SCALE = "|".join(SCALES)
_TIMES = "|".join(SECONDS)
_PART = "|".join(FRACTIONS)

_START = re.compile(
    rf"(?P<digits>(?<![\w.:/@\-–#])(?:[-−](?=[0-9]))?[0-9½¼¾⅓⅔])"
    rf"|(?P<money>(?<!\w)(?:{CURRENCY})(?=[0-9]))"
    rf"|\b(?:(?P<limit>(?:under|over)-[1-9][0-9]s?(?![\w.,]))"
    rf"|(?P<article>(?:half )?an?(?= (?:couple|few|{_SCALE}|{_PART}|{_TIMES})\b))"
    rf"|(?P<half>half(?= an?\b| of\b| the\b))"
    rf"|(?P<vague>(?:several|many|few)(?= (?:{_SCALE})\b)|(?:dozens|scores|hundreds|thousands"
    rf"|millions|billions|tens)(?= |\b))"
    rf"|(?P<ordinal>(?:{'|'.join(ORDINALS)}|(?:twenty|thirty|forty"
    rf"|fifty)-(?:{'|'.join(ORDINALS)}))(?!\w))"
    rf"|(?P<word>(?:{WORD}|hundred|thousand|million)(?!\w)))",
    re.IGNORECASE,
)

_HEDGE = re.compile(
    r"(?<!\w)(?:about|around|roughly|approximately|nearly|almost|some|more than|over|above|less"
    r" than"
    r"|fewer than|under|below|at least|at most|up to|as many as|as much as|as few as|close to"
    r"|well over"
    r"|an estimated|estimated|no more than|no fewer than|no less than|circa|approx\.|just short of"
    r"|an average of|upwards of|in excess of|not quite|shortly after|within|barely|older than"
    r"|taller than"
    r"|longer than|an additional some|exceeding|more or less)(?: (?:the|a|an|another|just))? $",
    re.IGNORECASE,
)
_LONGER = re.compile(r"\b(?:just|well|little|lasted|took|takes|for|after|of) over $")
_LOOSE = re.compile(r"\+| or so\b| or more\b| or fewer\b| or less\b|-odd\b| plus\b|-plus\b")
_RANGE = re.compile(r"(?P<dash>[ \u00a0]?[-–—][ \u00a0]?)|[ \u00a0](?P<word>to|or|and)[ \u00a0]")
_WRITTEN = re.compile(r"[-−]?[0-9]+(?:[.,-][0-9]+)*")
_CITED = re.compile(r"\[[0-9]{1,3}\]")
_CLOCK = re.compile(r" o['’]clock")
_CLOCK_BEFORE = re.compile(r"\b(?:at|past|until|since|quarter to|minutes to) $")
_YEAR = re.compile("[0-9]{4}")
_CURRENCY = re.compile(CURRENCY)
_MEASURED = re.compile(
    r"\b(?:of|for|in|than|lasted|lasts|just|only|within|about|after|by|took|least|most|over|under"
    r"|nearly|almost) $"
)
_BETWEEN = re.compile(r"\bbetween $", re.IGNORECASE)


def find(text: str) -> list[Quantity]:
    """See ``retrieval.entities.find_quantities``."""
    found: list[Quantity] = []
    position = 0
    while match := _START.search(text, position):
        quantity, position = _read(text, match, position)
        if quantity is not None:
            found.append(quantity)
    return _elided_units(text, _shared_nouns(text, found))


def _read(text: str, match: re.Match[str], least: int) -> tuple[Quantity | None, int]:
    """The quantity that begins at ``match``, if it is one, and where to go on."""
    start = match.start()
    kind = match.lastgroup
    if kind == "digits":
        skipped = _label_or_date(text, start)
        if skipped:
            return None, skipped
    quantity: Quantity | None = None
    if kind == "ordinal":
        quantity = ordinal(text, start, match.end()) or fraction(text, start)
    elif kind == "limit":
        years = float(match[0].strip("s").rpartition("-")[2])
        quantity = Quantity(start, match.end(), "age", years, None, "year", True)
    elif kind == "money":
        quantity = _amount(text, start, match.end(), CURRENCIES[match[0].strip().upper()])
    else:
        quantity = timed(text, start) if kind in ("article", "half", "word") else None
        quantity = quantity or (ordinal_figure(text, start) if kind == "digits" else None)
        quantity = quantity or fraction(text, start) or _numbered(text, start)
    if quantity is None:
        return None, max(match.end(), least + 1)
    if not quantity.approximate and _is_hedged(text, start, quantity):
        quantity = replace(quantity, approximate=True)
    return quantity, quantity.end


def _is_hedged(text: str, start: int, quantity: Quantity) -> bool:
    if _LOOSE.match(text, quantity.end):
        return True
    hedge = _HEDGE.search(text, max(0, start - 28), start)
    if not hedge:
        return False
    # "Invest 30 million over three years" bounds nothing.
    spread = quantity.label == "duration" and hedge[0].lower() == "over "
    return not spread or bool(_LONGER.search(text, max(0, start - 16), start))


def _label_or_date(text: str, start: int) -> int:
    """Where a date, time, telephone number or label that begins here ends, 0 if it is none."""
    cited = _CITED.match(text, start - 1) if start else None
    if cited:
        return cited.end()
    match = counts.SKIP.match(text, start)
    if match and not _is_grouped(text, start, match.end()):
        return match.end()
    match = counts.ADDRESS.match(text, start)
    if match:
        return match.end()
    leading = max(0, start - 24)
    if counts.AFTER_MONTH.search(text, leading, start):
        match = counts.DAY_OF_MONTH.match(text, start) or _YEAR.match(text, start)
        if match:
            return match.end()
    if counts.LABELS.search(text, leading, start) or _is_loosely_labelled(text, leading, start):
        match = _WRITTEN.match(text, start)
        if match:
            return match.end()
    match = counts.CLOCK.match(text, start)
    if match and counts.CLOCK_BEFORE.search(text, leading, start):
        return match.end()
    match = counts.LIST_END.match(text, start)
    if match and counts.LIST_NUMBER.search(text, leading, start):
        return match.end()
    return 0


def _is_loosely_labelled(text: str, leading: int, start: int) -> bool:
    if not counts.LOOSE_LABELS.search(text, leading, start):
        return False
    number = numeral(text, start)
    return number is None or not (
        counts.head_noun(text, number.end) or unit_after(text, number.end)
    )


def _is_grouped(text: str, start: int, end: int) -> bool:
    """1 000 000 in groups of three is a number, not a telephone's."""
    groups = text[start:end].split(" ")
    return len(groups) > 2 and all(len(g) == 3 for g in groups[1:]) and text[start] != "0"


def _amount(text: str, start: int, at: int, currency: str) -> Quantity | None:
    first = numeral(text, at, money=True)
    if first is None:
        return None
    value, high, end = first.value, None, first.end
    joint = _RANGE.match(text, end)
    if joint and (joint["dash"] or joint["word"] in ("to", "and")):
        again = _CURRENCY.match(text, joint.end())
        second = numeral(text, again.end() if again else joint.end(), money=True)
        if second and second.digits and (joint["dash"] or again):
            value, high, end = *_range(first, second), second.end
    return Quantity(start, end, "money", value, high, currency, first.approximate)


def _range(first: Numeral, second: Numeral) -> tuple[float | None, float | None]:
    value = first.value
    if value is not None and first.scaled == 1.0 and second.scaled > 1.0:
        value *= second.scaled
    return value, second.value


def _numbered(text: str, start: int) -> Quantity | None:
    first = numeral(text, start)
    if first is None or _is_code(text, start, first) or _CLOCK.match(text, first.end):
        return None
    found = score(text, first) or age(text, first) or share(text, first)
    if found:
        return found
    second = _upper(text, first)
    last = second or first
    value, high = _range(first, second) if second else (first.value, None)
    approximate = first.approximate or last.approximate
    unit = unit_after(text, last.end)
    loose = _LOOSE.match(text, last.end)
    if unit is None and loose:
        unit, approximate = unit_after(text, loose.end()), True
    if unit and not _is_loose_unit(text, last, unit):
        return _measure(text, start, (value, high), unit, approximate)
    if last.digits and text[last.end : last.end + 1].isalpha():
        return None
    return _count(text, start, first, last, (value, high), approximate)


def _is_code(text: str, start: int, number: Numeral) -> bool:
    """Zeros in front and very long figures are telephone numbers and the like."""
    written = text[start : number.end]
    if not number.bare:
        return False
    return (len(written) > 1 and written[0] == "0") or len(written) > 9


def _upper(text: str, first: Numeral) -> Numeral | None:
    """The second number of a range that ``first`` begins."""
    joint = _RANGE.match(text, first.end)
    at = first.end
    if joint is None:
        # "between 10% and 15%", "between three hours and five hours"
        unit = unit_after(text, first.end)
        joint = _RANGE.match(text, unit[2]) if unit and unit[0] == "percent" else None
    if joint is None:
        return None
    if joint["word"] == "and" and not _BETWEEN.search(text, max(0, first.start - 8), first.start):
        return None
    at = joint.end()
    second = numeral(text, at)
    if second is None or second.value is None or first.value is None or _is_code(text, at, second):
        return None
    if (joint["dash"] or joint["word"] != "and") and first.digits != second.digits:
        return None
    low = _range(first, second)[0]
    if low is None or low >= second.value:
        return None
    # "50 or 100" are two numbers, "two or three" is one.
    near = joint["word"] != "or" or second.value <= max(low + 1, 1.5 * low)
    return second if near else None


def _is_loose_unit(text: str, number: Numeral, unit: tuple[QuantityLabel, str, int]) -> bool:
    """Ordinary words that are units in other places only: "30 second homes", "five marks"."""
    written = text[number.end + 1 : unit[2]].lower()
    if written in ("second", "foot", "mark", "crown", "pound", "stone", "mile", "degree"):
        return text[number.end] == " " and number.value not in (1.0, 0.5, None)
    return written in ("real", "rand", "c", "f", "h", "pc") and not number.digits


def _measure(
    text: str,
    start: int,
    values: tuple[float | None, float | None],
    unit: tuple[QuantityLabel, str, int],
    approximate: bool,
) -> Quantity | None:
    label, name, end = unit
    value, high = values
    if label == "duration":
        # "One day nobody came."
        loose = text[start:end].lower() in ("one day", "one night", "one year")
        if loose and not _MEASURED.search(text, max(0, start - 10), start):
            return None
        return duration_tail(text, start, end, values, name, approximate)
    if name == "pound" and text.startswith(" of ", end):
        label = "weight"
    if (
        label == "temperature"
        and value is not None
        and re.search(r"\bminus $", text[max(0, start - 6) : start])
    ):
        value = -value
    return Quantity(start, end, label, value, high, name, approximate)


def _count(
    text: str,
    start: int,
    first: Numeral,
    last: Numeral,
    values: tuple[float | None, float | None],
    approximate: bool,
) -> Quantity | None:
    value, high = values
    at = last.end
    if last.value is None and text.startswith(" of ", at) and not text.startswith(" of the", at):
        at += 3
    one = value == 1.0 and high is None
    noun = counts.head_noun(text, at, single=one)
    plural = noun is not None and counts.is_plural(text[last.end : noun[1]].split()[-1].lower())
    if _is_year(text, first, plural) or (one and not _counts_one(text, first, noun)):
        return None
    if noun is None and (
        _follows_name(text, start)
        if first.digits
        else _CLOCK_BEFORE.search(text, max(0, start - 12), start)
    ):
        return None
    unit, end = noun if noun else ("", last.end)
    return Quantity(start, end, "count", value, high, unit, approximate)


def _is_year(text: str, number: Numeral, counted: bool) -> bool:
    if not number.bare or number.value is None or not 1000 <= number.value <= 2199:
        return False
    if number.end - number.start != 4:
        return False
    if not counted:
        return number.value >= 1500
    return bool(counts.YEAR_BEFORE.search(text, max(0, number.start - 12), number.start))


def _counts_one(text: str, number: Numeral, noun: tuple[str, int] | None) -> bool:
    """ "One soldier" counts; "one of them", "no one" and "one day" do not."""
    if number.digits:
        return noun is not None
    before = text[max(0, number.start - 5) : number.start].lower()
    if noun is None or before.endswith(("no ", "any ", "some ", "each ", "this ", "that ", "the ")):
        return False
    return noun[0] not in ("anoth", "dai", "side", "thing", "hand")


_NAME_BEFORE = re.compile(r"(?<![.!?\n] )(?<![.!?\n])(?<!^)\b[A-Z][\w-]+ $")
_ORDINARY_BEFORE = re.compile(
    r"\b(?:In|At|On|By|Of|The|And|But|For|Some|About|Only|With|From|All|To) $"
)


def _follows_name(text: str, start: int) -> bool:
    """Petrel 1, Apollo 11: a number that belongs to a name."""
    leading = max(0, start - 24)
    if _ORDINARY_BEFORE.search(text, leading, start):
        return False
    return bool(_NAME_BEFORE.search(text, leading, start))


_LISTED = frozenset([", ", " or ", " and ", ", or ", ", and "])


def _shared_nouns(text: str, found: list[Quantity]) -> list[Quantity]:
    """Gives "1,000" in "1,000 for 1,000 prisoners" the noun of its neighbour, "30" in "30 or 50
    days" the unit.
    """
    for i in range(len(found) - 2, -1, -1):
        left, right = found[i], found[i + 1]
        if left.label != "count" or left.unit or not right.unit:
            continue
        between = text[left.end : right.start]
        if right.label == "count":
            if between in _LISTED or between in (" for ", " against ", "-for-"):
                found[i] = replace(left, unit=right.unit)
        elif between in (*_LISTED, " to ") and right.label not in ("ordinal", "score", "age"):
            found[i] = _in_unit(text, left, right)
    return found


def _in_unit(text: str, left: Quantity, right: Quantity) -> Quantity:
    factor = 1.0
    if right.label == "duration":
        word = text[right.start : right.end].rpartition(" ")[2].lower()
        unit = UNITS.get(word)
        if unit is None or unit[0] != "duration":
            return left
        factor = SECONDS[unit[1]]
    value = None if left.value is None else left.value * factor
    return replace(left, label=right.label, unit=right.unit, value=value)


_FAR = 400
"""Characters across which a percentage is still what is spoken of."""


def _elided_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Gives "62 million" the currency, and "8.5" the percent, that the text has used before."""
    money = ""
    percent = -_FAR
    for i, quantity in enumerate(found):
        if quantity.label == "money":
            money = quantity.unit
        elif quantity.label == "percent" and quantity.unit == "percent":
            percent = quantity.end
        value = quantity.value
        if quantity.label != "count" or quantity.unit or value is None:
            continue
        if text[quantity.end : quantity.end + 1] not in ("", ".", ",", ";", ":", ")"):
            continue
        if money and value >= 1e6:
            found[i] = replace(quantity, label="money", unit=money)
        elif value < 100 and value != int(value) and quantity.start - percent < _FAR:
            found[i] = replace(quantity, label="percent", unit="percent")
    return found
