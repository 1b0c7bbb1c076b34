from __future__ import annotations

import codecs
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import SourceError
from retrieval.records import Article, Problem
from retrieval.sources.jsonl import JsonlSource


def read(path: Path, data: bytes) -> list[Article | Problem]:
    path.write_bytes(data)
    return list(JsonlSource("Wire", str(path)).read())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.jsonl"


def test_every_field_of_a_line_is_taken(path: Path) -> None:
    raw = {
        "id": "a",
        "url": "https://x.org/a",
        "title": "Talks",
        "outlet": "Reuters",
        "published": "2025-05-28T10:00:00Z",
        "updated": "2025-05-29",
        "language": "en",
        "attribution": "summary of a report by Reuters",
        "text": " They begin.\r\n\tSoon. ",
        "source": "ignored",
    }
    assert read(path, json.dumps(raw).encode()) == [
        Article(
            id="a",
            text=" They begin.\r\n\tSoon. ",
            title="Talks",
            outlet="Reuters",
            source="Wire",
            url="https://x.org/a",
            published=datetime(2025, 5, 28, 10, tzinfo=UTC),
            published_basis="stated",
            updated=datetime(2025, 5, 29, tzinfo=UTC),
            language="en",
            attribution="summary of a report by Reuters",
        )
    ]


def test_the_outlet_is_the_source_and_not_a_key_called_source(path: Path) -> None:
    (only,) = read(path, b'{"id": 7, "text": "Talks", "source": "Wikipedia"}')
    assert isinstance(only, Article)
    assert (only.id, only.outlet) == ("7", "Wire")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"id": "a", "text": "Talks"', "malformed JSON at column"),
        (b'{"id": "a\tb", "text": "Talks"}', "at column 10: Invalid control character"),
        (b"null", "not a JSON object"),
        (b'["a"]', "not a JSON object"),
        (b'{"text": "Talks"}', '"id" is missing'),
        (b'{"id": "", "text": "Talks"}', '"id" is empty'),
        (b'{"id": 1.5, "text": "Talks"}', '"id" must be'),
        (b'{"id": "a"}', "the text is empty"),
        (b'{"id": "a", "text": " "}', "the text is empty"),
        (b'{"id": "a", "text": ["Talks"]}', '"text" must be text, not a list'),
        (b'{"id": "a", "text": "Talks", "title": 5}', '"title" must be text, not a number'),
        (b'{"id": "a", "text": "12 + 30"}', "no letters"),
        (rb'{"id": "a", "text": "Talks \ud800"}', "not valid Unicode"),
        (rb'{"id": "a", "text": "Talks \u0000"}', "NUL"),
        (b'{"id": "a", "text": "Talks \xff"}', "not valid UTF-8 at byte 27"),
        (b'{"id": ' + b"9" * 5000 + b', "text": "Talks"}', "a number too long"),
        (b"[" * 200_000, "brackets too deep"),
    ],
)
def test_a_bad_line_is_a_problem_with_its_number_and_the_rest_goes_in(
    path: Path, line: bytes, message: str
) -> None:
    before, problem, after = read(
        path, b'{"id": "b", "text": "Talks"}\n' + line + b'\n\n{"id": "c", "text": "Talks"}\n'
    )
    assert isinstance(before, Article)
    assert isinstance(after, Article)
    assert isinstance(problem, Problem)
    assert problem.where == f"{path}:2"
    assert message in problem.message


def test_an_unreadable_date_is_a_problem_beside_an_undated_article(path: Path) -> None:
    problem, article = read(path, b'{"id": "a", "text": "Talks", "published": "soon"}')
    assert isinstance(problem, Problem)
    assert problem.where == f"{path}:1"
    assert '"soon" is not a date' in problem.message
    assert isinstance(article, Article)
    assert article.published_basis == "unknown"


def test_an_id_met_twice_goes_in_once_and_both_places_are_named(path: Path) -> None:
    first, problem = read(
        path, b'{"id": "1", "text": "First"}\n{"id": 1, "text": "Second", "published": "x"}\n'
    )
    assert isinstance(first, Article)
    assert first.text == "First"
    assert isinstance(problem, Problem)
    assert problem.where == f"{path}:2"
    assert f"{path}:1" in problem.message


