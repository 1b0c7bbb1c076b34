"""The pages: each layout with two stories, the halves sharing neither layouts nor stories."""

from __future__ import annotations

from collections.abc import Iterator

from tests.data.pages import layouts, layouts_reporting, layouts_seen, stories
from tests.data.pages.layouts import Page
from tests.data.pages.stories import Story


def pages(half: str) -> Iterator[tuple[str, Page, str]]:
    """Layout, page and expected text of the half "tuning" or "reporting"."""
    own = stories.TUNING if half == "tuning" else stories.REPORTING
    made = (
        (*layouts.TUNING, *layouts_seen.SEEN) if half == "tuning" else layouts_reporting.REPORTING
    )
    for number, layout in enumerate(made):
        for story in (own[number % len(own)], own[(number + 3) % len(own)]):
            page = layout(story)
            yield layout.__name__, page, page.text or text_of_story(story)


def text_of_story(story: Story) -> str:
    """All of the story's words, a line for each part."""
    return "\n".join(words.replace(" // ", "\n").replace(" | ", " ") for _, words in story.parts)
