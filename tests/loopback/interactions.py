"""One interaction: what a person did, and what came of it as they would see it."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.loopback.faults import ApiError
from tests.loopback.messages import Message
from tests.loopback.world import Channel, Json, User, snowflake

if TYPE_CHECKING:
    from tests.loopback.server import Loopback

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
REPLY, DEFER, DEFER_UPDATE, UPDATE, CHOICES, OPEN_MODAL = 4, 5, 6, 7, 8, 9


class Unanswered(AssertionError):
    """The person saw "The application did not respond", or waited in vain."""


@dataclass(eq=False)
class Handle:
    """An interaction in flight.

    `await handle` waits until it is answered: acknowledged, and where the bot deferred,
    filled in. Times are as the server measured them, whatever the bot's loop was doing.
    """

    loopback: Loopback = field(repr=False)
    kind: int
    user: User
    channel: Channel
    data: Json
    source: Message | None = None
    user_installed: bool = False
    id: str = field(default_factory=snowflake)
    token: str = field(default_factory=lambda: f"aW50ZXJhY3Rpb246{snowflake()}")
    sent_at: float = field(default_factory=time.monotonic)
    acknowledged_ms: float | None = None
    callback: Json | None = None
    message: Message | None = None
    followups: list[Message] = field(default_factory=list)
    refusals: list[ApiError] = field(default_factory=list)
    late: bool = False

    @property
    def name(self) -> str:
        return str(self.data.get("name") or self.data.get("custom_id"))

    @property
    def age(self) -> float:
        return time.monotonic() - self.sent_at

    @property
    def acknowledged(self) -> bool:
        return self.callback is not None

    @property
    def missed(self) -> bool:
        """Nothing came within the three seconds; the token is dead."""
        return self.late or (not self.acknowledged and self.age > self.loopback.deadline)

    @property
    def answered(self) -> bool:
        if self.callback is None:
            return False
        if self.callback["type"] != DEFER:
            return True
        return self.message is not None and (not self.message.loading or self.message.deleted)

    @property
    def ephemeral(self) -> bool:
        return self.message is not None and self.message.ephemeral

    @property
    def text(self) -> str:
        """What the original response says now."""
        return "" if self.message is None else self.message.text

    @property
    def choices(self) -> list[str]:
        """The names that autocomplete offered."""
        data = (self.callback or {}).get("data") or {}
        return [choice["name"] for choice in data.get("choices") or []]

    @property
    def modal(self) -> Json:
        """The form that was opened.

        Raises:
            LookupError: none was.
        """
        if self.callback is None or self.callback["type"] != OPEN_MODAL:
            raise LookupError(f"{self.name} opened no form: {self.callback}")
        opened: Json = self.callback["data"]
        return opened

    def __await__(self) -> Generator[Any, None, Handle]:
        return self._answer().__await__()

    async def _answer(self) -> Handle:
        await self.loopback.until(lambda: self.answered or self.missed)
        if not self.answered:
            raise self._unanswered("not acknowledged in time" if self.missed else "not answered")
        return self

    async def until(self, condition: Callable[[Handle], object], timeout: float = 10.0) -> Handle:
        """Wait for anything else: an edit, a follow-up.

        Raises:
            Unanswered: `timeout` seconds passed.
        """
        if not await self.loopback.until(lambda: condition(self), timeout):
            raise self._unanswered(f"not there after {timeout:g} s")
        return self

    def _unanswered(self, why: str) -> Unanswered:
        return Unanswered(
            f"{self.name}: {why}; callback {self.callback}, says {self.text!r}, "
            f"refused {[str(error) for error in self.refusals]}"
        )
