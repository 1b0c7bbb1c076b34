"""Groups of copies, kept in the index article by article.

Every pair of copies is an edge. In each connected part of that graph the earliest article takes
those that are its copies, the earliest of what is left takes of the rest, and so on, so that no
chain of small changes joins what is no copy. Groups follow from the edges alone, whatever the
order in which articles came. What may depend on it: of more than ``LISTED`` articles that share a
key within the days of a reprint only the first are looked at, ``COMPARED`` at most are compared.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.connection import Connection
from retrieval.copies import REPRINTED_DAYS, Sketch, are_copies, comparable, keys, parsed

LISTED = 256
"""Articles that are looked at for a key; what more than these share is no mark of a story."""

COMPARED = 64
"""Articles that are compared with a new one, those with the most keys in common."""

_WINDOW = REPRINTED_DAYS * 86_400
_UNDATED = 0

_COLUMNS = "p.id, p.article_id, p.outlet, p.published, p.credit, p.sentences"


@dataclass(frozen=True, slots=True)
class Member:
    """An article in a group of copies."""

    number: int
    article_id: str
    sketch: Sketch

    @property
    def rank(self) -> tuple[int, float, int, str]:
        """Sorts the best original first: an agency's, the earliest, the longest."""
        return -self.sketch.credit, *self.age

    @property
    def age(self) -> tuple[float, int, str]:
        """Sorts the earliest first, of several the longest; the undated last."""
        own = self.sketch
        published = float("inf") if own.published is None else own.published
        return published, -own.size, self.article_id


@dataclass(frozen=True, slots=True)
class Group:
    """Copies of one text, within a scope. ``members`` begin with the best original."""

    name: str
    members: tuple[Member, ...]

    def outlets(self) -> tuple[str, ...]:
        """The outlets that carry the text, the original's first."""
        return tuple(dict.fromkeys(m.sketch.outlet for m in self.members))


def place(connection: Connection, article_id: str, own: Sketch) -> None:
    """Puts an article, or its new version, with its copies. Inside a transaction."""
    withdraw(connection, article_id)
    cursor = connection.execute(
        "INSERT INTO sketches (article_id, outlet, published, credit, sentences)"
        " VALUES (?, ?, ?, ?, ?)",
        [article_id, own.outlet, own.published, own.credit, bytes(own)],
    )
    member = Member(int(cursor.lastrowid or 0), article_id, own)
    found = keys(own)
    near = _comparable(connection, own, found)
    connection.executemany(
        "INSERT INTO bands (key, published, sketch) VALUES (?, ?, ?)",
        [(key, own.published or _UNDATED, member.number) for key in sorted(found)],
    )
    copies = [m.number for m in near if are_copies(own, m.sketch)]
    connection.executemany(
        "INSERT INTO alike (one, other) VALUES (?, ?)",
        [pair for n in copies for pair in ((n, member.number), (member.number, n))],
    )
    if copies:
        _regroup(connection, [member.number])


