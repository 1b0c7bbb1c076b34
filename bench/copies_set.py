"""Make the set of labelled pairs that the grouping of copies is measured on.

    python bench/copies_set.py

Reads the hand-written stories, speeches and templates in bench/data/copies and writes there
articles.jsonl and pairs.jsonl. Every run gives the same files. What is done to a text is what
editors do: cuts, headlines, credits, paragraphs of their own, house style; see docs/copies.md.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "copies"

STYLE = [
    (r"\bsaid on (\w+day)\b", r"said \1"), (r"\bpercent\b", "per cent"),
    (r"\bsome (?=\d)", "around "),
    (r"\bAbout (?=\d)", "Roughly "), (r"\babout (?=\d)", "around "), (r"\bpeople\b", "persons"),
    (r"\bmore than (?=\d)", "over "), (r"\bbegan\b", "started"), (r"\bwants to\b", "intends to"),
    (r"\bwill not\b", "won't"), (r"\bkilometres\b", "km"), (r"\bmillion\b", "m"),
    (r"\bhas been\b", "was"), (r"\bmay be\b", "could be"), (r"\bwhich is\b", "that is"),
    (r"\bat least\b", "no fewer than"), (r"\bannounced\b", "said"), (r"\bafter\b", "following"),
    (r"\bpolice\b", "officers"), (r"\bthe town council\b", "councillors"),
    (r"\bbecause\b", "since"),
    (r"\bshut\b", "closed"), (r"\bput the cost\b", "estimated the cost"), (r"\blarge\b", "big"),
    (r"\buntil\b", "till"), (r"\bhead of\b", "chief of"), (r"\bnear\b", "close to"),
    (r"\bwhile\b", "as"), (r"\byoung\b", "youthful"), (r"\bbought\b", "purchased"),
    (r"\bkilled\b", "left dead"), (r"\bfound\b", "discovered"), (r"\bcost\b", "price"),
    (r"\bbuilt\b", "constructed"), (r"\bfell\b", "dropped"), (r"\bwork\b", "works"),
]  # fmt: skip

LOCAL = [
    "Readers of the {outlet} from the area around {town} are asked to send their pictures to the "
    "newsroom. We will print the best of them at the weekend.",
    "In {town}, members of the parish council discussed the news over coffee on the steps of the "
    "hall. Several of them have relatives there.",
    "It is the talk of the market in {town}, where stallholders spoke of little else in the "
    "morning. “You can't make it up,” said Gwen Tolley, who sells eggs.",
    "Jonas Welk, who represents {town} in the assembly, called it a matter that concerns every "
    "village in the valley. He will raise it at his next surgery.",
    "The {town} choral society had visited the place only last summer. Its secretary recalled a "
    "warm welcome and a very long lunch.",
]
TOWNS = ["Ashwick", "Little Tern", "Hobb's Cross", "Mere End", "Quarrington"]
OUTLETS = ["Ashwick Gazette", "Tern Valley News", "Evening Lantern", "Quarrington Mail", "The Dial"]
CREDITS = ["(AFP) - ", "(Reuters) - ", "", "", ""]
TAILS = ["Reporting by our correspondents; editing by the night desk.", "", "Source: AP", "", ""]
WORDS = {
    "up": ["up", "down"], "more": ["more", "less"], "wind": ["north", "west", "south", "east"],
    "sky": ["rain", "sun and few clouds", "fog until noon", "thunderstorms", "snow"],
    "team": ["Hallenau", "Port Averil", "Gravenau", "Korsund", "Zell", "Mill Lane", "Ostmark"],
    "day": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}  # fmt: skip


@dataclass
class Story:
    """A hand-written story with an independent report and the opening of a follow-up."""

    name: str
    town: str
    day: datetime
    body: list[str]
    other: str
    following: str


@dataclass
class Set:
    """What is written out."""

    chance: random.Random
    articles: list[dict[str, str]] = field(default_factory=list)
    pairs: list[dict[str, object]] = field(default_factory=list)

    def article(self, text: str, outlet: str, at: datetime) -> str:
        """Adds an article; returns its id."""
        name = f"c{len(self.articles):04}"
        title = " ".join(text.split()[:7])
        self.articles.append(
            {
                "id": name,
                "title": title,
                "outlet": outlet,
                "published": at.isoformat(),
                "text": text,
            }
        )
        return name

    def pair(self, one: str, other: str, copies: bool, kind: str, half: str) -> None:
        """Adds a labelled pair."""
        self.pairs.append(
            {"one": one, "other": other, "copies": copies, "kind": kind, "half": half}
        )


def sections(name: str) -> list[tuple[str, dict[str, str]]]:
    """The parts of a file: heading, then its text ("") and its subsections by name."""
    found = []
    for part in re.split(r"(?m)^# ", (FOLDER / name).read_text(encoding="utf-8"))[1:]:
        heading, _, rest = part.partition("\n")
        first, *subs = re.split(r"(?m)^## ", rest)
        named = {s.partition("\n")[0]: s.partition("\n")[2].strip() for s in subs}
        found.append((heading, {"": first.strip(), **named}))
    return found


def stories() -> list[Story]:
    """The hand-written stories."""
    made = []
    for heading, part in sections("stories.md"):
        name, town, day = (p.strip() for p in heading.split("|"))
        at = datetime.fromisoformat(day).replace(hour=9, tzinfo=UTC)
        made.append(Story(name, town, at, part[""].split("\n\n"), part["other"], part["next"]))
    return made


def styled(text: str, chance: random.Random) -> str:
    """In another house style; now and then two sentences are joined or a quote moves."""
    for pattern, to in STYLE:
        if chance.random() < 0.8:
            text = re.sub(pattern, to, text)
    text = re.sub(r"“([^”]+),” said (.+?)\.(?=\s|$)", r"\2 said: “\1.”", text)
    return re.sub(r'"([^"]+)," said ([^".]+)\.(?=\s|$)', r'\2 said: "\1."', text)


def localised(body: list[str], chance: random.Random, outlet: str, most: int = 2) -> list[str]:
    """With one or two paragraphs of the outlet's own, anywhere."""
    made = list(body)
    for text in chance.sample(LOCAL, chance.randint(1, most)):
        made.insert(
            chance.randint(0, len(made)), text.format(outlet=outlet, town=chance.choice(TOWNS))
        )
    return made


