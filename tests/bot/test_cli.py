from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.clock import moment
from retrieval.errors import QuestionError
from retrieval.store import Store
from tests.bot.conftest import Desk
from tests.web import Web

ROOT = Path(__file__).parents[2]


def test_the_first_question_builds_the_index_and_says_so_in_one_line(desk: Desk) -> None:
    result = desk.run("ask", "When is the second round?", "--as-of", "2025-05-30", "--json")
    assert "No index yet" in result.stderr
    answer = json.loads(result.stdout)
    assert answer["verdict"] == "scheduled"
    assert answer["event"] == {"start": "2025-06-02", "end": "2025-06-02", "place": "Istanbul"}
    assert "No index yet" not in desk.run("ask", "When is the second round?").stderr


def test_the_json_object_has_the_promised_keys_and_types(desk: Desk) -> None:
    answer = desk.ask("When is the second round?", "--as-of", "2025-05-30", "--explain")
    assert set(answer) >= {
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
    assert set(answer["freshness"]) == {
        "refreshed", "newest_article", "failing_sources", "silent_sources",
    }  # fmt: skip
    assert set(answer["passages"][0]) >= {"article_id", "start", "end", "score"}
    assert answer["trace"]["terms"]
    assert desk.ask("When is the second round?")["trace"] is None


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
        ["refresh", "--wait", "nan"], ["refresh", "--wait", "-1"], ["refresh", "--wait", "1e9"],
        ["ask", "When?", "--outlet", "Dusk"], ["ask", "When?", "--outlet", "Dusk", "--json"],
        ["ask", "When?", "--since", "2025-06-01", "--until", "2025-05-01"],
        ["ask", "When?", "--since", "2025-06-01", "--as-of", "2025-05-01"],
        ["ask", "When?", "--until", "nan"],
    ],
)  # fmt: skip
def test_wrong_use_exits_with_2(desk: Desk, arguments: list[str]) -> None:
    config = ["--config", str(desk.config)] if arguments[0] in main.commands else []
    result = CliRunner().invoke(main, [arguments[0], *config, *arguments[1:]])
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_an_outlet_in_any_case_will_do_and_the_nearest_is_named(desk: Desk) -> None:
    assert desk.ask("When is the second round?", "--outlet", "desk")["passages"]
    assert 'did you mean "Desk"' in desk.run("ask", "When?", "--outlet", "Dusk").stderr


@pytest.mark.parametrize("command", [["ask", "When?"], ["status"], ["refresh"], ["repl"]])
def test_a_wrong_configuration_is_wrong_use(desk: Desk, command: list[str]) -> None:
    desk.config.write_text("[serch]\n")
    assert desk.run(*command).exit_code == 2
    desk.config.unlink()
    assert desk.run(*command).exit_code == 2


def test_asking_finishes_a_first_build_that_was_cut_short(desk: Desk) -> None:
    desk.run("refresh")
    with Store(desk.folder / "index.sqlite3", create=True) as store, store.writing():
        store.connection.execute("DELETE FROM meta WHERE key = 'refreshed'")
    desk.write("2025-05-29-b.md", "The third round will be held in Ankara on 9 June.")
    result = desk.run("ask", "When is the third round?", "--as-of", "2025-05-30")
    assert "incomplete: finishing" in result.stderr
    assert "9 June" in result.stdout
    assert "incomplete" not in desk.run("ask", "When is the third round?").stderr


def test_asking_says_which_source_could_not_be_read(desk: Desk) -> None:
    desk.run("refresh")
    desk.coverage.rename(desk.folder / "away")
    assert desk.run("refresh").exit_code == 1
    result = desk.run("ask", "When is the second round?", "--as-of", "2025-05-30", "--json")
    assert "may be incomplete: Desk could not be read" in result.stderr
    assert json.loads(result.stdout)["verdict"] == "scheduled"


def test_a_source_that_is_empty_now_needs_saying_so(desk: Desk) -> None:
    desk.run("refresh")
    (desk.coverage / "2025-05-28-a.md").unlink()
    for command in (["refresh"], ["refresh", "--full"]):
        result = desk.run(*command)
        assert result.exit_code == 1
        assert "--allow-empty" in result.stderr
        assert desk.ask("When is the second round?")["passages"]
    assert desk.run("refresh", "--allow-empty").stdout.endswith("1 removed\n")


def test_what_was_kept_unread_is_said(desk: Desk) -> None:
    desk.run("refresh")
    desk.write("2025-05-28-a.md", "---\ntitle: [torn\n---\nText.")
    desk.write("2025-05-29-b.md", "The third round will be held in Ankara on 9 June.")
    result = desk.run("refresh")
    assert "1 kept" in result.stdout
    assert "may hold them" in result.stderr
    assert result.exit_code == 0


