"""The bridge to the index: threads that own one each, fed fairly, never on the event loop."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from bot.clock import now
from bot.config import Config
from bot.discord.asking import Asked
from bot.discord.fair import FairQueue, Full
from bot.discord.titles import Titles
from retrieval.encoder import DEFAULT_MODEL, Encoder, OnnxEncoder, question_encoder
from retrieval.errors import DatelineError, IndexMissing
from retrieval.index import Index
from retrieval.records import Answer

_log = logging.getLogger(__name__)

T = TypeVar("T")

CACHED = 512
"""Answers that are given again, over the same state of the index. What was asked of "now" was
asked of the running minute (:func:`bot.discord.asking.this_minute`), so it is not given after it.
"""


class Busy(DatelineError):
    """Too many questions are waiting."""


class Late(DatelineError):
    """The deadline has passed."""


class Ending(DatelineError):
    """The bot ends before it comes to this."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with the state of the index that it came from."""

    answer: Answer
    generation: str


@dataclass(slots=True)
class _Job(Generic[T]):
    work: Callable[[Index], T]
    done: asyncio.Future[T]
    loop: asyncio.AbstractEventLoop
    deadline: float

    def run(self, index: Callable[[], Index]) -> None:
        """Does the work unless nobody waits for it any more."""
        if self.done.cancelled() or time.monotonic() > self.deadline:
            return
        try:
            result = self.work(index())
        except BaseException as error:
            self._tell(_fail, error)
            if not isinstance(error, Exception):
                raise
        else:
            self._tell(_settle, result)

    def _tell(self, how: Callable[[asyncio.Future[T], Any], None], what: Any) -> None:
        try:
            self.loop.call_soon_threadsafe(how, self.done, what)
        except RuntimeError:  # the loop was closed: nobody waits
            return


def _settle(done: asyncio.Future[T], result: T) -> None:
    if not done.done():
        done.set_result(result)


def _fail(done: asyncio.Future[Any], error: Exception) -> None:
    if not done.done():
        done.set_exception(error)


class Engine:
    """Runs work over the index in ``[discord] workers`` threads."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._settings = config.discord
        self._queue: FairQueue[_Job[Any]] = FairQueue(self._settings.queue)
        self._threads: list[threading.Thread] = []
        self._encoder: Encoder | None = None
        self._cache: OrderedDict[Hashable, Answered] = OrderedDict()
        self.hits = 0
        """Answers that were given from memory."""
        self.generation = ""
        """The state of the index that was last seen."""
        self.outlets: tuple[str, ...] = ()
        """The outlets in it, for autocompletion from memory."""
        self.titles = Titles()

    async def start(self) -> None:
        """Loads the encoder, starts the threads and warms them up.

        Raises EncoderError. An index that is missing or broken is met by the questions.
        """
        self._encoder = await asyncio.to_thread(_warm_encoder, self._config.model)
        for number in range(self._settings.workers):
            thread = threading.Thread(target=self._serve, name=f"index-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    async def warm(self) -> None:
        """Reads what questions need into memory. Raises as :meth:`run` does."""
        moment = now()
        await self.run(None, lambda index: index.ask("what is new?", as_of=moment, limit=1))

    def abandon(self) -> None:
        """Fails what waits with Ending; what is under way goes on. From the event loop."""
        for job in self._queue.clear():
            _fail(job.done, Ending("the bot ends"))

    def close(self) -> None:
        """Ends the threads once what waits is done."""
        self._queue.close()

    @property
    def waiting(self) -> int:
        """How much waits in the queue."""
        return len(self._queue)

    async def run(self, lane: Hashable, work: Callable[[Index], T]) -> T:
        """What ``work`` makes of the index, in a thread of its own.

        ``lane`` is whose turn it takes: a server's id, or a person's. Raises Busy, Late, Ending,
        DatelineError.
        """
        loop = asyncio.get_running_loop()
        seconds = self._settings.deadline_seconds
        job = _Job(work, loop.create_future(), loop, time.monotonic() + seconds)
        try:
            self._queue.put(lane, job)
        except Full:
            raise Busy from None
        try:
            return await asyncio.wait_for(job.done, seconds)
        except TimeoutError:
            raise Late from None

    async def ask(self, lane: Hashable, asked: Asked) -> Answered:
        """The answer to a question, from the cache where it is known. Raises as :meth:`run`."""
        found = self._cached((self.generation, asked.key))
        if found is not None:
            self.hits += 1
            return found

        def work(index: Index) -> Answered:
            answer = index.ask(
                asked.question, as_of=asked.as_of, since=asked.since, until=asked.until,
                outlets=asked.outlets, follows=asked.follows, limit=self._config.passages,
            )  # fmt: skip
            return Answered(answer, index.store.generation)

        made = await self.run(lane, work)
        self._keep((made.generation, asked.key), made)
        return made

    def _cached(self, key: Hashable) -> Answered | None:
        found = self._cache.get(key)
        if found is not None:
            self._cache.move_to_end(key)
        return found

    def _keep(self, key: Hashable, made: Answered) -> None:
        self._cache[key] = made
        while len(self._cache) > CACHED:
            self._cache.popitem(last=False)

    # In the threads ---------------------------------------------------------------------------

    def _serve(self) -> None:
        worker = _Worker(self._config, self._encoder)
        while (job := self._queue.get()) is not None:
            try:
                job.run(lambda: self._seen(worker.index()))
            except Exception:
                _log.exception("a worker failed; it goes on")
        worker.close()

    def _seen(self, index: Index) -> Index:
        generation = index.store.generation
        if generation != self.generation:
            self.outlets = tuple(index.outlets())
            self.generation = generation
        self.titles.note(index)
        return index


class _Worker:
    """One thread's index, opened anew where another file took its place."""

    def __init__(self, config: Config, encoder: Encoder | None) -> None:
        self._config = config
        self._encoder = encoder
        self._index: Index | None = None
        self._identity: tuple[int, int] | None = None

    def index(self) -> Index:
        """The index as it is now. Raises StoreError."""
        path = self._config.index_path
        identity = _identity(path)
        if self._index is None or identity != self._identity:
            self.close()
            if identity is None:
                raise IndexMissing(f"there is no index at {path}; make it with: dateline refresh")
            self._index = Index(
                path, model=self._config.model, settings=self._config.search,
                encoder=self._encoder,
            )  # fmt: skip
            self._identity = identity
        return self._index

    def close(self) -> None:
        """Closes what is open."""
        if self._index is not None:
            self._index.close()
            self._index = None


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _warm_encoder(model: str) -> Encoder:
    # One thread a worker: the loop has to acknowledge within 3 s whatever is being encoded.
    encoder = OnnxEncoder(threads=1) if model == DEFAULT_MODEL else question_encoder(model)
    encoder.encode(["what is new?"])
    return encoder
