from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.clock import moment
from retrieval.errors import QuestionError

ROOT = Path(__file__).parents[2]


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


def test_the_first_question_builds_the_index_and_says_so_in_one_line(desk: Desk) -> None:
    result = desk.run("ask", "When is the second round?", "--as-of", "2025-05-30", "--json")
    assert "No index yet" in result.stderr
    answer = json.loads(result.stdout)
    assert answer["verdict"] == "scheduled"
    assert answer["event"] == {"start": "2025-06-02", "end": "2025-06-02", "place": "Istanbul"}
    assert "No index yet" not in desk.run("ask", "When is the second round?").stderr


def test_the_json_object_has_the_promised_keys_and_types(desk: Desk) -> None:
    answer = desk.ask("When is the second round?", "--as-of", "2025-05-30", "--explain")
    assert set(answer) == {
        "question", "as_of", "verdict", "headline", "event", "citations", "agreement",
        "freshness", "confidence", "passages", "trace",
    }  # fmt: skip
    assert answer["as_of"].startswith("2025-05-30T23:59:59")
    (citation,) = answer["citations"]
    promised = {"n", "article_id", "title", "outlet", "url", "published", "quote", "start", "end"}
    assert promised | {"also_in"} <= set(citation)
    text = (desk.coverage / "2025-05-28-a.md").read_text(encoding="utf-8")
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert citation["published"] == "2025-05-28T00:00:00+00:00"
    assert answer["agreement"] is None
    assert set(answer["freshness"]) == {"refreshed", "newest_article", "failing_sources"}
    assert set(answer["passages"][0]) == {"article_id", "start", "end", "score"}
    assert answer["trace"]["terms"]
    assert desk.ask("When is the second round?")["trace"] is None


def test_a_batch_is_answered_in_the_order_read(desk: Desk) -> None:
    questions = desk.folder / "questions.jsonl"
    lines: list[dict[str, Any]] = [
        {"id": "1", "question": "When is the second round?", "as_of": "2025-05-30"},
        {"id": 2, "question": "And where?", "as_of": "2025-05-30",
         "follows": "When is the second round?"},
        {"id": "3", "question": "When is the second round?", "as_of": "2025-05-01"},
    ]  # fmt: skip
    questions.write_text("\n".join(json.dumps(line) for line in lines) + "\n\n")
    result = desk.run("ask", "--batch", str(questions))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [a["id"] for a in answers] == ["1", 2, "3"]
    assert [a["verdict"] for a in answers] == ["scheduled", "scheduled", "no_answer"]


def test_a_bad_line_of_a_batch_is_named_and_the_rest_answered(desk: Desk) -> None:
    questions = desk.folder / "questions.jsonl"
    questions.write_text('{"id": 1\n["x"]\n{"id": 3, "question": "When is the second round?"}\n')
    result = desk.run("ask", "--batch", str(questions))
    assert result.exit_code == 1
    assert "questions.jsonl:1: not JSON" in result.stderr
    assert "questions.jsonl:2: not an object" in result.stderr
    assert json.loads(result.stdout)["id"] == 3


def test_the_terminal_shows_headline_quote_source_and_freshness(desk: Desk) -> None:
    result = desk.run("ask", "When is the second round?", "--as-of", "2025-05-30", "--explain")
    for words in ("2 June 2025, Istanbul (in 3 days)", "[1]", "Desk, 28 May 2025", "as of 30 May"):
        assert words in result.stdout
    assert "cosine" in result.stdout


def test_refresh_closes_with_its_counts_and_names_what_was_left_out(desk: Desk) -> None:
    desk.write("b.md", "---\ntitle: [broken\n---\nText of the article.")
    desk.write("empty.txt", "")
    result = desk.run("refresh")
    assert result.stdout == "1 new, 0 changed, 0 unchanged, 0 removed\n"
    assert "b.md" in result.stderr
    assert "empty.txt" in result.stderr
    assert result.exit_code == 0


def test_a_missing_folder_fails_with_its_path_and_no_traceback(desk: Desk) -> None:
    desk.config.write_text(desk.config.read_text().replace('"coverage"', '"nowhere"'))
    result = desk.run("refresh")
    assert result.exit_code == 1
    assert "nowhere" in result.stderr
    assert "Traceback" not in result.output


def test_an_empty_folder_is_no_error_and_has_no_answer(desk: Desk) -> None:
    (desk.coverage / "2025-05-28-a.md").unlink()
    assert desk.run("refresh").exit_code == 0
    assert desk.ask("When is the second round?")["verdict"] == "no_answer"


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"], ["ask", "x", "--batch", "y"], ["ask", "When?", "--as-of", "yesterday"],
        ["ask", ""], ["ask", "x" * 10_000], ["ask", "x", "--limit", "0"], ["unheard-of"],
        ["ask", "When?", "--as-of", "2025-13-40"], ["refresh", "surplus"],
    ],
)  # fmt: skip
def test_wrong_use_exits_with_2(desk: Desk, arguments: list[str]) -> None:
    config = ["--config", str(desk.config)] if arguments[0] in main.commands else []
    result = CliRunner().invoke(main, [arguments[0], *config, *arguments[1:]])
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_damaged_index_exits_with_1_and_the_remedy(desk: Desk) -> None:
    (desk.folder / "index.sqlite3").write_bytes(b"damaged" * 1000)
    for command in (["ask", "When?"], ["status"], ["refresh"]):
        result = desk.run(*command)
        assert result.exit_code == 1
        assert "dateline refresh --full" in result.stderr


def test_status_counts_and_checks(desk: Desk) -> None:
    desk.write("undated.txt", "Another report on the second round, without a date of its own.")
    desk.run("refresh")
    result = desk.run("status", "--json")
    assert result.exit_code == 0, result.output
    state = json.loads(result.stdout)
    assert (state["counts"]["articles"], state["counts"]["undated"]) == (2, 1)
    names = [c["name"] for c in state["checks"]]
    assert names == ["integrity", "full text", "vectors", "encoder", "freshness", "source Desk"]
    assert "✓ integrity: ok" in desk.run("status").stdout


def test_status_fails_with_a_remedy_when_something_is_wrong(desk: Desk) -> None:
    desk.run("refresh")
    desk.config.write_text(desk.config.read_text() + '\n[encoder]\nmodel = "another"\n')
    result = desk.run("status")
    assert result.exit_code == 1
    assert "✗ encoder" in result.stdout
    assert "dateline refresh --full" in result.stdout


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_has_help_an_example_and_its_place_in_the_readme(name: str) -> None:
    command = main.commands[name]
    assert command.help
    assert command.epilog
    assert command.epilog.startswith(f"Example: dateline {name}")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"`dateline {name}" in readme
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom bot.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print([m for m in ('torch', 'numpy', 'discord', 'rich', 'sqlite_utils')"
        " if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert out.stdout.splitlines()[-1] == "[]"


def test_a_date_alone_means_the_end_of_its_day_or_its_beginning() -> None:
    assert moment("2025-05-30", end_of_day=True).isoformat() == "2025-05-30T23:59:59.999999+00:00"
    assert moment("2025-05-30", end_of_day=False) == datetime(2025, 5, 30, tzinfo=UTC)
    assert moment("2025-05-30T10:00", end_of_day=True) == datetime(2025, 5, 30, 10, tzinfo=UTC)
    assert moment("2025-05-30T10:00+02:00", end_of_day=True).hour == 8
    with pytest.raises(QuestionError, match="YYYY-MM-DD"):
        moment("30 May", end_of_day=True)
