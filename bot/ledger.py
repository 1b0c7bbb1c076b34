"""Questions without an answer and answers that were rated: kept only where that is configured.

They stand in a file of their own beside the index, so that rebuilding or replacing the index loses
none of them. Of who asked only a salted hash is kept: it lets somebody's questions be found and
forgotten on demand, but whoever holds the file can still try ids that they suspect.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import click

from retrieval.analysis import fold
from retrieval.errors import DatelineError
from retrieval.records import Answer

APPLICATION_ID = 0x446C7131
"""Marks the file as ours ("Dlq1"): no other program's database is ever written to."""

BUSY_SECONDS = 2.0
"""How long an answer may be held up by another program that is writing to the file."""

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;;
CREATE TABLE questions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, asked_at TEXT NOT NULL, question TEXT NOT NULL,
    folded TEXT NOT NULL, follows TEXT, limits TEXT, as_of TEXT NOT NULL, verdict TEXT NOT NULL,
    reason TEXT, confidence REAL NOT NULL, article_id TEXT, quote TEXT,
    rating INTEGER CHECK (rating IN (-1, 1)), user TEXT
)"""
# AUTOINCREMENT: the id of a row that was purged never comes to mean another one.

T = TypeVar("T")


class LedgerError(DatelineError):
    """The kept questions can't be read or written."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One question as it was kept, with the answer that it had."""

    id: int
    asked_at: datetime
    question: str
    follows: str | None
    limits: str | None
    """What the asker limited the search to, in words; such an answer says little of the whole."""
    as_of: datetime
    verdict: str
    reason: str | None
    confidence: float
    article_id: str | None
    quote: str | None
    """The first citation's article and quote, where there was one."""
    rating: int | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that had no answer, or one that was rated wrong, as often as it was asked."""

    question: str
    follows: str | None
    limits: str | None
    as_of: datetime
    verdict: str
    reason: str | None
    times: int
    wrong: int
    """How many of these were rated as wrong."""
    asked_at: datetime
    """When last; what differs between the times is as it was then."""


def beside(index_path: Path) -> Path:
    """Where the questions asked of the index at ``index_path`` are kept."""
    return index_path.with_name(index_path.name + ".questions.sqlite3")


class Ledger:
    """The open file of kept questions. Not for sharing between threads; open one for each."""

    def __init__(self, path: Path, *, retention_days: int, now: datetime) -> None:
        """Opens the file at ``path``, made where there is none, and purges it. Raises LedgerError
        (as everything here does) where it can't be used or is another program's.
        """
        import sqlite_utils  # which takes longer than all else here; most answers are not kept

        self.path = path
        self.retention_days = retention_days
        with _translated(path):
            _make(path)
            self.connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            try:
                self.connection.row_factory = sqlite3.Row
                self.db = sqlite_utils.Database(self.connection, execute_plugins=False)
                self._prepare()
                self.purge(now)
            except BaseException:
                self.connection.close()
                raise

    def _prepare(self) -> None:
        # What is deleted is overwritten: a forgotten question must not linger in free pages.
        self.connection.execute("PRAGMA secure_delete = ON")
        if self._mark() != APPLICATION_ID:
            # Before WAL and in one transaction: the file is empty, or complete and marked.
            self.connection.execute("BEGIN IMMEDIATE")
            self._make_tables()
            self.connection.execute("COMMIT")
        with suppress(sqlite3.OperationalError):  # another one has it open: next time, then
            self.db.enable_wal()

    def _make_tables(self) -> None:
        mark = self._mark()
        if mark == APPLICATION_ID:  # somebody else made them just now
            return
        (tables,) = self.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if mark or tables:
            raise LedgerError(
                f"{self.path} is a database of another program; it was left alone. Move it away, "
                "and a new one is made"
            )
        for statement in _TABLES.split(";;"):
            self.connection.execute(statement)
        self.connection.execute("INSERT INTO meta VALUES ('salt', ?)", [secrets.token_hex(32)])
        self.connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    def _mark(self) -> int:
        return int(self.connection.execute("PRAGMA application_id").fetchone()[0])

    def close(self) -> None:
        """Closes the file; the ledger cannot be used afterwards."""
        with _translated(self.path):
            self.connection.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Writing ----------------------------------------------------------------------------------

    def note(
        self,
        answer: Answer,
        asked_at: datetime,
        user: str | None = None,
        follows: str | None = None,
        limits: str | None = None,
    ) -> int:
        """Keeps a question with its answer; returns the row that can be rated."""
        first = answer.citations[0] if answer.citations else None
        row = {
            "asked_at": _written(asked_at),
            "question": _clean(answer.question),
            "folded": _folded(answer.question, follows, limits),
            "follows": follows and _clean(follows),
            "limits": limits and _clean(limits),
            "as_of": _written(answer.as_of),
            "verdict": answer.verdict,
            "reason": answer.reason,
            "confidence": answer.confidence,
            "article_id": first and first.article_id,
            "quote": first and first.quote,
            "user": None if user is None else self._hash(user),
        }
        with _translated(self.path):
            made: Any = self.db.table("questions").insert(row, pk="id").last_pk
            return int(made)

    def rate(self, row: int, rating: int) -> bool:
        """Rates a kept answer as right (1) or wrong (-1); False where it is kept no longer."""
        if rating not in (-1, 1):
            raise ValueError(f"a rating is 1 or -1, not {rating}")
        with _translated(self.path):
            done = self.connection.execute(
                "UPDATE questions SET rating = ? WHERE id = ?", [rating, row]
            )
            return done.rowcount > 0

    def purge(self, now: datetime) -> int:
        """Deletes what is older than the retention; returns how many questions that were."""
        oldest = _written(now - timedelta(days=self.retention_days))
        return self._delete("asked_at < ?", oldest)

    def forget(self, user: str) -> int:
        """Deletes what ``user`` asked; returns how many questions that were."""
        return self._delete("user = ?", self._hash(user))

    def drop_quotes(self, article_id: str) -> int:
        """Forgets what was quoted from an article; the questions stay. Returns how many."""
        with _translated(self.path):
            hurt = self.connection.execute(
                "UPDATE questions SET article_id = NULL, quote = NULL WHERE article_id = ?",
                [article_id],
            ).rowcount
            if hurt:
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            return hurt

    def _delete(self, where: str, value: str) -> int:
        with _translated(self.path):
            gone = self.connection.execute(f"DELETE FROM questions WHERE {where}", [value]).rowcount
            if gone:  # the log of writes still holds what they were
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            return gone

    def _hash(self, user: str) -> str:
        with _translated(self.path):
            (salt,) = self.connection.execute(
                "SELECT value FROM meta WHERE key = 'salt'"
            ).fetchone()
            key, said = bytes.fromhex(salt), user.encode("utf-8", "surrogatepass")
            return hmac.new(key, said, hashlib.sha256).hexdigest()

    # Reading ----------------------------------------------------------------------------------

    def gaps(self, limit: int) -> list[Gap]:
        """Questions without an answer and answers rated as wrong, the newest first; the same
        question in another case, or with other marks at its end, counts as one.
        """
        # SQLite takes the columns that are not grouped from the row with the max().
        rows = self._rows(
            "SELECT question, follows, limits, as_of, verdict, reason, count(*) AS times,"
            " sum(rating IS -1) AS wrong, max(asked_at) AS newest FROM questions"
            " WHERE verdict = 'no_answer' OR rating = -1 GROUP BY folded, verdict = 'no_answer'"
            " ORDER BY newest DESC, folded LIMIT ?",
            [limit],
        )
        with _translated(self.path):
            return [
                Gap(
                    r["question"], r["follows"], r["limits"], datetime.fromisoformat(r["as_of"]),
                    r["verdict"], r["reason"], r["times"], r["wrong"],
                    datetime.fromisoformat(r["newest"]),
                )
                for r in rows
            ]  # fmt: skip

    def cases(self) -> list[dict[str, Any]]:
        """What was rated as right, as cases for ``dateline evaluate``, the oldest first.

        Without what was asked of a part of the coverage: a case can't say which part.
        """
        rows = self._rows(
            "SELECT * FROM questions WHERE rating = 1 AND limits IS NULL"
            " AND (verdict = 'no_answer' OR quote IS NOT NULL) ORDER BY id"
        )
        return [_case(self._kept(row)) for row in rows]

    def export(self, user: str) -> list[Kept]:
        """What ``user`` asked, the oldest first."""
        rows = self._rows("SELECT * FROM questions WHERE user = ? ORDER BY id", [self._hash(user)])
        return [self._kept(row) for row in rows]

    def _rows(self, sql: str, parameters: Any = ()) -> list[sqlite3.Row]:
        with _translated(self.path):
            return self.connection.execute(sql, parameters).fetchall()

    def _kept(self, row: sqlite3.Row) -> Kept:
        with _translated(self.path):
            return Kept(
                row["id"], datetime.fromisoformat(row["asked_at"]), row["question"],
                row["follows"], row["limits"], datetime.fromisoformat(row["as_of"]),
                row["verdict"], row["reason"], row["confidence"], row["article_id"],
                row["quote"], row["rating"],
            )  # fmt: skip


def _case(kept: Kept) -> dict[str, Any]:
    answered = kept.verdict != "no_answer"
    return {
        "id": f"kept-{kept.id}",
        "question": kept.question,
        "as_of": kept.as_of.isoformat(),
        **({"follows": kept.follows} if kept.follows else {}),
        "verdict": kept.verdict,
        "answers": [kept.quote] if answered else [],
        "relevant": [kept.article_id] if answered else [],
    }


def _written(moment: datetime) -> str:
    # Always with microseconds, so that the order of the texts is that of the moments.
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _clean(text: str) -> str:
    """``text`` without halves of characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def _folded(question: str, *around: str | None) -> str:
    """What makes questions the same: their words, and those of what goes with them."""
    texts = (fold(_clean(text or "")) for text in (question, *around))
    return "\n".join(" ".join(text.split()).rstrip(" ?!.") for text in texts)


