from __future__ import annotations

import pytest

from retrieval.plan import Reading, compare
from retrieval.rows import Known
from retrieval.sources import SourceConfig


def reading(
    name: str, *ids: str, hidden: tuple[str, ...] = (), error: str | None = None
) -> Reading:
    found = {i: Known(name, f"{i}.md", "hash") for i in ids}
    return Reading(SourceConfig("folder", name, "/x"), found, set(hidden), error=error)


def known(source: str, *places: str) -> dict[str, Known]:
    return {p.removesuffix(".md"): Known(source, p, "hash") for p in places}


def test_what_is_gone_is_removed_and_what_is_new_is_written() -> None:
    plan = compare(known("A", "a.md", "b.md"), [reading("A", "a", "c")])
    assert (plan.remove, plan.write, plan.unchanged) == ({"b"}, {"A": {"c"}}, 1)


@pytest.mark.parametrize(
    ("hidden", "kept"),
    [
        ("", {"sub/x", "subway", "y"}),
        ("sub", {"sub/x"}),
        ("y.md", {"y"}),
        ("sub/deeper", set()),
    ],
)
def test_what_could_not_be_seen_is_kept_and_the_rest_removed(hidden: str, kept: set[str]) -> None:
    was = known("A", "a.md", "sub/x.md", "subway.md", "y.md")
    plan = compare(was, [reading("A", "a", hidden=(hidden,))])
    assert plan.hidden == kept
    assert plan.remove == {"sub/x", "subway", "y"} - kept


def test_a_failed_source_keeps_what_it_had() -> None:
    plan = compare(known("A", "a.md"), [reading("A", error="gone"), reading("B", "b")])
    assert (plan.failed, plan.remove, plan.write) == ({"a"}, set(), {"B": {"b"}})


def test_a_source_that_is_suddenly_empty_counts_as_failed_unless_that_is_meant() -> None:
    empty = reading("A")
    plan = compare(known("A", "a.md", "b.md"), [empty])
    assert plan.failed == {"a", "b"}
    assert empty.error is not None
    assert "2 are indexed" in empty.error
    assert "--allow-empty" in empty.error
    assert compare(known("A", "a.md"), [reading("A")], allow_empty=True).remove == {"a"}


def test_a_source_whose_articles_all_moved_is_not_suspected() -> None:
    empty = reading("A")
    plan = compare(known("A", "a.md"), [empty, reading("B", "a")])
    assert empty.error is None
    assert plan.move == {"a": Known("B", "a.md", "hash")}
    assert plan.remove == set()


def test_an_article_moves_with_its_source_s_new_name() -> None:
    plan = compare(known("Old", "a.md"), [reading("New", "a")])
    assert (set(plan.move), plan.remove, plan.write, plan.unchanged) == ({"a"}, set(), {}, 1)


def test_the_holder_of_an_id_keeps_it_whatever_the_order() -> None:
    plan = compare(known("B", "a.md"), [reading("A", "a"), reading("B", "a")])
    assert (plan.move, plan.write, plan.unchanged) == ({}, {}, 1)
    assert 'the source "B"' in plan.problems[0].message


def test_the_holder_keeps_what_it_can_not_show_just_now() -> None:
    plan = compare(known("B", "a.md"), [reading("A", "a"), reading("B", error="gone")])
    assert plan.failed == {"a"}
    assert 'the source "B"' in plan.problems[0].message


def test_of_two_that_offer_a_new_id_the_first_has_it() -> None:
    plan = compare({}, [reading("A", "a"), reading("B", "a")])
    assert plan.write == {"A": {"a"}}
    assert len(plan.problems) == 1
