"""Layouts that were the reporting half once, and went over when their misses were looked at."""

from __future__ import annotations

import json
from html import escape

from tests.data.pages.layouts import Layout, Page, body, lines
from tests.data.pages.stories import Story


def joomla(s: Story) -> Page:
    address = f"https://www.lodravalley.example/index.php/en/news/{len(s.slug)}-{s.slug}"
    return Page(f"""<!DOCTYPE html><html lang="{s.language}"><head><base href="{address}"><title>{s.title} - Lodra Valley Online</title><meta name="rights" content="Lodra Valley Online"></head><body class="site com_content view-article">
<div class="container-header"><div class="brand-logo"><a href="/">Lodra Valley Online</a></div><ul class="mod-menu mod-list nav"><li class="nav-item"><a href="/a">News</a></li><li class="nav-item"><a href="/b">Events</a></li></ul></div>
<div class="site-grid"><div class="container-component"><main><div class="com-content-article item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header"><h1 itemprop="headline">{s.title}</h1></div>
<dl class="article-info text-muted"><dt class="article-info-term">Details</dt><dd class="createdby">Written by: Desk</dd><dd class="published"><time datetime="2025-03-09T16:20:00+01:00" itemprop="datePublished">Published: 09 March 2025</time></dd><dd class="hits">Hits: 411</dd></dl>
<div itemprop="articleBody" class="com-content-article__body">{body(s)}</div><nav class="pagenavigation"><span class="pagination ms-0"><a href="/prev" rel="prev">Prev</a><a href="/next" rel="next">Next</a></span></nav></div></main></div>
<div class="container-sidebar-right"><div class="sidebar-right card"><h3 class="card-header">Coming up</h3><div class="card-body">12 March 2025 Choir evening in the town hall, doors open at seven.</div></div></div></div>
<footer class="container-footer"><p>Made in the valley since 2008.</p></footer></body></html>""",
        address, s.title, None, None, s.language, "2025-03-09T15:20:00+00:00", "page metadata")  # fmt: skip


def platform_post(s: Story) -> Page:
    address = f"https://pages.example/@ostrane/{s.slug}-9f31c0"
    inner = body(s, '<p class="pw-post-body-paragraph ln lo gr" id="a1">{}</p>', '<blockquote class="ml mm"><p class="mn lo">{}</p></blockquote>', '<h2 class="mo mp">{}</h2>')  # fmt: skip
    data = {"@context": "http://schema.org", "@type": "NewsArticle", "url": address, "headline": s.title, "dateCreated": "2025-08-30T05:01:02.003Z", "datePublished": "2025-08-30T05:01:02.003Z", "dateModified": "2025-08-30T05:01:02.003Z", "publisher": {"@type": "Organization", "name": "Pages"}}  # fmt: skip
    return Page(f"""<!doctype html><html lang="{s.language}"><head><title>{s.title} | by Ostrane Desk | Aug, 2025 | Pages</title><meta property="og:site_name" content="Pages"><meta property="og:title" content="{s.title}"><meta property="article:published_time" content="2025-08-30T05:01:02.003Z"><link rel="canonical" href="{address}"><script type="application/ld+json">{json.dumps(data)}</script></head><body>
<div id="root"><div class="a b c"><div class="d e"><a href="/">Homepage</a><button>Open in app</button><a href="/signup">Sign up</a></div><article><div class="l"><section><div><h1 class="pw-post-title">{s.title}</h1><div class="speechify"><a href="/@o">Ostrane Desk</a><button>Follow</button><span>4 min read</span><span>Aug 30, 2025</span></div><div class="pw-multi-vote"><button>214</button></div><button>Listen</button><button>Share</button>{inner}</div></section></div></article>
<div class="x y"><div><a href="/t/news">News</a><a href="/t/city">City</a></div><div><h2>Written by Ostrane Desk</h2><p>1.2K followers. Reports from a small coast.</p><button>Follow</button></div><div><h2>Recommended from Pages</h2><article><h3>The quiet end of paper tickets</h3><p>And why I kept mine.</p></article></div></div><div><a href="/help">Help</a><a href="/status">Status</a></div></div></div></body></html>""",
        address, s.title, "Pages", address, s.language, "2025-08-30T05:01:02.003000+00:00", "page metadata", "2025-08-30T05:01:02.003000+00:00")  # fmt: skip


