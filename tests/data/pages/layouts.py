"""How news systems mark up an article: one function a layout, each with its own surroundings.

A layout is given a story and returns the page and what it states. Everything a layout adds to the
story is not the article, except the times of a live blog's posts.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from tests.data.pages.stories import Story


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its gold. Times are ISO 8601 in UTC."""

    markup: str
    address: str
    title: str
    outlet: str | None
    canonical: str | None
    language: str | None
    published: str | None
    dated_by: str | None
    updated: str | None = None
    text: str | None = None
    """Where the article is not the whole story: what is expected instead."""


SITE = "https://www.velmpost.example"


def _list(items: str) -> str:
    return "<ul>" + "".join(f"<li>{escape(i)}</li>" for i in items.split(" // ")) + "</ul>"


def _table(rows: str) -> str:
    made = ""
    for row in rows.split(" // "):
        made += "<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row.split(" | ")) + "</tr>"
    return f"<table><tbody>{made}</tbody></table>"


def body(
    story: Story,
    paragraph: str = "<p>{}</p>",
    quote: str = "<blockquote><p>{}</p></blockquote>",
    heading: str = "<h2>{}</h2>",
    between: tuple[str, ...] = (),
) -> str:
    """The story's parts marked up, with one of ``between`` after each paragraph but the last."""
    made = []
    inserts = iter(between)
    for number, (kind, words) in enumerate(story.parts):
        shape = {"p": paragraph, "q": quote, "h": heading}.get(kind)
        if shape:
            made.append(shape.format(escape(words, quote=False)))
        else:
            made.append(_list(words) if kind == "l" else _table(words))
        if kind == "p" and number < len(story.parts) - 1:
            made.append(next(inserts, ""))
    return "\n".join(made)


def lines(story: Story, between: str) -> str:
    """The story without elements of its own: parts with ``between`` in between."""
    flat = []
    for kind, words in story.parts:
        if kind in "lt":
            flat += words.replace(" | ", " – ").split(" // ")
        else:
            flat.append(words)
    return between.join(escape(words, quote=False) for words in flat)


def _json(value: object) -> str:
    return (
        '<script type="application/ld+json">' + json.dumps(value, ensure_ascii=False) + "</script>"
    )


# -----------------------------------------------------------------------------------


def wordpress(s: Story) -> Page:
    address = f"{SITE}/2025/06/05/{s.slug}/"
    graph = {"@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "name": "Velm Post", "url": SITE},
        {"@type": "WebPage", "@id": address, "datePublished": "2025-06-05T11:30:00+00:00"},
        {"@type": "NewsArticle", "headline": s.title, "mainEntityOfPage": {"@id": address},
         "datePublished": "2025-06-05T11:30:00+00:00", "dateModified": "2025-06-05T15:02:00+00:00"},
    ]}  # fmt: skip
    inner = body(s, between=(
        '<figure class="wp-block-image"><img src="/a.jpg"><figcaption>The pier in May. Photo: R. Sund / Velm Post</figcaption></figure>',
        '<div class="wp-block-group newsletter-signup"><h3>Never miss a story</h3><p>Sign up for our morning newsletter and get the five stories that matter.</p></div>',
        '<p class="read-more-inline"><strong>Read more:</strong> <a href="/x">Why the old lighthouse will not be sold after all</a></p>',
    ))  # fmt: skip
    return Page(f"""<!DOCTYPE html><html lang="en-GB" class="no-js"><head><meta charset="UTF-8">
<title>{s.title} - Velm Post</title><link rel="canonical" href="{address}">
<meta property="og:site_name" content="Velm Post"><meta property="og:title" content="{s.title} - Velm Post">
<meta property="article:published_time" content="2025-06-05T11:30:00+00:00">
<meta property="article:modified_time" content="2025-06-05T15:02:00+00:00">{_json(graph)}
</head><body class="post-template-default single single-post has-sidebar right-sidebar">
<a class="skip-link screen-reader-text" href="#content">Skip to content</a>
<header id="masthead" class="site-header"><nav class="main-navigation"><ul><li><a href="/">Home</a></li><li><a href="/local">Local</a></li><li><a href="/weather">Weather</a></li></ul></nav></header>
<div id="content" class="site-content"><main><article id="post-311" class="post-311 post type-post category-news tag-harbour">
<header class="entry-header"><h1 class="entry-title">{s.title}</h1><div class="entry-meta"><span class="posted-on">Posted on <time class="entry-date published" datetime="2025-06-05T14:30:00+03:00">June 5, 2025</time></span> <span class="byline">by <a href="/author/r">R. Sund</a></span></div></header>
<div class="entry-content">{inner}
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul><li><a href="#">Click to share on Facebook (Opens in new window)</a></li></ul></div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3><p><a href="/y">Fish market moves to the old tram depot for a summer</a></p></div></div>
<footer class="entry-footer">Posted in <a href="/c">News</a> Tagged <a href="/t">harbour</a></footer></article>
<div class="author-box"><p>R. Sund has covered the coast for eleven years and keeps two goats.</p></div>
<div id="comments" class="comments-area"><h2>3 thoughts on this</h2><ol class="comment-list"><li><p>About time. My ferry was late on 3 March 2019 and nobody ever said sorry for it.</p></li><li><p>The board should resign, all of them, and the goats too.</p></li></ol></div></main>
<aside id="secondary" class="widget-area"><section class="widget"><h2>Most read</h2><ul><li><a href="/1">Ten walks for a wet Sunday</a></li><li><a href="/2">How to mend a net</a></li></ul></section></aside></div>
<footer class="site-footer">© 2019 Velm Post. All rights reserved.</footer></body></html>""",
        address, s.title, "Velm Post", address, "en-GB", "2025-06-05T11:30:00+00:00", "page metadata", "2025-06-05T15:02:00+00:00")  # fmt: skip


