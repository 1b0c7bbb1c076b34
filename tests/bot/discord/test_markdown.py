"""The checker of what is sent sees what lives, so that a test that it passes means something."""

from __future__ import annotations

import pytest

from tests.bot.discord.markdown import Node, faults, kinds, parse, shown, timestamps

LIVE: dict[str, str] = {
    "<@123456789012345678>": "mention", "<@!1>": "mention", "<@&12>": "mention",
    "<#123>": "mention", "hello @everyone": "mention", "@here": "mention",
    "\\<@123456789012345678>": "mention", "\\@everyone": "everyone", "</ask:123>": "command",
    "</settings show:9>": "command", "<:name:1>": "emoji", "<a:name:1>": "emoji",
    ":skull:": "shortcode", "<id:customize>": "guild page", "https://evil.example": "link",
    "see xhttp://evil.example/a": "link", "\\https://e.example": "link",
    "<https://evil.example>": "link", "<mailto:a@b.example>": "link", "<tel:+12>": "link",
    "[x](https://evil.example)": "masked link", "[x](<https://evil.example> 'y')": "masked link",
    "[a](b)": "masked link", "steam://run/1": "link", "discord.gg/abc": "invite",
    "discord.com/invite/abc": "invite", "__under__": "underline", "~~gone~~": "strike",
    "||hidden||": "spoiler", "||hidden\\||": "spoiler", "`code`": "code", "`code\\`": "code",
    "```\nblock```": "code block", "# Big": "heading", "a\n## Big": "heading", "- one": "list",
    "a\n* one": "list", "1. one": "list", "a\u202eb": "bidi", "a\u200fb": "bidi",
    "a\u2060b": "hidden", "a\U000e0041b": "hidden", "a\x00b": "control", "\ud800": "surrogate",
    "e" + "\u0301" * 9: "pile", "\u2068open": "isolate", "\u2069": "isolate",
    "<b>html</b>": "html_inline",
}  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), LIVE.items())
def test_what_lives_is_seen(text: str, kind: str) -> None:
    found = faults(text)
    assert any(kind in fault for fault in found), found


@pytest.mark.parametrize("text", ["**bold**", "-# small *x* <t:1:D>", "> said", "**a** <t:0:R>"])
def test_the_frame_is_allowed_and_nothing_but_it(text: str) -> None:
    assert not faults(text)
    assert faults(text, may=frozenset({"text"}))


@pytest.mark.parametrize(
    "text",
    [
        r"\*\*not bold\*\*", r"\[x\]\(y\)", r"\`x\`", "just words, 12:30 and a_b_c", "3 * 4 * 5",
        "https:\u200b//evil.example", "@\u200beveryone", r"\<\@123\>", r"\|\|x\|\|", r"\# x",
        r"\- x", "1\\. x", "\u2068\u05d0\u2069", "e\u0301\u0302 é",
    ],
)  # fmt: skip
def test_what_is_inert_passes(text: str) -> None:
    assert not faults(text, may=frozenset({"text"}))


def test_a_tree_is_read_as_the_clients_read_it() -> None:
    assert parse("-# [1] *a **b***") == (
        Node("subtext", "", (Node("text", "[1] "), Node("emphasis", "*a **b***", (
            Node("text", "a "), Node("strong", "**b**", (Node("text", "b"),)),
        )))),
    )  # fmt: skip
    assert kinds("> **a** and **b**\n**c**") == {"quote": 1, "quote/strong": 2, "strong": 1}
    assert shown(r"**a** \*b\* <t:5:R>") == "a *b* 5"
    assert kinds("**over\nlines**") == {"strong": 1}
    assert timestamps("<t:5:R> <t:-7>") == {5, -7}
