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


DECLARED = (
    *LEGACY, "cp949", "iso8859_2", "iso8859_5", "iso8859_7", "iso8859_8", "iso8859_15",
    "cp1255", "cp1256", "cp1257", "cp1258", "tis_620", "cp874", "iso2022_jp", "koi8_u",
    "mac_cyrillic",
)  # fmt: skip
"""What is believed where it is declared."""

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I
)
_DISORDER = 0.1
"""Share of odd combinations of characters, by charset-normalizer, above which a declared encoding
is doubted: windows-1251 read as Latin letters has far more, text in its own encoding has none."""


def decode_page(data: bytes, header: str | None = None) -> str:
    """The text of a page, of which a damaged byte or two must not cost the rest.

    As in :func:`decode`, a byte order mark and then valid UTF-8 decide, whatever is declared; then
    the header and the page's own declaration, of which the one that makes better sense is taken,
    the header where both do; then the likeliest encoding. Raises ValueError for what is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace").replace("\0", "")
    if data.count(0) > len(data) // 50:
        if (header or "").lower() in ("utf-16", "utf-16le", "utf-16be"):
            big = (header or "").lower().endswith("be")
            return data.decode("utf-16-be" if big else "utf-16-le", "replace").replace("\0", "")
        raise ValueError("it looks like a binary file: it holds NUL bytes")
    data = data.replace(b"\0", b"")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        mended = data.decode("utf-8", "replace")
    bad = mended.count("\ufffd")
    if sum(1 for c in mended if c > "\x7f") - bad > bad:
        return mended
    found = _CHARSET.search(data[:4096])
    meta = found[1].decode("ascii", "ignore") if found else None
    readings = [text for name in (header, meta) if (text := _declared(data, name)) is not None]
    best = min(readings, key=_disorder, default=None)
    if best is None or (_disorder(best) > _DISORDER):
        guess = _likeliest(data)
        if guess is not None and (best is None or _disorder(guess) < _disorder(best)):
            best = guess
    if best is None or len(_CONTROLS.findall(best)) > len(best) // 50:
        raise ValueError("its encoding can't be made out")
    return best


def _disorder(text: str) -> float:
    """How odd a text is, from 0, judged by its passages that are not ASCII."""
    from charset_normalizer.md import mess_ratio

    odd = "".join(re.findall(r"[^\x00-\x7f][^<>]{0,60}", text)[:60])
    return round(mess_ratio(odd, 1.0), 2)


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


_WIDER = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "shift_jis": "cp932",
    "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "iso8859-11": "cp874",
    "tis-620": "cp874",
}  # fmt: skip
"""What browsers read instead, which holds all of the declared encoding and more."""


def _declared(data: bytes, declared: str | None) -> str | None:
    try:
        encoding = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return None
    encoding = _WIDER.get(encoding, encoding)
    if encoding.replace("-", "_") not in DECLARED:
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