def arc(s: Story) -> Page:
    address = f"https://www.ostranetimes.example/news/{s.slug}-story"
    data = [
        {"@context": "https://schema.org", "@type": "NewsArticle", "headline": s.title, "url": address,
         "datePublished": "2025-03-30T22:05:00Z", "dateModified": "2025-03-31T06:40:00Z",
         "publisher": {"@type": "NewsMediaOrganization", "name": "Ostrane Times"}, "inLanguage": s.language},
        {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Older thing",
         "datePublished": "2024-01-02T08:00:00Z", "url": "https://www.ostranetimes.example/old"}]},
    ]  # fmt: skip
    inner = body(s, '<p class="default__StyledText-sc-1wxibql-0 hPVTTw body-paragraph">{}</p>', between=(
        '<div class="arcad-feature ad-slot__unit"><span>ADVERTISEMENT</span></div>',
        '<div class="c-newsletter-promo"><p>Evening Briefing: the day in four minutes, in your inbox at six.</p><input type="email"><button>Subscribe</button></div>',
        '<aside class="interstitial-link"><p><a href="/z">Also on this site: the mayor’s lunch, minute by minute</a></p></aside>',
    ))  # fmt: skip
    return Page(f"""<!DOCTYPE html><html lang="{s.language}"><head><meta charset="utf-8"><title>{s.title} | Ostrane Times</title>
<meta property="og:url" content="{address}"><meta property="og:title" content="{s.title}">{_json(data)}</head>
<body><div id="fusion-app"><div class="b-header-nav-chain"><nav aria-label="Sections Menu"><a href="/">Front page</a><a href="/p">Politics</a></nav></div>
<div class="layout-section"><main id="main"><h1 class="b-headline">{s.title}</h1>
<div class="ts-byline"><span class="ts-byline__names">By <a>J. Kolm</a></span><span class="ts-byline__date">March 31, 2025 at 1:05 AM</span></div>
<div class="ts-share-bar"><button>Share on X</button><button>Copy link</button></div>
<article class="article-body-wrapper"><div class="article-body">{inner}</div></article>
<div class="c-stack author-bio"><h4>J. Kolm</h4><p>Kolm writes about railways and is often delayed.</p></div>
<div class="more-from-section"><h2>More from News</h2><div class="card"><h3><a href="/k">Library opens on Sundays</a></h3><p>The city library tries out seven days a week.</p></div><div class="card"><h3><a href="/l">Tram line 3 to be extended</a></h3><p>Work begins in the autumn, if the money holds.</p></div></div></main></div>
<footer class="b-footer"><p>Copyright 2025 Ostrane Times. Nothing may be reproduced.</p></footer></div></body></html>""",
        address, s.title, "Ostrane Times", address, s.language, "2025-03-30T22:05:00+00:00", "JSON-LD", "2025-03-31T06:40:00+00:00")  # fmt: skip


def drupal(s: Story) -> Page:
    address = f"https://radio-karst.example/node/{len(s.slug) * 311}"
    return Page(f"""<!DOCTYPE html><html lang="{s.language}" dir="ltr" prefix="og: https://ogp.me/ns#"><head><meta charset="utf-8">
<meta name="dcterms.date" content="2025-11-02T09:15:00+01:00"><meta name="dcterms.modified" content="2025-11-02T12:00:00+01:00">
<link rel="canonical" href="/node/{len(s.slug) * 311}"><meta property="og:site_name" content="Radio Karst"><title>{s.title} | Radio Karst</title></head>
<body class="path-node page-node-type-article sidebar-second"><div class="dialog-off-canvas-main-canvas"><div class="layout-container">
<div class="region region-header"><div class="block-system-menu-block"><ul class="menu"><li><a href="/live">Listen live</a></li><li><a href="/f">Frequencies</a></li></ul></div></div>
<main role="main"><div class="region region-breadcrumb"><nav class="breadcrumb"><ol><li><a href="/">Home</a></li><li>News</li></ol></nav></div>
<div class="region region-content"><h1 class="page-title"><span class="field field--name-title">{s.title}</span></h1>
<article class="node node--type-article node--view-mode-full"><footer class="node__meta"><div class="node__submitted">Submitted by kolm on Sun, 11/02/2025 - 09:15</div></footer>
<div class="node__content clearfix"><div class="field field--name-field-image"><img src="b.jpg"><div class="image-caption">The studio, on a quiet morning. © Radio Karst</div></div>
<div class="clearfix text-formatted field field--name-body field--type-text-with-summary field__item">{body(s)}</div>
<div class="field field--name-field-tags field--label-above"><div class="field__label">Tags</div><div class="field__items"><div class="field__item"><a href="/t/1">Region</a></div></div></div>
<ul class="links inline"><li><a href="/user/login">Log in</a> to post comments</li></ul></div></article></div></main>
<div class="region region-sidebar-second"><div class="views-element-container block"><h2>Latest programmes</h2><div class="view-content"><div class="views-row"><a href="/pr/1">The morning with Edda</a> <time datetime="2025-11-03T06:00:00Z">Mon 3 Nov</time></div><div class="views-row"><a href="/pr/2">Jazz from the cellar</a></div></div></div></div>
<footer role="contentinfo"><p>Radio Karst is funded by its listeners since 2004.</p></footer></div></div></body></html>""",
        address, s.title, "Radio Karst", address, s.language, "2025-11-02T08:15:00+00:00", "page metadata", "2025-11-02T11:00:00+00:00")  # fmt: skip


