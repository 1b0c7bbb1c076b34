"""Writing articles into the index: split, annotate, encode in batches, one transaction each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from retrieval.analysis import words
from retrieval.annotate import annotate
from retrieval.edits import is_trivial
from retrieval.encoder import Encoder
from retrieval.languages import detect
from retrieval.passages import passage_text, split_passages
from retrieval.records import Article, Passage, Span
from retrieval.rows import IndexedPassage
from retrieval.store import Store

BATCH = 256
"""Passages that are encoded at once: enough to fill the encoder, little to lose by a crash."""

FIRST_BATCH = 32
"""In the first batch, so that something is written, and seen to move, soon."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: articles and passages written, out of the articles to write."""

    articles: int
    total: int
    passages: int


@dataclass(slots=True)
class Writer:
    """Takes articles one by one and writes them in batches; ``flush`` writes what is left."""

    store: Store
    make_encoder: Callable[[], Encoder]
    now: datetime
    progress: Callable[[Progress], None]
    total: int = 0
    articles: int = 0
    passages: int = 0
    trivial: int = 0
    """Articles that are searched already and differ from that by trifles alone."""
    _pending: list[tuple[Article, list[Passage]]] = field(default_factory=list)
    _trifles: dict[str, Article] = field(default_factory=dict)
    """By id: pending articles as their source has them now, where that differs by trifles."""
    _encoder: Encoder | None = None

    def begin(self, total: int) -> None:
        """Says how many articles are to come."""
        self.total = total
        self._tell()

    def add(self, article: Article) -> None:
        """Writes ``article``, now or with a later batch."""
        was = self.store.article(article.id)
        if was is not None and is_trivial(was, article):
            if self._seen(was, article):
                return
            # Not searched now: its words come back as the version that has been quoted.
            seen, article = article, replace(was, source=article.source, place=article.place)
            self._trifles[article.id] = seen
        elif was is not None and self._restated(was, article):
            return
        self._pending.append((article, split_passages(article.text)))
        size = BATCH if self.articles else FIRST_BATCH
        if sum(len(passages) for _, passages in self._pending) >= size:
            self.flush()

    def flush(self) -> None:
        """Writes what is pending, each article in a transaction of its own."""
        texts = [indexed_text(a, p) for a, passages in self._pending for p in passages]
        places = [p for _, passages in self._pending for p in passages]
        parts = [sentence_places(p, text) for p, text in zip(places, texts, strict=True)]
        # The encoder works outside of the interpreter's lock; the rest is done meanwhile.
        pool = ThreadPoolExecutor(1, "encoder")
        try:
            vectors = pool.submit(self._loaded().encode_parts, texts, parts) if texts else None
            spans = [_annotated(a, passages) for a, passages in self._pending]
            analysed = [words(text) for text in texts]
            languages = [detect(a.text) for a, _ in self._pending]
            made = iter(vectors.result() if vectors else ())
        finally:
            pool.shutdown(wait=False)  # who ends a refresh does not wait for a batch that is lost
        found = iter(zip(places, texts, analysed, made, strict=True))
        for (article, passages), own_spans, language in zip(
            self._pending, spans, languages, strict=True
        ):
            own = [_indexed(*next(found)) for _ in passages]
            with self.store.writing():
                self.store.put(article, own, own_spans, now=self.now, detected=language)
                if seen := self._trifles.pop(article.id, None):
                    self.store.note_seen(seen)
            self._count(len(own))
        self._pending.clear()

    def _seen(self, was: Article, article: Article) -> bool:
        """Whether the newest version is searched, so that only its being seen had to be noted."""
        if not self.store.is_live(article.id):
            return False
        with self.store.writing():
            self.store.note_seen(article)
        self.trivial += was.content_hash != article.content_hash
        self._count(0)
        return True

    def _restated(self, was: Article, article: Article) -> bool:
        """Whether nothing that is encoded changed, so that the passages could stay."""
        if not self.store.is_live(article.id) or (was.text, was.title, was.published) != (
            article.text, article.title, article.published,
        ):  # fmt: skip
            return False
        with self.store.writing():
            self.store.restate(article, now=self.now)
        self._count(0)
        return True

    def _count(self, passages: int) -> None:
        self.articles += 1
        self.passages += passages
        self._tell()

    def _tell(self) -> None:
        self.progress(Progress(self.articles, self.total, self.passages))

    def _loaded(self) -> Encoder:
        if self._encoder is None:
            self._encoder = self.make_encoder()
            self.store.require("encoder", str(self._encoder.fingerprint))
            with self.store.writing():
                self.store.set_meta("encoder", str(self._encoder.fingerprint))
        return self._encoder


def _annotated(article: Article, passages: Sequence[Passage]) -> list[Span]:
    sentences = sorted({s for p in passages for s in p.sentences})
    return annotate(article.text, article.published, sentences)


def _indexed(
    passage: Passage,
    text: str,
    found: Sequence[tuple[int, int, str]],
    vectors: tuple[NDArray[np.float32], NDArray[np.float32]],
) -> IndexedPassage:
    written = {term: text[start:end] for start, end, term in found}
    return IndexedPassage(passage, [t for _, _, t in found], *vectors, written)


def indexed_text(article: Article, passage: Passage) -> str:
    """What is analysed and encoded for a passage: title and date go along with its words."""
    dated = f" ({article.published.date():%-d %B %Y})" if article.published else ""
    return f"{article.title}{dated}. {passage_text(article.text, passage)}"


def sentence_places(passage: Passage, text: str) -> list[tuple[int, int]]:
    """Where the passage's sentences stand in ``text``, its :func:`indexed_text`."""
    at = len(text) - sum(end - start + 1 for start, end in passage.sentences) + 1
    places = []
    for start, end in passage.sentences:
        places.append((at, at + end - start))
        at += end - start + 1
    return places
