"""Limits of buttons, menus, text inputs and layout, which the guard checks by hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from tests.loopback.messages import walk
from tests.loopback.world import Json

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
SELECTS = (3, 5, 6, 7, 8)
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = 9, 10, 11, 12, 13, 14, 17, 18
_LINK_STYLE, _PREMIUM_STYLE = 5, 6
_MESSAGE_TOP = {ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER}
_IN_CONTAINER = _MESSAGE_TOP - {CONTAINER}
_MODAL_TOP = {ROW, TEXT, LABEL}
_LINK = re.compile(r"(https?|discord)://[^\s/]+\S*")
_MEDIA = re.compile(r"(https?://[^\s/]+|attachment://)\S+")


def component_errors(components: list[Json], *, modal: bool = False) -> list[str]:
    """Every fault within the components of a message or a modal."""
    out = _top_errors(components, _MODAL_TOP if modal else _MESSAGE_TOP, "components")
    everything = list(walk(components))
    ids = Counter(c["custom_id"] for c in everything if c.get("custom_id"))
    out += [f"duplicate custom_id {name!r:.60}" for name, times in ids.items() if times > 1]
    for component in everything:
        if check := _CHECKS.get(component["type"]):
            out += check(component)
        if len(component.get("custom_id") or "") > 100:
            out.append(f"custom_id of {len(component['custom_id'])} characters, the limit is 100")
    return out


def _top_errors(components: list[Json], allowed: set[int], where: str) -> list[str]:
    kinds = {c["type"] for c in components} - allowed
    return [f"{where}: component type {kind} may not stand here" for kind in sorted(kinds)]


def _row(row: Json) -> Iterator[str]:
    kinds = [c["type"] for c in row.get("components") or []]
    buttons = all(kind == BUTTON for kind in kinds) and 1 <= len(kinds) <= 5
    if not buttons and not (len(kinds) == 1 and kinds[0] in (*SELECTS, TEXT_INPUT)):
        yield f"a row holds 1 to 5 buttons or one menu, not {kinds}"


def _button(button: Json) -> Iterator[str]:
    name = f"button {button.get('label')!r:.40}"
    style, label = button.get("style"), button.get("label")
    if style == _PREMIUM_STYLE:
        return
    if not label and not button.get("emoji"):
        yield f"{name}: neither label nor emoji"
    if label and len(label) > 80:
        yield f"{name}: {len(label)} characters, the limit is 80"
    if style == _LINK_STYLE:
        url = button.get("url") or ""
        if button.get("custom_id"):
            yield f"{name}: a link has no custom_id"
        if not _LINK.fullmatch(url):
            yield f"{name}: {url[:60]!r} is no http link"
        if len(url) > 512:
            yield f"{name}: an address of {len(url)} characters, the limit is 512"
    else:
        if not button.get("custom_id"):
            yield f"{name}: no custom_id"
        if button.get("url"):
            yield f"{name}: only a link has an address"


def _select(select: Json) -> Iterator[str]:
    name = f"menu {select.get('custom_id')!r:.60}"
    if not select.get("custom_id"):
        yield f"{name}: no custom_id"
    if len(select.get("placeholder") or "") > 150:
        yield f"{name}: a placeholder of over 150 characters"
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    if not 0 <= least <= most <= 25:
        yield f"{name}: {least} to {most} values"
    if select["type"] != STRING_SELECT:
        return
    options = select.get("options") or []
    if not 1 <= len(options) <= 25:
        yield f"{name}: {len(options)} options, not 1 to 25"
    if options and most > len(options):
        yield f"{name}: {most} values of {len(options)} options"
    if len({o["value"] for o in options}) < len(options):
        yield f"{name}: the same value twice"
    for option in options:
        texts = [option["label"], option["value"]]
        if not all(1 <= len(text) <= 100 for text in texts):
            yield f"{name}: option {option['label']!r:.40} is not of 1 to 100 characters"
        if len(option.get("description") or "") > 100:
            yield f"{name}: a description of over 100 characters"


def _text_input(box: Json) -> Iterator[str]:
    name = f"text input {box.get('custom_id')!r:.60}"
    if not box.get("custom_id"):
        yield f"{name}: no custom_id"
    if len(box.get("label") or "") > 45:
        yield f"{name}: a label of over 45 characters"
    if len(box.get("placeholder") or "") > 100:
        yield f"{name}: a placeholder of over 100 characters"
    least, most = box.get("min_length") or 0, box.get("max_length") or 4000
    if not 0 <= least <= most <= 4000:
        yield f"{name}: {least} to {most} characters"
    if len(box.get("value") or "") > most:
        yield f"{name}: filled with more than {most} characters"


def _label(label: Json) -> Iterator[str]:
    if not 1 <= len(label.get("label") or "") <= 45:
        yield "a label is of 1 to 45 characters"
    if len(label.get("description") or "") > 100:
        yield "a label's description is of at most 100 characters"
    if not label.get("component"):
        yield "a label without its component"


def _section(section: Json) -> Iterator[str]:
    kinds = [c["type"] for c in section.get("components") or []]
    if not 1 <= len(kinds) <= 3 or set(kinds) != {TEXT}:
        yield f"a section holds 1 to 3 texts, not {kinds}"
    if (section.get("accessory") or {}).get("type") not in (BUTTON, THUMBNAIL):
        yield "a section needs a button or a picture beside it"


def _text(text: Json) -> Iterator[str]:
    if not (text.get("content") or "").strip():
        yield "a text display that says nothing"


def _container(container: Json) -> Iterator[str]:
    inner = container.get("components") or []
    if not inner:
        yield "an empty container"
    yield from _top_errors(inner, _IN_CONTAINER, "container")


def _gallery(gallery: Json) -> Iterator[str]:
    items = gallery.get("items") or []
    if not 1 <= len(items) <= 10:
        yield f"a gallery of {len(items)} pictures, not 1 to 10"
    for item in items:
        yield from _medium(item.get("media"))


def _thumbnail(thumbnail: Json) -> Iterator[str]:
    yield from _medium(thumbnail.get("media"))


def _medium(media: Json | None) -> Iterator[str]:
    url = (media or {}).get("url") or ""
    if not _MEDIA.fullmatch(url):
        yield f"picture: {url[:60]!r} is no http link"


_CHECKS: dict[int, Callable[[Json], Iterator[str]]] = {
    ROW: _row,
    BUTTON: _button,
    TEXT_INPUT: _text_input,
    SECTION: _section,
    TEXT: _text,
    THUMBNAIL: _thumbnail,
    GALLERY: _gallery,
    CONTAINER: _container,
    LABEL: _label,
    **dict.fromkeys(SELECTS, _select),
}
