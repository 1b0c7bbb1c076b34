"""Every frame word of the bot, by language. Text from articles is never translated.

To add a language, add a module with a ``WORDS`` of the same keys and name it in ``TABLES``, and
what commands are called in it to :mod:`bot.discord.words.names`.

A word that goes with a number is written with its forms: ``{count} {count:Artikel|Artikel}``. How
many there are, and which one a number takes, is in ``FORMS``.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from typing import Any

from bot.discord.words import de, en, tr, uk

TABLES: dict[str, Mapping[str, str]] = {
    "en": en.WORDS, "uk": uk.WORDS, "tr": tr.WORDS, "de": de.WORDS,
}  # fmt: skip

LANGUAGES = {"en": "English", "uk": "Українська", "tr": "Türkçe", "de": "Deutsch"}
"""What each language calls itself."""


def _one_or_many(n: int) -> int:
    return int(n != 1)


def _never(_: int) -> int:
    return 0


def _one_few_many(n: int) -> int:
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2


FORMS: dict[str, tuple[int, Callable[[int], int]]] = {
    "en": (2, _one_or_many), "uk": (3, _one_few_many), "tr": (1, _never), "de": (2, _one_or_many),
}  # fmt: skip
"""How many forms a counted word has, and which one a whole number takes (the rules of CLDR)."""

Say = Callable[..., str]
"""``say(key, **values)``: the words of one language."""


class _Filler(string.Formatter):
    """``str.format``, where a format with ``|`` chooses between the forms of a counted word."""

    def __init__(self, language: str) -> None:
        self._form = FORMS[language][1]

    def format_field(self, value: Any, format_spec: str) -> Any:
        if "|" not in format_spec:
            return super().format_field(value, format_spec)
        forms = format_spec.split("|")
        return forms[self._form(abs(value))] if isinstance(value, int) else forms[-1]


_FILLERS = {language: _Filler(language) for language in TABLES}


def language_of(locale: str | None) -> str:
    """The language of ``locale`` ("en-US", "uk") among ours; English where we have it not."""
    language = (locale or "en").partition("-")[0]
    return language if language in TABLES else "en"


def t(locale: str | None, key: str, **values: Any) -> str:
    """The words for ``key`` in the language of ``locale`` ("en-US", "uk"), else in English.

    ``values`` are put in as they are: text from elsewhere has to be made safe before.
    """
    language = language_of(locale)
    words = TABLES[language].get(key)
    if words is None:
        language, words = "en", en.WORDS[key]
    return _FILLERS[language].vformat(words, (), values)


def speaker(locale: str | None) -> Say:
    """:func:`t` for one locale."""

    def say(key: str, **values: Any) -> str:
        return t(locale, key, **values)

    return say
