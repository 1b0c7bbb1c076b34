"""Golden payloads as text for docs/discord.md: what a reader sees, without the colours."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bot.discord.answers import AS_OF

GOLDEN = Path(__file__).with_name("golden")

SHOWN = {
    "scheduled": "A date is set",
    "proposed": "A date is proposed",
    "passed": "The date has passed",
    "not_set": "No date is set",
    "disputed": "Outlets differ",
    "answered": "Other questions",
    "outdated": "Only old coverage",
    "no_answer": "No answer",
    "shared": "A private answer that was shared, to a question that follows another",
    "passages": "“More passages”",
    "why": "“Why?”",
    "latest_topic": "`/latest` of a topic and an outlet",
    "timeline": "`/timeline`",
    "timeline_none": "`/timeline` of what the coverage does not date",
    "sources": "`/sources`",
    "article": "`/article`",
    "article_versions": "`/article`, its last page",
    "follow_begun": "`/follow` in a channel",
    "follow_changed": "What those who follow are told",
    "follows": "`/unfollow` without a question",
    "digest": "A digest",
    "settings": "`/settings`",
    "settings_channel": "`/settings` of a channel",
    "privacy": "`/privacy show`",
}

_STAMP = re.compile(r"<t:(-?\d+):([DRf])>")
_CHANNEL = re.compile(r"<#\d+>")
_TEXT, _SECTION, _ROW, _GALLERY, _BUTTON = 10, 9, 1, 12, 2


def screens() -> str:
    """All of them, as Markdown."""
    return "\n\n".join(
        f"**{title}**\n\n```text\n{screen(name)}\n```" for name, title in SHOWN.items()
    )


def screen(name: str) -> str:
    """One golden file as text."""
    (container,) = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return "\n".join(
        f"▌ {line}".rstrip() for part in container["components"] for line in _part(part)
    )


def _part(part: dict[str, Any]) -> Iterator[str]:
    if part["type"] == _TEXT:
        for line in part["content"].splitlines():
            yield from textwrap.wrap(_read(line), 92) or [""]
    elif part["type"] == _SECTION:
        for inner in part["components"]:
            yield from _part(inner)
        yield f"    [{part['accessory']['label']}]"
    elif part["type"] == _ROW:
        yield "  ".join(f"[{_label(item)}]" for item in part["components"])
    elif part["type"] == _GALLERY:
        for item in part["items"]:
            yield f"    ({item['media']['url'].removeprefix('attachment://')})"
    else:
        raise AssertionError(f"no screen shows a component of type {part['type']}")


def _label(item: dict[str, Any]) -> str:
    if item["type"] == _BUTTON:
        return str(item.get("label") or item["emoji"]["name"])
    return f"{item['placeholder']} ▾"


def _read(line: str) -> str:
    line = _STAMP.sub(lambda found: _stamp(int(found[1]), found[2]), line)
    line = _CHANNEL.sub("#desk", line)
    return re.sub(r"^(?:-#|###) ", "", re.sub(r"\\(.)", r"\1", re.sub(r"\*\*|(?<!\\)\*", "", line)))


def _stamp(seconds: int, style: str) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    if style == "R":
        days = (moment.date() - AS_OF.date()).days
        if days == 0:
            hours = round((AS_OF - moment).total_seconds() / 3600)
            return f"{hours} hours ago" if hours > 1 else "an hour ago"
        count = "a day" if abs(days) == 1 else f"{abs(days)} days"
        return f"in {count}" if days > 0 else f"{count} ago"
    return f"{moment:%-d %B %Y}" if style == "D" else f"{moment:%-d %B %Y %H:%M}"
