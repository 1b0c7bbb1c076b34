"""Refresh 20,000 articles with the real command and watch what it takes.

    python bench/scale.py [--articles 20000] [--folder DIR] [--fake]

The articles are synthetic: 150 to 600 words each, sentences of the demo coverage in random order
with other names, numbers and days put in. ``dateline refresh`` then runs over them twice as a child
of this script, with its own encoder and (on a terminal) its own progress bar. Meanwhile its peak
of resident memory and the size of the write-ahead log are read off; a row is printed at each
quarter of the way, and one for the second, unchanged run. With ``--fake`` random vectors take the
place of the encoder's, for machines on which encoding 100,000 passages takes hours: all else is the
same, and what the encoder itself holds (the same whatever the number of articles) is not in it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMAND = (sys.executable, "-c", "from bot.cli import run; run()", "refresh", "--config")
FAKE = """
import numpy as np
import retrieval.encoder as module
class Fake:
    fingerprint = module.DEFAULT_FINGERPRINT
    def encode_parts(self, texts, parts):
        chooser = np.random.default_rng(7)
        def some(n):
            made = chooser.standard_normal((n, 384), dtype=np.float32)
            return made / np.linalg.norm(made, axis=1, keepdims=True)
        return [(some(1)[0], some(len(own))) for own in parts]
module.coverage_encoder = lambda _: Fake()
"""
START = datetime(2024, 1, 1, tzinfo=UTC)
ONSETS, ENDINGS = "B D F G K L M N P R S T V Z".split(), "an ek ir os und ara eli oy".split()


def sentences() -> list[str]:
    """The demo coverage's sentences."""
    bodies = (p.read_text().split("---\n", 2)[2] for p in sorted((ROOT / "seeds").glob("2025-*")))
    parts = (s.strip(" .") for body in bodies for s in body.replace("\n", " ").split(". "))
    return [s for s in parts if len(s.split()) > 6]


def articles(count: int) -> Iterator[dict[str, str]]:
    """``count`` articles, the same ones on every call."""
    chooser, known = random.Random(7), sentences()

    def name(_: re.Match[str]) -> str:
        return chooser.choice(ONSETS) + "aeiou"[chooser.randrange(5)] + chooser.choice(ENDINGS)

    for n in range(count):
        wanted, words, paragraphs = chooser.randint(150, 600), 0, [""]
        while words < wanted:
            line = re.sub(r"(?<=[a-z] )[A-Z][a-z]{4,}", name, chooser.choice(known))
            line = re.sub(r"\d+", lambda m: str(chooser.randint(1, int(m[0]) * 2 + 3)), line)
            paragraphs[-1] += f"{line}. "
            words += len(line.split())
            if chooser.random() < 0.3:
                paragraphs.append("")
        published = START + timedelta(minutes=43 * n)
        yield {
            "id": f"a{n}", "title": f"{chooser.choice(known)[:60]} ({n})",
            "outlet": f"Outlet {n % 20}", "published": published.isoformat(),
            "text": "\n\n".join(p.strip() for p in paragraphs if p),
        }  # fmt: skip


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="where to work, and to leave what was made")
    parser.add_argument("--fake", action="store_true", help="without the encoder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "coverage.jsonl").open("w") as file:
            file.writelines(json.dumps(a) + "\n" for a in articles(options.articles))
        config = folder / "config.toml"
        config.write_text(
            '[index]\npath = "index.sqlite3"\n\n'
            '[[source]]\nkind = "jsonl"\nname = "Bench"\npath = "coverage.jsonl"\n'
        )
        print("| articles | passages | seconds | passages/s | peak MB | largest WAL, MB |")
        print("|---:|---:|---:|---:|---:|---:|", flush=True)
        _watch(config, options.fake, [options.articles * q // 4 for q in (1, 2, 3, 4)])
        print("\nunchanged:", flush=True)
        _watch(config, options.fake, [])


def _watch(config: Path, fake: bool, marks: list[int]) -> None:
    index = config.with_name("index.sqlite3")
    wal = index.with_name("index.sqlite3-wal")
    started = time.perf_counter()
    python, _, code, *arguments = COMMAND
    code = (FAKE if fake else "") + code
    child = subprocess.Popen([python, "-c", code, *arguments, config], cwd=ROOT)
    peak = largest = 0.0
    while child.poll() is None:
        time.sleep(0.2)
        peak = max(peak, _peak(child.pid))
        with suppress(FileNotFoundError):
            largest = max(largest, wal.stat().st_size / 1e6)
        if len(marks) > 1 and _written(index)[0] >= marks[0]:
            _row(index, time.perf_counter() - started, peak, largest)
            marks.pop(0)
    _row(index, time.perf_counter() - started, peak, largest)
    print(f"exit code {child.returncode}; index {index.stat().st_size / 1e6:.0f} MB", flush=True)


def _row(index: Path, seconds: float, peak: float, largest: float) -> None:
    count, passages = _written(index)
    rate = passages / seconds
    print(
        f"| {count:,} | {passages:,} | {seconds:.0f} | {rate:.0f} | {peak:.0f} | {largest:.1f} |",
        flush=True,
    )


def _peak(pid: int) -> float:
    """The most resident memory that a process has had, in MB."""
    with suppress(OSError):
        status = Path(f"/proc/{pid}/status").read_text()
        if found := re.search(r"VmHWM:\s*(\d+) kB", status):
            return int(found[1]) / 1000
    return 0.0


def _written(index: Path) -> tuple[int, int]:
    """Articles and passages so far."""
    try:
        with closing(sqlite3.connect(f"{index.as_uri()}?mode=ro", uri=True)) as connection:
            query = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)"
            count, passages = connection.execute(query).fetchone()
            return int(count), int(passages)
    except sqlite3.Error:
        return 0, 0


if __name__ == "__main__":
    main()
