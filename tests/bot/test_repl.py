from __future__ import annotations

import io
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from rich.console import Console

from bot.config import Config
from bot.ledger import Keeper
from bot.repl import COMMANDS, Completions, Session, kept_lines
from retrieval.encoder import OnnxEncoder
from retrieval.errors import StoreError
from retrieval.index import Index
from retrieval.sources import SourceConfig
from retrieval.update import refresh
from tests.retrieval.conftest import NOW

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    path = tmp_path_factory.mktemp("repl") / "index.sqlite3"
    encoder = OnnxEncoder()
    refresh([SourceConfig("folder", "Demo", str(SEEDS))], path, encoder=lambda: encoder, now=NOW)
    with Index(path, encoder=encoder) as opened:
        yield opened


@pytest.fixture
def session(index: Index) -> Session:
    config = Config(index.store.path, ())
    return Session(config, index, Console(file=io.StringIO(), width=120), lambda: "0 new")


def said(session: Session, *lines: str) -> str:
    for line in lines:
        assert session.handle(line)
    assert isinstance(session.console.file, io.StringIO)
    return session.console.file.getvalue()


def test_a_question_is_answered_as_of_the_day_that_was_set(session: Session) -> None:
    shown = said(session, ":as-of 2025-05-30", "When is the next round?")
    assert "2 June 2025, Istanbul (in 3 days)" in shown


def test_a_follow_up_follows_the_question_before_it(session: Session) -> None:
    shown = said(session, ":as-of 2025-05-30", "When is the next round?", "and where?")
    assert shown.count("Istanbul on") >= 2


def test_the_article_of_a_source_can_be_opened_whole(session: Session) -> None:
    shown = said(session, ":as-of 2025-05-30", "When is the next round?", ":open 1")
    assert session.last is not None
    article = session.index.store.article(session.last.citations[0].article_id)
    assert article is not None
    assert " ".join(article.text.split())[-60:] in " ".join(shown.split())


def test_explain_passages_sources_refresh_and_help_show_what_they_name(session: Session) -> None:
    shown = said(session, "When was the first round?", ":explain", ":passages", ":sources")
    for words in ("BM25", "Nearest passages", "43 articles", "Kyiv Independent"):
        assert words in shown
    assert "0 new" in said(session, ":refresh")
    for name in COMMANDS:
        assert name in said(session, ":help")


def test_an_outlet_limits_the_answers_and_a_wrong_one_is_named(session: Session) -> None:
    said(session, ":outlet tass", "What did Lavrov say?")
    assert session.last is not None
    assert {c.outlet for c in session.last.citations} <= {"TASS"}
    assert 'no outlet is called "tazz"' in said(session, ":outlet tazz")


@pytest.mark.parametrize("line", [":unheard", ":open", ":explain", ":as-of soon", "?"])
def test_what_is_wrong_is_said_and_the_session_goes_on(session: Session, line: str) -> None:
    assert said(session, line)


@pytest.mark.parametrize("line", ["exit", ":quit", "quit"])
def test_leaving(session: Session, line: str) -> None:
    assert not session.handle(line)


def test_commands_and_outlets_are_completed(index: Index) -> None:
    def completed(text: str) -> list[str]:
        found = Completions(index).get_completions(Document(text), CompleteEvent())
        return [c.text for c in found]

    assert completed(":o") == [":outlet", ":open"]
    assert completed(":outlet ky") == ["Kyiv Independent"]
    assert completed("When") == []


def test_limits_in_time_are_set_and_taken_back(session: Session) -> None:
    said(session, ":as-of 2025-06-30", ":since 2025-06-01", ":until 2025-06-05", "What was said?")
    assert session.last is not None
    articles = [session.index.store.article(h.article_id) for h in session.last.passages]
    assert articles
    for article in articles:
        assert article is not None
        assert article.published is not None
        assert (article.published.month, article.published.day < 6) == (6, True)
    said(session, ":since", ":until")
    assert (session.since, session.until) == (None, None)
    assert "nothing lies between" in said(session, ":since 2026-01-01", "What was said?")


def test_a_second_follow_up_still_follows_the_question_that_stood_alone(session: Session) -> None:
    said(session, ":as-of 2025-05-30", "When is the next round?", "and where?", "and why?")
    assert session.last is not None
    assert "round" in session.last.trace["terms"]
    said(session, "What did Lavrov say about the memorandum on Wednesday?")
    assert session.follows == "What did Lavrov say about the memorandum on Wednesday?"


@pytest.mark.parametrize(
    ("failure", "closing"), [(StoreError("full"), "failed"), (KeyboardInterrupt(), "stopped")]
)
def test_a_refresh_that_ends_early_closes_with_a_line(
    session: Session, failure: BaseException, closing: str
) -> None:
    def fails() -> str:
        raise failure

    session.refresh = fails
    assert f"The refresh {closing}" in " ".join(said(session, ":refresh").split()).replace(
        "was ", ""
    )


