"""``dateline status``: what is indexed, and checks of the index with a remedy each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clock import ago
from bot.config import Config
from retrieval import damage
from retrieval.errors import IndexMismatch
from retrieval.fingerprints import model_fits
from retrieval.health import alarms
from retrieval.languages import known_to
from retrieval.store import Store

REMEDY = "rebuild it: dateline refresh --full"
SAMPLE = 50
"""Passages whose place in the full-text index is checked."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check; ``remedy`` says what to do where it is not ``ok``."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """What ``dateline status`` shows."""

    path: str
    bytes: int
    counts: dict[str, Any]
    encoder: str | None
    refreshed: datetime | None
    sources: tuple[dict[str, Any], ...]
    checks: tuple[Check, ...]
    at: datetime


def examine(config: Config, *, now: datetime) -> Status:
    """Opens the index and looks it over. Raises StoreError where it can't be opened."""
    files = (config.index_path.with_name(config.index_path.name + s) for s in ("", "-wal"))
    size = sum(f.stat().st_size for f in files if f.exists())
    try:
        with Store(config.index_path) as store, store.reading():
            return _looked_over(store, config, size, now)
    except IndexMismatch as error:
        old = Check("schema", False, str(error), REMEDY)
        return Status(str(config.index_path), size, {}, None, None, (), (old,), now)


def _looked_over(store: Store, config: Config, size: int, now: datetime) -> Status:
    integrity = _integrity(store)
    checks = [integrity]
    if integrity.ok:
        checks += [_full_text(store), _contents(store)]
    refreshed = _moment(store.meta("refreshed"))
    sources = tuple(store.sources())
    languages = store.languages()
    checks += [
        _model(store, config),
        _versions(store),
        _languages(languages, config.model),
        _fresh(refreshed, now, config.stale_hours),
        *(_source(s, now) for s in sources),
    ]
    return Status(
        str(config.index_path), size, {**store.counts(), "languages": languages},
        store.meta("encoder"), refreshed, sources, tuple(checks), now,
    )  # fmt: skip


def as_json(status: Status) -> dict[str, Any]:
    """The object that ``dateline status --json`` prints."""
    found = asdict(status)
    found["refreshed"] = status.refreshed and status.refreshed.isoformat()
    found["at"] = status.at.isoformat()
    return found


def show(status: Status) -> None:
    """Prints ``status`` as two small tables."""
    from rich.table import Table
    from rich.text import Text

    from bot.render.terminal import clean
    from bot.streams import console

    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, value in _lines(status):
        table.add_row(Text(name, style="dim"), Text(clean(value)))
    out = console()
    out.print(table)
    for check in status.checks:
        mark = Text("✓ " if check.ok else "✗ ", style="green" if check.ok else "red")
        out.print(mark + Text(clean(f"{check.name}: {check.detail}")))
        if not check.ok:
            out.print(Text(f"    {check.remedy}", style="yellow"))


def _lines(status: Status) -> Iterator[tuple[str, str]]:
    yield "index", f"{status.path} ({status.bytes / 1e6:.1f} MB)"
    if not (counts := status.counts):
        return
    yield "articles", f"{counts['articles']} ({counts['undated'] or 0} undated)"
    yield "passages", str(counts["passages"])
    yield "outlets", str(counts["outlets"])
    dated = counts["oldest"] is not None
    yield "published", f"{counts['oldest'][:10]} to {counts['newest'][:10]}" if dated else "none"
    yield "encoder", status.encoder or "none yet"
    yield "refreshed", ago(status.refreshed, status.at) if status.refreshed else "never"
    yield "sources", ", ".join(f"{s['name']} ({s['kind']})" for s in status.sources) or "none"


def _moment(written: str | None) -> datetime | None:
    try:
        then = datetime.fromisoformat(written) if written else None
    except ValueError:  # the check of the contents names it
        return None
    return then.replace(tzinfo=UTC) if then and then.tzinfo is None else then


def _integrity(store: Store) -> Check:
    (found,) = store.connection.execute("PRAGMA quick_check(1)").fetchone()
    return Check("integrity", found == "ok", str(found), REMEDY)


def _full_text(store: Store) -> Check:
    # The full-text index keeps no rows to count; every passage must be found by its first term.
    rows = store.connection.execute(
        "SELECT id, terms FROM passages WHERE terms != '' ORDER BY random() LIMIT ?", [SAMPLE]
    ).fetchall()
    lost = 0
    for passage_id, terms in rows:
        found = store.connection.execute(
            "SELECT 1 FROM passages_fts WHERE passages_fts MATCH ? AND rowid = ?",
            [f'"{terms.split()[0]}"', passage_id],
        ).fetchone()
        lost += found is None
    detail = f"{len(rows) - lost} of {len(rows)} passages of a sample found"
    return Check("full text", not lost, detail, REMEDY)


def _contents(store: Store) -> Check:
    found = list(damage.contents(store.connection))
    return Check("contents", not found, "; ".join(found) or "ok", REMEDY)


def _model(store: Store, config: Config) -> Check:
    stored = store.meta("encoder")
    ok = model_fits(stored, config.model)
    detail = "as configured" if ok else f"index: {stored}; configuration: {config.model}"
    return Check("encoder", ok, detail, REMEDY)


def _versions(store: Store) -> Check:
    # Importing what splits text takes longer than everything else here, and only here.
    from retrieval.update import versions

    other = [
        f"{name} {stored} instead of {version}"
        for name, version in versions().items()
        if (stored := store.meta(name)) is not None and stored != version
    ]
    return Check("made with", not other, "; ".join(other) or "this version", REMEDY)


def _languages(found: dict[str, int], model: str) -> Check:
    """Told, never failed: foreign articles are no fault, though found by their words alone."""
    detail = ", ".join(f"{name or 'unknown'} {count}" for name, count in found.items()) or "none"
    known = known_to(model)
    foreign = [name for name in found if name and known is not None and name not in known]
    if foreign:
        detail += f" (the encoder does not know {', '.join(foreign)}: found by words alone)"
    return Check("languages", True, detail)


def _fresh(then: datetime | None, now: datetime, hours: int) -> Check:
    ok = then is not None and now - then <= timedelta(hours=hours)
    return Check("freshness", ok, ago(then, now) if then else "never", "run: dateline refresh")


def _source(source: dict[str, Any], now: datetime) -> Check:
    found = alarms([source], now)
    detail = found[0].message if found else "read"
    if source["problems"]:
        detail += f", {source['problems']} problem(s) at the last refresh, which named them"
    remedy = found[0].remedy if found else ""
    return Check(f"source {source['name']}", not found, detail, remedy)
