from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.web.feeds import MAX_LINE, feed_of, read_feed
from retrieval.web.records import Item, Listing

FEED = "https://paper.example/feed"


def read(data: str | bytes, **options: str) -> Listing:
    return read_feed(data if isinstance(data, bytes) else data.encode(), address=FEED, **options)[0]


def rss(inside: str, head: str = "") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Paper</title>'
        f"{head}<item>{inside}</item></channel></rss>"
    )


def item(inside: str) -> Item:
    (found,) = read(rss(inside)).items
    return found


def test_every_kind_of_feed_gives_the_same_item() -> None:
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>Paper</title></channel>'
        '<item rdf:about="x"><title>Ferry</title><link>/a</link></item></rdf:RDF>'
    )
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Paper</title><entry><title>Ferry</title>'
        '<link href="/a"/></entry></feed>'
    )
    old = (
        '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"'
        ' "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel>'
        "<title>Paper</title><item><title>Ferry</title><link>/a</link></item></channel></rss>"
    )
    json = (
        '{"version": "https://jsonfeed.org/version/1", "title": "Paper",'
        ' "items": [{"title": "Ferry", "url": "/a"}]}'
    )
    for feed in (rss("<title>Ferry</title><link>/a</link>"), rdf, atom, old, json):
        listing = read(feed)
        assert listing.title == "Paper"
        (found,) = listing.items
        assert (found.title, found.address) == ("Ferry", "https://paper.example/a")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Wed, 30 Jul 2025 09:00:00 +0200", "2025-07-30T07:00:00+00:00"),
        ("Wed, 30 Jul 2025 09:00:00 EDT", "2025-07-30T13:00:00+00:00"),
        ("Wed, 30 Jul 2025 09:00:00 CEST", "2025-07-30T07:00:00+00:00"),
        ("Wed, 30 Jul 2025 09:00:00", "2025-07-30T09:00:00+00:00"),
        ("2025-07-30T09:00:00-03:00", "2025-07-30T12:00:00+00:00"),
        ("Wed Jul 30 09:00:00 2025", "2025-07-30T09:00:00+00:00"),
        ("Wed, 30 Jul 2025 09:00:00 IST", "Wed, 30 Jul 2025 09:00:00 IST"),
        ("yesterday", "yesterday"),
    ],
)
def test_dates_are_moments_where_their_zone_is_certain(written: str, meant: str) -> None:
    assert item(f"<pubDate>{written}</pubDate>").published == meant


def test_the_only_date_of_an_item_may_be_that_of_its_update() -> None:
    found = item("<dc:date>2025-07-30T09:00:00Z</dc:date>")
    assert (found.published, found.updated) == (None, "2025-07-30T09:00:00+00:00")


def test_full_texts_and_summaries_are_told_apart() -> None:
    full = item(
        "<description>In short.</description><content:encoded><![CDATA[<p>All of it, at"
        " length.</p>]]></content:encoded>"
    )
    assert (full.body, full.body_is_full) == ("<p>All of it, at length.</p>", True)
    short = item("<description>In short.</description>")
    assert (short.body, short.body_is_full) == ("In short.", False)
    plain = read('{"items": [{"id": 7, "content_text": "1 < 2\\n\\nSo it is."}]}').items[0]
    assert (plain.body, plain.id) == ("<p>1 &lt; 2</p><p>So it is.</p>", "7")


def test_an_item_names_the_outlet_that_it_was_taken_from() -> None:
    assert item('<source url="https://gazette.example/">The Gazette</source>').outlet == (
        "The Gazette"
    )


def test_a_feed_says_how_long_it_may_be_kept() -> None:
    assert read(rss("", "<ttl>30</ttl>")).ttl_seconds == 1800
    assert read(rss("", "<ttl>soon</ttl>")).ttl_seconds is None


def test_what_leads_nowhere_on_the_web_is_no_address() -> None:
    for link in ("javascript:alert(1)", "file:///etc/passwd", "ftp://paper.example/", "http://[x"):
        assert item(f"<link>{link}</link><guid>1</guid>").address is None


