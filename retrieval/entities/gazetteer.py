"""The names and words of ``gazetteer.txt``, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from retrieval.analysis import STOP_WORDS, fold, term
from retrieval.entities.model import EntityLabel


@lru_cache(maxsize=100_000)
def plain(word: str) -> str:
    """Folded, with straight apostrophes: how the gazetteer's words are looked up."""
    return fold(word).replace("’", "'")


def joined(name: str) -> str:
    """The terms of a name's words, a space between: its key unless it is a person's."""
    words = plain(name).replace("-", " ").replace(".", "").split()
    return " ".join(t for w in words if (t := term(w))) or " ".join(words)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """What is known beforehand, all folded."""

    names: dict[str, tuple[EntityLabel, str]]
    """Whole names with label and key."""
    longest: int
    """Words of the longest name."""
    words: dict[str, frozenset[str]]
    """The file's other sections by their heading."""
    role_words: tuple[str, ...]
    """The section of that name in the file's order, some entries beginning "place: "."""
    ordinary: frozenset[str]
    """Words that begin sentences without being names."""


def _sections() -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    source = files("retrieval.entities").joinpath("gazetteer.txt").read_text(encoding="utf-8")
    for line in source.splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[] "), [])
        elif line and not line.startswith("#"):
            current.extend(entry.strip() for entry in line.split(",") if entry.strip())
    return sections


@cache
def gazetteer() -> Gazetteer:
    """The one gazetteer."""
    sections = _sections()
    names: dict[str, tuple[EntityLabel, str]] = {}

    def add(entry: str, label: EntityLabel) -> None:
        name, _, key = entry.partition(" = ")
        names.setdefault(plain(name), (label, joined(key or name)))

    for surname in sections.pop("surnames"):
        names[plain(surname)] = ("person", term(surname))
    demonyms: list[str] = []
    for entry in sections.pop("countries"):
        country, colon, demonym = entry.partition(": ")
        if colon:
            add(country, "place")
        demonyms.append(demonym if colon else country)
    for demonym in demonyms + sections.pop("nationalities"):
        add(demonym, "nationality")
        add(f"{demonym}s = {demonym}", "nationality")
    for entry in sections.pop("places"):
        add(entry, "place")
    for entry in sections.pop("organisations"):
        add(entry, "organisation")
    for entry in sections.pop("events"):
        add(entry, "event")
    role_words = tuple(sections.pop("role_words"))
    words = {name: frozenset(map(plain, entries)) for name, entries in sections.items()}
    return Gazetteer(
        names=names,
        longest=max(name.count(" ") + 1 for name in names),
        words=words,
        role_words=role_words,
        ordinary=words["common"] | words["calendar"] | words["not_names"] | STOP_WORDS,
    )
