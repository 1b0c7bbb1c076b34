"""The one kind of button and menu that the bot sends and takes, also from before a restart."""

from __future__ import annotations

import re
from typing import Any

import discord

from bot.discord.asking import PATTERN

Interaction = discord.Interaction[Any]


class Press(discord.ui.DynamicItem[discord.ui.Item[Any]], template=PATTERN):
    """A button (or a menu) whose id carries all that it does; the bot checks and does it."""

    def __init__(
        self, custom_id: str, item: discord.ui.Item[Any] | None = None, **looks: Any
    ) -> None:
        super().__init__(item or discord.ui.Button(custom_id=custom_id, **looks))

    @classmethod
    async def from_custom_id(
        cls, _: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Press:
        return cls(match[0], item)

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        return bool(await interaction.client.admitted(interaction))

    async def callback(self, interaction: Interaction) -> None:
        await interaction.client.pressed(interaction, self.custom_id)
