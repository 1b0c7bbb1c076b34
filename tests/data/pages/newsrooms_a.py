"""Newsrooms, set A: as sites of 2020 to 2026 are built. ``n`` tells a layout's two pages apart.

Written, with their gold, by someone who had not read the extraction. Once set A had been measured
its misses were looked at; those of set B were not.
"""

from __future__ import annotations

import json

from tests.data.pages.layouts import Page, _json, body, lines
from tests.data.pages.stories import Story


def block_theme(s: Story, n: int) -> Page:
    """A block theme of WordPress: once with an SEO plugin's graph, once with nothing but <time>."""
    address = f"https://brenmoorbugle.example/2025/{s.slug}/"
    first, edited = ("2025-10-06T05:42:10+00:00", "2025-10-06T09:15:02+00:00")
    graph = {"@context": "https://schema.org", "@graph": [
        {"@type": "Article", "@id": address + "#article", "isPartOf": {"@id": address}, "author": {"name": "Runa Keld", "@id": "https://brenmoorbugle.example/#/schema/person/a1"}, "headline": s.title, "datePublished": first, "dateModified": edited, "mainEntityOfPage": {"@id": address}, "wordCount": 212, "publisher": {"@id": "https://brenmoorbugle.example/#organization"}, "inLanguage": "en-GB"},
        {"@type": "WebPage", "@id": address, "url": address, "name": s.title + " - The Brenmoor Bugle", "isPartOf": {"@id": "https://brenmoorbugle.example/#website"}, "datePublished": first, "dateModified": edited},
        {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Home", "item": "https://brenmoorbugle.example/"}, {"@type": "ListItem", "position": 2, "name": s.title}]},
        {"@type": "Organization", "@id": "https://brenmoorbugle.example/#organization", "name": "The Brenmoor Bugle"}]}  # fmt: skip
    head = f'<link rel="canonical" href="{address}"><meta property="og:site_name" content="The Brenmoor Bugle"><meta property="article:published_time" content="{first}"><meta property="article:modified_time" content="{edited}">{_json(graph)}' if n == 0 else f'<link rel="canonical" href="{address}">'  # fmt: skip
    own = "2025-10-06T06:42:10+01:00" if n == 0 else "2025-09-19T18:05:00+01:00"
    loop = "".join(f'<li class="wp-block-post post-{k} post type-post status-publish"><h3 class="wp-block-post-title"><a href="/2025/x{k}/">{t}</a></h3><div class="wp-block-post-date"><time datetime="2025-10-0{k}T08:00:00+01:00">{k} October 2025</time></div></li>' for k, t in ((8, "Library hours cut at weekends"), (7, "Brenmoor bypass: what we know"), (9, "Three swans rescued from the weir")))  # fmt: skip
    return Page(f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="UTF-8"><meta name="viewport" content="width=device-width"><title>{s.title} - The Brenmoor Bugle</title>{head}<style id="wp-block-library-inline-css">.wp-block-post-date{{color:#555}}</style></head>
<body class="wp-singular post-template-default single single-post wp-embed-responsive"><div class="wp-site-blocks"><header class="wp-block-template-part"><div class="wp-block-group alignwide"><p class="wp-block-site-title"><a href="/">The Brenmoor Bugle</a></p><nav class="wp-block-navigation"><ul><li><a href="/news">News</a></li><li><a href="/whats-on">What’s on</a></li></ul></nav></div></header>
<main class="wp-block-group"><h1 class="wp-block-post-title">{s.title}</h1><div class="wp-block-group"><div class="wp-block-post-date"><time datetime="{own}">{"6 October" if n == 0 else "19 September"} 2025</time></div><div class="wp-block-post-author-name">Runa Keld</div></div><figure class="wp-block-post-featured-image"><img src="/a.webp" alt=""></figure>
<div class="entry-content wp-block-post-content is-layout-constrained">{body(s, between=('<figure class="wp-block-image"><img src="/b.webp" alt=""><figcaption class="wp-element-caption">The view on Monday. Photo: Runa Keld</figcaption></figure>',))}</div><div class="wp-block-group"><p class="has-small-font-size">Like what you read? Support the Bugle from £3 a month.</p></div>
<div class="wp-block-query alignwide"><h2 class="wp-block-heading">More news</h2><ul class="wp-block-post-template">{loop}</ul></div><div class="wp-block-comments"><h3>2 responses</h3><ol><li><div class="wp-block-comment-date"><time datetime="2025-10-11T20:01:00+01:00">11 October 2025 at 8:01 pm</time></div><div class="wp-block-comment-content"><p>About time somebody wrote about this.</p></div></li></ol></div></main><footer class="wp-block-template-part"><p>© 2025 The Brenmoor Bugle</p></footer></div></body></html>""",
        address, s.title, "The Brenmoor Bugle" if n == 0 else None, address, "en", "2025-10-06T05:42:10+00:00" if n == 0 else "2025-09-19T17:05:00+00:00", "JSON-LD" if n == 0 else "text", edited if n == 0 else None)  # fmt: skip


def static_next(s: Story, n: int) -> Page:
    """A static site of Next.js, its data in __NEXT_DATA__: once no other date, once one to read."""
    address = f"https://lantern.example/stories/{s.slug}"
    moment = "2025-11-03T13:20:00.000Z" if n == 0 else "2025-08-28T05:00:00.000Z"
    shown = '<span class="text-sm text-gray-500">4 min read</span>' if n == 0 else '<span class="text-sm text-gray-500">August 28, 2025</span><span class="mx-2">•</span><span class="text-sm text-gray-500">3 min read</span>'  # fmt: skip
    data = {"props": {"pageProps": {"post": {"_id": "b71", "slug": s.slug, "title": s.title, "publishedAt": moment, "author": {"name": "Ida Crowe"}}, "more": [{"slug": "quiet-mill", "title": "The quiet mill", "publishedAt": "2025-11-09T08:00:00.000Z"}]}}, "page": "/stories/[slug]", "buildId": "Xy3", "gsp": True}  # fmt: skip
    return Page(f"""<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"/><title>{s.title} | Lantern</title><meta property="og:title" content="{s.title}"/><meta property="og:site_name" content="Lantern"/><meta name="twitter:card" content="summary_large_image"/><link rel="preload" href="/_next/static/css/a.css" as="style"/></head><body class="__className_a1"><div id="__next"><div class="min-h-screen flex flex-col"><div class="sticky top-0 z-10 flex justify-between px-4"><a class="font-bold" href="/">Lantern</a><div class="hidden md:flex gap-6"><a href="/stories">Stories</a><a href="/about">About</a></div></div>
<div class="max-w-2xl mx-auto px-4"><h1 class="text-4xl font-bold">{s.title}</h1><div class="flex items-center mt-4"><span class="text-sm font-medium">Ida Crowe</span><span class="mx-2">•</span>{shown}</div><div class="prose prose-lg mt-8">{body(s)}</div></div><div class="bg-gray-50 mt-16 py-12"><div class="max-w-2xl mx-auto"><h3 class="font-semibold">Get Lantern in your inbox</h3><p class="text-sm">One email on Fridays. No tracking.</p><form><input type="email" placeholder="you@example.com"/><button>Subscribe</button></form></div></div><div class="grid grid-cols-3"><a href="/stories/quiet-mill"><p class="text-xs">November 9, 2025</p><p class="font-medium">The quiet mill</p></a></div></div></div><script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script></body></html>""",
        address, s.title, "Lantern", None, "en", "2025-11-03T13:20:00+00:00" if n == 0 else "2025-08-28T05:00:00+00:00", "page metadata")  # fmt: skip


def tabloid(s: Story, n: int) -> Page:
    """Teasers on all sides, a puff of links inside of the text; "Published: 14:22, 9 October 2025"."""
    address = f"https://www.dailymercury.example/news/article-15{n}77120/{s.slug}.html"
    puff = "".join(f'<li class="sidebar-item"><a href="/n/{k}"><img src="/t{k}.jpg" alt=""><span class="headline">{t}</span></a><time datetime="2025-10-{10 + k}T09:00:00+0100"></time></li>' for k, t in enumerate(("My neighbour built a castle. Then the council rang", "TV chef’s secret heartbreak over a lost whisk", "Doctors: never eat this with tea", "Inside the village that banned Mondays")))  # fmt: skip
    meta = '<meta property="article:published_time" content="2025-10-09T14:22:17+0100"><meta property="article:modified_time" content="2025-10-09T16:02:44+0100">' if n == 0 else ""  # fmt: skip
    stamp = "Published: 14:22, 9 October 2025 | Updated: 16:02, 9 October 2025" if n == 0 else "Published: 07:31, 2 December 2025"  # fmt: skip
    inner = f'<div class="moduleFull"><h3>Read More</h3><ul>{puff}</ul></div>'
    return Page(f"""<!DOCTYPE html><html lang="en"><head><title>{s.title} | Daily Mercury</title><meta property="og:site_name" content="Daily Mercury"><meta property="og:title" content="{s.title}"><link rel="canonical" href="{address}">{meta}</head><body><div class="page-header"><a href="/"><img src="/logo.png" alt="Mercury"></a><span class="weather">Today 11°C</span><span class="today">Tuesday, Dec 16th 2025</span></div><div class="puff-top"><ul>{puff}</ul></div>
<div class="alpha"><div id="js-article-text" class="article wide"><h1>{s.title}</h1><ul class="mol-bullets"><li><a href="/v"><strong>SEE MORE: The cheapest fridges this week</strong></a></li></ul><p class="author-section byline-plain">By <a class="author" href="/p">DEE FARRAR, CRIME CORRESPONDENT</a></p><p class="byline-section"><span class="article-timestamp">{stamp}</span></p><div class="share-bar"><span>e-mail</span><span>41 shares</span><span>128 View comments</span></div><div itemprop="articleBody">{body(s, '<p class="mol-para-with-font">{}</p>', between=(f"{inner}", '<div class="image-wrap"><img src="/i.jpg" alt=""><p class="imageCaption">A bystander watches from the road on the day</p></div>'))}</div></div><div class="column-content"><h2>Share or comment on this article</h2></div></div><div class="beta"><h2>FEMAIL TODAY</h2><ul>{puff}</ul></div><div class="footer">Published by Mercury Newspapers</div></body></html>""",
        address, s.title, "Daily Mercury", address, "en", "2025-10-09T13:22:17+00:00" if n == 0 else "2025-12-02T07:31:00+00:00", "page metadata" if n == 0 else "text", "2025-10-09T15:02:44+00:00" if n == 0 else None)  # fmt: skip


def wire(s: Story, n: int) -> Page:
    """A wire agency: a dateline before the first words, times in two zones, a slug, a trust line."""
    address = f"https://www.tavpress.example/world/{s.slug}-2025-09-12/"
    flat = lines(s, "\1").split("\1")
    opened = "BRENMOOR, Sept 12 (Tavpress) - " if n == 0 else "LISK (Tavpress) — "
    paragraphs = [opened + flat[0], *flat[1:]]
    inner = "".join(f'<div data-testid="paragraph-{k}" class="article-body-module__paragraph">{p}</div>' for k, p in enumerate(paragraphs))  # fmt: skip
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": s.title, "url": address, "datePublished": "2025-09-12T14:31:08.112Z", "dateModified": "2025-09-12T17:40:55.804Z", "publisher": {"@type": "NewsMediaOrganization", "name": "Tavpress"}, "author": [{"@type": "Person", "name": "Bo Anders"}]}  # fmt: skip
    head = _json(data) if n == 0 else '<meta name="REVISION_DATE" content="Fri Sep 12 20:14:00 UTC 2025"><meta name="sailthru.date" content="2025-09-12T16:10:00Z"><meta property="og:site_name" content="Tavpress">'  # fmt: skip
    shown = '<span data-testid="Text">September 12, 2025</span><span>2:31 PM UTC</span><span>Updated September 12, 2025</span>' if n == 0 else '<span>Fri, September 12, 2025 at 6:10 PM GMT+2</span>'  # fmt: skip
    return Page(f"""<!DOCTYPE html><html lang="en" data-edition="int"><head><title>{s.title} | Tavpress</title><link rel="canonical" href="{address}">{head}</head><body><header><nav aria-label="Main navigation"><a href="/world">World</a><a href="/markets">Markets</a></nav></header><main><article data-testid="Article"><header><h1 data-testid="Heading">{s.title}</h1><div>By <a rel="author" href="/a">Bo Anders</a></div><time>{shown}</time><ul class="toolbar"><li><button>Text size</button></li><li><button>Share</button></li></ul></header><div class="article-body-module__content">{inner}<div class="sign-off"><p>Reporting by Bo Anders in Brenmoor; Editing by Ute Lang</p></div><p class="trust"><a href="/standards">Our standards: the Tavpress principles.</a></p></div></article><aside><h2>Read next</h2><ul><li><a href="/1">Grain prices slide for a fifth day</a><time datetime="2025-09-13T06:00:00Z">September 13, 2025</time></li></ul></aside></main></body></html>""",
        address, s.title, "Tavpress", address, "en", "2025-09-12T14:31:08+00:00" if n == 0 else "2025-09-12T16:10:00+00:00", "JSON-LD" if n == 0 else "page metadata", "2025-09-12T17:40:55+00:00" if n == 0 else "2025-09-12T20:14:00+00:00", "\n".join(paragraphs))  # fmt: skip


def university(s: Story, n: int) -> Page:
    """A university's news page: no metadata, a date in the page, events in a rail."""
    address = f"https://www.imberu.example/news/{'archive/' if n else ''}{s.slug}.php"
    shown = '<div class="news-meta"><span class="news-date">May 14, 2025</span><span class="news-cat">Research</span></div>' if n == 0 else '<p class="dateline"><em>Posted Monday, 24 March 2025 by the Communications Office</em></p>'  # fmt: skip
    return Page(f"""<!DOCTYPE html><html lang="en-us"><head><meta charset="utf-8"><title>{s.title} | News | Imber University</title><meta name="description" content="News of Imber University"></head><body id="interior"><a class="skip" href="#main">Skip to main content</a><div class="topbar"><ul><li><a href="/apply">Apply</a></li><li><a href="/give">Give</a></li></ul></div><div class="banner"><img src="/seal.svg" alt="Imber University"></div><ul class="breadcrumb"><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul>
<div class="container"><div class="row"><div id="main" class="col-md-8"><h1>{s.title}</h1>{shown}{body(s)}<p class="media-contact"><strong>Media contact:</strong> Communications Office, 555 0134</p><div class="tags">Tags: <a href="/t/1">faculty</a>, <a href="/t/2">community</a></div></div><div class="col-md-4"><div class="panel"><h2>Upcoming events</h2><ul><li><span class="event-date">Nov 30, 2025</span> <a href="/e1">Open day</a></li><li><span class="event-date">Dec 4, 2025</span> <a href="/e2">Winter concert</a></li></ul></div><div class="panel"><h2>Recent news</h2><ul><li><a href="/n1">Choir tours the north</a> <span class="news-date">May 20, 2025</span></li></ul></div></div></div></div><div id="footer"><p>Page last updated October 30, 2025. © 2025 Imber University</p></div></body></html>""",
        address, s.title, None, None, "en", "2025-05-14T00:00:00+00:00" if n == 0 else "2025-03-24T00:00:00+00:00", "text", "2025-10-30T00:00:00+00:00")  # fmt: skip


def german_daily(s: Story, n: int) -> Page:
    """A German daily: "Stand: 3.11.2025, 18:45 Uhr"; a plus offer; JSON-LD in an array."""
    address = f"https://www.altmoorer-kurier.example/lokales/altmoor/{s.slug}-{93102770 + n}.html"
    data = [{"@context": "https://schema.org", "@type": "WebSite", "name": "Altmoorer Kurier"}, {"@context": "https://schema.org", "@type": "NewsArticle", "headline": s.title, "mainEntityOfPage": {"@type": "WebPage", "@id": address}, "datePublished": "2025-11-03T17:12:00+01:00", "dateModified": "2025-11-03T18:45:00+01:00", "publisher": {"@type": "Organization", "name": "Altmoorer Kurier"}, "isAccessibleForFree": False}]  # fmt: skip
    head = _json(data) + '<meta name="date" content="2025-11-03T18:45:00+01:00">' if n == 0 else '<meta property="og:site_name" content="Altmoorer Kurier">'  # fmt: skip
    shown = '<p class="id-Article-dateline">Stand: <span>03.11.2025, 18:45 Uhr</span></p>' if n == 0 else '<p class="id-Article-dateline">Erstellt: <span>21. Juli 2025, 10:30 Uhr</span></p>'  # fmt: skip
    return Page(f"""<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{s.title}</title><link rel="canonical" href="{address}">{head}</head><body class="id-Site"><header class="id-Header"><a href="/">Altmoorer Kurier</a><nav><a href="/lokales">Lokales</a><a href="/sport">Sport</a><a href="/eservice">E-Paper</a></nav></header><div class="id-Breadcrumb"><a href="/">Startseite</a> <a href="/lokales">Lokales</a></div>
<article class="id-Article"><div class="id-Article-header"><p class="id-Article-kicker">Altmoor</p><h1>{s.title}</h1>{shown}<p class="id-Article-author">Von: <a href="/a">Jorin Matz</a></p><div class="id-Recommend"><button>Kommentare</button><button>Drucken</button><button>Teilen</button></div></div><div class="id-Article-body">{body(s, '<p class="id-StoryElement-paragraph">{}</p>', between=('<div class="id-StoryElement-inlineteaser"><a href="/x">Lesen Sie auch: Warum die Altmoorer Kirchturmspitze schief steht</a></div>', '<div class="id-Newsletter"><p>Jeden Morgen das Wichtigste aus Altmoor: Melden Sie sich für unseren Newsletter an.</p></div>'))}</div></article><div class="id-Teaserlist"><h3>Auch interessant</h3><div class="id-Teaser"><a href="/1">Marktplatz wird autofrei</a><span class="id-Teaser-date">05.11.2025</span></div></div><footer><a href="/impressum">Impressum</a><a href="/datenschutz">Datenschutz</a></footer></body></html>""",
        address, s.title, "Altmoorer Kurier", address, "de", "2025-11-03T16:12:00+00:00" if n == 0 else "2025-07-21T10:30:00+00:00", "JSON-LD" if n == 0 else "text", "2025-11-03T17:45:00+00:00" if n == 0 else None)  # fmt: skip


def ukrainian_portal(s: Story, n: int) -> Page:
    """A Ukrainian portal: a feed of other news with bare times, dates in words, once <time>."""
    address = f"https://lypnyk.example/news/{s.slug}-{s.title[0]}{n}.html"
    feed = "".join(f'<div class="news-feed__item"><span class="news-feed__time">{t}</span><a href="/n">{w}</a></div>' for t, w in (("15:02", "Ціни на яблука впали вдвічі"), ("14:41", "Потяг до столиці змінить маршрут"), ("13:58", "Погода на завтра: дощ і вітер")))  # fmt: skip
    shown = '<div class="post__date"><time datetime="2025-11-12T14:30:00+02:00">12 листопада 2025, 14:30</time></div>' if n == 0 else '<div class="post__info"><span>Марія Лісова</span> — <span>Четвер, 4 вересня 2025, 09:15</span></div>'  # fmt: skip
    return Page(f"""<!DOCTYPE html><html lang="uk"><head><meta charset="utf-8"><title>{s.title} — Липник.Новини</title><meta property="og:site_name" content="Липник.Новини"><meta property="og:title" content="{s.title}"><meta property="og:url" content="{address}"></head><body><div class="header"><a class="logo" href="/">Липник.Новини</a><div class="header__today">субота, 13 грудня 2025</div><ul class="menu"><li><a href="/1">Місто</a></li><li><a href="/2">Влада</a></li></ul></div><div class="layout"><div class="news-feed"><div class="news-feed__title">Стрічка новин</div>{feed}</div>
<div class="post"><h1 class="post__title">{s.title}</h1>{shown}<div class="post__views">1 204 перегляди</div><div class="post__text">{body(s, between=('<p><strong>Читайте також: <a href="/r">Як зимує стара оранжерея</a></strong></p>',))}</div><div class="post__social"><p>Підписуйтесь на наш канал, щоб не пропустити головного</p></div><div class="post__tags"><a href="/t">місто</a></div></div></div><div class="footer">Використання матеріалів лише з посиланням. © 2025</div></body></html>""",
        address, s.title, "Липник.Новини", address, "uk", "2025-11-12T12:30:00+00:00" if n == 0 else "2025-09-04T09:15:00+00:00", "text")  # fmt: skip


def blogger(s: Story, n: int) -> Page:
    """Blogger: the date in a heading above the post, its time in <abbr>; an archive in the rail."""
    address = f"https://haddowhappenings.blog.example/2025/10/{s.slug}.html"
    foot = '<span class="post-timestamp">at <meta content="https://x" itemprop="url"/><a class="timestamp-link" href="#" rel="bookmark" title="permanent link"><abbr class="published" itemprop="datePublished" title="2025-10-10T21:47:00-07:00">9:47 PM</abbr></a></span>' if n == 0 else '<span class="post-timestamp">at <a class="timestamp-link" href="#" rel="bookmark">8:12 AM</a></span>'  # fmt: skip
    day = "Friday, October 10, 2025" if n == 0 else "Wednesday, October 22, 2025"
    return Page(f"""<!DOCTYPE html><html dir="ltr" lang="en"><head><meta content="blogger" name="generator"/><link href="{address}" rel="canonical"/><meta content="{address}" property="og:url"/><meta content="{s.title}" property="og:title"/><title>Haddow Happenings: {s.title}</title></head><body><div class="content"><div class="header section" id="header"><div class="titlewrapper"><h1 class="title"><a href="/">Haddow Happenings</a></h1></div><p class="description">News and gossip from a small town</p></div><div class="main section" id="main"><div class="blog-posts hfeed"><div class="date-outer"><h2 class="date-header"><span>{day}</span></h2><div class="date-posts"><div class="post-outer"><div class="post hentry uncustomized-post-template" itemscope="itemscope" itemtype="http://schema.org/BlogPosting"><h3 class="post-title entry-title" itemprop="name">{s.title}</h3><div class="post-body entry-content" id="post-body-1" itemprop="description articleBody">{body(s)}<div style="clear: both;"></div></div><div class="post-footer"><div class="post-footer-line post-footer-line-1"><span class="post-author vcard">Posted by <span class="fn" itemprop="author">Marge</span></span> {foot}</div><div class="post-footer-line"><span class="post-labels">Labels: <a href="/l">town</a></span></div></div></div><div class="comments" id="comments"><h4>1 comment:</h4><dl><dt>Anonymous said...</dt><dd><p>Good for them!</p></dd><dd class="comment-footer"><a href="#c">October 12, 2025 at 7:40 AM</a></dd></dl></div></div></div></div></div><div class="blog-pager"><a href="/newer">Newer Post</a> <a href="/older">Older Post</a></div></div>
<div class="column-right"><div class="widget BlogArchive"><h2>Blog Archive</h2><ul><li><a href="/2025">2025</a> (31)</li><li><a href="/2025/09">September</a> (6)</li></ul></div></div></div></body></html>""",
        address, s.title, None, address, "en", "2025-10-11T04:47:00+00:00" if n == 0 else "2025-10-22T08:12:00+00:00", "page metadata" if n == 0 else "text")  # fmt: skip


def parish(s: Story, n: int) -> Page:
    """A site built with a kit: once no date of its own among others' dates, once in its address."""
    address = f"https://imberparish.example/{s.slug}" if n == 0 else f"https://imberparish.example/news/2025/10/08/{s.slug}"  # fmt: skip
    return Page(f"""<!DOCTYPE html><html lang="en-GB"><head><title>{s.title} — Imber Parish</title><meta property="og:site_name" content="Imber Parish"><meta property="og:type" content="article"></head><body><div id="siteWrapper"><header data-section-id="h"><div class="header-title"><a href="/">Imber Parish</a></div><div class="header-nav"><a href="/news">News</a><a href="/council">Council</a></div></header><main id="page"><section class="page-section"><div class="sqs-block html-block"><div class="sqs-html-content"><h1 style="white-space:pre-wrap;">{s.title}</h1>{body(s)}</div></div></section><section class="page-section"><div class="sqs-block summary-block"><div class="summary-heading">In the diary</div><div class="summary-item"><a href="/e1">Apple pressing day</a><time class="summary-metadata-item--date" datetime="2025-11-02">2 Nov 2025</time></div><div class="summary-item"><a href="/e2">Carols on the green</a><time class="summary-metadata-item--date" datetime="2025-12-19">19 Dec 2025</time></div></div></section></main><footer><p>Parish clerk: 555 0177. Office open Tuesdays.</p><p>Copyright Imber Parish 2025</p></footer></div></body></html>""",
        address, s.title, "Imber Parish", None, "en", None if n == 0 else "2025-10-08T00:00:00+00:00", None if n == 0 else "address")  # fmt: skip


NEWSROOMS_A = (
    block_theme, static_next, tabloid, wire, university, german_daily, ukrainian_portal, blogger,
    parish,
)  # fmt: skip
