"""The nouns that travel between the stages: frozen records without behaviour of their own.

All offsets are character offsets (Python ``str`` indices, end exclusive) into the
text of one version of one article. All datetimes are timezone-aware and in UTC.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

DateBasis = Literal["stated", "inferred", "unknown"]
"""How an article's date is known: printed by the source, read off a file name or text, or not."""

Granularity = Literal["time", "day", "week", "month", "season", "year", "period"]

SpanKind = Literal["date", "entity", "number"]

NoticeKind = Literal["correction", "retraction", "clarification"]
"""What an outlet says of something that it published itself."""

NOTICES: tuple[NoticeKind, ...] = ("clarification", "correction", "retraction")
"""From the weakest to the strongest: of several notices the strongest is shown."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article in one version, as a source gave it."""

    id: str
    text: str
    title: str
    outlet: str
    source: str
    url: str | None = None
    published: datetime | None = None
    published_basis: DateBasis = "unknown"
    updated: datetime | None = None
    language: str | None = None
    """As the source states it; what was detected stands in the index beside it."""
    attribution: str | None = None
    """What a citation adds where the text is not the outlet's own: "summary of a report by X"."""
    version: int = 1
    place: str = field(default="", compare=False)
    """Where its source has it: a path below a folder, its id in a file of lines."""
    dated_by: str | None = field(default=None, compare=False)
    """What gave the publication date: "feed", "page metadata", "JSON-LD", "text", "file name"…"""
    notice: NoticeKind | None = field(default=None, compare=False)
    """What this version says of itself; found when it is written to the index."""

    @property
    def content_hash(self) -> str:
        """SHA-256 over what a reader could see change; version and source are no part of it."""
        seen = (
            self.text,
            self.title,
            self.outlet,
            self.url,
            self.published and self.published.isoformat(),
            self.published_basis,
            self.updated and self.updated.isoformat(),
            self.language,
            self.attribution,
        )
        return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of an article: the unit that is indexed and ranked."""

    ordinal: int
    start: int
    end: int
    sentences: tuple[tuple[int, int], ...]
    """Offsets of the passage's sentences, in order; the first begins at ``start``."""


@dataclass(frozen=True, slots=True)
class Span:
    """What annotation found in a text and stored, so that asking loads no language model."""

    kind: SpanKind
    start: int
    end: int
    value: str
    """Normalised: for dates a TIMEX3-like value ("2025-06-02", "XXXX-06-02", "2025-W23")."""
    label: str
    """For dates the granularity; for entities their type."""
    first: date | None = None
    last: date | None = None
    """A resolved date's interval, both ends inclusive; None where the text does not settle it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a source offered that could not be taken in; the rest goes on."""

    where: str
    message: str
    hides: str | None = field(default=None, compare=False)
    """The place (of :class:`Article`) whose articles can't be seen because of it, what lies below
    it included; "" is the whole source. None where nothing is hidden."""


@dataclass(frozen=True, slots=True)
class Gone:
    """An article that its source says is gone for good, and not merely out of sight."""

    article_id: str


@dataclass(frozen=True, slots=True)
class Edit:
    """How a quoted sentence reads in another version of its article."""

    kind: Literal["was", "now"]
    """"was": an earlier version said this; "now": a later one says this instead."""
    since: datetime | None
    """When the version came that changed it; None where only that it is gone is known."""
    version: int
    """Where ``quote`` stands; 0 where the article was removed with all its versions."""
    sentence: str
    """The sentence of the citation that was changed."""
    quote: str | None
    """The other wording, verbatim; None where the later version has nothing like it."""
    start: int = 0
    end: int = 0
    """Offsets of ``quote`` in that version's text."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote with its source; made and checked by :func:`retrieval.answer.cite`."""

    n: int
    article_id: str
    version: int
    title: str
    outlet: str
    url: str | None
    published: datetime | None
    attribution: str | None
    quote: str
    start: int
    end: int
    also_in: tuple[str, ...] = ()
    highlights: tuple[tuple[int, int], ...] = ()
    """Offsets of the answering words within ``quote``."""
    edited: Edit | None = None
    """Where another version of the article says something else."""
    notice: NoticeKind | None = None
    """Whether the article was corrected, clarified or retracted, by itself or by another one."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a when-question is about, as dated by the coverage; dates inclusive."""

    start: date | None
    end: date | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """One value that independent outlets give, or one outlet reports as one side's, with the
    citations that carry it.
    """

    value: str
    outlets: tuple[str, ...]
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Freshness:
    """How current the index is at the moment of the answer."""

    refreshed: datetime | None
    newest_article: datetime | None
    failing_sources: tuple[str, ...] = ()
    silent_sources: tuple[tuple[str, int], ...] = ()
    """Sources that have been silent for far longer than is usual for them, and days since when."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage as ranked for one question, with each leg's raw score and why it stands here."""

    passage_id: int
    article_id: str
    version: int
    start: int
    end: int
    score: float
    bm25: float
    cosine: float
    fused: float
    recency: float
    group: int
    also_in: tuple[str, ...] = ()


