"""The demo coverage keeps its promises, and the questions over it can be answered as they say."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from retrieval.records import Verdict

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
QUESTIONS = ROOT / "tests" / "data" / "seeds_questions.jsonl"
KEYS = {"title", "outlet", "url", "published", "attribution"}
FIRST, LAST = date(2025, 5, 11), date(2025, 7, 25)
COPIES = (
    "2025-05-17-kremlin-first-carry-out-what-was-agreed",
    "2025-05-17-kremlin-agreements-before-new-round",
)
"""The one report that stands here under two outlets' names."""

SLICES = [
    "answerable",
    "when",
    "next",
    "superseded",
    "disputed",
    "followup",
    "typo",
    "false_premise",
    "syndicated",
    "unanswerable_near",
    "unanswerable_far",
]

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)}),?\s+(?:the\s+)?"
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
WEEKDAY_DATES = (
    re.compile(rf"\b{_DAY}{_NUMBER}\s+(?:of\s+)?{_MONTH}\b"),
    re.compile(rf"\b{_DAY}{_MONTH}\s+{_NUMBER}\b"),
)


@dataclass(frozen=True)
class Seed:
    stem: str
    fields: dict[str, Any]
    body: str

    @property
    def published(self) -> date:
        stated = self.fields["published"]
        assert isinstance(stated, date)
        return stated


def load_seed(path: Path) -> Seed:
    empty, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    assert empty == ""
    return Seed(path.stem, yaml.safe_load(front), body)


def load_questions() -> list[dict[str, Any]]:
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def wrong_weekdays(text: str) -> list[str]:
    """The phrases of a weekday and a date that do not fall together in 2025."""
    return [
        found[0]
        for shape in WEEKDAY_DATES
        for found in shape.finditer(text)
        if date(2025, MONTHS.index(found["month"]) + 1, int(found["day"])).weekday()
        != WEEKDAYS.index(found["weekday"])
    ]


def sentences(body: str) -> set[str]:
    return {s for s in re.split(r"(?<=[.!?])\s+", body.strip()) if s}


ALL = [load_seed(path) for path in sorted(SEEDS.glob("*.md")) if path.name != "README.md"]
BY_STEM = {seed.stem: seed for seed in ALL}
ASKED = load_questions()

each_seed = pytest.mark.parametrize("seed", ALL, ids=lambda seed: seed.stem)
each_question = pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked["id"])


# Articles -----------------------------------------------------------------------------------------


def test_there_is_enough_coverage_from_enough_outlets() -> None:
    assert len(ALL) >= 28
    assert len({seed.fields["outlet"] for seed in ALL}) >= 10
    assert (SEEDS / "README.md").is_file()


@each_seed
def test_an_article_says_where_it_comes_from(seed: Seed) -> None:
    assert set(seed.fields) == KEYS
    assert all(isinstance(seed.fields[key], str) for key in KEYS - {"published"})
    assert FIRST <= seed.published <= LAST
    assert seed.stem.startswith(f"{seed.published.isoformat()}-")
    assert re.fullmatch(r"https?://\S+", seed.fields["url"])
    assert seed.fields["attribution"] == f"summary of a report by {seed.fields['outlet']}"


@each_seed
def test_an_article_is_short_and_has_paragraphs(seed: Seed) -> None:
    assert 80 <= len(seed.body.split()) <= 400
    assert len(seed.body.strip().split("\n\n")) >= 3


@each_seed
def test_weekdays_agree_with_the_calendar(seed: Seed) -> None:
    assert wrong_weekdays(f"{seed.fields['title']}\n{seed.body}") == []


def test_a_wrong_weekday_is_noticed_in_either_order() -> None:
    text = "On Monday, 2 June; on Sunday, 2 June; on Friday, June 2; Monday June 2."
    assert wrong_weekdays(text) == ["Sunday, 2 June", "Friday, June 2"]


def test_no_long_sentence_stands_in_two_articles_but_the_declared_copies() -> None:
    holders: dict[str, list[str]] = defaultdict(list)
    for seed in ALL:
        for sentence in sentences(seed.body):
            if len(sentence.split()) >= 12:
                holders[sentence].append(seed.stem)
    shared_by = {tuple(sorted(stems)) for stems in holders.values() if len(stems) > 1}
    assert shared_by == {tuple(sorted(COPIES))}


def test_the_declared_copies_are_one_report_under_two_names() -> None:
    one, other = (BY_STEM[stem] for stem in COPIES)
    assert one.fields["outlet"] != other.fields["outlet"]
    assert one.fields["url"] == other.fields["url"]
    common = sentences(one.body) & sentences(other.body)
    assert len(common) >= 0.8 * len(sentences(one.body))
    assert one.body != other.body


@each_seed
def test_outlet_link_and_date_are_those_of_a_recorded_report(seed: Seed, shared: Path) -> None:
    facts = (shared / "facts" / "istanbul-talks.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in facts.splitlines() if line.startswith("- 2025")]
    reports = {(row[1].rstrip("?"), row[3]) for row in rows if len(row) > 3}
    assert any(
        day == seed.published.isoformat()
        and source.endswith(f", {seed.fields['url']}")
        and seed.fields["outlet"] in source
        for day, source in reports
    )


# Questions ----------------------------------------------------------------------------------------


def test_the_questions_are_many_and_evenly_halved() -> None:
    slices = Counter(asked["slice"] for asked in ASKED)
    assert len(ASKED) >= 130
    assert set(slices) == set(SLICES)
    assert slices["unanswerable_near"] + slices["unanswerable_far"] >= 40
    assert slices["when"] + slices["next"] >= 25
    for name in SLICES:
        halves = Counter(asked["half"] for asked in ASKED if asked["slice"] == name)
        assert set(halves) == {"tune", "report"}
        assert abs(halves["tune"] - halves["report"]) <= 1


def test_nothing_is_asked_twice() -> None:
    assert len({asked["id"] for asked in ASKED}) == len(ASKED)
    wordings = Counter((asked.get("follows"), asked["question"].casefold()) for asked in ASKED)
    assert [wording for wording, times in wordings.items() if times > 1] == []


@each_question
def test_a_question_is_well_formed(asked: dict[str, Any]) -> None:
    required = {"id", "half", "slice", "question", "as_of", "verdict", "answers", "relevant"}
    assert required <= set(asked) <= required | {"follows", "event_start"}
    assert FIRST <= date.fromisoformat(asked["as_of"]) <= LAST
    expected = asked["verdict"] if isinstance(asked["verdict"], list) else [asked["verdict"]]
    assert set(expected) <= set(get_args(Verdict))
    assert bool(asked.get("follows")) == (asked["slice"] == "followup")
    dated = asked["slice"] == "when" or {"scheduled", "passed"} & set(expected)
    if asked["slice"] in ("when", "next") and dated:
        date.fromisoformat(asked["event_start"])


@each_question
def test_gold_answers_stand_in_coverage_that_was_out_by_then(asked: dict[str, Any]) -> None:
    if asked["slice"].startswith("unanswerable"):
        assert asked["answers"] == asked["relevant"] == []
        assert "no_answer" in asked["verdict"]
        return
    as_of = date.fromisoformat(asked["as_of"])
    articles = [BY_STEM[stem] for stem in asked["relevant"]]
    assert asked["answers"]
    assert articles
    assert all(article.published <= as_of for article in articles)
    for answer in asked["answers"]:
        assert any(answer in article.body for article in articles), answer
    for article in articles:
        assert any(answer in article.body for answer in asked["answers"]), article.stem
