"""The real discord.py against the stand-in, with nothing of it touched."""

from __future__ import annotations

import asyncio
import os
import sys

import aiohttp
import discord
import pytest

from tests.loopback import (
    MANAGE_GUILD,
    ClientRefused,
    Loopback,
    Unanswered,
    running,
)
from tests.loopback.demo import Demo
from tests.loopback.gateway import HEARTBEAT, IDENTIFY, RESUME
from tests.loopback.running import leaked_tasks
from tests.loopback.world import VIEW

ORIGINAL = r"@original$"


def demo(world: Loopback, **kwargs: object) -> Demo:
    return Demo(**world.client_kwargs(), **kwargs)


async def test_an_answer_is_deferred_then_filled_in(discord_world: Loopback) -> None:
    async with running(discord_world, demo(discord_world)):
        asked = discord_world.person("alice").slash("ask", question="who won?")
        await asked.until(lambda handle: handle.acknowledged)
        assert asked.message is not None
        assert asked.message.loading
        await asked
        assert asked.text == "About who won?\nA quote"
        assert asked.message.buttons == ["Source", "Helpful", "Not helpful"]
        assert not asked.ephemeral
        assert asked.message.payload["interaction_metadata"]["user"]["username"] == "alice"
        assert asked.acknowledged_ms is not None
        assert asked.message.bodies[-1]["allowed_mentions"] == {"parse": []}


async def test_nothing_is_left_running(discord_world: Loopback) -> None:
    async with running(discord_world, demo(discord_world)):
        await discord_world.person("alice").slash("ask", question="who won?")
    await asyncio.sleep(0.05)
    assert not leaked_tasks()


async def test_buttons_and_forms_outlive_a_restart(discord_world: Loopback) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, demo(discord_world)):
        asked = await alice.slash("ask", question="who won?")
    async with running(discord_world, demo(discord_world)) as bot:
        thanked = await alice.press(asked.message, "Helpful")
        assert (thanked.text, thanked.ephemeral) == ("Thanks.", True)
        opened = await alice.press(asked.message, "Not helpful")
        with pytest.raises(ClientRefused):
            alice.submit(opened, detail="x" * 31)
        noted = await alice.submit(opened, detail="wrong date")
        assert noted.text == "Noted."
        assert bot.votes == [("alice", "up"), ("alice", "down"), ("alice", "wrong date")]


async def test_updates_change_the_message_itself(discord_world: Loopback) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, demo(discord_world)):
        opened = await alice.slash("pages")
        turned = await alice.press(opened.message, "Next")
        assert turned.message is opened.message
        assert opened.text == "Page 2"
        chosen = alice.select(opened.message, "B", custom_id="outlet")
        await chosen.until(lambda handle: handle.text == "Outlet B")
        with pytest.raises(ClientRefused):
            alice.select(opened.message, "C", custom_id="outlet")
        assert opened.ephemeral


async def test_autocomplete_offers_at_most_25(discord_world: Loopback) -> None:
    async with running(discord_world, demo(discord_world)):
        alice = discord_world.person("alice")
        typed = await alice.autocomplete("ask", "topic", question="abc", topic="topic 1")
        assert typed.choices == ["topic 1", *(f"topic 1{n}" for n in range(10))]
        assert len((await alice.autocomplete("ask", "topic")).choices) == 25


async def test_a_message_menu_carries_the_message(discord_world: Loopback) -> None:
    async with running(discord_world, demo(discord_world)):
        alice = discord_world.person("alice")
        asked = await alice.context_menu("Ask about this", alice.say("the strike"))
        assert "About the strike" in asked.text


async def test_every_place_and_both_installations(discord_world: Loopback) -> None:
    world = discord_world.world
    home, abroad = world.guilds[0], world.add_guild("Abroad", locale="de", installed=False)
    thread = home.add_thread(home.channels[0], "a story")
    alice = discord_world.person("alice", locale="uk")
    async with running(discord_world, demo(discord_world)) as bot:
        for where in (home.channels[0], thread, alice.dm, abroad.channels[0]):
            await alice.slash("ask", question="who won?", where=where)
        await alice.slash("ask", question="who won?", where=alice.dm, user_installed=True)
    assert bot.contexts == [
        (True, False, "uk", "en-US"),
        (True, False, "uk", "en-US"),
        (False, False, "uk", "None"),
        (False, True, "uk", "de"),
        (False, True, "uk", "None"),
    ]


