"""The data that a page is drawn from in the reader's browser: what it says about its article.

Static sites carry it as JSON in the page (``__NEXT_DATA__`` and its like). The object that has the
page's own title or the last part of its address is the article; all others are of other articles.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from retrieval.sources.linked_data import Facts, fold
from retrieval.sources.page_tree import Element

_MOST = 2_000_000
"""Characters of JSON that are read."""
_MOST_NODES = 20_000
_PUBLISHED = (
    "publishedat", "published", "datepublished", "publishdate", "publisheddate", "publicationdate",
    "firstpublished", "firstpublishedat", "firstpublishdate", "displaydate", "pubdate", "publishat",
)  # fmt: skip
_UPDATED = ("updatedat", "modifiedat", "datemodified", "lastupdated", "lastupdateddate", "modified")
_NAMES = ("title", "headline", "name", "slug", "url", "path", "permalink", "uri")


def state_facts(root: Element, paths: set[str], titles: set[str]) -> Facts:
    """When the page's own article was published and updated, as its data states it.

    ``paths`` are of the page's addresses, ``titles`` folded; see :func:`linked_facts`.
    """
    own = {fold(path.rsplit("/", 1)[-1]) for path in paths} | {fold(path) for path in paths}
    own = {name for name in own | titles if len(name) >= 8}
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/json":
            continue
        try:
            data = json.loads((script.text or "")[:_MOST])
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            values = {_key(key): value for key, value in node.items()}
            named = {fold(v) for name in _NAMES if isinstance(v := values.get(name), str)}
            if named & own and (published := _first(values, _PUBLISHED)):
                return Facts(published=published, updated=_first(values, _UPDATED))
    return Facts()


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    pending = [data]
    for _ in range(_MOST_NODES):
        if not pending:
            return
        node = pending.pop()
        if isinstance(node, dict):
            yield node
            pending += node.values()
        elif isinstance(node, list):
            pending += node[:1000]


def _key(key: str) -> str:
    return key[:40].replace("_", "").replace("-", "").lower()


def _first(values: dict[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = values.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)) >= 8:
            return str(value)[:100]
    return None