def newsletter(s: Story) -> Page:
    address = f"https://saltwire.letters.example/p/{s.slug}"
    data = {"@type": "NewsArticle", "url": address, "headline": s.title, "datePublished": "2025-11-11T06:30:00+00:00", "dateModified": "2025-11-11T06:30:00+00:00", "isAccessibleForFree": True, "publisher": {"@type": "Organization", "name": "Saltwire"}}  # fmt: skip
    return Page(f"""<!DOCTYPE html><html lang="en"><head><title>{s.title} - by Ada Brun - Saltwire</title><link rel="canonical" href="{address}"><script type="application/ld+json">{json.dumps(data)}</script></head><body>
<div id="entry"><div class="main-menu"><a href="/">Saltwire</a><a href="/archive">Archive</a><button>Subscribe</button></div><div class="single-post"><article class="typography newsletter-post post"><div class="post-header"><h1 class="post-title published">{s.title}</h1><h3 class="subtitle">A letter from the coast</h3><div class="byline-wrapper"><a href="/@ada">Ada Brun</a><div class="pencraft">Nov 11, 2025</div></div></div>
<div class="available-content"><div class="body markup">{body(s, between=('<div class="subscription-widget-wrap"><div class="preamble"><p>Saltwire is a reader-supported publication. To receive new posts, become a subscriber.</p></div><form><input type="email" placeholder="Type your email…"></form></div>', '<p class="button-wrapper"><a class="button primary" href="/share">Share Saltwire with a friend</a></p>'))}</div></div></article>
<div id="discussion"><h4>Discussion about this post</h4><div class="comment-content"><p>Thank you Ada, my grandfather worked on that pier.</p></div></div></div><div class="footer"><p>© 2025 Ada Brun. Privacy ∙ Terms</p></div></div></body></html>""",
        address, s.title, "Saltwire", address, "en", "2025-11-11T06:30:00+00:00", "JSON-LD", "2025-11-11T06:30:00+00:00")  # fmt: skip


def portal(s: Story) -> Page:
    address = f"https://portal.orun.example/novosti/{s.slug}/"
    return Page(f"""<!DOCTYPE html><html lang="ru"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><title>{s.title} — Портал Орун</title><meta property="og:site_name" content="Портал Орун"></head><body>
<div id="panel"></div><div class="header-wrap"><div class="logo"><a href="/">Портал Орун</a></div><div class="top_menu"><a href="/novosti/">Новости</a><a href="/afisha/">Афиша</a><a href="/rabota/">Работа</a></div></div>
<div class="workarea"><div class="bx-breadcrumb"><a href="/">Главная</a> / <span>Новости</span></div><h1 id="pagetitle">{s.title}</h1><div class="news-detail"><span class="news-date-time">05.06.2025 14:30</span><img class="detail_picture" src="/z.jpg" alt="{escape(s.title)}">{body(s)}<div style="clear:both"></div><div class="news-detail-share"><noindex>Поделиться: ВКонтакте, Одноклассники</noindex></div></div><p><a href="/novosti/">Возврат к списку</a></p></div>
<div class="sidebar-right"><div class="title">Погода</div><div>Дождь, +9</div><div class="title">Курс</div><div>Марка 12,4</div></div><div class="footer-wrap"><div>© Портал Орун, 2003—2025. Все права защищены.</div></div></body></html>""",
        address, s.title, "Портал Орун", None, "ru", "2025-06-05T14:30:00+00:00", "text")  # fmt: skip


def daily(s: Story) -> Page:
    address = f"https://gunluk.example/dunya/{s.slug}-2391044"
    return Page(f"""<!DOCTYPE html><html lang="tr"><head><meta charset="utf-8"><title>{s.title} - Günlük</title><meta property="og:title" content="{s.title}"><meta property="og:site_name" content="Günlük"><link rel="canonical" href="{address}"></head><body>
<header class="header"><nav class="header-nav"><a href="/dunya">Dünya</a><a href="/spor">Spor</a></nav></header><div class="breaking-band">Son dakika: Köprü trafiğe kapandı</div><section class="news-content readingTime"><h1 class="news-content__title">{s.title}</h1><div class="news-content__date"><span>Yayınlanma: 05.06.2025 - 14:30</span><span>Güncelleme: 05.06.2025 - 16:05</span></div>
<div class="news-content__img"><img src="a.jpg"><span class="img-desc">Fotoğraf: arşiv</span></div><div class="news-content__inf">{body(s, between=('<div class="advertorial"><span>REKLAM</span></div>', '<div class="other-news"><a href="/x"><span>İlginizi çekebilir</span><strong>Eski değirmen otele dönüşüyor</strong></a></div>'))}</div><div class="news-tags"><span>Etiketler:</span><a href="/e/1">liman</a><a href="/e/2">bütçe</a></div></section>
<section class="most-read-list"><h2>Çok okunanlar</h2><ol><li><a href="/1">Balık fiyatları düştü</a></li><li><a href="/2">Okullar pazartesi tatil</a></li></ol></section><footer><p>Günlük Yayıncılık A.Ş.</p></footer></body></html>""",
        address, s.title, "Günlük", address, "tr", "2025-06-05T14:30:00+00:00", "text", "2025-06-05T16:05:00+00:00")  # fmt: skip


