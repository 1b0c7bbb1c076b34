"""What the guard refuses: each rule with one body that breaks it and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest

from tests.loopback import Loopback, running
from tests.loopback.components import component_errors
from tests.loopback.demo import Demo
from tests.loopback.faults import ApiError
from tests.loopback.guard import Guard
from tests.loopback.limits import command_errors, message_errors, modal_errors
from tests.loopback.messages import V2, Upload, blank, merged
from tests.loopback.world import Channel, Json, User

Body = dict[str, Any]


def judged(
    body: Body, uploads: list[Upload] | None = None, before: Body | None = None
) -> list[str]:
    start = blank(Channel("general"), User("bot", bot=True))
    if before:
        start = merged(start, before, [], edit=False)
    payload = merged(start, body, uploads or [], edit=before is not None)
    return message_errors(payload, body, uploads or [])


def text(content: str) -> Json:
    return {"type": 10, "content": content}


def button(**changes: Any) -> Json:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": "go", **changes}


def row(*components: Json) -> Json:
    return {"type": 1, "components": list(components)}


def field(name: str = "a", value: str = "b") -> Body:
    return {"embeds": [{"title": "t", "fields": [{"name": name, "value": value}]}]}


def v2(*components: Json, **more: Any) -> Body:
    return {"flags": V2, "components": list(components), **more}


LINK = {"type": 2, "style": 5, "label": "Source", "url": "https://news.example/a"}
PICTURE = {"type": 12, "items": [{"media": {"url": "attachment://days.png"}}]}
LONG = [{"description": "x" * 3500}, {"description": "x" * 2501}]
CHOICES = [{"label": "A", "value": "a"}]
MENU = {"type": 3, "custom_id": "m", "options": CHOICES}


@pytest.mark.parametrize(
    "body",
    [
        {"content": "hello"},
        {"embeds": [{"title": "t", "url": "https://news.example"}]},
        field(),
        {"content": "x", "components": [row(button(), LINK), row(MENU)]},
        v2(text("x"), {"type": 17, "components": [text("y"), row(button())]}),
        v2({"type": 9, "components": [text("x")], "accessory": LINK}),
    ],
)
def test_right_bodies_pass(body: Body) -> None:
    assert judged(body) == []


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({}, "empty message"),
        ({"content": " \n"}, "empty message"),
        ({"content": "x" * 2001}, "limit is 2000"),
        ({"embeds": LONG}, "limit is 6000"),
        ({"embeds": [{}]}, "empty embed"),
        ({"embeds": [{"title": "x" * 257}]}, "limit is 256"),
        ({"embeds": [{"description": "x" * 4097}]}, "limit is 4096"),
        ({"embeds": [{"title": "x"}] * 11}, "limit is 10"),
        ({"embeds": [{"title": "t", "url": "javascript:alert(1)"}]}, "no http link"),
        ({"embeds": [{"title": "t", "image": {"url": "ftp://x/y"}}]}, "no http link"),
        (field(value=" "), "empty field"),
        (field(name=""), "empty field"),
        (field(value="x" * 1025), "limit is 1024"),
        ({"embeds": [{"fields": [{"name": "a", "value": "b"}] * 26}]}, "limit is 25"),
        (v2(text("x"), content="y"), "forbids content"),
        (v2(text("x"), embeds=[{"title": "y"}]), "forbids content"),
        (v2(*[text("x")] * 41), "limit is 40"),
        (v2(text("x" * 2001), text("y" * 2000)), "limit is 4000"),
        (v2(text(" ")), "says nothing"),
        (v2({"type": 17, "components": []}), "empty container"),
        (v2(button()), "may not stand here"),
        (v2({"type": 17, "components": [{"type": 17, "components": [text("x")]}]}), "stand here"),
        (v2({"type": 9, "components": [text("x")]}), "beside it"),
        (v2({"type": 9, "components": [text("x")] * 4, "accessory": LINK}), "1 to 3 texts"),
        (v2(PICTURE), "not among the files"),
        ({"components": [text("x")]}, "need the IS_COMPONENTS_V2 flag"),
        ({"components": [row(button(custom_id=str(n))) for n in range(6)]}, "limit is 5"),
        ({"components": [row(button(), button())]}, "duplicate custom_id"),
        ({"components": [row(*(button(custom_id=str(n)) for n in range(6)))]}, "1 to 5 buttons"),
        ({"components": [row()]}, "1 to 5 buttons"),
        ({"components": [row(button(custom_id=""))]}, "no custom_id"),
        ({"components": [row(button(custom_id="x" * 101))]}, "limit is 100"),
        ({"components": [row(button(label=""))]}, "neither label nor emoji"),
        ({"components": [row(button(label="x" * 81))]}, "limit is 80"),
        ({"components": [row(button(url="https://x.example"))]}, "only a link"),
        ({"components": [row({**LINK, "url": "javascript:alert(1)"})]}, "no http link"),
        ({"components": [row({**LINK, "url": "https://x/" + "y" * 512})]}, "limit is 512"),
        ({"components": [row({**LINK, "custom_id": "x"})]}, "has no custom_id"),
        ({"components": [row({**MENU, "options": []})]}, "not 1 to 25"),
        ({"components": [row({**MENU, "options": CHOICES * 2})]}, "same value twice"),
        ({"components": [row({**MENU, "max_values": 2})]}, "2 values of 1"),
        ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, "both"),
    ],
)
def test_wrong_bodies_are_refused(body: Body, why: str) -> None:
    errors = judged(body)
    assert errors
    assert all(why in error for error in errors), errors


def test_an_edit_is_judged_by_what_it_leaves() -> None:
    before = {"content": "x", "embeds": [{"title": "y"}]}
    assert judged({"content": None}, before=before) == []
    emptied = judged({"content": None, "embeds": []}, before=before)
    assert emptied == ["cannot send an empty message"]
    assert judged(v2(text("z")), before=before) == ["IS_COMPONENTS_V2 forbids content and embeds"]
    assert judged(v2(text("z"), content=None, embeds=[]), before=before) == []


def test_files_are_measured_and_found() -> None:
    small = Upload("0", "days.png", b"x")
    assert judged(v2(PICTURE), [small]) == []
    assert "bytes" in judged({}, [Upload("0", "big.png", b"x" * (10 << 20) + b"y")])[0]


def command(name: str = "ask", **changes: Any) -> Body:
    return {"name": name, "description": "Ask", "type": 1, **changes}


def option(name: str = "question", **changes: Any) -> Body:
    return {"name": name, "description": "What", "type": 3, **changes}


CHOICE = {"name": "a", "value": "a"}


@pytest.mark.parametrize("name", ["ask", "спитати", "sor-bakalım", "für_alle", "पूछो"])
def test_names_of_any_script_pass(name: str) -> None:
    assert command_errors([command(name)]) == []


@pytest.mark.parametrize(
    ("bodies", "why"),
    [
        ([command("Ask")], "no valid name"),
        ([command("two words")], "no valid name"),
        ([command("x" * 33)], "no valid name"),
        ([command(name_localizations={"uk": "Спитати"})], "no valid name"),
        ([command(description="")], "not 1 to 100"),
        ([command(description_localizations={"de": "x" * 101})], "not 1 to 100"),
        ([command(), command()], "twice"),
        ([command(f"n{n}") for n in range(101)], "limit is 100"),
        ([{"name": "Ask this", "type": 3, "description": "x"}], "no description"),
        ([command(options=[option("a"), option("b", required=True)])], "after an optional"),
        ([command(options=[option(), option()])], "twice"),
        ([command(options=[option(f"n{n}") for n in range(26)])], "limit is 25"),
        ([command(options=[option("Question")])], "no valid name"),
        ([command(options=[option(choices=[CHOICE], autocomplete=True)])], "exclude"),
        ([command(options=[option(choices=[{"name": "", "value": "a"}])])], "1 to 100"),
        ([command(options=[option(choices=[CHOICE, CHOICE])])], "twice"),
        ([command(options=[option(min_length=5, max_length=3)])], "above"),
    ],
)
def test_wrong_commands_are_refused(bodies: list[Body], why: str) -> None:
    errors = command_errors(bodies)
    assert errors
    assert all(why in error for error in errors), errors


def label(**changes: Any) -> Json:
    box = {"type": 4, "custom_id": "detail", "style": 1, **changes}
    return {"type": 18, "label": "Detail", "component": box}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"title": "", "custom_id": "a", "components": [label()]}, "title"),
        ({"title": "x" * 46, "custom_id": "a", "components": [label()]}, "title"),
        ({"title": "x", "custom_id": "x" * 101, "components": [label()]}, "custom_id"),
        ({"title": "x", "custom_id": "a", "components": []}, "1 to 5"),
        ({"title": "x", "custom_id": "a", "components": [label(), label()]}, "duplicate"),
        ({"title": "x", "custom_id": "a", "components": [label(max_length=4001)]}, "4001"),
        ({"title": "x", "custom_id": "a", "components": [button()]}, "stand here"),
    ],
)
def test_wrong_forms_are_refused(body: Body, why: str) -> None:
    errors = modal_errors(body)
    assert errors
    assert all(why in error for error in errors), errors
    right = {"title": "Why", "custom_id": "a", "components": [label()]}
    assert modal_errors(right) == []


@pytest.mark.parametrize(
    "choices",
    [[CHOICE] * 26, [{"name": "x" * 101, "value": "a"}], [{"name": "x", "value": ""}]],
)
def test_wrong_choices_are_refused_and_kept(choices: list[Body]) -> None:
    guard = Guard()
    with pytest.raises(ApiError):
        guard.callback(4, 8, {8}, {"choices": choices})
    assert guard.violations


def test_a_callback_that_does_not_fit_is_refused() -> None:
    guard = Guard()
    with pytest.raises(ApiError):
        guard.callback(4, 5, {8}, {})
    assert guard.take() == ["callback type 5 does not fit an interaction of type 4"]
    assert not guard.violations


def test_every_component_has_its_place() -> None:
    assert component_errors([label()]) == ["components: component type 18 may not stand here"]


async def test_a_bot_is_told_and_the_test_is_too(discord_world: Loopback) -> None:
    async with running(discord_world, Demo(**discord_world.client_kwargs())) as bot:
        channel = bot.get_channel(int(discord_world.world.general.id))
        assert isinstance(channel, discord.TextChannel)
        with pytest.raises(discord.HTTPException, match="empty message") as refused:
            await channel.send("")
        assert (refused.value.status, refused.value.code) == (400, 50006)
        with pytest.raises(discord.HTTPException, match="6000"):
            await channel.send(embeds=[discord.Embed(description="x" * 3001) for _ in "12"])
    assert len(discord_world.guard.take()) == 2
    assert not discord_world.world.messages


def test_the_document_of_discord_is_asked_too(openapi: Path | None) -> None:
    if openapi is None:
        pytest.skip("Discord's OpenAPI document is not at hand")
    guard = Guard(openapi)
    path = "/channels/123456789012345678/messages"
    guard.request("POST", path, {"content": "x"})
    for wrong in ({"content": 7}, {"contents": "x"}, {"embeds": [{"title": "x" * 257}]}):
        with pytest.raises(ApiError):
            guard.request("POST", path, wrong)
    guard.answer("POST", path, 200, {"id": "x"})
    assert guard.take()[-1].startswith("stand-in: ")
    with pytest.raises(ApiError):
        guard.request("POST", "/channels/1/no-such-thing", {})
