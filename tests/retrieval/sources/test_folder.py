from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from retrieval.errors import SourceError
from retrieval.records import Article, Problem
from retrieval.sources.folder import FolderSource


def read(folder: Path) -> list[Article | Problem]:
    return list(FolderSource("Wire", str(folder)).read())


def articles(folder: Path) -> list[Article]:
    found = read(folder)
    assert all(isinstance(item, Article) for item in found), found
    return [item for item in found if isinstance(item, Article)]


def problem(folder: Path) -> Problem:
    (only,) = read(folder)
    assert isinstance(only, Problem)
    return only


def put(folder: Path, name: str, data: str | bytes = "The talks begin.") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


# Which files


def test_files_come_in_the_order_of_their_relative_paths(tmp_path: Path) -> None:
    names = ["b.txt", "a/z.md", "a.txt", "a-b/x.html", "a/b/c.HTM", "a/README.txt", "C.TXT"]
    for name in names:
        put(tmp_path, name)
    assert [article.id for article in articles(tmp_path)] == sorted(names)


def test_what_is_hidden_or_of_another_kind_is_passed_over(tmp_path: Path) -> None:
    for name in (".a.md", ".git/b.md", "README.md", "x/ReadMe.MD", "c.pdf", "d", "e.txt~"):
        put(tmp_path, name)
    assert read(tmp_path) == []


def test_a_folder_with_a_file_name_is_a_folder(tmp_path: Path) -> None:
    put(tmp_path, "2025.md/a.md")
    assert [article.id for article in articles(tmp_path)] == ["2025.md/a.md"]


