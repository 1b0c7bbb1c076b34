"""A paper on the loopback web, and an index over what its listings lead to."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from retrieval.encoder import OnnxEncoder
from retrieval.index import Index
from retrieval.records import Article
from retrieval.sources import SourceConfig
from retrieval.store import Store
from retrieval.update import Report, refresh
from retrieval.web.archive import Archive, beside
from retrieval.web.records import FetchSettings
from tests.retrieval.conftest import NOW
from tests.web import FAST, Answer, Web


def page(title: str, *paragraphs: str, head: str = "", site: str = "The Paper") -> str:
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>'
        f'<meta property="og:site_name" content="{site}">{head}</head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{body}</article></body>"
    )


def report(subject: str) -> tuple[str, str, str]:
    """Three paragraphs, enough for an extractor to see an article."""
    return (
        f"The {subject} will open to traffic on Saturday morning, the harbour office said in a "
        "statement that was read out to reporters in the town hall.",
        f"Work on the {subject} began four years ago and cost twice what had been planned, which "
        "the council has put down to the price of steel and to two floods.",
        "Residents of the eastern bank have been asked to keep away from the ramps until noon.",
    )


def rss(*items: str, more: str = "") -> Answer:
    """An RSS feed of these items."""
    return Answer(
        '<?xml version="1.0"?><rss version="2.0" xmlns:content='
        '"http://purl.org/rss/1.0/modules/content/"><channel><title>The Paper: all news</title>'
        f"{more}{''.join(items)}</channel></rss>",
        type="application/rss+xml",
    )


def item(link: str, title: str = "A report", date: str = "", body: str = "", more: str = "") -> str:
    dated = f"<pubDate>{date}</pubDate>" if date else ""
    described = f"<description><![CDATA[{body}]]></description>" if body else ""
    return f"<item><title>{title}</title><link>{link}</link>{dated}{described}{more}</item>"


class Paper:
    """The web, its sources, and an index over them."""

    def __init__(self, folder: Path, web: Web, encoder: OnnxEncoder) -> None:
        self.path = folder / "index.sqlite3"
        self.web = web
        self.encoder = encoder
        self.sources: list[SourceConfig] = []
        self.settings = FAST

    def follow(self, kind: str, *addresses: str, name: str = "Paper") -> None:
        self.sources.append(SourceConfig(kind, name, "\n".join(addresses)))

    def allow(self, **settings: Any) -> FetchSettings:
        self.settings = replace(self.settings, **settings)
        return self.settings

    def refresh(self, now: datetime = NOW, **options: Any) -> Report:
        return refresh(
            self.sources, self.path, encoder=lambda: self.encoder, now=now, fetch=self.settings,
            resolver=self.web.resolver, **options,
        )  # fmt: skip

    def articles(self) -> dict[str, Article]:
        """The live articles by id."""
        with Store(self.path) as store:
            found = [store.article(id) for id in store.known()]
        return {a.id: a for a in found if a is not None}

    def the_article(self) -> Article:
        (article,) = self.articles().values()
        return article

    def archive(self) -> Archive:
        return Archive(beside(self.path))

    def open(self) -> Index:
        return Index(self.path, encoder=self.encoder)
