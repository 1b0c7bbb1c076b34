from __future__ import annotations

import json
from typing import Any

import pytest

from tests.bot.conftest import Desk


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
    assert [a["verdict"] for a in answers] == ["scheduled", "answered", "no_answer"]


def test_a_bad_line_of_a_batch_is_named_and_the_rest_answered(desk: Desk) -> None:
    questions = desk.folder / "questions.jsonl"
    questions.write_text('{"id": 1\n["x"]\n{"id": 3, "question": "When is the second round?"}\n')
    result = desk.run("ask", "--batch", str(questions))
    assert result.exit_code == 1
    assert "questions.jsonl:1: not JSON" in result.stderr
    assert "questions.jsonl:2: not an object" in result.stderr
    assert json.loads(result.stdout)["id"] == 3


ROUND = "When is the second round?"


@pytest.mark.parametrize(
    "bad",
    [
        b'{"question": "caf\xff?"}', b"[" * 100_000, b'{"question": 1}', b"null", b'"\xff"',
        b'{"question": "When?", "as_of": "soon"}', b'{"question": "When?", "follows": 3}',
        b'{"id": 1' + b"0" * 5000 + b', "question": "When?"}', b'{"question": ""}',
        b'{"question": "\\ud800?"}',
    ],
)  # fmt: skip
def test_a_bad_line_never_ends_the_batch(desk: Desk, bad: bytes) -> None:
    questions = desk.folder / "questions.jsonl"
    good = json.dumps({"id": 2, "question": ROUND}).encode()
    questions.write_bytes(bad + b"\n" + good + b"\n")
    result = desk.run("ask", "--batch", str(questions))
    assert result.exit_code == 1
    assert "questions.jsonl:1: " in result.stderr
    assert json.loads(result.stdout)["id"] == 2


def test_a_byte_order_mark_and_an_empty_date_are_passed_over(desk: Desk) -> None:
    questions = desk.folder / "questions.jsonl"
    line = json.dumps({"id": 1, "question": ROUND, "as_of": "", "follows": ""})
    questions.write_text(line, encoding="utf-8-sig")
    result = desk.run("ask", "--batch", str(questions))
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["id"] == 1


@pytest.mark.parametrize(
    ("written", "read"), [("1e999", "1e999"), ("NaN", "NaN"), ("[1.5, -1e999]", [1.5, "-1e999"])]
)
def test_an_id_comes_back_as_valid_json_whatever_it_is(
    desk: Desk, written: str, read: object
) -> None:
    questions = desk.folder / "questions.jsonl"
    questions.write_text(f'{{"id": {written}, "question": "{ROUND}"}}')
    found = json.loads(desk.run("ask", "--batch", str(questions)).stdout, parse_constant=int)
    assert found["id"] == read


@pytest.mark.parametrize("name", ["utf16.jsonl", "none.jsonl"])
def test_a_batch_that_cannot_be_read_is_wrong_use(desk: Desk, name: str) -> None:
    if name == "utf16.jsonl":
        (desk.folder / name).write_text("{}", encoding="utf-16")
    result = desk.run("ask", "--batch", str(desk.folder / name))
    assert result.exit_code == 2
    assert "Traceback" not in result.output