def test_files_are_read_one_at_a_time(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    later = put(tmp_path, "b.txt")
    reading = FolderSource("Wire", str(tmp_path)).read()
    assert isinstance(next(reading), Article)
    later.unlink()
    gone = next(reading)
    assert isinstance(gone, Problem)
    assert gone.where == str(later)
    assert "can't be read" in gone.message


def test_links_that_lead_out_are_not_followed(tmp_path: Path) -> None:
    secret = put(tmp_path / "outside", "secret.txt", "Secret words.")
    inside = tmp_path / "inside"
    put(inside, "a.txt")
    (inside / "file.txt").symlink_to(secret)
    (inside / "folder").symlink_to(secret.parent)
    (inside / "broken.txt").symlink_to(inside / "nothing.txt")
    (inside / "circle.txt").symlink_to(inside / "circle.txt")
    found = read(inside)
    assert [item.id for item in found if isinstance(item, Article)] == ["a.txt"]
    assert [Path(item.where).name for item in found if isinstance(item, Problem)] == [
        "broken.txt",
        "circle.txt",
        "file.txt",
        "folder",
    ]


def test_links_inside_are_followed_to_files_but_not_round_in_circles(tmp_path: Path) -> None:
    put(tmp_path, ".data/a.txt")
    (tmp_path / "a.txt").symlink_to(tmp_path / ".data" / "a.txt")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    assert [article.id for article in articles(tmp_path)] == ["a.txt"]


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    put(tmp_path / "real", "a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert [article.id for article in articles(tmp_path / "link")] == ["a.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_a_problem_and_not_a_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert "not a regular file" in problem(tmp_path).message


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_not_unicode_is_a_problem_that_can_be_printed(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\n\x1b.txt")).write_text("Talks")
    found = problem(tmp_path)
    assert "rename it" in found.message
    assert found.where.encode("utf-8").decode().isprintable()


def test_a_source_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    for location in (tmp_path / "missing", put(tmp_path, "file.txt"), tmp_path / ("x" * 300)):
        with pytest.raises(SourceError, match='source "Wire"'):
            read(location)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root"
)
def test_what_is_forbidden_is_a_problem_and_the_rest_goes_in(tmp_path: Path) -> None:
    put(tmp_path, "a.txt").chmod(0)
    put(tmp_path, "b/c.txt").parent.chmod(0)
    put(tmp_path, "d.txt")
    try:
        assert [type(item) for item in read(tmp_path)] == [Problem, Problem, Article]
    finally:
        (tmp_path / "b").chmod(0o700)


# What a file holds


def test_front_matter_says_what_the_article_is(tmp_path: Path) -> None:
    put(
        tmp_path,
        "2025-01-01-talks.md",
        "---\nid: talks\ntitle: Talks set\noutlet: Reuters\nurl: https://x.org/a\n"
        "published: 2025-05-28\nupdated: 2025-05-29T10:00Z\nlanguage: en\n"
        "attribution: summary of a report by Reuters\nauthor: A\n---\n\nThe talks begin.\n",
    )
    assert articles(tmp_path) == [
        Article(
            id="talks",
            text="\nThe talks begin.\n",
            title="Talks set",
            outlet="Reuters",
            source="Wire",
            url="https://x.org/a",
            published=datetime(2025, 5, 28, tzinfo=UTC),
            published_basis="stated",
            updated=datetime(2025, 5, 29, 10, tzinfo=UTC),
            language="en",
            attribution="summary of a report by Reuters",
        )
    ]


def test_a_file_name_gives_the_date_that_front_matter_does_not(tmp_path: Path) -> None:
    put(tmp_path, "2025-05-29-anything.txt")
    put(tmp_path, "2025_05_30 foo.md", "---\ntitle: Foo\npublished:\n---\nTalks")
    put(tmp_path, "20250531-page.html", "<p>The talks begin on Monday.</p>")
    assert [(article.published, article.published_basis) for article in articles(tmp_path)] == [
        (datetime(2025, 5, 29, tzinfo=UTC), "inferred"),
        (datetime(2025, 5, 31, tzinfo=UTC), "inferred"),
        (datetime(2025, 5, 30, tzinfo=UTC), "inferred"),
    ]


def test_without_any_date_the_article_is_undated(tmp_path: Path) -> None:
    put(tmp_path, "000_092da6855a0da480.txt")
    (article,) = articles(tmp_path)
    assert (article.published, article.published_basis) == (None, "unknown")


def test_an_unreadable_date_is_a_problem_beside_an_undated_article(tmp_path: Path) -> None:
    path = put(tmp_path, "2025-05-29-x.md", "---\npublished: 31 June 2025\n---\nTalks")
    found, article = read(tmp_path)
    assert isinstance(found, Problem)
    assert found.where == str(path)
    assert "31 June 2025" in found.message
    assert isinstance(article, Article)
    assert article.published_basis == "unknown"


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_text_is_taken_to_the_letter(tmp_path: Path, suffix: str) -> None:
    text = "\r\n  The talks\r begin.\x0c\n\u2028\tSoon.\n\n"
    put(tmp_path, f"a{suffix}", b"\xef\xbb\xbf" + text.encode())
    put(tmp_path, f"b{suffix}", text.encode("utf-16"))
    put(tmp_path, f"c{suffix}", b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\n" + text.encode())
    assert [article.text for article in articles(tmp_path)] == [text] * 3


def test_a_rule_on_top_is_text(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "---\n\nThe talks begin.\n")
    assert articles(tmp_path)[0].text == "---\n\nThe talks begin.\n"


def test_malformed_front_matter_keeps_the_file_out_and_names_its_line(tmp_path: Path) -> None:
    path = put(tmp_path, "a.md", "---\ntitle: x\noutlet: [Reuters\n---\nThe talks begin.")
    found = problem(tmp_path)
    assert found.where == f"{path}:3"
    assert "malformed front matter" in found.message


def test_a_page_is_read_for_its_text_and_what_it_states(tmp_path: Path) -> None:
    put(
        tmp_path,
        "a.html",
        '<html lang="en"><head><title>Talks set for Monday</title>'
        '<meta property="article:published_time" content="2025-05-28T21:30:00+03:00"></head>'
        "<body><article><p>The talks begin on Monday in Istanbul, the minister said.</p>"
        "</article></body></html>",
    )
    (article,) = articles(tmp_path)
    assert article.text == "The talks begin on Monday in Istanbul, the minister said."
    assert (article.title, article.outlet) == ("Talks set for Monday", "Wire")
    assert article.published == datetime(2025, 5, 28, 18, 30, tzinfo=UTC)
    assert article.published_basis == "stated"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "the file is empty"),
        ("a.html", b"", "the file is empty"),
        ("a.txt", b" \n\n", "the text is empty"),
        ("a.md", b"---\ntitle: x\n---\n", "the text is empty"),
        ("a.md", b"\xef\xbb\xbf", "the text is empty"),
        ("a.txt", b"12:30 - 14:00", "no letters"),
        ("a.txt", b"\x7fELF\x00\x00", "binary file"),
        ("a.txt", bytes(range(1, 256)), "can't be made out"),
        ("a.md", b'---\nid: "a\\nb"\n---\nTalks', '"id" holds control characters'),
        ("a.html", b"<html></html>", "no article text"),
    ],
)
def test_what_cannot_be_taken_in_is_a_problem(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    path = put(tmp_path, name, data)
    found = problem(tmp_path)
    assert found.where == str(path)
    assert message in found.message


def test_a_file_too_large_is_a_problem(tmp_path: Path) -> None:
    with put(tmp_path, "a.txt").open("r+b") as file:
        file.truncate(50_000_000)
    assert "larger than 10 MB" in problem(tmp_path).message


def test_the_limit_is_on_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.sources.folder.MAX_BYTES", 10)
    put(tmp_path, "a.txt", "x" * 10)
    put(tmp_path, "b.txt", "x" * 11)
    assert [type(item) for item in read(tmp_path)] == [Article, Problem]


def test_an_id_met_twice_goes_in_once_and_both_places_are_named(tmp_path: Path) -> None:
    first = put(tmp_path, "a.md", "---\nid: b.txt\n---\nFirst.")
    second = put(tmp_path, "b.txt", "Second.")
    article, found = read(tmp_path)
    assert isinstance(article, Article)
    assert article.text == "First."
    assert isinstance(found, Problem)
    assert found.where == str(second)
    assert '"b.txt"' in found.message
    assert str(first) in found.message


def test_places_that_look_alike_do_not_let_an_id_in_twice(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "---\nid: x\n---\nFirst.")
    put(tmp_path, "a\u200b.txt", "---\nid: x\n---\nSecond.")
    assert [type(item) for item in read(tmp_path)] == [Article, Problem]


def test_articles_and_problems_know_their_place(tmp_path: Path) -> None:
    put(tmp_path, "a/one.md", b"---\nid: x\n---\nTalks begin.")
    put(tmp_path, "a/two.md", b"---\ntitle: [torn\n---\nTalks.")
    put(tmp_path, "b.txt", b"")
    (tmp_path / "c.txt").symlink_to(tmp_path / "nowhere.txt")
    found = read(tmp_path)
    assert [i.place for i in found if isinstance(i, Article)] == ["a/one.md"]
    assert [i.hides for i in found if isinstance(i, Problem)] == ["a/two.md", "b.txt", "c.txt"]


@pytest.mark.parametrize(
    ("head", "dated_by", "basis"),
    [
        (
            '<meta property="article:published_time" content="2025-06-05">',
            "page metadata",
            "stated",
        ),
        ('<link rel="canonical" href="https://paper.example/2025/06/05/x">', "address", "inferred"),
        ("", None, "unknown"),
    ],
)
def test_a_saved_page_says_what_dates_it(
    tmp_path: Path, head: str, dated_by: str | None, basis: str
) -> None:
    put(tmp_path, "page.html", f"<head>{head}</head><p>{'The talks begin on Monday. ' * 9}</p>")
    (found,) = articles(tmp_path)
    assert (found.dated_by, found.published_basis) == (dated_by, basis)
