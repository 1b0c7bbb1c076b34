"""JSON-LD: which of a page's objects describes its article, and what that one states."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from retrieval.sources.page_tree import Element

_ARTICLES = re.compile(
    r"(?:^|[/#:])(?:\w*Article|LiveBlogPosting|BlogPosting|SocialMediaPosting|Report)$"
)
_MOST = 2_000_000
"""Characters of JSON that are read."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page's JSON-LD states about its article."""

    headline: str | None = None
    published: str | None = None
    updated: str | None = None
    outlet: str | None = None
    language: str | None = None
    body: str | None = None


def linked_facts(root: Element, addresses: set[str], titles: set[str]) -> Facts:
    """The facts of the page's own article; empty where it can't be told from others.

    An object is the page's own if its address is one of ``addresses`` (paths) or its headline one
    of ``titles`` (folded), or if it is the only one and contradicts neither. Articles inside lists
    of items, mentions and parts are other articles.
    """
    found = [node for data in _blocks(root) for node in _nodes(data)]
    typed = [node for node in found if _is_article(node)]
    for node in typed:
        if _paths(node) & addresses:
            return _facts(node)
    for node in typed:
        if _fold(_text(node.get("headline"))) in titles:
            return _facts(node)
    if len(typed) == 1 and not (_paths(typed[0]) and addresses and titles):
        return _facts(typed[0])
    if len(typed) == 1 and not _text(typed[0].get("headline")):
        return _facts(typed[0])
    untyped = [node for node in found if "@type" not in node and "datePublished" in node]
    return _facts(untyped[0]) if not typed and len(untyped) == 1 else Facts()


def path_of(address: str | None) -> str:
    """The path of an address, by which one page is known under several hosts and schemes."""
    try:
        return urlsplit((address or "").strip()).path.rstrip("/").casefold()
    except ValueError:
        return ""


def fold(title: str | None) -> str:
    """A title with nothing left but its letters and digits, for comparing."""
    return _fold(title)


def _blocks(root: Element) -> Iterator[Any]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        written = (script.text or "").strip()[:_MOST]
        written = re.sub(
            r"^(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|(?://\s*)?\]\]>)$", "", written
        )
        for attempt in (written, re.sub(r",\s*([}\]])", r"\1", written)):
            try:
                yield json.loads(attempt.strip().rstrip(";"), strict=False)
                break
            except (ValueError, RecursionError):
                continue


def _nodes(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(data, list):
        for each in data[:500]:
            yield from _nodes(each, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(data.get(key), depth + 1)


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLES.search(kind) for kind in kinds)


def _paths(node: dict[str, Any]) -> set[str]:
    page = node.get("mainEntityOfPage")
    page = page.get("@id") or page.get("url") if isinstance(page, dict) else page
    given = (node.get("url"), node.get("@id"), page)
    return {path for value in given if isinstance(value, str) and (path := path_of(value))}


def _facts(node: dict[str, Any]) -> Facts:
    publisher = node.get("publisher")
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    outlet = publisher.get("name") if isinstance(publisher, dict) else publisher
    language = node.get("inLanguage")
    if isinstance(language, dict):
        language = language.get("alternateName") or language.get("name")
    return Facts(
        headline=_text(node.get("headline")) or _text(node.get("name")),
        published=_text(node.get("datePublished")),
        updated=_text(node.get("dateModified")),
        outlet=None if _text(outlet) and "//" in str(outlet) else _text(outlet),
        language=_text(language),
        body=_body(node),
    )


def _body(node: dict[str, Any]) -> str | None:
    own = _text(node.get("articleBody"))
    posts = node.get("liveBlogUpdate")
    if own or not isinstance(posts, list):
        return own
    parts = []
    for post in posts[:1000]:
        if isinstance(post, dict):
            given = (post.get("datePublished"), post.get("headline"), post.get("articleBody"))
            parts += [text for value in given if (text := _text(value))]
    return "\n\n".join(parts) or None


def _text(value: Any) -> str | None:
    """A string of JSON-LD, whose entities some systems escape twice."""
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str):
        return None
    value = re.sub("[\ud800-\udfff\0]", "", value)
    return html.unescape(value).strip() or None


def _fold(title: str | None) -> str:
    return "".join(c for c in (title or "").casefold() if c.isalnum())
