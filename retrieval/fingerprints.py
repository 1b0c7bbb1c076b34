"""With what an index was made, and whether that fits what is in use."""

from __future__ import annotations

from retrieval.analysis import ANALYSIS_VERSION
from retrieval.encoder import DEFAULT_FINGERPRINT, DEFAULT_MODEL
from retrieval.errors import IndexMismatch
from retrieval.store import REBUILD, Store


def model_fits(stored: str | None, model: str) -> bool:
    """Whether an index with the fingerprint ``stored`` can be of ``model``, which isn't loaded.

    For the default model the whole fingerprint is known; for another one its name must do.
    """
    if stored is None:
        return True
    if model == DEFAULT_MODEL:
        return stored == str(DEFAULT_FINGERPRINT)
    return stored.startswith(f"{model} (")


def require_model(store: Store, model: str) -> None:
    """Raises IndexMismatch where the index was made with another model than ``model``."""
    stored = store.meta("encoder")
    if not model_fits(stored, model):
        raise IndexMismatch(
            f"the index was made with the encoder {stored}, but {model} is configured; {REBUILD}"
        )


def require_askable(store: Store, model: str) -> None:
    """Raises IndexMismatch where questions would be analysed or encoded unlike the index."""
    store.require("analysis", ANALYSIS_VERSION)
    require_model(store, model)
