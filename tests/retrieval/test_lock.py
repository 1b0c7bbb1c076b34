from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.errors import IndexLocked
from retrieval.lock import writer_lock


def test_the_work_goes_on_where_no_note_can_be_left(tmp_path: Path) -> None:
    path = tmp_path / "index"
    path.with_name("index.lock.holder").mkdir()
    with (
        writer_lock(path, wait_seconds=0),
        pytest.raises(IndexLocked, match="another program"),
        writer_lock(path, wait_seconds=0),
    ):
        pass
    with writer_lock(path, wait_seconds=0):
        pass
