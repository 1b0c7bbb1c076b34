from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ledger import Keeper, Ledger, LedgerError, beside
from retrieval.evaluate import read_cases
from retrieval.records import Answer, Citation, Freshness

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
CITATION = Citation(
    1, "a.md", 1, "Title", "Desk", None, None, None, "It will be held on 2 June.", 0, 26
)
VAIN = Answer(
    "Who won?", NOW, "no_answer", "Nothing.", None, (), (), Freshness(None, None), 0.1, (),
    reason="not_this",
)  # fmt: skip
FOUND = replace(
    VAIN, question="When is it?", verdict="scheduled", citations=(CITATION,), confidence=0.9,
    reason=None,
)  # fmt: skip


def opened(path: Path, now: datetime = NOW, days: int = 90) -> Ledger:
    return Ledger(path, retention_days=days, now=now)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path / "kept.sqlite3") as made:
        yield made


def content(path: Path) -> bytes:
    files = [path, *path.parent.glob(f"{path.name}-*")]
    return b"".join(file.read_bytes() for file in files)


def test_the_file_is_in_wal_mode_and_its_owner_s_alone(ledger: Ledger) -> None:
    ledger.note(VAIN, NOW)
    files = list(ledger.path.parent.iterdir())
    assert {f.name for f in files} == {f"kept.sqlite3{s}" for s in ("", "-wal", "-shm")}
    assert {f.stat().st_mode & 0o777 for f in files} == {0o600}
    assert beside(Path("/x/index.sqlite3")) == Path("/x/index.sqlite3.questions.sqlite3")


def test_the_same_question_counts_as_one_with_what_was_true_last(ledger: Ledger) -> None:
    ledger.note(VAIN, NOW)
    later = replace(VAIN, question="  WHO won", reason="later", as_of=NOW + timedelta(days=1))
    ledger.note(later, NOW + timedelta(hours=1))
    ledger.note(replace(VAIN, question="Who lost?"), NOW + timedelta(minutes=5))
    ledger.note(VAIN, NOW + timedelta(minutes=1))
    ledger.note(FOUND, NOW)
    first, second = ledger.gaps(10)
    assert (first.times, first.reason, first.as_of) == (3, "later", NOW + timedelta(days=1))
    assert first.asked_at == NOW + timedelta(hours=1)
    assert second.question == "Who lost?"
    assert ledger.gaps(1) == [first]


def test_a_follow_up_and_a_limited_question_are_questions_of_their_own(ledger: Ledger) -> None:
    where = replace(VAIN, question="And where?")
    ledger.note(where, NOW, follows="Who won?")
    ledger.note(where, NOW, follows="Who lost?")
    ledger.note(where, NOW, follows="Who lost?", limits="outlet Desk")
    assert {(g.follows, g.limits) for g in ledger.gaps(10)} == {
        ("Who won?", None), ("Who lost?", None), ("Who lost?", "outlet Desk"),
    }  # fmt: skip


def test_what_was_rated_wrong_is_a_gap_and_what_was_rated_right_is_a_case(
    ledger: Ledger, tmp_path: Path
) -> None:
    right, wrong = ledger.note(FOUND, NOW, follows="Is there a round?"), ledger.note(FOUND, NOW)
    vain = ledger.note(VAIN, NOW)
    limited = ledger.note(FOUND, NOW, limits="outlet Desk")
    for row, rating in ((right, 1), (wrong, 1), (wrong, -1), (vain, 1), (limited, 1)):
        assert ledger.rate(row, rating)
    assert [(g.verdict, g.times, g.wrong) for g in ledger.gaps(10)] == [
        ("scheduled", 1, 1), ("no_answer", 1, 0),
    ]  # fmt: skip
    assert ledger.cases() == [
        {
            "id": f"kept-{right}", "question": "When is it?", "as_of": NOW.isoformat(),
            "follows": "Is there a round?", "verdict": "scheduled",
            "answers": [CITATION.quote], "relevant": ["a.md"],
        },
        {
            "id": f"kept-{vain}", "question": "Who won?", "as_of": NOW.isoformat(),
            "verdict": "no_answer", "answers": [], "relevant": [],
        },
    ]  # fmt: skip
    file = tmp_path / "cases.jsonl"
    file.write_text("".join(json.dumps(case) + "\n" for case in ledger.cases()))
    answered, refused = read_cases(file)
    assert (answered.answerable, answered.verdicts) == (True, ("scheduled",))
    assert (refused.answerable, refused.verdicts) == (False, ("no_answer",))


