"""Which sentences are read with the question, and what that changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import pytest

from retrieval.evidence import Sentence, novelty
from retrieval.reader import Dates, Headed, Reader, Reading, heading, reader
from retrieval.reading import BESIDE, READ, read_over, with_days, with_readings
from retrieval.scope import Scope
from retrieval.understand import Question
from tests.retrieval.conftest import Newsroom

TODAY = date(2025, 6, 20)
COVERAGE = (
    "The fisheries talks in Bergen go on. Nobody knows whether the fisheries talks will help.",
    "The fisheries talks are a matter of cod. They are held in the old customs house in Bergen.",
    "Minister Dagny Vik leads the fisheries talks for Norway. She has brought twelve advisers.",
    "The third round of the fisheries talks will be held on 30 June. The ships stay in port.",
    "Fishers in Bergen hope for the talks. The quota for cod was cut by 340 tonnes in January.",
)


def gathered(newsroom: Newsroom, question: str) -> tuple[Question, list[Sentence]]:
    for n, text in enumerate(COVERAGE):
        newsroom.publish(str(n), text, f"2025-06-1{n}")
    newsroom.refresh()
    with newsroom.open() as index:
        scope = Scope(datetime.combine(TODAY, time.max, UTC))
        stages = index.stages(question, scope, read=False)
    assert len(stages.sentences) > READ
    return stages.question, stages.sentences


@pytest.mark.parametrize("asked", ["Who leads the talks?", "When are the fisheries talks?"])
def test_some_sentences_are_read_and_none_is_lost(newsroom: Newsroom, asked: str) -> None:
    question, before = gathered(newsroom, asked)
    after = read_over(question, before, reader(), TODAY)
    assert {s.place for s in after} == {s.place for s in before}
    assert sum(s.reading is not None for s in after) == READ
    assert [s.score for s in after] == sorted((s.score for s in after), reverse=True)


def test_where_a_day_is_asked_for_the_likeliest_dated_statement_is_read(
    newsroom: Newsroom,
) -> None:
    question, before = gathered(newsroom, "When are the next fisheries talks in Bergen?")
    last = sorted(before, key=lambda s: "30 June" in s.text)
    read = [s for s in with_readings(question, last, reader(), TODAY) if s.reading]
    assert any("30 June" in s.text for s in read)


def test_where_no_day_is_asked_for_dated_statements_are_not_read_before_others(
    newsroom: Newsroom,
) -> None:
    for day in range(1, READ + 2):
        text = f"The next fisheries talks for Norway will be held on {day} July, it was said."
        newsroom.publish(f"dated{day}", text, "2025-06-15")
    question, before = gathered(newsroom, "Who leads the next fisheries talks for Norway?")
    assert question.timed
    dated = [s for s in before if "July" in s.text]
    assert len(dated) > READ
    leads = next(s for s in before if "Dagny Vik leads" in s.text)
    rest = [s for s in before if s not in dated and s is not leads]
    read = with_readings(question, [dated[0], leads, *dated[1:], *rest], reader(), TODAY)
    assert any(s.reading for s in read if s.place == leads.place)


def test_what_was_told_long_ago_is_read_beside_what_is_new(newsroom: Newsroom) -> None:
    newsroom.publish(
        "old", "In Tromsø, at the first round, the delegations sat for nine hours.", "2024-03-01"
    )
    for n, long in enumerate(("two hours", "an hour", "four hours", "ten minutes", "three days")):
        text = f"The latest round of the fisheries talks in Bergen took {long}, it was said."
        newsroom.publish(f"new{n}", text, f"2025-06-1{n}")
    question, found = gathered(
        newsroom, "How long did the talks of the delegations in Bergen take?"
    )
    old = next(n for n, s in enumerate(found) if "nine hours" in s.text)
    assert old >= READ, "newer sentences have the higher scores"
    read = [s for s in with_readings(question, found, reader(), TODAY) if s.reading]
    assert any("nine hours" in s.text for s in read)


def test_a_short_sentence_is_read_after_the_one_before_it(newsroom: Newsroom) -> None:
    question, before = gathered(newsroom, "How many advisers has the minister brought?")
    read = [s for s in with_readings(question, before, reader(), TODAY) if s.reading]
    sentence = next(s for s in read if "twelve" in s.text)
    assert sentence.article.text[sentence.opening :].startswith("Minister Dagny Vik")
    found = {sentence.article.text[start:end] for start, end in sentence.answering()}
    assert any("twelve" in words for words in found)
    other = sentence.margin(sentence.opening, sentence.start)
    assert sentence.margin(sentence.start, sentence.end) > other


def test_a_longer_sentence_is_read_by_itself(newsroom: Newsroom) -> None:
    newsroom.publish(
        "long", "Dagny Vik was in the chair. In the old customs house the fishers of three lands "
        "argued about cod, herring and the price of diesel until midnight.", "2025-06-10",
    )  # fmt: skip
    _, before = gathered(newsroom, "What did the fishers argue about?")
    sentence = next(s for s in before if "herring" in s.text)
    assert sentence.opening == sentence.start


@pytest.mark.parametrize(
    ("asked", "other_days"),
    [
        ("Who was freed on 13 June?", {"Forty soldiers", "On Wednesday"}),
        ("Who was freed on 11 June?", {"Thirty civilians", "Forty soldiers"}),
        ("Why were they freed on 13 June?", set()),
        ("Were they freed on 13 June?", set()),
        ("Who was freed?", set()),
    ],
)
def test_what_tells_of_another_day_than_the_one_asked_about_is_known(
    newsroom: Newsroom, asked: str, other_days: set[str]
) -> None:
    newsroom.publish(
        "stages",
        "Thirty civilians were freed on Friday. Forty soldiers were freed on Saturday."
        " On Wednesday the sick had been freed. More were freed in the month before.",
        "2025-06-15",
    )
    _, found = gathered(newsroom, asked)
    told = {s.text for s in found if s.article.id == "stages" and s.features["other_day"]}
    assert {" ".join(text.split()[:2]) for text in told} == other_days


def test_the_reader_knows_the_day_of_the_article() -> None:
    assert heading("Swap", date(2025, 6, 13)) == "Friday 13 June 2025. Swap. "
    assert heading("Swap", None) == "Swap. "
    text = "Both sides let 175 men go today, the office said."
    known = reader()
    right, wrong = (
        known.read("How many were let go on 13 June?", [(heading("Swap", day), text)])[0].answers
        for day in (date(2025, 6, 13), date(2025, 4, 2))
    )
    assert right > wrong


def test_a_sentence_is_read_under_the_day_and_title_of_its_article(newsroom: Newsroom) -> None:
    question, found = gathered(newsroom, "Who leads the fisheries talks?")
    headings = []

    class Listening(Reader):
        def read(self, question: str, texts: Sequence[tuple[str, str]]) -> list[Reading]:
            headings.extend(heading for heading, _ in texts)
            return super().read(question, texts)

    read = [s for s in with_readings(question, found, Listening(), TODAY) if s.reading]
    assert len(headings) == READ
    assert {heading(s.article.title, s.article.published) for s in read} == set(headings)
    assert any(h.startswith("Thursday 12 June 2025. ") for h in headings)


def test_to_be_new_counts_less_for_what_has_happened(newsroom: Newsroom) -> None:
    _, ahead = gathered(newsroom, "How many advisers will the minister bring?")
    _, past = gathered(newsroom, "How many advisers did the minister bring?")
    assert max(map(novelty, past)) < max(map(novelty, ahead))


class ReadingTogether(Reader):
    """Keeps what it read together."""

    def __init__(self) -> None:
        super().__init__()
        self.groups: list[tuple[Headed, ...]] = []

    def dates(
        self, question: str, today: date, groups: Sequence[tuple[Headed, ...]]
    ) -> list[Dates]:
        self.groups += groups
        return super().dates(question, today, groups)


def test_the_likeliest_dated_statement_is_read_beside_its_rivals(newsroom: Newsroom) -> None:
    newsroom.publish("moved", "The fisheries talks of 30 June are put off to 4 July.", "2025-06-18")
    newsroom.publish("first", "The first fisheries talks were held on 2 May.", "2025-05-03")
    question, found = gathered(newsroom, "When are the next fisheries talks?")
    listening = ReadingTogether()
    known = with_days(question, read_over(question, found, reader(), TODAY), listening, TODAY)
    assert 1 <= len(listening.groups) <= BESIDE
    assert all(len(group) == 2 for group in listening.groups)
    shared = set.intersection(*(set(group) for group in listening.groups))
    assert shared, "the likeliest one is in each group"
    moved = next(s for s in known if s.days and s.article.id == "moved")
    assert moved.days is not None
    assert set(moved.days) == {None, *(d.start for d in moved.dates)}


def test_what_is_read_together_is_in_the_order_of_its_days(newsroom: Newsroom) -> None:
    newsroom.publish("moved", "The fisheries talks of 30 June are put off to 4 July.", "2025-06-18")
    newsroom.publish("first", "The first fisheries talks were held on 2 May.", "2025-05-03")
    question, found = gathered(newsroom, "When are the next fisheries talks?")
    listening = ReadingTogether()
    with_days(question, found, listening, TODAY)
    published = {
        heading(s.article.title, s.article.published.date()): s.article.published
        for s in found
        if s.article.published
    }
    days = [[published[heading] for heading, _ in group] for group in listening.groups]
    assert len({day for group in days for day in group}) > 1
    assert all(group == sorted(group) for group in days)


@pytest.mark.parametrize(
    ("asked", "dated"),
    [("When are the next fisheries talks?", True), ("Who leads the fisheries talks?", False)],
)
def test_dates_are_read_where_a_day_is_asked_for(
    newsroom: Newsroom, asked: str, dated: bool
) -> None:
    question, found = gathered(newsroom, asked)
    assert any(s.days for s in read_over(question, found, reader(), TODAY)) == dated
