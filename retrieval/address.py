"""Addresses in the one form in which they are compared."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

_TRACKING = ("utm_", "mc_", "at_", "pk_", "hsa_")
_TRACKERS = frozenset((
    "fbclid", "gclid", "dclid", "msclkid", "twclid", "igshid", "yclid", "cmpid", "cmp", "ocid",
    "ref", "ref_src", "smid", "sr_share", "ftag", "ito", "xtor", "wt.mc_id", "_ga", "spm",
))  # fmt: skip


def normalised(address: str) -> str:
    """``address`` without fragment, tracking parameters, default port and closing slash.

    What can't be read as an address is only stripped.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return address.strip()
    if not host:
        return address.strip()
    scheme = parts.scheme.lower()
    if port and port != {"http": 80, "https": 443}.get(scheme):
        host = f"{host}:{port}"
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.lower() not in _TRACKERS and not name.lower().startswith(_TRACKING)
    ]
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{scheme}://{host}{parts.path.rstrip('/')}{query}"
