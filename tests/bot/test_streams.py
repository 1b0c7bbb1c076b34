from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.conftest import Desk

ROOT = Path(__file__).parents[2]
QUESTION = ["ask", "When is the second round?", "--as-of", "2025-05-30"]


@pytest.fixture
def ready(desk: Desk) -> Desk:
    desk.run("refresh")
    return desk


def run(
    desk: Desk, *arguments: str, redirect: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, its output redirected by the shell."""
    command = [sys.executable, "-c", "from bot.cli import main; main()", *arguments]
    return subprocess.run(
        ["bash", "-c", f'set -o pipefail; "$@" {redirect}', "bash", *command, "--config",
         str(desk.config)],
        capture_output=True, text=True, cwd=ROOT, check=False,
        env={**os.environ, "COLUMNS": "80", **environment},
    )  # fmt: skip


@pytest.mark.parametrize("extra", [[], ["--json"], ["--explain"]])
def test_a_reader_that_leaves_early_is_no_failure(ready: Desk, extra: list[str]) -> None:
    # "true" reads nothing and ends at once: the pipe is broken at the first write.
    done = run(ready, *QUESTION, *extra, redirect="| true")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("extra", [[], ["--json"]])
def test_output_that_cannot_be_written_is_said(ready: Desk, extra: list[str]) -> None:
    done = run(ready, *QUESTION, *extra, redirect="> /dev/full")
    assert done.returncode == 1
    assert done.stderr == "dateline: the output: no space left on device\n"


@pytest.mark.parametrize("extra", [[], ["--json"]])
def test_a_closed_output_is_no_crash(ready: Desk, extra: list[str]) -> None:
    done = run(ready, *QUESTION, *extra, redirect=">&-")
    assert "Traceback" not in done.stderr


def test_what_an_old_encoding_lacks_is_replaced(ready: Desk) -> None:
    done = run(ready, *QUESTION, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert "2 June 2025" in done.stdout
    ready.write("2025-05-29-b.md", "The second round – in İstanbul – will be held on 2 June.")
    ready.run("refresh")
    answer = json.loads(run(ready, *QUESTION, "--json", PYTHONIOENCODING="ascii").stdout)
    assert "İstanbul" in answer["citations"][0]["quote"]


def test_asking_loads_nothing_that_only_refreshing_needs(ready: Desk) -> None:
    code = (
        "import sys\nfrom bot.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([m for m in ('sqlite_utils', 'yaml', 'sentencex', 'retrieval.update', 'filelock',"
        " 'prompt_toolkit') if m in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", code, *QUESTION, "--config", str(ready.config)],
        capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    assert out.stdout.splitlines()[-1] == "[]"