def live_updates(s: Story) -> Page:
    address = f"https://karstdaily.example/2025/09/17/live-{s.slug}"
    words = [w for k, w in s.parts if k in "pq"]
    posts, expected = "", []
    for number, line in enumerate(words):
        clock = f"{5 - number % 5}.{10 + number}pm"
        posts += f'<div class="live-update" id="update-{number}"><span class="live-update__time">{clock}</span><h3 class="live-update__headline">Update {len(words) - number}</h3><div class="live-update__body"><p>{escape(line, quote=False)}</p></div></div>'
        expected += [clock, f"Update {len(words) - number}", line]
    data = {"@context": "https://schema.org", "@graph": [{"@type": "LiveBlogPosting", "@id": address + "#live", "headline": s.title, "coverageStartTime": "2025-09-17T09:00:00+00:00", "coverageEndTime": "2025-09-18T09:00:00+00:00", "datePublished": "2025-09-17T09:12:00+00:00", "dateModified": "2025-09-17T17:10:00+00:00", "liveBlogUpdate": []}, {"@type": "NewsMediaOrganization", "name": "Karst Daily"}]}  # fmt: skip
    return Page(f"""<!doctype html><html lang="{s.language}"><head><title>Live: {s.title} | Karst Daily</title><meta property="og:site_name" content="Karst Daily"><meta property="og:title" content="{s.title}"><link rel="canonical" href="{address}"><script type="application/ld+json">{json.dumps(data)}</script></head><body>
<div class="site-nav"><a href="/">Karst Daily</a><a href="/live">All live pages</a></div><main class="live-page"><h1>{s.title}</h1><div class="live-page__follow">Follow this page <button>Notify me</button></div><div class="live-updates-list">{posts}</div><div class="live-page__more"><button>Load older updates</button></div></main><div class="site-foot"><p>Karst Daily, 4 Mill Lane.</p></div></body></html>""",
        address, s.title, "Karst Daily", address, s.language, "2025-09-17T09:12:00+00:00", "JSON-LD", "2025-09-17T17:10:00+00:00", "\n".join(expected))  # fmt: skip


def centred(s: Story) -> Page:
    address = f"http://www.senn-herald.example/~news/{s.slug}.htm"
    return Page(f"""<html><head><title>THE SENN HERALD</title></head><body text=black><center><a href="index.htm"><img src="logo.gif" alt="The Senn Herald"></a><br><font size=-1><a href="news.htm">News</a> - <a href="sport.htm">Sport</a> - <a href="guest.htm">Guestbook</a></font></center><hr>
<h2>{s.title}</h2><i>June 12, 2025</i><br><br>{lines(s, "<br>&nbsp;<br>")}<br><br><hr><center><font size=-1>This page was last changed on a Tuesday. <a href="mailto:web@x">Webmaster</a></font></center></body></html>""",
        address, s.title, None, None, None, "2025-06-12T00:00:00+00:00", "text")  # fmt: skip


def ghost(s: Story) -> Page:
    address = f"https://northpier.example/{s.slug}/"
    data = {"@context": "https://schema.org", "@type": "Article", "headline": s.title, "url": address, "datePublished": "2025-05-02T10:00:00.000Z", "dateModified": "2025-05-03T08:00:00.000Z", "publisher": {"@type": "Organization", "name": "North Pier", "url": "https://northpier.example/"}, "mainEntityOfPage": address}  # fmt: skip
    return Page(f"""<!DOCTYPE html><html lang="{s.language}"><head><title>{s.title}</title><link rel="canonical" href="{address}"><meta property="og:site_name" content="North Pier"><meta property="article:published_time" content="2025-05-02T10:00:00.000Z"><meta property="article:modified_time" content="2025-05-03T08:00:00.000Z"><script type="application/ld+json">{json.dumps(data)}</script></head><body class="post-template tag-news has-cover">
<div class="viewport"><header id="gh-navigation" class="gh-navigation"><div class="gh-navigation-inner"><a href="/">North Pier</a><a href="/about/">About</a></div></header><main class="gh-main"><article class="gh-article post"><header class="gh-article-header gh-canvas"><h1 class="gh-article-title">{s.title}</h1><div class="gh-article-meta"><h4>Lene Ost</h4><time datetime="2025-05-02">02 May 2025</time><span>— 3 min read</span></div></header>
<section class="gh-content gh-canvas">{body(s, between=('<figure class="kg-card kg-image-card kg-card-hascaption"><img src="k.jpg"><figcaption>The pier at low tide</figcaption></figure>', '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="/b"><div class="kg-bookmark-title">How the storm broke three pillars</div><div class="kg-bookmark-description">A visual account.</div></a></figure>', '<div class="kg-card kg-signup-card"><h2>Read it first</h2><p>One letter a week, no noise.</p></div>'))}</section></article>
<section class="gh-container is-grid"><h2>Read more</h2><div class="gh-feed"><article class="gh-card post"><a href="/1"><h3>A lighthouse keeper retires</h3><p>After 41 years and one fire.</p></a></article></div></section></main><footer class="gh-footer">North Pier © 2025. Powered by a cheap server.</footer></div></body></html>""",
        address, s.title, "North Pier", address, s.language, "2025-05-02T10:00:00+00:00", "page metadata", "2025-05-03T08:00:00+00:00")  # fmt: skip


