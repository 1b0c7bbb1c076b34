"""Date expressions in news text: found where they stand, resolved against the article's day."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.dates import DateExpression, find_dates

NEWS = Path(__file__).parents[2] / "data" / "news_dates.jsonl"
WEDNESDAY = datetime(2025, 5, 28, 12, tzinfo=UTC)


def one(text: str, reference: datetime | None = WEDNESDAY) -> DateExpression:
    found = find_dates(text, reference)
    assert len(found) == 1, found
    return found[0]


def interval(text: str, reference: datetime | None = WEDNESDAY) -> str:
    """The only expression's interval, as "first last", or one day where both are the same."""
    found = one(text, reference)
    return str(found.first) if found.first == found.last else f"{found.first} {found.last}"


def days(text: str) -> list[tuple[str, str]]:
    return [(e.text, str(e.first)) for e in find_dates(text, WEDNESDAY)]


@pytest.mark.parametrize(
    "wording",
    [
        "2 June 2025",
        "June 2, 2025",
        "June 2 2025",
        "2nd June 2025",
        "June 2nd, 2025",
        "the 2nd of June, 2025",
        "the second of June 2025",
        "Jun. 2, 2025",
        "2 Jun '25",
        "Monday, June 2, 2025",
        "Monday (2 June 2025)",
        "Mon, 02 Jun 2025",
        "2025-06-02",
        "2025/06/02",
        "06/02/2025",
        "02.06.2025",
        "2-Jun-2025",
    ],
)
def test_a_full_date_needs_no_reference(wording: str) -> None:
    for reference in (WEDNESDAY, None):
        found = one(f"They met on {wording}, the ministry said.", reference)
        assert (found.first, found.last) == (date(2025, 6, 2), date(2025, 6, 2))
        assert (found.text, found.timex, found.granularity) == (wording, "2025-06-02", "day")
        assert not found.relative


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on 06/02/2025.", ["2025-06-02"]),
        ("They met on 06/02/2025 and 28/05/2025.", ["2025-02-06", "2025-05-28"]),
        ("They met on 28/05/2025.", ["2025-05-28"]),
        ("They met on 05/28/2025.", ["2025-05-28"]),
    ],
)
def test_a_date_that_can_only_be_day_first_settles_the_others(
    text: str, expected: list[str]
) -> None:
    assert [str(e.first) for e in find_dates(text, None)] == expected


def test_the_caller_can_settle_the_order() -> None:
    assert find_dates("on 06/02/2025", None, day_first=True)[0].first == date(2025, 2, 6)
    text = "on 06/02/2025 and 28/05/2025"
    assert find_dates(text, None, day_first=False)[0].first == date(2025, 6, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It came on 16 May.", "2025-05-16"),
        ("It was passed on 20 December.", "2024-12-20"),
        ("The vote is set for 14 December.", "2025-12-14"),
        ("Parliament set the vote for 14 December.", "2025-12-14"),
        ("It opened in March.", "2025-03-01 2025-03-31"),
        ("He will travel in March.", "2026-03-01 2026-03-31"),
        ("In July he was in Rome.", "2024-07-01 2024-07-31"),
        ("It ran in Nov. 2024.", "2024-11-01 2024-11-30"),
        ("It ends on the 31st.", "2025-05-31"),
        ("It begins on Monday the 2nd.", "2025-06-02"),
        ("The war began in 2014.", "2014-01-01 2014-12-31"),
        ("It was first performed in 1737.", "1737-01-01 1737-12-31"),
        ("It has been shut since 3 September.", "2024-09-03"),
        ("It opens a week from today.", "2025-06-04"),
        ("It opened a year ago today.", "2024-05-28"),
        ("It will open in three weeks.", "2025-06-16 2025-06-22"),
        ("It was meant to open in two weeks' time.", "2025-06-09 2025-06-15"),
    ],
)
def test_a_partial_date_is_the_one_nearest_by_that_the_tense_allows(
    text: str, expected: str
) -> None:
    assert interval(text) == expected


