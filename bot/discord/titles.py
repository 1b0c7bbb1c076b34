"""Titles of articles in memory: completed at every key that is pressed, without the index."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.discord.asking import digest
from bot.discord.safe import label
from retrieval.index import Index
from retrieval.store import Store

HELD = 5_000
"""The newest articles, whose titles are completed; older ones can be found by asking."""

PAUSE = 5.0
"""Seconds between two readings: while it is refreshed the index changes with every article."""

KEY = 12
"""Hex digits of an article's key: an id may be an address of any length, a choice may not."""


@dataclass(frozen=True, slots=True)
class Titled:
    """An article, as it is offered."""

    key: str
    article_id: str
    title: str
    outlet: str
    published: datetime | None
    folded: str
    """What is typed is sought in this."""

    @property
    def name(self) -> str:
        """Title, outlet and day in at most 100 characters."""
        day = f", {self.published:%Y-%m-%d}" if self.published else ""
        source = f" · {label(self.outlet, 30)}{day}"
        return (label(self.title, 100 - len(source)) or "…") + source


class Titles:
    """The titles of one index, newest first. Written by the threads of the index, read by all."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._read_at = float("-inf")
        self._generation = ""
        self._held: tuple[Titled, ...] = ()

    def note(self, index: Index) -> None:
        """Reads them anew where the index has changed. Raises StoreError."""
        generation = index.store.generation
        if generation == self._generation or self._clock() - self._read_at < PAUSE:
            return
        self._held = tuple(_read(index.store))
        self._generation, self._read_at = generation, self._clock()

    def matching(self, typed: str, outlets: Sequence[str], most: int = 25) -> list[Titled]:
        """Those that hold all words of ``typed``, newest first; of ``outlets`` alone, if any."""
        wanted = typed.casefold().split()
        found = []
        for titled in self._of(outlets):
            if all(word in titled.folded for word in wanted):
                found.append(titled)
                if len(found) == most:
                    break
        return found

    def find(self, typed: str, outlets: Sequence[str]) -> str | None:
        """The key of the article that was chosen, or whose title was typed; None: there is none."""
        said = " ".join(typed.casefold().split())
        for titled in self._of(outlets):
            if said in (titled.key, " ".join(titled.title.casefold().split())):
                return titled.key
        near = self.matching(typed, outlets, 1)
        return near[0].key if near else None

    def _of(self, outlets: Sequence[str]) -> Iterator[Titled]:
        return (t for t in self._held if not outlets or t.outlet in outlets)


def key_of(article_id: str) -> str:
    """What stands for an article in choices and buttons, which keep no id of any length."""
    return digest(article_id, KEY)


def keyed(store: Store, key: str) -> str | None:
    """The id of the article with this key, if it is (still) in the index. Raises StoreError."""
    rows = store.connection.execute("SELECT id FROM articles WHERE live = 1")
    return next((str(i) for (i,) in rows if key_of(str(i)) == key), None)


def _read(store: Store) -> Iterator[Titled]:
    rows = store.connection.execute(
        "SELECT a.id, v.title, v.outlet, v.published FROM (SELECT article_id FROM passages"
        " WHERE ordinal = 0 ORDER BY published DESC LIMIT ?) n JOIN articles a"
        " ON a.id = n.article_id JOIN versions v ON v.article_id = a.id AND v.version = a.version",
        [HELD],
    )
    for article_id, title, outlet, published in rows:
        when = datetime.fromisoformat(published) if published else None
        folded = f"{title} {outlet} {published[:10] if published else ''}".casefold()
        yield Titled(key_of(article_id), article_id, title, outlet, when, folded)
