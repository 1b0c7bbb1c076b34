"""Which language a text is in, and which languages an encoder knows.

py3langid (a naive Bayes model of byte sequences, 4.6 MB, no network) is loaded when the first text
is looked at. What was measured, and against what, stands in docs/extraction.md.
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import Any

ENOUGH = 24
"""Letters below which a text says too little of its language; a Chinese one counts for three."""

_log = logging.getLogger(__name__)

LOOKED_AT = 400
"""Characters from the beginning of the body that are looked at."""

SURE = 0.5
"""Least probability, as the model calibrates it."""

_KNOWN = {
    "all-minilm-l6-v2": "en", "all-minilm-l12-v2": "en", "all-mpnet-base-v2": "en",
    "all-distilroberta-v1": "en",
}  # fmt: skip
_ENGLISH = re.compile(
    r"(?:^|[/_-])(?:msmarco|multi-qa|nq|bge-\w+-en|gte-\w+-en|e5-\w+-v2)(?:$|[/_-])"
)
_MANY = re.compile(
    r"multiling|xlm|labse|bge-m3|use-m\b|distiluse|paraphrase-m|jina-\w+-v3|arctic.*v2"
)


def detect(text: str) -> str | None:
    """The language of ``text`` (ISO 639-1); None where it is too short or the model is unsure."""
    sample = " ".join(text[: 4 * LOOKED_AT].split())[:LOOKED_AT]
    letters = sum(map(str.isalpha, sample))
    wide = len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]", sample))
    if letters + 2 * wide < ENOUGH:
        return None
    identifier = _identifier()
    if identifier is None:
        return None
    code, probability = identifier.classify(sample)
    return str(code) if probability >= SURE and len(code) == 2 else None


def known_to(model: str) -> frozenset[str] | None:
    """The languages that an encoder was trained on; None where it is all, or where it is unknown.

    Judged by the model's name, the only thing that every model has.
    """
    name = model.strip().lower().rstrip("/")
    if _MANY.search(name):
        return None
    short = name.rpartition("/")[2]
    if short in _KNOWN:
        return frozenset(_KNOWN[short].split())
    return frozenset(("en",)) if _ENGLISH.search(name) else None


def primary(tag: str | None) -> str | None:
    """The language of a tag as pages state it: "en" of "en-GB" and of "EN_us"."""
    found = re.match(r"[a-z]{2,3}(?![a-z])", (tag or "").strip().lower())
    return found[0] if found else None


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """The model; None where it can't be unpacked, which it is into a temporary file."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError as error:
        _log.warning("languages are not detected in this run: %s", error)
        return None
