"""Fitting: which words of a sentence are of the kind that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.analysis import term_set, terms
from retrieval.entities.gazetteer import gazetteer, plain
from retrieval.hours import HOUR
from retrieval.kinds import Kind
from retrieval.records import Span
from retrieval.understand import Question

_ENTITIES: dict[Kind, frozenset[str]] = {
    "who": frozenset({"person", "organisation", "nationality"}),
    "where": frozenset({"place"}),
}
_NUMBERS: dict[Kind, frozenset[str]] = {
    "how_many": frozenset({"count"}),
    "how_much": frozenset(
        {"money", "percent", "weight", "distance", "speed", "area", "temperature", "count"}
    ),
    "how_long": frozenset({"duration", "age"}),
}
FIGURES = frozenset(_NUMBERS)
"""Kinds of questions that a figure answers."""

_UNITS = (
    (r"\bhow old\b|\bwhat age\b", "age"),
    (r"\bhow many (?:\w+ )?(?:minutes|hours|days|weeks|months|years)\b", "duration"),
    (r"\bhow many (?:\w+ )?(?:metres|meters|kilomet\w+|miles|feet)\b", "distance"),
    (r"\b(?:percent|percentage|share|fraction|proportion|turnout)\b", "percent"),
    (
        r"\b(?:costs?|price|pay|paid|fee|worth|money|salary|earns?|budget|fines?|spend|spent|sells?"
        r"|sold for)\b",
        "money",
    ),
    (r"\b(?:fast|speed)\b", "speed"),
    (r"\b(?:(?<!so )far|distance|tall|deep|wide|high)\b", "distance"),
    (r"\b(?:heavy|weigh\w*)\b", "weight"),
)
_OF_NOUNS = {
    "organisation": "company firm club team party agency ministry outlet newspaper bank union group"
    " organisation organization manufacturer university hospital court corporation airline retailer"
    " lender insurer broadcaster publisher studio carmaker supplier charity institute museum",
    "place": "city town country village region island place venue state capital palace stadium"
    " hotel street crossing border port airport prison hospital university building hall river",
    "person": "man woman person player judge minister official coach striker officer lawyer witness"
    " singer author actor scientist researcher president king queen leader director",
    "score": "score result",
    "percent": "percentage share",
    "money": "price sum cost fine",
    "speed": "speed",
    "nationality": "nationality",
    "date": "date day month year",
}
"""What a noun after "which" or "what" asks for."""
_TYPES = {
    term: frozenset(label for label, names in _OF_NOUNS.items() if term in terms(names))
    for names in _OF_NOUNS.values()
    for term in terms(names)
}
_WHICH = re.compile(
    r"\b(?:what|which)\s+(?!(?:is|are|was|were|did|do|does|will|would|has|have|had|can|could|should"
    r"|if|of|kind|sort|type|about|else|exactly|happen\w*)\b)((?:[\w-]+\s+){0,1}?[\w-]+)\s",
    re.I,
)
_NAMED = re.compile(r"\b(?:names?|called|named)\b", re.I)
_SAID = re.compile(
    r"\bwhat (?:did|does|do|has|have|had) (.{2,60}?) (?:say|said|tell|told|answer\w*|reply|replied"
    r"|announce\w*|write|written|state|stated|claim\w*|call|called|think|thought|describe\w*)\b",
    re.I,
)
_SAYING = re.compile(
    r"\b(?:sa(?:id|ys|ying)|told|tells?|add(?:ed|s)|answer(?:ed|s)|repl(?:ied|ies)|announc\w+|wrote"
    r"|writes|stat(?:ed|es)|claim(?:ed|s)|call(?:ed|s)|described?s?|according to|confirm\w+"
    r"|not(?:ed|es)|stress\w+|argu\w+|warn\w+|thinks?|thought|hop(?:ed|es)|declar\w+|insist\w+|accus\w+)\b"
    r"|[\"“”]",
    re.I,
)
_OFTEN = re.compile(r"\bhow (?:often|frequently) (?:do|does|is|are|will|can|may|must)\b", re.I)
"""Not "how often did she win", which wants a number."""

_FREQUENCY = re.compile(
    r"\b(?:every|each) (?:[\w-]+ ){0,2}(?:second|minute|hour|day|night|week|month"
    r"|year|decade|\w+day)s?\b"
    r"|\b(?:once|twice|thrice|[\w-]+ times)\b(?: (?:an?|each|every|per) [\w-]+)?"
    r"|\b(?:hourly|daily|nightly|weekly|fortnightly|monthly|quarterly|yearly|annually|annual)\b",
    re.I,
)
"""How often something is."""

_COUNTED = re.compile(r"\bhow many\s+((?:[\w-]+\s+){0,3}[\w-]+)", re.I)
_PEOPLE = frozenset(
    terms("people persons men soldiers servicemen prisoners captives hostages others members")
)
"""Of whom one word may stand for another. Women among them are asked for as such."""

_BUILDINGS = frozenset(terms("hotel airport hospital palace stadium theatre museum"))
"""Which of them it is only a name of its own tells, and not the town that it is in."""
_NAME_OF = re.compile(r"\bnames? of (?:the |an? |its |their )?([\w-]+)", re.I)
_IN_A_TOWN = re.compile(r"\b(?:in|near|outside) $")
"""Before a name that says where a building is, and not which it is."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Where fitting words stand, as offsets into the article's text, and how well they fit."""

    places: tuple[tuple[int, int], ...]
    degree: float
    """1 for the very kind and unit asked for, .5 for a related one, 0 for none."""


