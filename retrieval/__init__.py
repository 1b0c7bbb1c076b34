"""Dateline's library: coverage in, cited answers out.

    import retrieval
    retrieval.refresh(sources, path)
    with retrieval.open(path) as index:
        answer = index.ask("When is the next round?", as_of=datetime(2025, 5, 30, tzinfo=UTC))

Importing it loads no model; those come with the first question or refresh.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.index import Index
    from retrieval.sources import SourceConfig
    from retrieval.update import Report
    from retrieval.web.records import FetchSettings

__all__ = ["open", "refresh"]


def open(path: str | Path) -> Index:
    """The index at ``path``, open for questions. Raises StoreError."""
    from retrieval.index import Index

    return Index(Path(path))


def refresh(
    sources: Sequence[SourceConfig],
    path: str | Path,
    *,
    now: datetime | None = None,
    fetch: FetchSettings | None = None,
) -> Report:
    """Brings the index at ``path`` in line with ``sources``, with the default model.

    ``now`` is what the index notes as the time of the refresh; ``fetch`` is how the web is asked,
    where a source is there. Raises StoreError, EncoderError,
    SourceError.
    """
    from retrieval.encoder import DEFAULT_MODEL, coverage_encoder
    from retrieval.update import refresh as run

    return run(
        sources, Path(path), encoder=coverage_encoder, now=now or datetime.now(UTC),
        model=DEFAULT_MODEL, fetch=fetch,
    )  # fmt: skip
