"""What Discord's clients make of a text, written down independently of the bot.

Two readers look at it: one for Discord's own rules, in the order in which its clients try them,
and markdown-it for CommonMark. Beside them stand signs that are sought in the bare text, since the
server looks for mentions, links and invites without reading any Markdown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt


@dataclass(frozen=True)
class Node:
    """A part of a text; ``kind`` is "text", "strong", "mention" …"""

    kind: str
    text: str = ""
    children: tuple[Node, ...] = field(default=())


# Rules in the order of the clients; the group "in" is read further, "raw" is shown as it is.
_BLOCK = {
    "code block": r"```(?:[a-z0-9_+\-.#]+?\n)?\n*(?P<raw>[^\n][\s\S]*?)\n*```",
    "quote": r" *>>> (?P<in>[\s\S]+)|(?: *> [^\n]*(?:\n|$))+",
    "heading": r" *#{1,3}[ \t]+(?P<in>[^\n]+)",
    "subtext": r" *-#[ \t]+(?P<in>[^\n]+)",
    "list": r" *(?:[-*]|\d{1,9}[.)])[ \t]+(?P<in>[^\n]+)",
    "rule": r" *(?:-{3,}|\*{3,}|_{3,}) *(?=\n|$)",
}
_INLINE = {
    "escape": r"\\(?P<raw>[^0-9A-Za-z\s])",
    "code": r"(?P<ticks>`+)(?P<raw>[\s\S]*?[^`])(?P=ticks)(?!`)",
    "timestamp": r"<t:(?P<raw>-?\d{1,17})(?::\w)?>",
    "mention": r"<@[!&]?\d+>|<#\d+>|@everyone|@here",
    "command": r"</[^<>:\n]+:\d+>",
    "emoji": r"<a?:\w+:\d+>",
    "guild page": r"<id:[\w-]+(?::\d+)?>",
    "link": r"<(?:[a-z][a-z0-9+.-]*:[^\s<>]+|[\w.+-]+@[\w.-]+|\+\d+)>"
            r"|(?:https?|steam|discord|ftp)://[^\s<]*[^<.,:;\"'\]\s]",
    "masked link": r"\[(?P<in>(?:\\.|[^\[\]\\])*)\]\(\s*<?[^\s()]*>?(?:\s+[\"'][^\"']*[\"'])?\s*\)",
    "strong": r"\*\*(?P<in>(?:\\[\s\S]|[^\\])+?)\*\*(?!\*)",
    "underline": r"__(?P<in>(?:\\[\s\S]|[^\\])+?)__(?!_)",
    "emphasis": r"\*(?=\S)(?P<in>(?:\*\*|\\[\s\S]|[^*\\])+?)(?<!\s)\*(?!\*)"
                r"|(?<!\w)_(?P<in2>(?:__|\\[\s\S]|[^_\\])+?)_(?!\w)",
    "strike": r"~~(?P<in>[\s\S]+?)~~",
    "spoiler": r"\|\|(?P<in>[\s\S]+?)\|\|",
    "shortcode": r":[A-Za-z0-9_+-]{2,}(?:::skin-tone-\d)?:(?!\d)",
}  # fmt: skip
_BLOCKS = {name: re.compile(rule) for name, rule in _BLOCK.items()}
_INLINES = {name: re.compile(rule, re.I) for name, rule in _INLINE.items()}
_STARTS = re.compile(r"[\\`<@\[*_~|:]|(?:https?|steam|discord|ftp)://", re.I)


def parse(text: str) -> tuple[Node, ...]:
    """The text as a tree, as Discord's clients read it."""
    return tuple(_joined(_blocks(text)))


def _blocks(text: str, *, quoted: bool = False) -> Iterator[Node]:
    at = 0
    while at < len(text):
        for name, rule in _BLOCKS.items():
            found = rule.match(text, at)
            if found is None or not found[0] or (name == "quote" and quoted):
                continue
            yield _block(name, found)
            at = found.end()
            break
        else:
            end = text.find("\n", at)
            # Bold and the like may go on beyond the line, a code block may begin within it.
            end = len(text) if end < 0 else end
            inline = text[at:] if _opens(text[at:end]) else text[at:end]
            made, used = _inline(inline, stop=end - at)
            yield from made
            at += used
        if text[at : at + 1] == "\n":
            yield Node("text", "\n")
            at += 1


def _opens(line: str) -> bool:
    return any(line.count(sign) % 2 for sign in ("**", "__", "~~", "||", "`", "*", "_"))


def _block(name: str, found: re.Match[str]) -> Node:
    if name == "code block":
        return Node(name, found["raw"])
    if name == "quote":
        inner = found["in"] or re.sub(r"^ *> ?", "", found[0], flags=re.M)
        return Node(name, "", tuple(_joined(_blocks(inner, quoted=True))))
    if name == "rule":
        return Node(name, found[0])
    return Node(name, "", tuple(_joined(_inline(found["in"])[0])))


