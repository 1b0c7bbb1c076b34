"""One article: where it comes from, its passages page by page, its versions, who else has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import discord

from bot.discord.asking import Ids, Token
from bot.discord.render.layout import Block, exact_stamp, fitting, named, paging, view, within
from bot.discord.safe import shorten, tidy
from bot.discord.titles import key_of, keyed
from bot.discord.words import Say
from retrieval.edits import counterpart, difference, wording
from retrieval.history import BEGINNING
from retrieval.index import Index
from retrieval.records import Article
from retrieval.scope import Scope
from retrieval.search import sentences
from retrieval.store import Store

GREY = 0x5B6770

PAGE = 1_500
"""Characters of an article on a page."""

VERSIONS = 5
"""The newest versions whose changes are shown, on a last page of their own."""

CHANGES = 4
"""Changed places that are shown of a version."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version, and what in it was not in the one before: what was there, and what is."""

    number: int
    since: datetime | None
    changes: tuple[tuple[str, str], ...] = ()
    more: int = 0
    """Changes beyond those that are shown."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is shown of an article."""

    article: Article
    pages: tuple[tuple[str, ...], ...]
    """Its passages, each sentence once, gathered into pages."""
    versions: tuple[Version, ...]
    """The newest first."""
    also_in: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self.pages) + (len(self.versions) > 1)


def read_article(
    index: Index, key: str, outlets: Sequence[str], now: datetime
) -> Dossier | None:  # fmt: skip
    """What is shown of the article with this key; None where there is none, or none of
    ``outlets``, if any are given. Not for the event loop. Raises StoreError.
    """
    store = index.store
    with store.reading():
        article_id = keyed(store, key)
        article = None if article_id is None else store.article(article_id)
        if article is None or (outlets and article.outlet not in outlets):
            return None
        scope = Scope(now, outlets=tuple(outlets))
        group = store.copies([article.id], *scope.sql()).get(article.id)
        also = tuple(o for o in group.outlets() if o != article.outlet) if group else ()
        passages = tuple(_passages(store, article))
        return Dossier(article, _paged(passages), _versions(store, article.id), also)


def _passages(store: Store, article: Article) -> Iterator[str]:
    """The texts of its passages in order, without the sentences that the one before holds."""
    rows = store.connection.execute(
        "SELECT * FROM passages WHERE article_id = ? ORDER BY ordinal", [article.id]
    )
    end = 0
    for row in rows:
        own = [(s, e) for s, e in sentences(row) if s >= end]
        if own:
            end = own[-1][1]
            yield " ".join(tidy(article.text[s:e]) for s, e in own)


def _paged(passages: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    made: list[list[str]] = [[]]
    for text in (piece for passage in passages for piece in _pieces(passage)):
        if made[-1] and sum(map(len, made[-1])) + len(text) > PAGE:
            made.append([])
        made[-1].append(text)
    return tuple(tuple(page) for page in made)


def _pieces(text: str) -> Iterator[str]:
    """A passage, in several pieces where it would be more than a page."""
    while len(text) > PAGE:
        cut = text.rfind(" ", PAGE // 2, PAGE) + 1 or PAGE
        yield text[:cut].rstrip()
        text = text[cut:]
    yield text


def _versions(store: Store, article_id: str) -> tuple[Version, ...]:
    history = store.versions(article_id)
    made: list[Version] = []
    for place in range(len(history) - 1, -1, -1):
        own = history[place]
        since = None if own.since == BEGINNING else own.since
        changes: list[tuple[str, str]] = []
        if place and len(made) < VERSIONS:
            was = store.article(article_id, history[place - 1].number)
            now = store.article(article_id, own.number)
            changes = list(_changes(was, now)) if was and now else []
        made.append(Version(own.number, since, tuple(changes[:CHANGES]), len(changes[CHANGES:])))
    return tuple(made)


def _changes(was: Article, now: Article) -> Iterator[tuple[str, str]]:
    """What stood there, and what does instead; either may be empty."""
    if was.title != now.title:
        yield was.title, now.title
    there, here = wording(was.text), wording(now.text)
    taken = set()
    for start, end in here.places:
        sentence = here.text[start:end]
        if there.holds(sentence):
            continue
        place = counterpart(sentence, there, here)
        if place is None:
            yield "", sentence
        else:
            taken.add(place)
            yield difference(there.text[place[0] : place[1]], sentence)
    for start, end in there.places:
        if (start, end) not in taken and not here.holds(there.text[start:end]):
            yield there.text[start:end], ""


def article_view(
    dossier: Dossier, token: Token, page: int, ids: Ids, say: Say
) -> discord.ui.LayoutView:
    """One page of an article; the last is that of its versions, where there are several."""
    article, count = dossier.article, dossier.count
    blocks = [Block(_head(dossier, say), article.url, say("answer.read"))]
    if page < len(dossier.pages):
        texts = (within(text, 2 * len(text)) for text in dossier.pages[page])
        blocks += [Block(text, dropped=10 + n) for n, text in enumerate(texts) if text]
    else:
        blocks += [Block(line, dropped=n) for n, line in enumerate(_history(dossier.versions, say))]
    if count > 1:
        blocks.append(Block(f"-# {say('article.page', page=page + 1, pages=count)}"))
    rows = paging(ids, token, "article", page, count, say, stem=key_of(article.id))
    return view(fitting(blocks)[0], rows, GREY)


def _head(dossier: Dossier, say: Say) -> str:
    article = dossier.article
    lines = [f"**{within(article.title, 300) or '…'}**", within(article.outlet, 100) or "…"]
    if article.attribution:
        lines.append(f"-# {within(article.attribution, 160)}")
    if article.published:
        basis = say(f"article.{article.published_basis}")
        when = exact_stamp(article.published)
        lines.append(say("article.published", when=when, basis=basis))
    else:
        lines.append(say("article.undated"))
    if article.updated:
        lines.append(say("article.updated", when=exact_stamp(article.updated)))
    if article.notice:
        lines.append(f"⚠️ {say(f'article.{article.notice}')}")
    if dossier.also_in:
        lines.append(f"-# {say('answer.also_in', outlets=named(dossier.also_in, say, 6))}")
    if len(dossier.versions) > 1:
        newest = dossier.versions[0]
        when = exact_stamp(newest.since) if newest.since else say("answer.undated")
        lines.append(f"-# {say('article.edited', count=len(dossier.versions), when=when)}")
    return "\n".join(lines)


def _history(versions: Sequence[Version], say: Say) -> Iterator[str]:
    """A text for each version, the newest first."""
    yield f"**{say('article.versions')}**"
    for version in versions[:VERSIONS]:
        when = exact_stamp(version.since) if version.since else say("answer.undated")
        lines = [say("article.version", number=version.number, when=when)]
        for was, now in version.changes:
            key = "changed" if was and now else "added" if now else "removed"
            lines.append("-# " + say(f"article.{key}", was=_short(was), now=_short(now)))
        if version.more:
            lines.append(f"-# {say('article.more_changes', count=version.more)}")
        yield "\n".join(lines)
    if (rest := len(versions) - VERSIONS) > 0:
        yield f"-# {say('article.older', count=rest)}"


def _short(text: str) -> str:
    return within(shorten(tidy(text), 90), 130)
