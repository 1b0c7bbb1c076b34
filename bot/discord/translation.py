"""Commands in the language of whoever sees them, through discord.py's Translator."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import TranslationContextTypes, locale_str

from bot.discord.words import TABLES
from bot.discord.words.names import NAMES


class Words(app_commands.Translator):
    """Names by what they are in English; all else by the key that goes with it."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, _: TranslationContextTypes, /
    ) -> str | None:
        language = locale.value.partition("-")[0]
        if language == "en" or language not in TABLES:
            return None
        key = string.extras.get("key")
        if key is not None:
            return TABLES[language].get(key)
        return NAMES.get(string.message, {}).get(language)
