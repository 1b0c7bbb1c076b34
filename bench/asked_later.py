"""Ask again, days later, what has been: does the answer still stand?

    python bench/asked_later.py INDEX QUESTIONS [--half report]

Questions are asked when an article is fresh, by those who write them, and whenever anybody wants to
know, by users. Of a file of questions those for what has been are taken, if they mean the same
later: neither "the last one" nor "on Saturday".
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from retrieval.evaluate import Case, Outcome, read_cases, score
from retrieval.index import Index
from retrieval.understand import understand

DAYS = 0, 7, 30, 90, 400


def later(case: Case, days: int) -> Case | None:
    """The case asked ``days`` after its own, if what answers it is still what is asked for."""
    if not case.as_of or not case.answerable:
        return None
    now = understand(case.question, as_of=_moment(case.as_of), follows=case.follows)
    if not now.ageless or (
        now.timed and (not case.event_start or case.event_start > case.as_of[:10])
    ):
        return None
    day = (date.fromisoformat(case.as_of[:10]) + timedelta(days)).isoformat()
    then = understand(case.question, as_of=_moment(day), follows=case.follows)
    return replace(case, as_of=day) if then.window == now.window else None


def _moment(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day[:10]), time.max, UTC)


def _line(days: int, told: Sequence[Outcome]) -> str:
    dated = [o.event_right for o in told if o.event_right is not None]
    shares = [
        sum(map(bool, found)) / max(1, len(found))
        for found in (
            [o.verdict_right for o in told], dated, [o.in_first for o in told],
            [o.in_three for o in told], [o.verdict == "no_answer" for o in told],
        )
    ]  # fmt: skip
    return f"| {days} | {len(told)} | {len(dated)} | {' | '.join(f'{s:.3f}' for s in shares)} |"


def main() -> None:
    """Prints a table, a row for each number of days."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--half", choices=("tune", "report"))
    wanted = parser.parse_args()
    cases = read_cases(wanted.questions, half=wanted.half)
    print("| days later | questions | with a day | verdict | day | first quote | three | refused |")
    print("|---|---|---|---|---|---|---|---|")
    with Index(wanted.index) as index:
        article = index.store.article
        for days in DAYS:
            told = []
            for case in filter(None, (later(c, days) for c in cases)):
                assert case.as_of is not None
                answer = index.ask(case.question, as_of=_moment(case.as_of), follows=case.follows)
                told.append(score(case, answer, lambda i, v: (a := article(i, v)) and a.text))
            print(_line(days, told))


if __name__ == "__main__":
    main()
