"""Messages of Components V2 within Discord's limits, and what can be read back from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import discord

from bot.discord.asking import Ids, Token
from bot.discord.button import Press
from bot.discord.links import link
from bot.discord.safe import label, plain, shorten, size, tidy, unplain
from bot.discord.words import Say

TEXT, COMPONENTS = 4000, 40
"""Characters of all texts of a message, and how many components it may have in all."""

QUESTION, FOLLOWS = 9001, 9002
"""Ids of the components that hold the question and the one that it follows."""

_ASKED, _AFTER = "> ", "-# ↪ "

Button = tuple[str, str, str | None]
"""What a button does (its verb and what goes with it, as "page:3"), its words, its emoji."""


@dataclass(frozen=True, slots=True)
class Block:
    """One text of a message, safe already, with an address to open beside it."""

    text: str
    url: str | None = None
    open: str = ""
    """The words on the button that opens ``url``."""
    id: int | None = None
    dropped: int = 0
    """Where there is too much, blocks with the highest number go first; 0 always stays."""


def question_blocks(question: str, follows: str | None) -> list[Block]:
    """The question as it was asked. Its message's buttons read it back from there."""
    made = [Block(_ASKED + plain(question), id=QUESTION)]
    if follows:
        made.insert(0, Block(_AFTER + plain(follows), id=FOLLOWS))
    return made


def read_back(message: discord.Message, number: int) -> str | None:
    """The question (or what it follows) in a message of ours; None where it has none."""
    for component in _walked(message.components):
        if isinstance(component, discord.TextDisplay) and component.id == number:
            text = component.content.removeprefix(_AFTER if number == FOLLOWS else _ASKED)
            return unplain(text) or None
    return None


def fitting(blocks: Sequence[Block], room: int = TEXT) -> tuple[list[Block], bool]:
    """Blocks within ``room`` characters, and whether any had to go."""
    kept = list(blocks)
    while sum(size(b.text) for b in kept) > room:
        last = max(kept, key=lambda b: b.dropped)
        if not last.dropped:
            break
        kept.remove(last)
    return kept, len(kept) < len(blocks)


def within(text: str, room: int) -> str:
    """``text`` made safe in at most ``room`` characters; what is cut ends with an ellipsis."""
    text = tidy(text)
    made, limit = plain(text), min(len(text), room)
    while size(made) > room:
        limit = limit * 9 // 10
        made = plain(shorten(text, limit))
    return made


def named(names: Sequence[str], say: Say, most: int = 4) -> str:
    """Names in a row, the first few of many."""
    row = ", ".join(within(name, 60) for name in names[:most])
    rest = len(names) - most
    return say("answer.more_outlets", outlets=row, count=rest) if rest > 0 else row


def bold(text: str) -> str:
    """A safe text in bold; signs around nothing would be read as signs of something else."""
    return f"**{text}**" if text else ""


def source(title: str, outlet: str, when: str) -> str:
    """ "*Title* — outlet, when" of safe texts; what is empty is left out."""
    place = ", ".join(part for part in (outlet, when) if part)
    return f"*{title}* — {place}" if title else place


def view(
    blocks: Sequence[Block], rows: Sequence[Sequence[discord.ui.Item[Any]]], colour: int
) -> discord.ui.LayoutView:
    """A container of texts, with rows of buttons beneath them."""
    made = discord.ui.LayoutView(timeout=None)
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=colour)
    for block in blocks:
        container.add_item(_item(block))
    for row in rows:
        if row:
            container.add_item(discord.ui.ActionRow(*row))
    made.add_item(container)
    return made


def buttons(
    ids: Ids, token: Token, wanted: Sequence[Button], *, disabled: Sequence[str] = ()
) -> list[discord.ui.Item[Any]]:
    """Buttons that do something about the question of ``token``, also after a restart."""
    made: list[discord.ui.Item[Any]] = []
    for does, words, emoji in wanted:
        verb, _, extra = does.partition(":")
        custom_id = ids.written(token.doing(verb, extra))
        made.append(Press(custom_id, label=words or None, emoji=emoji, disabled=does in disabled))
    return made


def paging(
    ids: Ids, token: Token, verb: str, page: int, pages: int, say: Say, stem: str = ""
) -> list[list[discord.ui.Item[Any]]]:
    """A row of buttons to the page before and the next one; none where there is but one page.

    ``verb`` gets ``stem`` and the number of the page as what goes with it.
    """
    if pages < 2:
        return []
    before, after = f"{verb}:{stem}{max(page - 1, 0)}", f"{verb}:{stem}{page + 1}"
    off = [does for does, no in ((before, page < 1), (after, page + 1 >= pages)) if no]
    row = buttons(
        ids, token,
        [(before, say("button.previous"), None), (after, say("button.next"), None)], disabled=off,
    )  # fmt: skip
    return [row]


def day_stamp(day: date, style: str = "D") -> str:
    """A day as Discord shows it. At noon in UTC it is the same day from UTC-12 to UTC+11."""
    return _stamp(datetime.combine(day, time(12), UTC), style)


def valued(value: str) -> str:
    """What an outlet says, made safe; a date in each reader's own writing."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return within(value, 100)
    # A bare number may be read as a date as well.
    return day_stamp(day) if day.isoformat() == value else within(value, 100)


def moment_stamp(moment: datetime, style: str = "D") -> str:
    """A moment in each reader's own zone; midnight sharp is a date that states no time."""
    if moment.timetz() == time(0, tzinfo=UTC):
        return day_stamp(moment.date(), style)
    return _stamp(moment, style)


def exact_stamp(moment: datetime) -> str:
    """Day and time, where a time is stated, and how long ago that is."""
    midnight = moment.timetz() == time(0, tzinfo=UTC)
    return f"{moment_stamp(moment, 'D' if midnight else 'f')} ({moment_stamp(moment, 'R')})"


def _stamp(moment: datetime, style: str) -> str:
    return f"<t:{int(moment.timestamp())}:{style}>"


def _item(block: Block) -> discord.ui.Item[Any]:
    text: discord.ui.TextDisplay[Any] = discord.ui.TextDisplay(block.text, id=block.id)
    url = link(block.url)
    if url is None:
        return text
    words = label(block.open) or "…"
    return discord.ui.Section(text, accessory=discord.ui.Button(label=words, url=url))


def _walked(components: Sequence[Any]) -> Iterator[Any]:
    for component in components:
        yield component
        yield from _walked(getattr(component, "children", ()))
