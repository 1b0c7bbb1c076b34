"""What a question is taken to ask for, and that no text at all can break the reading of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import QuestionError
from retrieval.ordinals import ordinals_in
from retrieval.understand import LONGEST, Question, understand
from retrieval.windows import Window

FRIDAY = datetime(2025, 5, 30, 12, tzinfo=UTC)
FRAGMENTS = [
    "when", "next", "round", "is", "the", "who", "how many", "second", "no. 7", "last week",
    "on 31 February", "since 99999", "16 May", "until", "yesterday", "'s", "’", "?", "-", "0", "\0",
    "00:99", "in 0000", "the 9999th day", "ｗｈｅｎ", "ẞ", "\u202e", "😀", "\ud800", "it", "and",
    "Q3", "a century ago", "100000000000 years ago", "Easter", "by", "week 99", "2025-13-40",
]  # fmt: skip
ANYTHING = st.text(st.characters()) | st.lists(st.sampled_from(FRAGMENTS)).map(" ".join)


def understood(text: str, follows: str | None = None) -> Question:
    return understand(text, as_of=FRIDAY, follows=follows)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("When is the next round?", "when"),
        ("what day is the hearing", "when"),
        ("Next hearing?", "when"),
        ("Is the date set?", "when"),
        ("Has a day been found for the third round?", "when"),
        ("how expensive is the damage", "how_much"),
        ("tarvia election day?", "when"),
        ("On which days was the round held?", "when"),
        ("What is the deadline for the reply?", "when"),
        ("turnout in the vote", "how_much"),
        ("death toll of the quake", "how_many"),
        ("the price of oil is stable until when?", "when"),
        ("In which prison does she serve her time?", "what"),
        ("What did he say when he was asked?", "what"),
        ("What comes after the swap, is a day picked?", "when"),
        ("What is the plan for a third meeting, when?", "when"),
        ("What will be the date of the next round?", "when"),
        ("What is the next hearing date?", "when"),
        ("Has the third round got a date yet?", "when"),
        ("Date of the trial?", "when"),
        ("shipyard summer holiday dates", "when"),
        ("How many holiday days?", "how_many"),
        ("the launch in May or June?", "when"),
        ("summit of the two presidents wehn", "when"),
        ("third round of the port talks, date?", "when"),
        ("appeal hearing date and venue", "when"),
        ("Is the fourth round of talks scheduled?", "when"),
        ("The third meeting: has a day been fixed?", "when"),
        ("Is there an agreed date for a new round yet?", "when"),
        ("day the mayor signed the decree", "when"),
        ("is there an appointment for new talks", "when"),
        ("Have they set a day for another meeting?", "when"),
        ("last time the delegations met?", "when"),
        ("are they sitting down tonight or tmrw", "when"),
        ("next talks wed or thurs??", "when"),
        ("is this the first time they met?", "yes_no"),
        ("did the court set a time limit", "yes_no"),
        ("Is there a day care centre in the village?", "yes_no"),
        ("What happened on the day of the vote?", "what"),
        ("Did the talks begin on time?", "yes_no"),
        ("Is the ceasefire final?", "yes_no"),
        ("Has the mayor been named?", "yes_no"),
        ("length of the ministers' call", "how_long"),
        ("prisoners sent home in June: count", "how_many"),
        ("venue of round two?", "where"),
        ("How soon will they meet?", "when"),
        ("Who said when the talks begin?", "who"),
        ("Which minister resigned?", "who"),
        ("On what Sunday do they vote?", "when"),
        ("Is the verdict on the 16th or the 17th?", "when"),
        ("16 or 23 June, which one is it?", "when"),
        ("How many were hurt, 12 or 15?", "how_many"),
        ("Where will they meet?", "where"),
        ("Which city hosts the talks?", "where"),
        ("How many prisoners were exchanged?", "how_many"),
        ("What number of prisoners was exchanged?", "how_many"),
        ("How much did the bridge cost?", "how_much"),
        ("What does the ticket cost?", "how_much"),
        ("How long did the talks last?", "how_long"),
        ("How old is the judge?", "how_long"),
        ("Why did he leave?", "why"),
        ("Did Kyiv agree?", "yes_no"),
        ("And is the bridge open?", "yes_no"),
        ("What did Medinsky say?", "what"),
        ("Tell me about the exchange", "what"),
        ("start of the school exams", "when"),
        ("coast road reopening", "when"),
        ("rent law in force from", "when"),
        ("special audit begins", "when"),
        ("Who opens?", "who"),
        ("what ends", "what"),
        ("Minister open to talks", "what"),
        ("cup final still on the 9th of may?", "yes_no"),
        ("second group out on 28 April, right?", "yes_no"),
        ("next round on Friday, right?", "when"),
        ("what is right?", "what"),
        ("Was anyone hurt when the train derailed?", "yes_no"),
        ("Was a ceasefire agreed when they met in Varna?", "yes_no"),
        ("Do we know when the talks begin?", "when"),
        ("what do we know about when they talk again", "when"),
        ("upcoming talks, what's known about the timing", "when"),
        ("Has anyone agreed when the talks go on?", "when"),
        ("Who do they play next and when?", "when"),
        ("What comes next and when - the ruling?", "when"),
        ("Who was there and when he spoke left?", "who"),
        ("Has it been agreed when they meet?", "when"),
        ("Did the two blasts happen at the same time?", "yes_no"),
        ("Did the truce last three days?", "yes_no"),
        ("Did the evacuation go as planned?", "yes_no"),
        ("What are the dates of the fair?", "when"),
        ("Describe the next step", "what"),
    ],
)
def test_a_question_is_of_the_kind_that_its_words_ask_for(text: str, kind: str) -> None:
    assert understood(text).kind == kind
    assert understood(text.upper()).kind == kind
    assert understood(f"\n  {text}\t").kind == kind


@pytest.mark.parametrize(
    ("text", "ahead", "timed", "past"),
    [
        ("When is the next round?", True, True, False),
        ("Who hosts the upcoming session?", True, True, False),
        ("When do they meet again?", True, True, False),
        ("When was the next round announced?", True, True, False),
        ("When was the first round?", False, True, True),
        ("When is the hearing?", False, True, False),
        ("On which day will the round be held?", False, True, False),
        ("On which day was the round held?", False, True, True),
        ("What does the owner want from the talks in June?", False, False, False),
        ("Who hosts the talks?", False, False, False),
        ("Who met in Ankara?", False, False, True),
        ("Is the hearing still on 2 June?", False, True, False),
        ("When did the delegations meet again?", False, True, True),
        ("When do the delegations meet again?", True, True, False),
        ("Did they say when they meet again?", True, True, False),
        ("When did the fighting resume?", False, True, True),
        ("What was found next to the station?", False, False, True),
        ("Where were the refugees coming from?", False, False, True),
        ("When is the Met Gala?", False, True, False),
        ("Who rang whom about the date?", False, False, True),
        ("what broke the floodlights", False, False, True),
        ("How many people lost their lives?", False, False, True),
        ("Why does the mayor not run again?", False, False, False),
        ("How big is the gap in next year's budget?", False, False, False),
        ("when should the last captives be home", False, True, False),
        ("tug strike - still on?", False, True, False),
        ("Was the hearing on 2 May?", False, False, True),
        ("Which day is the last concert of the tour?", False, True, False),
        ("What's the last day to appeal?", False, True, False),
        ("When is the run-off held?", False, True, False),
        ("day of the last exchange", False, True, True),
        ("date the second round was held", False, True, True),
    ],
)
def test_a_question_looks_ahead_or_back(text: str, ahead: bool, timed: bool, past: bool) -> None:
    question = understood(text)
    assert (question.ahead, question.timed, question.past) == (ahead, timed, past)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("When is the next round of talks?", ("round", "talk")),
        ("How long did the talks take place?", ("talk", "take")),
        ("When next?", ("next",)),
        ("Where is Zelenskyy?", ("zelenski",)),
        ("round two", ("round", "two", "second")),
        ("where r the talks tmrw", ("talk",)),
        ("what time tmrw", ("time",)),
        ("whats up w the vatican", ("vatican",)),
    ],
)
def test_the_subject_is_left_when_words_of_time_and_asking_are_gone(
    text: str, terms: tuple[str, ...]
) -> None:
    assert understood(text).terms == terms


@pytest.mark.parametrize(
    ("text", "ordinals"),
    [
        ("the second round", {2}),
        ("round two", {2}),
        ("Round 12", {12}),
        ("stage no. 3", {3}),
        ("the 2nd stage", {2}),
        ("between the first and the third round", {1, 3}),
        ("two rounds", set()),
        ("90 seconds later", set()),
        ("round 2025", set()),
        ("", set()),
    ],
)
def test_which_one_of_a_series_is_read_in_words_and_digits(text: str, ordinals: set[int]) -> None:
    assert ordinals_in(text) == ordinals


@pytest.mark.parametrize(
    ("text", "first", "last", "limits"),
    [
        ("What happened on 16 May?", date(2025, 5, 16), date(2025, 5, 16), False),
        ("What has happened since 16 May?", date(2025, 5, 16), None, True),
        ("Who resigned before 20 May?", None, date(2025, 5, 20), False),
        ("What happened in June 2024?", date(2024, 6, 1), date(2024, 6, 30), False),
        ("What happened yesterday?", date(2025, 5, 29), date(2025, 5, 29), False),
        ("What happened last week?", date(2025, 5, 19), date(2025, 5, 30), True),
    ],
)
def test_days_that_a_question_names_limit_it(
    text: str, first: date | None, last: date | None, limits: bool
) -> None:
    assert understood(text).window == Window(first, last, limits)


@pytest.mark.parametrize(
    "text",
    [
        "Who leads?",
        "When may the strike end?",
        "Who marches?",
        "On what Sunday is the vote?",
        "Is the launch on Friday or Saturday?",
    ],
)
def test_without_a_day_a_question_is_open_in_time(text: str) -> None:
    assert understood(text).window is None


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("What time is the hearing?", True),
        ("Who was shot at eight o'clock?", False),
        ("In what time period did they rule?", False),
        ("At which hour does it open?", True),
        ("When is the hearing?", False),
        ("Was it the last time?", False),
    ],
)
def test_the_time_of_day_is_asked_for_in_so_many_words(text: str, clock: bool) -> None:
    assert understood(text).clock is clock


def test_a_question_that_points_back_is_completed_by_the_one_before() -> None:
    question = understood("And where?", "When is the next round of talks?")
    assert question.kind == "where"
    assert question.terms == ("round", "talk")
    assert (question.ahead, question.timed) == (True, True)
    assert question.encoded == "Where is the next round of talks?"
    assert question.text == "And where?"


@pytest.mark.parametrize(
    ("text", "follows", "dated"),
    [
        ("And where?", "When is the next round of talks?", True),
        ("And who goes?", "When is the next round of talks?", False),
        ("How long did it last?", "When was the second round?", False),
        ("Who leads the next round?", None, False),
        ("Is the next round still on Tuesday?", None, True),
        ("Where was the second round?", None, False),
    ],
)
def test_what_dates_it_answers_a_question_for_its_day_or_place_alone(
    text: str, follows: str | None, dated: bool
) -> None:
    assert understood(text, follows).dated is dated


def test_a_question_that_stands_alone_is_left_alone() -> None:
    text = "Who pays for the harbour bridge repair?"
    assert understood(text, "When is the next round of talks?") == understood(text)


@pytest.mark.parametrize(
    ("text", "ordinals"), [("And where was it?", {2}), ("And the third?", {3})]
)
def test_a_follow_up_is_about_the_same_one_unless_it_names_another(
    text: str, ordinals: set[int]
) -> None:
    assert understood(text, "When was the second round?").ordinals == ordinals


@pytest.mark.parametrize("text", ["", "   ", "?!", "\0", "\ud800", "…", "\n\t"])
def test_a_text_without_a_letter_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(QuestionError, match="empty; ask something like"):
        understood(text)


def test_a_text_that_is_too_long_is_refused_with_its_length() -> None:
    assert len(understood("x" * LONGEST).text) == LONGEST
    with pytest.raises(QuestionError, match="1,001 characters; at most 1,000"):
        understood("x" * (LONGEST + 1))


def test_an_earlier_question_of_any_length_is_cut_and_not_refused() -> None:
    question = understood("And where?", "round " * 10_000)
    assert "round" in question.terms
    assert len(question.encoded) <= LONGEST + len(" And where?")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("when r they meeting", "when are they meeting"),
        ("whens the swap gonna be", "when is the swap going to be"),
        ("who is the fm atm", "who is the foreign minister at the moment"),
        ("on wed or thurs", "on Wednesday or Thursday"),
        ("when did they wed", "when did they wed"),
        ("is it at 4 pm?", "is it at 4 pm?"),
        ("umerov n medinsky", "umerov and medinsky"),
        ("who leads n korea", "who leads n korea"),
        ("What did R. Orr say?", "What did R. Orr say?"),
    ],
)
def test_what_is_typed_for_short_is_read_in_full(typed: str, read: str) -> None:
    question = understood(typed)
    assert question.encoded == read
    assert question.text == typed
    assert bool(question.corrections) == (typed != read)


@pytest.mark.parametrize(
    "text", ["when does the u.n. security council meet", "n. korea missile", "r&d budget"]
)
def test_a_letter_of_an_abbreviation_stands_for_no_word(text: str) -> None:
    assert understood(text).encoded == text


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Who won the 2nd round?", ("second", "round")),
        ("Who won round 12, the 12th round?", ("won", "round", "12")),
        ("Who spoke on 20th May?", ("spoke", "20", "may")),
    ],
)
def test_an_ordinal_in_digits_is_read_in_words_and_a_day_of_a_month_as_a_day(
    text: str, terms: tuple[str, ...]
) -> None:
    assert set(terms) <= set(understood(text).terms)


def test_a_polite_opening_is_no_question_of_its_own() -> None:
    found = understood("could you tell me who leads the delegation?")
    assert (found.kind, found.terms) == ("who", understood("who leads the delegation?").terms)


def test_who_asks_for_another_one_does_not_ask_for_the_one_before() -> None:
    before = "When was the third round?"
    assert understood("how long did it last?", before).ordinals == {3}
    assert understood("is there a date for the next one yet?", before).ordinals == set()


def test_what_was_before_a_day_to_come_is_not_looked_for_on_that_day() -> None:
    assert understood("when was the vote about 31 December 2099?").window is None
    assert understood("when is the vote about 31 December 2099?").window is not None


def test_corrected_words_are_read_and_the_typed_ones_kept() -> None:
    words = {"Wen": "when", "nxt": "next"}
    question = understand(
        "Wen is the nxt round?", as_of=FRIDAY, correct=lambda word, **_: words.get(word)
    )
    assert question.text == "Wen is the nxt round?"
    assert question.encoded == "when is the next round?"
    assert question.corrections == (("Wen", "when"), ("nxt", "next"))
    assert (question.kind, question.ahead) == ("when", True)


def test_only_the_first_two_words_are_taken_for_question_words() -> None:
    seen: dict[str, bool] = {}

    def note(word: str, *, opening: bool) -> None:
        seen[word] = opening

    understand("Howe long is Kyiv’s bridge", as_of=FRIDAY, correct=note)
    assert seen == {
        "Howe": True, "long": True, "is": False, "Kyiv’s": False, "bridge": False
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "follows", "past"),
    [
        ("and where?", "When was the third round?", True),
        ("and where?", "When will the third round be?", False),
        ("And when does it end?", "When did the fair begin?", False),
        ("and when did it end", "When does the fair begin?", True),
    ],
)
def test_a_follow_up_has_the_tense_of_the_question_before_it(
    text: str, follows: str, past: bool
) -> None:
    assert understood(text, follows).past == past


def test_the_one_before_the_next_one_has_been() -> None:
    before = "When is the next round of the talks?"
    assert understood("and where will it be?", before).ahead
    asked = understood("and when was the one before that", before)
    assert (asked.ahead, asked.past) == (False, True)


@given(text=ANYTHING, follows=st.none() | ANYTHING)
def test_any_text_is_understood_or_refused(text: str, follows: str | None) -> None:
    try:
        question = understand(text, as_of=FRIDAY, follows=follows)
    except QuestionError:
        return
    assert 0 < len(question.text) <= LONGEST
    question.encoded.encode("utf-8")
    assert "\0" not in question.encoded
    assert len(question.terms) == len(set(question.terms))
    assert all(question.terms)
    assert not (question.ahead and question.past)
    window = question.window
    assert window is None or window.first or window.last


@given(text=ANYTHING)
def test_reading_a_question_twice_reads_the_same(text: str) -> None:
    try:
        question = understood(text)
    except QuestionError:
        return
    assert understood(question.text) == question


@pytest.mark.parametrize(
    ("text", "ageless"),
    [
        ("When was the first round held?", True),
        ("Who led the team?", True),
        ("How long did the talks last?", True),
        ("What did they agree on last week?", True),
        ("When did they last meet?", False),
        ("When was the previous round?", False),
        ("Who leads the team?", False),
        ("When is the next round?", False),
    ],
)
def test_what_has_been_may_be_old_but_for_the_last_one(text: str, *, ageless: bool) -> None:
    assert understood(text).ageless is ageless
