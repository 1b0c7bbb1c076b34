"""The payloads of answers: as the golden files have them, and always within Discord's limits.

After a change that is meant, write them anew with DATELINE_GOLDEN=write, and read the difference.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import discord
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.discord.asking import Ids, token_of
from bot.discord.render.answer import COLOURS, SIGNS, answer_view
from bot.discord.render.layout import QUESTION, day_stamp, moment_stamp, read_back
from bot.discord.render.passages import Near, passages_view, why_view
from bot.discord.safe import size, tidy
from bot.discord.words import TABLES, speaker
from retrieval.records import Answer, Citation, Claim, Event, Frame, Headline, Verdict
from tests.bot.discord.answers import ANSWERS, BASE, VOTE, answered, asked, hit
from tests.bot.discord.test_safe import HOSTILE, LIVE

GOLDEN = Path(__file__).with_name("golden")
IDS = Ids(b"golden")
SAY = speaker("en-US")
NEAR = [
    Near(hit(n), f"Harbour vote, part {n}", "Port Gazette", f"https://gazette.example/{n}",
         datetime(2031, 3, n, tzinfo=UTC), "The council meets in Lower Hall. It votes on Sunday.")
    for n in range(1, 5)
]  # fmt: skip


def same(name: str, view: discord.ui.LayoutView) -> None:
    made = json.dumps(view.to_components(), indent=1, ensure_ascii=False) + "\n"
    path = GOLDEN / f"{name}.json"
    if os.environ.get("DATELINE_GOLDEN") == "write":
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("verdict", ANSWERS)
async def test_each_verdict_has_its_face(verdict: str) -> None:
    answer = ANSWERS[verdict]
    same(verdict, answer_view(answered(answer), asked(answer), IDS, SAY))


async def test_a_week_in_which_something_falls_is_not_under_way() -> None:
    week = replace(ANSWERS["proposed"], event=Event(date(2031, 3, 3), date(2031, 3, 9), None))
    view = answer_view(answered(week), asked(week), IDS, SAY)
    shown = json.dumps(view.to_components(), ensure_ascii=False)
    assert "**Proposed: <t:1930305600:D> – <t:1930824000:D>**" in shown


async def test_a_private_answer_of_another_day_that_follows_another() -> None:
    then = asked(BASE, live=False, private=True, follows="What is new at the harbour?")
    same("private_then", answer_view(answered(BASE), then, IDS, SAY))
    then = replace(then, private=False)
    same("shared", answer_view(answered(BASE), then, IDS, SAY, shared_by="al*ice"))


async def test_passages_and_trace() -> None:
    token = token_of(asked(BASE), "build-7")
    same("passages", passages_view(NEAR, BASE, asked(BASE), token, 0, IDS, SAY))
    same("why", why_view(NEAR, BASE, asked(BASE), SAY, changed=True))


def test_every_verdict_has_colour_sign_and_words() -> None:
    for verdict in get_args(Verdict):
        assert verdict in COLOURS
        assert verdict in SIGNS
        assert SAY(f"verdict.{verdict}")


def test_a_day_is_that_day_for_all_but_the_far_east() -> None:
    assert day_stamp(date(2025, 6, 2)) == "<t:1748865600:D>"
    assert moment_stamp(datetime(2025, 6, 2, tzinfo=UTC)) == "<t:1748865600:D>"
    assert moment_stamp(datetime(2025, 6, 2, 8, tzinfo=UTC)) == "<t:1748851200:D>"


hostile = st.lists(
    st.sampled_from([*HOSTILE, "word ", "x" * 700, "*" * 300, "👍" * 40]), min_size=1, max_size=12
).map("".join)
few = st.lists(hostile, max_size=9).map(tuple)
bold = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99))).map(tuple)
urls = st.sampled_from([None, VOTE.url, "javascript:x", "https://a.example/*_`"])
citations = st.builds(
    Citation, n=st.integers(1, 3), article_id=st.just("a"), version=st.just(1), title=hostile,
    outlet=hostile, url=urls, published=st.none(), attribution=st.none() | hostile, quote=hostile,
    start=st.just(0), end=st.just(1), also_in=few, highlights=bold,
)  # fmt: skip
claims = st.builds(Claim, hostile, few, st.just((1,)))

lines = st.builds(
    Headline, st.sampled_from(get_args(Frame)), hostile,
    st.lists(hostile, min_size=1, max_size=8).map(tuple), st.booleans(),
    st.none() | st.just(date(2031, 3, 1)),
)  # fmt: skip


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    answer = draw(st.sampled_from(list(ANSWERS.values())))
    return replace(
        answer, question=draw(hostile)[:300], headline=draw(hostile),
        citations=tuple(draw(st.lists(citations, max_size=3))),
        event=Event(date(2031, 3, 9), None, draw(st.none() | hostile)),
        line=draw(st.none() | lines),
        agreement=tuple(draw(st.lists(claims, max_size=6))),
        corrections=((draw(hostile), draw(hostile)),),
        freshness=replace(answer.freshness, failing_sources=draw(few)),
    )  # fmt: skip


def walked(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from walked(component.get("components") or [])
        yield from walked([component["accessory"]] if "accessory" in component else [])


def within_limits(view: discord.ui.LayoutView) -> list[str]:
    found = list(walked(view.to_components()))
    shown = [c["content"] for c in found if "content" in c]
    assert len(found) <= 40
    assert sum(map(size, shown)) <= 4000
    assert all(shown)
    ids = [c["custom_id"] for c in found if "custom_id" in c]
    assert len(ids) == len(set(ids))
    for component in found:
        assert size(component.get("label") or "") <= 80
        assert "url" not in component or component["url"].startswith("https://")
        assert len(component.get("components") or []) <= 5 or component["type"] != 1
    return shown


# Our own formatting, which is taken out before anything is sought that lives.
OURS = re.compile(r"^(?:> |-# (?:↪ )?)|<t:\d+:[DRf]>|\*\*|(?<!\\)\*", re.M)


@settings(max_examples=40)
@given(answers(), hostile, st.sampled_from(list(TABLES)))
def test_no_answer_is_too_large_or_lets_anything_live(
    answer: Answer, follows: str, language: str
) -> None:
    own = asked(answer, question=tidy(answer.question) or "q", follows=tidy(follows)[:300] or None)
    say = speaker(language)
    shown = within_limits(answer_view(answered(answer), own, IDS, say, shared_by=follows))
    for text in shown:
        rest = OURS.sub("\x01", text)
        for name, pattern in LIVE.items():
            assert not re.search(pattern, rest, re.M | re.I), (name, text)


@settings(max_examples=40)
@given(st.lists(hostile, min_size=4, max_size=4), hostile)
def test_no_page_is_too_large(texts: list[str], question: str) -> None:
    near = [replace(n, title=t, outlet=t, text=t * 3) for n, t in zip(NEAR, texts, strict=True)]
    own = asked(BASE, question=tidy(question)[:300] or "q", follows=tidy(question)[:300] or None)
    token = token_of(own, "build-7")
    within_limits(passages_view(near, BASE, own, token, 0, IDS, SAY))
    within_limits(why_view(near, BASE, own, SAY, changed=True))


@settings(max_examples=40)
@given(hostile)
def test_the_question_is_read_back_from_the_message(question: str) -> None:
    question = tidy(question)[:300].strip() or "q"
    view = answer_view(answered(BASE), asked(BASE, question=question), IDS, SAY)

    message: Any = SimpleNamespace(components=[_component(c) for c in view.to_components()])
    assert read_back(message, QUESTION) == tidy(question)


def _component(data: dict[str, Any]) -> Any:
    from discord.components import _component_factory

    return _component_factory(data)  # type: ignore[arg-type]


def test_a_quote_is_never_cut_without_a_sign() -> None:
    long = VOTE.quote.replace("council", "council of " + "wharves " * 400)
    answer = replace(BASE, citations=(replace(VOTE, quote=long, highlights=()), VOTE))
    shown = within_limits(answer_view(answered(answer), asked(answer), IDS, SAY))
    assert any("wharves…”" in text for text in shown)
    answer = replace(BASE, citations=(VOTE, replace(VOTE, n=2, quote=long, highlights=())))
    shown = within_limits(answer_view(answered(answer), asked(answer), IDS, SAY))
    assert not any("wharves" in text for text in shown)
