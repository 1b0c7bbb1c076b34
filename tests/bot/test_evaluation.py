"""``dateline evaluate`` over the demo coverage: what it prints, writes, compares and refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.render.evaluation import changes
from retrieval.encoder import OnnxEncoder
from tests.retrieval.test_evaluate import outcome

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "data" / "seeds_questions.jsonl"


class Bench:
    """A built index over the demo coverage, a few gold questions, and the command over both."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "config.toml"
        self.config.write_text(
            '[index]\npath = "index.sqlite3"\n\n'
            f'[[source]]\nkind = "folder"\nname = "Dateline demo"\npath = "{ROOT / "seeds"}"\n',
            encoding="utf-8",
        )
        rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
        far = [row for row in rows if row["slice"] == "unanswerable_far"]
        self.rows: list[dict[str, Any]] = [*rows[:10], *far[:2]]
        self.questions = self.write("questions.jsonl", *self.rows)

    def write(self, name: str, *rows: object) -> Path:
        path = self.folder / name
        lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def run(self, *arguments: str | Path, questions: Path | None = None) -> Result:
        words = ["evaluate", str(questions or self.questions), "--config", str(self.config)]
        return CliRunner().invoke(main, [*words, *map(str, arguments)])


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrieval.encoder.coverage_encoder", lambda _: OnnxEncoder())
        made = Bench(tmp_path_factory.mktemp("evaluation"))
        built = CliRunner().invoke(main, ["refresh", "--config", str(made.config)])
        assert built.exit_code == 0, built.output
        yield made


@pytest.fixture(scope="module")
def earlier(bench: Bench) -> tuple[Path, Result]:
    path = bench.folder / "earlier.json"
    return path, bench.run("--json", path, "--markdown", bench.folder / "earlier.md")


def test_the_tables_are_printed_and_nothing_else(earlier: tuple[Path, Result]) -> None:
    _, result = earlier
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].startswith("| slice | n | ")
    assert lines[2].startswith("| all | 12 | ")
    assert any(line.startswith("| answerable | 10 | ") for line in lines)
    assert any(line.startswith("| unanswerable_far | 2 | ") for line in lines)
    assert all(line.startswith("|") for line in lines if line)
    tables = result.stdout.split("\n\n")
    widths = [{line.count("|") for line in table.splitlines()} for table in tables]
    assert all(len(width) == 1 for width in widths)


def test_no_citation_is_from_later_and_every_quote_is_verbatim(
    earlier: tuple[Path, Result],
) -> None:
    _, result = earlier
    assert "| from later | 0 |" in result.stdout
    assert "| not verbatim | 0 |" in result.stdout


def test_the_json_holds_every_question_and_the_printed_figures(
    bench: Bench, earlier: tuple[Path, Result]
) -> None:
    path, result = earlier
    found = json.loads(path.read_text(encoding="utf-8"))
    assert set(found) >= {"slices", "overall", "milliseconds", "questions"}
    assert [q["id"] for q in found["questions"]] == [row["id"] for row in bench.rows]
    assert set(found["slices"]) == {"all", "answerable", "unanswerable_far"}
    first = found["slices"]["all"]["in_first"]
    assert first["low"] <= first["value"] <= first["high"]
    assert first["count"] == 10
    shown = "1" if first["value"] == 1 else f"{first['value']:.3f}"
    assert shown in result.stdout.splitlines()[2]
    assert 0 < found["milliseconds"]["median"] <= found["milliseconds"]["p95"]


def test_the_markdown_file_is_what_was_printed(bench: Bench, earlier: tuple[Path, Result]) -> None:
    written = (bench.folder / "earlier.md").read_text(encoding="utf-8")
    assert written == earlier[1].stdout


def test_the_plot_is_a_png(bench: Bench) -> None:
    path = bench.folder / "plot.png"
    result = bench.run("--plot", path)
    assert result.exit_code == 0, result.output
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(data[16:20], "big") > int.from_bytes(data[20:24], "big") > 300


def test_a_run_does_not_differ_from_itself(bench: Bench, earlier: tuple[Path, Result]) -> None:
    result = bench.run("--compare", earlier[0])
    assert result.stdout.endswith("\n0 answers changed: 0 became right, 0 became wrong.\n")


def test_what_changed_against_an_earlier_run_is_listed(
    bench: Bench, earlier: tuple[Path, Result]
) -> None:
    before = json.loads(earlier[0].read_text(encoding="utf-8"))
    right = next(q for q in before["questions"] if q["right"])
    moved = next(q for q in before["questions"] if q is not right)
    right.update(right=False, verdict="passed")
    moved.update(first_quote="Something else.")
    path = bench.folder / "changed.json"
    path.write_text(json.dumps(before), encoding="utf-8")
    *_, head, first, second = bench.run("--compare", path).stdout.splitlines()
    assert head == "2 answers changed: 1 became right, 0 became wrong."
    assert first.startswith(f"+ {right['id']}: {right['question']} — passed → ")
    assert second.startswith(f"· {moved['id']}: ")


