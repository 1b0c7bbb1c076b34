"""``dateline repl``: questions one after the other, for trying things out."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from rich.console import Console
from rich.text import Text

from bot.clock import moment, now
from bot.config import Config
from bot.render import terminal
from bot.streams import console
from retrieval.analysis import terms
from retrieval.errors import DatelineError, QuestionError
from retrieval.index import Index
from retrieval.records import Answer
from retrieval.store import Store

if TYPE_CHECKING:
    from bot.ledger import Keeper

COMMANDS = {
    ":as-of": "DATE: answer as of then; without a date, as of now",
    ":since": "DATE: only what was published on or after it; without a date, anything",
    ":until": "DATE: only what was published on or before it; without a date, anything",
    ":outlet": "NAME: only this outlet; without a name, all of them",
    ":explain": "how the passages of the last answer were ranked",
    ":passages": "the nearest passages of the last answer",
    ":open": "N: the article of source N, whole",
    ":good": "the last answer was right: keep it as a case for dateline evaluate",
    ":bad": "the last answer was wrong: dateline gaps lists it",
    ":sources": "what is indexed",
    ":refresh": "bring the index in line with its sources",
    ":help": "this list",
    ":quit": "leave (so do Ctrl-D and exit)",
}


@dataclass(slots=True)
class Session:
    """What a session keeps between questions."""

    config: Config
    index: Index
    console: Console
    refresh: Callable[[], Any]
    keeper: Keeper | None = None
    """Keeps unanswered questions and ratings, where that is configured."""
    as_of: datetime | None = None
    since: datetime | None = None
    until: datetime | None = None
    outlet: str | None = None
    last: Answer | None = None
    follows: str | None = None
    """What the next question may follow: the last one that stood alone, and those after it."""
    kept: int | None = None
    """The row in which the last answer is kept, where it is."""
    around: dict[str, str | None] = field(default_factory=dict)
    """What is kept with the last answer: what it followed, and the limits in force."""

    def handle(self, line: str) -> bool:
        """Does what ``line`` says; False when it says to leave."""
        line = " ".join(line.split())
        if line in ("exit", "quit", ":quit", ":q"):
            return False
        try:
            if line.startswith(":"):
                self._command(*line.partition(" ")[::2])
            elif line:
                self._ask(line)
        except DatelineError as error:
            self.console.print(Text(str(error), style="red"))
        return True

    def _ask(self, question: str) -> None:
        answer = self.index.ask(
            question,
            as_of=self.as_of or now(),
            since=self.since,
            until=self.until,
            outlets=self.outlet or (),
            follows=self.follows,
            limit=self.config.passages,
        )
        before = self.follows if self.follows and followed(answer, self.follows) else None
        self.follows = f"{before} {question}" if before else question
        self.last = answer
        terminal.show(self.console, answer, self.index, now=now())
        self.around = {"follows": before, "limits": self._limits()}
        self.kept = self.keeper.note(answer, **self.around) if self.keeper else None

    def _command(self, name: str, argument: str) -> None:
        actions: dict[str, Callable[[str], None]] = {
            ":as-of": self._as_of,
            ":since": self._since,
            ":until": self._until,
            ":outlet": self._outlet,
            ":explain": self._explain,
            ":passages": self._passages,
            ":open": self._open,
            ":good": lambda _: self._rate(1),
            ":bad": lambda _: self._rate(-1),
            ":sources": self._sources,
            ":refresh": self._refresh,
            ":help": self._help,
        }
        if name not in actions:
            raise QuestionError(f"there is no command {name}; :help lists them")
        actions[name](argument.strip())

    def _as_of(self, argument: str) -> None:
        self.as_of = moment(argument, end_of_day=True) if argument else None
        self.console.print(f"as of {argument or 'now'}")

    def _since(self, argument: str) -> None:
        self.since = moment(argument, end_of_day=False) if argument else None
        self.console.print(f"since {argument or 'ever'}")

    def _until(self, argument: str) -> None:
        self.until = moment(argument, end_of_day=True) if argument else None
        self.console.print(f"until {argument or 'as of'}")

    def _outlet(self, argument: str) -> None:
        known = self.index.outlets()
        match = next((o for o in known if o.casefold() == argument.casefold()), None)
        if argument and match is None:
            raise QuestionError(f'no outlet is called "{argument}"; :sources lists them')
        self.outlet = match
        self.console.print(Text(f"outlet: {match or 'all'}"))

    def _explain(self, _: str) -> None:
        self.console.print(terminal.explain(self._answered(), self.index))

    def _passages(self, _: str) -> None:
        self.console.print(terminal.nearest(self._answered(), self.index, count=5))

    def _open(self, argument: str) -> None:
        chosen = [c for c in self._answered().citations if str(c.n) == argument]
        if not chosen:
            raise QuestionError("give the number of a source of the last answer, as in: :open 1")
        article = self.index.store.article(chosen[0].article_id, chosen[0].version)
        if article is not None:
            self.console.print(Text(terminal.clean(article.title), style="bold"))
            for line in article.text.splitlines():
                self.console.print(Text(terminal.clean(line)))

    def _rate(self, rating: int) -> None:
        answer = self._answered()
        if self.keeper is None:
            raise QuestionError(
                "ratings are not kept; to keep them, write keep_questions = true under [privacy] "
                "in the configuration"
            )
        row = self.keeper.rate(answer, self.kept, rating, **self.around)
        if row is None:  # why was said on standard error
            raise QuestionError("the rating was not kept")
        self.kept = row
        self.console.print(f"kept as {'right' if rating > 0 else 'wrong'}")

    def _limits(self) -> str | None:
        days = {"since": self.since, "until": self.until}
        limits = [f"outlet {self.outlet}"] if self.outlet else []
        limits += [f"{name} {day:%Y-%m-%d %H:%M}" for name, day in days.items() if day]
        return ", ".join(limits) or None

    def _sources(self, _: str) -> None:
        counts = self.index.store.counts()
        self.console.print(f"{counts['articles']} articles, {counts['passages']} passages")
        self.console.print(Text(", ".join(terminal.clean(o) for o in self.index.outlets())))

    def _refresh(self, _: str) -> None:
        path = self.index.store.path
        before = _identity(path)
        try:
            self.console.print(Text(str(self.refresh())))
        except DatelineError as error:
            self.console.print(Text(str(error), style="red"))
            self.console.print("The refresh failed; answers come from what is indexed.")
        except KeyboardInterrupt:
            self.console.print("The refresh was stopped; the next one goes on where it was.")
        if _identity(path) != before:
            # Another file took the index's place; the open one is gone from the folder.
            self.index.store.close()
            self.index.store = Store(path)

    def _help(self, _: str) -> None:
        for name, meaning in COMMANDS.items():
            self.console.print(Text.assemble((f"{name:<10}", "cyan"), meaning))
        self.console.print("Anything else is a question; “and where?” follows the one before it.")

    def _answered(self) -> Answer:
        if self.last is None:
            raise QuestionError("ask something first")
        return self.last


def followed(answer: Answer, follows: str) -> bool:
    """Whether the question was completed by ``follows``: its terms were searched as well."""
    added = set(answer.trace.get("terms", ())) - set(terms(answer.question))
    return bool(added & set(terms(follows)))


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


class Completions(Completer):
    """Commands at the start of a line, outlets after ``:outlet``."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def get_completions(self, document: Document, _: CompleteEvent) -> Iterator[Completion]:
        """What could be meant by what stands before the cursor."""
        text = document.text_before_cursor
        name, space, argument = text.partition(" ")
        if name == ":outlet" and space:
            for outlet in _outlets(self._index):
                if outlet.casefold().startswith(argument.casefold()):
                    yield Completion(outlet, start_position=-len(argument))
        elif text.startswith(":") and not space:
            for command, meaning in COMMANDS.items():
                if command.startswith(text):
                    yield Completion(command, start_position=-len(text), display_meta=meaning)