def test_a_day_alone_is_of_the_month_that_was_just_named() -> None:
    text = "A round is planned for mid-September, on the 18th if both sides agree."
    assert days(text)[1] == ("the 18th", "2025-09-18")
    assert days("After the vote of 3 September they met on the 18th.")[1] == (
        "the 18th",
        "2025-05-18",
    )


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("on Monday, May 27", "2025-05-27"),
        ("on Sunday, December 14", "2025-12-14"),
    ],
)
def test_a_weekday_beside_a_date_settles_the_year_but_a_misprint_does_not_move_a_near_date(
    wording: str, expected: str
) -> None:
    assert interval(f"It is {wording}.") == expected


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("16-17 May", "2025-05-16 2025-05-17"),
        ("7–9 June", "2025-06-07 2025-06-09"),
        ("from 2 to 4 June", "2025-06-02 2025-06-04"),
        ("June 2-4", "2025-06-02 2025-06-04"),
        ("between 5 and 9 March", "2025-03-05 2025-03-09"),
        ("between June 20 and June 30", "2025-06-20 2025-06-30"),
        ("between the 21st and 23rd", "2025-05-21 2025-05-23"),
        ("28 February-1 March", "2025-02-28 2025-03-01"),
        ("5/6 April", "2025-04-05 2025-04-06"),
        ("from December 30 to January 3", "2024-12-30 2025-01-03"),
        ("from May 16, 2025, to June 2, 2025", "2025-05-16 2025-06-02"),
        ("30 May - 1 June 2024", "2024-05-30 2024-06-01"),
        ("from 5 to 9 March 2024", "2024-03-05 2024-03-09"),
        ("in May-June 2024", "2024-05-01 2024-06-30"),
        ("from 2014 to 2022", "2014-01-01 2022-12-31"),
        ("in 1914-18", "1914-01-01 1918-12-31"),
        ("from 2014 until now", "2014-01-01 2025-05-28"),
        ("from Monday to Wednesday", "2025-05-26 2025-05-28"),
        ("between Sunday and Monday, 21 July", "2025-07-20 2025-07-21"),
    ],
)
def test_a_range_covers_both_ends(wording: str, expected: str) -> None:
    assert interval(f"The talks ran {wording}.") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on May 16 and 17.", [("May 16", "2025-05-16"), ("17", "2025-05-17")]),
        ("They met on 4 and 5 February.", [("4", "2025-02-04"), ("5 February", "2025-02-05")]),
        (
            "They met on June 2, 3 and 5, 2024.",
            [("June 2", "2024-06-02"), ("3", "2024-06-03"), ("5, 2024", "2024-06-05")],
        ),
        (
            "They met on 2 June and 23 July 2023.",
            [("2 June", "2023-06-02"), ("23 July 2023", "2023-07-23")],
        ),
        ("On June 2, 3 people died.", [("June 2", "2025-06-02")]),
        ("On June 2 and 3 drones fell.", [("June 2", "2025-06-02")]),
    ],
)
def test_the_days_of_a_list_share_month_and_year(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("two days ago", "2025-05-26"),
        ("a couple of days ago", "2025-05-26"),
        ("in ten days", "2025-06-07"),
        ("in two weeks", "2025-06-09 2025-06-15"),
        ("two weeks ago", "2025-05-12 2025-05-18"),
        ("six months ago", "2024-11-01 2024-11-30"),
        ("half a year ago", "2024-11-01 2024-11-30"),
        ("a year ago", "2024-01-01 2024-12-31"),
        ("yesterday", "2025-05-27"),
        ("the day after tomorrow", "2025-05-30"),
        ("tonight", "2025-05-28"),
        ("last night", "2025-05-27"),
        ("overnight", "2025-05-27 2025-05-28"),
        ("this week", "2025-05-26 2025-06-01"),
        ("next week", "2025-06-02 2025-06-08"),
        ("last month", "2025-04-01 2025-04-30"),
        ("this year", "2025-01-01 2025-12-31"),
        ("next weekend", "2025-06-07 2025-06-08"),
        ("in the past 24 hours", "2025-05-27 2025-05-28"),
        ("within ten days", "2025-05-28 2025-06-07"),
        ("in the coming days", "2025-05-28 2025-06-04"),
        ("the first Monday of June", "2025-06-02"),
        ("the Monday after next", "2025-06-09"),
        ("next-but-one Monday", "2025-06-09"),
        ("a week on Friday", "2025-06-06"),
        ("Tuesday week", "2025-06-10"),
        ("the week of 4 June", "2025-06-02 2025-06-08"),
        ("the week from 4 June", "2025-06-04 2025-06-10"),
        ("the week to 10 June", "2025-06-04 2025-06-10"),
        ("two days after 2 June", "2025-06-04"),
    ],
)
def test_what_is_counted_from_the_day_of_the_article(wording: str, expected: str) -> None:
    text = f"It is {wording}."
    assert interval(text) == expected
    assert one(text).text == wording


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("early next month", "2025-06-01 2025-06-10"),
        ("mid-June", "2025-06-10 2025-06-20"),
        ("late June", "2025-06-21 2025-06-30"),
        ("the end of June", "2025-06-21 2025-06-30"),
        ("the end of the week", "2025-05-29 2025-06-01"),
        ("early in the week", "2025-05-26 2025-05-28"),
        ("the end of the year", "2025-09-01 2025-12-31"),
        ("year-end", "2025-09-01 2025-12-31"),
        ("early 2024", "2024-01-01 2024-04-30"),
        ("the late 1980s", "1987-01-01 1989-12-31"),
        ("later this month", "2025-05-29 2025-05-31"),
        ("earlier this month", "2025-05-01 2025-05-27"),
        ("the first half of June", "2025-06-01 2025-06-15"),
    ],
)
def test_a_part_of_a_period_is_a_fixed_share_of_it_and_approximate(
    wording: str, expected: str
) -> None:
    for text in (f"It will be over by {wording}.", f"It came {wording}."):
        assert interval(text) == expected
        assert one(text).approximate


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("the first three months of 2024", "2024-01-01 2024-03-31"),
        ("the last two weeks of May", "2025-05-18 2025-05-31"),
        ("the first nine months of the year", "2025-01-01 2025-09-30"),
        ("the last ten days of February 2024", "2024-02-20 2024-02-29"),
        ("the third quarter of 2024", "2024-07-01 2024-09-30"),
        ("H1 2024", "2024-01-01 2024-06-30"),
        ("the first quarter", "2025-01-01 2025-03-31"),
    ],
)
def test_a_counted_part_of_a_period_is_exact(wording: str, expected: str) -> None:
    text = f"Sales fell in {wording}."
    assert interval(text) == expected
    assert not one(text).approximate


