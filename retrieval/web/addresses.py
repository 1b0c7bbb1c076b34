"""Addresses in one form, so that one article is one address.

Measured over twenty hard cases (IDNA, ports, dot segments, percent-encoding, tracking, numeric
hosts): courlan gets 4 of them right, w3lib 8, url-normalize 12, yarl 13. courlan and w3lib also
sort the query, and courlan drops ``ref``, which may name the article.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urljoin, urlsplit, urlunsplit

LONGEST = 8192
_PORTS = {"http": 80, "https": 443}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)\Z")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_IN_PATH = _UNRESERVED | frozenset(b"!$&'()*+,;=:@/")
_IN_QUERY = _IN_PATH | frozenset(b"?")

_TRACKING = frozenset(
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh li_fat_id "
    "epik srsltid mc_cid mc_eid mkt_tok _ga _gl _hsenc _hsmi __hstc __hssc __hsfp hsctatracking "
    "vero_id oly_anon_id oly_enc_id wickedid _branch_match_id dicbo guccounter guce_referrer "
    "guce_referrer_sig ns_campaign ns_mchannel ns_source ns_linkname ns_fee at_medium at_campaign "
    "at_campaign_type at_format at_link_id at_link_type at_link_origin at_ptr_name at_bbc_team "
    "pk_campaign pk_kwd pk_keyword pk_source pk_medium piwik_campaign piwik_kwd xtor smid ocid "
    "cmpid".split()
)
_TRACKING_PREFIXES = ("utm_", "mtm_")


def normalised(address: str) -> str:
    """The one form under which an article is kept and compared.

    ``absolute`` without parameters that only say where a reader came from (utm_*, fbclid, ...).
    Any other parameter, its order and spelling stay: it may name the article. Idempotent.
    Raises ValueError for what is not an http(s) address.
    """
    scheme, host, path, query, _ = urlsplit(absolute(address))
    kept = "&".join(p for p in query.split("&") if not _is_tracking(p))
    return urlunsplit((scheme, host, path, kept, ""))


def absolute(address: str) -> str:
    """The form in which an address is asked: ``normalised`` with every parameter kept.

    Lower-case scheme and host, IDNA, dotted decimal for numeric hosts, no default port, no
    fragment, dot segments resolved, escapes in upper case and only where needed (RFC 3986, 6.2.2).
    Raises ValueError for other schemes, user names, control characters, and malformed hosts.
    """
    address = address.strip()
    if len(address) > LONGEST:
        raise ValueError(f"an address of more than {LONGEST} characters")
    if _CONTROL.search(address):
        raise ValueError("a control character in the address")
    parts = urlsplit(address)
    if parts.scheme not in _PORTS:
        raise ValueError("not an http or https address")
    if "@" in parts.netloc:
        raise ValueError("a user name in the address")
    host = _host(parts.hostname or "")
    port = parts.port
    if port == 0:
        raise ValueError("port 0")
    if port is not None and port != _PORTS[parts.scheme]:
        host = f"{host}:{port}"
    path = _without_dots(_escaped(parts.path, _IN_PATH))
    result = urlunsplit((parts.scheme, host, path, _escaped(parts.query, _IN_QUERY), ""))
    if len(result) > LONGEST:
        raise ValueError(f"an address of more than {LONGEST} characters")
    return result


def joined(base: str, link: str) -> str | None:
    """Where ``link`` on the page ``base`` leads, in the form of ``absolute``.

    None for an empty link and for what leads to no http(s) address.
    """
    link = link.strip()
    if not link:
        return None
    try:
        return absolute(urljoin(base, link) if not _CONTROL.search(link) else link)
    except ValueError:
        return None


def is_fetchable(address: str) -> bool:
    """Whether this is an address that can be asked at all.

    Where its host leads is judged when it is asked: names change between a look and a request.
    """
    try:
        absolute(address)
    except ValueError:
        return False
    return True


def _is_tracking(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def _escaped(text: str, allowed: frozenset[int]) -> str:
    """Every byte that may stand for itself does; the others are escaped, as they were or anew."""

    def byte(value: int, *, was_escaped: bool) -> str:
        plain = value in _UNRESERVED if was_escaped else value in allowed
        return chr(value) if plain else f"%{value:02X}"

    out = []
    end = 0
    for match in _ESCAPE.finditer(text):
        out += [byte(b, was_escaped=False) for b in text[end : match.start()].encode()]
        out.append(byte(int(match[1], 16), was_escaped=True) if match[1] else "%25")
        end = match.end()
    out += [byte(b, was_escaped=False) for b in text[end:].encode()]
    return "".join(out)


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _host(host: str) -> str:
    if ":" in host:
        if "%" in host:
            raise ValueError("a zone in the address")
        return f"[{ipaddress.IPv6Address(host)}]"
    if not host.isascii():
        import idna  # its tables take longer to load than everything else here

        if len(host) > 255:
            raise ValueError("a host name of more than 255 characters")
        host = idna.encode(host, uts46=True).decode("ascii")
    host = host.removesuffix(".").lower()
    labels = host.split(".")
    if _NUMBER.match(labels[-1]):
        return _dotted(labels)
    if len(host) > 253 or not all(_LABEL.match(label) for label in labels):
        raise ValueError("not a host name")
    return host


def _dotted(labels: list[str]) -> str:
    """Decimal, octal and hexadecimal hosts as browsers read them (WHATWG URL, IPv4 parser)."""
    if len(labels) > 4 or not all(_NUMBER.match(label) and len(label) < 20 for label in labels):
        raise ValueError("not an IPv4 address")
    values = [_number(label) for label in labels]
    *high, low = values
    if any(v > 255 for v in high) or low >= 256 ** (5 - len(values)):
        raise ValueError("not an IPv4 address")
    return str(ipaddress.IPv4Address(low + sum(v << 8 * (3 - i) for i, v in enumerate(high))))


def _number(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8) if label.startswith("0") and len(label) > 1 else int(label)
