"""docs/discord.md says what is true: the screens, the permissions, the keys it names."""

from __future__ import annotations

import os
import re
from pathlib import Path

import discord

from bot.config import KEYS
from bot.discord.cogs.privacy import GRACE_DAYS
from tests.bot.discord.screens import SHOWN, screens

DOCS = Path(__file__).parents[3] / "docs" / "discord.md"
BLOCK = re.compile(r"(<!-- screens -->\n).*?(<!-- /screens -->)", re.S)


def test_the_screens_are_those_of_the_golden_files() -> None:
    """Write them anew with DATELINE_GOLDEN=write."""
    text = DOCS.read_text(encoding="utf-8")
    fresh = BLOCK.sub(lambda found: f"{found[1]}\n{screens()}\n\n{found[2]}", text)
    if os.environ.get("DATELINE_GOLDEN") == "write":
        DOCS.write_text(fresh, encoding="utf-8")
        text = fresh
    assert text == fresh
    assert text.count("```text") == len(SHOWN)


def test_the_permissions_are_those_that_it_lists() -> None:
    wanted = discord.Permissions(
        view_channel=True, send_messages=True, send_messages_in_threads=True, embed_links=True,
        attach_files=True,
    )  # fmt: skip
    numbers = set(re.findall(r"\b\d{12,}\b", DOCS.read_text(encoding="utf-8")))
    assert numbers == {str(wanted.value)}


def test_what_it_names_is_there() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for table, key in re.findall(r"`\[(\w+)\] (\w+)", text):
        assert key in KEYS[table], key
    assert f"after {GRACE_DAYS} days" in text
    for path in re.findall(r"\]\((?!https)([^)#]+)\)", text):
        assert (DOCS.parent / path).exists(), path
