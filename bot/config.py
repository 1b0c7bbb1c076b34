"""config.toml: every key with its default and meaning, validated with the line that is wrong."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.toml_lines import Place, lines
from retrieval.encoder import DEFAULT_MODEL
from retrieval.errors import ConfigError
from retrieval.scope import SearchSettings
from retrieval.sources import KINDS, WEB_KINDS, SourceConfig
from retrieval.web.records import FetchSettings

DEFAULT_NAME = "config.toml"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table: its type, its default and what it means."""

    type: type
    default: Any
    meaning: str
    choices: tuple[str, ...] = ()
    low: float = 0
    high: float = 0
    """The range of a number, both ends included."""
    several: bool = False
    """Whether an array of such values is taken as well."""


_FETCH = FetchSettings()

KEYS: dict[str, dict[str, Key]] = {
    "index": {
        "path": Key(str, "dateline.sqlite3", "the index file, relative to this file"),
        "engine": Key(str, "sqlite", "where the index is kept", ("sqlite",)),
    },
    "source": {
        "kind": Key(str, "folder", "what it is", tuple(KINDS)),
        "name": Key(str, "Dateline demo", "the outlet of articles that state none"),
        "path": Key(str, "seeds", "the folder or file, relative to this file"),
        "every": Key(
            int, 0, "minutes between two visits of --watch; 0 follows its habit", high=10_080
        ),
        "url": Key(str, "", "the address of a feed, sitemap or page, or several", several=True),
    },
    "fetch": {
        "user_agent": Key(str, _FETCH.user_agent, "who asks, as sites and their logs see it"),
        "allow_private_addresses": Key(
            bool, _FETCH.allow_private_addresses, "ask addresses inside this network too"
        ),
        "obey_robots": Key(bool, _FETCH.obey_robots, "ask only what robots.txt allows"),
        "concurrency": Key(int, _FETCH.concurrency, "requests under way at once", low=1, high=64),
        "per_host": Key(int, _FETCH.per_host, "of these, to one host", low=1, high=16),
        "delay_seconds": Key(
            float, _FETCH.delay_seconds, "least time between requests to one host", high=3600
        ),
        "timeout_seconds": Key(
            float, _FETCH.timeout_seconds, "longest that a request may take", low=0.1, high=600
        ),
        "max_bytes": Key(
            int, _FETCH.max_bytes, "largest body, unpacked", low=1000, high=1_000_000_000
        ),
        "max_redirects": Key(int, _FETCH.max_redirects, "redirects that are followed", high=20),
        "retries": Key(int, _FETCH.retries, "further attempts after a failure", high=10),
        "max_wait_seconds": Key(
            float, _FETCH.max_wait_seconds, "longest wait that a site may ask for", high=3600
        ),
        "max_items": Key(
            int, _FETCH.max_items, "entries of a source that a visit looks at", low=1, high=100_000
        ),
    },
    "encoder": {
        "model": Key(str, DEFAULT_MODEL, "a sentence-transformers model by name or folder"),
    },
    "search": {
        "fusion": Key(str, "min-max", "how both legs' scores are joined", ("min-max", "rrf")),
        "candidates": Key(int, 100, "passages that each leg proposes", low=1, high=10_000),
        "half_life_days": Key(
            float, 14.0, "after so many days recency counts half", low=0.01, high=100_000
        ),
        "recency_floor": Key(float, 0.5, "what old coverage keeps of its score", low=0, high=1),
    },
    "answer": {
        "passages": Key(int, 20, "passages in the ranking of an answer", low=1, high=1000),
        "stale_hours": Key(
            int, 24, "status warns when the last refresh is older than this", low=1, high=1_000_000
        ),
    },
    "privacy": {
        "keep_questions": Key(bool, False, "keep unanswered questions and ratings"),
        "retention_days": Key(int, 90, "kept questions go after so many days", low=1, high=3650),
    },
    "discord": {
        "token_file": Key(str, "discord.token", "holds the token where DISCORD_TOKEN is not set"),
        "workers": Key(int, 2, "threads that answer", low=1, high=4),
        "queue": Key(int, 256, "questions that may wait", low=1, high=10_000),
        "deadline_seconds": Key(int, 30, "a question is given up after it", low=1, high=600),
        "user_per_minute": Key(int, 10, "questions of one person a minute", low=1, high=10_000),
        "guild_per_minute": Key(int, 60, "questions of one server a minute", low=1, high=10_000),
        "overall_per_minute": Key(int, 600, "questions a minute in all", low=1, high=100_000),
        "sync": Key(bool, True, "register changed commands at a start"),
        "drain_seconds": Key(int, 10, "what is being answered may end in", low=0, high=600),
        "refresh": Key(bool, False, "keep a dateline refresh --watch running beside the bot"),
        "health_port": Key(int, 0, "answer /health here, on loopback; 0 is off", high=65_535),
    },
}
"""The tables of the file; "source" is an array of tables, and its defaults are the demo's."""


