from __future__ import annotations

import signal
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from retrieval.records import Article
from retrieval.web.records import Visiting
from tests.retrieval.conftest import NOW
from tests.retrieval.web.paper import Paper, item, page, report, rss
from tests.web import Answer, redirect, robots

DAY = timedelta(days=1)
DATE = "Wed, 30 Jul 2025 09:00:00 +0200"
FEED = "paper.example/feed"


def bridge(paper: Paper, body: str = "", **answer: object) -> str:
    """A feed of one report of a bridge; returns the page's address."""
    address = paper.web.put(
        "paper.example/bridge",
        Answer(page("Bridge opens", *report("bridge")), **answer),  # type: ignore[arg-type]
    )
    paper.follow("feed", paper.web.put(FEED, rss(item(address, "Bridge opens", DATE, body))))
    return address


def test_a_feed_leads_to_its_pages_and_these_to_answers(paper: Paper) -> None:
    address = bridge(paper)
    assert str(paper.refresh()) == "1 new, 0 changed, 0 unchanged, 0 removed"
    article = paper.the_article()
    assert (article.id, article.url, article.title) == (address, address, "Bridge opens")
    assert (article.outlet, article.language, article.attribution) == ("The Paper", "en", None)
    assert article.published == datetime(2025, 7, 30, 7, tzinfo=UTC)
    assert (article.published_basis, article.dated_by) == ("stated", "feed")
    with paper.open() as index:
        answer = index.ask("When will the bridge open to traffic?", as_of=NOW)
    assert "Saturday morning" in answer.citations[0].quote


def test_pages_are_read_by_their_addresses(paper: Paper) -> None:
    addresses = [paper.web.put(f"paper.example/{name}", page(name, *report(name))) for name in "ab"]
    paper.follow("pages", *addresses)
    paper.refresh()
    assert set(paper.articles()) == set(addresses)
    paper.sources.clear()
    paper.follow("pages", addresses[0])
    assert str(paper.refresh()) == "0 new, 0 changed, 1 unchanged, 1 removed"


def test_a_sitemap_index_leads_to_sitemaps_and_pages(paper: Paper) -> None:
    web = paper.web
    address = web.put("paper.example/ferry", page("Ferry", *report("ferry")))
    news = web.put(
        "paper.example/news.xml",
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com'
        f'/schemas/sitemap-news/0.9"><url><loc>{address}</loc><n:news><n:publication><n:name>The '
        "Gazette</n:name><n:language>en</n:language></n:publication><n:publication_date>2025-07-30"
        "T10:00:00+02:00</n:publication_date><n:title>Ferry</n:title></n:news></url></urlset>",
    )
    index = (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{}</loc>'
        "<lastmod>{}</lastmod></sitemap></sitemapindex>"
    )
    paper.follow("sitemap", web.put("paper.example/map.xml", index.format(news, "2025-07-30")))
    paper.refresh()
    article = paper.the_article()
    assert (article.outlet, article.dated_by) == ("The Gazette", "feed")
    assert article.published == datetime(2025, 7, 30, 8, tzinfo=UTC)
    paper.refresh()
    assert len(web.asked(news)) == 1  # its date in the index is the same
    web.put("paper.example/map.xml", index.format(news, "2025-07-31"))
    paper.refresh()
    assert len(web.asked(news)) == 2


def test_a_page_edited_between_visits_becomes_a_new_version(paper: Paper) -> None:
    address = bridge(paper)
    paper.refresh()
    text = [p.replace("Saturday", "Sunday") for p in report("bridge")]
    paper.web.put(address, page("Bridge opens later", *text))
    assert str(paper.refresh(NOW + DAY)) == "0 new, 1 changed, 0 unchanged, 0 removed"
    assert paper.the_article().version == 2
    assert "Sunday" in paper.the_article().text


def test_an_unchanged_page_is_asked_conditionally_once_a_visit(paper: Paper) -> None:
    address = bridge(paper, etag='"1"')
    paper.refresh()
    paper.refresh()
    asked = [r.headers.get("if-none-match") for r in paper.web.asked(address)]
    assert asked == [None, '"1"']
    assert len(paper.web.asked(FEED)) == 2


def test_the_same_body_without_validators_is_not_read_again(paper: Paper) -> None:
    bridge(paper)
    paper.refresh()
    with paper.archive() as archive:
        (key,) = archive.listed("Paper")
        before = archive.page(key)
    assert str(paper.refresh(NOW + DAY)) == "0 new, 0 changed, 1 unchanged, 0 removed"
    with paper.archive() as archive:
        after = archive.page(key)
    assert before is not None
    assert after is not None
    assert (before.checked, after.checked) == (NOW, NOW + DAY)


