"""Messages as state: what was sent, what each edit made of it, what a reader sees."""

from __future__ import annotations

import copy
import itertools
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.loopback import payloads
from tests.loopback.world import Channel, Json, User, snowflake

EPHEMERAL, LOADING, V2 = 1 << 6, 1 << 7, 1 << 15
BUTTON, TEXT_DISPLAY = 2, 10
CDN = "https://cdn.discordapp.com/attachments"


@dataclass(frozen=True)
class Upload:
    """A file of a multipart request; `slot` is the n of files[n]."""

    slot: str
    name: str
    data: bytes


@dataclass(eq=False)
class Message:
    """One message: `payload` as Discord shows it now, `versions` as it was after each change.

    `bodies` holds what the bot sent for it, unchanged; `files` the bytes attached to it;
    `seen_by` the one person who sees it where it is ephemeral.
    """

    payload: Json
    channel: Channel
    author: User
    seen_by: User | None = None
    versions: list[Json] = field(default_factory=list)
    bodies: list[Json] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    deleted: bool = False
    user_installed: bool = False

    @property
    def id(self) -> str:
        return str(self.payload["id"])

    @property
    def content(self) -> str:
        return str(self.payload["content"])

    @property
    def flags(self) -> int:
        return int(self.payload["flags"])

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def components(self) -> list[Json]:
        """Every component, nested ones too, in reading order."""
        return list(walk(self.payload["components"]))

    @property
    def embeds(self) -> list[Json]:
        return list(self.payload["embeds"])

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons, in order; an emoji alone stands for itself."""
        found = [c for c in self.components if c["type"] == BUTTON]
        return [c.get("label") or (c.get("emoji") or {}).get("name", "") for c in found]

    @property
    def text(self) -> str:
        """All that it says: content, embeds and text displays, one a line."""
        parts: list[str | None] = [self.content]
        for embed in self.embeds:
            fields = [(f["name"], f["value"]) for f in embed.get("fields") or []]
            parts += [embed.get("title"), embed.get("description"), *itertools.chain(*fields)]
            parts.append((embed.get("footer") or {}).get("text"))
        parts += [c["content"] for c in self.components if c["type"] == TEXT_DISPLAY]
        return "\n".join(part for part in parts if part)

    def component(self, label: str | None = None, custom_id: str | None = None) -> Json:
        """The enabled component with that label (or emoji) or custom_id.

        Raises:
            LookupError: it has none, or it is disabled.
        """
        for found in self.components:
            names = (found.get("label"), (found.get("emoji") or {}).get("name"))
            named = label is not None and label in names
            known = custom_id is not None and found.get("custom_id") == custom_id
            if (named or known) and not found.get("disabled"):
                return found
        raise LookupError(f"no enabled {label or custom_id!r} here, only {self.buttons}")

    def change(self, payload: Json, body: Json | None, uploads: list[Upload]) -> None:
        self.payload = payload
        self.versions.append(copy.deepcopy(payload))
        if body is not None:
            self.bodies.append(body)
        self.files |= {upload.name: upload.data for upload in uploads}


def walk(components: list[Json] | None) -> Iterator[Json]:
    """Each component and all within it, depth first."""
    for component in components or []:
        yield component
        yield from walk(component.get("components"))
        inner = [component.get("accessory"), component.get("component")]
        yield from walk([c for c in inner if c])


def blank(channel: Channel, author: User, *, kind: int = 0, flags: int = 0) -> Json:
    """A message that says nothing yet."""
    return {
        "id": snowflake(),
        "channel_id": channel.id,
        "type": kind,
        "author": payloads.user(author),
        "timestamp": payloads.timestamp(),
        "edited_timestamp": None,
        "content": "",
        "tts": False,
        "mention_everyone": False,
        "flags": flags,
        "pinned": False,
        **{name: [] for name in "mentions mention_roles attachments embeds components".split()},
    }


def merged(payload: Json, body: Json, uploads: list[Upload], *, edit: bool) -> Json:
    """What the message becomes with the body applied: pure, so that it can be judged first.

    The first response fixes EPHEMERAL, and nothing takes V2 away again.
    """
    out = copy.deepcopy(payload)
    for name, empty in (("content", ""), ("embeds", []), ("components", [])):
        if name in body:
            out[name] = copy.deepcopy(body[name]) or empty
    if not edit or body.get("flags") is not None:
        lasting = payload["flags"] & (EPHEMERAL | V2)
        out["flags"] = lasting | (int(body.get("flags") or 0) & ~EPHEMERAL)
    out["flags"] &= ~LOADING
    out["attachments"] = _attachments(out, body, uploads)
    if edit:
        out["edited_timestamp"] = payloads.timestamp()
    _finish(out)
    return out


def _attachments(payload: Json, body: Json, uploads: list[Upload]) -> list[Json]:
    """Those kept (all, unless the body lists which), then those uploaded now."""
    listed = body.get("attachments")
    kept = payload["attachments"]
    if listed is not None:
        wanted = {str(entry["id"]) for entry in listed}
        kept = [a for a in kept if a["id"] in wanted]
    return [*kept, *(_attachment(payload["channel_id"], upload) for upload in uploads)]


def _attachment(channel_id: str, upload: Upload) -> Json:
    ident = snowflake()
    url = f"{CDN}/{channel_id}/{ident}/{upload.name}"
    return {
        "id": ident,
        "filename": upload.name,
        "size": len(upload.data),
        "url": url,
        "proxy_url": url,
        "content_type": mimetypes.guess_type(upload.name)[0] or "application/octet-stream",
    }


def _finish(payload: Json) -> None:
    """What Discord fills in: component ids, embed types, the addresses of attached files."""
    numbers = itertools.count(1)
    places = {f"attachment://{a['filename']}": a for a in payload["attachments"]}
    for component in walk(payload["components"]):
        component["id"] = component.get("id") or next(numbers)
        if (emoji := component.get("emoji")) and emoji.get("id") is None:
            emoji.pop("id", None)  # one of Unicode's is named and nothing else
        for captioned in component.get("items") or [component] * ("media" in component):
            captioned.setdefault("description", None)
            captioned.setdefault("spoiler", False)
        media = [component.get("media"), component.get("file")]
        media += [item.get("media") for item in component.get("items") or []]
        for medium in filter(None, media):
            if found := places.get(medium["url"]):
                medium |= {k: found[k] for k in ("url", "proxy_url", "content_type")}
                medium |= {"id": found["id"], "attachment_id": found["id"]}
            medium.setdefault("id", snowflake())
            medium.setdefault("proxy_url", medium["url"])
        if "file" in component:
            name = component["file"]["url"].rsplit("/", 1)[1]
            sizes = [a["size"] for a in payload["attachments"] if a["filename"] == name]
            component |= {"name": name, "size": sum(sizes), "spoiler": False}
    for embed in payload["embeds"]:
        embed.setdefault("type", "rich")
        for name in ("image", "thumbnail"):
            if found := places.get((embed.get(name) or {}).get("url", "")):
                embed[name] |= {"url": found["url"], "proxy_url": found["url"]}