def amp(s: Story) -> Page:
    canonical = f"https://sennbote.example/artikel/{s.slug}"
    data = {"@context": "http://schema.org", "@type": "NewsArticle", "mainEntityOfPage": canonical,
            "headline": s.title, "datePublished": "2025-02-14T18:00:00+01:00",
            "publisher": {"@type": "Organization", "name": "Senn-Bote"}}  # fmt: skip
    return Page(f"""<!doctype html><html ⚡ lang="{s.language}"><head><meta charset="utf-8"><link rel="canonical" href="{canonical}"><title>{s.title}</title>{_json(data)}<style amp-custom>p{{margin:0}}</style></head>
<body><amp-sidebar id="menu" layout="nodisplay"><ul><li><a href="/">Start</a></li><li><a href="/abo">Abo</a></li></ul></amp-sidebar>
<header class="amp-header"><a href="/">Senn-Bote</a></header><amp-consent id="c" layout="nodisplay"><div>We use cookies and similar tools. <button>Accept</button></div></amp-consent>
<article class="amp-article"><h1>{s.title}</h1><p class="amp-article-date">Veröffentlicht am 14.02.2025, 18:00 Uhr</p>
<amp-img src="c.jpg" width="600" height="400"></amp-img><p class="caption">Archivbild: Blick auf den Marktplatz</p>
{body(s, between=('<amp-ad type="x" width="300" height="250"><div placeholder>Anzeige</div></amp-ad>', '<div class="amp-related"><a href="/q">Lesen Sie auch: Der lange Weg zum neuen Hallenbad</a></div>'))}
<amp-social-share type="email"></amp-social-share></article>
<div class="amp-recommendations"><h2>Das könnte Sie auch interessieren</h2><ul><li><a href="/1">Wo die Störche brüten</a></li><li><a href="/2">Ein Dorf sucht einen Arzt</a></li></ul></div>
<footer class="amp-footer">Impressum Datenschutz</footer></body></html>""",
        f"https://sennbote.example/amp/{s.slug}", s.title, "Senn-Bote", canonical, s.language, "2025-02-14T17:00:00+00:00", "JSON-LD")  # fmt: skip


def live(s: Story) -> Page:
    address = f"https://www.ostranetimes.example/live/{s.slug}"
    paragraphs = [w for k, w in s.parts if k in "pq"]
    posts, expected = "", []
    for number, words in enumerate(paragraphs):
        clock = f"{18 - number}:0{number}"
        posts += f'<article class="liveblog-post" id="p{number}"><time datetime="2025-07-01T{clock}:00+03:00">{clock}</time><h2>Post {number + 1}</h2><p>{escape(words, quote=False)}</p><div class="post-share"><button>Share</button></div></article>'
        expected += [clock, f"Post {number + 1}", words]
    data = {"@type": "LiveBlogPosting", "headline": s.title, "url": address, "datePublished": "2025-07-01T09:00:00+03:00", "dateModified": "2025-07-01T18:00:00+03:00",
            "liveBlogUpdate": [{"@type": "BlogPosting", "headline": "Post 1", "datePublished": "2025-07-01T18:00:00+03:00", "articleBody": "short"}]}  # fmt: skip
    return Page(f"""<html lang="{s.language}"><head><title>{s.title} – as it happened | Ostrane Times</title><link rel="canonical" href="{address}"><meta property="og:site_name" content="Ostrane Times">{_json(data)}</head>
<body><nav><a href="/">Front page</a></nav><main><h1>{s.title}</h1><div class="live-badge">LIVE</div>
<div class="liveblog-container" id="liveblog">{posts}</div><div class="pinned-promo"><p>Follow every match of the season with our app, free for a month.</p></div></main>
<aside><h3>Key events</h3><ul><li><a href="#p1">17.01 Vote begins</a></li></ul></aside><footer>Contact us</footer></body></html>""",
        address, s.title, "Ostrane Times", address, s.language, "2025-07-01T06:00:00+00:00", "JSON-LD", "2025-07-01T15:00:00+00:00", "\n".join(expected))  # fmt: skip