def test_an_item_that_left_its_feed_is_still_coverage_and_asked_ever_more_rarely(
    paper: Paper,
) -> None:
    address = bridge(paper)
    paper.refresh()
    paper.web.put(FEED, rss())
    for days in range(1, 31):
        paper.refresh(NOW + days * DAY)
    assert list(paper.articles()) == [address]
    assert 5 < len(paper.web.asked(address)) < 15


def test_a_page_that_answers_410_goes_for_good(paper: Paper) -> None:
    address = bridge(paper, body="The bridge opens on Saturday, the harbour office said.")
    paper.refresh()
    paper.web.put(address, Answer(status=410))
    assert str(paper.refresh()) == "0 new, 0 changed, 0 unchanged, 1 removed"
    paper.web.put(address, page("Bridge opens", *report("bridge")))
    assert str(paper.refresh()) == "0 new, 0 changed, 0 unchanged, 0 removed"
    with paper.archive() as archive:
        assert archive.gone() == [address]
        assert b"harbour office" not in archive.path.read_bytes()


def test_a_page_that_answers_404_keeps_its_article(paper: Paper) -> None:
    address = bridge(paper)
    paper.refresh()
    paper.web.drop(address)
    found = paper.refresh()
    assert str(found) == "0 new, 0 changed, 1 unchanged, 0 removed"
    assert "not there (404)" in found.problems[0].message


def test_what_robots_txt_refuses_is_taken_from_the_feed_until_it_is_had(paper: Paper) -> None:
    paper.web.put("paper.example/robots.txt", robots("User-agent: *\nDisallow: /bridge"))
    bridge(paper, body="<p>The bridge opens on Saturday, the harbour office said &amp; meant.</p>")
    found = paper.refresh()
    assert "robots.txt" in found.problems[0].message
    article = paper.the_article()
    assert article.text == "The bridge opens on Saturday, the harbour office said & meant."
    assert (article.attribution, article.title) == ("summary from the feed", "Bridge opens")
    paper.web.put("paper.example/robots.txt", robots("User-agent: *\nDisallow:"))
    assert str(paper.refresh()) == "0 new, 1 changed, 0 unchanged, 0 removed"
    assert (paper.the_article().attribution, paper.the_article().version) == (None, 2)


def test_a_feed_with_the_full_text_wins_over_a_page_that_holds_a_teaser(paper: Paper) -> None:
    address = paper.web.put("paper.example/bridge", page("Bridge", report("bridge")[0]))
    full = "".join(f"<p>{p}</p>" for p in report("bridge"))
    content = f"<content:encoded><![CDATA[{full}]]></content:encoded>"
    paper.follow("feed", paper.web.put(FEED, rss(item(address, "Bridge", DATE, more=content))))
    paper.refresh()
    assert paper.the_article().attribution == "full text from the feed"
    assert paper.the_article().text.count("\n\n") == 2


def test_a_permanent_redirect_moves_the_address_and_the_article_keeps_its_id(paper: Paper) -> None:
    old = bridge(paper)
    paper.refresh()
    new = paper.web.put("paper.example/2025/bridge", page("Bridge opens", *report("bridge")))
    paper.web.put(old, redirect(new))
    paper.refresh()
    paper.web.forget()
    paper.refresh()
    assert (len(paper.web.asked(old)), len(paper.web.asked(new))) == (0, 1)
    assert (paper.the_article().id, paper.the_article().url) == (old, new)
    paper.web.put(FEED, rss(item(new, "Bridge opens", DATE)))
    paper.refresh()
    assert list(paper.articles()) == [old]


@pytest.mark.parametrize("first", ["Paper", "Agency"])
def test_one_page_in_two_feeds_and_under_tracking_parameters_is_one_article(
    paper: Paper, first: str
) -> None:
    address = bridge(paper)
    # Which of the feeds answers first decides under which address the page is asked for.
    for query in ("utm_source=rss", "fbclid=1"):
        paper.web.put(f"paper.example/bridge?{query}", page("Bridge opens", *report("bridge")))
    wait = {name: 0.0 if name == first else 0.3 for name in ("Paper", "Agency")}
    once = rss(item(address, "Bridge opens", DATE))
    tracked = [f"{address}?utm_source=rss", f"{address}?fbclid=1#top"]
    twice = rss(*(item(link, "Bridge opens", DATE) for link in tracked))
    paper.web.put(FEED, replace(once, stall=wait["Paper"]))
    other = paper.web.put("agency.example/feed", replace(twice, stall=wait["Agency"]))
    paper.follow("feed", other, name="Agency")
    found = paper.refresh()
    assert (found.new, found.problems) == (1, [])
    assert list(paper.articles()) == [address]
    paths = [asked.path for asked in paper.web.asked("paper.example")]
    assert len([path for path in paths if path.startswith("/bridge")]) == 1
    paper.sources.pop(0)
    assert str(paper.refresh()) == "0 new, 0 changed, 1 unchanged, 0 removed"
    assert paper.the_article().source == "Agency"


