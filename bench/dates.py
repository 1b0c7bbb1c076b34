"""Measure the date finder beside other libraries, on two gold sets, and print tables.

    DATELINE_SHARED=… python bench/dates.py [--half dev|report|both] [--failures]

The first set is the English test cases of Microsoft's Recognizers-Text (MIT licence; assistant
commands, mostly), looked for in ``$DATELINE_SHARED/data/timex_recognizers`` or in ``shared``
beside the repository. The second is the project's own: sentences in the style of news, in
``tests/data/news_dates.jsonl``. Each is halved by a hash of the case's id: the development half
was looked at while the grammar was written, the report half was not.

dateparser and recognizers-text-date-time are compared where they can be imported; the latter needs
``emoji<2``, which it does not declare.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from retrieval.dates import find_dates

ROOT = Path(__file__).resolve().parents[1]
IN_SCOPE = ("date", "daterange", "datetime", "datetimerange")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gold:
    """A span with every interval that counts as right; a bound left open is None."""

    start: int
    end: int
    kind: str
    intervals: frozenset[tuple[date | None, date | None]]


@dataclass(frozen=True, slots=True)
class Case:
    """A text with its reference and gold spans."""

    id: str
    text: str
    reference: datetime | None
    gold: tuple[Gold, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a system says: a span and its interval."""

    start: int
    end: int
    first: date | None
    last: date | None


System = Callable[[Case], list[Found]]


def half(case_id: str) -> str:
    """ "dev" or "report", by a hash of the id."""
    return ("dev", "report")[hashlib.sha256(case_id.encode()).digest()[0] % 2]


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _intervals(result: dict[str, Any]) -> frozenset[tuple[date | None, date | None]]:
    resolution = result.get("Resolution") or result.get("Value") or {}
    values = resolution.get("values") or [
        resolution.get("FutureResolution", {}),
        resolution.get("PastResolution", {}),
    ]
    found = set()
    for value in values:
        first = next(
            (value[k] for k in ("start", "startDate", "startDateTime") if k in value), None
        )
        last = next((value[k] for k in ("end", "endDate", "endDateTime") if k in value), None)
        point = next((value[k] for k in ("value", "date", "dateTime") if k in value), None)
        pair = (_date(point), _date(point)) if point else (_date(first), _date(last))
        if any(pair):
            found.add(pair)
    return frozenset(found)


def recognizers_cases(shared: Path) -> list[Case]:
    """The Recognizers-Text cases; kinds out of scope keep their spans, for false positives."""
    cases = []
    for line in (shared / "data/timex_recognizers/cases.jsonl").read_text().splitlines():
        raw = json.loads(line)
        gold = []
        for result in raw["results"]:
            kind = result.get("TypeName") or result.get("Typename") or result.get("Type") or ""
            end = result["End"] + 1 if "End" in result else result["Start"] + result["Length"]
            intervals = _intervals(result)
            name = kind.removeprefix("datetimeV2.")
            if name in IN_SCOPE and not intervals:
                name = "unresolved"
            gold.append(Gold(result["Start"], end, name, intervals))
        reference = raw["reference"] and datetime.fromisoformat(raw["reference"])
        cases.append(Case(raw["id"], raw["text"], reference or None, tuple(gold)))
    return cases


def news_cases() -> list[Case]:
    """The project's own sentences; spans are given by their text, in order."""
    cases = []
    for line in (ROOT / "tests/data/news_dates.jsonl").read_text().splitlines():
        raw = json.loads(line)
        gold, position = [], 0
        for item in raw["dates"]:
            start = raw["text"].index(item["text"], position)
            position = start + len(item["text"])
            pair = (_date(item["first"]), _date(item["last"]))
            kind = "unsettled" if pair == (None, None) else "date"
            gold.append(Gold(start, position, kind, frozenset({pair})))
        reference = raw["reference"] and datetime.fromisoformat(raw["reference"])
        cases.append(Case(raw["id"], raw["text"], reference or None, tuple(gold)))
    return cases


def ours(case: Case) -> list[Found]:
    """This project."""
    return [Found(e.start, e.end, e.first, e.last) for e in find_dates(case.text, case.reference)]


def dateparser_system() -> System:
    """dateparser.search with its defaults, English; it gives one instant a span."""
    from dateparser.search import search_dates

    def run(case: Case) -> list[Found]:
        settings = {"RELATIVE_BASE": case.reference.replace(tzinfo=None)} if case.reference else {}
        found, position = [], 0
        for text, value in search_dates(case.text, languages=["en"], settings=settings) or []:
            start = case.text.find(text, position)
            if start >= 0:
                position = start + len(text)
                found.append(Found(start, position, value.date(), value.date()))
        return found

    return run


def recognizers_system() -> System:
    """recognizers-text-date-time; of a span's candidates the first is its prediction."""
    from recognizers_date_time import Culture, recognize_datetime

    def run(case: Case) -> list[Found]:
        reference = case.reference.replace(tzinfo=None) if case.reference else None
        found = []
        for result in recognize_datetime(case.text, Culture.English, reference=reference):
            if result.type_name.removeprefix("datetimeV2.") not in IN_SCOPE:
                continue
            pair = next(iter(_ordered(result.resolution)), (None, None))
            last = pair[1]
            if last and "range" in result.type_name and last != pair[0]:
                last -= DAY
            found.append(Found(result.start, result.end + 1, pair[0] or last, last or pair[0]))
        return found

    return run


def _ordered(resolution: dict[str, Any] | None) -> list[tuple[date | None, date | None]]:
    pairs = [
        next(iter(_intervals({"Resolution": {"values": [value]}})), None)
        for value in (resolution or {}).get("values", [])
    ]
    return [pair for pair in pairs if pair]


