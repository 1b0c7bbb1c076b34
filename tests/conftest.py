"""Fixtures for every test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no failure: tests judge results, bench/ judges time.
settings.register_profile("dateline", deadline=None)
settings.load_profile("dateline")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of data sets kept outside the repository; without it the test is skipped."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    folder = Path(os.environ.get("DATELINE_SHARED", beside))
    if not folder.is_dir():
        pytest.skip("no data sets on this machine; DATELINE_SHARED names their folder")
    return folder