@pytest.mark.parametrize("verb", ["starts", "will start", "could end", "closes"])
def test_a_verb_before_in_is_no_part_of_the_period(verb: str) -> None:
    assert interval(f"The session {verb} in June.") == "2025-06-01 2025-06-30"


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("the 1990s", "1990-01-01 1999-12-31"),
        ("the '90s", "1990-01-01 1999-12-31"),
        ("the 19th century", "1800-01-01 1899-12-31"),
        ("summer 2024", "2024-06-01 2024-08-31"),
        ("last summer", "2024-06-01 2024-08-31"),
        ("last winter", "2024-12-01 2025-02-28"),
        ("next spring", "2026-03-01 2026-05-31"),
        ("2024-25", "2024-01-01 2025-12-31"),
        ("Easter 2018", "2018-04-01"),
        ("New Year’s Eve", "2024-12-31"),
    ],
)
def test_decades_seasons_and_feasts(wording: str, expected: str) -> None:
    assert interval(f"It came in {wording}.") == expected


@pytest.mark.parametrize(
    ("reference", "expected"),
    [("2025-10-15", "2025-06-01"), ("2026-01-10", "2025-06-01"), ("2025-05-28", "2024-06-01")],
)
def test_last_summer_is_the_last_one_over(reference: str, expected: str) -> None:
    found = one("It burned last summer.", datetime.fromisoformat(reference).replace(tzinfo=UTC))
    assert str(found.first) == expected


