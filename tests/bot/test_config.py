from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot.config import KEYS, demo_folder, load
from retrieval.errors import ConfigError

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_has_every_key_with_its_default_and_a_meaning() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    flat = {name: t[0] if isinstance(t, list) else t for name, t in tables.items()}
    assert flat == {n: {k: key.default for k, key in keys.items()} for n, keys in KEYS.items()}
    for line in text.splitlines():
        if re.match(r"\w+ = ", line):
            assert "#" in line, f"no meaning: {line}"


def test_the_example_is_read_as_the_built_in_defaults(tmp_path: Path) -> None:
    config = load(write(tmp_path, EXAMPLE.read_text(encoding="utf-8")))
    assert config.search == load(write(tmp_path, "")).search
    assert config.index_path == tmp_path / "dateline.sqlite3"
    assert config.sources[0].location == str(tmp_path / "seeds")


def test_without_a_file_the_demo_coverage_is_configured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = load(None)
    assert config.sources[0].location == str(demo_folder())
    assert config.index_path == tmp_path / "dateline.sqlite3"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[serch]\n", 'line 1: there is no table "serch"; did you mean "search"?'),
        ("\n[search]\ncandidate = 5\n", 'line 3: [search] has no key "candidate"; did you mean'),
        ("[search]\ncandidates = 'many'\n", "line 2: candidates must be a whole number"),
        ("[search]\ncandidates = true\n", "line 2: candidates must be a whole number"),
        ("[search]\nrecency_floor = -1\n", "line 2: recency_floor cannot be negative"),
        ("[search]\nfusion = 'rff'\n", 'line 2: fusion cannot be "rff"; did you mean "rrf"?'),
        ("[[source]]\nkind = 'foldr'\nname = 'a'\npath = '.'\n", 'did you mean "folder"?'),
        ("[[source]]\nkind = 'folder'\nname = 'a'\n", 'lacks the key "path"'),
        ("[source]\nkind = 'folder'\n", "[[source]]"),
        ("index = 3\n", "index must be a table"),
        ("[index\n", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(write(tmp_path, text))
    assert message in str(caught.value)


def test_two_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    source = "[[source]]\nkind = 'folder'\nname = 'a'\npath = '.'\n"
    with pytest.raises(ConfigError, match="two sources"):
        load(write(tmp_path, source * 2))


def test_a_missing_file_that_was_named_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "none.toml")
