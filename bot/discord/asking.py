"""A question as it was asked on Discord, and how its buttons remember it.

Nothing is stored: a button's id holds the limits, and the message itself holds the words.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.discord.safe import tidy

LONGEST = 300
"""Characters of a question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its limits; texts as :func:`bot.discord.safe.tidy` leaves them."""

    question: str
    as_of: datetime
    live: bool = True
    """Whether it was asked of now, and not of a moment that was named."""
    since: datetime | None = None
    until: datetime | None = None
    outlets: tuple[str, ...] = ()
    follows: str | None = None
    private: bool = False
    overheard: bool = False
    """Whether its words are those of somebody else's message: nothing of it is ever kept."""

    @property
    def key(self) -> tuple[object, ...]:
        """What makes the answer the same over one state of the index."""
        said = " ".join(self.question.casefold().split()).rstrip(" ?!.")
        return said, self.as_of, self.since, self.until, self.outlets, self.follows


def this_minute(now: datetime) -> datetime:
    """The end of the running minute: what "now" means, the same for all who ask within it."""
    return now.replace(second=59, microsecond=0)


@dataclass(frozen=True, slots=True)
class Token:
    """What a button's id says: what to do, and the limits of the question."""

    verb: str
    as_of: datetime
    live: bool = True
    private: bool = False
    since: datetime | None = None
    until: datetime | None = None
    outlets: str = ""
    """A digest of the outlets, which may be too long to name."""
    generation: str = ""
    """A digest of the state of the index that the answer came from."""
    extra: str = ""
    overheard: bool = False

    def doing(self, verb: str, extra: str = "") -> Token:
        """The same question, for another button."""
        return replace(self, verb=verb, extra=extra)


def token_of(asked: Asked, generation: str) -> Token:
    """The token of a question, without a verb."""
    return Token(
        "", asked.as_of, asked.live, asked.private, asked.since, asked.until,
        outlets_digest(asked.outlets), digest(generation, 4), overheard=asked.overheard,
    )  # fmt: skip


def asked_by(token: Token, question: str, follows: str | None, outlets: tuple[str, ...]) -> Asked:
    """The question that a token and the words of its message make."""
    return Asked(
        tidy(question), token.as_of, token.live, token.since, token.until, outlets,
        follows and tidy(follows), token.private, token.overheard,
    )  # fmt: skip


def outlets_digest(outlets: Sequence[str]) -> str:
    """A short name for a set of outlets; empty for all of them."""
    return digest("\n".join(sorted(outlets)), 8) if outlets else ""


def digest(text: str, length: int) -> str:
    """The first hex digits of a hash of ``text``."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


class Forged(Exception):
    """An id that is none of ours."""


_PREFIX = "dl:"
PATTERN = r"dl:(?P<rest>.*)"
_BODY = re.compile(
    r"(?P<verb>[a-z_]{1,12})\.(?P<flags>l?p?o?)\.(?P<as_of>-?[0-9a-z]{1,9})"
    r"\.(?P<since>-?[0-9a-z]{0,9})\.(?P<until>-?[0-9a-z]{0,9})\.(?P<outlets>[0-9a-f]{0,8})"
    r"\.(?P<generation>[0-9a-f]{0,4})\.(?P<extra>[0-9a-z]{0,16})~(?P<tag>[0-9a-f]{12})"
)


class Ids:
    """Writes and reads ids of components; each carries a tag that only this bot can make."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def written(self, token: Token) -> str:
        """The id for ``token``, at most 100 characters."""
        flags = "l" * token.live + "p" * token.private + "o" * token.overheard
        body = (
            f"{token.verb}.{flags}.{_number(token.as_of)}.{_number(token.since)}"
            f".{_number(token.until)}.{token.outlets}.{token.generation}.{token.extra}"
        )
        made = f"{_PREFIX}{body}~{self._tag(body)}"
        assert _BODY.fullmatch(made.removeprefix(_PREFIX)), made
        return made

    def read(self, custom_id: str) -> Token:
        """The token of an id. Raises Forged where this bot did not write it."""
        found = _BODY.fullmatch(custom_id.removeprefix(_PREFIX))
        if not custom_id.startswith(_PREFIX) or found is None:
            raise Forged(custom_id)
        body = custom_id.removeprefix(_PREFIX).rpartition("~")[0]
        as_of = _moment(found["as_of"])
        if not hmac.compare_digest(self._tag(body), found["tag"]) or as_of is None:
            raise Forged(custom_id)
        return Token(
            found["verb"], as_of, "l" in found["flags"], "p" in found["flags"],
            _moment(found["since"]), _moment(found["until"]), found["outlets"],
            found["generation"], found["extra"], "o" in found["flags"],
        )  # fmt: skip

    def _tag(self, body: str) -> str:
        return hmac.new(self._secret, body.encode(), hashlib.sha256).hexdigest()[:12]


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _number(moment: datetime | None) -> str:
    """Whole seconds since 1970 in base 36."""
    if moment is None:
        return ""
    value = int(moment.timestamp())
    sign, rest, written = "-" * (value < 0), abs(value), ""
    while rest or not written:
        rest, digit = divmod(rest, 36)
        written = _DIGITS[digit] + written
    return sign + written


def _moment(written: str) -> datetime | None:
    if not written:
        return None
    try:
        return datetime.fromtimestamp(int(written, 36), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Forged(written) from error
