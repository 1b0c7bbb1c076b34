"""What Discord enforces though its OpenAPI document does not say so, or says so loosely.

Each function returns one line a fault and raises nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from tests.loopback.components import component_errors
from tests.loopback.messages import TEXT_DISPLAY, V2, Upload, walk
from tests.loopback.world import Json

EMPTY = "cannot send an empty message"
UPLOAD_BYTES = 10 << 20
_V2_ONLY = {9, 10, 11, 12, 13, 14, 17}
_LINK = re.compile(r"https?://[^\s/]+\S*")
_ATTACHED = "attachment://"
_SUBCOMMANDS = (1, 2)
_MOST_COMMANDS = {1: 100, 2: 15, 3: 15}


def message_errors(payload: Json, body: Json, uploads: list[Upload]) -> list[str]:
    """A message as it stands after a body was applied to it."""
    return [
        *_content_errors(payload, body),
        *_embed_errors(payload["embeds"]),
        *_upload_errors(payload, body, uploads),
        *(_v2_errors(payload) if payload["flags"] & V2 else _v1_errors(payload)),
        *component_errors(payload["components"]),
    ]


def _content_errors(payload: Json, body: Json) -> Iterator[str]:
    said = any(payload[name] for name in ("embeds", "components", "attachments"))
    if not (said or payload["content"].strip() or body.get("poll") or body.get("sticker_ids")):
        yield EMPTY
    if len(payload["content"]) > 2000:
        yield f"content: {len(payload['content'])} characters, the limit is 2000"
    mentions = body.get("allowed_mentions") or {}
    for name in ("users", "roles"):
        if mentions.get(name) and name in (mentions.get("parse") or []):
            yield f"allowed_mentions: {name} both listed and parsed"


def _upload_errors(payload: Json, body: Json, uploads: list[Upload]) -> Iterator[str]:
    there = {attachment["filename"] for attachment in payload["attachments"]}
    for wanted in re.findall(r'"attachment://([^"]+)"', repr(body).replace("'", '"')):
        if wanted not in there:
            yield f"{_ATTACHED}{wanted} is not among the files"
    if len(payload["attachments"]) > 10:
        yield f"{len(payload['attachments'])} files, the limit is 10"
    for upload in uploads:
        if len(upload.data) > UPLOAD_BYTES:
            yield f"{upload.name}: {len(upload.data)} bytes, the limit is {UPLOAD_BYTES}"


def _v2_errors(payload: Json) -> Iterator[str]:
    everything = list(walk(payload["components"]))
    if payload["content"] or payload["embeds"]:
        yield "IS_COMPONENTS_V2 forbids content and embeds"
    if len(everything) > 40:
        yield f"{len(everything)} components, the limit is 40"
    text = sum(len(c.get("content") or "") for c in everything if c["type"] == TEXT_DISPLAY)
    if text > 4000:
        yield f"text displays: {text} characters, the limit is 4000"


def _v1_errors(payload: Json) -> Iterator[str]:
    if any(c["type"] in _V2_ONLY for c in walk(payload["components"])):
        yield "V2 components need the IS_COMPONENTS_V2 flag"
    if len(payload["components"]) > 5:
        yield f"{len(payload['components'])} action rows, the limit is 5"


_EMBED_LIMITS = {"title": 256, "description": 4096}


def _embed_errors(embeds: list[Json]) -> Iterator[str]:
    if len(embeds) > 10:
        yield f"{len(embeds)} embeds, the limit is 10"
    total = sum(len(text) for embed in embeds for _, text, _ in _embed_texts(embed))
    if total > 6000:
        yield f"embeds: {total} characters in all, the limit is 6000"
    for number, embed in enumerate(embeds):
        where = f"embeds/{number}"
        if not any(value for name, value in embed.items() if name not in ("type", "flags")):
            yield f"{where}: an empty embed"
        if len(embed.get("fields") or []) > 25:
            yield f"{where}: {len(embed['fields'])} fields, the limit is 25"
        for name, text, limit in _embed_texts(embed):
            if len(text) > limit:
                yield f"{where}/{name}: {len(text)} characters, the limit is {limit}"
            if name.startswith("fields") and not text.strip():
                yield f"{where}/{name}: an empty field"
        for name, url in _embed_links(embed):
            if not _LINK.fullmatch(url) and not url.startswith(_ATTACHED):
                yield f"{where}/{name}: {url[:60]!r} is no http link"


def _embed_texts(embed: Json) -> Iterator[tuple[str, str, int]]:
    """Name, text and limit of each text that counts towards the 6,000."""
    for name, limit in _EMBED_LIMITS.items():
        yield name, embed.get(name) or "", limit
    yield "footer", (embed.get("footer") or {}).get("text") or "", 2048
    yield "author", (embed.get("author") or {}).get("name") or "", 256
    for number, found in enumerate(embed.get("fields") or []):
        yield f"fields/{number}/name", found.get("name") or "", 256
        yield f"fields/{number}/value", found.get("value") or "", 1024


def _embed_links(embed: Json) -> Iterator[tuple[str, str]]:
    places = {"url": embed.get("url")}
    for part in ("image", "thumbnail", "author"):
        places[f"{part}/url"] = (embed.get(part) or {}).get("url")
    for part in ("author", "footer"):
        places[f"{part}/icon_url"] = (embed.get(part) or {}).get("icon_url")
    yield from ((name, url) for name, url in places.items() if url)


def choice_errors(choices: list[Json], where: str) -> list[str]:
    """At most 25, names and string values of 1 to 100 characters, no name twice."""
    out = []
    if len(choices) > 25:
        out.append(f"{where}: {len(choices)} choices, the limit is 25")
    for choice in choices:
        texts = [choice.get("name"), choice.get("value")]
        wrong = [t for t in texts if isinstance(t, str) and not 1 <= len(t) <= 100]
        if wrong or not isinstance(texts[0], str):
            out.append(f"{where}: choice {texts[0]!r:.40} is not of 1 to 100 characters")
    return out + _doubles([str(c.get("name")) for c in choices], f"{where}: choice")


def modal_errors(data: Json) -> list[str]:
    out = []
    for name, limit in (("title", 45), ("custom_id", 100)):
        if not 1 <= len(data.get(name) or "") <= limit:
            out.append(f"modal/{name}: not of 1 to {limit} characters")
    if not 1 <= len(data.get("components") or []) <= 5:
        out.append("modal: 1 to 5 components are allowed")
    return out + component_errors(data.get("components") or [], modal=True)


def command_errors(bodies: list[Json]) -> list[str]:
    """A bulk overwrite: counts, doubles, then each command."""
    out = []
    kinds = Counter(body.get("type") or 1 for body in bodies)
    for kind, most in _MOST_COMMANDS.items():
        if kinds[kind] > most:
            out.append(f"{kinds[kind]} commands of type {kind}, the limit is {most}")
    out += _doubles([f"{b.get('type') or 1}:{b['name']}" for b in bodies], "command")
    for body in bodies:
        chat = (body.get("type") or 1) == 1
        out += _entry_errors(body, body["name"], chat=chat)
        out += _option_errors(body.get("options") or [], body["name"])
        if (size := _size(body)) > 8000:
            out.append(f"{body['name']}: {size} characters in all, the limit is 8000")
    return out


def _entry_errors(entry: Json, where: str, *, chat: bool) -> Iterator[str]:
    """Names and descriptions of a command or option, in every language it has."""
    names = [entry["name"], *(entry.get("name_localizations") or {}).values()]
    for name in names:
        if not (_is_command_name(name) if chat else 1 <= len(name) <= 32):
            yield f"{where}: {name!r:.40} is no valid name"
    described = [
        entry.get("description") or "",
        *(entry.get("description_localizations") or {}).values(),
    ]
    for text in described:
        if chat and not 1 <= len(text) <= 100:
            yield f"{where}: a description of {len(text)} characters, not 1 to 100"
        if not chat and text:
            yield f"{where}: a menu has no description"


def _is_command_name(name: str) -> bool:
    """Letters, digits, - _ and ' of any script, marks of Devanagari and Thai; lower case."""
    letters = all(
        c in "-_'" or unicodedata.category(c)[0] in "LN" or _marks_allowed(c) for c in name
    )
    return letters and 1 <= len(name) <= 32 and name == name.lower()


