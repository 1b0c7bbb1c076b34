"""Hostile pages and feeds: does anything crash, hang, read a file or ask an address?

    python bench/fuzz.py [--inputs 10000] [--seed 7] [--feeds FOLDER]

Pages of tests/data/pages are mutated in bytes and in markup; on top come random bytes and
pathological pages. With --feeds, the files below that folder are mutated too and read as
listings. A crash is anything but ValueError. An audit hook counts each file that is opened and
each address that is asked or looked up while an input is read.
"""

from __future__ import annotations

import argparse
import importlib
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from retrieval.languages import detect
from retrieval.sources.html import read_page, text_of
from retrieval.web.records import Fetched
from tests.data.pages.gold import SETS, pages

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SLOW = 5.0
"""Seconds of the processor for one input: the clock on the wall also counts what else runs."""

PIECES = (
    b"<div>" * 300, b"</div>" * 300, b"<table><tr><td>", b"<p>", b"<!--", b"-->", b"<![CDATA[",
    b"]]>", b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"&#xd800;", b"&#0;", b"&#x110000;", b"&amp;" * 50,
    b"<script type='application/ld+json'>", b"</script>", b'{"@graph":[' * 200, b"[" * 5000,
    b'"datePublished":"9999-99-99T99:99:99Z"', b"<time datetime='0000-00-00'>",
    b"<base href='//x'>",
    b"<meta property='article:published_time' content='99999999999999999999'>", b"<svg><style>",
    b"<template><article>", b"<frameset>", b"<plaintext>",
    b"<link rel=canonical href='http://[::1'>",
    b"<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;", b"<p class='" + b"a " * 9000,
    b"<xi:include href='file:///etc/passwd'/>",
    "İ\u0130\u2028\u202e\ufdfa".encode() * 40, b"1" * 5000,
    b"<p>Published 99 June 2025, 99:99 EEST</p>", b"<p>Published " + b"5 " * 2000, b"<br>" * 5000,
)  # fmt: skip


