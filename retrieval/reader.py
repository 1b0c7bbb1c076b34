"""Reader: which words of a sentence answer a question, whether any do, whether two sentences
contradict each other about it, and which of the dates in several is the one that is asked for.

The encoder's little sisters: MiniLM tuned by bench/train_reader.py to read a question with a
sentence, and again for texts side by side, in onnxruntime with weights of 8 bits. They choose words
of the text, they write none.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from retrieval.encoder import session_options, tokenizer
from retrieval.errors import EncoderError

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEIGHTS = Path(__file__).with_name("reader.onnx")
"""Of the one that reads a text by itself."""
TOGETHER = Path(__file__).with_name("together.onnx")
"""Of the one that reads texts together: what is so small knows more of one task than of two."""
MAX_TOKENS = 256
"""Of question and text together."""
MAX_QUESTION, MAX_HEADING = 64, 64
MAX_ACCOUNT = 72
"""Of each text that is read beside another."""
LONGEST = 30
"""Tokens of an answer."""
REMEMBERED = 256
"""Readings that are kept, a few kilobytes each."""
NOWHERE = -20.0
"""Below any margin that the reader gives: that of a place without a token."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one text: a sentence, mostly with the one before it."""

    answers: float
    """Log-odds that it answers the question."""
    none: float
    """Score of "no words answer it", which those of words are measured against."""
    starts: NDArray[np.float32]
    """By token of the text: the score that the answer starts there."""
    ends: NDArray[np.float32]
    places: NDArray[np.int64]
    """By token: offsets into the text, shape (tokens, 2)."""

    def margin(self, start: int, end: int) -> float:
        """Log-odds of the likeliest words inside of ``start`` to ``end`` against "none"."""
        found = self.words(start, end)
        return found[2] if found else NOWHERE

    def words(self, start: int, end: int) -> tuple[int, int, float] | None:
        """The likeliest words inside of these offsets, as offsets with their margin, if any."""
        inside = np.flatnonzero((self.places[:, 0] >= start) & (self.places[:, 1] <= end))
        if not len(inside):
            return None
        first, last = int(inside[0]), int(inside[-1]) + 1
        sums = self.starts[first:last, None] + self.ends[None, first:last]
        size = last - first
        steps = np.arange(size)
        away = steps[None, :] - steps[:, None]
        sums = np.where((away >= 0) & (away < LONGEST), sums, -np.inf)
        at = int(sums.argmax())
        begin, finish = first + at // size, first + at % size
        margin = float(sums.flat[at]) - self.none
        return int(self.places[begin, 0]), int(self.places[finish, 1]), margin


def heading(title: str, published: date | None) -> str:
    """What a text is read under: the day of its article, which "on Friday" and "today" count from,
    and its title.
    """
    day = f"{published:%A %-d %B %Y}. " if published else ""
    return f"{day}{title}. "


def seen_from(day: date, question: str) -> str:
    """The question as of a day, as it is read with dated texts side by side."""
    return f"{day:%A %-d %B %Y}: {question}"


Headed = tuple[str, str]
"""A heading, and the text that is read under it."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Texts as the reader is given them together:
    [CLS] question [SEP] heading text [SEP] heading text [SEP] …
    """

    ids: list[int]
    kinds: list[int]
    """The segment of each token: 0 the question, 1 what is read."""
    places: tuple[tuple[int, list[tuple[int, int]]], ...]
    """Of each text the position of its first token, and the offsets of its tokens into it; the
    [SEP] that closes it follows on the last."""

    def at(self, text: int, start: int) -> int | None:
        """The position of the token at offset ``start`` of a text; None beyond what is read."""
        first, offsets = self.places[text]
        return next((first + n for n, (_, end) in enumerate(offsets) if end > start), None)

    def closing(self, text: int) -> int:
        """The position of the [SEP] after a text."""
        first, offsets = self.places[text]
        return first + len(offsets)


def together(tokenizer: Any, question: str, texts: Sequence[Headed]) -> Tokens:
    """The question and ``texts``, each cut to what the reader was trained with."""
    opening, closing = (tokenizer.token_to_id(t) for t in ("[CLS]", "[SEP]"))

    def pieces(words: str) -> Any:
        return tokenizer.encode(words, add_special_tokens=False)

    head = [opening, *pieces(question).ids[:MAX_QUESTION], closing]
    ids, places = list(head), []
    for lead, text in texts:
        ids += pieces(lead).ids[:MAX_HEADING]
        own = pieces(text)
        places.append((len(ids), own.offsets[:MAX_ACCOUNT]))
        ids += [*own.ids[:MAX_ACCOUNT], closing]
    return Tokens(ids, [0] * len(head) + [1] * (len(ids) - len(head)), tuple(places))


