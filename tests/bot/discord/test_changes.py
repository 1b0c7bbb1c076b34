"""What makes an answer another one, and the faces of what the bot says by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.discord.asking import Token, this_minute
from bot.discord.changes import Told, change, told
from bot.discord.follows import Follow, followed
from bot.discord.news import Story
from bot.discord.render.digest import digest_view
from bot.discord.render.following import begun_view, changed_view, list_view
from bot.discord.render.layout import valued
from retrieval.records import Answer, Article, Claim, Event
from tests.bot.discord.answers import ANSWERS, AS_OF, BASE, VOTE, answered, asked, at
from tests.bot.discord.test_render import (
    IDS,
    OURS,
    SAY,
    few,
    hostile,
    same,
    urls,
    within_limits,
)
from tests.bot.discord.test_safe import LIVE

NONE = ANSWERS["no_answer"]
MOVED = replace(BASE, event=Event(date(2031, 3, 12), date(2031, 3, 12), "Lower Hall"))
PASSED = replace(BASE, verdict="passed")
DISPUTED = ANSWERS["disputed"]
OTHERWISE = replace(
    DISPUTED, agreement=(*DISPUTED.agreement, Claim("2031-03-20", ("Quay News",), (1,)))
)
SAID = ANSWERS["answered"]
SAID_OTHERWISE = replace(SAID, agreement=(Claim("Westhaven", ("Port Gazette",), (1,)),))
QUOTED = replace(SAID, agreement=())
QUOTED_ANEW = replace(QUOTED, citations=(replace(VOTE, article_id="another"),))
ALSO_QUOTED = replace(QUOTED, citations=(*QUOTED.citations, replace(VOTE, article_id="third")))
CONFIRMED = replace(
    BASE, agreement=(Claim("2031-03-09", ("Port Gazette", "Quay News"), (1, 2)),),
    citations=(replace(VOTE, article_id="another"),),
)  # fmt: skip
ELSEWHERE = replace(BASE, event=Event(date(2031, 3, 9), None, "Upper Hall"))


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (NONE, BASE, "found"),
        (NONE, SAID, "found"),
        (BASE, NONE, "lost"),
        (NONE, replace(NONE, reason="old"), None),
        (ANSWERS["not_set"], BASE, "dated"),
        (SAID, BASE, "dated"),
        (BASE, MOVED, "moved"),
        (PASSED, MOVED, "moved"),
        (BASE, PASSED, "passed"),
        (PASSED, PASSED, None),
        (BASE, ANSWERS["not_set"], "unset"),
        (BASE, DISPUTED, "disputed"),
        (DISPUTED, OTHERWISE, "disputed"),
        (DISPUTED, DISPUTED, None),
        (DISPUTED, BASE, "settled"),
        (SAID, SAID_OTHERWISE, "value"),
        (SAID, replace(SAID, citations=SAID.citations[::-1]), None),
        (QUOTED, QUOTED_ANEW, "coverage"),
        (QUOTED, ALSO_QUOTED, None),
        (QUOTED, SAID, None),
        (BASE, CONFIRMED, None),
        (BASE, ELSEWHERE, None),
        (PASSED, ANSWERS["outdated"], None),
        (BASE, SAID, "verdict"),
    ],
)
def test_what_is_a_change_and_what_is_none(before: Answer, after: Answer, kind: str) -> None:
    assert change(told(before), told(after)) == kind


def test_an_article_that_was_told_of_is_no_news_again() -> None:
    assert change(told(QUOTED), told(QUOTED_ANEW), {"another"}) is None


@given(st.sampled_from([*ANSWERS.values(), MOVED, PASSED, OTHERWISE, CONFIRMED]))
def test_what_was_told_is_read_back_and_is_no_change(answer: Answer) -> None:
    what = told(answer)
    assert Told.read(what.written()) == what
    assert change(what, what) is None


@pytest.mark.parametrize(
    "written",
    [
        "", "3", "[]", "{}", '{"verdict": "found", "values": []}', '{"verdict": "passed"}',
        '{"verdict": "passed", "first": "@everyone", "values": []}',
        '{"verdict": "passed", "values": [], "of": "another version"}',
    ],
)  # fmt: skip
def test_what_cannot_be_read_counts_as_never_told_and_spoils_no_list(written: str) -> None:
    with pytest.raises(ValueError):
        Told.read(written)
    row: Any = {
        "id": 7, "user": 1, "guild": None, "channel": None, "places": "[]", "question": "When?",
        "locale": "uk", "made": "", "told": written, "seen": "[]", "refusals": 0,
    }  # fmt: skip
    assert followed(row).told == Told("no_answer")


def test_a_date_is_shown_as_one_and_a_number_is_not() -> None:
    assert valued("2031-03-09").startswith("<t:")
    assert [valued("20310309"), valued("<@1>")] == ["20310309", "\\<@\u200b1\\>"]


# Faces ----------------------------------------------------------------------------------------

FOLLOW = Follow(7, 1, 2, 3, (), BASE.question, "en-US", "", told(BASE))
STORIES = [
    Story(
        Article(
            f"story-{n}", "Text.", f"The harbour, *part* {n}", "Port Gazette", "Desk",
            f"https://gazette.example/{n}" if n % 3 else None, at(4, 8),
        ),
        ("Ferry Post", "Quay News", "Island Times")[: n % 4],
    )
    for n in range(1, 14)
]  # fmt: skip


async def test_a_change_a_list_and_a_digest_have_their_faces() -> None:
    view = changed_view(FOLLOW, "moved", told(MOVED), answered(MOVED), asked(MOVED), IDS, SAY)
    same("follow_changed", view)
    view = begun_view(FOLLOW, answered(BASE), asked(BASE), IDS, SAY, by="al*ice")
    same("follow_begun", view)
    found = [replace(FOLLOW, id=n, channel=3 if n % 2 else None) for n in range(1, 13)]
    same("follows", list_view(found, Token("", AS_OF), 0, IDS, SAY))
    same("digest", digest_view(STORIES, "harbour", AS_OF, 0, IDS, SAY))
    same("digest_last", digest_view(STORIES, None, AS_OF, 1, IDS, SAY))


articles = st.builds(
    Article, id=st.text(max_size=5), text=st.just(""), title=hostile, outlet=hostile,
    source=st.just(""), url=urls, published=st.none() | st.just(datetime(2031, 3, 1, tzinfo=UTC)),
)  # fmt: skip


@settings(deadline=None, max_examples=20)
@given(st.lists(st.builds(Story, articles, few), min_size=1, max_size=25), hostile, hostile)
def test_no_digest_and_no_list_is_over_the_limits(
    stories: list[Story], topic: str, question: str
) -> None:
    views = [
        digest_view(stories, topic, AS_OF, page, IDS, SAY) for page in range(-(-len(stories) // 10))
    ]
    found = [replace(FOLLOW, id=10**15 - n, channel=None, question=question) for n in range(25)]
    views.append(list_view(found, Token("", this_minute(AS_OF)), 1, IDS, SAY))
    for view in views:
        for text in within_limits(view):
            rest = OURS.sub("\x01", text)
            for name, pattern in LIVE.items():
                assert not re.search(pattern, rest, re.M | re.I), (name, text)
