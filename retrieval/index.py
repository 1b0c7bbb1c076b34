"""The library's front: an open index that answers questions."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from types import TracebackType

from retrieval.analysis import ANALYSIS_VERSION
from retrieval.answer import compose
from retrieval.encoder import DEFAULT_MODEL, Encoder, question_encoder
from retrieval.evidence import gather
from retrieval.records import Answer, Freshness
from retrieval.scope import Scope
from retrieval.search import SearchSettings, search
from retrieval.store import Store
from retrieval.understand import understand
from retrieval.vectors import Vectors

EVIDENCE_HITS = 20
"""Passages whose sentences are looked at."""


class Index:
    """An index open for questions. Its models are loaded at the first question."""

    def __init__(
        self,
        path: Path,
        *,
        model: str = DEFAULT_MODEL,
        settings: SearchSettings | None = None,
        encoder: Encoder | None = None,
        one_shot: bool = False,
    ) -> None:
        """Opens the index at ``path``. ``one_shot`` is for a process that asks once.

        Raises StoreError.
        """
        self.store = Store(path)
        self._model = model
        self._settings = settings or SearchSettings()
        self._encoder = encoder
        self._one_shot = one_shot
        self._loading: Future[Encoder] | None = None
        self._vectors: Vectors | None = None

    def warm(self) -> None:
        """Begins to load the encoder in the background; the first question waits for it."""
        if self._encoder is None and self._loading is None:
            pool = ThreadPoolExecutor(1, "encoder")
            self._loading = pool.submit(question_encoder, self._model, one_shot=self._one_shot)
            pool.shutdown(wait=False)

    def ask(
        self,
        question: str,
        *,
        as_of: datetime,
        since: datetime | None = None,
        until: datetime | None = None,
        outlets: tuple[str, ...] = (),
        follows: str | None = None,
        limit: int = 20,
    ) -> Answer:
        """Answers ``question`` from what was published up to ``as_of`` (aware).

        Raises QuestionError, EncoderError, or StoreError (IndexMismatch where the index was
        encoded with another model).
        """
        started = time.perf_counter()
        understood = understand(question, follows=follows)
        encoder = self._loaded_encoder()
        (vector,) = encoder.encode([understood.encoded])
        encoded = time.perf_counter()
        scope = Scope(as_of=as_of, since=since, until=until, outlets=outlets)
        with self.store.reading():
            if self._vectors is None or self._vectors.generation != self.store.generation:
                self._vectors = Vectors(self.store)
            ranking = search(
                self.store, self._vectors, understood.terms, vector, scope, self._settings,
                limit=limit,
            )  # fmt: skip
            searched = time.perf_counter()
            sentences = gather(self.store, understood, ranking, vector, limit=EVIDENCE_HITS)
            answer = compose(understood, ranking, sentences, as_of, self.freshness())
        answer.trace["milliseconds"] = {
            "encode": round((encoded - started) * 1000, 1),
            "search": round((searched - encoded) * 1000, 1),
            "answer": round((time.perf_counter() - searched) * 1000, 1),
        }
        return answer

    def freshness(self) -> Freshness:
        """How current the index is."""
        newest = self.store.counts()["newest"]
        failing = self.store.connection.execute(
            "SELECT name FROM sources WHERE failures > 0 ORDER BY name"
        )
        refreshed = self.store.meta("refreshed")
        return Freshness(
            refreshed=datetime.fromisoformat(refreshed) if refreshed else None,
            newest_article=datetime.fromisoformat(newest) if newest else None,
            failing_sources=tuple(name for (name,) in failing),
        )

    def close(self) -> None:
        """Closes the file."""
        self.store.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _loaded_encoder(self) -> Encoder:
        if self._encoder is None:
            self.warm()
            loading, self._loading = self._loading, None
            assert loading is not None
            self._encoder = loading.result()
        self.store.require("analysis", ANALYSIS_VERSION)
        self.store.require("encoder", str(self._encoder.fingerprint))
        return self._encoder
