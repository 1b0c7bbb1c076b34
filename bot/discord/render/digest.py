"""The message of a digest: one line a story, ten to a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord

from bot.discord.asking import Ids, Token
from bot.discord.news import Story
from bot.discord.render.layout import Block, Button, buttons, moment_stamp, source, view, within
from bot.discord.words import Say

PAGE = 10
"""Stories on a page: each is three components, and a message has forty."""

TEAL = 0x2A7F86


def digest_view(
    stories: Sequence[Story], topic: str | None, at: datetime, page: int, ids: Ids, say: Say
) -> discord.ui.LayoutView:
    """A page of what was new ``at`` that time (whole seconds), with a way to the others."""
    shown = stories[page * PAGE : (page + 1) * PAGE]
    title = say("digest.about", topic=within(topic, 60)) if topic else say("digest.title")
    blocks = [Block(f"📰 **{title}** · {moment_stamp(at)}")]
    blocks += [Block(_line(s, say), s.article.url, say("answer.read")) for s in shown]
    rest = len(stories) - (page + 1) * PAGE
    wanted: list[Button] = []
    if page:
        wanted.append((f"digest:{page - 1}", say("button.previous"), None))
    if rest > 0:
        wanted.append((f"digest:{page + 1}", say("digest.more", count=rest), None))
    return view(blocks, [buttons(ids, Token("", at), wanted)], TEAL)


def _line(story: Story, say: Say) -> str:
    article = story.article
    when = moment_stamp(article.published, "R") if article.published else say("answer.undated")
    title = within(article.title, 150)
    place = source("", within(article.outlet, 50), when)
    line = f"**{title or say('digest.untitled')}**\n-# {place}"
    if story.also:
        names = ", ".join(within(name, 35) for name in story.also[:2])
        rest = len(story.also) - 2
        if rest > 0:
            names = say("answer.more_outlets", outlets=names, count=rest)
        line += f" · {say('answer.also_in', outlets=names)}"
    return line
