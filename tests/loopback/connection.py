"""The way from discord.py to the stand-in, with nothing of discord.py touched."""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from socket import AF_INET, AddressFamily
from typing import Any

import aiohttp
import trustme
from aiohttp.abc import AbstractResolver, ResolveResult

_HOSTS = ("discord.com", "discord.gg", "discordapp.com")
_PORT, _PEM = "LOOPBACK_PORT", "LOOPBACK_PEM"


class DialledOut(RuntimeError):
    """The bot tried to reach a host that is not Discord's."""


class Authority:
    """A certificate authority that lives as long as the test."""

    def __init__(self) -> None:
        self._authority = trustme.CA()
        self.pem = self._authority.cert_pem.bytes().decode()

    def server_context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        names = [name for host in _HOSTS for name in (host, f"*.{host}")]
        self._authority.issue_cert(*names).configure_cert(context)
        return context


class Resolver(AbstractResolver):
    """Discord's hosts live at one port of loopback; no other host exists."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def resolve(
        self, host: str, port: int = 0, family: AddressFamily = AF_INET
    ) -> list[ResolveResult]:
        if not any(host == known or host.endswith(f".{known}") for known in _HOSTS):
            raise DialledOut(f"the bot dialled {host}:{port}, which is not Discord's")
        place = ResolveResult(
            hostname=host, host="127.0.0.1", port=self.port, family=family, proto=0, flags=0
        )
        return [place]

    async def close(self) -> None:
        """Nothing to close."""


@dataclass(frozen=True)
class Connector:
    """Where the stand-in listens and what vouches for it."""

    port: int
    pem: str

    def client_kwargs(self) -> dict[str, Any]:
        """Arguments of discord.Client; aiohttp wants the connector made inside the loop."""
        context = ssl.create_default_context(cadata=self.pem)
        connector = aiohttp.TCPConnector(
            resolver=Resolver(self.port), ssl=context, use_dns_cache=False, limit=0
        )
        return {"connector": connector, "guild_ready_timeout": 0.05}

    def environment(self) -> dict[str, str]:
        """For a child process, which finds its way back with `from_environment`."""
        return {_PORT: str(self.port), _PEM: self.pem}

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Connector:
        return cls(int(environment[_PORT]), environment[_PEM])
