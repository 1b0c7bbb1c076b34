"""What stood there then: passages and quotes against the other versions of their articles.

Passages are those of an article's current version. Asked as of a moment before that came, their
sentences are traded for those that stood there, or left out where nothing did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from retrieval.edits import Wording, counterpart, wording
from retrieval.history import Version, strongest, valid_at
from retrieval.records import Article, Citation, Edit, Hit, Span
from retrieval.search import Ranking, sentences
from retrieval.store import Store

LOOKED_BACK = 20
"""Versions that are compared with the one that is quoted, in either direction."""

EVER = datetime.max.replace(tzinfo=UTC)
"""What was said of an article at any time since concerns who reads the answer now."""

Places = tuple[tuple[int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class Stood:
    """An article as it stood at the moment of asking, which is not how it stands now."""

    article: Article
    spans: Sequence[Span]
    places: Mapping[int, Places]
    """By passage: where each of its sentences, or what it said instead, stands; None: nowhere."""


def as_it_stood(
    store: Store, ranking: Ranking, as_of: datetime
) -> tuple[Ranking, dict[str, Stood]]:
    """The ranking with hits in the versions of ``as_of``, and by id the articles it concerns.

    Hits of which no sentence stood there then are left out.
    """
    edited = dict.fromkeys(h.article_id for h in ranking.hits if h.version > 1)
    past = {a: s for a in edited if (s := _stood(store, ranking, a, as_of)) is not None}
    if not past:
        return ranking, past
    moved: list[tuple[int, Hit]] = []
    for place, hit in enumerate(ranking.hits):
        then = past.get(hit.article_id)
        if then is None:
            moved.append((place, hit))
        elif found := [p for p in then.places[hit.passage_id] if p]:
            first, last = min(s for s, _ in found), max(e for _, e in found)
            at = replace(hit, version=then.article.version, start=first, end=last)
            moved.append((place, at))
    return replace(ranking, hits=tuple(_regrouped(moved))), past


def _regrouped(hits: Sequence[tuple[int, Hit]]) -> list[Hit]:
    """With each group named by the new place of the first hit that is left of it."""
    places: dict[int, int] = {}
    for place, (_, hit) in enumerate(hits):
        places.setdefault(hit.group, place)
    return [replace(hit, group=places[hit.group]) for _, hit in hits]


def _stood(store: Store, ranking: Ranking, article_id: str, as_of: datetime) -> Stood | None:
    """None where what stands there now stood there at ``as_of`` already."""
    hits = [h for h in ranking.hits if h.article_id == article_id]
    then = valid_at(store.versions(article_id), as_of)
    if then.number == hits[0].version:
        return None
    old, new = store.article(article_id, then.number), store.article(article_id)
    assert old is not None
    assert new is not None
    there, here = wording(old.text), wording(new.text)
    places = {
        h.passage_id: tuple(
            counterpart(new.text[start:end], there, here)
            for start, end in sentences(ranking.rows[h.passage_id])
        )
        for h in hits
    }
    from retrieval.annotate import annotate  # only where there is an older version to look at

    return Stood(old, annotate(old.text, old.published, there.places), places)


def compared(store: Store, citation: Citation) -> Citation:
    """With what other versions of its article say in the place of what is quoted, and with the
    notices that were given of it since.
    """
    article = store.article(citation.article_id, citation.version)
    assert article is not None
    history = store.versions(citation.article_id)
    given = [v.notice for v in history if v.number >= citation.version]
    about = store.notices_about(article, EVER)
    edited = None
    if len(history) > 1:
        edited = later(store, citation, history) or _earlier(store, citation, article, history)
    return replace(citation, edited=edited, notice=strongest([*given, *about]))


def later(store: Store, citation: Citation, history: Sequence[Version]) -> Edit | None:
    """What the current version says instead; None where it holds every sentence of the quote."""
    newer = [v for v in history if v.number > citation.version][-LOOKED_BACK:]
    if not newer:
        return None
    here = _wording(store, citation.article_id, citation.version)
    there = {v.number: _wording(store, citation.article_id, v.number) for v in newer}
    current = newer[-1].number
    for sentence in _quoted(citation, here):
        if there[current].holds(sentence):
            continue
        # It may have gone and come back before: the last change is the one that counts.
        first = newer[-1]
        for version in reversed(newer):
            if there[version.number].holds(sentence):
                break
            first = version
        found = counterpart(sentence, there[current], here)
        return _edit("now", first, current, sentence, there[current], found)
    return None


def _earlier(
    store: Store, citation: Citation, article: Article, history: Sequence[Version]
) -> Edit | None:
    """What the version before the quoted wording said instead, if it said anything like it."""
    here = wording(article.text)
    pending = _quoted(citation, here)
    after = next(v for v in history if v.number == citation.version)
    older = [v for v in history if v.number < citation.version][-LOOKED_BACK:]
    for version in reversed(older):
        there = _wording(store, citation.article_id, version.number)
        for sentence in [s for s in pending if not there.holds(s)]:
            found = counterpart(sentence, there, here)
            if found is not None:
                return _edit("was", after, version.number, sentence, there, found)
            pending.remove(sentence)  # it was added, not changed
        after = version
    return None


def _quoted(citation: Citation, here: Wording) -> list[str]:
    """The sentences of a quote, those with the answering words first."""
    inside = [(s, e) for s, e in here.places if citation.start <= s and e <= citation.end]
    marked = [citation.start + s for s, _ in citation.highlights]
    inside.sort(key=lambda p: not any(p[0] <= at < p[1] for at in marked))
    return [here.text[s:e] for s, e in inside] or [citation.quote]


def _edit(
    kind: Literal["was", "now"], changed: Version, number: int, sentence: str, there: Wording,
    found: tuple[int, int] | None,
) -> Edit:  # fmt: skip
    start, end = found or (0, 0)
    quote = there.text[start:end] if found else None
    return Edit(kind, changed.since, number, sentence, quote, start, end)


def _wording(store: Store, article_id: str, version: int) -> Wording:
    text = store.version_text(article_id, version)
    assert text is not None
    return wording(text)
