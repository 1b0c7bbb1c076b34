"""The library's front: an open index that answers questions."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from datetime import time as clock
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from retrieval.answer import compose, reason_for
from retrieval.chronicle import chronicle, is_on_topic
from retrieval.encoder import DEFAULT_MODEL, Ahead, Encoder, load_ahead
from retrieval.errors import QuestionError
from retrieval.evidence import Sentence, gather
from retrieval.fingerprints import require_askable
from retrieval.headline import REASONS
from retrieval.health import alarms
from retrieval.leads import newest_openings
from retrieval.limits import checked_limit, scope_of
from retrieval.past import as_it_stood, compared, later
from retrieval.reader import read_ahead, reader
from retrieval.reading import read_over
from retrieval.records import Answer, Chronicle, Citation, Edit, Freshness, Story
from retrieval.scope import Scope, SearchSettings
from retrieval.search import Ranking, search
from retrieval.spelling import Speller
from retrieval.store import Store
from retrieval.stories import newest, stories
from retrieval.understand import Question, understand
from retrieval.vectors import Vectors

EVIDENCE_HITS = 20
"""Passages whose sentences are looked at."""

WIDE = 150
"""The same for a topic, of which everything is wanted and not one answer."""


@dataclass(frozen=True, slots=True)
class Stages:
    """A question on its way to an answer."""

    question: Question
    ranking: Ranking
    sentences: list[Sentence]
    """Candidates, best first."""
    milliseconds: dict[str, float]


class Index:
    """An index open for questions. Its models are loaded at the first question."""

    def __init__(
        self,
        path: Path,
        *,
        model: str = DEFAULT_MODEL,
        settings: SearchSettings | None = None,
        encoder: Encoder | None = None,
        ahead: Ahead | None = None,
    ) -> None:
        """Opens the index at ``path``. ``ahead`` is an encoder that is being loaded already.

        Raises StoreError.
        """
        self.store = Store(path)
        self._model = model
        self._settings = settings or SearchSettings()
        self._encoder = encoder
        self._ahead = ahead
        self._encoded: dict[str, NDArray[np.float32]] = {}
        self._vectors: Vectors | None = None
        self._outlets: tuple[str, list[str]] | None = None

    def warm(self) -> None:
        """Begins to load the encoder in the background; the first question waits for it.

        Raises IndexMismatch for an index that can't be asked with it.
        """
        if self._encoder is None:
            require_askable(self.store, self._model)
        if self._encoder is None and self._ahead is None:
            self._ahead = load_ahead(self._model)
            read_ahead()

    def ask(
        self,
        question: str,
        *,
        as_of: datetime | date,
        since: datetime | date | None = None,
        until: datetime | date | None = None,
        outlets: str | Iterable[str] = (),
        follows: str | None = None,
        limit: int = 20,
    ) -> Answer:
        """Answers ``question`` from what was published up to ``as_of``.

        A time without a zone is UTC; a date alone is its end, or for ``since`` its beginning.
        Outlets may be written in any case. ``follows`` is the question that this one follows.

        Raises QuestionError, EncoderError, or StoreError (IndexMismatch where the index was
        encoded with another model).
        """
        with self.store.reading():
            scope = scope_of(
                as_of=as_of, since=since, until=until, outlets=outlets,
                known=self.outlets() if outlets else (),
            )  # fmt: skip
            limit = checked_limit(limit)
            answer = self._within_own_limits(question, scope, follows, limit)
            if answer is None:
                answer = self._answered(self.stages(question, scope, follows, limit), scope)
            if answer.verdict == "no_answer":
                answer = self._explained(answer, scope, follows)
        return answer

    def _answered(self, stages: Stages, scope: Scope) -> Answer:
        started = time.perf_counter()
        fresh = self.freshness(scope.as_of)
        answer = compose(stages.question, stages.ranking, stages.sentences, scope.as_of, fresh)
        cited = tuple(compared(self.store, c) for c in answer.citations)
        answer = replace(answer, citations=cited)
        answer.trace["milliseconds"] = {**stages.milliseconds, "answer": _milliseconds(started)}
        return answer

    def _within_own_limits(
        self, question: str, scope: Scope, follows: str | None, limit: int
    ) -> Answer | None:
        """The answer from the time that the question limits itself to ("last week"), if any."""
        understood = understand(question, as_of=scope.as_of, follows=follows, newest=self.newest())
        window = understood.window
        if window is None or window.first is None or scope.since is not None:
            return None
        if not window.limits and not understood.open:
            return None
        today = scope.as_of.date()
        last = min(window.last or today, today) if understood.open else today
        inside = replace(scope, since=datetime.combine(window.first, clock.min, UTC))
        ends = datetime.combine(last, clock.max, UTC)
        if last < today and (scope.until is None or ends < scope.until):
            inside = replace(inside, until=ends)
        answer = self._answered(self.stages(question, inside, follows, limit), inside)
        if answer.verdict == "no_answer" and not understood.open:
            return None
        return replace(answer, searched=(window.first, last))

    def _explained(self, answer: Answer, scope: Scope, follows: str | None) -> Answer:
        """With the reason why there is no answer; what came later is looked at for that alone."""
        later, newest = False, self.newest()
        if newest and scope.as_of < newest and answer.searched is None:
            ahead = replace(scope, as_of=newest)
            then = self._answered(self.stages(answer.question, ahead, follows), ahead)
            later = then.verdict != "no_answer" and any(
                c.published and c.published > scope.as_of for c in then.citations[:1]
            )
        reason = reason_for(answer, later)
        return replace(answer, reason=reason, headline=REASONS[reason])

    def stages(
        self, question: str, scope: Scope, follows: str | None = None, limit: int = 20,
        *, settings: SearchSettings | None = None, evidence: int = EVIDENCE_HITS, read: bool = True,
    ) -> Stages:  # fmt: skip
        """What the stages before the answer come to; see :meth:`ask`."""
        started = time.perf_counter()
        encoder = self._loaded_encoder()
        understood = understand(
            question, as_of=scope.as_of, follows=follows, newest=self.newest(),
            correct=Speller(self.store).correct,
        )  # fmt: skip
        vector = self._encoded.get(understood.encoded)
        if vector is None:
            (vector,) = encoder.encode([understood.encoded])
            # The same question is asked again to explain a refusal, and by programs.
            self._encoded = {understood.encoded: vector}
        spent = {"understand and encode": _milliseconds(started)}
        if self._vectors is None or self._vectors.generation != self.store.generation:
            self._vectors = Vectors(self.store)
        started = time.perf_counter()
        if understood.open:
            ranking = newest_openings(self.store, self._vectors, vector, scope, limit=limit)
        else:
            ranking = search(
                self.store, self._vectors, understood.terms, vector, scope,
                settings or self._settings, limit=limit,
            )  # fmt: skip
        spent["search"] = _milliseconds(started)
        started = time.perf_counter()
        ranking, past = as_it_stood(self.store, ranking, scope.as_of)
        sentences = gather(
            self.store, understood, ranking, vector,
            limit=evidence, as_of=scope.as_of, past=past,
        )  # fmt: skip
        spent["evidence"] = _milliseconds(started)
        if read and not understood.open:
            started = time.perf_counter()
            sentences = read_over(understood, sentences, reader(), scope.as_of.date())
            spent["read"] = _milliseconds(started)
        return Stages(understood, ranking, sentences, spent)

    def check(self, citation: Citation) -> Edit | None:
        """What has become of a quote that was cited at some time: None where the current version
        still holds its sentences; else what that says instead. An article that was removed with
        all its versions gives an Edit of version 0. Raises StoreError.
        """
        with self.store.reading():
            history = self.store.versions(citation.article_id)
            if any(v.number == citation.version for v in history):
                return later(self.store, citation, history)
            stones = self.store.tombstones()
            since = next((s.at for s in stones if s.article_id == citation.article_id), None)
            return Edit("now", since, 0, citation.quote, None)

    def timeline(
        self,
        topic: str,
        *,
        as_of: datetime | date,
        since: datetime | date | None = None,
        until: datetime | date | None = None,
        outlets: str | Iterable[str] = (),
        limit: int = 60,
    ) -> Chronicle:
        """The dated events of a topic, from what was published up to ``as_of``.

        ``since`` and ``until`` limit the days of the events, which may lie ahead. Raises as
        :meth:`ask`.
        """
        first, last = (None if v is None else _day(v) for v in (since, until))
        if first is not None and last is not None and first > last:
            raise QuestionError(f"nothing lies between since {first} and until {last}")
        with self.store.reading():
            scope = self._scope(as_of, outlets)
            stages = self._of_any_age(topic, scope)
            return chronicle(
                self.store, stages.question, stages.ranking, stages.sentences,
                since=first, until=last, limit=checked_limit(limit),
            )  # fmt: skip

    def latest(
        self,
        topic: str | None = None,
        *,
        as_of: datetime | date,
        outlets: str | Iterable[str] = (),
        limit: int = 50,
    ) -> tuple[Story, ...]:
        """The newest coverage up to ``as_of``, on a topic or on anything, each story once.

        Raises as :meth:`ask`.
        """
        limit = checked_limit(limit)
        with self.store.reading():
            scope = self._scope(as_of, outlets)
            if topic is None:
                return tuple(newest(self.store, scope, limit))
            stages = self._of_any_age(topic, scope)
            found = (s for s in stages.sentences if is_on_topic(s, stages.question))
            ids = list(dict.fromkeys(s.article.id for s in found))
            return tuple(stories(self.store, scope, ids)[:limit])

    def _scope(self, as_of: datetime | date, outlets: str | Iterable[str]) -> Scope:
        return scope_of(
            as_of=as_of, since=None, until=None, outlets=outlets,
            known=self.outlets() if outlets else (),
        )  # fmt: skip

    def _of_any_age(self, topic: str, scope: Scope) -> Stages:
        """What is found on a topic, the old as readily as the new."""
        wide = replace(self._settings, candidates=WIDE, recency_floor=1.0)
        return self.stages(topic, scope, limit=WIDE, settings=wide, evidence=WIDE, read=False)

    def newest(self) -> datetime | None:
        """When the newest article was published."""
        with self.store.guarded():
            found = self.store.counts()["newest"]
            return datetime.fromisoformat(found) if found else None

    def freshness(self, as_of: datetime | None = None) -> Freshness:
        """How current the index is, and its newest article (of those published by ``as_of``)."""
        until = int(as_of.timestamp()) if as_of else 2**62
        (newest,) = self.store.connection.execute(
            "SELECT max(published) FROM passages WHERE published <= ?", [until]
        ).fetchone()
        refreshed = self.store.meta("refreshed")
        with self.store.guarded():
            rows = self.store.sources()
            quiet = alarms(rows, as_of or datetime.max.replace(tzinfo=UTC))
            return Freshness(
                refreshed=datetime.fromisoformat(refreshed) if refreshed else None,
                newest_article=None if newest is None else datetime.fromtimestamp(newest, UTC),
                failing_sources=tuple(s["name"] for s in rows if s["failures"]),
                silent_sources=tuple((a.source, a.silent.days) for a in quiet if a.silent),
            )

    def outlets(self) -> list[str]:
        """The outlets that are indexed, in order of their names."""
        generation = self.store.generation
        if self._outlets is None or self._outlets[0] != generation:
            self._outlets = generation, self.store.outlets()
        return self._outlets[1]

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
            ahead, self._ahead = self._ahead, None
            assert ahead is not None
            self._encoder, self._encoded = ahead.result()
        require_askable(self.store, self._encoder.fingerprint.model)
        self.store.require("encoder", str(self._encoder.fingerprint))
        return self._encoder


def _day(value: datetime | date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _milliseconds(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