@pytest.mark.parametrize(
    ("text", "time", "zone"),
    [
        ("It starts at 13:00 on 2 June.", "13:00", None),
        ("It starts on 2 June at 1 p.m. local time.", "13:00", "local"),
        ("It starts on 2 June at 13:00 (1000 GMT).", "13:00", None),
        ("It starts at 10:00 Kyiv time on 2 June.", "10:00", "Kyiv time"),
        ("It starts on 2 June, 10:00 (Moscow time).", "10:00", "Moscow time"),
        ("It starts on 2 June at 9.30am GMT+3.", "09:30", "UTC+03:00"),
        ("It starts at 2030 GMT on 2 June.", "20:30", "GMT"),
        ("It starts on 2 June at noon.", "12:00", None),
        ("It starts on 2 June at 12:15 a.m. EST.", "00:15", "EST"),
        ("It starts on 2025-06-02T14:00:00Z.", "14:00", "UTC"),
    ],
)
def test_a_clock_time_goes_with_its_day_and_keeps_the_stated_zone(
    text: str, time: str, zone: str | None
) -> None:
    found = one(text)
    assert (found.time, found.zone, found.first) == (time, zone, date(2025, 6, 2))
    assert (found.granularity, found.timex) == ("time", f"2025-06-02T{time}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on 16 May. The following day they left.", "2025-05-17"),
        (
            "On 16 May, for the first time since 2022, they met. A day later they left.",
            "2025-05-17",
        ),
        ("In 2022, on 3 March, they met; two days later they left.", "2025-03-05"),
        ("They met on 16 May 2025. The same day they left.", "2025-05-16"),
        ("They met on 16 May 2025. The following Monday they left.", "2025-05-19"),
    ],
)
def test_what_is_counted_from_an_earlier_expression_skips_background(
    text: str, expected: str
) -> None:
    assert str(find_dates(text, WEDNESDAY)[-1].first) == expected


def test_an_anchor_with_a_printed_year_serves_without_a_reference() -> None:
    found = find_dates("They met on 16 May 2025. The following day they left.", None)
    assert [str(e.first) for e in found] == ["2025-05-16", "2025-05-17"]


@pytest.mark.parametrize("text", ["The next day they left.", "Two weeks later he resigned."])
def test_without_an_anchor_nothing_is_assumed(text: str) -> None:
    assert one(text).first is None


@pytest.mark.parametrize(
    "text",
    [
        "The sides may, or may not, agree.",
        "Troops march on the capital.",
        "The march drew a large crowd.",
        "The second round lasted an hour.",
        "Theresa May spoke first; Mr March listened.",
        "There was doubt in May's cabinet.",
        "April Smith met August Landmesser.",
        "An exchange of 1,000 for 1,000 was agreed.",
        "The score was 3-2, then 2-1.",
        "Article 5 and Resolution 2202 apply.",
        "Some 2000 troops and 1945 soldiers came.",
        "It starts at 10:30, or at 1 p.m. local time.",
        "Men aged 18-25 are listed; it is open 24/7.",
        "Version 2.6.25 of 10.0.0.1 costs $2025.",
        "He is in his 50s.",
        "The Good Friday Agreement stands.",
        "They sat in the sun and wed.",
        "He stayed overnight in a hotel.",
        "An overnight train left.",
        "Nothing changes overnight.",
        "It is a day later than planned.",
        "It is the second loss for the third quarter in a row.",
        "He said that day care was dear.",
        "A 19th-century palace burned.",
        "They led in the first quarter and fell behind in the third quarter.",
        "The batsman hit his second century.",
        "Laws 2014-15 and 2023/24 were repealed.",
        "He came in for the 3rd or 4th time.",
        "Every Monday they gather; on Fridays they rest.",
        "The Sunday Times has it.",
        "The truce of 30 days lasted a two-week summit.",
        "See https://example.org/2025/06/02/story and a@b-2025.com.",
        "The fall of Kabul shook them.",
        "Now they wait, as currently nobody knows.",
        "Independence Day was quiet.",
    ],
)
def test_what_only_looks_like_a_date_is_left_alone(text: str) -> None:
    assert find_dates(text, WEDNESDAY) == []


@pytest.mark.parametrize("wording", ["31 June", "30 February 2025", "2025-02-30", "13/13/2025"])
def test_a_day_that_the_calendar_lacks_is_not_placed_on_another(wording: str) -> None:
    assert all(e.granularity != "day" for e in find_dates(f"It is on {wording}.", WEDNESDAY))


@pytest.mark.parametrize(
    ("wording", "timex"),
    [
        ("on 2 June", "XXXX-06-02"),
        ("in June", "XXXX-06"),
        ("on Monday", "XXXX-WXX-1"),
        ("on Monday, 2 June", "XXXX-06-02"),
        ("next week", "XXXX-WXX"),
        ("two days ago", "XXXX-XX-XX"),
        ("in the summer", "XXXX-SU"),
        ("from 2 to 4 June", "XXXX-06-02/XXXX-06-04"),
    ],
)
def test_without_a_reference_no_year_is_made_up(wording: str, timex: str) -> None:
    found = one(f"They met {wording}.", None)
    assert (found.first, found.last, found.timex) == (None, None, timex)


