"""What the words beside a name say about it."""

from __future__ import annotations

import re
from functools import cache

from retrieval.entities.gazetteer import gazetteer
from retrieval.entities.model import EntityLabel

Judgement = tuple[EntityLabel, int]
"""A label and how sure it is: 3 told outright, 2 by context, 1 a guess, 0 perhaps no name."""

_SAYING = (
    "said|says|told|tells|added|adds|announced|insisted|argued|warned|stressed|noted|explained"
    "|claimed|wrote|replied|answered|admitted|commented|recalled|remarked|joked|complained"
    "|declared|confirmed|denied|suggested|thinks|believes|believed|hopes|hoped|asked|testified"
    "|quipped"
    "|tweeted|posted|spoke|speaks|met|resigned|died|flew|thanked|apologised|apologized"
)
_AFTER = re.compile(
    rf" (?:has |had |also |then |later |himself |herself )?(?P<saying>{_SAYING})\b"
    r"|, (?P<age>[1-9][0-9]?),"
    r"|, (?:the|a|an|his|her|its|their|who|whose|then|now)? ?(?P<apposition>[^,.;:!?\n]{0,70})"
    r"|(?P<reported> reported| reports)\b"
)

_BEFORE = re.compile(r"(?:(\S{1,20}) )?(?:(\S{1,20}) )?(\S{1,20}) \(?$")

_PLACING = frozenset("in at near outside inside around across over towards toward".split())
_FROM_TO = frozenset("from to into through off via leave left reach reached".split())
_SPOKEN = frozenset(
    "said says told asked added announced by mr mrs ms dr with replaced met thanked".split()
)


@cache
def _roles() -> dict[str, EntityLabel]:
    roles: dict[str, EntityLabel] = {}
    label: EntityLabel = "other"
    labels: dict[str, EntityLabel] = {
        "place": "place", "organisation": "organisation", "other": "other",
    }  # fmt: skip
    for entry in gazetteer().role_words:
        heading, colon, word = entry.rpartition(": ")
        label = labels[heading] if colon else label
        roles[word] = label
    return roles


def before(text: str, start: int) -> tuple[str, str, str]:
    """The three words before ``start``, "" where a line begins or there are fewer."""
    match = _BEFORE.search(text, max(0, start - 40), start)
    if not match:
        return "", "", ""
    first, second, third = match.groups(default="")
    return first, second, third


def judge(text: str, start: int, end: int, size: int) -> Judgement | None:
    """The label that the neighbours of a name of ``size`` words give it, None if they are mute."""
    words = before(text, start)
    beside = _outright(words)
    if beside:
        return beside
    after, leading = _after(text, end, size), _leading(words, size)
    # "The court in Castermouth said": what stands before it tells more than a verb does.
    if leading == ("place", 2) and not text.startswith(", who", end):
        return leading
    return after or leading


def _outright(words: tuple[str, str, str]) -> Judgement | None:
    roles, titles = _roles(), gazetteer().words["titles"]
    second, third = words[1], words[2]
    if third in titles and third.islower():
        return "person", 3
    if third == "of" and roles.get(second) == "place":
        return "place", 3
    if third in roles:
        return roles[third], 3
    return None


def _after(text: str, end: int, size: int) -> Judgement | None:
    match = _AFTER.match(text, end, end + 90)
    if not match or size > 3:
        return None
    if match["age"]:
        return "person", 3
    if match["saying"]:
        return "person", 2
    if match["reported"]:
        return "organisation", 2
    said = match["apposition"]
    if said is not None and _names_role(text[end : end + 8], said):
        return "person", 3
    return None


def _names_role(opening: str, apposition: str) -> bool:
    if opening.startswith((", who ", ", whose ")):
        return True
    titles = gazetteer().words["titles"]
    words = apposition.replace("-", " ").replace("'s", "").split()[:7]
    # Only what comes before "of" or "for" is the person's own part.
    for word in words:
        if word in ("and", "where", "which", "said", "told"):
            return False
        if word in titles:
            return True
    return False


def _leading(words: tuple[str, str, str], size: int) -> Judgement | None:
    second, third = words[1], words[2]
    word = third.lower()
    if (word in _SPOKEN and word != "by") or (word == "to" and second.lower() == "according"):
        return "person", 2
    if word in _PLACING and size <= 3:
        return "place", 2
    if word in _FROM_TO and size == 1:
        return "place", 1
    if word == "of" and size == 1:
        return "place", 1
    return None
