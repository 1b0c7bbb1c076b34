"""The newest coverage, a story a line."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.discord.asking import Asked, Ids, Token
from bot.discord.render.layout import (
    Block,
    exact_stamp,
    fitting,
    moment_stamp,
    named,
    paging,
    question_blocks,
    source,
    view,
    within,
)
from bot.discord.words import Say
from retrieval.records import Freshness, Story

PAGE = 7
"""Stories on a page: each with its button is three components of the forty."""

MOST = 70
"""Stories that are paged through."""

BLUE = 0x3B6EA5


def pages(found: Sequence[Story]) -> int:
    """How many pages the stories fill."""
    return -(-len(found) // PAGE)


def latest_view(
    found: Sequence[Story], freshness: Freshness, asked: Asked, token: Token, page: int,
    ids: Ids, say: Say,
) -> discord.ui.LayoutView:  # fmt: skip
    """One page of stories, with buttons to the next and the one before."""
    first, count = page * PAGE, len(found)
    shown = found[first : first + PAGE]
    blocks = question_blocks(asked.question, None) if asked.question else []
    key = ("latest.on" if asked.question else "latest.title") if shown else "latest.none"
    title = say(key, first=first + 1, last=first + len(shown), count=count)
    if len(asked.outlets) == 1:
        title = say("latest.only", title=title, outlet=within(asked.outlets[0], 80))
    blocks.append(Block(f"**{title}**"))
    blocks += [_block(story, say) for story in shown]
    if freshness.refreshed:
        when = moment_stamp(freshness.refreshed, "R")
        blocks.append(Block(f"-# {say('answer.refreshed', when=when)}", dropped=1))
    rows = paging(ids, token, "latest", page, pages(found), say)
    return view(fitting(blocks)[0], rows, BLUE)


def _block(story: Story, say: Say) -> Block:
    when = exact_stamp(story.published) if story.published else say("answer.undated")
    line = f"-# {source('', within(story.outlet, 80), when)}"
    if story.also_in:
        line += f" · {say('answer.also_in', outlets=named(story.also_in, say, 3))}"
    return Block(f"**{within(story.title, 200) or '…'}**\n{line}", story.url, say("answer.read"))
