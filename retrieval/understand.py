"""What a question asks for: its kind, its subject, its place in time; typing errors mended."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from retrieval.analysis import terms
from retrieval.dates import find_dates
from retrieval.errors import QuestionError
from retrieval.kinds import NEXT, SETTLED_YET, WEEKDAY, Kind, kind_of
from retrieval.ordinals import CARDINALS, DIGIT_ORDINAL, MONTH, NUMBERED, ORDINALS, ordinals_in
from retrieval.windows import MAY_BE_DATED, Window, window_of
from retrieval.wording import POLITE, mended, written_out

LONGEST = 1_000
"""Longest question in characters; a longer one is an article pasted by mistake."""


_OPEN = re.compile(
    r"\b(?:what|anything|any|the|latest|newest|some|more|catch me up|bring me up|tell me)\b.*"
    r"\b(?:happen\w*|occurred|news|new|latest|newest|updates?|updated|developments?|headlines"
    r"|changed"
    r"|going on|did i miss|missed)\b|^\W*(?:latest|newest|recent)?\W*(?:news|headlines|updates?)\b"
    r"|\bcatch me up\b|^\W*what['’]?s? (?:is )?(?:up|new)\b",
    re.I,
)
_OPEN_WORDS = frozenset(
    terms(
        "happen happened happening occurred news new newest latest recent recently update updates"
        " updated development developments headline headlines changed change going miss missed tell"
        " know catch bring story stories coverage anything today yesterday time times day days last"
        " past give show lately far main important big since until between"
    )
)
"""What may stand in a question for whatever there is, beside its limits in time."""

_NEWS_OF = re.compile(
    r"^\W*(?:(?:so|and|ok|hey|got|give|me|tell|is|are|there|what|what['’]?s|the|any|some) )*?"
    r"(?:latest|newest|(?<!the )news|updates?|anything new|new developments?"
    r"|what(?:['’]?s| is) (?:new|happening|going on|up))"
    r"(?: (?:news|updates?|developments?))? (?:on|about|of|with|from|regarding|around|re)\b"
    r"|^\W*(?!(?:who|whose|what|where|when|why|how|which|is|are|was|were|did|do|does|has|have|will)\b)"
    r"(?:[\w’'-]+ ){1,4}(?:news|updates?)\W*$",
    re.I,
)
"""Asks for whatever is newest of a subject: "latest on the strike", "any news of the rocket?\""""

GOES_AHEAD = re.compile(
    r"\bstill (?:on|planned|scheduled|happening)(?: or (?:not|off))?\W*$|\b(?:going|go) ahead\b"
    r"|\bstill (?:going ahead|taking place)\b",
    re.I,
)
"""Asks about something that has a day, as whether it will be: "Is it still on?\""""