def test_a_canonical_address_counts_only_on_its_own_host(paper: Paper) -> None:
    web = paper.web
    good = web.put("good.example/a", page("Ferry", *report("ferry")))
    link = '<link rel="canonical" href="{}">'
    evil = web.put("evil.example/x", page("Evil", *report("lie"), head=link.format(good)))
    print_view = web.put(
        "good.example/a?view=print",
        page("Ferry", *report("ferry"), head=link.format(good)),
    )
    feed = web.put(FEED, rss(item(good), item(evil), item(print_view)))
    paper.follow("feed", feed)
    paper.refresh()
    found = paper.articles()
    assert set(found) == {good, evil}
    assert "ferry" in found[good].text


def test_a_site_that_names_one_canonical_address_for_all_pages_is_not_believed(
    paper: Paper,
) -> None:
    web = paper.web
    head = f'<link rel="canonical" href="{web.url("paper.example/all")}">'
    pages = [
        web.put(f"paper.example/{n}", page(n.title(), *report(n), head=head))
        for n in ("bridge", "ferry", "tunnel")
    ]
    paper.follow("feed", web.put(FEED, rss(*map(item, pages))))
    paper.refresh()
    assert len(paper.articles()) == 3


def test_a_host_cannot_keep_an_id_that_it_borrowed_by_a_redirect(paper: Paper) -> None:
    web = paper.web
    good = web.put("good.example/a", page("Ferry", *report("ferry")))
    evil = web.put("evil.example/x", redirect(good, 302))
    paper.follow("feed", web.put(FEED, rss(item(evil))))
    paper.refresh()
    assert list(paper.articles()) == [good]
    web.put(evil, page("Lie", *report("lie")))
    paper.refresh()
    assert "ferry" in paper.articles()[good].text
    assert "lie" in paper.articles()[evil].text


def test_a_private_address_is_refused_by_default_and_the_message_names_the_key(
    paper: Paper,
) -> None:
    paper.allow(allow_private_addresses=False)
    paper.follow("feed", paper.web.put(FEED, rss()))
    found = paper.refresh()
    assert "[fetch] allow_private_addresses" in found.failed_sources[0].message
    assert paper.web.requests == []


def test_a_hostile_feed_takes_nothing_along(paper: Paper) -> None:
    links = [
        "javascript:alert(1)", "file:///etc/passwd", "ftp://paper.example/x", "http://[::1", "//",
        "data:text/html,x", "http://user:secret@paper.example/", "http://127.0.0.1:1/admin",
    ]  # fmt: skip
    items = [item(link, f"Report {n}", DATE) for n, link in enumerate(links)]
    items += [item("", "T" * 500_000, "9 Foo 3000", "A summary of what the council decided.")]
    good = paper.web.put("paper.example/a", page("Ferry", *report("ferry")))
    paper.follow("feed", paper.web.put(FEED, rss(*items, item(good, "Ferry", DATE))))
    found = paper.refresh()
    assert not found.failed_sources
    articles = paper.articles()
    assert set(articles) == {good, next(i for i in articles if i != good)}
    (other,) = (a for i, a in articles.items() if i != good)
    assert other.url is None
    assert len(other.title) <= 300
    assert other.published is None


def test_of_ten_thousand_items_the_newest_are_looked_at(paper: Paper) -> None:
    start = datetime(2025, 1, 1, tzinfo=UTC)
    items = [
        item(
            f"http://paper.example:{paper.web.port}/{n}", f"Report {n}",
            f"{start + timedelta(minutes=n):%a, %d %b %Y %H:%M:%S GMT}", f"Report number {n}.",
        )
        for n in range(10_000)
    ]  # fmt: skip
    paper.allow(max_items=20)
    paper.follow("feed", paper.web.put(FEED, rss(*items)))
    found = paper.refresh()
    assert {a.title for a in paper.articles().values()} == {
        f"Report {n}" for n in range(9_980, 10_000)
    }
    assert any("9980 oldest items" in p.message for p in found.problems)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer(status=404), "not there (404)"),
        (Answer(status=410), "(410)"),
        (Answer(status=503), "503"),
        (Answer("just words", type="text/plain"), "neither a feed"),
    ],
)
def test_a_source_that_fails_keeps_its_articles(paper: Paper, answer: Answer, message: str) -> None:
    address = bridge(paper)
    paper.refresh()
    paper.web.put(FEED, answer)
    found = paper.refresh()
    assert message in found.failed_sources[0].message
    assert 'source "Paper"' in found.failed_sources[0].message
    assert list(paper.articles()) == [address]


def test_an_emptied_feed_fails_nothing(paper: Paper) -> None:
    address = bridge(paper)
    paper.refresh()
    paper.web.put(FEED, rss())
    assert not paper.refresh().failed_sources
    assert list(paper.articles()) == [address]


