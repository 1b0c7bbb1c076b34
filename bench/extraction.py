"""How much of an article is found on a page, and whether its dates are right.

    python bench/extraction.py [--set newsrooms-b] [--layouts] [--misses]

Over the fictional pages of tests/data/pages. Precision, recall and F1 are over shingles of three
words (characters where a script has no spaces), averaged over pages. The sets share neither
layouts nor stories; docs/extraction.md says what was looked at while rules were written. Other
libraries are compared where they are installed: readability-lxml, jusText, resiliparse, htmldate.
Proportions come with Wilson's 95 % interval (Wilson 1927).
"""

from __future__ import annotations

import argparse
import math
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from retrieval.articles import parse_when
from retrieval.sources.html import read_page
from tests.data.pages.gold import SETS, pages
from tests.data.pages.layouts import Page

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of three words, with how often each occurs."""
    words = re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]|\w+", text.casefold())
    return Counter(zip(words, words[1:], words[2:], strict=False))


def score(found: str, gold: str) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    own, expected = shingles(found), shingles(gold)
    common = sum((own & expected).values())
    precision = common / max(1, sum(own.values()))
    recall = common / max(1, sum(expected.values()))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def dateline(page: Page) -> str:
    return read_page(page.markup.encode(), address=page.address, now=NOW).text


def trafilatura(page: Page) -> str:
    from trafilatura import extract

    return extract(page.markup, include_comments=False) or ""


def trafilatura_recall(page: Page) -> str:
    from trafilatura import extract

    return extract(page.markup, include_comments=False, favor_recall=True) or ""


def readability(page: Page) -> str:
    from lxml import html
    from readability import Document

    return str(html.fromstring(Document(page.markup).summary()).text_content())


def justext(page: Page) -> str:
    import importlib

    library = importlib.import_module("justext")
    lists = {"de": "German", "uk": "Ukrainian", "fr": "French", "ru": "Russian"}
    stop = library.get_stoplist(lists.get((page.language or "en")[:2], "English"))
    found = library.justext(page.markup.encode(), stop)
    return "\n".join(p.text for p in found if not p.is_boilerplate)


def resiliparse(page: Page) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(page.markup, main_content=True))


METHODS: tuple[Callable[[Page], str], ...] = (
    dateline, trafilatura, trafilatura_recall, readability, justext, resiliparse,
)  # fmt: skip


def texts(name: str, *, layouts: bool) -> None:
    """Prints the table of texts."""
    print(f"\n{name}\n")
    print("| method | precision | recall | F1 | ms a page |\n|---|---:|---:|---:|---:|")
    by_layout: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for method in METHODS:
        found, began = [], time.perf_counter()
        for layout, page, gold in pages(name):
            try:
                text = method(page)
            except ImportError:
                break
            except Exception:
                text = ""
            found.append(score(text, gold))
            by_layout[layout][method.__name__].append(found[-1][2])
        if found:
            spent = (time.perf_counter() - began) / len(found) * 1000
            means = [statistics.mean(column) for column in zip(*found, strict=True)]
            print(
                f"| {method.__name__} | "
                + " | ".join(f"{m:.3f}" for m in means)
                + f" | {spent:.1f} |"
            )
    if layouts:
        names = [m.__name__ for m in METHODS]
        print("\n| F1 by layout | " + " | ".join(names) + " |\n|---|" + "---:|" * len(names))
        for layout, own in by_layout.items():
            print(
                f"| {layout} | "
                + " | ".join(f"{statistics.mean(own[n] or [0]):.2f}" for n in names)
                + " |"
            )


def facts(name: str, *, shown: bool) -> None:
    """Prints how many of each fact are right."""
    right: Counter[str] = Counter()
    total = stated = alone = to_the_minute = to_the_day = undated = invented = 0
    for layout, page, _ in pages(name):
        total += 1
        try:
            found = read_page(page.markup.encode(), address=page.address, now=NOW)
        except ValueError as error:
            print(f"{layout}: {error}")
            continue
        for fact, own, gold in (
            ("published", found.published, parse_when(page.published)),
            ("dated by", found.dated_by, page.dated_by),
            ("updated", found.updated, parse_when(page.updated)),
            ("title", found.title, page.title),
            ("outlet", found.outlet, page.outlet),
            ("canonical", (found.canonical or "").split("?")[0] or None, page.canonical),
            ("language", found.language, page.language),
        ):
            right[fact] += own == gold
            if shown and own != gold:
                print(f"{layout}: {fact} {own!r}, not {gold!r}")
        if page.published is None:
            undated += 1
            invented += found.published is not None
        elif page.dated_by != "address":
            gold = parse_when(page.published)
            stated += 1
            assert gold is not None
            own = found.published or datetime.min.replace(tzinfo=UTC)
            to_the_minute += f"{own:%F %R}" == f"{gold:%F %R}"
            to_the_day += own.date() == gold.date()
            alone += _htmldate(page) == page.published[:10]
    print(f"\n| {name}: fact | right of {total} |\n|---|---:|")
    for fact, count in right.items():
        print(f"| {fact} | {count} |")
    print(f"| published, where stated, to the minute | {_share(to_the_minute, stated)} |")
    print(f"| published, where stated, the day | {_share(to_the_day, stated)} |")
    print(f"| htmldate alone, the day only | {_share(alone, stated)} |")
    print(f"| a date invented where there is none | {invented} of {undated} |")


def _share(right: int, of: int) -> str:
    z, p = 1.96, right / of
    middle = p + z * z / (2 * of)
    half = z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    low, high = ((middle + side * half) / (1 + z * z / of) for side in (-1, 1))
    return f"{right} of {of} ({p:.2f}, {low:.2f} to {high:.2f})"


def _htmldate(page: Page) -> str | None:
    from htmldate import find_date

    found = find_date(page.markup, original_date=True, url=page.address)
    return str(found) if found else None


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS, help="this one alone")
    parser.add_argument("--layouts", action="store_true", help="F1 for each layout as well")
    parser.add_argument("--misses", action="store_true", help="name every fact that is wrong")
    options = parser.parse_args()
    for name in (options.set,) if options.set else SETS:
        texts(name, layouts=options.layouts)
        facts(name, shown=options.misses)


if __name__ == "__main__":
    main()
