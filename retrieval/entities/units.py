"""What quantities are measured in, and how prose writes it."""

from __future__ import annotations

import re

from retrieval.entities.model import QuantityLabel

SECONDS: dict[str, float] = {
    "second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0, "night": 86400.0,
    "week": 604800.0, "fortnight": 1209600.0, "month": 2592000.0, "year": 31536000.0,
    "decade": 315360000.0, "century": 3153600000.0,
}  # fmt: skip
_SECONDS_WRITTEN = {
    "sec": "second", "secs": "second", "min": "minute", "mins": "minute", "hr": "hour",
    "hrs": "hour", "h": "hour", "yr": "year", "yrs": "year", "centuries": "century",
}  # fmt: skip

_WRITTEN: dict[QuantityLabel, dict[str, str]] = {
    "distance": {
        "metre": "metres|meter|meters|m", "kilometre": "kilometres|kilometer|kilometers|km|kms",
        "centimetre": "centimetres|centimeter|centimeters|cm", "mile": "miles",
        "millimetre": "millimetres|millimeter|millimeters|mm", "foot": "feet|ft",
        "inch": "inches", "yard": "yards", "nautical mile": "nautical miles",
        "light year": "light years|light-years",
    },
    "weight": {
        "kilogram": "kilograms|kilo|kilos|kg|kgs", "tonne": "tonnes", "ton": "tons",
        "gram": "grams|g", "ounce": "ounces|oz", "pound": "lb|lbs", "stone": "",
        "milligram": "milligrams|mg",
    },
    "temperature": {
        "degree celsius": "degrees celsius|degrees centigrade|°c|c",
        "degree": "degrees|°",
        "degree fahrenheit": "degrees fahrenheit|°f|f",
    },
    "speed": {
        "kilometre an hour": "kilometres an hour|kilometres per hour|kilometers per hour"
        "|kilometers an hour|km/h|kph|kmh|km an hour|km per hour",
        "mile an hour": "miles an hour|miles per hour|mph", "knot": "knots",
        "metre a second": "metres per second|meters per second|metres a second|m/s",
    },
    "area": {
        "hectare": "hectares|ha", "acre": "acres",
        "square kilometre": "square kilometres|square kilometers|sq km|km2|km²",
        "square metre": "square metres|square meters|sq m|m2|m²",
        "square mile": "square miles|sq miles", "square foot": "square feet|sq ft",
    },
    "percent": {
        "percent": "%|per cent|pc|pct", "point": "percentage points|percentage point",
    },
    "money": {
        "USD": "dollars|dollar|us dollars|us dollar", "EUR": "euros|euro", "GBP": "pounds sterling",
        "pound": "pounds|quid", "rouble": "roubles|rubles|ruble", "hryvnia": "hryvnias|hryvnya",
        "lira": "liras|turkish lira", "crown": "crowns", "mark": "marks", "yen": "", "yuan": "",
        "franc": "francs|swiss francs", "rupee": "rupees", "peso": "pesos", "krona": "kronor",
        "krone": "kroner", "zloty": "zlotys|zloties", "forint": "forints", "shekel": "shekels",
        "dirham": "dirhams", "riyal": "riyals", "rand": "", "cent": "cents", "penny": "pence",
        "florin": "florins", "real": "reais", "dinar": "dinars", "baht": "", "UAH": "",
    },
}  # fmt: skip

UNITS: dict[str, tuple[QuantityLabel, str]] = {
    written: (label, unit)
    for label, table in _WRITTEN.items()
    for unit, others in table.items()
    for written in [unit.lower(), *filter(None, others.split("|"))]
}
UNITS |= {unit: ("duration", unit) for unit in SECONDS}
UNITS |= {f"{unit}s": ("duration", unit) for unit in SECONDS if unit != "century"}
UNITS |= {written: ("duration", unit) for written, unit in _SECONDS_WRITTEN.items()}

ATTACHED_ONLY = frozenset(["m", "g", "c", "f", "h", "ha", "°"])
"""Too short to be units after a space."""

_CODES = "USD EUR GBP UAH RUB CHF JPY TRY PLN SEK NOK DKK CNY INR".split()
CURRENCIES: dict[str, str] = {
    "$": "USD", "US$": "USD", "A$": "AUD", "C$": "CAD", "NZ$": "NZD", "HK$": "HKD", "R$": "BRL",
    "€": "EUR", "£": "GBP", "¥": "JPY", "₴": "UAH", "₽": "RUB", "₺": "TRY", "₹": "INR", "₪": "ILS",
} | {code: code for code in _CODES}  # fmt: skip
CURRENCY = rf"(?:US|A|C|NZ|HK|R)?\$|[€£¥₴₽₺₹₪]|(?:{'|'.join(_CODES)}) "
"""A currency before a figure."""

_CODE = re.compile(rf" ({'|'.join(_CODES)})\b")

_UNIT = re.compile(
    r"(?P<gap>[ \u00a0]|-)?(?P<unit>%|°\s?[CF]?\b|(?:percentage points?|per cent|(?:square|sq"
    r"|nautical)"
    r" [a-z]{1,11}|degrees? (?:celsius|centigrade|fahrenheit)|(?:US|Swiss|Turkish) [a-z]{4,7}"
    r"|pounds sterling|light[ -]years?|k?m/h|m/s|k?m[2²]"
    r"|(?:kilomet(?:re|er)s|km|miles|met(?:re|er)s) (?:an hour|per hour|per second|a second)"
    r"|[A-Za-z]{1,12})(?![\w]))",
    re.IGNORECASE,
)


def unit_after(text: str, at: int) -> tuple[QuantityLabel, str, int] | None:
    """Label, unit and end of the unit that follows a number ending at ``at``."""
    match = _UNIT.match(text, at)
    if not match:
        return None
    written = match["unit"].lower().replace("° ", "°")
    found = UNITS.get(written)
    if not found:
        code = _CODE.match(text, at)
        return ("money", CURRENCIES[code[1]], code.end()) if code else None
    if written in ATTACHED_ONLY and match["gap"]:
        return None
    return found[0], found[1], match.end()
