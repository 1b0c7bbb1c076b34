"""config.toml: every key with its default and meaning, validated with the line that is wrong."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from retrieval.encoder import DEFAULT_MODEL
from retrieval.errors import ConfigError
from retrieval.search import SearchSettings
from retrieval.sources import KINDS, SourceConfig

DEFAULT_NAME = "config.toml"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table: its type, its default and what it means."""

    type: type
    default: Any
    meaning: str
    choices: tuple[str, ...] = ()


KEYS: dict[str, dict[str, Key]] = {
    "index": {
        "path": Key(str, "dateline.sqlite3", "the index file, relative to this file"),
        "engine": Key(str, "sqlite", "where the index is kept", ("sqlite",)),
    },
    "source": {
        "kind": Key(str, "folder", "what it is", tuple(KINDS)),
        "name": Key(str, "Dateline demo", "the outlet of articles that state none"),
        "path": Key(str, "seeds", "the folder or file, relative to this file"),
    },
    "encoder": {
        "model": Key(str, DEFAULT_MODEL, "a sentence-transformers model by name or folder"),
    },
    "search": {
        "fusion": Key(str, "min-max", "how both legs' scores are joined", ("min-max", "rrf")),
        "candidates": Key(int, 100, "passages that each leg proposes"),
        "half_life_days": Key(float, 14.0, "after so many days recency counts half"),
        "recency_floor": Key(float, 0.5, "what old coverage keeps of its score, 0 to 1"),
    },
    "answer": {
        "passages": Key(int, 20, "passages in the ranking of an answer"),
        "stale_hours": Key(int, 24, "status warns when the last refresh is older than this"),
    },
}
"""The tables of the file; "source" is an array of tables, and its defaults are the demo's."""


@dataclass(frozen=True, slots=True)
class Config:
    """The configuration in force; paths are absolute."""

    index_path: Path
    sources: tuple[SourceConfig, ...]
    model: str = DEFAULT_MODEL
    search: SearchSettings = field(default_factory=SearchSettings)
    passages: int = 20
    stale_hours: int = 24
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
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"the configuration {path} cannot be read: {error}") from error
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from error
    return _Reader(path, text).config(tables)


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
    text: str

    def config(self, tables: dict[str, Any]) -> Config:
        for name in tables:
            if name not in KEYS:
                raise self._unknown(name, KEYS, rf"^\s*\[*\s*{re.escape(name)}\b")
        index, encoder = self._table(tables, "index"), self._table(tables, "encoder")
        search, answer = self._table(tables, "search"), self._table(tables, "answer")
        base = self.path.resolve().parent
        return Config(
            index_path=(base / Path(index["path"]).expanduser()).resolve(),
            sources=self._sources(tables.get("source"), base),
            model=encoder["model"],
            search=SearchSettings(**search),
            passages=answer["passages"],
            stale_hours=answer["stale_hours"],
            origin=self.path,
        )

    def _sources(self, entries: Any, base: Path) -> tuple[SourceConfig, ...]:
        if entries is None:
            return _built_in().sources
        if not isinstance(entries, list):
            raise self._error("source", "is written as [[source]], once for each source")
        made: list[SourceConfig] = []
        for entry in entries:
            values = self._values("source", entry)
            for key in ("kind", "name", "path"):
                if key not in entry:
                    raise self._error("source", f'lacks the key "{key}"')
            if values["name"] in {m.name for m in made}:
                raise self._error("name", f'"{values["name"]}" names two sources', values["name"])
            location = str((base / Path(values["path"]).expanduser()).resolve())
            made.append(SourceConfig(values["kind"], values["name"], location))
        return tuple(made)

    def _table(self, tables: dict[str, Any], name: str) -> dict[str, Any]:
        table = tables.get(name, {})
        if not isinstance(table, dict):
            raise self._error(name, "must be a table")
        return self._values(name, table)

    def _values(self, table: str, given: Any) -> dict[str, Any]:
        if not isinstance(given, dict):
            raise self._error(table, "must be a table")
        keys = KEYS[table]
        values = {name: key.default for name, key in keys.items()}
        for name, value in given.items():
            if name not in keys:
                raise self._unknown(name, keys, rf"^\s*{re.escape(name)}\s*=", within=table)
            values[name] = self._checked(name, keys[name], value)
        return values

    def _checked(self, name: str, key: Key, given: Any) -> Any:
        value: Any = float(given) if key.type is float and type(given) is int else given
        kind: Any = type(value)
        if kind is not key.type:
            wanted = {str: "text in quotes", int: "a whole number", float: "a number"}[key.type]
            raise self._error(name, f"must be {wanted}, not {value!r}")
        if key.choices and value not in key.choices:
            near = difflib.get_close_matches(value, key.choices, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"one of: {', '.join(key.choices)}"
            raise self._error(name, f'cannot be "{value}"; {hint}')
        if key.type in (int, float) and value < 0:
            raise self._error(name, f"cannot be negative ({value})")
        return value

    def _unknown(
        self, name: str, known: dict[str, Any], pattern: str, within: str | None = None
    ) -> ConfigError:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f'did you mean "{near[0]}"?' if near else f"known: {', '.join(known)}"
        place = f"[{within}] " if within else ""
        return ConfigError(
            f'{self.path}{self._line(pattern)}: {place}has no key "{name}"; {hint}'
            if within
            else f'{self.path}{self._line(pattern)}: there is no table "{name}"; {hint}'
        )

    def _error(self, name: str, message: str, value: str | None = None) -> ConfigError:
        pattern = rf"^\s*\[*\s*{re.escape(name)}\b"
        if value is not None:
            pattern += rf".*{re.escape(value)}"
        return ConfigError(f"{self.path}{self._line(pattern)}: {name} {message}")

    def _line(self, pattern: str) -> str:
        for number, line in enumerate(self.text.splitlines(), 1):
            if re.search(pattern, line):
                return f", line {number}"
        return ""
