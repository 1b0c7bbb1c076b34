from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.errors import ConfigError
from retrieval.records import Article
from retrieval.sources import KINDS, SourceConfig, open_source


@pytest.mark.parametrize("kind", KINDS)
def test_opening_reads_nothing(kind: str) -> None:
    source = open_source(SourceConfig(kind, "Wire", "/nowhere/at/all"), Path("/nowhere/archive"))
    assert source.name == "Wire"


def test_an_unknown_kind_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match='"jsnl"; did you mean "jsonl"'):
        open_source(SourceConfig("jsnl", "Wire", "/x"))
    with pytest.raises(ConfigError, match="known kinds: folder, jsonl"):
        open_source(SourceConfig("telegraph", "Wire", "/x"))


def test_heavy_libraries_are_loaded_only_for_what_needs_them(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: Talks\n---\nThey begin.\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"id": 1, "text": "They begin."}\n', encoding="utf-8")
    script = f"""
import sys
from retrieval.sources import SourceConfig, open_source
for kind, place in (("folder", {str(tmp_path)!r}), ("jsonl", {str(tmp_path / "b.jsonl")!r})):
    assert len(list(open_source(SourceConfig(kind, "Wire", place)).read())) == 1
heavy = {{"trafilatura", "lxml", "htmldate", "charset_normalizer", "numpy", "torch"}}
print(sorted(heavy & set(sys.modules)))
"""
    root = Path(__file__).resolve().parents[3]
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_the_plain_text_article_comes_in_undated(shared: Path) -> None:
    (only,) = open_source(SourceConfig("folder", "Wire", str(shared / "seeds"))).read()
    path = next((shared / "seeds").glob("*.txt"))
    assert isinstance(only, Article)
    assert only.id == path.name
    assert only.text == path.read_bytes().decode("utf-8")
    assert only.title.startswith("Russian Foreign Minister Sergey Lavrov")
    assert only.title.endswith("…")
    assert (only.outlet, only.published, only.published_basis) == ("Wire", None, "unknown")
