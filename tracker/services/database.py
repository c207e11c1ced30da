"""The database as the rooms above hold it: opened, handed to the services, closed; copied, restored and examined."""

from __future__ import annotations

import glob
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tracker.db.connection import Failure, integrity_problems, open_backup, open_database, put_back
from tracker.db.connection import back_up as write_backup
from tracker.db.rows import Database
from tracker.models import TrackerError, UnavailableError
from tracker.services import nouns

__all__ = ["Database", "Failure", "open_database"]

CAUSES: Final[Mapping[str, str]] = {
    "SQLITE_FULL": "The disk is full: what was stored before is whole; make room and do it again.",
    "SQLITE_BUSY": "Another program has been writing to the database for half a minute; do it again in a moment.",
    "SQLITE_LOCKED": "Another program is writing to the database; do it again in a moment.",
    "SQLITE_READONLY": "The database can only be read here: its file or folder lets nobody write.",
}
"""What went wrong, by the name that SQLite gives it (https://sqlite.org/rescode.html), its kind alone."""
UNKNOWN: Final = "The database could not be read or written; “tracker doctor” says whether it is sound."


def cause(failure: Failure) -> str:
    """Return in a sentence why the database failed, and what to do."""
    kind = "_".join(getattr(failure, "sqlite_errorname", "").split("_")[:2])
    return CAUSES.get(kind, UNKNOWN)


def back_up(db: Database, target: Path) -> None:
    """Copy the database to a new file; an existing file is never overwritten."""
    if target.exists():
        raise TrackerError(f"{target} exists already; choose another name for the backup.")
    if not target.parent.is_dir():
        raise TrackerError(f"The folder of {target} does not exist.")
    write_backup(db, target)


def back_up_and_keep(db: Database, folder: Path, name: str, keep: int) -> tuple[Path, list[Path]]:
    """Copy the database into a folder under its ``name`` and the moment, and keep the newest copies alone.

    Return the copy, and the older ones that were removed; other files in the folder are left alone.
    """
    if keep < 1:
        raise TrackerError("At least one backup is kept.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TrackerError(f"{folder} cannot be made: {(error.strerror or 'unknown reason').lower()}.") from error
    moment = "".join(char for char in nouns.now().partition("+")[0] if char.isdecimal())
    target = folder / f"{name}-{moment}.db"
    if not target.exists():  # twice within a second
        back_up(db, target)
    begin = f"{name}-"
    copies = sorted(path for path in folder.glob(f"{glob.escape(begin)}*.db") if _is_moment(path.stem[len(begin) :]))
    for path in copies[:-keep]:
        path.unlink(missing_ok=True)
    return target, copies[:-keep]


def _is_moment(words: str) -> bool:
    return len(words) == len("20261130120000") and words.isdecimal()


def restore(source: Path, target: Path) -> Path | None:
    """Put a backup in the place of a database; return where the database that stood there is kept, if any.

    The backup is checked first and stays as it is. Other processes may have the database open: they see the change as
    one step. Where there is none, or one too damaged to be copied, the restored file gets the name when it is whole;
    a damaged one is moved away as it is.
    """
    if not source.exists():
        raise TrackerError(f"There is no backup at {source}.")
    if source.resolve() == target.resolve():
        raise TrackerError("The backup and the database are the same file.")
    backup = open_backup(source)
    try:
        problems = integrity_problems(backup)
        if problems:
            raise TrackerError(f"{source} is damaged ({problems[0]}); nothing was restored.")
        kept = _put_in_place(backup, target)
    finally:
        backup.close()
    open_database(target).close()  # a backup of an earlier version is brought up to date
    return kept


def _put_in_place(backup: Database, target: Path) -> Path | None:
    if not target.exists():
        write_backup(backup, target)
        return None
    kept = _free_name(target, "before-restore")
    try:
        current = open_database(target)
    except UnavailableError:
        whole = target.with_name(f"{target.name}.restored")
        whole.unlink(missing_ok=True)
        write_backup(backup, whole)
        return put_aside(target, whole, "before-restore")
    try:
        write_backup(current, kept)
        put_back(backup, current)
    finally:
        current.close()
    return kept


def put_aside(target: Path, whole: Path, word: str) -> Path:
    """Give a whole file the name of a damaged database; return where that is kept as it is, named with ``word``."""
    kept = _free_name(target, word)
    for suffix in ("", "-wal", "-shm"):
        left = target.with_name(target.name + suffix)
        if left.exists():
            left.replace(kept.with_name(kept.name + suffix))
    whole.replace(target)
    return kept


def newest_backup(path: Path) -> Path | None:
    """Return the newest sound backup of a database that lies where this program puts them, ``None`` without one.

    Copies of a timer in “backups” beside it, and those that were kept before a restore or a change of the schema.
    """
    beside = [*path.parent.glob(f"{glob.escape(path.name)}.before-*")]
    folders = (path.parent, path.parent / "backups")
    copies = [each for folder in folders for each in folder.glob(f"{glob.escape(path.stem)}-*.db")]
    for copy in sorted((*copies, *beside), key=lambda each: each.stat().st_mtime, reverse=True):
        try:
            with closing(open_backup(copy)) as backup:
                if not integrity_problems(backup):
                    return copy
        except (TrackerError, Failure):
            continue
    return None


def offered(path: Path) -> str:
    """Return a sentence that says which backup of a database can be put in its place."""
    copy = newest_backup(path)
    if copy is None:
        return "No backup lies beside it or in “backups”; “tracker restore” puts back one from elsewhere."
    made = datetime.fromtimestamp(copy.stat().st_mtime, UTC).isoformat(" ", "minutes").partition("+")[0]
    return f"The newest backup is of {made} UTC: “tracker restore {copy}” puts it in the place of the database."


def _free_name(path: Path, word: str) -> Path:
    """Return ``claims.db.before-restore`` for such a ``word``, with a number where that is taken."""
    name = path.with_name(f"{path.name}.{word}")
    number = 1
    while name.exists():
        number += 1
        name = path.with_name(f"{path.name}.{word}-{number}")
    return name
