"""The dated events of a topic: what happened, what was planned, what was moved or called off."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from retrieval.errors import QuestionError
from retrieval.index import Index
from retrieval.records import Chronicle, TimelineEntry
from tests.retrieval.conftest import Newsroom

AS_OF = datetime(2031, 4, 1, tzinfo=UTC)
TOPIC = "harbour vote"


def tell(newsroom: Newsroom, **limits: object) -> Chronicle:
    newsroom.refresh()
    with newsroom.open() as index:
        return index.timeline(TOPIC, **({"as_of": AS_OF} | limits))  # type: ignore[arg-type]


def on(found: Chronicle, day: date) -> TimelineEntry:
    (entry,) = [e for e in found.entries if e.first == day]
    return entry


@pytest.fixture
def harbour(newsroom: Newsroom) -> Newsroom:
    publish = newsroom.publish
    publish(
        "first", "The vote on the harbour will be held on Tuesday, 11 March, the council said.",
        "2031-03-03", title="Harbour vote set", outlet="Port Gazette",
    )  # fmt: skip
    publish(
        "second", "Councillors of Skarn will hold the harbour vote on 11 March in Lower Hall.",
        "2031-03-04", title="Vote in a week", outlet="Island Times",
    )  # fmt: skip
    publish(
        "moved",
        "Since Lower Hall is under water, the vote on the harbour, which was due on 11 March, has"
        " been postponed by three days. It will now be held on 14 March.",
        "2031-03-10", title="Harbour vote put off", outlet="Port Gazette",
    )  # fmt: skip
    publish(
        "held", "On Friday, 14 March, the council held the harbour vote, and the plan was passed.",
        "2031-03-15", title="Harbour plan passes its vote", outlet="Quay News",
    )  # fmt: skip
    publish(
        "next", "A second harbour vote, on the dredging, is planned for 20 April.",
        "2031-03-28", title="Another harbour vote", outlet="Quay News",
    )  # fmt: skip
    publish(
        "other", "The bakery in Mill Lane opened its new oven on 12 March, its owner said.",
        "2031-03-13", title="Warm bread again", outlet="Island Times",
    )  # fmt: skip
    return newsroom


def test_what_happened_is_told_from_what_is_planned(harbour: Newsroom) -> None:
    found = tell(harbour)
    assert on(found, date(2031, 3, 14)).status == "happened"
    assert on(found, date(2031, 4, 20)).status == "planned"
    assert [e.first for e in found.entries] == sorted(e.first for e in found.entries)


def test_a_date_that_was_moved_says_to_when(harbour: Newsroom) -> None:
    entry = on(tell(harbour), date(2031, 3, 11))
    assert (entry.status, entry.moved_to) == ("moved", date(2031, 3, 14))
    assert "postponed" in entry.citation.quote


def test_before_it_was_moved_it_was_planned(harbour: Newsroom) -> None:
    found = tell(harbour, as_of=datetime(2031, 3, 5, tzinfo=UTC))
    assert [(e.first, e.status) for e in found.entries] == [(date(2031, 3, 11), "planned")]


def test_one_event_in_several_outlets_is_one_entry(harbour: Newsroom) -> None:
    found = tell(harbour, as_of=datetime(2031, 3, 5, tzinfo=UTC))
    (entry,) = found.entries
    assert {entry.citation.outlet, *entry.citation.also_in} == {"Port Gazette", "Island Times"}


def test_what_is_of_another_topic_is_left_out(harbour: Newsroom) -> None:
    found = tell(harbour)
    assert not [e for e in found.entries if e.first == date(2031, 3, 12)]
    assert dict(found.coverage).keys() == {
        date(2031, 3, 3), date(2031, 3, 4), date(2031, 3, 10), date(2031, 3, 15),
        date(2031, 3, 28),
    }  # fmt: skip


def test_quotes_are_verbatim_with_the_date_highlighted_and_numbered(harbour: Newsroom) -> None:
    found = tell(harbour)
    assert [e.citation.n for e in found.entries] == list(range(1, len(found.entries) + 1))
    with harbour.open() as index:
        for entry in found.entries:
            citation = entry.citation
            article = index.store.article(citation.article_id, citation.version)
            assert article is not None
            assert article.text[citation.start : citation.end] == citation.quote
            (span,) = citation.highlights
            assert str(entry.first.day) in citation.quote[slice(*span)]


def test_limits_are_those_of_the_events(harbour: Newsroom) -> None:
    found = tell(harbour, since=date(2031, 3, 12), until=date(2031, 3, 31))
    assert [e.first for e in found.entries] == [date(2031, 3, 14)]
    assert all(date(2031, 3, 12) <= day <= date(2031, 3, 31) for day, _ in found.coverage)
    ahead = tell(harbour, since=date(2031, 4, 2))
    assert [e.first for e in ahead.entries] == [date(2031, 4, 20)]


def test_of_too_many_events_those_that_weigh_most_are_kept(harbour: Newsroom) -> None:
    found = tell(harbour, limit=1)
    assert len(found.entries) == 1
    assert found.left_out == len(tell(harbour).entries) - 1
    assert found.entries[0].weight == max(e.weight for e in tell(harbour).entries)


def test_only_the_outlets_asked_for_are_named(harbour: Newsroom) -> None:
    found = tell(harbour, outlets=["Island Times"])
    named = {o for e in found.entries for o in (e.citation.outlet, *e.citation.also_in)}
    assert named == {"Island Times"}


def test_what_is_called_off_is_no_more_planned(newsroom: Newsroom) -> None:
    newsroom.publish(
        "one", "The harbour vote is scheduled for Thursday, 6 March.", "2031-03-01",
        title="Harbour vote", outlet="Port Gazette",
    )  # fmt: skip
    newsroom.publish(
        "two", "The harbour vote on 6 March has been cancelled, the mayor wrote.", "2031-03-04",
        title="No harbour vote", outlet="Quay News",
    )  # fmt: skip
    entry = on(tell(newsroom), date(2031, 3, 6))
    assert (entry.status, entry.moved_to) == ("cancelled", None)
    # What is said of the plan afterwards does not restore it.
    newsroom.publish(
        "three", "The harbour vote had been planned for 6 March.", "2031-03-12",
        title="After the harbour vote that never was", outlet="Island Times",
    )  # fmt: skip
    assert on(tell(newsroom), date(2031, 3, 6)).status == "cancelled"


def test_a_day_on_which_something_was_merely_said_is_no_event(newsroom: Newsroom) -> None:
    newsroom.publish(
        "one", "The harbour vote matters to all of Skarn, the mayor said on Monday, 3 March.",
        "2031-03-04", title="Mayor on the harbour vote", outlet="Port Gazette",
    )  # fmt: skip
    assert not tell(newsroom).entries


def test_undated_articles_date_nothing(newsroom: Newsroom) -> None:
    newsroom.publish(
        "one", "The harbour vote was held on 5 March 2031.", None, title="Vote", outlet="Gazette"
    )
    found = tell(newsroom)
    assert (found.entries, found.coverage, found.articles) == ((), (), 1)


def test_a_topic_that_nothing_is_about_has_no_events(harbour: Newsroom) -> None:
    harbour.refresh()
    with harbour.open() as index:
        found = index.timeline("curling world championship", as_of=AS_OF)
        assert (found.entries, found.coverage, found.articles) == ((), (), 0)


def test_limits_that_leave_nothing_are_refused(harbour: Newsroom) -> None:
    with pytest.raises(QuestionError, match="nothing lies between"):
        tell(harbour, since=date(2031, 3, 9), until=date(2031, 3, 8))
    with pytest.raises(QuestionError, match="no outlet"):
        tell(harbour, outlets=["Nobody's Gazette"])


def test_an_article_is_read_as_it_stood_then(newsroom: Newsroom) -> None:
    newsroom.publish(
        "one", "The harbour vote will be held on 6 March.", "2031-03-01",
        title="Harbour vote", outlet="Port Gazette",
    )  # fmt: skip
    newsroom.refresh()
    newsroom.publish(
        "one", "The harbour vote will be held on 9 March.", "2031-03-01",
        updated="2031-03-03T10:00:00Z", title="Harbour vote", outlet="Port Gazette",
    )  # fmt: skip
    newsroom.now = datetime(2031, 3, 3, 12, tzinfo=UTC)
    then = tell(newsroom, as_of=datetime(2031, 3, 2, tzinfo=UTC))
    assert [e.first for e in then.entries] == [date(2031, 3, 6)]
    now = tell(newsroom)
    assert [e.first for e in now.entries] == [date(2031, 3, 9)]


def test_the_demo_coverage_tells_of_its_rounds(seeds_index: object) -> None:
    index: Index = seeds_index()  # type: ignore[operator]
    with index:
        found = index.timeline("Istanbul talks", as_of=datetime(2025, 8, 1, tzinfo=UTC))
    best = {e.first: e for e in sorted(found.entries, key=lambda e: e.weight)}
    for day in (date(2025, 5, 16), date(2025, 6, 2), date(2025, 7, 23)):
        assert best[day].status == "happened"
        assert len(best[day].citation.also_in) >= 4
    assert best[date(2025, 5, 15)].moved_to == date(2025, 5, 16)
    assert best[date(2025, 7, 24)].status == "planned"