def busy(s: Story) -> Page:
    address = f"https://bulletin.example/india-style/story/{s.slug}-2734551-2025-06-05"
    data = [{"@context": "https://schema.org", "@type": "NewsArticle", "mainEntityOfPage": {"@type": "WebPage", "@id": address}, "headline": s.title, "datePublished": "2025-06-05T14:30:00+05:30", "dateModified": "2025-06-05T18:01:00+05:30", "publisher": {"@type": "Organization", "name": "Bulletin Today"}},
            {"@type": "VideoObject", "name": "Watch", "uploadDate": "2025-06-04T10:00:00+05:30"}]  # fmt: skip
    return Page(f"""<!DOCTYPE html><html lang="{s.language}"><head><title>{s.title} - Bulletin Today</title><link rel="canonical" href="{address}"><link rel="amphtml" href="{address}/amp"><script type="application/ld+json">{json.dumps(data)}</script></head><body>
<div class="topnav"><div class="menulist"><a href="/l">LIVE TV</a><a href="/m">Magazine</a></div></div><div class="lhs__section"><div class="story__section"><h1>{s.title}</h1><div class="story-kicker"><h2>It took one vote and a long night</h2></div><div class="strydetail__block"><div class="stryupdates">Bulletin Desk<br>New Karst, UPDATED: Jun 5, 2025 18:01 IST</div></div>
<div class="story-with-main-sec"><div class="description">{body(s, between=('<div class="ads__container"><span>Advertisement</span></div>', '<p><strong>ALSO READ | <a href="/q">Ten numbers that explain the budget</a></strong></p>', '<div class="tab-link"><div>Must Watch</div><a href="/v">See the landslide from the air</a></div>'))}</div></div><div class="end_story"><span>- Ends</span><div>Published By: <a href="/p">Desk</a></div><div>Published On: <div>Jun 5, 2025</div></div></div><div class="tagsContainer"><a href="/t1">Budget</a></div></div></div>
<div class="rhs__section"><h3>Watch Live TV</h3><ul><li><a href="/1">Cat wins election in a village</a></li></ul></div></body></html>""",
        address, s.title, "Bulletin Today", address, s.language, "2025-06-05T09:00:00+00:00", "JSON-LD", "2025-06-05T12:31:00+00:00")  # fmt: skip


def public_radio(s: Story) -> Page:
    address = f"https://radio.tavria.example/2025/10/23/nx-s1-55/{s.slug}"
    return Page(f"""<!doctype html><html lang="{s.language}"><head><title>{s.title} : Tavria Public Radio</title><meta property="og:site_name" content="Tavria Public Radio"><meta property="og:title" content="{s.title}"><meta property="og:url" content="{address}"><meta name="date" content="2025-10-23"></head><body id="news">
<div id="global-header"><ul class="menu__list"><li><a href="/">Home</a></li><li><a href="/music">Music</a></li></ul></div><main role="main"><section id="main-section"><article class="story"><div class="storytitle"><h1>{s.title}</h1></div><div id="story-meta" class="story-meta has-byline"><div class="dateblock"><time datetime="2025-10-23T17:04:23-04:00"><span class="date">October 23, 2025</span><span class="time">5:04 PM ET</span></time></div><div class="program-block">Heard on All of It</div></div>
<div id="primaryaudio"><h4>4-Minute Listen</h4><ul class="audio-tools"><li>Playlist</li><li>Download</li></ul></div><div id="storytext" class="storytext storylocation linkLocation">{body(s, between=('<div class="bucketwrap image large"><img src="r.jpg"><div class="credit-caption"><div class="caption">A clinic in the mountains. <b class="credit">P. Lund/TPR</b></div></div></div>', '<div class="bucketwrap internallink insettwocolumn"><div class="bucket img"><h3 class="slug"><a href="/c">Health</a></h3><h3><a href="/d">Why the rash is back in town</a></h3></div></div>'))}</div><div class="tags"><ul><li><a href="/t">tavria</a></li></ul></div></article></section></main>
<aside id="sidebar"><p>Sponsor message</p></aside><footer id="footer"><p>Read the transcript policy.</p></footer></body></html>""",
        address, s.title, "Tavria Public Radio", address, s.language, "2025-10-23T00:00:00+00:00", "page metadata")  # fmt: skip


