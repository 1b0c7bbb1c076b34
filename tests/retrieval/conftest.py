"""A small index over articles made on the spot, with the real store and the real encoder."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from retrieval.encoder import OnnxEncoder
from retrieval.index import Index
from retrieval.sources import SourceConfig
from retrieval.update import Report, refresh

NOW = datetime(2025, 8, 1, tzinfo=UTC)


class Newsroom:
    """Writes articles to a JSONL source, refreshes, and opens the index."""

    def __init__(self, folder: Path, encoder: OnnxEncoder) -> None:
        self.path = folder / "index.sqlite3"
        self.file = folder / "coverage.jsonl"
        self.encoder = encoder
        self.articles: dict[str, dict[str, Any]] = {}
        self.encoded = 0
        self.now = NOW

    @property
    def sources(self) -> list[SourceConfig]:
        return [SourceConfig("jsonl", "Wire", str(self.file))]

    def publish(self, id: str, text: str, published: str | None = None, **more: Any) -> None:
        self.articles[id] = {"id": id, "text": text, "published": published, **more}

    def refresh(self, **options: Any) -> Report:
        lines = (json.dumps(a, ensure_ascii=False) for a in self.articles.values())
        self.file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return refresh(self.sources, self.path, encoder=self.make, now=self.now, **options)

    def make(self) -> OnnxEncoder:
        """The encoder; counts how often it was asked for."""
        self.encoded += 1
        return self.encoder

    def open(self) -> Index:
        return Index(self.path, encoder=self.encoder)


@pytest.fixture(scope="session")
def encoder() -> OnnxEncoder:
    return OnnxEncoder()


@pytest.fixture
def newsroom(tmp_path: Path, encoder: OnnxEncoder) -> Newsroom:
    return Newsroom(tmp_path, encoder)


@pytest.fixture(scope="session")
def seeds_index(
    tmp_path_factory: pytest.TempPathFactory, encoder: OnnxEncoder
) -> Callable[[], Index]:
    seeds = Path(__file__).parents[2] / "seeds"
    path = tmp_path_factory.mktemp("seeds") / "index.sqlite3"
    config = SourceConfig("folder", "Dateline demo", str(seeds))
    refresh([config], path, encoder=lambda: encoder, now=NOW)
    return lambda: Index(path, encoder=encoder)
