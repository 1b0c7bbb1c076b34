"""The frame words in every language: complete, within Discord's limits, and counted rightly."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.discord.asking import Token
from bot.discord.render.answer import answer_view
from bot.discord.render.settings import Panel, page_extra, panel_view
from bot.discord.safe import size
from bot.discord.translation import Words
from bot.discord.words import FORMS, LANGUAGES, TABLES, speaker, t
from bot.discord.words.names import NAMES
from tests.bot.discord.answers import ANSWERS, AS_OF, answered, asked
from tests.bot.discord.conftest import Make
from tests.bot.discord.test_render import IDS, walked, within_limits
from tests.bot.discord.test_safe import HOSTILE
from tests.loopback import Loopback, running

OTHERS = [language for language in TABLES if language != "en"]
NAME = re.compile(r"[-_'\w]{1,32}")


def fields(text: str) -> list[tuple[str, str]]:
    return [(name, spec or "") for _, name, spec, _ in string.Formatter().parse(text) if name]


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_all_that_english_says(language: str) -> None:
    words, english = TABLES[language], TABLES["en"]
    assert english.keys() == words.keys()
    for key, text in words.items():
        assert {n for n, _ in fields(text)} == {n for n, _ in fields(english[key])}, key


@pytest.mark.parametrize("language", TABLES)
def test_counted_words_have_all_their_forms(language: str) -> None:
    for key, text in TABLES[language].items():
        for _, spec in fields(text):
            assert not spec or len(spec.split("|")) == FORMS[language][0], key


@pytest.mark.parametrize("language", OTHERS)
def test_words_are_translated(language: str) -> None:
    same = {k for k, v in TABLES["en"].items() if v == TABLES[language][k]}
    wordless = {
        k for k in same if not re.search(r"[^\W\d_]", re.sub(r"\{.*?\}", "", TABLES["en"][k]))
    }
    assert same - wordless <= {"headline.said"}


@pytest.mark.parametrize(
    ("language", "counts"),
    [
        ("en", {0: "0 days", 1: "1 day", 2: "2 days", 21: "21 days"}),
        ("de", {0: "0 Tage", 1: "1 Tag", 2: "2 Tage"}),
        (
            "uk",
            {
                0: "0 днів", 1: "1 день", 2: "2 дні", 4: "4 дні", 5: "5 днів", 11: "11 днів",
                12: "12 днів", 14: "14 днів", 21: "21 день", 22: "22 дні", 111: "111 днів",
            },
        ),
        ("tr", {1: "1 gün", 5: "5 gün"}),
    ],
)  # fmt: skip
def test_a_number_takes_its_form(language: str, counts: dict[int, str]) -> None:
    for count, words in counts.items():
        assert words in t(language, "privacy.questions", days=count)


@pytest.mark.parametrize("language", TABLES)
@pytest.mark.parametrize("kind", ANSWERS)
async def test_every_answer_has_a_face_in_every_language(language: str, kind: str) -> None:
    answer = ANSWERS[kind]
    view = answer_view(answered(answer), asked(answer), IDS, speaker(language))
    shown = "\n".join(within_limits(view))
    assert language == "en" or answer.headline not in shown or kind == "answered"
    for english in (
        "Scheduled",
        "Passed",
        "Proposed",
        "No date is set",
        "Outlets differ",
        "under way",
    ):
        assert language == "en" or english not in shown


@pytest.mark.parametrize("language", TABLES)
@pytest.mark.parametrize("channel", [None, 2**62])
async def test_the_panel_of_settings_fits_in_every_language(
    language: str, channel: int | None
) -> None:
    outlets = tuple(f"{hostile} {n}" for n, hostile in enumerate(HOSTILE * 5))
    found = {
        "outlets": [*outlets, "gone" * 90], "roles": [2**62 + n for n in range(25)],
        "channels": [2**61 + n for n in range(25)], "language": "de", "private": True,
        "user_per_minute": 3, "digest_hour": 7, "digest_zone": "Europe/Kyiv",
    }  # fmt: skip
    gone = {"roles": 21, "channels": 1}
    panel = Panel(found, outlets, (10, 60), channel, 1, gone)
    token = Token("", AS_OF, extra=page_extra(1, channel))
    view = panel_view(panel, token, IDS, speaker(language))
    within_limits(view)
    for menu in walked(view.to_components()):
        for option in menu.get("options", ()):
            assert 1 <= size(option["label"]) <= 100
            assert len(option["value"]) <= 100
        assert len(menu.get("options", ())) <= 25
        assert size(menu.get("placeholder") or "") <= 150


def test_texts_stay_within_what_discord_takes() -> None:
    for language, words in TABLES.items():
        for key, text in words.items():
            limit = {"button": 80}.get(key.partition(".")[0], 4000)
            limit = (
                45 if re.search(r"\.label$|(down|up)\.title$|form_|settings\.more", key) else limit
            )
            limit = 150 if ".pick_" in key else limit
            longest = re.sub(r"\{most\}", "10000", text)
            assert len(longest) <= limit, (language, key)


async def test_commands_are_known_by_name_in_every_language(
    discord_world: Loopback, make: Make
) -> None:
    async with running(discord_world, make()) as bot:
        for payload in discord_world.world.commands[None]:
            for item in _named(payload):
                assert item["name"] in NAMES, item["name"]
                assert set(item["name_localizations"] or ()) == set(OTHERS), item["name"]
                if item.get("description"):
                    assert set(item["description_localizations"]) == set(OTHERS), item["name"]
                    assert all(len(d) <= 100 for d in item["description_localizations"].values())
            for language in OTHERS:
                for options in _siblings(payload):
                    names = [o["name_localizations"][language] for o in options]
                    assert len(names) == len(set(names)), names
        assert isinstance(bot.tree.translator, Words)


@pytest.mark.parametrize("language", OTHERS)
def test_a_command_is_named_in_a_sentence_as_people_see_it(language: str) -> None:
    for key, text in TABLES[language].items():
        for name in re.findall(r"(?<!\w)/([-\w]+)", text):
            assert name in {others[language] for others in NAMES.values()}, (key, name)


def test_names_are_such_as_discord_takes() -> None:
    for name, others in NAMES.items():
        assert set(others) == set(OTHERS), name
        for other in others.values():
            menu = name != name.lower()
            assert len(other) <= 32
            assert menu or (NAME.fullmatch(other) and other == other.lower()), other


def _named(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield item
    for option in item.get("options") or []:
        yield from _named(option)


def _siblings(item: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    options = item.get("options") or []
    yield options
    for option in options:
        yield from _siblings(option)


def test_every_language_has_a_name_of_its_own() -> None:
    assert LANGUAGES.keys() == TABLES.keys() == FORMS.keys()
    assert {discord.Locale("uk"), discord.Locale("tr"), discord.Locale("de")}
    assert issubclass(Words, app_commands.Translator)