def credited(body: list[str], chance: random.Random) -> list[str]:
    """With a credit before the first paragraph or after the last."""
    tail = chance.choice(TAILS)
    return [chance.choice(CREDITS) + body[0], *body[1:], *([tail] if tail else [])]


def refigured(body: list[str], chance: random.Random) -> list[str]:
    """With another figure in one place."""
    text = "\n\n".join(body)
    place = chance.choice(list(re.finditer(r"\b\d+\b", text)))
    return (text[: place.start()] + str(int(place[0]) + 3) + text[place.end() :]).split("\n\n")


def add_story(made: Set, story: Story, half: str) -> None:
    """A story's copies, and what only looks like one."""
    chance = made.chance
    first = made.article("\n\n".join(story.body), "Wire", story.day)

    def copy(change: Callable[[str], list[str]], outlet: str) -> str:
        body = credited(change(outlet), chance)
        at = story.day + timedelta(hours=chance.randint(1, 40))
        return made.article("\n\n".join(body), outlet, at)

    cut = story.body[: chance.randint(2, 3)]
    restyled = styled("\n\n".join(story.body), chance).split("\n\n")
    ways: dict[str, Callable[[str], list[str]]] = {
        "new headline and credit": lambda _: story.body,
        "cut": lambda _: cut,
        "local paragraphs": lambda o: localised(story.body, chance, o),
        "house style": lambda _: restyled,
        "cut, house style": lambda _: restyled[: chance.randint(2, 4)],
        "cut, local paragraph": lambda o: localised(story.body[:3], chance, o, most=1),
        "house style, local paragraphs": lambda o: localised(restyled, chance, o),
        "one figure changed": lambda _: refigured(story.body, chance),
    }
    kinds = chance.sample(sorted(ways), 4)
    names = [copy(ways[k], o) for k, o in zip(kinds, OUTLETS, strict=False)]
    for kind, name in zip(kinds, names, strict=True):
        made.pair(first, name, True, kind, half)
    add_lookalikes(made, story, first, half)


