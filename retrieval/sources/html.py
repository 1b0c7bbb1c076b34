"""What an HTML page holds: its article's text, and what it states about itself."""

from __future__ import annotations

import html
import re
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from retrieval.articles import clean_line
from retrieval.sources.decoding import decode_page
from retrieval.sources.linked_data import Facts, fold, linked_facts, path_of
from retrieval.sources.page_blocks import render
from retrieval.sources.page_dates import page_dates
from retrieval.sources.page_state import state_facts
from retrieval.sources.page_text import article_text
from retrieval.sources.page_tree import Element, parse_page, prune
from retrieval.web.records import PageText

_MARKUP = re.compile(r"<(?:/?[a-z][a-z0-9]*\b[^<>]*|!--)", re.I)
_FEED_ENDING = re.compile(
    r"(?:The post .{1,300} (?:appeared first on|first appeared on) .{1,150}"
    r"|(?:Read more|Continue reading|Read the full (?:story|article)|Keep reading)\b.{0,150}"
    r"|\[?(?:…|\.\.\.|&hellip;)\]?)\s*$",
    re.I,
)
_SEPARATOR = re.compile(r"\s+(?:\||[-–—•·»:/]|::)\s+|\s*\|\s*|(?<=\w):\s+")
_MOST_TEXT = 2_000_000
"""Characters of text; a longer page is no article."""


def read_page(
    data: bytes,
    *,
    address: str | None = None,
    charset: str | None = None,
    now: datetime | None = None,
) -> PageText:
    """The article on a page and what the page states about it.

    ``charset`` is what the header stated. Dates more than a day after ``now`` are distrusted.
    Raises ValueError, with a message to show, when the bytes can't be decoded or no article text
    is found on the page.
    """
    markup = decode_page(data, charset)
    try:
        return _read(markup, address, now)
    except ValueError:
        raise
    except Exception as error:  # one hostile page must not end the reading of a whole source
        raise ValueError(f"the page can't be taken apart ({type(error).__name__})") from error


def text_of(markup: str) -> str:
    """The text of a fragment of HTML as feeds carry it; plain text passes through.

    Paragraphs stay apart, lists and tables stay in; scripts, pictures and the lines with which
    feeds lead to their site go out. Entities are decoded once, and so is markup that was escaped
    as a whole.
    """
    markup = re.sub("[\ud800-\udfff\0]", "", markup)
    if not _MARKUP.search(markup):
        if not re.search(r"&lt;(?:p|br|div|a|img)\b", markup, re.I):
            return (
                _ended(html.unescape(markup).strip()) if "&" in markup else _ended(markup.strip())
            )
        markup = html.unescape(markup)
    try:
        root = parse_page(f"<html><body><div>{markup}</div></body></html>")
        prune(root)
        return _ended(render(root))
    except (ValueError, RecursionError):
        return ""


def _ended(text: str) -> str:
    """The text without the last lines that lead to the feed's site."""
    lines = text.split("\n")
    while lines and (not lines[-1].strip() or _FEED_ENDING.match(lines[-1].strip())):
        lines.pop()
    return "\n".join(lines)


def _read(markup: str, address: str | None, now: datetime | None) -> PageText:
    root = parse_page(markup)
    metas = _metas(root)
    canonical = _canonical(root, metas, address)
    heading = _heading(root)
    titles = {fold(t) for t in (heading, metas.get("og:title"), _text(root.find(".//title"))) if t}
    paths = {path for a in (address, canonical) if (path := path_of(a))}
    facts = linked_facts(root, paths, titles)
    outlet = metas.get("og:site_name") or facts.outlet or metas.get("application-name")
    named = _text(root.find(".//title"))
    title = _title(heading, metas.get("og:title"), facts, named, root)
    others = [t for t in (heading, facts.headline, named) if t]
    title = clean_line(_without_site(title or "", outlet, others)) or None
    state = state_facts(root, paths, titles)
    dates = page_dates(root, facts, state, address=address or canonical, now=now)
    language = root.get("lang") or root.get("xml:lang") or metas.get("og:locale")
    language = language or facts.language or metas.get("content-language")
    text = article_text(root, title, facts)
    if not text.strip():
        raise ValueError("no article text was found on the page")
    if len(text) > _MOST_TEXT:
        raise ValueError("the page's text is too long for an article")
    return PageText(
        text=text,
        title=title,
        outlet=clean_line(outlet or "") or None,
        canonical=canonical,
        published=dates.published,
        dated_by=dates.dated_by,
        published_basis=dates.basis,
        updated=dates.updated,
        language=clean_line((language or "").replace("_", "-"), 35) or None,
    )


def _metas(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("http-equiv") or ""
        if (content := (meta.get("content") or "").strip()) and name:
            found.setdefault(name.strip().lower(), content)
    return found


def _text(element: Element | None) -> str | None:
    return None if element is None else " ".join("".join(element.itertext()).split()) or None


def _heading(root: Element) -> str | None:
    headings = [t for e in root.iter("h1") if (t := _text(e))]
    inside = [t for e in root.iter("article", "main") for h in e.iter("h1") if (t := _text(h))]
    return next(iter(inside or headings), None)


def _title(
    heading: str | None, og: str | None, facts: Facts, title: str | None, root: Element
) -> str | None:
    """The heading, where other titles bear it out; else the first of these without the site."""
    stated = [t for t in (og, facts.headline) if t]
    own = fold(heading)
    if heading and (not (stated or title) or any(fold(t).startswith(own) for t in stated)):
        return heading
    if stated:
        return stated[0]
    if heading is None and len((title or "").split()) <= 3:
        below = next((t for e in root.iter("h2") if (t := _text(e))), None)
        return below or title
    shown = {fold(t) for e in root.iter("h1", "h2", "h3", "h4", "span", "b", "td", "div", "font")
             if len(e) < 4 and (t := _text(e)) and len(t) < 300}  # fmt: skip
    return max(
        (part for part in _parts(title or "") if fold(part) in shown),
        key=lambda part: len(part.split()), default=title,
    )  # fmt: skip


def _parts(title: str) -> list[str]:
    """The title, and what stands before or after each of its separators."""
    borders = list(_SEPARATOR.finditer(title))
    return [title, *(title[: b.start()] for b in borders), *(title[b.end() :] for b in borders)]


def _without_site(title: str, outlet: str | None, others: list[str]) -> str:
    for separator in reversed(list(_SEPARATOR.finditer(title))):
        before, after = title[: separator.start()], title[separator.end() :]
        named = bool(outlet) and fold(after) in (fold(outlet), fold(outlet) + "com")
        repeated = any(fold(other) == fold(before) for other in others)
        piped = "|" in separator[0] and len(after.split()) <= 4
        if before and (named or repeated or piped):
            return _without_site(before, outlet, others)
    return title


def _canonical(root: Element, metas: dict[str, str], address: str | None) -> str | None:
    links = (
        link.get("href") for link in root.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    )  # fmt: skip
    for given in (*links, metas.get("og:url")):
        if (found := _absolute(given, address)) is not None:
            return found
    return None


def _absolute(given: str | None, address: str | None) -> str | None:
    """``given`` as an address of the web; a home page named for one of its articles is none."""
    written = (given or "").strip()
    if not written or re.search(r"[\x00-\x20\x7f]", written) or len(written) > 2000:
        return None
    try:
        found = urljoin(address or "", written)
        parts = urlsplit(found)
        own = urlsplit(address or "")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
    except ValueError:
        return None
    if address and parts.path in ("", "/") and not parts.query and own.path not in ("", "/"):
        return None
    return found