async def test_the_client_refuses_and_a_forger_does_not(discord_world: Loopback) -> None:
    alice = discord_world.person("alice", permissions=0)
    chief = discord_world.person("chief", permissions=MANAGE_GUILD)
    async with running(discord_world, demo(discord_world)):
        with pytest.raises(ClientRefused):
            alice.slash("refresh")
        with pytest.raises(ClientRefused):
            chief.slash("refresh", where=chief.dm)
        with pytest.raises(ClientRefused):
            alice.slash("ask", question="x")
        assert (await alice.slash("refresh", forge=True)).text == "Not yours."
        done = await chief.slash("refresh")
        assert (done.text, done.ephemeral, done.followups) == ("Refreshed.", True, [])


async def test_forged_presses_reach_the_bot(discord_world: Loopback) -> None:
    alice, mallory = discord_world.person("alice"), discord_world.person("mallory")
    async with running(discord_world, demo(discord_world)) as bot:
        opened = await alice.slash("pages")
        with pytest.raises(ClientRefused):
            mallory.press(opened.message, "Next")
        await mallory.press(opened.message, "Next", forge=True)
        never_sent = mallory.press(opened.message, custom_id="vote:up:999", forge=True)
        stranger = discord_world.person("stranger").user
        button = {"type": 2, "style": 1, "label": "Mine", "custom_id": "vote:up:1"}
        row = {"type": 1, "components": [button]}
        other = alice.post(opened.channel, stranger, "theirs", [row], application_id="77")
        await mallory.press(other, "Mine")
        unopened = mallory.submit_forged("no such form")
        assert bot.votes == [("mallory", "up")]
        assert not never_sent.acknowledged
        assert not unopened.acknowledged


async def test_files_are_kept_and_their_addresses_filled_in(discord_world: Loopback) -> None:
    async with running(discord_world, demo(discord_world)):
        shown = (await discord_world.person("alice").slash("picture")).message
        assert shown is not None
        assert shown.files == {"days.png": b"\x89PNG"}
        assert shown.components[0]["items"][0]["media"]["url"].endswith("/days.png")


async def test_channels_and_direct_messages(discord_world: Loopback) -> None:
    alice, shy = discord_world.person("alice"), discord_world.person("shy")
    shy.user.accepts_dms = False
    async with running(discord_world, demo(discord_world)):
        await alice.slash("echo", text="hello")
        said = {m.channel: m.content for m in discord_world.world.messages.values()}
        assert said[alice.dm] == "hello"
        assert "HELLO" in [m.content for m in discord_world.world.messages.values()]
        assert (await shy.slash("echo", text="hello")).text == "It failed."
        assert shy.dm not in {m.channel for m in discord_world.world.messages.values()}


async def test_what_a_bot_fetches_is_there(discord_world: Loopback) -> None:
    bob = discord_world.person("bob").user
    async with running(discord_world, demo(discord_world)) as bot:
        guild, channel = bot.guilds[0], discord_world.world.general
        assert (await bot.fetch_guild(guild.id)).name == "Newsroom"
        assert (await guild.fetch_member(int(bob.id))).name == "bob"
        assert [role.name for role in await guild.fetch_roles()] == ["@everyone"]
        assert [c.name for c in await guild.fetch_channels()] == ["general"]
        assert str(await bot.fetch_channel(int(channel.id))) == "general"
        assert len(await bot.tree.fetch_commands()) == 9
        assert (await bot.application_info()).owner.name == "owner"
        with pytest.raises(discord.NotFound):
            await bot.fetch_channel(1)


async def test_posting_needs_permission_and_presence(discord_world: Loopback) -> None:
    mute = discord_world.world.guilds[0].add_channel("mute", app_permissions=VIEW)
    hidden = discord_world.world.guilds[0].add_channel("hidden", app_permissions=0)
    async with running(discord_world, demo(discord_world)) as bot:
        for channel, code in ((mute, 50013), (hidden, 50001)):
            found = bot.get_channel(int(channel.id))
            assert isinstance(found, discord.TextChannel)
            with pytest.raises(discord.Forbidden) as refused:
                await found.send("hello")
            assert refused.value.code == code


async def test_menus_forms_and_threads(discord_world: Loopback) -> None:
    alice, bob = discord_world.person("alice"), discord_world.person("bob").user
    async with running(discord_world, demo(discord_world)):
        opened = await alice.slash("pages")
        form = await alice.select(opened.message, bob.id, custom_id="who")
        sent = alice.submit(form, kind=["B"], note="z")
        await sent.until(lambda handle: handle.followups)
        assert (sent.text, sent.followups[0].text) == ("bob B z", "more")
        threads = [c for c in discord_world.world.guilds[0].channels if c.parent]
        said = [m.text for m in discord_world.world.messages.values() if m.channel in threads]
        assert said == ["in a thread"]