def add_lookalikes(made: Set, story: Story, first: str, half: str) -> None:
    """What is no copy of a story: another's report, a follow-up, a version, with the same words."""
    chance = made.chance
    other = made.article(story.other, "Herald", story.day + timedelta(hours=chance.randint(0, 30)))
    made.pair(first, other, False, "independent report", half)
    later = story.day + timedelta(hours=chance.choice([10, 24, 50, 120, 400]))
    background = chance.choice([story.body[2:], story.body[1:4], story.body[:3], story.body[:4]])
    text = "\n\n".join([story.following, *background])
    following = made.article(text, chance.choice(["Wire", "Evening Lantern"]), later)
    made.pair(first, following, False, "follow-up with background", half)
    body = styled("\n\n".join(story.body), chance).split("\n\n")
    lead = re.split(r"(?<=[.\"”]) (?=[A-Z\"“])", body[0])
    body[0] = " ".join(reversed(lead))
    del body[chance.randint(1, len(body) - 1)]
    body = refigured(body, chance)
    version = made.article("\n\n".join(body), "Wire", story.day + timedelta(hours=6))
    made.pair(first, version, False, "rewritten in the same outlet", half)


def add_template(made: Set, text: str, half: str) -> None:
    """Editions of one template, in one outlet and in two."""
    chance = made.chance

    def fill(found: re.Match[str]) -> str:
        if found[1] in WORDS:
            return chance.choice(WORDS[found[1]])
        low, high = {"t": (1, 30), "q": (31, 99), "n": (1000, 9000), "m": (20, 90)}.get(
            found[1], (1, 9)
        )
        number = chance.randint(low, high)
        return f"{number}.{chance.randint(1, 9)}" if found[1] == "p" else str(number)

    day = datetime(2024, 3, 4, 17, tzinfo=UTC)
    names = [
        made.article(
            re.sub(r"\{(\w+)\}", fill, text), chance.choice(["Wire", "Herald"]),
            day + timedelta(days=7 * n),
        )
        for n in range(7)
    ]  # fmt: skip
    for one, other in pairwise(names):
        made.pair(one, other, False, "editions of a template", half)


def add_speech(made: Set, part: dict[str, str], half: str) -> None:
    """Two reports of their own that quote one speech, amid the text and at its end."""
    day = datetime(2024, 5, 14, 10, tzinfo=UTC)
    texts = []
    for name in ("one", "other"):
        first, *rest = re.split(r"(?<=[.”]) ", part[name])
        texts.append(
            [
                "\n\n".join([first, part[""], " ".join(rest)]),
                f"{first} {' '.join(rest)}\n\n{part['']}",
            ]
        )
    one = [made.article(t, "Wire", day) for t in texts[0]]
    other = [made.article(t, "Herald", day + timedelta(hours=5)) for t in texts[1]]
    for a in one:
        for b in other:
            made.pair(a, b, False, "shared speech", half)


def main() -> None:
    """Writes both files."""
    made = Set(random.Random(11))
    halves = ("tuning", "reporting")
    for n, story in enumerate(stories()):
        add_story(made, story, halves[n % 2])
    for n, (_, part) in enumerate(sections("templates.md")):
        add_template(made, part[""], halves[n % 2])
    for n, (_, part) in enumerate(sections("speeches.md")):
        add_speech(made, part, halves[n % 2])
    for name, rows in (("articles", made.articles), ("pairs", made.pairs)):
        lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
        (FOLDER / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    print(len(made.articles), "articles,", len(made.pairs), "pairs,",
          sum(bool(p["copies"]) for p in made.pairs), "of them copies")  # fmt: skip


if __name__ == "__main__":
    main()
