"""Gold questions read, answers scored against them, tables made, two runs compared."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import QuestionError
from retrieval.evaluate import (
    Case,
    Outcome,
    differs,
    half_of,
    holds,
    overall,
    pairs,
    read_cases,
    relevant_ids,
    score,
    table,
    turned,
)
from retrieval.records import Answer
from tests.retrieval.conftest import Newsroom

RAIN = "Rain fell on the orchards of Linz all night."
TEXT = "The next round of the fisheries talks will be held in Bergen on 20 March."
ASKED = "When is the next round of the fisheries talks?"


def write(folder: Path, *lines: object) -> Path:
    path = folder / "questions.jsonl"
    written = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(written) + "\n", encoding="utf-8")
    return path


def test_a_case_is_read_with_what_is_known_of_its_answer(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        {"id": 1, "question": ASKED, "answers": ["20 March", ""], "relevant": ["a"],
         "verdict": "scheduled", "event_start": "2025-03-20", "as_of": "2025-03-13",
         "follows": "Who fishes?", "slice": "next"},
        "",
        {"id": "2", "question": "Who?", "verdict": ["no_answer"]},
        {"id": "3", "question": "Why?", "answers": ["rain"], "answerable": False},
    )  # fmt: skip
    full, none, told = read_cases(path)
    assert full == Case(
        "1", ASKED, "next", True, "2025-03-13", "Who fishes?", ("20 March",), ("a",),
        ("scheduled",), "2025-03-20",
    )  # fmt: skip
    assert (none.slice, none.answerable, none.verdicts) == ("unanswerable", False, ("no_answer",))
    assert (told.slice, told.answerable) == ("answerable", False)


@pytest.mark.parametrize(
    ("gold", "answerable"),
    [
        ({"verdict": "not_set"}, True),
        ({"verdict": "no_answer", "answers": ["390"]}, False),
        ({"verdict": ["no_answer", "not_set"]}, False),
        ({"verdict": ["no_answer", "answered"], "answers": ["390"]}, True),
        ({"event_start": "2025-03-20"}, True),
        ({"relevant": ["a"]}, True),
        ({"relevant": ["a"], "answers": []}, False),
        ({"answers": [" "]}, False),
        ({"answers": ["390"], "answerable": None}, True),
        ({}, False),
    ],
)
def test_a_case_can_be_answered_where_anything_of_its_answer_is_known(
    tmp_path: Path, gold: dict[str, Any], answerable: bool
) -> None:
    (case,) = read_cases(write(tmp_path, {"id": 1, "question": "Who?", **gold}))
    assert case.answerable is answerable
    assert case.slice == ("answerable" if answerable or case.answers else "unanswerable")


def test_one_half_alone_can_be_read(tmp_path: Path) -> None:
    rows = [{"id": n, "question": "Who?", "half": h} for n, h in enumerate(("tune", "report"))]
    path = write(tmp_path, *rows)
    assert [c.id for c in read_cases(path, half="report")] == ["1"]
    assert [c.id for c in read_cases(path)] == ["0", "1"]


def test_a_case_that_names_no_half_is_in_one_of_them_and_always_the_same(tmp_path: Path) -> None:
    path = write(tmp_path, *({"id": n, "question": "Who?"} for n in range(40)))
    tune, report = ([c.id for c in read_cases(path, half=half)] for half in ("tune", "report"))
    assert tune
    assert report
    assert sorted(tune + report, key=int) == [str(n) for n in range(40)]
    assert set(tune) == {str(n) for n in range(40) if half_of(str(n)) == "tune"}


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "null", "7", '"text"', '{"half": "tune", "question": "Who?"}',
     '{"half": "tune", "id": 1}', '{"half": "tune", "id": 1, "question": "Who?", "answers": 3}',
     '{"half": "tune", "id": 1, "question": "Who?", "verdict": 3}',
     '{"half": "tune", "id": 1, "question": "Who?", "verdict": "sheduled"}',
     '{"half": "tune", "id": 1, "question": "Who?", "event_start": "2025-6-12"}'],
)  # fmt: skip
@pytest.mark.parametrize("half", [None, "tune"])
def test_a_line_that_is_no_case_is_named(tmp_path: Path, line: str, half: str | None) -> None:
    path = write(tmp_path, {"id": 1, "question": "Who?"}, line)
    with pytest.raises(QuestionError, match=r"questions\.jsonl:2: not a question with gold"):
        read_cases(path, half=half)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "missing", tmp_path, tmp_path / "latin"):
        with pytest.raises(QuestionError, match=f"{path.name} cannot be read"):
            read_cases(path)


@pytest.mark.parametrize(
    ("answers", "text", "held"),
    [
        (("Zürich",), "They met in ZURICH.", True),
        (("two  hours",), "It took two\nhours.", True),
        (("390", "three hundred"), "Three hundred came.", True),
        (("Basel",), "They met in Zürich.", False),
        ((), "They met in Zürich.", False),
        (("2 June",), "It opens on 12 June.", False),
        (("60",), "About 600 people waved.", False),
        (("200",), "There were 1,200 of them.", False),
        (("1.5",), "It grew by 1.57 points.", False),
        (("6,057",), "They brought 6,057, the police said.", True),
        (("13",), "It begins at 13:00.", True),
    ],
)
def test_an_answer_is_recognised_apart_from_case_marks_and_spaces(
    answers: tuple[str, ...], text: str, held: bool
) -> None:
    assert holds(Case("1", "", "", True, answers=answers), text) is held


CASE = Case(
    "1", ASKED, "next", True, answers=("20 March",), relevant=("a",), verdicts=("scheduled",),
    event_start="2025-03-20",
)  # fmt: skip


@pytest.fixture
def answers(newsroom: Newsroom) -> dict[str, Answer]:
    newsroom.publish("a", TEXT, "2025-03-12")
    newsroom.publish("b", RAIN, "2025-03-11")
    newsroom.refresh()
    with newsroom.open() as index:
        return {
            "right": index.ask(ASKED, as_of=date(2025, 3, 13)),
            "none": index.ask("Who won the chess olympiad in Budapest?", as_of=date(2025, 3, 13)),
        }


def scored(answer: Answer, case: Case = CASE, text: str = TEXT) -> Outcome:
    return score(case, answer, lambda article_id, _: {"a": text, "b": RAIN}[article_id])


def test_a_right_answer_is_right_in_every_measure(answers: dict[str, Answer]) -> None:
    found = scored(answers["right"])
    assert (found.right, found.abstained, found.verdict_right, found.event_right) == (
        True, False, True, True
    )  # fmt: skip
    assert (found.in_headline, found.in_first, found.in_three) == (True, True, True)
    assert (found.ndcg, found.reciprocal_rank) == (1.0, 1.0)
    assert (found.from_later, found.not_verbatim) == (0, 0)
    assert found.first_quote == TEXT
    assert found.milliseconds > 0


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ({"answers": ("27 March",)}, {"right": False, "in_three": False, "in_headline": False}),
        ({"answers": ()}, {"right": True, "in_three": None, "in_headline": None}),
        ({"verdicts": ("not_set",)}, {"right": True, "verdict_right": False}),
        ({"verdicts": ()}, {"verdict_right": True}),
        ({"event_start": "2025-03-27"}, {"event_right": False}),
        ({"event_start": None}, {"event_right": None}),
        ({"relevant": ("b",)}, {"ndcg": pytest.approx(0.631, abs=1e-3), "reciprocal_rank": 0.5}),
        ({"relevant": ()}, {"ndcg": None, "reciprocal_rank": None}),
        ({"answerable": False, "verdicts": ()}, {"right": False, "verdict_right": False}),
    ],
)
def test_a_measure_judges_by_its_own_gold_alone(
    answers: dict[str, Answer], case: dict[str, Any], expected: dict[str, object]
) -> None:
    found = asdict(scored(answers["right"], replace(CASE, **case)))
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("answerable", [True, False])
def test_not_answering_is_right_where_nothing_can_be_answered(
    answers: dict[str, Answer], answerable: bool
) -> None:
    case = Case("1", "Who?", "far", answerable)
    found = scored(answers["none"], case)
    assert (found.abstained, found.right) == (True, not answerable)
    assert found.verdict_right is not answerable
    assert found.first_quote == ""


def test_a_broken_promise_is_counted(answers: dict[str, Answer]) -> None:
    assert scored(answers["right"], text=f" {TEXT}").not_verbatim == 1
    earlier = replace(answers["right"], as_of=datetime(2025, 3, 11, 12, tzinfo=UTC))
    assert scored(earlier).from_later == 1


def test_a_relevant_article_is_known_with_and_without_its_suffix() -> None:
    assert relevant_ids(CASE) == {"a", "a.md", "a.txt", "a.html", "a.htm"}


def outcome(id: str, **more: Any) -> Outcome:
    made = Outcome(
        id, "next", "Who?", "answered", "", "quote", 0.9, True, False, True, True, None, True,
        True, True, 1.0, 1.0, 0, 0, 5.0,
    )  # fmt: skip
    return replace(made, **more)


RUN = [
    outcome("1"),
    outcome("2", in_first=False, right=False, in_three=False, confidence=0.5),
    outcome("3", slice="far", verdict="no_answer", answerable=False, abstained=True, in_first=None,
            confidence=0.1, ndcg=None, first_quote=""),
    outcome("4", slice="far", answerable=False, right=False, in_first=None, confidence=0.6),
    outcome("5", abstained=True, verdict="no_answer", right=False, confidence=0.2),
]  # fmt: skip


def test_figures_are_means_over_what_a_slice_can_be_judged_by() -> None:
    rows = table(RUN)
    assert list(rows) == ["all", "far", "next"]
    assert "in_first" not in rows["far"]
    assert "event_right" not in rows["all"]
    assert rows["next"]["in_first"].value == pytest.approx(2 / 3)
    assert rows["next"]["in_first"].count == 3
    assert rows["all"]["ndcg"].count == 4
    assert rows["far"]["abstained"].value == 0.5
    for row in rows.values():
        assert all(f.low <= f.value <= f.high for f in row.values())


def test_abstention_and_calibration_are_measured_over_all() -> None:
    figures = overall(RUN)
    assert figures["recall of abstention"].value == pytest.approx(1 / 2)
    assert figures["precision of abstention"].value == pytest.approx(1 / 2)
    bases = ("recall of abstention", "precision of abstention", "answerable refused")
    assert [figures[name].count for name in bases] == [2, 2, 3]
    assert figures["answerable refused"].value == pytest.approx(1 / 3)
    # .9 .5 .2 against .1 .6: four of six pairs are in order.
    assert figures["ROC area of confidence"].value == pytest.approx(4 / 6)
    # Sorted by confidence: right, wrong, wrong, withheld, withheld.
    assert figures["risk-coverage area"].value == pytest.approx(
        (0 + 1 / 2 + 2 / 3 + 3 / 4 + 4 / 5) / 5
    )
    assert figures["calibration error"].value == pytest.approx(0.3)
    assert (figures["from later"].value, figures["not verbatim"].value) == (0, 0)


def test_what_cannot_be_measured_is_left_out() -> None:
    figures = overall([outcome("1")])
    assert "ROC area of confidence" not in figures
    assert "recall of abstention" not in figures
    assert figures["answerable refused"].value == 0


def test_two_runs_differ_in_what_is_told_or_how_it_is_judged() -> None:
    before = [asdict(o) for o in RUN]
    after = [
        replace(RUN[0], confidence=0.1, milliseconds=9.0),
        replace(RUN[1], right=True),
        replace(RUN[2], verdict="answered"),
        replace(RUN[3], headline="another"),
        replace(RUN[4], verdict_right=False, in_first=False),
        outcome("new"),
    ]
    both = pairs(before, after)
    assert [(b["id"], a["id"]) for b, a in both] == [(str(n), str(n)) for n in range(1, 6)]
    assert [differs(*pair) for pair in both] == [False, True, True, True, True]
    assert [turned(*pair) for pair in both] == [0, 1, 0, 0, -1]
    assert not any(differs(*pair) for pair in pairs(before, RUN))


def test_what_gains_here_and_loses_there_has_become_worse() -> None:
    before = asdict(outcome("1", in_first=False, event_right=True))
    assert turned(before, asdict(outcome("1", in_first=True, event_right=False))) == -1


def test_questions_of_one_id_are_compared_each_with_itself() -> None:
    twice = [outcome("1", question="Who?"), outcome("1", question="When?")]
    before = [asdict(o) for o in twice]
    assert [(b["question"], a["question"]) for b, a in pairs(before, twice[::-1])] == [
        ("When?", "When?"), ("Who?", "Who?"),
    ]  # fmt: skip