def withdraw(connection: Connection, article_id: str) -> None:
    """Takes an article out of its group, which may fall apart. Inside a transaction."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM sketches p WHERE p.article_id = ?", [article_id]
    ).fetchone()
    if row is None:
        return
    gone = _member(row)
    rows = connection.execute("SELECT other FROM alike WHERE one = ?", [gone.number])
    near = [int(number) for (number,) in rows]
    connection.executemany(
        "DELETE FROM alike WHERE one = ? AND other = ?",
        [pair for n in near for pair in ((n, gone.number), (gone.number, n))],
    )
    connection.executemany(
        "DELETE FROM bands WHERE key = ? AND published = ? AND sketch = ?",
        [(k, gone.sketch.published or _UNDATED, gone.number) for k in sorted(keys(gone.sketch))],
    )
    connection.execute("DELETE FROM sketches WHERE id = ?", [gone.number])
    connection.execute("DELETE FROM copies WHERE article_id = ?", [article_id])
    _regroup(connection, near)


def within(
    connection: Connection, article_ids: Sequence[str], where: str, parameters: Sequence[object]
) -> dict[str, Group]:
    """The group of each article that has copies, by its id.

    ``where`` limits the members, as ``p.published`` and ``p.outlet``: a group is what had been
    published by then. One that is left with a single member is none.
    """
    groups = {}
    for name in _names(connection, article_ids):
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM copies c JOIN sketches p ON p.article_id = c.article_id"
            f" WHERE c.original = ? AND {where}",
            [name, *parameters],
        )
        members = sorted(map(_member, rows), key=lambda m: m.rank)
        if len(members) > 1:
            group = Group(name, tuple(members))
            groups.update({m.article_id: group for m in members})
    return groups


def _comparable(connection: Connection, own: Sketch, found: Iterable[int]) -> list[Member]:
    """Articles that share enough keys with ``own``, those that share most of them first."""
    if own.published is None:
        limits, bounds = "", []
    else:
        limits = " AND (published = ? OR published BETWEEN ? AND ?)"
        bounds = [_UNDATED, own.published - _WINDOW, own.published + _WINDOW]
    shared: Counter[int] = Counter()
    for key in sorted(found):
        rows = connection.execute(
            f"SELECT sketch FROM bands WHERE key = ?{limits} LIMIT {LISTED}", [key, *bounds]
        )
        shared.update(int(number) for (number,) in rows)
    least = 1 + len(own.sentences) // 12
    numbers = [n for n, times in shared.items() if times >= min(least, 2)]
    members = {m.number: m for m in _by_number(connection, numbers)}
    near = [m for n, m in members.items() if comparable(own, m.sketch, shared[n])]
    return sorted(near, key=lambda m: (-shared[m.number], m.article_id))[:COMPARED]


def _regroup(connection: Connection, numbers: Sequence[int]) -> None:
    """Groups anew what is connected with the sketches of these ``numbers``."""
    edges: dict[int, set[int]] = {}
    waiting = list(numbers)
    while waiting:
        number = waiting.pop()
        if number not in edges:
            rows = connection.execute("SELECT other FROM alike WHERE one = ?", [number])
            edges[number] = {int(other) for (other,) in rows}
            waiting += edges[number]
    members = sorted(_by_number(connection, list(edges)), key=lambda m: m.age)
    for group in _stars(members, edges):
        original = min(group, key=lambda m: m.rank).article_id
        if len(group) == 1:
            connection.execute("DELETE FROM copies WHERE article_id = ?", [original])
            continue
        connection.executemany(
            "INSERT OR REPLACE INTO copies (article_id, original) VALUES (?, ?)",
            [(m.article_id, original) for m in group],
        )


def _stars(members: Sequence[Member], edges: Mapping[int, set[int]]) -> list[list[Member]]:
    """The earliest articles, each with its copies; ``members`` come in order of age.

    An outlet's own article and the later version of it that is no copy stay apart, though both
    may be like an article of another outlet.
    """
    groups: list[list[Member]] = []
    for member in members:
        near = edges[member.number]
        for group in groups:
            own = [m.number for m in group if m.sketch.outlet == member.sketch.outlet]
            if group[0].number in near and near.issuperset(own):
                group.append(member)
                break
        else:
            groups.append([member])
    return groups


def _names(connection: Connection, article_ids: Sequence[str]) -> list[str]:
    marks = ",".join("?" * len(article_ids))
    rows = connection.execute(
        f"SELECT DISTINCT original FROM copies WHERE article_id IN ({marks}) ORDER BY original",
        list(article_ids),
    )
    return [str(name) for (name,) in rows]


def _by_number(connection: Connection, numbers: Sequence[int]) -> list[Member]:
    found: list[Member] = []
    for at in range(0, len(numbers), 500):
        some = list(numbers[at : at + 500])
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM sketches p WHERE p.id IN ({','.join('?' * len(some))})", some
        )
        found += map(_member, rows)
    return found


def _member(row: sqlite3.Row) -> Member:
    return Member(
        int(row["id"]),
        str(row["article_id"]),
        parsed(row["outlet"], row["published"], row["credit"], row["sentences"]),
    )
