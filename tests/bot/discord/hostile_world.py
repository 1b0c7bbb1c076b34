"""A coverage of hostile articles, and people who ask it hostile questions through the whole bot."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from retrieval.encoder import OnnxEncoder
from retrieval.sources import SourceConfig
from retrieval.update import refresh
from tests.bot.discord.hostile import AT, URLS, faults, oversize
from tests.loopback import Handle, Loopback, Person, Unanswered

SOURCE = "hostile.jsonl"
ROOM = (
    "\n[discord]\nuser_per_minute = 10000\nguild_per_minute = 10000\noverall_per_minute = 100000\n"
)
_OPTIONS = ("question", "outlet", "as_of", "since", "until")


def configured(folder: Path, pool: Sequence[str]) -> Path:
    """A configuration over an index of hostile articles, three texts each."""
    articles = list(_articles(pool))
    (folder / SOURCE).write_text("\n".join(map(json.dumps, articles)))
    source = SourceConfig("jsonl", pool[0][:40].strip() or "x", str(folder / SOURCE))
    refresh([source], folder / "index.sqlite3", encoder=OnnxEncoder, now=AT)
    config = folder / "config.toml"
    config.write_text(
        '[index]\npath = "index.sqlite3"\n[[source]]\nkind = "jsonl"\nname = "Hostile"\n'
        f'path = "{SOURCE}"\n{ROOM}'
    )
    return config


def _articles(pool: Sequence[str]) -> Iterator[dict[str, str]]:
    for n, (title, outlet, words) in enumerate(
        zip(pool[::3], pool[1::3], pool[2::3], strict=False)
    ):
        yield {
            "id": f"h{n}", "title": title, "outlet": outlet[:200] or "x",
            "url": URLS[n % len(URLS)], "published": f"2031-03-0{1 + n % 4}T08:00:00Z",
            "text": f"The council of harbour {n} votes on 9 March in {words[:300]} Hall. "
            f"{words} The mayor of harbour {n} said “{title[:200]}” to {outlet[:60]}.",
        }  # fmt: skip


async def conversation(world: Loopback, pool: Sequence[str], count: int) -> int:
    """Asks, presses and fills in, ``count`` times; returns how many were answered.

    Every second question is about a hostile article, the others are hostile themselves.
    """
    chooser = random.Random(3)
    people = [world.person(name) for name in ("al*ice", "@everyone", "[b](https://e.example)")]
    answered = 0
    for number in range(count):
        person = people[number % len(people)]
        words = pool[(number * 7) % len(pool)]
        question = words if number % 2 else f"When does the council of harbour {number} vote?"
        options: dict[str, Any] = {"question": question, "as_of": "2031-03-05"}
        if number % 5 == 0:
            options[chooser.choice(_OPTIONS[1:])] = chooser.choice(pool)
        where = person.dm if number % 4 == 3 else None
        asked = person.slash("ask", where=where, forge=True, private=number % 3 == 0, **options)
        with suppress(Unanswered):
            await asked
            answered += await _pressed(person, asked, chooser.choice(pool))
        if number % 6 == 0:
            person.autocomplete("ask", "outlet", question="x", outlet=words[:2])
    return answered


async def _pressed(person: Person, asked: Handle, words: str) -> bool:
    """Presses whatever the answer has; whether there was one."""
    buttons = set(asked.message.buttons) if asked.message else set()
    for label in ("More passages", "Nearest passages", "Why?", "Share"):
        if label in buttons:
            await person.press(asked.message, label)
    if "Follow up" in buttons:
        form = await person.press(asked.message, "Follow up")
        await person.submit(form, question=words, forge=True)
    return "Why?" in buttons


def sent(world: Loopback) -> Iterator[dict[str, Any]]:
    """What the bot has sent for people to read."""
    for request in world.rest.requests:
        if not isinstance(request.body, dict):
            continue
        yield request.body["data"] if isinstance(request.body.get("data"), dict) else request.body


def wrong(world: Loopback) -> list[str]:
    """What lives in all that was sent, and what is over the limits."""
    return [fault for body in sent(world) for fault in (*faults(body), *oversize_if_shown(body))]


def oversize_if_shown(body: dict[str, Any]) -> list[str]:
    """:func:`tests.bot.discord.hostile.oversize`, for messages alone."""
    shown = any(body.get(name) for name in ("content", "embeds", "components"))
    return oversize(body) if shown and "title" not in body else []