_NO_NEXT_ONE = re.compile(
    r"\bnext (?:year|month|week|season)\b|\b(?:again|resumes?)\b|\bthe coming (?:year|months?"
    r"|weeks?)\b"
    r"|\bcoming(?! (?:[\w-]+ )?(?:up|round|talks|session|meeting|sitting|hearing|game|match"
    r"|election|vote|handover"
    r"|exchange|swap)\b|\W*$)",
    re.I,
)
"""Words of what is next that ask for no next one where no day is asked for: "Why does he not run
again?\""""
_ONCE_MORE = re.compile(r"again|resumes?|reconvenes?|coming", re.I)
"""Of them the ones that may as well tell of the past: "When did they meet again?\""""
_ANNOUNCED = re.compile(
    r"\b(?:say|said|tell|told|know|announce[ds]?|name[ds]?|set|agree[ds]?|decide[ds]?"
    r"|plan(?:ned)?)\b",
    re.I,
)
_PAST = re.compile(
    r"\b(was|were|did|had|happened|took place|ago|previous|(?-i:met)|began|started|ended"
    r"|since when)\b|^(?!.*\b(?:is|are|does|do|can|have to)\b|.*\w[’']s the\b).*"
    r"\b(?:last(?! (?:possible )?(?:days?|chance|show|call|part|third) (?:to|for|of|on|before)\b)"
    r"|held)\b",
    re.I,
)
"""Tells of the past; "last" does not in "When is the last concert?"."""
_LAST = re.compile(
    r"\b(?:last|latest|previous|most recent(?:ly)?)\b(?=\W*\w)"
    r"(?! (?:year|month|week|night|season|spring|summer|autumn|fall|winter|weekend|\w+day"
    rf"|{MONTH})\b)",
    re.I,
)
_OF_NOW = re.compile(
    r"(?<!since )\b(?:when|(?:what|which) (?:days?|dates?|time))(?:['’]s| (?:is|are|do|does|will"
    r"|can|should|must|may))\b(?!.*\b(?:thought|believed|said|say|says|supposed) )|\bstill none\b",
    re.I,
)
"""What asks about now or later, whatever is told beside it."""
_NOT_HELPING = (
    r"(?!(?:is|are|has|have|do|does|will|would|can|could|may|must|should|be|to|not)\b)[\w'’-]+"
)
_DONE = (
    r"(?!(?:need|feed|speed|breed|seed|proceed|exceed|succeed|indeed|hundred|united|red|planned"
    r"|wanted|limited|armed)\b)"
    r"(?:\w{2,}ed|won|came|went|left|took|gave|made|said|told|got|fell|broke|lost|led|spoke|saw"
    r"|wrote"
    r"|paid|sent|brought|rang|shot|stood|found|kept|chose|drew|flew|grew|knew|rose|struck|threw"
    r"|sank|stole|bought|sold|built|caught|sat|drove|blew)\b(?! [\w-]+ (?:is|are|do|have|has)\b)"
)
_DONE_BY = re.compile(
    r"^\W*(?:and |so |but )?(?:(?:by|to|for|in|on|from|with|at) )?"
    rf"(?:who|what|(?:which|whose|what)(?: {_NOT_HELPING}){{1,3}}|how (?:many"
    rf"|much)(?: {_NOT_HELPING}){{0,3}})"
    rf" (?:actually |first |really )?{_DONE}"
    rf"|^\W*(?:the )?(?:exact )?(?:date|day|time) (?:that )?(?:(?!of\b|for\b"
    rf"|when\b){_NOT_HELPING} ){{1,5}}"
    rf"{_DONE}(?=(?: (?:in|at|on|off|out|up|with|about|of|to)\b)|\W*$)",
    re.I,
)
"""Tells of the past by its verb alone: "Who resigned?", "date the commission sat"."""
_TENSED = re.compile(r"\b(?:is|are|do|does|will|shall|would|has|have|had|next)\b|['’]ll\b", re.I)
_FUTURE = re.compile(
    r"\b(will|shall|going to|be held|(is|are|was|were) (to|due|set|scheduled|planned|expected"
    r"|supposed|meant))\b",
    re.I,
)
_FOLLOWS = re.compile(
    r"^\W*(and|but|so|what about|how about|ok(ay)?)\b"
    r"|\b(it|theirs?|they|them|he|she|his|her|these)\b"
    # "Is there a date?", "this week", "the law that …" and "day one" point to nothing before.
    r"|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbe )(?<!\bbeen )\bthere\b"
    r"(?! (?:be|been|is|are|was|were|will|has|have|had)\b|['’]s\b)"
    r"|\bthis\b(?! (?:year|month|week|weekend|morning|afternoon|evening|season|century|spring"
    r"|summer"
    rf"|autumn|fall|winter|{WEEKDAY}|{MONTH})\b)"
    r"|\bthat\b(?=\W*$|\W+(?:one|day|night|week|month|year|time|happen\w*|be|is|was|then)\b)"
    r"|\bthose\b(?! (?:who|whose|that|of|from|in|\w+ed)\b)"
    r"|(?<!\bday )(?<!\bpart )(?<!\bround )(?<!\bstage )(?<!\bphase )(?<!\bno )\bone\b(?!-"
    r"|\W+(?:of|day|week|month|year|hour|side|table)\b)",
    re.I,
)
_ANOTHER = re.compile(
    r"\b(?:next|following|previous|another|latest|new|last (?:one|time)|the last)\b|\b(?:before"
    r"|after) (?:that|it|this)\b",
    re.I,
)
"""Asks about another one of the series than the question before it."""
_TIME_WORDS = frozenset(
    terms(
        "next upcoming coming forthcoming date day time hour long many much place happen soon"
        " latest set fixed wen wehn whne whn"
    )
)
NEITHER_DAY_NOR_PLACE = frozenset(("who", "how_many", "how_much", "how_long", "why"))
"""Kinds of questions that the day of an event is no answer to."""

