"""The message of an answer: headline, verdict, quotes with their sources, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.discord.asking import Asked, Ids, token_of
from bot.discord.engine import Answered
from bot.discord.render.layout import (
    TEXT,
    Block,
    Button,
    bold,
    buttons,
    day_stamp,
    fitting,
    moment_stamp,
    question_blocks,
    source,
    valued,
    view,
    within,
)
from bot.discord.render.layout import named as _named
from bot.discord.safe import emphasised, shorten, size
from bot.discord.words import Say
from retrieval.headline import under_way
from retrieval.records import Answer, Citation

COLOURS = {
    "answered": 0x2E8B57,
    "scheduled": 0x2E8B57,
    "passed": 0xC9A227,
    "not_set": 0xC9A227,
    "disputed": 0x8E44AD,
    "outdated": 0x8A8D91,
    "no_answer": 0xB03A2E,
}
SIGNS = {
    "answered": "🟢",
    "scheduled": "📅",
    "passed": "⌛",
    "not_set": "🟡",
    "disputed": "🟣",
    "outdated": "🕰️",
    "no_answer": "🔴",
}
QUOTE = 1400
"""Characters of a quote beyond which it is left to its article; the first is cut instead."""

CLAIMS = 700
"""Characters of what outlets agree or differ on, beyond which the last claims are left out."""


def answer_view(
    answered: Answered, asked: Asked, ids: Ids, say: Say, *, shared_by: str | None = None,
    lead: Sequence[Block] = (), also: Sequence[Button] = (),
) -> discord.ui.LayoutView:  # fmt: skip
    """The message for an answer. ``shared_by`` is who made a private answer public; ``lead`` comes
    before all else, ``also`` beneath it beside its other buttons.
    """
    answer = answered.answer
    blocks = question_blocks(asked.question, asked.follows)
    if shared_by:
        blocks.insert(0, Block(f"-# {say('answer.shared', name=within(shared_by, 100))}"))
    blocks[:0] = lead
    blocks += [_head(answer, asked, say), *_quotes(answer, say), *_notes(answer, asked, say)]
    kept, fewer = fitting(blocks, TEXT - 200)
    if fewer:
        kept.append(Block(f"-# {say('answer.fewer', more=say('button.more'))}"))
    token = token_of(asked, answered.generation)
    more = "button.more" if answer.citations else "button.nearest"
    first = [("more", say(more), None)] if answer.passages else []
    first += [("why", say("button.why"), None), ("follow", say("button.follow_up"), None)]
    if asked.private and not shared_by:
        first.append(("share", say("button.share"), None))
    rows = [
        buttons(ids, token, first),
        buttons(ids, token, [("up", "", "👍"), ("down", "", "👎"), *also]),
    ]
    return view(kept, rows, COLOURS[answer.verdict])


def _head(answer: Answer, asked: Asked, say: Say) -> Block:
    words = _headline(answer, asked, say)
    lines = [bold(words)]
    line = answer.line
    key = "proposed" if line and line.proposed else answer.verdict
    verdict = f"{SIGNS[answer.verdict]} {say(f'verdict.{key}')}"
    told = line is not None and line.frame == "dated"
    event = "" if told else _event(answer, asked, say)
    lines.append(f"{verdict} · {event}" if event else verdict)
    return Block("\n".join(line for line in lines if line))


def _headline(answer: Answer, asked: Asked, say: Say) -> str:
    """The headline in the reader's language and zone, from its parts."""
    if answer.reason:
        return say(f"reason.{answer.reason}")
    line = answer.line
    if line is None:
        return within(answer.headline, 900)
    said = say("headline.said", text=within(line.said, 600)) if line.said else say("headline.see")
    newest = day_stamp(line.newest) if line.newest else ""
    match line.frame:
        case "values" | "accounts" if line.values:
            return say(f"headline.{line.frame}", values=_either(line.values, say))
        case "dated":
            key = "proposed" if line.proposed else _FRAMES.get(answer.verdict)
            when = _event(answer, asked, say)
            made = say(f"headline.{key}", when=when) if key else when
            return say("headline.newest", line=made, when=newest) if newest else made
        case "not_set":
            today = day_stamp(asked.as_of.date())
            return say("headline.not_set", when=today, said=said)
        case "old_undated":
            return say("headline.old_undated", when=newest, said=said)
        case "no_year":
            return say("headline.no_year", said=said)
    return said


