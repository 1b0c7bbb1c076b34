"""An Answer on a terminal, through rich. Text from articles is never read as markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.clock import ago
from retrieval.edits import difference
from retrieval.index import Index
from retrieval.records import Answer, Article, Citation, Edit, Hit
from retrieval.search import sentences

_COLOURS = {
    "answered": "green",
    "scheduled": "green",
    "passed": "yellow",
    "not_set": "yellow",
    "disputed": "magenta",
    "outdated": "yellow",
    "no_answer": "red",
}
_WORDS = {
    "answered": "from the coverage",
    "scheduled": "scheduled",
    "passed": "passed",
    "not_set": "no date set",
    "disputed": "disputed",
    "outdated": "only old coverage",
    "no_answer": "no answer in the coverage",
}
_NOTICES = {"correction": "corrected", "clarification": "clarified", "retraction": "RETRACTED"}
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
"""Not U+200C and U+200D, which Persian, Hindi and emoji are written with."""

NARROW = 100
"""Columns below which the ranking is a list instead of a table."""


def clean(text: str) -> str:
    """``text`` in one line, without what could steer a terminal or turn its writing round."""
    return " ".join(_CONTROL.sub("", text).split())


def show(console: Console, answer: Answer, index: Index, *, now: datetime) -> None:
    """Prints ``answer``: headline, quotes, sources, freshness."""
    colour = _COLOURS[answer.verdict]
    console.print(
        Panel(
            Text(clean(answer.headline), style="bold"),
            title=Text(_WORDS[answer.verdict], style=colour),
            title_align="left",
            border_style=colour,
        )
    )
    for citation in answer.citations:
        console.print(_quote(citation))
    if answer.agreement:
        console.print(_agreement(answer))
    if answer.citations:
        console.print(Text("Sources", style="bold"))
        for citation in answer.citations:
            console.print(_source(citation))
    else:
        console.print(nearest(answer, index, count=3))
    console.print(_freshness(answer, now))


def nearest(answer: Answer, index: Index, *, count: int) -> RenderableType:
    """The passages of the ranking as such: what is near, not what answers."""
    if not answer.passages:
        return Text("Nothing in the index lies within these limits.", style="dim")
    parts: list[RenderableType] = [Text("Nearest passages", style="bold")]
    for number, hit in enumerate(answer.passages[:count], 1):
        article = index.store.article(hit.article_id, hit.version)
        if article is None:
            continue
        words = _words(article, hit, index)
        head = Text.assemble((f"{number}. ", "dim"), (clean(article.title), "italic"))
        head.append(f"  {clean(article.outlet)}, {_day(article.published)}", style="dim")
        parts += [head, Padding(Text(words, style="dim"), (0, 0, 0, 3))]
    return Group(*parts)


def _words(article: Article, hit: Hit, index: Index) -> str:
    """The passage's sentences without the boilerplate that stands between them."""
    row = index.store.passages([hit.passage_id]).get(hit.passage_id)
    with index.store.guarded():
        current = row if row is not None and row["version"] == hit.version else None
        places = sentences(current) if current is not None else [(hit.start, hit.end)]
    return clean(" ".join(article.text[start:end] for start, end in places))


def explain(answer: Answer, index: Index) -> RenderableType:
    """The ranking with each leg's raw score, as wide as it may be, and the trace's stages."""
    return _Explained(answer, index)


@dataclass(frozen=True, slots=True)
class _Explained:
    answer: Answer
    index: Index

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> RenderResult:
        ranking = _ranking if options.max_width >= NARROW else _ranking_list
        yield ranking(self.answer, self.index)
        for key, value in self.answer.trace.items():
            yield Text(clean(f"{key}: {value}"), style="dim")


def _ranking_list(answer: Answer, index: Index) -> RenderableType:
    """The ranking, three lines a passage."""
    parts: list[RenderableType] = [Text("How the passages were ranked")]
    for place, hit in enumerate(answer.passages, 1):
        number, title, published, bm25, cosine, fused, recency, score, group = _row(
            place, hit, index
        )
        parts += [
            Text.assemble((f"{number}. ", "dim"), title),
            Text(f"   {published} · score {score} · group {group}"),
            Text(f"   BM25 {bm25} · cosine {cosine} · fused {fused} · recency {recency}"),
        ]
    return Group(*parts)


