"""Requests and answers held against Discord's own OpenAPI document."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind

from tests.loopback.world import Json

# discord.py 2.7.1 sends these itself, though the document does not list them.
_SENT_ANYWAY = {"nsfw", "tts", "flags"}
# Integers in the document; Discord takes their digits as well.
_DIGITS_WILL_DO = {"default_member_permissions", "flags", "permissions"}
_UNIONS = ("oneOf", "anyOf", "allOf")


class OpenApi:
    """The document, its operations ordered so that literal paths come before templates."""

    def __init__(self, document: Json) -> None:
        self.document = document
        self.operations = sorted(
            ((_pattern(template), template, ops) for template, ops in document["paths"].items()),
            key=lambda known: (known[1].count("{"), -len(known[1])),
        )
        self._validators: dict[tuple[str, ...], Draft202012Validator] = {}

    @classmethod
    @functools.cache
    def load(cls, path: Path) -> OpenApi:
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def request_errors(self, method: str, path: str, body: Any) -> list[str]:
        """What is wrong with a request, one line each; misspelt keys too."""
        template, operation = self._operation(method, path)
        if operation is None:
            return [f"no such operation: {method} {path}"]
        wanted = operation.get("requestBody")
        if wanted is None:
            return [] if body in (None, {}) else [f"{method} {template} takes no body"]
        if body is None:
            return [f"{method} {template} needs a body"] if wanted.get("required") else []
        schema = wanted["content"]["application/json"]["schema"]
        validator = self._validator(schema, (method, template))
        errors = _flat(validator, _relaxed(body)) or self._unknown_keys(schema, body)
        return [f"{method} {template}: {error}" for error in errors]

    def response_errors(self, method: str, path: str, status: int, body: Any) -> list[str]:
        template, operation = self._operation(method, path)
        known = (operation or {}).get("responses", {}).get(str(status))
        if not known or "content" not in known:
            expected = known or status >= 400
            return [] if expected else [f"{method} {path}: no status {status} in the document"]
        schema = known["content"]["application/json"]["schema"]
        validator = self._validator(schema, (method, template, str(status)))
        return [f"{method} {template} -> {status}: {e}" for e in _flat(validator, body)]

    def _operation(self, method: str, path: str) -> tuple[str, Json | None]:
        for pattern, template, operations in self.operations:
            if method.lower() in operations and pattern.fullmatch(path):
                return template, operations[method.lower()]
        return "", None

    def _validator(self, schema: Json, key: tuple[str, ...]) -> Draft202012Validator:
        if key not in self._validators:
            whole = {"components": self.document["components"], **schema}
            self._validators[key] = Draft202012Validator(whole)
        return self._validators[key]

    # The document leaves additional properties open, so misspelt keys would pass.

    def _unknown_keys(self, schema: Json, body: Any, where: str = "$") -> list[str]:
        if isinstance(body, dict):
            known = self._properties(schema)
            if not known:
                return []
            strange = [key for key in body if key not in known and key not in _SENT_ANYWAY]
            out = [f"{where}: unknown field {key!r}" for key in strange]
            for key in body.keys() & known.keys():
                out += self._unknown_keys({"anyOf": known[key]}, body[key], f"{where}/{key}")
            return out
        if isinstance(body, list) and (items := self._items(schema)):
            inner = [
                self._unknown_keys({"anyOf": items}, value, f"{where}/{n}")
                for n, value in enumerate(body)
            ]
            return [error for errors in inner for error in errors]
        return []

    def _properties(
        self, schema: Json, seen: frozenset[str] = frozenset()
    ) -> dict[str, list[Json]]:
        """Every property that any branch of the schema knows, with its schemas."""
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            return {} if name in seen else self._properties(self._named(name), seen | {name})
        found = {key: [value] for key, value in schema.get("properties", {}).items()}
        for union in _UNIONS:
            for branch in schema.get(union, []):
                for key, values in self._properties(branch, seen).items():
                    found.setdefault(key, []).extend(values)
        return found

    def _items(self, schema: Json, seen: frozenset[str] = frozenset()) -> list[Json]:
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            return [] if name in seen else self._items(self._named(name), seen | {name})
        found = [schema["items"]] if "items" in schema else []
        branches = [branch for union in _UNIONS for branch in schema.get(union, [])]
        return found + [item for branch in branches for item in self._items(branch, seen)]

    def _named(self, name: str) -> Json:
        named: Json = self.document["components"]["schemas"][name]
        return named


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{[^/]+?\\\}", "[^/]+", re.escape(template)))


def _relaxed(value: Any, key: str = "", parent: str = "") -> Any:
    """Digits for integers and integers for ids, as Discord takes them and discord.py sends."""
    if isinstance(value, dict):
        return {name: _relaxed(inner, name, key) for name, inner in value.items()}
    if isinstance(value, list):
        return [_relaxed(inner, key, parent) for inner in value]
    if key in _DIGITS_WILL_DO and isinstance(value, str) and value.isdigit():
        return int(value)
    ident = key.endswith("_id") or (key, parent) == ("id", "attachments")
    return str(value) if ident and isinstance(value, int) else value


def _flat(validator: Draft202012Validator, body: Any) -> list[str]:
    return [_line(error) for error in validator.iter_errors(body)]


def _line(error: ValidationError) -> str:
    """The deepest cause, in the branch of a union that was meant: its "type" fits."""
    while branches := getattr(error.kind, "context", None):
        meant = [b for b in branches if not any(_misfit(cause, error) for cause in b)]
        causes = [cause for branch in meant or branches for cause in branch]
        error = max(causes, key=lambda cause: len(cause.instance_path))
    where = "/".join(map(str, error.instance_path)) or "$"
    return f"{where}: {error.message[:200]}"


def _misfit(cause: ValidationError, union: ValidationError) -> bool:
    """The value itself, or its "type", is of another kind than this branch speaks of."""
    kinds = (ValidationErrorKind.Enum, ValidationErrorKind.Constant, ValidationErrorKind.Type)
    below = list(cause.instance_path)[len(union.instance_path) :]
    return isinstance(cause.kind, kinds) and below in ([], ["type"])