def test_a_page_may_name_its_feed() -> None:
    head = '<link rel="alternate" type="application/atom+xml" href="atom.xml">'
    page = f'<html><head><link rel="alternate" hreflang="de" href="/de">{head}</head></html>'
    assert feed_of(page.encode(), address=FEED) == "https://paper.example/atom.xml"
    assert feed_of(b"", address=FEED) is None
    assert feed_of(page.replace("atom.xml", "file:///x").encode(), address=FEED) is None


def test_bytes_that_are_a_path_or_an_address_open_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(rss("<title>Secret</title>"))
    for data in (str(secret), secret.as_uri(), "http://127.0.0.1:1/"):
        with pytest.raises(ValueError, match="neither a feed"):
            read(data)


def test_no_entity_reads_a_file_or_grows(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    names = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12)]
    declared = f'<!ENTITY e0 "ha">{"".join(names)}<!ENTITY x SYSTEM "{secret.as_uri()}">'
    outside = f'<!DOCTYPE rss SYSTEM "{secret.as_uri()}">'
    for doctype in (f"<!DOCTYPE rss [{declared}]>", f"<!DOCTYPE rss [\n{declared}\n]>", outside):
        feed = rss("<title>A&x;&e11;</title><link>/a</link>").replace("<rss", f"{doctype}<rss")
        listing, complaint = read_feed(feed.encode(), address=FEED)
        assert complaint or doctype == outside
        assert "SECRET" not in str(listing)
        assert len(str(listing)) < 10_000
    wide = rss("<title>&x;</title>").replace("<rss", f"<!DOCTYPE rss [{declared}]><rss")
    with pytest.raises(ValueError, match="entities"):
        read(wide.replace("?>", ' encoding="utf-16"?>').encode("utf-16"))


def test_what_is_huge_is_cut() -> None:
    found = item(f"<title>{'T' * 500_000}</title><guid>{'g' * 500_000}</guid>")
    assert found.title is not None
    assert found.id is not None
    assert (len(found.title), len(found.id)) == (MAX_LINE, MAX_LINE)


@settings(max_examples=150)
@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda t: rss(t).encode()))
def test_any_bytes_are_a_feed_or_a_message(data: bytes) -> None:
    try:
        listing, _ = read_feed(data, address=FEED)
    except ValueError as error:
        assert str(error)  # noqa: PT017
    else:
        assert all(i.address is None or i.address.startswith("http") for i in listing.items)


def test_real_feeds_are_read_whole(shared: Path) -> None:
    files = sorted((shared / "data" / "feeds").rglob("*.xml"))
    assert len(files) > 50
    for path in files:
        data = path.read_bytes()
        entries = len(re.findall(rb"<(?:\w+:)?(?:item|entry)[\s>]", data))
        if not re.search(rb"<(?:\w+:)?(?:rss|feed|rdf)\b", data, re.I):
            with pytest.raises(ValueError, match="neither a feed"):
                read(data)
            continue
        items = read(data).items
        assert len(items) == entries, path.name
        dated = len(re.findall(rb"<(?:pubDate|published|updated|dc:date|issued)>\s*\w", data))
        known = [_moment(i.published or i.updated) for i in items]
        if path.name != "CRE.xml" and dated >= entries:
            assert all(known), path.name
        assert all(k is None or 2000 < k.year < 2030 for k in known)


def test_real_json_feeds_are_read_whole(shared: Path) -> None:
    for name, count in (("json_feed.json", 20), ("json_feed_with_escaped_uris.json", 30)):
        items = read((shared / "data/feeds/real_feedjira" / name).read_bytes()).items
        assert len(items) == count
        assert all(i.address and _moment(i.published) and i.body_is_full for i in items)


def _moment(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written).astimezone(UTC)


def test_ten_thousand_items_are_read_in_order() -> None:
    one = "</item><item>".join(f"<link>/{n}</link>" for n in range(10_000))
    links = [i.address for i in read(rss(one)).items]
    assert links == [f"https://paper.example/{n}" for n in range(10_000)]
