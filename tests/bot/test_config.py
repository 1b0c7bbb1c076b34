from __future__ import annotations

import dataclasses
import re
import tomllib
from pathlib import Path

import pytest

from bot.config import KEYS, Config, demo_folder, load
from retrieval.errors import ConfigError
from retrieval.web.records import FetchSettings

SOURCE = "[[source]]\nkind = 'folder'\nname = 'a'\npath = '.'\n"
FEED = "[[source]]\nkind = 'feed'\nname = 'b'\nurl = 'https://a.example/feed'\n"
EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_has_every_key_with_its_default_and_a_meaning() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    flat = {name: t[0] if isinstance(t, list) else t for name, t in tables.items()}
    assert '# url = "https://' in text  # in place of a path, so that it can't stand beside one
    flat["source"]["url"] = ""
    assert flat == {n: {k: key.default for k, key in keys.items()} for n, keys in KEYS.items()}
    for line in text.splitlines():
        if re.match(r"\w+ = ", line):
            assert "#" in line, f"no meaning: {line}"


def test_the_example_is_read_as_the_built_in_defaults(tmp_path: Path) -> None:
    config = load(write(tmp_path, EXAMPLE.read_text(encoding="utf-8")))
    assert config.search == Config(tmp_path, ()).search
    assert config.index_path == tmp_path / "dateline.sqlite3"
    assert config.sources[0].location == str(tmp_path / "seeds")


def test_sources_of_the_web_have_one_address_or_several(tmp_path: Path) -> None:
    several = "['https://a.example/1', 'HTTPS://A.example/2#top']"
    (feed, pages) = load(
        write(
            tmp_path,
            FEED + SOURCE.replace("folder", "pages").replace("path = '.'", f"url = {several}"),
        )
    ).sources
    assert (feed.location, feed.addresses) == (
        "https://a.example/feed",
        ("https://a.example/feed",),
    )
    assert pages.addresses == ("https://a.example/1", "https://a.example/2")


def test_the_web_is_asked_as_the_configuration_says(tmp_path: Path) -> None:
    assert load(write(tmp_path, SOURCE)).fetch == FetchSettings()
    said = "[fetch]\nuser_agent = 'Mine'\nallow_private_addresses = true\nmax_items = 5\n"
    assert load(write(tmp_path, said + SOURCE)).fetch == FetchSettings(
        user_agent="Mine", allow_private_addresses=True, max_items=5
    )


def test_the_table_of_fetching_has_every_setting() -> None:
    assert set(KEYS["fetch"]) == {f.name for f in dataclasses.fields(FetchSettings)}


def test_questions_are_kept_only_where_that_is_said(tmp_path: Path) -> None:
    config = load(write(tmp_path, SOURCE))
    assert (config.keep_questions, config.retention_days) == (False, 90)
    said = "[privacy]\nkeep_questions = true\nretention_days = 3650\n"
    config = load(write(tmp_path, said + SOURCE))
    assert (config.keep_questions, config.retention_days) == (True, 3650)
    assert not load(write(tmp_path, said.replace("true", "false") + SOURCE)).keep_questions


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
        ("[[source]]\nkind = 'feed'\nname = 'a'\n", 'lacks the key "url"'),
        (SOURCE + "url = 'https://a.example/'\n", 'line 5: a source of kind "folder" has no url'),
        (FEED + "path = '.'\n", 'line 5: a source of kind "feed" has no path; it has url'),
        (FEED.replace("https:", "file:"), "line 4: url 'file://a.example/feed' cannot be used"),
        (FEED.replace("'https://a.example/feed'", "[]"), "line 4: url cannot be empty"),
        (FEED.replace("'https://a.example/feed'", "['', 3]"), "line 4: url cannot be empty"),
        (FEED.replace("'https://a.example/feed'", "3"), "line 4: url must be text in quotes"),
        (SOURCE + "[fetch]\nper_host = 0\n", "line 6: per_host must be from 1 to 16"),
        (SOURCE + "[fetch]\nuseragent = 'x'\n", 'did you mean "user_agent"?'),
        ("[source]\nkind = 'folder'\n", "[[source]]"),
        ("index = 3\n", "index must be a table"),
        ("[index\n", "not valid TOML"),
        ("", "names no source"),
        ("source = []\n", "line 1: it names no source"),
        ("[answer]\nstale_hours = 999999999999999\n", "line 2: stale_hours must be from 1 to"),
        ("[search]\ncandidates = 100000000000000000000\n", "line 2: candidates must be from 1"),
        ("[search]\nhalf_life_days = 0\n", "line 2: half_life_days must be from 0.01"),
        ("[search]\nhalf_life_days = nan\n", "line 2: half_life_days must be from 0.01"),
        ("[search]\nrecency_floor = 1.5\n", "line 2: recency_floor must be from 0 to 1"),
        ("[answer]\npassages = 0\n", "line 2: passages must be from 1 to 1,000"),
        ("[index]\npath = ''\n", "line 2: path cannot be empty"),
        ('[index]\npath = "a\\u0000b"\n', "line 2: path cannot hold control characters"),
        ("[index]\npath = '~nosuchuser/x'\n", "line 2: path '~nosuchuser/x' cannot be used"),
        ("[encoder]\nmodel = ' '\n", "line 2: model cannot be empty"),
        (SOURCE + "[[source]]\nkind = 'folder'\nname = ''\n", "line 7: name cannot be empty"),
        (SOURCE + "[index]\npath = 'x'\n[search]\npath = 'y'\n", "line 8: [search] has no key"),
        (
            "[index]\npath = 'here'\n" + SOURCE.replace("'.'", "'here'"),
            "line 6: path is that of the index",
        ),
        (
            '[encoder]\nmodel = """\n[answer]\npassages = 3\n"""\n[answer]\npassages = 0\n',
            "line 2: model cannot hold control characters",
        ),
        (
            "[index]\nunheard = '''\nengine = 1\n'''\nengine = 2\n",
            'line 2: [index] has no key "unheard"',
        ),
        ("[privacy]\nkeep_questions = 1\n", "line 2: keep_questions must be true or false, not 1"),
        ("[privacy]\nkeep_questions = 'yes'\n", "line 2: keep_questions must be true or false"),
        ("[privacy]\nkeep_question = true\n", 'did you mean "keep_questions"?'),
        ("[privacy]\nretention_days = true\n", "line 2: retention_days must be a whole number"),
        ("[privacy]\nretention_days = 0\n", "line 2: retention_days must be from 1 to 3,650"),
        ("[privacy]\nretention_days = 3651\n", "line 2: retention_days must be from 1 to 3,650"),
        ("[search]\nrecency_floor = true\n", "line 2: recency_floor must be a number"),
        ('"index".path = 3\n', "config.toml: path must be text"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(write(tmp_path, text))
    assert message in str(caught.value)


def test_two_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match='line 7: name "a" names two sources'):
        load(write(tmp_path, SOURCE * 2))


def test_a_missing_file_that_was_named_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "none.toml")


@pytest.mark.parametrize("name", ["~nosuchuser/x.toml", "a\0b.toml", "."])
def test_a_configuration_that_cannot_be_read_is_an_error(tmp_path: Path, name: str) -> None:
    path = tmp_path if name == "." else Path(name)
    with pytest.raises(ConfigError, match="cannot be read"):
        load(path)


def test_a_byte_order_mark_is_no_part_of_the_configuration(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(SOURCE, encoding="utf-8-sig")
    assert load(path).sources[0].name == "a"


def test_a_path_under_the_home_folder_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    write(tmp_path, SOURCE)
    assert load(Path("~/config.toml")).origin == tmp_path / "config.toml"