def _marks_allowed(char: str) -> bool:
    return unicodedata.name(char, "").startswith(("DEVANAGARI", "THAI"))


def _option_errors(options: list[Json], where: str) -> Iterator[str]:
    if len(options) > 25:
        yield f"{where}: {len(options)} options, the limit is 25"
    yield from _doubles([option["name"] for option in options], f"{where}: option")
    seen_optional = False
    for option in options:
        place = f"{where} {option['name']}"
        yield from _entry_errors(option, place, chat=True)
        yield from _option_errors(option.get("options") or [], place)
        yield from choice_errors(option.get("choices") or [], place)
        if option.get("choices") and option.get("autocomplete"):
            yield f"{place}: choices and autocomplete exclude each other"
        if option.get("max_length") and option.get("min_length", 0) > option["max_length"]:
            yield f"{place}: min_length is above max_length"
        if option["type"] not in _SUBCOMMANDS:
            if option.get("required") and seen_optional:
                yield f"{place}: a required option after an optional one"
            seen_optional |= not option.get("required")


def _size(entry: Json) -> int:
    """Name, description and values of a command, its options and choices, counted together."""
    own = len(entry["name"]) + len(entry.get("description") or "")
    chosen = sum(
        len(c["name"]) + (len(c["value"]) if isinstance(c["value"], str) else 0)
        for c in entry.get("choices") or []
    )
    return own + chosen + sum(_size(option) for option in entry.get("options") or [])


def _doubles(names: list[str], what: str) -> list[str]:
    return [f"{what} {name!r:.60} twice" for name, n in Counter(names).items() if n > 1]
