"""Layouts of the reporting half: nothing in the extraction was written while looking at these."""

from __future__ import annotations

import json
from html import escape

from tests.data.pages.layouts import Layout, Page, body, lines
from tests.data.pages.stories import Story


def regional_press(s: Story) -> Page:
    address = f"https://www.orunberger.example/lokales/{s.slug}-id4711.html"
    return Page(f"""<!DOCTYPE html><html lang="{s.language}"><head><title>{s.title} | Orunberger Blatt</title><meta name="publication_date" content="2025-04-22T06:00:00+02:00"><meta property="og:site_name" content="Orunberger Blatt"><meta property="og:title" content="{s.title}"><link rel="canonical" href="{address}"></head><body>
<div class="page-header"><a href="/">Orunberger Blatt</a><ul class="page-header__nav"><li><a href="/lokales">Lokales</a></li><li><a href="/abo">Abo-Shop</a></li></ul></div><article class="detail"><h1 class="detail__headline">{s.title}</h1><div class="detail__author">Von Lise Arn</div><div class="detail__content">{body(s, between=('<div class="adslot">Anzeige</div>', '<div class="teaser-inline"><a href="/t">Der Brunnen am Markt läuft wieder</a></div>'))}</div></article><div class="comments-teaser"><h3>Diskutieren Sie mit</h3><p>0 Kommentare</p></div><div class="page-footer"><a href="/impressum">Impressum</a></div></body></html>""",
        address, s.title, "Orunberger Blatt", address, s.language, "2025-04-22T04:00:00+00:00", "page metadata")  # fmt: skip


def exchange(s: Story) -> Page:
    address = f"https://tradewinds.example/story/{s.slug}"
    data = {"@context": "https://schema.org", "@type": "AnalysisNewsArticle", "headline": s.title, "url": address, "datePublished": "2025-05-15T21:45:10-07:00", "dateModified": "2025-05-16T01:00:00-07:00", "publisher": {"@type": "Organization", "name": "Tradewinds"}, "author": {"@type": "Person", "name": "K. Moe"}}  # fmt: skip
    return Page(f"""<html lang="{s.language}"><head><title>{s.title} - Tradewinds</title><meta property="og:title" content="{s.title}"><meta property="og:url" content="{address}"><script type="application/ld+json">{json.dumps(data)}</script></head><body><div class="ticker-strip"><span>TAV 100 +1.2%</span><span>MARK 12.40</span></div><header><nav><a href="/">Tradewinds</a></nav></header>
<main><h1>{s.title}</h1><div class="article-header__time">Published Thu, May 15 2025 9:45 PM PDT</div><div class="key-points"><h4>Key points</h4></div><div class="group">{body(s)}</div><div class="market-movers"><h3>Market movers</h3><table><tr><td>ODL</td><td>14.2</td></tr><tr><td>KRST</td><td>8.8</td></tr></table></div></main><footer><p>Data is delayed by at least 15 minutes.</p></footer></body></html>""",
        address, s.title, "Tradewinds", address, s.language, "2025-05-16T04:45:10+00:00", "JSON-LD", "2025-05-16T08:00:00+00:00")  # fmt: skip


def plain_theme(s: Story) -> Page:
    address = f"https://hillside.example/?p={len(s.title)}"
    return Page(f"""<!DOCTYPE html><html lang="{s.language}"><head><title>{s.title} &#8211; Hillside Notes</title></head><body class="single"><div id="page"><div id="header"><h1><a href="/">Hillside Notes</a></h1><div class="description">Slow news from the hills</div></div><div id="content" class="narrowcolumn"><div class="post" id="post-12"><h2>{s.title}</h2><small>May 7th, 2025 by lene</small><div class="entry">{body(s)}<p class="postmetadata alt"><small>This entry was posted on Wednesday, May 7th, 2025 at 8:10 am and is filed under News.</small></p></div></div><div id="respond"><h3>Leave a Reply</h3><p>You must be logged in to post a comment.</p></div></div><div id="sidebar"><ul><li><h2>Archives</h2><ul><li><a href="/1">April 2025</a></li><li><a href="/2">March 2025</a></li></ul></li></ul></div><div id="footer"><p>Hillside Notes is proudly powered by wood.</p></div></div></body></html>""",
        address, s.title, None, None, s.language, "2025-05-07T00:00:00+00:00", "text")  # fmt: skip


