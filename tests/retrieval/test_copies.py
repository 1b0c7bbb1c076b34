"""Copies: one text in several outlets is one group; what only looks like one is not."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from retrieval import copies, syndication
from retrieval.passages import split_passages
from retrieval.records import Answer, Article
from retrieval.store import Store
from tests.retrieval.conftest import Newsroom

WIRE = """The lock at Vessel Bridge will be shut for repairs from 23 July, the canal office said \
on Tuesday. Barges must wait at Lower Tarn or turn back.

Divers found two broken hinges on the western gate last week. The gate weighs 41 tonnes and was \
hung in 1936.

"A lock that leaks is a slow waterfall," said the engineer Olga Prohaska. She expects the work to \
cost 900,000 crowns.

Some 60 barges pass the lock each day, most of them laden with gravel. Skippers asked for a tow \
around the weir."""
PARAGRAPHS = WIRE.split("\n\n")
OWN = """Skippers on the canal are in for a long wait. Two hinges at Vessel Bridge have given way, \
and the canal office will close the lock for repairs in July. Olga Prohaska, its engineer, blamed \
the age of the gate. Gravel firms are looking for lorries."""
WHEN = "When will the lock at Vessel Bridge be shut?"


def article(
    text: str, outlet: str = "Courier", day: int | None = 1, id: str = "", **more: str
) -> Article:
    at = datetime(2025, 7, day, 9, tzinfo=UTC) if day else None
    return Article(id or outlet, text, "Title", outlet, "Test", published=at, **more)


def sketch(made: Article) -> copies.Sketch:
    places = sorted({s for p in split_passages(made.text) for s in p.sentences})
    return copies.sketch(made, places)


def are_copies(one: str, other: str, *, outlet: str = "Herald") -> bool:
    a, b = sketch(article(one)), sketch(article(other, outlet, 2))
    assert copies.are_copies(a, b) == copies.are_copies(b, a)
    shared = len(copies.keys(a) & copies.keys(b))
    return copies.comparable(a, b, shared) and copies.are_copies(a, b)


LOCAL = "In Ashwick the choir rehearses in the new hall from today. Tickets cost four crowns."


@pytest.mark.parametrize(
    "text",
    [
        WIRE,
        "\n\n".join(PARAGRAPHS[:2]),
        "\n\n".join([LOCAL, *PARAGRAPHS]),
        "\n\n".join([*PARAGRAPHS[:3], LOCAL]),
        WIRE.replace("said on Tuesday", "said Tuesday").replace("Some 60", "About sixty")
        .replace("must wait", "have to wait"),
        WIRE.replace("23 July", "24 July"),
        f"(AFP) - {WIRE}\n\nReporting by the night desk.",
    ],
    ids=["whole", "cut", "local first", "local last", "house style", "another date", "credited"],
)  # fmt: skip
def test_what_editors_do_to_a_text_leaves_it_a_copy(text: str) -> None:
    assert are_copies(WIRE, text)


FOLLOWING = "Barges pass Vessel Bridge again since Friday, four days early, the canal office said."
WEEKLY = (
    "Norvik shares closed up {} percent at {} points on {}. Brent stood at {} dollars a barrel. "
    "The index tracks the forty most traded companies on the Norvik exchange."
)
SPEECH = (
    "“We built this lock with our hands and we will mend it with our hands. Nobody will lose a "
    "day's pay for it. I ask for patience until the first of August, and for cake.”"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WIRE, OWN),
        (WIRE, f"{FOLLOWING}\n\n{WIRE}"),
        (WIRE, "\n\n".join([FOLLOWING, *PARAGRAPHS[1:]])),
        (WEEKLY.format(1.2, 4310, "Friday", 71), WEEKLY.format(0.4, 4288, "Monday", 74)),
        (f"Olga Prohaska spoke to skippers in Tarn.\n\n{SPEECH}",
         f"{SPEECH}\n\nWith these words the canal's engineer met the press on Monday."),
        ("", WIRE),
    ],
    ids=["independent", "follow-up", "background", "template", "speech", "empty"],
)  # fmt: skip
def test_what_only_looks_like_a_copy_is_none(one: str, other: str) -> None:
    assert not are_copies(one, other)


def test_a_later_version_in_the_same_outlet_is_no_copy() -> None:
    later = WIRE.replace("Barges must wait at Lower Tarn or turn back.", "Barges may turn at Tarn.")
    assert are_copies(WIRE, later)
    assert not are_copies(WIRE, later, outlet="Courier")
    assert are_copies(WIRE, WIRE, outlet="Courier")


def test_a_sketch_is_read_back_as_it_was_written() -> None:
    own = sketch(article(WIRE))
    assert copies.parsed(own.outlet, own.published, own.credit, bytes(own)) == own


@pytest.mark.parametrize(
    ("made", "credit"),
    [
        (article("(Reuters) - The lock is shut."), 1),
        (article("VESSEL BRIDGE, July 1 (AFP) - The lock is shut."), 1),
        (article("The lock is shut.\n\nSource: TASS"), 1),
        (article("The lock is shut.", attribution="By Jo Tarn, Associated Press"), 1),
        (article("The lock is shut.", "Anadolu Agency"), 2),
        (article("The lock is shut, Reuters reported last night."), 0),
        (article("The lock is shut."), 0),
    ],
)
def test_an_agency_is_known_by_its_credit(made: Article, credit: int) -> None:
    assert sketch(made).credit == credit


# Groups in the index ------------------------------------------------------------------------------


def groups(store: Store) -> dict[str, set[str]]:
    found = defaultdict(set)
    for row in store.connection.execute("SELECT article_id, original FROM copies"):
        found[row["original"]].add(row["article_id"])
    return dict(found)


def put(store: Store, made: Article) -> None:
    with store.writing():
        syndication.place(store.connection, made.id, sketch(made))


FIVE = [
    article(WIRE, "Courier", 1),
    article("\n\n".join(PARAGRAPHS[:2]), "Mail", 2),
    article("\n\n".join([LOCAL, *PARAGRAPHS]), "Lantern", 2),
    article(WIRE.replace("said on Tuesday", "said Tuesday"), "Dial", 3),
    article("\n\n".join(PARAGRAPHS[:3]), "Post", None),
    article(OWN, "Herald", 1),
    article(f"{FOLLOWING}\n\n{WIRE}", "Courier", 9, "later"),
]


@pytest.mark.parametrize("seed", range(4))
def test_groups_are_the_same_whatever_the_order(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    order = chance.sample(FIVE, len(FIVE))
    with Store(tmp_path / "i.sqlite3", create=True) as store:
        for made in [*order, *chance.sample(order, 3)]:
            put(store, made)
        assert groups(store) == {"Courier": {"Courier", "Mail", "Lantern", "Dial", "Post"}}


def test_the_original_passes_on_when_it_is_removed_and_nothing_is_left_of_it(
    tmp_path: Path,
) -> None:
    with Store(tmp_path / "i.sqlite3", create=True) as store:
        for made in FIVE[:3]:
            put(store, made)
        with store.writing():
            syndication.withdraw(store.connection, "Courier")
        assert groups(store) == {"Lantern": {"Mail", "Lantern"}}
        for name in ("Mail", "Lantern", "never there"):
            with store.writing():
                syndication.withdraw(store.connection, name)
        for table in ("sketches", "bands", "alike", "copies"):
            assert not store.connection.execute(f"SELECT * FROM {table}").fetchall()


def test_a_credited_copy_is_the_original_though_it_came_later(tmp_path: Path) -> None:
    with Store(tmp_path / "i.sqlite3", create=True) as store:
        put(store, FIVE[0])
        put(store, article(f"(Reuters) - {WIRE}", "Dial", 2))
        assert set(groups(store)) == {"Dial"}


def test_a_version_does_not_join_by_way_of_another_outlets_copy(tmp_path: Path) -> None:
    later = WIRE.replace("Barges must wait at Lower Tarn or turn back.", "Barges may turn at Tarn.")
    with Store(tmp_path / "i.sqlite3", create=True) as store:
        put(store, article(later, "Courier", 2, "version"))
        put(store, article(WIRE, "Mail", 2))
        put(store, FIVE[0])
        assert groups(store) == {"Courier": {"Courier", "Mail"}}


# Answers ------------------------------------------------------------------------------------------


def ask(newsroom: Newsroom, question: str, day: int, **limits: str) -> Answer:
    newsroom.refresh()
    with newsroom.open() as index:
        return index.ask(question, as_of=date(2025, 7, day), **limits)


def publish(newsroom: Newsroom) -> None:
    for made in FIVE[:4]:
        assert made.published is not None
        newsroom.publish(made.id, made.text, made.published.isoformat(), outlet=made.outlet)


def test_a_story_in_four_outlets_is_one_citation_of_its_original(newsroom: Newsroom) -> None:
    publish(newsroom)
    answer = ask(newsroom, WHEN, 10)
    first = answer.citations[0]
    assert first.outlet == "Courier"
    assert first.also_in == ("Lantern", "Mail", "Dial")
    assert sum("23 July" in c.quote for c in answer.citations) == 1
    assert answer.agreement == ()


def test_a_group_is_what_had_been_published_by_then(newsroom: Newsroom) -> None:
    publish(newsroom)
    assert ask(newsroom, WHEN, 1).citations[0].also_in == ()
    assert ask(newsroom, WHEN, 2).citations[0].also_in == ("Lantern", "Mail")
    later = ask(newsroom, WHEN, 10, since=date(2025, 7, 2)).citations[0]  # type: ignore[arg-type]
    assert {later.outlet, *later.also_in} == {"Lantern", "Mail", "Dial"}
    alone = ask(newsroom, WHEN, 10, outlets="Mail").citations[0]
    assert (alone.outlet, alone.also_in) == ("Mail", ())


def test_copies_that_differ_on_the_date_are_still_a_dispute(newsroom: Newsroom) -> None:
    publish(newsroom)
    newsroom.publish("other", WIRE.replace("23 July", "24 July"), "2025-07-02", outlet="Herald")
    answer = ask(newsroom, WHEN, 3)
    assert answer.verdict == "disputed"
    assert {c.value for c in answer.agreement} == {"2025-07-23", "2025-07-24"}
    for citation in answer.citations:
        if "23 July" in citation.quote:
            assert "Herald" not in citation.also_in
        if "24 July" in citation.quote:
            assert citation.also_in == ()
    hinges = ask(newsroom, "How many hinges were broken on the western gate?", 3)
    assert "Herald" in {hinges.citations[0].outlet, *hinges.citations[0].also_in}


def test_a_copy_that_changes_or_goes_leaves_its_group(newsroom: Newsroom) -> None:
    publish(newsroom)
    assert "Dial" in ask(newsroom, WHEN, 10).citations[0].also_in
    newsroom.publish("Dial", OWN, "2025-07-03", outlet="Dial")
    assert "Dial" not in ask(newsroom, WHEN, 10).citations[0].also_in
    del newsroom.articles["Courier"]
    first = ask(newsroom, WHEN, 10).citations[0]
    assert {first.outlet, *first.also_in} == {"Lantern", "Mail"}


def test_a_full_refresh_gives_the_same_groups(newsroom: Newsroom) -> None:
    publish(newsroom)
    newsroom.refresh()
    with Store(newsroom.path) as store:
        before = groups(store)
    newsroom.articles = dict(reversed(newsroom.articles.items()))
    newsroom.refresh(full=True)
    with Store(newsroom.path) as store:
        assert groups(store) == before != {}