def _inline(text: str, stop: int | None = None) -> tuple[list[Node], int]:
    """Nodes, and how many characters they took: to ``stop``, or beyond where one goes on."""
    made: list[Node] = []
    at, stop = 0, len(text) if stop is None else stop
    while at < stop:
        for name, rule in _INLINES.items():
            found = rule.match(text, at)
            if found is not None:
                made.append(_span(name, found))
                at = found.end()
                break
        else:
            start = _STARTS.search(text, at + 1, stop)
            end = start.start() if start else stop
            made.append(Node("text", text[at:end]))
            at = end
    return made, at


def _span(name: str, found: re.Match[str]) -> Node:
    if name == "escape":
        return Node("text", found["raw"])
    groups = found.groupdict()
    inner = groups.get("in") or groups.get("in2")
    if inner is not None:
        return Node(name, found[0], tuple(_joined(_inline(inner)[0])))
    return Node(name, groups.get("raw") or found[0])


def _joined(nodes: Iterator[Node] | list[Node]) -> Iterator[Node]:
    """Texts side by side made one."""
    waiting = ""
    for node in nodes:
        if node.kind == "text":
            waiting += node.text
            continue
        if waiting:
            yield Node("text", waiting)
            waiting = ""
        yield node
    if waiting:
        yield Node("text", waiting)


# What lives ---------------------------------------------------------------------------------------

RAW = {
    "everyone": r"@(?:everyone|here)",
    "mention": r"<(?:@[!&]?|#)\d+>",
    "command": r"</[^<>:\n]+:\d+>",
    "emoji": r"<a?:\w+:\d+>",
    "guild page": r"<id:[\w-]+(?::\d+)?>",
    "link": r"(?:https?|steam|discord|ftp|mailto|tel|javascript|data)://[^\s\u200b]",
    "invite": r"(?:discord(?:app)?\.(?:gg|com/invite)|dsc\.gg|discord\.me)/\w",
    "bidi": "[\u061c\u200e\u200f\u202a-\u202e\u2066\u2067]",
    "hidden": "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u2060-\u2065\u206a-\u206f\u2800\u3164"
              "\ufeff\uffa0\U000e0000-\U000e0fff]",
    "control": "[\x00-\x09\x0b-\x1f\x7f-\x9f]",
    "surrogate": "[\ud800-\udfff]",
    "pile": "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{6,}",
}  # fmt: skip
"""Signs that have an effect whatever stands around them."""

_RAW = {name: re.compile(pattern, re.I) for name, pattern in RAW.items()}
_ISOLATES = re.compile("[\u2068\u2069]")
_COMMONMARK = MarkdownIt("commonmark").enable(["strikethrough", "table"])
_HARMLESS = {"text", "inline", "paragraph", "softbreak", "hardbreak", "em", "strong", "blockquote"}

FRAME = frozenset({"text", "strong", "emphasis", "subtext", "quote", "timestamp"})
"""What the bot's own frame is written with."""


def kinds(text: str) -> Counter[str]:
    """How often each kind of thing lives in ``text``, with what it stands in: "subtext/strong"."""
    found: Counter[str] = Counter()

    def count(nodes: tuple[Node, ...], path: str) -> None:
        for node in nodes:
            if node.kind != "text":
                found[path + node.kind] += 1
            count(node.children, f"{path}{node.kind}/")

    count(parse(text), "")
    return found


def shown(text: str) -> str:
    """What can be read of it."""

    def words(nodes: tuple[Node, ...]) -> str:
        return "".join(words(n.children) if n.children else n.text for n in nodes)

    return words(parse(text))


def timestamps(text: str) -> set[int]:
    """The moments that live in ``text``."""
    return {int(number) for number in re.findall(r"<t:(-?\d+)(?::\w)?>", text)}


def faults(text: str, *, may: frozenset[str] = FRAME) -> list[str]:
    """What lives in ``text`` beyond ``may``; one line each, none where all is well."""
    found = [f"{name}: {hit[0]!r}" for name, sought in _RAW.items() if (hit := sought.search(text))]
    found += [f"{kind} lives" for kind in kinds(text) if kind.rpartition("/")[2] not in may]
    opened = 0
    for sign in _ISOLATES.findall(text):
        opened += 1 if sign == "\u2068" else -1
        if opened < 0:
            break
    if opened:
        found.append("an isolate is not closed, or closed twice")
    return found + _commonmark(text)


def _commonmark(text: str) -> list[str]:
    """What CommonMark sees in each line by itself, our own signs at its start taken off."""
    found = []
    for line in re.sub(r"<t:-?\d+(?::\w)?>", "T", text).split("\n"):
        bare = re.sub(r"^(?:-# |> )+", "", line)
        for token in _COMMONMARK.parse(f"x{bare}"):
            for each in (token, *(token.children or ())):
                kind = each.type.removesuffix("_open").removesuffix("_close")
                if kind not in _HARMLESS:
                    found.append(f"CommonMark: {kind} in {bare[:60]!r}")
    return found