@dataclass(frozen=True, slots=True)
class Dates:
    """What the reader makes of the dates in texts that it read together, as of a day."""

    tokens: Tokens
    logits: NDArray[np.float32]
    """By token, shape (tokens,)."""

    def logit(self, text: int, start: int | None) -> float | None:
        """Log-odds that the date at offset ``start`` of a text is the one that is asked for, or for
        None that the text answers by saying that there is none; None beyond what was read.
        """
        at = self.tokens.closing(text) if start is None else self.tokens.at(text, start)
        return None if at is None else float(self.logits[at])


def _session(weights: Path) -> Any:
    import onnxruntime

    options = session_options(threads=1)
    # The graph as it is loads in half of the time, and runs as fast as when it is optimised.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    try:
        return onnxruntime.InferenceSession(
            str(weights), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # onnxruntime raises types of its own for each kind of damage
        raise EncoderError(
            f"{weights} could not be loaded: it is missing or damaged; reinstall dateline"
        ) from error


def _run(session: Any, wanted: Sequence[str], ids: list[int], kinds: list[int]) -> Any:
    given = {"input_ids": ids, "attention_mask": [1] * len(ids), "token_type_ids": kinds}
    row = {name: np.array([values], dtype=np.int64) for name, values in given.items()}
    return session.run(wanted, row)


class Reader:
    """The packaged reader, loaded."""

    def __init__(self) -> None:
        """Raises EncoderError where the tokenizer's package is missing, or the reader damaged."""
        self._tokenizer = tokenizer()
        self._alone, self._together = _session(WEIGHTS), _session(TOGETHER)
        self._opening, self._closing = (self._tokenizer.token_to_id(t) for t in ("[CLS]", "[SEP]"))
        # A refusal is explained by asking once more, and so are a question's own limits in time.
        # Two texts at once, a thread each, take a third less than one after the other with two.
        self._pool = ThreadPoolExecutor(2, "reading")
        self._known = lru_cache(maxsize=REMEMBERED)(self._read)
        self._compared = lru_cache(maxsize=REMEMBERED)(self._compare)
        self._dated = lru_cache(maxsize=REMEMBERED)(self._date)

    def read(self, question: str, texts: Sequence[Headed]) -> list[Reading]:
        """A reading for each of ``texts``.

        Each is read by itself: weights of 8 bits make a text's figures depend on what else is in
        its batch.
        """
        return list(self._pool.map(lambda t: self._known(question, *t), texts))

    def disputes(self, question: str, pairs: Sequence[tuple[Headed, ...]]) -> list[float]:
        """For each of ``pairs``, the log-odds that its two texts contradict each other about what
        is asked, or that its one text gives two accounts of it.
        """
        return list(self._pool.map(lambda p: self._compared(question, p), pairs))

    def dates(
        self, question: str, today: date, groups: Sequence[tuple[Headed, ...]]
    ) -> list[Dates]:
        """For each of ``groups``, of texts that are read together, what its dates are worth."""
        asked = seen_from(today, question)
        return list(self._pool.map(lambda g: self._dated(asked, g), groups))

    def _date(self, question: str, texts: tuple[Headed, ...]) -> Dates:
        tokens = together(self._tokenizer, question, texts)
        (logits,) = _run(self._together, ("dated",), tokens.ids, tokens.kinds)
        return Dates(tokens, logits[0])

    def _compare(self, question: str, texts: tuple[Headed, ...]) -> float:
        tokens = together(self._tokenizer, question, texts)
        (disputed,) = _run(self._together, ("disputed",), tokens.ids, tokens.kinds)
        return float(disputed[0])

    def _read(self, question: str, heading: str, text: str) -> Reading:
        def pieces(words: str) -> Any:
            return self._tokenizer.encode(words, add_special_tokens=False)

        head = [self._opening, *pieces(question).ids[:MAX_QUESTION], self._closing]
        lead = pieces(heading).ids[:MAX_HEADING]
        own = pieces(text)
        room = MAX_TOKENS - len(head) - len(lead) - 1
        places = np.array(own.offsets[:room], dtype=np.int64).reshape(-1, 2)
        ids = [*head, *lead, *own.ids[:room], self._closing]
        kinds = [0] * len(head) + [1] * (len(ids) - len(head))
        spans, answers = _run(self._alone, ("spans", "answers"), ids, kinds)
        first = len(head) + len(lead)
        starts, ends = spans[0, first : first + len(places)].T
        return Reading(float(answers[0]), float(spans[0, 0].sum()), starts, ends, places)


_loading = Lock()


def reader() -> Reader:
    """The reader, loaded once in a process; threads may share it. Raises EncoderError."""
    with _loading:
        return _loaded()


@cache
def _loaded() -> Reader:
    return Reader()


def read_ahead() -> None:
    """Begins to load the reader in the background."""
    pool = ThreadPoolExecutor(1, "reader")
    pool.submit(reader)
    pool.shutdown(wait=False)
