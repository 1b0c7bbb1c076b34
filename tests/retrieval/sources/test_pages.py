from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.extraction import score
from retrieval.articles import parse_when
from retrieval.sources.html import read_page
from retrieval.web.records import PageText
from tests.data.pages.gold import pages

NOW = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = "The board voted on Tuesday to reopen the north pier to ferries, the clerk said. " * 4
SEEDS = [page.markup.encode() for _, page, _ in pages("tuning")][::3]


def page(head: str = "", above: str = "", below: str = "", address: str | None = None) -> PageText:
    markup = f"<html><head>{head}</head><body><main><h1>The pier</h1>{above}<p>{WORDS}</p>{below}"
    return read_page(f"{markup}</main></body></html>".encode(), address=address, now=NOW)


@pytest.mark.parametrize("half", ["tuning", "reporting", "newsrooms-a"])
def test_the_text_of_pages_is_found(half: str) -> None:
    scores = [
        score(read_page(p.markup.encode(), address=p.address, now=NOW).text, gold)[2]
        for _, p, gold in pages(half)
    ]
    assert sum(scores) / len(scores) >= 0.95


@pytest.mark.parametrize("half", ["tuning", "reporting"])
def test_stated_dates_of_pages_are_right(half: str) -> None:
    right = [
        read_page(p.markup.encode(), address=p.address, now=NOW).published
        == parse_when(p.published)
        for _, p, _ in pages(half)
    ]
    assert sum(right) / len(right) >= 0.95


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("Published 5 June 2025, 14:30 EEST", "2025-06-05T11:30Z"),
        ("Posted: Thursday, June 5, 2025 2:30 PM EDT", "2025-06-05T18:30Z"),
        ("Published on June 5th, 2025", "2025-06-05"),
        ("Veröffentlicht am 05.06.2025, 18:00 Uhr", "2025-06-05T18:00Z"),
        ("Опубликовано: 5 июня 2025, 14:30 МСК", "2025-06-05T11:30Z"),
        ("Опубліковано 5 червня 2025", "2025-06-05"),
        ("Yayınlanma: 5 Haziran 2025 14:30 TRT", "2025-06-05T11:30Z"),
        ("Publié le 24/07/2025 à 18h05", "2025-07-24T18:05Z"),
        ("Published 5 June 2025, 14:30 GMT+2", "2025-06-05T12:30Z"),
        ("Published 5 June 2025, 14:30 IST", "2025-06-05"),
        ("Published 06/05/2025", None),
        ("Published 5 June 2031", None),
        ("Published: 14:30, 5 June 2025", "2025-06-05T14:30Z"),
        ("Published: 2:30 PM EDT, June 5, 2025", "2025-06-05T18:30Z"),
        ("Updated 5 June 2025", None),
    ],
)
def test_a_line_of_dates_is_read_with_its_zone(line: str, moment: str | None) -> None:
    found = page(above=f'<p class="date">{line}</p>')
    assert found.published == parse_when(moment)
    assert found.dated_by == ("text" if moment else None)


@pytest.mark.parametrize(
    ("stated", "linked", "published", "origin"),
    [
        ("2025-06-05", "2025-06-05T09:00:00+03:00", "2025-06-05T06:00Z", "JSON-LD"),
        ("2025-06-05T09:00:00Z", "2025-06-05", "2025-06-05T09:00Z", "page metadata"),
        ("2025-06-09T09:00:00Z", "2025-06-05T09:00:00Z", "2025-06-05T09:00Z", "JSON-LD"),
        ("2031-01-01", "2025-06-05", "2025-06-05", "JSON-LD"),
        ("1970-01-01T00:00:00Z", "2025-06-05", "2025-06-05", "JSON-LD"),
    ],
)
def test_where_metadata_and_json_ld_differ(
    stated: str, linked: str, published: str, origin: str
) -> None:
    found = page(
        f'<meta property="article:published_time" content="{stated}">'
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The pier",'
        f'"datePublished": "{linked}"}}</script>'
    )
    assert (found.published, found.dated_by) == (parse_when(published), origin)


@pytest.mark.parametrize(
    "below",
    [
        "<footer>© 2019 The Paper</footer>",
        "<aside><time datetime='2025-06-05'>5 June</time></aside>",
        "<div class='related'><time datetime='2025-06-05'>5 June</time></div>",
        "<p>The fair takes place on 5 June 2025.</p>",
        "<div itemscope itemtype='https://schema.org/NewsArticle' class='related-item'>"
        "<meta itemprop='datePublished' content='2025-06-05'></div>",
        '<script type="application/ld+json">[{"@type": "NewsArticle", "url": "/a", "headline":'
        '"Swans", "datePublished": "2025-06-05"}, {"@type": "NewsArticle", "url": "/b",'
        '"headline": "Geese", "datePublished": "2025-06-06"}]</script>',
    ],
)
def test_a_date_of_something_else_is_not_the_articles(below: str) -> None:
    assert page(below=below).published is None