async def test_subcommands_and_resolved_channels(discord_world: Loopback) -> None:
    async with running(discord_world, demo(discord_world)):
        shown = await discord_world.person("alice").slash(
            "settings show", channel=discord_world.world.general
        )
        assert shown.text == "of general"


async def test_five_follow_ups_where_a_person_installed_it(discord_world: Loopback) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, demo(discord_world)) as bot:
        free = await alice.slash("chatty")
        await free.until(lambda handle: len(handle.followups) == 6)
        bound = alice.slash("chatty", user_installed=True)
        await bound.until(lambda handle: handle.refusals)
        assert len(bound.followups) == 5
        assert bound.refusals[0].body["code"] == 40094  # type: ignore[index]
        await discord_world.expect(lambda: bot.errors)


async def test_a_blocked_loop_is_seen_to_miss_the_deadline(discord_world: Loopback) -> None:
    discord_world.deadline = 0.3
    async with running(discord_world, demo(discord_world)) as bot:
        asked = discord_world.person("alice").slash("block")
        with pytest.raises(Unanswered):
            await asked
        await asked.until(lambda handle: handle.refusals)
        assert asked.refusals[0].body["code"] == 10062  # type: ignore[index]
        await discord_world.until(lambda: len(bot.errors) == 2)
        assert asked.message is None


async def test_a_token_ends_and_takes_one_response(discord_world: Loopback) -> None:
    discord_world.token_life = 0.0
    async with running(discord_world, demo(discord_world)):
        asked = discord_world.person("alice").slash("ask", question="who won?")
        await asked.until(lambda handle: handle.refusals)
        assert asked.refusals[0].body["code"] == 50027  # type: ignore[index]
    async with aiohttp.ClientSession(connector=discord_world.client_kwargs()["connector"]) as http:
        url = f"https://discord.com/api/v10/interactions/{asked.id}/{asked.token}/callback"
        async with http.post(url, json={"type": 5}) as again:
            assert (await again.json())["code"] == 40060


async def test_rate_limits_are_waited_for(discord_world: Loopback) -> None:
    discord_world.faults.rate_limit("PATCH", ORIGINAL, retry_after=0.1, times=2)
    async with running(discord_world, demo(discord_world)):
        await discord_world.person("alice").slash("ask", question="who won?")
        found = discord_world.rest.seen("PATCH", ORIGINAL)
        assert [request.status for request in found] == [429, 429, 200]
        assert found[-1].at - found[0].at >= 0.2


async def test_a_ban_is_not_retried(discord_world: Loopback) -> None:
    async with running(discord_world, demo(discord_world)) as bot:
        discord_world.faults.cloudflare_ban("PATCH", ORIGINAL)
        asked = await discord_world.person("alice").slash("ask", question="who won?")
        assert asked.text == "It failed."
        assert len(bot.errors) == 1
        assert discord_world.rest.invalid == 1


async def test_server_errors_slowness_and_resets(discord_world: Loopback) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, demo(discord_world)):
        discord_world.faults.server_error("PATCH", ORIGINAL)
        assert "who won" in (await alice.slash("ask", question="who won?")).text
        discord_world.faults.slow("PATCH", ORIGINAL, seconds=0.2)
        assert "who won" in (await alice.slash("ask", question="who won?")).text
        discord_world.faults.reset("PATCH", ORIGINAL)
        assert (await alice.slash("ask", question="who won?")).text == "It failed."


async def test_a_message_whose_answer_was_lost_is_known_by_its_nonce_and_posted_once(
    discord_world: Loopback,
) -> None:
    alice = discord_world.person("alice")
    async with running(discord_world, demo(discord_world)):
        discord_world.faults.server_error("POST", r"/channels/\d+/messages", after=True)
        assert (await alice.slash("echo", text="hello")).text == "Posted."
        said = [m.content for m in discord_world.world.messages.values()]
        assert (said.count("hello"), said.count("HELLO")) == (1, 1)  # in private, in public
        posts = [r for r in discord_world.rest.requests if r.method == "POST"]
        assert sum(r.path.endswith("/messages") for r in posts) == 3


