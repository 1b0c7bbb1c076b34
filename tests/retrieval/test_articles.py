from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.articles import (
    DERIVED_TITLE_LIMIT,
    TITLE_LIMIT,
    clean_line,
    date_in_name,
    make_article,
    parse_when,
    read_article,
    shorten,
    title_from,
)
from retrieval.records import Article

LONG = (
    "Russian Foreign Minister Sergey Lavrov has announced that Moscow is prepared to take part in "
    "a second round of negotiations. More follows."
)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def article(text: str = "The talks begin.", **fields: object) -> Article:
    return read_article({"id": "a", "text": text, **fields}, source="Wire")[0]


# Articles


def test_what_a_source_leaves_out_gets_a_plain_default() -> None:
    made = make_article(id="a", text="The talks begin.", source="Wire")
    assert made == Article(
        id="a",
        text="The talks begin.",
        title="The talks begin.",
        outlet="Wire",
        source="Wire",
        published=None,
        published_basis="unknown",
    )


def test_what_a_source_states_is_kept() -> None:
    made = article(
        title="Talks",
        outlet="Reuters",
        url="https://x.org/a?b=c",
        published="2025-05-28",
        updated="2025-05-29T10:00Z",
        language="en",
        attribution="summary of a report by Reuters",
    )
    assert (made.title, made.outlet, made.url) == ("Talks", "Reuters", "https://x.org/a?b=c")
    assert (made.published, made.published_basis) == (utc(2025, 5, 28), "stated")
    assert made.updated == utc(2025, 5, 29, 10)
    assert (made.language, made.attribution) == ("en", "summary of a report by Reuters")


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_blank_fields_count_as_absent(blank: str | None) -> None:
    names = ("title", "outlet", "url", "published", "updated", "language", "attribution")
    made, complaints = read_article(
        {"id": "a", "text": "Talks", **dict.fromkeys(names, blank)}, source="Wire"
    )
    assert made == make_article(id="a", text="Talks", source="Wire")
    assert complaints == ()


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_an_inferred_date_stands_in_only_for_an_absent_one(blank: str | None) -> None:
    made, _ = read_article(
        {"id": "a", "text": "Talks", "published": blank}, source="W", inferred=utc(2025, 5, 1)
    )
    assert (made.published, made.published_basis) == (utc(2025, 5, 1), "inferred")
    made, _ = read_article(
        {"id": "a", "text": "Talks", "published": "2025-06-02"},
        source="W",
        inferred=utc(2025, 5, 1),
    )
    assert (made.published, made.published_basis) == (utc(2025, 6, 2), "stated")


@pytest.mark.parametrize("bad", ["soon", "31 June 2025", "1889-01-01", 1748390400, True, ["x"]])
def test_an_unreadable_date_is_a_complaint_and_the_article_is_undated(bad: object) -> None:
    made, complaints = read_article(
        {"id": "a", "text": "Talks", "published": bad}, source="W", inferred=utc(2025, 5, 1)
    )
    assert (made.published, made.published_basis) == (None, "unknown")
    assert len(complaints) == 1
    assert '"published"' in complaints[0]


def test_the_text_is_kept_to_the_letter() -> None:
    text = "\r\n  Talks\u200b begin…\t \u0301\n\n"
    assert article(text).text == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("123 — 456!", "no letters"),
        ("Talks \ud800 begin", "not valid Unicode at character 6"),
        ("Talks\0begin", "NUL"),
    ],
)
def test_a_text_that_cannot_be_quoted_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        article(text)


@pytest.mark.parametrize("bad", [None, "", " ", 1.5, True, ["a"], "a\nb", "a\x00", "\udcff.txt"])
def test_an_id_that_cannot_be_stored_is_refused(bad: object) -> None:
    with pytest.raises(ValueError, match='"id"'):
        read_article({"id": bad, "text": "Talks"}, source="W")


def test_a_whole_number_is_an_id() -> None:
    assert read_article({"id": 17, "text": "Talks"}, source="W")[0].id == "17"


@pytest.mark.parametrize("name", ["text", "title", "outlet", "url", "language", "attribution"])
@pytest.mark.parametrize("value", [5, False, ["x"], {"x": 1}])
def test_a_wrong_type_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=f'"{name}" must be text'):
        read_article({"id": "a", "text": "Talks", name: value}, source="W")


