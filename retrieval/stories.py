"""Stories: the newest coverage, each text once with the outlets that carry it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from retrieval.records import Article, Story
from retrieval.scope import Scope
from retrieval.store import Store

LOOKED_AT = 3
"""Articles that are looked at for each story that is wanted: what they repeat is one story."""


def newest(store: Store, scope: Scope, limit: int) -> list[Story]:
    """The ``limit`` newest stories within ``scope``, undated ones last."""
    where, parameters = scope.sql()
    rows = store.connection.execute(
        "SELECT p.article_id, p.published FROM passages p WHERE p.ordinal = 0"
        f" AND {where} ORDER BY p.published DESC, p.article_id LIMIT ?",
        [*parameters, limit * LOOKED_AT],
    ).fetchall()
    found = stories(store, scope, [str(row["article_id"]) for row in rows])
    if len(rows) == limit * LOOKED_AT and rows[-1]["published"] is not None:
        # An original older than all that was looked at has others before it that were not.
        last = datetime.fromtimestamp(rows[-1]["published"], UTC)
        found = [s for s in found if s.published is None or s.published >= last]
    return found[:limit]


def stories(store: Store, scope: Scope, article_ids: Sequence[str]) -> list[Story]:
    """The stories of these articles, newest first: each is the best original within ``scope``."""
    groups = store.copies(article_ids, *scope.sql())
    originals = {
        groups[i].members[0].article_id if i in groups else i: groups.get(i) for i in article_ids
    }
    made = []
    for article_id, group in originals.items():
        article = store.article(article_id)
        if article is not None:
            outlets = group.outlets() if group else ()
            made.append(_story(article, tuple(o for o in outlets if o != article.outlet)))
    made.sort(key=lambda s: (-s.published.timestamp() if s.published else 0.0, s.article_id))
    return made


def _story(article: Article, also_in: tuple[str, ...]) -> Story:
    return Story(
        article.id, article.version, article.title, article.outlet, article.url,
        article.published, article.attribution, also_in,
    )  # fmt: skip
