"""A small bot that uses every surface a real one would; the stand-in's own tests drive it."""

from __future__ import annotations

import asyncio
import os
import re
import time
from io import BytesIO
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from tests.loopback.connection import Connector

TOPICS = [f"topic {number}" for number in range(60)]


class Vote(ui.DynamicItem[ui.Button[Any]], template=r"vote:(?P<way>up|down):(?P<of>\d+)"):
    """A button that a restart does not kill: all it knows is in its custom_id."""

    def __init__(self, way: str, of: int) -> None:
        label = "Helpful" if way == "up" else "Not helpful"
        super().__init__(ui.Button(label=label, custom_id=f"vote:{way}:{of}"))
        self.way, self.of = way, of

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], __: ui.Item[Any], match: re.Match[str], /
    ) -> Vote:
        return cls(match["way"], int(match["of"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        interaction.client.votes.append((interaction.user.name, self.way))
        if self.way == "down":
            await interaction.response.send_modal(Why(self.of))
        else:
            await interaction.response.send_message("Thanks.", ephemeral=True)


class Why(ui.Modal, title="What was wrong?"):
    def __init__(self, of: int) -> None:
        super().__init__(custom_id=f"why:{of}")
        self.box: ui.TextInput[Any] = ui.TextInput(custom_id="detail", max_length=30)
        self.add_item(ui.Label(text="Detail", component=self.box))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        interaction.client.votes.append((interaction.user.name, self.box.value))
        await interaction.response.send_message("Noted.", ephemeral=True)


class Pages(ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="Next", custom_id="next")
    async def turn(self, interaction: discord.Interaction[Any], _: ui.Button[Any]) -> None:
        await interaction.response.edit_message(content="Page 2")

    @ui.select(custom_id="outlet", options=[discord.SelectOption(label=n) for n in "AB"])
    async def choose(self, interaction: discord.Interaction[Any], menu: ui.Select[Any]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content=f"Outlet {menu.values[0]}")


def answer_view(question: str, of: int) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    source: ui.Button[Any] = ui.Button(label="Source", url="https://news.example/a")
    text: ui.TextDisplay[Any] = ui.TextDisplay(f"About {question}")
    view.add_item(ui.Container(text, ui.Section("A quote", accessory=source)))
    view.add_item(ui.ActionRow(Vote("up", of), Vote("down", of)))
    return view


class Demo(commands.Bot):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            intents=kwargs.pop("intents", discord.Intents(guilds=True)),
            allowed_mentions=discord.AllowedMentions.none(),
            help_command=None,
            **kwargs,
        )
        self.votes: list[tuple[str, str]] = []
        self.errors: list[Exception] = []
        self.contexts: list[tuple[bool, bool, str, str]] = []
        self.tree.error(self.failed)

    async def setup_hook(self) -> None:
        everything: list[Any] = [ask, refresh, pages, picture, block, chatty, echo]
        for command in (*everything, settings, about):
            self.tree.add_command(command)
        self.add_dynamic_items(Vote)
        self.add_view(Pages())
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py waits 5 s here before each IDENTIFY but the first."""

    async def failed(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError
    ) -> None:
        self.errors.append(error)
        text = "Not yours." if isinstance(error, app_commands.CheckFailure) else "It failed."
        try:
            if interaction.response.is_done():
                await interaction.followup.send(text, ephemeral=True)
            else:
                await interaction.response.send_message(text, ephemeral=True)
        except discord.HTTPException as refused:
            self.errors.append(refused)


@app_commands.command(description="Ask about the coverage")
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def ask(
    interaction: discord.Interaction[Any],
    question: app_commands.Range[str, 3, 300],
    topic: str | None = None,  # noqa: ARG001
    private: bool = False,
) -> None:
    interaction.client.contexts.append(
        (
            interaction.is_guild_integration(),
            interaction.is_user_integration(),
            str(interaction.locale),
            str(interaction.guild_locale),
        )
    )
    await interaction.response.defer(thinking=True, ephemeral=private)
    await asyncio.sleep(0.01)
    await interaction.edit_original_response(view=answer_view(question, interaction.id))


@ask.autocomplete("topic")
async def topics(_: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=t, value=t) for t in TOPICS if current in t][:25]


@app_commands.command(description="Read again")
@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
@app_commands.checks.has_permissions(manage_guild=True)
async def refresh(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.defer(thinking=True, ephemeral=True)
    await interaction.followup.send("Refreshed.")


@app_commands.command(description="Pages")
async def pages(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.send_message("Page 1", view=Pages(), ephemeral=True)


@app_commands.command(description="A picture")
async def picture(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.defer(thinking=True)
    view = ui.LayoutView()
    outside = discord.MediaGalleryItem("https://news.example/a.png")
    view.add_item(ui.MediaGallery(discord.MediaGalleryItem("attachment://days.png"), outside))
    view.add_item(ui.File("attachment://days.png"))
    shown: ui.Thumbnail[Any] = ui.Thumbnail("https://news.example/a.png")
    view.add_item(ui.Section("Coverage a day", accessory=shown))
    file = discord.File(BytesIO(b"\x89PNG"), "days.png")
    await interaction.edit_original_response(view=view, attachments=[file])


@app_commands.command(description="A fault on purpose: blocks the loop before it answers")
async def block(interaction: discord.Interaction[Any]) -> None:
    time.sleep(float(os.environ.get("BLOCK_SECONDS", "0.6")))
    await interaction.response.send_message("late")


@app_commands.command(description="Follow-ups without end")
@app_commands.allowed_installs(guilds=True, users=True)
async def chatty(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.send_message("0")
    for number in range(1, 7):
        await interaction.followup.send(str(number))


@app_commands.command(description="Post into the channel, then write to the person")
async def echo(interaction: discord.Interaction[Any], text: str) -> None:
    await interaction.response.defer(thinking=True, ephemeral=True)
    assert isinstance(interaction.channel, discord.TextChannel | discord.Thread)
    posted = await interaction.channel.send(text)
    await posted.edit(content=text.upper())
    await interaction.user.send(text)
    await interaction.edit_original_response(content="Posted.")


settings = app_commands.Group(name="settings", description="Settings")


@settings.command(description="Show them")
async def show(interaction: discord.Interaction[Any], channel: discord.TextChannel) -> None:
    await interaction.response.send_message(f"of {channel.name}", ephemeral=True)


@app_commands.context_menu(name="Ask about this")
async def about(interaction: discord.Interaction[Any], message: discord.Message) -> None:
    await interaction.response.defer(thinking=True)
    view = answer_view(message.content, interaction.id)
    await interaction.edit_original_response(view=view)


async def main() -> None:
    """As a child process: the way to the stand-in and the token come from the environment."""
    async with Demo(**Connector.from_environment().client_kwargs()) as bot:
        await bot.start(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    discord.utils.setup_logging()
    asyncio.run(main())
