"""Correction, clarification and retraction notices: an outlet's own word on what it published.

Only what an outlet says of its own text counts: "the market correction", "he retracted his
statement" and "the minister corrected the record" are news, not notices. So a pattern wants its
label set apart ("Correction:"), or the text itself as its subject ("this story has been
corrected"), and stands outside of quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from retrieval.articles import parse_when
from retrieval.records import NOTICES, NoticeKind

PointerKind = Literal["url", "title", "day"]

_OWN = (
    r"(?:story|article|report|piece|post|headline|item|page|column|interview|dispatch|text|alert"
    r"|review|obituary|caption|graphic|chart|blog|newsletter|transcript|profile|feature|version)"
)
_THIS = rf"(?:this|the above|our) (?:\w+ )?{_OWN}"
_DONE = r"(?:has been|have been|was|is being|has since been|had to be)(?: \w+ly)?"
_WRONGLY = r"(?:incorrectly|wrongly|mistakenly|erroneously|inaccurately)"
_ERRED = rf"(?:{_WRONGLY}|misstated|misidentified|misspelled|misquoted)"
_SAID = (
    rf"(?:{_WRONGLY}|misstated|misidentified|misspelled|misspelt|misquoted|misattributed|misnamed"
    r"|said|stated|gave|named|listed|reported|referred|described|contained|included|attributed"
    r"|had|put|omitted|used|quoted|identified|overstated|understated|carried|placed|suggested"
    r"|confused|transposed)"
)
_SET_APART = r"\s*(?:\([^()]{0,40}\)|,? ?\d{1,2} \w+(?: \d{4})?)?\s*(?:[:—–]|-\s|\.\s*$)"

_TITLES: tuple[tuple[NoticeKind, re.Pattern[str]], ...] = (
    ("retraction", re.compile(
        r"(?:[\[(]?RETRACTED[\])]?\b|(?:(?i:retract(?:ed|ion)|withdrawn|withdrawal notice"
        r"|removal notice|notice of retraction))\s*[:—–\]]|[\[(](?i:retracted|withdrawn)[\])]"
        r"|KILL(?:ED)?\b\s*[:—–-]|(?:EDITORS?[’']? )?ADVISORY\b.*\b(?i:withdraw\w*|kill\w*)\b"
        r"|.*[\[(](?i:retracted|withdrawn)[\])]\s*$)"
    )),
    ("correction", re.compile(
        r"(?:(?i:corrections?(?: and clarifications?)?|corrected|erratum|corrigendum)\s*"
        r"(?:[:—–\]]|-\s)|[\[(](?i:corrected|correction)[\])]|(?:UPDATE \d+-)?CORRECTED\b"
        r"|(?:REFILE|UPDATE \d+)-CORRECT\w*|.*(?:[\[(](?i:corrected|correction)[\])]"
        r"|[-–—|]\s(?i:correction))\s*$)"
    )),
    ("clarification", re.compile(r"(?i:clarifications?)\s*(?:[:—–\]]|-\s)")),
)  # fmt: skip

_LEADS: tuple[tuple[NoticeKind, re.Pattern[str]], ...] = (
    ("retraction", re.compile(
        r"(?:RETRACT(?:ED|ION)\b|(?:(?i:retract(?:ed|ion)|notice of retraction|withdrawn"
        rf"|removal notice)){_SET_APART}|KILL(?:ED)?\s*[:—–-]"
        r"|(?:EDITORS?[’']? )?ADVISORY\s*[:—–-].*\b(?i:withdraw\w*|kill(?:ed|s)?|disregard)\b)"
    )),
    ("correction", re.compile(
        rf"(?i:(?:corrections?(?: and clarifications?)?|corrected|erratum|corrigendum){_SET_APART})"
    )),
    ("clarification", re.compile(rf"(?i:clarifications?{_SET_APART})")),
)  # fmt: skip
"""How a paragraph that is a notice begins."""

_SENTENCES: tuple[tuple[NoticeKind, re.Pattern[str]], ...] = (
    ("retraction", re.compile(
        rf"\b{_THIS} {_DONE} (?:retracted|withdrawn|taken down|unpublished|deleted"
        r"|removed(?! from (?:the|our) (?:paywall|home ?page|front page|list|app))"
        r"|pulled)\b"
        r"|\bwe (?:have |are |hereby |fully |now )*(?:retract(?:ed|ing)?|withdr[ae]wn?|withdrawing)"
        rf" (?:this|that|the|our) (?:\w+ ){{0,3}}?{_OWN}\b"
        rf"|\bplease disregard (?:this|the|our) (?:\w+ ){{0,3}}?{_OWN}\b"
        rf"|\b(?:the|this) {_OWN} should be disregarded\b|\bmandatory kill\b",
        re.I,
    )),
    ("correction", re.compile(
        rf"\b{_THIS} {_DONE} (?:corrected|amended(?! to (?:clarify|make|add))|(?:updated|edited"
        r"|revised|changed|modified|altered) to (?:correct|fix|remove|say that"
        r"|reflect (?:that|the correct)))\b"
        rf"|\b(?:an|the|a) (?:earlier|previous|original|initial|prior) (?:version|edition) of"
        rf" (?:this|the|our) (?:\w+ )?{_OWN}\b.{{0,80}}?\b{_SAID}\b"
        rf"|\bearlier versions of (?:this|the|our) (?:\w+ )?{_OWN}\b.{{0,80}}?\b{_SAID}\b"
        rf"|\b(?:this|our) (?:\w+ )?{_OWN} {_ERRED}\b"
        rf"|\b(?:this|our) (?:\w+ )?{_OWN} corrects\b"
        rf"|[(\[](?:this {_OWN} )?(?:corrects|fixes|corrected)\b[^()\[\]]{{0,120}}[)\]]"
        rf"|\bwe {_ERRED}\b"
        r"|\bour (?:edition|report|article|issue|story|coverage) (?:of|on|published|dated|about)\b"
        rf".{{0,80}}?\b(?:{_ERRED}|in error\b)"
        r"|\bwe (?:regret|apologi[sz]e for) (?:the|this|our) (?:errors?|mistake|inaccuracy)\b",
        re.I,
    )),
    ("clarification", re.compile(
        rf"\b{_THIS} {_DONE} (?:clarified|(?:updated|edited|amended|revised|changed) to (?:clarify"
        r"|make (?:it )?clear|add context))\b"
        rf"|[(\[](?:this {_OWN} )?clarifies\b[^()\[\]]{{0,120}}[)\]]",
        re.I,
    )),
)  # fmt: skip
"""What a sentence of a notice says; it counts near the beginning or the end of an article."""

_EDITORS_NOTE = re.compile(r"[\W_]*editor(?:s|[’']s|s[’'])?[’']? note\b\W", re.I)
_CHANGED = re.compile(
    rf"\b{_THIS} {_DONE} (?:updated|edited|changed|revised|modified|altered)\b", re.I
)
_DECORATION = re.compile(r"^[\W_]*?(?=[\[(]?\w)")
_NEAR = 4
"""Paragraphs from either end in which an outlet speaks of its own text."""

_PARTICIPLE = re.compile(r"\W*(?:UPDATE \d+-)?(?:retracted|corrected|withdrawn)\b", re.I)
_SELF = re.compile(
    rf"\b(?:this|the above) (?:\w+ )?{_OWN}\b|\b(?:earlier|previous|original) versions? of\b", re.I
)
"""What speaks of its own article, whatever address stands beside it."""

_URL = re.compile(r"https?://[^\s<>\"”’)\]]+")
_HEADLINE = re.compile(
    r"\b(?:head(?:line|lined|ed)|titled|entitled|story|article|report)[, ]+"
    r"(?:under the headline )?[“\"‘']([^“”\"]{12,200})[”\"’']", re.I
)  # fmt: skip
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(
    rf"\b(?:edition|report|article|issue|story|item|alert)s? (?:of|on|dated|from|published on)"
    rf" (?:\w+day,? )?((?:\d{{1,2}} (?:{_MONTHS})|(?:{_MONTHS}) \d{{1,2}})(?:,? \d{{4}})?)\b"
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice, where in the text it stands, and whom it is about."""

    kind: NoticeKind
    start: int
    end: int
    """Offsets of its paragraph in the article's text; both 0 for a notice in the title."""
    about: tuple[tuple[PointerKind, str], ...] = ()
    """Pointers to another article: its address, title or day (ISO). Without any, it is about the
    article that it stands in."""