def live_ticker(s: Story) -> Page:
    address = f"https://northstar.example/{s.slug}/live"
    words = [w for k, w in s.parts if k in "pq"]
    posts = "".join(f'<section class="ticker-item" data-ts="17500{n:05}"><header><time datetime="2025-06-15T1{9 - n % 9}:20:00Z">1{9 - n % 9}:20</time></header><p>{escape(w, quote=False)}</p></section>' for n, w in enumerate(words))  # fmt: skip
    expected = [part for n, w in enumerate(words) for part in (f"1{9 - n % 9}:20", w)]
    data = {"@type": "LiveBlogPosting", "@id": address, "headline": s.title, "datePublished": "2025-06-15T08:00:00Z", "dateModified": "2025-06-15T19:20:00Z"}  # fmt: skip
    return Page(f"""<html lang="{s.language}"><head><title>{s.title} - Northstar</title><meta property="og:site_name" content="Northstar"><link rel="canonical" href="{address}"><script type="application/ld+json">{json.dumps(data)}</script></head><body><nav><a href="/">Northstar</a></nav><div class="wrap"><h1>{s.title}</h1><div class="liveblog"><div class="ticker-items">{posts}</div></div></div><div class="bottom-links"><a href="/a">About</a><a href="/b">Press</a></div></body></html>""",
        address, s.title, "Northstar", address, s.language, "2025-06-15T08:00:00+00:00", "JSON-LD", "2025-06-15T19:20:00+00:00", "\n".join(expected))  # fmt: skip


def archive_copy(s: Story) -> Page:
    address = f"https://archive.estuary.example/2025-02-19/{s.slug}"
    return Page(f"""<html><head><meta http-equiv="content-type" content="text/html"><title>{s.title} (Estuary Archive)</title><meta name="DC.Date.created" content="2025-02-19"><meta name="DC.Title" content="{s.title}"></head><body bgcolor="white"><table width="100%" cellpadding="4"><tr bgcolor="navy"><td><font color="white"><b>Estuary Archive</b></font></td><td align="right"><a href="s.pl">Search</a></td></tr></table><blockquote><h1>{s.title}</h1>{"".join(f"<p>{p}" for p in lines(s, chr(1)).split(chr(1)))}</blockquote><hr><address>Archive desk, estuary. Copy made on 3 March 2026.</address></body></html>""",
        address, s.title, None, None, None, "2025-02-19T00:00:00+00:00", "page metadata")  # fmt: skip


def magazine(s: Story) -> Page:
    address = f"https://quarter.example/features/{s.slug}"
    return Page(f"""<!doctype html><html lang="{s.language}"><head><title>{s.title} | The Quarter</title><meta property="og:site_name" content="The Quarter"><meta property="article:published_time" content="2025-09-01T00:00:00+10:00"><meta property="article:modified_time" content="2025-09-02T09:00:00+10:00"><link rel="canonical" href="{address}#top"></head><body><div class="gdpr-notice"><p>This site keeps crumbs. You may brush them off.</p></div><div class="hero"><h1>{s.title}</h1><p class="hero__credit">Illustration by M. Roe</p></div><div class="longread">{body(s, '<p class="longread__p">{}</p>', '<div class="longread__pull"><p>{}</p></div>', between=('<div class="longread__aside-promo promo"><p>In this issue: twelve maps of one street.</p></div>',))}</div><div class="related-rail"><h3>From the same issue</h3><a href="/1">The bell founder’s daughter</a><a href="/2">Notes on fog</a></div><footer>The Quarter appears four times a year.</footer></body></html>""",
        address, s.title, "The Quarter", f"{address}#top", s.language, "2025-08-31T14:00:00+00:00", "page metadata", "2025-09-01T23:00:00+00:00")  # fmt: skip


def ministry(s: Story) -> Page:
    address = f"https://transport.tavria.example/actualites/{s.slug}"
    return Page(f"""<!DOCTYPE html><html lang="{s.language}"><head><title>{s.title} - Transport</title></head><body><header role="banner"><p>Ministère</p></header><main role="main"><div class="fr-container"><h1>{s.title}</h1><p class="fr-text--sm date">Publié le 24/07/2025 à 18h05</p><div class="fr-share"><p>Partager la page</p></div><div class="fr-text">{body(s)}</div></div></main><footer role="contentinfo"><p>Sauf mention contraire, contenus libres.</p></footer></body></html>""",
        address, s.title, None, None, s.language, "2025-07-24T18:05:00+00:00", "text")  # fmt: skip