def _ranking(answer: Answer, index: Index) -> RenderableType:
    table = Table(title="How the passages were ranked", title_justify="left")
    for name in (
        "#",
        "article",
        "published",
        "BM25",
        "cosine",
        "fused",
        "recency",
        "score",
        "group",
    ):
        table.add_column(name, justify="left" if name in ("article", "published") else "right")
    for place, hit in enumerate(answer.passages, 1):
        number, title, *scores = _row(place, hit, index)
        shown = Text(title, overflow="ellipsis", no_wrap=True)
        table.add_row(number, shown, *scores)
    return table


def _row(place: int, hit: Hit, index: Index) -> list[str]:
    article = index.store.article(hit.article_id, hit.version)
    return [
        str(place),
        clean(article.title if article else hit.article_id),
        _day(article.published if article else None),
        *(f"{v:.3f}" for v in (hit.bm25, hit.cosine, hit.fused, hit.recency, hit.score)),
        str(hit.group + 1),
    ]


def _quote(citation: Citation) -> RenderableType:
    text = Text()
    at = 0
    for start, end in citation.highlights:
        if start < at:
            continue
        text.append(_inline(citation.quote[at:start]))
        text.append(_inline(citation.quote[start:end]), style="bold reverse")
        at = end
    text.append(_inline(citation.quote[at:]))
    return Padding(Text.assemble("“", text, "” ", (f"[{citation.n}]", "cyan")), (0, 2, 1, 2))


def _inline(text: str) -> str:
    return re.sub(r"\s+", " ", _CONTROL.sub("", text))


def _source(citation: Citation) -> RenderableType:
    line = Text.assemble((f" [{citation.n}] ", "cyan"), (clean(citation.title), "italic"))
    line.append(f" — {clean(citation.outlet)}, {_day(citation.published)}")
    if citation.attribution:
        line.append(f" ({clean(citation.attribution)})")
    if citation.notice:
        line.append(f" · {_NOTICES[citation.notice]}", style="bold yellow")
    if citation.also_in:
        line.append(f"; also in {', '.join(clean(o) for o in citation.also_in)}", style="dim")
    if citation.url:
        line.append(f"\n     {clean(citation.url)}", style="blue")
    if citation.edited:
        line.append(f"\n     {clean(edited(citation.edited))}", style="yellow")
    return line


def edited(edit: Edit) -> str:
    """An edit in one line: "edited 3 June 2025: “24 July” → “23 July”"."""
    since = f" {_day(edit.since)}" if edit.since else ""
    if edit.version == 0:
        return f"removed{since}"
    if edit.quote is None:
        return f"edited since{since}: this is no longer said there"
    if edit.kind == "was":
        was, now = difference(edit.quote, edit.sentence)
        return f"edited{since}: “{was}” → “{now}”"
    was, now = difference(edit.sentence, edit.quote)
    return f"edited since{since}: “{was}” → “{now}”"


def _agreement(answer: Answer) -> RenderableType:
    parts = [
        f"{len(c.outlets)} outlet{'s' if len(c.outlets) > 1 else ''} "
        f"({', '.join(clean(o) for o in c.outlets)}): {c.value}"
        for c in answer.agreement
    ]
    return Padding(Text(" · ".join(parts), style="magenta"), (0, 2, 1, 2))


def _freshness(answer: Answer, now: datetime) -> Text:
    fresh = answer.freshness
    parts = [f"as of {answer.as_of:%-d %B %Y %H:%M} UTC", f"confidence {answer.confidence:.2f}"]
    if answer.corrections:
        read = ", ".join(f"“{clean(was)}” as “{clean(now_)}”" for was, now_ in answer.corrections)
        parts.insert(0, f"read {read}")
    if answer.searched:
        days = " to ".join(f"{d:%-d %B %Y}" for d in answer.searched if d)
        parts.insert(0, f"searched {days}")
    if fresh.newest_article:
        parts.append(f"newest article {_day(fresh.newest_article)}")
    if fresh.refreshed:
        parts.append(f"refreshed {ago(fresh.refreshed, now)}")
    if fresh.failing_sources:
        parts.append(f"failing: {', '.join(clean(s) for s in fresh.failing_sources)}")
    parts += [f"silent: {clean(name)} for {days} days" for name, days in fresh.silent_sources]
    return Text(" · ".join(parts), style="dim")


def _day(published: datetime | None) -> str:
    return f"{published:%-d %B %Y}" if published else "undated"
