from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval.sources.frontmatter import MAX_CHARS, FrontMatterError, split_front_matter


def test_known_keys_are_taken_as_written_and_the_text_left_as_it_is() -> None:
    text = (
        "---\n"
        "# a note of the editor's\n"
        "id: 007\n"
        "title: No\n"
        "outlet: 'Reuters: World'\n"
        "published: 2025-06-02 10:00:00 +0300\n"
        "attribution: >\n  summary of\n  a report\n"
        "author: {name: A, beats: [x, y]}\n"
        "tags:\n  - talks\n"
        "---\n"
        "\n  The talks begin.\r\n"
    )
    assert split_front_matter(text) == (
        {
            "id": "007",
            "title": "No",
            "outlet": "Reuters: World",
            "published": "2025-06-02 10:00:00 +0300",
            "attribution": "summary of a report\n",
        },
        "\n  The talks begin.\r\n",
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_line_ends_will_do(newline: str) -> None:
    text = newline.join(["--- ", "title: Talks", "---\t", "They begin.", ""])
    assert split_front_matter(text) == ({"title": "Talks"}, f"They begin.{newline}")


@pytest.mark.parametrize("nothing", ["", " ~", " null", " # later"])
def test_a_key_without_a_value_is_absent(nothing: str) -> None:
    assert split_front_matter(f"---\ntitle:{nothing}\n---\nTalks") == ({}, "Talks")


def test_a_value_in_quotes_is_a_value() -> None:
    assert split_front_matter('---\ntitle: "null"\n---\nTalks') == ({"title": "null"}, "Talks")


@pytest.mark.parametrize("text", ["---\n---\nTalks", "---\nauthor: A. Writer\n---\nTalks"])
def test_front_matter_without_known_keys_is_still_front_matter(text: str) -> None:
    assert split_front_matter(text) == ({}, "Talks")


def test_the_text_may_be_missing() -> None:
    assert split_front_matter("---\ntitle: Talks\n---") == ({"title": "Talks"}, "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Talks begin.\n---\ntitle: x\n---\n",
        " ---\ntitle: x\n---\n",
        "----\ntitle: x\n----\n",
        "---",
        "---\n",
        "---\ntitle: never closed\nThe talks begin.",
        "---\ntitle: closed wrongly\n--- -\n",
        "---\nThe talks begin.\n---\nThey end.",
        "---\n\nNote: the talks begin.\n\n---\n\nThey end.",
        "---\n- one\n- two\n---\n",
        "---\nhttp://x.org\n---\n",
        "---\n" + "The talks go on. " * MAX_CHARS + "\n---\n",
    ],
)
def test_a_rule_is_text(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


@pytest.mark.parametrize(
    ("block", "line", "message"),
    [
        ("title: Talks: what next", 2, "must stand in quotes"),
        ("title: x\noutlet: [Reuters", 3, "expected"),
        ('title: x\noutlet: "Reuters\nurl: y', 3, "end of stream"),
        ("title: x\nno colon here\nurl: y", 3, "':'"),
        ("title: x\n\toutlet: y", 3, "'\\t'"),
        ("title: x\n- y", 3, "expected"),
        ("title: x\n\nurl: \x1b[31m", 4, "control character"),
        ('title: "\\UFFFFFFFF"', 1, "escape"),
        ("title: x\n--- y", 3, "second document"),
        ("title: x\nurl: y\ntitle: z", 4, '"title" is given twice'),
        ("title: x\noutlet: [Reuters, AP]", 3, '"outlet" must be one value'),
        ("title: x\nid: {a: b}", 3, '"id" must be one value'),
        ("title: x\n? [a]\n: b", 3, "a key must be a word"),
        ("title: &a x", 2, "anchors and aliases"),
        ("tags: &a [x]\nauthor: *a", 2, "anchors and aliases"),
        ("author: *a\ntitle: x", 2, "anchors and aliases"),
        ("title: x\ndeep: " + "[" * 8000, 3, "nested too deep"),
        ("title: x\npadding: " + "x" * MAX_CHARS, 1, "longer than"),
    ],
)
def test_what_is_malformed_is_refused_with_its_line(block: str, line: int, message: str) -> None:
    with pytest.raises(FrontMatterError) as raised:
        split_front_matter(f"---\n{block}\n---\nTalks")
    assert raised.value.line == line
    assert str(raised.value).startswith("malformed front matter: ")
    assert message in str(raised.value)


def test_tags_build_nothing() -> None:
    block = "title: !!python/name:os.system x\npublished: !!timestamp 2025-06-02"
    fields, _ = split_front_matter(f"---\n{block}\n---\nTalks")
    assert fields == {"title": "x", "published": "2025-06-02"}


_yaml_like = st.text(
    st.sampled_from(list("-:[]{}#&*!|>'\"%@`?~,\\ \n\r\t\x00\ud800\u0085xU0e")), max_size=60
)


@given(_yaml_like | st.text())
@example("%YAML 1." + "9" * 5000)
@example("[" * 8000)
@example("? " * 4000)
@example("&a " * 4000)
def test_any_front_matter_is_read_or_refused(block: str) -> None:
    text = f"---\ntitle: x\n{block}\n---\nThe talks begin."
    try:
        fields, rest = split_front_matter(text)
    except FrontMatterError:
        return
    assert text.endswith(rest)
    assert all(isinstance(value, str) for value in fields.values())


@given(_yaml_like | st.text())
def test_any_text_is_split_or_refused(text: str) -> None:
    try:
        _, rest = split_front_matter(text)
    except FrontMatterError:
        assert text.startswith("---")
    else:
        assert text.endswith(rest)