_FRAMES = {"scheduled": "scheduled", "passed": "passed", "outdated": "passed"}


def _either(values: tuple[str, ...], say: Say) -> str:
    """Values that differ, joined by "or", each once as it is shown."""
    made, *rest = dict.fromkeys(valued(value) for value in values[:6])
    for other in rest:
        made = say("headline.or", one=made, other=other)
    return made


def _event(answer: Answer, asked: Asked, say: Say) -> str:
    """The event's days in the reader's zone; how far away they are only where "now" is now."""
    event = answer.event
    if event is None or event.start is None:
        return ""
    end = event.end or event.start
    key = "answer.event" if end == event.start else "answer.event_span"
    key = key if asked.live else f"{key}_then"
    today = answer.as_of.date()
    if answer.verdict == "scheduled" and event.start < today <= end:
        going_on = under_way(answer.verdict, event, today)
        key = "headline.under_way" if going_on else "answer.event_span_then"
    made = say(
        key, when=day_stamp(event.start), until=day_stamp(end),
        relative=day_stamp(event.start, "R"),
    )  # fmt: skip
    if event.place:
        made = say("answer.at", event=made, place=within(event.place, 100))
    return made


def _quotes(answer: Answer, say: Say) -> list[Block]:
    """The quotes, the last of which goes first where there is no room for all."""
    blocks: list[Block] = []
    for citation in answer.citations:
        quote = say("headline.said", text=emphasised(citation.quote, citation.highlights))
        if size(quote) > QUOTE:
            if blocks:
                continue
            # No sentence is that long but by accident; that it is cut can be seen.
            cut = within(shorten(citation.quote, QUOTE // 2), QUOTE)
            quote = say("headline.said", text=cut)
        text = f"{quote}\n{source_line(citation, say)}"
        order = 0 if not blocks else 10 + len(blocks)
        blocks.append(
            Block(text, citation.url, say("answer.read"), dropped=order)
        )  # fmt: skip
    return blocks


def source_line(citation: Citation, say: Say) -> str:
    """Number, title, outlet, date, and who else has it, in small print."""
    when = moment_stamp(citation.published) if citation.published else say("answer.undated")
    named = source(within(citation.title, 220), within(citation.outlet, 80), when)
    line = f"-# [{citation.n}] {named}"
    if citation.attribution:
        line += f" ({within(citation.attribution, 120)})"
    if citation.also_in:
        line += f" · {say('answer.also_in', outlets=_named(citation.also_in, say))}"
    return line


def _notes(answer: Answer, asked: Asked, say: Say) -> list[Block]:
    blocks = []
    two_sides = answer.line is not None and answer.line.frame == "accounts"
    if answer.agreement and not two_sides:
        claims = [
            say("answer.agreement", outlets=_named(c.outlets, say), value=valued(c.value))
            for c in answer.agreement[:4]
        ]
        key = "answer.disagree" if len(answer.agreement) > 1 else "answer.agree"
        while len(claims) > 1 and size(" · ".join(claims)) > CLAIMS:
            claims.pop()
        blocks.append(Block(say(key, claims=" · ".join(claims)), dropped=5))
    blocks.append(Block(f"-# {' · '.join(_standing(answer, asked, say))}", dropped=1))
    return blocks


def _standing(answer: Answer, asked: Asked, say: Say) -> list[str]:
    """How the question was read, and how current the answer is."""
    fresh, parts = answer.freshness, []
    for was, read in answer.corrections[:3]:
        parts.append(say("answer.corrected", was=within(was, 60), read=within(read, 60)))
    if answer.searched and all(answer.searched):
        first, last = (day_stamp(day) for day in answer.searched if day)
        parts.append(say("answer.searched", first=first, last=last))
    if not asked.live:
        parts.append(say("answer.as_of", when=f"<t:{int(asked.as_of.timestamp())}:f>"))
    if fresh.newest_article:
        parts.append(say("answer.newest", when=moment_stamp(fresh.newest_article)))
    if fresh.refreshed:
        parts.append(say("answer.refreshed", when=moment_stamp(fresh.refreshed, "R")))
    if fresh.failing_sources:
        parts.append(say("answer.failing", sources=_named(fresh.failing_sources, say)))
    return parts
