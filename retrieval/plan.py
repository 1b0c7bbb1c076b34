"""What a refresh has to do: pure comparison of what is known with what the sources now have.

All sources are compared before anything is done, so an article that moved from one to another is
never absent. Nothing is removed on the strength of what could not be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from retrieval.articles import clean_line
from retrieval.records import Problem
from retrieval.rows import Known
from retrieval.sources import WEB_KINDS, SourceConfig


@dataclass(slots=True)
class Reading:
    """What one pass over a source has found."""

    config: SourceConfig
    found: dict[str, Known] = field(default_factory=dict)
    """Place and content hash of each article, by its id."""
    hidden: set[str] = field(default_factory=set)
    """Places that could not be seen; "" is the whole source."""
    gone: set[str] = field(default_factory=set)
    """Ids of articles that are gone for good, as the source says."""
    problems: int = 0
    error: str | None = None
    """Why the source as a whole could not be read."""
    skipped: bool = False
    """Not its turn: nothing is known of it now, and nothing of it changes."""
    ttl: float = 0.0
    """Seconds for which it asks to be left alone."""

    def may_hold(self, place: str) -> bool:
        """Whether an article of ``place`` may be there all the same."""
        if self.skipped or self.error is not None or "" in self.hidden or place in self.hidden:
            return True
        # A folder that could not be listed hides what lies below it.
        return any(place[:at] in self.hidden for at, letter in enumerate(place) if letter == "/")


@dataclass(slots=True)
class Plan:
    """The work; ids are those of articles."""

    write: dict[str, set[str]] = field(default_factory=dict)
    """By source: what is new or changed."""
    move: dict[str, Known] = field(default_factory=dict)
    """Unchanged, but found at another place or in another source."""
    remove: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    """Gone for good, as their source says."""
    hidden: set[str] = field(default_factory=set)
    """Kept, since a part of their source could not be read."""
    failed: set[str] = field(default_factory=set)
    """Kept, since their source could not be read at all."""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    news: set[str] = field(default_factory=set)
    """Sources that have something new or changed, whatever else is written."""


def compare(
    known: Mapping[str, Known],
    readings: Sequence[Reading],
    *,
    allow_empty: bool = False,
    anew: bool = False,
) -> Plan:
    """The plan that brings ``known`` in line with ``readings``, which are in order of preference.

    A reading that has nothing at all, though articles of it are known, gets an ``error`` unless
    ``allow_empty``: a disk that is not mounted looks like that. With ``anew`` everything that was
    found is written, whether it is known or not.
    """
    by_source = {r.config.name: r for r in readings}
    if not allow_empty:
        _suspect_emptiness(known, by_source)
    plan = Plan()
    taken: dict[str, str] = {}
    for reading in readings:
        for article_id, found in reading.found.items():
            owner = taken.get(article_id) or _owner(article_id, known, by_source)
            if owner is not None and owner != reading.config.name:
                if {by_source[owner].config.kind, reading.config.kind} <= WEB_KINDS:
                    continue  # one page in several feeds is one article
                shown = clean_line(article_id, 80)
                plan.problems.append(
                    Problem(shown, f'left out: the source "{owner}" has an article of this id')
                )
                continue
            taken[article_id] = reading.config.name
            was = known.get(article_id)
            if was is None or was.content_hash != found.content_hash:
                plan.news.add(reading.config.name)
            _place(plan, article_id, None if anew else was, found)
    for article_id, was in known.items():
        if article_id not in taken:
            _absent(plan, article_id, was, by_source.get(was.source))
    return plan


def _owner(
    article_id: str, known: Mapping[str, Known], by_source: Mapping[str, Reading]
) -> str | None:
    """The source that has the article and keeps it, or None where it is free to take."""
    was = known.get(article_id)
    holder = by_source.get(was.source) if was else None
    if was is None or holder is None:
        return None
    if article_id in holder.found or holder.may_hold(was.place):
        return was.source
    return None


def _place(plan: Plan, article_id: str, was: Known | None, found: Known) -> None:
    if was is not None and was.content_hash == found.content_hash:
        plan.unchanged += 1
        if was != found:
            plan.move[article_id] = found
        return
    plan.write.setdefault(found.source, set()).add(article_id)
    if was is None:
        plan.new += 1
    else:
        plan.changed += 1


def _absent(plan: Plan, article_id: str, was: Known, reading: Reading | None) -> None:
    if reading is not None and article_id in reading.gone:
        plan.gone.add(article_id)
    elif reading is None:
        plan.remove.add(article_id)
    elif reading.skipped:
        return
    elif reading.error is None and reading.config.kind in WEB_KINDS:
        plan.hidden.add(article_id)
    elif not reading.may_hold(was.place):
        plan.remove.add(article_id)
    elif reading.error is not None:
        plan.failed.add(article_id)
    else:
        plan.hidden.add(article_id)


def _suspect_emptiness(known: Mapping[str, Known], by_source: Mapping[str, Reading]) -> None:
    found = {article_id for reading in by_source.values() for article_id in reading.found}
    gone = Counter(was.source for article_id, was in known.items() if article_id not in found)
    for name, reading in by_source.items():
        expected = reading.found or reading.error or reading.skipped
        if gone[name] and not expected and reading.config.kind not in WEB_KINDS:
            reading.error = (
                f'source "{name}": no article can be read there now, though {gone[name]} are '
                "indexed, which stay; if they are gone for good, "
                "run: dateline refresh --allow-empty"
            )
