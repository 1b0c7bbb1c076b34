"""From a tree to text: paragraphs apart, list items and table rows on lines of their own."""

from __future__ import annotations

import re

from retrieval.sources.page_tree import Element, names_of

_PARAGRAPHS = frozenset(
    "p div section article main header blockquote pre h1 h2 h3 h4 h5 h6 table ul ol dl figure"
    " center td th body form details address fieldset hr".split()
)
_LINES = frozenset("li dt dd tr summary option caption".split())
_TITLES = frozenset(("h2", "h3", "h4", "h5", "h6"))
_LEADING = _TITLES | {"ul", "ol", "p", "li", "div"}
_LINE, _PARAGRAPH = "\n", "\n\n"
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_TEASER = re.compile(
    r"\s*(?:read|see|watch|also|more|related|don.t miss|recommended|continue reading|click"
    r"|lesen sie|mehr zum|lire aussi|à lire|lea tambi[eé]n|leggi anche|читайте|читать|подробнее"
    r"|bakınız|ayrıca|czytaj|lees ook|leia|läs mer|相关|関連)\b",
    re.I,
)


def render(root: Element) -> str:
    """The text of ``root``: paragraphs with an empty line between them, items marked with "- ",
    headings with "## ", the cells of a row with " | " between them.
    """
    pieces: list[str] = []
    _walk(root, pieces)
    return _joined(pieces)


def _walk(element: Element, pieces: list[str]) -> None:
    tag = element.tag
    if not isinstance(tag, str):
        return
    if tag == "br":
        pieces.append(_LINE)
        return
    if tag in _LEADING and _is_teaser(element):
        pieces.append(_PARAGRAPH)
        return
    if tag == "tr" and not _is_layout(element):
        _row(element, pieces)
        return
    border = _PARAGRAPH if tag in _PARAGRAPHS else _LINE if tag in _LINES else ""
    pieces.append(border)
    if tag == "li":
        pieces.append("- ")
    elif tag in _TITLES:
        pieces.append("## ")
    if element.text:
        pieces.append(_SPACES.sub(" ", element.text))
    for child in element:
        _walk(child, pieces)
        if child.tail:
            pieces.append(_SPACES.sub(" ", child.tail))
    pieces.append(border)


def _row(row: Element, pieces: list[str]) -> None:
    cells = [" ".join(" ".join(cell.itertext()).split()) for cell in row.iter("td", "th")]
    pieces += [_LINE, " | ".join(cell for cell in cells if cell), _LINE]


def _is_layout(row: Element) -> bool:
    """Whether a row arranges a page rather than holding data."""
    if next(row.iter("table", "p", "br", "div", "h1", "h2", "ul"), None) is not None:
        return True
    cells = [child for child in row if child.tag in ("td", "th")]
    return len(cells) < 2 or any(len("".join(c.itertext())) > 300 for c in cells)


def _is_teaser(element: Element) -> bool:
    """Whether nearly all of its words are links that lead on to other articles."""
    links = [a for a in element.iter("a") if not (a.get("href") or "").startswith("#")]
    if not links:
        return False
    text = _length(element)
    linked = sum(map(_length, links))
    if not text or next(element.iter("table", "blockquote"), None) is not None:
        return False
    if element.tag in ("ul", "ol"):
        return len(links) > 1 and linked >= 0.85 * text
    whole = "".join(element.itertext()).strip()
    if _TEASER.match(whole) and linked >= 0.4 * text:
        return True
    if element.tag == "div" and any(child.tag in _PARAGRAPHS for child in element):
        return False
    ends = whole.rstrip("»”\"')")[-1:] in (".", "!", "?", "…", "。")
    return element.tag != "li" and linked >= 0.95 * text and not ends and len(whole) > 12


def _length(element: Element) -> int:
    return sum(len(piece.strip()) for piece in element.itertext())


def _joined(pieces: list[str]) -> str:
    """The pieces with runs of borders made one: the strongest, or a paragraph for two lines."""
    made: list[str] = []
    line = ""
    border = 0
    for piece in pieces:
        if piece == "":
            continue
        if piece in (_LINE, _PARAGRAPH):
            if line.strip() and line.strip() not in ("-", "##"):
                made.append(line.strip())
                line, border = "", 0
            elif line.strip():
                continue  # a marker waits for its words
            border += 1 if piece == _LINE else 2
        else:
            if not line and made and border:
                made.append(_PARAGRAPH if _is_apart(border, made[-1], piece) else _LINE)
                border = 0
            line += piece
    if line.strip() and line.strip() not in ("-", "##"):
        made.append(line.strip())
    while made and made[-1] in (_LINE, _PARAGRAPH):
        made.pop()
    return re.sub(" {2,}", " ", "".join(made))


def _is_apart(border: int, before: str, following: str) -> bool:
    if before.startswith("- ") and following.startswith("- "):
        return False
    return border >= 2 and not (" | " in before and border == 2 and " | " in following)


def is_live(root: Element) -> bool:
    """Whether the page calls itself a live blog."""
    names = (names_of(e) for e in root.iter("body", "main", "div", "section", "article"))
    return any(re.search(r"live-?(?:blog|feed|stream|updates|post)", n, re.I) for n in names)
