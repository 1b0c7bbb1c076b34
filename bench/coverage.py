"""A large made-up coverage for the benches: sentences of the demo and of the newsroom, varied.

    python bench/coverage.py FOLDER [--passages 10000]

Builds FOLDER/index.sqlite3 with the packaged encoder, once: where it stands it is left alone.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from retrieval.encoder import OnnxEncoder
from retrieval.sources import SourceConfig
from retrieval.update import refresh

NOW = datetime(2025, 7, 26, 6, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[1]
OUTLETS = ("Port Gazette", "Island Times", "Ferry Post", "Quay News", "Skelby Courier", "TASS")
PER_ARTICLE = 2.75
"""Passages of an article of 14 sentences, about."""


def sentences() -> list[str]:
    """Sentences of six words or more."""
    texts = [p.read_text().split("---\n", 2)[2] for p in sorted((ROOT / "seeds").glob("2025-*.md"))]
    lines = (ROOT / "bench/data/newsroom/articles.jsonl").read_text().splitlines()
    texts += [json.loads(line)["text"] for line in lines]
    found = (s.strip() for text in texts for s in re.split(r"(?<=[.!?])\s+", text))
    return sorted({s for s in found if len(s.split()) >= 6})


def articles(count: int, seed: int = 7) -> list[dict[str, str]]:
    """Articles of sentences drawn anew for each, their figures varied."""
    chooser, known = random.Random(seed), sentences()
    made = []
    for n in range(count):
        body = " ".join(_varied(chooser.choice(known), chooser) for _ in range(14))
        title = _varied(chooser.choice(known), chooser)[:90].rstrip(".,")
        when = NOW - timedelta(hours=chooser.randrange(2000))
        outlet = chooser.choice(OUTLETS)
        made.append({
            "id": f"made-{seed}-{n}", "title": title, "outlet": outlet, "text": body,
            "published": when.isoformat(), "url": f"https://made.example/{seed}/{n}",
        })  # fmt: skip
    return made


def questions(count: int, seed: int = 8) -> list[str]:
    """Questions about it, all different."""
    chooser, known = random.Random(seed), sentences()
    asking = ("When is", "Who said", "What about", "How many", "Where is")
    made: dict[str, None] = {}
    while len(made) < count:
        words = chooser.choice(known).split()
        start = chooser.randrange(max(1, len(words) - 6))
        made[f"{chooser.choice(asking)} {' '.join(words[start : start + 6])}?"] = None
    return list(made)


def index(folder: Path, passages: int) -> Path:
    """The index in ``folder`` over about so many passages, and the source beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    path, source = folder / "index.sqlite3", folder / "articles.jsonl"
    if not path.exists():
        lines = map(json.dumps, articles(int(passages / PER_ARTICLE)))
        source.write_text("\n".join(lines) + "\n")
        building = folder / "building.sqlite3"
        report = refresh(
            [SourceConfig("jsonl", "Made", str(source))], building, encoder=OnnxEncoder, now=NOW
        )
        print(f"{report.passages:,} passages")
        building.replace(path)
    return path


def _varied(sentence: str, chooser: random.Random) -> str:
    return re.sub(r"\b[1-9]\d?\b", lambda _: str(chooser.randint(1, 28)), sentence)


def main() -> None:
    """Builds it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=10_000)
    options = parser.parse_args()
    index(options.folder, options.passages)


if __name__ == "__main__":
    main()
