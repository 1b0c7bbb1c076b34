"""Wording: what people type for short, by mistake or out of politeness, read as it is meant."""

from __future__ import annotations

import re
from collections.abc import Callable

POLITE = re.compile(
    r"^\W*(?:(?:hi|hello|hey|sorry|please|excuse me|good (?:morning|afternoon"
    r"|evening))\b[\s,;:!.-]*"
    r"(?:but )?)*(?:(?:so |and |ok |but )*(?:(?:can|could|would|will) (?:you|someone|somebody"
    r"|anyone|anybody) (?:please |kindly |happen to |mind )?(?:tell(?:ing)?(?: me| us)?|say|know"
    r"|remind me)|(?:do|does) (?:you|we|anyone|anybody|someone|somebody) (?:happen to |actually "
    r"|already )?know"
    r"|(?:have you )?(?:got )?any idea(?: of| about| as to)?|is it (?:known|clear)|please tell me"
    r"|(?:please )?(?:tell|remind) me|i(?:['’]?m| am| was)? (?:just )?wonder(?:ing)?"
    r"|i(?:['’]?d| would) (?:like|love) to know|i (?:want|need) to know)(?: please)?[\s,:]+)"
    r"(?=(?:(?:at|in|on|by|for|from|until|since|to|with) )?(?:who|what|when|where|which|why"
    r"|how)\b)",
    re.I,
)
"""Before the question proper: "Could you tell me who …", "any idea why …"."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SHORT = {
    "r": "are", "u": "you", "ur": "your", "n": "and", "whens": "when is",
    "whats": "what is", "wheres": "where is", "whos": "who is", "hows": "how is",
    "tmrw": "tomorrow", "tmr": "tomorrow", "2moro": "tomorrow", "tonite": "tonight",
    "gonna": "going to", "gotta": "got to", "atm": "at the moment", "pls": "please",
    "plz": "please", "cuz": "because", "coz": "because", "ppl": "people", "govt": "government",
    "gov": "government", "fm": "foreign minister", "pm": "prime minister", "yr": "year",
    "yrs": "years", "hrs": "hours", "mins": "minutes", "wk": "week", "wks": "weeks",
    "mtg": "meeting", "abt": "about", "w": "with",
}  # fmt: skip
"""What is typed for short, in lower case, and stands for nothing else in a question about news."""
_SHORT_DAYS = {
    "mon": "Monday", "tue": "Tuesday", "tues": "Tuesday", "wed": "Wednesday", "thu": "Thursday",
    "thur": "Thursday", "thurs": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip
"""The same where a day is wanted: "on wed", "wed or thurs"."""
_ANY_DAY = "|".join(_SHORT_DAYS)
_SHORT_WORD = re.compile(
    rf"(?<![\w.'’/:-])(?<!\d )(?:({'|'.join(_SHORT)})(?! (?:korea|ireland)\b)"
    rf"|(?:(?<=\bon )|(?<=\bor )|(?<=\bnext )|(?<=\bthis ))({_ANY_DAY})"
    rf"|({_ANY_DAY})(?= or ))(?![\w'’/&-]|\.(?!\W*$))"
)


def written_out(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The question without what is typed for short, and each word as typed and as read."""
    whole = _SHORT | _SHORT_DAYS
    found = tuple((m[0], whole[m[0]]) for m in _SHORT_WORD.finditer(text))
    return _SHORT_WORD.sub(lambda m: whole[m[0]], text), found


def mended(
    text: str, correct: Callable[..., str | None]
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The question with the words that ``correct`` gives, and each as typed and as read."""
    corrections = []
    parts, at = [], 0
    for place, m in enumerate(_WORD.finditer(text)):
        # A name may well be the second word: "Did Hau win?"
        found = correct(m[0], opening=not place or (place == 1 and m[0][0].islower()))
        if found:
            parts += [text[at : m.start()], found]
            at = m.end()
            corrections.append((m[0], found))
    return "".join([*parts, text[at:]]), tuple(corrections)
