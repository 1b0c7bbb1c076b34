"""What is left out of the sentences of an article, and what must not be."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.boilerplate import content, find_boilerplate

BEFORE = "The delegations met at the palace on Monday and spoke for an hour."
AFTER = "Neither side named a date for the next round of the negotiations."


def left_out(text: str) -> list[str]:
    return [text[start:end] for start, end in find_boilerplate(text)]


@pytest.mark.parametrize(
    "line",
    [
        "Impact Shorts",
        "More Shorts",
        "Read more",
        "Also read: Five things to know about the palace",
        "ADVERTISEMENT",
        "Sign up for our newsletter",
        "Sign up here to get our weekly newsletter in your inbox.",
        "Share this article",
        "Follow us on Telegram and Instagram",
        "Click here to read the full story",
        "Story continues below advertisement",
        "Story continues below this advertisement",
        "Photo: AFP",
        "Maria Example/Getty Images",
        "(With inputs from agencies)",
        "Reporting by Ann Example; editing by Bob Example",
        "We use cookies to improve your experience.",
        "This website uses cookies. Accept all?",
        "Subscribe",
        "© 2025 Example Media. All rights reserved.",
        "3 min read",
        "![The palace](palace.jpg)",
        ")",
        "* * *",
        "———",
    ],
)
def test_a_furniture_line_between_paragraphs_is_left_out(line: str) -> None:
    text = f"{BEFORE}\n{line}\n{AFTER}"
    assert left_out(text) == [line]
    assert [text[start:end] for start, end in content(text)] == [BEFORE, AFTER]


@pytest.mark.parametrize(
    "line",
    [
        "Background",
        "What was agreed",
        "A Long Road to the Palace",
        "**Search continues**",
        "## Who attended the second round of the talks in Istanbul, and who did not",
        "Five Things About the Talks That Nobody Has Told You",
    ],
)
def test_a_heading_is_left_out(line: str) -> None:
    assert left_out(f"{BEFORE}\n\n{line}\n\n{AFTER}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Nothing was signed.",
        "“Not yet,” he said.",
        "Who pays?",
        "16 May: first round in Istanbul",
        "Read more than 300 pages of testimony, the judge told the two lawyers.",
        "Photographs of the hall were shown to the court.",
        "Related cases are pending in Riga.",
        "Share prices fell by a tenth.",
        "Advertisement spending doubled in a year, the ministry said.",
        "Follow the money, he said.",
        "Images of the strike were verified by two outlets.",
        "the governor said nothing about it",
        "It was 16 May",
        "More than a dozen houses burned down in the night of Saturday",
    ],
)
def test_a_sentence_that_resembles_furniture_stays(line: str) -> None:
    assert left_out(f"{BEFORE}\n{line}\n{AFTER}") == []


def test_a_label_glued_to_a_sentence_ends_where_the_sentence_begins() -> None:
    text = f"{BEFORE}\nMore Shorts“We are ready,” the envoy said.\n{AFTER}"
    assert left_out(text) == ["More Shorts"]


@pytest.mark.parametrize("label", ["Top Picks", "Daily Brief Extra", "Video"])
def test_an_unknown_label_glued_to_a_quotation_is_left_out(label: str) -> None:
    assert left_out(f"{label}“We are ready,” the envoy said.") == [label]


def test_a_known_label_glued_to_a_word_is_left_out() -> None:
    assert left_out("ADVERTISEMENTThe envoy left at noon.") == ["ADVERTISEMENT"]
    assert left_out("Read MoreThe envoy left at noon.") == ["Read More"]


def test_a_credit_in_brackets_behind_the_last_sentence_is_left_out() -> None:
    text = f"{BEFORE} (With inputs from agencies)"
    assert left_out(text) == ["(With inputs from agencies)"]


def test_a_list_without_markers_is_no_row_of_headings() -> None:
    text = f"{BEFORE}\nFour regions were hit:\nKyiv\nOdesa\nSumy\nKharkiv\n{AFTER}"
    assert left_out(text) == []


def test_a_text_without_any_prose_keeps_its_lines() -> None:
    assert left_out("Talks End in Istanbul\nNo Date Set") == []


def test_list_markers_and_quote_marks_are_left_out_but_their_words_stay() -> None:
    text = "- a withdrawal\n2. elections\n> The hosts were ready.\n*Emphasis* stays."
    assert left_out(text) == ["- ", "2. ", "> "]


def test_an_initial_is_no_list_marker() -> None:
    assert left_out("J. D. Vance spoke in Munich on the second day.") == []


def test_the_furniture_of_a_real_article_is_found(shared: Path) -> None:
    (path,) = (shared / "seeds").glob("000_*.txt")
    assert left_out(path.read_text(encoding="utf-8")) == ["Impact Shorts", "More Shorts", ")"]


@given(
    st.lists(
        st.one_of(st.text(max_size=40), st.sampled_from([BEFORE, "Read more", "- ", "# A", "\n"]))
    )
)
def test_content_and_boilerplate_share_no_character_and_lose_no_letter(parts: list[str]) -> None:
    text = "\n".join(parts)
    spans = sorted(find_boilerplate(text) + content(text))
    covered = 0
    for start, end in spans:
        assert covered <= start < end <= len(text)
        assert not any(c.isalnum() for c in text[covered:start])
        covered = end
    assert not any(c.isalnum() for c in text[covered:])
