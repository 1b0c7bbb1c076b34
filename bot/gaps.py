"""``dateline gaps``: what was asked in vain or answered wrong; what was right, as cases."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.clock import ago
from bot.config import Config
from bot.streams import console, print_json
from retrieval.errors import DatelineError

if TYPE_CHECKING:
    from datetime import datetime

    from bot.ledger import Gap, Keeper

WHY = {
    "no_coverage": "nothing on its subject",
    "not_this": "its subject, but not this",
    "later": "only in articles published later",
    "old": "only in old articles",
}
"""The reasons why a question had no answer, in words."""


def run(
    config: Config, keeper: Keeper | None, *, limit: int, as_json: bool, export: Path | None
) -> None:
    """Prints what is kept and writes the cases that are asked for. Raises DatelineError."""
    found: list[Gap] = []
    cases: list[dict[str, Any]] = []
    if keeper is not None and keeper.path.exists():
        with keeper.opened() as ledger:
            found, cases = ledger.gaps(limit), ledger.cases()
    if as_json:
        print_json({"keeping": keeper is not None, "gaps": [_plain(gap) for gap in found]})
    elif found and keeper is not None:
        _show(found, keeper.now())
    if not found:
        click.echo(_nothing(config, keeper), err=True)
    if export is not None:
        _export(cases, export)


def _nothing(config: Config, keeper: Keeper | None) -> str:
    """Why there is nothing to show."""
    if keeper is not None:
        return "No question without an answer and no wrong answer is kept."
    where = config.origin or "a config.toml"
    return (
        "Questions are not kept. To keep those without an answer, write keep_questions = true "
        f"under [privacy] in {where}; what was kept before stays in its file until it is deleted."
    )


def _plain(gap: Gap) -> dict[str, Any]:
    return {
        **asdict(gap),
        "as_of": gap.as_of.isoformat(),
        "asked_at": gap.asked_at.isoformat(),
    }


def _show(gaps: list[Gap], now: datetime) -> None:
    from rich.text import Text

    from bot.render.terminal import clean

    out = console()
    for gap in gaps:
        out.print(Text(clean(gap.question), style="bold"))
        out.print(Text("    " + clean(" · ".join(_about(gap, now))), style="dim"))


def _about(gap: Gap, now: datetime) -> list[str]:
    if gap.verdict == "no_answer":
        parts = ["no answer" + (f": {WHY.get(gap.reason, gap.reason)}" if gap.reason else "")]
        parts += [f"rated wrong {gap.wrong}×"] if gap.wrong else []
    else:
        parts = [f"rated wrong: {gap.verdict}"]
    parts += [f"after “{gap.follows}”"] if gap.follows else []
    parts += [f"limited to {gap.limits}"] if gap.limits else []
    parts.append(f"as of {gap.as_of:%-d %B %Y}")
    parts.append(f"asked {gap.times}×, last {ago(gap.asked_at, now)}")
    return parts


def _export(cases: list[dict[str, Any]], path: Path) -> None:
    if not cases:
        click.echo(f"Nothing was rated as right: {path} was not written.", err=True)
        return
    # In ASCII: some characters of a question count as ends of lines.
    lines = "".join(f"{json.dumps(case)}\n" for case in cases)
    try:
        path.write_text(lines, encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DatelineError(f"{path} cannot be written: {reason}") from error
    click.echo(f"{path}: {len(cases)} case(s)", err=True)
