"""Hostile words, and answers and messages made of them.

:func:`texts` gives any number of hostile texts; :func:`renderers` finds every renderer there is,
and :func:`rendered` calls one with arguments that are made from their annotations, each string in
them hostile. A renderer that comes later is found and called without a change here, unless its
arguments hang together: then :data:`MADE` says how one of them is made.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import itertools
import pkgutil
import random
import re
import types
import typing
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import discord

import bot.discord.render
from bot.discord.asking import LONGEST, Asked, Ids, Token
from bot.discord.changes import Told
from bot.discord.follows import Follow
from bot.discord.news import Story
from bot.discord.render.layout import Block, within
from bot.discord.render.settings import Panel
from bot.discord.render.timeline import PICTURE
from bot.discord.safe import tidy
from bot.discord.words import Say, speaker
from retrieval.records import Answer, Citation
from tests.bot.discord import markdown

AT = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)
"""Moments of the answers lie within days of it: those in hostile texts do not."""

LINKS = [
    "https://evil.example/_a_", "HTTP://evil.example", "steam://run/1", "discord.gg/abc",
    "https://discord.gg/abc", "discord.com/invite/abc", "dsc.gg/x", "www.evil.example",
    "[Click](https://evil.example)", "Title ](https://evil.example) [x", "[a](<b>)", "[a]: b",
    "<https://evil.example>", "<mailto:a@b.example>", "<tel:+123>", "javascript://x%0aalert()",
    "htt\u200dps://evil.example", "https\u200b://evil.example", "https:\\//evil.example",
    "https:/\u2060/evil.example", "discord\u00ad.gg/abc", "\uff48ttps://evil.example",
    "ht\u0000tps://evil.example", "discord.\u200bgg/abc", "https://a.example](https://b.example",
]  # fmt: skip
MENTIONS = [
    "@everyone", "@here", "a\u200b@here", "@\u200deveryone", "@\u2060everyone", "<@1>", "<@!1>",
    "<@&123456789012345678>", "<#123456789012345678>", "</ask:123456789012345678>", "\\<@1>",
    "<@\u200b1>", "<id:customize>", "<id:home>", "<:name:1>", "<a:name:1>", ":skull:",
    "<t:0:R>", "<t:1234567890:F>", "<t:-5>", "\\<t:0:R>", "<\\t:0:R>", "<t:0\u200b:R>",
]  # fmt: skip
SIGNS = [
    "# Heading", "## x\n# again", "-# small", "> quote", ">>> all", "1. item", "1) item", "- item",
    "* item", "+ item", "===", "---", "***", "    code", "\tcode", "| a | b |\n|---|---|",
    "||hidden||", "||", "`", "``", "```", "```py\nunclosed", "`code` ```block```", "`\\`", "**b**",
    "*i*", "__u__", "_i_", "~~s~~", "***", "*", "**", "_", "~~", "\\*already\\*", "a\\", "\\",
    "\\\\", "\\\\\\*x*", "\\`x`", "x\\\n# y", "<b>html</b>", "<!-- c -->", "&lt;@1&gt; &amp;",
    "![i](https://evil.example/i.png)", "[^1]", "<details>", "$$x$$", "\\[x](y)", "[x\\](y)",
]  # fmt: skip
HIDDEN = [
    "\u202egnp.exe", "\u2066a\u2069\u2069", "\u2068\u2068", "\u2069", "\u200f\u200e", "\u061c",
    "עברית 12", "مرحبا (x)", "a\u200bb\u200cc\u200dd", "\u2060\ufeff\u00ad", "\u3164\u2800\u115f",
    "e" + "\u0301" * 40, "Z\u0351\u036b\u0343\u0326" * 12, "\u0489" * 9, "\U000e0041\U000e007f",
    "\ud800", "\udfff half", "a\x00b\x1b[31m", "\x85\u2028\u2029x", "\ufffe\uffff", "\U0001fffe",
    "👩‍👩‍👧‍👦", "🏴\U000e0067\U000e0062\U000e007f", "👍🏽" * 30, "🇺🇦🇹🇷🇩", "‍‍‍", "\u200b", "",
    " ", "\n\n", "﷽" * 10, "\u1cbc\u180e", "\r\n# x", "\x0b# x", "\x0c> x",
]  # fmt: skip
LONG = [
    "w" * 4000, "*" * 4000, "\\" * 4000, "👍" * 2000, "a\u0301" * 2000, "<@1>" * 800, "||" * 900,
    "@everyone " * 300, "x " * 3000, "](" * 1500, "עברית " * 600, "\u200d" * 4000, "`" * 4000,
    "https://evil.example/" * 150, "\n# " * 900, "1. " * 900, "👩‍👩‍👧‍👦" * 400, "_" * 4000,
]  # fmt: skip
ATOMS = [*LINKS, *MENTIONS, *SIGNS, *HIDDEN, *LONG]
BORDERS = (38, 40, 60, 80, 100, 120, 160, 220, 256, 300, 400, 480, 700, 800, 900, 1400, 2000, 4000)
"""Lengths at which something is cut; a sign just before one may lose its other half."""

URLS = [
    "https://ok.example/a", "javascript:alert(1)", "https://u:p@evil.example", "ftp://x.example",
    "https://evil.example/\u202egnp.exe", "https://evil.example/ x", "http://", "//evil.example",
    "https://" + "a" * 600 + ".example", "https://xn--.example", "https://[::1]/", "discord://-/x",
    "HTTPS://OK.EXAMPLE/\u00e4?q=)**", "https://1.2.3.4/", "https://localhost/x", "\ud800", "",
    "https://ok.example/<@1>", "https://ok.example\\@evil.example", "https://ok.example:99999/",
    "https://\u0435vil.example/", "https://ok.example/#:~:text=**x**", "data:text/html,x",
]  # fmt: skip


def texts(count: int, seed: int = 1) -> list[str]:
    """So many hostile texts: each by itself, at the borders where texts are cut, and mixed."""
    chooser = random.Random(seed)
    made = list(ATOMS)
    for border in BORDERS:
        for sign in chooser.sample([*LINKS, *MENTIONS, *SIGNS, *HIDDEN], 6):
            before = border - chooser.randint(0, len(sign) + 2)
            made.append(("w" * (before - 1) + " " if border % 3 else "w" * before) + sign + " tail")
    chooser.shuffle(made)
    while len(made) < count:
        parts = chooser.choices(ATOMS[: -len(LONG)], k=chooser.randint(2, 6))
        made.append(chooser.choice(["", " ", "\n", "a", "\\"]).join(parts))
    return made[:count]


# Arguments for any renderer ---------------------------------------------------------------------

SAY = speaker("en-US")
IDS = Ids(b"hostile")


class Words:
    """Hostile words one after the other, beginning somewhere."""

    def __init__(self, pool: Sequence[str], start: int) -> None:
        self._given = itertools.cycle(pool[start:] + pool[:start])
        self.random = random.Random(start)

    def text(self) -> str:
        return next(self._given)

    def url(self) -> str | None:
        return self.random.choice([None, *URLS, self.text()])


def _verdict(words: Words) -> str:
    verdicts = ("answered", "scheduled", "passed", "not_set", "disputed", "outdated", "no_answer")
    return words.random.choice(verdicts)


def _quoted(words: Words) -> Citation:
    made = _record(Citation, words)
    size = len(made.quote)
    spans = [sorted(words.random.randint(-2, size + 2) for _ in "se") for _ in range(3)]
    return dataclasses.replace(made, highlights=tuple((s, e) for s, e in spans))


def _trace(words: Words) -> Mapping[str, Any]:
    terms = [words.text() for _ in range(4)]
    times = {words.text(): 1.0, "search": 2.5}
    return {"kind": words.text(), "terms": terms, "threshold": 0.4, "milliseconds": times}


OURS = 123456789012345679
"""A channel and a role of the server's own: that the bot's frame names them is meant."""


def _iso(words: Words) -> str | None:
    return words.random.choice([None, (AT + timedelta(days=words.random.randint(-9, 9))).date()
                                .isoformat()])  # fmt: skip


def _set(words: Words) -> dict[str, Any]:
    many = [words.text() for _ in range(words.random.choice([0, 1, 12, 40]))]
    kept = {
        "outlets": many, "roles": [OURS] * 3, "channels": [OURS] * 3, "private": True,
        "language": words.text(), "digest_hour": 7, "digest_zone": words.text(),
        "user_per_minute": 3, "guild_per_minute": 9, words.text(): words.text(),
    }  # fmt: skip
    return {key: value for key, value in kept.items() if words.random.random() < 0.8}


MADE: dict[Any, Callable[[Words], Any]] = {
    (Answer, "verdict"): _verdict,
    (Answer, "reason"): lambda w: w.random.choice(["no_coverage", "not_this", "later", "old", ""]),
    (Answer, "trace"): _trace,
    (Token, "verb"): lambda _: "page",
    (Token, "extra"): lambda _: "1",
    (Token, "outlets"): lambda _: "0123abcd",
    (Token, "generation"): lambda _: "12ab",
    (Asked, "question"): lambda w: tidy(w.text()[:LONGEST]) or "?",
    (Asked, "follows"): lambda w: w.random.choice([None, tidy(w.text()[:LONGEST])]),
    (Told, "verdict"): _verdict,
    (Told, "first"): _iso,
    (Told, "last"): _iso,
    (Follow, "channel"): lambda w: w.random.choice([None, OURS]),
    (Panel, "found"): _set,
    (Panel, "gone"): lambda w: {"roles": w.random.randint(0, 3), "channels": 1},
    (Panel, "channel"): lambda w: w.random.choice([None, OURS]),
    (Panel, "limits"): lambda _: (8, 40),
    (Panel, "page"): lambda _: 0,
    Block: lambda w: Block(within(w.text(), 200) or "…"),
    (Story, "also"): lambda w: tuple(w.text() for _ in range(w.random.randint(0, 4))),
    "also": lambda _: [("unfollow:7", SAY("button.unfollow"), None)],
    Citation: _quoted,
    Ids: lambda _: IDS,
    Say: lambda _: SAY,
    "url": Words.url,
}
"""How a type, a field of a type, or a name is made where the annotation alone would mislead."""


def _record(kind: Any, words: Words) -> Any:
    hints = typing.get_type_hints(kind)
    return kind(**{
        f.name: made(hints[f.name], words, (kind, f.name)) for f in dataclasses.fields(kind)
    })  # fmt: skip


def made(annotation: Any, words: Words, place: Any = None) -> Any:
    """A value of that type, hostile wherever it is text."""
    name = place[1] if isinstance(place, tuple) else place
    for key in (place, annotation, name):
        if isinstance(key, typing.Hashable) and key in MADE:
            return MADE[key](words)
    if dataclasses.is_dataclass(annotation):
        return _record(annotation, words)
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return made(words.random.choice(inner), words, place)
    if origin is typing.Literal:
        return words.random.choice(inner)
    return _container(origin, inner, words) if origin else _plain(annotation, words)


def _container(origin: Any, inner: tuple[Any, ...], words: Words) -> Any:
    if origin is tuple and inner[-1] is not Ellipsis:
        return tuple(made(each, words) for each in inner)
    if issubclass(origin, Mapping):
        return {made(inner[0], words): made(inner[1], words) for _ in range(3)}
    if issubclass(origin, (Sequence, set, frozenset)) and origin is not str:
        many = [made(inner[0], words) for _ in range(words.random.choice([0, 1, 2, 3, 5, 9]))]
        return tuple(many) if origin is tuple else many
    raise LookupError(f"say in MADE how a {origin} is made")


def _plain(annotation: Any, words: Words) -> Any:
    day = timedelta(hours=words.random.randint(-900, 900))
    simple: dict[Any, Callable[[], Any]] = {
        str: words.text, int: lambda: words.random.randint(0, 30),
        float: words.random.random, bool: lambda: words.random.random() < 0.5,
        datetime: lambda: AT + day, date: lambda: (AT + day).date(), types.NoneType: lambda: None,
        Any: words.text, object: words.text, Mapping: dict, dict: dict,
    }  # fmt: skip
    if annotation not in simple:
        raise LookupError(f"say in MADE how a {annotation} is made")
    return simple[annotation]()


# Renderers ----------------------------------------------------------------------------------------

_SHOWN = (discord.ui.LayoutView, discord.Embed)


def renderers() -> dict[str, Callable[..., Any]]:
    """Every public function of bot.discord.render that makes a whole message, by its name."""
    found = {}
    for module in pkgutil.iter_modules(bot.discord.render.__path__):
        loaded = importlib.import_module(f"bot.discord.render.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if own and module.name != "layout" and _shows(function):
                found[f"{module.name}.{name}"] = function
    return found


def _shows(function: Callable[..., Any]) -> bool:
    said = str(inspect.signature(function).return_annotation)
    return any(kind.__name__ in said for kind in _SHOWN)


def rendered(function: Callable[..., Any], words: Words) -> list[dict[str, Any]]:
    """The bodies of what ``function`` makes of hostile arguments."""
    hints = typing.get_type_hints(function)
    names = list(inspect.signature(function).parameters)
    result = function(**{name: made(hints[name], words, name) for name in names})
    return [body(each) for each in _each(result) if isinstance(each, _SHOWN)]


def _each(result: Any) -> Iterator[Any]:
    if isinstance(result, (list, tuple)):
        for part in result:
            yield from _each(part)
    else:
        yield result


def body(shown: discord.ui.LayoutView | discord.Embed) -> dict[str, Any]:
    """What is sent for it."""
    if isinstance(shown, discord.Embed):
        return {"embeds": [shown.to_dict()]}
    with_picture = [{"id": 0, "filename": PICTURE}]
    return {"components": shown.to_components(), "flags": 1 << 15, "attachments": with_picture}


# What is sent -------------------------------------------------------------------------------------

_MODAL, _CHOICES = 9, 8


def said(sent: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text of a request's body that a client shows as Markdown ("text") or bare ("label")."""
    if sent.get("content"):
        yield "text", sent["content"]
    for embed in sent.get("embeds") or []:
        for name in ("title", "description"):
            yield "text", embed.get(name) or ""
        for entry in embed.get("fields") or []:
            yield "text", entry["name"]
            yield "text", entry["value"]
        for part, name in (("footer", "text"), ("author", "name")):
            yield "label", (embed.get(part) or {}).get(name) or ""
    yield from _components(sent.get("components") or [])
    for choice in sent.get("choices") or []:
        yield "label", choice["name"]


