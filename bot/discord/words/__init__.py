"""Every frame word of the bot, by language. Text from articles is never translated.

To add a language, add a module with a ``WORDS`` of the same keys and name it in ``TABLES``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.discord.words import en

TABLES: dict[str, Mapping[str, str]] = {"en": en.WORDS}

Say = Callable[..., str]
"""``say(key, **values)``: the words of one language."""


def t(locale: str | None, key: str, **values: Any) -> str:
    """The words for ``key`` in the language of ``locale`` ("en-US", "uk"), else in English.

    ``values`` are put in as they are: text from elsewhere has to be made safe before.
    """
    language = (locale or "en").partition("-")[0]
    words = TABLES.get(language, en.WORDS)
    return (words.get(key) or en.WORDS[key]).format(**values)


def speaker(locale: str | None) -> Say:
    """:func:`t` for one locale."""

    def say(key: str, **values: Any) -> str:
        return t(locale, key, **values)

    return say
