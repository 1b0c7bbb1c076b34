"""An Answer as the JSON object that other programs rely on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from retrieval.records import Answer, Citation, Edit


def as_json(answer: Answer, *, trace: bool) -> dict[str, Any]:
    """The object that ``dateline ask --json`` prints; keys are only ever added to it."""
    event = answer.event
    return {
        "question": answer.question,
        "as_of": _iso(answer.as_of),
        "verdict": answer.verdict,
        "headline": answer.headline,
        "event": event
        and {"start": _iso(event.start), "end": _iso(event.end), "place": event.place},
        "citations": [_citation(c) for c in answer.citations],
        "agreement": {
            "claims": [
                {"value": c.value, "outlets": list(c.outlets), "citations": list(c.citations)}
                for c in answer.agreement
            ]
        }
        if answer.agreement
        else None,
        "freshness": {
            "refreshed": _iso(answer.freshness.refreshed),
            "newest_article": _iso(answer.freshness.newest_article),
            "failing_sources": list(answer.freshness.failing_sources),
            "silent_sources": [name for name, _ in answer.freshness.silent_sources],
        },
        "confidence": answer.confidence,
        "passages": [
            {
                "article_id": h.article_id,
                "version": h.version,
                "start": h.start,
                "end": h.end,
                "score": h.score,
            }
            for h in answer.passages
        ],
        "reason": answer.reason,
        "searched": answer.searched and [_iso(day) for day in answer.searched],
        "corrections": [list(c) for c in answer.corrections],
        "trace": answer.trace if trace else None,
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "n": citation.n,
        "article_id": citation.article_id,
        "version": citation.version,
        "title": citation.title,
        "outlet": citation.outlet,
        "url": citation.url,
        "published": _iso(citation.published),
        "attribution": citation.attribution,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "highlights": [list(h) for h in citation.highlights],
        "also_in": list(citation.also_in),
        "notice": citation.notice,
        "edited": citation.edited and _edit(citation.edited),
    }


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "since": _iso(edit.since),
        "sentence": edit.sentence,
        edit.kind: edit.quote,
        "version": edit.version,
        "start": edit.start,
        "end": edit.end,
    }


def _iso(value: date | datetime | None) -> str | None:
    return None if value is None else value.isoformat()