def _components(components: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for component in components:
        if component["type"] == 10:
            yield "text", component["content"]
        for name in ("label", "placeholder", "description"):
            if component.get(name):
                yield "label", component[name]
        for option in component.get("options") or []:
            yield "label", option["label"]
        yield from _components(component.get("components") or [])
        inner = (component.get("accessory"), component.get("component"))
        yield from _components([c for c in inner if c])


def faults(sent: Mapping[str, Any]) -> list[str]:
    """What lives in a request's body though it should not; one line each."""
    found = []
    for kind, text in said(sent):
        if kind == "label":
            raw = (f for f in markdown.faults(text, may=frozenset()) if f.split(":")[0] in _BARE)
            found += [f"label {text[:60]!r}: {fault}" for fault in raw]
            continue
        text = _OURS.sub("ours", text)
        found += [f"{text[:120]!r}: {fault}" for fault in markdown.faults(text)]
        far = [m for m in markdown.timestamps(text) if abs(m - AT.timestamp()) > 9e7]
        found += [f"{text[:120]!r}: a timestamp of another's, {far}"] if far else []
    if "allowed_mentions" in sent and sent["allowed_mentions"] != {"parse": []}:
        found.append(f"allowed_mentions: {sent['allowed_mentions']}")
    return found


def surplus(function: Callable[..., Any], pool: Sequence[str], start: int) -> list[str]:
    """Formatting that comes of the words: what there is more of than with their signs taken out."""
    seen = [tidy(text) for text in pool]
    bare = ["".join("w" if c in "*_~|`#>-+[]()\\" else c for c in text) for text in seen]
    counts = [
        sum((markdown.kinds(t) for b in bodies for k, t in said(b) if k == "text"), Counter())
        for bodies in (rendered(function, Words(p, start)) for p in (seen, bare))
    ]  # fmt: skip
    return [f"{kind}: {count} too many" for kind, count in (counts[0] - counts[1]).items()]


_OURS = re.compile(rf"<(?:#|@&){OURS}>")
_BARE = {"everyone", "link", "invite", "bidi", "hidden", "control", "surrogate", "pile"}


def oversize(sent: Mapping[str, Any]) -> list[str]:
    """What is over Discord's limits, characters counted as UTF-16; one line each."""
    from tests.loopback import limits
    from tests.loopback.messages import walk

    payload = {"content": "", "embeds": [], "components": [], "attachments": [], "flags": 0}
    payload |= {name: sent[name] for name in payload if sent.get(name)}
    found = limits.message_errors(payload, dict(sent), [])
    shown = [text for kind, text in said(sent) if kind == "text"]
    units = sum(len(text.encode("utf-16-le", "surrogatepass")) // 2 for text in shown)
    if sent.get("components") and units > 4000:
        found.append(f"texts: {units} UTF-16 units, the limit is 4000")
    if len(str(sent.get("content") or "").encode("utf-16-le", "surrogatepass")) // 2 > 2000:
        found.append("content: more than 2000 UTF-16 units")
    for component in walk(payload["components"]):
        if component["type"] == 10 and not component["content"].strip():
            found.append("an empty text display")
        url = component.get("url") or ""
        if url and not url.startswith(("http://", "https://")):
            found.append(f"a button opens {url[:80]!r}")
    return found


__all__ = ["Words", "faults", "oversize", "rendered", "renderers", "surplus", "texts"]
