"""What is new in the coverage: stories, each once, however many outlets carry its text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from retrieval.index import Index
from retrieval.records import Article
from retrieval.scope import Scope

MOST = 500
"""Articles that are looked at, the newest."""


@dataclass(frozen=True, slots=True)
class Story:
    """A text that is new, with those who carry it besides ``article``'s outlet."""

    article: Article
    also: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    """Ids of the other articles with this text."""


def new_stories(
    index: Index, scope: Scope, *, topic: str | None = None, known: Collection[str] = ()
) -> list[Story]:
    """The stories that were first published within ``scope``, newest first.

    Left out is a story of which any copy is ``known`` or was published before the scope. With a
    ``topic`` only articles count in which a word of it stands. Not for the event loop.

    Raises StoreError, EncoderError.
    """
    with index.store.reading():
        ids = _on_topic(index, scope, topic) if topic else _published(index, scope)
        everywhere = Scope(scope.as_of, outlets=scope.outlets)
        groups = index.store.copies(ids, *everywhere.sql()) if ids else {}
        made: dict[str, Story] = {}
        for article_id in ids:
            group = groups.get(article_id)
            members = [m.article_id for m in group.members] if group else [article_id]
            first = min((m.sketch.published or 0 for m in group.members), default=0) if group else 0
            old = group is not None and first < (scope.earliest or 0)
            if old or members[0] in made or any(member in known for member in members):
                continue
            article = index.store.article(members[0])
            if article is not None:
                also = group.outlets()[1:] if group else ()
                made[members[0]] = Story(article, also, tuple(members[1:]))
    return sorted(made.values(), key=_newest, reverse=True)


def read_stories(
    index: Index, rows: Sequence[tuple[str, tuple[str, ...]]], outlets: Sequence[str]
) -> list[Story]:
    """Stories by the id of their article and who else carries them, within ``outlets`` (all where
    it is empty); those that are gone are left out. Not for the event loop. Raises StoreError.
    """
    found = ((index.store.article(article_id), also) for article_id, also in rows)
    return [
        Story(article, tuple(name for name in also if not outlets or name in outlets))
        for article, also in found
        if article is not None and (not outlets or article.outlet in outlets)
    ]


def _published(index: Index, scope: Scope) -> list[str]:
    where, parameters = scope.sql()
    rows = index.store.connection.execute(
        f"SELECT p.article_id, max(p.published) AS at FROM passages p WHERE {where}"
        f" GROUP BY p.article_id ORDER BY at DESC, p.article_id LIMIT {MOST}",
        parameters,
    )
    return [str(article_id) for article_id, _ in rows]


def _on_topic(index: Index, scope: Scope, topic: str) -> list[str]:
    hits = index.stages(topic, scope, limit=MOST).ranking.hits
    return list(dict.fromkeys(hit.article_id for hit in hits if hit.bm25 > 0))


def _newest(story: Story) -> tuple[float, str]:
    published = story.article.published
    return (published.timestamp() if published else 0.0), story.article.id