def _outlets(index: Index) -> list[str]:
    try:
        return index.outlets()
    except DatelineError:  # said when a question is asked; typing goes on
        return []


def run(
    config: Config, index: Index, refresh: Callable[[], Any], keeper: Keeper | None = None
) -> None:
    """Reads lines until Ctrl-D or ``exit``. Ctrl-C drops the line or ends the answer."""
    session = Session(config, index, console(), refresh, keeper)
    lines = _typed(session) if sys.stdin is not None and sys.stdin.isatty() else _piped()
    while True:
        try:
            if not session.handle(next(lines, "exit")):
                return
        except KeyboardInterrupt:
            continue


def _typed(session: Session) -> Iterator[str]:
    # A paste arrives as one bracketed paste: its line breaks become spaces, nothing runs early.
    prompt: PromptSession[str] = PromptSession(
        history=kept_lines(), completer=Completions(session.index), complete_while_typing=False
    )
    session.console.print("Ask a question, or :help. Ctrl-D leaves.", style="dim")
    while True:
        try:
            yield prompt.prompt("dateline> ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def _piped() -> Iterator[str]:
    """Lines of a file or another program: nothing but answers is printed."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    yield from sys.stdin or ()


def kept_lines() -> History:
    """What was typed in earlier sessions; in memory alone where it can't be kept."""
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    folder = Path(base) / "dateline"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # What is asked is nobody else's business.
        (folder / "history").touch(mode=0o600)
        (folder / "history").chmod(0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(folder / "history"))