def test_unknown_keys_are_ignored() -> None:
    assert article(source="Wikipedia", author=5) == article()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://x.org/a",
        "file:///etc/passwd",
        "x.org/a",
        "http://",
        "http://[bad",
        "https://x.org/a b",
        "https://x.org/\x1b[31m",
        "https://x.org/\ud800",
    ],
)
def test_only_web_addresses_are_kept(url: str) -> None:
    assert article(url=url).url is None


# Titles


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Talks in *Istanbul* ##\n\nThey begin.", "Talks in *Istanbul*"),
        ("\n\n## Talks\nThey begin.", "Talks"),
        ("# About C#", "About C#"),
        ("---\n\nTalks in Istanbul\n\nThey begin.", "Talks in Istanbul"),
        ("Talks set for Monday\n\nThey begin at noon.", "Talks set for Monday"),
        ("Talks set for Monday\nBy A. Writer\nThey begin.", "Talks set for Monday"),
        ("What next for Kyiv?\n\nNobody knows.", "What next for Kyiv?"),
        ("Talks begin. They may last.", "Talks begin."),
        ("Talks begin on\na Monday. They may last.", "Talks begin on a Monday."),
        ("Talks set for Monday", "Talks set for Monday"),
        ("U.S. envoy meets Gen. Smith. Talks follow.", "U.S. envoy meets Gen. Smith."),
        ("“We wait.” He left early today.", "“We wait.”"),
        ("会谈将于星期一开始。这是第二轮。", "会谈将于星期一开始。"),
        ("#hashtag first. More below.", "#hashtag first."),
    ],
)
def test_a_title_is_taken_from_the_opening(text: str, title: str) -> None:
    assert title_from(text) == title


def test_a_long_first_sentence_is_cut_at_a_word() -> None:
    title = title_from(LONG)
    assert len(title) <= DERIVED_TITLE_LIMIT
    assert title.endswith("…")
    assert LONG.startswith(title[:-1] + " ")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (LONG, "Russian Foreign Minister Sergey Lavrov has announced…"),
        (
            "The two delegations, led by their ministers, met in Istanbul on Monday, and agreed on "
            "an exchange of prisoners.",
            "The two delegations, led by their ministers, met in Istanbul on Monday…",
        ),
        (
            "Ships, tankers and barges waited for hours upon hours before the port of Odesa opened "
            "again to everybody.",
            "Ships, tankers and barges waited for hours upon hours…",
        ),
        (
            "Soon, the members of the delegation of the republic will be arriving in Istanbul by "
            "aeroplane.",
            "Soon, the members of the delegation of the republic will be arriving in Istanbul by…",
        ),
    ],
)
def test_a_long_first_sentence_is_cut_at_a_clause_where_one_ends_late_enough(
    text: str, title: str
) -> None:
    assert title_from(text) == title
    assert len(title) <= DERIVED_TITLE_LIMIT


def test_an_opening_without_letters_gives_the_id_as_title() -> None:
    assert article("…" * 5000 + " Talks").title == "a"


