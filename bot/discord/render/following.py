"""Messages about questions that are followed: what changed, and what there is to end."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.discord.asking import Asked, Ids, Token
from bot.discord.button import Press
from bot.discord.changes import Kind, Told, dates
from bot.discord.engine import Answered
from bot.discord.follows import Follow
from bot.discord.render.answer import answer_view
from bot.discord.render.layout import Block, Button, buttons, day_stamp, valued, view, within
from bot.discord.words import Say

LISTED = 10
"""Follows on a page of the list: each is three components, and a message has forty."""

BLUE = 0x3B6EA5


def changed_view(
    follow: Follow, kind: Kind, current: Told, answered: Answered, asked: Asked, ids: Ids, say: Say
) -> discord.ui.LayoutView:
    """The message that an answer has changed: how, and the answer as it is now."""
    words = say(
        f"change.{kind}", was=_dates(follow.told, say), now=_dates(current, say),
        was_values=_values(follow.told, say), values=_values(current, say),
        was_verdict=say(f"verdict.{follow.told.verdict}"),
        verdict=say(f"verdict.{current.verdict}"),
    )  # fmt: skip
    lead = Block(f"🔔 **{say('change.title')}** {words}")
    return answer_view(answered, asked, ids, say, lead=[lead], also=[ending(follow, say)])


def begun_view(
    follow: Follow, answered: Answered, asked: Asked, ids: Ids, say: Say, *, by: str | None = None
) -> discord.ui.LayoutView:
    """The message that a question is followed from now on, with its answer as it is."""
    words = say("follow.here", name=within(by, 60)) if by else say("follow.you")
    lead = [Block(f"🔔 {words}"), Block(f"-# {say('follow.kept')}", dropped=20)]
    return answer_view(answered, asked, ids, say, lead=lead, also=[ending(follow, say)])


def ending(follow: Follow, say: Say) -> Button:
    """The button that ends a follow."""
    return f"unfollow:{follow.id}", say("button.unfollow"), None


def list_view(
    found: Sequence[Follow], token: Token, page: int, ids: Ids, say: Say
) -> discord.ui.LayoutView:
    """What is followed, each with a button that ends it."""
    made = view([Block(f"**{say('follows.title', count=len(found))}**")], [], BLUE)
    (container,) = made.children
    assert isinstance(container, discord.ui.Container)
    for follow in found[page * LISTED : (page + 1) * LISTED]:
        where = f"<#{follow.channel}>" if follow.channel else say("follows.directly")
        text = f"{within(follow.question, 250)}\n-# {where}"
        custom_id = ids.written(token.doing("unfollow", str(follow.id)))
        container.add_item(
            discord.ui.Section(text, accessory=Press(custom_id, label=say("button.end")))
        )
    if len(found) > LISTED:
        wanted: list[Button] = []
        if page:
            wanted.append((f"follows:{page - 1}", say("button.previous"), None))
        if (page + 1) * LISTED < len(found):
            wanted.append((f"follows:{page + 1}", say("button.next"), None))
        container.add_item(discord.ui.ActionRow(*buttons(ids, token, wanted)))
    return made


def _dates(what: Told, say: Say) -> str:
    days = [day_stamp(day) for day in dates(what)]
    return " – ".join(days) or say("change.no_date")


def _values(what: Told, say: Say) -> str:
    shown = [valued(value) for value in what.values[:4]]
    return f" {say('change.or')} ".join(filter(None, shown)) or "…"
