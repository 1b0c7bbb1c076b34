"""/latest, /timeline, /sources, /article and "Ask about this", through a Discord on loopback."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.discord.client import DatelineBot
from bot.ledger import beside
from tests.bot.discord.conftest import Make
from tests.bot.discord.paper import SECRET, print_paper
from tests.loopback import Loopback, running

TALKS = "Istanbul talks"


@pytest.fixture(scope="session")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return print_paper(tmp_path_factory.mktemp("paper"))


@pytest.fixture
def printed(make: Make, paper: Path) -> Make:
    """Makes bots over the paper instead of the demo coverage."""

    def made(*args: Any, **kwargs: Any) -> DatelineBot:
        bot = make(*args, **kwargs)
        shutil.copy(paper, bot.config.index_path)
        return bot

    return made


def place(discord_world: Loopback, where: str) -> Any:
    world = discord_world.world
    return {
        "server": lambda: world.general,
        "thread": lambda: world.guilds[0].add_thread(world.general, "talks"),
        "dm": lambda: discord_world.person("alice").dm,
        "brought": lambda: world.add_guild("Elsewhere", installed=False).add_channel("general"),
    }[where]()


async def limit_to(bot: DatelineBot, discord_world: Loopback, *outlets: str) -> None:
    guild = discord_world.world.guilds[0]
    await bot.state.set_setting(f"guild:{guild.id}", "outlets", list(outlets))


@pytest.mark.parametrize("where", ["server", "thread", "dm", "brought"])
async def test_each_command_answers_wherever_it_is_used(
    discord_world: Loopback, make: Make, where: str
) -> None:
    alice, channel = discord_world.person("alice"), place(discord_world, where)
    async with running(discord_world, make()):
        latest = await alice.slash("latest", where=channel)
        assert "Newest coverage, 1 to 7 of" in latest.text
        timeline = await alice.slash("timeline", where=channel, topic=TALKS)
        assert "Timeline, 1 to 5 of" in timeline.text
        sources = await alice.slash("sources", where=channel)
        assert "🟢 **Dateline demo**" in sources.text
        typed = await alice.autocomplete("article", "title", where=channel, title="eighth exch")
        assert typed.callback is not None
        (choice,) = typed.callback["data"]["choices"]
        article = await alice.slash("article", where=channel, title=choice["value"])
        assert (
            "**Russia and Ukraine carry out eighth exchange since Istanbul talks**" in article.text
        )
        said = alice.say("Hm. When is the second round of talks?", where=channel)
        asked = await alice.context_menu("Ask about this", said, user_installed=where == "brought")
        assert asked.ephemeral
        assert "> When is the second round of talks?" in asked.text
        for handle in (latest, timeline, sources, article):
            assert not handle.ephemeral
            assert handle.message is not None
            assert handle.message.bodies[-1]["allowed_mentions"] == {"parse": []}


async def test_pages_turn_after_a_restart(discord_world: Loopback, make: Make) -> None:
    alice, bob = discord_world.person("alice"), discord_world.person("bob")
    async with running(discord_world, make()):
        latest = await alice.slash("latest")
        topic = await alice.slash("latest", topic="prisoner exchange")
        outlet = await alice.slash("latest", outlet="ukrainska pravda")
        timeline = await alice.slash("timeline", topic=TALKS, since="2025-05-15")
    async with running(discord_world, make()):
        for handle, words in (
            (latest, "Newest coverage, 8 to 14 of"), (topic, "Newest coverage of this, 8 to 14"),
            (timeline, "Timeline, 6 to 10 of"),
        ):  # fmt: skip
            await (await bob.press(handle.message, "Next")).until(
                lambda _, h=handle, w=words: w in h.text
            )
        assert "> prisoner exchange" in topic.text
        assert "only Ukrainska Pravda" in outlet.text
        assert outlet.text.count("-# Ukrainska Pravda") == 7
        assert "events since <t:1747310400:D>" in timeline.text
        await (await bob.press(latest.message, "Previous")).until(lambda _: "1 to 7" in latest.text)


async def test_a_timeline_tells_what_was_moved_and_shows_a_picture_first(
    discord_world: Loopback, make: Make
) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make()):
        shown = await alice.slash("timeline", topic=TALKS)
        assert "the coverage does not say that it took place" in shown.text
        message = shown.message
        assert message is not None
        (picture,) = message.payload["attachments"]
        assert picture["filename"] == "timeline.png"
        gallery = next(c for c in message.components[0]["components"] if c["type"] == 12)
        assert "Marked days: [2] 2025-05-11 happened" in gallery["items"][0]["description"]
        await (await alice.press(message, "Next")).until(lambda _: "6 to 10" in shown.text)
        assert "**<t:1747310400:D>** · moved to <t:1747396800:D>" in shown.text
        assert message.payload["attachments"] == []
        assert not [c for c in message.components[0]["components"] if c["type"] == 12]
        await (await alice.press(message, "Previous")).until(lambda _: "1 to 5" in shown.text)
        assert len(message.payload["attachments"]) == 1


async def test_without_matplotlib_a_timeline_has_no_picture(
    discord_world: Loopback, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "matplotlib.figure", None)
    async with running(discord_world, make()):
        shown = await discord_world.person("alice").slash("timeline", topic=TALKS)
        assert "Timeline, 1 to 5 of" in shown.text
        assert shown.message is not None
        assert shown.message.payload["attachments"] == []


async def test_what_nothing_is_said_of_is_said(discord_world: Loopback, make: Make) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make()):
        nothing = await alice.slash("timeline", topic="curling world championship")
        assert "The coverage dates nothing of this." in nothing.text
        nothing = await alice.slash("latest", topic="curling world championship")
        assert "There is no coverage of this." in nothing.text
        refused = await alice.slash("article", title="curling world championship")
        assert (refused.ephemeral, "no such article" in refused.text) == (True, True)
        refused = await alice.slash("timeline", topic=TALKS, since="2025-06-01", until="2025-05-01")
        assert "nothing lies between" in refused.text


async def test_one_story_in_several_outlets_is_one_line(
    discord_world: Loopback, printed: Make
) -> None:
    async with running(discord_world, printed()):
        latest = await discord_world.person("alice").slash("latest")
        assert latest.text.count("dredg") == 1
        assert "-# Port Gazette, <t:1740052800:D> (<t:1740052800:R>) · also in Island Times" in (
            latest.text
        )  # fmt: skip


async def test_an_article_shows_its_versions_and_pages(
    discord_world: Loopback, printed: Make
) -> None:
    alice, bob = discord_world.person("alice"), discord_world.person("bob")
    async with running(discord_world, printed()):
        article = await alice.slash("article", title="harbour wall vote put off")
        assert (
            "Published <t:1740225600:D> (<t:1740225600:R>) — as the outlet states" in article.text
        )
        assert "version 2, since <t:1740646800:f>" in article.text
        long = await alice.slash("article", title="regatta")
        assert "page 1 of 4" in long.text
        copied = await alice.slash("article", title="Harbour is dredged")
        assert "-# also in Island Times" in copied.text
    async with running(discord_world, printed()):
        await (await bob.press(article.message, "Next")).until(
            lambda _: "**v2**, since" in article.text
        )
        assert "“Friday, 28 February” → “Tuesday, 4 March”" in article.text
        assert "“4 million” → “5 million”" in article.text
        assert "“Harbour wall put to the vote” → “Harbour wall vote put off”" in article.text
        await (await bob.press(long.message, "Next")).until(lambda _: "page 2 of 4" in long.text)


async def test_sources_say_who_fails_and_never_where_they_lie(
    discord_world: Loopback, printed: Make
) -> None:
    async with running(discord_world, printed()) as bot:
        sources = await discord_world.person("alice").slash("sources")
        assert "🔴 **Archive**" in sources.text
        assert "attempts in vain: 2 — it is no longer where it was" in sources.text
        assert "🟢 **Wire**\n-# a file of articles · articles: 4" in sources.text
        assert SECRET not in sources.text
        assert "secret-newsroom" not in str(sources.message and sources.message.payload)
        await limit_to(bot, discord_world, "Quay News")
        sources = await discord_world.person("alice").slash("sources")
        assert "Articles: 1 · outlets: 1" in sources.text
        assert "Archive" not in sources.text
        assert "Port Gazette" not in sources.text


async def test_a_servers_outlets_are_all_that_can_be_seen(
    discord_world: Loopback, printed: Make
) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, printed()) as bot:
        free = await alice.slash("article", title="Harbour is dredged")
        typed = await alice.autocomplete("article", "title", title="harbour")
        assert typed.callback is not None
        key = next(c["value"] for c in typed.callback["data"]["choices"] if "dredged" in c["name"])
        paged = await alice.slash("article", title="regatta")
        await limit_to(bot, discord_world, "Island Times")
        assert (await alice.autocomplete("article", "title", title="")).choices == [
            "Dredging decided · Island Times, 2025-02-21"
        ]
        assert (await alice.autocomplete("latest", "outlet", outlet="")).choices == ["Island Times"]
        for title in (key, "Harbour is dredged"):
            assert "no such article" in (await alice.slash("article", title=title)).text
        refused = await (await alice.press(paged.message, "Next")).until(lambda h: h.followups)
        assert "no such article" in refused.followups[0].text
        for handle in (
            await alice.slash("latest"), await alice.slash("latest", topic="harbour"),
            await alice.slash("timeline", topic="harbour"), await alice.slash("sources"),
            await alice.slash("article", title="Dredging decided"),
        ):  # fmt: skip
            assert "Port Gazette" not in handle.text
            assert "Quay" not in handle.text
        assert "Port Gazette" in free.text
        refused = await alice.slash("latest", outlet="Port Gazette")
        assert "does not answer from that outlet" in refused.text
        # In private the server's choice does not hold.
        assert "Quay News" in (await alice.slash("latest", where=alice.dm)).text


async def test_who_may_not_ask_sees_nothing(discord_world: Loopback, make: Make) -> None:
    guild = discord_world.world.guilds[0]
    alice = discord_world.person("alice")
    async with running(discord_world, make()) as bot:
        latest = await alice.slash("latest")
        await bot.state.set_setting(f"guild:{guild.id}", "roles", [1])
        for name, options in (
            ("latest", {}), ("timeline", {"topic": TALKS}), ("sources", {}),
            ("article", {"title": "eighth"}),
        ):  # fmt: skip
            refused = await alice.slash(name, **options)
            assert (refused.ephemeral, "may not ask" in refused.text) == (True, True)
        assert "may not ask" in (await alice.press(latest.message, "Next")).text
        assert (await alice.autocomplete("article", "title", title="round")).choices == []
        message = alice.say("When is the second round?")
        assert "may not ask" in (await alice.context_menu("Ask about this", message)).text


async def test_a_place_may_be_private_by_default(discord_world: Loopback, make: Make) -> None:
    guild = discord_world.world.guilds[0]
    alice = discord_world.person("alice")
    async with running(discord_world, make()) as bot:
        await bot.state.set_setting(f"guild:{guild.id}", "private", True)
        for name, options in (
            ("latest", {}), ("timeline", {"topic": TALKS}), ("sources", {}),
            ("article", {"title": "eighth"}),
        ):  # fmt: skip
            assert (await alice.slash(name, **options)).ephemeral
            assert not (await alice.slash(name, private=False, **options)).ephemeral


async def test_titles_cannot_do_anything(discord_world: Loopback, printed: Make) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, printed()):
        typed = await alice.autocomplete("article", "title", title="prize")
        assert typed.choices == [
            "everyone free prize evil.example 123 x big · Odd 9 Courier, 2025-02-24"
        ]
        assert typed.callback is not None
        key = typed.callback["data"]["choices"][0]["value"]
        for handle in (
            await alice.slash("article", title=key), await alice.slash("latest", topic="crane"),
            await alice.slash("timeline", topic="harbour crane sale"),
        ):  # fmt: skip
            assert "crane" in handle.text or "prize" in handle.text
            for live in ("@everyone", "<@123>", "[prize](", "**free**", "https://evil", "<@9>"):
                assert live not in handle.text


@pytest.mark.parametrize("text", ["", "<@123> <:smile:1>", "https://news.example/a", "🎉"])
async def test_a_message_without_words_is_refused(
    discord_world: Loopback, make: Make, text: str
) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make()):
        refused = await alice.context_menu("Ask about this", alice.say(text))
        assert (refused.ephemeral, "no words" in refused.text) == (True, True)


async def test_messages_of_bots_are_asked_about_but_not_its_own(
    discord_world: Loopback, make: Make
) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make()):
        other = alice.post(
            discord_world.world.general, discord_world.person("newsbot").user,
            "**Talks:** the second round is to be held in Istanbul.",
        )  # fmt: skip
        asked = await alice.context_menu("Ask about this", other)
        assert "> Talks: the second round is to be held in Istanbul." in asked.text
        latest = await alice.slash("latest")
        assert latest.message is not None
        refused = await alice.context_menu("Ask about this", latest.message)
        assert "one of my own" in refused.text


async def test_nothing_of_a_message_is_kept_whatever_is_configured(
    discord_world: Loopback, make: Make
) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, make("\n[privacy]\nkeep_questions = true\n")) as bot:
        message = alice.say("Who won the world cup in curling, and was it Zanzibar?")
        asked = await alice.context_menu("Ask about this", message)
        assert "nothing on this" in asked.text
        assert "Nothing is stored" in (await alice.press(asked.message, "👍")).text
        form = await alice.press(asked.message, "Follow up")
        await alice.submit(form, question="And in Atlantis?")
    kept = beside(bot.config.index_path)
    assert not kept.exists() or b"curling" not in kept.read_bytes()
    files = bot.state.path.parent.glob(f"{bot.state.path.name}*")
    assert b"curling" not in b"".join(file.read_bytes() for file in files)
