"""When a sentence says that there is no date, or that something is over."""

from __future__ import annotations

import pytest

from retrieval.unset import (
    calls_off,
    denies_a_date,
    looks_back,
    speaks_of_a_new_day,
    tells_of_an_end,
)


@pytest.mark.parametrize(
    ("sentence", "new"),
    [
        ("No new date has been named.", True),
        ("It did not name another launch day.", True),
        ("No date has been named.", False),
    ],
)
def test_a_day_that_is_missing_may_be_a_new_one(sentence: str, new: bool) -> None:
    assert speaks_of_a_new_day(sentence) is new


@pytest.mark.parametrize(
    "sentence",
    [
        "No date has been set for the next round.",
        "The date of the next round is not yet known.",
        "It is unclear when they will meet.",
        "The two sides did not name a new date.",
        "A new meeting has not been agreed.",
        "The date will be agreed later.",
        "There is no understanding yet of when the next round will be held.",
        "The spokesman declined to give a date.",
        "The launch date remains open.",
        "We will tell you as soon as a date has been agreed.",
        "No further talks are planned.",
        "THE TIME OF THE HEARING HASN’T BEEN FIXED.",
        "Nor is there a date for the fourth round.",
        "A fourth has not been fixed.",
        "In none of these statements was another day named.",
        "A date for the exchange has not been published.",
        "We have not spoken about a date.",
        "Neither would say when.",
        "The ministry will announce the day in good time.",
        "Neither the date nor the place of the second round has been fixed.",
        "When they meet again is still open.",
        "If the three meet again, where and when has not been announced.",
        "A fourth round will be decided on after the agreements are carried out.",
        "Nobody here could tell us when the delegations will meet again.",
        "When it starts has not been said.",
        "When a fourth might take place they did not say.",
        "When it will be ready nobody would say.",
        "The day would be announced before Christmas.",
        "A date for the third does not exist.",
        "A date is thus still missing.",
        "The broadcaster is looking for another day.",
        "The court has not said when it will take up the matter.",
        "He did not say when.",
        "There is no clear understanding yet about a new round.",
        "Nobody has set a day for the second round.",
        "Nobody has a date.",
        "The ministry would not predict a date.",
        "Nothing is fixed for a fourth round.",
        "Nobody has booked a fourth round.",
        "A date he did not name.",
        "We will name a day when the last metre has been walked.",
        "No other date is being discussed.",
        "Its date and place remain to be agreed.",
        "The day is now open too.",
        "They left without naming days.",
    ],
)
def test_a_sentence_may_say_that_there_is_no_date(sentence: str) -> None:
    assert denies_a_date(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "The trial will not open on 7 April as planned.",
        "A vote that half of them learn of afterwards is no vote, she said.",
        "How long the meeting will last has been left open.",
        "It was expected for 19:00, so for once the timetable holds.",
        "The next round will be held in Istanbul on 23 July.",
        "The date of the hearing is 21 March.",
        "Nobody was hurt in the fire.",
        "He said no.",
        "The talks lasted an hour and ended without a handshake.",
        "The bridge is not open to lorries.",
        "Some 1,100 islanders came on the open day.",
        "The trial is to open in Varna if a hall is found that day.",
        "They will buy the power at a price to be fixed later.",
        "The next fair will be in the East, at a place yet to be named.",
        "She may call at any hour of the day.",
        "There will be no strikes while the talks go on.",
        "The medicine may be taken for no more than five days.",
        "It came five days late because the lists had not been agreed.",
        "In that time the club has not found a coach.",
        "They signed a truce without a time limit.",
        "The buyer needs no vote of its own.",
        "During the ferry talks wages were not discussed.",
        "The talks have not reached a breakthrough.",
        "The army is no match for the drones.",
        "The ceasefire could collapse at any time.",
        "There have been no talks since April.",
        "No talks today after all.",
        "He is ready any time after 22 June.",
        "It will open on Saturday 3 May and not a day before.",
        "The government said no vote was needed.",
        "He said his door was open at the talks.",
        "The deadline of 8 August passed without the tariffs he had announced.",
        "A diplomat who asked not to be named called the timing odd.",
    ],
)
def test_other_sentences_do_not(sentence: str) -> None:
    assert not denies_a_date(sentence)


@pytest.mark.parametrize(
    ("sentence", "over"),
    [
        ("The third round is over, after a plenary of forty minutes.", True),
        ("The exchange of 1,000 for 1,000 is now complete.", True),
        ("The hearing ended without a ruling.", True),
        ("The talks will not be over before noon.", False),
        ("Once the talks have ended they fly home.", False),
        ("The talks are to be concluded in May.", False),
        ("22:45 It is over.", True),
        ("22:15 Over. Less than an hour.", True),
        ("15:58 And that was it: the end is reported.", True),
        ("Over the bridge went the first man.", False),
        ("He is over seventy and likes a good match.", False),
    ],
)
def test_an_end_is_told_of_as_something_that_has_come(sentence: str, over: bool) -> None:
    assert tells_of_an_end(sentence) == over


@pytest.mark.parametrize(
    ("sentence", "back"),
    [
        ("As late as Monday Orr had said that there was no date.", True),
        ("Until yesterday nobody had named a day.", True),
        ("There is no date, Orr said.", False),
    ],
)
def test_a_sentence_may_tell_what_was_said_before(sentence: str, back: bool) -> None:
    assert looks_back(sentence) == back


@pytest.mark.parametrize(
    ("sentence", "off"),
    [
        ("The talks foreseen for this morning did not take place.", True),
        ("Norrey has called off the fourth round.", True),
        ("The hearing of 7 April is dropped.", True),
        ("Her first visit had been called off in May.", False),
        ("The hearing will not be held before June.", False),
        ("The talks took place.", False),
    ],
)
def test_a_sentence_may_say_that_something_is_off(sentence: str, off: bool) -> None:
    assert calls_off(sentence) is off


@pytest.mark.parametrize(
    ("sentence", "over"),
    [
        ("Kestrava and Dorrenia ended their fourth round of talks on Thursday.", True),
        ("The exchange agreed on in Porto on 16 May is complete.", True),
        ("15:58 And it is over.", True),
        ("The bodies were handed over before the meeting.", False),
        ("Is the meeting over?", False),
        ("The meeting ended?", False),
        ("10:04 Over to Aldermere.", False),
    ],
)
def test_an_end_is_told_in_many_ways(sentence: str, over: bool) -> None:
    assert tells_of_an_end(sentence) is over
