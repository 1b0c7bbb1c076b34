"""Looks at what is followed, and tells what has changed. One step is :meth:`Teller.tick`."""

from __future__ import annotations

import asyncio
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.discord import follows
from bot.discord.asking import Asked, this_minute
from bot.discord.changes import Kind, Told, change, told
from bot.discord.delivery import SOON, Later, Unreachable, deliver, nonce
from bot.discord.engine import Answered, Busy, Late
from bot.discord.follows import Follow
from bot.discord.render.following import changed_view
from bot.discord.words import Say, speaker
from retrieval.errors import DatelineError
from retrieval.index import Index

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

_log = logging.getLogger(__name__)

LANE = "follows"

SETTLING, LONGEST_SETTLING = timedelta(minutes=1), timedelta(minutes=10)
"""An index that is being written may pass through answers that nobody should be told of: it is
looked at when it stayed the same for so long, or has gone on changing for the longer of the two.
"""

PATIENCE = 30.0
"""Seconds that a look waits for the people who are waiting; then it takes its turn among them."""

UNWELL = timedelta(hours=1)
"""After which is tried again what failed by a mistake of ours."""


@dataclass(slots=True)
class _Settling:
    """Which state of the index may be looked at."""

    looked: str | None = None
    now: str | None = None
    since: datetime | None = None
    began: datetime | None = None

    def settled(self, generation: str, at: datetime) -> bool:
        """Whether ``generation``, seen ``at`` that time, may be looked at."""
        if self.looked is None or generation == self.looked:
            self.looked, self.began = generation, None
            return True
        if self.began is None:
            self.began = at
        if generation != self.now or self.since is None:
            self.now, self.since = generation, at
        if at - self.since < SETTLING and at - self.began < LONGEST_SETTLING:
            return False
        self.looked, self.began = generation, None
        return True


class Teller:
    """Tells of changes, one follow after the other."""

    def __init__(self, bot: DatelineBot) -> None:
        self.bot = bot
        self._one = asyncio.Lock()
        self._settling = _Settling()
        self._recovered = False

    async def tick(self) -> None:
        """Looks at whatever is due."""
        async with self._one:
            state, now = self.bot.state, self.bot.clock()
            if not self._recovered:
                if cut_off := await follows.recover(state, now):
                    _log.warning("%d message(s) to followers were cut off", cut_off)
                self._recovered = True
            try:
                generation = await self.bot.engine.run(LANE, lambda i: i.store.generation)
            except DatelineError:  # busy, or no index yet: questions are told so
                return
            if not self._settling.settled(generation, now):
                return
            for follow in await follows.due(state, generation, now):
                if self.bot.draining or not await self._looked(follow):
                    return

    async def _looked(self, follow: Follow) -> bool:
        """Looks at one; whether to go on with the next."""
        try:
            await self._look(follow)
        except (Busy, Late, Later) as error:
            _log.warning("follow %d waits: %r", follow.id, error)
            await follows.postpone(self.bot.state, follow, self.bot.clock() + SOON)
            return False
        except Exception:
            _log.exception("error %s in follow %d", secrets.token_hex(4), follow.id)
            await follows.postpone(self.bot.state, follow, self.bot.clock() + UNWELL)
        return True

    async def _look(self, follow: Follow) -> None:
        bot, now = self.bot, self.bot.clock()
        found = await bot.state.settings(*follow.places) if follow.places else {}
        here = {f"channel:{number}" for number in found.get("channels", ())}
        if here and not here & set(follow.places):
            await follows.postpone(bot.state, follow, now + UNWELL)
            return  # questions are not answered there at present
        outlets = tuple(str(outlet) for outlet in found.get("outlets", ()))
        asked = Asked(follow.question, this_minute(now), outlets=outlets)
        await self._quiet()
        answered = await bot.engine.ask(LANE, asked)
        current = told(answered.answer)
        kind = change(follow.told, current, follow.seen)
        if kind == "coverage" and await self._is_copy(follow, current):
            kind = None
        say = speaker(found.get("language") or follow.locale)
        if kind and not await self._tell(follow, asked, answered, current, kind, say):
            return
        reached = kind is not None
        await follows.checked(bot.state, follow, current, answered.generation, now, reached=reached)

    async def _tell(
        self, follow: Follow, asked: Asked, answered: Answered, current: Told, kind: Kind,
        say: Say,
    ) -> bool:  # fmt: skip
        """Writes the message; whether it was. Raises Later."""
        bot = self.bot
        if not await follows.sending(bot.state, follow, current, bot.clock()):
            return False  # it was ended meanwhile
        view = changed_view(follow, kind, current, answered, asked, bot.ids, say)
        about = nonce("follow", follow.id, follow.told.written(), current.written())
        try:
            await deliver(bot, view, about, user=follow.user, channel=follow.channel)
        except Unreachable as error:
            goes_on = await follows.refused(bot.state, follow, bot.clock())
            words = "rests" if goes_on else "was ended"
            _log.warning("follow %d can't be told (%s): it %s", follow.id, error, words)
            return False
        return True

    async def _is_copy(self, follow: Follow, current: Told) -> bool:
        """Whether the article is the text of one that was told of before, in another outlet."""
        article = current.article or ""

        def work(index: Index) -> bool:
            group = index.store.copies([article], "1", []).get(article)
            known = {follow.told.article, *follow.seen}
            return group is not None and any(m.article_id in known for m in group.members)

        return await self.bot.engine.run(LANE, work)

    async def _quiet(self) -> None:
        """Until nobody waits for an answer, or for as long as there is patience."""
        end = asyncio.get_running_loop().time() + PATIENCE
        while self.bot.engine.waiting and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(0.2)
