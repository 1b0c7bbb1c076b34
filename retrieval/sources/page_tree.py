"""A page as a tree that can be trusted: parsed within limits, and without what is no article.

lxml is imported when the first page is met.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from retrieval.sources.page_tags import without_crowded_tags

Element: TypeAlias = Any
"""An lxml element; lxml has no types of its own."""

MAX_DEPTH = 200
MAX_ELEMENTS = 30_000
"""Real pages nest some 40 deep and hold some thousands of elements."""

MAX_NESTING = 600_000
MAX_NESTED_TEXT = 30_000_000
"""Sums over elements of how deep they are, and of that times the characters of their text: what it
costs to look at all that is below, or above, each element. Real pages stay below a tenth."""

_DROPPED = frozenset(
    "script style noscript template iframe object embed svg canvas audio video button input"
    " select textarea nav aside footer dialog figcaption amp-ad amp-sidebar amp-consent"
    " amp-iframe amp-social-share menu".split()
)
_ROLES = frozenset(
    "navigation banner complementary contentinfo search dialog alertdialog menu menubar"
    " toolbar".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)

_WORDS = re.compile(
    r"(?:^|[\s_-])(?:"
    r"nav|navbar|navigation|menu|breadcrumbs?|pagination|pager|skip|sidebar|widget|masthead"
    r"|related|recommend(?:ed|ations?)|more-(?:stories|news|on|from)|read-?(?:more|next|also)"
    r"|also-read|see-also|most-(?:read|viewed|popular)|popular|trending|teasers?|promo|cards?"
    r"|outbrain|taboola|next-(?:article|story)|latest|upnext"
    r"|news-?letters?|subscri(?:be|ption)|sign-?up|cta|paywall|cookies?|consent|gdpr|banner"
    r"|ad|ads|adverts?|advertisement|sponsor(?:ed)?|sponsored"
    r"|shar(?:e|ing|e-?(?:bar|buttons|tools))|social|follow|sharedaddy|toolbar|tools|actions"
    r"|captions?|credits?|wp-caption|gallery|photo-credit|image-credit"
    r"|author-(?:bio|box|info|card)|about-(?:the-)?author|bio|byline|by-line"
    r"|tags?|tag-list|topics|keywords|post-tags|cat-links|copyright|disclaimer|modal|popup"
    r"|overlay|tooltip|visually-hidden|screen-reader-text|sr-only|print-only|no-print"
    r")(?:$|[\s_]|-(?:list|box|block|wrap(?:per)?|container|items?|links?|bar|section|module"
    r"|text|title|row|unit|slot|inline|promo|content|area|articles?|stories|posts?|news|form"
    r"|buttons?|icons?|\d+)(?![a-z])|--)",
    re.I,
)
"""Names of what surrounds an article, as whole words of a class or id."""

_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-list|comments-area|disqus_thread|respond)(?:$|[\s_]|-)", re.I
)
_CONTENT = re.compile(
    r"(?:article|story|entry|post)[_-]*(?:body|content|text)|main[_-]?content|liveblog|live-blog",
    re.I,
)
_SURE = frozenset(("html", "body", "main", "article", "table", "tbody", "tr", "p", "h1", "time"))
"""Elements that a name in their class does not condemn, paragraphs being looked at by name of
their own below."""

_PARAGRAPH_NAMES = re.compile(
    r"(?:^|[\s_-])(?:captions?(?:-text)?|credits?|byline|read-?more|related|promo|copyright|tags"
    r"|newsletter|advert(?:isement)?|share)(?:$|[\s_]|--)",
    re.I,
)


def parse_page(markup: str) -> Element:
    """The root of the tree of ``markup``, a page or a fragment.

    Raises ValueError, with a message to show, for a page without elements, too deep or too large.
    """
    from lxml import etree, html

    markup = without_crowded_tags(markup.replace("\0", ""))
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        # A stray "<?xml encoding=…" would otherwise contradict what was decoded already.
        root = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, AssertionError, ValueError, RecursionError):
        raise ValueError("no article text was found on the page") from None
    _check_size(root)
    return root


def iterwalk(root: Element) -> Iterator[tuple[str, Element]]:
    """Each element below ``root`` with "start", in order, and with "end" behind all it holds."""
    from lxml import etree

    walk: Iterator[tuple[str, Element]] = etree.iterwalk(root, events=("start", "end"))
    return walk


def _check_size(root: Element) -> None:
    depth = count = nesting = text = 0
    for event, element in iterwalk(root):
        if event == "end":
            depth -= 1
            text += depth * len(element.tail or "")
            continue
        depth += 1
        count += 1
        nesting += depth
        if element.tag not in ("script", "style"):
            text += depth * len(element.text or "")
        if depth > MAX_DEPTH or count > MAX_ELEMENTS or nesting > MAX_NESTING:
            raise ValueError("the page is nested too deeply or has too many elements")
        if text > MAX_NESTED_TEXT:
            raise ValueError("the page's text is too long for an article")


def names_of(element: Element) -> str:
    """Its class and id, and what a system of components calls it, as one string."""
    keys = ("class", "id", "data-component", "data-testid", "data-block", "data-module")
    return " ".join(value for key in keys if (value := element.get(key)))[:500]


def words_in(element: Element) -> int:
    """How many words of text it holds."""
    return sum(len(piece.split()) for piece in element.itertext())


def elements(root: Element, *tags: str) -> Iterator[Element]:
    """The elements below ``root`` in order, comments and the like aside."""
    for element in root.iter(*tags):
        if isinstance(element.tag, str):
            yield element


def prune(root: Element) -> None:
    """Takes out of the tree what surrounds an article: by element, role, name and visibility.

    What holds most of the page's words stays whatever its name, comments excepted.
    """
    _drop(root, lambda e: e.tag in ("script", "style", "noscript", "template", "svg"))
    most = max(60, words_in(root) * 2 // 5)
    _drop(root, lambda e: _is_surrounding(e) and (_is_comments(e) or words_in(e) < most))


def _drop(root: Element, is_out: Any) -> None:
    pending = [root]
    while pending:
        element = pending.pop()
        for child in list(element):
            if not isinstance(child.tag, str) or is_out(child):
                _remove(child)
            else:
                pending.append(child)


def _remove(element: Element) -> None:
    """Takes an element out and leaves the text behind it where it was."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _is_comments(element: Element) -> bool:
    return bool(_COMMENTS.search(names_of(element))) and not _holds(element, "h1")


def _is_surrounding(element: Element) -> bool:
    tag = element.tag
    if tag in _DROPPED:
        return True
    if element.get("role") in _ROLES or _is_hidden(element):
        return True
    if tag == "figure":
        return not _holds(element, "table", "blockquote", "pre")
    if tag == "header":
        return not _holds(element, "h1", "h2") and not _is_inside(
            element, "article", "main", "section"
        )
    names = names_of(element)
    if not names.strip():
        return False
    if tag in _SURE:
        return tag in ("p", "article") and bool(
            (_PARAGRAPH_NAMES if tag == "p" else _WORDS).search(names)
        )
    if _CONTENT.search(names):
        return False
    return bool(_WORDS.search(names)) or _is_comments(element)


def _is_hidden(element: Element) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search((element.get("style") or "")[:300]))
    )


def _holds(element: Element, *tags: str) -> bool:
    return next(element.iter(*tags), None) is not None


def _is_inside(element: Element, *tags: str) -> bool:
    return next(element.iterancestors(*tags), None) is not None
