from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from retrieval.records import Article, Problem
from retrieval.sources import SourceConfig, open_source
from retrieval.web.archive import Archive, ListingState
from retrieval.web.records import Item, PageText, Validators

SEEN = datetime(2025, 8, 1, tzinfo=UTC)
NINE = datetime(2025, 7, 30, 9, tzinfo=UTC)
LAST_WEEK = NINE - timedelta(days=9)
ADDRESS = "https://paper.example/a"
TEXT = "The bridge opens on Saturday, the harbour office said in a statement."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.sqlite3"


def read(path: Path, item: Item, page: PageText | None = None) -> Sequence[Any]:
    """What a source yields that lists ``item``, whose page is ``page``."""
    with Archive(path) as archive:
        key = archive.key_of(item.address) if item.address else "Paper#1"
        archive.put_listing("Paper", "", ListingState(), {key: item}, SEEN)
        state = archive.page(key)
        if page is not None and state is not None:
            archive.put_page(
                state, page, id=key, body_hash="", validators=Validators(), moved_to=None, now=SEEN
            )
    return list(open_source(SourceConfig("feed", "Paper", ADDRESS), path).read())


def article(path: Path, item: Item, page: PageText | None = None) -> Article:
    (found,) = read(path, item, page)
    assert isinstance(found, Article)
    return found


def dated(when: datetime | None, by: str = "JSON-LD", **more: Any) -> PageText:
    basis: Any = more.pop("published_basis", "stated")
    return PageText(TEXT, published=when, dated_by=by, published_basis=basis, **more)


def fed(when: datetime | str | None) -> Item:
    return Item(ADDRESS, published=when.isoformat() if isinstance(when, datetime) else when)


@pytest.mark.parametrize(
    ("item", "page", "when", "by"),
    [
        (fed(NINE), dated(None), NINE, "feed"),
        (fed(None), dated(NINE), NINE, "JSON-LD"),
        (fed(NINE), dated(NINE + timedelta(hours=1)), NINE + timedelta(hours=1), "JSON-LD"),
        # A page that states only the day has no better date than its feed.
        (fed(NINE), dated(NINE.replace(hour=0)), NINE, "feed"),
        # What is further apart than a day contradicts each other: the earlier is believed.
        (fed(NINE), dated(LAST_WEEK), LAST_WEEK, "JSON-LD"),
        (fed(NINE), dated(NINE + timedelta(days=2)), NINE, "feed"),
        # What was read off the text counts only where nothing was stated.
        (fed(NINE), dated(LAST_WEEK, "text", published_basis="inferred"), NINE, "feed"),
        # Nothing is published after it was seen.
        (fed(SEEN + timedelta(days=2)), dated(NINE), NINE, "JSON-LD"),
        (fed(NINE), dated(SEEN + timedelta(days=2)), NINE, "feed"),
    ],
)  # fmt: skip
def test_the_date_of_publication_is_chosen_between_feed_and_page(
    path: Path, item: Item, page: PageText, when: datetime, by: str
) -> None:
    found = article(path, item, page)
    assert (found.published, found.dated_by, found.published_basis) == (when, by, "stated")


def test_an_inferred_date_stays_inferred(path: Path) -> None:
    found = article(path, fed(None), dated(NINE, "text", published_basis="inferred"))
    assert (found.published, found.dated_by, found.published_basis) == (NINE, "text", "inferred")


@pytest.mark.parametrize("written", ["2025-09-01T00:00:00Z", "1970-01-01T00:00:00Z", "yesterday"])
def test_a_date_that_cannot_be_right_is_left_out_with_a_problem(path: Path, written: str) -> None:
    problem, found = read(path, fed(written), PageText(TEXT))
    assert isinstance(problem, Problem)
    assert (found.published, found.published_basis, found.dated_by) == (None, "unknown", None)


def test_an_article_without_any_date_is_unknown_and_nothing_is_said(path: Path) -> None:
    found = article(path, fed(None), PageText(TEXT))
    assert (found.published, found.published_basis, found.dated_by) == (None, "unknown", None)


def test_the_latest_time_of_updating_counts_where_it_comes_after_publication(path: Path) -> None:
    later = NINE + timedelta(hours=3)
    item = replace(fed(NINE), updated=later.isoformat())
    assert article(path, item, dated(NINE, updated=NINE)).updated == later
    assert article(path, fed(NINE), dated(NINE, updated=NINE)).updated is None


def test_the_outlet_is_the_items_source_else_the_pages_site_else_the_configured_name(
    path: Path,
) -> None:
    page = PageText(TEXT, outlet="The Site")
    assert (
        article(path, Item(ADDRESS, outlet="Gazette &amp; Mail"), page).outlet == "Gazette & Mail"
    )
    assert article(path, Item(ADDRESS), page).outlet == "The Site"
    assert article(path, Item(ADDRESS), PageText(TEXT)).outlet == "Paper"


def test_what_the_feed_carries_stands_in_and_is_marked(path: Path) -> None:
    body = f"<p>{TEXT}</p>"
    found = article(path, Item(ADDRESS, title="Bridge &amp; ferry", body=body))
    assert (found.text, found.title) == (TEXT, "Bridge & ferry")
    assert found.attribution == "summary from the feed"
    full = Item(ADDRESS, body=body, body_is_full=True)
    assert article(path, full).attribution == "full text from the feed"
    cut = Item(ADDRESS, body=f"<p>{TEXT} And then…</p>", body_is_full=True)
    assert article(path, cut).attribution == "summary from the feed"


def test_an_item_without_an_address_has_an_id_of_its_source(path: Path) -> None:
    found = article(path, Item(None, id="1", body=TEXT))
    assert (found.id, found.url) == ("Paper#1", None)


def test_an_item_without_any_text_is_none(path: Path) -> None:
    assert read(path, Item(ADDRESS, title="Bridge opens")) == []
