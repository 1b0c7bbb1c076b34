"""The bot itself: what it needs of Discord, and what it opens before it says that it is ready."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.clock import now
from bot.config import Config
from bot.discord.asking import Ids
from bot.discord.authorisation import Interaction, Refused
from bot.discord.building import Builder
from bot.discord.button import Press
from bot.discord.engine import Engine
from bot.discord.errors import report
from bot.discord.figures import Figures
from bot.discord.health import Health
from bot.discord.limits import Limits
from bot.discord.press import admitted, completes, pressed
from bot.discord.sending import acknowledged
from bot.discord.state import State, beside
from bot.discord.sync import sync_if_changed
from bot.discord.translation import Words
from bot.discord.watching import Watching
from retrieval.errors import DatelineError, IndexMissing

_log = logging.getLogger(__name__)

COGS = (
    "bot.discord.cogs.ask",
    "bot.discord.cogs.latest",
    "bot.discord.cogs.timeline",
    "bot.discord.cogs.sources",
    "bot.discord.cogs.article",
    "bot.discord.cogs.menu",
    "bot.discord.cogs.settings",
    "bot.discord.cogs.privacy",
    "bot.discord.cogs.refresh",
    "bot.discord.cogs.follow",
    "bot.discord.cogs.digest",
)
"""Each is an extension of discord.py: a module with ``async def setup(bot)``."""

ORPHAN_SECONDS = 2.0
"""After so long an interaction that nothing has taken up is told so; Discord gives it 3 s."""


class Tree(app_commands.CommandTree[Any]):
    """All commands go through one check, and their errors to one place."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        if interaction.type is discord.InteractionType.autocomplete:
            return await completes(interaction.client, interaction)
        return await admitted(interaction.client, interaction)

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        await report(interaction.client, interaction, error)


class DatelineBot(commands.Bot):
    """Answers interactions; reads no message and needs no privileged intent."""

    ids: Ids

    def __init__(self, config: Config, **client_kwargs: Any) -> None:
        defaults: dict[str, Any] = {
            "command_prefix": (),
            "help_command": None,
            "intents": discord.Intents(guilds=True),
            "allowed_mentions": discord.AllowedMentions.none(),
            "chunk_guilds_at_startup": False,
            "member_cache_flags": discord.MemberCacheFlags.none(),
            "max_messages": None,
            "tree_cls": Tree,
            "allowed_installs": app_commands.AppInstallationType(guild=True, user=True),
            "allowed_contexts": app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
        }
        self.figures = Figures()
        defaults["http_trace"] = self.figures.trace()
        super().__init__(**(defaults | client_kwargs))
        self.config = config
        self.engine = Engine(config)
        self.state = State(beside(config.index_path))
        self.clock = now
        """What the time is; a test may say otherwise."""
        self.builder = Builder(config, lambda: self.clock())
        self.watching = Watching(config)
        self.health = Health(self)
        self.limits = Limits(
            user=config.discord.user_per_minute, guild=config.discord.guild_per_minute,
            overall=config.discord.overall_per_minute, clock=time.monotonic,
        )  # fmt: skip
        self.serving = True
        """False where the commands are to be registered and nothing else."""
        self.draining = False
        self.inflight: set[asyncio.Task[Any]] = set()
        self._watching: set[asyncio.Task[Any]] = set()

    async def setup_hook(self) -> None:
        await self.state.open()
        self.ids = Ids(await self.state.secret())
        await self.tree.set_translator(Words())
        for cog in COGS:
            await self.load_extension(cog)
        if not self.serving:
            return
        self.add_dynamic_items(Press)
        await self.engine.start()
        await self._warm()
        if self.config.discord.health_port:
            await self.health.start(self.config.discord.health_port)
        if self.config.discord.refresh:
            self.watching.start()
        if self.config.discord.sync:
            await sync_if_changed(self)

    async def _warm(self) -> None:
        try:
            await self.engine.warm()
        except IndexMissing:
            _log.info("there is no index yet: building it; questions are told so meanwhile")
            self.builder.start()
        except DatelineError as error:
            _log.error("the index can't be used: %s", error)

    async def admitted(self, interaction: Interaction) -> bool:
        """Whether an interaction may go on; says why where it may not."""
        return await admitted(self, interaction)

    async def pressed(self, interaction: Interaction, custom_id: str) -> None:
        """Does what a button says."""
        await pressed(self, interaction, custom_id)

    def track(self) -> None:
        """Notes the running task as one that answers an interaction, for the end to wait for."""
        task = asyncio.current_task()
        if task is not None:
            self.inflight.add(task)
            task.add_done_callback(self.inflight.discard)

    async def on_ready(self) -> None:
        _log.info("ready in %d server(s)", len(self.guilds))

    async def on_message(self, message: discord.Message, /) -> None:
        """Messages are none of the bot's business."""

    async def on_connect(self) -> None:
        self.health.linked(resumed=False)

    async def on_resumed(self) -> None:
        self.health.linked(resumed=True)

    async def on_disconnect(self) -> None:
        self.health.unlinked()

    async def on_interaction(self, interaction: Interaction) -> None:
        """Tells whoever used a button or modal that nothing knows any more."""
        if interaction.type not in (
            discord.InteractionType.component, discord.InteractionType.modal_submit,
        ):  # fmt: skip
            return
        watching = asyncio.current_task()
        assert watching is not None
        self._watching.add(watching)
        watching.add_done_callback(self._watching.discard)
        await asyncio.sleep(ORPHAN_SECONDS)
        if not acknowledged(interaction):
            modal = interaction.type is discord.InteractionType.modal_submit
            await report(self, interaction, Refused("refused.stale" if modal else "refused.forged"))

    async def close(self) -> None:
        if self.is_closed():
            return
        for watching in self._watching:
            watching.cancel()
        await super().close()
        await asyncio.gather(self.builder.close(), self.watching.close(), self.health.close())
        self.engine.close()
        await self.state.close()
