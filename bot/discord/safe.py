"""Text from elsewhere (articles, people) made inert: it reads the same and does nothing.

Discord's own escaping leaves bare links, invites, mentions of channels and commands, timestamps,
headings and lists alive. Here every sign that means something is escaped with a backslash; what
Discord looks for in the plain text (links, invites, ``@``) is broken by a space without width.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

BREAK = "\u200b"
"""Breaks a link or a mention and can't be seen; no text that comes in keeps one of its own."""

_ISOLATE, _RELEASE = "\u2068", "\u2069"
MARKS = 4
"""Combining marks on one letter; more only serve to write over the lines above and below."""

# Letters and marks by name, but drawn as nothing or as a blank.
_BLANK = dict.fromkeys(map(ord, "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"))
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co"})
_JOINERS = "\u200c\u200d"
# Joiners are written within words and emoji alone: anywhere else they only hide something.
_STRAY = re.compile(
    r"[\u200c\u200d](?![^\x00-\x7f\s\u200c\u200d])|(?<![^\x00-\x7f\s])[\u200c\u200d]"
)
_PILE = re.compile(rf"((?:[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff"
                   rf"\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]){{{MARKS}}})"
                   r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff"
                   r"\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")  # fmt: skip

_DELIMITERS = re.compile(r"[\\`*_{}\[\]()<>#|~]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*:)(?=//)", re.I)
_INVITE = re.compile(r"(discord(?:app)?|dsc)\.(?=gg|com/invite)", re.I)
_SHORTCODE = re.compile(r":(?=[\w+-]+(?::|$))")
"""Also one that a colon after the text would complete: "Radio 12:45" is named before a colon."""

_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(r"^(?:[-+=]|\d+(?=[.)]))")
_ESCAPED = re.compile(r"\\(.)")


def tidy(text: str) -> str:
    """``text`` in one line and as it is seen: nothing in it that is hidden or turns it round."""
    kept = "".join(
        c
        for c in re.sub(r"[\s\x1c-\x1f\x85]+", " ", text).translate(_BLANK)
        if c in _JOINERS or not (unicodedata.category(c) in _DROPPED or _is_no_character(c))
    )
    kept = unicodedata.normalize("NFC", _STRAY.sub("", kept))
    kept = unicodedata.normalize("NFC", _PILE.sub(r"\1", kept))
    return " ".join(kept.split())


def plain(text: str) -> str:
    """``text`` for the middle of a message: one line that reads the same and does nothing."""
    return _isolated(_escaped(tidy(text)))


def unplain(text: str) -> str:
    """What :func:`plain` was given, as :func:`tidy` leaves it."""
    bare = text.translate(dict.fromkeys(map(ord, BREAK + _ISOLATE + _RELEASE)))
    return _ESCAPED.sub(r"\1", bare)


def emphasised(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """``text`` as :func:`plain` makes it, with ``spans`` of it (character offsets) in bold."""
    parts: list[str] = []
    at = 0
    for start, end in _joined(spans, len(text)):
        parts += [_between(text[at:start]), _bold(text[start:end])]
        at = end
    parts.append(_between(text[at:]))
    return _isolated("".join(parts).strip())


def label(text: str, limit: int = 80) -> str:
    """``text`` for a button or the label of a masked link, where no escape works."""
    bare = re.sub(r"[\[\]()<>`*_~|\\#@]", " ", tidy(text))
    bare = _SHORTCODE.sub("", re.sub(r"[a-z][a-z0-9+.-]*://", "", bare, flags=re.I))
    bare = _INVITE.sub(r"\1 ", bare)
    return shorten(" ".join(bare.split()), limit)


def shorten(text: str, limit: int) -> str:
    """``text`` in at most ``limit`` characters, cut between words with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip() + "…"


def size(text: str) -> int:
    """Length as Discord may count it: in UTF-16 units, the larger of the two countings."""
    return len(text.encode("utf-16-le", "replace")) // 2


def _escaped(text: str) -> str:
    text = _DELIMITERS.sub(r"\\\g<0>", text)
    text = _LINE_START.sub(_at_line_start, text)
    text = _ENTITY.sub(r"\\&", _SHORTCODE.sub(r"\\:", text))
    text = _SCHEME.sub(rf"\1{BREAK}", text)
    text = _INVITE.sub(rf"\1{BREAK}.", text)
    return text.replace("@", f"@{BREAK}")


def _at_line_start(found: re.Match[str]) -> str:
    # A digit can't be escaped; the sign after it can.
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


def _bold(text: str) -> str:
    inner = _escaped(tidy(text))
    if not inner:
        return _between(text)
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    return f"{before}**{inner}**{after}"


def _between(text: str) -> str:
    """A part of a line, with the spaces at its ends."""
    inner = _escaped(tidy(text))
    if not inner:
        return " " if text else ""
    return f"{' ' * text[:1].isspace()}{inner}{' ' * text[-1:].isspace()}"


def _joined(spans: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Spans in order within the text, those that touch or overlap made one."""
    made: list[tuple[int, int]] = []
    for start, end in sorted((max(s, 0), min(e, length)) for s, e in spans):
        if start >= end:
            continue
        if made and start <= made[-1][1]:
            made[-1] = made[-1][0], max(end, made[-1][1])
        else:
            made.append((start, end))
    return made


def _isolated(text: str) -> str:
    """Writing from right to left would turn round what stands beside it in our line."""
    turned = any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in text)
    return f"{_ISOLATE}{text}{_RELEASE}" if turned else text


def _is_no_character(c: str) -> bool:
    return (ord(c) & 0xFFFE) == 0xFFFE or 0xFDD0 <= ord(c) <= 0xFDEF
