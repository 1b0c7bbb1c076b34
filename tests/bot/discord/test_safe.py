"""Text from elsewhere reads the same in a message, and does nothing there."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.discord.safe import emphasised, label, plain, shorten, size, tidy, unplain

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

# What Discord reads beyond CommonMark, sought in the source as its clients do.
LIVE = {
    "mention": r"<(?:@[!&]?|#)\d+>",
    "everyone": r"@(?:everyone|here)",
    "command": r"</[\w -]+:\d+>",
    "timestamp": r"<t:-?\d+(?::\w)?>",
    "emoji": r"<a?:\w+:\d+>",
    "shortcode": r"(?<!\\):[\w+-]+:",
    "guild page": r"<id:\w+>",
    "link": r"https?://\S",
    "email or phone": r"(?<!\\)<(?:mailto:|tel:|[\w.+-]+@)[^>]*>",
    "invite": r"(?:discord(?:app)?\.(?:gg|com/invite)|dsc\.gg)/",
    "spoiler": r"(?<!\\)\|(?<!\\)\|",
    "subtext": r"^-# ",
    "heading": r"^#{1,3} ",
    "quote": r"^>{1,3}? ",
    "list": r"^\s*(?:[-*+]|\d+[.)]) ",
    "turn": "[\u202a-\u202e\u2066\u2067\u200e\u200f\u061c]",
    "hidden": "[\u00ad\u2060-\u2064\ufeff\u115f\u1160\u3164\u2800]",
}

HOSTILE = [
    "[Click](https://evil.example)", "Title ](https://evil.example) [x", "@everyone hi @here",
    "<@123456789012345678> <@!1> <@&1>", "<#123456789012345678>", "</ask:123456789012345678>",
    "<t:0:R>", "https://evil.example/_a_", "HTTP://evil.example", "discord.gg/abc",
    "discord.com/invite/abc", "dsc.gg/x", "# Heading\n# again", "-# small", "> quote", ">>> all",
    "\u202egnp.exe", "1. item", "1) item", "- item", "* item", "+ item", "a\u200b@here",
    "||hidden||", "`code` ```block```", "**b** __u__ *i* _i_ ~~s~~", "<:name:1> <a:name:1>",
    ":skull: 12:30:45", "<id:customize>", "<a@b.example> <tel:+123>", "\\*already\\*", "a\\",
    "htt\u200dps://evil.example", "@\u200deveryone", "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307",
    "===", "---", "    code", "\tcode", "| a | b |", "&lt;@1&gt; &amp;", "<b>html</b>",
    "עברית 12", "\U000e0041tag", "a\x00b\x1b[31m", "\ud800half", "https\u200b://evil.example",
]  # fmt: skip

texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=60),
    st.lists(st.sampled_from([*HOSTILE, *"\\*_[]()<>`~|#@:-+.1/ \n\u200b\u202e"]), max_size=8).map(
        "".join
    ),
)


def inline(text: str) -> list[Token]:
    tokens = _PARSER.parse(text)
    assert [t.type for t in tokens] in (
        [], ["paragraph_open", "inline", "paragraph_close"],
    ), tokens  # fmt: skip
    return (tokens[1].children or []) if tokens else []


def seen(text: str) -> str:
    return re.sub("[\u200b\u2068\u2069]", "", text)


@given(texts)
def test_it_is_one_text_with_the_same_words(text: str) -> None:
    made = plain(text)
    found = inline(made)
    assert all(t.type == "text" for t in found)
    assert seen("".join(t.content for t in found)) == tidy(text)


@given(texts)
def test_nothing_in_it_lives(text: str) -> None:
    for around in ("{}", "before {} after", "-# {}", "> {}", "**{}**"):
        made = plain(text)
        for name, pattern in LIVE.items():
            assert not re.search(pattern, made, re.M | re.I), (name, around.format(made))


def test_a_colon_after_a_text_completes_no_emoji() -> None:
    assert not re.search(LIVE["shortcode"], plain("Radio 12:45") + ":")


@given(texts)
def test_it_can_be_read_back(text: str) -> None:
    assert unplain(plain(text)) == tidy(text)


@given(texts)
def test_tidying_twice_changes_nothing(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert "\n" not in once
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Co") for c in once)


@given(texts, st.lists(st.tuples(st.integers(-3, 70), st.integers(-3, 70)), max_size=4))
def test_bold_words_are_bold_and_nothing_else_lives(
    text: str, spans: list[tuple[int, int]]
) -> None:
    made = emphasised(text, spans)
    for name, pattern in LIVE.items():
        assert not re.search(pattern, made, re.M | re.I), (name, made)
    # Discord's own rule for bold; what stands in it and around it must be text alone.
    rest = re.sub(r"\*\*((?:\\.|[^\\*])+?)\*\*", r"\1", made)
    assert not re.search(r"(?<!\\)(?:\\\\)*\*", rest), made


def test_bold_keeps_the_spaces_between_words() -> None:
    assert emphasised("on 2 June in Istanbul", [(2, 10)]) == "on **2 June** in Istanbul"
    assert emphasised("on 2 June", [(3, 4), (4, 9)]) == "on **2 June**"


@given(texts)
def test_a_label_holds_nothing_that_ends_it(text: str) -> None:
    made = label(text)
    assert len(made) <= 80
    assert not re.search(r"[\[\]()<>`*_~|\\#@]|://|\n", made)


@pytest.mark.parametrize("text", ["e\u0301tude", "Зеленський", "👩‍👩‍👧 fámily", "می‌خواهم"])
def test_writing_of_any_sort_stays_as_it_is(text: str) -> None:
    assert tidy(text) == unicodedata.normalize("NFC", text)


def test_what_runs_from_right_to_left_is_kept_to_itself() -> None:
    assert plain("עברית") == "\u2068עברית\u2069"


@given(st.text(), st.integers(1, 40))
def test_shortening_keeps_within_its_limit(text: str, limit: int) -> None:
    made = shorten(text, limit)
    assert len(made) <= limit
    assert made == text or made.endswith("…")


def test_size_counts_as_the_larger_of_two_ways() -> None:
    assert size("a👍") == 3
