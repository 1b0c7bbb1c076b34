"""Refuses what Discord would refuse, and remembers it so that the test fails at its end."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.loopback import limits
from tests.loopback.faults import ApiError
from tests.loopback.interactions import CHOICES, OPEN_MODAL
from tests.loopback.messages import Upload
from tests.loopback.openapi import OpenApi
from tests.loopback.world import Json

EMPTY_MESSAGE, INVALID_FORM, TOO_LARGE = 50006, 50035, 40005


class Guard:
    """Checks by Discord's OpenAPI document where it is at hand, and by hand what it leaves open.

    Every violation is kept in `violations`; those of the stand-in's own answers begin with
    "stand-in". A refused request is answered with 400, as Discord would.
    """

    def __init__(self, spec: Path | None = None) -> None:
        self.openapi = OpenApi.load(spec) if spec else None
        self.violations: list[str] = []

    def take(self) -> list[str]:
        """The violations so far, which count no longer: for tests that mean them."""
        taken, self.violations = self.violations, []
        return taken

    def request(self, method: str, path: str, body: Any) -> None:
        if self.openapi:
            self._refuse(self.openapi.request_errors(method, path, body))

    def answer(self, method: str, path: str, status: int, body: Any) -> None:
        if self.openapi:
            wrong = self.openapi.response_errors(method, path, status, body)
            self.violations += [f"stand-in: {error}" for error in wrong]

    def message(self, payload: Json, body: Json, uploads: list[Upload]) -> None:
        """A message as it would stand after this body."""
        self._refuse(limits.message_errors(payload, body, uploads))

    def callback(self, kind: int, answer: int, allowed: set[int], data: Json) -> None:
        if answer not in allowed:
            self._refuse([f"callback type {answer} does not fit an interaction of type {kind}"])
        if answer == CHOICES:
            self._refuse(limits.choice_errors(data.get("choices") or [], "autocomplete"))
        elif answer == OPEN_MODAL:
            self._refuse(limits.modal_errors(data))

    def commands(self, bodies: list[Json]) -> None:
        self._refuse(limits.command_errors(bodies))

    def _refuse(self, errors: Iterable[str]) -> None:
        found = list(errors)
        if not found:
            return
        self.violations += found
        code = EMPTY_MESSAGE if found == [limits.EMPTY] else INVALID_FORM
        raise ApiError(400, code, "Invalid Form Body: " + "; ".join(found))
