from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from retrieval.errors import QuestionError
from retrieval.limits import checked_limit, scope_of
from retrieval.scope import Scope

DAY = datetime(2025, 5, 30, tzinfo=UTC)


def scope(**given: Any) -> Scope:
    standard = {"as_of": DAY, "since": None, "until": None, "outlets": (), "known": ("TASS", "AP")}
    return scope_of(**{**standard, **given})


def test_a_time_without_a_zone_is_utc_and_others_are_converted() -> None:
    assert scope(as_of=DAY.replace(tzinfo=None)).as_of == DAY
    ahead = timezone(timedelta(hours=3))
    found = scope(as_of=datetime(2025, 5, 30, 3, tzinfo=ahead)).as_of
    assert (found, found.tzinfo) == (DAY, UTC)


def test_a_date_is_its_end_or_for_since_its_beginning() -> None:
    found = scope(as_of=date(2025, 5, 30), since=date(2025, 5, 1), until=date(2025, 5, 2))
    assert (found.as_of.day, found.as_of.hour) == (30, 23)
    assert found.since == datetime(2025, 5, 1, tzinfo=UTC)
    assert found.until is not None
    assert (found.until.day, found.until.hour) == (2, 23)


@pytest.mark.parametrize("outlets", ["tass", ("TASS",), ["Tass"]])
def test_an_outlet_may_be_written_in_any_case(outlets: Any) -> None:
    assert scope(outlets=outlets).outlets == ("TASS",)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"outlets": ("TAS",)}, 'did you mean "TASS"'),
        ({"outlets": ("Le Monde",)}, "known: TASS, AP"),
        ({"outlets": ("AP",), "known": ()}, "nothing is indexed"),
        ({"since": DAY + timedelta(days=2)}, "nothing lies between"),
        ({"since": date(2025, 5, 2), "until": date(2025, 5, 1)}, "until 2025-05-01"),
        ({"as_of": "2025-05-30"}, "must be a datetime"),
        ({"as_of": datetime.max.replace(tzinfo=timezone(timedelta(hours=-3)))}, "calendar"),
    ],
)
def test_what_cannot_be_asked_is_said(given: Any, message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        scope(**given)


@pytest.mark.parametrize("limit", [0, -1, True, 2.5])
def test_a_limit_is_a_whole_number_from_1(limit: Any) -> None:
    with pytest.raises(QuestionError, match="from 1"):
        checked_limit(limit)