def test_a_damaged_index_that_was_moved_is_named(desk: Desk) -> None:
    path = desk.folder / "index.sqlite3"
    path.write_bytes(b"\x00damaged" * 1000)
    result = desk.run("refresh", "--full")
    assert result.exit_code == 0, result.output
    assert "index.sqlite3.damaged-1" in result.stderr


@pytest.mark.parametrize("command", [["ask", "When?"], ["status"], ["refresh", "--full"]])
def test_a_folder_in_the_index_s_place_is_said(desk: Desk, command: list[str]) -> None:
    (desk.folder / "index.sqlite3").mkdir()
    result = desk.run(*command)
    assert result.exit_code == 1
    assert "is a folder" in result.stderr


def test_a_damaged_index_exits_with_1_and_the_remedy(desk: Desk) -> None:
    (desk.folder / "index.sqlite3").write_bytes(b"damaged" * 1000)
    for command in (["ask", "When?"], ["status"], ["refresh"]):
        result = desk.run(*command)
        assert result.exit_code == 1
        assert "dateline refresh --full" in result.stderr


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


VAIN = "Who won the chess olympiad?"


def keep(desk: Desk) -> Path:
    """Turns keeping on; returns the file in which questions are kept."""
    with desk.config.open("a") as file:
        file.write("\n[privacy]\nkeep_questions = true\n")
    return desk.folder / "index.sqlite3.questions.sqlite3"


def test_unanswered_questions_are_listed_where_they_are_kept(desk: Desk) -> None:
    path = keep(desk)
    desk.ask("When is the second round?", "--as-of", "2025-05-30")
    assert not path.exists()
    assert "No question without an answer" in desk.run("gaps").stderr
    for question in (VAIN, VAIN.upper()):
        desk.run("ask", question, "--as-of", "2025-05-30")
    desk.ask(VAIN, "--as-of", "2025-05-30", "--outlet", "desk", "--since", "2025-05-01")
    assert path.stat().st_mode & 0o777 == 0o600
    shown = " ".join(desk.run("gaps").stdout.split())
    assert VAIN.upper() in shown
    assert "asked 2×, last just now" in shown
    assert "limited to outlet desk, since 2025-05-01" in shown
    found = json.loads(desk.run("gaps", "--json", "--limit", "1").stdout)
    assert found["keeping"]
    ((gap),) = found["gaps"]
    assert (gap["question"], gap["times"], gap["verdict"]) == (VAIN, 1, "no_answer")
    assert gap["reason"] in ("no_coverage", "not_this", "old")


def test_unanswered_questions_of_a_batch_are_kept_with_what_they_follow(desk: Desk) -> None:
    keep(desk)
    questions = desk.folder / "questions.jsonl"
    lines = [
        {"id": 1, "question": VAIN, "as_of": "2025-05-30"},
        {"id": 2, "question": "And where?", "as_of": "2025-05-30", "follows": VAIN},
    ]
    questions.write_text("\n".join(json.dumps(line) for line in lines))
    assert desk.run("ask", "--batch", str(questions)).exit_code == 0
    gaps = json.loads(desk.run("gaps", "--json").stdout)["gaps"]
    assert [(g["question"], g["follows"]) for g in gaps] == [("And where?", VAIN), (VAIN, None)]
    assert gaps[0]["as_of"].startswith("2025-05-30T23:59:59")


