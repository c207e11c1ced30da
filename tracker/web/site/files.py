"""Which file each address becomes and how one names another; and the folder, where only what changed is written."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from tracker.models import TrackerError
from tracker.web.site.rewrite import DAY

INDEX: Final = "index.html"
NUMBERED: Final = ("part", "page")
"""Queries that turn the pages of one thing; the first one stands at the address itself."""
FIRST: Final = "1"
LONGEST: Final = 60
"""Characters of a view's words in the name of its folder."""
DIGITS: Final = 8
"""Hexadecimal digits behind them: two of a thousand views are alike once in nine thousand sites."""


def file_of(address: str) -> str:
    """Return the file of a path with its query; files have a dot in their last part, pages have not.

    >>> [file_of(address) for address in ("/", "/claims?page=2", "/documents/4?part=3", "/claims/3.json")]
    ['index.html', 'claims/page-2/index.html', 'documents/4/part-3/index.html', 'claims/3.json']
    >>> file_of("/figures?measured=street+robbery&unit=percent")
    'figures/measured-street-robbery-unit-percent-8a2281e2/index.html'
    """
    parts = urlsplit(address)
    path = unquote(parts.path).strip("/")
    if "." in path.rpartition("/")[2]:
        return path
    query = dict(parse_qsl(parts.query))
    turned = {name: query.pop(name, FIRST) for name in NUMBERED}
    numbers = [f"{name}-{number}" for name, number in turned.items() if number != FIRST]
    return "/".join(filter(None, (path, _folder(query), *numbers, INDEX)))


def _folder(query: dict[str, str]) -> str:
    """Return the name of the folder of a view: its words for people, and a few digits that tell like ones apart."""
    if not query:
        return ""
    asked = urlencode(sorted(query.items()))
    words = "-".join(re.findall(r"[a-z0-9]+", " ".join(f"{key} {value}" for key, value in query.items()).lower()))
    return f"{words[:LONGEST]}-{hashlib.sha256(asked.encode()).hexdigest()[:DIGITS]}"


def relative(from_file: str, to_file: str) -> str:
    """Return the link that leads from one file of the site to another, wherever the site lies.

    >>> relative("claims/3/index.html", "documents/4/index.html"), relative("index.html", "static/a.css")
    ('../../documents/4/index.html', 'static/a.css')
    """
    return quote(posixpath.relpath(to_file, posixpath.dirname(from_file) or "."))


MANIFEST: Final = ".published-by-tracker.json"
"""The list of the files that were published; a folder without it is somebody else's."""


class Folder:
    """A published site on disk, with the files of the last time and those of this time."""

    def __init__(self, path: Path, day: str) -> None:
        """Open a folder, made where it is missing; ``day`` is printed as the day of publication.

        Raises ``TrackerError`` for a folder with files in it that no earlier publication made.
        """
        self.path, self.day = path, day
        self.before: dict[str, str] = {}
        self.now: dict[str, str] = {}
        self.written = self.removed = 0
        if path.exists() and not path.is_dir():
            raise TrackerError(f"{path} is a file; a site is published into a folder.")
        manifest = path / MANIFEST
        try:
            if manifest.is_file():
                self.before = dict(json.loads(manifest.read_text(encoding="utf-8"))["files"])
            elif path.is_dir() and any(path.iterdir()):
                raise TrackerError(f"{path} holds files that “tracker publish” did not make; choose an empty folder.")
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise TrackerError(f"{path} cannot be used: {(error.strerror or 'unknown reason').lower()}.") from error
        except (ValueError, KeyError, TypeError, AttributeError):
            raise TrackerError(f"{manifest} is damaged; publish into an empty folder instead.") from None
        self._note(self.before)

    def put(self, name: str, content: Iterable[bytes]) -> None:
        """Write a file of the site, unless it is there already with the same words on another day."""
        target = self.path / name
        if not target.resolve().is_relative_to(self.path.resolve()):
            raise TrackerError(f"A page would be written outside the folder: {name}.")
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        fresh = target.with_name(f"{target.name}.new")
        with fresh.open("wb") as file:
            for piece in content:
                digest.update(piece)
                file.write(piece.replace(DAY.encode(), self.day.encode()))
        self.now[name] = digest.hexdigest()
        if self.before.get(name) == self.now[name] and target.is_file():
            fresh.unlink()
            return
        fresh.replace(target)
        self.written += 1

    def finish(self) -> None:
        """Remove what was published before and is no more, and note what is published now."""
        for name in self.before.keys() - self.now.keys():
            gone = self.path / name
            if gone.is_file():
                gone.unlink()
                self.removed += 1
            for parent in gone.parents:
                if parent == self.path or not parent.is_dir() or any(parent.iterdir()):
                    break
                parent.rmdir()
        self._note(self.now)

    def _note(self, files: dict[str, str]) -> None:
        told: dict[str, Any] = {"made by": "tracker publish", "files": dict(sorted(files.items()))}
        (self.path / MANIFEST).write_text(json.dumps(told, indent=0) + "\n", encoding="utf-8")
