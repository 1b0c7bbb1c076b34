"""Which part of a page is its article, and that part's text."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from retrieval.sources.linked_data import Facts
from retrieval.sources.page_blocks import is_live, render
from retrieval.sources.page_dates import is_date_line
from retrieval.sources.page_tree import (
    Element,
    elements,
    iterwalk,
    names_of,
    parse_page,
    prune,
    words_in,
)

_ENOUGH = 25
"""Words that make a marked body worth trusting."""

_COVERED = 0.6
"""Share of what trafilatura finds that the densest part must hold to be taken in its stead: it
keeps lists, tables and borders as they are, and a table of layout apart."""

MAX_SOUGHT = 8_000
MAX_NESTED_LINKS = 30_000
"""Elements, and the sum of the depths of links, with which trafilatura still ends within a second
or so. What is left of a real page once it is pruned has some hundreds of either."""

_BODY = re.compile(
    r"(?:^|[\s_-])(?:article|story|entry|post|news|page)(?:__|[_-])?(?:body|content|text)"
    r"(?:[_-](?:text|inner|content))?(?:$|\s)|(?:^|\s)(?:field--name-body|td-post-content"
    r"|body-copy|articletext|body-text|content-body|c-article-content|rich-?text)(?:$|\s)",
    re.I,
)
"""Names by which news systems mark the body of an article."""


def article_text(root: Element, title: str | None, facts: Facts) -> str:
    """The text of the article on the page, "" where none is found. ``root`` is pruned.

    The body that the page marks; else what trafilatura finds, or what is densest; else what
    JSON-LD carries, which is also taken where the page shows much less than half of it.
    """
    _drop_top(root, title)
    prune(root)
    marked = _marked(root)
    text = render(marked) if marked is not None else _sought(root)
    carried = _carried(facts.body)
    if len(carried.split()) > 2 * len(text.split()):
        return carried
    return text


def _marked(root: Element) -> Element | None:
    if is_live(root):
        found = [e for e in root.iter("main", "article", "div", "section") if _calls_live(e)]
        found.sort(key=words_in, reverse=True)
        if found and words_in(found[0]) >= _ENOUGH:
            return found[0]
    for candidates in (_by_property(root), _by_name(root), _by_element(root)):
        for found in candidates:
            if words_in(found) >= _ENOUGH:
                return found
    return None


def _calls_live(element: Element) -> bool:
    return bool(re.search(r"live-?(?:blog|feed|stream|updates)", names_of(element), re.I))


def _by_property(root: Element) -> Iterator[Element]:
    return (e for e in elements(root) if "articleBody" in (e.get("itemprop") or "").split())


def _by_name(root: Element) -> list[Element]:
    """Bodies by name, only where one is plain: several may be the teasers of a list."""
    named = [e for e in root.iter("div", "section", "article") if _BODY.search(names_of(e))]
    every = set(named)
    outer = [e for e in named if every.isdisjoint(e.iterancestors())]
    if len(outer) > 1 and outer[0].getparent() is outer[1].getparent():
        return [outer[0].getparent()]
    return outer


def _by_element(root: Element) -> list[Element]:
    found = [e for e in root.iter("article") if next(e.iterancestors("article"), None) is None]
    headed = [e for e in found if next(e.iter("h1"), None) is not None]
    return (headed or found)[:1] if headed or len(found) == 1 else []


def _sought(root: Element) -> str:
    """What trafilatura finds, or the densest part of the page where that is much longer."""
    from trafilatura import bare_extraction

    if not _is_readable(root):
        return render(densest(root))
    found: Any = bare_extraction(
        copy.deepcopy(root), include_comments=False, favor_recall=True, with_metadata=False
    )
    text = (found.text if found is not None else None) or ""
    dense = render(densest(root))
    if _covered(text, dense) >= _COVERED:
        return dense
    return re.sub(r"\n+", "\n\n", text)


def _is_readable(root: Element) -> bool:
    """Whether trafilatura reads what is left of the page in time: it looks at all links and all
    elements below each element, again and again.
    """
    depth = count = links = 0
    for event, element in iterwalk(root):
        depth += 1 if event == "start" else -1
        count += event == "start"
        links += depth if event == "start" and element.tag == "a" else 0
    return count <= MAX_SOUGHT and links <= MAX_NESTED_LINKS


def _covered(text: str, dense: str) -> float:
    """Which share of the words of ``text`` is in ``dense`` as well."""
    words = Counter(re.findall(r"\w+", text))
    common = words & Counter(re.findall(r"\w+", dense))
    return sum(common.values()) / max(1, sum(words.values()))


def densest(root: Element) -> Element:
    """The element with the most words of its own: words in paragraphs count for their parent."""
    best, most = root, 0.0
    score: dict[Element, float] = {}
    for element in elements(root):
        own = (element.text or "") + "".join(child.tail or "" for child in element)
        commas = len(re.findall(r"[,.;:!?،。、，]", own))
        words = len(own.split()) + commas
        if words < 4:
            continue
        inline = element.tag in ("a", "b", "i", "em", "strong", "span", "q", "u", "font")
        at = element
        while inline and at.getparent() is not None and at.tag not in ("p", "div", "td", "li"):
            at = at.getparent()
        if element.tag == "a":
            continue
        share = 1.0
        for place in (at, *islice(at.iterancestors(), 3)):
            score[place] = score.get(place, 0.0) + words * share
            share *= 0.7 if share == 1.0 and place.tag in ("p", "li", "blockquote") else 0.5
    for place, points in score.items():
        if points > most and place.tag not in ("p", "li", "h1", "h2", "h3", "tr", "span"):
            best, most = place, points
    return best


def _drop_top(root: Element, title: str | None) -> None:
    """Takes out the heading that repeats the title, and the lines that give the page's dates."""
    for line in list(elements(root, "p", "div", "span", "font", "i", "small", "h6")):
        if len(line) <= 6 and is_date_line(" ".join(islice(line.itertext(), 12))):
            for child in list(line):
                line.remove(child)
            line.text = None
    for heading in list(root.iter("h1")):
        if title is None or _same(heading, title):
            heading.text = None
            for child in list(heading):
                heading.remove(child)


def _same(heading: Element, title: str) -> bool:
    return " ".join("".join(heading.itertext()).split()).casefold() == title.casefold()


def _carried(body: str | None) -> str:
    """The articleBody of JSON-LD, which some systems fill with markup."""
    if not body:
        return ""
    if re.search(r"<(?:p|br|div)\b", body, re.I):
        try:
            tree = parse_page(body)
        except ValueError:
            return ""
        prune(tree)
        return render(tree)
    lines = (" ".join(line.split()) for line in body.splitlines())
    return "\n\n".join(line for line in lines if line)
