"""The payloads of the commands that show coverage: golden files, and Discord's limits always."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.discord.asking import Asked, token_of
from bot.discord.render import article as articles
from bot.discord.render import latest as latests
from bot.discord.render import sources as sourcing
from bot.discord.render import timeline as timelines
from bot.discord.render.article import Dossier, Version, article_view
from bot.discord.render.latest import latest_view
from bot.discord.render.sources import Covered, Shown, sources_view, why_failed
from bot.discord.render.timeline import described, timeline_view
from bot.discord.safe import size, tidy
from retrieval.records import Article, Chronicle, Freshness, Story, TimelineEntry
from tests.bot.discord.answers import AS_OF, FRESH, OTHER, VOTE, at
from tests.bot.discord.test_render import IDS, OURS, SAY, few, hostile, same, urls, within_limits
from tests.bot.discord.test_safe import LIVE

ASKED = Asked("harbour vote", AS_OF)
TOKEN = token_of(ASKED, "build-7")

STORIES = tuple(
    Story(f"article-{n}", 1, f"Harbour vote, part {n}", "Port Gazette",
          f"https://gazette.example/{n}" if n % 3 else None, at(4 - n // 3, n % 3), None,
          ("Ferry Post", "Quay News", "Island Times", "Gull") if n == 2 else ())
    for n in range(1, 10)
)  # fmt: skip

CHRONICLE = Chronicle(
    "harbour vote",
    (
        TimelineEntry(date(2031, 2, 20), date(2031, 2, 21), "happened", VOTE, None, 1.5),
        TimelineEntry(date(2031, 3, 1), date(2031, 3, 1), "planned", replace(VOTE, n=2), None, 0.4),
        TimelineEntry(date(2031, 3, 9), date(2031, 3, 9), "moved", replace(OTHER, n=3),
                      date(2031, 3, 12), 2.5),
        TimelineEntry(date(2031, 3, 10), date(2031, 3, 10), "cancelled", replace(VOTE, n=4)),
        TimelineEntry(date(2031, 3, 12), date(2031, 3, 12), "planned", replace(OTHER, n=5)),
        TimelineEntry(date(2031, 4, 2), date(2031, 4, 2), "proposed", replace(VOTE, n=6)),
    ),
    ((date(2031, 2, 21), 1), (date(2031, 3, 3), 4), (date(2031, 3, 4), 2)), 8, 3,
)  # fmt: skip

COVERED = Covered(
    (
        Shown("Quay News", "feed", 12, at(1), at(2, 8), 3,
              "https://10.0.0.7/feed: answered 503", 0, None),
        Shown("Island Times", "sitemap", 80, at(1), at(4, 9), 0, None, 2, 9),
        Shown("Port Gazette", "folder", 340, at(4, 8), at(4, 9), 0, None, 0, None),
    ),
    (("Port Gazette", 340), ("Island Times", 80), ("Quay News", 12)), at(1), at(4, 8), at(4, 9),
)  # fmt: skip

ARTICLE = Article(
    "article-1", "The council votes on 12 March.", "Harbour vote moved", "Port Gazette", "Wire",
    "https://gazette.example/harbour/1", at(3, 7), "inferred", at(4, 8), None,
    "summary of a report by Quay News", 2,
)  # fmt: skip
DOSSIER = Dossier(
    ARTICLE, (("The council votes on 12 March.", "It meets in Lower Hall."),),
    (
        Version(2, at(4, 8), (("9 March", "12 March"), ("", "It meets in Lower Hall.")), 1),
        Version(1, at(3, 7)),
    ),
    ("Ferry Post",),
)  # fmt: skip


async def test_the_newest_coverage() -> None:
    same("latest", latest_view(STORIES, FRESH, replace(ASKED, question=""), TOKEN, 0, IDS, SAY))
    own = replace(ASKED, outlets=("Port Gazette",))
    same("latest_topic", latest_view(STORIES, FRESH, own, TOKEN, 1, IDS, SAY))


async def test_a_timeline() -> None:
    same("timeline", timeline_view(CHRONICLE, FRESH, ASKED, TOKEN, 0, IDS, SAY, picture=True))
    nothing = Chronicle("harbour vote", (), (), 0)
    limited = replace(ASKED, since=at(1), until=at(9))
    same("timeline_none", timeline_view(nothing, FRESH, limited, TOKEN, 0, IDS, SAY, picture=False))


async def test_the_sources() -> None:
    same("sources", sources_view(COVERED, TOKEN, 0, IDS, SAY))
    same("sources_none", sources_view(Covered((), (), None, None, None), TOKEN, 0, IDS, SAY))


async def test_an_article_and_its_versions() -> None:
    same("article", article_view(DOSSIER, TOKEN, 0, IDS, SAY))
    same("article_versions", article_view(DOSSIER, TOKEN, 1, IDS, SAY))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ('source "A": the folder /srv/a/b can\'t be read: no such file or directory; check',
         "no longer where it was"),
        ("/home/x/news.jsonl: permission denied", "may not read"),
        ("http://10.0.0.7:8080/feed: answered 503", "the error 503"),
        ("http://intra.example/feed: refused: intra.example leads to 10.0.0.7, which is not on the"
         " public internet; [fetch] allow_private_addresses = true would allow it", "no address"),
        ("https://a.example/: robots.txt forbids it", "does not allow"),
        ("https://a.example/: no whole answer within 20 s", "in time"),
        ("https://a.example/: its host name leads nowhere (secret)", "can't be found"),
        ("something at C:\\secret\\path went wrong in 10.0.0.7", "dateline status"),
    ],
)  # fmt: skip
def test_why_a_source_fails_names_no_place(error: str, words: str) -> None:
    shown = why_failed(error, SAY)
    assert words in shown
    for secret in ("/srv", "/home", "10.0.0", "intra", "example", "secret", "://"):
        assert secret not in shown


def test_the_picture_is_described_in_the_room_there_is() -> None:
    assert "most on 2031-03-03 (4)" in described(CHRONICLE, SAY)
    assert "[3] 2031-03-09 moved" in described(CHRONICLE, SAY)
    long = replace(CHRONICLE, topic="@everyone " * 400)
    assert len(described(long, SAY)) <= 1024


# Hostile ------------------------------------------------------------------------------------------

moments = st.none() | st.just(datetime(2031, 3, 1, 4, tzinfo=UTC))
stories = st.builds(
    Story, article_id=hostile, version=st.just(1), title=hostile, outlet=hostile, url=urls,
    published=moments, attribution=st.none() | hostile, also_in=few,
)  # fmt: skip
bold = st.tuples(st.tuples(st.integers(0, 3000), st.integers(0, 3000)).map(sorted).map(tuple))
citations = st.builds(
    replace, st.just(VOTE), title=hostile, outlet=hostile, url=urls, quote=hostile,
    attribution=st.none() | hostile, also_in=few, highlights=bold,
)  # fmt: skip
entries = st.builds(
    TimelineEntry, st.just(date(2031, 3, 1)), st.sampled_from([date(2031, 3, 1), date(2031, 3, 3)]),
    st.sampled_from(["happened", "planned", "proposed", "moved", "cancelled"]), citations,
    st.just(date(2031, 3, 9)), st.floats(0, 9),
)  # fmt: skip
shown_sources = st.builds(
    Shown, hostile, st.sampled_from(["feed", "folder", "odd"]), st.integers(0, 9**9), moments,
    moments, st.integers(0, 3), st.none() | hostile, st.integers(0, 9), st.none() | st.just(9),
)  # fmt: skip
versions = st.builds(
    Version, st.integers(1, 99), moments,
    st.lists(st.tuples(hostile | st.just(""), hostile), max_size=articles.CHANGES).map(tuple),
    st.integers(0, 3),
)  # fmt: skip
# As read_article makes them: at most so much on a page.
texts = st.lists(hostile.map(lambda t: tidy(t)[: articles.PAGE // 3]), min_size=1, max_size=3)


def inert(view: object) -> None:
    for text in within_limits(view):  # type: ignore[arg-type]
        rest = re.sub(r"(?m)^-# (?=\[\d+\] )|[“”]", "", OURS.sub("\x01", text))
        for name, pattern in LIVE.items():
            assert not re.search(pattern, rest, re.M | re.I), (name, text)


@settings(max_examples=40)
@given(st.lists(stories, max_size=latests.PAGE), hostile, few)
def test_no_list_of_stories_is_too_large_or_lets_anything_live(
    found: list[Story], topic: str, outlets: tuple[str, ...]
) -> None:
    asked = Asked(tidy(topic)[:300], AS_OF, outlets=outlets)
    inert(latest_view(found, FRESH, asked, TOKEN, 0, IDS, SAY))


@settings(max_examples=40)
@given(st.lists(entries, min_size=1, max_size=timelines.PAGE), hostile)
def test_no_timeline_is_too_large_or_lets_anything_live(
    found: list[TimelineEntry], topic: str
) -> None:
    chronicle = replace(CHRONICLE, topic=topic, entries=tuple(found * 3))
    asked = Asked(tidy(topic)[:300] or "q", AS_OF)
    view = timeline_view(chronicle, FRESH, asked, TOKEN, 0, IDS, SAY, picture=True)
    inert(view)
    # None of the page's events has gone: pages are counted.
    days = sum("**<t:" in text for text in within_limits(view))
    assert days == min(len(chronicle.entries), timelines.PAGE)


@settings(max_examples=40)
@given(st.lists(shown_sources, max_size=sourcing.PAGE), few)
def test_no_list_of_sources_is_too_large_or_lets_anything_live(
    found: list[Shown], outlets: tuple[str, ...]
) -> None:
    covered = replace(COVERED, sources=tuple(found), outlets=tuple((o, 3) for o in outlets))
    inert(sources_view(covered, TOKEN, 0, IDS, SAY))


@settings(max_examples=40)
@given(hostile, hostile, texts, st.lists(versions, max_size=12), few)
def test_no_article_is_too_large_or_lets_anything_live(
    title: str, outlet: str, text: list[str], edits: list[Version], also: tuple[str, ...]
) -> None:
    article = replace(ARTICLE, title=title, outlet=outlet, attribution=outlet)
    dossier = Dossier(article, (tuple(text),), tuple(edits), also)
    for page in range(dossier.count):
        inert(article_view(dossier, TOKEN, page, IDS, SAY))


def test_freshness_may_be_unknown() -> None:
    unknown = Freshness(None, None)
    within_limits(latest_view((), unknown, ASKED, TOKEN, 0, IDS, SAY))
    within_limits(timeline_view(CHRONICLE, unknown, ASKED, TOKEN, 0, IDS, SAY, picture=False))
    undated = Dossier(replace(ARTICLE, published=None), (("x",),), (Version(1, None),), ())
    shown = within_limits(article_view(undated, TOKEN, 0, IDS, SAY))
    assert "When it was published is not known" in shown[0]
    assert sum(map(size, shown)) < 500