def test_an_index_that_was_replaced_is_opened_anew(tmp_path: Path) -> None:
    path, encoder = tmp_path / "index.sqlite3", OnnxEncoder()
    coverage = tmp_path / "coverage.jsonl"
    sources = [SourceConfig("jsonl", "Wire", str(coverage))]

    def build(text: str, **options: bool) -> str:
        coverage.write_text(json.dumps({"id": "a", "text": text}))
        return str(refresh(sources, path, encoder=lambda: encoder, now=NOW, **options))

    build("The talks will be held in Ankara.")
    with Index(path, encoder=encoder) as opened:
        session = Session(Config(path, ()), opened, Console(file=io.StringIO()), lambda: "")
        said(session, "Where will the talks be held?")

        def replace() -> str:
            path.write_bytes(b"\x00" * 9000)
            path.with_name(path.name + "-wal").unlink(missing_ok=True)
            return build("The talks will be held in Geneva.", full=True)

        session.refresh = replace
        assert "Geneva" in said(session, ":refresh", "Where will the talks be held?")


VAIN = "Who won the chess olympiad?"


@pytest.fixture
def keeping(session: Session, tmp_path: Path) -> Session:
    session.keeper = Keeper(tmp_path / "kept.sqlite3", 90, lambda: NOW)
    return session


def kept(session: Session) -> list[tuple[str, str | None, int | None]]:
    assert session.keeper is not None
    with sqlite3.connect(session.keeper.path) as connection:
        return connection.execute("SELECT question, follows, rating FROM questions").fetchall()


def test_a_rating_where_nothing_is_kept_says_how_to_keep_it(session: Session) -> None:
    assert "ask something first" in said(session, ":good")
    assert "keep_questions = true" in said(session, "When was the first round?", ":good")


def test_the_last_answer_is_rated_and_rated_again(keeping: Session) -> None:
    shown = said(keeping, ":as-of 2025-05-30", "When is the next round?")
    assert keeping.keeper is not None
    assert not keeping.keeper.path.exists()
    shown = said(keeping, ":good", ":bad")
    assert "kept as right" in shown
    assert "kept as wrong" in shown
    assert kept(keeping) == [("When is the next round?", None, -1)]


def test_a_question_without_an_answer_is_kept_and_can_be_rated(keeping: Session) -> None:
    said(keeping, VAIN)
    assert kept(keeping) == [(VAIN, None, None)]
    said(keeping, ":good")
    assert kept(keeping) == [(VAIN, None, 1)]


def test_a_follow_up_is_kept_with_what_it_follows_and_its_limits(keeping: Session) -> None:
    said(keeping, ":as-of 2025-05-30", "When is the next round?", "and where?", ":good")
    assert kept(keeping) == [("and where?", "When is the next round?", 1)]
    alone = "What did Lavrov say about the memorandum on Wednesday?"
    said(keeping, ":outlet tass", ":since 2025-05-01", alone, ":good")
    assert keeping.around == {"follows": None, "limits": "outlet TASS, since 2025-05-01 00:00"}


def test_a_rating_that_cannot_be_kept_is_said(
    keeping: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    assert keeping.keeper is not None
    keeping.keeper.path.write_bytes(b"damaged" * 100)
    shown = said(keeping, VAIN, VAIN, ":bad", "When was the first round?")
    assert "the rating was not kept" in shown
    # Once for the questions, once for the rating that was asked for.
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert keeping.last is not None
    assert keeping.last.question == "When was the first round?"


def test_piped_questions_are_answered_without_a_prompt(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        f'[index]\npath = "index.sqlite3"\n[[source]]\nkind = "folder"\nname = "x"\n'
        f'path = "{SEEDS}"\n'
    )
    encoder = OnnxEncoder()
    refresh(
        [SourceConfig("folder", "x", str(SEEDS))], tmp_path / "index.sqlite3",
        encoder=lambda: encoder, now=NOW,
    )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", "from bot.cli import main; main()", "repl", "--config", str(config)],
        input=b":as-of 2025-05-30\nWhen is the next round?\n\xff\n", capture_output=True,
        cwd=SEEDS.parent, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"2 June 2025" in done.stdout
    assert b"dateline>" not in done.stdout
    assert b"\x1b" not in done.stdout


def test_what_was_typed_before_is_kept_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    kept_lines().store_string("Who won?")
    path = tmp_path / "dateline" / "history"
    assert "Who won?" in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    assert list(kept_lines().load_history_strings()) == ["Who won?"]
    assert path.stat().st_mode & 0o777 == 0o600