def test_a_page_that_names_its_feed_leads_there(paper: Paper) -> None:
    bridge(paper)
    front = paper.web.put(
        "paper.example/",
        page("Paper", head='<link rel="alternate" type="application/rss+xml" href="/feed">'),
    )
    paper.sources.clear()
    paper.follow("feed", front)
    paper.refresh()
    assert len(paper.articles()) == 1
    paper.refresh()
    assert (len(paper.web.asked("paper.example/")), len(paper.web.asked(FEED))) == (1, 2)


def test_a_full_refresh_takes_what_left_the_feed_from_the_archive(paper: Paper) -> None:
    address = bridge(paper)
    paper.refresh()
    paper.web.put(FEED, rss())
    paper.web.drop(address)
    found = paper.refresh(full=True)
    assert (found.new, list(paper.articles())) == (1, [address])


def test_without_its_archive_a_source_loses_nothing(paper: Paper) -> None:
    address = bridge(paper)
    paper.refresh()
    paper.web.put(FEED, rss())
    with paper.archive() as archive:
        pass
    archive.path.unlink()
    paper.refresh()
    paper.refresh(full=True)
    assert list(paper.articles()) == [address]


def test_what_an_operator_forgets_goes_and_does_not_come_back(paper: Paper) -> None:
    address = bridge(paper, body="The bridge opens on Saturday, the harbour office said.")
    paper.refresh()
    with paper.archive() as archive:
        assert not archive.forget("https://paper.example/other", NOW)
        assert archive.forget(f"{address}?utm_source=mail", NOW)
    paper.web.forget()
    assert str(paper.refresh()) == "0 new, 0 changed, 0 unchanged, 1 removed"
    assert str(paper.refresh()) == "0 new, 0 changed, 0 unchanged, 0 removed"
    assert paper.web.asked(address) == []


def test_an_interrupted_visit_keeps_what_it_had_and_the_next_goes_on(paper: Paper) -> None:
    pages = [
        paper.web.put(f"paper.example/{n}", Answer(page(n, *report(n)), etag='"1"'))
        for n in ("bridge", "ferry", "tunnel", "harbour")
    ]
    paper.follow("feed", paper.web.put(FEED, rss(*map(item, pages))))
    paper.allow(concurrency=1)

    def interrupt(step: Visiting) -> None:
        if step.pages == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        paper.refresh(visiting=interrupt)
    with paper.archive() as archive:
        held = [archive.kept("Paper", key) for key in archive.keys("Paper")]
    assert sum(kept is not None and kept.page is not None for kept in held) == 2
    assert str(paper.refresh()) == "4 new, 0 changed, 0 unchanged, 0 removed"
    asked = [r for p in pages for r in paper.web.asked(p)]
    assert sum("if-none-match" in r.headers for r in asked) == 2


def test_a_signal_during_a_visit_ends_it_at_once(paper: Paper) -> None:
    stalled = paper.web.put("paper.example/slow", Answer("<p>Late.", stall=600))
    paper.follow("feed", paper.web.put(FEED, rss(item(stalled))))
    paper.allow(timeout_seconds=500.0)
    before = signal.getsignal(signal.SIGALRM)

    class Stop(BaseException):
        pass

    def stop(number: int, frame: object) -> None:  # noqa: ARG001
        raise Stop

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(3)
    try:
        with pytest.raises(Stop):
            paper.refresh()
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    with paper.archive() as archive:
        assert archive.listed("Paper") == [stalled]


def test_what_is_no_page_is_not_read_as_one(paper: Paper) -> None:
    address = paper.web.put("paper.example/a.pdf", Answer(b"%PDF-1.7", type="application/pdf"))
    paper.follow("feed", paper.web.put(FEED, rss(item(address, body="What the report says."))))
    found = paper.refresh()
    assert "application/pdf" in found.problems[0].message
    assert paper.the_article().attribution == "summary from the feed"


def test_only_the_named_sources_are_visited(paper: Paper) -> None:
    bridge(paper)
    paper.refresh()
    paper.web.forget()
    paper.refresh(only=())
    assert paper.web.requests == []
    assert len(paper.articles()) == 1


def test_json_feeds_are_feeds(paper: Paper) -> None:
    address = paper.web.put("paper.example/a", page("Ferry", *report("ferry")))
    feed = (
        '{"version": "https://jsonfeed.org/version/1.1", "title": "Paper", "items": [{"id": "1",'
        f' "url": "{address}", "date_published": "2025-07-30T09:00:00+02:00"}}]}}'
    )
    paper.follow("feed", paper.web.put(FEED, Answer(feed, type="application/feed+json")))
    paper.refresh()
    article: Article = paper.the_article()
    assert article.published == datetime(2025, 7, 30, 7, tzinfo=UTC)