def _make(path: Path) -> None:
    # Made here and not by SQLite, so that at no moment anybody else can read it; its log files
    # take over its mode. One that is there is not touched: closing it would drop SQLite's locks.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turns errors of SQLite, of the system and of broken contents into LedgerError."""
    try:
        yield
    except (sqlite3.Error, OSError, ValueError, TypeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        code = getattr(error, "sqlite_errorcode", None)
        refused = isinstance(error, OSError) or (code is not None and code & 0xFF in _REFUSED)
        remedy = (
            "check its permissions, its folder's and the room on its disk"
            if refused
            else "move it away, and a new one is made"
        )
        raise LedgerError(
            f"the kept questions {path} cannot be used ({reason.lower()}); {remedy}"
        ) from error


_REFUSED = (
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR,
)  # fmt: skip


@dataclass(slots=True)
class Keeper:
    """Keeps questions as they are asked. A file that fails is said on standard error, once, and
    never stands in the way of an answer.
    """

    path: Path
    retention_days: int
    now: Callable[[], datetime]
    failed: bool = False

    def note(
        self, answer: Answer, *, follows: str | None = None, limits: str | None = None
    ) -> int | None:
        """Keeps the question where it had no answer; returns its row, None where it isn't kept."""
        if answer.verdict != "no_answer" or self.failed:
            return None
        # Opened for each: what runs for long holds no file, and what ends early leaves none open.
        return self._tried(lambda ledger: ledger.note(answer, self.now(), None, follows, limits))

    def rate(
        self,
        answer: Answer,
        row: int | None,
        rating: int,
        *,
        follows: str | None = None,
        limits: str | None = None,
    ) -> int | None:
        """Rates ``answer``, kept in ``row`` or kept now; returns its row, None if that failed."""

        def rated(ledger: Ledger) -> int:
            if row is not None and ledger.rate(row, rating):
                return row
            made = ledger.note(answer, self.now(), None, follows, limits)
            ledger.rate(made, rating)
            return made

        return self._tried(rated)

    def opened(self) -> Ledger:
        """The file itself, to be closed again. Raises LedgerError."""
        return Ledger(self.path, retention_days=self.retention_days, now=self.now())

    def purge(self) -> None:
        """Deletes what is older than the retention, where anything is kept."""
        if self.path.exists():
            self._tried(lambda _: None)  # opening it is enough

    def _tried(self, work: Callable[[Ledger], T]) -> T | None:
        try:
            with self.opened() as ledger:
                return work(ledger)
        except LedgerError as error:
            self.failed = True
            click.echo(f"dateline: {error}", err=True)
            return None