@dataclass(frozen=True, slots=True)
class DiscordSettings:
    """The table [discord]; the token is no part of it."""

    token_file: str = "discord.token"
    workers: int = 2
    queue: int = 256
    deadline_seconds: int = 30
    user_per_minute: int = 10
    guild_per_minute: int = 60
    overall_per_minute: int = 600
    sync: bool = True
    drain_seconds: int = 10
    refresh: bool = False
    health_port: int = 0


@dataclass(frozen=True, slots=True)
class Config:
    """The configuration in force; paths are absolute."""

    index_path: Path
    sources: tuple[SourceConfig, ...]
    model: str = DEFAULT_MODEL
    fetch: FetchSettings = field(default_factory=FetchSettings)
    search: SearchSettings = field(default_factory=SearchSettings)
    passages: int = 20
    stale_hours: int = 24
    keep_questions: bool = False
    retention_days: int = 90
    discord: DiscordSettings = field(default_factory=DiscordSettings)
    origin: Path | None = None
    """The file it was read from; None for the built-in defaults."""


def load(path: Path | None) -> Config:
    """The configuration in ``path``; by default ``config.toml`` here, else the built-in one.

    Raises ConfigError naming the key and the line.
    """
    if path is None:
        path = Path(DEFAULT_NAME)
        if not path.exists():
            return _built_in()
    try:
        text = path.expanduser().read_text(encoding="utf-8-sig")
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError(f"the configuration {path} cannot be read: {reason}") from error
    path = path.expanduser()
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from error
    return _Reader(path, lines(text)).config(tables)


def demo_folder() -> Path:
    """The demo coverage: beside the packages in a checkout, inside one when installed."""
    here = Path(__file__).resolve().parent
    return next(p for p in (here / "seeds", here.parent / "seeds") if p.is_dir())


def _built_in() -> Config:
    source = SourceConfig("folder", KEYS["source"]["name"].default, str(demo_folder()))
    return Config(Path(KEYS["index"]["path"].default).resolve(), (source,))


