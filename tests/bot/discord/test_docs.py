"""docs/discord.md says what is true: the screens, the permissions, the keys it names."""

from __future__ import annotations

import os
import re
from pathlib import Path

import discord

from bot.config import KEYS
from bot.discord.cogs.privacy import GRACE_DAYS
from tests.bot.discord.conftest import Make
from tests.bot.discord.screens import SHOWN, screens
from tests.loopback import Loopback, running

DOCS = Path(__file__).parents[3] / "docs" / "discord.md"
README = DOCS.parents[1] / "README.md"
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


async def test_every_command_is_in_the_tables_and_its_options_in_one(
    discord_world: Loopback, make: Make
) -> None:
    async with running(discord_world, make()) as bot:
        slash = bot.tree.get_commands(type=discord.AppCommandType.chat_input)
        menus = bot.tree.get_commands(type=discord.AppCommandType.message)
    told = {
        name: set(re.findall(r"\w+", rest))
        for name, rest in re.findall(
            r"^\| `/(\w+)(.*?) \| ", DOCS.read_text(encoding="utf-8"), re.M
        )
    }
    assert told == {command.name: _parts(command) for command in slash}
    for text in (DOCS.read_text(encoding="utf-8"), README.read_text(encoding="utf-8")):
        assert {c.name for c in slash} <= set(re.findall(r"`/(\w+)", text))
        assert all(f"*{menu.name}*" in text for menu in menus)


def _parts(command: discord.app_commands.Command | discord.app_commands.Group) -> set[str]:
    if isinstance(command, discord.app_commands.Command):
        return {p.display_name for p in command.parameters}
    return {part for c in command.commands for part in (c.name, *_parts(c))}
