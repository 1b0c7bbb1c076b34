"""Whether the wording sets two accounts of one thing against each other."""

from __future__ import annotations

import pytest

from retrieval.accounts import (
    goes_on,
    halves,
    holds_briefly,
    opposes,
    side_by_side,
    takes_back,
    tells_of_a_dispute,
    tells_that_days_differ,
    two_accounts,
)


@pytest.mark.parametrize(
    ("sentence", "differ"),
    [
        ("The two sides named different days for the truce.", True),
        ("They could not agree on the day.", True),
        ("The ministries disagree about when it begins.", True),
        ("It was planned for five days; earlier reports had the 5th and 6th.", True),
        ("How long it would last is reported differently.", True),
        ("The two sides agreed on the day.", False),
        ("He has a different view of the date.", False),
        ("It was a day of different tunes.", False),
    ],
)
def test_a_sentence_may_say_that_days_differ(sentence: str, differ: bool) -> None:
    assert tells_that_days_differ(sentence) == differ


@pytest.mark.parametrize(
    ("text", "first", "second", "apart"),
    [
        ("Ruiz spoke of 40 guests, while by the hotel's account there were 60.", "40", "60", True),
        ("The ministry puts it at 60 million; Brevik, the builder, at 25.", "60", "25", True),
        ("The ministry puts it at 60 million; the road is to be 25 km long.", "60", "25", False),
        ("By the union's count 1,850 joined; the owners speak of 1,200.", "1,850", "1,200", True),
        ("The owners counted 40; the union, Norra, more than 70.", "40", "70", False),
        ("The owners put it at 40; the union, Norra, at more than 70.", "40", "70", True),
        (
            "About 1,900 people left, the ministry said, contradicting a figure of 2,300 given by "
            "the mayor.",
            "1,900",
            "2,300",
            True,
        ),
        ("Renn repeats the figure of 120 jobs. Sollers stands by 70.", "120", "70", True),
        ("Kyiv counts 6,057 in all. TASS writes of 7,100.", "6,057", "7,100", True),
        ("It is to last from 5 to 6 March; another account has 9 March.", "6", "9", True),
        ("30,000 by the organisers' count, and 12,000 by the police's.", "30,000", "12,000", True),
        ("30,000 according to Orr and 12,000 according to Orr.", "30,000", "12,000", False),
        ("The instruments say 04:20, a woman from Brennay says 03:40.", "04:20", "03:40", True),
        ("At 08:52 by the coast log, at 08:37 by the ship's clock.", "08:52", "08:37", True),
        (
            "By 15 April, it says. The Front's draft has 1 June as the day.",
            "15 April",
            "1 June",
            True,
        ),
        ("The owners say that 40 came. Tea had been made for 60.", "40", "60", False),
        ("The first stage covered 270 people and the second 307.", "270", "307", False),
        ("On Friday 390 came and on Saturday 307, officials said.", "390", "307", False),
    ],
)
def test_two_figures_may_be_two_accounts_of_one_thing(
    text: str, first: str, second: str, apart: bool
) -> None:
    places = [(text.index(word), text.index(word) + len(word)) for word in (first, second)]
    assert two_accounts(text, *places) is apart
    assert two_accounts(text, *reversed(places)) is apart


@pytest.mark.parametrize(
    ("account", "other", "opposed"),
    [
        ("Medinsky says that he rang Umerov.",
         "Zelensky, however, said that it was Umerov who had called.", True),
        ("Her office says that he agreed to meet.", "His aide says no more than that it was "
         "discussed.", True),
        ("The union says 400 jobs will go.", "The owner rejects the figure.", True),
        ("The union says 400 jobs will go.", "The owner rejected the offer.", False),
        ("The union says 400 jobs will go.", "The owner said that talks go on.", False),
        ("400 jobs will go.", "However, the sun shone.", False),
        ("Karsania says the shots came from a trench.", "Ostrel says a patrol was drunk.", True),
        ("Karsania says the shots came from a trench.", "Karsania says nobody was hurt.", False),
        ("Orr says he is not going to Sarn.", "He says so out of respect for the dead.", False),
        ("He said that the list had been gone through.", "She replied today that there are answers "
         "on less than 20 names.", True),
        ("Karsania said on Monday that it would come.", "Ostrel said that it was ready.", False),
        ("He promised 80 million, people say.", "His office says there was no such promise.", True),
    ],
)  # fmt: skip
def test_a_sentence_tells_otherwise_what_another_one_tells(
    account: str, other: str, opposed: bool
) -> None:
    assert opposes(account, other) == opposed


