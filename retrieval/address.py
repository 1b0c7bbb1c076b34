"""Addresses as they are compared: whatever a source gave, also where it is no address."""

from __future__ import annotations


def compared(address: str) -> str:
    """``address`` in the form of :func:`retrieval.web.addresses.normalised`, without a closing
    slash; what is no web address is only stripped.
    """
    from retrieval.web.addresses import normalised  # asking compares addresses of few articles

    try:
        return normalised(address).rstrip("/")
    except ValueError:
        return address.strip()
