"""How much is quoted around a sentence that answers; always as it stands in the article."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evidence import Sentence
from retrieval.quote import MOST_WORDS, Quote, quotes
from retrieval.records import Article, Hit
from retrieval.sentences import split_sentences

HIT = Hit(1, "a", 1, 0, 0, 0.0, 0.0, 0.0, 0.0, 1.0, 0)


def sentences(text: str, scores: list[float] | None = None, id: str = "a") -> list[Sentence]:
    """The sentences of an article, in order, each with its score."""
    article = Article(id, text, "", "Wire", "wire")
    places = split_sentences(text)
    given = [*(scores or []), *([0.0] * len(places))]
    return [
        Sentence(article, HIT, start, start, end, {}, score, 0.0, 0.0, (), (), ())
        for (start, end), score in zip(places, given, strict=False)
    ]


def quoted(text: str, at: int, scores: list[float] | None = None) -> str:
    made = sentences(text, scores)
    (only,) = quotes([made[at]], made)
    assert only.sentence is made[at]
    return only.text


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("Umerov leads the team. He flew in on Monday. Rain fell.", 1,
         "Umerov leads the team. He flew in on Monday."),
        ("Rain fell. Umerov leads the team. Fog lay over Porto.", 1,
         "Umerov leads the team. Fog lay over Porto."),
        ("Umerov leads the team.", 0, "Umerov leads the team."),
        ("“We are ready. Nothing else matters,” Umerov said. Rain fell.", 1,
         "“We are ready. Nothing else matters,” Umerov said."),
        ("Rain fell. “It opens on 2 April. I give you my word. Nobody stops it,” Fell said.", 2,
         "“It opens on 2 April. I give you my word. Nobody stops it,” Fell said."),
        ("He said: \"It opens. I swear.\" Rain fell.", 0, "He said: \"It opens. I swear.\""),
        ("Rain fell. “Umerov opens it.” Fog lay over Porto.", 1,
         "“Umerov opens it.” Fog lay over Porto."),
        ("Two envoys came.\n\nThose envoys left. Rain fell.", 1,
         "Two envoys came.\n\nThose envoys left."),
    ],
)  # fmt: skip
def test_what_a_sentence_points_back_to_is_quoted_with_it_else_the_likelier(
    text: str, at: int, expected: str
) -> None:
    # The sentence after would be the likelier one everywhere.
    assert quoted(text, at, [0.0, 1.0, 2.0]) == expected


def test_the_likelier_neighbour_is_shown() -> None:
    text = "Snow lay in Porto. Umerov leads the team. Fog lay over Porto."
    assert quoted(text, 1, [2.0, 1.0, 0.0]) == "Snow lay in Porto. Umerov leads the team."


def test_a_sentence_that_is_long_stands_alone_and_whole() -> None:
    long = "The court heard " + "and heard " * MOST_WORDS + "him."
    assert quoted(f"Rain fell. {long} He left.", 1) == long


def test_of_a_quotation_that_goes_on_for_too_long_a_part_is_shown() -> None:
    text = "“It opens in April. " + "I swear it by all that is dear to me and to you. " * 9 + "”"
    assert quoted(text, 0).startswith("“It opens in April.")
    assert len(quoted(text, 0).split()) <= MOST_WORDS


@pytest.mark.parametrize(
    ("error", "between", "right"),
    [
        ("In our report of Thursday we gave the share as 87 percent.",
         "That was wrong: two digits had been swapped.", "The correct figure is 78 percent."),
        ("In our live coverage we gave the attendance as 36,412.",
         "Two digits had been swapped.", "The correct figure is 36,142."),
        ("We wrote that it had been handed over at Dolmabahçe.",
         "That was the house of the first round.", "It was held at the Ciragan Palace."),
    ],
)  # fmt: skip
def test_what_an_outlet_corrects_is_quoted_up_to_what_is_right(
    error: str, between: str, right: str
) -> None:
    text = f"{error} {between} {right} We are sorry."
    made = sentences(text)
    fitting = [replace(s, found=((s.start, s.end),)) if n < 3 else s for n, s in enumerate(made)]
    fitting[1] = replace(fitting[1], found=fitting[1].found if "digits" in between else ())
    (only,) = quotes(fitting[:1], fitting)
    assert only.text == f"{error} {between} {right}"


def test_what_an_outlet_reported_and_does_not_correct_is_quoted_as_any_other() -> None:
    text = "The last swap that we reported freed 146. Rain fell. The talks go on."
    assert quoted(text, 0) == "The last swap that we reported freed 146. Rain fell."


def test_what_was_quoted_is_not_quoted_again() -> None:
    text = "Umerov leads the team. He flew in on Monday. Rain fell. Fog lay."
    made = sentences(text, [0.0, 0.0, 0.0, 1.0])
    found = list(quotes([made[1], made[0], made[2]], made))
    assert [q.text for q in found] == [
        "Umerov leads the team. He flew in on Monday.", "Rain fell. Fog lay."
    ]  # fmt: skip


def test_neighbours_are_looked_for_in_the_same_article_alone() -> None:
    one, other = sentences("Umerov leads the team."), sentences("Rain fell. He left.", id="b")
    found = list(quotes([*one, *other], [*one, *other]))
    assert [q.text for q in found] == ["Umerov leads the team.", "Rain fell. He left."]


PIECES = [
    "Rain fell.", "He left.", "“We go.", "It ends,” he said.", "So be it!", "No. 7 won.", "\n\n",
    "Why?", " ", "A " * 50 + "end.", "Über 3.5 km…", "«Да.»", "Mr. Fox came.",
]  # fmt: skip


@given(data=st.data())
def test_quotes_are_verbatim_whole_and_never_overlap(data: st.DataObject) -> None:
    texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join) | st.text()
    everything = [
        s
        for name in ("a", "b")
        for s in sentences(
            data.draw(texts), data.draw(st.lists(st.floats(-5, 5), max_size=8)), name
        )
    ]
    chosen = data.draw(st.permutations(everything))[: data.draw(st.integers(0, 6))]
    found = list(quotes(chosen, everything))
    for quote in found:
        text = quote.sentence.article.text
        assert quote.text == text[quote.start : quote.end]
        assert quote.text
        assert quote.start <= quote.sentence.start < quote.sentence.end <= quote.end
        members = [s for s in everything if _within(s, quote)]
        assert len(members) <= 2 or any(mark in text for mark in '“"«')
        assert (min(s.start for s in members), max(s.end for s in members)) == (
            quote.start, quote.end
        )  # fmt: skip
        assert len(members) == 1 or len(quote.text.split()) <= MOST_WORDS
    for one, other in combinations(found, 2):
        apart = one.end <= other.start or other.end <= one.start
        assert apart or one.sentence.article.id != other.sentence.article.id
    assert all(any(_within(s, q) for q in found) for s in chosen)


def _within(sentence: Sentence, quote: Quote) -> bool:
    same = sentence.article.id == quote.sentence.article.id
    return same and quote.start <= sentence.start and sentence.end <= quote.end
