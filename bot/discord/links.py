"""Addresses from the index, before they become buttons."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

LONGEST = 512
"""What Discord takes as the address of a button."""

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.I)
_SAFE = "/:@!$&'()*+,;=%~?#-._"


def link(url: str | None) -> str | None:
    """``url`` where it is a web address that may be shown, written in ASCII; else None.

    Nothing that holds a name and password, blanks or control characters is taken.
    """
    if not url or re.search(r"[\x00-\x20\x7f-\xa0\\]", url):
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except (ValueError, UnicodeError):
        return None
    if parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc:
        return None
    if not _HOST.fullmatch(host):
        return None
    netloc = host if port is None else f"{host}:{port}"
    try:
        rest = (quote(part, safe=_SAFE) for part in (parts.path, parts.query, parts.fragment))
        made = urlunsplit((parts.scheme.lower(), netloc, *rest))
    except UnicodeError:
        return None
    return made if len(made) <= LONGEST else None
