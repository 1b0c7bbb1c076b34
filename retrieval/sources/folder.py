"""Files below a folder: .md and .txt with optional front matter, and saved HTML pages."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.articles import date_in_name
from retrieval.errors import SourceError
from retrieval.records import Article, Problem
from retrieval.sources.decoding import decode
from retrieval.sources.frontmatter import FrontMatterError, split_front_matter
from retrieval.sources.html import read_page
from retrieval.sources.intake import MAX_BYTES, Intake, os_reason, shown_path
from retrieval.web.records import PageText

TEXT_SUFFIXES = frozenset((".md", ".txt"))
PAGE_SUFFIXES = frozenset((".html", ".htm"))

_UNFIT = re.compile("[\u0000-\u001f\u007f-\u009f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class FolderSource:
    """Every readable file below ``location``, in the order of their relative paths.

    An article's id is the ``id`` of its front matter, or else its path relative to the folder,
    with forward slashes. Hidden files and folders, README.md, and files of other kinds are passed
    over in silence. A link to a file counts as that file if it stays inside the folder; a link to
    a folder inside it is passed over, since its files are met where they are.
    """

    name: str
    location: str

    def read(self) -> Iterator[Article | Problem]:
        """Articles and problems, one file at a time.

        Raises SourceError when the folder is missing, is no folder, or can't be listed.
        """
        intake = Intake(self.name)
        for found in _walk(Path(self.location), self.name):
            if isinstance(found, Problem):
                yield found
            else:
                yield from self._take(found, intake)

    def _take(self, path: Path, intake: Intake) -> Iterator[Article | Problem]:
        where = shown_path(path)
        relative = _place(path, Path(self.location))
        try:
            fields, page = _fields_of(path)
            if not fields.get("id"):
                fields["id"] = _id_from(path.relative_to(self.location).as_posix())
        except OSError as error:
            yield Problem(where, f"it can't be read: {os_reason(error)}", relative)
        except FrontMatterError as error:
            yield Problem(f"{where}:{error.line}", str(error), relative)
        except ValueError as error:
            yield Problem(where, str(error), relative)
        else:
            inferred = date_in_name(path.name)
            if page and page.published_basis == "inferred":
                fields, inferred = {**fields, "published": None}, page.published
            for taken in intake.take(where, fields, inferred, place=relative):
                if page and isinstance(taken, Article) and taken.published == page.published:
                    taken = replace(taken, dated_by=page.dated_by)
                yield taken


def _id_from(relative: str) -> str:
    if _UNFIT.search(relative):
        raise ValueError(
            'its name, which is its "id", holds a line break or other control character, or is '
            "not Unicode; rename it"
        )
    return relative


def _place(path: Path, root: Path) -> str:
    """The path below ``root`` as text that can be stored, whatever bytes are in names."""
    return os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", errors="replace")


def _fields_of(path: Path) -> tuple[dict[str, object], PageText | None]:
    """What a file holds, and the page if it is one; OSError and ValueError say why it can't be
    taken in.
    """
    data = _bytes_of(path)
    if path.suffix.lower() in PAGE_SUFFIXES:
        page = read_page(data)
        return _fields_of_page(page), page
    fields, text = split_front_matter(decode(data))
    return {**fields, "text": text}, None


def _fields_of_page(page: PageText) -> dict[str, object]:
    return {
        "text": page.text, "title": page.title, "outlet": page.outlet, "url": page.canonical,
        "published": page.published, "updated": page.updated, "language": page.language,
    }  # fmt: skip


def _bytes_of(path: Path) -> bytes:
    if not stat.S_ISREG(path.stat().st_mode):
        raise ValueError("it is not a regular file")
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValueError(f"it is larger than {MAX_BYTES // 1_000_000} MB; split it")
    if not data:
        raise ValueError("the file is empty")
    return data


def _walk(root: Path, source: str) -> Iterator[Path | Problem]:
    """The files to read below ``root``, ordered as their relative paths are."""
    try:
        pending = _listed(root)
        inside = root.resolve(strict=True)
    except OSError as error:
        raise SourceError(
            f'source "{source}": the folder {shown_path(root)} can\'t be read: '
            f"{os_reason(error)}; check its path and permissions"
        ) from error
    while pending:
        entry = pending.pop()
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            try:
                pending += _listed(path)
            except OSError as error:
                reason = f"it can't be listed: {os_reason(error)}"
                yield Problem(shown_path(path), reason, _place(path, root))
        elif entry.is_symlink() and not _leads_inside(path, inside):
            reason = "a link that is broken or leads out of the folder"
            yield Problem(shown_path(path), reason, _place(path, root))
        elif _is_wanted(path) and not entry.is_dir():
            yield path


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    """What is not hidden in a folder, last path first: the order in which a stack gives it back."""
    with os.scandir(folder) as entries:
        shown = [entry for entry in entries if not entry.name.startswith(".")]
    # A folder sorts with its slash, so that whole relative paths come in order.
    return sorted(
        shown,
        key=lambda entry: entry.name + "/" * entry.is_dir(follow_symlinks=False),
        reverse=True,
    )


def _leads_inside(link: Path, folder: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(folder)
    except (OSError, RuntimeError):  # RuntimeError: links in a circle
        return False


def _is_wanted(path: Path) -> bool:
    suffix = path.suffix.lower()
    return suffix in TEXT_SUFFIXES | PAGE_SUFFIXES and path.name.lower() != "readme.md"
