"""``dateline status``: what is indexed, and checks of the index with a remedy each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.clock import ago
from bot.config import Config
from retrieval.encoder import DEFAULT_FINGERPRINT, DEFAULT_MODEL
from retrieval.store import Store

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
    with Store(config.index_path) as store, store.reading():
        refreshed = store.meta("refreshed")
        then = datetime.fromisoformat(refreshed) if refreshed else None
        rows = store.connection.execute("SELECT * FROM sources ORDER BY name").fetchall()
        sources = tuple(dict(row) for row in rows)
        checks = (
            _integrity(store),
            _full_text(store),
            _vectors(store),
            _model(store, config),
            _fresh(then, now, config.stale_hours),
            *(_source(s) for s in sources),
        )
        files = (config.index_path.with_name(config.index_path.name + s) for s in ("", "-wal"))
        size = sum(f.stat().st_size for f in files if f.exists())
        return Status(
            str(config.index_path), size, store.counts(), store.meta("encoder"), then,
            sources, checks, now,
        )  # fmt: skip


def as_json(status: Status) -> dict[str, Any]:
    """The object that ``dateline status --json`` prints."""
    found = asdict(status)
    found["refreshed"] = status.refreshed and status.refreshed.isoformat()
    found["at"] = status.at.isoformat()
    return found


def show(status: Status) -> None:
    """Prints ``status`` as two small tables."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    counts = status.counts
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    dates = "none"
    if counts["oldest"]:
        dates = f"{counts['oldest'][:10]} to {counts['newest'][:10]}"
    for name, value in (
        ("index", f"{status.path} ({status.bytes / 1e6:.1f} MB)"),
        ("articles", f"{counts['articles']} ({counts['undated'] or 0} undated)"),
        ("passages", str(counts["passages"])),
        ("outlets", str(counts["outlets"])),
        ("published", dates),
        ("encoder", status.encoder or "none yet"),
        ("refreshed", ago(status.refreshed, status.at) if status.refreshed else "never"),
        ("sources", ", ".join(f"{s['name']} ({s['kind']})" for s in status.sources) or "none"),
    ):
        table.add_row(Text(name, style="dim"), Text(value))
    console = Console()
    console.print(table)
    for check in status.checks:
        mark = Text("✓ " if check.ok else "✗ ", style="green" if check.ok else "red")
        console.print(mark + Text(f"{check.name}: {check.detail}"))
        if not check.ok:
            console.print(Text(f"    {check.remedy}", style="yellow"))


def _integrity(store: Store) -> Check:
    (found,) = store.connection.execute("PRAGMA quick_check").fetchone()
    return Check("integrity", found == "ok", found, "rebuild it: dateline refresh --full")


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
    return Check("full text", not lost, detail, "rebuild it: dateline refresh --full")


def _vectors(store: Store) -> Check:
    (missing,) = store.connection.execute(
        "SELECT count(*) FROM passages p LEFT JOIN embeddings e ON e.passage_id = p.id"
        " LEFT JOIN signatures s ON s.passage_id = p.id"
        " WHERE e.passage_id IS NULL OR s.passage_id IS NULL"
    ).fetchone()
    return Check(
        "vectors", missing == 0, f"{missing} missing", "rebuild it: dateline refresh --full"
    )


def _model(store: Store, config: Config) -> Check:
    stored = store.meta("encoder")
    wanted = str(DEFAULT_FINGERPRINT) if config.model == DEFAULT_MODEL else config.model
    ok = stored is None or stored == wanted or stored.startswith(f"{wanted} (")
    detail = "as configured" if ok else f"index: {stored}; configuration: {wanted}"
    return Check("encoder", ok, detail, "rebuild it: dateline refresh --full")


def _fresh(then: datetime | None, now: datetime, hours: int) -> Check:
    ok = then is not None and now - then <= timedelta(hours=hours)
    return Check("freshness", ok, ago(then, now) if then else "never", "run: dateline refresh")


def _source(source: dict[str, Any]) -> Check:
    detail = source["error"] or "read"
    return Check(
        f"source {source['name']}", not source["failures"], detail,
        f"check {source['location']}, then run: dateline refresh",
    )  # fmt: skip
