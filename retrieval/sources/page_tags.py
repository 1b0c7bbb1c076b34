"""Whether a page holds a tag with more attributes than any page has: before it is parsed.

libxml2 compares each attribute of an element with all before it, and nobody can interrupt it: a
hundred thousand of them take minutes. Where a tag ends depends on quotes, comments and scripts
around it, and a scan that follows those can be led astray. So no state is followed: each "<" with
a letter behind it is taken for the beginning of a tag, be it one or not, and read by the grammar
of HTML from there. A plain tag, which is nearly each, is passed over by one pattern that stops at
the next "<"; the others are read within a budget that is linear in the length of the page.
"""

from __future__ import annotations

import re

MAX_ATTRIBUTES = 250
"""More than five times what the most talkative real elements have."""

_SPACE = r"[ \t\n\r\f/]"
_PLAIN = (
    r"[^<>\"'= \t\n\r\f/]*+"
    rf"(?:{_SPACE}++[^<>\"'= \t\n\r\f/]++(?:=(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^<>\"'= \t\n\r\f]++))?+)"
    rf"{{0,15}}+{_SPACE}*+>"
)
_UNCLEAR = re.compile(rf"<[a-zA-Z_:](?!{_PLAIN})[^ \t\n\r\f/>]*+")
_ATTRIBUTE = re.compile(
    rf"{_SPACE}*+[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+"
    r"(?:[ \t\n\r\f]*+=[ \t\n\r\f]*+(?:\"[^\"]*+\"?|'[^']*+'?|[^ \t\n\r\f>]*+))?+"
)
_CODE = re.compile(r"<(script|style)\b([^<>]{0,2000}+)>", re.I)
_CODE_ENDS = {
    "script": re.compile(r"</script[^<>]{0,100}+>", re.I),
    "style": re.compile(r"</style[^<>]{0,100}+>", re.I),
}


def without_crowded_tags(markup: str) -> str:
    """``markup``, without its scripts where they look as if they held such a tag ("i<n" may).

    Raises ValueError, with a message to show, where it holds one all the same.
    """
    if not _is_crowded(markup):
        return markup
    markup = _without_code(markup)
    if _is_crowded(markup):
        raise ValueError("the page has an element with too many attributes")
    return markup


def _without_code(markup: str) -> str:
    """What is left without scripts and styles; JSON stays."""
    kept, at = [], 0
    while begun := _CODE.search(markup, at):
        ended = _CODE_ENDS[begun[1].lower()].search(markup, begun.end())
        if ended is None:
            break
        kept.append(markup[at : ended.end() if "json" in begun[2].lower() else begun.start()])
        at = ended.end()
    return "".join((*kept, markup[at:]))


def _is_crowded(markup: str) -> bool:
    """Whether a tag may have more than ``MAX_ATTRIBUTES``, or telling would take too long."""
    characters, attributes = 4 * len(markup) + 100_000, 200_000
    for begun in _UNCLEAR.finditer(markup):
        at = begun.end()
        count = 0
        while found := _ATTRIBUTE.match(markup, at):
            at = found.end()
            count += 1
            if count > MAX_ATTRIBUTES:
                return True
        characters -= at - begun.start()
        attributes -= count
        if characters < 0 or attributes < 0:
            return True
    return False
