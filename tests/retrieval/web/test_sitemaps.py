from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.web.records import Listing
from retrieval.web.sitemaps import read_sitemap

MAP = "https://paper.example/map.xml"
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def read(data: str | bytes) -> Listing:
    data = data if isinstance(data, bytes) else data.encode()
    return read_sitemap(data, address=MAP, max_bytes=100_000)[0]


def urlset(inside: str) -> str:
    return f'<?xml version="1.0"?><urlset {SPACE}>{inside}</urlset>'


def test_addresses_and_dates_are_read_packed_or_not() -> None:
    written = urlset("<url><loc> /a </loc><lastmod>2025-07-30</lastmod></url><url><loc/></url>")
    for data in (written.encode(), gzip.compress(written.encode())):
        (item,) = read(data).items
        assert (item.address, item.updated, item.published) == (
            "https://paper.example/a", "2025-07-30", None,
        )  # fmt: skip


def test_a_picture_is_not_the_article() -> None:
    (item,) = read(
        urlset(
            '<url xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><image:image>'
            "<image:loc>/picture</image:loc><image:title>Picture</image:title></image:image>"
            "<loc>/a</loc></url>"
        )
    ).items
    assert (item.address, item.title) == ("https://paper.example/a", None)


def test_an_index_names_further_sitemaps() -> None:
    one = "<sitemap><loc>/1.xml</loc><lastmod>2025-07-30</lastmod></sitemap>"
    listing = read(
        f"<sitemapindex {SPACE}>{one}<sitemap><loc>file:///x</loc></sitemap></sitemapindex>"
    )
    assert [(f.address, f.modified) for f in listing.further] == [
        ("https://paper.example/1.xml", "2025-07-30")
    ]
    assert listing.items == ()


def test_a_packed_sitemap_grows_only_so_far() -> None:
    with pytest.raises(ValueError, match="more than"):
        read(gzip.compress(urlset(" " * 50_000_000).encode()))


def test_no_entity_reads_a_file_or_grows(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE urlset [<!ENTITY e0 "ha">{names}<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    inside = "<url><loc>/a&x;</loc><title>&x;&e11;</title></url>"
    try:
        listing = read(doctype + urlset(inside).partition("?>")[2])
    except ValueError:
        return
    assert "SECRET" not in str(listing)
    assert len(str(listing)) < 10_000


def test_what_is_ill_formed_gives_what_it_can() -> None:
    listing, complaint = read_sitemap(
        urlset("<url><loc>/a</loc></url><url><loc>/b").encode()[:-20], address=MAP, max_bytes=9_999
    )
    assert listing.items[0].address == "https://paper.example/a"
    assert complaint is not None
    assert "ill-formed" in complaint


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda t: urlset(t).encode()))
def test_any_bytes_are_a_sitemap_or_a_message(data: bytes) -> None:
    try:
        read(data)
    except ValueError as error:
        assert str(error)  # noqa: PT017
