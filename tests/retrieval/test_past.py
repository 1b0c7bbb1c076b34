"""Answers over articles that were edited: what stood there then, and what became of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from retrieval.records import Answer
from retrieval.store import Store
from tests.retrieval.conftest import Newsroom

OLD = "The third round of talks will be held in Hallin on 24 July, the ministry said."
NEW = "The third round of talks will be held in Hallin on 23 July, the ministry said."
REST = "Both sides will send the same teams as before. A truce is not on the agenda."
WHEN = "When is the third round of talks?"


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2025, 7, day, hour, tzinfo=UTC)


def publish(newsroom: Newsroom, first: str, *, now: datetime, **more: Any) -> None:
    newsroom.now = now
    newsroom.publish("talks", f"{first} {REST}", "2025-07-10", title="Third round of talks", **more)
    newsroom.refresh()


def ask(newsroom: Newsroom, as_of: datetime, question: str = WHEN) -> Answer:
    with newsroom.open() as index:
        answer = index.ask(question, as_of=as_of)
        for c in answer.citations:
            assert index.store.verify(c.article_id, c.version, c.start, c.end, c.quote)
            if c.edited and c.edited.quote:
                e = c.edited
                assert e.quote is not None
                assert index.store.verify(c.article_id, e.version, e.start, e.end, e.quote)
        return answer


def test_before_the_edit_the_earlier_date_answers_and_is_marked(newsroom: Newsroom) -> None:
    publish(newsroom, OLD, now=at(10))
    publish(newsroom, NEW, now=at(15), updated="2025-07-15T09:00")
    answer = ask(newsroom, at(12))
    assert answer.event is not None
    assert answer.event.start == at(24).date()
    citation = answer.citations[0]
    assert citation.version == 1
    assert "24 July" in citation.quote
    assert citation.edited is not None
    assert (citation.edited.kind, citation.edited.quote) == ("now", NEW)
    assert citation.edited.since == at(15, 9)
    assert all(h.version == 1 for h in answer.passages)


def test_after_the_edit_the_later_date_answers_and_says_what_stood_there(
    newsroom: Newsroom,
) -> None:
    publish(newsroom, OLD, now=at(10))
    publish(newsroom, NEW, now=at(15))
    answer = ask(newsroom, at(16))
    assert answer.event is not None
    assert answer.event.start == at(23).date()
    citation = answer.citations[0]
    assert citation.version == 2
    assert citation.edited is not None
    assert (citation.edited.kind, citation.edited.version) == ("was", 1)
    assert (citation.edited.quote, citation.edited.since) == (OLD, at(15))


def test_an_edit_elsewhere_in_the_article_is_not_held_against_the_quote(
    newsroom: Newsroom,
) -> None:
    publish(newsroom, OLD, now=at(10))
    newsroom.articles["talks"]["text"] += " The host will be the mayor of Hallin."
    newsroom.now = at(15)
    newsroom.refresh()
    then, now = (ask(newsroom, at(day)).citations[0] for day in (12, 16))
    assert (then.version, then.edited) == (1, None)
    assert (now.version, now.edited) == (2, None)


def test_a_sentence_that_was_added_later_does_not_answer(newsroom: Newsroom) -> None:
    publish(newsroom, "Officials spoke of peace in general terms.", now=at(10))
    publish(newsroom, f"Officials spoke of peace in general terms. {NEW}", now=at(15))
    answer = ask(newsroom, at(12))
    assert answer.event is None
    assert not any("23 July" in c.quote for c in answer.citations)
    later = ask(newsroom, at(16))
    assert later.event is not None
    assert later.citations[0].edited is None


def test_an_update_stated_before_the_moment_of_asking_counts_though_fetched_later(
    newsroom: Newsroom,
) -> None:
    publish(newsroom, OLD, now=at(10))
    publish(newsroom, NEW, now=at(20), updated="2025-07-11T08:00")
    assert ask(newsroom, at(12)).citations[0].version == 2


def test_a_stale_or_impossible_update_is_not_believed(newsroom: Newsroom) -> None:
    publish(newsroom, OLD, now=at(10), updated="2025-07-10T10:00")
    publish(newsroom, NEW, now=at(15), updated="2025-07-10T10:00")
    with Store(newsroom.path) as store:
        assert [v.since for v in store.versions("talks")] == [at(10, 0), at(15)]
    publish(newsroom, OLD + " Again.", now=at(18), updated="2031-01-01")
    with Store(newsroom.path) as store:
        assert store.versions("talks")[-1].since == at(18)


def test_the_nearest_passages_of_then_hold_nothing_of_later(newsroom: Newsroom) -> None:
    publish(newsroom, "Officials spoke of peace in general terms.", now=at(10))
    publish(newsroom, f"{NEW} The stadium in Hallin will be closed.", now=at(15))
    newsroom.publish("other", "A stadium in Velka was sold on Monday.", "2025-07-09")
    newsroom.refresh()
    answer = ask(newsroom, at(12), "Which stadium will be closed?")
    with Store(newsroom.path) as store:
        for hit in answer.passages:
            article = store.article(hit.article_id, hit.version)
            assert article is not None
            assert "Hallin" not in article.text[hit.start : hit.end]
        assert [h.group for h in answer.passages] == list(range(len(answer.passages)))


def test_a_stored_citation_is_checked_against_what_stands_there_now(newsroom: Newsroom) -> None:
    publish(newsroom, OLD, now=at(10))
    citation = ask(newsroom, at(12)).citations[0]
    with newsroom.open() as index:
        assert index.check(citation) is None
    publish(newsroom, NEW, now=at(15))
    with newsroom.open() as index:
        edit = index.check(citation)
        assert edit is not None
        assert (edit.quote, edit.since) == (NEW, at(15))
    publish(newsroom, "The ministry has nothing to announce.", now=at(16))
    with newsroom.open() as index:
        edit = index.check(citation)
        assert edit is not None
        assert (edit.quote, edit.version) == (None, 3)
    with Store(newsroom.path, create=True) as store, store.writing():
        store.bury("talks", "forgotten", at(17))
    with newsroom.open() as index:
        edit = index.check(citation)
        assert edit is not None
        assert (edit.version, edit.since) == (0, at(17))


def test_a_retracted_article_answers_no_more_but_did_before(newsroom: Newsroom) -> None:
    publish(newsroom, OLD, now=at(10))
    publish(newsroom, f"This article has been retracted.\n\n{OLD}", now=at(15))
    after = ask(newsroom, at(16))
    assert not any("24 July" in c.quote for c in after.citations)
    before = ask(newsroom, at(12))
    assert "24 July" in before.citations[0].quote
    assert before.citations[0].notice == "retraction"


def test_other_evidence_is_taken_in_place_of_a_retracted_one(newsroom: Newsroom) -> None:
    publish(newsroom, f"This article has been retracted.\n\n{OLD}", now=at(10))
    newsroom.publish("sound", f"{NEW} {REST}", "2025-07-10", title="Talks on 23 July")
    newsroom.refresh()
    answer = ask(newsroom, at(12))
    assert {c.article_id for c in answer.citations} == {"sound"}


def test_a_correction_is_shown_with_the_quote(newsroom: Newsroom) -> None:
    note = "Correction: an earlier version of this article said the talks were on 24 July."
    publish(newsroom, OLD, now=at(10))
    newsroom.publish("talks", f"{NEW} {REST}\n\n{note}", "2025-07-10", title="Third round of talks")
    newsroom.now = at(15)
    newsroom.refresh()
    (citation,) = ask(newsroom, at(16)).citations[:1]
    assert citation.notice == "correction"
    assert "23 July" in citation.quote


def test_a_retraction_in_an_article_of_its_own_reaches_the_one_it_names(
    newsroom: Newsroom,
) -> None:
    publish(newsroom, OLD, now=at(10), url="https://wire.example/talks")
    newsroom.publish(
        "notice",
        "Retraction: the story at https://wire.example/talks?utm_source=x rested on a forgery.",
        "2025-07-14", title="To our readers",
    )  # fmt: skip
    newsroom.refresh()
    assert not any(c.article_id == "talks" for c in ask(newsroom, at(16)).citations)
    before = ask(newsroom, at(12))
    assert {c.notice for c in before.citations} == {"retraction"}


def test_a_day_points_only_at_what_the_notice_speaks_of(newsroom: Newsroom) -> None:
    publish(newsroom, OLD, now=at(10))
    newsroom.publish("ferry", "A ferry sank off Velka with nobody aboard.", "2025-07-10",
                     title="Ferry sinks off Velka")  # fmt: skip
    newsroom.publish(
        "notice", "Our report of 10 July on the third round of talks wrongly named the hall.",
        "2025-07-14", title="For the record",
    )  # fmt: skip
    newsroom.refresh()
    with Store(newsroom.path) as store:
        said = {}
        for id in ("talks", "ferry"):
            article = store.article(id)
            assert article is not None
            said[id] = store.notices_about(article, at(20))
    assert said == {"talks": ["correction"], "ferry": []}