@dataclass(frozen=True, slots=True)
class _Reader:
    path: Path
    lines: dict[Place, int]

    def config(self, tables: dict[str, Any]) -> Config:
        for name in tables:
            if name not in KEYS:
                place = (name, 0, "") if (name, 0, "") in self.lines else ("", 0, name)
                raise self._error(place, f'there is no table "{name}"; {_near(name, KEYS)}')
        index, encoder = self._table(tables, "index"), self._table(tables, "encoder")
        search, answer = self._table(tables, "search"), self._table(tables, "answer")
        fetch = FetchSettings(**self._table(tables, "fetch"))
        privacy = self._table(tables, "privacy")
        config = Config(
            index_path=Path(self._path(("index", 0, "path"), index["path"])),
            sources=self._sources(tables.get("source")),
            model=encoder["model"],
            fetch=fetch,
            search=SearchSettings(**search),
            passages=answer["passages"],
            stale_hours=answer["stale_hours"],
            keep_questions=privacy["keep_questions"],
            retention_days=privacy["retention_days"],
            discord=self._discord(tables),
            origin=self.path,
        )
        for number, source in enumerate(config.sources):
            if source.location == str(config.index_path):
                message = f'path is that of the index as well ("{source.location}")'
                raise self._error(("source", number, "path"), message)
        return config

    def _sources(self, entries: Any) -> tuple[SourceConfig, ...]:
        if entries is None or entries == []:
            raise self._error(
                ("", 0, "source"),
                "it names no source; add a [[source]] with kind, name and path or url "
                "(config.example.toml shows one)",
            )
        if not isinstance(entries, list):
            place = ("source", 0, "") if ("source", 0, "") in self.lines else ("", 0, "source")
            raise self._error(place, "source is written as [[source]], once for each source")
        made: list[SourceConfig] = []
        for number, entry in enumerate(entries):
            values = self._values("source", entry, number)
            self._check_keys(number, entry)
            if values["name"] in {m.name for m in made}:
                message = f'name "{values["name"]}" names two sources'
                raise self._error(("source", number, "name"), message)
            if values["kind"] in WEB_KINDS:
                location = "\n".join(self._addresses(("source", number, "url"), values["url"]))
            else:
                location = self._path(("source", number, "path"), values["path"])
            made.append(SourceConfig(values["kind"], values["name"], location, values["every"]))
        return tuple(made)

    def _check_keys(self, number: int, entry: dict[str, Any]) -> None:
        wanted, other = ("url", "path") if entry.get("kind") in WEB_KINDS else ("path", "url")
        for key in ("kind", "name", wanted):
            if key not in entry:
                raise self._error(("source", number, ""), f'source lacks the key "{key}"')
        if other in entry:
            message = f'a source of kind "{entry["kind"]}" has no {other}; it has {wanted}'
            raise self._error(("source", number, other), message)

    def _addresses(self, place: Place, given: str | list[str]) -> list[str]:
        from retrieval.web.addresses import absolute

        made = []
        for address in [given] if isinstance(given, str) else given:
            try:
                made.append(absolute(address))
            except ValueError as error:
                raise self._error(place, f"url {address!r} cannot be used: {error}") from None
        return made

    def _discord(self, tables: dict[str, Any]) -> DiscordSettings:
        given = tables.get("discord")
        if isinstance(given, dict) and "token" in given:
            raise self._error(
                ("discord", 0, "token"),
                "a token does not belong into the configuration; set DISCORD_TOKEN, or token_file "
                "to a file that only you can read (and reset this one: it may have been seen)",
            )
        values = self._table(tables, "discord")
        place = ("discord", 0, "token_file")
        values["token_file"] = self._path(place, values["token_file"])
        return DiscordSettings(**values)

    def _path(self, place: Place, value: str) -> str:
        try:
            return str((self.path.resolve().parent / Path(value).expanduser()).resolve())
        except (OSError, RuntimeError, ValueError) as error:
            raise self._error(place, f"path {value!r} cannot be used: {error}") from error

    def _table(self, tables: dict[str, Any], name: str) -> dict[str, Any]:
        return self._values(name, tables.get(name, {}), 0)

    def _values(self, table: str, given: Any, number: int) -> dict[str, Any]:
        if not isinstance(given, dict):
            place = (table, 0, "") if (table, 0, "") in self.lines else ("", 0, table)
            raise self._error(place, f"{table} must be a table")
        keys = KEYS[table]
        values = {name: key.default for name, key in keys.items()}
        for name, value in given.items():
            place = (table, number, name)
            if name not in keys:
                raise self._error(place, f'[{table}] has no key "{name}"; {_near(name, keys)}')
            try:
                values[name] = _checked(keys[name], value)
            except ValueError as error:
                raise self._error(place, f"{name} {error}") from None
        return values

    def _error(self, place: Place, message: str) -> ConfigError:
        line = f", line {self.lines[place]}" if place in self.lines else ""
        return ConfigError(f"{self.path}{line}: {message}")


_WANTED: dict[type, str] = {
    str: "text in quotes", int: "a whole number", float: "a number", bool: "true or false",
}  # fmt: skip


def _checked(key: Key, given: Any) -> Any:
    """The value as ``key`` wants it. Raises ValueError, to be put after the key's name."""
    if key.several and isinstance(given, list):
        if not given:
            raise ValueError("cannot be empty")
        return [_checked(key, value) for value in given]
    value: Any = float(given) if key.type is float and type(given) is int else given
    kind: Any = type(value)
    if kind is not key.type:
        raise ValueError(f"must be {_WANTED[key.type]}, not {value!r}")
    if isinstance(value, bool):  # which is an int as well, but has no range
        return value
    if isinstance(value, str):
        return _checked_text(key, value)
    if not key.low <= value <= key.high:  # nan is on neither side
        wrong = "cannot be negative: it " if value < 0 else ""
        raise ValueError(f"{wrong}must be from {key.low:g} to {key.high:,}, not {_short(value)}")
    return value


def _checked_text(key: Key, value: str) -> str:
    if key.choices and value not in key.choices:
        near = difflib.get_close_matches(value, key.choices, n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"one of: {', '.join(key.choices)}"
        raise ValueError(f'cannot be "{value}"; {hint}')
    if not value.strip():
        raise ValueError("cannot be empty")
    if re.search("[\x00-\x1f\x7f-\x9f]", value):
        raise ValueError(f"cannot hold control characters ({value!r})")
    return value


def _near(name: str, known: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f'did you mean "{near[0]}"?' if near else f"known: {', '.join(known)}"


def _short(value: float) -> str:
    text = str(value)
    return text if len(text) <= 25 else f"{text[:20]}…"