def test_the_reference_is_taken_in_utc() -> None:
    late = datetime(2025, 5, 28, 22, tzinfo=timezone(timedelta(hours=-5)))
    assert one("It happened today.", late).first == date(2025, 5, 29)


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_raise_nothing(year: int) -> None:
    text = "last year, next century, 100 years ago, in 900 years, next summer, on 2 June, Easter"
    found = {e.text: e.first for e in find_dates(text, datetime(year, 6, 1, tzinfo=UTC))}
    assert found["2 June"] == date(year, 6, 2)


HOSTILE = st.lists(
    st.sampled_from(
        "2 3 16 31 2025 1990s 06/02/2025 2025-06-02 13:00 p.m. GMT ( ) , . - – / ' \n the of on by "
        "from to and between until since in last next this Monday Mon May June Sept. week days "
        "month year ago later early end first second half a few weekend overnight morning Easter "
        "summer quarter Q2 century following after before may march İ 😀 ² ٣".split(" ")
    )
).map(" ".join)
ANY = st.one_of(HOSTILE, HOSTILE.map(lambda text: text.replace(" ", "")), st.text())
REFERENCE = st.one_of(st.none(), st.datetimes(timezones=st.just(UTC)))


@given(text=ANY, reference=REFERENCE)
def test_any_text_gives_ordered_expressions_that_lie_where_they_say(
    text: str, reference: datetime | None
) -> None:
    found = find_dates(text, reference)
    for e in found:
        assert 0 <= e.start < e.end <= len(text)
        assert text[e.start : e.end] == e.text
        assert (e.first is None) == (e.last is None)
        assert e.first is None or e.last is None or e.first <= e.last
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(text=ANY)
def test_any_text_without_a_printed_year_stays_open_without_a_reference(text: str) -> None:
    printed = re.compile(r"\d{3}|\d\d?[/.-]\d\d?[/.-]\d\d|['’]?\d0['’]?s|['’]\d\d|century", re.I)
    if not printed.search(text):
        assert all(e.first is None for e in find_dates(text, None))


def in_report_half(case_id: str) -> bool:
    """The half that the grammar was not fitted to, as ``bench/dates.py`` divides the set."""
    return sha256(case_id.encode()).digest()[0] % 2 == 1


def test_the_news_set_is_resolved_with_hardly_an_error() -> None:
    cases = [json.loads(line) for line in NEWS.read_text(encoding="utf-8").splitlines()]
    right = total = stray = 0
    for case in cases:
        if not in_report_half(case["id"]):
            continue
        reference = case["reference"] and datetime.fromisoformat(case["reference"])
        found = {
            (e.text, e.first and e.first.isoformat(), e.last and e.last.isoformat())
            for e in find_dates(case["text"], reference or None)
        }
        gold = {(d["text"], d["first"], d["last"]) for d in case["dates"]}
        total += len(gold)
        right += len(gold & found)
        stray += len({text for text, *_ in found} - {text for text, *_ in gold})
    assert total > 80
    assert right >= 0.95 * total
    # The third is the day of another event, "two days after …", which the set did not know.
    assert stray <= 3


def test_a_delay_of_a_week_is_no_week() -> None:
    text = "It is put back by a week to 10 June."
    assert (one(text).text, interval(text)) == ("10 June", "2025-06-10")


@pytest.mark.parametrize(
    "text",
    [
        "The truce is to last 60 days.",
        "The talks will last three days.",
        "It did not last a year.",
        "The film was made in 35 days.",
        "It was the third stage in three days.",
    ],
)
def test_how_long_something_takes_is_no_date(text: str) -> None:
    assert find_dates(text, WEDNESDAY) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "He spoke on Monday, a day after the talks.",
            [("Monday", "2025-05-26"), ("a day after", "2025-05-25")],
        ),
        (
            "It was lodged on 21 May, two days before the deadline. It came a day later.",
            [("21 May", "2025-05-21"), ("two days before", "2025-05-23"),
             ("a day later", "2025-05-22")],
        ),
        ("He spoke on Monday, a day after that.", [("Monday", "2025-05-26")]),
        ("They met on 21 May, a day after the date proposed.", [("21 May", "2025-05-21")]),
        ("He spoke two days after the talks.", []),
    ],
)  # fmt: skip
def test_a_distance_from_a_day_is_that_of_another_event(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert days(text) == found
