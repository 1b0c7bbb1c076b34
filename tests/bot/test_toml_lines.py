from __future__ import annotations

from bot.toml_lines import lines

TEXT = (
    '''\
top = 1
[index] # the index
path = "a # b"
text = """
[answer]
passages = 1
"""
engine = 'x'
[[source]]
name = "one \\" '''
    + "'''"
    + """"
[[ source ]]
name = "two"
[other.table]
name = "three"
["quoted"]
name = "four"
"""
)


def test_each_key_has_the_line_of_its_own_table() -> None:
    found = lines(TEXT)
    assert found["", 0, "top"] == 1
    assert found["index", 0, "path"] == 3
    assert found["index", 0, "engine"] == 8
    assert found["source", 0, "name"] == 10
    assert found["source", 1, ""] == 11
    assert found["source", 1, "name"] == 12
    assert ("answer", 0, "passages") not in found
    assert ("quoted", 0, "name") not in found
