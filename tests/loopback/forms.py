"""Filling in a modal, as the client would send it back."""

from __future__ import annotations

from typing import Any

from tests.loopback.components import ROW, TEXT, TEXT_INPUT
from tests.loopback.messages import walk
from tests.loopback.options import ClientRefused
from tests.loopback.world import Json


def filled(components: list[Json], values: Json, *, forge: bool) -> list[Json]:
    """The components of a submitted form.

    Raises:
        ClientRefused: a value that the client would not accept.
        LookupError: a value for a field that the form has not.
    """
    fields = {c["custom_id"] for c in walk(components) if c.get("custom_id")}
    if strange := set(values) - fields:
        raise LookupError(f"the form has no {strange}, only {sorted(fields)}")
    return [_filled(c, values, number, forge=forge) for number, c in enumerate(components, 1)]


def _filled(component: Json, values: Json, number: int, *, forge: bool) -> Json:
    out: Json = {"type": component["type"], "id": component.get("id") or number}
    if component["type"] == TEXT:
        return out
    if component["type"] == ROW:
        inner = component["components"]
        out["components"] = [_filled(c, values, number, forge=forge) for c in inner]
    elif inner := component.get("component"):
        out["component"] = _filled(inner, values, number + 100, forge=forge)
    else:
        custom_id = component["custom_id"]
        value = values.get(custom_id, _preset(component))
        if not forge:
            _check(component, value)
        name = "value" if component["type"] == TEXT_INPUT else "values"
        out |= {"custom_id": custom_id, name: value}
    return out


def _preset(component: Json) -> Any:
    if component["type"] == TEXT_INPUT:
        return component.get("value") or ""
    return [o["value"] for o in component.get("options") or [] if o.get("default")]


def _check(component: Json, value: Any) -> None:
    name, empty = component["custom_id"], not value
    if empty and component.get("required", True):
        raise ClientRefused(f"{name} is required")
    if component["type"] == TEXT_INPUT and not empty:
        least, most = component.get("min_length") or 0, component.get("max_length") or 4000
        if not least <= len(value) <= most:
            raise ClientRefused(f"{name}: {len(value)} characters, not {least} to {most}")