def old_table(s: Story) -> Page:
    address = "http://old.karstcourier.example/show.asp?id=" + s.slug
    paragraphs = "".join(
        f"<p><font face=Arial size=2>{line}</font></p>" for line in lines(s, "\x01").split("\x01")
    )
    return Page(f"""<HTML><HEAD><TITLE>Karst Courier: {s.title}</TITLE></HEAD><BODY BGCOLOR=#FFFFFF>
<TABLE WIDTH=760 BORDER=0><TR><TD COLSPAN=3><A HREF="/">Karst Courier</A> <A HREF="/ads.asp">Classifieds</A> <A HREF="/wx.asp">Weather</A></TD></TR>
<TR><TD WIDTH=130 VALIGN=top><FONT SIZE=1><A HREF="1.asp">Local</A><BR><A HREF="2.asp">Business</A><BR><A HREF="3.asp">Obituaries</A><BR><A HREF="4.asp">Sport</A></FONT></TD>
<TD WIDTH=460 VALIGN=top><H1>{s.title}</H1><FONT SIZE=1>Published 5 June 2025, 14:30 EEST</FONT>
{paragraphs}</TD>
<TD WIDTH=170 VALIGN=top><TABLE BGCOLOR=#EEEEEE><TR><TD><B>Also today</B></TD></TR><TR><TD><A HREF="5.asp">Bakery burns down</A></TD></TR><TR><TD><A HREF="6.asp">Choir wins prize</A></TD></TR></TABLE></TD></TR>
<TR><TD COLSPAN=3 ALIGN=center><FONT SIZE=1>Copyright 2001-2025 Karst Courier. Designed for 800x600.</FONT></TD></TR></TABLE></BODY></HTML>""",
        address, s.title, None, None, None, "2025-06-05T11:30:00+00:00", "text")  # fmt: skip


def spa(s: Story) -> Page:
    address = f"https://app.lodranow.example/s/{s.slug}"
    data = {"@context": "https://schema.org", "@type": ["NewsArticle"], "url": address, "headline": s.title, "inLanguage": s.language,
            "datePublished": "2025-09-09T05:45:00.000Z", "publisher": {"name": "Lodra Now"}, "articleBody": lines(s, "\n\n").replace("&amp;", "&")}  # fmt: skip
    return Page(f"""<!doctype html><html><head><meta charset="utf-8"><title>Lodra Now</title><meta property="og:title" content="{s.title}">{_json(data)}<link rel="canonical" href="{address}"></head>
<body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div><script src="/static/main.js"></script><script>window.__STATE__={{"date":"2019-01-01"}}</script></body></html>""",
        address, s.title, "Lodra Now", address, s.language, "2025-09-09T05:45:00+00:00", "JSON-LD")  # fmt: skip


def breaks(s: Story) -> Page:
    address = f"http://ostrane-info.example/archive/2025/06/05/{s.slug}.html"
    return Page(f"""<html lang={s.language}><head><title>{s.title}</title></head><body>
<div id="top"><a href="/">ostrane-info</a> | <a href="/forum">forum</a> | <a href="/rss">rss</a></div>
<div id="story"><h1>{s.title}</h1>{lines(s, "<br><br>")}<br><br></div>
<div id="foot">ostrane-info since 1999 | <a href="/imprint">imprint</a></div></body></html>""",
        address, s.title, None, None, s.language, "2025-06-05T00:00:00+00:00", "address")  # fmt: skip


def obfuscated(s: Story) -> Page:
    address = f"https://tidings.example/world/{s.slug}"
    inner = body(s, '<div class="css-1k9x2 e1f0"><span>{}</span></div>', '<div class="css-88q e1f0"><em>{}</em></div>', '<h3 class="css-h3">{}</h3>', (
        '<div class="css-0" data-testid="ad" aria-hidden="true"><span>Advertisement</span></div>',
        '<div class="css-77 e9"><a href="/w">Our correspondent spent a night on the roof of the station</a></div>',
    ))  # fmt: skip
    return Page(f"""<!doctype html><html lang="{s.language}"><head><title>{s.title} — Tidings</title><meta property="og:site_name" content="Tidings"><meta property="og:url" content="{address}"></head><body>
<div class="css-a1" role="banner"><a href="/">Tidings</a><div role="navigation"><a href="/w">World</a><a href="/c">Culture</a></div></div>
<div class="css-b2"><div class="css-c3"><h1 class="css-t">{s.title}</h1><div class="css-d4"><time datetime="2025-05-20T08:00:00-04:00" class="css-ti">May 20, 2025</time><span>Updated </span><time datetime="2025-05-20T12:00:00-04:00">12:00 p.m.</time></div>
<div class="css-body">{inner}</div></div>
<div class="css-f6" role="complementary"><div><a href="/1">Five films about ferries</a></div><div><a href="/2">A recipe for rye bread</a></div></div></div>
<div class="css-cc" role="dialog" aria-label="cookies"><p>We value your privacy. We and our partners store information on a device.</p><button>Agree</button></div></body></html>""",
        address, s.title, "Tidings", address, s.language, "2025-05-20T12:00:00+00:00", "page metadata", "2025-05-20T16:00:00+00:00")  # fmt: skip