def divided(s: Story) -> Page:
    address = f"https://courant.example/cities/{s.slug}"
    data = {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Courant"}, {"@type": "BreadcrumbList", "itemListElement": []}, {"@type": "NewsArticle", "@id": address + "#a", "headline": s.title, "isPartOf": {"@id": address, "datePublished": "2020-02-02"}, "datePublished": "2025-02-28T23:30:00-03:00", "publisher": {"@id": "#org"}}, {"@type": "NewsMediaOrganization", "@id": "#org", "name": "Courant"}]}  # fmt: skip
    inner = body(
        s,
        '<div class="paragraph paragraph--type--text"><div>{}</div></div>',
        '<div class="pullout"><div>{}</div></div>',
        '<div class="subhead">{}</div>',
    )
    return Page(f"""<!doctype html><html lang="{s.language}"><head><title>{s.title} | Courant</title><meta property="og:site_name" content="Courant"><link rel="canonical" href="{address}"><script type="application/ld+json">{json.dumps(data)}</script></head><body><div class="page"><div class="page-top"><div class="links"><a href="/">Courant</a><a href="/cities">Cities</a></div></div><div class="page-mid"><div class="headline"><h1>{s.title}</h1></div><div class="stack">{inner}</div></div>
<div class="page-low"><div class="heading">Elsewhere</div><div class="entry"><a href="/1">The river has a new bend</a></div><div class="entry"><a href="/2">Nobody wants the old town hall</a></div></div><div class="page-end"><div>Courant is an independent paper. Letters to the editor are welcome and sometimes printed.</div></div></div></body></html>""",
        address, s.title, "Courant", address, s.language, "2025-03-01T02:30:00+00:00", "JSON-LD")  # fmt: skip


def site_builder(s: Story) -> Page:
    address = f"https://www.villagevoice-senn.example/news/{s.slug}"
    return Page(f"""<!doctype html><html lang="{s.language}-US"><head><title>{s.title} — Senn Village Voice</title><link rel="canonical" href="{address}"><meta property="og:site_name" content="Senn Village Voice"><meta property="og:title" content="{s.title} — Senn Village Voice"><meta itemprop="headline" content="{s.title}"><meta itemprop="datePublished" content="2025-07-04T12:00:00-0500"><meta itemprop="dateModified" content="2025-07-04T13:00:00-0500"></head><body class="tweak-blog-item view-item collection-type-blog">
<div class="header-announcement-bar-wrapper"><p>Our summer fair is on 12 July 2025 - come along!</p></div><div class="header-nav"><div class="header-nav-item"><a href="/news">News</a></div><div class="header-nav-item"><a href="/fair">Fair</a></div></div><main id="page"><article class="blog-item-wrapper hentry"><div class="blog-item-top-wrapper"><div class="blog-item-title"><h1 class="entry-title">{s.title}</h1></div><div class="blog-item-meta"><time class="dt-published blog-meta-item" datetime="Jul 4">Jul 4</time></div></div>
<div class="blog-item-content e-content"><div class="sqs-layout"><div class="row"><div class="col"><div class="sqs-block html-block"><div class="sqs-block-content"><div class="sqs-html-content">{body(s)}</div></div></div><div class="sqs-block newsletter-block"><div class="newsletter-form"><p>Sign up with your email address to receive news and updates.</p></div></div></div></div></div></div></article><section class="item-pagination"><a href="/n/1"><div>Previous</div><h2>Duck race washed out</h2></a></section></main><footer class="sections"><p>Senn Village Voice, run by volunteers.</p></footer></body></html>""",
        address, s.title, "Senn Village Voice", address, f"{s.language}-US", "2025-07-04T17:00:00+00:00", "page metadata", "2025-07-04T18:00:00+00:00")  # fmt: skip


SEEN: tuple[Layout, ...] = (
    joomla, platform_post, newsletter, portal, daily, live_updates, centred, ghost, busy,
    public_radio, divided, site_builder,
)  # fmt: skip
