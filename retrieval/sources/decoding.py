"""Bytes to text, where nothing but the bytes says in which encoding they are."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; UTF-32 stands before UTF-16, whose little-endian mark it begins with."""

LEGACY = (
    "cp1252",
    "cp1251",
    "cp1250",
    "cp1254",
    "cp1253",
    "koi8_r",
    "cp932",
    "gb18030",
    "big5",
    "euc_kr",
    "euc_jp",
)
"""The encodings considered for text that is not Unicode; where the text itself gives no reason
to prefer one (a single "’" reads alike in many), the earlier one is taken."""

_CONTROLS = re.compile("[\u0000-\u0008\u000e-\u001a\u001c-\u001f]")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of ``data`` without its byte order mark, and otherwise to the letter.

    A byte order mark decides; else valid UTF-8 is UTF-8; else ``declared`` (what an HTML page
    says of itself) if it is one of ``LEGACY``; else the likeliest of these by charset-normalizer.

    Raises ValueError, with a message to show, for binary data, for damaged UTF-8 (reading it as
    anything else would garble every accent in it), and where no encoding fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if b"\0" in data:
        raise ValueError("it looks like a binary file: it holds NUL bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged(data, error)
    text = _declared(data, declared) or _likeliest(data)
    if text is None or _CONTROLS.search(text):
        raise ValueError("its encoding can't be made out; save it as UTF-8")
    return text


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.upper()
        raise ValueError(f"it is marked as {name} but is not valid at byte {error.start}") from None


def _refuse_damaged(data: bytes, error: UnicodeDecodeError) -> None:
    """Raise ValueError if most of what is not ASCII is valid UTF-8 all the same."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = len(text) - bad - sum(map(str.isascii, text))
    if good > bad:
        raise ValueError(f"it is UTF-8 but damaged at byte {error.start}; save it again")


def _declared(data: bytes, declared: str | None) -> str | None:
    try:
        encoding = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return None
    encoding = {"iso8859-1": "cp1252", "iso8859-9": "cp1254"}.get(encoding, encoding)
    if encoding.replace("-", "_") not in LEGACY:
        return None
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _likeliest(data: bytes) -> str | None:
    """The reading with the least disorder; then the one most like a language; then by order.

    charset-normalizer's own ``best()`` falls for cp1250 and big5 on short West European texts.
    """
    import charset_normalizer  # takes longer to import than most files take to read

    matches = charset_normalizer.from_bytes(data, cp_isolation=list(LEGACY))
    ranked = sorted(
        matches,
        key=lambda match: (
            round(match.chaos, 2),
            -round(match.coherence, 2),
            min(LEGACY.index(name) for name in match.could_be_from_charset),
        ),
    )
    return str(ranked[0]) if ranked else None