def paywall(s: Story) -> Page:
    address = f"https://ledger.example/politics/{s.slug}"
    words = [w for k, w in s.parts if k == "p"][:2]
    data = {"@type": "ReportageNewsArticle", "headline": s.title, "mainEntityOfPage": {"@type": "WebPage", "@id": address}, "isAccessibleForFree": "False",
            "datePublished": "2025-01-15", "dateModified": "2025-01-16T10:00:00+00:00", "publisher": {"@type": "Organization", "name": "The Ledger"}}  # fmt: skip
    shown = "".join(f"<p>{escape(w, quote=False)}</p>" for w in words)
    return Page(f"""<html lang="{s.language}"><head><title>{s.title} | The Ledger</title><meta name="parsely-pub-date" content="2025-01-15T07:30:00Z"><meta property="og:site_name" content="The Ledger"><link rel="canonical" href="{address}">{_json(data)}</head><body>
<header><a href="/">The Ledger</a></header><main><article><h1>{s.title}</h1><div class="story-text">{shown}</div>
<div class="paywall-overlay"><h2>Keep reading for one crown</h2><p>Subscribers get every story, the crossword and the archive. Cancel whenever you like.</p><a href="/subscribe">See all offers</a></div></article>
<section class="recommended-stories"><h2>Recommended</h2><article class="teaser"><h3><a href="/1">Court hears case of the missing bell</a></h3><p>The bell of Senn has been silent for a year.</p><time datetime="2025-01-10">10 January</time></article></section></main></body></html>""",
        address, s.title, "The Ledger", address, s.language, "2025-01-15T07:30:00+00:00", "page metadata", "2025-01-16T10:00:00+00:00", "\n".join(words))  # fmt: skip


def two_articles(s: Story) -> Page:
    address = f"https://coastline.example/{s.slug}.htm"
    data = [{"@type": "NewsArticle", "headline": "Swans return to the Lodra", "url": "https://coastline.example/swans.htm", "datePublished": "2025-04-01T06:00:00Z"},
            {"@type": "NewsArticle", "headline": s.title, "url": address, "datePublished": "2025-04-03T06:00:00Z"}]  # fmt: skip
    return Page(f"""<html lang="{s.language}"><head><title>{s.title} | Coastline</title><link rel="canonical" href="{address}"><meta property="og:site_name" content="Coastline">{_json(data)}</head><body>
<nav><a href="/">Coastline</a></nav><div class="infinite"><article><h1>{s.title}</h1>{body(s)}</article>
<article data-next><h1>Swans return to the Lodra</h1><p>Eleven swans were counted on the river on Tuesday, more than in any spring since the mill closed.</p><p>Bird watchers asked walkers to keep dogs on a lead until the end of May.</p></article></div></body></html>""",
        address, s.title, "Coastline", address, s.language, "2025-04-03T06:00:00+00:00", "JSON-LD")  # fmt: skip


# First the reporting half, and moved here once its misses had been looked at -----------------------------------------------------------------------------------


def form_page(s: Story) -> Page:
    address = f"http://www.tavriaherald.example/Story.aspx?StoryID={len(s.title)}"
    return Page(f"""<html xmlns="http://www.w3.org/1999/xhtml" lang="{s.language}"><head><title>{s.title} - Tavria Herald</title></head><body><form name="aspnetForm" method="post" action="Story.aspx" id="aspnetForm">
<input type="hidden" name="__VIEWSTATE" value="/wEPDwUKLTI2" /><div id="ctl00_pnlTop"><a href="Default.aspx">Tavria Herald</a><table id="ctl00_mnuMain"><tr><td><a href="a.aspx">News</a></td><td><a href="b.aspx">Opinion</a></td><td><a href="c.aspx">Jobs</a></td></tr></table></div>
<table width="100%"><tr><td valign="top" class="leftcol"><span id="ctl00_lblTitle" class="headline">{s.title}</span><br /><span id="ctl00_lblDate" class="storydate">Posted: Thursday, June 5, 2025 2:30 PM EDT</span>
<div id="ctl00_pnlStory">{body(s)}</div></td>
<td valign="top" class="rightcol"><div class="boxhead">Top stories</div><div><a href="d.aspx">Snow expected on the passes</a></div><div><a href="e.aspx">School bus routes change</a></div><div class="boxhead">Poll</div><div>Should the old bridge be painted red? <input type="radio" name="poll" /> Yes <input type="radio" name="poll" /> No</div></td></tr></table>
<div id="ctl00_pnlFooter">Copyright © 2012 Tavria Herald Publishing. Terms of use.</div></form></body></html>""",
        address, s.title, None, None, s.language, "2025-06-05T18:30:00+00:00", "text")  # fmt: skip