def sports_wire(s: Story) -> Page:
    address = f"https://whistle.example/match-report/{s.slug}"
    data = [{"@type": "SportsEvent", "name": "Rovers v United", "startDate": "2025-11-08T15:00:00+01:00"}, {"@type": "NewsArticle", "headline": s.title, "datePublished": "2025-11-08T17:20:00+01:00", "publisher": {"name": "Whistle"}}]  # fmt: skip
    return Page(f"""<html lang="{s.language}"><head><title>{s.title} | Whistle</title><script type="application/ld+json">{json.dumps(data)}</script></head><body><div class="navbar"><a href="/">Whistle</a><a href="/tables">Tables</a></div><div id="match-header"><span>8 Nov 2025, kick-off 15:00</span></div><div class="report-wrap"><h1>{s.title}</h1><div class="report-body">{body(s)}</div></div><div class="line-ups widget"><h2>Line-ups</h2><p>Rovers: Adn, Lanz, Orr, Pell</p></div><div class="fixtures-widget"><time datetime="2025-11-15T15:00">15 Nov</time></div></body></html>""",
        address, s.title, "Whistle", None, s.language, "2025-11-08T16:20:00+00:00", "JSON-LD")  # fmt: skip


def headless(s: Story) -> Page:
    address = f"https://daybreak.example/2025/jul/30/{s.slug}"
    return Page(f"""<!doctype html><html lang="{s.language}"><head><title>{s.title} | Daybreak</title><meta property="og:site_name" content="Daybreak"><meta property="og:title" content="{s.title}"><meta property="og:url" content="{address}"></head><body><div data-gu-name="nav"><a href="/">Daybreak</a></div><main data-layout="Standard"><div data-gu-name="headline"><h1>{s.title}</h1></div><div data-gu-name="meta"><details><summary>Wed 30 Jul 2025 15.40 BST</summary>Last modified on Wed 30 Jul 2025 16.02 BST</details></div><div data-gu-name="body"><div id="maincontent"><div class="article-body-viewer-selector">{body(s, between=('<figure data-spacefinder-role="supporting"><img src="g.jpg"><figcaption>Rain over Senn. Photograph: P. Q./Daybreak</figcaption></figure>', '<gu-island name="RichLinkComponent"><div data-print-layout="hide"><a href="/r">Pier reopens after long repairs</a></div></gu-island>'))}</div></div></div></main><aside><h2>Most viewed</h2></aside><footer>© 2026 Daybreak</footer></body></html>""",
        address, s.title, "Daybreak", address, s.language, "2025-07-30T00:00:00+00:00", "text")  # fmt: skip


def wiki_news(s: Story) -> Page:
    address = f"https://news.commons.example/wiki/{s.slug}"
    return Page(f"""<!DOCTYPE html><html lang="{s.language}" dir="ltr"><head><title>{s.title} - Common News</title><link rel="canonical" href="{address}"></head><body class="mediawiki"><div id="content" class="mw-body" role="main"><h1 id="firstHeading" class="firstHeading">{s.title}</h1><div id="bodyContent"><div id="siteSub">From Common News, the free source</div><div id="jump-to-nav"><a href="#nav">Jump to navigation</a></div><div id="mw-content-text"><p><strong class="published"><span id="publishDate" class="value-title" title="2025-08-19">Tuesday, August 19, 2025</span></strong></p>{body(s)}</div><div class="catlinks"><a href="/c">Category: Tavria</a></div></div></div><div id="mw-navigation"><h2>Navigation menu</h2><ul><li><a href="/h">Main page</a></li></ul></div><div id="footer"><ul><li>This page was last edited on 20 August 2025.</li></ul></div></body></html>""",
        address, s.title, None, address, s.language, "2025-08-19T00:00:00+00:00", "text")  # fmt: skip


REPORTING: tuple[Layout, ...] = (
    regional_press, exchange, plain_theme, live_ticker, archive_copy, magazine, ministry,
    sports_wire, headless, wiki_news,
)  # fmt: skip