def test_a_date_that_says_what_it_is_goes_before_one_that_only_stands_above() -> None:
    found = page(above="<span>9 June 2025</span><p>Published: 5 June 2025</p>")
    assert found.published == parse_when("2025-06-05")


def test_a_date_below_a_heading_goes_before_one_above_it() -> None:
    markup = "<span>9 June 2025</span><h1>The pier</h1><span>5 June 2025</span>"
    found = read_page(f"<body>{markup}<p>{WORDS}</p>".encode(), now=NOW)
    assert found.published == parse_when("2025-06-05")


def test_dates_of_events_below_the_text_date_nothing() -> None:
    events = "".join(f"<span class='event-on date'>{n} June 2025</span>" for n in (5, 9))
    assert page(above=f"<p>{WORDS}</p>", below=f"<div>{events}</div>").published is None


def test_the_data_that_a_page_is_drawn_from_dates_it() -> None:
    data = (
        '{"props": {"more": [{"title": "Swans on the pier", "publishedAt": "2025-06-09"}], "post":'
        '{"slug": "the-old-pier", "published_at": "2025-06-05T10:00:00Z", "updatedAt":'
        "1749200000}}}"
    )
    head = f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
    found = page(head, address="https://paper.example/the-old-pier")
    assert found.published == parse_when("2025-06-05T10:00Z")
    assert found.updated == parse_when("2025-06-06T08:53:20Z")


ATTRIBUTES = " ".join(f"a{n}" for n in range(400))


@pytest.mark.parametrize(
    "markup",
    [
        f"<p {ATTRIBUTES}>{WORDS}",
        f"<p x='<' {ATTRIBUTES} y='>'>{WORDS}",
        f"<p x='{'>' * 9}' {ATTRIBUTES}>{WORDS}",
        f"<p {ATTRIBUTES.replace(' ', '/')}>{WORDS}",
        f"<\0p {ATTRIBUTES}>{WORDS}",
        f"<!--><p {ATTRIBUTES}>{WORDS}-->",
        f"<textarea></textarea><p {ATTRIBUTES.replace(' a', chr(39) * 2 + ' a')}>{WORDS}",
    ],
)
def test_a_tag_with_very_many_attributes_is_refused(markup: str) -> None:
    assert outcome(markup.encode()) == "the page has an element with too many attributes"


def test_code_that_looks_like_such_a_tag_is_no_reason_to_refuse_a_page() -> None:
    found = page(f"<script>for (i=0; i<n; i++) {{ {ATTRIBUTES} }}</script>")
    assert WORDS.strip() in found.text


def test_a_page_whose_text_is_nested_without_need_is_refused() -> None:
    markup = "<div class=share>" * 190 + WORDS * 1000
    assert "too long" in str(outcome(markup.encode()))


def test_a_day_in_the_address_is_an_inference() -> None:
    found = page(address="https://paper.example/2025/06/05/pier")
    assert found.published == parse_when("2025-06-05")
    assert (found.dated_by, found.published_basis) == ("address", "inferred")


def test_a_change_is_never_the_publication() -> None:
    found = page('<meta property="article:modified_time" content="2025-06-05T10:00Z">')
    assert (found.published, found.updated) == (None, parse_when("2025-06-05T10:00Z"))


@pytest.mark.parametrize(
    ("href", "address", "canonical"),
    [
        ("/pier", "https://paper.example/amp/pier", "https://paper.example/pier"),
        ("https://paper.example/", "https://paper.example/pier", None),
        ("javascript:x()", "https://paper.example/pier", None),
        ("/pier", None, None),
    ],
)
def test_a_canonical_address_is_whole_and_of_the_web(
    href: str, address: str | None, canonical: str | None
) -> None:
    found = page(f'<link rel="canonical" href="{href}">', address=address)
    assert found.canonical == canonical


def outcome(data: bytes) -> PageText | str:
    """The page, or what is said of one that is refused."""
    try:
        return read_page(data, now=NOW)
    except ValueError as error:
        return str(error)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(SEEDS), st.integers(0, 5000), st.integers(0, 3000), st.binary(max_size=40))
def test_a_damaged_page_is_read_or_refused(data: bytes, at: int, cut: int, put: bytes) -> None:
    found = outcome(data[:at] + put + data[at + cut :])
    if isinstance(found, str):
        assert "taken apart" not in found
    else:
        assert found.text.strip()
        assert found.published is None or found.published <= NOW.replace(day=2)


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li", "p", "a href=x"])
def test_a_page_nested_without_end_is_refused_or_read(tag: str) -> None:
    assert "taken apart" not in str(outcome(f"<{tag}>".encode() * 50_000 + WORDS.encode()))