def test_a_bad_line_takes_no_id(path: Path) -> None:
    problem, article = read(path, b'{"id": "1", "text": ""}\n{"id": "1", "text": "Second"}\n')
    assert isinstance(problem, Problem)
    assert isinstance(article, Article)


def test_blank_lines_marks_and_line_ends_are_passed_over_but_counted(path: Path) -> None:
    data = codecs.BOM_UTF8 + b'{"id": "a", "text": "Talks"}\r\n\r\n  \n{"id": "b"}'
    article, problem = read(path, data)
    assert isinstance(article, Article)
    assert problem == Problem(f"{path}:4", "the text is empty")


def test_an_empty_file_holds_nothing(path: Path) -> None:
    assert read(path, b"") == []


def test_separators_inside_text_end_no_line(path: Path) -> None:
    text = "One\u2028two\u0085three\x0bfour"
    (only,) = read(path, json.dumps({"id": "a", "text": text}, ensure_ascii=False).encode())
    assert isinstance(only, Article)
    assert only.text == text


def test_a_line_too_long_is_skipped_and_the_next_is_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.sources.jsonl.MAX_BYTES", 100)
    long = json.dumps({"id": "long", "text": "Talks " * 200}).encode()
    problem, article, last = read(
        path, long + b'\n{"id": "b", "text": "Talks"}\n' + long.replace(b"long", b"last")
    )
    assert isinstance(problem, Problem)
    assert problem.where == f"{path}:1"
    assert "longer than" in problem.message
    assert isinstance(article, Article)
    assert isinstance(last, Problem)
    assert last.where == f"{path}:3"


def test_lines_are_read_one_at_a_time(path: Path) -> None:
    path.write_bytes(b'{"id": "a", "text": "Talks"}\n' + b"not json\n" * 10)
    reading = JsonlSource("Wire", str(path)).read()
    assert isinstance(next(reading), Article)
    path.unlink()
    assert isinstance(next(reading), Problem)


def test_a_source_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    for location in (tmp_path / "missing.jsonl", tmp_path, tmp_path / ("x" * 300)):
        with pytest.raises(SourceError, match='source "Wire"'):
            list(JsonlSource("Wire", str(location)).read())


def test_utf_16_is_an_error_that_says_what_to_do(path: Path) -> None:
    with pytest.raises(SourceError, match="save it as UTF-8"):
        read(path, '{"id": "a", "text": "Talks"}'.encode("utf-16"))


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
_keys = st.sampled_from(["id", "text", "title", "outlet", "url", "published", "updated"])


@given(st.lists(st.binary(max_size=40) | st.dictionaries(_keys, _values).map(json.dumps)))
def test_any_lines_give_articles_or_problems(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes | str]
) -> None:
    data = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    try:
        found = read(path, data)
    except SourceError:
        assert data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return
    ids = [item.id for item in found if isinstance(item, Article)]
    assert len(ids) == len(set(ids))


def test_a_public_set_comes_in_whole_and_to_the_letter(shared: Path) -> None:
    path = shared / "data" / "xquad_en" / "corpus.jsonl"
    given_lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = list(JsonlSource("XQuAD", str(path)).read())
    assert [(item.id, item.text) for item in found if isinstance(item, Article)] == [
        (raw["id"], raw["text"]) for raw in given_lines
    ]
    assert len(found) == len(given_lines)


@pytest.mark.parametrize(
    ("line", "hides"),
    [
        (b'{"id": "a"}', "a"),
        (b'{"id": 7}', "7"),
        (b'{"id": "a", "te', ""),
        (b'{"text": "Talks"}', ""),
        (b'{"id": "first", "text": "Talks"}', None),
    ],
)
def test_a_problem_says_which_article_it_may_hide(
    path: Path, line: bytes, hides: str | None
) -> None:
    first = b'{"id": "first", "text": "The first."}\n'
    _, problem = read(path, first + line)
    assert isinstance(problem, Problem)
    assert problem.hides == hides
