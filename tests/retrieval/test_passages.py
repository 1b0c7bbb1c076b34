"""Sentences and passages: whole, in order, complete, and of even length."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.boilerplate import find_boilerplate
from retrieval.passages import SPLITTER_VERSION, passage_text, split_passages, split_sentences

GOLD = Path(__file__).parents[2] / "bench" / "data" / "sentences.jsonl"

# The characters on which splitters trip, often enough to stand together.
HOSTILE = st.text(
    st.sampled_from("aAbZ1é.?!…\"“”'‘’()[]*#>- \n\t\r\x85\xa0\u2028\u200b\u0301😀İ日。")
)
ANY = st.one_of(
    HOSTILE,
    st.text(st.characters(exclude_categories=["Cs"])),
    st.lists(st.sampled_from(["He left. ", "Gen. ", "p.m. ", "Read more\n", "\n- ", "word "])).map(
        "".join
    ),
)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def words(text: str) -> int:
    return len(text.split())


def story(*lengths: int) -> str:
    """A text whose sentences have the given numbers of words."""
    return " ".join("Word" + " word" * (n - 1) + "." for n in lengths)


def test_the_version_names_library_and_rules() -> None:
    assert SPLITTER_VERSION.startswith("sentencex-")
    assert "+" in SPLITTER_VERSION


def test_nine_of_ten_hard_cases_are_split_without_an_error() -> None:
    cases = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    right = [
        [s for s in sentences(case["text"]) if s not in case.get("headings", [])]
        == case["sentences"]
        for case in cases
    ]
    assert sum(right) >= 0.9 * len(cases)


@pytest.mark.parametrize(
    "expected",
    [
        ["“We are ready.”", "He left."],
        ["“Will you come?” a reporter asked.", "“Ask the hosts,” he said."],
        ['"It is over."', "Nobody spoke."],
        ["The U.S. envoy met Gen. Kovalenko and J. D. Vance.", "They spoke at 5 p.m. on Monday."],
        ["Aid of 1.5 million euros went to No. 10 Downing Street.", "It came late."],
        ["Sirens sounded at 10:00 a.m. Kyiv time.", "They stopped at noon."],
        ["He moved to Washington, D.C.", "His wife stayed."],
        ["We waited… and waited.", "Then the lights went out."],
        ["Caliber.Az and Censor.NET reported it.", "Others did not."],
        ["ISTANBUL, June 2 (Agency) — The talks opened.", "They closed an hour later."],
    ],
)
def test_news_english(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_text_glued_behind_a_stop_is_split() -> None:
    assert sentences("He left.“We stay,” she said.") == ["He left.", "“We stay,” she said."]


def test_a_hard_wrapped_line_goes_on_and_a_paragraph_does_not() -> None:
    wrapped = (
        "Officials said that the paper had not been received by the evening of\n"
        "that day, and that no other was expected"
    )
    assert sentences(f"{wrapped}\nA second drone fell into the sea at dawn") == [
        wrapped,
        "A second drone fell into the sea at dawn",
    ]


def test_list_items_are_sentences_of_their_own_without_their_markers() -> None:
    text = "The sides agreed on:\n- an exchange\n* the return of bodies\n2) a third meeting"
    assert sentences(text) == [
        "The sides agreed on:",
        "an exchange",
        "the return of bodies",
        "a third meeting",
    ]


def test_markdown_headings_are_left_out_and_emphasis_stays() -> None:
    text = "# Talks end\n\n**Umerov** led the team.\n\n> The hosts were ready."
    assert sentences(text) == ["**Umerov** led the team.", "The hosts were ready."]


@pytest.mark.parametrize("text", ["", " \n\t", ")", "…\n***", "\u200b\ufeff", "!!! ???"])
def test_nothing_to_say_gives_nothing(text: str) -> None:
    assert split_sentences(text) == []
    assert split_passages(text) == []


def test_white_space_that_the_library_cannot_take_does_no_harm() -> None:
    assert sentences("A\x85.) A.‘x\xa0B. C came.")


def test_lone_surrogates_do_no_harm() -> None:
    assert sentences("He left\ud800. She stayed.") == ["He left\ud800.", "She stayed."]


def test_a_text_without_punctuation_is_cut_at_word_borders() -> None:
    text = "word " * 10_000
    pieces = sentences(text)
    assert {w for piece in pieces for w in piece.split()} == {"word"}
    assert max(map(words, pieces)) <= 120
    assert sum(map(words, pieces)) == 10_000


def test_an_endless_token_is_cut_too() -> None:
    assert "".join(sentences("x" * 50_000)) == "x" * 50_000
    assert max(map(len, sentences("x" * 50_000))) < 2_500


@pytest.mark.parametrize(
    "text",
    [
        "“" * 30_000,
        "a.a." * 10_000,
        "A. " * 10_000,
        "'a' " * 10_000,
        "… " * 20_000 + "A",
        "?! " * 9999,
    ],
    ids=["quotes", "dots", "initials", "apostrophes", "ellipses", "ends"],
)
def test_hostile_repetition_ends(text: str) -> None:
    assert all(start < end for start, end in split_sentences(text))


def test_a_short_text_is_one_passage() -> None:
    (passage,) = split_passages("The envoy left. Nobody saw him go.")
    assert (passage.ordinal, passage.start, passage.end) == (0, 0, 34)
    assert passage.sentences == ((0, 15), (16, 34))


def test_passages_are_of_even_length_and_repeat_one_sentence() -> None:
    text = story(*[20] * 30)
    passages = split_passages(text)
    assert all(60 <= words(passage_text(text, p)) <= 120 for p in passages)
    assert all(after.sentences[0] == before.sentences[-1] for before, after in pairwise(passages))


def test_no_short_rest_is_left_at_the_end() -> None:
    for n in range(5, 40):
        text = story(*[17] * n)
        assert words(passage_text(text, split_passages(text)[-1])) >= 40


def test_a_long_sentence_is_not_repeated_and_not_cut() -> None:
    text = story(30, 150, 30, 30)
    spans = split_sentences(text)
    inside = [p.sentences for p in split_passages(text)]
    assert sum(spans[1] in each for each in inside) == 1
    assert (spans[1],) in inside


def test_overlap_can_be_turned_off() -> None:
    text = story(*[20] * 12)
    spans = [s for p in split_passages(text, overlap=0) for s in p.sentences]
    assert spans == split_sentences(text)


def test_furniture_inside_a_passage_is_not_in_its_text() -> None:
    text = f"{story(12)}\nRead more\n{story(10)}"
    (passage,) = split_passages(text)
    assert "Read more" in text[passage.start : passage.end]
    assert "Read more" not in passage_text(text, passage)


def test_a_real_article(shared: Path) -> None:
    (path,) = (shared / "seeds").glob("000_*.txt")
    text = path.read_text(encoding="utf-8")
    found = sentences(text)
    assert len(found) == 14
    assert found[-2].startswith("“We are ready, right there and then")
    assert all(each[-1] in ".”" for each in found)
    passages = split_passages(text)
    assert all(60 <= words(passage_text(text, p)) <= 120 for p in passages)


@given(ANY)
def test_sentences_are_trimmed_ordered_and_complete(text: str) -> None:
    spans = split_sentences(text)
    covered = 0
    for start, end in spans:
        assert covered <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert any(c.isalnum() for c in text[start:end])
        covered = end
    seen = {i for start, end in spans + find_boilerplate(text) for i in range(start, end)}
    assert not [c for i, c in enumerate(text) if c.isalpha() and i not in seen]


@given(ANY, st.integers(1, 40), st.integers(0, 3))
def test_passages_hold_every_sentence_in_order(text: str, target: int, overlap: int) -> None:
    most = target + target // 3
    passages = split_passages(text, target_words=target, max_words=most, overlap=overlap)
    spans = split_sentences(text)
    assert [p.ordinal for p in passages] == list(range(len(passages)))
    assert sorted({s for p in passages for s in p.sentences}) == spans
    for p in passages:
        assert (p.start, p.end) == (p.sentences[0][0], p.sentences[-1][1])
        at = spans.index(p.sentences[0])
        assert list(p.sentences) == spans[at : at + len(p.sentences)]
        assert words(passage_text(text, p)) <= most or len(p.sentences) == 1
    for before, after in pairwise(passages):
        assert before.end < after.end
        assert len(set(before.sentences) & set(after.sentences)) <= overlap