NOTHING = Fit((), 0.0)
RELATED = 0.5
"""How well words of the kind fit that are rather about something else."""


def fit(question: Question, text: str, start: int, end: int, spans: Sequence[Span]) -> Fit:
    """The words of ``text[start:end]`` that fit; ``spans`` are those of the sentence.

    Where no kind of words is asked for ("why", most of "what") everything fits, nowhere.
    """
    kind = question.kind
    if question.clock:
        return _hours(text, start, end)
    if kind == "when":
        return _whole([s for s in spans if s.kind == "date"])
    if kind == "where":
        return _places(question, text, start, spans)
    if kind in _ENTITIES:
        nouns = frozenset(_nouns(question))
        # "Which company" is none of the people whom a sentence names.
        group = any("organisation" in _TYPES.get(n, ()) for n in nouns)
        wanted = _ENTITIES[kind] - {"person"} if group else _ENTITIES[kind]
        return _entities(question, spans, wanted, nouns)
    if kind == "how_many" and _OFTEN.search(question.text):
        often = tuple(m.span() for m in _FREQUENCY.finditer(text, start, end))
        return Fit(often, 1.0) if often else _related(_numbers(question, spans))
    if kind in _NUMBERS:
        return _numbers(question, spans)
    if kind == "what":
        if wants_building(question):
            return _buildings(question, text, spans, frozenset(_nouns(question)))
        return _what(question, text[start:end], spans)
    return Fit((), 1.0)


def wants_building(question: Question) -> bool:
    """Whether it asks which hotel, airport or hospital it is: only a name answers that."""
    return question.kind in ("where", "what") and bool(_BUILDINGS.intersection(_nouns(question)))


def _related(found: Fit) -> Fit:
    return Fit(found.places, min(found.degree, RELATED))


def _nouns(question: Question) -> list[str]:
    found = _WHICH.search(f"{question.encoded} ") or _NAME_OF.search(question.encoded)
    return terms(found[1]) if found else []


def _what(question: Question, sentence: str, spans: Sequence[Span]) -> Fit:
    said = _SAID.search(question.text)
    if said:
        speaker = set(terms(said[1]))
        speaks = speaker & term_set(sentence) and _SAYING.search(sentence)
        return Fit((), 1.0 if speaks else 0.0)
    nouns = _nouns(question)
    if _NAMED.search(question.text):
        return _entities(question, spans, frozenset({"person", "place", "organisation", "other"}))
    if not nouns:
        return Fit((), 1.0)
    labels = frozenset(label for n in nouns for label in _TYPES.get(n, ()))
    numbers = [s for s in spans if s.kind == "number" and s.label in labels]
    if numbers:
        return _whole(numbers)
    if labels & {"person", "place", "organisation", "nationality"}:
        return _entities(question, spans, labels, frozenset(nouns))
    return Fit((), 1.0 if term_set(sentence).intersection(nouns) else 0.25)


def _hours(text: str, start: int, end: int) -> Fit:
    found = tuple(m.span() for m in HOUR.finditer(text, start, end))
    return Fit(found, 1.0) if found else NOTHING


