"""Messages that nobody asked for this minute: sent to a channel or a person, at most once.

What a message is about is noted before it is sent. Discord drops the second of two messages with
one nonce for some minutes, so what was cut off within ``SURE`` is sent again under the same one;
what was cut off longer ago counts as sent, since being told twice tells people to stop listening,
and what they missed stands in the next message and in ``/ask``.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.discord.asking import digest

if TYPE_CHECKING:
    from bot.discord.client import DatelineBot

SURE = timedelta(minutes=2)
"""Discord says "the past few minutes" of how long it knows a nonce."""

PAUSES = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
"""Between attempts where Discord refuses: the channel is gone, or we may not write there. After
the last it is given up.
"""

SOON = timedelta(minutes=5)
"""After which is tried again what failed for a reason of Discord's own."""


class Unreachable(Exception):
    """There is no writing there: a deleted channel, lost permissions, closed direct messages."""


class Later(Exception):
    """Discord could not take it just now."""


def nonce(*about: object) -> str:
    """The nonce of a message: the same for the same thing said."""
    return digest("\n".join(map(str, about)), 24)


async def deliver(
    bot: DatelineBot, view: discord.ui.LayoutView, nonce: str, *, user: int, channel: int | None
) -> None:
    """Sends ``view`` to ``channel``, or where that is None directly to ``user``.

    Raises Unreachable, Later.
    """
    try:
        there: discord.abc.Messageable
        if channel is None:
            there = await bot.create_dm(discord.Object(user))
        else:
            there = bot.get_partial_messageable(channel)
        await there.send(view=view, nonce=nonce, allowed_mentions=discord.AllowedMentions.none())
    except discord.HTTPException as error:
        # 400 is a person or a payload that Discord does not take: no later attempt changes that.
        kind = Unreachable if error.status in (400, 403, 404) else Later
        raise kind(f"{error.status} ({error.code})") from error
    except (TimeoutError, discord.RateLimited, aiohttp.ClientError, OSError) as error:
        raise Later(type(error).__name__) from error


def pause(refusals: int) -> timedelta | None:
    """How long to wait after so many refusals in a row; None where it is given up."""
    return PAUSES[refusals - 1] if refusals <= len(PAUSES) else None
