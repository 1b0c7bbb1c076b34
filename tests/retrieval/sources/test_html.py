from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.articles import parse_when
from retrieval.sources.html import read_page, text_of
from retrieval.web.records import PageText

TEXT = (
    "The second round of talks is set for Monday, 2 June, in Istanbul, the minister said.",
    "He asked Kyiv to answer by Friday & said the delegation is unchanged.",
)
BODY = f"""
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Talks set for Monday</h1>
<p>{TEXT[0]}</p><p>{TEXT[1].replace("&", "&amp;")}</p></article>
<aside><ul><li><a href="/x">Ten recipes for summer</a></li></ul></aside>
<footer>© 2019 The Paper. All rights reserved.</footer>
"""


def page(head: str = "", body: str = BODY) -> PageText:
    markup = f'<!doctype html><html lang="en-GB"><head>{head}</head><body>{body}</body></html>'
    return read_page(markup.encode())


def test_the_article_is_found_and_what_surrounds_it_left_out() -> None:
    text = page().text
    assert all(paragraph in text for paragraph in TEXT)
    assert not any(words in text for words in ("Home", "recipes", "rights reserved"))


def test_a_page_states_its_title_outlet_address_and_language() -> None:
    found = page(
        "<title>Talks set for Monday | The Paper</title>"
        '<meta property="og:site_name" content="The Paper">'
        '<link rel="canonical" href="https://paper.example/talks">'
    )
    assert found.title == "Talks set for Monday"
    assert found.outlet == "The Paper"
    assert found.canonical == "https://paper.example/talks"
    assert found.language == "en-GB"


def test_a_host_is_no_outlet() -> None:
    assert page('<link rel="canonical" href="https://paper.example/talks">').outlet is None


def test_no_date_is_hunted_for_in_text_or_footer() -> None:
    found = page()
    assert (found.published, found.updated) == (None, None)


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (
            '<meta property="article:published_time" content="2025-05-28T21:30:00+03:00">',
            "2025-05-28T21:30:00+03:00",
        ),
        (
            '<script type="application/ld+json">{"datePublished": "2025-05-28T21:30Z"}</script>',
            "2025-05-28T21:30Z",
        ),
        ('<meta name="date" content="2025-05-28">', "2025-05-28"),
        (
            '<meta itemprop="datePublished" content="yesterday">'
            '<script type="application/ld+json">{"datePublished": "2025-05-28"}</script>',
            "2025-05-28",
        ),
        ('<meta itemprop="datePublished" content="yesterday">', None),
    ],
)
def test_a_stated_date_is_taken_with_its_time(head: str, published: str | None) -> None:
    assert page(head).published == parse_when(published)


def test_a_stated_change_is_taken() -> None:
    found = page('<meta property="article:modified_time" content="2025-05-29T08:00Z">')
    assert found.updated == parse_when("2025-05-29T08:00Z")


def test_the_declared_encoding_is_honoured() -> None:
    words = "Нет, сказал он. " * 5
    markup = f'<html><head><meta charset="koi8-r"></head><body><p>{words}</p></body></html>'
    assert "Нет, сказал он." in read_page(markup.encode("koi8_r")).text


def test_a_fragment_is_a_page() -> None:
    assert read_page(f"<p>{TEXT[0]}</p>".encode()).text == TEXT[0]


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("Plain words, R&amp;D included.", "Plain words, R&D included."),
        ("<p>One &amp; two.</p><p>Three.</p>", "One & two.\n\nThree."),
        ("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", "One.\n\nTwo."),
        ("<ul><li>First</li><li>Second</li></ul>", "- First\n- Second"),
        ("<table><tr><th>Party<th>Seats<tr><td>Reds<td>12</table>", "Party | Seats\nReds | 12"),
        (
            "<p>One.</p><img src='//t.example/p.gif' width=1><script>x()</script>"
            "<p>The post <a href='/x'>Talks</a> appeared first on <a href='/'>The Paper</a>.</p>",
            "One.",
        ),
        ("One.<br><br>Two. <a href='/x'>Read more</a>", "One.\n\nTwo. Read more"),
        ("<p>One.</p><p><a href='/x'>Read more</a></p>", "One."),
        ("", ""),
    ],
)
def test_what_a_feed_carries_becomes_text(given: str, text: str) -> None:
    assert text_of(given) == text


@pytest.mark.parametrize(
    "data",
    [
        b"<html></html>",
        b"<div>" * 20_000 + b"Talks",
        b"\x00\x01binary",
    ],
)
def test_a_page_without_an_article_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        read_page(data)


_markup = st.lists(
    st.sampled_from(
        [
            "The talks begin on Monday. ",
            "<p>",
            "</p>",
            "<html",
            ">",
            "<table><tr><td>",
            "<!--",
            "-->",
            "<?xml",
            "]]>",
            "\x01",
            "'",
            "&#xd800;",
            "&#0;",
            "<meta property='article:published_time' content='",
            "<script type='application/ld+json'>",
            "</script>",
        ]
    )
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=10),
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(_markup)
def test_any_markup_is_read_or_refused(pieces: list[str]) -> None:
    try:
        found = read_page("".join(pieces).encode())
    except ValueError:
        return
    assert found.text.strip()