def _whole(spans: Sequence[Span]) -> Fit:
    return Fit(tuple((s.start, s.end) for s in spans), 1.0) if spans else NOTHING


_LOCATES = re.compile(
    r"(?:\b(?:in|at|near|on|from|outside|inside|into|around|via|through|across|reach(?:ed|es)?"
    r"|left|leaves?|visit(?:s|ed)?|host(?:s|ed)?(?: by)?"
    r"|(?<!close )(?<!next )(?<!according )(?<!belongs )to)"
    r" (?:the |an? |its |[\w-]+['’]s? )?(?:(?!(?:between|with|and|for|by)\b)[\w-]+ ){0,3}"
    r"|^\W*)$"
)
"""What leads to a place where something is; at the start of a sentence it may be one."""
_GOES_ON = re.compile(r"(?:, |['’]s? | in | \()(?:the )?")


def _places(question: Question, text: str, start: int, spans: Sequence[Span]) -> Fit:
    """Something is "in Istanbul"; "talks between Russia and Ukraine" are rather theirs."""
    nouns = frozenset(_nouns(question))
    if nouns & _BUILDINGS:
        return _buildings(question, text, spans, nouns)
    found = _entities(question, spans, _ENTITIES["where"], nouns)
    located: list[tuple[int, int]] = []
    for first, last in found.places:
        goes_on = located and _GOES_ON.fullmatch(text, located[-1][1], first)
        if goes_on or _LOCATES.search(text[max(start, first - 60) : first]):
            located.append((first, last))
    if located or found.degree < RELATED:
        return Fit(tuple(located) or found.places, found.degree)
    return Fit(found.places, RELATED)


def _buildings(question: Question, text: str, spans: Sequence[Span], nouns: frozenset[str]) -> Fit:
    """The Hotel Miramont, or what may be the name of one: "a hotel in Paris" names none."""
    known = gazetteer().names

    def may_be(span: Span) -> bool:
        name = text[span.start : span.end]
        town = known.get(plain(name), ("other",))[0] in ("place", "nationality")
        return not town and not _IN_A_TOWN.search(text, max(0, span.start - 10), span.start)

    bearing = [s for s in spans if s.kind == "entity" and nouns & set(s.value.split())]
    possible = [s for s in spans if s.label in ("place", "other") and may_be(s)]
    return _entities(question, bearing or possible, _ENTITIES["where"], nouns)


def _entities(
    question: Question,
    spans: Sequence[Span],
    wanted: frozenset[str],
    nouns: frozenset[str] = frozenset(),
) -> Fit:
    # What the question names itself does not answer it.
    asked = set(question.terms) - nouns
    new = [s for s in spans if s.kind == "entity" and not set(s.value.split()) <= asked]
    bearing = [s for s in new if nouns & set(s.value.split())]
    if bearing:
        return _whole(bearing)
    named = [s for s in new if s.label in wanted]
    if named:
        first = [s for s in named if s.label in ("person", "place")] or named
        return Fit(tuple((s.start, s.end) for s in first), 1.0 if not nouns else 0.6)
    others = [s for s in new if s.label == "other"]
    return Fit(tuple((s.start, s.end) for s in others), 0.4) if others else NOTHING


def _numbers(question: Question, spans: Sequence[Span]) -> Fit:
    text = question.text.lower()
    numbers = [s for s in spans if s.kind == "number"]
    label = next((name for pattern, name in _UNITS if re.search(pattern, text)), None)
    if question.kind == "how_many" and label in ("money", "speed", "weight"):
        # "How many tickets did they sell?" asks for no sum.
        label = None
    if label:
        exact = [s for s in numbers if s.label == label]
        return _whole(exact) if exact else NOTHING
    counted = _COUNTED.search(text)
    if counted and label is None:
        units = set(terms(counted[1]))
        units |= _PEOPLE if units & _PEOPLE else set()
        exact = [s for s in numbers if s.label == "count" and set(_unit(s).split()) & units]
        if exact:
            return _whole(exact)
    related = [s for s in numbers if s.label in _NUMBERS[question.kind]]
    if not related:
        return NOTHING
    return Fit(tuple((s.start, s.end) for s in related), 0.4 if counted else 1.0)


def _unit(span: Span) -> str:
    return span.value.partition(" ")[2]