def pathological() -> Iterator[tuple[str, bytes]]:
    """Large shapes that have brought down parsers before."""
    words = b"The board voted on Tuesday to reopen the pier. "
    for tag in (
        b"div",
        b"b",
        b"table><tr><td",
        b"ul><li",
        b"blockquote",
        b"font",
        b"a href=x",
        b"p",
    ):
        yield "deep", b"<" + tag + b">" + (b"<" + tag + b">") * 100_000 + words
    yield "deep, closed", b"<div>" * 100_000 + words * 20 + b"</div>" * 100_000
    yield from crowded(words)
    yield from at_the_limits(words)
    yield "huge attribute", b"<p class='" + b"share " * 1_000_000 + b"'>" + words * 20
    yield "many attributes", b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">" + words
    bomb = b"".join(b"<!ENTITY e%d '%s'>" % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
    yield (
        "entity bomb",
        b"<!DOCTYPE html [<!ENTITY e0 'ha'>" + bomb + b"]><html><p>&e11;" + words * 9,
    )
    yield "entities", b"<p>" + b"&lt;&amp;&#128512;" * 300_000
    yield "giant table", b"<table>" + b"<tr><td>1<td>2<td>3</tr>" * 100_000 + b"</table>"
    yield "wide", b"<body>" + b"<p>" + words + b"</p>" + b"<p>x</p>" * 130_000
    yield "links", b"<ul>" + b"<li><a href=/x>a teaser that leads on</a>" * 60_000
    yield "one line", words * 200_000
    yield "one word", b"<p>" + b"a" * 9_000_000
    yield "spaces", b"<p>" + b" \n" * 4_000_000 + words
    yield "breaks", b"<p>" + b"<br>" * 140_000 + words
    yield "nul", b"\0" * 5_000_000
    yield "open tags", b"<" * 5_000_000
    yield "open comment", words + b"<!--" * 1_000_000
    yield (
        "dates",
        b"<div class=date>" + b"5 June 2025 " * 10 + b"</div>" * 2 + b"<time>5 May" * 50_000,
    )
    yield "spans", b"<span class=date>5 June 2025</span>" * 40_000
    yield (
        "ld+json",
        b"<script type='application/ld+json'>" + b'{"a":' * 200_000 + b"</script>" + words,
    )
    yield (
        "ld+json list",
        (
            b"<script type='application/ld+json'>["
            + b'{"@type":"NewsArticle","headline":"x","url":"/y"},' * 40_000
            + b"{}]</script><p>"
            + words * 9
        ),
    )
    yield "nested articles", b"<article class=story-body>" * 190 + words * 20
    yield "metas", b"<meta itemprop=datePublished content=x>" * 100_000 + words
    yield (
        "scopes",
        b"<div itemscope itemtype=x/Article>" * 180 + b"<time itemprop=datePublished>" * 20_000,
    )
    yield "h1s", b"<h1>a b c d</h1>" * 60_000 + words
    yield "escaped", b"&lt;p&gt;" * 500_000 + words


def crowded(words: bytes) -> Iterator[tuple[str, bytes]]:
    """Tags with many attributes, and what may lead a search for them astray."""
    names = [b"a%d" % n for n in range(100_000)]
    yield (
        "attributes, quoted brackets",
        b"<p " + b" ".join(n + b"='<>'" if not i % 50 else n for i, n in enumerate(names)) + b">",
    )
    yield "attributes, slashes", b"<p " + b"/".join(names) + b">" + words
    yield "attributes, no spaces", b"<p " + b"''".join(n + b"=" for n in names) + b">" + words
    yield "attributes after NUL", b"<\0p " + b" ".join(names) + b">" + words
    yield "attributes in a script", b"<script><p " + b" ".join(names) + b"></script>" + words
    yield "attributes behind a comment", b"<!--><p " + b" ".join(names) + b">-->" + words
    yield "attributes of an end", b"</p " + b" ".join(names) + b">" + words
    yield "100 attributes each", (b"<p " + b" ".join(names[:100]) + b">x") * 20_000 + words
    yield "240 attributes each", (b"<p y='>' " + b" ".join(names[:240]) + b">x") * 800 + words
    yield "tags in a tag", (b"<p <" * 120 + b">") * 18_000 + words
    yield "tags in a name", (b"<p<p" * 12_000 + b">") * 180 + words
    yield "quotes in tags", (b"<p x=\"<p y='" * 120 + b">") * 6_000 + words
    yield "long values", (b"<p " + (b'="' + b"A" * 20_000 + b'" <p ') * 240 + b">") * 2 + words
    yield "unclosed scripts", b"<script>i<n" + b" a" * 300 + b"<script>" * 500_000 + words
    yield "scripts in comments", b"<script><!--" + b"<script " * 400_000 + words


def at_the_limits(words: bytes) -> Iterator[tuple[str, bytes]]:
    """As deep, as wide and as long as is read at all."""
    for inner in (
        b"<i></i>",
        b"<i>5 June 2025</i>",
        b"<span class=date>5 June 2025</span>",
        b"<time>5 June 2025</time>",
        b"<div class=story-body>x</div>",
        b"<a href=/x>a teaser on</a>",
        b"<p>x</p>",
        b"<li><b>x</b>",
        b"<h1>x y</h1>",
        b"<meta itemprop=datePublished content=x>",
    ):
        yield f"wide, {inner.decode()}", b"<div class='a share'>" * 25 + inner * 28_000 + words * 9
        yield f"wide in a link, {inner.decode()}", b"<a href=/x>" + inner * 28_000 + words * 9
    yield "deep text", b"<div class=share>" * 190 + words * 3_000
    yield "deep text, articles", b"<article class=story-body>" * 60 + words * 9_000
    yield "long text", b"<div>" + (b"<p>" + words * 20) * 1_900
    yield "rows", b"<table>" + b"<tr><td>1<td>2<td><a href=/x>3</a></tr>" * 5_500 + b"</table>"


def mutated(seeds: list[bytes], chooser: random.Random) -> bytes:
    """A seed cut, doubled, overwritten, spliced with another or with one of ``PIECES``."""
    data = bytearray(chooser.choice(seeds))
    for _ in range(chooser.choice((1, 1, 2, 4, 12))):
        at = chooser.randrange(len(data) + 1)
        kind = chooser.randrange(8)
        if kind == 0:
            del data[at : at + chooser.choice((1, 10, 400, 5000))]
        elif kind == 1:
            data[at:at] = chooser.choice(PIECES)
        elif kind == 2:
            data[at:at] = data[at : at + 3000] * chooser.choice((2, 9))
        elif kind == 3 and data:
            for _ in range(20):
                data[chooser.randrange(len(data))] = chooser.randrange(256)
        elif kind == 4:
            other = chooser.choice(seeds)
            start = chooser.randrange(len(other) + 1)
            data[at:at] = other[start : start + 4000]
        elif kind == 5:
            data[at:at] = chooser.randbytes(chooser.choice((1, 50, 2000)))
        elif kind == 6:
            data = bytearray(bytes(data).replace(b">", chooser.choice((b"", b" ", b">>")), 5))
        else:
            data = bytearray(
                bytes(data).decode("utf-8", "replace").encode(
                    chooser.choice(("utf-16", "cp1251", "koi8_r", "shift_jis", "utf-32")), "replace"
                )
            )  # fmt: skip
    return bytes(data[:3_000_000])


class Watch:
    """Counts what parsing must never do. Imports of modules still to be loaded are not counted."""

    def __init__(self) -> None:
        self.on = False
        self.seen: Counter[str] = Counter()
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on:
            return
        if event == "open" and not str(arguments[0]).endswith((".py", ".pyc", ".so")):
            self.seen[f"file {str(arguments[0])[:80]}"] += 1
        elif event in (
            "socket.connect",
            "socket.getaddrinfo",
            "urllib.Request",
            "subprocess.Popen",
        ):
            self.seen[f"{event} {str(arguments)[:80]}"] += 1


def _page(data: bytes) -> None:
    found = read_page(data, address="https://paper.example/2025/06/05/x", charset=None, now=NOW)
    assert found.text.strip()
    detect(found.text)


def _fragment(data: bytes) -> None:
    text_of(data.decode("utf-8", "surrogateescape"))


def _listing_reader(kind: str) -> Callable[[bytes], None] | None:
    try:
        listings = importlib.import_module("retrieval.web.listings")
    except ImportError:
        return None

    def read(data: bytes) -> None:
        address = "https://paper.example/feed"
        fetched = Fetched(address, address, None, 200, data, "application/xml")
        listings.read_listing(kind, fetched, max_bytes=10_000_000)

    return read


def main() -> None:
    """Prints what was met; exits with 1 after a crash, a hang, a file or an address."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--feeds", type=Path)
    parser.add_argument("--no-shapes", action="store_true", help="mutated inputs alone")
    options = parser.parse_args()
    chooser = random.Random(options.seed)
    seeds = [page.markup.encode() for name in SETS for _, page, _ in pages(name)]
    feeds = (
        [p.read_bytes() for p in sorted(options.feeds.rglob("*.*")) if p.is_file()]
        if options.feeds
        else []
    )
    for seed in seeds:  # so that all modules and models are loaded before the watch begins
        _page(seed)
    readers: list[tuple[str, Callable[[bytes], None], list[bytes]]] = [
        ("pages", _page, seeds), ("fragments", _fragment, seeds),
    ]  # fmt: skip
    if feeds:
        readers.append(("feeds as pages", _page, feeds))
        readers.append(("feeds as fragments", _fragment, feeds))
        readers += [
            (f"feeds as {kind}", listing, feeds)
            for kind in ("feed", "sitemap")
            if (listing := _listing_reader(kind)) is not None
        ]
    watch = Watch()
    counts: Counter[str] = Counter()
    crashes: Counter[str] = Counter()
    slowest = (0.0, "")

    def attempt(name: str, read: Callable[[bytes], None], data: bytes) -> None:
        nonlocal slowest
        began = time.process_time()
        watch.on = True
        try:
            read(data)
            counts[f"{name}: read"] += 1
        except ValueError as error:
            counts[f"{name}: refused"] += 1
            if "can't be taken apart" in str(error):
                counts[f"  {error}"] += 1
        except Exception as error:
            crashes[f"{name}: {type(error).__name__}: {str(error)[:100]}"] += 1
        finally:
            watch.on = False
        spent = time.process_time() - began
        if spent > 1:
            counts["over 1 s"] += 1
            print(f"{spent:.1f} s: {name}", flush=True)
        slowest = max(slowest, (spent, name))

    for name, data in () if options.no_shapes else pathological():
        attempt(f"shape, {name}", _page, data)
        attempt(f"shape as fragment, {name}", _fragment, data)
    for number in range(options.inputs):
        name, read, own = readers[number % len(readers)]
        data = (
            chooser.randbytes(chooser.randrange(3000))
            if number % 50 == 0
            else mutated(own, chooser)
        )
        attempt(name, read, data)
    print(f"{options.inputs} mutated inputs, seed {options.seed}\n")
    for what, count in sorted(counts.items()):
        if not what.startswith("shape"):
            print(f"{count:6} {what}")
    print(f"slowest: {slowest[0]:.2f} s ({slowest[1]})")
    print(f"crashes: {sum(crashes.values())} {dict(crashes)}")
    print(f"files read, addresses asked: {sum(watch.seen.values())} {dict(watch.seen)}")
    if crashes or watch.seen or slowest[0] > SLOW:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
