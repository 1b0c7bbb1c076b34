"""The dated events of a topic, with the picture of its coverage on the first page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import discord

from bot.discord.asking import Asked, Ids, Token
from bot.discord.picture import MARKS, Captions, key_days
from bot.discord.render.answer import source_line
from bot.discord.render.layout import (
    TEXT,
    Block,
    day_stamp,
    fitting,
    moment_stamp,
    paging,
    question_blocks,
    view,
)
from bot.discord.safe import emphasised, shorten, size, tidy
from bot.discord.words import Say
from retrieval.records import Chronicle, Citation, Freshness, TimelineEntry

PAGE = 5
"""Events on a page: with their quotes they fill the characters of a message."""

TEAL = 0x1F7A8C
PICTURE = "timeline.png"

SIGNS = {
    "happened": "🔹", "planned": "📅", "proposed": "💬", "moved": "↪️", "cancelled": "❌",
}  # fmt: skip

LONGEST, SHORTEST = 420, 60
"""Characters of a quote: as many as there is room for between these."""


def pages(chronicle: Chronicle) -> int:
    """How many pages the events fill."""
    return -(-len(chronicle.entries) // PAGE)


def timeline_view(
    chronicle: Chronicle, freshness: Freshness, asked: Asked, token: Token, page: int,
    ids: Ids, say: Say, *, picture: bool,
) -> discord.ui.LayoutView:  # fmt: skip
    """One page of events; with ``picture`` the one that is attached is shown beneath them."""
    first, count = page * PAGE, len(chronicle.entries)
    shown = chronicle.entries[first : first + PAGE]
    head = question_blocks(asked.question, None)
    head.append(Block(_title(chronicle, first, len(shown), say)))
    foot = [Block(f"-# {' · '.join(_standing(chronicle, freshness, asked, say))}", dropped=1)]
    today = asked.as_of.date()
    room = LONGEST
    blocks = [*head, *(_block(e, today, room, say) for e in shown), *foot]
    while room > SHORTEST and sum(size(b.text) for b in blocks) > TEXT - 50:
        room = max(room * 4 // 5, SHORTEST)
        blocks = [*head, *(_block(e, today, room, say) for e in shown), *foot]
    made = view(fitting(blocks)[0], [], TEAL)
    container = made.children[0]
    assert isinstance(container, discord.ui.Container)
    if picture:
        item = discord.MediaGalleryItem(
            f"attachment://{PICTURE}", description=described(chronicle, say)
        )
        container.add_item(discord.ui.MediaGallery(item))
    for row in paging(ids, token, "dates", page, -(-count // PAGE), say):
        container.add_item(discord.ui.ActionRow(*row))
    return made


def captions(say: Say) -> Captions:
    """The words of the picture."""
    return Captions(
        say("picture.per_day"), say("picture.per_week"),
        {status: say(f"picture.{status}") for status in MARKS}, say("picture.today"),
        tuple(say("picture.months").split()),
    )  # fmt: skip


def described(chronicle: Chronicle, say: Say) -> str:
    """What the picture shows, for those who don't see it; at most 1,024 characters."""
    days = chronicle.coverage
    if not days:
        return say("picture.per_day")
    best = max(days, key=lambda item: item[1])
    marked = "; ".join(
        f"[{e.citation.n}] {e.first} {say(f'picture.{e.status}')}"
        for e in key_days(chronicle.entries)
    )
    made = say(
        "picture.described", topic=tidy(shorten(chronicle.topic, 200)), first=days[0][0],
        last=days[-1][0], day=best[0], count=best[1], marked=marked or "–",
    )  # fmt: skip
    return shorten(made, 1024)


def _title(chronicle: Chronicle, first: int, shown: int, say: Say) -> str:
    if not chronicle.entries:
        return f"**{say('timeline.none')}**"
    title = say("timeline.title", first=first + 1, last=first + shown, count=len(chronicle.entries))
    return f"**{title}**\n-# {say('timeline.articles', count=chronicle.articles)}"


def _block(entry: TimelineEntry, today: date, room: int, say: Say) -> Block:
    when = day_stamp(entry.first)
    if entry.last != entry.first:
        when = say("answer.event_span_then", when=when, until=day_stamp(entry.last))
    said = f"{SIGNS[entry.status]} **{when}** · {_status(entry, today, say)}"
    quote = _quoted(entry.citation, room)
    text = f"{said}\n{quote}\n{source_line(entry.citation, say)}"
    return Block(text, entry.citation.url, say("answer.read"))


def _status(entry: TimelineEntry, today: date, say: Say) -> str:
    if entry.status == "moved" and entry.moved_to:
        return say("timeline.moved", when=day_stamp(entry.moved_to))
    if entry.status in ("planned", "proposed") and entry.last < today:
        return say(f"timeline.{entry.status}_then")
    # What was moved to no day that is known is off for now.
    return say("timeline.cancelled" if entry.status == "moved" else f"timeline.{entry.status}")


def _quoted(citation: Citation, room: int) -> str:
    """The quote with its date in bold; what is cut off it, at either end, can be seen."""
    text, spans = citation.quote, citation.highlights
    start, end = spans[0] if spans else (0, 0)
    lead = ""
    if len(text) > room and end > room - 2:
        cut = text.rfind(" ", 0, max(start - room // 3, 0)) + 1
        lead = "… " if cut else ""
        text, spans = text[cut:], ((start - cut, end - cut),)
    short = shorten(text, room)
    # Signs of a text that need escapes take more room than its letters.
    while size(made := f"“{lead}{emphasised(short, spans)}”") > 2 * room and len(short) > 20:
        short = shorten(text, len(short) * 4 // 5)
    return made


def _standing(chronicle: Chronicle, fresh: Freshness, asked: Asked, say: Say) -> Sequence[str]:
    parts = []
    if chronicle.left_out:
        parts.append(say("timeline.left_out", count=chronicle.left_out))
    for key, limit in (("timeline.since", asked.since), ("timeline.until", asked.until)):
        if limit:
            parts.append(say(key, when=day_stamp(limit.date())))
    if fresh.newest_article:
        parts.append(say("answer.newest", when=moment_stamp(fresh.newest_article)))
    if fresh.refreshed:
        parts.append(say("answer.refreshed", when=moment_stamp(fresh.refreshed, "R")))
    return parts or ["–"]