def find_notice(title: str, text: str, published: datetime | None = None) -> Notice | None:
    """The strongest notice in an article; a day without a year is of the year of ``published``."""
    found = list(_notices(title, text))
    if not found:
        return None
    strongest = max(found, key=lambda n: NOTICES.index(n.kind))
    said = text[strongest.start : strongest.end]
    if strongest.end == 0:
        # "RETRACTED:" marks its own article; "Retraction:" may open one about another.
        said = "" if _PARTICIPLE.match(title.strip()) else text.strip().partition("\n")[0]
    about = () if _SELF.search(said) else tuple(dict.fromkeys(_pointers(said, published)))
    return Notice(strongest.kind, strongest.start, strongest.end, about)


def states_retraction(sentence: str) -> bool:
    """Whether a sentence says of its own article that it was retracted."""
    return _of_paragraph(sentence, near=True) == "retraction"


def _notices(title: str, text: str) -> Iterator[Notice]:
    for kind, pattern in _TITLES:
        if pattern.match(title.strip()):
            yield Notice(kind, 0, 0)
            break
    places = [m.span() for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    for n, (start, end) in enumerate(places):
        near = n < _NEAR or n >= len(places) - _NEAR
        if kind_here := _of_paragraph(text[start:end], near=near):
            yield Notice(kind_here, start, end)


def _of_paragraph(paragraph: str, *, near: bool) -> NoticeKind | None:
    bare = _DECORATION.sub("", paragraph.strip())
    for kind, pattern in _LEADS:
        if pattern.match(bare):
            return kind
    if not near:
        return None
    for kind, pattern in _SENTENCES:
        if any(not _quoted(paragraph, m.start()) for m in pattern.finditer(paragraph)):
            return kind
    if _EDITORS_NOTE.match(paragraph) and _CHANGED.search(paragraph):
        return "clarification"
    return None


def _quoted(paragraph: str, at: int) -> bool:
    """Whether ``at`` stands inside of quotation marks."""
    before = paragraph[:at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _pointers(notice: str, published: datetime | None) -> Iterator[tuple[PointerKind, str]]:
    for address in _URL.findall(notice):
        yield "url", address.rstrip(".,;")
    for found in _HEADLINE.finditer(notice):
        yield "title", found[1].rstrip(",.")
    for found in _DAY.finditer(notice):
        written = found[1] if re.search(r"\d{4}$", found[1]) else None
        if written is None and published is not None:
            written = f"{found[1]} {published.year}"
        try:
            day = parse_when(written)
        except ValueError:
            continue
        if day is not None:
            yield "day", day.date().isoformat()