Reason = Literal["no_coverage", "not_this", "later", "old"]
"""Why a question has no answer: nothing on its subject; its subject, but not this; only articles
published after the moment of asking; only old ones."""

Verdict = Literal["answered", "scheduled", "passed", "not_set", "disputed", "outdated", "no_answer"]


Frame = Literal["values", "accounts", "dated", "not_set", "old_undated", "no_year", "said"]
"""What a headline says: values that outlets give and that differ, or that one outlet tells of two
sides, the event's days, that no date is set, that old
coverage has none, a date without its year, or a sentence of the coverage."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline before it has words, for renderers that word it themselves."""

    frame: Frame
    said: str = ""
    """The coverage's own words in it; empty where they are too long for a line."""
    values: tuple[str, ...] = ()
    """What outlets give that differ, each once: dates in ISO form, or their own words."""
    proposed: bool = False
    """Whether the event's days are proposed, and not settled."""
    newest: date | None = None
    """The day of the newest coverage, where that is old."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer as data; renderers add nothing that claims a fact."""

    question: str
    as_of: datetime
    verdict: Verdict
    headline: str
    event: Event | None
    citations: tuple[Citation, ...]
    agreement: tuple[Claim, ...]
    freshness: Freshness
    confidence: float
    passages: tuple[Hit, ...]
    reason: Reason | None = None
    """Why there is no answer, where there is none."""
    corrections: tuple[tuple[str, str], ...] = ()
    """Words of the question as they were typed, and as they were read."""
    searched: tuple[date | None, date | None] | None = None
    """The days that the question limited itself to, where it did."""
    line: Headline | None = None
    """What :attr:`headline` says, as parts; None where there is no answer."""
    trace: dict[str, Any] = field(default_factory=dict)


TimelineStatus = Literal["happened", "planned", "proposed", "moved", "cancelled"]
"""What the coverage says of something on a day. "planned" and "proposed" may lie behind: then the
coverage does not say whether it came about."""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A dated event; days inclusive. The citation's highlight is the date as it was written."""

    first: date
    last: date
    status: TimelineStatus
    citation: Citation
    """The sentence that says so, with the other outlets that date the same event."""
    moved_to: date | None = None
    """Where it was moved: to when."""
    weight: float = 0.0
    """How much of the coverage dates it: the sum over outlets of their relevance (0..1 each)."""


@dataclass(frozen=True, slots=True)
class Chronicle:
    """A topic's dated events in order, and how much was published on it."""

    topic: str
    entries: tuple[TimelineEntry, ...]
    coverage: tuple[tuple[date, int], ...]
    """Articles on the topic by the day of their publication; days without any are missing."""
    articles: int
    """Articles on the topic, undated ones included."""
    left_out: int = 0
    """Entries beyond the limit, those that weigh least."""


@dataclass(frozen=True, slots=True)
class Story:
    """One text, in however many outlets; ``article_id`` is the best original."""

    article_id: str
    version: int
    title: str
    outlet: str
    url: str | None
    published: datetime | None
    attribution: str | None
    also_in: tuple[str, ...] = ()
