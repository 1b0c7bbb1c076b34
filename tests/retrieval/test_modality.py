"""What the wording around a date makes of it."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.cues import Modality
from retrieval.dates.tense import Clauses
from retrieval.modality import is_limit, is_open, modalities
from retrieval.unset import denies_a_date


def how(sentence: str, expression: str) -> frozenset[Modality]:
    start = sentence.index(expression)
    return modalities(sentence, start, start + len(expression), Clauses(sentence))


@pytest.mark.parametrize(
    ("sentence", "expression", "modality"),
    [
        ("The hearing will be held on 21 March.", "21 March", "planned"),
        ("The hearing has been put off until 21 March.", "21 March", "planned"),
        ("The hearing opens on 21 March.", "21 March", "planned"),
        ("On 21 March the court will hear him.", "21 March", "planned"),
        ("The date is set: the court hears him on 21 March.", "21 March", "planned"),
        ("He wants the study to be due by 21 March.", "21 March", "planned"),
        ("The hearing could be held on 21 March.", "21 March", "proposed"),
        ("Moscow proposed meeting on 21 March.", "21 March", "proposed"),
        ("They will meet on 22 March instead of 21 March.", "21 March", "dropped"),
        ("Instead of 21 March the verdict is now to be given on the 24th.", "21 March", "dropped"),
        ("Instead of 21 March the verdict is now to be given on the 24th.", "the 24th", "planned"),
        ("The launch, originally planned for 21 March, was delayed.", "21 March", "dropped"),
        ("The hearing was moved from 21 March.", "21 March", "dropped"),
        ("The league has put off Saturday's election by a week.", "Saturday", "dropped"),
        ("The firm withdrew 21 March as the opening day.", "21 March", "dropped"),
        ("The round, which was to begin on 21 March, will begin later.", "21 March", "dropped"),
        ("The report, planned for 21 March, will not be ready by then.", "21 March", "dropped"),
        ("The meeting, called for 21 March, would now be held in May.", "21 March", "dropped"),
        ("Thursday's vote has been shoved back to 17 March.", "Thursday", "dropped"),
        ("Thursday's vote has been shoved back to 17 March.", "17 March", "moved"),
        ("21 March, as some wished, would have left no time.", "21 March", "dropped"),
        ("The hearing on 21 March has been cancelled.", "21 March", "cancelled"),
        ("Orr, whose hearing on 21 March had been called off, came.", "21 March", "cancelled"),
        ("The office cancelled the gala planned for next Friday.", "Friday", "cancelled"),
        ("The road, which should have opened on Monday, stayed shut.", "Monday", "dropped"),
        ("It was a bit shorter than on 21 March.", "21 March", "denied"),
        ("The debate will be on 7 May, a day later than first planned.", "7 May", "moved"),
        ("She would travel there next week to settle one.", "next week", "to_be_set"),
        ("So tomorrow's third round on the island is off.", "tomorrow", "cancelled"),
        (
            "The channel called off a debate, which was to be on Friday.",
            "Friday",
            "cancelled",
        ),
        ("He withdrew the offer that had been set for Friday.", "Friday", "cancelled"),
        ("The exchange, planned for Friday, is now open too.", "Friday", "cancelled"),
        ("Tolland wants the two to meet again on 21 March.", "21 March", "proposed"),
        ("The meeting proposed by Tolland will be held on 21 March.", "21 March", "planned"),
        ("Both accepted the proposal to meet on 21 March.", "21 March", "planned"),
        ("The election can't be held on 14 June.", "14 June", "denied"),
        ("The hearing will not open on Tuesday.", "Tuesday", "denied"),
        ("He won't fly on Tuesday.", "Tuesday", "denied"),
        ("Ours is the last convoy of the deal struck in Basel on 2 June.", "2 June", "agreed"),
        ("The agreement reached there on Monday covers the dead.", "Monday", "agreed"),
        ("There will be no warning strike on 1 March.", "1 March", "denied"),
        (
            "Peskov denied a report in the Journal that the talks of the two sides would begin in "
            "Rome in mid-June.",
            "mid-June",
            "denied",
        ),
        ("The judge ruled out a hearing on Tuesday.", "Tuesday", "denied"),
        ("The hearing was held on 5 March.", "5 March", "held"),
        ("They met in Porto on 5 March.", "5 March", "held"),
        ("The minister said on Tuesday that he would resign.", "Tuesday", "reported"),
        ("On Tuesday, the minister said that he would resign.", "Tuesday", "reported"),
        ("The hearing went well, the judge said on Tuesday.", "Tuesday", "reported"),
        (
            "It costs 38 million, said Ada Renn, the chief engineer, on Tuesday.",
            "Tuesday",
            "reported",
        ),
        ("Our report of 21 March on the hearing was wrong.", "21 March", "reported"),
        ("On 21 March we said that the hearing was on a Tuesday.", "21 March", "reported"),
        ("It was the last under the agreement reached in Basel on 2 June.", "2 June", "agreed"),
        (
            "The third group of the deal struck in Basel nine days ago is home.",
            "nine days ago",
            "agreed",
        ),
        ("It was the last under the deal of 2 June.", "2 June", "agreed"),
        ("Reports must be handed in by 14 March.", "14 March", "deadline"),
        ("The ceasefire will last until 14 March.", "14 March", "deadline"),
        ("On Friday, the court heard him.", "Friday", "lead_in"),
        ("A date for the hearing can be agreed next week.", "next week", "to_be_set"),
        ("The court will announce a date on Monday.", "Monday", "to_be_set"),
        ("The day will be announced after Easter.", "Easter", "to_be_set"),
        ("The round was due on Friday and was held at last in May.", "Friday", "dropped"),
        ("The hearing will not open on 7 April as planned.", "7 April", "dropped"),
        ("The round planned for 12 March will not take place.", "12 March", "denied"),
        ("Voting is put off from 17 to 24 September.", "from 17 to 24 September", "moved"),
        ("She put off her decision on the sale of Meridon Air to 30 June.", "30 June", "moved"),
        (
            "The club has put off its first hearing, which was to be held on Tuesday.",
            "Tuesday",
            "cancelled",
        ),
    ],
)
def test_the_wording_around_a_date_tells_what_it_is(
    sentence: str, expression: str, modality: Modality
) -> None:
    assert modality in how(sentence, expression)


@pytest.mark.parametrize(
    ("sentence", "expression", "never"),
    [
        ("The hearing will be held on 21 March.", "21 March", "dropped denied held deadline"),
        ("The hearing was held on 5 March.", "5 March", "planned proposed dropped denied deadline"),
        ("It was not late. The hearing opens on 21 March.", "21 March", "denied"),
        ("The hearing will not open before 21 March.", "21 March", "denied"),
        ("The money has not been voted: the house sits on 21 March.", "21 March", "denied"),
        ("They will meet on 22 March instead of 21 March.", "22 March", "dropped denied"),
        ("Instead of 21 March the verdict is now to be given on the 24th.", "the 24th", "dropped"),
        ("The court heard him on Friday.", "Friday", "lead_in"),
        ("LARVIK, May 25 - The last of them came home on Sunday.", "Sunday", "proposed"),
        (
            "The verdict will not come on 21 March and is now to be given on Friday.",
            "Friday",
            "denied",
        ),
        ("Snow fell in Porto on 5 March.", "5 March", "reported planned proposed"),
        ("The two sides met in Porto on 5 March, officials said.", "5 March", "reported"),
        ("Tomorrow she is off to Jafra.", "Tomorrow", "cancelled"),
        ("The town said yes to the bridge on Sunday.", "Sunday", "reported"),
        ("The date of the hearing is set for Monday.", "Monday", "to_be_set"),
        ("The sides agreed on the date of 2 June.", "2 June", "to_be_set"),
        ("The deal in Basel was complete on 2 June.", "2 June", "agreed"),
        ("Tolland wants the two to meet again on 21 March.", "21 March", "planned"),
        ("The proposal to open on 21 March has had no answer.", "21 March", "planned"),
        ("The museum, shut since 2 June, is open again.", "2 June", "cancelled"),
        ("The president will not attend the talks in Vellin on 20 March.", "20 March", "denied"),
        ("He cannot travel to the talks in Vellin on 20 March.", "20 March", "denied"),
        ("There is no doubt that talks will open on 20 March.", "20 March", "denied"),
        ("Neither side expects a breakthrough at the talks on 20 March.", "20 March", "denied"),
        ("They will not only meet on 20 March.", "20 March", "denied"),
        ("The two sides have not met since 2 June.", "2 June", "denied"),
        ("The fair is not affected and will take place on 18 May.", "18 May", "denied"),
        ("Arland has not refused the meeting on Monday.", "Monday", "denied"),
        ("It will launch no earlier than 4 May.", "4 May", "denied"),
        ("If the two do not meet on 4 May, the truce ends.", "4 May", "denied"),
        ("A third round has been fixed for 2 April.", "2 April", "dropped"),
        ("Its bid for the yard was announced on Thursday.", "Thursday", "dropped"),
        ("Tickets go on sale on 2 May as planned.", "2 May", "dropped"),
        (
            "A storm came on 7 January, and the convoy planned for tomorrow has been cancelled.",
            "7 January",
            "cancelled",
        ),
        ("She has not said who will count the votes on 28 March.", "28 March", "denied"),
    ],
)
def test_a_date_is_not_what_its_wording_does_not_say(
    sentence: str, expression: str, never: str
) -> None:
    assert how(sentence, expression).isdisjoint(never.split())


@pytest.mark.parametrize(
    ("before", "limit"),
    [
        ("It will be done by ", True),
        ("The fair is open until the ", True),
        ("no later than ", True),
        ("It was done on ", False),
        ("They stood by it on ", False),
    ],
)
def test_some_expressions_are_those_of_a_limit(before: str, limit: bool) -> None:
    assert is_limit(before) == limit


@pytest.mark.parametrize(
    ("before", "opened"),
    [("It will be held after ", True), ("not before the ", True), ("It will be held on ", False)],
)
def test_some_expressions_only_begin_a_time(before: str, opened: bool) -> None:
    assert is_open(before) == opened


def test_until_is_a_limit_but_of_what_was_put_off() -> None:
    assert "deadline" in how("The fair is open until 13 February.", "13 February")
    moved = how("The hearing was adjourned until 13 February.", "13 February")
    assert "moved" in moved
    assert "deadline" not in moved


CUES = [
    "no", "not", "date", "when", "will", "on", "moved", "from", "to", "by", "said", "n't", "’", ",",
    ".", ";", "is", "open", "set", "meeting", "only", "once", "any", "further", "proposed", "-",
]  # fmt: skip
SENTENCES = st.text() | st.lists(st.sampled_from(CUES)).map(" ".join)


@given(sentence=SENTENCES, ends=st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_any_text_around_any_place_is_read(sentence: str, ends: tuple[int, int]) -> None:
    start, end = (min(at, len(sentence)) for at in sorted(ends))
    assert modalities(sentence, start, end, Clauses(sentence)) <= set(get_args(Modality))
    assert denies_a_date(f"{sentence} No date has been set.")


@pytest.mark.parametrize(
    "run",
    ["no ", "not ", "when ", "date not ", "no-no-", "any any ", "n't ", "is ", "a", " ",
     "only once ", "moved by ", "to be ", "not a date ,"],
)  # fmt: skip
def test_a_sentence_of_any_length_is_read_to_its_end(run: str) -> None:
    """Work that grew with the square of the length would not come back from this."""
    padding = run * (200_000 // len(run))
    assert denies_a_date(f"{padding} ; No date has been set.")
    text = f"{padding} . Rain fell; the hearing will be held on 21 March"
    assert "planned" in how(text, "21 March")