def microdata(s: Story) -> Page:
    address = f"https://orunpress.example/n/{s.slug}"
    return Page(f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{s.title} :: Orun Press</title><meta property="og:locale" content="{s.language}_XX"><meta property="og:site_name" content="Orun Press"><link rel="canonical" href="//orunpress.example/n/{s.slug}"></head><body>
<div class="topline"><a href="/">Orun Press</a></div><div class="wrapper"><div itemscope itemtype="https://schema.org/NewsArticle" class="news-detail">
<h1 itemprop="headline">{s.title}</h1><div class="news-detail__info"><time itemprop="datePublished" datetime="2025-08-12T23:50:00+05:00">12 August, 23:50</time><time itemprop="dateModified" datetime="2025-08-13T00:20:00+05:00">00:20</time><span class="views">1 204 views</span></div>
<div class="news-detail__lead-photo"><img src="x.jpg" alt=""><span class="news-detail__photo-caption">Mountains near Upper Orun, archive picture</span></div>
<div itemprop="articleBody" class="news-detail__content">{body(s, between=('<div class="in-text-related"><b>On the subject</b><a href="/n/7">A road with a long memory</a></div>',))}</div>
<div class="news-detail__tags"><a href="/t/a">mountains</a> <a href="/t/b">roads</a></div><div class="ya-share">Share: <a href="#">VK</a> <a href="#">OK</a></div></div>
<div class="also"><h3>See also</h3><div itemscope itemtype="https://schema.org/NewsArticle" class="related-item"><a href="/n/1" itemprop="url"><span itemprop="headline">Bears seen near the cable car</span></a><meta itemprop="datePublished" content="2023-02-01T10:00:00+05:00"></div></div></div>
<div class="bottom">Orun Press, editor in chief T. Erk. Registered 2011.</div></body></html>""",
        address, s.title, "Orun Press", address, f"{s.language}-XX", "2025-08-12T18:50:00+00:00", "page metadata", "2025-08-12T19:20:00+00:00")  # fmt: skip


def utility_classes(s: Story) -> Page:
    address = f"https://gazette.example/regional/{s.slug}-104233"
    return Page(f"""<!doctype html><html lang="{s.language}"><head><meta charset="utf-8"><title>{s.title} - Gazette</title><meta property="og:site_name" content="Gazette"><meta property="og:title" content="{s.title}"><link rel="canonical" href="{address}?utm_source=x"><meta name="parsely-pub-date" content="2025-10-01T04:00:00Z"></head><body class="antialiased bg-white">
<div id="__next"><div class="sticky top-0 z-50 flex"><a class="font-bold" href="/">Gazette</a><div class="hidden md:flex gap-4"><a href="/r">Regional</a><a href="/s">Sport</a><a href="/e">E-paper</a></div></div>
<div class="max-w-7xl mx-auto grid grid-cols-12"><div class="col-span-8"><h1 class="text-4xl font-serif">{s.title}</h1><div class="flex items-center text-gray-500 text-sm"><span>1 October 2025</span><span class="mx-2">·</span><span>3 min read</span></div>
<div class="prose max-w-none">{body(s, between=('<div class="my-6 p-4 bg-gray-100 rounded"><p class="font-bold">Get the Gazette by post</p><p>Four weeks for the price of two. Offer ends soon.</p><a class="btn" href="/o">Order now</a></div>',))}</div>
<div class="flex gap-2 mt-4"><a href="#">Facebook</a><a href="#">WhatsApp</a><a href="#">E-mail</a></div></div>
<div class="col-span-4"><div class="border-t"><a href="/1" class="block py-2"><h3>Beavers dam the town brook again</h3><p class="text-sm">The mayor calls it a draw.</p></a><a href="/2" class="block py-2"><h3>Market hall gets a new roof</h3><p class="text-sm">Slate, as before.</p></a></div></div></div>
<div class="bg-gray-900 text-white p-8"><p>Gazette Verlag, Box 11. All prices include tax.</p></div></div>
<script id="__NEXT_DATA__" type="application/json">{{"props":{{"date":"2020-01-01"}}}}</script></body></html>""",
        address, s.title, "Gazette", address, s.language, "2025-10-01T04:00:00+00:00", "page metadata")  # fmt: skip


def live_list(s: Story) -> Page:
    address = f"https://tavria24.example/ticker/{s.slug}"
    words = [w for k, w in s.parts if k in "pq"]
    posts, expected = "", []
    for number, line in enumerate(words):
        clock = f"{21 - number}:15"
        posts += f'<li class="timeline__entry"><span class="timeline__clock">{clock}</span><div class="timeline__text"><p>{escape(line, quote=False)}</p></div></li>'
        expected += [clock, line]
    return Page(f"""<html lang="{s.language}"><head><title>{s.title} | Tavria 24</title><meta property="og:site_name" content="Tavria 24"><meta property="og:url" content="{address}"><meta property="article:published_time" content="2025-12-05T10:00:00+02:00"><meta property="og:updated_time" content="2025-12-05T21:15:00+02:00"></head><body>
<header class="top"><nav><a href="/">Tavria 24</a><a href="/ticker">Ticker</a></nav></header><main class="page"><div class="page__main"><h1>{s.title}</h1><ol class="timeline live-feed">{posts}</ol></div>
<div class="page__side"><div class="side-box"><h4>Weather</h4><p>Rain, later more rain, 9 degrees.</p></div></div></main><footer><p>Tavria 24 is a service of the public broadcaster.</p></footer></body></html>""",
        address, s.title, "Tavria 24", address, s.language, "2025-12-05T08:00:00+00:00", "page metadata", "2025-12-05T19:15:00+00:00", "\n".join(expected))  # fmt: skip


def press_release(s: Story) -> Page:
    address = f"https://office.tavria.example/press/releases/{s.slug}"
    return Page(f"""<!DOCTYPE html><html lang="{s.language}"><head><title>{s.title} | Government Office</title><meta name="DC.date.issued" content="2025-06-10"><meta name="DC.creator" content="Press service"></head><body>
<div id="skip"><a href="#c">Skip to main content</a></div><div class="gov-header"><p>Government of Tavria</p><ul><li><a href="/m">Ministries</a></li><li><a href="/l">Laws</a></li><li><a href="/c">Contact</a></li></ul></div>
<div class="gov-breadcrumbs"><a href="/">Home</a> &gt; <a href="/press">Press</a></div>
<main id="c"><h1>{s.title}</h1><dl class="release-meta"><dt>Release date</dt><dd>10 June 2025</dd><dt>Number</dt><dd>114/2025</dd></dl>
{body(s)}</main>
<div class="gov-feedback"><h2>Was this page useful?</h2><button>Yes</button><button>No</button></div><div class="gov-footer"><p>Accessibility statement. Last reviewed: 1 March 2022.</p></div></body></html>""",
        address, s.title, None, None, s.language, "2025-06-10T00:00:00+00:00", "page metadata")  # fmt: skip


def broadcaster(s: Story) -> Page:
    address = f"https://tvt.example/news/articles/c{len(s.title)}x"
    data = [{"@context": "https://schema.org", "@type": "NewsArticle", "url": address, "headline": s.title, "datePublished": "2025-06-20T20:10:00.000Z", "dateModified": "2025-06-20T21:00:00.000Z", "publisher": [{"@type": "NewsMediaOrganization", "name": "TVT News"}], "inLanguage": s.language},
            {"@type": "NewsArticle", "url": "https://tvt.example/news/articles/c1", "headline": "Stowaway cat found in ferry engine room", "datePublished": "2025-06-18T07:00:00.000Z"}]  # fmt: skip
    inner = body(s, '<div data-component="text-block" class="ssrcss-11r1m41-RichTextComponentWrapper"><p class="ssrcss-1q0x1qg-Paragraph">{}</p></div>', between=(
        '<div data-component="image-block"><figure><img src="y.jpg" alt=""><figcaption><span class="visually-hidden">Image caption, </span>The chamber was full until midnight</figcaption></figure></div>',
        '<div data-component="links-block"><ul><li><a href="/news/articles/c2">Who is who in the new coalition</a></li><li><a href="/news/articles/c3">The budget in five charts</a></li></ul></div>',
    ))  # fmt: skip
    return Page(f"""<!DOCTYPE html><html lang="{s.language}"><head><title>{s.title} - TVT News</title><link rel="canonical" href="{address}">{_json(data)}</head><body>
<header role="banner"><nav aria-label="TVT"><a href="/">Home</a><a href="/sport">Sport</a></nav></header><main id="main-content"><article>
<header><div data-component="headline-block"><h1>{s.title}</h1></div><div data-component="byline-block"><time datetime="2025-06-20T20:10:00.000Z">20 June 2025</time><p>Ida Crane, political reporter</p></div></header>
{inner}<section data-component="tag-list-block"><ul><li><a href="/t/1">Tavria</a></li><li><a href="/t/2">Economy</a></li></ul></section></article>
<section data-component="related-internal-links"><h2>Related stories</h2><ul><li><a href="/news/articles/c1">Stowaway cat found in ferry engine room</a><span>18 June 2025</span></li></ul></section></main>
<footer role="contentinfo"><p>© 2025 TVT. TVT is not responsible for the content of external sites.</p></footer></body></html>""",
        address, s.title, "TVT News", address, s.language, "2025-06-20T20:10:00+00:00", "JSON-LD", "2025-06-20T21:00:00+00:00")  # fmt: skip


def hosted_blog(s: Story) -> Page:
    address = f"http://notes-from-senn.blogs.example/2025/06/{s.slug}.html"
    return Page(f"""<html dir='ltr' lang='{s.language}'><head><title>Notes from Senn: {s.title}</title><link href='{address}' rel='canonical'/><meta content='{s.title}' property='og:title'/></head><body class='loading'>
<div class='navbar section' id='navbar'><a href='/'>Notes from Senn</a></div><div class='header-outer'><h1 class='title'>Notes from Senn</h1></div>
<div class='main-outer'><div class='blog-posts hfeed'><div class='date-outer'><h2 class='date-header'><span>Wednesday, June 11, 2025</span></h2><div class='post hentry'><h3 class='post-title entry-title'>{s.title}</h3>
<div class='post-body entry-content' id='post-body-77'><div dir="ltr" style="text-align: left;">{lines(s, "<br /><br />")}</div><div style='clear: both;'></div></div>
<div class='post-footer'><span class='post-timestamp'>at <a class='timestamp-link' href='{address}'><abbr class='published' title='2025-06-11T08:05:00+02:00'>8:05 AM</abbr></a></span><span class='post-labels'>Labels: <a href='/l'>coast</a></span></div></div></div></div>
<div class='comments' id='comments'><h4>2 comments:</h4><div class='comment'>Lovely piece, I was there on June 9, 2025 and it rained.</div><div class='comment'>First!</div></div>
<div class='column-right-outer'><div class='widget Profile'><h2>About Me</h2><p>I live by the sea and write when the wind drops.</p></div><div class='widget BlogArchive'><h2>Blog Archive</h2><ul><li>June 2025 (3)</li><li>May 2025 (9)</li></ul></div></div></div></body></html>""",
        address, s.title, None, address, s.language, "2025-06-11T06:05:00+00:00", "page metadata")  # fmt: skip


def components(s: Story) -> Page:
    address = f"https://meridian.example/a/{s.slug}"
    data = '<script type="application/ld+json">{"@type":"NewsArticle","headline":' + json.dumps(s.title) + ',"datePublished":"2025-07-22T09:00:00+02:00","publisher":{"@type":"Organization","name":"Meridian",},}</script>'  # fmt: skip
    return Page(f"""<!doctype html><html lang="{s.language}"><head><title>{s.title} · Meridian</title><meta name="sailthru.date" content="Tue, 22 Jul 2025 07:00:00 +0000"><meta name="sailthru.title" content="{s.title}">{data}</head><body>
<mer-topbar><a href="/">Meridian</a><a href="/long">Long reads</a></mer-topbar><mer-cookie-wall role="dialog"><p>Choose your cookies. Essential ones are always on, tasty ones are up to you.</p></mer-cookie-wall>
<mer-article><h1 slot="headline">{s.title}</h1><mer-byline>Words by Ola Finn</mer-byline><article-body>{body(s, between=('<mer-inline-promo class="promo"><p>Support slow journalism. Become a member of Meridian today.</p></mer-inline-promo>',))}</article-body></mer-article>
<mer-related class="related"><h2>Read next</h2><ul><li><a href="/a/1">The last lamplighter of Velm</a></li><li><a href="/a/2">A year without maps</a></li></ul></mer-related><footer>Meridian is printed on paper as well.</footer></body></html>""",
        address, s.title, "Meridian", None, s.language, "2025-07-22T07:00:00+00:00", "page metadata")  # fmt: skip


def agency(s: Story) -> Page:
    address = f"https://wire.tna.example/text/20250612/{s.slug}"
    return Page(f"""<html><head><title>{s.title}</title></head><body><p><a href="/">TNA wire</a> <a href="/login">Log in</a> <a href="/feed">Feed</a></p><h1>{s.title}</h1><pre>
{lines(s, chr(10) * 2)}
</pre><hr><p><a href="/prev">Previous item</a> <a href="/next">Next item</a></p></body></html>""",
        address, s.title, None, None, None, "2025-06-12T00:00:00+00:00", "address")  # fmt: skip


def mobile(s: Story) -> Page:
    address = f"https://m.orunpress.example/{len(s.slug) * 7}"
    paragraphs = lines(s, "</p>\n<p>")
    return Page(f"""<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html PUBLIC "-//WAPFORUM//DTD XHTML Mobile 1.0//EN" "http://www.wapforum.org/DTD/xhtml-mobile10.dtd"><html xmlns="http://www.w3.org/1999/xhtml" xml:lang="{s.language}"><head><title>{s.title} / Orun Press</title></head><body>
<div><a href="/" accesskey="1">Orun Press</a></div><hr/><h1>{s.title}</h1><p class="small">Опубликовано: 5 июня 2025, 14:30 МСК</p><p>{paragraphs}</p><hr/>
<div><a href="/2">Новости</a> <a href="/3">Погода</a> <a href="/4">Курсы</a></div><div class="small">Полная версия сайта</div></body></html>""",
        address, s.title, None, None, s.language, "2025-06-05T11:30:00+00:00", "text")  # fmt: skip


def disagreeing(s: Story) -> Page:
    address = f"https://sportline.example/reports/{s.slug}"
    data = {"@type": "Article", "headline": s.title, "datePublished": "2025-04-26T19:40:00+02:00", "dateModified": "2025-04-27T09:00:00+02:00", "publisher": {"@type": "Organization", "name": "Sportline"}}  # fmt: skip
    return Page(f"""<!doctype html><html lang="{s.language}"><head><title>{s.title} | Sportline</title><meta property="og:site_name" content="Sportline"><meta property="og:url" content="{address}"><meta name="date" content="2025-04-28T06:00:00+02:00"><meta name="last-modified" content="2025-04-28T06:00:00+02:00">{_json(data)}</head><body>
<div class="global-nav"><ul><li><a href="/f">Football</a></li><li><a href="/r">Rowing</a></li></ul></div><div class="score-strip"><span>SEN 0</span><span>VEL 0</span><span>Full time</span></div>
<section class="report"><h1>{s.title}</h1><p class="report__standfirst-date">Saturday 26 April 2025</p><div class="report__text">{body(s, between=('<div class="widget odds-widget"><p>Odds by Betmaker: Rovers 2.1, draw 3.3</p></div>', '<video controls><p>Your browser cannot play this video.</p></video>'))}</div></section>
<section class="fixtures"><h2>Next fixtures</h2><ul><li><time datetime="2025-05-03T15:00">3 May</time> Velm City v Lodra Town</li><li><time datetime="2025-05-04T15:00">4 May</time> Tavria v Senn Athletic</li></ul></section><div class="legal">Sportline 2014-2025</div></body></html>""",
        address, s.title, "Sportline", address, s.language, "2025-04-26T17:40:00+00:00", "JSON-LD", "2025-04-28T04:00:00+00:00")  # fmt: skip


Layout = Callable[[Story], Page]
TUNING: tuple[Layout, ...] = (
    wordpress, arc, drupal, amp, live, old_table, spa, breaks, obfuscated, paywall, two_articles,
    form_page, microdata, utility_classes, live_list, press_release, broadcaster, hosted_blog,
    components, agency, mobile, disagreeing,
)  # fmt: skip