async def test_a_reconnect_resumes_and_replays(discord_world: Loopback) -> None:
    gateway = discord_world.gateway
    alice = discord_world.person("alice")
    async with running(discord_world, demo(discord_world)):
        await discord_world.here(gateway.ask_to_reconnect())
        await discord_world.expect(lambda: gateway.count(RESUME) == 1)
        await alice.slash("ask", question="still there?")
        await discord_world.here(gateway.drop())
        missed_while_away = alice.slash("ask", question="and now?")
        await missed_while_away
        assert (gateway.count(IDENTIFY), gateway.count(RESUME)) == (1, 2)


async def test_an_invalid_session_identifies_afresh(discord_world: Loopback) -> None:
    gateway = discord_world.gateway
    async with running(discord_world, demo(discord_world)):
        await discord_world.here(gateway.invalidate())
        await discord_world.expect(lambda: gateway.count(IDENTIFY) == 2 and gateway.connected)
        await discord_world.here(gateway.forget_sessions())
        await discord_world.here(gateway.close(4000))
        await discord_world.expect(lambda: gateway.count(IDENTIFY) == 3 and gateway.connected)
        await discord_world.person("alice").slash("ask", question="still there?")


async def test_a_frozen_gateway_is_left_for_another(discord_world: Loopback) -> None:
    gateway = discord_world.gateway
    gateway.heartbeat_ms = 100
    async with running(discord_world, demo(discord_world, heartbeat_timeout=0.5)):
        await discord_world.expect(lambda: gateway.count(HEARTBEAT) >= 2)
        await discord_world.here(gateway.freeze())
        missed = discord_world.person("alice").slash("ask", question="hello?")
        await asyncio.sleep(0.8)
        await discord_world.here(gateway.thaw())
        await missed
        await discord_world.expect(lambda: gateway.connected and len(gateway.connections) > 1)
        await discord_world.person("alice").slash("ask", question="still there?")


async def test_servers_come_and_go(discord_world: Loopback) -> None:
    async with running(discord_world, demo(discord_world)) as bot:
        late = discord_world.world.add_guild("Late", installed=False)
        late.channels[0].app_permissions = discord_world.world.general.app_permissions
        await discord_world.here(discord_world.gateway.join(late))
        await discord_world.person("alice").slash("ask", question="yes?", where=late.channels[0])
        assert len(bot.guilds) == 2
        await discord_world.here(discord_world.gateway.leave(late))
        await discord_world.person("bob").slash("ask", question="yes?")
        assert len(bot.guilds) == 1


async def test_a_wrong_token_and_ungranted_intents(discord_world: Loopback) -> None:
    bot = demo(discord_world)
    async with bot:
        with pytest.raises(discord.LoginFailure):
            await bot.start("wrong")
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(discord_world, demo(discord_world, intents=discord.Intents.all())):
            pass


async def test_no_other_host_exists(discord_world: Loopback) -> None:
    async with aiohttp.ClientSession(connector=discord_world.client_kwargs()["connector"]) as http:
        with pytest.raises(Exception, match="not Discord's"):
            await http.get("https://news.example/")


async def test_an_outage_is_sat_out(discord_world: Loopback) -> None:
    gateway = discord_world.gateway
    async with running(discord_world, demo(discord_world)) as bot:
        await discord_world.here(gateway.refuse())
        await discord_world.here(gateway.drop())
        await discord_world.expect(lambda: gateway.turned_away)
        assert not bot.is_closed()
        away = discord_world.person("alice").slash("ask", question="anyone there?")
        await discord_world.here(gateway.refuse(refusing=False))
        await away


async def test_each_shard_has_its_own_servers(discord_world: Loopback) -> None:
    for number in range(5):
        discord_world.world.add_guild(f"Server {number}")

    class Sharded(Demo, discord.AutoShardedClient):
        pass

    bot = Sharded(**discord_world.client_kwargs(), shard_count=2)
    alice = discord_world.person("alice")
    async with running(discord_world, bot):
        assert len(bot.guilds) == 6
        for guild in discord_world.world.guilds:
            await alice.slash("ask", question="who won?", where=guild.channels[0])
        await alice.slash("ask", question="who won?", where=alice.dm)
    assert discord_world.gateway.count(IDENTIFY) == 2


async def test_a_child_process_finds_its_way_here(discord_world: Loopback) -> None:
    environment = {**os.environ, **discord_world.connector.environment()}
    environment["DISCORD_TOKEN"] = discord_world.token
    command = (sys.executable, "-m", "tests.loopback.demo")
    child = await asyncio.create_subprocess_exec(*command, env=environment)
    try:
        await discord_world.expect(lambda: discord_world.gateway.connected, 20)
        asked = await discord_world.person("alice").slash("ask", question="who won?")
        assert "who won?" in asked.text
    finally:
        child.terminate()
        await child.wait()