def right(found: Found, gold: Gold, *, exclusive: bool) -> bool:
    """Whether the interval is one of the gold's; with open bounds the other one decides.

    Recognizers-Text gives the day after as the end of a range, and bounds such as "after 2016"
    at either edge of what is named; ``exclusive`` allows for both.
    """
    if found.first is None or found.last is None:
        return (None, None) in gold.intervals
    edges = {found.last, found.last + DAY} if exclusive else {found.last}
    for first, last in gold.intervals:
        if first is None or last is None:
            if (first or last) in {found.first} | edges:
                return True
        elif first == found.first and last in edges:
            return True
    return False


def score(cases: Iterable[Case], system: System, *, exclusive: bool) -> dict[str, Counter[str]]:
    """Counts by kind: gold, overlap, exact, value, start; under "false" the false positives."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        found = system(case)
        for gold in case.gold:
            near = [f for f in found if f.start < gold.end and gold.start < f.end]
            if gold.kind not in (*IN_SCOPE, "unsettled"):
                counts["false"]["on " + gold.kind] += bool(near)
                counts["false"]["of " + gold.kind] += 1
                continue
            row = counts[gold.kind]
            row["gold"] += 1
            row["overlap"] += bool(near)
            row["exact"] += any((f.start, f.end) == (gold.start, gold.end) for f in near)
            row["value"] += any(right(f, gold, exclusive=exclusive) for f in near)
            row["start"] += any(f.first in {pair[0] for pair in gold.intervals} for f in near)
        stray = [
            f for f in found if not any(f.start < g.end and g.start < f.end for g in case.gold)
        ]
        counts["false"]["stray"] += len(stray)
        counts["false"]["empty cases"] += not case.gold
        counts["false"]["hit empty cases"] += bool(not case.gold and found)
    return counts


def show(name: str, counts: dict[str, Counter[str]], seconds: float) -> None:
    """One system's table."""
    kinds = [kind for kind in counts if kind != "false"]
    total = sum((counts[kind] for kind in kinds), Counter[str]())
    print(f"\n{name} ({seconds:.1f} s)")
    print(f"  {'kind':14}{'gold':>6}{'overlap':>9}{'exact':>8}{'value':>8}{'start':>8}")
    for kind, row in [*((kind, counts[kind]) for kind in sorted(kinds)), ("all", total)]:
        shares = [row[key] / max(row["gold"], 1) for key in ("overlap", "exact", "value", "start")]
        print(f"  {kind:14}{row['gold']:6}" + "".join(f"{share:8.3f}" for share in shares))
    false = counts["false"]
    others = sorted(key[3:] for key in false if key.startswith("of "))
    print(
        f"  false positives: {false['stray']} outside every gold span; "
        f"{false['hit empty cases']} of {false['empty cases']} texts without dates; "
        + ", ".join(f"{false['on ' + key]}/{false['of ' + key]} {key}" for key in others)
    )


def failures(cases: Iterable[Case], *, exclusive: bool) -> None:
    """Print our own misses, for development."""
    for case in cases:
        found = ours(case)
        for gold in case.gold:
            if gold.kind in (*IN_SCOPE, "unsettled") and not any(
                f.start < gold.end and gold.start < f.end and right(f, gold, exclusive=exclusive)
                for f in found
            ):
                got = [(case.text[f.start : f.end], str(f.first), str(f.last)) for f in found]
                want = [tuple(map(str, pair)) for pair in gold.intervals]
                print(
                    f"{case.id} [{gold.kind}] {case.text!r} @{case.reference}"
                    f"\n    want {case.text[gold.start : gold.end]!r} {want}\n    got  {got}"
                )
        for f in found:
            if not any(
                f.start < g.end and g.start < f.end
                for g in case.gold
                if g.kind in IN_SCOPE or not exclusive
            ):
                print(f"{case.id} FALSE {case.text[f.start : f.end]!r} {f.first} in {case.text!r}")


def systems() -> dict[str, System]:
    """The systems that are installed, by name."""
    available: dict[str, System] = {"dateline": ours}
    for name, make in (("dateparser", dateparser_system), ("recognizers", recognizers_system)):
        try:
            available[name] = make()
        except ImportError as error:
            print(f"({name} is left out: {error})")
    return available


def main() -> None:
    """Print every table asked for."""
    parser = argparse.ArgumentParser(description="Measure the date finder beside other libraries.")
    parser.add_argument("--half", choices=("dev", "report", "both"), default="both")
    parser.add_argument("--failures", action="store_true", help="our misses on the dev halves")
    parser.add_argument("--set", choices=("recognizers", "news", "both"), default="both")
    options = parser.parse_args()
    shared = Path(os.environ.get("DATELINE_SHARED", ROOT.parent / "shared"))
    sets = {}
    if options.set != "news" and shared.is_dir():
        sets["recognizers"] = recognizers_cases(shared)
    if options.set != "recognizers":
        sets["news"] = news_cases()
    for title, cases in sets.items():
        exclusive = title == "recognizers"
        if options.failures:
            failures((c for c in cases if half(c.id) == "dev"), exclusive=exclusive)
            continue
        for part in ("dev", "report") if options.half == "both" else (options.half,):
            chosen = [case for case in cases if half(case.id) == part]
            print(f"\n== {title}, {part} half: {len(chosen)} cases")
            for name, system in systems().items():
                began = time.perf_counter()
                counts = score(chosen, system, exclusive=exclusive)
                show(name, counts, time.perf_counter() - began)


if __name__ == "__main__":
    main()
