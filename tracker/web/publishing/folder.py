"""The folder a site is published into: only what changed is written, only what was published is removed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from tracker.models import TrackerError
from tracker.web.publishing.rewriting import DAY

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
