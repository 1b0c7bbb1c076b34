"""The pages: each layout with two stories, the sets sharing neither layouts nor stories."""

from __future__ import annotations

from collections.abc import Iterator

from tests.data.pages import (
    layouts,
    layouts_reporting,
    layouts_seen,
    newsroom_stories,
    newsrooms_a,
    newsrooms_b,
    stories,
)
from tests.data.pages.layouts import Page
from tests.data.pages.stories import Story

SETS = ("tuning", "reporting", "newsrooms-a", "newsrooms-b")
LOCAL = {
    "german_daily": "de",
    "ukrainian_portal": "uk",
    "turkish_daily": "tr",
    "french_daily": "fr",
}


def pages(name: str) -> Iterator[tuple[str, Page, str]]:
    """Layout, page and expected text of one of ``SETS``."""
    if name.startswith("newsrooms"):
        yield from _newsrooms(name)
        return
    own = stories.TUNING if name == "tuning" else stories.REPORTING
    made = (
        (*layouts.TUNING, *layouts_seen.SEEN) if name == "tuning" else layouts_reporting.REPORTING
    )
    for number, layout in enumerate(made):
        for story in (own[number % len(own)], own[(number + 3) % len(own)]):
            page = layout(story)
            yield layout.__name__, page, page.text or text_of_story(story)


def _newsrooms(name: str) -> Iterator[tuple[str, Page, str]]:
    first = name == "newsrooms-a"
    english = newsroom_stories.ENGLISH_A if first else newsroom_stories.ENGLISH_B
    local = newsroom_stories.LOCAL_A if first else newsroom_stories.LOCAL_B
    for number, layout in enumerate(newsrooms_a.NEWSROOMS_A if first else newsrooms_b.NEWSROOMS_B):
        own = local.get(LOCAL.get(layout.__name__, ""), english)
        for n in (0, 1):
            story = own[(number * 2 + n) % len(own)]
            page = layout(story, n)
            yield layout.__name__, page, page.text or text_of_story(story)


def text_of_story(story: Story) -> str:
    """All of the story's words, a line for each part."""
    return "\n".join(words.replace(" // ", "\n").replace(" | ", " ") for _, words in story.parts)