def test_a_question_is_kept_though_the_reader_of_its_answer_left(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def left(*_: object, **__: object) -> None:
        raise BrokenPipeError

    keep(desk)
    with monkeypatch.context() as patched:
        patched.setattr("bot.cli._show", left)
        patched.setattr("bot.streams.give_up_output", lambda: None)
        assert desk.run("ask", VAIN).exit_code == 0
    assert VAIN in desk.run("gaps").stdout


def test_nothing_is_kept_or_loaded_where_that_is_off(desk: Desk) -> None:
    desk.run("refresh")
    code = (
        "import sys\nfrom bot.cli import main\n"
        f"try: main(['ask', {VAIN!r}, '--config', {str(desk.config)!r}])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('sqlite_utils', 'bot.ledger', 'bot.gaps') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert out.stdout.splitlines()[-1] == "[]"
    assert not list(desk.folder.glob("*.questions*"))
    result = desk.run("gaps", "--json", "--export", str(desk.folder / "rated.jsonl"))
    assert json.loads(result.stdout) == {"keeping": False, "gaps": []}
    assert "Questions are not kept" in result.stderr
    assert str(desk.config) in result.stderr
    assert "was not written" in result.stderr
    assert result.exit_code == 0


@pytest.mark.parametrize("broken", ["damaged", "folder", "another's"])
def test_a_file_that_cannot_be_used_costs_one_line_and_no_answer(desk: Desk, broken: str) -> None:
    path = keep(desk)
    desk.run("refresh")
    if broken == "folder":
        path.mkdir()
    elif broken == "damaged":
        path.write_bytes(b"damaged")
    else:
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE theirs (x)")
    before = None if path.is_dir() else path.read_bytes()
    questions = desk.folder / "questions.jsonl"
    questions.write_text(f'{{"question": "{VAIN}"}}\n' * 3)
    for command, count in ((["ask", VAIN], 1), (["ask", "--batch", str(questions)], 3)):
        result = desk.run(*command, *(["--json"] if count == 1 else []))
        assert result.exit_code == 0
        assert [json.loads(a)["verdict"] for a in result.stdout.splitlines()] == (
            ["no_answer"] * count
        )
        (line,) = result.stderr.splitlines()
        assert path.name in line
    assert desk.run("refresh").exit_code == 0
    result = desk.run("gaps")
    assert result.exit_code == 1
    assert path.name in result.stderr
    assert "Traceback" not in result.output
    assert path.is_dir() or path.read_bytes() == before


def test_a_rated_question_is_exported_as_a_case_that_can_be_evaluated(desk: Desk) -> None:
    path = keep(desk)
    result = CliRunner().invoke(
        main, ["repl", "--config", str(desk.config)],
        input=f":as-of 2025-05-30\nWhen is the second round?\n:good\n{VAIN}\n:good\n:bad\n",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert path.exists()
    cases = desk.folder / "rated.jsonl"
    result = desk.run("gaps", "--export", str(cases))
    assert "1 case(s)" in result.stderr
    assert "rated wrong 1×" in " ".join(result.stdout.split())
    case = json.loads(cases.read_text())
    assert (case["question"], case["verdict"]) == ("When is the second round?", "scheduled")
    assert case["relevant"] == ["2025-05-28-a.md"]
    report = desk.folder / "report.json"
    assert desk.run("evaluate", str(cases), "--json", str(report)).exit_code == 0
    (outcome,) = json.loads(report.read_text())["questions"]
    assert outcome["right"]
    assert outcome["verdict_right"]
    result = desk.run("gaps", "--export", str(desk.folder))
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_a_refresh_deletes_what_was_kept_for_long_enough(desk: Desk) -> None:
    path = keep(desk)
    desk.run("ask", VAIN)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE questions SET asked_at = '2020-01-01T00:00:00.000000+00:00'")
    desk.run("refresh", "--full")
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM questions").fetchone() == (0,)


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


def test_refresh_visits_sources_of_the_web_as_the_configuration_allows(desk: Desk) -> None:
    text = "The ferry to the island sails again from Monday, the harbour office said on Friday."
    with Web() as web:
        page = web.put("127.0.0.1/ferry", f"<html><article><h1>Ferry</h1><p>{text}</p></article>")
        feed = web.put(
            "127.0.0.1/feed",
            f'<rss version="2.0"><channel><item><link>{page}</link></item></channel></rss>',
        )
        with desk.config.open("a") as file:
            file.write(f'[[source]]\nkind = "feed"\nname = "Harbour"\nurl = "{feed}"\n')
        refused = desk.run("refresh")
        assert refused.exit_code == 1
        assert "[fetch] allow_private_addresses" in refused.stderr
        with desk.config.open("a") as file:
            file.write("[fetch]\nallow_private_addresses = true\n")
        allowed = desk.run("refresh")
        assert (allowed.exit_code, allowed.stdout) == (
            0, "1 new, 0 changed, 1 unchanged, 0 removed\n",
        )  # fmt: skip
    answer = desk.ask("When does the ferry sail again?")
    assert text in [c["quote"] for c in answer["citations"]]


def test_a_program_reads_the_progress_of_a_refresh_as_json(desk: Desk) -> None:
    config = desk.config.read_text()
    desk.config.write_text(
        config + '\n[[source]]\nkind = "folder"\nname = "Gone"\npath = "nowhere"\n'
    )
    result = desk.run("refresh", "--progress", "json")
    assert result.exit_code == 1
    lines = [json.loads(line) for line in result.stderr.splitlines() if line.startswith("{")]
    steps = [line["indexing"] for line in lines if "indexing" in line]
    assert steps[0]["total"] == 1
    assert set(steps[0]) == {"articles", "total", "passages"}
    assert [line["refreshed"] for line in lines if "refreshed" in line] == [
        {
            "new": 1, "changed": 0, "unchanged": 0, "removed": 0, "kept": 0, "problems": 0,
            "failed": ["Gone"],
        }
    ]  # fmt: skip
    assert "nowhere" not in "".join(json.dumps(line) for line in lines)
    assert desk.run("refresh", "--watch", "--progress", "json").exit_code == 2
