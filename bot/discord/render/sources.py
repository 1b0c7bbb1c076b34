"""What is covered and how fresh it is, a source a line. Never where a source lies: a path or an
address inside is the business of whoever runs the bot.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import discord

from bot.discord.asking import Ids, Token
from bot.discord.render.layout import Block, fitting, moment_stamp, named, paging, view, within
from bot.discord.words import Say
from retrieval.health import silence
from retrieval.index import Index
from retrieval.sources import KINDS

PAGE = 10
"""Sources on a page."""

GREEN, AMBER = 0x2E8B57, 0xC9A227

_WHY: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        ("robots", r"robots\.txt"),
        ("internal", r"not on the public internet|private_addresses"),
        ("busy", r"answered 429|not asked for now"),
        ("status", r"answered (?P<status>[345]\d\d)"),
        ("slow", r"no whole answer within|timed? ?out|took (?:longer|too long)"),
        ("host", r"host name leads nowhere|has no address"),
        ("large", r"larger than"),
        ("connection", r"connection failed|breaks off|certificate"),
        ("denied", r"permission denied|operation not permitted"),
        ("gone", r"no such file|does not exist|not a directory|not found"),
    )
)  # fmt: skip
"""Why a source failed, told by the words of its error; the first that fits. The error itself is
never shown: it names paths and addresses."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A source as people see it."""

    name: str
    kind: str
    articles: int
    newest: datetime | None
    refreshed: datetime | None
    failures: int
    error: str | None
    problems: int
    silent_days: int | None


@dataclass(frozen=True, slots=True)
class Covered:
    """What is covered: all of it, or what the outlets of a place make of it."""

    sources: tuple[Shown, ...]
    outlets: tuple[tuple[str, int], ...]
    """With how many articles each, those with the most first."""
    oldest: datetime | None
    newest: datetime | None
    refreshed: datetime | None

    @property
    def articles(self) -> int:
        """How many there are in all."""
        return sum(count for _, count in self.outlets)


def read_sources(index: Index, outlets: Sequence[str], now: datetime) -> Covered:
    """The sources; with ``outlets`` those alone that have articles of these. Not for the loop.

    Raises StoreError.
    """
    store = index.store
    with store.reading():
        where = f" AND p.outlet IN ({','.join('?' * len(outlets))})" if outlets else ""
        rows = store.connection.execute(
            "SELECT a.source, p.outlet, count(*) AS articles, min(p.published) AS oldest,"
            " max(p.published) AS newest FROM passages p JOIN articles a ON a.id = p.article_id"
            f" WHERE p.ordinal = 0{where} GROUP BY a.source, p.outlet",
            list(outlets),
        ).fetchall()
        known, refreshed = store.sources(), store.meta("refreshed")
    by_source: dict[str, list[tuple[int, int | None]]] = {}
    by_outlet: dict[str, int] = {}
    for row in rows:
        by_source.setdefault(row["source"], []).append((row["articles"], row["newest"]))
        by_outlet[row["outlet"]] = by_outlet.get(row["outlet"], 0) + row["articles"]
    shown = [
        _shown(row, by_source.get(row["name"], []), now)
        for row in known
        if not outlets or row["name"] in by_source
    ]
    shown.sort(key=lambda s: (not s.failures, s.silent_days is None, -s.articles, s.name))
    return Covered(
        tuple(shown),
        tuple(sorted(by_outlet.items(), key=lambda item: (-item[1], item[0]))),
        _moment(min((r["oldest"] for r in rows if r["oldest"] is not None), default=None)),
        _moment(max((r["newest"] for r in rows if r["newest"] is not None), default=None)),
        datetime.fromisoformat(refreshed) if refreshed else None,
    )


def _shown(
    row: dict[str, object], counts: Sequence[tuple[int, int | None]], now: datetime
) -> Shown:
    quiet = silence(row, now)
    return Shown(
        str(row["name"]), str(row["kind"]), sum(n for n, _ in counts),
        _moment(max((at for _, at in counts if at is not None), default=None)),
        datetime.fromisoformat(str(row["refreshed"])) if row["refreshed"] else None,
        int(str(row["failures"])), None if row["error"] is None else str(row["error"]),
        int(str(row["problems"])), quiet.days if quiet else None,
    )  # fmt: skip


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def sources_view(
    covered: Covered, token: Token, page: int, ids: Ids, say: Say
) -> discord.ui.LayoutView:
    """One page of the sources, those with troubles first."""
    count = -(-len(covered.sources) // PAGE)
    shown = covered.sources[page * PAGE : (page + 1) * PAGE]
    blocks = [Block(_head(covered, say))]
    blocks += [Block(_line(source, say)) for source in shown]
    troubled = any(s.failures or s.silent_days is not None for s in covered.sources)
    rows = paging(ids, token, "sources", page, count, say)
    return view(fitting(blocks)[0], rows, AMBER if troubled else GREEN)


def _head(covered: Covered, say: Say) -> str:
    lines = [f"**{say('sources.title')}**"]
    if not covered.articles:
        return "\n".join([*lines, say("sources.none")])
    lines.append(say("sources.totals", articles=covered.articles, outlets=len(covered.outlets)))
    if covered.oldest and covered.newest:
        first, last = moment_stamp(covered.oldest), moment_stamp(covered.newest)
        lines.append(say("sources.published", first=first, last=last))
    if covered.refreshed:
        lines.append(say("sources.refreshed", when=moment_stamp(covered.refreshed, "R")))
    names = [name for name, _ in covered.outlets]
    lines.append(f"-# {say('sources.outlets', outlets=named(names, say, 8))}")
    return "\n".join(lines)


def _line(source: Shown, say: Say) -> str:
    sign = "🔴" if source.failures else "🟡" if source.silent_days is not None else "🟢"
    kind = source.kind if source.kind in KINDS else "other"
    parts = [say(f"sources.kind.{kind}"), say("sources.articles", count=source.articles)]
    if source.newest:
        parts.append(say("sources.newest", when=moment_stamp(source.newest)))
    if source.refreshed:
        parts.append(say("sources.read", when=moment_stamp(source.refreshed, "R")))
    lines = [f"{sign} **{within(source.name, 80) or '…'}**", f"-# {' · '.join(parts)}"]
    if source.failures:
        why = why_failed(source.error or "", say)
        lines.append(f"-# {say('sources.failing', times=source.failures, why=why)}")
    elif source.silent_days is not None:
        lines.append(f"-# {say('sources.silent', days=source.silent_days)}")
    if source.problems:
        lines.append(f"-# {say('sources.problems', count=source.problems)}")
    return "\n".join(lines)


def why_failed(error: str, say: Say) -> str:
    """Why a source can't be read, in words that name no path and no address."""
    for name, pattern in _WHY:
        if found := pattern.search(error):
            return say(f"sources.why.{name}", **found.groupdict())
    return say("sources.why.other")
