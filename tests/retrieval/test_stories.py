"""The newest coverage, each story once."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.retrieval.conftest import Newsroom

AS_OF = datetime(2031, 4, 1, tzinfo=UTC)
WIRE = (
    "The harbour of Skarn will be dredged by a company from Norhaven. The council took the"
    " decision with eleven votes to four. Work begins in the autumn, the harbour master said, and"
    " will take two years. Boats of the fishermen move to the northern quay meanwhile."
)


def publish(newsroom: Newsroom) -> None:
    newsroom.publish("wire", WIRE, "2031-03-10", title="Harbour is dredged", outlet="Port Gazette")
    newsroom.publish("copy", WIRE, "2031-03-11", title="Dredging", outlet="Island Times")
    newsroom.publish(
        "bread", "The bakery in Mill Lane has a new oven. It was bought with a loan.",
        "2031-03-12", title="Warm bread", outlet="Quay News",
    )  # fmt: skip
    newsroom.publish("undated", "The tide clock was mended.", None, title="Clock", outlet="Gull")
    newsroom.publish(
        "later", "The ferry runs again after its repair.", "2031-05-02", title="Ferry",
        outlet="Quay News",
    )  # fmt: skip
    newsroom.refresh()


def test_the_newest_come_first_and_copies_are_one_story(newsroom: Newsroom) -> None:
    publish(newsroom)
    with newsroom.open() as index:
        found = index.latest(as_of=AS_OF)
    assert [(s.article_id, s.also_in) for s in found] == [
        ("bread", ()), ("wire", ("Island Times",)), ("undated", ()),
    ]  # fmt: skip


def test_a_topic_is_found_first_and_then_put_in_order(newsroom: Newsroom) -> None:
    publish(newsroom)
    with newsroom.open() as index:
        found = index.latest("dredging of the harbour", as_of=AS_OF)
        assert [(s.article_id, s.also_in) for s in found] == [("wire", ("Island Times",))]
        assert index.latest("curling world championship", as_of=AS_OF) == ()


def test_no_outlet_is_named_beyond_those_asked_for(newsroom: Newsroom) -> None:
    publish(newsroom)
    with newsroom.open() as index:
        found = index.latest(as_of=AS_OF, outlets=["Island Times", "Gull"])
        assert [(s.article_id, s.also_in) for s in found] == [("copy", ()), ("undated", ())]


def test_an_original_older_than_all_that_was_looked_at_takes_no_place(newsroom: Newsroom) -> None:
    newsroom.publish("wire", WIRE, "2031-03-01", title="Harbour", outlet="Port Gazette")
    newsroom.publish("copy", WIRE, "2031-03-20", title="Harbour", outlet="Island Times")
    for n, thing in enumerate(("bakery", "ferry", "library", "clock tower", "orchard", "mill")):
        newsroom.publish(
            f"n{n}", f"The {thing} of Skarn is painted green, at the wish of number {n}.",
            f"2031-03-{10 + n}", title=f"Green {thing}", outlet="Quay News",
        )  # fmt: skip
    newsroom.refresh()
    with newsroom.open() as index:
        assert [s.article_id for s in index.latest(as_of=AS_OF, limit=2)] == ["n5", "n4"]
        assert index.latest(as_of=AS_OF, limit=20)[-1].article_id == "wire"
