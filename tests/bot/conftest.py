"""A newsroom's desk: a configuration over a few articles, and the command to run in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import main


class Desk:
    """A folder with a configuration over a few articles, and the command to run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "config.toml"
        self.coverage = folder / "coverage"
        self.coverage.mkdir()
        self.config.write_text(
            '[index]\npath = "index.sqlite3"\n\n'
            '[[source]]\nkind = "folder"\nname = "Desk"\npath = "coverage"\n'
        )
        self.write("2025-05-28-a.md", "The second round will be held in Istanbul on 2 June.")

    def write(self, name: str, text: str) -> None:
        (self.coverage / name).write_text(text, encoding="utf-8")

    def run(self, command: str, *arguments: str) -> Result:
        return CliRunner().invoke(main, [command, "--config", str(self.config), *arguments])

    def ask(self, question: str, *arguments: str) -> dict[str, Any]:
        result = self.run("ask", question, "--json", *arguments)
        assert result.exit_code == 0, result.output
        found: dict[str, Any] = json.loads(result.stdout)
        return found


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr("retrieval.encoder.coverage_encoder", _onnx)
    return Desk(tmp_path)


def _onnx(_: str) -> Any:
    from retrieval.encoder import OnnxEncoder

    return OnnxEncoder()