@pytest.mark.parametrize(
    ("given_title", "shown"),
    [
        (" Talks\r\n\tset \x1b[31m for  Monday\x00", "Talks set [31m for Monday"),
        ("Talks \u202eyadnoM\u202c", "Talks yadnoM"),
        ("Zero\u200bwidth", "Zerowidth"),
        ("Lone \ud800 surrogate", "Lone \ufffd surrogate"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_is_shown_is_one_clean_line(given_title: str, shown: str) -> None:
    assert article(title=given_title).title == shown


def test_titles_are_capped() -> None:
    made = article(title="word " * 1000)
    assert len(made.title) <= TITLE_LIMIT
    assert made.title.endswith("word…")


def test_a_title_of_nothing_visible_counts_as_absent() -> None:
    assert article(title="\u200b\x07", outlet="\u202e").title == "The talks begin."
    assert article(title="\u200b\x07", outlet="\u202e").outlet == "Wire"


@given(st.text(st.characters()), st.integers(2, 40))
def test_shown_lines_hold_no_controls_and_keep_the_limit(value: str, limit: int) -> None:
    line = clean_line(value, limit)
    assert len(line) <= limit
    assert not {"Cc", "Cs", "Zl", "Zp"} & set(map(unicodedata.category, line))
    assert clean_line(line, limit) == line


@given(st.text("ab ", min_size=1), st.integers(2, 40))
def test_a_shortened_line_is_the_line_or_its_beginning(line: str, limit: int) -> None:
    short = shorten(line, limit)
    assert short == line or (short.endswith("…") and line.startswith(short[:-1]))
    assert len(short) <= limit


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_has_a_title_or_is_refused(text: str) -> None:
    try:
        made = article(text)
    except ValueError:
        return
    assert made.title
    assert made.text == text


# Dates


@pytest.mark.parametrize(
    "written",
    [
        "2025-06-02",
        "20250602",
        " 2025-06-02 ",
        "2 June 2025",
        "02 Jun 2025",
        "2nd June, 2025",
        "June 2, 2025",
        "Jun. 2 2025",
        "JUNE 2ND, 2025",
        "Monday, 2 June 2025",
        "Monday, June 2, 2025",
        "2025-06-02T00:00",
        "2025-06-02T00:00:00Z",
        "2025-06-02 03:00:00 +0300",
        "2025-06-02T03:00:00.000+03:00",
        "2025-06-01T20:00-04",
        "20250602T000000Z",
        "Mon, 02 Jun 2025 03:00:00 +0300",
        "Mon, 02 Jun 2025 00:00:00 GMT",
        "Sun, 1 Jun 2025 20:00 EDT",
        "2 June 2025 0:00 UTC",
        "June 2, 2025 at 00:00",
    ],
)
def test_ways_to_write_one_moment(written: str) -> None:
    assert parse_when(written) == utc(2025, 6, 2)


def test_objects_are_dates_too() -> None:
    east = timezone(timedelta(hours=3))
    assert parse_when(date(2025, 6, 2)) == utc(2025, 6, 2)
    assert parse_when(datetime(2025, 6, 2, 10)) == utc(2025, 6, 2, 10)  # noqa: DTZ001
    assert parse_when(datetime(2025, 6, 2, 10, tzinfo=east)) == utc(2025, 6, 2, 7)


@pytest.mark.parametrize("absent", [None, "", " \n"])
def test_no_date_is_none(absent: object) -> None:
    assert parse_when(absent) is None


@pytest.mark.parametrize(
    "bad",
    [
        "06/02/2025",
        "2.6.2025",
        "2 June",
        "June 2025",
        "2 June 25",
        "2025-06",
        "2025-W23",
        "2025-02-30",
        "31 June 2025",
        "2025-06-02T25:00",
        "2025-06-02T",
        "2025-06-02 10:00 MSK",
        "2 June 2025 10:00 am",
        "Monday",
        "next week",
        "1989-12-31",
        "2101-01-01",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-14:00",
        "1990-01-01T00:00+01:00",
        "٢٠٢٥-٠٦-٠٢",
        "9" * 100_000,
        5,
        0,
        True,
        [],
        date(1889, 1, 1),
        datetime(9999, 12, 31, tzinfo=timezone(-timedelta(hours=14))),
    ],
)
def test_what_is_not_plainly_a_date_is_refused(bad: object) -> None:
    with pytest.raises(ValueError) as raised:
        parse_when(bad)
    assert len(str(raised.value)) < 200


_date_like = st.text("0123456789-+:., TZJunesptModay/GMT", max_size=40)


@given(st.one_of(st.text(), _date_like, st.integers(), st.floats(), st.datetimes(), st.dates()))
def test_a_date_is_read_or_refused(value: object) -> None:
    try:
        moment = parse_when(value)
    except ValueError:
        return
    if moment is None:
        assert isinstance(value, str)
        assert not value.strip()
    else:
        assert moment.utcoffset() == timedelta(0)
        assert 1990 <= moment.year <= 2100


@given(
    st.datetimes(
        datetime(1990, 1, 3),  # noqa: DTZ001
        datetime(2100, 12, 29),  # noqa: DTZ001
        timezones=st.timezones(),
    )
)
def test_iso_dates_keep_their_moment(moment: datetime) -> None:
    assert parse_when(moment.isoformat()) == moment.astimezone(UTC)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("2025-05-29-anything.txt", utc(2025, 5, 29)),
        ("2025_05_29 foo.md", utc(2025, 5, 29)),
        ("20250529-x.txt", utc(2025, 5, 29)),
        ("2025.05.29.html", utc(2025, 5, 29)),
        ("20250529.txt", utc(2025, 5, 29)),
        ("000_092da6855a0da480.txt", None),
        ("20250532-x.txt", None),
        ("12345678-x.txt", None),
        ("19891231-x.txt", None),
        ("21010101-x.txt", None),
        ("20250529ab34cd.txt", None),
        ("202505291200.txt", None),
        ("2025-05_29.txt", None),
        ("talks-2025-05-29.txt", None),
        ("", None),
    ],
)
def test_a_file_name_may_begin_with_its_date(name: str, found: datetime | None) -> None:
    assert date_in_name(name) == found
