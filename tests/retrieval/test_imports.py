"""The shape of the house: one-way imports, and nothing heavy before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import bot
import retrieval

ROOT = Path(retrieval.__file__).parent

# From left to right as an article, then a question, goes; nothing imports what stands after it.
ORDER = [
    "errors", "records", "articles", "languages", "web", "sources", "address", "blocks",
    "boilerplate", "sentences", "passages", "edits", "notices", "dates", "analysis", "entities",
    "annotate", "encoder", "connection", "damage", "rows", "copies", "syndication", "health",
    "watch", "history", "burial", "schema", "store", "fingerprints", "lock", "plan", "writer",
    "rebuild", "update", "reader", "scope", "lexical", "vectors", "fusion", "spelling",
    "ordinals", "kinds", "windows", "wording", "follow_up", "understand", "search", "hours",
    "fitting",
    "weights", "past", "stories", "evidence", "leads", "quote", "happenings", "unset",
    "moves", "cues", "modality", "phases", "event_dates", "places", "accounts", "date_features",
    "candidates", "reading", "disputes", "leading", "timeline", "confidence", "agreement",
    "rival_features", "rivals", "renewal", "headline", "answer", "limits", "chronicle", "index",
    "metrics", "evaluate", "__init__",
]  # fmt: skip


def _stage(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[0]


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{a.name}" for a in node.names} | {node.module}
        elif isinstance(node, ast.Import):
            names |= {a.name for a in node.names}
    return names


FILES = sorted(ROOT.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_stage_imports_only_what_stands_before_it(path: Path) -> None:
    own = ORDER.index(_stage(path))
    for name in _imported(path):
        package, _, rest = name.partition(".")
        assert package not in ("bot", "discord", "rich", "prompt_toolkit", "click"), name
        if package == "retrieval" and rest:
            stage = rest.split(".")[0]
            if stage in ORDER:
                assert ORDER.index(stage) <= own, f"{path.name} imports {name}"


def test_every_module_has_its_place_in_the_order() -> None:
    assert {_stage(p) for p in FILES} == set(ORDER)


@pytest.mark.parametrize(
    "statement", ["import retrieval", "import bot.cli", "from retrieval.index import Index"]
)
def test_importing_loads_nothing_heavy(statement: str) -> None:
    heavy = [
        "torch",
        "sentence_transformers",
        "transformers",
        "discord",
        "matplotlib",
        "onnxruntime",
        "trafilatura",
        "feedparser",
        "httpx",
        "httpx2",
        "httpcore2",
        "brotli",
        "protego",
        "idna",
        "prometheus_client",
        "htmldate",
        "lxml",
        "py3langid",
        "spacy",
    ]
    code = f"{statement}; import sys; print([m for m in {heavy!r} if m in sys.modules])"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=Path(bot.__file__).parent.parent,
    )  # fmt: skip
    assert out.stdout.strip() == "[]"
