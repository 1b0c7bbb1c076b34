"""The ranking behind an answer, page by page, and why it came out so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import discord

from bot.discord.asking import Asked, Ids, Token
from bot.discord.render.layout import (
    Block,
    buttons,
    fitting,
    moment_stamp,
    question_blocks,
    source,
    view,
    within,
)
from bot.discord.words import Say
from retrieval.index import Index
from retrieval.records import Answer, Article, Hit
from retrieval.search import sentences

PAGE = 4
"""Passages on a page."""

GREY = 0x5B6770


@dataclass(frozen=True, slots=True)
class Near:
    """A passage with what is shown of its article."""

    hit: Hit
    title: str
    outlet: str
    url: str | None
    published: datetime | None
    text: str


def read_passages(index: Index, hits: Sequence[Hit]) -> list[Near]:
    """What is shown of ``hits``; those whose article is gone are left out. Not for the event loop.

    Raises StoreError.
    """
    made = []
    for hit in hits:
        article = index.store.article(hit.article_id, hit.version)
        if article is not None:
            text = _words(index, article, hit)
            made.append(
                Near(hit, article.title, article.outlet, article.url, article.published, text)
            )
    return made


def pages(answer: Answer) -> int:
    """How many pages the ranking fills."""
    return -(-len(answer.passages) // PAGE)


def passages_view(
    found: Sequence[Near], answer: Answer, asked: Asked, token: Token, page: int,
    ids: Ids, say: Say,
) -> discord.ui.LayoutView:  # fmt: skip
    """One page of the ranking, with buttons to the next and the one before."""
    first, count = page * PAGE, len(answer.passages)
    title = say("passages.title", first=first + 1, last=min(first + PAGE, count), count=count)
    blocks = question_blocks(asked.question, asked.follows)
    blocks.append(Block(f"**{title if found else say('passages.none')}**"))
    blocks += [_block(first + n, near, say) for n, near in enumerate(found, 1)]
    before, after = f"page:{page - 1}", f"page:{page + 1}"
    last = page + 1 >= pages(answer)
    row = buttons(
        ids, token,
        [(before if page else "page:0", say("button.previous"), None),
         (after, say("button.next"), None)],
        disabled=[d for d, off in ((before if page else "page:0", not page), (after, last)) if off],
    )  # fmt: skip
    return view(fitting(blocks)[0], [row] if count > PAGE else [], GREY)


def why_view(
    found: Sequence[Near], answer: Answer, asked: Asked, say: Say, *, changed: bool
) -> discord.ui.LayoutView:
    """The trace: how the question was read, what was found, and how sure the answer is."""
    trace = answer.trace
    blocks = [*question_blocks(asked.question, asked.follows), Block(f"**{say('why.title')}**")]
    lines = [
        say(
            "why.verdict", verdict=say(f"verdict.{answer.verdict}"),
            confidence=f"{answer.confidence:.2f}", threshold=f"{trace.get('threshold', 0):.2f}",
        ),
        say(
            "why.kind", kind=within(str(trace.get("kind", "–")), 40),
            terms=within(" ".join(map(str, trace.get("terms", ()))), 300) or "–",
        ),
    ]  # fmt: skip
    if times := trace.get("milliseconds"):
        spent = " · ".join(f"{name} {value:.0f} ms" for name, value in times.items())
        lines.append(say("why.times", times=within(spent, 200)))
    blocks.append(Block("\n".join(lines)))
    for number, near in enumerate(found, 1):
        hit = near.hit
        scores = say(
            "why.scores", bm25=f"{hit.bm25:.2f}", cosine=f"{hit.cosine:.2f}",
            recency=f"{hit.recency:.2f}", score=f"{hit.score:.3f}",
        )  # fmt: skip
        blocks.append(Block(f"{_heading(number, near, say)}\n-# {scores}", dropped=number))
    if changed:
        blocks.append(Block(f"-# {say('answer.changed')}"))
    return view(fitting(blocks)[0], [], GREY)


def _block(number: int, near: Near, say: Say) -> Block:
    text = f"{_heading(number, near, say)}\n{within(near.text, 480)}"
    return Block(text, near.url, say("answer.read"), dropped=number)


def _heading(number: int, near: Near, say: Say) -> str:
    when = moment_stamp(near.published) if near.published else say("answer.undated")
    return f"-# {number} · {source(within(near.title, 160), within(near.outlet, 60), when)}"


def _words(index: Index, article: Article, hit: Hit) -> str:
    """The passage's sentences without the boilerplate that stands between them."""
    row = index.store.passages([hit.passage_id]).get(hit.passage_id)
    with index.store.guarded():
        own = row is not None and (row["article_id"], row["version"]) == (article.id, hit.version)
        places = sentences(row) if row is not None and own else [(hit.start, hit.end)]
    return " ".join(article.text[start:end] for start, end in places)