def test_no_question_that_became_wrong_is_left_out_of_the_list() -> None:
    right = [outcome(str(n), verdict="scheduled") for n in range(90)]
    before = [asdict(o) for o in right]
    after = [
        *(replace(o, headline="x", right=n < 30) for n, o in enumerate(right[:80])),
        *right[80:88], outcome("new"),
    ]  # fmt: skip
    lines = changes(before, after).splitlines()
    assert lines[0] == "80 answers changed: 0 became right, 50 became wrong."
    assert sum(line.startswith("- ") for line in lines) == 50
    assert lines[-1] == "Not compared: 3 questions of one of the two runs alone."
    many = [replace(o, headline="x") for o in right]
    assert changes(before, many).splitlines()[-1] == "… and 50 more that fare as before."


def test_runs_of_other_questions_are_not_compared(
    bench: Bench, earlier: tuple[Path, Result]
) -> None:
    other = bench.write("other.jsonl", {"id": "other", "question": "Who?"})
    result = bench.run("--compare", earlier[0], questions=other)
    assert result.exit_code == 2
    assert "earlier.json is of other questions than" in result.stderr


def test_half_of_a_pair_of_surrogates_costs_no_file(bench: Bench) -> None:
    path = bench.folder / "odd.json"
    path.write_text("{}", encoding="utf-8")
    odd = bench.write("odd.jsonl", '{"id": "\\ud800", "question": "Who leads Peru?\\ud800"}')
    assert bench.run("--json", path, questions=odd).exit_code == 0
    (found,) = json.loads(path.read_text(encoding="utf-8"))["questions"]
    assert found["id"] == "\ud800"
    assert list(bench.folder.glob("*.new")) == []


def test_files_are_written_though_nobody_reads_the_tables(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = bench.folder / "unread.json"
    monkeypatch.setattr("click.echo", gone)
    bench.run("--json", path, questions=bench.write("few.jsonl", *bench.rows[:1]))
    assert len(json.loads(path.read_text(encoding="utf-8"))["questions"]) == 1


def gone(*_: object, **__: object) -> None:
    raise BrokenPipeError


def test_one_half_alone_can_be_asked(bench: Bench) -> None:
    count = sum(row["half"] == "report" for row in bench.rows)
    assert f"| all | {count} |" in bench.run("--half", "report").stdout


def test_a_question_without_a_moment_is_asked_as_of_the_one_given(bench: Bench) -> None:
    row = {"id": "x", "question": "When is the next round?", "verdict": "scheduled",
           "event_start": "2025-06-02", "answers": ["Istanbul"]}  # fmt: skip
    path, written = bench.write("undated.jsonl", row), bench.folder / "undated.json"
    assert bench.run("--as-of", "2025-05-30", "--json", written, questions=path).exit_code == 0
    (found,) = json.loads(written.read_text(encoding="utf-8"))["questions"]
    assert (found["verdict"], found["event_right"]) == ("scheduled", True)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["{"], "wrong.jsonl:1: not a question with gold"),
        (['{"id": 1, "question": "Who?"}', "[]"], "wrong.jsonl:2: not a question with gold"),
        ([""], "wrong.jsonl holds no questions"),
        (['{"id": 7, "question": "Who?", "as_of": "soon"}'], 'question 7: "soon" is not a date'),
        (['{"id": 7, "question": ""}'], "question 7: the question is empty"),
    ],
)
def test_wrong_questions_are_wrong_use(bench: Bench, lines: list[str], message: str) -> None:
    result = bench.run(questions=bench.write("wrong.jsonl", *lines))
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""
    assert isinstance(result.exception, SystemExit)


def test_missing_files_and_unknown_halves_are_wrong_use(bench: Bench) -> None:
    wrong = bench.write("earlier_wrong.json", '{"questions"')
    for result, message in (
        (bench.run(questions=bench.folder / "missing.jsonl"), "missing.jsonl cannot be read"),
        (bench.run("--half", "third"), 'holds no questions of half "third"'),
        (bench.run("--compare", bench.folder / "missing.json"), "missing.json is not the JSON"),
        (bench.run("--compare", wrong), "earlier_wrong.json is not the JSON"),
        (bench.run("--as-of", "soon"), "YYYY-MM-DD"),
    ):
        assert result.exit_code == 2
        assert message in result.stderr
        assert result.stdout == ""


@pytest.mark.parametrize("option", ["--json", "--markdown", "--plot"])
def test_what_cannot_be_written_is_named_after_the_tables(bench: Bench, option: str) -> None:
    few = bench.write("few.jsonl", *bench.rows[:2])
    result = bench.run(option, bench.folder / "nowhere" / "out.png", questions=few)
    assert result.exit_code == 1
    assert "out.png cannot be written" in result.stderr
    assert result.stdout.startswith("| slice | n | ")