def test_a_rating_is_one_of_two_and_of_a_row_that_is_there(ledger: Ledger) -> None:
    row = ledger.note(VAIN, NOW)
    with pytest.raises(ValueError, match="1 or -1"):
        ledger.rate(row, 0)
    assert not ledger.rate(row + 1, 1)


def test_what_is_old_goes_on_opening_and_its_row_is_never_another_s(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite3"
    with opened(path) as ledger:
        old = ledger.note(replace(VAIN, question="Where is the chalice?"), NOW)
    with opened(path, NOW + timedelta(days=7), days=7) as ledger:
        assert len(ledger.gaps(10)) == 1
    with opened(path, NOW + timedelta(days=7, microseconds=1), days=7) as ledger:
        assert ledger.gaps(10) == []
        assert b"chalice" not in content(path)
        assert ledger.note(VAIN, NOW) > old


def test_a_user_is_known_by_a_salted_hash_and_forgotten(tmp_path: Path) -> None:
    rows: list[Any] = []
    for name in ("a.sqlite3", "b.sqlite3"):
        with opened(tmp_path / name) as ledger:
            ledger.note(replace(VAIN, question="Where is the chalice?"), NOW, "user-4711")
            ledger.note(VAIN, NOW, "user-4712")
            ledger.note(VAIN, NOW)
            (kept,) = ledger.export("user-4711")
            assert (kept.question, kept.reason, kept.rating) == (
                "Where is the chalice?", "not_this", None,
            )  # fmt: skip
            rows.append(ledger.connection.execute("SELECT user FROM questions").fetchall())
            assert b"4711" not in content(ledger.path)
            assert b"chalice" in content(ledger.path)
            assert ledger.forget("user-4711") == 1
            assert ledger.export("user-4711") == []
            assert b"chalice" not in content(ledger.path)
            assert len(ledger.export("user-4712")) == 1
            assert ledger.gaps(10)[0].times == 2
    (first, _, nobody), (other, *_) = rows
    assert len(first[0]) == 64
    assert first[0] != other[0]
    assert nobody[0] is None


def test_two_keep_at_once(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite3"
    with opened(path) as one, opened(path) as two:
        assert one.note(VAIN, NOW) != two.note(VAIN, NOW)
        assert one.gaps(10) == two.gaps(10)
        assert one.gaps(10)[0].times == 2


@pytest.mark.parametrize("held", [b"damaged", b"damaged" * 1000, b"SQLite format 3\0" + b"x" * 500])
def test_a_file_that_is_no_ledger_is_left_alone(tmp_path: Path, held: bytes) -> None:
    path = tmp_path / "kept.sqlite3"
    path.write_bytes(held)
    with pytest.raises(LedgerError, match="move it away"):
        opened(path)
    assert path.read_bytes() == held


@pytest.mark.parametrize("statement", ["CREATE TABLE theirs (x)", "PRAGMA application_id = 7"])
def test_another_program_s_database_is_left_alone(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "kept.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="another program"):
        opened(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE questions", "DROP TABLE meta", "DELETE FROM meta",
        "UPDATE meta SET value = 'x'", "UPDATE questions SET as_of = 'soon'",
        "UPDATE questions SET question = CAST(x'ff' AS TEXT)",
    ],
)  # fmt: skip
def test_broken_contents_are_an_error_with_a_remedy(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "kept.sqlite3"
    with opened(path) as ledger:
        ledger.note(VAIN, NOW)
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    with pytest.raises(LedgerError, match="move it away"), opened(path) as ledger:  # noqa: PT012
        ledger.gaps(10)
        ledger.export("user-1")


def test_pages_that_are_torn_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite3"
    with opened(path) as ledger:
        for number in range(100):
            ledger.note(replace(VAIN, question=f"Who won {number}?"), NOW)
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    with pytest.raises(LedgerError, match="move it away"):
        opened(path)


def test_a_full_disk_and_a_lock_are_errors(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ledger.BUSY_SECONDS", 0.01)
    with opened(ledger.path) as other:
        other.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="locked"):
            opened(ledger.path)
    ledger.connection.execute("PRAGMA max_page_count = 1")
    with pytest.raises(LedgerError, match="room on its disk"):
        ledger.note(replace(VAIN, question="?" * 100_000), NOW)


def test_a_folder_that_is_missing_or_in_the_way_is_an_error(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none" / "kept.sqlite3"):
        with pytest.raises(LedgerError, match="cannot be used"):
            opened(path)


def test_a_keeper_says_a_failure_once_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keeper = Keeper(tmp_path / "none" / "kept.sqlite3", 90, lambda: NOW)
    assert [keeper.note(VAIN) for _ in range(3)] == [None] * 3
    assert len(capsys.readouterr().err.splitlines()) == 1
    keeper.purge()
    assert not keeper.path.parent.exists()


def test_a_keeper_keeps_what_had_no_answer_or_was_rated(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "kept.sqlite3", 90, lambda: NOW)
    assert keeper.note(FOUND) is None
    assert not keeper.path.exists()
    vain, found = keeper.note(VAIN), keeper.rate(FOUND, None, 1)
    assert keeper.rate(FOUND, found, -1) == found
    assert found != vain
    # A session may outlive the retention of what it has asked.
    keeper.now = lambda: NOW + timedelta(days=365)
    assert keeper.rate(FOUND, found, 1) not in (None, found)


HOSTILE = st.one_of(
    st.text(st.characters(), max_size=60),  # halves of surrogate pairs included
    st.sampled_from(
        [
            "", "\0", "a\0b", "\ud800", "'; DROP TABLE questions; --", "\u2028\x85\x1c\x0b\r\n",
            "\u202e?", "ﷺ" * 100, "{{}}", '"', "\x1b[2J", "İ", "é", "%s", "?1",
        ]
    ),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(HOSTILE, HOSTILE), min_size=1, max_size=4))
def test_hostile_texts_come_back_as_they_were_and_as_cases(texts: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kept.sqlite3"
        with opened(path) as ledger:
            for text, other in texts:
                answer = replace(FOUND, question=text)
                ledger.rate(ledger.note(answer, NOW, other, other, other), -1)
                ledger.rate(ledger.note(answer, NOW, other, other), 1)
        with opened(path) as ledger:
            cases = ledger.cases()
            clean = [t.encode("utf-8", "replace").decode() for t, _ in texts]
            assert [case["question"] for case in cases] == clean
            gaps = ledger.gaps(100)
            assert sum(gap.times for gap in gaps) == len(texts)
            assert {gap.question for gap in gaps} <= set(clean)
            for _, user in texts:
                assert ledger.export(user)
        file = Path(folder) / "cases.jsonl"
        file.write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
        assert [case.question for case in read_cases(file)] == clean


def test_what_was_quoted_from_an_article_is_forgotten_and_the_question_stays(
    ledger: Ledger,
) -> None:
    ledger.note(FOUND, NOW, "ann")
    assert ledger.drop_quotes("other.md") == 0
    assert ledger.drop_quotes("a.md") == 1
    (kept,) = ledger.export("ann")
    assert (kept.question, kept.article_id, kept.quote) == (FOUND.question, None, None)
    assert b"held on 2 June" not in ledger.path.read_bytes()
