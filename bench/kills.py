"""Kill ``dateline refresh`` with SIGKILL at random moments and count what is lost.

    python bench/kills.py [--kills 200] [--seed 7]

Before each run the coverage changes: articles of a file are edited, added and removed, and so are
pages on a web of our own (loopback), to which a feed of the newest twenty leads; one that is
removed answers 410. The command then runs over both as a child, every fourth time with ``--full``,
and is killed: a quarter of the moments lie anywhere in its life, half after it has taken the lock,
up to and past its usual end, a quarter when so many requests have reached the web. A run that ended
by itself before its moment is no kill, and is done again. After each kill the index and the archive
of the web are looked at as they lie there, the command runs once more to its end, and every
article, passage, vector and page is compared with the coverage. The encoder is the packaged one for
installations without torch, which loads in a tenth of the time.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from scale import ROOT, sentences

sys.path.insert(0, str(ROOT))

from bot.config import load
from bot.status import examine
from retrieval.passages import split_passages
from retrieval.sources.html import read_page
from retrieval.store import Store
from retrieval.web.archive import beside
from tests.web import Answer, Web

COMMAND = (
    sys.executable, "-c",
    "import importlib.util as u; find = u.find_spec\n"
    "u.find_spec = lambda n, *a: None if n == 'sentence_transformers' else find(n, *a)\n"
    "from bot.cli import run; run()",
    "refresh", "--config",
)  # fmt: skip
INTEGRITY = "PRAGMA integrity_check"
HOST = "127.0.0.1"
FEED = f"{HOST}/feed"
LISTED = 20
"""Items that the feed holds."""


@dataclass
class World:
    """The coverage, the index over it, and what was counted so far."""

    folder: Path
    chooser: random.Random
    web: Web
    texts: dict[str, str] = field(default_factory=dict)
    """What each article says, those of the web among them, by its id."""
    pages: list[str] = field(default_factory=list)
    """The addresses that the feed has listed, oldest first."""
    made: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    seconds: dict[bool, float] = field(default_factory=lambda: {False: 2.0, True: 3.0})
    """How long an undisturbed run takes after it has the lock, by whether it is a full one."""

    @property
    def index(self) -> Path:
        """Where the index is."""
        return self.folder / "index.sqlite3"

    @property
    def config(self) -> Path:
        """Where the configuration is."""
        return self.folder / "config.toml"

    def begin(self) -> None:
        """Sets the stage."""
        self.config.write_text(
            '[index]\npath = "index.sqlite3"\n\n'
            '[[source]]\nkind = "jsonl"\nname = "Wire"\npath = "coverage.jsonl"\n\n'
            f'[[source]]\nkind = "feed"\nname = "Web"\nurl = "{self.web.url(FEED)}"\n\n'
            "[fetch]\nallow_private_addresses = true\n"
        )
        self.lines = sentences()
        for _ in range(40):
            self._add()
        for _ in range(LISTED - 4):
            self._post()

    def _add(self) -> None:
        self.made += 1
        self.texts[f"a{self.made}"] = self._text()

    def _text(self) -> str:
        self.made += 1  # no two texts are the same
        body = ". ".join(self.chooser.choice(self.lines) for _ in range(self.chooser.randint(3, 9)))
        return f"Report {self.made} says this. {body}."

    def _post(self, address: str | None = None) -> None:
        """A new page, or new words on an old one."""
        self.made += 1
        text = self._text()
        place = urlsplit(address).path[1:] if address else str(self.made)
        title = f"<title>Report {place}</title><h1>Report {place}</h1>"
        page = f"<html lang=en>{title}<article><p>{text}</p><p>{self._text()}</p></article>"
        address = self.web.put(f"{HOST}/{place}", Answer(page, etag=f'"{self.made}"', stall=0.05))
        now = datetime.now(UTC)
        self.texts[address] = read_page(page.encode(), address=address, now=now).text
        if address not in self.pages:
            self.pages.append(address)

    def listed(self) -> list[str]:
        """The addresses that the feed holds and that are not gone."""
        return [a for a in self.pages[-LISTED:] if a in self.texts]

    def _turn_web(self) -> None:
        for _ in range(self.chooser.randint(0, 2)):
            self._post()
        listed = self.listed()  # what has left the feed is asked again after hours only
        self.chooser.shuffle(listed)
        for address in listed[: self.chooser.randint(0, 2)]:
            del self.texts[address]
            self.web.put(address, Answer(status=410))
        for address in listed[2 : 2 + self.chooser.choice((1, 3, 8))]:
            self._post(address)
        items = "".join(f"<item><link>{a}</link></item>" for a in self.pages[-LISTED:])
        feed = f'<rss version="2.0"><channel><title>Web</title>{items}</channel></rss>'
        self.web.put(FEED, Answer(feed, type="application/rss+xml"))

    def turn(self) -> None:
        """Edits, adds and removes some of the coverage."""
        self._turn_web()
        ids = [i for i in self.texts if i not in self.pages]
        self.chooser.shuffle(ids)
        for article_id in ids[: self.chooser.randint(1, 4)]:
            del self.texts[article_id]
        for article_id in ids[4 : 4 + self.chooser.choice((3, 8, 25))]:
            self.texts[article_id] = self._text()
        while len(self.texts.keys() - {*self.pages}) < 40:
            self._add()
        own = {i: t for i, t in self.texts.items() if i not in self.pages}
        lines = (json.dumps({"id": i, "text": t}) + "\n" for i, t in own.items())
        (self.folder / "coverage.jsonl").write_text("".join(lines))

    def run(self, *options: str) -> subprocess.Popen[bytes]:
        """Starts the command."""
        return subprocess.Popen(
            [*COMMAND, self.config, *options], cwd=ROOT, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )  # fmt: skip

    def locked(self, child: subprocess.Popen[bytes]) -> None:
        """Waits until ``child`` holds the lock or has ended."""
        note = self.index.with_name("index.sqlite3.lock.holder")
        while child.poll() is None:
            with suppress(FileNotFoundError):
                if f"process {child.pid} " in note.read_text():
                    return
            time.sleep(0.002)


def kill(world: World, *, full: bool) -> bool:
    """One run, killed; False where it ended before its moment came."""
    before = world.index.stat().st_mtime_ns
    world.web.forget()
    child = world.run(*(["--full"] if full else []))
    usual = world.seconds[full]
    mode = world.chooser.random()
    if mode < 0.25:
        asked = world.chooser.randint(1, LISTED + 2)
        while child.poll() is None and len(world.web.requests) < asked:
            time.sleep(0.002)
    elif mode < 0.75:
        world.locked(child)
        _wait(child, world.chooser.uniform(0, usual * 1.15))
    else:
        _wait(child, world.chooser.uniform(0, usual + 0.5))
    child.kill()
    child.communicate()
    if child.returncode != -signal.SIGKILL:
        world.seconds[full] = 0.9 * usual  # the machine is quicker than it was
        return False
    parts = [world.index.with_name(world.index.name + s) for s in ("-wal", ".rebuild")]
    world.counts["written to"] += world.index.stat().st_mtime_ns != before or any(
        p.exists() and p.stat().st_size > 0 for p in parts
    )
    world.counts["rebuilding"] += parts[1].exists()
    # robots.txt, the feed, and each page that it holds.
    world.counts["visiting"] += 0 < len(world.web.requests) < len(world.listed()) + 2
    return True


def _wait(child: subprocess.Popen[bytes], seconds: float) -> None:
    """Until then, or until ``child`` has ended."""
    until = time.monotonic() + seconds
    while child.poll() is None and time.monotonic() < until:
        time.sleep(0.002)


def undisturbed(world: World, *, full: bool = False) -> None:
    """A run to its end."""
    child = world.run(*(["--full"] if full else []))
    world.locked(child)
    started = time.monotonic()
    _, said = child.communicate()
    if child.returncode:
        raise SystemExit(f"a run failed with {child.returncode}: {said.decode()}")
    world.seconds[full] = (world.seconds[full] + time.monotonic() - started) / 2


def cut_short(world: World, before: dict[str, str]) -> None:
    """Looks at the index as a kill has left it: each article in its old state or its new one."""
    with closing(sqlite3.connect(world.index)) as connection:
        sound = connection.execute(INTEGRITY).fetchone() == ("ok",)
        live = dict(connection.execute(_LIVE))
        world.counts["half done"] += live not in (before, world.texts)
    with closing(sqlite3.connect(beside(world.index))) as connection:
        sound &= connection.execute(INTEGRITY).fetchone() == ("ok",)
    world.counts["damaged"] += not sound
    both = before.keys() & world.texts.keys()
    world.counts["lost"] += sum(live.get(i) not in (before[i], world.texts[i]) for i in both)


_LIVE = (
    "SELECT a.id, v.text FROM articles a JOIN versions v"
    " ON v.article_id = a.id AND v.version = a.version WHERE a.live = 1"
)


def finished(world: World) -> None:
    """Compares the index with the coverage after the run that had to finish the work."""
    with Store(world.index) as store:
        execute = store.connection.execute
        sound = execute(INTEGRITY).fetchone()[0] == "ok"
        live: dict[str, str] = dict(execute(_LIVE).fetchall())
        passages: dict[str, list[tuple[int, int, int]]] = {}
        for article_id, *place in execute(
            "SELECT p.article_id, p.ordinal, p.start, p.end FROM passages p"
            " JOIN articles a ON a.id = p.article_id AND a.version = p.version"
            " ORDER BY p.article_id, p.ordinal"
        ):
            passages.setdefault(article_id, []).append((place[0], place[1], place[2]))
        (all_passages,) = execute("SELECT count(*) FROM passages").fetchone()
        sound &= all_passages == sum(map(len, passages.values()))
        for table in ("embeddings", "signatures", "sentences"):
            (rows,) = execute(
                f"SELECT count(*) FROM {table} WHERE passage_id IN (SELECT id FROM passages)"
            ).fetchone()
            sound &= rows == all_passages == execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for row, terms in execute("SELECT id, terms FROM passages WHERE terms != ''").fetchall():
            phrase = f'"{terms}"'
            query = "SELECT rowid FROM passages_fts WHERE passages_fts MATCH ?"
            sound &= row in {r[0] for r in execute(query, [phrase])}
        (twice,) = execute(
            "SELECT count(*) FROM versions a JOIN versions b ON b.article_id = a.article_id"
            " AND b.version = a.version + 1 AND b.content_hash = a.content_hash"
        ).fetchone()
    wanted = {
        i: [(p.ordinal, p.start, p.end) for p in split_passages(t)] for i, t in world.texts.items()
    }
    world.counts["lost"] += sum(
        live.get(i) != t or passages.get(i) != wanted[i] for i, t in world.texts.items()
    )
    world.counts["doubled"] += len(live.keys() - world.texts.keys()) + twice
    sound &= archived(world)
    checks = examine(load(world.config), now=datetime.now(UTC)).checks
    leftover = world.index.with_name(world.index.name + ".rebuild").exists()
    world.counts["damaged"] += not (sound and all(c.ok for c in checks)) or leftover


def archived(world: World) -> bool:
    """Counts what the archive lacks or has too much of; returns whether it is whole."""
    with closing(sqlite3.connect(beside(world.index))) as connection:
        sound = connection.execute(INTEGRITY).fetchone() == ("ok",)
        held = connection.execute("SELECT id, page ->> 'text' FROM pages WHERE gone IS NULL")
        pages = held.fetchall()
    wanted = {(a, world.texts[a]) for a in world.pages if a in world.texts}
    world.counts["lost"] += len(wanted - {*pages})
    world.counts["doubled"] += len(pages) - len({i for i, _ in pages} & {a for a, _ in wanted})
    return sound


def main() -> None:
    """Prints what the kills have done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Web() as web:
        world = World(Path(folder), random.Random(options.seed), web)
        world.begin()
        world.turn()
        for full in (False, False, True):
            world.turn()
            undisturbed(world, full=full)
        done = early = 0
        while done < options.kills:
            before = dict(world.texts)
            world.turn()
            killed = kill(world, full=done % 4 == 3)
            if killed:
                done += 1
                cut_short(world, before)
                undisturbed(world)
            else:
                early += 1
            finished(world)
            if killed and done % 10 == 0:
                print(f"{done} kills: {dict(world.counts)}", file=sys.stderr, flush=True)
    counts = world.counts
    print(
        f"{done} kills: {counts['lost']} lost, {counts['doubled']} doubled, "
        f"{counts['damaged']} damaged"
    )
    print(
        f"{counts['written to']} fell after the run had begun to write, {counts['visiting']} while "
        f"it asked the web, {counts['half done']} left the work half done, {counts['rebuilding']} "
        f"left a rebuild behind; {early} more runs had ended before"
    )


if __name__ == "__main__":
    main()