_SAY_NOTHING = frozenset(
    terms(
        "today tonight tomorrow yesterday nowadays actually really supposed else anyway currently"
    )
)
"""What articles say of a day counts from their own; what stresses a question is not its subject."""
_UNIT_ASKED = re.compile(
    r"\b(what|which) (?:weekday|weekend|week|month|year|decade|century)\b(?! of\b)", re.I
)
"""How finely a day is asked for, which says nothing of what is asked about."""
_CLOCK = re.compile(
    r"\b(what|which) (exact )?(time|hour)\b(?! (of (the )?year|period|frame|span|zone))", re.I
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood. ``terms`` are its content terms without time and question words."""

    text: str
    kind: Kind
    ahead: bool
    """It asks for what is still to come ("the next round")."""
    timed: bool
    """It, or the question that it follows, asks when something is."""
    past: bool
    """It asks for what has been ("when was…")."""
    terms: tuple[str, ...]
    encoded: str
    """What the vector leg encodes: the question, completed by the one that it follows."""
    ordinals: frozenset[int] = frozenset()
    """Which of several it asks about: {2} for "the second round", "round two"."""
    window: Window | None = None
    """The days that it names ("on 16 May", "last week", "since June")."""
    clock: bool = False
    """It asks for the time of day."""
    corrections: tuple[tuple[str, str], ...] = ()
    """Words as they were typed, and as they were read."""
    open: bool = False
    """It asks for whatever there is ("what happened last week?"), and names no subject."""
    news: bool = False
    """It asks for whatever is newest of its subject ("latest on the strike")."""
    last: bool = False
    """It asks for the last one of several ("when did they last meet?")."""

    @property
    def ageless(self) -> bool:
        """Whether what answers it may be old: it asks for what has been, whenever that was."""
        return self.past and not self.last

    @property
    def dated(self) -> bool:
        """Whether a statement that dates what is asked about answers it: "who leads the next
        round?", and "who goes?" after "when is it?", are answered by others.
        """
        return self.timed and self.kind not in NEITHER_DAY_NOR_PLACE


def understand(
    text: str,
    *,
    as_of: datetime,
    follows: str | None = None,
    newest: datetime | None = None,
    correct: Callable[..., str | None] = lambda _, **__: None,
) -> Question:
    """Raises QuestionError for a question that is empty, has no letter, or is too long.

    ``newest`` is when the newest coverage was published, ``correct`` gives the word that a misspelt
    one stands for, or None.
    """
    text = _storable(text)
    if not any(c.isalnum() for c in text):
        raise QuestionError("the question is empty; ask something like: When is the next round?")
    if len(text) > LONGEST:
        raise QuestionError(
            f"the question has {len(text):,} characters; at most {LONGEST:,} can be asked"
        )
    plain, in_full = written_out(text)
    meant, corrections = mended(plain, correct)
    meant = POLITE.sub("", meant)
    corrections = (*in_full, *corrections)
    own = _content(meant)
    kind = kind_of(meant)
    ahead = _looks_ahead(meant if kind == "when" else _NO_NEXT_ONE.sub(" ", meant))
    timed, encoded = kind == "when", meant
    ordinals, tensed = ordinals_in(meant), meant
    if follows and (not own or len(own) < 3 or _FOLLOWS.search(meant)):
        from retrieval.follow_up import completed  # its names take a while to be read

        before = _storable(follows)[:LONGEST]
        encoded = completed(before, meant)
        own = _content(encoded)
        if kind == "what" and not encoded.startswith(meant):
            kind = kind_of(encoded)
        # "And when was the one before that?", after a question about the next one.
        ahead = ahead or bool(NEXT.search(before) and not _PAST.search(meant))
        timed = timed or kind_of(before) == "when"
        ordinals = ordinals or (frozenset() if _ANOTHER.search(meant) else ordinals_in(before))
        # "And where?" asks in the tense of the question before it.
        tensed = meant if _TENSED.search(meant) or _PAST.search(meant) else before
    # "Did they name a day?" asks for one that is to come.
    past = (
        bool(_PAST.search(tensed) or _DONE_BY.search(tensed))
        and not ahead and not _FUTURE.search(tensed)
        and not _OF_NOW.search(tensed)
        and not SETTLED_YET.search(meant)
    )  # fmt: skip
    window = window_of(meant, as_of, kind, past=past, newest=newest)
    if kind == "when" and past and window and window.first and window.first > as_of.date():
        window = None
    # "Is the second round still on Tuesday?" asks about a date as well.
    if (
        kind == "yes_no"
        and not past
        and (
            GOES_AHEAD.search(meant)
            or (window and window.last and window.last >= as_of.date())
            or (window and window.first and window.first >= as_of.date())
        )
    ):
        timed = True
    whatever = not (follows or ahead or (window and window.first and window.first > as_of.date()))
    is_open = whatever and _is_open(meant, kind, as_of)
    news = whatever and not is_open and kind == "what" and _NEWS_OF.search(meant) is not None
    if news:
        own = tuple(t for t in own if t not in _OPEN_WORDS) or own
    return Question(
        text, kind, ahead, timed or ahead, past, own, encoded, ordinals,
        window, kind == "when" and bool(_CLOCK.search(meant)), corrections,
        is_open, news, _LAST.search(encoded) is not None,
    )  # fmt: skip


def _storable(text: str) -> str:
    """In one line, and without the halves of surrogate pairs that a command line can deliver."""
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").split())


def _looks_ahead(text: str) -> bool:
    found = [m[0] for m in NEXT.finditer(text)]
    if not found or not all(map(_ONCE_MORE.fullmatch, found)):
        return bool(found)
    # "When did they meet again?" asks for what has been, "did they say when they meet again?" not.
    back = _PAST.search(text) and not _FUTURE.search(text)
    return not back or _ANNOUNCED.search(text) is not None


def _content(text: str) -> tuple[str, ...]:
    for m in NUMBERED.finditer(text):
        number = CARDINALS.get(m[2].lower()) or int(m[2])
        names = [name for name, n in ORDINALS.items() if n == number]
        text += f" {names[0]}" if names else ""
    # "3rd round" is the third one, "20th May" the same day as "20 May".
    series = ordinals_in(text) if DIGIT_ORDINAL.search(text) else frozenset()
    spelt = {str(n): name for name, n in ORDINALS.items() if name.isalpha() and n in series}
    text = DIGIT_ORDINAL.sub(lambda m: spelt.get(m[1], m[1]), text)
    found = dict.fromkeys(terms(_UNIT_ASKED.sub(r"\1", text)))
    subject = tuple(t for t in found if t not in _SAY_NOTHING)
    content = tuple(t for t in subject if t not in _TIME_WORDS)
    return content or subject or tuple(found)


def _is_open(text: str, kind: Kind, as_of: datetime) -> bool:
    if kind not in ("what", "yes_no") or not _OPEN.search(text):
        return False
    if MAY_BE_DATED.search(text):
        for found in reversed(find_dates(text, as_of)):
            text = f"{text[: found.start]} {text[found.end :]}"
    return set(terms(text)) <= _OPEN_WORDS
