"""Sends each channel's digest when its time has come. One step is :meth:`Reporter.tick`."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.discord import digests
from bot.discord.daily import latest
from bot.discord.delivery import SOON, Later, Unreachable, deliver, nonce
from bot.discord.digests import Digest
from bot.discord.news import Story, new_stories
from bot.discord.render.digest import digest_view
from bot.discord.telling import UNWELL
from bot.discord.words import speaker
from retrieval.errors import DatelineError
from retrieval.scope import Scope

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

_log = logging.getLogger(__name__)

LANE = "digests"

TOO_LATE = timedelta(hours=6)
"""After which a digest that was missed is left out; its stories come with the next one."""

FIRST, REACH = timedelta(days=1), timedelta(days=3)
"""How far back the first digest of a channel reaches, and how far any."""


class Reporter:
    """Sends digests, one channel after the other."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot
        self._one = asyncio.Lock()
        self._recovered = False

    async def tick(self) -> None:
        """Sends whatever is due."""
        async with self._one:
            state, now = self.bot.state, self.bot.clock()
            if not self._recovered:
                if cut_off := await digests.recover(state, now):
                    _log.warning("%d digest(s) were cut off", cut_off)
                await digests.purge(state, now)
                self._recovered = True
            for digest in await digests.ready(state, now):
                if self.bot.draining:
                    return
                await self._reported(digest, now)

    async def now(self, channel: int, digest: Digest | None, outlets: tuple[str, ...]) -> (
        tuple[datetime, list[Story]]
    ):  # fmt: skip
        """What is new in a channel, noted as told at that time. Raises DatelineError."""
        async with self._one:
            at = self.bot.clock().replace(microsecond=0)
            since = _since(digest, at)
            topic = digest.topic if digest else None
            stories = await self._stories(channel, since, at, outlets, topic)
            if stories:
                await digests.begin(self.bot.state, channel, None, at, stories)
            return at, stories

    async def _reported(self, digest: Digest, now: datetime) -> None:
        at = now.replace(microsecond=0)
        try:
            found = await self.bot.state.settings(*digest.places)
            day, moment = latest(now, *digests.when(digest, found))
            if day.isoformat() <= digest.settled:
                return
            if now - moment >= TOO_LATE:
                await digests.settle(self.bot.state, digest.channel, day.isoformat(), reached=False)
                return
            await self._report(digest, day.isoformat(), at, found)
        except (DatelineError, Later) as error:
            _log.warning("the digest of channel %d waits: %r", digest.channel, error)
            await digests.withdraw(self.bot.state, digest.channel, at, now + SOON)
        except Unreachable as error:
            await digests.withdraw(self.bot.state, digest.channel, at)
            words = "rests" if await digests.refused(self.bot.state, digest, now) else "was ended"
            _log.warning("the digest of channel %d %s: %s", digest.channel, words, error)
        except Exception:
            number = secrets.token_hex(4)
            _log.exception("error %s in the digest of channel %d", number, digest.channel)
            await digests.withdraw(self.bot.state, digest.channel, at, now + UNWELL)

    async def _report(
        self, digest: Digest, day: str, at: datetime, found: Mapping[str, Any]
    ) -> None:
        state, channel = self.bot.state, digest.channel
        outlets = tuple(str(outlet) for outlet in found.get("outlets", ()))
        since = _since(digest, at)
        stories = await self._stories(channel, since, at, outlets, digest.topic)
        if stories:
            await digests.begin(state, channel, day, at, stories)
            say = speaker(found.get("language") or digest.locale)
            view = digest_view(stories[: digests.PAGED], digest.topic, at, 0, self.bot.ids, say)
            about = nonce("digest", channel, day)
            await deliver(self.bot, view, about, user=0, channel=channel)
        await digests.settle(state, channel, day, reached=bool(stories))
        await digests.purge(state, at)

    async def _stories(
        self, channel: int, since: datetime, until: datetime, outlets: tuple[str, ...],
        topic: str | None,
    ) -> list[Story]:  # fmt: skip
        told = await digests.known(self.bot.state, channel)
        scope = Scope(until, since, until, outlets)
        return await self.bot.engine.run(
            LANE, lambda index: new_stories(index, scope, topic=topic, known=told)
        )


def _since(digest: Digest | None, now: datetime) -> datetime:
    """From when on something is new: what was published before is not, though nobody told it."""
    return max(now - REACH, digest.made - FIRST) if digest else now - FIRST