def test_what_a_live_blog_has_each_side_hold_is_told_otherwise_too() -> None:
    sides = "09:30 - The union says the plan is good.", "The owner says the plan is too late."
    assert opposes(*sides)


@pytest.mark.parametrize(
    ("sentence", "disputed"),
    [
        ("On the children, too, the accounts clash.", True),
        ("How many went the other way is in dispute.", True),
        ("Neither figure could be checked.", True),
        ("It remained unclear who had broken the schedule.", True),
        ("No exchange took place, and each side accuses the other.", True),
        ("Correspondents disagree whether he means a summit.", True),
        ("The two cannot even agree on who rang whom.", True),
        ("Reports part ways on what is meant.", True),
        ("Kyiv and Moscow gave different accounts of the list.", True),
        ("Both sides agree that the bridge was blown up.", False),
        ("The Court of Accounts reckons with 2.9 billion.", False),
        ("He accused the other team's doctor of nothing.", False),
        ("They met in the disputed village.", False),
    ],
)
def test_a_sentence_may_say_that_there_are_two_accounts(sentence: str, disputed: bool) -> None:
    assert tells_of_a_dispute(sentence) == disputed


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (
            "Medinsky says that he rang Umerov; Zelensky says that it was Umerov who rang.",
            ("Medinsky says that he rang Umerov", "Zelensky says that it was Umerov who rang."),
        ),
        (
            "Reports differ on what is meant: some have a summit, others a third round.",
            ("some have a summit", "others a third round."),
        ),
        (
            "How long it was is told differently: one paper has an hour, while another has two.",
            ("one paper has an hour", "while another has two."),
        ),
        ("They spoke of two things: some went home, others stayed.", None),
        ("The mayor said that it was late; the buses had stopped.", None),
        ("Reports differ on what is meant.", None),
    ],
)
def test_one_sentence_may_hold_two_accounts(sentence: str, parts: tuple[str, str] | None) -> None:
    found = halves(sentence)
    assert (found and tuple(sentence[start:end] for start, end in found)) == parts


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("The army speaks of two dead, both of them fighters.", True),
        ('Funar thinks there are "a few dozen at most".', True),
        ("The army sent two lorries.", False),
        ("The army said on Monday that two had died.", False),
        (
            "The army says that two lorries with flour are to leave for the valley as soon as the "
            "road is open again.",
            False,
        ),
    ],
)
def test_a_sentence_may_hold_a_figure_and_little_else(sentence: str, holds: bool) -> None:
    assert holds_briefly(sentence) == holds


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (
            "They were kept out for an hour according to the hall, all night according to Orr.",
            ("They were kept out for an hour according to the hall", "all night according to Orr."),
        ),
        (
            "It lasted a day, if one goes by the mayor, or four, if one goes by the report.",
            ("It lasted a day, if one goes by the mayor", "or four, if one goes by the report."),
        ),
        (
            "The office states that a warning went out, the lift company that none reached it.",
            (
                "The office states that a warning went out",
                "the lift company that none reached it.",
            ),
        ),
        ("It lasted a day, according to the mayor, and was quiet, according to the mayor.", None),
        ("He said that two were hurt, the second attack that the town has seen.", None),
        ("Orr said that it was late, and that the buses had stopped.", None),
    ],
)
def test_one_sentence_may_attribute_twice_in_the_same_words(
    sentence: str, parts: tuple[str, str] | None
) -> None:
    found = side_by_side(sentence)
    assert (found and tuple(sentence[start:end] for start, end in found)) == parts


@pytest.mark.parametrize(
    ("text", "taken_back"),
    [
        ("We also wrote that the paper has four sections.", True),
        ("Our report of 20 February on the creditors gave a wrong total.", True),
        ("The Flash reported that he had asked for seven years. That was wrong.", True),
        ("The report of the court gave a total of 40 million.", False),
        ("The minister said that it was wrong to wait.", False),
    ],
)
def test_an_outlet_may_take_back_what_it_reported(text: str, taken_back: bool) -> None:
    assert takes_back(text) == taken_back


@pytest.mark.parametrize(
    ("sentence", "besides"),
    [
        ("Russia, he said, had 1,212 bodies waiting.", True),
        ("She also said that nobody was hurt.", True),
        ("Kyiv said that he had the list.", False),
        ("Zelensky, however, said that it was he who had called.", False),
    ],
)
def test_a_sentence_may_go_on_with_what_the_same_one_says(sentence: str, besides: bool) -> None:
    assert goes_on(sentence) == besides
